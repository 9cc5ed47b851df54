# topic.awk: keeps the records of one topic, those of its data set: climate-2025, climate-2026, ...
# awk -F '\t' -v topic=climate -f topic.awk. Two such data sets would be added up, and are refused; so
# is none, but with -v optional=1.

NR == 1 {
	print
	next
}

index($1, topic "-") == 1 {
	if (edition == "")
		edition = $1
	if ($1 != edition)
		refuse(topic ": records of " edition " and of " $1 "; give one edition at a time")
	print
}

END {
	if (failed)
		exit failed
	if (edition == "" && !optional)
		refuse(topic ": the inputs have no record of a data set " topic "-..., such as " topic "-2025")
}

function refuse(why) {
	print why | "cat >&2"
	exit failed = 65
}
