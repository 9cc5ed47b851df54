#!/usr/bin/env python3
"""The parts of kkr-why once more: Shapley's value by its definition, over the 24 orders one by one.

    why_reference.py OLD NEW >parts

OLD and NEW are wide tables of kkr-quota. The distribution is worked out here from the formulas of the
order; nothing is taken from the C program.
"""
import sys
from fractions import Fraction
from itertools import permutations

FIGURES = ("population", "non_western_nationals", "family_reunified")
DECIMALS = 4


def read(path):
    header, *rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
    rows = [dict(zip(header, row)) for row in rows]
    return {row["area"]: row for row in rows}


def distributions(landstal, *columns):
    pop, imm, fam = columns
    P, M, F = sum(pop), sum(imm), sum(fam)
    net = [(Fraction(2 * p, P) - Fraction(i, M)) * (landstal + F) - f for p, i, f in zip(pop, imm, fam)]
    positive = sum(n for n in net if n > 0)
    return [n * landstal / positive if n > 0 else Fraction(0) for n in net]


def units(value):
    """In ten thousandths, half away from zero."""
    whole, part = divmod(abs(value) * 10 ** DECIMALS, 1)
    return (-1 if value < 0 else 1) * (int(whole) + (part >= Fraction(1, 2)))


def written(number):
    digits = str(abs(number)).rjust(DECIMALS + 1, "0")
    return ("-" if number < 0 else "") + digits[:-DECIMALS] + "." + digits[-DECIMALS:]


old, new = read(sys.argv[1]), read(sys.argv[2])
codes = sorted(new, key=str.encode)
sides = [[sum(int(of[c]["quota"]) for c in codes)] + [[int(of[c][f]) for c in codes] for f in FIGURES]
         for of in (old, new)]
parts = [[Fraction(0)] * 4 for _ in codes]
orders = list(permutations(range(4)))
for order in orders:
    now = list(sides[0])
    before = distributions(*now)
    for factor in order:
        now[factor] = sides[1][factor]
        after = distributions(*now)
        for part, a, b in zip(parts, before, after):
            part[factor] += (b - a) / len(orders)
        before = after
print("\t".join("area name before after landstal population nationals families rounding".split()))
for code, part in zip(codes, parts):
    quotas = int(old[code]["quota"]), int(new[code]["quota"])
    rounded = [units(p) for p in part]
    rounded.append((quotas[1] - quotas[0]) * 10 ** DECIMALS - sum(rounded))
    print("\t".join([code, new[code].get("name", ""), *map(str, quotas), *map(written, rounded)]))
