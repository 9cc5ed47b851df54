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
	printf "I alt\t%.0f", quota
	if (agreed)
		printf "\t%.0f\t", agreed_sum
	printf "\t%.0f\t%.0f\t%.0f\t\n", population, foreign, family
}
