# Tables at random, as offices make them, whose figures tests/tables_reference.py knows: kkr-map proposes a map,
# by which kkr-table reads each figure with its area, period, measure and dimensions, or its row is named.

load common

@test "each figure of random tables comes out right, or its row is named" {
	# Of 10,000 eight are known to be wrong: 2943, 3270, 3917, 4623 and four more.
	run reference tables --check "$(sample 10000 300)" --seed 1 --known "$(sample 8 0)"
	assert_success
	assert_output --regexp '[0-9]+ tables, [0-9]+ figures right, [0-9]+ wrong$'
}
