"""What a picture of kkr-plot must look like, worked out apart from it. plot_reference.py CHECK ARGUMENT...

Each check is a function below; a fault ends it with an assertion."""

import datetime
import re
import sys
import xml.etree.ElementTree as tree
from fractions import Fraction

SVG = '{http://www.w3.org/2000/svg}'


def read(path):
    return tree.parse(path).getroot()


def records(path):
    with open(path, encoding='utf-8') as lines:
        rows = [line.rstrip('\n').split('\t') for line in lines]
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def title(shape):
    return shape.findtext(SVG + 'title')


def by_id(root, name):
    return next(e for e in root.iter() if e.get('id') == name)


def number(text):
    """A figure in Danish notation."""
    return Fraction(text.replace('.', '').replace(',', '.').replace('−', '-'))


# The map.


def classes(values, rule):
    """The class of each value, in words that name its bounds: (sign, lower bound, upper or None)."""
    sides = {sign: sorted(abs(v) for v in values if v and (v > 0) == (sign > 0)) for sign in (-1, 1)}
    most = 4 if sides[-1] and sides[1] else 5
    lower, step = {}, {}
    for sign, sizes in sides.items():
        if not sizes:
            continue
        if rule == 'quantiles':
            starts = [sizes[i * len(sizes) // most] for i in range(most)]
            lower[sign] = []
            for i, start in enumerate(starts):
                if start in starts[:i]:
                    continue
                if i > 1 and starts[i - 1] == starts[i - 2]: # equal figures fill more than a class: begin behind them
                    start = min(s for s in sizes if s > starts[i - 1])
                lower[sign].append(start)
        elif rule == 'equal':
            decimals = max(digits(v) for v in values if v is not None)
            steps = (Fraction(m) * Fraction(10) ** n for n in range(-decimals, 120) for m in (1, 2, 5))
            step[sign] = next(s for s in steps if sizes[-1] // s - sizes[0] // s < most)
            first = sizes[0] // step[sign]
            lower[sign] = [(first + i) * step[sign] for i in range(int(sizes[-1] // step[sign] - first) + 1)]
        else:
            given = [Fraction(b) for b in rule.split(',')]
            lower[sign] = sorted([Fraction(0)] + [abs(b) for b in given if b * sign > 0])
    return sides, lower, step


def digits(value):
    decimals = 0
    while (value * 10**decimals).denominator > 1:
        decimals += 1
    return decimals


def danish(value, least=0):
    decimals = max(digits(value), least)
    scaled = abs(value) * 10**decimals
    text = f'{int(scaled):0{decimals + 1}d}'
    whole, rest = (text[:-decimals], text[-decimals:]) if decimals else (text, '')
    whole = f'{int(whole):,}'.replace(',', '.')
    return ('−' if value < 0 else '') + whole + (',' + rest if rest else '')


def written(field):
    """A figure of the records with the decimals that it has."""
    whole, _, rest = field.partition('.')
    sign = '−' if field[0] == '-' else ''
    return sign + f'{int(whole.lstrip("-")):,}'.replace(',', '.') + (',' + rest if rest else '')


def span(sign, near, far, least=0):
    if near == far:
        return danish(sign * near, least)
    low, high = (near, far) if sign > 0 else (-far, -near)
    return danish(low, least) + ('–' if sign > 0 else ' til ') + danish(high, least)


def label(value, values, rule):
    """What the legend calls the class of a value."""
    if value is None:
        return 'ingen tal'
    if value == 0:
        return '0'
    sides, lower, step = classes(values, rule)
    sign = 1 if value > 0 else -1
    bounds = lower[sign]
    rank = max(i for i, b in enumerate(bounds) if b <= abs(value))
    near = bounds[rank]
    end = bounds[rank + 1] if rank + 1 < len(bounds) else None
    if rule == 'quantiles':
        inside = [s for s in sides[sign] if s >= near and (end is None or s < end)]
        return span(sign, inside[0], inside[-1], max(digits(v) for v in values if v is not None))
    if end is None and rule == 'equal':
        end = near + step[sign]
    given = [] if rule == 'equal' else [Fraction(b) for b in rule.split(',')]
    whole = all(v.denominator == 1 for v in given + [v for v in values if v is not None])
    if whole:
        first = near or Fraction(1)
        if end is not None:
            return span(sign, first, end - 1)
        return danish(sign * first) + (' og derover' if sign > 0 else ' og derunder')
    if sign > 0:
        if end is None:
            return 'over 0' if near == 0 else danish(near) + ' og derover'
        return ('over ' if near == 0 else '') + f'{danish(near)} til under {danish(end)}'
    if end is None:
        return 'under 0' if near == 0 else danish(-near) + ' og derunder'
    return f'over {danish(-end)} til ' + ('under ' if near == 0 else '') + danish(-near)


def kind(fill):
    """A fill, whatever view its pattern is of."""
    return re.sub(r'^url\(#kkr-[a-z]+-', 'url(#', fill)


def legend(root):
    found = {}
    swatch = None
    for element in root:
        if element.tag == SVG + 'rect' and element.get('stroke-width') == '.5':
            swatch = element
        elif element.tag == SVG + 'text' and swatch is not None:
            found[kind(swatch.get('fill'))] = ''.join(element.itertext())
            swatch = None
    return found


def map_classes(svg, table, column, rule):
    """Each municipality has the colour that the legend gives to its class; no other class is there."""
    root = read(svg)
    figure = {r['area']: Fraction(r[column]) if r[column] else None for r in records(table)}
    names = legend(root)
    assert len(set(names.values())) == len(names), names
    seen = set()
    shapes = 0
    for view in ('country', 'bornholm', 'capital'):
        for shape in by_id(root, 'kkr-' + view):
            code = shape.get('id')[-3:]
            values = list(figure.values())
            want = label(figure.get(code), values, rule)
            got = names[kind(shape.get('fill'))]
            assert got == want, (code, figure.get(code), want, got)
            seen.add(got)
            shapes += view != 'capital'
    assert shapes == 98, shapes
    if rule in ('quantiles',):
        assert seen == set(names.values()), (seen, names)


def box(element):
    x, y, width, height = (Fraction(element.get(n)) for n in ('x', 'y', 'width', 'height'))
    return x, y, x + width, y + height


def drawn_parts(root, view):
    """The boxes of the parts of each shape of a view, by code, in units of the picture."""
    group = by_id(root, 'kkr-' + view)
    x, y, scale = map(Fraction, re.fullmatch(
        r'translate\((\S+) (\S+)\) scale\((\S+)\)', group.get('transform')).groups())
    boxes = {}
    for shape in group:
        parts = boxes.setdefault(shape.get('id')[-3:], [])
        for path in shape.get('d').split('Z')[:-1]:
            points = [tuple(map(int, p.split(','))) for p in path[1:].split(' ')]
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            parts.append((x + scale * min(xs), y + scale * min(ys), x + scale * max(xs), y + scale * max(ys)))
    return boxes


def drawn(root, view):
    """The boxes of the whole shapes."""
    return {code: (min(p[0] for p in parts), min(p[1] for p in parts), max(p[2] for p in parts),
                   max(p[3] for p in parts)) for code, parts in drawn_parts(root, view).items()}


def inside(a, b):
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def apart(a, b):
    return a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def map_places(svg, areas, boundaries):
    """Bornholm in its frame, the capital area enlarged in another, nothing else in either."""
    root = read(svg)
    paths = {r['code']: r['path'] for r in records(boundaries)}
    for view in ('country', 'bornholm', 'capital'):
        for shape in by_id(root, 'kkr-' + view):
            assert shape.get('d') == paths[shape.get('id')[-3:]]
    width, height = map(Fraction, root.get('viewBox').split()[2:])
    country, bornholm, capital = (drawn(root, v) for v in ('country', 'bornholm', 'capital'))
    assert set(country) | set(bornholm) == set(paths) and not set(country) & set(bornholm)
    assert set(bornholm) == {'400'}
    bornholm_frame = box(by_id(root, 'kkr-bornholm-frame'))
    capital_frame = box(by_id(root, 'kkr-capital-frame'))
    small = box(by_id(root, 'kkr-enlarged-frame'))
    page = (0, 0, width, height)
    assert inside(bornholm['400'], bornholm_frame) and inside(bornholm_frame, page)
    assert inside(capital_frame, page) and apart(capital_frame, bornholm_frame)
    for code, place in country.items():
        assert inside(place, page), code
        assert apart(place, bornholm_frame), code
    for code, islands in drawn_parts(root, 'country').items():
        assert all(apart(island, capital_frame) for island in islands), code
    near = {r['code'] for r in records(areas) if r['landsdel'] in ('01', '02')}
    assert near <= set(capital) and len(capital) >= 20
    for code, place in capital.items():
        assert inside(place, capital_frame) and inside(country[code], small), code
        assert place[2] - place[0] == 3 * (country[code][2] - country[code][0])


def map_borders(svg, areas):
    """The lines between regions: each side that shapes of two regions have in common, and no other."""
    root = read(svg)
    region = {r['code']: r['region'] for r in records(areas)}
    sides = {}
    for shape in by_id(root, 'kkr-country'):
        for ring in shape.get('d').split('Z')[:-1]:
            points = ring[1:].split()
            for a, b in zip(points, points[1:] + points[:1]):
                sides.setdefault(frozenset((a, b)), set()).add(region[shape.get('id')[-3:]])
    want = {side for side, of in sides.items() if len(of) == 2}
    drawn_sides = by_id(root, 'kkr-country-borders').get('d').split('M')[1:]
    assert want and {frozenset(s.split()) for s in drawn_sides} == want and len(drawn_sides) == len(want)


def lightness(fill):
    """CIE L* of #rrggbb."""
    linear = []
    for i in (1, 3, 5):
        c = int(fill[i:i + 2], 16) / 255
        linear.append(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16


def map_colours(svg):
    """From zero on each class is darker than the one before by a step that is seen in grey."""
    root = read(svg)
    base = {}
    for pattern in root.iter(SVG + 'pattern'):
        base['url(#' + re.sub(r'^kkr-[a-z]+-', '', pattern.get('id')) + ')'] = pattern[0].get('fill')
    sides = {-1: [], 0: [], 1: []}
    for fill, name in legend(root).items():
        if name == 'ingen tal':
            assert 'missing' in fill
            continue
        sign = 0 if name == '0' else -1 if name.startswith('−') else 1
        assert (sign < 0) == fill.startswith('url'), (name, fill)
        sides[sign].append(lightness(base.get(fill, fill)))
    sides[-1].reverse()
    assert sides[0] and (sides[-1] or sides[1])
    for side in sides[-1], sides[1]:
        ramp = sides[0] + side
        assert all(a - b >= 8 for a, b in zip(ramp, ramp[1:])), ramp


# Bars.


def bars(svg, table, labels, column):
    """Bars as long as their figures, from one line, within a hundredth; figures in their order."""
    root = read(svg)
    rows = records(table)
    shapes = [r for r in root.iter(SVG + 'rect') if title(r)]
    known = [r for r in rows if r[column]]
    assert len(shapes) == len(known)
    values = [Fraction(r[column]) for r in known]
    lines = {Fraction(l.get('x1')) for l in root.iter(SVG + 'line')}
    assert len(lines) == 1, lines
    zero = lines.pop()
    reach = max(values + [0]) - min(values + [0])
    if not reach:
        assert all(Fraction(s.get('width')) == 0 for s in shapes)
        return
    left = min([box(s)[0] for s in shapes] + [zero])
    right = max([box(s)[2] for s in shapes] + [zero])
    assert right - left > 150
    unit = (right - left) / reach
    for shape, row, value in zip(shapes, known, values):
        x1, _, x2, _ = box(shape)
        assert abs((x2 - x1) - abs(value) * unit) <= Fraction(2, 100), (row, x1, x2)
        assert (x1 == zero) if value > 0 else (x2 == zero) if value < 0 else x1 == x2 == zero, row
        assert title(shape) == f'{row[labels]}: {written(row[column])}', title(shape)
    described = by_id(root, 'kkr-desc').text.split('; ')
    assert described == [f'{r[labels]}: {written(r[column]) if r[column] else "ingen tal"}' for r in rows]


# Lines.


def first_day(period):
    return datetime.date.fromisoformat(period + '-01-01'[len(period) - 4:])


def lines(svg, table):
    """Points at their days and figures, to the hundredth; lines between neighbours alone."""
    root = read(svg)
    rows = [r for r in records(table) if r['value']]
    scale = [t for t in root.iter(SVG + 'text') if t.get('text-anchor') == 'end']
    line_names(root, table)
    grid = [Fraction(l.get('y1')) for l in root.iter(SVG + 'line') if l.get('y1') == l.get('y2')
            and not l.get('stroke-width')]
    marks = {}
    for path in root.iter(SVG + 'path'):
        if title(path):
            marks[title(path)] = tuple(map(Fraction, path.get('transform')[10:-1].split()))
    assert len(marks) == len(rows)
    value = [number(t.text) for t in scale]
    assert len(value) == len(grid)
    unit = (grid[0] - grid[-1]) / (value[-1] - value[0])
    days = sorted({first_day(r['period']) for r in records(table)})
    xs = [p[0] for p in marks.values()]
    for row in rows:
        star = ' *' if row.get('qualifier') == 'own calculation' else ''
        x, y = marks[f"{row['s']}, {row['period']}: {written(row['value'])}{star}"]
        assert abs(grid[0] - (Fraction(row['value']) - value[0]) * unit - y) <= Fraction(2, 100), row
        part = Fraction((first_day(row['period']) - days[0]).days, (days[-1] - days[0]).days)
        assert abs(min(xs) + part * (max(xs) - min(xs)) - x) <= Fraction(2, 100), row
    joined = set()
    for line in root.iter(SVG + 'polyline'):
        points = [tuple(map(Fraction, p.split(','))) for p in line.get('points').split()]
        joined |= {(line.get('stroke'), a, b) for a, b in zip(points, points[1:])}
    want = 0
    for series in {r['s'] for r in rows}:
        at = {first_day(r['period']): r for r in rows if r['s'] == series}
        for a, b in zip(days, days[1:]):
            want += a in at and b in at
    assert len(joined) == want, (len(joined), want)


def same_side(line, a, b):
    """Whether two points lie on the same side of a line through two others."""
    (x1, y1), (x2, y2) = line
    sides = [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x, y in (a, b)]
    return sides[0] * sides[1] > 0


def meet(a, b):
    """Whether two lines cross; to begin at the same point is no crossing."""
    return a[0] != b[0] and not same_side(a, *b) and not same_side(b, *a)


def line_names(root, table):
    """Right of all lines, each beside a mark of its own line, from the top down as the lines end; leaders cross nothing."""
    ends, looks, star = {}, {}, set()
    for row in sorted((r for r in records(table)), key=lambda r: first_day(r['period'])):
        ends.setdefault(row['s'], None)
        if row['value']:
            ends[row['s']] = Fraction(row['value'])
        if row.get('qualifier') == 'own calculation':
            star.add(row['s'])
    right = Fraction(0)
    for path in root.iter(SVG + 'path'):
        place = tuple(map(Fraction, path.get('transform')[10:-1].split()))
        if title(path):
            looks[title(path).split(', ')[0]] = path.get('d'), path.get('fill')
            right = max(right, place[0])
    marks = {}
    for path in root.iter(SVG + 'path'):
        if not title(path):
            x, y = map(Fraction, path.get('transform')[10:-1].split())
            assert x > right + 10
            marks[path.get('d'), path.get('fill')] = x, y
    names = {}
    for text in root.iter(SVG + 'text'):
        if Fraction(text.get('x')) > right + 10 and not text.get('text-anchor'):
            names[''.join(text.itertext())] = text
    want = {s + (': ingen tal' if end is None else ' *' if s in star else ''): s for s, end in ends.items()}
    assert set(names) == set(want), (set(names), want)
    heights = []
    for name, text in names.items():
        series = want[name]
        if ends[series] is None:
            continue
        x, y = marks[looks[series]]
        assert x + 5 < Fraction(text.get('x')) and y < Fraction(text.get('y')) < y + 8, name
        heights.append((-ends[series], y, series))
    assert [h[1] for h in sorted(heights)] == sorted(h[1] for h in heights), heights
    points = [[tuple(map(Fraction, p.split(','))) for p in l.get('points').split()] for l in root.iter(SVG + 'polyline')]
    leaders = [[tuple(Fraction(l.get(n)) for n in pair) for pair in (('x1', 'y1'), ('x2', 'y2'))]
               for l in root.iter(SVG + 'line') if l.get('stroke-width') == '.8']
    for i, a in enumerate(leaders):
        assert a[0][0] >= right and a[1][0] > a[0][0]
        assert not any(meet(a, b) for b in leaders[:i]), a
    assert all(x <= right for line in points for x, _ in line)


def line_figures(svg, table):
    """The figure of each point beside it, and no line through any."""
    root = read(svg)
    rows = [r for r in records(table) if r['value']]
    placed = [(t, b) for t, b in texts(root) if t in {written(r['value']) for r in rows}]
    segments = []
    for line in root.iter(SVG + 'polyline'):
        points = [tuple(map(Fraction, p.split(','))) for p in line.get('points').split()]
        segments += list(zip(points, points[1:]))
    marks = {title(p): tuple(map(Fraction, p.get('transform')[10:-1].split())) for p in root.iter(SVG + 'path') if title(p)}
    for row in rows:
        x, y = marks[f"{row['period']}: {written(row['value'])}"]
        assert any(t == written(row['value']) and b[0] - 12 <= x <= b[2] + 12 and b[1] - 12 <= y <= b[3] + 12
                   for t, b in placed), row
    for content, (x1, y1, x2, y2) in placed:
        if x2 < min(p[0] for p in marks.values()):
            continue
        corners = [((x1, y1), (x2, y2)), ((x2, y1), (x1, y2))]
        assert not any(meet(s, c) for s in segments for c in corners), content


# Timelines.


def timeline(svg, table, as_of):
    """Marks and bars at their days, states as of the day, in the order of the last days."""
    root = read(svg)
    rows = records(table)
    order = sorted((i for i, r in enumerate(rows)), key=lambda i: (
        rows[i]['latest'] or rows[i]['earliest'] or '9999', rows[i]['earliest'] or rows[i]['latest'], i))
    groups = [g for g in root.iter(SVG + 'g') if title(g)]
    assert [title(g).split(': ')[0] for g in groups] == [rows[i]['title'] for i in order]
    days = [datetime.date.fromisoformat(d) for r in rows for d in (r['earliest'], r['latest']) if d]
    days.append(datetime.date.fromisoformat(as_of))
    first, last = min(days), max(days)
    dashed = {Fraction(l.get('x1')) for l in root.iter(SVG + 'line') if l.get('stroke-dasharray')}
    lanes = [box(r) for r in root.iter(SVG + 'rect') if r.get('fill') == '#f2f2f2']
    # What is behind a text, so that no line goes through it, lies within the lane before it.
    for lane, behind in zip(lanes, lanes[1:]):
        assert behind[1] > lane[3] or (behind[0] >= lane[0] and behind[2] <= lane[2] and behind[3] <= lane[3])
    lanes = [lane for lane in lanes if lane[2] - lane[0] == lanes[0][2] - lanes[0][0]]
    for above, below in zip(lanes, lanes[1:]):
        assert above[3] < below[1]
    left, right = lanes[0][0] + 9, lanes[0][2] - 9

    def place(day):
        part = Fraction((datetime.date.fromisoformat(day) - first).days, (last - first).days)
        return left + part * (right - left)

    assert any(abs(x - place(as_of)) <= Fraction(2, 100) for x in dashed)
    words = {'done': 'færdig', 'open': 'åben', 'overdue': 'frist passeret'}
    for group, row in zip(groups, (rows[i] for i in order)):
        status = row['status']
        if status == 'open' and row['latest'] and row['latest'] < as_of:
            status = 'overdue'
        said = title(group).split(' · ')
        assert said[-1] == words[status] if status else len(said) == 1, (row, said)
        mark = [g for g in group.iter(SVG + 'g') if g.get('transform')]
        if row['latest'] and (status or row['earliest'] in ('', row['latest'])):
            x = Fraction(mark[0].get('transform')[10:].split()[0])
            assert abs(x - place(row['latest'])) <= Fraction(2, 100), row
        spans = [r for r in group.iter(SVG + 'rect') if r.get('fill') != '#f2f2f2']
        if row['earliest'] and row['latest'] and row['earliest'] < row['latest']:
            x1, _, x2, _ = box(spans[0])
            assert abs(x1 - place(row['earliest'])) <= Fraction(2, 100), row
            assert abs(x2 - place(row['latest'])) <= Fraction(2, 100), row
        elif row['latest']:
            assert not spans


# Any picture.


def texts(root, within=None, scale=1, moved=(0, 0)):
    """Every line of text, with its box, letters taken as Arial's; but those of links, which hide, or theirs."""
    style = []
    links = {text for link in root.iter(SVG + 'a') for text in link.iter(SVG + 'text')}
    for text in (within if within is not None else root).iter(SVG + 'text'):
        if (text in links) != (within is not None):
            continue
        for line in [text] + list(text):
            size = Fraction(text.get('font-size') or root.get('font-size'))
            x, y = (Fraction(line.get(n)) for n in ('x', 'y'))
            content = (line.text or '').strip()
            width = sum(WIDTHS.get(c, 56) for c in content) * size / 100
            if text.get('font-weight'):
                width = width * 27 / 25
            shift = {'end': width, 'middle': width / 2}.get(text.get('text-anchor'), 0)
            place = (x - shift, y - size * 3 / 4, x - shift + width, y)
            style.append((content, tuple(moved[i % 2] + scale * p for i, p in enumerate(place))))
    return style


def shown_at_a_touch(root):
    """The texts of links, in units of the picture."""
    for group in root.iter(SVG + 'g'):
        if group.find(SVG + 'a') is None:
            continue
        x, y, scale = map(Fraction, re.fullmatch(
            r'translate\((\S+) (\S+)\) scale\((\S+)\)', group.get('transform')).groups())
        yield from texts(root, group, scale, (x, y))


WIDTHS = {' ': 28, 'f': 28, 't': 28, 'i': 22, 'j': 22, 'l': 22, 'r': 33, 'm': 83, 'w': 72, 'I': 28,
          '.': 28, ',': 28, '-': 33, '·': 33, 'W': 94, 'M': 83, 'æ': 89, 'Æ': 100, '−': 58}


def tidy(svg):
    """No text in another's way or beyond the edge; no reference outside; every id the picture's."""
    root = read(svg)
    width, height = map(Fraction, root.get('viewBox').split()[2:])
    placed = texts(root)
    for i, (content, a) in enumerate(placed):
        assert a[0] >= 0 and a[1] >= 0 and a[2] <= width and a[3] <= height, (content, a)
        for other, b in placed[i + 1:]:
            assert apart(a, b), (content, other)
    links = list(root.iter(SVG + 'a'))
    assert root.get('role') == ('group' if links else 'img')
    captions = list(shown_at_a_touch(root))
    assert len(captions) == len(links)
    for content, a in captions:
        assert inside(a, (0, 0, width, height)) and all(apart(a, b) for _, b in placed), (content, a)
    ids = [e.get('id') for e in root.iter() if e.get('id')]
    assert len(ids) == len(set(ids))
    named = root.get('aria-labelledby').split()
    assert len(named) == 2 and all(by_id(root, n).text for n in named), named
    prefix = named[0][:-len('title')]
    assert all(i.startswith(prefix) for i in ids), ids
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in (
            'svg', 'title', 'desc', 'rect', 'line', 'path', 'text', 'tspan', 'g', 'pattern', 'polyline',
            'circle') + (('a', 'style') if links else ()), element.tag
        for name, content in element.attrib.items():
            assert (name != 'href' if not links else content[0] == '#' or name != 'href') and 'href' not in name.removeprefix('href') and not name.startswith('on') and name != 'style', name
            for target in re.findall(r'url\(([^)]*)\)', content):
                assert target[0] == '#' and target[1:] in ids, target


if __name__ == '__main__':
    globals()[sys.argv[1]](*sys.argv[2:])
