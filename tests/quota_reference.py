#!/usr/bin/env python3
"""The statutory allocation once more, to hold kkr-quota against.

Written from the formulas of bekendtgørelse nr. 550 of 3 May 2022, section 4, as the design states
them, with fractions.Fraction; nothing is taken from the C program. The input must be right: it is
kkr-quota's business to find what is wrong.

    quota_reference.py --landstal N [--residual RULE] [--steps] <observations >table
    quota_reference.py --random COUNT --seed S DIRECTORY

The second makes COUNT tables of observations in DIRECTORY: NUMBER-LANDSTAL.tsv, with the tables that
are to come out of them beside it, NUMBER-LANDSTAL.RULE.
"""
import argparse
import os
import random
import re
import sys
from fractions import Fraction

POPULATION, NATIONALS, FAMILY = MEASURES = (
    "population", "non_western_nationals", "family_reunified")
DECIMALS = {"share": 10, "gross": 4, "net": 4, "distribution": 4, "quota": 0}


# The rule.

def half_away(value, decimals):
    """The value in units of its last decimal: the nearest, and of two the one farther from 0."""
    whole, part = divmod(abs(value) * 10 ** decimals, 1)
    units = int(whole) + (1 if part >= Fraction(1, 2) else 0)
    return -units if value < 0 else units


def written(value, decimals):
    units = half_away(value, decimals)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    if decimals:
        digits = digits[:-decimals] + "." + digits[-decimals:]
    return ("-" if units < 0 else "") + digits


def give_to_last(quotas, distribution, missing):
    """What is missing goes to the last; what that cannot give back, to the one before it."""
    at = len(quotas) - 1
    while missing != 0:
        quota = max(0, quotas[at] + missing)
        missing -= quota - quotas[at]
        quotas[at] = quota
        at -= 1


def give_by_remainder(quotas, distribution, missing):
    """One person each: to the greatest parts that were rounded down, or from the least that were
    rounded up. Of two that are the same, the lower code is favoured."""
    part = [value % 1 for value in distribution]
    if missing > 0:
        down = [i for i in range(len(quotas)) if quotas[i] <= distribution[i]]
        for i in sorted(down, key=lambda i: (-part[i], i))[:missing]:
            quotas[i] += 1
    elif missing < 0:
        up = [i for i in range(len(quotas)) if quotas[i] > distribution[i]]
        for i in sorted(up, key=lambda i: (part[i], -i))[:-missing]:
            quotas[i] -= 1


RESIDUALS = {"last": give_to_last, "largest-remainder": give_by_remainder}


def allocate(figures, landstal, residual):
    """figures: (pop, imm, fam) of each municipality, by code. Returns the five figures of each."""
    pop, imm, fam = zip(*figures)
    P, M, F = sum(pop), sum(imm), sum(fam)
    share = [Fraction(2 * p, P) - Fraction(i, M) for p, i in zip(pop, imm)]
    gross = [s * (landstal + F) for s in share]
    net = [g - f for g, f in zip(gross, fam)]
    positive = sum(n for n in net if n > 0)
    # Where no net is positive they are all 0 and so is the landstal: they add up to it.
    distribution = [n * landstal / positive if n > 0 else Fraction(0) for n in net]
    quotas = [half_away(d, 0) for d in distribution]
    RESIDUALS[residual](quotas, distribution, landstal - sum(quotas))
    return list(zip(share, gross, net, distribution, quotas))


# The table.

def allocation_table(lines, landstal, residual):
    """The lines of the wide table for the lines of an observation table."""
    header, *rows = [line.split("\t") for line in lines]
    area, measure, value = (header.index(name) for name in ("area", "measure", "value"))
    of_area = {}
    for row in rows:
        if row[measure] in MEASURES:
            of_area.setdefault(row[area], {})[row[measure]] = row
    codes = sorted(of_area, key=str.encode)
    constant = [
        c for c in range(len(header)) if c not in (area, measure, value)
        and all(len({row[c] for row in of_area[code].values()}) == 1 for code in codes)]
    figures = [tuple(int(of_area[code][m][value]) for m in MEASURES) for code in codes]
    yield "\t".join(["area"] + [header[c] for c in constant] + list(MEASURES) + list(DECIMALS))
    for code, given, made in zip(codes, figures, allocate(figures, landstal, residual)):
        row = of_area[code][POPULATION]
        yield "\t".join(
            [code] + [row[c] for c in constant] + [str(g) for g in given]
            + [written(m, d) for m, d in zip(made, DECIMALS.values())])


# The steps, as kkr-quota(1) has them: (name, step, unit, decimals, reference, formulas). Of several formulas
# that one holds whose steps are all there.

STEPS = [
    ("landstal", 0, "persons", 0, "", []),
    ("family_all", 0, "persons", 0, "", []),
    ("persons_all", 0, "persons", 0, "§ 4, stk. 3", ["landstal + family_all"]),
    ("population", 0, "persons", 0, "", []),
    ("population_all", 0, "persons", 0, "", []),
    ("nationals", 0, "persons", 0, "", []),
    ("nationals_all", 0, "persons", 0, "", []),
    ("family", 0, "persons", 0, "", []),
    ("share", 1, "", 10, "§ 4, stk. 2",
     ["2 * population / population_all - nationals / nationals_all"]),
    ("gross", 2, "persons", 4, "§ 4, stk. 3", ["share * persons_all"]),
    ("net", 3, "persons", 4, "§ 4, stk. 4", ["gross - family"]),
    ("positive_net_all", 4, "persons", 4, "§ 4, stk. 5", []),
    ("positive_count", 4, "municipalities", 0, "§ 4, stk. 5", []),
    ("distribution", 4, "persons", 4, "§ 4, stk. 5", ["net * landstal / positive_net_all"]),
    ("distribution_negative", 4, "persons", 0, "§ 4, stk. 5", []),
    ("distribution_none", 4, "persons", 0, "§ 4, stk. 5", []),
    ("rounded", 5, "persons", 0, "",
     ["round(distribution)", "distribution_negative", "distribution_none"]),
    ("rounded_all", 5, "persons", 0, "", []),
    ("remainder_all", 5, "persons", 0, "", ["landstal - rounded_all"]),
    ("remainder", 5, "persons", 0, "", []),
    ("whole", 5, "persons", 0, "",
     ["floor(distribution)", "distribution_negative", "distribution_none"]),
    ("one_more", 5, "persons", 0, "", []),
    ("quota", 5, "persons", 0, "", ["rounded + remainder", "rounded", "whole + one_more"]),
]
FRACTIONS = ("share", "gross", "net", "positive_net_all", "distribution")


def steps_of(given, made, sums, landstal, residual, nets, rounded_all):
    """The values of one municipality's steps by their names."""
    (pop, imm, fam), (P, M, F), (share, gross, net, distribution, quota) = given, sums, made
    positive = [n for n in nets if n > 0]
    values = {
        "landstal": landstal, "family_all": F, "persons_all": landstal + F, "population": pop,
        "population_all": P, "nationals": imm, "nationals_all": M, "family": fam, "share": share,
        "gross": gross, "net": net, "positive_net_all": sum(positive),
        "positive_count": len(positive), "quota": quota}
    if net < 0:
        values["distribution_negative"] = 0
    elif not positive:
        values["distribution_none"] = 0
    else:
        values["distribution"] = distribution
    if residual == "last":
        values["rounded"] = half_away(distribution, 0)
        if values["rounded"] != quota:
            values |= {"rounded_all": rounded_all, "remainder_all": landstal - rounded_all,
                       "remainder": quota - values["rounded"]}
    else:
        values["whole"] = distribution // 1
        values["one_more"] = quota - values["whole"]
    return values


def steps_table(lines, landstal, residual):
    """The lines of the steps for the lines of an observation table."""
    header, *rows = [line.split("\t") for line in lines]
    of_area, name_of, region_of = {}, {}, {}
    for row in rows:
        cells = dict(zip(header, row))
        if cells["measure"] in MEASURES:
            of_area.setdefault(cells["area"], {})[cells["measure"]] = int(cells["value"])
            name_of[cells["area"]] = cells["name"]
            region_of[cells["area"]] = cells["region"]
    codes = sorted(of_area, key=str.encode)
    figures = [tuple(of_area[code][m] for m in MEASURES) for code in codes]
    made = allocate(figures, landstal, residual)
    sums = tuple(sum(column) for column in zip(*figures))
    nets = [net for _, _, net, _, _ in made]
    rounded_all = sum(half_away(d, 0) for _, _, _, d, _ in made)
    yield "area name region step what value unit formula working exact reference".replace(" ", "\t")
    for code, given, of_it in zip(codes, figures, made):
        values = steps_of(given, of_it, sums, landstal, residual, nets, rounded_all)
        said = {what: written(Fraction(values[what]), decimals)
                for what, _, _, decimals, _, _ in STEPS if what in values}
        for what, step, unit, decimals, reference, formulas in STEPS:
            if what not in values:
                continue
            formula = next((f for f in formulas if not set(re.findall("[a-z_]+", f)) - set(said)
                            - {"round", "floor"}), "")
            working = re.sub("[a-z_]+", lambda m: said.get(m.group(), m.group()), formula)
            exact = str(values[what]) if what in FRACTIONS else ""
            yield "\t".join([code, name_of[code], region_of[code], str(step), what, said[what], unit, formula, working,
                             exact, reference])


# Random tables.

def random_figures(rng, count, tops, zeros):
    top = rng.choice(tops)
    return [0 if rng.random() < zeros else rng.randint(0, top) for _ in range(count)]


def random_observations(rng):
    """The header and the rows of a table that kkr-quota is to allocate, in no order."""
    count = rng.choice((1, 2, 3, 5, 98, rng.randint(1, 20), rng.randint(1, 120)))
    totals = {0, 81, 82, 83, 84, 85}
    codes = ["%03d" % n for n in rng.sample([n for n in range(1000) if n not in totals], count)]
    zeros = rng.choice((0, 0, 0.1, 0.5, 0.9))
    tops = (1, 3, 100, 60000, 700000, 10 ** 12, 2 ** 64, 10 ** 30 - 1)
    figures = {
        POPULATION: random_figures(rng, count, tops, zeros),
        NATIONALS: random_figures(rng, count, tops, rng.choice((zeros, 0.95))),
        FAMILY: random_figures(rng, count, (0, 1, 20, 20, 500) + tops, zeros)}
    for measure in (POPULATION, NATIONALS):
        if sum(figures[measure]) == 0:
            figures[measure][rng.randrange(count)] = 1

    further = [c for c in ("dataset", "period", "unit", "region", "note") if rng.random() < 0.5]
    header = ["area", "measure", "value"] + further
    rng.shuffle(header)
    one_note = rng.random() < 0.5
    rows = []
    for i, code in enumerate(codes):
        region = rng.choice(("081", "084", ""))
        for measure, values in figures.items():
            cells = {
                "area": code, "measure": measure, "value": str(values[i]), "dataset": "r-1",
                "period": "2024" if measure == FAMILY else "2025-01-01", "unit": "persons",
                "region": region, "note": "ca." if one_note and not rows else ""}
            rows.append([cells[name] for name in header])
    for code in ["000", "084"] + codes[:3]:
        cells = dict.fromkeys(header, "") | {"area": code, "measure": "other", "value": "-1.5"}
        rows.append([cells[name] for name in header])
    rng.shuffle(rows)
    return ["\t".join(row) for row in [header] + rows]


def random_landstal(rng):
    return rng.randint(0, rng.choice((0, 1, 3, 20, 120, 2000, 2000, 10 ** 6, 10 ** 40)))


def write_lines(path, lines):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def write_random(directory, count, seed):
    rng = random.Random(seed)
    for number in range(count):
        lines, landstal = random_observations(rng), random_landstal(rng)
        path = os.path.join(directory, "%04d-%d." % (number, landstal))
        write_lines(path + "tsv", lines)
        for residual in RESIDUALS:
            write_lines(path + residual, allocation_table(lines, landstal, residual))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--landstal", type=int)
    parser.add_argument("--residual", choices=RESIDUALS, default="last")
    parser.add_argument("--steps", action="store_true")
    parser.add_argument("--random", type=int, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("directory", nargs="?")
    o = parser.parse_args()
    if o.random is not None:
        write_random(o.directory, o.random, o.seed)
        return
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    lines = sys.stdin.read().split("\n")[:-1]
    table = steps_table if o.steps else allocation_table
    for line in table(lines, o.landstal, o.residual):
        print(line)


if __name__ == "__main__":
    main()
