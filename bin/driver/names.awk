# What a part tells, with the names by which its files were given in place of those that it has them by, in/N/NAME.
# Reads the given names, those of the part in the same order, and what it tells; where ESCAPED is set, that is records,
# in which a backslash in a name is two.

FNR == 1 { table++ }

table == 1 { given[FNR] = written($0); next }

table == 2 {
	split($0, path, "/")
	place[path[2]] = written($0)
	name[path[2]] = given[FNR]
	next
}

{
	done = ""
	while (match($0, /in\/[0-9]+\//)) {
		number = substr($0, RSTART + 3, RLENGTH - 4)
		length_of = length(place[number])
		is_ours = (number in name) && substr($0, RSTART, length_of) == place[number]
		done = done substr($0, 1, RSTART - 1) (is_ours ? name[number] : substr($0, RSTART, RLENGTH))
		$0 = substr($0, RSTART + (is_ours ? length_of : RLENGTH))
	}
	print done $0
}

function written(text) {
	if (ENVIRON["ESCAPED"] != "")
		gsub(/\\/, "&&", text)
	return text
}
