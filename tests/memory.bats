# Memory, disks and files that fail: a sample of what `make faults` lets fail, one after the other.

load common

@test "Whatever fails, a program ends with a status of the list and a sentence, or as if nothing had" {
	measures_memory
	run python3 "$ROOT/tests/faults.py" "$PREFIX" --few 1 kkr-parse kkr-table kkr-map kkr-format
	assert_success
	assert_equal "$(awk 'NR > 1 { n += $3 } END { print n }' <<<"$output")" "$((13 * 4))"
}
