# page.awk: shows the table of key-figures.awk for reading: the figures of each topic with their
# reservations beside them, then its notes and sources, numbered. awk -F '\t' -f page.awk

NR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}

$1 != topic {
	finish()
	start($1)
}

{
	label = $at["title"]
	if ($at["group"] != "*")
		label = label ": " words($at["group"])
	value = $at["value"] == "" ? "-" : $at["value"]
	print label "\t" $at["qualifier"] "\t" value "\t" $at["unit"] "\t" \
		marks(remark($at["note"]), remark($at["source"])) | format
}

END {
	finish()
}

function start(name) {
	if (topic != "")
		print ""
	topic = name
	print topic
	fflush()
	format = "kkr-format"
	print "figure\tqualifier\tvalue\tunit\tremarks" | format
	remarks = 0
	split("", number)
}

function finish(    i) {
	if (topic == "")
		return
	close(format)
	for (i = 1; i <= remarks; i++)
		fold("[" i "] ", text[i])
	fflush()
}

# "track=sosu, level=nationalt" as "sosu, nationalt".
function words(group) {
	sub(/^[a-z0-9_]+=/, "", group)
	gsub(/, [a-z0-9_]+=/, ", ", group)
	return group
}

# The number of a remark, the same wherever it is made in a topic.
function remark(what) {
	if (what == "")
		return ""
	if (!(what in number)) {
		number[what] = ++remarks
		text[remarks] = what
	}
	return number[what]
}

function marks(note, source) {
	return note (note != "" && source != "" ? "," : "") source
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
