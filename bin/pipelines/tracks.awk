# tracks.awk: those figures of the task force that are in per cent, by track: they have one scale.
# awk -F '\t' -v lang=LANG -f tracks.awk words.tsv FIGURES, of which the last is key-figures.awk's.

FNR == 1 {
	file++
	for (i = 1; i <= NF; i++)
		at[$i] = i
	if (file == 2)
		print "name\tvalue\tqualifier"
	next
}

file == 1 {
	phrase[$1] = $at[lang] == "" ? $1 : $at[lang]
}

file == 2 && $at["topic"] == "taskforce" && $at["unit"] == "pct." && sub(/^track=/, "", $at["group"]) {
	print word($at["title"]) ", " word($at["group"]) "\t" $at["value"] "\t" $at["qualifier"]
}

function word(key) {
	return key in phrase ? phrase[key] : key
}
