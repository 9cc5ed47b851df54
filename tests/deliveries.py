#!/usr/bin/env python3
"""An edition of the refugee figures, invented at random, as the records of the four papers that come.

    deliveries.py --edition E --landstal N --seed S [--merged NAME,...] [--papers] DIRECTORY

writes bilag-a.tsv, familie.tsv, bilag-b.tsv and landstal.tsv, which name no data set, as tables do not;
and quotas.tsv, `area quota`, what quota_reference.py shares out on the municipalities. The papers
that --merged names (bilag-a, ...) have Region Østdanmark in place of its two regions.
"""
import argparse
import os
import random
import subprocess
import sys

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


def shown(value):
    """A figure as offices write it; None is a cell without one."""
    return "" if value is None else "-" if value == 0 else "{:,}".format(value).replace(",", ".")


def lines_of(figures, region_of, total_first):
    """The rows of a paper: areas by region, its total before or behind its municipalities."""
    names = {}
    with open(os.path.join(HERE, "..", "schemas", "areas.tsv"), encoding="utf-8") as file:
        for row in file:
            code, name, region, region_name = row.split("\t")[:4]
            names[code] = "%s %s" % (code, name)
            names.setdefault(region, region_name)
    country, lines = [("Danmark i alt", "000")], []
    for region in dict.fromkeys(region_of.values()):
        own = [(names[code], code) for code in region_of if region_of[code] == region]
        name = names.get(region, region)
        lines += [(name, region)] + own if total_first else own + [(name + " i alt", region)]
    return [(label, [values.get(area) for values in figures])
            for label, area in (country + lines if total_first else lines + country)]


def write_csv(path, title, heads, lines):
    rows = [[title]] + [heads] + [[label] + [shown(v) for v in values] for label, values in lines]
    quota_reference.write_lines(path, [";".join(row) for row in rows])


def write_text(path, title, heads, lines):
    """Headings over several lines above their columns, page by page."""
    words, width, text = [], 34, []
    for head in heads:
        cells = [""]
        for word in head.split():
            if len(cells[-1]) + len(word) >= width - 4:
                cells.append("")
            cells[-1] = (cells[-1] + " " + word).strip()
        words.append(cells)
    deep = max(len(cells) for cells in words)
    top = ["".join((cells[i] if i < len(cells) else "").ljust(width) for cells in words).rstrip()
           for i in range(deep)]
    for at in range(0, len(lines), 40):
        text += ["\f" + title if at else title, ""] + top + [""]
        text += ["".join([label.ljust(width)] + [shown(v).rjust(20).ljust(width) for v in values]).rstrip()
                 for label, values in lines[at:at + 40]]
    quota_reference.write_lines(path, text)


def write_workbook(path, title, heads, lines):
    def text(words):
        return '<c t="inlineStr"><is><t>%s</t></is></c>' % words

    def figure(value):
        return "<c/>" if value is None else "<c><v>%d</v></c>" % value
    rows = [text(title), "".join(map(text, heads))]
    rows += [text(label) + "".join(map(figure, values)) for label, values in lines]
    sheet = "".join("<row>%s</row>" % row for row in rows)
    subprocess.run([sys.executable, os.path.join(HERE, "workbook.py"), path, "sheet:Ark1=" + sheet], check=True)


def write_papers(directory, edition, figures, region_in):
    population, nationals, family, quota = figures
    ends = ", ekskl. Christiansø"
    papers = {
        "bilag-a": (
            "Bilag A: Opgørelse over indbyggere samt flygtninge og indvandrere bosat i kommunerne pr. 1. januar %d"
            % (edition - 1),
            ["Kommune nr. og kommune", "Indbyggertal pr. 1. januar %d%s" % (edition - 1, ends),
             "Antallet af udenlandske statsborgere fra ikke-vestlige lande bosat i kommunerne pr. 1. januar %d%s"
             % (edition - 2, ends)],
            [population, nationals], True),
        "familie": (
            "Opgørelse over Familiesammenføringer til flygtninge tilgået kommunen i %d" % (edition - 2),
            ["Kommune", "Familiesammenføringer til flygtninge, tilgået kommunen i %d" % (edition - 2)], [family], False),
        "bilag-b": ("Bilag B. Beregnede kommunekvoter", ["Kommune", str(edition)], [quota], False),
    }
    for name, (title, heads, values, total_first) in papers.items():
        lines = lines_of([with_totals(v, region_in[name]) for v in values], region_in[name], total_first)
        for suffix, writer in ((".csv", write_csv), (".txt", write_text), (".xlsx", write_workbook)):
            writer(os.path.join(directory, name + suffix), title, heads, lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edition", type=int, required=True)
    parser.add_argument("--landstal", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--merged", default="")
    parser.add_argument("--papers", action="store_true")
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
    if o.papers:
        write_papers(o.directory, o.edition, (population, nationals, family, quota), region_in)


if __name__ == "__main__":
    main()
