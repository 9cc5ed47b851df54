load common

# assert_text OPTION...: kkr-format makes of in.tsv, byte for byte, what stands on standard input.
assert_text() {
	cat >want.txt
	run_split kkr-format "$@" in.tsv
	assert_equal "$stderr" ''
	assert_success
	kkr-format "$@" in.tsv | diff want.txt -
}

# table: writes in.tsv from standard input, where | stands for a TAB.
table() {
	tr '|' '\t' >in.tsv
}

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

@test "text is the type without an option, and -t is --type" {
	printf 'a\tb\n1\tx\n' >in.tsv
	printf 'a  b\n1  x\n' >want
	assert_text <want
	assert_text -t text <want
	assert_text --type text <want
	assert_text --type=text <want
}

@test "a column is as wide as the widest of its name and its values" {
	table <<-'END'
		a|long_name|b
		x|1|y
		xxxxx|22|z
	END
	assert_text <<-'END'
		a      long_name  b
		x              1  y
		xxxxx         22  z
	END
}

@test "Danish letters take one place each" {
	table <<-'END'
		name|n
		ÆØÅæøå|1
		abcdef|22
		é—€|333
	END
	assert_text <<-'END'
		name      n
		ÆØÅæøå    1
		abcdef   22
		é—€     333
	END
}

@test "characters of two, three and four bytes take one place each" {
	printf 'c\tn\n\xc3\xb8\t1\n\xe2\x82\xac\t2\n\xf0\x9d\x84\x9e\t3\n' >in.tsv
	printf 'c  n\n\xc3\xb8  1\n\xe2\x82\xac  2\n\xf0\x9d\x84\x9e  3\n' >want
	assert_text <want
}

@test "a combining character takes no place" {
	# å as a and U+030A; the first and last combining characters, U+0300 and U+036F; U+033F and U+0340,
	# between which the first byte changes; and U+0370, which is a letter.
	printf 'name\tn\nA\xcc\x8arhus\t1\na\xcc\x80b\xcd\xaf\t2\na\xcc\xbfb\xcd\x80c\t3\n\xcd\xb0\t4\n' >in.tsv
	printf 'name   n\nA\xcc\x8arhus  1\na\xcc\x80b\xcd\xaf     2\na\xcc\xbfb\xcd\x80c    3\n\xcd\xb0      4\n' >want
	assert_text <want
}

@test "composed and decomposed letters line up" {
	printf 'name\tnote\n\xc3\x85rhus\tx\nA\xcc\x8arhus\ty\n' >in.tsv
	printf 'name   note\n\xc3\x85rhus  x\nA\xcc\x8arhus  y\n' >want
	assert_text <want
}

@test "a column with a single value that is no number stands to the left" {
	table <<-'END'
		a|b
		1|1
		22|22
		x|333
	END
	assert_text <<-'END'
		a     b
		1     1
		22   22
		x   333
	END
}

@test "what is no number of the record format is text" {
	local value
	for value in 1,5 1.000,5 1e3 +1 -0 .5 1. '1 000' 63%; do
		printf 'col_a\tb\n%s\tx\n12345678\tx\n' "$value" >in.tsv
		{ printf '%-8s  b\n' col_a && printf '%-8s  x\n' "$value" 12345678; } >want
		assert_text <want
	done
}

@test "negative numbers and decimals stand to the right" {
	table <<-'END'
		value|x
		-1234.5678|x
		0|x
		007|x
		-0.1|x
	END
	assert_text <<-'END'
		     value  x
		-1234.5678  x
		         0  x
		       007  x
		      -0.1  x
	END
}

@test "a column of empty values alone keeps its place" {
	table <<-'END'
		a|empty|b
		x||y
		xx||z
	END
	assert_text <<-'END'
		a   empty  b
		x          y
		xx         z
	END
}

@test "a last column that is empty leaves no spaces behind" {
	printf 'a\tempty\nx\t\nlonger\t\n' >in.tsv
	printf 'a       empty\nx\nlonger\n' >want
	assert_text <want
}

@test "a row of empty values is an empty line, and is not lost" {
	printf 'a\tb\nx\ty\n\t\nz\t1\n' >in.tsv
	printf 'a  b\nx  y\n\nz  1\n' >want
	assert_text <want
}

@test "an empty table is its header" {
	printf 'area\tmeasure\tvalue\n' >in.tsv
	printf 'area  measure  value\n' >want
	assert_text <want
}

@test "a table of one column is a list" {
	printf 'n\n1\n22\n\n333\n' >in.tsv
	printf '  n\n  1\n 22\n\n333\n' >want
	assert_text <want
}

@test "spaces within values are kept, but for those at the end of a line" {
	table <<-'END'
		a|b
		 x  y |  z  
		w|v
	END
	printf 'a       b\n x  y     z\nw       v\n' >want
	assert_text <want
}

@test "escapes stay escaped, so that each row is a line" {
	printf 'a\tb\nx\\ty\\nz\t1\n\\\\\t2\n' >in.tsv
	printf 'a        b\nx\\ty\\nz  1\n\\\\       2\n' >want
	assert_text <want
}

@test "long values are shown whole" {
	long=$(printf 'ø%.0s' {1..500})
	printf 'a\tb\n%s\t1\nx\t2\n' "$long" >in.tsv
	spaces=$(printf '%500s' '')
	printf 'a%s  b\n%s  1\nx%s  2\n' "${spaces:1}" "$long" "${spaces:1}" >want
	assert_text <want
}

@test "a number of 100 digits is shown whole" {
	digits=$(printf '7%.0s' {1..100})
	printf 'a\tb\n%s\tx\n1\tx\n' "$digits" >in.tsv
	printf '%100s  b\n%s  x\n%100s  x\n' a "$digits" 1 >want
	assert_text <want
}

@test "no figure and no row is lost in a long table" {
	awk 'BEGIN { print "area\tvalue\tnote"
		for (i = 0; i < 20000; i++) print i % 100 "\t" i * i "\tnote-" i }' >in.tsv
	kkr-format in.tsv | awk -v OFS='\t' '{ $1 = $1; print }' | cmp - in.tsv
}

@test "several files are one table" {
	printf 'name\tn\nx\t1\n' >a.tsv
	printf 'name\tn\nlonger\t22\n' >b.tsv
	run_split kkr-format a.tsv - b.tsv < <(printf 'name\tn\ny\t333\n')
	assert_success
	assert_equal "$stderr" ''
	assert_output "name      n
x         1
y       333
longer   22"
}

@test "an unknown type is 64 and says what there is" {
	printf 'a\n1\n' >in.tsv
	run_split kkr-format --type picture in.tsv
	assert_failure 64
	assert_output ''
	[[ $stderr == "kkr-format: --type: "*"'picture'"*text* ]] || fail "$stderr"
	run_split kkr-format --type '' in.tsv
	assert_failure 64
	run_split kkr-format in.tsv --type
	assert_failure 64
	[[ $stderr == kkr-format:*type* ]] || fail "$stderr"
}

@test "help and version go to standard output with status 0, and an unknown option is 64" {
	run_split kkr-format --help
	assert_success
	assert_equal "$stderr" ''
	assert_line --index 0 --regexp '^usage: kkr-format '
	run_split kkr-format --version
	assert_success
	assert_output --regexp '^kkr [0-9]'
	run_split kkr-format --colour
	assert_failure 64
	assert_output ''
	[[ $stderr == kkr-format:*colour* ]] || fail "$stderr"
}

@test "a bad record ends it with 65 and nothing is written" {
	printf 'a\tb\n1\t2\n3\n' >in.tsv
	run_split kkr-format in.tsv
	assert_failure 65
	assert_output ''
	[[ $stderr == 'kkr-format: in.tsv:3: '* ]] || fail "$stderr"
}

@test "a full disk is 74, whether the output is short or long" {
	printf 'a\n1\n' >short.tsv
	(echo a && seq 100000) >long.tsv
	for table in short.tsv long.tsv; do
		run_split bash -c "kkr-format $table >/dev/full"
		assert_failure 74
		[[ $stderr == 'kkr-format: standard output: '* ]] || fail "$stderr"
	done
	run_split bash -c 'kkr-format --help >/dev/full'
	assert_failure 74
}

@test "a reader that goes away ends it in silence" {
	(echo number && seq 1000000) >in.tsv
	run_split bash -c 'kkr-format in.tsv | head -1; exit ${PIPESTATUS[0]}'
	assert_failure 141
	assert_output ' number'
	assert_equal "$stderr" ''
}

@test "the locale changes nothing" {
	printf 'navn\tn\nÆrø\t1\nA\xcc\x8arhus\t22\n' >in.tsv
	LC_ALL=C kkr-format in.tsv >c.txt
	LC_ALL=da_DK.UTF-8 kkr-format in.tsv | cmp - c.txt
	assert_equal "$(<c.txt)" "$(printf 'navn    n\nÆrø     1\nA\xcc\x8arhus  22\n')"
}
