"""The other side of kkr-format: makes hostile records, and reads what kkr-format has written with
Python's own readers (csv, json, html.parser, zipfile) and cmark-gfm.

  format_reference.py make SEED ROWS TYPE   records, as the type can give them back, to standard output
  format_reference.py read TYPE             reads the type and writes the records that it stands for
"""

import csv
import html.parser
import io
import json
import random
import re
import string
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from decimal import Decimal

CODES = {"area", "note", "own_code", "period"}
COLUMNS = ["area", "name_of_it", "value", "note", "share", "own_code"]
FIGURE = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
HOSTILE = [
    "=1+1", "+1", "-", "--1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'", "''", "' ", '"', '""', ",", ";", "\t", "\n",
    "\r", "\r\n", "|", "\\", "\\|", "`", "``", "*", "**", "_", "__", "~~", "$x$", "<", ">", "<script>", "</script>",
    "</td></table>", "<!--", "-->", "]]>", "&", "&amp;", "&#0;", "&lt", "[a](b)", "![", "http://x.dk/", "www.x.dk",
    "_x000D_", "_x005F_", "_xFFFF_", "_x12_", "\ufffe", "\uffff", "\u0085", "\u009b", "\u200b", "\u202e", "\u2028",
    "\ufeff", "\uff1d1", "e\u0301", "\u0301", "\U0001f600", "\U0010ffff", "æ", "Ø", "å", " ", "  ", "a", "Z", "0",
    "7", ".", "#", "# ", "- ", "1. ", ":", "{", "}", "(", ")", "!", "?", "%", "^", "/", "null", "true", "NaN", "^", "~",
]
NUMBERS = [
    "0", "7", "-7", "084", "007", "-0.5", "0.50", "00.5", "667099", "95.9", "1234.5", "-1234567.25", "1e5", "+1", "1.",
    ".5", "-0", "123456789012345", "1234567890123456", "0.000123456789012345", "0.0001234567890123456",
    "1" + "0" * 14, "1" + "0" * 15, "9" * 100, "-" + "1" * 99 + ".5", "0." + "0" * 29 + "1", "0." + "0" * 30 + "1",
    "2025", "2025-Q1", "2025-01-31", "1 000", "99999999999999.9", "8.70311874", "0.1", "2.675", "1.005",
]


def escape(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def unescape(field):
    return re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m[1], m[1]), field)


def figure(column, text):
    digits = sum(c.isdigit() for c in text)
    return column not in CODES and FIGURE.fullmatch(text) and digits <= 100 and not re.fullmatch(r"-[0.]*", text)


def normal(kind, text):
    """What a type keeps of a text that is no figure."""
    if kind in ("md", "html"):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "md":
        text = text.replace("\t", " ").strip(" ")
    if kind == "csv-da" and re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        text += "x"  # it cannot be told from a figure
    return text


def make(seed, rows, kind):
    chance = random.Random(seed)
    print("\t".join(COLUMNS))
    for _ in range(rows):
        row = []
        for column in COLUMNS:
            which = chance.random()
            if which < 0.1:
                text = ""
            elif which < 0.4:
                text = chance.choice(NUMBERS)
            else:
                text = "".join(chance.choice(HOSTILE) for _ in range(chance.randint(1, 6)))
            row.append(escape(text if figure(column, text) else normal(kind, text)))
        print("\t".join(row))


FORMULA = re.compile(r"[=+\-@\uff0b\uff0d\uff1d\uff20]")
# Spaces of any kind, and what cannot be seen.
SPACE = "".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c) in ("Zs", "Zl", "Zp", "Cf"))


def read_csv(kind, data):
    start, separator = {"csv": (b"", ","), "csv-da": (b"\xef\xbb\xbf", ";")}[kind]
    assert data.startswith(start)
    text = data[len(start):].decode()
    # newline="" keeps line breaks; strict says what is wrong with quotes
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    assert text.endswith("\r\n") and all(len(row) == len(rows[0]) for row in rows)
    for row in rows:
        for column, value in enumerate(row):
            number = re.fullmatch(r"-[0-9]+([.,][0-9]+)?", value)
            assert number or not re.match(FORMULA.pattern + "|[\t\r\n]", value.lstrip(SPACE)), value
            if kind == "csv-da" and rows[0][column] not in CODES and re.fullmatch(r"-?[0-9]+,[0-9]+", value):
                value = value.replace(",", ".")
            value = re.sub(rf"^'(?=['{SPACE}]*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20])", "", value)
            row[column] = re.sub(rf"(?<=[,;|\t\r\n])'(?=['{SPACE}\"]*[=+\-@\uff0b\uff0d\uff1d\uff20])", "", value)
    for other in ",;\t|":
        if other != separator:
            divided_otherwise(text, other)
    return rows


def divided_otherwise(text, delimiter):
    """No cell of a spreadsheet that divides at another delimiter, with or without quotes, is a formula."""
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row]
    cells += re.split("[\r\n" + delimiter + "]", text)
    for cell in cells:
        # one whose row begins with a figure begins with it
        assert not FORMULA.match(cell.lstrip(SPACE)) or re.match(r"-[0-9]+([.,][0-9]+)?([,;]|$)", cell.lstrip(SPACE)), cell


class Number(str):
    pass


def read_json(kind, data):
    number = {"parse_int": Number, "parse_float": Number}
    assert b"<" not in data
    if kind == "json":
        objects = json.loads(data, **number)
    else:
        objects = [json.loads(line, **number) for line in data.decode().split("\n")[:-1]]
    rows = [list(objects[0])]
    for record in objects:
        assert list(record) == rows[0]
        for column, value in record.items():
            assert value != "" and isinstance(value, Number) == bool(value and figure(column, value)), (column, value)
        rows.append([value or "" for value in record.values()])
    return rows


class Table(html.parser.HTMLParser):
    """Reads a table, in which nothing may stand but what kkr-format puts there itself."""

    def __init__(self, allowed):
        super().__init__()
        self.allowed, self.rows, self.open = allowed, [], None

    def handle_starttag(self, tag, attributes):
        assert (tag, attributes) in self.allowed, (tag, attributes)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.open = [tag, dict(attributes), ""]
        elif tag == "br":
            self.open[2] += "\n"

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.open)
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.open[2] += data
        else:
            assert data.strip() == "", data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read_html(_, data):
    scopes = [("scope", "col")], [("scope", "row")]
    cells = [("th", s) for s in scopes] + [("th", s + [("class", "n")]) for s in scopes]
    table = Table([(t, []) for t in ("table", "thead", "tbody", "tr", "td", "br")] + cells + [("td", [("class", "n")])])
    table.feed(data.decode())
    table.close()
    names = [cell[2] for cell in table.rows[0]]
    for row in table.rows[1:]:
        for name, (tag, attributes, text) in zip(names, row, strict=True):
            assert (tag == "th") == (name == names[0])
            assert (attributes.get("class") == "n") == bool(figure(name, text)), text
    return [[cell[2] for cell in row] for row in table.rows]


def read_md(_, data):
    command = ["cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink"]
    page = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout.decode()
    page = re.sub(r'<a href="(http|mailto)[^"<>]*">(.*?)</a>', r"\2", page)  # of a bare address
    cells = [(cell, a) for cell in ("td", "th") for a in ([], [("align", "right")])]
    table = Table([(t, []) for t in ("table", "thead", "tbody", "tr", "br")] + cells)
    table.feed(page)
    table.close()
    return [[cell[2] for cell in row] for row in table.rows]


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def xlsx_text(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def read_xlsx(_, data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")} | {"0": "0", "1": "0", "2": "0.00"}
    formats = [codes[f.get("numFmtId")] for f in styles.find(MAIN + "cellXfs")]
    sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(MAIN + "f")) and not list(sheet.iter(MAIN + "hyperlink"))
    last = int(sheet.find(MAIN + "autoFilter").get("ref").rpartition(":")[2].lstrip(string.ascii_uppercase))
    rows = []
    for row in sheet.iter(MAIN + "row"):
        while len(rows) < int(row.get("r")) - 1:
            rows.append([""] * len(rows[0]))  # nothing in it
        cells = {}
        for cell in row:
            column = ord(cell.get("r")[0]) - ord("A")
            if cell.get("t") == "inlineStr":
                cells[column] = xlsx_text(cell.find(f"{MAIN}is/{MAIN}t").text)
            else:
                decimals = formats[int(cell.get("s"))].partition(".")[2].count("0")
                cells[column] = Number(format(Decimal("%.15g" % float(cell.find(MAIN + "v").text)), f".{decimals}f"))
        rows.append([cells.get(i, "") for i in range(len(rows[0]) if rows else len(cells))])
    rows += [[""] * len(rows[0])] * (last - len(rows))
    for row in rows[1:]:
        for column, text in zip(rows[0], row):
            digits = len(re.sub(r"[^0-9]", "", text).lstrip("0"))
            fits = digits <= 15 and len(text.partition(".")[2]) <= 30
            assert isinstance(text, Number) == bool(figure(column, text) and fits), text
    return rows


READERS = {"csv": read_csv, "csv-da": read_csv, "json": read_json, "jsonl": read_json, "html": read_html, "md": read_md,
           "xlsx": read_xlsx}


def main():
    sys.stdout.reconfigure(newline="\n", encoding="utf-8")
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
        return
    for row in READERS[sys.argv[2]](sys.argv[2], sys.stdin.buffer.read()):
        print("\t".join(map(escape, row)))


main()
