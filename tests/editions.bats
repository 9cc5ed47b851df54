# Editions of refugees in one command: what agencies send year after year, corrections, other regions.

load common

# deliveries.py invents editions as records that name no data set, as tables do not.
delivery() {
	python3 "$ROOT/tests/deliveries.py" "$@"
}

# refugees OPTION... FILE...: a run with its results in out.
refugees() {
	run_split kkr run refugees --output out "$@"
}

# quotas_of FILE: area and quota of kommunekvoter.tsv.
quotas_of() {
	awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } { print $1, $at["quota"] }' "$1"
}

# region_sums QUOTAS: what quotas add up to by the regions of 2027, by areas.tsv.
region_sums() {
	awk -F '\t' -v OFS='\t' 'FNR == 1 { next } FNR == NR { of[$1] = $3 ~ /^08[45]$/ ? "084+085" : $3; next }
		{ sum[of[$1]] += $2 } END { for (r in sum) print r, sum[r] }' "$ROOT/schemas/areas.tsv" "$1" | sort
}

@test "papers with Region Østdanmark in place of its two parts are shared out, compared and agreed on as they are" {
	delivery --edition 2027 --landstal 800 --seed 4 --merged bilag-a,familie,bilag-b 27
	rows 'from to persons note' '101 370 2 København~og~Næstved' >agreed.tsv
	grep -q "^101${TAB}[2-9]" 27/quotas.tsv
	refugees --set agreement=agreed.tsv 27/[bfl]*
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(quotas_of out/kommunekvoter.tsv)" "$(<27/quotas.tsv)"
	assert_equal "$(cut -f 1-3 out/regionskvoter.tsv | cut -f 1,3 | sed 1d)" "$(region_sums 27/quotas.tsv)"
	assert_equal "$(reproduced out)" '98 municipalities, 4 regions, 0 otherwise'
	grep -q "^084+085${TAB}Region Østdanmark${TAB}region${TAB}" out/comparison.tsv
	grep -q '>Region Østdanmark<' out/regioner.svg
	run ! grep -q 'Region Hovedstaden\|Region Sjælland' out/regioner.svg
	# Before 2027 the two are regions, whatever a table adds up.
	delivery --edition 2026 --landstal 800 --seed 4 --merged bilag-b 26
	refugees --set agreement=agreed.tsv 26/[bfl]*
	refused 65 "'101' and '370' are not of the same region"
	refugees 26/[bfl]*
	assert_success
	assert_equal "$(cut -f 1 out/regionskvoter.tsv | xargs)" 'region 081 082 083 084 085'
	assert_equal "$(reproduced out)" '98 municipalities, 4 regions, 0 otherwise'
}
