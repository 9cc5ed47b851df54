# Municipalities that there are no longer: mergers.tsv, and what kkr-codes --period makes of it.

load common

MERGERS=$ROOT/schemas/mergers.tsv
AREAS=$ROOT/schemas/areas.tsv

# codes_of AREA PERIOD OPTION...: what a single record comes out with, or "aside".
codes_of() {
	local area=$1 period=$2
	shift 2
	printf 'area\tperiod\n%s\t%s\n' "$area" "$period" >one.tsv
	kkr-codes --period period --rejects one-rejects.tsv "$@" one.tsv >one-out.tsv || return
	sed 1d one-out.tsv | cut -f 1
	sed 1d one-rejects.tsv | sed 's/.*/aside/'
}

# assert_followed CODE AREA PERIOD OPTION...
assert_followed() {
	run codes_of "${@:2}"
	assert_success
	assert_output "$1"
}

# assert_aside REASON AREA PERIOD OPTION...: set aside, for a reason that holds REASON.
assert_aside() {
	run_split codes_of "${@:2}"
	quiet
	assert_output aside
	run sed 1d one-rejects.tsv
	assert_output --partial "$1"
}

# python STATEMENTS: with the rows of mergers.tsv as a list of old ones, each with its successors.
python() {
	PYTHONUTF8=1 python3 -c '
import collections, csv, datetime, random, sys

def read(path):
	with open(path, encoding="utf-8", newline="") as file:
		return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

rows, areas = read(sys.argv[1]), read(sys.argv[2])
Old = collections.namedtuple("Old", "code name last new main")
by_code = collections.OrderedDict()
for row in rows:
	by_code.setdefault(row["old_code"], []).append(row)
old = [Old(code, r[0]["old_name"], datetime.date.fromisoformat(r[0]["last_day"]),
	[x["new_code"] for x in r], [x["new_code"] for x in r if x["main"] == "yes"])
	for code, r in by_code.items()]
today = {a["code"]: a["name"] for a in areas}
'"$1" "$MERGERS" "$AREAS"
}

# ---- The list

@test "mergers.tsv has 246 of the 275 municipalities, and the other 29 are as they were" {
	run python '
print(len(rows), len(old), len({o.code for o in old}), len({o.name for o in old}))
unchanged = set(today) - {r["new_code"] for r in rows}
print(len(unchanged), len(unchanged) + len(old))'
	assert_output "260 246 246 246
29 275"
}

@test "mergers.tsv says when each ended: Bornholm in 2003, Ærø in 2006, all others in 2007" {
	run python '
for last in sorted({o.last for o in old}):
	here = [o for o in old if o.last == last]
	some = len(here) < 10
	print(last, len(here), *([o.code for o in here] if some else []), *({n for o in here for n in o.new} if some else []))'
	assert_output "2002-12-31 5 401 403 405 407 409 400
2005-12-31 2 443 493 492
2006-12-31 239"
}

@test "mergers.tsv goes to municipalities of today alone, in one step, and a split one has one largest part" {
	run python '
print("successors of today:", all(n in today for o in old for n in o.new))
print("one name and day for each code:", all(len({(r["old_name"], r["last_day"]) for r in v}) == 1 for v in by_code.values()))
print("rows of a code together:", [r["old_code"] for r in rows] == [r["old_code"] for v in by_code.values() for r in v])
print("one largest part:", all(len(o.main) == 1 for o in old))
print("part says what the rows do:", all((r["part"] == "part") == (len(by_code[r["old_code"]]) > 1) for r in rows))
print("split:", *(o.code for o in old if len(o.new) > 1))
ends = {o.code: o.last for o in old}
print("no successor ended later:", all(n not in ends or ends[n] <= o.last for o in old for n in o.new))'
	assert_output "successors of today: True
one name and day for each code: True
rows of a code together: True
one largest part: True
part says what the rows do: True
split: 233 509 525 567 601 605 611 627 717 719 747 793 833
no successor ended later: True"
}

@test "an old code or name that is one of today, too, went there: both readings lead to one area" {
	run python '
names = {name: code for code, name in today.items()}
same = [o for o in old if o.name in names]
print(len(same), all(o.new == [names[o.name]] for o in same))
both = [o for o in old if o.code in today]
print(len(both), all(o.new == [o.code] for o in both))
print(*(f"{o.code} {o.name} {today[o.code]}" for o in both if o.name != today[o.code]), sep="\n")'
	assert_output "45 True
22 True
707 Grenaa Norddjurs
849 Aabybro Jammerbugt"
}

# ---- Following

@test "an old code or name in a record of its time follows to the municipality of today" {
	assert_followed 240 171 2005
	assert_followed 240 0171 2005
	assert_followed 240 '171 Ledøje-Smørum' 2005
	assert_followed 240 '0171 LEDOEJE SMOERUM' 2005
	assert_followed 240 'Ledøje-Smørum Kommune' 2005
	assert_followed 230 'Søllerøds Kommune' 1999
	assert_followed 400 401 2002
	assert_followed 400 'Allinge-Gudhjem' 2002-Q4
	assert_followed 492 '443 Marstal' 2005-12
	assert_followed 580 'Åbenrå' 2006
	assert_followed 580 $'545 A\xcc\x8abenra\xcc\x8a' 2006
}

@test "names that old municipalities had in lists of their time are read" {
	assert_followed 400 'Neksø' 2001
	assert_followed 376 'Nykøbing F.' 2001
	assert_followed 376 '375 Nr. Alslev' 2001
	assert_followed 410 'Nr. Åby Kommune' 2001
	assert_followed 707 '725 Nr. Djurs' 2001
	assert_followed 756 'Nr. Snede' 2001
	assert_followed 550 '525 Nr. Rangstrup' 2001 --split main
}

@test "an old code or name in a record after its time is set aside, and the reason says since when" {
	assert_aside "area '171 Ledøje-Smørum': Ledøje-Smørum (171) was a municipality until 2006-12-31, before the period '2007'; it went to 240 Egedal" \
		'171 Ledøje-Smørum' 2007
	assert_aside "Allinge-Gudhjem (401) was a municipality until 2002-12-31, before the period '2003'; it went to 400 Bornholm" \
		401 2003
	assert_aside 'Marstal (443) was a municipality until 2005-12-31' Marstal 2006
	assert_aside 'it went to 219 Hillerød and 250 Frederikssund' 233 2007 --split main
	printf 'area\tperiod\n171\t2007\n' >in.tsv
	run_split kkr-codes --period period in.tsv
	assert_equal "$status" 65
	assert_equal "$stderr" "kkr-codes: in.tsv:2: area '171': Ledøje-Smørum (171) was a municipality until 2006-12-31, before the period '2007'; it went to 240 Egedal"
}

@test "a period counts by its first day: one that straddles the change is of before it" {
	for period in 2006-12-31 2006-12 2006-Q4 2006-H2 2006 2006-W52; do
		assert_followed 240 171 "$period"
	done
	# 1 January 2007 is a Monday, the first day of its week; 30 December 2002 is one of 2003-W01.
	for period in 2007-01-01 2007-01 2007-Q1 2007-H1 2007 2007-W01; do
		assert_aside 'until 2006-12-31' 171 "$period"
	done
	assert_followed 400 401 2003-W01
	assert_aside 'until 2002-12-31' 401 2003-01-01
}

@test "a split municipality is set aside, or goes to its largest part with --split main" {
	reason="area '233 Slangerup' was split on 2007-01-01 among 219 Hillerød and 250 Frederikssund (--split main counts it with 250, where its largest part went)"
	assert_aside "$reason" '233 Slangerup' 2005
	assert_aside "$reason" '233 Slangerup' 2005 --split reject
	assert_followed 250 '233 Slangerup' 2005 --split main
	assert_aside 'among 791 Viborg, 820 Vesthimmerlands and 846 Mariagerfjord' Aalestrup 2005
	assert_followed 820 Aalestrup 2005 --split main
}

@test "a code in use before and after keeps to the date" {
	assert_followed 849 849 2005
	assert_followed 849 849 2010
	assert_followed 849 '849 Aabybro' 2005
	assert_aside 'Aabybro (849) was a municipality until 2006-12-31' '849 Aabybro' 2010
	assert_followed 849 '849 Jammerbugt' 2010
	# By its date the code is that of Aabybro: only --to shows the difference.
	assert_followed 849 849 2005 --to 2006 --add name
	assert_equal "$(sed 1d one-out.tsv | cut -f 3)" Aabybro
	assert_followed 849 849 2010 --to 2006 --add name
	assert_equal "$(sed 1d one-out.tsv | cut -f 3)" Jammerbugt
}

@test "a name in use before and after keeps to the date, and to its code" {
	assert_followed 250 Frederikssund 2005
	assert_followed 250 Frederikssund 2010
	assert_followed 209 Frederikssund 2005 --to 2006
	assert_followed 250 '209 Frederikssund' 2005
	assert_aside 'Frederikssund (209) was a municipality until 2006-12-31' '209 Frederikssund' 2010
}

@test "a municipality of today in a record of before its time is itself: series are published so" {
	assert_followed 240 240 1995
	assert_followed 240 '240 Egedal' 1995
	assert_followed 849 '849 Jammerbugt' 1995
	assert_followed 250 '250 Frederikssund' 1995
	assert_followed 101 København 1995
	assert_followed 084 'Region Hovedstaden' 1995
}

@test "an old code and name that contradict each other are a bad record" {
	assert_aside "the code is that of Ledøje-Smørum, the name is not" '171 Søllerød' 2005
	assert_aside "the code is that of Ledøje-Smørum, the name is not" '171 Egedal' 2005
	assert_aside "the code is that of Egedal, the name is not" '240 Ledøje-Smørum' 2005
	assert_aside "the code is that of Aabybro, the name is not" '849 Brovst' 2005
	assert_aside "the code is that of Jammerbugt, the name is not" '849 Brovst' 2010
}

@test "with --period an empty or bad period is a bad record, whatever the area" {
	printf 'area\tperiod\n101\t\nKøbenhavn\t2005-13\n171\t2004-2005\n101\t2005-02-29\n101\t2005\n' >in.tsv
	run_split kkr-codes --period period --rejects rejects.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\tperiod\n101\t2005\n')"
	run cut -f 2,3 rejects.tsv
	assert_output "line${TAB}reason
2${TAB}the period is empty
3${TAB}'2005-13' is not a period (2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05, 2025-01-31 or 2024/2025)
4${TAB}'2004-2005' is not a period: it spans several years (a school year is 2024/2025)
5${TAB}'2005-02-29' is not a period (2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05, 2025-01-31 or 2024/2025)"
}

@test "with --period a period may stand as offices write it, and a school year begins on 1 August" {
	rows 'area period' '171 2006K4' '171 dec.~2006' '171 2005/2006' '240 2006/2007' '240 2007/2008' '171 31.12.2006' >in.tsv
	run_split kkr-codes --period period --to 2007 in.tsv
	assert_success
	assert_output "$(rows 'area period' '240 2006K4' '240 dec.~2006' '240 2005/2006' '240 2006/2007' '240 2007/2008' '240 31.12.2006')"
	# Before the school year's first day, 1 August 2007, the old municipality has ended.
	rows 'area period' '171 2007/2008' >in.tsv
	run_split kkr-codes --period period in.tsv
	refused 65 "Ledøje-Smørum (171) was a municipality until 2006-12-31, before the period '2007/2008'"
}

@test "--period names a column, and one that is not there is 65" {
	printf 'area\ttid\n171\t2005\n' >in.tsv
	run_split kkr-codes --period tid in.tsv
	assert_success
	assert_output "$(printf 'area\ttid\n240\t2005\n')"
	run_split kkr-codes --period period in.tsv
	refused 65 "there is no column 'period'" --period
}

@test "without --period only today's codes are known, and the reason names the option" {
	printf 'area\n171 Ledøje-Smørum\n' >in.tsv
	run_split kkr-codes in.tsv
	refused 65 "kkr-codes: in.tsv:2: area '171 Ledøje-Smørum' is not in the code list of today: Ledøje-Smørum (171) was a municipality until 2006-12-31 and went to 240 Egedal (--period COLUMN follows it in records of its time)"
	printf 'area\n849\nFrederikssund\n' >in.tsv
	run_split kkr-codes in.tsv
	assert_success
	assert_output "$(printf 'area\n849\n250\n')"
}

@test "a code that nobody has had, and one in another form, is unknown with --period too" {
	for area in 172 0172 1171 171x -171 '1 71' 17 00171 'Ledøje' 'Ledøje-Smørum-By' kommune; do
		assert_aside 'is not in the code list' "$area" 2005
	done
}

# ---- --to

@test "--to YEAR follows no change that is newer than YEAR" {
	assert_followed 171 171 2001 --to 2006
	assert_followed 171 'Ledøje-Smørum' 2001 --to 2006
	assert_followed 240 171 2001 --to 2007
	assert_followed 443 443 2001 --to 2005
	assert_followed 492 443 2001 --to 2006
	assert_followed 400 401 2001 --to 2003
	assert_followed 401 401 2001 --to 2002
	# What is kept whole is not split, either.
	assert_followed 233 233 2001 --to 2006
	assert_followed 250 233 2001 --to 2007 --split main
}

@test "--to leaves areas of today as they are, and an old code after its time is still set aside" {
	assert_followed 240 240 2010 --to 2003
	assert_followed 240 240 2001 --to 2003
	assert_aside 'until 2006-12-31' 171 2010 --to 2003
}

@test "a municipality that --to keeps has its own name and level, and no region" {
	printf 'area\tperiod\n171\t2001\n' >in.tsv
	run_split kkr-codes --period period --to 2006 --levels municipality \
		--add name,region,region_name,kkr,landsdel,landsdel_name,nuts3,level in.tsv
	assert_success
	assert_output "$(printf 'area\tperiod\tname\tregion\tregion_name\tkkr\tlandsdel\tlandsdel_name\tnuts3\tlevel\n171\t2001\tLedøje-Smørum\t\t\t\t\t\t\tmunicipality\n')"
}

@test "--to and --split belong to --period, and take what they take" {
	printf 'area\tperiod\n' >in.tsv
	run_split kkr-codes --to 2006 in.tsv
	refused 64 '--to is for what --period COLUMN follows'
	run_split kkr-codes --split main in.tsv
	refused 64 '--split is for what --period COLUMN follows'
	for year in 206 20066 2006-01 '' x 0000; do
		run_split kkr-codes --period period --to "$year" in.tsv
		refused 64 "--to: '$year' is no year of four digits"
	done
	run_split kkr-codes --period period --split largest in.tsv
	refused 64 "--split: 'largest' is none of: reject, main"
}

# ---- All of them

# What python wrote: an area, a period, what it becomes ("-": set aside) and what is tried.
assert_all() {
	local rows=$1
	shift
	assert_equal "$(sed 1d all.tsv | wc -l)" "$rows"
	run_split kkr-codes --period period --rejects rejects.tsv "$@" all.tsv
	assert_success
	quiet
	printf '%s\n' "$output" >got.tsv
	awk -F '\t' -v OFS='\t' 'NR > 1 && $3 == "-" { next } NR > 1 { $1 = $3 } { print }' all.tsv | diff - got.tsv
	awk -F '\t' 'NR > 1 && $3 == "-" { print NR }' all.tsv >want-lines
	sed 1d rejects.tsv | cut -f 2 | diff want-lines -
}

# Each of the 246 in eight spellings, on its last day and the day after, and in periods around them.
everything='
def ascii(name):
	for letter, pair in zip("æøåÆØÅ", ("ae", "oe", "aa", "Ae", "Oe", "Aa")):
		name = name.replace(letter, pair)
	return name

def spellings(o):
	yield from (o.code, "0" + o.code, f"{o.code} {o.name}", f"0{o.code} {ascii(o.name).upper()}")
	yield from (o.name, o.name + " Kommune", o.name.replace("-", " ").lower(), f"{o.code} {o.name} i alt")

def before(o):
	return [o.last.isoformat(), f"{o.last:%Y-%m}", f"{o.last.year}-Q4", f"{o.last.year}-H2", f"{o.last.year}"]

def after(o):
	y = o.last.year + 1
	return [f"{y}-01-01", f"{y}-01", f"{y}-Q1", f"{y}-H1", f"{y}"]

# After its time: its name may be that of a municipality of today, and its code too.
def later(o, s):
	names = {name.lower(): code for code, name in today.items()}
	if s in (o.code, "0" + o.code):
		return o.code if o.code in today else "-"
	if s[:3] == o.code or s[1:4] == o.code:
		return o.code if today.get(o.code, "").lower() == o.name.lower() else "-"
	return names.get(o.name.lower(), "-")

print("area", "period", "becomes", sep="\t")
'

@test "all 246 follow in eight spellings on their last day, and not on the day after" {
	python "$everything"'
for o in old:
	for s in spellings(o):
		for p in before(o):
			print(s, p, o.new[0] if len(o.new) == 1 else "-", sep="\t")
		for p in after(o):
			print(s, p, later(o, s), sep="\t")' >all.tsv
	assert_all 19680
}

@test "all 246 follow on days drawn at random, the split ones to their largest part" {
	python "$everything"'
random.seed(2007)
for n in range(20000):
	o = random.choice(old)
	s = random.choice(list(spellings(o)))
	day = datetime.date(1971, 1, 1) + datetime.timedelta(random.randrange(20000))
	print(s, day, o.main[0] if day <= o.last else later(o, s), sep="\t")' >all.tsv
	assert_all 20000 --split main
}

@test "all 246 are kept or followed as --to says" {
	for year in 2002 2003 2005 2006 2007; do
		python "$everything"'
for o in old:
	for s in spellings(o):
		kept = o.last.year + 1 > '"$year"'
		print(s, o.last, o.code if kept else o.main[0], sep="\t")' >all.tsv
		assert_all 1968 --to "$year" --split main
	done
}

@test "a list of one's own that lacks a municipality lacks what went to it" {
	grep -v ^240 "$AREAS" >list.tsv
	printf 'area\tperiod\n181\t2005\n171\t2005\n' >in.tsv
	run_split kkr-codes --areas list.tsv --period period in.tsv
	assert_equal "$status" 65
	assert_equal "$stderr" "kkr-codes: in.tsv:3: area '171' is not in the code list (a code of today, or a name; regions and landsdele with that word before them)"
	# Slangerup was split between 219 and 250.
	grep -v ^219 "$AREAS" >list.tsv
	assert_aside 'is not in the code list' 233 2005 --split main --areas list.tsv
}

@test "records in are records out and records set aside, with --period too" {
	awk 'BEGIN { print "area\tperiod\tn"; srand(246)
		split("171 233 849 401 101 Slangerup Nowhere 999 411", area, " ")
		for (n = 1; n <= 5000; n++)
			print area[int(rand() * 9) + 1] "\t" 1998 + int(rand() * 15) "\t" n }' >in.tsv
	kkr-codes --period period --rejects rejects.tsv in.tsv >out.tsv
	in=$(sed 1d in.tsv | wc -l) out=$(sed 1d out.tsv | wc -l) aside=$(sed 1d rejects.tsv | wc -l)
	assert_equal $((out + aside)) "$in"
	# Each record is in one of them, and both keep the order.
	{
		sed 1d out.tsv | cut -f 3
		sed 1d rejects.tsv | cut -f 4 | sed 's/.*\\t//'
	} | sort -n | diff <(seq 5000) -
	sed 1d out.tsv | cut -f 3 | sort -nc
}

@test "figures of old municipalities are summed to those of today with datamash, as the manual says" {
	printf 'area\tperiod\tmeasure\tvalue\n171\t2005\tn\t10\n235\t2005\tn\t15\n101\t2005\tn\t7\n237\t2005\tn\t0.5\n' >in.tsv
	kkr-codes --period period in.tsv | datamash -sH -g area,period,measure sum value |
		sed '1s/GroupBy(\([a-z_]*\))/\1/g; 1s/sum(value)/value/' >sums.tsv
	printf 'area\tperiod\tmeasure\tvalue\n101\t2005\tn\t7\n240\t2005\tn\t25.5\n' | diff - sums.tsv
	run_split kkr-check sums.tsv
	assert_success
	run_split bash -c 'kkr-codes --period period in.tsv | kkr-check'
	assert_equal "$status" 65
}
