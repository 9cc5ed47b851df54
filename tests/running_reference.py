"""Running texts whose truth is known, and whether kkr reads them so.

    running_reference.py PROGRAM FIRST COUNT

Makes a text of each of COUNT seeds from FIRST on, as papers give them when they are copied, with pages,
line breaks, blanks and marks at random, and faults in some. PROGRAM reads it by map.tsv. What comes out
with status 0 must be what was laid out; a text without a fault must be read.
"""

import random
import subprocess
import sys

REGIONS = {
    "Region Hovedstaden": ["101 København", "147 Frederiksberg", "155 Dragør", "169 Høje-Taastrup", "400 Bornholm"],
    "Region Syddanmark": ["430 Faaborg-Midtfyn", "480 Nordfyns", "492 Ærø", "563 Fanø"],
    "Region Nordjylland": ["773 Morsø", "825 Læsø", "851 Aalborg"],
}
HEADINGS = [
    "Indbyggertal pr. 1. januar 2026, ekskl. Christiansø",
    "Antallet af udenlandske statsborgere bosat i kommunerne pr. 1. januar 2025",
    "Antal asylansøgere indkvarteret på centre pr. 7. april 2026",
]
MEASURES = ["folketal", "statsborgere", "asyl"]
PATTERNS = [
    "Indbyggertal pr. {period}*",
    "Antallet af udenlandske statsborgere bosat i kommunerne pr. {period}*",
    "Antal asylansøgere indkvarteret på centre pr. {period}*",
]


def dotted(n):
    return f"{n:,}".replace(",", ".")


class Case:
    def __init__(self, seed):
        self.random = r = random.Random(seed)
        self.fault = None
        self.columns = r.randint(1, 3)
        self.truth = {}
        self.rows = []
        self.tops = [0] * self.columns
        self.build()
        if r.random() < 0.4:
            self.spoil()

    def figure(self, column):
        n = self.random.choice([0, 7, 384, 1282, 5915, 66974, 668743]) + self.random.randint(0, 99)
        return n if column or self.columns == 1 else n + 1000

    def build(self):
        r = self.random
        names = r.random() < 0.5  # regions as headings, with a total below
        for region, areas in REGIONS.items():
            total = [0] * self.columns
            rows = []
            for area in areas:
                values = [self.figure(i) for i in range(self.columns)]
                if self.columns > 1 and r.random() < 0.5:
                    values[-1] = None
                rows.append((area, values))
                total = [t + (v or 0) for t, v in zip(total, values)]
            self.tops = [t + v for t, v in zip(self.tops, total)]
            if names:
                self.rows.append((region, []))
            else:
                self.rows.append((region, total))
            self.rows += rows
            if names:
                self.rows.append((region + " i alt", total))
        country = ("Danmark i alt", self.tops)
        self.rows.insert(0 if r.random() < 0.5 else len(self.rows), country)

    def spoil(self):
        r = self.random
        self.fault = r.choice(["gone", "moved", "words", "twice", "year", "group", "untotalled", "swapped"])
        places = [i for i, (area, values) in enumerate(self.rows) if area[0].isdigit()]
        i = r.choice(places)
        area, values = self.rows[i]
        figures = [v for v in values if v is not None]
        if self.fault == "gone":
            del figures[r.randrange(len(figures))]
            self.rows[i] = (area, figures)
        elif self.fault == "moved":
            j = r.choice(places)
            if figures:
                last = figures.pop()
                self.rows[i] = (area, figures)
                there = [v for v in self.rows[j][1] if v is not None]
                self.rows[j] = (self.rows[j][0], there + [last])
        elif self.fault == "words":
            self.rows[i] = (area, values + ["se note"])
        elif self.fault == "twice":
            self.rows.append((area, values))
        elif self.fault == "year":
            self.rows[i] = (area, ["2025"] + values)
        elif self.fault == "group":
            self.rows[i] = (area, ["12.34"] + values[1:])
        elif self.fault == "untotalled":
            self.rows = [row for row in self.rows if row[0] != "Danmark i alt"]
        elif self.fault == "swapped":
            self.rows[i] = (area, [v + 1 if v is not None else v for v in values])

    def expected(self):
        out = set()
        for area, values in self.rows:
            for i in range(self.columns):
                v = values[i] if i < len(values) else None
                if values and v is not None:
                    out.add((area, MEASURES[i], str(v)))
        return out

    def broken(self, text):
        """The text with line breaks between its words at random."""
        return "".join(w + (self.random.choice([" \n", "\n"]) if self.random.random() < 0.15 else " ")
                       for w in text.split()).rstrip(" ")

    def text(self):
        r = self.random
        apart = r.choice(["\n", "\n\n", " \n \n"])
        out = " Bilag A: Opgørelse over indbyggere \n\n"
        out += "Kommune nr. og kommune " + " \n\n".join(self.broken(h) for h in HEADINGS[:self.columns]) + "\n\n"
        for n, (area, values) in enumerate(self.rows):
            row = area
            if r.random() < 0.05 and area[0].isdigit():
                row = area.replace(" ", r.choice(["\n", " \n"]), 1)
            for v in values:
                if v is None:
                    continue
                figure = v if isinstance(v, str) else "-" if v == 0 and r.random() < 0.5 else dotted(v)
                row += r.choice([" "] * 8 + ["  ", "   \n      \n\n", "\n"]) + figure
                if r.random() < 0.03:
                    row += r.choice([" 1)", "²", " ³"]) if figure != "-" else ""
            row = row.replace("²", " ²")
            out += " " * r.choice([0, 0, 1]) + row + " " * r.randint(0, 3) + apart
            if r.random() < 0.1:
                out += r.choice(["\n Side 11 af 12 \n\n", "\f", "\n   \n\fSide 3\n", "- 4 -\n"])
        return out


def main():
    program, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    refused = 0
    for seed in range(first, first + count):
        case = Case(seed)
        text = case.text()
        with open("case.txt", "w", encoding="utf-8") as file:
            file.write(text)
        with open("map.tsv", "w", encoding="utf-8") as file:
            file.write("column\tis\ttype\tnumbers\tmeasure\n--heading\tignore=Region *\t\t\t\nKommune*\tarea\t\t\t\n")
            for i in range(case.columns):
                file.write(f"{PATTERNS[i]}\tvalue\tinteger\tda\t{MEASURES[i]}\n")
        run = subprocess.run([program, "--format", "running", "--map", "map.tsv", "--columns", "area,measure,value",
                              "case.txt"], capture_output=True)
        if run.returncode == 65:
            refused += 1
            if case.fault is None:
                sys.exit(f"seed {seed}: refused: {run.stderr.decode()}")
            continue
        lines = [tuple(line.split("\t")) for line in run.stdout.decode().split("\n")[1:-1]]
        got = {line for line in lines if line[2] != ""}
        if run.returncode or got != case.expected() or len(got) != len([x for x in lines if x[2] != ""]):
            sys.exit(f"seed {seed} ({case.fault}): {sorted(got ^ case.expected())} {run.stderr.decode()}")
    print(f"{count} texts, {refused} refused")


if __name__ == "__main__":
    main()
