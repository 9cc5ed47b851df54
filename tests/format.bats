load common

@test "numbers stand to the right and text to the left, and no line ends in spaces" {
	printf 'name\tvalue\tnote\nKøbenhavn\t63\tca.\nÆrø\t-2.5\t\nAarhus\t\tover\n' >in.tsv
	run_split kkr-format --type text in.tsv
	assert_success
	assert_output "name       value  note
København     63  ca.
Ærø         -2.5
Aarhus            over"
	assert_equal "$stderr" ''
}
