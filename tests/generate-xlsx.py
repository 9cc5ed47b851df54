#!/usr/bin/env python3
"""Writes a workbook with one large sheet: generate-xlsx.py ROWS TEXTS FILE.

Eight columns: an area, a note and a month, which are shared texts (TEXTS different notes), and five
figures, with and without decimals. What it writes depends on nothing but its arguments.
"""
import random
import sys
import zipfile

rows, texts, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADER = ['kommune', 'note', 'month', 'a', 'b', 'c', 'd', 'e']
AREAS = [f'{101 + i} Kommune nummer {i}' for i in range(98)]
MONTHS = [f'{2015 + i // 12}-{i % 12 + 1:02}' for i in range(120)]


def shared(strings):
    yield f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">'
    for string in strings:
        yield f'<si><t>{string}</t></si>'
    yield '</sst>'


def sheet():
    notes, areas, months = len(HEADER), len(HEADER) + texts, len(HEADER) + texts + len(AREAS)
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:H{rows + 1}"/><sheetData>'
    cells = ''.join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate('ABCDEFGH'))
    yield f'<row r="1" spans="1:8">{cells}</row>'
    number = random.Random(550).randrange
    for r in range(2, rows + 2):
        yield (f'<row r="{r}" spans="1:8"><c r="A{r}" t="s"><v>{areas + r % len(AREAS)}</v></c>'
               f'<c r="B{r}" t="s"><v>{notes + r * 7919 % texts}</v></c>'
               f'<c r="C{r}" t="s"><v>{months + r % len(MONTHS)}</v></c>'
               f'<c r="D{r}"><v>{number(1000000)}</v></c><c r="E{r}"><v>{number(1000)}</v></c>'
               f'<c r="F{r}"><v>{number(100000) / 100:g}</v></c>'
               f'<c r="G{r}"><v>{number(10)}</v></c><c r="H{r}"><v>{number(10000) / 1000:g}</v></c></row>')
    yield '</sheetData></worksheet>'


PARTS = {
    '[Content_Types].xml': [
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'],
    '_rels/.rels': [
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{TYPES}/officeDocument" Target="xl/workbook.xml"/></Relationships>'],
    'xl/workbook.xml': [
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'],
    'xl/_rels/workbook.xml.rels': [
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{TYPES}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{TYPES}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'],
    'xl/sharedStrings.xml': shared(HEADER + [f'note {i}: {i * 31 % 9973} sager' for i in range(texts)] + AREAS + MONTHS),
    'xl/worksheets/sheet1.xml': sheet(),
}

with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
    for name, pieces in PARTS.items():
        entry = zipfile.ZipInfo(name)  # of 1980: no clock
        entry.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(entry, 'w') as part:
            batch = []
            for piece in pieces:
                batch.append(piece)
                if len(batch) == 1000:
                    part.write(''.join(batch).encode())
                    batch.clear()
            part.write(''.join(batch).encode())
