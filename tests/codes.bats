load common

AREAS=$ROOT/schemas/areas.tsv

# assert_code CODE SPELLING...: each spelling is read as the area with that code, in silence.
assert_code() {
	local code=$1 spelling
	shift
	printf 'area\tspelling\n' | tee in.tsv >want.tsv
	for spelling; do
		printf '%s\t%s\n' "$spelling" "$spelling" >>in.tsv
		printf '%s\t%s\n' "$code" "$spelling" >>want.tsv
	done
	run_split kkr-codes in.tsv
	assert_equal "$stderr" ''
	assert_success
	assert_output "$(<want.tsv)"
}

# assert_refused REASON SPELLING...: each spelling is a bad record, for a reason that holds REASON.
assert_refused() {
	local reason=$1
	shift
	printf '%s\n' area "$@" >in.tsv
	run_split kkr-codes --rejects rejects.tsv in.tsv
	quiet
	assert_success
	assert_output area
	assert_equal "$(sed 1d rejects.tsv | cut -f 4)" "$(printf '%s\n' "$@")"
	assert_equal "$(sed 1d rejects.tsv | cut -f 3 | grep -vcF -e "$reason")" 0
}

# spell: a table of area, code and kind of spelling, derived from areas.tsv by the statements on
# standard input, which call say(kind, text, code) for a row with the columns of the list.
spell() {
	PYTHONUTF8=1 python3 -c '
import csv, sys, unicodedata
from unicodedata import normalize

def say(kind, text, code):
	print(text, code, kind, sep="\t")

def ascii(name):
	for letter, pair in zip("æøåÆØÅ", ("ae", "oe", "aa", "Ae", "Oe", "Aa")):
		name = name.replace(letter, pair)
	return name

def genitive(name):
	return name if name.endswith("s") else name + "s"

statements = compile(sys.stdin.read(), "statements", "exec")
print("area", "code", "kind", sep="\t")
with open(sys.argv[1], encoding="utf-8", newline="") as areas:
	for row in csv.DictReader(areas, delimiter="\t", quoting=csv.QUOTE_NONE):
		exec(statements, globals() | row)
' "$AREAS"
}

# Reads spellings.tsv, which spell made; of each row the area must become what stands beside it.
assert_spellings() {
	local rows=$1
	assert_equal "$(sed 1d spellings.tsv | wc -l)" "$rows"
	run_split kkr-codes spellings.tsv
	assert_equal "$stderr" ''
	assert_success
	printf '%s\n' "$output" >got.tsv
	awk -F '\t' -v OFS='\t' 'NR > 1 { $1 = $2 } { print }' spellings.tsv | diff - got.tsv
}

# ---- Spellings

@test "a municipality's code is read with and without its leading zero" {
	assert_code 101 101 0101
	assert_code 851 851 0851
}

@test "a code and its name are read together" {
	assert_code 101 '101 København' '0101 København' '101  København' '101 københavn' \
		'101 Københavns Kommune' '101 Koebenhavn' '101 København i alt'
}

@test "a name is read with and without the word Kommune and the genitive s before it" {
	assert_code 101 København 'Københavns Kommune' 'København Kommune' 'københavns kommune' Københavns
	assert_code 420 Assens 'Assens Kommune'
	assert_code 730 Randers 'Randers Kommune'
}

@test "the case of a name does not matter" {
	assert_code 101 KØBENHAVN københavn kØBENHAVN 'KØBENHAVNS KOMMUNE'
	assert_code 492 ærø ÆRØ Ærø
	assert_code 751 århus ÅRHUS Århus
}

@test "æ, ø and å may be written ae, oe and aa, and aa may be written å" {
	assert_code 101 KOEBENHAVN Koebenhavn koebenhavn
	assert_code 492 Aeroe AEROE aerø Æroe
	assert_code 751 Aarhus Århus århus AARHUS
	assert_code 580 Aabenraa Åbenrå Aabenrå Åbenraa
	assert_code 173 Lyngby-Taarbæk Lyngby-Tårbæk Lyngby-Taarbaek
}

@test "spaces and hyphens within a name do not matter" {
	assert_code 169 Høje-Taastrup 'Høje Taastrup' HøjeTaastrup 'Høje - Tåstrup' 'HOEJE  TAASTRUP'
	assert_code 756 Ikast-Brande 'Ikast Brande' ikastbrande
	assert_code DK022 'Vest- og Sydsjælland' 'Vest og Sydsjælland'
}

@test "spaces around an area do not matter" {
	assert_code 101 ' 101' '101 ' '  København  ' ' 101 København '
	assert_code 000 ' Danmark i alt '
}

@test "a letter and its ring may be one character, two, or the angstrom sign" {
	assert_code 751 $'\xc3\x85rhus' $'A\xcc\x8arhus' $'\xe2\x84\xabrhus' $'a\xcc\x8arhus' $'a\xcc\x8aRHUS'
	assert_code 185 $'T\xc3\xa5rnby' $'Ta\xcc\x8arnby' $'TA\xcc\x8aRNBY' $'T\xe2\x84\xabrnby'
	assert_code 580 $'A\xcc\x8abenra\xcc\x8a' $'\xc3\x85benraa'
	assert_code 751 $'751 A\xcc\x8arhus'
}

@test "a region is read by its codes and by its name" {
	assert_code 084 084 1084 'Region Hovedstaden' 'Region Hovedstaden i alt' 'REGION HOVEDSTADEN' \
		'Region-Hovedstaden' '084 Region Hovedstaden' '1084 Region Hovedstaden i alt' \
		'084 Hovedstaden' 'Region Hovedstadens'
	assert_code 085 'Region Sjælland' 'Region Sjaelland' 'REGION SJÆLLAND I ALT'
}

@test "a region is read by its NUTS 2 code" {
	assert_code 084 DK01 'DK01 Hovedstaden' 'DK01 Region Hovedstaden'
	assert_code 085 DK02
	assert_code 083 DK03
	assert_code 082 DK04
	assert_code 081 DK05 'DK05 Nordjylland'
}

@test "the country is read by its code, its names and its NUTS code" {
	assert_code 000 000 Danmark 'Danmark i alt' DANMARK 'Hele landet' 'hele landet' 'Hele landet i alt' \
		'I alt' 'i alt' IALT Total 'Total i alt' DK 'DK Danmark' '000 Danmark' '000 Danmark i alt' '000 Hele landet'
}

@test "a landsdel is read by its NUTS 3 code, its number and its name" {
	assert_code DK011 DK011 01 'Byen København' '01 Byen København' 'DK011 Byen København' \
		'Landsdel Byen København' 'BYEN KOEBENHAVN' '01 Landsdel Byen København'
	assert_code DK012 DK012 02 'Københavns omegn' 'koebenhavns omegn'
	assert_code DK031 07 Fyn 'Landsdel Fyn' 'Fyn i alt'
}

@test "a landsdel that shares its name with a region or a municipality is read by code or with its word" {
	assert_code DK050 DK050 11 'Landsdel Nordjylland' '11 Nordjylland' 'DK050 Nordjylland'
	assert_code DK014 DK014 04 'Landsdel Bornholm' '04 Bornholm' 'DK014 Bornholm'
}

@test "Bornholm is the municipality" {
	assert_code 400 Bornholm 'Bornholms Kommune' 'Bornholms Regionskommune' '400 Bornholm' \
		'400 Bornholms Regionskommune' 'BORNHOLMS REGIONSKOMMUNE'
}

@test "i alt after Bornholms Regionskommune does not matter either" {
	assert_code 400 'Bornholms Regionskommune i alt'
}

@test "Nordfyn and Vesthimmerland are read with and without their s" {
	assert_code 480 Nordfyn Nordfyns 'Nordfyns Kommune' 'Nordfyn Kommune' '480 Nordfyn'
	assert_code 820 Vesthimmerland Vesthimmerlands 'Vesthimmerlands Kommune' 'Vesthimmerland Kommune'
}

@test "the case of a NUTS code does not matter" {
	assert_code 000 dk Dk
	assert_code 084 dk01
	assert_code DK011 dk011 Dk011
}

@test "names are printed as they are official today" {
	printf '%s\n' area Århus Vesthimmerland NORDFYN 'Bornholms Regionskommune' Åbenrå 'Hele landet' >in.tsv
	run_split kkr-codes --add name in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "area${TAB}name
751${TAB}Aarhus
820${TAB}Vesthimmerlands
480${TAB}Nordfyns
400${TAB}Bornholm
580${TAB}Aabenraa
000${TAB}Danmark"
}

@test "all 98 municipalities are read in each of twenty spellings" {
	spell >spellings.tsv <<-'END'
		say("code", code, code)
		say("zero", "0" + code, code)
		say("both", f"{code} {name}", code)
		say("both, ascii", f"0{code} {ascii(name).upper()}", code)
		say("name", name, code)
		say("municipality", name + " Kommune", code)
		say("genitive", genitive(name) + " Kommune", code)
		say("both, genitive", f"{code} {genitive(name)} Kommune", code)
		say("upper", name.upper(), code)
		say("lower", name.lower(), code)
		say("upper genitive", (genitive(name) + " Kommune").upper(), code)
		say("ascii", ascii(name), code)
		say("ascii upper", ascii(name).upper(), code)
		say("ring", name.replace("Aa", "Å").replace("aa", "å"), code)
		say("pairs", name.replace("å", "aa").replace("Å", "Aa"), code)
		say("decomposed", normalize("NFD", name.replace("Aa", "Å").replace("aa", "å")), code)
		say("angstrom", name.replace("Aa", "\u212b").replace("aa", "\u212b").replace("å", "\u212b"), code)
		say("hyphens", name.replace("-", " "), code)
		say("joined", name.replace("-", "").replace(" ", ""), code)
		say("spaces", f"  {name} ", code)
	END
	assert_spellings 1960
}

@test "all regions are read in each of their spellings" {
	spell >all.tsv <<-'END'
		say("code", region, region)
		say("StatBank", "1" + region, region)
		say("name", region_name, region)
		say("total", region_name + " i alt", region)
		say("both", f"{region} {region_name}", region)
		say("bare beside code", region + region_name.removeprefix("Region"), region)
		say("StatBank and name", f"1{region} {region_name} i alt", region)
		say("NUTS 2", nuts3[:4], region)
		say("NUTS 2 and name", f"{nuts3[:4]} {region_name}", region)
		say("ascii upper", ascii(region_name).upper(), region)
	END
	(sed 1q all.tsv && sed 1d all.tsv | sort -u) >spellings.tsv
	assert_spellings 50
}

@test "all landsdele are read in each of their spellings" {
	spell >all.tsv <<-'END'
		say("code", nuts3, nuts3)
		say("number", landsdel, nuts3)
		say("with word", "Landsdel " + landsdel_name, nuts3)
		say("with word, ascii upper", ("Landsdel " + ascii(landsdel_name)).upper(), nuts3)
		say("number and name", f"{landsdel} {landsdel_name}", nuts3)
		say("code and name", f"{nuts3} {landsdel_name}", nuts3)
		say("code and word", f"{nuts3} Landsdel {landsdel_name}", nuts3)
		landsdel_name in ("Bornholm", "Nordjylland") or say("name", landsdel_name, nuts3)
	END
	(sed 1q all.tsv && sed 1d all.tsv | sort -u) >spellings.tsv
	assert_spellings 86
}

# ---- What is refused

@test "an unknown area ends it with 65, told with its place, its text and what would be read" {
	printf 'area\tvalue\n101\t1\nGotham\t2\n' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	assert_message "kkr-codes: in.tsv:3: area 'Gotham'" 'code list'
}

@test "an empty area is a bad record" {
	printf 'area\tvalue\n\t1\n' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	assert_equal "$stderr" 'kkr-codes: in.tsv:2: the area is empty'
}

@test "an area of spaces is a bad record" {
	assert_refused 'empty' ' ' '   '
}

@test "an area of punctuation alone is a bad record" {
	assert_refused 'not in the code list' - -- . , '- -' 0 s kommune 'Kommune i alt'
}

@test "part of a name is not the name" {
	assert_refused "not in the code list" Rander Køb Københav Assen Horsen Nord Lolla Stevn Aarhu \
		'Region' 'Region Hoved' 'Landsdel' Dan
}

@test "more than a name is not the name" {
	assert_refused "not in the code list" Randersen 'Københavns Amt' 'Aarhus Aarhus' 'Odense Kommune Fyn' \
		'Københavns Kommune Kommune' 'Region Region Sjælland'
}

@test "a bare name that may be a region or a landsdel is refused, with the word that helps" {
	assert_refused 'regions and landsdele with that word before them' Nordjylland
}

@test "a region, a landsdel or the country is no municipality" {
	assert_refused 'not in the code list' 'Danmarks Kommune' 'Region Hovedstaden Kommune' 'Fyns Kommune' \
		'Hele landet Kommune'
}

@test "a code that is not in the list is refused, whatever its form" {
	assert_refused 'not in the code list' 102 989 0102 1 9 00 99 12 00101 10101 1101 2101 0084 2084 1000 0000 \
		DK9 DK00 DK09 DK019 DK0111 DK1 D DK01x 0x65 101.0 -101 +101 1e2
}

@test "an unknown code is refused even beside a known name" {
	assert_refused 'not in the code list' '989 København' '0989 Aarhus' 'DK99 Fyn' '1 København'
}

@test "code and name are two words" {
	assert_refused 'not in the code list' 101København 101-København 'København(101)' København101 'København 01'
}

# coded TEXT CODE...: each text comes out as the code behind it.
coded() {
	{ echo area && printf '%s\n%s\n' "$@" | sed -n 'p;n'; } >in.tsv
	run_split kkr-codes in.tsv
	assert_success
	assert_output "$({ echo area && printf '%s\n%s\n' "$@" | sed -n 'n;p'; })"
}

@test "a code may stand behind its name, in parentheses or not, or before a colon" {
	coded 'København (101)' 101 'Københavns Kommune (0101)' 101 'Region Sjælland (1085)' 085 'Byen København (DK011)' DK011 \
		'Aarhus 751' 751 'Hele landet 000' 000 '101: København' 101 '101:København' 101
	assert_refused 'the name is not' 'København (147)' 'København 147' '147: København' 'Hovedstaden (101)'
	assert_refused 'not in the code list' 'København (989)' 'København (by)' 'Nowhere (101' '(101)'
}

@test "codes of ISO 3166, and what keeps Excel from taking one for a number" {
	coded DK-81 081 DK-85 085 dk-084 084 'DK-84 Region Hovedstaden' 084 DNK 000 '="0101"' 101 '="084"' 084 \
		'="101 København"' 101
	assert_refused 'not in the code list' DK- DK-1 DK-101 DK-000 DK-8 DK-0084 '=""' '="' '="9"'
}

@test "the country and regions by other names, and English ones" {
	coded 'I alt' 000 Total 000 'Hele Danmark' 000 'Landet som helhed' 000 'All Denmark' 000 Denmark 000 Copenhagen 101 \
		'Capital Region of Denmark' 084 'Region Zealand' 085 'Region of Southern Denmark' 083 \
		'Central Denmark Region' 082 'North Denmark Region' 081 'Province Byen København' DK011 \
		'Province Vest- og Sydsjælland' DK022 'Province Bornholm' DK014 Brønderslev-Dronninglund 810
}

@test "the region that two become has a code of ours, which is theirs, and is known by its name beside any number" {
	coded 'Region Østdanmark' 084+085 'REGION ØSTDANMARK I ALT' 084+085 Østdanmark 084+085 'Region Oestdanmark' 084+085 \
		'region østdanmarks' 084+085 'Eastern Denmark' 084+085 '1086 Region Østdanmark' 084+085 '086 Østdanmark' 084+085 \
		'Region Østdanmark (1086)' 084+085 084+085 084+085
	assert_refused 'the name is not' '084 Region Østdanmark' '101 Østdanmark' '411 Region Østdanmark'
	assert_refused 'is not in the code list' 1086 '1086 Region Øst'
	# Its parts stay what they are, and so do their municipalities.
	printf 'area\nRegion Østdanmark\n085\n370\n' >in.tsv
	run_split kkr-codes --add name,region,kkr,level in.tsv
	gives 'area|name|region|kkr|level' '084+085|Region Østdanmark|084+085||region' '085|Region Sjælland|085|KKR Sjælland|region' \
		'370|Næstved|085|KKR Sjælland|municipality'
	# It is there where the code list has its parts.
	grep -v "${TAB}085${TAB}" "$ROOT/schemas/areas.tsv" >west.tsv
	run_split kkr-codes --areas west.tsv in.tsv
	refused 65 "area 'Region Østdanmark' is not in the code list"
}

@test "the reason says what is wrong with a code or a name that is nearly one" {
	assert_refused 'has it lost its zero? 084 Region Hovedstaden has one' 84
	assert_refused 'it has decimals; the code is that of 101 København' 101.0 101,00 0101.0
	assert_refused 'it has decimals; the code is that of 084 Region Hovedstaden' 84.0 084.0
	assert_refused 'it has four digits; with three it is 084 Region Hovedstaden' 0084
	assert_refused 'it ends in a footnote mark, without which it is 147 Frederiksberg' 'Frederiksberg*' 'Frederiksberg 1)' \
		'Frederiksberg (2)' '147 Frederiksberg **' 'Frederiksberg Kommune 1)'
	printf '%s\n' area Frederiksberg¹ 'Ærø ²' '147 Frederiksberg¹²)' 'Region Sjælland³ ¹' ⁴ 482³ '482 ²' >in.tsv # raised: certain
	kkr-codes --rejects bad --details details in.tsv >out.tsv 2>err
	assert_equal "$(paste -sd ' ' out.tsv)" 'area 147 492 147 085'
	grep -qx "name${TAB}raised${TAB}Ærø ²${TAB}492${TAB}Ærø${TAB}1" details || fail "$(cat details)"
	assert_refused 'did you mean 101 København?' 'Københavns Komunne' Købnhavn 'Køpenhavn kommune'
	assert_refused 'did you mean 860 Hjørring?' Hjøring Hjrring Hjorring
	# What is like nothing has no suggestion.
	printf 'area\nZimbabwe\n' >in.tsv
	run_split kkr-codes in.tsv
	refused 65 "area 'Zimbabwe' is not in the code list (a code of today"
}

@test "a code and a name that contradict each other are a bad record, told with what the code is" {
	printf 'area\n101 Frederiksberg\n' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	assert_equal "$stderr" \
		"kkr-codes: in.tsv:2: area '101 Frederiksberg': the code is that of København, the name is not"
}

@test "codes and names of different areas contradict each other at every level" {
	assert_refused 'the name is not' '0101 Aarhus' '101 Region Hovedstaden' '101 Byen København' '101 Danmark' \
		'084 Region Sjælland' '1084 Sjælland' '084 København' '084 Byen København' \
		'01 København' '04 Bornholms Regionskommune' '400 Landsdel Bornholm' 'DK01 Sjælland' \
		'DK011 København' '081 Landsdel Nordjylland' 'DK050 Region Nordjylland' '11 Region Nordjylland' \
		'000 København' 'DK Hovedstaden' '101 101' '101 Gotham' '730 Rander'
}

# ---- Columns

@test "--add appends all eight columns for each level" {
	printf 'area\tvalue\n101\t1\n1084\t2\nDK032\t3\nDK\t4\nBornholm\t5\n' >in.tsv
	run_split kkr-codes --add name,region,region_name,kkr,landsdel,landsdel_name,nuts3,level in.tsv
	assert_success
	assert_equal "$stderr" ''
	tr '|' '\t' >want.tsv <<-'END'
		area|value|name|region|region_name|kkr|landsdel|landsdel_name|nuts3|level
		101|1|København|084|Region Hovedstaden|KKR Hovedstaden|01|Byen København|DK011|municipality
		084|2|Region Hovedstaden|084|Region Hovedstaden|KKR Hovedstaden||||region
		DK032|3|Sydjylland|083|Region Syddanmark|KKR Syddanmark|08|Sydjylland|DK032|landsdel
		000|4|Danmark|||||||country
		400|5|Bornholm|084|Region Hovedstaden|KKR Hovedstaden|04|Bornholm|DK014|municipality
	END
	assert_output "$(<want.tsv)"
}

@test "--add gives every municipality what areas.tsv has" {
	cut -f 1 "$AREAS" | sed 1s/code/area/ >in.tsv
	kkr-codes --add name,region,region_name,kkr,landsdel,landsdel_name,nuts3 in.tsv >got.tsv
	sed 1s/code/area/ "$AREAS" | diff - got.tsv
}

@test "--add appends in the order in which the columns are named, over several options too" {
	printf 'area\n751\n' >in.tsv
	run_split kkr-codes --add level,nuts3 --add name in.tsv
	assert_success
	assert_output "area${TAB}level${TAB}nuts3${TAB}name
751${TAB}municipality${TAB}DK042${TAB}Aarhus"
}

@test "--add of a column that is there already is 65 and names the option" {
	printf 'area\tname\n751\tx\n' >in.tsv
	run_split kkr-codes --add level,name in.tsv
	assert_failure 65
	assert_output ''
	assert_message 'kkr-codes: in.tsv:1: ' '--add name'
}

@test "--add of a column that is there already is 65 even if the table is empty" {
	printf 'area\tname\n' >in.tsv
	run_split kkr-codes --add name in.tsv
	assert_failure 65
	assert_message '--add name'
}

@test "--add of something that there is not is 64 and lists what there is" {
	printf 'area\n' >in.tsv
	run_split kkr-codes --add name,colour in.tsv
	assert_failure 64
	assert_output ''
	assert_message "kkr-codes: --add: 'colour' is none of: name, region" landsdel_name nuts3 level
}

@test "--add of the same column twice, or of nothing, is 64" {
	printf 'area\n' >in.tsv
	run_split kkr-codes --add name,name in.tsv
	assert_failure 64
	assert_message --add name
	run_split kkr-codes --add name, in.tsv
	assert_failure 64
	assert_message --add
	run_split kkr-codes --add '' in.tsv
	assert_failure 64
}

@test "--column names the column with the area, and another column called area is left alone" {
	printf 'area\tvalue\tkommune\nx y\t1\tÅrhus\n' >in.tsv
	run_split kkr-codes --column kommune --add name in.tsv
	assert_success
	assert_output "area${TAB}value${TAB}kommune${TAB}name
x y${TAB}1${TAB}751${TAB}Aarhus"
}

@test "a column that is not there is 65, with the columns that are and the option that names one" {
	printf 'kommune\tvalue\n101\t1\n' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	assert_output ''
	assert_message "kkr-codes: in.tsv:1: there is no column 'area'" 'kommune value' --column
	run_split kkr-codes --column by in.tsv
	assert_failure 65
	assert_message "there is no column 'by'"
}

@test "all other columns pass through untouched and in place, escapes and empty fields too" {
	printf 'note\tarea\tvalue\tlast\na\\tb\\\\n\\r\\n\tÅrhus\t01.50\t\n\t101\t\t\n 101 \t0101\t1.000,5\t Aarhus \n' >in.tsv
	run_split kkr-codes in.tsv
	assert_success
	assert_output "$(printf 'note\tarea\tvalue\tlast\na\\tb\\\\n\\r\\n\t751\t01.50\t\n\t101\t\t\n 101 \t101\t1.000,5\t Aarhus \n')"
}

@test "the order of the rows is kept" {
	awk 'BEGIN { print "area\tn"; srand(1)
		split("101 084 DK011 000 751 400 860", c, " ")
		for (n = 1; n <= 5000; n++) print c[int(rand() * 7) + 1] "\t" n }' >in.tsv
	kkr-codes in.tsv >got.tsv
	diff in.tsv got.tsv
}

@test "an empty table stays one, with the columns appended" {
	printf 'area\tvalue\n' >in.tsv
	run_split kkr-codes --add name,level in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "area${TAB}value${TAB}name${TAB}level"
}

# ---- Levels

@test "--levels keeps the rows of the levels that it names and drops the others" {
	printf 'area\tn\n000\t1\n101\t2\nRegion Hovedstaden\t3\nDK011\t4\n751\t5\n082\t6\n' >in.tsv
	run_split kkr-codes --levels municipality in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(printf 'area\tn\n101\t2\n751\t5\n')"
	run_split kkr-codes --levels region in.tsv
	assert_output "$(printf 'area\tn\n084\t3\n082\t6\n')"
	run_split kkr-codes --levels landsdel in.tsv
	assert_output "$(printf 'area\tn\nDK011\t4\n')"
	run_split kkr-codes --levels country in.tsv
	assert_output "$(printf 'area\tn\n000\t1\n')"
	run_split kkr-codes --levels country,region --levels landsdel in.tsv
	assert_success
	assert_output "$(printf 'area\tn\n000\t1\n084\t3\nDK011\t4\n082\t6\n')"
	run_split kkr-codes --levels municipality,landsdel,region,country in.tsv
	assert_output "$(printf 'area\tn\n000\t1\n101\t2\n084\t3\nDK011\t4\n751\t5\n082\t6\n')"
}

@test "--levels drops no bad record" {
	printf 'area\n084\nGotham\n' >in.tsv
	run_split kkr-codes --levels municipality in.tsv
	assert_failure 65
	assert_message in.tsv:3: Gotham
	run_split kkr-codes --levels municipality --rejects rejects.tsv in.tsv
	assert_success
	assert_output area
	assert_equal "$(sed 1d rejects.tsv | cut -f 4)" Gotham
}

@test "--levels with a level that there is not is 64 and lists those that there are" {
	printf 'area\n' >in.tsv
	run_split kkr-codes --levels municipality,parish in.tsv
	assert_failure 64
	assert_output ''
	assert_message "kkr-codes: --levels: 'parish' is none of: municipality, landsdel, region, country"
	run_split kkr-codes --levels '' in.tsv
	assert_failure 64
}

# ---- A code list of one's own; what stands in it is invented.

small_list() {
	tr '|' '\t' >list.tsv <<-'END'
		code|name|region|region_name|kkr|landsdel|landsdel_name|nuts3
		901|Alkøbing|091|Region Øst|KKR Øst|21|Østland|DK911
		902|Bybjerg|091|Region Øst|KKR Øst|21|Østland|DK911
		903|Cevang|092|Region Vest|KKR Vest|22|Vestland|DK921
	END
}

# assert_list_refused LINE TEXT...: list.tsv is wrong, there and for a reason that holds TEXT.
assert_list_refused() {
	local line=$1
	shift
	printf 'area\n000\n' >in.tsv
	run_split kkr-codes --areas list.tsv in.tsv
	assert_failure 78
	assert_output ''
	assert_message "kkr-codes: list.tsv:$line: " "$@"
}

@test "--areas replaces the code list" {
	small_list
	printf '%s\n' area 0901 ALKOEBING 'Bybjergs Kommune' 'Region Øst i alt' 1092 DK91 21 Vestland DK >in.tsv
	run_split kkr-codes --areas list.tsv --add name,level in.tsv
	assert_success
	assert_equal "$stderr" ''
	tr '|' '\t' >want.tsv <<-'END'
		area|name|level
		901|Alkøbing|municipality
		901|Alkøbing|municipality
		902|Bybjerg|municipality
		091|Region Øst|region
		092|Region Vest|region
		091|Region Øst|region
		DK911|Østland|landsdel
		DK921|Vestland|landsdel
		000|Danmark|country
	END
	assert_output "$(<want.tsv)"
}

@test "with --areas the areas of the other list are unknown" {
	small_list
	printf '%s\n' area 101 København 'Region Hovedstaden' Nordfyn >in.tsv
	run_split kkr-codes --areas list.tsv --rejects rejects.tsv in.tsv
	assert_success
	assert_output area
	assert_equal "$(sed 1d rejects.tsv | wc -l)" 4
}

@test "areas.tsv given as --areas changes nothing, in any order of its columns and rows" {
	awk -F '\t' -v OFS='\t' '{ print $8, $3, "x" NR == "x1" ? "extra" : "x", $2, $1, $7, $5, $4, $6 }' "$AREAS" |
		(sed -u 1q && sort -r) >list.tsv
	{ echo area; sed 1d "$AREAS" | cut -f 2; printf '%s\n' DK05 11 'Hele landet' Nordfyn; } >in.tsv
	columns=name,region,region_name,kkr,landsdel,landsdel_name,nuts3,level
	kkr-codes --add "$columns" in.tsv >want.tsv
	kkr-codes --areas list.tsv --add "$columns" in.tsv >got.tsv
	diff want.tsv got.tsv
}

@test "a code list that is not there is 66" {
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --areas nowhere.tsv in.tsv
	assert_failure 66
	assert_output ''
	assert_message 'kkr-codes: nowhere.tsv: '
}

@test "a code list without one of its columns is 78 and names it" {
	small_list
	cut -f 1-7 list.tsv >less.tsv
	mv less.tsv list.tsv
	assert_list_refused 1 "'nuts3'"
}

@test "a code list that is empty, cut short or no records is 78" {
	printf 'area\n' >in.tsv
	: >list.tsv
	run_split kkr-codes --areas list.tsv in.tsv
	assert_failure 78
	assert_message 'kkr-codes: list.tsv: '
	small_list
	printf 904 >>list.tsv
	assert_list_refused 5
	printf 'code;name\r\n101;x\r\n' >list.tsv
	assert_list_refused 1
}

@test "a code list with too few fields or an empty one is 78 with the line" {
	small_list
	printf '904\tDeby\n' >>list.tsv
	assert_list_refused 5 fields
	small_list
	printf '904\tDeby\t092\tRegion Vest\t\t22\tVestland\tDK921\n' >>list.tsv
	assert_list_refused 5 kkr
}

@test "a code list with a code of another form is 78 with the line and the code" {
	small_list && sed -i s/^903/9030/ list.tsv
	assert_list_refused 4 "'9030'"
	small_list && sed -i s/^903/9O3/ list.tsv
	assert_list_refused 4 "'9O3'"
	small_list && sed -i s/092/192/ list.tsv
	assert_list_refused 4 "'192'"
	small_list && sed -i s/DK921/DE921/ list.tsv
	assert_list_refused 4 "'DE921'"
	small_list && sed -i s/DK921/DK92/ list.tsv
	assert_list_refused 4 "'DK92'"
}

@test "a code list with a municipality twice is 78 with the line" {
	small_list && sed -n 2p list.tsv >>list.tsv
	assert_list_refused 5 "'901'"
}

@test "a code list with two names for a code is 78 with the line" {
	small_list && sed -i '3s/Region Øst/Region Syd/' list.tsv
	assert_list_refused 3 "'091'"
	small_list && sed -i '3s/Østland/Sydland/' list.tsv
	assert_list_refused 3 "'DK911'"
}

@test "a code list with a landsdel in two regions is 78 with the line" {
	small_list && sed -i '4s/DK921/DK911/;4s/Vestland/Østland/' list.tsv
	assert_list_refused 4 "'DK911'"
}

@test "a code list with one code for two areas is 78 with the line" {
	small_list && sed -i '4s/903/091/' list.tsv
	assert_list_refused 4 "'091'"
}

@test "a code list with one name for two areas is 78 with the line" {
	small_list && sed -i 4s/Cevang/Bybjerg/ list.tsv
	assert_list_refused 4 "'902'" "'903'"
}

@test "a code list with one number for two landsdele is 78 with the line" {
	small_list && sed -i '4s/22/21/' list.tsv
	assert_list_refused 4 "'21'"
}

@test "a code list with two numbers for a landsdel is 78 with the line" {
	small_list && sed -i '3s/21/23/' list.tsv
	assert_list_refused 3 DK911
}

# ---- Rejects

@test "Neither --rejects nor --details may be a file that is read beside the records" {
	local made
	cp "$ROOT/schemas/areas.tsv" list.tsv
	cp "$ROOT/schemas/groups/oestdanmark.tsv" groups.tsv
	printf 'area\n101\n' >in.tsv
	for made in --rejects --details; do
		run_split kkr-codes --areas list.tsv "$made" list.tsv in.tsv
		refused 64 "list.tsv: is both the file of --areas and the file of $made"
		run_split kkr-codes --group groups.tsv "$made" groups.tsv in.tsv
		refused 64 "groups.tsv: is both the file of --group and the file of $made"
	done
	cmp list.tsv "$ROOT/schemas/areas.tsv"
	cmp groups.tsv "$ROOT/schemas/groups/oestdanmark.tsv"
}

@test "--rejects sets bad records aside and goes on: status 0, their number, the rest in order" {
	printf 'area\tvalue\n101\t1\nGotham\t2\n751 Odense\t3\n\t4\nAarhus\t5\n' >in.tsv
	run_split kkr-codes --rejects rejects.tsv in.tsv
	assert_success
	quiet
	assert_output "$(printf 'area\tvalue\n101\t1\n751\t5\n')"
	run cut -f 1,2,4 rejects.tsv
	assert_output "$(printf 'file\tline\trecord\nin.tsv\t3\tGotham\\t2\nin.tsv\t4\t751 Odense\\t3\nin.tsv\t5\t\\t4\n')"
	run head -1 rejects.tsv
	assert_output "$(printf 'file\tline\treason\trecord\tkind')"
}

@test "the reason that --rejects gives is the one that would have ended it" {
	printf 'area\tvalue\n751 Odense\t3\n' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	message=$stderr
	kkr-codes --rejects rejects.tsv in.tsv
	assert_equal "kkr-codes: in.tsv:2: $(sed 1d rejects.tsv | cut -f 3)" "$message"
}

@test "--rejects writes its header where there is nothing to set aside, over an older file" {
	printf 'area\n101\n' >in.tsv
	echo 'from an earlier run, and longer than the header that takes its place' >rejects.tsv
	run_split kkr-codes --rejects rejects.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\n101\n')"
	printf 'file\tline\treason\trecord\tkind\n' | cmp - rejects.tsv
}

@test "--rejects sets malformed rows aside too, the record as it came, in one escaped field" {
	printf 'area\tvalue\n101\n101\t1\t2\n\n101\t\\x\n101\tb\\tc\td\n751\t9\n' >in.tsv
	run_split kkr-codes --rejects rejects.tsv in.tsv
	assert_success
	quiet
	assert_output "$(printf 'area\tvalue\n751\t9\n')"
	cut -f 2,4 rejects.tsv >got.tsv
	printf 'line\trecord\n2\t101\n3\t101\\t1\\t2\n4\t\n5\t101\\t\\\\x\n6\t101\\tb\\\\tc\\td\n' | diff - got.tsv
}

@test "--rejects keeps carriage returns, and writes U+FFFD for bytes that no record may hold" {
	printf 'area\tvalue\n101\t1\r\n101\tK\xf8ge\n101\t\x01\x7f\n' >in.tsv
	run_split kkr-codes --rejects rejects.tsv in.tsv
	assert_success
	assert_output "area${TAB}value"
	sed 1d rejects.tsv | cut -f 4 >got.tsv
	printf '101\\t1\\r\n101\\tK\xef\xbf\xbdge\n101\\t\xef\xbf\xbd\xef\xbf\xbd\n' | diff - got.tsv
}

@test "what --rejects writes are records" {
	printf 'area\tvalue\n101\t1\r\n101\tK\xf8ge\n\\\\\t\\t\nå\\\\\t\x1b[31m\n101\n' >in.tsv
	kkr-codes --rejects rejects.tsv in.tsv >out.tsv
	assert_equal "$(wc -l <rejects.tsv)" 6
	run_split kkr-format rejects.tsv
	assert_success
	assert_equal "$stderr" ''
}

@test "records in are records out and records set aside, each in its order" {
	spell >good.tsv <<-'END'
		say("code", code, code)
		say("genitive", genitive(name), code)
		say("wrong", "x" + name, code)
		say("other", f"{code} x{name}", code)
	END
	awk 'NR % 7 == 0 { print; $0 = "short " NR } { print }' good.tsv >in.tsv
	kkr-codes --rejects rejects.tsv in.tsv >out.tsv
	in=$(sed 1d in.tsv | wc -l) out=$(sed 1d out.tsv | wc -l) aside=$(sed 1d rejects.tsv | wc -l)
	assert_equal "$out $aside $((out + aside))" "196 $((in - 196)) $in"
	# By their lines the records set aside are those of the input, and the others are not.
	awk -F '\t' 'FNR == NR { aside[$2]; next } FNR in aside' rejects.tsv in.tsv >want.tsv
	sed 1d rejects.tsv | cut -f 4 | sed 's/\\t/\t/g' | diff want.tsv -
	run grep -cE 'wrong|other|short' out.tsv
	assert_output 0
}

@test "--rejects names the file and counts the lines of each input" {
	printf 'area\nGotham\n101\n' >a.tsv
	printf 'area\n101\n101\nMetropolis\n' >b.tsv
	run_split kkr-codes --rejects rejects.tsv a.tsv - b.tsv < <(printf 'area\nSmallville\n')
	assert_success
	run cut -f 1,2,4 rejects.tsv
	assert_output "$(printf 'file\tline\trecord\na.tsv\t2\tGotham\nstandard input\t2\tSmallville\nb.tsv\t4\tMetropolis\n')"
}

@test "--rejects does not help against a stream that is cut short, and is written all the same" {
	printf 'area\tvalue\nGotham\t1\n101\t1\n751' >in.tsv
	run_split kkr-codes --rejects rejects.tsv in.tsv
	assert_failure 65
	assert_message 'kkr-codes: in.tsv:4: '
	assert_equal "$(cut -f 4 rejects.tsv)" "$(printf 'record\nGotham\\t1\n')"
}

@test "a file for --rejects that cannot be made is 73" {
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --rejects no/such/folder.tsv in.tsv
	assert_failure 73
	assert_output ''
	assert_message 'kkr-codes: no/such/folder.tsv: '
}

@test "a file for --rejects that cannot be written is 74" {
	printf 'area\nGotham\n' >in.tsv
	run_split kkr-codes --rejects /dev/full in.tsv
	assert_failure 74
	assert_message 'kkr-codes: /dev/full: '
}

# ---- What holds for every filter

@test "short options are the long ones" {
	small_list
	printf 'by\n901\nRegion Øst\nGotham\n' >in.tsv
	run_split kkr-codes --column by --add name --levels region --areas list.tsv --rejects rejects.tsv in.tsv
	assert_success
	assert_output "$(printf 'by\tname\n091\tRegion Øst\n')"
	assert_equal "$(sed 1d rejects.tsv | cut -f 4)" Gotham
}

@test "help and version go to standard output with status 0" {
	for option in -h --help; do
		run_split kkr-codes "$option"
		assert_success
		assert_equal "$stderr" ''
		assert_line --index 0 --regexp '^usage: kkr-codes '
		assert_output --partial --rejects
	done
	for option in -V --version; do
		run_split kkr-codes "$option"
		assert_success
		assert_equal "$stderr" ''
		assert_output --regexp '^kkr [0-9]'
	done
}

@test "an unknown option and an option without its argument are 64" {
	run_split kkr-codes --colour
	assert_failure 64
	assert_output ''
	assert_message kkr-codes: colour
	run_split kkr-codes --column
	assert_failure 64
	assert_message kkr-codes: column
}

@test "the locale changes nothing" {
	printf '%s\n' area Århus ÆRØ 'REGION SJÆLLAND' $'TA\xcc\x8aRNBY' >in.tsv
	LC_ALL=C kkr-codes --add name in.tsv >c.tsv
	LC_ALL=da_DK.UTF-8 kkr-codes --add name in.tsv >da.tsv
	LC_ALL=tr_TR.UTF-8 kkr-codes --add name in.tsv >tr.tsv
	cmp c.tsv da.tsv
	cmp c.tsv tr.tsv
	assert_equal "$(sed 1d c.tsv | cut -f 1 | paste -sd ' ')" '751 492 085 185'
}

million() {
	awk 'BEGIN {
		split("101 København,Frederiksberg,BORNHOLM,0461,Århus,Aalborg Kommune", area, ",")
		print "dataset\tarea\tvalue\tnote"
		for (i = 0; i < 1000000; i++)
			print "invented\t" (i % 10 == 9 ? "nowhere" : area[i % 6 + 1]) "\t" i "\ta note \\t of row " i
	}'
}

@test "a million records take less than 16 MB" {
	measures_memory
	million | sed /nowhere/d | command time -f %M -o memory kkr-codes --add name,region |
		tail -1 >last
	assert_equal "$(cut -f 2,3,5,6 last)" "$(printf '400\t999998\tBornholm\t084')"
	[ "$(<memory)" -lt 16384 ] || fail "$(<memory) KB"
}

@test "a million records, gzipped and a tenth of them set aside, take less than 16 MB" {
	measures_memory
	million | gzip -1 | command time -f %M -o memory kkr-codes --add name,region --rejects rejects.tsv |
		wc -l >count
	assert_equal "$(<count) $(wc -l <rejects.tsv)" '900001 100001'
	[ "$(<memory)" -lt 16384 ] || fail "$(<memory) KB"
}

@test "a full disk is 74, whether the output is short or long" {
	printf 'area\n101\n' >short.tsv
	(echo area && repeated 100000 'Aarhus Kommune') >long.tsv
	for table in short.tsv long.tsv; do
		run_split bash -c "kkr-codes $table >/dev/full"
		assert_failure 74
		assert_message 'kkr-codes: standard output: '
	done
}

@test "a standard output that is closed is 74" {
	(echo area && repeated 100000 'Aarhus Kommune') >in.tsv
	run_split bash -c 'kkr-codes in.tsv >&-'
	assert_failure 74
	run_split bash -c 'kkr-codes --rejects rejects.tsv in.tsv >&-'
	assert_failure 74
	printf 'file\tline\treason\trecord\tkind\n' | cmp - rejects.tsv
}

@test "a reader that goes away ends it in silence" {
	(echo area && repeated 1000000 101) >in.tsv
	run_split bash -c 'kkr-codes in.tsv | head -1; exit ${PIPESTATUS[0]}'
	assert_failure 141
	assert_output area
	assert_equal "$stderr" ''
}
