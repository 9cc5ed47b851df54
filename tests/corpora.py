#!/usr/bin/env python3
"""Lays out what fuzz targets with options begin with, as fuzz/targets.c takes it apart: corpora.py CORPUS OUT TARGET...
makes OUT/TARGET/NAME/ with `options`, one in each line, and the files 0, 1 and so on, which are divided by ====."""
import pathlib
import re
import sys

corpus, out = map(pathlib.Path, sys.argv[1:3])
for target in sys.argv[3:]:
    for path in (corpus / target).iterdir():
        to = out / target / path.name
        to.mkdir(parents=True)
        lines = iter(re.findall(rb'[^\n]*\n|[^\n]+', path.read_bytes()))
        options = []
        for line in lines:
            if line == b'\n':
                break
            options.append(b'--' + line.replace(b'/fuzz/', bytes(to) + b'/'))
        (to / 'options').write_bytes(b''.join(options))
        files = [b'']
        for line in lines:
            if line == b'====\n':
                files.append(b'')
            else:
                files[-1] += line
        for number, file in enumerate(files):
            (to / str(number)).write_bytes(file)
