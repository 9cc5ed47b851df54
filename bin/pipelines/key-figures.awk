# key-figures.awk: makes one table of the key figures of topics. awk -F '\t' -f key-figures.awk
# topic=NAME FILE [topic=NAME FILE]..., where a FILE is what kkr-kpi(1) has written. The columns by
# which a FILE is grouped become one, group: "*" for all together, else "track=sosu, level=nationalt".

BEGIN {
	OFS = "\t"
}

FNR == 1 {
	if (NR == 1)
		print "topic", "kpi", "title", "group", "value", "unit", "qualifier", "target", "gap", \
			"target_status", "published", "deviation", "n", "note", "source", "published_qualifier", \
			"contradicted"
	for (i = 1; i <= NF; i++)
		name[i] = $i
	for (last = NF; name[last] != "value";)
		last--
	next
}

{
	group = ""
	for (i = 3; i < last; i++)
		if ($i != "*")
			group = group (group == "" ? "" : ", ") name[i] "=" $i
	line = topic OFS $1 OFS $2 OFS (group == "" ? "*" : group)
	for (i = last; i <= NF; i++)
		line = line OFS $i
	print line
}
