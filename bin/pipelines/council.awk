# council.awk: the municipalities of a council with their quotas, then their sum. awk -F '\t'
# -f council.awk kkr=NAME areas.tsv kommunekvoter.tsv. With an agreement, what was agreed stands beside.

FNR == 1 {
	split("", at)
	for (i = 1; i <= NF; i++)
		at[$i] = i
	if (NR == 1)
		next
	agreed = "agreed" in at
	print "name\tquota" (agreed ? "\tagreed\tstatus" : "") \
		"\tpopulation\tnon_western_nationals\tfamily_reunified\tdistribution"
	next
}

"kkr" in at {
	if ($at["kkr"] == kkr)
		of_council[$at["code"]]
	next
}

# awk adds in binary floating point, which is exact for whole numbers of up to 15 digits.
length($at["population"]) > 13 || length($at["non_western_nationals"]) > 13 || length($at["quota"]) > 13 {
	print "figures of more than 13 digits cannot be added up for an agenda: area " $at["area"] | "cat >&2"
	exit failed = 65
}

$at["area"] in of_council {
	population += $at["population"]
	foreign += $at["non_western_nationals"]
	family += $at["family_reunified"]
	quota += $at["quota"]
	if (agreed)
		agreed_sum += $at["agreed"]
	print $at["name"] "\t" $at["quota"] (agreed ? "\t" $at["agreed"] "\t" $at["status"] : "") "\t" \
		$at["population"] "\t" $at["non_western_nationals"] "\t" $at["family_reunified"] "\t" $at["distribution"]
}

# What is distributed has been rounded in each row, and adds up to nothing exact.
END {
	if (failed)
		exit failed
	printf "I alt\t%.0f", quota
	if (agreed)
		printf "\t%.0f\t", agreed_sum
	printf "\t%.0f\t%.0f\t%.0f\t\n", population, foreign, family
}
