#!/usr/bin/env python3
"""The methods of kkr-quota --method once more, to hold it against.

Written from the definitions in M. L. Balinski and H. P. Young, Fair Representation (2nd ed., 2001),
and from the manual's word on ties, with fractions.Fraction; nothing is taken from the C program. A
divisor method gives seats one at a time, each to the claim with the highest priority.

    methods_reference.py --method METHOD --total N [--ties RULE] WEIGHT...
    methods_reference.py --check COUNT --seed S
    methods_reference.py --properties COUNT --seed S
    methods_reference.py --bounds COUNT --seed S

The first writes the seats. The others run kkr-quota on COUNT random tables, say what differs from
what must be, and end with how much they have looked at; the status is 1 where anything differs.
"""
import argparse
import random
import subprocess
import sys
from fractions import Fraction

QUOTAS = ("largest-remainder", "droop")
DIVISORS = ("webster", "dhondt", "adams", "huntington-hill", "dean")
ONE_EACH = ("adams", "huntington-hill", "dean")
METHODS = QUOTAS + DIVISORS
TIES = ("first", "last", "error")
FIRST_OF_ALL = Fraction(10) ** 250  # higher than any other priority here


class Refused(Exception):
    """The method has no answer, or the tie is to be an error."""


class Open(Exception):
    """A seat would go to a claim without weight: no comparison with that."""


# The methods. A place in the list is the code's.

def priority(method, weight, seats):
    """How much a claim with so many seats wants one more; of Huntington-Hill the square."""
    signpost = {
        "webster": seats + Fraction(1, 2),
        "dhondt": Fraction(seats + 1),
        "adams": Fraction(seats),
        "huntington-hill": Fraction(seats * (seats + 1)),
        "dean": Fraction(2 * seats * (seats + 1), 2 * seats + 1),
    }[method]
    if signpost == 0:
        return FIRST_OF_ALL
    return (weight * weight if method == "huntington-hill" else weight) / signpost


def share_by_divisor(method, weights, total, ties):
    claims = [i for i, weight in enumerate(weights) if weight > 0]
    if method in ONE_EACH and total < len(claims):
        raise Refused
    seats = [0] * len(weights)
    given = None
    best = max if ties == "last" else min
    for _ in range(total):
        wants = {i: priority(method, weights[i], seats[i]) for i in claims}
        given = max(wants.values())
        seats[best(i for i in claims if wants[i] == given)] += 1
    left = max(priority(method, weights[i], seats[i]) for i in claims)
    if ties == "error" and given == left:
        raise Refused
    return seats


def share_by_quota(method, weights, total, ties):
    quota = Fraction(sum(weights), total)
    if method == "droop":
        quota = Fraction(sum(weights), total + 1) // 1 + 1
    seats = [int(weight / quota) for weight in weights]
    part = [weight / quota - whole for weight, whole in zip(weights, seats)]
    left = total - sum(seats)
    claims = [i for i, weight in enumerate(weights) if weight > 0]  # without weight, no claim
    if left > len(claims):
        raise Refused
    order = sorted(claims, key=lambda i: (-part[i], -i if ties == "last" else i))
    if 0 < left < len(claims) and part[order[left - 1]] == part[order[left]] and ties == "error":
        raise Refused
    for i in order[:left]:
        seats[i] += 1
    return seats


def share(method, weights, total, ties="first"):
    if total == 0:
        if method in ONE_EACH:
            raise Open
        return [0] * len(weights)
    return (share_by_quota if method in QUOTAS else share_by_divisor)(method, weights, total, ties)


# kkr-quota.

def table(weights, codes=None, columns=()):
    """A table of observations; columns are (name, values), with a value for each row."""
    codes = codes or ["m%03d" % i for i in range(len(weights))]
    rows = [["area", "measure", "value"] + [name for name, _ in columns]]
    for i, code in enumerate(codes):
        rows.append([code, "w", str(weights[i])] + [str(values[i]) for _, values in columns])
    return rows


def run(rows, *options):
    """kkr-quota's status, output and messages."""
    text = "".join("\t".join(row) + "\n" for row in rows)
    done = subprocess.run(("kkr-quota",) + options, input=text, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def quotas(output):
    header, *rows = [line.split("\t") for line in output.splitlines()]
    return [int(row[header.index("quota")]) for row in rows]


def by_method(rows, method, total, ties="first", *options):
    return run(rows, "--method", method, "--weight", "w", "--landstal", str(total), "--ties", ties, *options)


# Random tables.

def random_weight(rng, kind, top):
    if rng.random() < kind["zeros"]:
        return "0"
    whole = rng.randint(1, top)
    if not kind["decimals"]:
        return str(whole)
    places = rng.randint(1, kind["decimals"])
    return "%d.%0*d" % (whole // 10, places, rng.randrange(10 ** places))


def random_weights(rng):
    kind = {"zeros": rng.choice((0, 0, 0.3)), "decimals": rng.choice((0, 0, 1, 2, 30))}
    # Small tops give ties.
    top = rng.choice((2, 3, 6, 6, 20, 1000, 10 ** 6, 10 ** 40))
    weights = [random_weight(rng, kind, top) for _ in range(rng.choice((1, 2, 3, 4, 6, 9, 25)))]
    if all(Fraction(weight) == 0 for weight in weights):
        weights[0] = "1"
    return weights


def random_total(rng, claims):
    return rng.choice((0, 1, 2, claims, claims + 1, rng.randint(0, 30), rng.randint(0, 100)))


class Report:
    def __init__(self):
        self.looked = self.wrong = 0

    def same(self, actual, expected, *what):
        self.looked += 1
        if actual != expected:
            self.wrong += 1
            print("is", actual, "not", expected, "in", *what)

    def end(self):
        print("%d compared, %d wrong" % (self.looked, self.wrong))
        return self.wrong > 0


def check(rng, count):
    report, tied = Report(), 0
    for _ in range(count):
        weights = random_weights(rng)
        exact = [Fraction(weight) for weight in weights]
        total = random_total(rng, len(weights))
        for method in METHODS:
            outcome = {}
            for ties in TIES:
                try:
                    outcome[ties] = share(method, exact, total, ties)
                except Refused:
                    outcome[ties] = 65
                except Open:
                    continue
                status, output, _ = by_method(table(weights), method, total, ties)
                report.same(quotas(output) if status == 0 else status, outcome[ties],
                            method, total, ties, weights)
            tied += outcome.get("first") != outcome.get("last")
    # A generator that makes no ties would prove nothing about them.
    report.same(tied >= count // 4, True, "the count of ties", tied)
    return report.end()


# Properties.

def properties(rng, count):
    report = Report()
    for _ in range(count):
        weights = random_weights(rng)
        exact = [Fraction(weight) for weight in weights]
        total = random_total(rng, len(weights)) + len(weights)
        rows = table(weights)
        mixed = rows[:1] + rng.sample(rows[1:], len(weights))
        for method in METHODS:
            status, output, _ = by_method(rows, method, total)
            if method == "droop" and status == 65:
                continue
            report.same(status, 0, "status", method, total, weights)
            if status:
                continue
            seats = quotas(output)
            report.same(sum(seats), total, "the house", method, weights)
            report.same(by_method(mixed, method, total)[1], output, "a permutation", method, mixed)
            for i, one in enumerate(exact):
                for j, other in enumerate(exact):
                    if one > other:
                        report.same(seats[i] >= seats[j], True, "order", method, total, weights)
            if method == "largest-remainder":
                fair = [one * total / sum(exact) for one in exact]
                report.same(all(abs(s - f) < 1 for s, f in zip(seats, fair)), True,
                            "the quota rule", total, weights)
                given = [i for i, f in enumerate(fair) if seats[i] > f // 1]
                part = [f % 1 for f in fair]
                order = sorted(range(len(fair)), key=lambda i: (-part[i], i))
                report.same(sorted(given), sorted(order[:len(given)]),
                            "the largest fractions", total, weights)
            if method == "dhondt":
                report.same(all(s >= w * total // sum(exact) for s, w in zip(seats, exact)), True,
                            "at least the lower quota", total, weights)
            if method == "adams":
                report.same(all(s < w * total / sum(exact) + 1 for s, w in zip(seats, exact)), True,
                            "at most the upper quota", total, weights)
            if method in ONE_EACH:
                report.same(all(s > 0 for s, w in zip(seats, exact) if w), True,
                            "one each", method, total, weights)
            if method in DIVISORS:
                more = quotas(by_method(rows, method, total + 1)[1])
                report.same(sum(m - s for s, m in zip(seats, more)), 1, "one more", method)
                report.same(all(m >= s for s, m in zip(seats, more)), True,
                            "monotone", method, total, weights)
    return report.end()


# Bounds.

def random_bounds(rng, seats):
    """Bounds, and whether they are drawn so that they can be met."""
    low, high = [], []
    for s in seats:
        kind = rng.choice(("none", "none", "none", "min", "max", "both", "exempt"))
        low.append(max(0, s + rng.randint(-3, 4)) if kind in ("min", "both") else "")
        high.append(max(low[-1] or 0, s + rng.randint(-4, 3)) if kind in ("max", "both") else "")
        if kind == "exempt":
            high[-1] = 0
    return low, high


def bounds(rng, count):
    """Sums kept, bounds respected, other groups untouched, and solved wherever it can be."""
    report, solved = Report(), 0
    for _ in range(count):
        groups = rng.choice((1, 2, 3))
        size = rng.choice((2, 3, 5, 8)) * groups
        weights = [rng.randint(1, rng.choice((3, 50, 10 ** 6))) for _ in range(size)]
        region = ["r%d" % rng.randrange(groups) for _ in range(size)]
        total = rng.choice((size, 3 * size, 100, 1000))
        # The others have bounds of their own (one each), or do not answer for small weights (droop).
        method = rng.choice(("largest-remainder", "webster", "dhondt"))
        rows = table(weights)
        status, output, _ = by_method(rows, method, total)
        if status:
            continue
        seats = quotas(output)
        low, high = random_bounds(rng, seats)
        bounded = [r for r, l, h in zip(region, low, high) if l != "" or h != ""]
        within = rng.choice(("region", "country"))
        rows = table(weights, columns=(("region", region), ("min", low), ("max", high)))
        status, output, message = by_method(rows, method, total, "first", "--within", within)
        what = (method, total, within, weights, region, low, high, message)
        of = region if within == "region" else [""] * size
        can = True
        for name in set(of):
            members = [i for i in range(size) if of[i] == name]
            must = sum(low[i] or 0 for i in members)
            may = sum(total if high[i] == "" else high[i] for i in members)
            can = can and must <= sum(seats[i] for i in members) <= may
        report.same(status, 0 if can else 65, *what)
        if status:
            continue
        solved += 1
        after = quotas(output)
        for i in range(size):
            report.same((low[i] or 0) <= after[i], True, "min", *what)
            report.same(high[i] == "" or after[i] <= high[i], True, "max", *what)
            if within == "region" and region[i] not in bounded:
                report.same(after[i], seats[i], "a region without bounds", *what)
        for name in set(of):
            report.same(sum(a for a, g in zip(after, of) if g == name),
                        sum(s for s, g in zip(seats, of) if g == name), "the sum", *what)
    report.same(solved >= count // 3, True, "the count of those solved", solved)
    return report.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--method", choices=METHODS)
    parser.add_argument("--total", type=int)
    parser.add_argument("--ties", choices=TIES, default="first")
    parser.add_argument("--check", type=int)
    parser.add_argument("--properties", type=int)
    parser.add_argument("--bounds", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("weight", nargs="*", type=Fraction)
    o = parser.parse_args()
    rng = random.Random(o.seed)
    for count, look in ((o.check, check), (o.properties, properties), (o.bounds, bounds)):
        if count:
            return look(rng, count)
    print(*share(o.method, o.weight, o.total, o.ties))
    return 0


if __name__ == "__main__":
    sys.exit(main())
