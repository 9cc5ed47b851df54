#!/usr/bin/env python3
"""Tables as offices make them, at random, with what they mean, to hold kkr-map and kkr-table against.

    tables_reference.py --check COUNT --seed S [--known N] [--named N,N] [--only N] [--keep DIR] [--minimise]

Each table is made from a few choices (its traits); so the figure of each cell is known, with its area,
period, measure and dimensions, and no program has told it. `kkr-map FILE >MAP` and
`kkr-table --map MAP FILE` must then do one of two things with each figure: it comes out as one record that
is right in all of these, or its row is named, in a remark of the proposal, among the rejects, or in a
message. Nothing else may come out: no code, postcode or year as a figure, no figure twice.

Prints each table that is not read so (its number and traits, and what is wrong), and ends with how many it
has looked at; the status is 1 where more than N (0) were wrong beside those that --named names. --keep writes such tables to DIR, each to a directory of its
own, with the file, the map, the records and what is wrong; --minimise first takes traits away for as long as
the same remains wrong.
"""
import argparse
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import namedtuple
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))


def areas_of(path):
    """Municipalities as (code, name), and regions by code, from the code list."""
    with open(path, encoding="utf-8") as file:
        head, *rows = [line.rstrip("\n").split("\t") for line in file]
    of = [dict(zip(head, row)) for row in rows]
    towns = [(a["code"], a["name"], a["region"]) for a in of if a["code"] != "411"]  # Christiansø is none
    return towns, {a["region"]: a["region_name"] for a in of}


TOWNS, REGIONS = areas_of(os.path.join(HERE, "..", "schemas", "areas.tsv"))

# How a header calls a period, and what it is. lib/period says which there are; these are worked out by hand.
NOTATIONS = {
    "year": lambda y, i: (str(y + i), str(y + i)),
    "quarter-code": lambda y, i: (f"{y + i // 4}K{i % 4 + 1}", f"{y + i // 4}-Q{i % 4 + 1}"),
    "quarter-english": lambda y, i: (f"{y + i // 4}Q{i % 4 + 1}", f"{y + i // 4}-Q{i % 4 + 1}"),
    "quarter": lambda y, i: (f"{i % 4 + 1}. kvartal {y + i // 4}", f"{y + i // 4}-Q{i % 4 + 1}"),
    "quarter-short": lambda y, i: (f"{i % 4 + 1}. kvt. {y + i // 4}", f"{y + i // 4}-Q{i % 4 + 1}"),
    "month-code": lambda y, i: (f"{y + i // 12}M{i % 12 + 1:02}", f"{y + i // 12}-{i % 12 + 1:02}"),
    "month": lambda y, i: (f"{MONTHS[i % 12]} {y + i // 12}", f"{y + i // 12}-{i % 12 + 1:02}"),
    "month-short": lambda y, i: (f"{MONTHS[i % 12][:3]}. {y + i // 12}", f"{y + i // 12}-{i % 12 + 1:02}"),
    "half": lambda y, i: (f"{y + i // 2}H{i % 2 + 1}", f"{y + i // 2}-H{i % 2 + 1}"),
    "week": lambda y, i: (f"{y}U{i % 50 + 1:02}", f"{y}-W{i % 50 + 1:02}"),
    "school": lambda y, i: (f"{y + i}/{y + i + 1}", f"{y + i}/{y + i + 1}"),
    "day": lambda y, i: (f"1. januar {y + i}", f"{y + i}-01-01"),
    "day-digits": lambda y, i: (f"1.1.{y + i}", f"{y + i}-01-01"),
    "iso": lambda y, i: (f"{y + i // 12}-{i % 12 + 1:02}", f"{y + i // 12}-{i % 12 + 1:02}"),
}
MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
          "december"]
# Which have a period in them and are none.
NO_PERIODS = ["2023/24", "Ændring 2023-2024", "2015-2024", "Gns. 2019-2023"]

MEASURES = ["Antal borgere", "Folketal", "Ledige", "Udgift i 1.000 kr.", "Andel i pct.", "Antal familier",
            "Indbyggere pr. km2", "Modtagere af hjælp", "Boliger", "Ikke-vestlige statsborgere"]
DIMENSIONS = [("Køn", ["Mænd", "Kvinder"]), ("Alder", ["0-17 år", "18-66 år", "67 år og derover"]),
              ("Ydelse", ["Kontanthjælp", "Dagpenge", "Ledighedsydelse"]), ("Type", ["A", "B"])]
TOTALS = ["I alt", "Hele landet", "Danmark", "Total", "Landet i alt"]
UNKNOWN = ["Kbh.", "Uoplyst", "Landsgennemsnit", "Københvn", "Øvrige", "Udlandet", "Uden for kommuner"]
TITLES = ["Tal efter område og tid", "Tabel 1. Ledige, og andet", "Enhed: Antal", "Opgørelse til kommunerne",
          "Udtrukket 3. marts 2026", "Sagsnr. 2025-1234"]
NOTES = ["Kilde: Danmarks Statistik.", "Anm.: Tallene for 2024 er foreløbige.", "* Skøn",
         "1) Uden Christiansø, 90 personer i 2024.", "Udtrukket 3. marts 2026"]


# What is known of a cell with a figure: the row and column of the sheet from 1, the number, and what it means.
Figure = namedtuple("Figure", "row column value areas period measure words dims")

# A choice for each trait: what a plain table has first; by it a failure is made smaller.
PLAIN = {
    "towns": 4, "order": "list", "form": "name", "total": None, "total_at": "top", "regions": False,
    "wrong_total": False, "contradiction": False, "unknown": 0, "area_mark": None,
    "titles": 0, "blank_above": 0, "blank_below": 0, "blank_inside": False, "header_rows": 1, "spread": "measures",
    "layout": "wide", "measures": 1, "periods": 1, "notation": "year", "around": "alone", "odd_period": None,
    "dims": 0, "fill": False, "fill_order": "area first", "extra": [], "defect": None, "notes": 0, "second": None,
    "figures": "da", "decimals": 0, "minus": None, "missing": None, "percent": False, "figure_mark": None,
    "large": True, "short": False, "trailing": False, "file": "csv", "delimiter": ";", "quoted": False,
    "encoding": "utf-8", "typed": True, "area_at": 0,
}


def choose(r):
    """The traits of a table: most tables have a few odd ones."""
    t = dict(PLAIN)

    def sometimes(chance, key, values):
        if r.random() < chance:
            t[key] = r.choice(values)
    t["towns"] = r.choice([2, 3, 4, 5, 8, 12, 30, 98])
    sometimes(.3, "order", ["random", "name"])
    t["form"] = r.choice(["name", "name", "code name", "code+name", "name+code", "code", "kommune", "zero code"])
    sometimes(.5, "total", TOTALS)
    sometimes(.5, "total_at", ["bottom"])
    sometimes(.25, "regions", [True])
    sometimes(.1, "wrong_total", [True])
    sometimes(.1, "contradiction", [True])
    sometimes(.15, "unknown", [1, 2])
    sometimes(.1, "area_mark", ["*", " 1)", "¹", "1)"])
    sometimes(.5, "titles", [1, 2, 3])
    sometimes(.25, "blank_above", [1, 2])
    sometimes(.1, "blank_below", [1])
    sometimes(.1, "blank_inside", [True])
    sometimes(.3, "header_rows", [2, 3])
    sometimes(.5, "spread", ["periods"])
    sometimes(.4, "layout", ["long"])
    t["measures"] = r.choice([1, 1, 2, 3])
    t["periods"] = r.choice([0, 1, 1, 2, 3, 5])
    t["notation"] = r.choice(list(NOTATIONS))
    sometimes(.4, "around", ["behind", "comma", "pr."])
    sometimes(.1, "odd_period", NO_PERIODS)
    t["dims"] = r.choice([0, 0, 0, 1, 2])
    sometimes(.5, "fill", [True])
    sometimes(.4, "fill_order", ["dims first"])
    if r.random() < .3:
        t["extra"] = sorted(r.sample(["postcode", "id", "running", "text", "empty"], r.choice([1, 1, 2])))
    sometimes(.15, "defect", ["blank", "twin", "line break", "space", "twin but for space"])
    sometimes(.3, "notes", [1, 2, 3])
    sometimes(.1, "second", ["below", "beside"])
    t["figures"] = r.choice(["da", "da", "plain", "da-spaces", "plain-spaces"])
    t["decimals"] = r.choice([0, 0, 0, 1, 2])
    sometimes(.15, "minus", ["-", "−", "–"])
    sometimes(.2, "missing", ["..", "-", "–", "", "…", "x", "."])
    sometimes(.1, "percent", [True])
    sometimes(.1, "figure_mark", ["*", " 1)", "¹"])
    sometimes(.2, "large", [False])
    sometimes(.1, "short", [True])
    sometimes(.1, "trailing", [True])
    t["file"] = r.choice(["csv", "csv", "csv", "xlsx", "xlsx", "ods", "txt"])
    t["delimiter"] = r.choice([";", ";", ",", "\t", "|"])
    sometimes(.2, "quoted", [True])
    sometimes(.3, "encoding", ["windows-1252", "cp850", "utf-8-sig", "utf-16"])
    sometimes(.3, "typed", [False])
    sometimes(.1, "area_at", [1])
    return t


def sound(t):
    """Takes back what cannot go together, so that each table means one thing."""
    if t["layout"] == "long":
        t["odd_period"] = None
        t["header_rows"] = min(t["header_rows"], 2)
        t["around"] = "alone"
        if t["header_rows"] == 2:
            t["spread"] = "measures"
    if t["periods"] == 0:
        t["notation"] = "year"
        t["odd_period"] = None
    if t["layout"] == "wide" and t["header_rows"] > 1 and t["periods"] == 0:
        t["header_rows"] = 1
    if t["header_rows"] > 1:
        t["around"] = "alone"
        t["odd_period"] = None
        t["defect"] = None
    if t["around"] == "alone" and t["header_rows"] == 1 and t["layout"] == "wide" and t["periods"]:
        t["measures"] = 1  # the title says it
    if t["around"] != "alone" and t["notation"] in ("school",):
        t["around"] = "comma"
    if t["form"] in ("code", "zero code") or t["dims"] == 0:
        t["fill"] = False
    if t["form"] not in ("code+name", "name+code"):
        t["contradiction"] = False
    if t["form"] in ("code", "zero code"):
        t["unknown"], t["total"], t["area_mark"], t["second"] = 0, None, None, None
        t["regions"] = False
    if t["file"] == "txt":
        # Columns are told by blanks: what has blanks for the same reasons has no meaning there.
        t.update(fill=False, defect=None, short=False, trailing=False, second=None, quoted=False, extra=[],
                 blank_inside=False, dims=0, layout="wide", header_rows=1, missing=None if t["missing"] == "" else t["missing"])
        if t["figures"].endswith("spaces"):
            t["figures"] = "da"
        if t["encoding"] not in ("utf-8", "windows-1252"):
            t["encoding"] = "utf-8"
        t["figure_mark"] = t["area_mark"] = None
        t["periods"] = max(t["periods"], 1)
        t["around"] = "alone"
        t["measures"] = 1
        t["odd_period"] = None
        t["form"] = {"code+name": "code name", "name+code": "code name"}.get(t["form"], t["form"])
        t["contradiction"] = False
    if t["file"] in ("xlsx", "ods"):
        t.update(short=False, trailing=False, quoted=False, encoding="utf-8", delimiter=";")
    if t["file"] != "csv":
        t["delimiter"] = ";"
    if t["delimiter"] == "," and t["figures"].startswith("da") and t["decimals"]:
        t["quoted"] = True
    if t["encoding"] in ("windows-1252", "cp850"):
        # What these have no letter for.
        if t["minus"] == "−" or (t["encoding"] == "cp850" and t["minus"] == "–"):
            t["minus"] = "-"
        if t["missing"] in ("…", "–") and t["encoding"] == "cp850":
            t["missing"] = ".."
        if t["encoding"] == "cp850" and (t["area_mark"] == "¹" or t["figure_mark"] == "¹"):
            pass  # it has this one
    if t["percent"]:
        t["decimals"] = max(t["decimals"], 1)
        t["large"] = False
    if t["second"] == "beside" and t["file"] == "csv":
        t["short"] = False
    return t


class Table:
    """The cells of a sheet, and its figures."""

    def __init__(self, traits, seed):
        self.t = traits
        self.r = random.Random(f"figures {seed}")
        self.cells = []
        self.figures = []
        self.signs = {}      # cells with a mark in place of a figure: nothing or 0 may come of them
        self.named = []      # texts of which the proposal must have a remark
        self.used = set()
        self.build()

    # Figures.

    def number(self):
        t, r = self.t, self.r
        top = 900000 if t["large"] else max(999, 4 * len(self.used))
        while True:
            value = Decimal(r.randint(11, top))
            if t["decimals"]:
                value = (value * 10 ** t["decimals"] + r.randint(1, 9)) / 10 ** t["decimals"]
            if t["minus"] and r.random() < .3:
                value = -value
            # A year or a period would be one; and each figure comes once, so that it is known again.
            if value not in self.used and not 1800 <= abs(value) <= 2200:
                self.used.add(value)
                return value

    def written(self, value):
        """The text of a figure, as the table writes them."""
        t = self.t
        minus = t["minus"] or "-"
        sign = minus if value < 0 else ""
        digits = f"{abs(value):.{t['decimals']}f}"
        whole, _, part = digits.partition(".")
        groups = {"da": ".", "plain": "", "da-spaces": " ", "plain-spaces": " "}[t["figures"]]
        if t["figures"].endswith("spaces"):
            groups = {0: " ", 1: "\u00a0", 2: "\u202f"}[len(self.used) % 3] if self.can_write("\u202f") else " "
        grouped = f"{int(whole):,}".replace(",", groups)
        point = "," if t["figures"].startswith("da") else "."
        text = sign + grouped + (point + part if part else "")
        if t["percent"]:
            text += " %"
        return text

    def can_write(self, text):
        if self.t["file"] in ("xlsx", "ods"):
            return True
        try:
            text.encode(self.t["encoding"])
            return True
        except UnicodeEncodeError:
            return False

    def put(self, row, column, text):
        while len(self.cells) < row:
            self.cells.append([])
        cells = self.cells[row - 1]
        while len(cells) < column:
            cells.append("")
        cells[column - 1] = text

    def put_figure(self, row, column, value, areas, period, measure, words, dims):
        t, r = self.t, self.r
        if t["missing"] is not None and r.random() < .15:
            self.put(row, column, t["missing"])
            self.signs[row, column] = t["missing"]
            return
        if t["file"] in ("xlsx", "ods") and t["typed"]:
            self.put(row, column, value)
        else:
            text = self.written(value)
            if t["figure_mark"] and r.random() < .2:
                text += t["figure_mark"]
            self.put(row, column, text)
        self.figures.append(Figure(row, column, value, areas, period, measure, words, dims))

    # Rows.

    def entities(self):
        """What has a row: (texts of the area's columns, what the record may say, factor of its sums)."""
        t, r = self.t, self.r
        towns = r.sample(TOWNS, t["towns"]) if t["towns"] < len(TOWNS) else list(TOWNS)
        if t["order"] == "list":
            towns.sort()
        elif t["order"] == "name":
            towns.sort(key=lambda a: a[1])
        rows = []
        for code, name, region in towns:
            rows.append(self.entity(code, name, region))
        if t["contradiction"]:
            at = r.randrange(len(rows))
            other = r.choice([a for a in TOWNS if a[0] != towns[at][0]])
            code, name = other[0], towns[at][1]
            rows[at] = {"code": code, "name": name, "says": {f"{code} {name}"}, "kind": "town"}
        if t["area_mark"]:
            at = r.randrange(len(rows))
            marked = rows[at]["name"] + t["area_mark"]
            rows[at]["says"] |= {text.replace(rows[at]["name"], marked) for text in rows[at]["says"]}
            rows[at]["name"] = marked
        for _ in range(t["unknown"]):
            name = r.choice([u for u in UNKNOWN if all(u != e["name"] for e in rows)])
            rows.insert(r.randint(0, len(rows)), {"code": "", "name": name, "says": {name}, "kind": "unknown"})
        if t["regions"]:
            there = sorted({a[2] for a in towns})
            for code in reversed(there):
                rows.insert(0, self.entity(code, REGIONS[code], None, "region"))
        if t["total"]:
            entity = self.entity("000", t["total"], None, "country")
            rows.insert(0 if t["total_at"] == "top" else len(rows), entity)
        return rows

    def entity(self, code, name, region, kind="town"):
        form = self.t["form"]
        shown = code.lstrip("0") or "0" if form in ("code+name", "name+code", "code", "code name") else code
        if kind == "country" and form not in ("code", "zero code"):
            shown = self.r.choice(["", shown])
        if form == "zero code":
            shown = "0" + code
        text = name
        if form == "kommune" and kind == "town":
            text = f"{name} Kommune"
        if form == "code name":
            text = f"{shown} {name}".strip()
        says = {text, f"{shown} {name}".strip(), name, shown, code} - {""}
        return {"code": shown, "name": text, "says": says, "kind": kind, "region": region}

    # The table.

    def build(self):
        t = self.t
        row = self.build_above()
        end = self.build_table(row, 1, first=True)
        width = max(len(cells) for cells in self.cells)
        if t["second"] == "beside":
            self.build_table(row, width + 2, first=False)
            end = max(end, len(self.cells) + 1)
        elif t["second"] == "below":
            end = self.build_table(end + 2, 1, first=False)
        for i in range(t["notes"]):
            self.put(end + (1 if i == 0 else 0), 1, self.r.choice(NOTES))
            end = len(self.cells) + 1
        self.width = max(len(cells) for cells in self.cells)

    def build_above(self):
        t, r = self.t, self.r
        row = 1
        for title in r.sample(TITLES, t["titles"]):
            self.put(row, 1, title)
            row += 1
        return row + t["blank_above"]

    def columns(self, first):
        """The labels' columns, left to right: (kind, header)."""
        t, r = self.t, self.r
        name = r.choice(["Kommune", "Område", "Bopælskommune", "Kommunenavn", ""] if t["defect"] == "blank" else
                        ["Kommune", "Område", "Bopælskommune"])
        code = r.choice(["Kommunenr.", "Kom.nr.", "Kode", "Kommunekode"])
        of_form = {"code+name": [("code", code), ("name", name)], "name+code": [("name", name), ("code", code)],
                   "code": [("code", r.choice(["Kommune", "Kommunenr."]))],
                   "zero code": [("code", r.choice(["Kommune", "Kommunekode"]))]}
        area = of_form.get(t["form"], [("name", name)])
        dims = [("dim", DIMENSIONS[i][0]) for i in r.sample(range(len(DIMENSIONS)), t["dims"])] if first else []
        labels = dims + area if t["fill_order"] == "dims first" and t["fill"] else area + dims
        if t["layout"] == "long" and t["periods"]:
            labels.insert(r.randint(0, len(labels)) if not t["fill"] else len(labels),
                          ("period", r.choice(["År", "Periode", "TID", "Tid"])))
        for kind in t["extra"] if first else []:
            header = {"postcode": "Postnr.", "id": "Id", "running": "Nr.", "text": "Bemærkning", "empty": "Felt"}[kind]
            at = 0 if kind == "running" else r.randint(0 if not t["fill"] else len(labels), len(labels))
            labels.insert(at, (kind, header))
        if t["area_at"] and first and not t["fill"]:
            labels.insert(0, ("text", "Gruppe"))
        return labels

    def values(self, first):
        """The columns of figures: (header rows, period, measure, words of the measure)."""
        t, r = self.t, self.r
        names = r.sample(MEASURES, t["measures"] if first else 1)
        year = r.choice([2015, 2019, 2021, 2023])
        notation = NOTATIONS[t["notation"]]
        when = [notation(year, i) for i in range(t["periods"])]
        if t["odd_period"] and first:
            when.insert(r.randint(0, len(when)), (t["odd_period"], None))
        if t["layout"] == "long" or not when:
            if t["header_rows"] == 1 and t["defect"] == "blank" and len(names) > 1 and t["file"] != "txt":
                return [([name if i else r.choice(["", " "])], None, (name, i), name if i else "")
                        for i, name in enumerate(names)]
            if t["header_rows"] == 1:
                return [([name], None, name, name) for name in names]
            groups = ["Unge", "Ældre"]
            return [([group, name], None, (group, name), f"{group} {name}") for group in groups for name in names]
        if t["header_rows"] == 1:
            form = {"alone": "{1}", "behind": "{0} {1}", "comma": "{0}, {1}", "pr.": "{0} pr. {1}"}[t["around"]]
            return [([form.format(name, text)], period, name if period else (name, text),
                     ("" if t["around"] == "alone" else name) + ("" if period else " " + text))
                    for name in names for text, period in when]
        if t["spread"] == "measures":
            made = [([name, text], period, name, name) for name in names for text, period in when]
        else:
            made = [([text, name], period, name, name) for text, period in when for name in names]
        if t["header_rows"] == 3:
            made = [(["Alle kommuner", *header], period, measure, words) for header, period, measure, words in made]
        return made

    def build_table(self, row, left, first):
        t, r = self.t, self.r
        labels, values = self.columns(first), self.values(first)
        self.labels = len(labels)
        row = self.build_header(row, left, labels, values)
        if first:
            row += t["blank_below"]
        dims = [next(texts for name, texts in DIMENSIONS if name == header) for kind, header in labels
                if kind == "dim"]
        entities = self.entities()
        periods = []
        if t["layout"] == "long" and t["periods"]:
            year = r.choice([2015, 2019, 2021, 2023])
            periods = [NOTATIONS[t["notation"]](year, i) for i in range(t["periods"])]
        self.sums = {}
        before = {}
        broken = len(entities) // 2
        for n, keys in enumerate(self.row_keys(labels, entities, dims, periods)):
            if t["blank_inside"] and first and n == broken:
                row += 1
                self.put(row - 1, 1, "")
            self.build_row(row, left, labels, values, keys, before)
            row += 1
        return row

    def row_keys(self, labels, entities, dims, periods):
        """What each row is of, in the order of the labels from the left when they are filled down."""
        kinds = [kind for kind, _ in labels if kind in ("name", "code", "dim", "period")]
        ways = [("area", entities)] + [(("dim", i), texts) for i, texts in enumerate(dims)]
        ways += [("period", periods)] if periods else []
        if kinds and kinds[0] == "dim":
            ways = ways[1:1 + len(dims)] + ways[:1] + ways[1 + len(dims):]
        elif kinds and kinds[0] == "period" and periods:
            ways = ways[-1:] + ways[:-1]
        rows = [{}]
        for name, items in ways:
            rows = [{**keys, name: item} for keys in rows for item in items]
        return rows

    def build_header(self, row, left, labels, values):
        t, r = self.t, self.r
        rows = len(values[0][0])
        at = r.choice([0, rows - 1]) if t["fill"] is False else rows - 1
        for i, (_, header) in enumerate(labels):
            self.put(row + at, left + i, header)
        for line in range(rows):
            before = None
            for i, (header, *_rest) in enumerate(values):
                text = header[line]
                upper = tuple(header[:line + 1])
                if line < rows - 1 and upper == before:
                    continue  # it stands above the first of its columns alone
                before = upper
                column = left + len(labels) + i
                if line == rows - 1:
                    text = self.spoilt(text, i)
                if t["file"] in ("xlsx", "ods") and t["typed"] and re.fullmatch("[0-9]{4}", text):
                    self.put(row + line, column, Decimal(text))
                else:
                    self.put(row + line, column, text)
                if line == rows - 1 and values[i][1] is None and text.strip() in NO_PERIODS:
                    self.named.append(text.strip())
        if t["defect"] in ("twin", "twin but for space") and left == 1:
            # A column of text has the header of the first figures.
            column = left + len(labels) + len(values)
            first = self.cells[row + rows - 2][left + len(labels) - 1]
            self.twin = column
            self.put(row + rows - 1, column, first if t["defect"] == "twin" else f"{first} ")
        else:
            self.twin = 0
        return row + rows

    def spoilt(self, text, i):
        defect = self.t["defect"]
        if defect == "line break" and " " in text and self.t["file"] != "txt":
            return text.replace(" ", "\n", 1)
        if defect == "space" and i == 0:
            return f" {text}  "
        return text

    def build_row(self, row, left, labels, values, keys, before):
        t, r = self.t, self.r
        entity = keys["area"]
        texts = {"name": entity["name"], "code": entity["code"],
                 "postcode": str(1000 + 10 * (row * 37 % 880)), "id": f"{100000 + row * 7919 % 900000}",
                 "running": str(len(before.setdefault("rows", [])) + 1), "text": r.choice(["", "se note", "ok", "foreløbig"]),
                 "empty": ""}
        before["rows"].append(row)
        said, dim = [], 0
        dims = {}
        same = True
        for i, (kind, header) in enumerate(labels):
            if kind == "dim":
                text = keys["dim", dim]
                dims[header] = text
                dim += 1
            elif kind == "period":
                text = keys["period"][0]
            else:
                text = texts[kind]
            if kind in ("name", "code", "dim", "period"):
                # A label stands once for the rows below it, but for that of the last column, which tells them apart.
                same = same and before.get(i) == text and text != ""
                before[i] = text
                if t["fill"] and same and i < len(labels) - 1:
                    text = ""
                elif not same:
                    for later in range(i + 1, len(labels)):
                        before.pop(later, None)
            said.append(text)
        for i, text in enumerate(said):
            if text != "":
                self.put(row, left + i, self.typed(labels[i][0], text))
        if not said or said[0] == "":
            self.put(row, left, "")
        period = keys["period"][1] if "period" in keys else None
        for i, (_, of_column, measure, words) in enumerate(values):
            value = self.number_of(entity, keys, i)
            self.put_figure(row, left + len(labels) + i, value, frozenset(entity["says"]), period or of_column,
                            (left, measure), words, tuple(sorted(dims.items())))
        if self.twin and left == 1:
            self.put(row, self.twin, r.choice(["ja", "nej"]))

    def typed(self, kind, text):
        """A workbook has numbers and texts: codes are either."""
        if self.t["file"] in ("xlsx", "ods") and self.t["typed"] and kind in ("postcode", "id", "running") \
                and text.isdigit():
            return Decimal(text)
        if self.t["file"] in ("xlsx", "ods") and self.t["typed"] and kind == "code" and text.isdigit() \
                and text[0] != "0":
            return Decimal(text)
        if self.t["file"] in ("xlsx", "ods") and self.t["typed"] and kind == "period" and re.fullmatch("[0-9]{4}", text):
            return Decimal(text)
        return text

    def number_of(self, entity, keys, column):
        """A figure: that of a total is the sum of the municipalities, where they are already known."""
        value = self.number()
        rest = tuple(str(keys[k]) for k in keys if k != "area")
        if entity["kind"] == "town":
            for whole in ("000", entity.get("region")):
                key = (whole, rest, column)
                self.sums[key] = self.sums.get(key, Decimal(0)) + value
        elif entity["kind"] == "country" and self.t["total_at"] == "bottom" and not self.t["wrong_total"]:
            total = self.sums.get(("000", rest, column))
            if total is not None and total not in self.used and not 1800 <= abs(total) <= 2200:
                self.used.add(total)
                return total
        return value


# Files.

def csv_of(table):
    t = table.t
    delimiter = t["delimiter"]
    lines, places, line = [], {}, 1
    for number, cells in enumerate(table.cells, 1):
        fields = [text if isinstance(text, str) else str(text) for text in cells]
        title = sum(1 for f in fields if f) == 1 and len(fields) == 1
        if not t["short"] and not title:
            fields += [""] * (table.width - len(fields))
        while t["short"] and fields and fields[-1] == "":
            fields.pop()
        if t["trailing"] and not title:
            fields.append("")
        quoted = []
        for text in fields:
            if t["quoted"] and text or delimiter in text or "\n" in text or text.startswith('"'):
                text = '"' + text.replace('"', '""') + '"'
            quoted.append(text)
        made = delimiter.join(quoted)
        places[line] = number
        for more in range(1, made.count("\n") + 1):
            places[line + more] = number
        line += 1 + made.count("\n")
        lines.append(made)
    return ("\n".join(lines) + "\n").encode(t["encoding"], "replace"), places


def text_of(table):
    """Columns side by side, as pdftotext -layout has them: texts begin and figures end where their column does."""
    widths = [0] * table.width
    shown = []
    for cells in table.cells:
        shown.append([text if isinstance(text, str) else table.written(text) for text in cells])
    alone = [sum(1 for text in cells if text) <= 1 for cells in shown]
    for cells, single in zip(shown, alone):
        for i, text in enumerate(cells):
            if not single:
                widths[i] = max(widths[i], len(text))
    lines = []
    for cells, single in zip(shown, alone):
        if single:
            lines.append("".join(cells))
            continue
        made = ""
        for i, text in enumerate(cells):
            made += ("   " if i else "") + (text.rjust(widths[i]) if i >= table.labels else text.ljust(widths[i]))
        lines.append(made.rstrip())
    return ("\n".join(lines) + "\n").encode(table.t["encoding"], "replace"), {i: i for i in range(1, len(lines) + 1)}


def letters(column):
    made = ""
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made


def workbook_of(table):
    rows = ""
    for number, cells in enumerate(table.cells, 1):
        made = ""
        for column, text in enumerate(cells, 1):
            at = f"{letters(column)}{number}"
            if isinstance(text, Decimal):
                made += f'<c r="{at}"><v>{text}</v></c>'
            elif text != "":
                made += f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        rows += f'<row r="{number}">{made}</row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/"
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{package}content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}relationships"><Relationship Id="r" '
                       f'Type="{types}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{types}"><sheets><sheet name="Ark1" sheetId="1" '
                           'r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}relationships"><Relationship Id="s" '
                                      f'Type="{types}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    })


def opendocument_of(table):
    rows = ""
    for cells in table.cells:
        made = ""
        for text in cells:
            if isinstance(text, Decimal):
                made += (f'<table:table-cell office:value-type="float" office:value="{text}"><text:p>{text}</text:p>'
                         '</table:table-cell>')
            elif text == "":
                made += "<table:table-cell/>"
            else:
                lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
                made += f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
        rows += f"<table:table-row>{made or '<table:table-cell/>'}</table:table-row>"
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    return archive({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<office:document-content xmlns:office="{oasis}:office:1.0" xmlns:table="{oasis}:table:1.0" '
                       f'xmlns:text="{oasis}:text:1.0"><office:body><office:spreadsheet><table:table '
                       f'table:name="Ark1">{rows}</table:table></office:spreadsheet></office:body>'
                       '</office:document-content>',
    })


def archive(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return file.getvalue()


def file_of(table):
    """The bytes, the name, and which row each line of the file is of (None where places are cells)."""
    kind = table.t["file"]
    if kind == "xlsx":
        return workbook_of(table), "table.xlsx", None
    if kind == "ods":
        return opendocument_of(table), "table.ods", None
    made, places = csv_of(table) if kind == "csv" else text_of(table)
    return made, f"table.{kind}", places


# What came out.

def read_records(text):
    lines = text.split("\n")[:-1]
    if not lines:
        return [], []
    head = lines[0].split("\t")
    return head, [dict(zip(head, (unescape(f) for f in line.split("\t")))) for line in lines[1:]]


def unescape(field):
    return re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[m.group(1)], field)


def row_of(place, places):
    """The row of the sheet that a line of the file, or a cell, is in."""
    if places is None:
        found = re.search(r"([A-Z]+)?([0-9]+)$", place)
        return int(found.group(2)) if found else None
    found = re.search(r"([0-9]+)$", place)
    return places.get(int(found.group(1))) if found else None


NUMBERS = r"((?:[0-9]+(?: to [0-9]+|-[0-9]+)?)(?:(?:, | and )[0-9]+(?: to [0-9]+|-[0-9]+)?)*)"


def rows_named(text):
    """Rows that a text names: row 5, rows 2, 5 to 7, Ark1!B3."""
    rows = set()
    for found in re.finditer(r"\b[Rr]ows? " + NUMBERS, text):
        for part in re.split(", | and ", found.group(1)):
            ends = [int(n) for n in re.split(" to |-", part)]
            rows.update(range(ends[0], ends[-1] + 1))
    for found in re.finditer(r"![A-Z]{1,3}([0-9]+)\b", text):
        rows.add(int(found.group(1)))
    return rows


def ranges_named(text):
    """Where --range would read another table alone: A6:B, D:E or A6:B20, as the rows and columns it has."""
    ranges = []
    for found in re.finditer(r"--range ([A-Z]{1,3})([0-9]*):([A-Z]{1,3})([0-9]*)", text):
        left, first, right, last = found.groups()
        ranges.append((range(int(first or 1), int(last or 10 ** 7) + 1), range(number_of(left), number_of(right) + 1)))
    return ranges


def number_of(column):
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def rows_in_messages(text, places):
    rows = rows_named(text)
    for found in re.finditer(r"table\.[a-z]+:([0-9]+)", text):
        if places and int(found.group(1)) in places:
            rows.add(places[int(found.group(1))])
    return rows


def rows_in_remarks(proposal):
    """Where areas stand is said of every table: it names no row that is not read."""
    rows = set()
    for line in proposal.split("\n"):
        line = line.rstrip("\t")
        if line.startswith("# ") and not re.match(r"# Areas?, in|# The (header|table) ", line):
            rows |= rows_named(unescape(line))
    return rows


def slug(text):
    text = text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return [word for word in re.split("[^a-z0-9]+", text) if word]


class Check:
    """Holds what came of a file against what it means."""

    def __init__(self, table, directory):
        self.table = table
        self.wrong = []
        self.right = 0
        data, name, self.places = file_of(table)
        self.directory, self.name = directory, name
        path = os.path.join(directory, name)
        with open(path, "wb") as file:
            file.write(data)
        for old in ("map.tsv", "records.tsv", "rejects.tsv"):
            if os.path.exists(os.path.join(directory, old)):
                os.unlink(os.path.join(directory, old))
        self.run()

    def command(self, *words):
        return subprocess.run(words, cwd=self.directory, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              check=False)

    def run(self):
        made = self.command("kkr-map", self.name)
        self.proposal = made.stdout.decode("utf-8", "replace")
        said = made.stderr.decode("utf-8", "replace")
        if made.returncode == 65 and "--encoding" in said and self.is_in_doubt():
            return
        if made.returncode != 0:
            self.wrong.append(("map-status", f"kkr-map ends with {made.returncode}: {said.strip()}"))
            return
        with open(os.path.join(self.directory, "map.tsv"), "w", encoding="utf-8") as file:
            file.write(self.proposal)
        read = self.command("kkr-table", "--origin", "--rejects", "rejects.tsv", "--map", "map.tsv", self.name)
        said += read.stderr.decode("utf-8", "replace")
        self.said = said
        if read.returncode != 0:
            self.wrong.append(("table-status", f"kkr-table ends with {read.returncode}: {said.strip()}"))
            return
        output = read.stdout.decode("utf-8", "replace")
        with open(os.path.join(self.directory, "records.tsv"), "w", encoding="utf-8") as file:
            file.write(output)
        head, self.records = read_records(output)
        self.find_named()
        self.hold(head)

    def is_in_doubt(self):
        """The encoding is known by names of areas; where none has a letter beyond ASCII, it may be asked for."""
        names = "".join(text for figure in self.table.figures for text in figure.areas)
        return self.table.t["encoding"] in ("windows-1252", "cp850") and names.isascii()

    def find_named(self):
        self.named = rows_in_remarks(self.proposal) | rows_in_messages(self.said, self.places)
        self.ranges = ranges_named(self.proposal)
        with open(os.path.join(self.directory, "rejects.tsv"), encoding="utf-8") as file:
            _, rejects = read_records(file.read())
        for reject in rejects:
            row = row_of(reject["line"], self.places)
            self.named.add(row)
            self.named |= rows_named(reject["reason"])

    def hold(self, head):
        fields = self.fields()
        by_value = {}
        for record in self.records:
            row = row_of(record.get("origin", ""), self.places)
            by_value.setdefault((row, shortest(record.get("value", ""))), []).append(record)
        taken = set()
        signs = {}
        for figure in self.table.figures:
            found = by_value.get((figure.row, plain(figure.value)), [])
            for record in found:
                taken.add(id(record))
            if figure.row in self.named or self.is_elsewhere(figure):
                continue
            if len(found) != 1:
                self.say("lost" if not found else "twice", figure,
                         "does not come out" if not found else f"comes out {len(found)} times")
                continue
            self.hold_figure(figure, found[0], fields, signs)
        self.hold_measures(signs)
        rows_of_signs = {row for row, _ in self.table.signs}
        for record in self.records:
            row = row_of(record.get("origin", ""), self.places)
            if id(record) in taken or row in self.named:
                continue
            if record.get("value") in ("", "0") and row in rows_of_signs:
                continue
            self.wrong.append(("invented", f"row {row}: a record that is no figure of the table: {short(record)}"))
        for text in self.table.named:
            if not any(text in unescape(line) for line in self.proposal.split("\n") if line.startswith("# ")):
                self.wrong.append(("unsaid", f"no remark about {text!r}, which is no period"))

    def is_elsewhere(self, figure):
        return any(figure.row in rows and figure.column in columns for rows, columns in self.ranges)

    def fields(self):
        """The columns of the records that a column of the table is, by the proposal: not constants."""
        head, lines = read_records(self.proposal)
        return {line["is"] for line in lines if not line["column"].startswith(("--", "# "))
                and line["is"] not in ("value", "ignore", "")}

    def say(self, kind, figure, text):
        self.wrong.append((kind, f"{letters(figure.column)}{figure.row} ({figure.value}, {sorted(figure.areas)[0]}): {text}"))

    def hold_figure(self, figure, record, fields, signs):
        good = True
        area = record.get("area", "")
        if " ".join(area.split()) not in figure.areas:
            self.say("area", figure, f"the area is {area!r}, not one of {sorted(figure.areas)}")
            good = False
        period = record.get("period", "")
        if period != (figure.period or "") and not (figure.period is None and self.in_title(period)):
            self.say("period", figure, f"the period is {period!r}, not {figure.period!r}")
            good = False
        beside = [record[name] for name in record if name not in ("area", "period", "value", "origin")]
        for name, text in figure.dims:
            if text not in beside:
                self.say("dimension", figure, f"nothing says {name} {text!r}: {short(record)}")
                good = False
        constants = tuple(sorted((name, record[name]) for name in record
                                 if name not in fields and name not in ("area", "period", "value", "origin", "source",
                                                                        "note", "dataset")))
        signs.setdefault(figure.measure, {}).setdefault(constants, figure)
        words = slug(figure.words)
        measure = record.get("measure", "")
        # Words with letters: what years a header has that is no period tells measures apart, which is held below.
        if [word for word in words if re.search("[a-z]", word) and word not in measure.split("_")]:
            self.say("measure", figure, f"the measure is {measure!r}, of the header {figure.words!r}")
            good = False
        self.right += good

    def in_title(self, period):
        """A period that stands above the table may be that of figures without one of their own."""
        above = " ".join(str(text) for cells in self.table.cells[:4] for text in cells)
        return period[:4] in above if period else False

    def hold_measures(self, signs):
        owner = {}
        for measure, constants in signs.items():
            if len(constants) > 1:
                figure = list(constants.values())[1]
                self.say("measure", figure, f"one measure is called in {len(constants)} ways: {sorted(constants)}")
            for names in constants:
                if owner.setdefault(names, measure) != measure:
                    figure = constants[names]
                    self.say("measure", figure, f"{measure} and {owner[names]} are called the same: {names}")


def plain(value):
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if text not in ("-0", "") else "0"


def shortest(text):
    """A number without zeros at its end: 5.0 is as good as 5. Anything else as it is."""
    return plain(Decimal(text)) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


def short(record):
    return " ".join(f"{name}={value}" for name, value in record.items())


# Running.

def check(traits, seed, directory):
    return Check(Table(sound(dict(traits)), seed), directory)


def minimise(traits, seed, kind, directory):
    """Plain traits in place of odd ones for as long as the same is wrong."""
    def fails(tried):
        return any(k == kind for k, _ in check(tried, seed, directory).wrong)
    changed = True
    while changed:
        changed = False
        for name, value in PLAIN.items():
            smaller = [value] if name not in ("towns", "titles", "periods", "measures", "notes") else \
                [n for n in (1, 2, 3, value) if n < traits[name] and (n > 1 or name != "towns")]
            for tried in smaller:
                if traits[name] != tried and fails({**traits, name: tried}):
                    traits = {**traits, name: tried}
                    changed = True
                    break
    return traits


def differing(traits):
    return " ".join(f"{name}={value!r}" for name, value in traits.items() if PLAIN[name] != value)


def keep(where, number, traits, seed):
    path = os.path.join(where, str(number))
    os.makedirs(path, exist_ok=True)
    made = check(traits, seed, path)
    with open(os.path.join(path, "wrong.txt"), "w", encoding="utf-8") as file:
        print(differing(sound(dict(traits))), file=file)
        for kind, text in made.wrong:
            print(f"{kind}: {text}", file=file)
        if hasattr(made, "said"):
            print(f"\nsaid: {made.said}", file=file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", type=int, required=True)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--known", type=int, default=0, help="so many are known to be wrong")
    parser.add_argument("--named", default="", help="numbers of tables that are known to be wrong: 3,14")
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep")
    parser.add_argument("--minimise", action="store_true")
    parser.add_argument("--without", action="append", default=[], metavar="TRAIT=VALUE",
                        help="passes over tables with this trait")
    parser.add_argument("--most", type=int, default=20, help="how many wrong tables are shown")
    o = parser.parse_args()
    wrong = right = shown = 0
    named = {int(number) for number in o.named.split(",") if number}
    kinds = {}
    with tempfile.TemporaryDirectory() as directory:
        numbers = [o.only] if o.only is not None else range(o.check)
        for i in numbers:
            seed = f"{o.seed}-{i}"
            traits = choose(random.Random(f"traits {seed}"))
            if any(w == f"{name}={value}" for w in o.without for name, value in traits.items()):
                continue
            made = check(traits, seed, directory)
            right += made.right
            if not made.wrong:
                continue
            wrong += 1
            o.known += i in named
            kind = made.wrong[0][0]
            kinds[kind] = kinds.get(kind, 0) + 1
            if shown >= o.most:
                continue
            shown += 1
            if o.minimise:
                traits = minimise(sound(dict(traits)), seed, kind, directory)
                made = check(traits, seed, directory)
            print(f"{i}: {differing(sound(dict(traits)))}")
            for name, text in made.wrong[:3]:
                print(f"    {name}: {text[:300]}")
            if o.keep:
                keep(o.keep, i, traits, seed)
    for kind, count in sorted(kinds.items()):
        print(f"{kind}: {count}")
    print(f"{len(numbers)} tables, {right} figures right, {wrong} wrong")
    sys.exit(wrong > o.known)


if __name__ == "__main__":
    main()
