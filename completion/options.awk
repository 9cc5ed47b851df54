# From what the programs say with --help to a table for the completion of shells, so that an option
# is completed once it stands in a usage text. A row is an option, or a command of kkr:
#
#	program (or "kkr COMMAND"), short, long, argument, its values, what it does
#
# The values of an argument are those that it names (reject|main); or those that the description ends
# with, or consists of ("the method: webster, droop (default) or dean"), where N stands for any; or those
# that its lines begin with ("csv, csv-da: for spreadsheets"). What stands in parentheses is no part.

/^usage: /  { in_usage = 1; sub(/^usage:/, "      ") }
!/^       / { in_usage = 0 }
in_usage    { usage(); next }

/^Options of [a-z]+:$/ {
	program = "kkr " substr($3, 1, length($3) - 1)
	next
}

/^The options of [a-z]+ are those of [a-z-]+\./ {
	borrower[++borrowings] = "kkr " $4
	lender[borrowings] = substr($8, 1, length($8) - 1)
	next
}

/^  +-/ {
	flush()
	sub(/^ +/, "")
	short = ""
	if (match($0, /^-[A-Za-z], /)) {
		short = substr($0, 1, 2)
		$0 = substr($0, 5)
	}
	cut = match($0, /  +/)
	head = cut ? substr($0, 1, cut - 1) : $0
	what = cut ? substr($0, cut + RLENGTH) : ""
	cut = index(head, " ")
	long = cut ? substr(head, 1, cut - 1) : head
	argument = cut ? substr(head, cut + 1) : ""
	next
}

# The next line of a description.
long != "" && /^                    / {
	sub(/^ +/, "")
	what = what (what == "" ? "" : "\n") $0
	next
}

{ flush() }

END {
	flush()
	for (i = 1; i <= borrowings; i++) {
		for (j = 1; j <= rows; j++) {
			if (index(row[j], lender[i] "\t") == 1)
				print borrower[i] substr(row[j], length(lender[i]) + 1)
		}
	}
}

# A line of usage: the program, or a command of kkr with the operands and options it takes.
function usage(    operands, command, word, i) {
	program = $1
	if (program != "kkr")
		return
	if ($2 ~ /^-/) {
		for (i = 2; i <= NF; i += 2)
			emit(program, "", $i, "", "", "")
		return
	}
	operands = $0
	sub(/^ *kkr [a-z]+ */, "", operands)
	command = program " " $2
	while (match(operands, /\[--[a-z-]+( [A-Z|]+)?\]/)) {
		split(substr(operands, RSTART + 1, RLENGTH - 2), word, " ")
		emit(command, "", word[1], word[2], "", "")
		operands = substr(operands, 1, RSTART - 1) substr(operands, RSTART + RLENGTH)
	}
	gsub(/\[OPTION\]\.\.\. ?/, "", operands)
	gsub(/ +$/, "", operands)
	emit("kkr", "", $2, operands, "", "")
}

function flush(    text) {
	if (long != "") {
		text = what
		gsub(/\n/, " ", text)
		emit(program, short, long, argument, values(text), text)
	}
	long = ""
}

function emit(program, short, long, argument, its_values, what) {
	row[++rows] = program "\t" short "\t" long "\t" argument "\t" its_values "\t" what
	print row[rows]
}

function values(text,    list) {
	if (argument ~ /^[a-z0-9-]+(\|[a-z0-9-]+)+$/) {
		list = argument
		gsub(/\|/, " ", list)
		return list
	}
	if (argument !~ /^[A-Z]+(,\.\.\.)?$/ || argument ~ /^(FILE|DIR)$/)
		return ""
	list = values_of_lines()
	return list != "" ? list : values_at_end(text)
}

function values_of_lines(    n, i, line, list, begun) {
	n = split(what, line, "\n")
	for (i = 1; i <= n; i++) {
		if (match(line[i], /^[a-z][a-z0-9_-]*(, [a-z][a-z0-9_-]*)*: /)) {
			list = list (begun++ ? " " : "") substr(line[i], 1, RLENGTH - 2)
			gsub(/,/, "", list)
		} else if (i == 1)
			return ""
	}
	return begun > 1 ? list : ""
}

function values_at_end(text,    n, i, word, list) {
	gsub(/ *\([^()]*\)/, "", text)
	sub(/.*: /, "", text)
	gsub(/,? (or|and) /, ", ", text)
	n = split(text, word, ", ")
	for (i = 1; i <= n; i++) {
		if (word[i] ~ /^[a-z][a-z0-9_-]*$/)
			list = list (list == "" ? "" : " ") word[i]
		else if (word[i] !~ /^[A-Z]/)
			return ""
	}
	return n > 1 ? list : ""
}
