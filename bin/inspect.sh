# kkr inspect: what did I receive? A page of text for each FILE.
#
# kkr reads this file for its command inspect. Each step is a filter's: kkr-parse reads, kkr-codes
# recognises areas, kkr-check holds totals against rows; what they set aside and what they say is what
# the page tells. Nothing that is wrong with a file ends it, so that the page is always whole.
#
# shellcheck shell=sh disable=SC2016,SC2034,SC2154 # awk has $ too

TAB=$(printf '\t')

inspect() {
	case ${1-} in
	--) shift ;;
	-?*) refuse_option inspect "$1" ;;
	esac
	[ $# -gt 0 ] || set -- -
	work_elsewhere
	RESULT=0
	BETWEEN=
	for NAME; do
		STEPS=$WORK/steps
		rm -rf "$STEPS"
		mkdir "$STEPS" || die 73 "$STEPS: cannot be made"
		if find_input; then
			study
			page | awk "$printable" | iconv -c -f UTF-8 -t UTF-8 | tell || exit
			BETWEEN=$NEWLINE
		else
			say "$NAME: cannot be opened"
			RESULT=66
		fi
	done
	return "$RESULT"
}

# Sets INPUT to a regular file, which can be read more than once; false where there is none to read.
find_input() {
	INPUT=$NAME
	case $NAME in
	-)
		NAME='standard input'
		INPUT=$STEPS/input
		cat >"$INPUT" 2>/dev/null
		return
		;;
	-*) INPUT=./$NAME ;;
	esac
	[ ! -d "$INPUT" ] && { true <"$INPUT"; } 2>/dev/null || return 1
	if [ ! -f "$INPUT" ]; then
		cat "$INPUT" >"$STEPS/input" || die 74 "$NAME: cannot be read"
		INPUT=$STEPS/input
	fi
}

# The steps. What they make stands in $STEPS: read.tsv, the records as they are; codes.tsv, those whose
# areas are known; and what each step set aside (.rejects) and said (.err).

study() {
	unpack | head -c 65536 >"$STEPS/head"
	FORM='no XML, no records'
	SHEET=
	DELIMITER=
	# The first byte that is neither space nor of a byte order mark. UTF-16 has NULs between.
	case $(tr -d '\357\273\277\376\377\000[:space:]' <"$STEPS/head" 2>/dev/null | head -c 1) in
	'<')
		if study_table; then
			return
		fi
		FORM=XML
		step read kkr-parse --rejects "$STEPS/read.rejects" -- "$INPUT" >"$STEPS/read.tsv"
		! grep -q 'kkr-table reads' "$STEPS/read.err" ||
			step read kkr-table --rejects "$STEPS/read.rejects" -- "$INPUT" >"$STEPS/read.tsv"
		mend
		;;
	*)
		unpack >"$STEPS/read.tsv"
		mend
		if [ -z "$COLUMNS" ] && study_table; then
			return
		fi
		[ -z "$COLUMNS" ] || FORM=records
		# kkr-codes sets aside what is no record, whatever the column; and areas, which do not matter yet.
		step read kkr-codes --column "$(first_column)" --rejects "$STEPS/all.rejects" -- "$INPUT" \
			>/dev/null
		awk -F '\t' "$of_rows" "$STEPS/all.rejects" >"$STEPS/read.rejects"
		awk -F '\t' "$without" "$STEPS/read.rejects" "$STEPS/read.tsv" >"$STEPS/whole.tsv" ||
			die 74 "$STEPS: cannot be written"
		mv "$STEPS/whole.tsv" "$STEPS/read.tsv"
		;;
	esac
	STOPPED=$STATUS
	study_records
}

study_records() {
	[ "$FORM" != XML ] || [ -z "$COLUMNS" ] || has_column dataset || name_sets
	has_column area || return 0
	step codes kkr-codes --rejects "$STEPS/codes.rejects" -- "$STEPS/read.tsv" >"$STEPS/codes.tsv"
	! has_column value || step check kkr-check -- "$STEPS/codes.tsv" >/dev/null
}

kind_of_table() {
	case $(first_bytes "$STEPS/head")$FIXED in
	504b0304*) echo table ;;
	*yes) echo 'text in columns' ;;
	*) tr -d '\000' <"$STEPS/head" | awk '
		!/[^ \t\r\f\357\273\277\376\377]/ { next }
		!seen++ { kind = /^[ \t\f\357\273\277\376\377]*</ ? "HTML" : "delimited text" }
		/urn:schemas-microsoft-com:office:spreadsheet/ && kind == "HTML" { kind = "SpreadsheetML" }
		/urn:oasis:names:tc:opendocument/ && kind == "HTML" { kind = "OpenDocument" }
		END { print kind }' ;;
	esac
}

# A table is read by the map that kkr map proposes for it. False where it is none.
study_table() {
	read_cells || return 1
	FORM=table
	KIND=$(kind_of_table)
	STOPPED=65
	COLUMNS=
	: >"$STEPS/read.tsv"
	: >"$STEPS/read.rejects"
	: >"$STEPS/read.err"
	propose_map || return 0
	step read kkr-table --map "$STEPS/map.tsv" --rejects "$STEPS/read.rejects" -- "$INPUT" >"$STEPS/read.tsv"
	mend
	STOPPED=$STATUS
	study_records
}

# SDMX names data sets in an attribute, which is no column unless it is asked for.
name_sets() {
	step sets kkr-parse --columns dataset --rejects "$STEPS/sets.rejects" -- "$INPUT" >"$STEPS/all"
	sed '/^$/d' "$STEPS/all" >"$STEPS/sets.tsv"
}

# The input as far as it can be unpacked; as in kkr, the first byte tells gzip. A reader may go away.
unpack() {
	case $(first_bytes "$INPUT") in
	1f*) gzip -dc <"$INPUT" 2>/dev/null ;;
	*) cat "$INPUT" 2>/dev/null ;;
	esac
}

first_bytes() {
	od -An -tx1 -N 4 "$1" | tr -d ' \n'
}

# step NAME COMMAND...: runs a filter and keeps what it says. What is wrong with its input (65) is for
# the page to tell, and so is what was set aside; anything else that goes wrong ends kkr.
step() {
	STEP=$1
	shift
	STATUS=0
	"$@" 2>"$STEPS/$STEP.err" || STATUS=$?
	sed -i '/\.rejects$/d' "$STEPS/$STEP.err"
	case $STATUS in
	0 | 65) return ;;
	esac
	cat "$STEPS/$STEP.err" >&2
	[ "$STATUS" -ge 64 ] && [ "$STATUS" -le 78 ] || STATUS=70
	die "$STATUS" "inspect: $NAME: $1 failed"
}

# Takes away the line in the midst of which the records end. Sets COLUMNS to the names in their header,
# with blanks between and around; to nothing where the first line is no header.
mend() {
	[ -z "$(tail -c 1 "$STEPS/read.tsv" | tr '\000' x)" ] || sed -i '$d' "$STEPS/read.tsv"
	COLUMNS=$(awk -F '\t' "$header" "$STEPS/read.tsv")
}

# A column of the records: any, where they have no area.
first_column() {
	has_column area && echo area && return
	BARE=${COLUMNS# }
	echo "${BARE%% *}"
}

has_column() {
	case $COLUMNS in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# The page.

page() {
	printf '%s%s\n' "$BETWEEN" "$NAME"
	tell_form
	[ "$FORM" != XML ] || tr -d '\000' <"$STEPS/head" | awk "$root"
	[ "$FORM" != table ] || tell_table
	tell_records
	[ -n "$COLUMNS" ] || return
	BARE=${COLUMNS# }
	row columns "$(printf '%s\n' "${BARE% }" | awk "$cut"'{ print cut($0, 1000) }')"
	[ ! -f "$STEPS/sets.tsv" ] || awk -F '\t' "$profile" "$STEPS/sets.tsv"
	awk -F '\t' "$profile" "$STEPS/read.tsv"
	if has_column area; then
		tell_areas
	else
		row areas "not looked at: there is no column 'area'"
	fi
	tell_twice
}

# row LABEL TEXT: a line of the page.
row() {
	printf '  %-11s %s\n' "$1" "$2"
}

# first_of COUNT: so many lines, indented and not too long, and how many more there are.
first_of() {
	awk -v most="$1" "$cut"'
		NR <= most { print "    " cut($0, 240) }
		END { if (NR > most) print "    and " NR - most " more" }'
}

# What a filter said of FILE, without its own name and the file's.
said() {
	SAID_OF=$1 awk '
		{
			sub(/^kkr-[a-z]*: /, "")
			if (index($0, ENVIRON["SAID_OF"] ":") == 1)
				$0 = substr($0, length(ENVIRON["SAID_OF"]) + 2)
			print /^[0-9]+: / ? "line " $0 : substr($0, 2)
		}'
}

# The first bytes tell gzip, the encoding, and some things that are no exports.
tell_form() {
	PACKED=
	case $(first_bytes "$INPUT") in
	1f*) PACKED=', gzip' ;;
	esac
	case $(first_bytes "$STEPS/head") in
	'') MEANS=', empty' ;;
	efbbbf*) MEANS=', UTF-8 with a byte order mark' ;;
	fffe*) MEANS=', UTF-16 little endian' ;;
	feff*) MEANS=', UTF-16 big endian' ;;
	504b0304) MEANS=', a zip file (a workbook .xlsx is one)' ;;
	25504446) MEANS=', a PDF' ;;
	d0cf11e0) MEANS=', an old file of Office' ;;
	*) MEANS= ;;
	esac
	[ "$FORM" = table ] || KIND=$FORM
	[ "$FORM$MEANS" != XML ] || MEANS=", $(awk "$declared" "$STEPS/head")"
	[ "$FORM" != table ] || MEANS="$MEANS${ENCODING:+, $ENCODING}"
	row file "$KIND$PACKED$MEANS, $(wc -c <"$INPUT") bytes"
}

# Which sheets there are, and of the one that is read where its header is; its records are those of the
# map that kkr map proposes.
tell_table() {
	row sheets "$(awk -F '\t' "$cut$sheets" "$STEPS/cells.tsv")"
	[ -s "$STEPS/map.tsv" ] || return 0
	awk -F '\t' "$cut$mapped" "$STEPS/map.tsv"
}

# How many records there are, those that were set aside as they were read, and where reading stopped.
tell_records() {
	awk -F '\t' "$rejected" "$STEPS/read.rejects" >"$STEPS/bad"
	BAD=$(wc -l <"$STEPS/bad")
	ALL=$(awk 'END { print NR ? NR - 1 : 0 }' "$STEPS/read.tsv")
	case $STOPPED$COLUMNS in
	65) row records 'none could be read' ;;
	0) row records none ;;
	65*) row records "at least $ALL, $BAD set aside; then reading stopped" ;;
	*) row records "$ALL, $BAD set aside" ;;
	esac
	first_of 5 <"$STEPS/bad"
	said "$INPUT" <"$STEPS/read.err" | first_of 5
}

# Which areas are known, what is not, and which totals hold.
tell_areas() {
	awk -F '\t' "$rejected" "$STEPS/codes.rejects" |
		sed -e 's/^line [0-9]*: //' -e 's/ ([^()]*)$//' | sort | uniq -c |
		awk '{ n = $1; sub(/^ *[0-9]+ /, ""); print $0 " (" n ")" }' >"$STEPS/unknown"
	row areas "$(awk -F '\t' "$known" "$SHARE/schemas/areas.tsv" "$STEPS/codes.tsv"), $(
		wc -l <"$STEPS/unknown"
	) unknown"
	first_of 10 <"$STEPS/unknown"
	has_column value || return 0
	grep ': the total is ' "$STEPS/check.err" >"$STEPS/wrong"
	grep ': without ' "$STEPS/check.err" >"$STEPS/lacking"
	row totals "$(awk -F '\t' -v wrong="$(wc -l <"$STEPS/wrong")" \
		-v lacking="$(wc -l <"$STEPS/lacking")" \
		"$totals" "$SHARE/schemas/areas.tsv" "$STEPS/codes.tsv")"
	cat "$STEPS/wrong" "$STEPS/lacking" | said "$STEPS/codes.tsv" | sed 's/^line [0-9]*: //' |
		first_of 10
}

# Records that are alike in all but their figure and remarks.
tell_twice() {
	ALIKE=$STEPS/read.tsv
	! has_column area || ALIKE=$STEPS/codes.tsv
	awk -F '\t' "$keys" "$ALIKE" | sort | uniq -cd >"$STEPS/twice"
	row duplicates "$(awk '{ n += $1 - 1 } END { print n ? n : "none" }' "$STEPS/twice")"
	awk '{ n = $1; sub(/^ *[0-9]+ /, ""); print $0 " (" n ")" }' "$STEPS/twice" | first_of 5
}

# So many bytes of a text at most, and no part of a letter.
cut='
	function cut(text, most, next_byte) {
		if (length(text) <= most)
			return text
		next_byte = substr(text, most + 1, 1)
		text = substr(text, 1, most)
		if (next_byte ~ /[\200-\277]/)
			sub(/[\300-\377][\200-\277]*$/, "", text)
		return text "..."
	}'

# Control characters are blanks in what a terminal may show; and iconv leaves out what is no UTF-8.
printable='
	{
		gsub(/\302[\200-\237]/, " ")
		gsub(/[\001-\037\177]/, " ")
		print
	}'

# The sheets that have cells, and how large each is.
sheets='
	FNR == 1 { next }
	$1 != last {
		last = $1
		name[++count] = $2 == "" ? "sheet " $1 : cut($2, 60)
	}
	{
		rows[count] = $3
		if (length($4) > length(column[count]) || (length($4) == length(column[count]) && $4 > column[count]))
			column[count] = $4
	}
	END {
		for (i = 1; i <= count && i <= 8; i++)
			line = line (i > 1 ? ", " : "") name[i] " (to " column[i] rows[i] ")"
		if (count > 8)
			line = line " and " count - 8 " more"
		print count ? (count > 1 ? count ": " : "") line : "nothing in any"
	}'

# What a proposed map says of the table.
mapped='
	FNR == 1 { next }
	$1 == "--sheet" { sheet = $2 }
	$1 == "--header" { header = $2 == "0" ? "none" : "row " $2 }
	$1 ~ /^(#|--|[*]$)/ && $1 !~ /^#[A-Z]+$/ { next }
	{ columns = columns (columns == "" ? "" : " | ") $1 " (" $2 ")" }
	END {
		if (sheet != "")
			printf "  %-11s %s\n", "sheet", cut(sheet, 60)
		printf "  %-11s %s\n", "header", (header == "" ? "" : header ": ") cut(columns, 240)
	}'

header='
	{
		for (i = 1; i <= NF; i++)
			if ($i !~ /^[a-z][a-z0-9_]*$/ || seen[$i]++)
				exit
		gsub(/\t/, " ")
		if (NF)
			print " " $0 " "
		exit
	}'

# The encoding that the XML declaration names.
declared='
	NR == 1 && match($0, /encoding[ \t]*=[ \t]*["\047][A-Za-z0-9._-]+/) {
		name = substr($0, RSTART, RLENGTH)
		sub(/.*["\047]/, "", name)
	}
	END { print name == "" ? "UTF-8" : toupper(name) }'

# The root element, past comments and the like, and the dialect that its namespace tells.
root='
	{ text = text $0 "\n" }
	END {
		sub(/^[^<]*/, "", text)
		while (text ~ /^<[?!]/) {
			ends = text ~ /^<[?]/ ? "?>" : text ~ /^<!--/ ? "-->" : text ~ /^<![^>]*\[/ ? "]>" : ">"
			if (!(at = index(text, ends)))
				exit
			text = substr(text, at + length(ends))
			sub(/^[^<]*/, "", text)
		}
		if (!match(text, /^<[^ \t\r\n\/>]+/))
			exit
		name = substr(text, 2, RLENGTH - 1)
		tag = substr(text, 1, index(text ">", ">"))
		at = index(name, ":")
		xmlns = "[ \t\r\n]xmlns" (at ? ":" substr(name, 1, at - 1) : "")
		if (match(tag, xmlns "[ \t\r\n]*=[ \t\r\n]*(\"[^\"]*\"|\047[^\047]*\047)")) {
			space = substr(tag, RSTART, RLENGTH - 1)
			sub(/^[^"\047]*./, "", space)
		}
		dialect = "none that the root element tells"
		if (space == "urn:kkr:export:1")
			dialect = "export"
		else if (match(tolower(space), /sdmxml\/schemas\/v[0-9]_[0-9]/))
			dialect = "SDMX-ML " substr(space, RSTART + 16, 1) "." substr(space, RSTART + 18, 1)
		printf "  %-11s %s; <%s> of %s\n", "dialect", dialect, substr(name, at + 1),
			space == "" ? "no namespace" : space
	}'

# A file of --rejects as lines of text.
rejected='FNR > 1 { print "line " $2 ": " $3 }'

# The lines in it that are no records, whatever stands in their area.
of_rows='FNR == 1 || $5 == "fields" || $5 == "encoding"'

# A table without the lines that a file of --rejects, read first, has.
without='
	NR == FNR {
		bad[$2]
		next
	}
	!(FNR in bad)'

# Columns that say more of an area than its code, and remarks: neither tells a figure from another.
apart='
	BEGIN {
		split("name region region_name kkr landsdel landsdel_name nuts3 level", appended, " ")
		for (i in appended)
			apart[appended[i]]
		split("qualifier note source", remark, " ")
		for (i in remark)
			apart[remark[i]]
	}'

# Each of the first columns but the area: how many different fields it has, and how often each of the
# first few and the last; and of the value, how many are missing. What is beyond 1,000 is not counted.
profile=$cut'
	NR == 1 {
		columns = NF
		for (i = 1; i <= NF; i++)
			name[i] = $i
		next
	}
	{
		rows++
		for (i = 1; i <= columns; i++)
			if (name[i] == "value") {
				missing += $i == ""
				wrong += $i != "" && $i !~ /^-?[0-9]+([.][0-9]+)?$/
			} else if (name[i] != "area") {
				if (!((i, $i) in count)) {
					if (different[i] == 1000) {
						more[i] = 1
						continue
					}
					field[i, ++different[i]] = $i
				}
				count[i, $i]++
			}
	}
	function shown(i, at, text) {
		text = field[i, at] == "" ? "(empty)" : cut(field[i, at], 60)
		return different[i] > 1 ? text " (" count[i, field[i, at]] ")" : text
	}
	function sort_fields(i, at, to, held) {
		for (at = 2; at <= different[i]; at++) {
			held = field[i, at]
			for (to = at; to > 1 && field[i, to - 1] "" > held ""; to--)
				field[i, to] = field[i, to - 1]
			field[i, to] = held
		}
	}
	function tell(i, at, line) {
		sort_fields(i)
		line = different[i] > 1 ? different[i] ": " : ""
		if (more[i])
			line = "more than " line
		for (at = 1; at <= different[i] && (at <= 6 || different[i] <= 8); at++)
			line = line (at > 1 ? ", " : "") shown(i, at)
		if (at <= different[i])
			line = line (at < different[i] ? " ... " : ", ") shown(i, different[i])
		printf "  %-11s %s\n", name[i], line
	}
	END {
		for (i = 1; rows && i <= columns; i++)
			if (name[i] == "value")
				printf "  %-11s %d numbers, %d missing%s\n", "value", rows - missing - wrong,
					missing, wrong ? ", " wrong " other" : ""
			else if (name[i] != "area" && told++ < 40)
				tell(i)
		if (told > 40)
			printf "  and %d columns more\n", told - 40
	}'

# The level of each code of the code list, which is read first.
levels='
	FNR == 1 {
		split("", at)
		for (i = 1; i <= NF; i++)
			at[$i] = i
	}
	function add(code, of) {
		if (!(code in level))
			listed[of]++
		level[code] = of
	}
	NR == FNR && FNR > 1 {
		add($at["code"], "municipalities")
		add($at["region"], "regions")
		add($at["nuts3"], "landsdele")
		add("000", "country")
		next
	}
	FNR == 1 { second = NR > 1 }
	!second || FNR == 1 { next }'

known=$levels'
	!seen[$at["area"]]++ {
		have[level[$at["area"]]]++
		codes++
	}
	END {
		split("municipalities regions landsdele", order, " ")
		for (i = 1; i <= 3; i++)
			if (have[order[i]]) {
				line = line between have[order[i]] " of " listed[order[i]] " " order[i]
				between = ", "
			}
		if (have["country"])
			line = line between "the country"
		printf "%d known%s", codes, codes ? " (" line ")" : ""
	}'

# How many totals kkr-check has held against what they are made of, and how many of them hold. A total
# is a stated figure of a level above another that has rows in its series.
totals=$apart$levels'
	{
		series = ""
		for (name in at)
			if (name != "area" && name != "value" && !(name in apart))
				series = series "\t" $at[name]
		code = $at["area"]
		has[series, level[code]]
		if ((series, code) in held)
			next
		held[series, code]
		if (level[code] != "municipalities" && $at["value"] ~ /^-?[0-9]+([.][0-9]+)?$/)
			total[series, level[code]]++
	}
	function below(series, of) {
		if ((series, "municipalities") in has)
			return 1
		if (of == "landsdele")
			return 0
		return (series, "landsdele") in has || (of == "country" && (series, "regions") in has)
	}
	END {
		for (pair in total) {
			split(pair, part, SUBSEP)
			if (below(part[1], part[2]))
				checked += total[pair]
		}
		printf "%s", checked ? checked - wrong " of " checked " hold" : "none"
		if (lacking)
			printf ", %d lack areas", lacking
	}'

# What a record is a figure of.
keys=$apart'
	NR == 1 {
		columns = NF
		for (i = 1; i <= NF; i++)
			name[i] = $i
		next
	}
	{
		key = ""
		for (i = 1; i <= columns; i++)
			if (name[i] != "value" && !(name[i] in apart) && $i != "")
				key = key (key == "" ? "" : "\001") name[i] "=" $i
		print key
	}'
