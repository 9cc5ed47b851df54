#!/usr/bin/env python3
"""Runs every program on inputs that have been changed by chance: mutate.py BUILD CASES [PROGRAM...], with the
programs in BUILD/bin, which sanitizers see to (make mutate). What it begins with are samples, the fixtures of tests
and what fuzz targets begin with; the same cases come each time.

Right is status 0, where nothing is said but remarks of the programs, or a status of the list with a sentence: never
a signal, a report of a sanitizer, or a program that takes more than 10 seconds of its processor. The last lines are a
table; status 1 if anything was wrong. What was wrong stays in BUILD/mutate/PROGRAM-CASE: the files, and `run`, the
command with what it said.
"""
import collections
import concurrent.futures
import gzip
import io
import os
import pathlib
import random
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(sys.argv[1]).resolve()
CASES = int(sys.argv[2])
LIST = (0, 64, 65, 66, 75, 78)
SECONDS, WAIT = 10, 120  # of a processor, and until it has them
SAID = re.compile(r"kkr(-[a-z]+)?: .|Try 'kkr(-[a-z]+)?( [a-z]+)? --help'\.")
ODD = [b'', b'-1', b'0', b'-0', b'00', b'1e9', b'9' * 18, b'9' * 20, b'-' + b'9' * 100, b'9' * 101, b'0.' + b'1' * 40, b'NaN',
       b'*', b'\\', b'\\x', b'"', b"'", b'=1+1', b'101', b'000', b'2025-13-45', b'2025-W53', b'-', b'..', b'\xc3', b'\xc3\xb8',
       b'\xe2\x80\x8b', b'\0', b'\x1b[31m', b'/', b'../..', b'a' * 5000, b'<b>', b'{period}', b'<!DOCTYPE a>', b'&x;']

# A way to run a program: its files by their names, those that are changed, and the command, in the directory of the
# files; `-` is the name of standard input. What is a string is a link.
Family = collections.namedtuple('Family', 'command files changed')


def glob(*patterns):
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.stat().st_size < 200000)


def on_files(command, *patterns, more=()):
    """Each file alone, by its own name, since that may be in what comes out."""
    more = {file.name: file.read_bytes() for file in more}
    return [Family(command + [path.name], {path.name: path.read_bytes(), **more}, [path.name, *more]) for path in glob(*patterns)]


def on_corpus(target, *command):
    """What a fuzz target with options begins with (tests/corpora.py)."""
    families = []
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([sys.executable, ROOT / 'tests/corpora.py', ROOT / 'fuzz/corpus', out, target], check=True)
        for path in sorted(pathlib.Path(out, target).iterdir()):
            options = (path / 'options').read_bytes().decode('latin-1').replace(str(path) + '/', '').splitlines()
            files = {name.name: name.read_bytes() for name in path.iterdir() if name.name != 'options'}
            files['-'] = files['0']
            families.append(Family([*command, *(option.encode('latin-1') for option in options)], files, sorted(files)))
    return families


def tree(directory):
    files = {}
    for path in sorted(directory.rglob('*')):
        if path.is_symlink():
            files[str(path.relative_to(directory))] = os.readlink(path)
        elif path.is_file():
            files[str(path.relative_to(directory))] = path.read_bytes()
    return files


def run(command, directory):
    return subprocess.run(command, cwd=directory, env=environment(), capture_output=True, check=False)


def driver():
    """A result, and a spool from which one was made, with what they keep."""
    families = []
    with tempfile.TemporaryDirectory() as made:
        here = pathlib.Path(made)
        sample = (ROOT / 'samples/climate/faktaark.xml').read_bytes()
        (here / 'spool').mkdir()
        (here / 'spool/faktaark.xml').write_bytes(sample)
        os.utime(here / 'spool/faktaark.xml', (1e9, 1e9))
        assert run(['kkr', 'run', 'climate', '--spool', 'spool', '--output', 'out', '--keep-inputs'], here).returncode == 0
        files = tree(here)
        kept = [name for name in files if re.search(r'manifest\.tsv|\.state/runs/.*\.tsv', name)]
        families.append(Family(['kkr', 'verify', 'out', '--inputs', 'spool/done'], files, [n for n in kept if 'manifest' in n]))
        spool = ['kkr', 'run', 'climate', '--spool', 'spool', '--output', 'out']
        families.append(Family(spool, {**files, 'spool/new.xml': sample}, kept))
        families.append(Family(spool, {**files, 'spool/new.xml': sample}, ['spool/new.xml', 'spool/done/faktaark.xml']))
        families.append(Family(['kkr', 'compare', 'out', '.out.1'], files, ['.out.1/manifest.tsv', '.out.1/kpi.tsv']))
    table = (ROOT / 'tests/fixtures/tables/bilag-b.csv').read_bytes()
    table_map = (ROOT / 'fuzz/corpus/map/bilag-b.tsv').read_bytes()
    definitions = b'kpi\tcompute\nn\tcount\ns\tsum\n'
    families.append(Family(['kkr', 'run', 'kpi', '--set', 'definitions=k.tsv', '--maps', 'maps', '--output', 'out', 'b.csv'],
                           {'maps/b.map.tsv': table_map, 'b.csv': table, 'k.tsv': definitions}, ['maps/b.map.tsv', 'b.csv', 'k.tsv']))
    told = b'left\told.xml\t' + b'0' * 64 + b'\nedition 2027 waits for population\n'
    families.append(Family(['kkr', 'run', 'refugees', '--spool', 'spool', '--output', 'out'],
                           {'spool/.kkr.told': told, 'spool/landstal.xml': (ROOT / 'samples/refugees/landstal.xml').read_bytes()},
                           ['spool/.kkr.told', 'spool/landstal.xml']))
    return families


def manifests():
    decide = on_corpus('decide', 'kkr-manifest', 'decide', 's', '--lying=0', '--failed=1', '--survey=2', '--aside=3')
    there = {'s/a.xml': b'<a/>', 's/b.xml': b'<b>', 's/c.xml': b'<c/>', 's/done/c.xml': b'<c/>', 's/failed/a.xml': b'', 's/.kkr.told': b''}
    families = [Family(f.command, {**f.files, **there}, [*f.changed, 's/.kkr.told']) for f in decide]
    with tempfile.TemporaryDirectory() as made:
        here = pathlib.Path(made)
        (here / 'a.xml').write_bytes(b'<a/>')
        (here / 'b c.tsv').write_bytes(b'area\n101\n')
        (here / 'out').mkdir()
        (here / 'out/kpi.tsv').write_bytes(b'kpi\tvalue\nn\t1\n')
        pipeline = str(ROOT / 'bin/pipelines/climate.sh')
        request = run(['kkr-manifest', 'inputs', '--pipeline', pipeline, '--set', 'x=1', 'a.xml', 'b c.tsv'], here).stdout
        (here / 'request.tsv').write_bytes(request)
        (here / 'counts.tsv').write_bytes(b'file\tkind\tkey\tfound\texpected\tcount\na.xml\tin\t\t\t\t3\n')
        (here / 'stages.tsv').write_bytes(b'stage\tprogram\tstatus\tset_aside\tcorrected\nread\tkkr-read\t0\t1\t\n')
        write = ['kkr-manifest', 'write', 'out', '--request', 'request.tsv', '--counts', 'counts.tsv', '--stages', 'stages.tsv']
        (here / 'out/manifest.tsv').write_bytes(run(write, here).stdout)
        files = tree(here)
    for command in ('paths request.tsv', 'unchanged request.tsv', 'stands out --request request.tsv'):
        families.append(Family(['kkr-manifest', *command.split()], files, ['request.tsv', 'out/manifest.tsv']))
    families.append(Family(write, {n: f for n, f in files.items() if n != 'out/manifest.tsv'}, ['request.tsv', 'counts.tsv', 'stages.tsv']))
    families.append(Family(['kkr-manifest', 'check', 'out'], files, ['out/manifest.tsv', 'out/kpi.tsv']))
    families.append(Family(['kkr-manifest', 'same', 'out', 'again'], {**files, 'again/kpi.tsv': files['out/kpi.tsv'],
                           'again/manifest.tsv': files['out/manifest.tsv']}, ['out/manifest.tsv', 'again/manifest.tsv', 'again/kpi.tsv']))
    families.append(Family(['kkr-manifest', 'spool', '--taken', 'spool'], {'spool/a.xml': b'<a>1</a>\n', 'spool/done/b.xml': b'<a>1</a>\n'},
                           ['spool/a.xml', 'spool/done/b.xml']))
    old = ROOT / 'tests/fixtures/manifest-0.1'
    families.append(Family(['kkr-manifest', 'check', '.'], tree(old), ['manifest.tsv']))
    return families


def on_types(target, program, *types):
    return [family for kind in types for family in on_corpus(f'{target}-{kind}', program, f'--type={kind}')]


XML = 'samples/*/*.xml', 'samples/*/*.gz', 'fuzz/corpus/export/*'
TABLES = ('tests/fixtures/tables/*.csv', 'tests/fixtures/tables/*.txt', 'tests/fixtures/tables/*.html', 'tests/fixtures/tables/*.xlsx',
          'tests/fixtures/tables/*.ods', 'tests/fixtures/tables/*.fods', 'fuzz/corpus/html/*', 'fuzz/corpus/json/*',
          'fuzz/corpus/spreadsheetml/*', 'fuzz/corpus/xlsx/*', 'fuzz/corpus/ods/*')
REJECTS = '--rejects=bad.tsv'


def report_families():
    families = on_corpus('report-page', 'kkr-report', '--type=page', '1')
    families += on_corpus('report-figures', 'kkr-report', '--type=figures', 't=0', 'u=1')
    return families + on_types('report', 'kkr-report', 'agenda', 'municipality', 'text', 'labels')


PROGRAMS = {
    'kkr-parse': lambda: on_files(['kkr-parse', REJECTS], *XML) + on_corpus('paths', 'kkr-parse', REJECTS, '--namespace=p=urn:p')
    + on_files(['kkr-parse', '--attributes', REJECTS], 'fuzz/corpus/sdmx/*')
    + on_files(['kkr-parse', '--list-paths'], 'samples/*/*.xml', 'fuzz/corpus/sdmx/*'),
    'kkr-table': lambda: on_files(['kkr-table', '--header=1', REJECTS], *TABLES) + on_files(['kkr-table', '--list-cells'], *TABLES)
    + on_corpus('csv', 'kkr-table', '--format=csv', REJECTS) + on_corpus('mapped', 'kkr-table', '--map=1', REJECTS)
    + on_files(['kkr-table', '--maps=.', REJECTS], 'tests/fixtures/tables/bilag-*.*', more=glob('schemas/maps/bilag-b.map.tsv')),
    'kkr-map': lambda: on_files(['kkr-map'], *TABLES) + on_corpus('like', 'kkr-map', '--like=1', '-')
    + on_corpus('proposal', 'kkr-map', '-'),
    'kkr-read': lambda: on_files(['kkr-read', REJECTS], *XML, *TABLES, 'fuzz/corpus/records/*')
    + on_files(['kkr-read', '--maps=.', REJECTS], 'tests/fixtures/tables/bilag-*.*', more=glob('schemas/maps/bilag-b.map.tsv')),
    'kkr-inspect': lambda: on_files(['kkr-inspect'], *XML, *TABLES, 'fuzz/corpus/sdmx/*', 'fuzz/corpus/records/*'),
    'kkr-codes': lambda: on_corpus('codes', 'kkr-codes', REJECTS, '--details=details.tsv'),
    'kkr-correct': lambda: on_corpus('correct', 'kkr-correct', '--corrections=1', '--details=details.tsv'),
    'kkr-check': lambda: on_corpus('check', 'kkr-check', '--report=report.tsv'),
    'kkr-quota': lambda: on_corpus('quota', 'kkr-quota') + on_corpus('explain', 'kkr-quota', '--explain=101'),
    'kkr-agree': lambda: on_corpus('agree', 'kkr-agree'),
    'kkr-kpi': lambda: on_corpus('kpi', 'kkr-kpi', '--definitions=1', REJECTS)
    + on_corpus('states', 'kkr-kpi', '--definitions=1', '--merge'),
    'kkr-compare': lambda: on_corpus('compare', 'kkr-compare', '-', '1') + on_corpus('against', 'kkr-compare', '--against=1'),
    'kkr-select': lambda: on_corpus('select', 'kkr-select'),
    'kkr-edition': lambda: on_corpus('edition', 'kkr-edition', '--needs=1') + on_corpus('topic', 'kkr-edition'),
    'kkr-why': lambda: on_corpus('why', 'kkr-why', '-', '1'),
    'kkr-format': lambda: on_types('format', 'kkr-format', 'text', 'csv-da', 'json', 'jsonl', 'md', 'html', 'xlsx')
    + on_files(['kkr-format', '--type=csv'], 'fuzz/corpus/format-csv/*'),
    'kkr-plot': lambda: on_types('plot', 'kkr-plot', 'map', 'bars', 'lines', 'timeline'),
    'kkr-report': report_families,
    'kkr-manifest': manifests,
    'kkr': driver,
}


# What is changed.

def of_bytes(chance, data):
    at = chance.randrange(len(data) + 1)
    kind = chance.randrange(4)
    length = chance.choice((1, 1, 1, 2, 7, 60))
    if kind == 0:
        return data[:at] + bytes((data[at] ^ (1 << chance.randrange(8)),)) + data[at + 1:] if at < len(data) else data
    if kind == 1:
        return data[:at] + data[at + length:]
    if kind == 2:
        return data[:at + length] + data[at:]
    return data[:at]


def of_lines(chance, data):
    lines = data.split(b'\n')
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(4)
    if kind == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 1:
        del lines[at]
    elif kind == 2:
        lines.insert(other, lines[at])
    else:
        lines[at] = lines[at][:chance.randrange(len(lines[at]) + 1)]
    return b'\n'.join(lines)


def delimiter_of(data):
    return max((b'\t', b';', b',', b'"'), key=data.count)


def of_fields(chance, data):
    lines, delimiter = data.split(b'\n'), delimiter_of(data)
    at = chance.randrange(len(lines))
    fields = lines[at].split(delimiter)
    field, other = chance.randrange(len(fields)), chance.randrange(len(fields))
    if chance.randrange(2):
        fields[field], fields[other] = fields[other], fields[field]
    else:
        fields[field] = chance.choice(ODD)
    lines[at] = delimiter.join(fields)
    return b'\n'.join(lines)


def of_columns(chance, data):
    delimiter = delimiter_of(data)
    rows = [line.split(delimiter) for line in data.split(b'\n')]
    column = chance.randrange(len(rows[0]))
    return b'\n'.join(delimiter.join(row[:column] + row[column + 1:]) for row in rows)


def of_numbers(chance, data):
    numbers = list(re.finditer(rb'-?\d[\d.,]*', data))
    if not numbers:
        return data
    number = chance.choice(numbers)
    return data[:number.start()] + chance.choice(ODD[:12] + [b'-' + number[0], number[0] * 3]) + data[number.end():]


def of_zip(chance, data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = [(entry.filename, packed.read(entry)) for entry in packed.infolist()]
    changed = chance.randrange(len(entries))
    made = io.BytesIO()
    with zipfile.ZipFile(made, 'w', zipfile.ZIP_DEFLATED) as packed:
        for number, (name, text) in enumerate(entries):
            packed.writestr(zipfile.ZipInfo(name), change(chance, text) if number == changed else text)
    return made.getvalue()


def change(chance, data):
    unpacked = chance.randrange(3)
    try:
        if unpacked and data[:2] == b'PK':
            return of_zip(chance, data)
        if unpacked and data[:2] == b'\x1f\x8b':
            return gzip.compress(change(chance, gzip.decompress(data)), mtime=0)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile):  # it is none
        pass
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice((of_bytes, of_lines, of_fields, of_fields, of_columns, of_numbers))(chance, data)
    return data


# What comes of it.

def environment():
    known = {name: os.environ[name] for name in ('HOME', 'LANG', 'TMPDIR') if name in os.environ}
    # A program that a fault ends leaves memory behind, as it may.
    return {**known, 'PATH': f"{BUILD / 'bin'}:{os.environ['PATH']}", 'ASAN_OPTIONS': 'detect_leaks=0'}


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def fault_of(status, said):
    """What is wrong, or an empty text."""
    lines = said.decode('utf-8', 'replace').splitlines()
    if status not in LIST:
        return f'status {status}'
    if any('Sanitizer' in line or 'runtime error' in line for line in lines):
        return 'a sanitizer'
    if status and not lines:
        return 'no sentence'
    return next((f'said: {line[:200]}' for line in lines if not SAID.match(line)), '')


def case(program, number):
    """Its status, and what is wrong."""
    chance = random.Random(f'{program} {number}')
    family = chance.choice(FAMILIES[program])
    files = dict(family.files)
    for name in {chance.choice(family.changed) for _ in range(chance.choice((1, 1, 1, 2)))}:
        files[name] = change(chance, files[name])
    here = pathlib.Path(tempfile.mkdtemp(prefix='mutate-'))
    for name, data in files.items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, str):
            path.symlink_to(data)
        else:
            path.write_bytes(data)
    for name, data in files.items():
        if name.startswith(('spool/', 's/')):
            os.utime(here / name, (1e9, 1e9))
    try:
        done = subprocess.run(family.command, cwd=here, env=environment(), input=files.get('-', b''), capture_output=True,
                              timeout=WAIT, preexec_fn=limit, check=False)
        status, said = done.returncode, done.stderr
    except subprocess.TimeoutExpired as late:
        status, said = 'late', late.stderr or b''
    fault = fault_of(status, said)
    if fault:
        kept = BUILD / 'mutate' / f'{program}-{number}'
        shutil.copytree(here, kept, symlinks=True)
        words = ' '.join(shlex.quote(os.fsdecode(word)) for word in family.command)
        (kept / 'run').write_bytes(os.fsencode(f'{words} <-\n{fault}\n\n') + said)
    shutil.rmtree(here)
    return status, fault


def cases(program, numbers):
    return program, [case(program, number) for number in numbers]


def main():
    step = 50
    counted = {program: collections.Counter() for program in FAMILIES}
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(cases, program, range(first, min(first + step, CASES)))
                   for program in FAMILIES for first in range(0, CASES, step)]
        for done in concurrent.futures.as_completed(waiting):
            program, results = done.result()
            for status, fault in results:
                counted[program][status] += 1
                counted[program]['wrong'] += bool(fault)
                if fault:
                    print(f'{program}: {fault}', flush=True)
    print('program', 'cases', *LIST, 'other', 'wrong', sep='\t')
    for program, count in counted.items():
        listed = [count[status] for status in LIST]
        print(program, CASES, *listed, CASES - sum(listed), count['wrong'], sep='\t')
    return any(count['wrong'] for count in counted.values())


shutil.rmtree(BUILD / 'mutate', ignore_errors=True)
FAMILIES = {program: PROGRAMS[program]() for program in sys.argv[3:] or PROGRAMS}
if __name__ == '__main__':
    sys.exit(main())
