# Tables at random, as offices make them, whose figures tests/tables_reference.py knows: kkr-map proposes a map,
# by which kkr-table reads each figure with its area, period, measure and dimensions, or its row is named.

load common

@test "each figure of random tables comes out right, or its row is named" {
	# Known: a column of texts before the areas of a text in columns is not cut off them yet.
	run reference tables --check "$(sample 10000 300)" --seed 1 --known "$(sample 400 0)" \
		--named 24,45,61,92,100,173,219
	assert_success
	assert_output --regexp '[0-9]+ tables, [0-9]+ figures right, [0-9]+ wrong$'
}
