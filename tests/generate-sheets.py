#!/usr/bin/env python3
"""Writes the refugee samples as the sheets of a workbook, an OpenDocument file of one XML document
(.fods), for LibreOffice to make other formats of: bilag A with its title and thousands separated, the
family table with "-" as a text, bilag B with nil as the figure 0 that is shown as "-". On paper each page
has a heading, the header once more, and a number.

usage: generate-sheets.py SAMPLES >refugees.fods
"""

import gzip
import sys
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape

EXPORT = '{urn:kkr:export:1}'

HEAD = '''<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">
<office:automatic-styles>
<number:number-style style:name="nil"><number:text>-</number:text></number:number-style>
<number:number-style style:name="thousands" number:language="da" number:country="DK">
<number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/>
<style:map style:condition="value()=0" style:apply-style-name="nil"/></number:number-style>
<style:style style:name="wide" style:family="table-column">
<style:table-column-properties style:column-width="4.4cm"/></style:style>
<style:style style:name="narrow" style:family="table-column">
<style:table-column-properties style:column-width="3.6cm"/></style:style>
<style:style style:name="figure" style:family="table-cell" style:data-style-name="thousands">
<style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="header" style:family="table-cell">
<style:table-cell-properties fo:wrap-option="wrap"/><style:paragraph-properties fo:text-align="end"/>
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="first" style:family="table-cell">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="sheet" style:family="table" style:master-page-name="page"/>
<style:page-layout style:name="a4">
<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/>
<style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="1cm"/></style:footer-style>
</style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="page" style:page-layout-name="a4">
<style:header><text:p>Landstal for 2026, sagsnummer 23/108198</text:p></style:header>
<style:footer><text:p>Side <text:page-number>1</text:page-number></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:spreadsheet>
'''
TAIL = '</office:spreadsheet></office:body></office:document>'


def groups_of(path):
    with (gzip.open if path.endswith('.gz') else open)(path, 'rb') as file:
        root = tree.parse(file).getroot()
    return [[(record.get('area'), record.text or '') for record in group.iter(EXPORT + 'record')]
            for group in root.iter(EXPORT + 'group')]


def cell(text, style=None):
    style = f' table:style-name="{style}"' if style else ''
    return f'<table:table-cell{style} office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def figure(text, nil):
    if text == '':
        return '<table:table-cell table:style-name="figure"/>'
    if text == '-' and nil == 'text':
        return cell('-', 'figure')
    value = '0' if text == '-' else text.replace('.', '')
    return (f'<table:table-cell table:style-name="figure" office:value-type="float" office:value="{value}">'
            f'<text:p>{text}</text:p></table:table-cell>')


def row(cells):
    return '<table:table-row>' + ''.join(cells) + '</table:table-row>\n'


def sheet(name, title, headers, groups, nil, source):
    areas = [area for area, _ in groups[0]]
    for group in groups:
        assert [area for area, _ in group] == areas
    yield (f'<table:table table:name="{name}" table:style-name="sheet">'
           '<table:table-column table:style-name="wide"/>'
           f'<table:table-column table:style-name="narrow" table:number-columns-repeated="{len(groups)}"/>\n')
    yield row([cell(title)])
    yield row([])
    yield '<table:table-header-rows>'
    yield row([cell(headers[0], 'first')] + [cell(header, 'header') for header in headers[1:]])
    yield '</table:table-header-rows>'
    for at, area in enumerate(areas):
        yield row([cell(area)] + [figure(group[at][1], nil) for group in groups])
    if source:
        yield row([]) + row([cell(source)])
    yield '</table:table>\n'


def main():
    samples = sys.argv[1] + '/refugees/'
    out = sys.stdout
    out.write(HEAD)
    out.writelines(sheet(
        'Bilag A', 'Landstal for 2026, bilag A',
        ['Kommune', 'Folketal 1. januar 2025', 'Ikke-vestlige statsborgere 1. januar 2024',
         'Asylansøgere på centre 6. april 2025'],
        groups_of(samples + 'bilag-a.xml'), 'text', 'Kilde: Udlændingestyrelsen'))
    out.writelines(sheet(
        'Familiesammenføringer', 'Familiesammenføringer til flygtninge, tilgået kommunen i 2024',
        ['Kommune', 'Familiesammenføringer til flygtninge 2024'], groups_of(samples + 'familiesammenfoeringer-2024.xml.gz'), 'text', None))
    out.writelines(sheet(
        'Bilag B', 'Landstal for 2026, bilag B', ['Kommune', 'Beregnet kommunekvote 2026'],
        groups_of(samples + 'bilag-b.xml'), 'number', None))
    out.write(TAIL)


main()
