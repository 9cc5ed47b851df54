# page.awk: shows the table of key-figures.awk for reading. awk -F '\t' -f page.awk DEFINITIONS... TABLE
# The figures of a topic stand in the order of its definitions, with their reservations beside them
# and the rows of groups below the one for all together; remarks are numbered and follow.

FNR == 1 {
	split("", at)
	for (i = 1; i <= NF; i++)
		at[$i] = i
	defining = "compute" in at
	if (defining) {
		topic = FILENAME
		sub(/.*\//, "", topic)
		sub(/\.tsv$/, "", topic)
	}
	next
}

defining {
	know(topic, $at["kpi"])
	next
}

{
	know($1, $2)
	if (!($1 in shown))
		topic_at[++topics] = $1
	shown[$1]
	rows[$1, $2] = rows[$1, $2] $0 "\n"
}

END {
	for (t = 1; t <= topics; t++)
		show(topic_at[t])
}

# Puts a key figure into its topic's order.
function know(topic, kpi) {
	if (!((topic, kpi) in known))
		kpi_at[topic, ++kpis[topic]] = kpi
	known[topic, kpi]
}

function show(topic,    i) {
	if (topic != topic_at[1])
		print ""
	print topic
	fflush()
	remarks = 0
	split("", number)
	print "figure\tqualifier\tvalue\tunit\tremarks" | "kkr-format"
	for (i = 1; i <= kpis[topic]; i++)
		show_rows(rows[topic, kpi_at[topic, i]])
	close("kkr-format")
	if (own)
		print "[*] own calculation"
	own = ""
	for (i = 1; i <= remarks; i++)
		fold("[" i "] ", text[i])
	fflush()
}

function show_rows(all,    line, lines, field, i) {
	lines = split(all, line, "\n") - 1
	for (i = 1; i <= lines; i++) {
		split(line[i], field, "\t")
		if (i == 1 && field[at["group"]] != "*")
			print field[at["title"]] "\t\t\t\t" | "kkr-format"
		show_figure(field)
	}
}

function show_figure(field,    label, qualifier, value, marks) {
	label = field[at["title"]]
	if (field[at["group"]] != "*")
		label = "  " group_words(field[at["group"]])
	qualifier = field[at["qualifier"]]
	if (sub(/(, )?own calculation$/, "", qualifier))
		marks = own = ",*"
	marks = marks remark(field[at["note"]]) remark(field[at["source"]])
	value = field[at["value"]]
	print label "\t" qualifier "\t" (value == "" ? "-" : value) "\t" field[at["unit"]] "\t" \
		substr(marks, 2) | "kkr-format"
}

# "track=sosu, level=nationalt" as "sosu, nationalt".
function group_words(group) {
	sub(/^[a-z0-9_]+=/, "", group)
	gsub(/, [a-z0-9_]+=/, ", ", group)
	return group
}

# The number of a remark, the same wherever it is made in a topic, behind a comma.
function remark(what) {
	if (what == "")
		return ""
	if (!(what in number)) {
		number[what] = ++remarks
		text[remarks] = what
	}
	return "," number[what]
}

# Writes a text in lines of up to 78 characters, its first one behind a mark.
function fold(mark, what,    word, words, i, line) {
	words = split(what, word, " ")
	line = mark word[1]
	for (i = 2; i <= words; i++)
		if (width(line " " word[i]) > 78) {
			print line
			line = "    " word[i]
		} else
			line = line " " word[i]
	print line
}

# Characters, where awk counts bytes.
function width(line) {
	gsub(/[\200-\277]/, "", line)
	return length(line)
}
