# What else turns up in an area column: places that are no area of the code list, texts that have
# suffered on their way, and the report of what was recognised how.

load common

OTHERS=$ROOT/schemas/no-areas.tsv

# aside REASON AREA...: each is set aside for a reason that holds REASON.
aside() {
	local reason=$1
	shift
	printf '%s\n' area "$@" >in.tsv
	run_split kkr-codes --rejects rejects.tsv in.tsv
	assert_equal "$status" 0
	quiet
	assert_output area
	assert_equal "$(sed 1d rejects.tsv | cut -f 4)" "$(printf '%s\n' "$@")"
	run grep -vcF -e "$reason" <(sed 1d rejects.tsv | cut -f 3)
	assert_output 0
}

# ---- Places

@test "Christiansø is no municipality, and is set aside with the option that would count it" {
	aside 'which is no municipality (--christiansoe bornholm counts it with 400)' \
		411 0411 Christiansø '411 Christiansø' 'CHRISTIANSOE' 'Christians Ø' Ertholmene
	printf 'area\n411\n' >in.tsv
	run_split kkr-codes in.tsv
	refused 65 "kkr-codes: in.tsv:2: area '411' is Christiansø"
	run_split kkr-codes --christiansoe reject in.tsv
	refused 65 "kkr-codes: in.tsv:2: area '411' is Christiansø"
}

@test "--christiansoe bornholm counts it with 400, at any time" {
	printf 'area\tperiod\tvalue\n400\t2020\t39000\n411\t2020\t90\nChristiansø\t2001\t100\n' >in.tsv
	run_split kkr-codes --christiansoe bornholm --add name in.tsv
	assert_success
	assert_output "$(printf 'area\tperiod\tvalue\tname\n400\t2020\t39000\tBornholm\n400\t2020\t90\tBornholm\n400\t2001\t100\tBornholm\n')"
	run_split kkr-codes --christiansoe bornholm --period period in.tsv
	assert_success
	assert_equal "$(sed 1d <<<"$output" | cut -f 1 | uniq -c | xargs)" '3 400'
}

@test "two rows for 400 are a fault for kkr-check, until they are summed as the manual says" {
	printf 'area\tperiod\tmeasure\tvalue\n400\t2020\tn\t39000\n411\t2020\tn\t90\n' >in.tsv
	run_split bash -c 'kkr-codes --christiansoe bornholm in.tsv | kkr-check'
	assert_equal "$status" 65
	run_split bash -c "kkr-codes --christiansoe bornholm in.tsv | datamash -sH -g area,period,measure sum value |
		sed '1s/GroupBy(\([a-z_]*\))/\1/g; 1s/sum(value)/value/' | kkr-check"
	assert_success
	assert_output "$(printf 'area\tperiod\tmeasure\tvalue\n400\t2020\tn\t39090\n')"
}

@test "--christiansoe takes reject and bornholm, and needs a 400 in the code list" {
	printf 'area\n411\n' >in.tsv
	run_split kkr-codes --christiansoe 400 in.tsv
	refused 64 "--christiansoe: '400' is none of: reject, bornholm"
	grep -v ^400 "$ROOT/schemas/areas.tsv" >list.tsv
	run_split kkr-codes --christiansoe bornholm --areas list.tsv in.tsv
	refused 78 'list.tsv: --christiansoe bornholm: there is no 400 in this code list'
}

@test "999, uoplyst and their like are set aside as not stated" {
	aside "is 'not stated' in the source" 999 0999 998 uoplyst Uoplyst UOPLYST '999 Uoplyst' 'Uoplyst kommune' \
		'998 Uoplyst kommune' 'Kommune uoplyst' 'ikke oplyst' Ukendt 'Ukendt kommune' 'Uoplyst i alt'
}

@test "the codes and names of Greenland's municipalities are set aside as Greenland's" {
	aside "is Greenland's" 955 956 957 958 959 960 961 0957 'Kommuneqarfik Sermersooq' '957 Qeqqata Kommunia' \
		'Avannaata Kommunia' '959 Kommune Qeqertalik' Kujalleq Grønland 901 953 '909 Godthåb' '0915 JAKOBSHAVN'
}

@test "counties and what is outside Denmark are set aside as that" {
	aside 'is a county (amt) of before 2007: counties are not in the code list' 015 070 080 '015 Københavns Amt' \
		'Århus Amt' 'Ringkøbing Amt' 'Ringkjøbing Amt' 'Ribe Amtskommune' 'BORNHOLMS AMT'
	aside 'is outside Denmark' 950 997 Udlandet 'Uden for Danmark' '997 Udlandet'
}

@test "a code of these beside another's name contradicts it" {
	aside 'the name is not' '999 København' '411 Bornholm' '955 København' '101 Uoplyst' '400 Christiansø' '999 Grønland'
}

@test "every row of no-areas.tsv is read, by code and by name, and is no area of today or before" {
	awk -F '\t' 'NR > 1 { if ($1) { print $1; print 0 $1; print $1 " " $2 } print $2 }' "$OTHERS" | sort -u >texts
	(echo area && cat texts) >in.tsv
	kkr-codes --rejects rejects.tsv --details report.tsv in.tsv >out.tsv
	assert_equal "$(cat out.tsv)" area
	assert_equal "$(sed 1d report.tsv | cut -f 1 | sort -u | xargs)" 'abroad christiansoe county greenland labour_market not_stated'
	assert_equal "$(sed 1d report.tsv | cut -f 3 | sort)" "$(sort texts)"
	# Their kinds are those of the list.
	awk -F '\t' 'FNR == NR { kind[$2] = $3; next } FNR > 1 && ($3 in kind) && kind[$3] != $1' "$OTHERS" report.tsv >wrong
	assert_equal "$(cat wrong)" ''
	run cut -f 1 "$ROOT/schemas/mergers.tsv" "$ROOT/schemas/areas.tsv"
	refute_line --regexp '^(411|9[0-9][0-9]|0[1-8][05])$'
}

@test "a code list of one's own may have what is no area otherwise" {
	sed 's/^400\tBornholm/411\tChristiansø/' "$ROOT/schemas/areas.tsv" >list.tsv
	printf 'area\n411\nChristiansø\n' >in.tsv
	run_split kkr-codes --areas list.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\n411\n411\n')"
}

# ---- Texts that have suffered

# assert_mended HOW: of in.tsv, whose columns are area and code, each area becomes its code, mended so.
assert_mended() {
	run_split kkr-codes --details report.tsv in.tsv
	assert_success
	assert_equal "$stderr" ''
	printf '%s\n' "$output" >got.tsv
	awk -F '\t' -v OFS='\t' 'NR > 1 { $1 = $2 } { print }' in.tsv | diff - got.tsv
	run cut -f 2 report.tsv
	assert_equal "$(sed 1d <<<"$output" | sort -u)" "$1"
}

@test "double-encoded UTF-8 is read" {
	printf '%s\t%s\n' area code 'KÃ¸benhavn' 101 'KÃ¸benhavns Kommune' 101 '101 KÃ¸benhavn' 101 >in.tsv
	assert_mended encoding
}

@test "every municipality and region is read from double-encoded UTF-8, by Windows-1252 and by ISO 8859-1" {
	PYTHONUTF8=1 python3 -c '
import csv, sys, unicodedata
def windows(text):
	return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
print("area", "code", sep="\t")
with open(sys.argv[1], encoding="utf-8", newline="") as areas:
	for row in csv.DictReader(areas, delimiter="\t", quoting=csv.QUOTE_NONE):
		for code, name in ((row["code"], row["name"]), (row["region"], row["region_name"])):
			forms = {name, name.upper(), f"{code} {name}", name.replace("Aa", "Å").replace("aa", "å"),
				unicodedata.normalize("NFD", name.replace("Aa", "Å").replace("aa", "å"))}
			for form in sorted(f for f in forms if not f.isascii()):
				print(windows(form), code, sep="\t")
				print(form.encode().decode("latin-1"), code, sep="\t")
' "$ROOT/schemas/areas.tsv" >in.tsv
	assert [ "$(wc -l <in.tsv)" -gt 300 ]
	grep -q 'Ã…rhus' in.tsv
	grep -q 'Ã†RÃ˜' in.tsv
	assert_mended encoding
}

@test "soft hyphens, no-break spaces and other unseen characters do not matter" {
	printf 'area\tcode\n' >in.tsv
	printf '%b\t%s\n' 'Køben\u00adhavn' 101 'Københavns\u00a0Kommune' 101 '101\u00a0København' 101 '101\u202fKøbenhavn' 101 \
		'\u00a0101\u00a0' 101 '\ufeff101' 101 'Høje\u2011Taastrup' 169 'Kø\u200bbenhavn' 101 'Køben\u2060havn' 101 \
		'Region\u00a0Hovedstaden\u00a0i\u00a0alt' 084 'DK01\u00a0Hovedstaden' 084 'Lyngby\u00ad-Taarbæk' 173 >>in.tsv
	assert_mended unseen
}

@test "double-encoded and unseen at once is read, whichever came first" {
	printf 'area\tcode\n' >in.tsv
	printf '%b\t%s\n' 'K\u00c3\u00b8benhavns\u00c2\u00a0Kommune' 101 'K\u00c3\u00b8benhavns\u00a0Kommune' 101 \
		'K\u00c3\u00b8ben\u00c2\u00adhavn' 101 >>in.tsv
	assert_mended 'encoding unseen'
}

@test "old names and what is no area are mended, too" {
	printf 'area\tperiod\nLedÃ¸je-SmÃ¸rum\t2005\nSlangerup\u00adby\t2005\n' >in.tsv
	printf '%b\t2005\n' 'Slange\u00adrup' 'Christians\u00c3\u00b8' 'Uop\u00adlyst' '\u00a0' >>in.tsv
	run_split kkr-codes --period period --rejects rejects.tsv --details report.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\tperiod\n240\t2005\n')"
	run cut -f 1,2,4,6 report.tsv
	assert_output "$(printf 'how\tmended\tcode\tcount\nchristiansoe\tencoding\t\t1\nempty\tunseen\t\t1\nformer\tencoding\t240\t1\nnot_stated\tunseen\t\t1\nsplit\tunseen\t\t1\nunknown\t\t\t1\n')"
}

@test "what is double-encoded in part, or is no UTF-8 below, is refused as it stands" {
	aside 'not in the code list' 'KÃ¸benhavn på Sjælland' 'KÃbenhavn' 'Ã¸' 'KÃ¸bing'
	aside "area 'KÃ¸bing'" 'KÃ¸bing'
	aside 'the name is not' '101 Ã…rhus'
}

# ---- The report

@test "--details counts what was recognised how, sorted by its columns" {
	printf '%s\n' area 101 København 101 'KÃ¸benhavn' '101 København' København 999 Gotham Gotham '101 Odense' '' 171 411 >in.tsv
	run_split kkr-codes --details report.tsv --rejects rejects.tsv in.tsv
	assert_success
	quiet
	tr '|' '\t' >want.tsv <<-'END'
		how|mended|given|code|name|count
		christiansoe||411|||1
		code||101|101|København|2
		code_name||101 København|101|København|1
		contradiction||101 Odense|||1
		empty|||||1
		ended||171|||1
		name||København|101|København|2
		name|encoding|KÃ¸benhavn|101|København|1
		not_stated||999|||1
		unknown||Gotham|||2
	END
	diff want.tsv report.tsv
}

@test "the report has the words of --period and --christiansoe, and one text may have two meanings" {
	printf 'area\tperiod\n209\t2005\nFrederikssund\t2005\nFrederikssund\t2010\nSlangerup\t2005\n233\t2010\n411\t2005\n101\tx\n' >in.tsv
	run_split kkr-codes --period period --split main --christiansoe bornholm --details report.tsv --rejects rejects.tsv in.tsv
	assert_success
	tr '|' '\t' >want.tsv <<-'END'
		how|mended|given|code|name|count
		christiansoe||411|400|Bornholm|1
		ended||233|||1
		former||209|250|Frederikssund|1
		former||Frederikssund|250|Frederikssund|1
		largest_part||Slangerup|250|Frederikssund|1
		name||Frederikssund|250|Frederikssund|1
		no_period||101|||1
	END
	diff want.tsv report.tsv
	printf 'area\tperiod\nSlangerup\t2005\n' >in.tsv
	run_split kkr-codes --period period --details report.tsv --rejects rejects.tsv in.tsv
	assert_success
	run cut -f 1,3,6 report.tsv
	assert_output "$(printf 'how\tgiven\tcount\nsplit\tSlangerup\t1\n')"
}

@test "the report counts the records that --levels drops, and its counts add up to the records read" {
	awk 'BEGIN { print "area\tn"; srand(4)
		split("101|Region Sjælland|DK011|Gotham|999|KÃ¸ge|751 Aarhus|", area, "|")
		for (n = 1; n <= 3000; n++)
			print area[int(rand() * 8) + 1] "\t" n }' >in.tsv
	kkr-codes --levels region --details report.tsv --rejects rejects.tsv in.tsv >out.tsv
	awk -F '\t' 'NR > 1 { n[$1]++ } END { for (a in n) print a "\t" n[a] }' in.tsv | LC_ALL=C sort >want.tsv
	sed 1d report.tsv | cut -f 3,6 | LC_ALL=C sort | diff want.tsv -
	run awk -F '\t' 'NR > 1 { n += $6 } END { print n }' report.tsv
	assert_output 3000
	LC_ALL=C sort -c <(sed 1d report.tsv | cut -f 1-4)
}

@test "the report is records, whatever stands in them" {
	printf 'area\na\\tb\\\\\nK\xc3\x83\xc2\xb8ge\n' >in.tsv
	run_split kkr-codes --details report.tsv --rejects rejects.tsv in.tsv
	assert_success
	run_split kkr-format report.tsv
	assert_success
	run cut -f 3 report.tsv
	assert_line --index 2 'a\tb\\'
}

@test "the report has its header where there is nothing to count, and where a run ends badly" {
	printf 'area\n' >in.tsv
	run_split kkr-codes --details report.tsv in.tsv
	assert_success
	printf 'how\tmended\tgiven\tcode\tname\tcount\n' | cmp - report.tsv
	printf 'area\n101\nGotham\n' >in.tsv
	run_split kkr-codes --details report.tsv in.tsv
	assert_equal "$status" 65
	printf 'how\tmended\tgiven\tcode\tname\tcount\n' | cmp - report.tsv
}

@test "the file of --details is none of the others, and can be made" {
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --details in.tsv in.tsv
	refused 64 'in.tsv: is both an input and the file of --details'
	assert_equal "$(cat in.tsv)" "$(printf 'area\n101')"
	run_split kkr-codes --details - in.tsv
	refused 64 "--details: names a file, and '-' is none"
	run_split kkr-codes --details x.tsv --rejects ./x.tsv in.tsv
	refused 64 'x.tsv: is both the file of --details and the file of --rejects'
	run_split kkr-codes --details no/such/folder.tsv in.tsv
	refused 73 'kkr-codes: no/such/folder.tsv: '
	run_split kkr-codes --details /dev/full in.tsv
	assert_equal "$status" 74
}

@test "the report's memory is that of its different texts, not of its records" {
	measures_memory
	awk 'BEGIN { print "area\tn"; for (n = 0; n < 1000000; n++) print (n % 2 ? "KÃ¸benhavn" : "Gotham " n % 100) "\t" n }' |
		command time -f %M -o memory kkr-codes --details report.tsv --rejects /dev/null | wc -l >count
	assert_equal "$(<count) $(wc -l <report.tsv)" '500001 52'
	[ "$(<memory)" -lt 16384 ] || fail "$(<memory) KB"
}
