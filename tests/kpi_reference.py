#!/usr/bin/env python3
"""Key figures once more, to hold kkr-kpi against.

Written from kkr-kpi(1) with fractions.Fraction; nothing is taken from the C program but the Danish
words of its notes. Definitions must be right: it is kkr-kpi's business to find what is wrong. Bad
records are left out, as --rejects does.

    kpi_reference.py --definitions FILE [--group COLUMN,...]... [--as-of PERIOD] FILE...
    kpi_reference.py --check COUNT --seed S
    kpi_reference.py --parts COUNT --seed S

The first writes the table. The others make COUNT random tables and definitions and run kkr-kpi on
them, whole or in parts, say what differs from what must be, and end with how much they have looked
at; the status is 1 where anything differs.
"""
import argparse
import collections
import datetime
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

ALL = "*"
TWO_DECIMALS = ("mean", "median", "share", "ratio", "change-pct")
PLANS = ("done", "open", "overdue", "due", "next", "days-left", "active")

# What the notes say. kkr-kpi(1) says when; the words are kkr-kpi's.
NO_RECORDS = "ingen poster"
NO_DENOMINATOR = "ingen nævner"
ZERO_DENOMINATOR = "nævneren er 0"
NO_BASE = "intet udgangspunkt"
ZERO_BASE = "udgangspunktet er 0"
ONE_PERIOD = "kun én periode"
ZERO_WEIGHTS = "vægtene er tilsammen 0"
NO_DATE = "ingen kommende frist"
OWN = "own calculation"
SEVERAL = "kilden angiver flere tal"

MUNICIPALITIES = ("101", "147") # of those that random tables have


class Bad(Exception):
    """The record is a bad one."""


# Values.

def is_number(text):
    return (re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None
            and sum(c.isdigit() for c in text) <= 100
            and not (text[0] == "-" and Fraction(text) == 0))


def number(text):
    if not is_number(text):
        raise Bad
    return Fraction(text)


def is_code(text):
    return re.match(r"0[0-9]", text) is not None


def date(text):
    """A day's number, or None."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date(*map(int, text.split("-"))).toordinal()
    except ValueError:
        return None


def month(year, n):
    return datetime.date(year + (n - 1) // 12, (n - 1) % 12 + 1, 1).toordinal()


def period(text):
    """The first and the last day of a period, or None."""
    day = date(text)
    if day is not None:
        return day, day
    match = re.fullmatch(r"([0-9]{4})(?:-(?:([HQ])([1-4])|W([0-9]{2})|([0-9]{2})))?", text)
    if not match:
        return None
    try:
        year = int(match[1])
        if match[2]:
            size = {"H": 6, "Q": 3}[match[2]]
            first, months = (int(match[3]) - 1) * size + 1, size
            if first > 12:
                return None
        elif match[4]:
            monday = datetime.date.fromisocalendar(year, int(match[4]), 1).toordinal()
            return monday, monday + 6
        elif match[5]:
            first, months = int(match[5]), 1
            if not 1 <= first <= 12:
                return None
        else:
            first, months = 1, 12
        return month(year, first), month(year, first + months) - 1
    except ValueError:
        return None


def half_away(value):
    """The nearest whole number, and of two the one farther from 0."""
    whole, part = divmod(abs(value), 1)
    units = int(whole) + (part >= Fraction(1, 2))
    return -units if value < 0 else units


def written(value, decimals):
    """At most so many decimals (None: all), without zeros at their end."""
    if decimals is None:
        decimals = 0
        while (value * 10 ** decimals).denominator != 1:
            decimals += 1
    units = half_away(value * 10 ** decimals)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    if decimals:
        digits = (digits[:-decimals] + "." + digits[-decimals:]).rstrip("0").rstrip(".")
    return ("-" if units < 0 else "") + digits


# Conditions.

def conditions(text):
    """[(column, operator, values)] of a field of a definition."""
    found, at = [], 0
    value = re.compile(r'"((?:[^"]|"")*)"|([^ ,"]*)')
    while True:
        while at < len(text) and text[at] == " ":
            at += 1
        if at == len(text):
            return found
        head = re.compile(r"([a-z][a-z0-9_]*)(!=|<=|>=|=|<|>)").match(text, at)
        at, values = head.end(), []
        while True:
            match = value.match(text, at)
            at = match.end()
            values.append(match[2] if match[1] is None else match[1].replace('""', '"'))
            if text[at:at + 1] != ",":
                break
            at += 1
        found.append((head[1], head[2], values))


def same(field, value):
    if field == value:
        return True
    return (is_number(field) and is_number(value) and not is_code(field) and not is_code(value)
            and Fraction(field) == Fraction(value))


def compared(field, value):
    """Negative, 0 or positive."""
    if is_number(field) and is_number(value):
        a, b = Fraction(field), Fraction(value)
    elif period(field) and period(value):
        a, b = period(field)[0], period(value)[0]
    else:
        raise Bad
    return (a > b) - (a < b)


def hold(wanted, record):
    """Whether all hold; what cannot be compared is bad only where the others do."""
    bad = False
    for column, operator, values in wanted:
        field = record[column]
        if operator in ("=", "!="):
            if any(same(field, value) for value in values) != (operator == "="):
                return False
            continue
        if field == "":
            return False
        try:
            order = compared(field, values[0])
        except Bad:
            bad = True
            continue
        if not {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]:
            return False
    if bad:
        raise Bad
    return True


# Definitions.

class Definition:
    def __init__(self, row):
        get = collections.defaultdict(str, row).__getitem__
        self.kpi, self.title, self.unit, self.note = map(get, ("kpi", "title", "unit", "note"))
        self.operation, *words = get("compute").split()
        self.column, self.weight, self.counts, self.days = None, None, False, None
        self.per = 100 if self.operation in ("share", "change-pct") else 1
        if self.operation in ("share", "ratio") and words[:1] == ["count"]:
            self.counts = True
            del words[0]
        for word, name in (("weight", "weight"), ("per", "per")):
            if word in words and (word == "weight") == (self.operation == "mean"):
                setattr(self, name, words[words.index(word) + 1])
                del words[words.index(word):]
        self.per = Fraction(self.per)
        if self.operation == "due":
            self.days = int(words.pop(0))
        elif self.operation != "count" and self.operation not in PLANS and not self.counts:
            self.column = words.pop(0) if words else "value"
        assert not words, row
        self.where = conditions(get("where"))
        self.has_of = get("of").strip() != ""
        self.of_number = Fraction(get("of")) if is_number(get("of").strip()) else None
        self.of = conditions(get("of")) if self.has_of and self.of_number is None else []
        self.by = [frozenset() if by == "all" else frozenset(by.split("+"))
                   for by in get("by").strip().split(",") if by]
        self.target, self.better = get("target"), get("better")
        self.has_published, self.published = get("published") != "", conditions(get("published"))
        self.decimals = 2 if self.operation in TWO_DECIMALS else None
        if get("decimals"):
            self.decimals = int(get("decimals"))

    def by_periods(self):
        return self.operation == "latest" or (
            self.operation in ("change", "change-pct") and not self.has_of)

    def makes_rows_by(self, columns):
        return not self.by or frozenset(columns) in self.by


# A record is a dictionary of its fields as they stand.

class Taken:
    """What a definition takes of a record."""
    def __init__(self, d, record, as_of):
        self.record = record
        self.where = hold(d.where, record)
        self.of = bool(d.of) and hold(d.of, record)
        self.published = d.has_published and hold(d.published, record)
        self.value = self.weight = self.period = self.plan = None
        self.has_value = self.of_value = False
        if self.where:
            self.take_where(d, record, as_of)
        if self.of:
            self.of_value = d.counts or record[d.column] != ""
            if self.of_value and not d.counts:
                self.value = number(record[d.column])
        if self.published:
            self.published = record["value"] != ""
            if self.published:
                number(record["value"])

    def take_where(self, d, record, as_of):
        if d.operation in PLANS:
            self.has_value = True
            self.plan = plan(d, record, as_of)
            return
        self.has_value = d.column is None or record[d.column] != ""
        if not self.has_value or d.column is None:
            return
        self.value = record[d.column] if d.operation == "distinct" else number(record[d.column])
        if d.weight:
            self.weight = number(record[d.weight])
            if self.weight < 0:
                raise Bad
        if d.by_periods():
            self.period = period(record["period"])
            if self.period is None:
                raise Bad


def day_of(text):
    day = date(text)
    if text and day is None:
        raise Bad
    return day


def plan(d, record, as_of):
    """Whether the operation takes the plan, and its last day."""
    status = record["status"] if d.operation != "active" else "open"
    if status not in ("done", "open"):
        raise Bad
    if d.operation in ("done", "open"):
        return status == d.operation, None
    latest = day_of(record["latest"])
    if d.operation == "active":
        earliest = day_of(record["earliest"])
        return ((earliest is None or earliest <= as_of[1])
                and (latest is None or latest >= as_of[0])), latest
    if status == "done" or latest is None:
        return False, latest
    if d.operation == "overdue":
        return latest < as_of[0], latest
    if d.operation == "due":
        return as_of[0] <= latest <= as_of[0] + d.days, latest
    return latest >= as_of[0], latest


# Figures.

class Figure:
    def __init__(self, taken):
        self.value, self.why, self.date = None, NO_RECORDS, None
        self.taken = [t for t in taken if t.where and t.has_value]
        self.of = [t for t in taken if t.of and t.of_value]
        self.of_one_record = False

    def given(self):
        return self.value is not None or self.date is not None


def divide(f, dividend, divisor, why):
    if divisor == 0:
        f.why = why
    else:
        f.value = Fraction(dividend) / divisor


def work_out(d, taken, as_of):
    f = Figure(taken)
    of, found = d.of_number, True
    if of is None:
        of = Fraction(len(f.of)) if d.counts else sum((t.value for t in f.of), Fraction(0))
        found = bool(f.of)
    went_in = f.taken
    if d.by_periods() and went_in:
        first, last = min(t.period for t in went_in), max(t.period for t in went_in)
        f.taken = [t for t in went_in if t.period == last
                   or (t.period == first and d.operation != "latest")]
    values = [t.value for t in f.taken]
    total = sum((v for v in values if isinstance(v, Fraction)), Fraction(0))
    operation = d.operation
    f.of_one_record = operation in ("min", "max", "next") or (
        operation in ("sum", "mean", "median", "latest") and len(f.taken) == 1)
    if operation == "count":
        f.value = Fraction(len(f.taken))
    elif operation == "distinct":
        f.value = Fraction(len(set(values)))
    elif operation in ("done", "open", "overdue", "due", "active"):
        f.value = Fraction(sum(t.plan[0] for t in f.taken))
    elif operation in ("next", "days-left"):
        days = [t.plan[1] for t in f.taken if t.plan[0]]
        f.why = NO_DATE
        if days and operation == "next":
            f.date = datetime.date.fromordinal(min(days)).isoformat()
        elif days:
            f.value = Fraction(min(days) - as_of[0])
    elif operation in ("share", "ratio"):
        if d.counts or values:
            divide(f, len(values) if d.counts else total, of,
                   ZERO_DENOMINATOR if found else NO_DENOMINATOR)
        if f.value is not None:
            f.value *= d.per
    elif not values:
        pass
    elif operation in ("sum", "latest"):
        f.value = total
    elif operation == "mean" and d.weight:
        divide(f, sum(t.value * t.weight for t in f.taken), sum(t.weight for t in f.taken),
               ZERO_WEIGHTS)
    elif operation == "mean":
        f.value = total / len(values)
    elif operation in ("min", "max"):
        f.value = {"min": min, "max": max}[operation](values)
    elif operation == "median":
        values.sort()
        f.value = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    else:
        change(d, f, of, found, total)
    return f


def change(d, f, of, found, total):
    if d.has_of:
        base, after = of, total
        if not found:
            f.why = NO_BASE
            return
    else:
        periods = {t.period for t in f.taken}
        if len(periods) == 1:
            f.why = ONE_PERIOD
            return
        base, after = (sum(t.value for t in f.taken if t.period == p)
                       for p in (min(periods), max(periods)))
    if d.operation == "change":
        f.value = after - base
    else:
        divide(f, (after - base) * 100, abs(base), ZERO_BASE)


# What the source says.

def parts(text, separator):
    return [part.strip(" ") for part in text.split(separator) if part.strip(" ")]


def by_bytes(texts):
    return sorted(set(texts), key=str.encode)


def published_of(taken, columns, together):
    """The (figure, qualifier) that the source states; whether it states several."""
    stated = [t for t in taken if t.published]
    figures = {(t.record["value"], t.record.get("qualifier", "")) for t in stated}
    if len(figures) > 1 and together:
        figures_alone = {(t.record["value"], t.record.get("qualifier", "")) for t in stated
                         if all(t.record[c] == "" for c in columns)}
        if len(figures_alone) == 1:
            figures = figures_alone
    if len(figures) != 1:
        return None, len(figures) > 1
    return figures.pop(), False


def explained(value, text, qualifier):
    stated, deviation = Fraction(text), value - Fraction(text)
    if "." in text:
        unit = Fraction(1, 10 ** len(text.split(".")[1]))
    else:
        digits = text.lstrip("-")
        unit = Fraction(10 ** (len(digits) - max(1, len(digits.rstrip("0")))))
    if deviation == 0 or half_away(value / unit) * unit == stated:
        return True
    for word in parts(qualifier, ","):
        if word in ("ca.", "omkring") and abs(deviation) <= unit:
            return True
        if word in ("over", "mindst", "bl.a.") and deviation > 0:
            return True
        if word in ("knap", "næsten", "under", "højst") and deviation < 0:
            return True
    return False


def is_mean_of_municipalities(d, f):
    return (d.operation == "mean" and not d.weight and f.given() and len(f.taken) > 1
            and all(t.record.get("area") in MUNICIPALITIES for t in f.taken))


def unweighted(taken):
    areas = len({t.record["area"] for t in taken})
    if areas == len(taken):
        return "uvægtet gennemsnit af %d kommuner" % areas
    return "uvægtet gennemsnit af %d tal fra %d kommune%s" % (len(taken), areas, "" if areas == 1 else "r")


# The table.

def row_of(d, fields, taken, columns, as_of):
    f = work_out(d, taken, as_of)
    went_in = [t.record for t in f.taken + f.of]
    qualifier = by_bytes(q for r in went_in for q in parts(r.get("qualifier", ""), ","))
    notes = by_bytes(r["note"] for r in went_in if r.get("note"))
    stating = [t.record for t in taken if t.published]
    sources = by_bytes(r["source"] for r in went_in + stating if r.get("source"))
    stated, several = published_of(taken, columns, all(field == ALL for field in fields))
    value = f.date or ("" if f.value is None else written(f.value, d.decimals))
    notes += [unweighted(f.taken)] if is_mean_of_municipalities(d, f) else []
    notes += [d.note] if d.note else []
    notes += [] if f.given() else [f.why]
    notes += [SEVERAL] if several else []
    deviation, contradicted = "", False
    if stated and f.value is not None:
        places = d.decimals
        if places is not None:
            places = max(places, len(stated[0].partition(".")[2]))
        deviation = written(f.value - Fraction(stated[0]), places)
        contradicted = not explained(f.value, *stated)
    if contradicted:
        notes.append("modsiges af kilden, som angiver %s%s: afvigelse %s" % (
            stated[0], " (%s)" % stated[1] if stated[1] else "", deviation))
    if f.given() and not f.of_one_record and not (deviation and not contradicted):
        qualifier = [q for q in qualifier if q != OWN] + [OWN]
    gap = status = ""
    if d.target and f.value is not None:
        over = f.value - Fraction(d.target)
        gap = written(over, d.decimals)
        met = {"higher": over >= 0, "lower": over <= 0}
        status = {True: "met", False: "not met", None: ""}[met.get(d.better)]
    return [d.kpi, d.title, *fields, value, d.unit, ", ".join(qualifier), d.target, gap, status,
            stated[0] if stated else "", deviation, str(len(f.taken)), "; ".join(notes),
            "; ".join(sources), stated[1] if stated else "",
            "" if deviation == "" else "yes" if contradicted else "no"]


def take_all(used, records, columns, as_of):
    """What each definition takes of each record; and the bad records."""
    taken, bad = [], []
    for record in records:
        try:
            if any(record[c] == ALL for c in columns):
                raise Bad
            taken.append([Taken(d, record, as_of) for d in used])
        except Bad:
            bad.append(record)
    return taken, bad


def table(definitions, records, groupings, as_of):
    """The rows of the result, header first, and the bad records."""
    groupings = [[]] + groupings
    columns = list(dict.fromkeys(c for grouping in groupings for c in grouping))
    used = [d for d in definitions if any(d.makes_rows_by(g) for g in groupings)]
    taken, bad = take_all(used, records, columns, as_of)
    rows = []
    for i, d in enumerate(used):
        for grouping in groupings:
            if not d.makes_rows_by(grouping):
                continue
            groups = collections.defaultdict(list)
            if not grouping:
                groups[(ALL,) * len(columns)] = []
            for each in taken:
                t = each[i]
                key = tuple(t.record[c] if c in grouping else ALL for c in columns)
                if t.where or t.of or t.published:
                    groups[key].append(t)
            for key, members in groups.items():
                # What the source alone states of a group makes no row of it.
                if not grouping or any(t.where or t.of for t in members):
                    rows.append(row_of(d, list(key), members, columns, as_of))
    rows.sort(key=lambda row: (row[0].encode(), [f.encode() for f in row[2:2 + len(columns)]]))
    header = ["kpi", "title", *columns, "value", "unit", "qualifier", "target", "gap",
              "target_status", "published", "deviation", "n", "note", "source", "published_qualifier",
              "contradicted"]
    return [header] + rows, bad


def text_of(rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def read_rows(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        header, *rows = [line.split("\t") for line in file.read().split("\n")[:-1]]
    return [dict(zip(header, row)) for row in rows]


# Random tables.

DIMENSIONS = {
    "track": ("", "sosu", "pæd", "084", "84", "63", "63.0"),
    "level": ("", "1", "2"),
    "area": ("101", "147", "084", ""),
}
PERIODS = ("2022", "2023", "2023-H1", "2023-H2", "2023-Q4", "2024-01", "2024-W05", "2024-01-31",
           "2024-12-31", "2025", "2025-01-01")
DATES = ("", "2024-12-31", "2025-01-01", "2025-06-10", "2025-06-11", "2025-06-12", "2025-09-09",
         "2026-02-28")
QUALIFIERS = ("", "", "", "ca.", "over", "knap", "over, ca.", " mindst ,bl.a.", "højst", "næsten",
              "omkring", "under", "skønnet", ",", "own calculation, over")
HEADER = ("dataset", "track", "level", "area", "period", "measure", "value", "n", "status",
          "earliest", "latest", "qualifier", "note", "source")
DEFINITION = ("kpi", "title", "unit", "compute", "where", "of", "by", "target", "better",
              "published", "decimals", "note")


def random_number(rng, kind):
    sign = "-" if rng.random() < kind["negative"] else ""
    digits = rng.choice(kind["digits"])
    text = str(rng.randrange(10 ** digits)) if digits < 90 else str(
        rng.randrange(10 ** (digits - 1), 10 ** digits))
    places = rng.choice(kind["decimals"])
    if places and len(text) + places <= 100:
        text += ".%0*d" % (places, rng.randrange(10 ** places))
    if rng.random() < 0.05 and len(text) < 90:
        text = "00" + text
    return sign + text if Fraction(text) else text


def random_kind(rng):
    return {
        "negative": rng.choice((0, 0, 0.3)),
        "digits": rng.choice(((1,), (1, 2), (1, 2, 3), (17, 18, 19), (1, 18, 19), (100,),
                              (1, 40, 100), (9, 10))),
        "decimals": rng.choice(((0,), (0, 1), (1, 2), (0, 1, 30), (18,))),
        "bad": rng.choice((0, 0, 0, 0.05)),
        "weight": rng.choice(("1", "n", "0")),
    }


def random_record(rng, kind):
    record = dict.fromkeys(HEADER, "")
    for column, values in DIMENSIONS.items():
        record[column] = rng.choice(values)
    record["period"] = rng.choice(PERIODS)
    record["measure"] = rng.choice(("a", "a", "b", "c"))
    if rng.random() < 0.9:
        record["value"] = random_number(rng, kind)
    record["n"] = {"0": "0", "1": str(rng.randrange(5)), "n": random_number(
        rng, dict(kind, negative=0))}[kind["weight"]]
    record["status"] = rng.choice(("done", "open"))
    record["earliest"], record["latest"] = rng.choice(DATES), rng.choice(DATES)
    record["qualifier"] = rng.choice(QUALIFIERS) if rng.random() < 0.3 else ""
    record["note"] = rng.choice(("", "", "", "foreløbig", r"a\\b; c", "ø"))
    record["source"] = rng.choice(("", "s. 1", "s. 1", r"s.\t2", "bilag A; s. 3"))
    if rng.random() < kind["bad"]:
        column = rng.choice(("value", "n", "status", "earliest", "latest", "period", "track"))
        record[column] = rng.choice(("*", "x", "", "1.", "-0", "-1", "2025-02-30", "2025-13",
                                     "1e3", "9" * 101, "2025", "2025-W54"))
    return record


def random_condition(rng):
    return rng.choice((
        "measure=a", "measure=a", "measure=b", "measure=a,b", "measure!=a", "measure!=b,c",
        "track=", 'track=""', "track!=", "track=sosu", "track=,sosu", 'track="pæd",sosu',
        "track=63", "track=63.00", "track=84", "track=084", "track!=084", "level=1", "level<2",
        "level>=2", "area<100", "area<=101", "latest<2025-06-11", "latest>=2025", "latest>2025-H1",
        "period>=2023", "period<2024", "period<=2023-H2", "period=2025", "status=open",
        'note="a\\\\b; c"', "note=foreløbig", "value>0", "value<=5", "value=0", "value!=1"))


def random_conditions(rng, least=0):
    found = [random_condition(rng) for _ in range(rng.choice((0, 1, 1, 2)))]
    while len(found) < least:
        found.append(random_condition(rng))
    return rng.choice((" ", "  ")).join(found)


def random_compute(rng):
    column = rng.choice(("", "", " value", " n"))
    return rng.choice((
        "count", "distinct track", "distinct value", "distinct latest", "sum" + column, "sum",
        "mean" + column, "mean" + column + " weight n", "mean weight n", "min" + column,
        "max" + column, "median" + column, "median", "share" + column, "share count",
        "ratio" + column, "ratio count", "ratio count per 1000", "ratio%s per 0.5" % column,
        "change" + column, "change-pct" + column, "change", "change-pct", "latest" + column,
        "latest", "done", "open", "overdue", "due 0", "due 90", "next", "days-left", "active"))


def random_definition(rng, kpi, by):
    d = dict.fromkeys(DEFINITION, "")
    d.update(kpi=kpi, compute=random_compute(rng), where=random_conditions(rng), by=by)
    operation = d["compute"].split()[0]
    if operation in ("share", "ratio") or (
            operation in ("change", "change-pct") and rng.random() < 0.5):
        d["of"] = rng.choice(("0", "29", "-2.5", " 7 ", random_conditions(rng, 1),
                              random_conditions(rng, 1)))
    if operation != "next":
        if rng.random() < 0.4:
            d["target"] = rng.choice(("0", "5", "-3.25", "95.5", "1" * 30))
            d["better"] = rng.choice(("higher", "lower", "none", ""))
        if rng.random() < 0.5:
            d["published"] = "measure=stated_" + kpi
    d["decimals"] = rng.choice(("", "", "0", "1", "2", "5", "30"))
    d["title"], d["unit"] = rng.choice(("", "Ét tal")), rng.choice(("", "pct."))
    d["note"] = rng.choice(("", "", "se bilag"))
    return d


def random_definitions(rng):
    found = []
    for i in range(rng.choice((1, 2, 5, 8))):
        by = rng.choice(("", "", "", "all", "track", "all,track", "track+level,level", "level+track"))
        found.append(random_definition(rng, "k%d" % i, by))
        if by == "all" and rng.random() < 0.7:
            found.append(random_definition(rng, "k%d" % i, "track,level+track"))
    rng.shuffle(found)
    return found


def stated_record(rng, d, row):
    """A record in which the source states nearly what a row says."""
    record = dict.fromkeys(HEADER, "")
    record.update(measure="stated_" + d["kpi"], status="done",
                  qualifier=rng.choice(QUALIFIERS))
    exact = Fraction(row["value"])
    places = rng.choice((0, 1, 2, -1, -2))
    unit = Fraction(1, 10) ** places if places >= 0 else Fraction(10 ** -places)
    value = (half_away(exact / unit) + rng.choice((0, 0, 0, 1, -1, 2))) * unit
    value += rng.choice((0, 0, 0, unit / 2, -unit / 2))
    text = written(value, None)
    if places > 0 and "." not in text:
        text += "." + "0" * places
    record["value"] = text if is_number(text) else ""
    for column in DIMENSIONS:
        record[column] = "" if row.get(column) in (None, ALL) else row[column]
    return record


def random_case(rng):
    """Definitions, groupings, a date and records."""
    definitions = random_definitions(rng)
    groupings = rng.choice(([], [["track"]], [["track"], ["level"]], [["track", "level"]],
                            [["level", "track"], ["track"], ["area"]]))
    as_of = rng.choice(("2025-06-11", "2025-06-11", "2025", "2025-H1"))
    kind = random_kind(rng)
    records = [random_record(rng, kind) for _ in range(rng.choice((0, 1, 2, 3, 10, 40, 150)))]
    rows, _ = table(list(map(Definition, definitions)), records, groupings, period(as_of))
    for row in rows[1:]:
        row = dict(zip(rows[0], row))
        for d in definitions:
            if d["kpi"] == row["kpi"] and d["published"] and is_number(row["value"]) and (
                    len(row["value"]) < 90 and rng.random() < 0.7):
                records.append(stated_record(rng, d, row))
    rng.shuffle(records)
    return definitions, groupings, as_of, records


# kkr-kpi.

def write_rows(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text_of([list(header)] + [[row[c] for c in header] for row in rows]))


def run(*arguments):
    done = subprocess.run(("kkr-kpi",) + arguments, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Report:
    def __init__(self):
        self.looked = self.wrong = 0

    def same(self, actual, expected, *what):
        self.looked += 1
        if actual == expected:
            return
        self.wrong += 1
        print("differs:", *what)
        if isinstance(actual, str):
            a, b = actual.split("\n"), expected.split("\n")
            for x, y in [(x, y) for x, y in zip(a, b) if x != y][:2] or [(len(a), len(b))]:
                print(" is      ", x)
                print(" must be ", y)
        else:
            print(" is", actual, "must be", expected)

    def end(self):
        print("%d compared, %d wrong" % (self.looked, self.wrong))
        return self.wrong > 0


def options_of(groupings, as_of):
    options = ["--definitions", "definitions.tsv", "--as-of", as_of]
    for grouping in groupings:
        options += ["--group", ",".join(grouping)]
    return options


def check(rng, count):
    report, seen = Report(), collections.Counter()
    for case in range(count):
        definitions, groupings, as_of, records = random_case(rng)
        write_rows("definitions.tsv", DEFINITION, definitions)
        write_rows("records.tsv", HEADER, records)
        rows, bad = table(list(map(Definition, definitions)), records, groupings, period(as_of))
        options = options_of(groupings, as_of)
        status, output, message = run(*options, "--rejects", "rejects.tsv", "records.tsv")
        aside = f"kkr-kpi: {len(bad)} record{'s'[:len(bad) != 1]} set aside: rejects.tsv\n" if bad else ""
        report.same((status, message), (0, aside), "status in case", case)
        report.same(output, text_of(rows), "case", case, options)
        lines = [str(i + 2) for i, r in enumerate(records) if any(r is b for b in bad)]
        report.same([r["line"] for r in read_rows("rejects.tsv")], lines, "rejects in case", case)
        status, output, message = run(*options, "records.tsv")
        report.same(status, 65 if bad else 0, "status without --rejects in case", case)
        if bad:
            report.same(output, "", "output without --rejects in case", case)
            report.same(message.split(": ")[1], "records.tsv:" + lines[0], "message in case", case)
        seen["bad"] += bool(bad)
        for row in rows[1:]:
            row = dict(zip(rows[0], row))
            assert (row["contradicted"] == "yes") == ("modsiges" in row["note"])
            seen["contradicted"] += row["contradicted"] == "yes"
            seen["explained"] += row["contradicted"] == "no"
            seen["several"] += SEVERAL in row["note"]
            seen["met"] += row["target_status"] == "met"
            seen["not met"] += row["target_status"] == "not met"
            for why in (NO_RECORDS, NO_DENOMINATOR, ZERO_DENOMINATOR, NO_BASE, ZERO_BASE,
                        ONE_PERIOD, ZERO_WEIGHTS, NO_DATE):
                seen[why] += why in row["note"]
    # A generator that makes none of these would prove nothing about them.
    for what, how_often in sorted(seen.items()):
        report.same(how_often >= count // 100, True, "how often", what, "comes:", how_often)
    return report.end()


def in_parts(rng, records, options):
    """The names of files of states of a random split, in random order."""
    count = rng.choice((1, 2, 3, 7))
    split = [[] for _ in range(count + 2)]
    for record in records:
        split[rng.randrange(rng.choice((1, count)))].append(record)
    rng.shuffle(split)
    names = []
    for i, part in enumerate(split):
        write_rows("part.tsv", HEADER, part)
        names.append("%d.state" % i)
        with open(names[-1], "w", encoding="utf-8", newline="\n") as file:
            file.write(run(*options, "--partial", "--rejects", "rejects.tsv", "part.tsv")[1])
    return names


def merged(rng, names, options):
    """Merges some of the states into one again."""
    some = rng.sample(names, rng.randrange(1, len(names)))
    with open("some.state", "w", encoding="utf-8", newline="\n") as file:
        file.write(run(*options, "--merge", "--partial", *some)[1])
    rest = [name for name in names if name not in some] + ["some.state"]
    rng.shuffle(rest)
    return rest


def check_parts(rng, count):
    report = Report()
    for case in range(count):
        definitions, groupings, as_of, records = random_case(rng)
        write_rows("definitions.tsv", DEFINITION, definitions)
        write_rows("records.tsv", HEADER, records)
        options = options_of(groupings, as_of)
        _, whole, _ = run(*options, "--rejects", "rejects.tsv", "records.tsv")
        _, states, _ = run(*options, "--partial", "--rejects", "rejects.tsv", "records.tsv")
        names = in_parts(rng, records, options)
        for what in ("parts", "merged parts"):
            status, output, message = run(*options, "--merge", *names)
            report.same((status, message), (0, ""), "status of", what, "in case", case)
            report.same(output, whole, what, "in case", case, options)
            report.same(run(*options, "--merge", "--partial", *names)[1], states, "states of", what, "in case", case)
            names = merged(rng, names, options)
    return report.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--definitions")
    parser.add_argument("--group", action="append", default=[])
    parser.add_argument("--as-of", default="0001-01-01")
    parser.add_argument("--check", type=int)
    parser.add_argument("--parts", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("file", nargs="*")
    o = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    rng = random.Random(o.seed)
    if o.check or o.parts:
        with tempfile.TemporaryDirectory() as directory:
            os.chdir(directory)
            failed = check(rng, o.check) if o.check else check_parts(rng, o.parts)
            os.chdir("/")
        return failed
    definitions = [Definition(row) for row in read_rows(o.definitions)]
    records = [record for path in o.file for record in read_rows(path)]
    rows, _ = table(definitions, records, [g.split(",") for g in o.group], period(o.as_of))
    print(text_of(rows), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
