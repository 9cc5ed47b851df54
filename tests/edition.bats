# kkr-edition: the records of one edition of a topic.

load common

# Records of several topics, in a.tsv.
several_topics() {
	rows 'dataset measure value source' 'climate-2025 plans 97 A' 'talent-2025 events 8 B' \
		'climate-2025 plans 97 C' 'climatic-2025 x 1 ' 'climate x 1 ' >a.tsv
}

@test "the records of the topic's data set pass, untouched and in their order" {
	several_topics
	run_split kkr-edition --topic climate a.tsv
	gives 'dataset|measure|value|source' 'climate-2025|plans|97|A' 'climate-2025|plans|97|C'
	head -3 a.tsv | gzip -c >b.gz
	run_split bash -c 'kkr-edition --topic talent - b.gz < <(sed s/8/9/ a.tsv)'
	gives 'dataset|measure|value|source' 'talent-2025|events|9|B' 'talent-2025|events|8|B'
	rows 'value dataset' '1 health-reform-2026' '2 health-2026' >b.tsv
	run_split kkr-edition --topic health-reform b.tsv
	gives 'value|dataset' '1|health-reform-2026'
}

@test "two editions are refused, and named" {
	several_topics
	sed s/2025/2026/ a.tsv >b.tsv
	run_split kkr-edition --topic climate a.tsv b.tsv
	assert_failure 65
	assert_equal "$stderr" \
		'kkr-edition: b.tsv:2: climate: records of climate-2025 and of climate-2026; give one edition at a time'
}

@test "a record that comes twice is refused, wherever it came from, and one that differs is not" {
	several_topics
	run_split kkr-edition --topic climate a.tsv a.tsv
	assert_failure 65
	assert_equal "$stderr" \
		'kkr-edition: a.tsv:2: climate: the inputs have this record twice: climate-2025 plans 97 A'
	rows 'dataset origin value note' 'climate-2025 a.xml:7 97 ' 'climate-2025 b.xml:9 97 ' >b.tsv
	run_split kkr-edition --topic climate b.tsv
	assert_failure 65
	[[ $stderr == *'this record twice: climate-2025 b.xml:9 97' ]]
	rows 'dataset a b' 'climate-2025 x ' 'climate-2025  x' 'climate-2025 xx ' 'climate-2025  ' >b.tsv
	run_split kkr-edition --topic climate b.tsv
	assert_success
	assert_output "$(cat b.tsv)"
}

@test "no record of the topic is refused, unless it is optional" {
	several_topics
	run_split kkr-edition --topic mobility a.tsv
	assert_failure 65
	assert_equal "$stderr" \
		'kkr-edition: mobility: the inputs have no record of a data set mobility-..., such as mobility-2025'
	run_split kkr-edition --topic mobility --optional a.tsv
	gives 'dataset|measure|value|source'
}

@test "of 200,000 records that differ in a digit none comes twice, and then one does, in little memory" {
	awk 'BEGIN { print "dataset\tvalue"; for (i = 0; i < 200000; i++) print "x-1\t" i }' >b.tsv
	command time -f %M -o peak kkr-edition --topic x b.tsv >out.tsv
	run cmp b.tsv out.tsv
	assert_success
	[ -n "${SANITIZE-}" ] || assert [ "$(cat peak)" -lt 20000 ]
	echo "x-1${TAB}77777" >>b.tsv
	run_split kkr-edition --topic x b.tsv
	assert_failure 65
	assert_equal "$stderr" 'kkr-edition: b.tsv:200002: x: the inputs have this record twice: x-1 77777'
}

@test "what is not asked for well is 64, and records without data sets are 65" {
	run_split kkr-edition </dev/null
	refused 64 '--topic NAME says which records are wanted; none is given'
	run_split kkr-edition --topic '' </dev/null
	refused 64 'none is given'
	rows 'area value' '101 1' >b.tsv
	run_split kkr-edition --topic climate b.tsv
	refused 65 "b.tsv:1: there is no column 'dataset' among: area value"
}

@test "--report counts what went in and out, and what is of other topics" {
	several_topics
	rows 'dataset measure value source' 'talent-2025 events 1 B' >b.tsv
	kkr-edition --topic climate --report report.tsv a.tsv b.tsv >out.tsv
	assert_equal "$(cut -f 1-3,6 report.tsv)" "$(rows 'file kind key count' 'a.tsv in  5' 'a.tsv out  2' 'a.tsv aside  0' \
		'a.tsv left_out topic 3' 'b.tsv in  1' 'b.tsv out  0' 'b.tsv aside  0' 'b.tsv left_out topic 1')"
	run_split kkr-edition --topic climate --report a.tsv a.tsv
	assert_failure 64
}
