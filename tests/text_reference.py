"""Texts in columns whose truth is known, and whether kkr cuts them so.

    text_reference.py PROGRAM FIRST COUNT [KNOWN]

Makes a text of each of COUNT seeds from FIRST on, has PROGRAM list its cells, and holds these against
what was laid out: every figure stands in its column, or the program ends with 65. Texts that have
nothing in them that cannot be told must be read. It knows nothing of how the program finds columns.

So many as KNOWN (0) may be otherwise: texts with something in them that may make it impossible to tell
(empty cells in all rows that a page has, a name that runs into the figures), plain ones that are refused,
and headings over a column beside theirs. A plain one of which a figure comes out wrong is always a
failure. Each is printed; the last is left behind as failed.txt.
"""

import random
import subprocess
import sys

NAMES = """København Frederiksberg Ballerup Brøndby Dragør Høje-Taastrup Lyngby-Taarbæk Faaborg-Midtfyn
Ikast-Brande Ringkøbing-Skjern Ærø Fanø Læsø Samsø Odense Aarhus Århus Vejle""".split()
REGIONS = ["Region Hovedstaden", "Region Sjælland", "Region Syddanmark", "Region  Midtjylland"]
WORDS = {
    1: ["Folketal", "primo", "ialt"],
    2: ["Statsborgere", "udland", "tilflyttet"],
    3: ["Asylansøgere", "centre", "natten"],
    4: ["Andel", "procent", "heraf"],
}


class Case:
    """One text: its lines, and for each line of a row what stands in its cells."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.truth = {}
        self.hard = []  # what may make it impossible to tell
        self.headers = []
        self.build()

    def chance(self, of):
        return self.random.random() < of

    def build(self):
        r = self.random
        self.columns = r.randint(1, 4)
        self.align = [r.choice("rrrrlc") for _ in range(self.columns)]
        if self.chance(0.5):
            self.align = ["r"] * self.columns
        self.spaced = self.chance(0.1)
        self.marks = self.chance(0.1)
        self.size = [r.choice([10, 1000, 99999, 9999999]) for _ in range(self.columns)]
        self.empty = r.choice([0, 0, 0.1, 0.3])
        self.dashes = r.choice([0, 0.1, 0.3])
        self.codes = r.choice(["", "one", "two"])
        self.double = self.chance(0.2)
        self.blank = r.choice([0, 0, 0.1, 1])
        self.regions = self.chance(0.5)
        self.header_lines = r.choice([0, 1, 1, 2, 3])
        self.repeated = self.chance(0.7)
        self.title = r.choice([None, "left", "middle"])
        self.number = r.choice([None, "Side %d", "Side %d af 9", "- %d -", "%d", "Page %d/9"])
        self.feeds = not self.chance(0.15)
        pages = r.choice([1, 1, 2, 3, 4])
        self.moves = pages > 1 and self.chance(0.7)
        self.feeds = self.feeds or pages == 1
        if not self.feeds:
            self.hard.append("no form feeds")
        if pages > 1 and not (self.repeated and self.header_lines):
            self.hard.append("pages without headings")
        if self.header_lines == 0 or self.empty:
            self.hard.append("empty cells")
        self.layout()
        left = r.choice([3, 10, 40])
        for page in range(1, pages + 1):
            self.page(page, left, page == pages)

    def layout(self):
        """Where columns stand: the width of the names, and of each column the gap before it."""
        r = self.random
        self.indent = r.choice([0, 0, 0, 4])
        self.names_width = 26 + r.randint(0, 20)
        self.gaps = [r.randint(2, 14) for _ in range(self.columns)]
        self.widths = [max(12, r.randint(0, 22)) for _ in range(self.columns)]

    def figure(self, column):
        r = self.random
        n = r.randint(0, self.size[column])
        if self.spaced:
            text = f"{n:,}".replace(",", " ")
        elif column == 3:
            text = f"{n / 10:.1f}".replace(".", ",")
        else:
            text = f"{n:,}".replace(",", ".")
        if self.marks and self.chance(0.1):
            text += r.choice([" *", " 1)", "*"])
        return text

    def cell(self, column):
        if self.chance(self.empty):
            return ""
        if self.chance(self.dashes):
            return "-"
        return self.figure(column)

    def place(self, cells, align=None):
        """A line: the name, and each cell in its column."""
        line = " " * self.indent + cells[0]
        at = self.indent + self.names_width
        for i, text in enumerate(cells[1:]):
            at += self.gaps[i]
            way = align or self.align[i]
            width = self.widths[i]
            begin = at
            if way == "r":
                begin = at + width - len(text)
            elif way == "c":
                begin = at + (width - len(text)) // 2
            if text:
                line = line.ljust(begin) + text
            at += width
        return line

    def add(self, line, cells=None):
        self.lines.append(line)
        if cells:
            self.truth[len(self.lines)] = cells
        if self.chance(self.blank):
            self.lines.append("   " if self.chance(0.2) else "")

    def heading(self):
        way = self.random.choice([None, "l"])
        for n in range(self.header_lines):
            cells = ["Kommune" if n + 1 == self.header_lines else ""]
            for column in range(self.columns):
                cells.append(WORDS[column + 1][n])
            self.headers.append(len(self.lines) + 1)
            self.lines.append(self.place(cells, way))

    def page(self, page, left, last):
        r = self.random
        begin = len(self.lines)
        if page > 1 and self.moves:
            self.layout()
        if page == 1 or self.repeated:
            for _ in range(r.choice([0, 1, 4])):
                self.lines.append("")
            if self.title:
                title = "Landstal for 2026, bilag A"
                self.lines.append(" " * (30 if self.title == "middle" else 0) + title)
                self.lines.append("")
            self.heading()
            if self.chance(0.3):
                self.lines.append("")
        for n in range(left):
            if self.regions and self.chance(0.1):
                self.add(" " * self.indent + r.choice(REGIONS))
            name = r.choice(NAMES)
            if self.double and self.chance(0.2):
                name = name + "  Kommune"
            if self.codes:
                name = f"{r.randint(101, 860)} {' ' if self.codes == 'two' else ''}{name}"
            if n == 0 and page == 1 and self.chance(0.3):
                name = "Danmark i alt"
            cells = [name] + [self.cell(i) for i in range(self.columns)]
            self.add(self.place(cells), cells)
        self.fill_columns(begin)
        if last and self.chance(0.5):
            self.footnotes()
        if self.number:
            for _ in range(3):
                self.lines.append("")
            number = self.number % page if "%" in self.number else self.number
            self.lines.append(" " * r.choice([30, 60]) + number)
        if page > 1 and self.feeds:
            self.lines[begin] = "\f" + self.lines[begin]

    def fill_columns(self, begin):
        """In a text that must be read, each column has something on each page, side by side."""
        if self.empty and (self.header_lines or begin):
            return
        rows = [n for n in self.truth if n > begin]
        n = rows[0]
        cells = [self.truth[n][0]] + [self.figure(i) for i in range(self.columns)]
        self.truth[n] = cells
        self.lines[n - 1] = self.place(cells)

    def footnotes(self):
        r = self.random
        self.lines.append("")
        for text in r.sample(
            ["Kilde: Udlændingestyrelsen", "1) Tallet er foreløbigt, og det er ikke endeligt opgjort endnu.",
             "* Ekskl. Christiansø", "1)  Foreløbige tal"], 2):
            self.lines.append(text)

    def text(self):
        return self.end.join(self.lines) + self.end

    def spoil(self):
        """What makes words stand where they should not: a row that a long name pushes, a figure one
        character off."""
        r = self.random
        for n in r.sample(sorted(self.truth), min(len(self.truth), r.choice([1, 3]))):
            cells = self.truth[n]
            line = self.lines[n - 1]
            name = cells[0]
            begin = line.find(name)
            rest = line[begin + len(name):]
            figures = rest.lstrip(" ")
            if not figures:
                continue
            if self.chance(0.5):
                longer = "x" * (len(rest) - len(figures) + r.randint(-2, 8))
                gap = " " * r.choice([1, 2, 2, 3])
                self.lines[n - 1] = line[:begin] + name + longer + gap + figures
                self.truth[n] = [name + longer] + cells[1:]
            else:
                at = line.rstrip().rfind("  ") + 2
                push = r.choice([at, at - 1])
                self.lines[n - 1] = (line[:at] + " " + line[at:]) if push == at else line[:at - 1] + line[at:]
        self.hard.append("spoilt")

    def letterhead(self):
        where = next((n for n, line in enumerate(self.lines) if line.strip()), 0)
        head = ["Sagsnummer      23/108198", "Telefon           12 34 56 78", ""]
        if self.lines[where].startswith("\f"):
            return
        self.lines[where:where] = head
        self.truth = {n + len(head): cells for n, cells in self.truth.items()}
        self.headers = [n + len(head) for n in self.headers]
        self.hard.append("letterhead")

    def finish(self):
        r = self.random
        self.end = r.choice(["\n", "\n", "\r\n"])
        if self.chance(0.15):
            self.spoil()
        if self.chance(0.1):
            self.letterhead()
        self.options = []
        text = self.text()
        way = r.choice(["utf-8", "utf-8", "utf-8-sig", "windows-1252", "utf-16"])
        if way == "windows-1252":
            self.options = ["--encoding", way]
        if self.chance(0.1):
            text = "\n".join(tabbed(line) for line in text.split("\n"))
            self.options += ["--format", "text"]
        elif self.chance(0.5):
            self.options += ["--format", "text"]
        elif min(self.gaps) < 3:
            self.options += ["--format", "text"]
        return text.encode(way)


def tabbed(line):
    """The line with TABs for blanks up to a stop, as unexpand makes it."""
    begin = "\f" if line.startswith("\f") else ""
    line = line[len(begin):]
    out = ""
    for i in range(0, len(line), 8):
        part = line[i:i + 8]
        out += part.rstrip(" ") + "\t" if len(part) == 8 and part.endswith("  ") else part
    return begin + out


def words(text):
    return " ".join(text.split())


def listed(output):
    """The cells of each row; None for a bad one."""
    cells, bad = {}, set()
    for line in output.decode().split("\n")[1:-1]:
        _, _, row, column, kind, text = line.split("\t")
        cells.setdefault(int(row), {})[ord(column) - ord("A")] = text
        if kind == "fault":
            bad.add(int(row))
    return {row: None if row in bad else cells[row] for row in cells}


def unusable(cells):
    """Whether a row is a bad record: words stand where a figure should, or its reader says so."""
    return cells is None or any(i and not any(c.isdigit() or c == "-" for c in cells[i]) for i in cells)


def check(case, status, output, errors):
    """What is wrong, or None."""
    if status == 65:
        return None if case.hard else f"refused: {errors}"
    if status:
        return f"status {status}: {errors}"
    cells = listed(output)
    for row, truth in case.truth.items():
        expected = {i: words(text) for i, text in enumerate(truth) if text}
        if case.hard and unusable(cells.get(row, {})):
            continue
        if cells.get(row) != expected:
            return f"line {row}: {cells.get(row)} for {expected}"
    for row in case.headers:
        for column, text in (cells.get(row) or {}).items():
            others = {w for c in WORDS if c != column for w in WORDS[c]}
            if (column or not case.hard) and others & set(text.split()):
                return f"line {row}: '{text}' over column {column}"
    return None


def main():
    program, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    known = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    refused = untold = failed = 0
    for seed in range(first, first + count):
        case = Case(seed)
        with open("case.txt", "wb") as file:
            file.write(case.finish())
        run = subprocess.run([program, "--list-cells", *case.options, "case.txt"], capture_output=True)
        wrong = check(case, run.returncode, run.stdout, run.stderr.decode())
        refused += run.returncode == 65
        if not wrong:
            continue
        with open("case.txt", "rb") as file, open("failed.txt", "wb") as to:
            to.write(file.read())
        print(f"seed {seed} ({', '.join(case.hard) or 'plain'}; {' '.join(case.options)}): {wrong}")
        bears = case.hard or run.returncode == 65 or " over column " in wrong
        untold += bool(bears)
        failed += not bears
    print(f"{count} texts, {refused} refused, {untold} untold")
    sys.exit(failed > 0 or untold > known)


if __name__ == "__main__":
    main()
