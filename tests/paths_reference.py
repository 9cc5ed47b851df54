#!/usr/bin/env python3
"""The path language of kkr-parse once more, to hold it against: on a tree, where kkr-parse streams.

Written from what kkr-parse(1) says of --record and --field; nothing is taken from the C program.

    paths_reference.py --check COUNT --seed S

makes COUNT random documents with random paths, runs kkr-parse on each, says what differs from what
must be, and ends with how much it has looked at; the status is 1 where anything differs.
"""
import argparse
import collections
import random
import re
import subprocess
import sys

SPACES = {"p": "urn:p", "none": ""}
ELEMENTS = "abcr"
ATTRIBUTES = "xy"


class Refused(Exception):
    """The whole document is: a root that no path begins with, no record, a record within a record, or a
    field that is found when the row of its record is written."""


class Element:
    def __init__(self, name, space, parent):
        self.name, self.space, self.parent = name, space, parent
        self.attributes = {}  # (space, name) to value
        self.children = []  # elements and texts
        self.line = self.begin = self.end = 0

    def elements(self):
        return [c for c in self.children if isinstance(c, Element)]

    def below(self):
        for child in self.elements():
            yield child
            yield from child.below()

    def chain(self):
        """It and those around it, the root first."""
        return (self.parent.chain() if self.parent else []) + [self]


# Paths.

Path = collections.namedtuple("Path", "absolute steps end")  # steps: (descendant, prefix, name)


def read(text):
    absolute = text.startswith("/")
    parts = re.split(r"(//?)", text[1:] if text.startswith("./") else text)
    if parts[0] == "":
        parts.pop(0)
    else:
        parts.insert(0, "/")
    steps, end = [], None
    for separator, name in zip(parts[::2], parts[1::2]):
        if name.startswith("@") or name == "text()":
            end = name
        else:
            prefix, _, local = name.rpartition(":")
            steps.append((separator == "//", prefix, local))
    return Path(absolute, steps, end)


def fits(element, step):
    _, prefix, name = step
    return element.name == name and (not prefix or element.space == SPACES[prefix])


def follow(elements, steps):
    for step in steps:
        found = []
        for element in elements:
            for child in element.below() if step[0] else element.elements():
                if fits(child, step) and child not in found:
                    found.append(child)
        elements = found
    return elements


# What a record's fields are.

def values(element, end):
    """What the end of a path finds at an element, None for what cannot be a value."""
    if end and end.startswith("@"):
        prefix, _, name = end[1:].rpartition(":")
        key = (SPACES[prefix] if prefix else "", name)
        return [element.attributes[key]] if key in element.attributes else []
    texts = [c for c in element.children if not isinstance(c, Element) and c.strip(" ")]
    if (not end and element.elements()) or len(texts) > 1:
        return [None]
    return [" ".join(texts[0].split()) if texts else ""]


def field(document, record, records, path):
    """The field, or None where the record is bad for it."""
    scope, left, whole = record, path.steps, True
    if path.absolute:
        scope, best = document, 0
        for element in record.chain():
            for count in range(len(path.steps), 0, -1):
                if element in follow([document], path.steps[:count]):
                    if count >= best:
                        scope, best = element, count
                    break
        left = path.steps[best:]
        whole = scope is record or left or (path.end or "").startswith("@")
    if not whole:
        return None
    found = []
    for element in follow([scope], left):
        # What stands in an element that holds records is for those alone.
        apart = [e for e in element.chain() if e not in record.chain()]
        if apart and any(r is apart[0] or apart[0] in r.chain() for r in records):
            continue
        here = values(element, path.end)
        ready = element.begin if (path.end or "").startswith("@") else element.end
        if here and ready > record.end:
            raise Refused
        found += here
    return None if len(found) > 1 or None in found else found[0] if found else ""


def expected(document, record_path, fields):
    """Its rows, and the lines of its bad records."""
    root = document.elements()[0]
    for path in [record_path] + fields:
        if path.absolute and not path.steps[0][0] and not fits(root, path.steps[0]):
            raise Refused
    records = sorted(follow([document], record_path.steps), key=lambda r: r.end)
    for record in records:
        if any(r in record.chain() for r in records if r is not record):
            raise Refused
    if not records:
        raise Refused
    rows, bad = [], []
    for record in records:
        row = [field(document, record, records, path) for path in fields]
        if None in row:
            bad.append(str(record.line))
        else:
            rows.append("\t".join(row))
    return rows, bad


# Random documents and paths.

class Writer:
    def __init__(self, source):
        self.source, self.clock, self.line, self.out = source, 0, 1, []

    def element(self, parent, depth):
        r = self.source
        space = r.choice(["", "", "urn:p", "urn:q"])
        prefix = {"": "", "urn:p": r.choice(["p:", "o:"]), "urn:q": "q:"}[space]
        name = r.choice(ELEMENTS)
        element = Element(name, space, parent)
        parent.children.append(element)
        tag = prefix + name
        declared = ' xmlns:p="urn:p" xmlns:o="urn:p" xmlns:q="urn:q"' if depth == 1 else ""
        for attribute in r.sample(ATTRIBUTES, r.randrange(3)):
            in_p = r.random() < 0.2
            element.attributes["urn:p" if in_p else "", attribute] = value = r.choice("12345")
            declared += ' %s%s="%s"' % ("p:" if in_p else "", attribute, value)
        self.out.append("<%s%s>" % (tag, declared))
        self.clock += 1
        element.begin, element.line = self.clock, self.line
        text = True
        for _ in range(r.randrange(9) if depth < 6 else 0):
            kind = r.random()
            if kind < 0.35 and text:
                element.children.append(r.choice(["t", "u  v", " ", " w ", "x"]))
                self.out.append(element.children[-1])
                text = False
            elif kind < 0.45:
                self.out.append("<!-- <a/> -->")
            elif kind > 0.5:
                self.element(element, depth + 1)
                text = True
        self.out.append("</%s>" % tag)
        self.clock += 1
        element.end = self.clock
        if r.random() < 0.3:
            # A line feed here would join a text that stands on both sides of it.
            self.out.append("<?x\n?>")
            self.line += 1


def step_to(source, element):
    prefix = source.choice(["", "", "", "p:" if element.space == "urn:p" else "none:"])
    return prefix + element.name


def path_to(source, chain):
    """A path down a chain of elements, of which // leaves some out; mostly it leads there."""
    path = ""
    for number, element in enumerate(chain):
        last = number == len(chain) - 1
        if not last and source.random() < 0.4:
            path = path.rstrip("/") + "//"
        else:
            path += ("" if path.endswith("/") else "/") + step_to(source, element)
    return path


def random_end(source):
    return source.choice(["", "", "/@x", "/@y", "/@p:x", "/text()"])


def random_field(source, document, record):
    kind = source.random()
    if kind < 0.2:
        return source.choice(["", "./"]) + source.choice(["@x", "@y", "@p:x", "text()"])
    if kind < 0.5 and list(record.below()):
        element = source.choice(list(record.below()))
        path = path_to(source, element.chain()[len(record.chain()):])
        return (path[1:] if path[1] != "/" else "." + path) + random_end(source)
    if kind < 0.7:
        return path_to(source, source.choice(record.chain()[1:]).chain()[1:]) + random_end(source)
    return path_to(source, source.choice(list(document.below())).chain()[1:]) + random_end(source)


def run(arguments):
    done = subprocess.run(["kkr-parse", *arguments], capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(count, seed):
    source = random.Random(seed)
    looked = collections.Counter()
    wrong = 0
    for _ in range(count):
        document = Element("", "", None)
        writer = Writer(source)
        writer.element(document, 1)
        example = source.choice(list(document.below()))
        record = path_to(source, example.chain()[1:])
        fields = [random_field(source, document, example) for _ in range(source.randrange(1, 4))]
        with open("random.xml", "w", encoding="utf-8") as file:
            file.write("".join(writer.out))
        arguments = ["--namespace", "p=urn:p", "--namespace", "none=", "--record", record, "--rejects", "random.bad", "random.xml"]
        for number, path in enumerate(fields):
            arguments += ["--field", "f%d?=%s" % (number, path)]
        status, out, message = run(arguments)
        try:
            rows, bad = expected(document, read(record), [read(f) for f in fields])
        except Refused:
            looked["refused"] += 1
            right = status == 65
        else:
            looked["rows"] += len(rows)
            looked["bad records"] += len(bad)
            looked["fields with a value"] += sum(f != "" for r in rows for f in r.split("\t"))
            header = "\t".join("f%d" % i for i in range(len(fields)))
            with open("random.bad", encoding="utf-8") as file:
                set_aside = [line.split("\t")[1] for line in file][1:]
            right = (status, out.split("\n")) == (0, [header, *rows, ""]) and set_aside == bad
        if not right:
            wrong += 1
            print("differs:", " ".join(arguments), "\n", "".join(writer.out), "\n", status, message, out)
    print(", ".join("%d %s" % (looked[what], what) for what in sorted(looked)))
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    sys.exit(check(arguments.check, arguments.seed))


main()
