#!/usr/bin/env python3
"""Writes a small workbook for a test: workbook.py FILE KEY=VALUE...

sheet:NAME=XML    a sheet, with what is in its <sheetData>; "sheet=" is a sheet called Ark1
after=XML         what follows the <sheetData> of every sheet
strings=XML       the shared texts: <si><t>...</t></si>
formats=A|B       styles 1, 2, ...: codes of number formats, or the numbers of those that have none
hidden=NAME       this sheet is hidden
date1904=1        days are counted from 1904
strict=1          with the namespaces of Strict
part:PATH=TEXT    this part in place of what it would be, or beside the others
without:PATH=     no such part
ods=XML           an OpenDocument: what is in <office:spreadsheet>
"""
import sys
import zipfile

SPACES = {
    '': ('http://schemas.openxmlformats.org/spreadsheetml/2006/main',
         'http://schemas.openxmlformats.org/officeDocument/2006/relationships'),
    '1': ('http://purl.oclc.org/ooxml/spreadsheetml/main',
          'http://purl.oclc.org/ooxml/officeDocument/relationships'),
}
PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
OASIS = 'urn:oasis:names:tc:opendocument:xmlns'

path, told, sheets, parts, without = sys.argv[1], {}, [], {}, []
for argument in sys.argv[2:]:
    key, value = argument.split('=', 1)
    if key == 'sheet' or key.startswith('sheet:'):
        sheets.append((key[6:] or 'Ark1', value))
    elif key.startswith('part:'):
        parts[key[5:]] = value
    elif key.startswith('without:'):
        without.append(key[8:])
    else:
        told[key] = value

main, types = SPACES[told.get('strict', '')]
relations = ''
entries = ''
made = {}


def relate(identity, kind, target):
    return f'<Relationship Id="{identity}" Type="{types}/{kind}" Target="{target}"/>'


for i, (name, rows) in enumerate(sheets, 1):
    state = 'state="hidden"' if name == told.get('hidden') else ''
    entries += f'<sheet name="{name}" sheetId="{i}" {state} r:id="rId{i}"/>'
    relations += relate(f'rId{i}', 'worksheet', f'worksheets/sheet{i}.xml')
    made[f'xl/worksheets/sheet{i}.xml'] = (
        f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{told.get("after", "")}</worksheet>')
if 'strings' in told:
    relations += relate('rIdStrings', 'sharedStrings', '/xl/sharedStrings.xml')
    made['xl/sharedStrings.xml'] = f'<sst xmlns="{main}">{told["strings"]}</sst>'
if 'formats' in told:
    relations += relate('rIdStyles', 'styles', 'styles.xml')
    codes, styles = '', '<xf numFmtId="0"/>'
    for i, code in enumerate(told['formats'].split('|'), 164):
        if code.isdigit():
            styles += f'<xf numFmtId="{code}"/>'
        else:
            codes += f'<numFmt numFmtId="{i}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
            styles += f'<xf numFmtId="{i}"/>'
    made['xl/styles.xml'] = (f'<styleSheet xmlns="{main}"><numFmts>{codes}</numFmts>'
                             f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>')
made['xl/workbook.xml'] = (
    f'<workbook xmlns="{main}" xmlns:r="{types}"><workbookPr date1904="{told.get("date1904", "0")}"/>'
    f'<sheets>{entries}</sheets></workbook>')
made['xl/_rels/workbook.xml.rels'] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
made['_rels/.rels'] = (f'<Relationships xmlns="{PACKAGE}">'
                       f'{relate("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>')
made['[Content_Types].xml'] = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
if 'ods' in told:
    made = {
        'mimetype': 'application/vnd.oasis.opendocument.spreadsheet',
        'content.xml': (f'<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
                        f'xmlns:text="{OASIS}:text:1.0"><office:body><office:spreadsheet>{told["ods"]}'
                        '</office:spreadsheet></office:body></office:document-content>'),
    }
made.update(parts)

with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
    for name, text in made.items():
        if name not in without:
            archive.writestr(name, text, zipfile.ZIP_STORED if name == 'mimetype' else None)
