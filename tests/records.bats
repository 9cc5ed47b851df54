# The reader that all filters share: what it refuses and what it passes, seen through kkr-codes, which
# streams, and kkr-format, which does not.

load common

# assert_fault PLACE TEXT...: what stands in in.tsv is refused with 65 by both filters, told with the
# place (the line, or nothing where the whole file is meant) and a reason that holds each text.
assert_fault() {
	local place=$1 filter text
	shift
	for filter in kkr-codes kkr-format; do
		run_split "$filter" in.tsv
		assert_failure 65
		[[ $stderr == "$filter: in.tsv:$place"* ]] || fail "not at in.tsv:$place: $stderr"
		for text; do
			[[ $stderr == *"$text"* ]] || fail "no '$text' in: $stderr"
		done
		assert_equal "${#stderr_lines[@]}" 1
	done
	assert_output '' # of kkr-format
}

# assert_passes: in.tsv, whose areas are canonical codes, goes through kkr-codes as it is, and kkr-format
# makes as many lines of it.
assert_passes() {
	kkr-codes in.tsv >out.tsv 2>message || fail "$(<message)"
	cmp out.tsv in.tsv
	kkr-format in.tsv >out.txt 2>>message || fail "$(<message)"
	assert_equal "$(wc -l <out.txt)" "$(wc -l <in.tsv)"
	assert_equal "$(<message)" ''
}

# ---- The header

@test "an empty file is no empty table" {
	: >in.tsv
	assert_fault ' ' header
}

@test "an empty standard input is no empty table" {
	for filter in kkr-codes kkr-format; do
		run_split "$filter" </dev/null
		assert_failure 65
		[[ $stderr == "$filter: standard input: "*header* ]] || fail "$stderr"
	done
}

@test "a header alone is an empty table" {
	printf 'area\tvalue\n' >in.tsv
	assert_passes
}

@test "a header of one column is one" {
	printf 'area\n101\n' >in.tsv
	assert_passes
}

@test "an empty first line is no header" {
	printf '\narea\n101\n' >in.tsv
	assert_fault '1: ' column
}

@test "rows without a header are refused, with what the first line should be" {
	printf '101\t5\n147\t6\n' >in.tsv
	assert_fault '1: ' "'101'" 'first line'
}

@test "a column's name is lower case letters, digits and _, from a letter on" {
	local name
	for name in Area 1area _area kode-1 'my area' område area. 'area ' ' area' '"area"' 'a\\tb' ''; do
		printf "area\t$name\n101\t1\n" >in.tsv
		assert_fault '1: ' 'column'
		printf "$name\tarea\n1\t101\n" >in.tsv
		assert_fault '1: ' 'column'
	done
}

@test "a column's name may have every letter that is allowed" {
	printf 'area\ta\tz\tabc_xyz_0189\ta_\tb__\n101\t1\t2\t3\t4\t5\n' >in.tsv
	assert_passes
}

@test "a column's name that is wrong is quoted" {
	printf 'area\tÅr 2025\n101\t1\n' >in.tsv
	assert_fault '1: ' "'År 2025'"
}

@test "two columns of one name are refused by that name" {
	printf 'area\tvalue\tnote\tvalue\n101\t1\t2\t3\n' >in.tsv
	assert_fault '1: ' "'value'"
}

@test "a byte order mark is named, with what takes it off" {
	printf '\xef\xbb\xbfarea\tvalue\n101\t1\n' >in.tsv
	assert_fault '1: ' 'byte order mark'
	tail -c +4 in.tsv | kkr-codes >out.tsv
}

@test "a byte order mark in a second file is named too" {
	printf 'area\tvalue\n101\t1\n' >first.tsv
	printf '\xef\xbb\xbfarea\tvalue\n147\t2\n' >second.tsv
	run_split kkr-codes first.tsv second.tsv
	assert_failure 65
	[[ $stderr == 'kkr-codes: second.tsv:1: '*'byte order mark'* ]] || fail "$stderr"
}

@test "a table of a thousand columns passes" {
	awk 'BEGIN { for (i = 1; i < 1000; i++) { h = h "\tc" i; r = r "\t" i }
		print "area" h; print "101" r; print "147" r }' >in.tsv
	assert_passes
}

@test "ten thousand columns do not take long" {
	awk 'BEGIN { for (i = 1; i < 10000; i++) { h = h "\tc" i; r = r "\t" i }
		print "area" h; print "101" r }' >in.tsv
	timeout 10 kkr-codes in.tsv | cmp - in.tsv
}

# ---- Lines

@test "lines that end with CR LF are refused by the first, with what mends them" {
	printf 'area\tvalue\r\n101\t1\r\n' >in.tsv
	assert_fault '1: ' 'carriage return' tr
	printf 'area\tvalue\n101\t1\n147\t2\r\n' >in.tsv
	assert_fault '3: ' 'carriage return'
}

@test "a carriage return within a line is refused" {
	printf 'area\tvalue\n101\t1\r2\n' >in.tsv
	assert_fault '2: ' 'carriage return'
}

@test "a last line that does not end with a line feed is a stream cut short" {
	printf 'area\tvalue\n101\t1\n147\t2' >in.tsv
	assert_fault '3: ' 'cut short'
	printf 'area\tvalue\n101\t1\n\t' >in.tsv
	assert_fault '3: ' 'cut short'
}

@test "a header that does not end with a line feed is a stream cut short" {
	printf 'area' >in.tsv
	assert_fault '1: ' 'cut short'
}

@test "a stream is refused wherever it is cut but after a whole row" {
	printf 'area\tvalue\tnote\n101\t667099\tb\\td\n147\t\tøre\n000\t-1\t\n' >whole.tsv
	local size at
	size=$(wc -c <whole.tsv)
	for ((at = 0; at < size; at++)); do
		head -c "$at" whole.tsv >in.tsv
		if [ "$at" -gt 0 ] && [ "$(tail -c 1 in.tsv | od -An -tx1)" = ' 0a' ]; then
			kkr-codes in.tsv | cmp - in.tsv
			kkr-format in.tsv >/dev/null
		else
			for filter in kkr-codes kkr-format; do
				run_split "$filter" in.tsv
				assert_failure 65
			done
			assert_output ''
		fi
	done
}

@test "a row with too few fields is refused, with both numbers" {
	printf 'area\tvalue\tnote\n101\t1\t\n147\t2\n' >in.tsv
	assert_fault '3: ' 2 3
}

@test "a row with too many fields is refused, with both numbers" {
	printf 'area\tvalue\tnote\n101\t1\t\t\n' >in.tsv
	assert_fault '2: ' 4 3
}

@test "an empty line is no row" {
	printf 'area\tvalue\n101\t1\n\n147\t2\n' >in.tsv
	assert_fault '3: ' 1 2
}

@test "an empty line at the end is no row" {
	printf 'area\tvalue\n101\t1\n\n' >in.tsv
	assert_fault '3: '
}

@test "a line without an end is refused before it fills the memory" {
	head -c 100000000 /dev/zero | tr '\0' a >long
	for filter in kkr-codes kkr-format; do
		run_split "$filter" long
		assert_failure 65
		[[ $stderr == "$filter: long:1: "* ]] || fail "$stderr"
	done
}

@test "a field of a million characters passes" {
	awk 'BEGIN { print "area\tnote\tvalue"; for (i = 0; i < 20; i++) s = s (s == "" ? "æ" : s)
		print "101\t" s s "\t1"; print "147\tshort\t2" }' >in.tsv
	[ "$(wc -c <in.tsv)" -gt 1000000 ]
	assert_passes
}

# ---- Bytes

@test "no control byte stands in a record" {
	local byte
	for byte in 0{0..8} 0b 0c 0e 0f 1{0..9} 1{a..f} 7f; do
		printf "area\tnote\n101\tfine\n147\ta\\x${byte}b\n" >in.tsv
		assert_fault '3: ' control
	done
}

@test "no control byte stands after a backslash" {
	local byte
	for byte in 00 01 1f 7f; do
		printf "area\tnote\n147\ta\\\\\\x${byte}b\n" >in.tsv
		assert_fault '2: '
	done
}

@test "no control byte stands in a header" {
	printf 'area\tno\0te\n101\t1\n' >in.tsv
	assert_fault '1: '
	printf 'area\tno\ate\n101\t1\n' >in.tsv
	assert_fault '1: '
}

@test "bytes that are not UTF-8 are refused" {
	local bytes
	# Lone and surplus continuation bytes; sequences cut short; overlong ones; surrogates; beyond
	# U+10FFFF; bytes that occur in none; ISO 8859-1.
	for bytes in '\x80' '\xbf' '\xc3\xb8\xb8' '\xc3' '\xe2\x82' '\xf0\x9f\x98' '\xc3\tx' '\xc3ab' '\xe2\x82z' \
		'\xc0\x80' '\xc0\xaf' '\xc1\xbf' '\xe0\x80\xaf' '\xe0\x9f\xbf' '\xf0\x80\x80\xaf' '\xf0\x8f\xbf\xbf' \
		'\xed\xa0\x80' '\xed\xbf\xbf' '\xf4\x90\x80\x80' '\xf5\x80\x80\x80' \
		'\xf8\x88\x80\x80\x80' '\xfe' '\xff' 'K\xf8benhavn'; do
		printf "area\tnote\tlast\n101\tfine\t\n147\t\t$bytes\n" >in.tsv
		assert_fault '3: ' UTF-8
	done
}

@test "a name in ISO 8859-1 is refused, with what mends it" {
	printf 'area\tvalue\nK\xf8benhavn\t1\n' >in.tsv
	assert_fault '2: ' UTF-8 iconv
}

@test "the first and last characters of each length of UTF-8 pass" {
	printf 'area\tnote\n101\t \x7e\n101\t\xc2\xa0\xdf\xbf\n101\t\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\n' >in.tsv
	printf '101\t\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\n' >>in.tsv
	assert_passes
}

@test "a byte order mark within a field is a character" {
	printf 'area\tnote\n101\t\xef\xbb\xbfx\n' >in.tsv
	assert_passes
}

# ---- Escapes

@test "the four escapes pass as they are" {
	printf 'area\tnote\n101\t\\t\n101\t\\n\n101\t\\r\n101\t\\\\\n101\ta\\\\tb\\\\\\tc\\\\\\\\\n101\t\\\\\\\\\n' >in.tsv
	assert_passes
}

@test "a backslash before anything else is refused" {
	local escape
	for escape in '\\x' '\\0' '\\T' '\\N' '\\"' '\\ ' '\\\\\\q' 'a\\æ'; do
		printf "area\tnote\n101\t\\\\\\\\\n147\t$escape\n" >in.tsv
		assert_fault '3: ' backslash
	done
}

@test "a backslash at the end of a field or of a line is refused" {
	printf 'area\tnote\n101\tC:\\\n' >in.tsv
	assert_fault '2: ' backslash
	printf 'area\tnote\tlast\n101\tC:\\\tx\n' >in.tsv
	assert_fault '2: ' backslash
	printf 'area\tnote\n101\t\\\\\\\n' >in.tsv
	assert_fault '2: ' backslash
}

# ---- What passes

@test "columns that a filter does not know pass through untouched and in place" {
	printf 'x\tarea\tname\tlevel\ty\n\t101\tnot \\t this\t 0 \t\n1e5\t084\t"q"\t-0\t\xf0\x9f\x98\x80\n' >in.tsv
	assert_passes
}

@test "random rows of every kind of character pass through untouched" {
	PYTHONUTF8=1 python3 -c '
import random
random.seed(20)
letters = list("abcXYZ 0123456789.,;:\"'"'"'#-+%æøåÆØÅéüß€漢😀\u0301\u200b\u00a0\ufeff") + [r"\t", r"\n", r"\r", r"\\"]
def field():
	length = random.choice([0, 1, 2, 5, 20] + [3000] * (random.random() < 0.01))
	return "".join(random.choices(letters, k=length))
print("a", "b", "area", "c", "d", sep="\t")
for n in range(5000):
	print(field(), field(), random.choice(["101", "084", "000", "DK011"]), field(), n, sep="\t")
' >in.tsv
	assert_passes
}

# ---- Several files

@test "several files with the same columns are one stream under one header" {
	printf 'area\tvalue\n101\t1\n147\t2\n' >a.tsv
	printf 'area\tvalue\n' >b.tsv
	printf 'area\tvalue\n151\t3\n' >c.tsv
	run_split kkr-codes a.tsv b.tsv c.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(printf 'area\tvalue\n101\t1\n147\t2\n151\t3\n')"
	run_split kkr-format a.tsv b.tsv c.tsv
	assert_success
	assert_output "$(printf 'area  value\n 101      1\n 147      2\n 151      3\n')"
}

@test "the same file may be named twice" {
	printf 'area\n101\n' >a.tsv
	run_split kkr-codes a.tsv a.tsv
	assert_success
	assert_output "$(printf 'area\n101\n101\n')"
}

@test "a hyphen among the files is standard input" {
	printf 'area\tvalue\n101\t1\n' >a.tsv
	printf 'area\tvalue\n151\t3\n' >c.tsv
	run_split kkr-codes a.tsv - c.tsv < <(printf 'area\tvalue\n147\t2\n')
	assert_success
	assert_output "$(printf 'area\tvalue\n101\t1\n147\t2\n151\t3\n')"
	run_split kkr-codes - <a.tsv
	assert_success
	assert_output "$(<a.tsv)"
}

@test "a fault in standard input is told as standard input" {
	run_split kkr-codes - < <(printf 'area\tvalue\n101\n')
	assert_failure 65
	[[ $stderr == 'kkr-codes: standard input:2: '* ]] || fail "$stderr"
}

@test "files with other columns, or the same in another order, are refused at their header" {
	printf 'area\tvalue\n101\t1\n' >a.tsv
	local header
	for header in 'value\tarea' 'area\tvalues' 'area' 'area\tvalue\tnote' 'x'; do
		printf "$header\n" >b.tsv
		for filter in kkr-codes kkr-format; do
			run_split "$filter" a.tsv b.tsv
			assert_failure 65
			[[ $stderr == "$filter: b.tsv:1: "*column*'first file'* ]] || fail "$stderr"
		done
		assert_output ''
	done
}

@test "an empty file among others is refused" {
	printf 'area\tvalue\n101\t1\n' >a.tsv
	: >b.tsv
	run_split kkr-codes a.tsv b.tsv
	assert_failure 65
	[[ $stderr == 'kkr-codes: b.tsv: '*header* ]] || fail "$stderr"
}

@test "a file that is cut short is refused though another follows it" {
	printf 'area\tvalue\n101\t1' >a.tsv
	printf 'area\tvalue\n147\t2\n' >b.tsv
	run_split kkr-codes a.tsv b.tsv
	assert_failure 65
	[[ $stderr == 'kkr-codes: a.tsv:2: '* ]] || fail "$stderr"
}

@test "a fault in a later file is told with that file and its own line" {
	printf 'area\tvalue\n101\t1\n147\t2\n' >a.tsv
	printf 'area\tvalue\n151\t3\n153\n' >b.tsv
	for filter in kkr-codes kkr-format; do
		run_split "$filter" a.tsv b.tsv
		assert_failure 65
		[[ $stderr == "$filter: b.tsv:3: "* ]] || fail "$stderr"
	done
}

@test "a file that is not there is 66, the first or a later one" {
	printf 'area\tvalue\n101\t1\n' >a.tsv
	for files in 'no.tsv' 'no.tsv a.tsv' 'a.tsv no.tsv'; do
		for filter in kkr-codes kkr-format; do
			run_split "$filter" $files
			assert_failure 66
			[[ $stderr == "$filter: no.tsv: "* ]] || fail "$stderr"
		done
		assert_output ''
	done
}

@test "a folder is 66, with what to name instead" {
	mkdir folder
	for filter in kkr-codes kkr-format; do
		run_split "$filter" folder
		assert_failure 66
		[[ $stderr == "$filter: folder: "*directory* ]] || fail "$stderr"
	done
}

# ---- gzip

@test "gzip is known by its first bytes, never by its name" {
	printf 'area\tvalue\n101\t1\n' >plain.tsv.gz
	gzip -c plain.tsv.gz >packed.tsv
	for file in plain.tsv.gz packed.tsv; do
		run_split kkr-codes "$file"
		assert_success
		assert_equal "$stderr" ''
		assert_output "$(<plain.tsv.gz)"
		run_split kkr-codes <"$file"
		assert_success
		assert_output "$(<plain.tsv.gz)"
		run_split kkr-format "$file"
		assert_success
		assert_output "$(printf 'area  value\n 101      1\n')"
	done
}

@test "gzip is known though its first byte arrives alone" {
	printf 'area\tvalue\n101\t1\n' | gzip >packed
	{ head -c 1 packed && sleep 0.2 && tail -c +2 packed; } | kkr-codes >out.tsv
	printf 'area\tvalue\n101\t1\n' | cmp - out.tsv
}

@test "plain records are read though they arrive in small pieces" {
	for piece in a rea '\tvalue\n1' 01 '\t1' '\n'; do
		printf "$piece"
		sleep 0.02
	done | kkr-codes >out.tsv
	printf 'area\tvalue\n101\t1\n' | cmp - out.tsv
}

@test "plain and gzipped files may be mixed" {
	printf 'area\n101\n' >a.tsv
	printf 'area\n147\n' | gzip >b.tsv
	run_split kkr-codes a.tsv b.tsv - < <(printf 'area\n151\n' | gzip)
	assert_success
	assert_output "$(printf 'area\n101\n147\n151\n')"
}

@test "a gzip file of several members is one stream" {
	{ printf 'area\tva' | gzip && printf '' | gzip && printf 'lue\n101\t1\n' | gzip; } >in.tsv
	run_split kkr-codes in.tsv
	assert_success
	assert_output "$(printf 'area\tvalue\n101\t1\n')"
}

@test "gzip of nothing is no empty table" {
	printf '' | gzip >in.tsv
	assert_fault ' ' header
}

@test "a gzip stream cut anywhere is an error with the byte where it ends" {
	printf 'area\tvalue\n101\t1\n147\t2\n' | gzip -n >whole
	local size at
	size=$(wc -c <whole)
	for ((at = 1; at < size; at++)); do
		head -c "$at" whole >in.tsv
		for filter in kkr-codes kkr-format; do
			run_split "$filter" in.tsv
			assert_failure 65
			assert_equal "${stderr_lines[0]%% the *}" "$filter: in.tsv: byte $at:"
		done
	done
}

@test "a byte changed anywhere in a gzip stream is an error, or changes nothing" {
	seq 100 140 | awk 'BEGIN { print "area\tvalue" } { print "101\t" $1 * $1 }' >plain.tsv
	gzip -n <plain.tsv >whole
	local size at silent=0
	size=$(wc -c <whole)
	for ((at = 0; at < size; at++)); do
		{ head -c "$at" whole && printf '\xd5' && tail -c +$((at + 2)) whole; } >in.tsv
		run_split kkr-format in.tsv
		if [ "$status" -eq 0 ]; then
			assert_equal "$output" "$(kkr-format plain.tsv)"
			silent=$((silent + 1))
		else
			assert_failure 65
			assert_output ''
		fi
	done
	# The time, the compressor's level and the system's kind say nothing of the data; bytes may also
	# have been 0xd5 before.
	[ "$silent" -le 10 ] || fail "$silent changes made no difference"
}

@test "garbage after a gzip stream is an error with the byte where it begins" {
	printf 'area\tvalue\n101\t1\n' | gzip -n >in.tsv
	size=$(wc -c <in.tsv)
	printf 'garbage' >>in.tsv
	assert_fault " byte $size: "
	printf 'area\tvalue\n101\t1\n' | gzip -n >in.tsv
	printf '\0\0\0' >>in.tsv
	assert_fault " byte $size: "
}

@test "garbage that begins as gzip does is an error too" {
	printf 'area\tvalue\n101\t1\n' | gzip -n >in.tsv
	printf '\x1f\x8b' >>in.tsv
	assert_fault ' byte '
	printf '\x1f\x8bgarbage' >>in.tsv
	assert_fault ' byte '
	printf '\x1f not gzip' >in.tsv
	assert_fault ' byte '
}

@test "a large gzip stream that is cut short is an error, though all its rows came" {
	(echo area && repeated 200000 101) | gzip | head -c -4 >in.tsv
	assert_fault ' byte '
}
