# kkr map: proposes a table map for FILE, which an analyst corrects and keeps.
#
# kkr reads this file for its command map. kkr-parse lists the cells, kkr-codes recognises areas in them,
# and the rest is told from where those stand: the header above them, remarks below, and of each column
# what kind of values it has. What is proposed stands in the map; why, and what is left to do, in its
# remarks.
#
# shellcheck shell=sh disable=SC2016,SC2034,SC2154 # awk has $ too

map() {
	SHEET=
	DELIMITER=
	ENCODING=
	while [ $# -gt 0 ]; do
		case $1 in
		-h | --help)
			tell_usage map
			return
			;;
		-S | --sheet)
			[ $# -gt 1 ] || misuse "map: $1 names a sheet"
			SHEET=$2
			shift
			;;
		--sheet=*) SHEET=${1#--sheet=} ;;
		--delimiter)
			[ $# -gt 1 ] || misuse "map: $1 names what stands between fields"
			DELIMITER=$2
			[ -n "$2" ] || misuse "map: $1 names what stands between fields"
			shift
			;;
		--delimiter=?*) DELIMITER=${1#--delimiter=} ;;
		--)
			shift
			break
			;;
		-?*) refuse_option map "$1" ;;
		*) break ;;
		esac
		shift
	done
	[ $# -le 1 ] || misuse 'map: one file at a time'
	NAME=${1--}
	work_elsewhere
	STEPS=$WORK
	find_input || die 66 "$NAME: cannot be opened"
	unpack | head -c 65536 >"$STEPS/head"
	case $(first_bytes "$STEPS/head") in
	25504446) die 65 "map: $NAME: is a PDF; pdftotext -layout makes a text of it, which can be read" ;;
	esac
	read_cells || die "$STATUS" "map: $NAME: $WHY"
	propose_map || die "$STATUS" "map: $NAME: $WHY"
	tell <"$STEPS/map.tsv"
}

# Sets cells.tsv to the cells of all sheets, or of SHEET where that is not empty. False where there are
# none to read: WHY says it, with STATUS.
read_cells() {
	FIXED=
	ENCODING=
	if [ -z "$DELIMITER" ] && laid_out; then
		FIXED=yes
		unpack | awk -v positions="$STEPS/positions" "$characters$columns_of_text" >"$STEPS/cells.tsv" && return
		STATUS=65
		WHY='the columns of figures cannot be told apart by where they stand; where they move from page to page, one page may do'
		return 1
	fi
	list_cells && return
	SAID=$WHY
	# The only encoding that is tried where a file tells none is the one in which a Danish Excel saves.
	case $SAID in
	*'--encoding windows-1252'*)
		ENCODING=windows-1252
		list_cells --encoding "$ENCODING" && return
		;;
	esac
	ENCODING=
	WHY=$SAID
	return 1
}

list_cells() {
	[ -z "$SHEET" ] || set -- "$@" --sheet "$SHEET"
	[ -z "$DELIMITER" ] || set -- "$@" --delimiter "$DELIMITER"
	STATUS=0
	kkr-table --list-cells "$@" -- "$INPUT" >"$STEPS/cells.tsv" 2>"$STEPS/cells.err" || STATUS=$?
	[ "$STATUS" -ne 0 ] || return 0
	WHY=$(said "$INPUT" <"$STEPS/cells.err" | sed -n '1s/^[: ]*//p')
	[ "$STATUS" -eq 64 ] || return 1
	WHY=$(sed -n '1s/^kkr-table: //p' "$STEPS/cells.err")
	return 1
}

# Whether it is a text whose columns stand below one another: more lines have wide gaps than delimiters.
laid_out() {
	case $(first_bytes "$STEPS/head") in
	504b0304 | d0cf11e0) return 1 ;;
	esac
	tr -d '\000' <"$STEPS/head" | awk '
		NR == 1 {
			sub(/^\357\273\277/, "")
			sub(/^(\377\376|\376\377)/, "")
		}
		!started && /[^ \t\r\f]/ {
			started = 1
			markup = /^[ \t\f]*</
		}
		/[;\t]/ { delimited++ }
		/[^ ]   +[^ ]/ { gaps++ }
		END { exit !(!markup && gaps > 2 && gaps > delimited) }'
}

# Sets map.tsv to the proposal for what is in cells.tsv.
propose_map() {
	recognise
	FILE_NAME=${NAME##*/}
	STATUS=0
	NAME=$NAME FILE_NAME=${FILE_NAME%%.*} SHEET=$SHEET ENCODING=$ENCODING DELIMITER=$DELIMITER FIXED=$FIXED POSITIONS=$STEPS/positions \
		awk -F '\t' "$cut$words$propose" "$STEPS/codes.tsv" "$STEPS/cells.tsv" >"$STEPS/map.tsv" || STATUS=$?
	case $STATUS in
	0) return 0 ;;
	65) WHY='no area is recognised in any column: a map needs one' ;;
	*)
		WHY='no map could be made'
		STATUS=70
		;;
	esac
	return 1
}

# Which texts name areas: text, code, level.
recognise() {
	{
		printf 'area\ttext\n'
		awk -F '\t' 'NR > 1 && ($5 == "text" || $6 ~ /^[0-9]+$/) && length($6) < 100 && !seen[$6]++ {
			print $6 "\t" $6
		}' "$STEPS/cells.tsv"
	} >"$STEPS/texts.tsv"
	step codes kkr-codes --add level --rejects "$STEPS/codes.rejects" -- "$STEPS/texts.tsv" >"$STEPS/codes.tsv"
}

# A letter of UTF-8 is one character of a line, whatever its bytes.
characters='
	function width(text) {
		gsub(/[\300-\377][\200-\277]*/, "x", text)
		return length(text)
	}
	function letters(n, text) {
		for (; n > 0; n = int((n - 1) / 26))
			text = sprintf("%c", 65 + (n - 1) % 26) text
		return text
	}'

# Lines of text become cells. The columns are where lines of figures have anything; what they have
# between is cut in the middle. The first column is that of the words before the figures.
columns_of_text='
	function figure(run) {
		return run ~ /^[-+]?[0-9][0-9.,]*( ?%)?$/ || run == "-" || run == "." || run == ".." || run == "…"
	}
	# The runs of a line, which two blanks part, and where they are.
	function runs_of(line, at, gap) {
		runs = 0
		at = 1
		while (match(line, /[^ ]+( [^ ]+)*/)) {
			gap = RSTART - 1
			run[++runs] = substr(line, RSTART, RLENGTH)
			from[runs] = at + gap
			to[runs] = from[runs] + width(run[runs]) - 1
			at = to[runs] + 1
			line = substr(line, RSTART + RLENGTH)
		}
	}
	function table_line(k) {
		if (runs < 2 || run[1] !~ /[A-Za-z\300-\377]/)
			return 0
		for (k = 2; k <= runs; k++)
			if (!figure(run[k]))
				return 0
		return 1
	}
	{
		gsub(/[\f\r]/, "")
		while ((tab = index($0, "\t")) > 0)
			$0 = substr($0, 1, tab - 1) sprintf("%" (8 - width(substr($0, 1, tab - 1)) % 8) "s", "") \
				substr($0, tab + 1)
		line[NR] = $0
		runs_of($0)
		longest = width($0) > longest ? width($0) : longest
		if (!table_line())
			next
		lines++
		most = runs > most ? runs : most
		for (k = 1; k <= runs; k++) {
			starts[lines, k] = from[k]
			for (i = from[k]; i <= to[k]; i++)
				covered[i] = 1
		}
		width_of[lines] = runs
	}
	# The stretches of characters in which any line of figures has something.
	function find_stretches(i) {
		for (i = 1; i <= longest; i++) {
			if (covered[i] && !covered[i - 1])
				first[++columns] = i
			if (covered[i])
				last[columns] = i
		}
	}
	function stretch_of(place, k) {
		for (k = 1; k < columns && place > last[k]; k++)
			;
		return k
	}
	# Two beside one another are one column that moved where no line has something in both.
	function join_stretches(n, k, before, kept) {
		for (n = 1; n <= lines; n++) {
			before = 0
			for (k = 1; k <= width_of[n]; k++) {
				if (before && stretch_of(starts[n, k]) == before + 1)
					both[before] = 1
				before = stretch_of(starts[n, k])
			}
		}
		for (k = 2; k <= columns; k++)
			if (both[k - 1])
				first[++kept + 1] = first[k]
			else
				joined++
		kept = 1
		for (k = 1; k <= columns; k++) {
			last[kept] = last[k]
			kept += both[k]
		}
		columns -= joined
	}
	END {
		if (!lines)
			exit 1
		find_stretches()
		join_stretches()
		if (columns < most)
			exit 1
		first[1] = 1
		for (k = 2; k <= columns; k++) {
			cut = last[k - 1] + int((first[k] - last[k - 1]) / 2)
			last[k - 1] = cut
			first[k] = cut + 1
		}
		last[columns] = longest > last[columns] ? longest : last[columns]
		for (k = 1; k <= columns; k++)
			print letters(k) "\t" first[k] "-" last[k] >positions
		print "sheet\tname\trow\tcolumn\tkind\ttext"
		for (n = 1; n <= NR; n++)
			cut_line(n)
	}
	# Each run goes to the column in which its middle lies.
	function cut_line(n, k, j, cell) {
		runs_of(line[n])
		for (k = 1; k <= columns; k++)
			cell[k] = ""
		for (j = 1; j <= runs; j++) {
			k = stretch_of(int((from[j] + to[j]) / 2))
			cell[k] = cell[k] (cell[k] == "" ? "" : " ") run[j]
		}
		for (k = 1; k <= columns; k++)
			if (cell[k] != "") {
				gsub(/\\/, "&&", cell[k])
				print "1\t\t" n "\t" letters(k) "\ttext\t" cell[k]
			}
	}'

# Words of a header: what period they name, and what they are as a name.
words='
	BEGIN {
		months = "januar februar marts april maj juni juli august september oktober november december"
		split(months, month_name, " ")
		for (i = 1; i <= 12; i++)
			month[month_name[i]] = sprintf("%02d", i)
	}
	# Takes the first match of a pattern out of the text.
	function taken(pattern) {
		if (!match(low, pattern))
			return 0
		found = substr(low, RSTART, RLENGTH)
		rest = substr(rest, 1, RSTART - 1) substr(rest, RSTART + RLENGTH)
		return 1
	}
	# Sets found_period, or empties it, and rest: the text without it.
	function find_period(text, part, name) {
		rest = text
		low = tolower(text)
		found_period = ""
		name = months
		gsub(/ /, "|", name)
		if (taken("[0-3]?[0-9][.] ?(" name ") (19|20)[0-9][0-9]")) {
			split(found, part, /[. ]+/)
			found_period = sprintf("%s-%s-%02d", part[3], month[part[2]], part[1])
		} else if (taken("(" name ") (19|20)[0-9][0-9]")) {
			split(found, part, " ")
			found_period = part[2] "-" month[part[1]]
		} else if (taken("[1-4][.] ?(kvartal|kvt[.]?) (19|20)[0-9][0-9]")) {
			found_period = substr(found, length(found) - 3) "-Q" substr(found, 1, 1)
		} else if (taken("(19|20)[0-9][0-9] ?[kq][1-4]")) {
			found_period = substr(found, 1, 4) "-Q" substr(found, length(found))
		} else if (taken("[12][.] ?halv\303\245r (19|20)[0-9][0-9]")) {
			found_period = substr(found, length(found) - 3) "-H" substr(found, 1, 1)
		} else if (taken("(19|20)[0-9][0-9]-[01][0-9]-[0-3][0-9]")) {
			found_period = found
		} else if (taken("[0-3][0-9][-./][01][0-9][-./](19|20)[0-9][0-9]")) {
			found_period = substr(found, 7) "-" substr(found, 4, 2) "-" substr(found, 1, 2)
		} else if (low ~ /(^|[^0-9.,])(19|20)[0-9][0-9]([^0-9]|$)/ && taken("(19|20)[0-9][0-9]")) {
			found_period = found
		}
		sub(/[ ,(]+$/, "", rest)
		sub(/(^| )(pr[.]|pr|per|den|i|ved)$/, "", rest)
	}
	function name_of(text) {
		gsub(/\303[\205\245]/, "aa", text)
		gsub(/\303[\206\246]/, "ae", text)
		gsub(/\303[\230\270]/, "oe", text)
		text = tolower(text)
		gsub(/[^a-z0-9]+/, "_", text)
		sub(/^_/, "", text)
		text = substr(text, 1, 60)
		sub(/_$/, "", text)
		return text ~ /^[0-9]/ ? "x" text : text
	}'

# The map. First codes.tsv, which areas there are in the texts; then cells.tsv.
propose='
	BEGIN {
		name = ENVIRON["NAME"]
		file_name = ENVIRON["FILE_NAME"]
		sheet = ENVIRON["SHEET"]
		encoding = ENVIRON["ENCODING"]
		delimiter = ENVIRON["DELIMITER"]
		fixed = ENVIRON["FIXED"] != ""
		while (fixed && (getline place <ENVIRON["POSITIONS"]) > 0) {
			split(place, part, "\t")
			position[part[1]] = part[2]
		}
	}
	function number_of(column, n, i) {
		for (i = 1; i <= length(column); i++)
			n = n * 26 + index("ABCDEFGHIJKLMNOPQRSTUVWXYZ", substr(column, i, 1))
		return n
	}
	FNR == 1 {
		file++
		for (i = 1; i <= NF; i++)
			at[$i] = i
		next
	}
	file == 1 {
		code[$at["text"]] = $at["area"]
		level[$at["text"]] = $at["level"]
		next
	}
	# The sheet is the first that has areas; its cells are kept, and of the others the names.
	{
		if ($1 != number_at[sheets]) {
			number_at[++sheets] = $1
			name_at[sheets] = $2
		}
		r = $3
		c = number_of($4)
		if (c > 200)
			next
		key = sheets SUBSEP r SUBSEP c
		kind[key] = $5
		text[key] = $6
		if (r > rows[sheets])
			rows[sheets] = r
		if (c > columns[sheets])
			columns[sheets] = c
		filled[sheets, r]++
		if ($6 in code) {
			areas[sheets, c]++
			if (areas[sheets, c] > areas[sheets, best[sheets]])
				best[sheets] = c
		}
	}
	function cell(r, c) {
		return text[s SUBSEP r SUBSEP c]
	}
	function kind_of(r, c) {
		return kind[s SUBSEP r SUBSEP c]
	}
	function first_cell(r, c) {
		for (c = 1; c <= columns[s]; c++)
			if (cell(r, c) != "")
				return c
		return 0
	}
	function shown(text) {
		return length(text) > 60 ? cut(text, 60) : text
	}
	# What a value is: nothing, or a figure in one notation or both, or something else.
	function notation(r, c, v, k) {
		v = cell(r, c)
		k = kind_of(r, c)
		if (v == "")
			return ""
		if (k == "number" || k == "percent")
			return "stored"
		if (k != "text")
			return "other"
		if (sub(/ ?%$/, "", v))
			percent[c]++
		if (v == "-" || v == "." || v == ".." || v == "…")
			return "da"
		sub(/^-/, "", v)
		if (v !~ /^[0-9.,]+$/)
			return "other"
		danish = v ~ /^[0-9]+(,[0-9]+)?$/ || v ~ /^[1-9][0-9]?[0-9]?([.][0-9][0-9][0-9])+(,[0-9]+)?$/
		plain = v ~ /^[0-9]+([.][0-9]+)?$/
		return danish && plain ? "both" : danish ? "da" : plain ? "plain" : "other"
	}
	function is_period(v) {
		return v ~ /^(19|20)[0-9][0-9](-(H[12]|Q[1-4]|W[0-5][0-9]|[01][0-9](-[0-3][0-9])?))?$/
	}

	# Rows: those of areas; above them the header; those that are none of the table.
	function find_rows(r, c, seen, distinct, only) {
		for (r = 1; r <= rows[s]; r++)
			if (cell(r, a) in code) {
				if (!first_row)
					first_row = r
				last_row = r
				count[level[cell(r, a)]]++
				data[++data_rows] = r
			}
		for (r = first_row - 1; r > 0 && filled[s, r]; r--) {
			distinct = 0
			split("", seen)
			for (c = 1; c <= columns[s]; c++)
				if (cell(r, c) != "" && !(cell(r, c) in seen)) {
					seen[cell(r, c)]
					distinct++
					only = c
				}
			if (header_last && distinct == 1 && only == a)
				break
			if (!header_last && distinct == 1 && columns[s] > 1)
				break
			header_first = r
			if (!header_last)
				header_last = r
		}
		for (c = 1; c <= columns[s]; c++)
			for (r = header_first; r && r <= header_last; r++)
				if (cell(r, c) != "")
					header[c] = header[c] (header[c] == "" ? "" : " ") cell(r, c)
		for (r = 1; r < (header_first ? header_first : first_row); r++)
			if (title == "" && filled[s, r])
				title = cell(r, first_cell(r))
	}

	function first_word(text) {
		sub(/ .*/, "", text)
		return text
	}
	function begins_area(text, i) {
		for (i = 1; i <= data_rows; i++)
			if (index(cell(data[i], first_cell(data[i])), text) == 1)
				return 1
		return 0
	}

	# A row that is not that of an area: a remark that is to be skipped, or figures of who knows whom.
	function sort_other(r, c, figures, begin) {
		for (c = 1; c <= columns[s]; c++)
			figures += c != a && is[c] == "value" && notation(r, c) != "" && notation(r, c) != "other"
		begin = cell(r, first_cell(r))
		for (c = header_first; c && c <= header_last; c++)
			if (cell(r, a) == cell(c, a))
				figures = 0
		if (figures && cell(r, a) != "") {
			if (unknown++ < 10)
				unknown_text[unknown] = "row " r ": " shown(cell(r, a))
			return
		}
		if (fixed && !begins_area(first_word(begin))) {
			begin = first_word(begin) "*"
		} else if (begin ~ /^[^0-9]+[0-9]+$/ && begin ~ /^(Side|Page)/) {
			sub(/[0-9]+$/, "*", begin)
		}
		if (begin != "" && !(begin in skipping)) {
			skipping[begin]
			skip[++skips] = begin
		}
	}

	# Columns: what each of them is.
	function study(c, i, r, n) {
		split("", seen)
		for (i = 1; i <= data_rows; i++) {
			r = data[i]
			n = notation(r, c)
			if (n == "") {
				missing[c]++
				continue
			}
			given[c]++
			tally[c, n]++
			if (n == "other" && !(c in stray))
				stray[c] = "row " r ": " shown(cell(r, c))
			fraction[c] += n != "other" && cell(r, c) ~ (n == "da" ? "," : "[.,]") && cell(r, c) !~ /^[.]+$/ &&
				!(n == "both")
			periods[c] += is_period(cell(r, c))
			percent[c] += kind_of(r, c) == "percent"
			known[c] += cell(r, c) in code
			if (!(cell(r, c) in seen)) {
				seen[cell(r, c)]
				different[c]++
			}
		}
		if (c == a)
			is[c] = "area"
		else if (!given[c])
			is[c] = "ignore"
		else if (periods[c] == given[c] && tolower(header[c]) ~ \
				/^(\303\245r|\303\205r|aar|periode|dato|kvartal|m\303\245ned|year|period|tid|date)/)
			is[c] = "period"
		else if (tally[c, "other"] * 2 < given[c])
			is[c] = "value"
		else if (known[c] * 2 > given[c])
			is[c] = "ignore"
		else
			is[c] = "field"
	}
	function numbers_of(c) {
		return tally[c, "plain"] && !tally[c, "da"] ? "plain" : "da"
	}

	# What is written.
	function column_name(c, i, same) {
		for (i = 1; i <= columns[s]; i++)
			same += header[i] == header[c]
		return header[c] != "" && same == 1 && header[c] !~ /^(#|[*]$|--)/ ? header[c] : "#" letters(c)
	}
	function letters(n, text) {
		for (; n > 0; n = int((n - 1) / 26))
			text = sprintf("%c", 65 + (n - 1) % 26) text
		return text
	}
	# The columns of the map are a table each: what a line does not tell is empty.
	function put(column, role, type, numbers, position, dataset, period, measure, unit, source) {
		print column, role, type, numbers (fixed ? OFS position : ""), dataset, period, measure, unit, source
	}
	function remark(text) {
		put("# " text)
	}
	function field_name(c, base, n) {
		base = name_of(header[c])
		if (base == "")
			base = "column_" tolower(letters(c))
		while ((n ? base "_" n : base) in used)
			n = n ? n + 1 : 2
		base = n ? base "_" n : base
		used[base]
		return base
	}
	function measure_of(c, base, n) {
		find_period(header[c])
		base = name_of(rest)
		period[c] = found_period == "" ? title_period : found_period
		if ((base == "" || base ~ /^(antal|tal|vaerdi|value|number)$/) && title_name != "")
			base = title_name
		if (base == "")
			base = "value"
		while ((n ? base "_" n : base) SUBSEP period[c] in measured)
			n = n ? n + 1 : 2
		base = n ? base "_" n : base
		measured[base, period[c]]
		return base
	}
	function sheet_name(i) {
		return name_at[i] == "" ? number_at[i] : name_at[i]
	}
	function counted(n, one, many) {
		return n " " (n == 1 ? one : many)
	}
	END {
		OFS = "\t"
		for (s = 1; s <= sheets && !best[s]; s++)
			;
		if (s > sheets)
			exit 65
		a = best[s]
		for (used_at = split("dataset area period measure unit value source column is type numbers position", w, " "); used_at; used_at--)
			used[w[used_at]]
		find_rows()
		for (c = 1; c <= columns[s]; c++)
			study(c)
		for (r = header_first ? header_last + 1 : (fixed ? 1 : first_row); r <= rows[s]; r++) {
			if (!filled[s, r])
				empty++
			else if (!(cell(r, a) in code))
				sort_other(r)
		}
		for (r = 1; fixed && r <= header_last; r++)
			if (filled[s, r])
				sort_other(r)
		find_period(title)
		title_name = name_of(rest)
		if (found_period == "")
			find_period(name_at[s])
		title_period = found_period
		print "column", "is", "type", "numbers" (fixed ? OFS "position" : ""), "dataset", "period", "measure", \
			"unit", "source"
		remarks()
		options()
		put("*", "", "", "", "", name_of(file_name), "", "", "", title)
		for (c = 1; c <= columns[s]; c++)
			line(c)
	}
	function remarks(i, areas_text) {
		remark("A proposal for " name (sheets > 1 ? ", sheet " sheet_name(s) : "") ". Correct it and keep it.")
		areas_text = counted(count["municipality"] + 0, "municipality", "municipalities")
		if (count["region"])
			areas_text = areas_text ", " counted(count["region"], "region", "regions")
		if (count["country"])
			areas_text = areas_text ", the country"
		remark("Areas, in column " letters(a) ", rows " first_row " to " last_row ": " areas_text ".")
		if (count["region"] + count["country"])
			remark("The rows of larger areas are totals, which kkr-check holds against the municipalities.")
		for (i = 1; i <= unknown && i <= 10; i++)
			remark("Not recognised as an area: " unknown_text[i])
		if (unknown > 10)
			remark("and " unknown - 10 " more that are not recognised.")
		if (sheets > 1)
			for (i = 1; i <= sheets; i++)
				if (i != s)
					remark("Another sheet: " sheet_name(i))
		remark("Names of measures are made of the headers; units are for you to tell.")
	}
	function options(i) {
		if (encoding != "")
			put("--encoding", encoding)
		if (delimiter != "")
			put("--delimiter", delimiter)
		if (sheets > 1 || sheet != "")
			put("--sheet", sheet == "" ? sheet_name(s) : sheet)
		if (!fixed)
			put("--header", !header_last ? 0 : header_first == header_last ? header_last : header_first "-" header_last)
		if (empty)
			put("--skip-empty")
		for (i = 1; i <= skips; i++)
			put("--skip", skip[i])
	}
	function line(c, v) {
		if (is[c] == "value") {
			if (stray[c] != "")
				remark("Not a figure, and so a bad record: column " letters(c) ", " stray[c])
			v = measure_of(c)
			put(column_name(c), "value", percent[c] ? "percent" : fraction[c] ? "decimal" : "integer", numbers_of(c),
				position[letters(c)], "", period[c], v, percent[c] ? "pct." : "")
			return
		}
		put(column_name(c), is[c] == "field" ? field_name(c) : is[c], is[c] == "field" ? "text" : "", "", \
			position[letters(c)])
	}'

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
