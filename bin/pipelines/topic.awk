# topic.awk: keeps the records of one topic, those of its data set: climate-2025, climate-2026, ...
# awk -F '\t' -v topic=climate -f topic.awk. Two such data sets would be added up, and are refused; so
# is a record that comes twice, as of an export that lies there twice; and none, but with -v optional=1.

NR == 1 {
	print
	next
}

index($1, topic "-") == 1 {
	if (edition == "")
		edition = $1
	if ($1 != edition)
		refuse(topic ": records of " edition " and of " $1 "; give one edition at a time")
	if ($0 in seen)
		refuse(topic ": the inputs have this record twice: " words($0))
	seen[$0]
	print
}

END {
	if (failed)
		exit failed
	if (edition == "" && !optional)
		refuse(topic ": the inputs have no record of a data set " topic "-..., such as " topic "-2025")
}

function words(record) {
	gsub(/\t+/, " ", record)
	return record
}

function refuse(why) {
	print why | "cat >&2"
	exit failed = 65
}
