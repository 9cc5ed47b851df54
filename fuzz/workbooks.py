#!/usr/bin/env python3
"""Makes what the fuzz targets of workbooks begin with: workbooks.py CORPUS. Entries are not packed, so
that a changed byte is one of the XML; what a wrong sum says comes when the entry has been read."""
import pathlib
import subprocess
import sys
import zipfile

tool = pathlib.Path(__file__).parent.parent / 'tests' / 'workbook.py'
corpus = pathlib.Path(sys.argv[1])
SEEDS = {
    'xlsx/kinds': [
        'sheet:A=<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><v>b</v></c></row><row r="2"><c r="A2" s="1">'
        '<v>45688.5</v></c><c r="B2" t="b"><v>1</v></c></row><row><c t="inlineStr"><is><t>x</t></is></c><c s="2"><v>1E-2'
        '</v></c></row><row><c t="e"><v>#N/A</v></c><c><f>1</f></c></row><row><c t="d"><v>2025-01-31T01:02:03.5</v></c></row>',
        'strings=<si><t>a_x000D_</t></si><si><r><t>b</t></r><rPh><t>c</t></rPh></si>', 'formats=[h]:mm|0%|d. mmm'],
    'xlsx/merged': [
        'sheet:A=<row><c t="str"><v>a</v></c><c/></row><row><c t="str"><v>b</v></c><c t="str"><v>c</v></c></row>',
        'after=<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>', 'date1904=1', 'strict=1'],
    'ods/kinds': [
        'ods=<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="2"><text:p>a<text:s text:c="2"/>b</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1.5"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT1H2M3S"/></table:table-row></table:table>'],
}
for name, told in SEEDS.items():
    path = corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, str(tool), str(path), *told], check=True)
    with zipfile.ZipFile(path) as packed:
        entries = [(entry.filename, packed.read(entry)) for entry in packed.infolist()]
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_STORED) as plain:
        for entry, text in entries:
            plain.writestr(zipfile.ZipInfo(entry), text)
        if name == 'ods/kinds':
            (corpus / 'fods').mkdir(exist_ok=True)
            (corpus / 'fods' / 'kinds').write_bytes(dict(entries)['content.xml'].replace(b'document-content', b'document'))
