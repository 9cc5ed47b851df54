#!/usr/bin/env python3
"""An edition of the refugee figures, invented at random, as the records of the four papers that come.

    deliveries.py --edition E --landstal N --seed S [--merged NAME,...] DIRECTORY

writes bilag-a.tsv, familie.tsv, bilag-b.tsv and landstal.tsv, which name no data set, as tables do not;
and quotas.tsv, `area quota`, what quota_reference.py shares out on the municipalities. The papers
that --merged names (bilag-a, ...) have Region Østdanmark in place of its two regions.
"""
import argparse
import os
import random

import quota_reference

EAST = {"084": "Region Østdanmark", "085": "Region Østdanmark"}
HEADER = ("area", "period", "measure", "unit", "value", "note", "source")
HERE = os.path.dirname(os.path.abspath(__file__))


def municipalities():
    """The region of each municipality of the code list."""
    with open(os.path.join(HERE, "..", "schemas", "areas.tsv"), encoding="utf-8") as file:
        header, *rows = [line.rstrip("\n").split("\t") for line in file]
    return {row[header.index("code")]: row[header.index("region")] for row in rows}


def with_totals(values, region_of):
    """The figures, then those of the regions and the country."""
    totals = {}
    for code, value in values.items():
        for total in (region_of[code], "000"):
            totals[total] = totals.get(total, 0) + value
    return values | totals


def write(directory, name, rows):
    quota_reference.write_lines(
        os.path.join(directory, name), ["\t".join(HEADER)] + ["\t".join(row) for row in rows])


def rows_of(measure, period, values, source, note=""):
    return [(code, period, measure, "persons", str(value), note, source)
            for code, value in values.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edition", type=int, required=True)
    parser.add_argument("--landstal", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--merged", default="")
    parser.add_argument("directory")
    o = parser.parse_args()
    rng = random.Random(o.seed)
    region_of = municipalities()
    merged = {code: EAST.get(region, region) for code, region in region_of.items()}
    region_in = {name: merged if name in o.merged.split(",") else region_of
                 for name in ("bilag-a", "familie", "bilag-b")}
    population = {code: rng.randint(1700, 90000) for code in sorted(region_of)}
    nationals = {code: rng.randint(p // 100, p // 15) for code, p in population.items()}
    family = {code: rng.choice((0, 0, 1, 2, 5, 11)) for code in population}
    allocated = quota_reference.allocate(
        [(population[c], nationals[c], family[c]) for c in population], o.landstal, "last")
    quota = {code: figures[-1] for code, figures in zip(population, allocated)}
    os.makedirs(o.directory, exist_ok=True)
    source = "Brev om landstal for %d" % o.edition
    write(o.directory, "bilag-a.tsv",
          rows_of("population", "%d-01-01" % (o.edition - 1), with_totals(population, region_in["bilag-a"]), source, "foreløbig")
          + rows_of("non_western_nationals", "%d-01-01" % (o.edition - 2), with_totals(nationals, region_in["bilag-a"]), source))
    write(o.directory, "familie.tsv",
          rows_of("family_reunified", str(o.edition - 2), with_totals(family, region_in["familie"]), source))
    write(o.directory, "bilag-b.tsv",
          rows_of("published_quota", str(o.edition), with_totals(quota, region_in["bilag-b"]), source))
    write(o.directory, "landstal.tsv", rows_of("landstal", str(o.edition), {"000": o.landstal}, source))
    quota_reference.write_lines(
        os.path.join(o.directory, "quotas.tsv"),
        ["area\tquota"] + ["%s\t%d" % item for item in quota.items()])


if __name__ == "__main__":
    main()
