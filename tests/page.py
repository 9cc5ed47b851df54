"""Looks at a page of HTML as a reader of it does. page.py COMMAND FILE...

faults FILE              a line for each fault of the page's own: a tag that is not closed, an id that
                         stands twice, a reference to nowhere, a heading that skips a level, anything
                         that would be fetched, a table without caption or headings
rows FILE CAPTION        the rows of the tables whose caption begins so, with TABs between cells; where a
                         row has an id, that is the first
text FILE [ID]           what is read of the page, or of the element of that id
attribute FILE TAG NAME  that attribute of each element of the tag
"""

import os
import re
import sys
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())
# Elements of SVG that have no content are written with a slash.
FETCHING = set("src srcset data poster action formaction background cite manifest ping".split())


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, dict(attributes), parent
        self.children = []

    def all(self, tag=None):
        for child in self.children:
            if isinstance(child, Element):
                if tag is None or child.tag == tag:
                    yield child
                yield from child.all(tag)

    def text(self, unread=("script", "style", "title", "desc", "sup")):
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif child.tag not in unread:
                parts.append(child.text(unread))
        joined = "".join(parts)
        return joined if self.tag not in ("p", "li", "td", "th", "tr", "h1", "h2", "h3", "caption") else joined + " "

    def within(self, tag):
        up = self.parent
        while up is not None and up.tag != tag:
            up = up.parent
        return up


class Page(HTMLParser):
    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("page", [], None)
        self.faults = []
        self.name = name
        with open(name, encoding="utf-8", newline="") as file:
            self.source = file.read()
        self.feed(self.source)
        self.close()
        if self.at is not self.root:
            self.faults.append(f"<{self.at.tag}> is not closed")

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, attributes, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attributes):
        self.at.children.append(Element(tag, attributes, self.at))

    def handle_endtag(self, tag):
        if self.at.tag != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]}, where <{self.at.tag}> is open")
            return
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


def faults(page):
    found = list(page.faults)
    elements = list(page.root.all())
    ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
    found += [f"the id {i} stands {ids.count(i)} times" for i in sorted(set(ids)) if ids.count(i) > 1]
    level = 0
    for e in elements:
        for name, value in e.attributes.items():
            if name == "href" and e.tag == "a" and re.fullmatch("[A-Za-z0-9][-A-Za-z0-9_./]*", value):
                if not os.path.isfile(os.path.join(os.path.dirname(page.name), value)):
                    found.append(f"<a href={value}> leads to no file beside the page")
                continue
            if name in FETCHING or (name in ("href", "xlink:href") and not value.startswith("#")):
                found.append(f"<{e.tag} {name}={value}> is fetched")
            if name in ("href", "xlink:href") and value[1:] not in ids:
                found.append(f"<{e.tag} {name}={value}> leads nowhere")
            if name in ("aria-labelledby", "aria-describedby", "for"):
                found += [f"<{e.tag} {name}={i}> names nothing" for i in value.split() if i not in ids]
            if name.startswith("on"):
                found.append(f"<{e.tag} {name}> is a script")
            if "url(" in (value or "") and not re.fullmatch(r"url\(#[-\w]+\)", value):
                found.append(f"<{e.tag} {name}={value}> is fetched")
        if re.fullmatch("h[1-6]", e.tag):
            if int(e.tag[1]) > level + 1:
                found.append(f"<{e.tag}> {flat(e.text())} follows <h{level}>")
            level = int(e.tag[1])
        if e.tag == "table":
            if not [c for c in e.all("caption") if flat(c.text())]:
                found.append("a table has no caption")
            if not list(e.all("thead")):
                found.append("a table has no headings")
        if e.tag in ("link", "iframe", "object", "embed", "base", "img", "audio", "video"):
            found.append(f"<{e.tag}> is fetched")
        if e.tag == "style" and re.search(r"@import|url\(|https?:", e.text(())):
            found.append("a style fetches something")
        # What is in an img is not heard: a picture with links is a group.
        role = "group" if e.tag == "svg" and list(e.all("a")) else "img"
        if e.tag == "svg" and (e.attributes.get("role") != role or not list(e.all("title"))):
            found.append("a picture has no role or no title")
    for e in page.root.all("script"):
        if re.search(r"https?:|import\s|fetch\(|XMLHttpRequest|WebSocket", e.text(())):
            found.append("a script fetches something")
    return found


def rows(page, caption):
    for table in page.root.all("table"):
        if not any(flat(c.text()).startswith(caption) for c in table.all("caption")):
            continue
        for row in table.all("tr"):
            cells = [c for c in row.children if isinstance(c, Element) and c.tag in ("th", "td")]
            yield [row.attributes[i] for i in ("id",) if i in row.attributes] + [flat(c.text()) for c in cells]


def main():
    command, page, rest = sys.argv[1], Page(sys.argv[2]), sys.argv[3:]
    if command == "faults":
        print("\n".join(faults(page)), end="")
    elif command == "rows":
        for row in rows(page, rest[0]):
            print("\t".join(row))
    elif command == "text":
        wanted = [e for e in page.root.all() if e.attributes.get("id") == rest[0]] if rest else [page.root]
        print(flat(wanted[0].text()))
    elif command == "attribute":
        for e in page.root.all(rest[0]):
            if rest[1] in e.attributes:
                print(e.attributes[rest[1]])


if __name__ == "__main__":
    main()
