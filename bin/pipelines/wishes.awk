# wishes.awk: whether there is such a language and such a council, and the landstal is one, before
# anything is worked out for them. awk -F '\t' -f wishes.awk lang=LANG kkr=NAME landstal=N areas.tsv,
# where NAME may be empty. That N is a number at all is kkr-quota's to tell.

FNR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}

!($at["kkr"] in known) {
	known[$at["kkr"]]
	names = names (names == "" ? "" : ", ") $at["kkr"]
}

END {
	if (lang != "da" && lang != "en")
		refuse("lang: '" lang "' is no language of a report; there are da and en")
	if (kkr != "" && !(kkr in known))
		refuse("kkr: there is no '" kkr "'; there are " names)
	if (landstal ~ /^0[0-9]/)
		refuse("landstal: '" landstal "' has a needless 0 in front")
	exit failed
}

function refuse(why) {
	print why | "cat >&2"
	close("cat >&2")
	failed = 64
}
