# From how the stages of a run began and ended, and what was said outside of them, to $WORK/results,
# $WORK/outside and $WORK/wrong, as read_statuses() in run.sh has them. Writes how many records were set
# aside in all, which stage is to blame, and the names of the stages, with colons between them; `most` is
# how many may be set aside.

BEGIN {
	OFS = FS
	work = ENVIRON["WORK"] "/"
}

$1 == "" && $2 == "begins" { program[$3] = $4; next }

$1 == "" && $2 == "ended" {
	if (!($3 in status))
		name[++stages] = $3
	if (status[$3] + 0 == 0)
		status[$3] = $4
	next
}

$1 == "" && $2 == "wrong" { print $3 >(work "wrong"); next }

$0 != "" { print >(work "outside") }

END {
	for (stage in program)
		if (!(stage in status)) {
			name[++stages] = unended = stage
			status[stage] = "none"
		}
	for (i = 1; i <= stages; i++)
		all += aside[i] = rows(ENVIRON["REJECTS"] "/" name[i] ".tsv")
	for (i = 1; i <= stages; i++) {
		if (blamed == "" && (status[name[i]] !~ /^(0|141)$/ || all > most && aside[i] > 0))
			blamed = name[i]
		if (gone == "" && status[name[i]] == 141)
			gone = name[i]
		print name[i], program[name[i]], status[name[i]], aside[i], corrected(i) >(work "results")
		names = names " " name[i]
	}
	print all + 0 ":" (unended != "" ? unended : blamed != "" ? blamed : gone) ":" names
}

# By the report of a stage that corrects; nothing where it does not.
function corrected(i,    table, line, field, n, at, count) {
	if (program[name[i]] != "kkr-correct")
		return ""
	table = ENVIRON["REPORTS"] "/" name[i] ".tsv"
	getline line <table
	for (n = split(line, field); n > 0; n--)
		at[field[n]] = n
	while ((getline line <table) > 0) {
		split(line, field)
		if (field[at["kind"]] == "corrected")
			count += field[at["count"]]
	}
	return count + 0
}

# How many records there are in a table; nothing where there is none.
function rows(table,    line, count) {
	while ((getline line <table) > 0)
		count++
	return count == "" ? "" : count - 1
}
