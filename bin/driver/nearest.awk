# Of the words that are read, the first of those to which fewest slips lead from $WORD: a letter too
# many, one missing, or another one. Nothing where there are more than one and one for every four letters.

function least(a, b) {
	return a < b ? a : b
}

function slips(a, b,    i, j, row, above) {
	for (j = 0; j <= length(b); j++)
		above[j] = j
	for (i = 1; i <= length(a); i++) {
		row[0] = i
		for (j = 1; j <= length(b); j++)
			row[j] = least(above[j - 1] + (substr(a, i, 1) != substr(b, j, 1)),
				least(above[j], row[j - 1]) + 1)
		for (j = 0; j <= length(b); j++)
			above[j] = row[j]
	}
	return above[length(b)]
}

BEGIN {
	word = substr(ENVIRON["WORD"], 1, 64)
	fewest = 2 + int(length(word) / 4)
}

slips(word, $0) < fewest {
	fewest = slips(word, $0)
	found = $0
}

END { if (found != "") print found }
