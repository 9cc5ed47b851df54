# kkr-read: whatever came, as one stream of records.

load common

REFUGEES=$SAMPLES/refugees

@test "XML, tables and records are known by their bytes, whatever they are called, and read in order" {
	export_with_values 1 2 | gzip >x
	printf 'Område;Value;Antal\nb;5;3\n' >y.xml
	rows 'area value' 'c 4' >z.xlsx
	rows 'area value antal' 'e 6 7' | kkr-format --type xlsx >w.csv
	run_split kkr-read x y.xml z.xlsx w.csv
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(column dataset) $(column area) $(column antal) $(column value)" \
		'd d - - - a a b c e - - 3 - 7 1 2 5 4 6'
	assert_equal "$(column origin)" 'x:3 x:4 y.xml:2 z.xlsx:2 w.csv!kkr!A2'
}

@test "The columns are all that there are: observations' first, others as they came, remarks last" {
	rows 'note value x' '1 2 3' >a.tsv
	rows 'source z area dataset' '4 5 6 7' >b.tsv
	rows 'qualifier period x unit measure' '8 9 10 11 12' >c.tsv
	run_split kkr-read a.tsv b.tsv c.tsv
	gives 'dataset|area|period|measure|unit|value|x|z|qualifier|note|source|origin' \
		'|||||2|3|||1||a.tsv:2' '7|6||||||5|||4|b.tsv:2' '||9|12|11||10||8|||c.tsv:2'
}

@test "--columns says which, and a question mark which may be absent" {
	rows 'note value x' '1 2 3' >a.tsv
	rows 'value' '4' | sed 's/$/\ty/' | sed '1s/y/area/' >b.tsv
	run_split kkr-read --columns 'value,source?,note' a.tsv b.tsv
	gives 'value|source|note|origin' '2||1|a.tsv:2' '4|||b.tsv:2'
	run_split kkr-read --columns value,source,note a.tsv b.tsv
	assert_failure 65
	assert_equal "$stderr" "kkr-read: --columns: no file has a column 'source' (source? may be absent)"
	refusals run_split kkr-read --columns <<-'END'
		64 | value,value? a.tsv | --columns: 'value' is named twice
		64 | 'Value' a.tsv      | --columns: 'Value' is no name of a column
		64 | value,origin a.tsv | origin comes by itself
	END
}

# sdmx LINE...: a message of SDMX-ML 2.1 with these observations, which have all dimensions themselves.
sdmx() {
	local message=http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message
	echo "<m:StructureSpecificData xmlns:m='$message' xmlns:s='${message%/*}/data/structurespecific'>"
	echo '<m:Header><m:Structure structureID="S" dimensionAtObservation="AllDimensions"/></m:Header>'
	echo '<m:DataSet s:structureRef="S">'
	printf '<Obs %s/>\n' "$@"
	echo '</m:DataSet></m:StructureSpecificData>'
}

@test "A reader knows of --columns: what comes late in a document is read, and so are attributes" {
	sdmx 'REF_AREA="101" TIME_PERIOD="2025" OBS_VALUE="1"' 'REF_AREA="147" TIME_PERIOD="2025" OBS_VALUE="2" SEX="M"' >late.xml
	rows 'area note' '151 x' >b.tsv
	run_split kkr-read late.xml b.tsv
	refused 65 'kkr-parse: late.xml:5: ' "a column 'sex' that the rows before do not have: --columns area,period,value,sex reads all"
	run_split kkr-read --columns area,value,sex,note late.xml b.tsv
	gives 'area|value|sex|note|origin' '101|1|||late.xml:4' '147|2|M||late.xml:5' '151|||x|b.tsv:2'
	# What only another file has is missed nowhere; what none has is, whoever reads it.
	for files in 'late.xml b.tsv' 'b.tsv late.xml' late.xml b.tsv; do
		# shellcheck disable=SC2086 # several words
		run_split kkr-read --columns area,nosuch,color? $files
		assert_failure 65
		assert_equal "$stderr" "kkr-read: --columns: no file has a column 'nosuch' (nosuch? may be absent)"
	done
	run_split kkr-read --columns area,sex,color? late.xml
	gives 'area|sex|color|origin' '101|||late.xml:4' '147|M||late.xml:5'
}

@test "The report has which of --columns a file lacks, whoever reads it" {
	printf 'area;value\na;1\n' >t.csv
	export_with_values 5 >e.xml
	rows 'area note' 'b x' >r.tsv
	kkr-read --columns area,value,note,color? --report report.tsv t.csv e.xml r.tsv >out
	assert_equal "$(awk -F '\t' '$2 == "missing"' report.tsv | cut -f 1,3,6)" "$(rows 't.csv note 1' 't.csv color 1' \
		'e.xml note 1' 'e.xml color 1' 'r.tsv value 1' 'r.tsv color 1')"
	for reader in kkr-parse\ e.xml kkr-table\ t.csv; do
		# shellcheck disable=SC2086 # the program and its file
		${reader% *} --columns color?,area,value --report report.tsv ${reader#* } >out
		assert_equal "$(head -n 1 out)" "$(rows 'color area value')"
		assert_equal "$(awk -F '\t' '$2 == "missing"' report.tsv | cut -f 1,3,6)" "$(rows "${reader#* } color 1")"
		# shellcheck disable=SC2086
		run_split ${reader% *} --columns color,area ${reader#* }
		assert_failure 65
		assert_equal "$stderr" "${reader% *}: --columns: no file has a column 'color' (color? may be absent)"
	done
}

@test "A file of rejects that has no name any more is told by who made it; any other is told" {
	export_with_values x 1 >a.xml
	exec 9<>aside
	run_split kkr-parse --rejects /dev/fd/9 a.xml
	assert_equal "$stderr" 'kkr-parse: 1 record set aside: /dev/fd/9'
	rm aside
	run_split kkr-parse --rejects /dev/fd/9 a.xml
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(wc -l </dev/fd/9)" 2
	exec 9<&-
	run_split kkr-parse --rejects /dev/null a.xml
	assert_equal "$stderr" 'kkr-parse: 1 record set aside: /dev/null'
}

@test "What one reader makes of all files is what comes, with the origin behind it" {
	run_split kkr-read --columns dataset,area,period,measure,unit,value,note,source "$REFUGEES"/bilag-*
	assert_success
	kkr-parse --origin --columns dataset,area,period,measure,unit,value,note,source "$REFUGEES"/bilag-* |
		cmp - <(printf '%s\n' "$output")
}

@test "What comes is the same with any number of readers at once, and in any form of the same records" {
	local copies=() options
	for n in {1..7}; do
		mkdir "$n"
		cp "$REFUGEES/bilag-b.xml" "$n/"
		copies+=("$n/bilag-b.xml")
	done
	kkr-read "${copies[@]}" >one.tsv
	assert_equal "$(sed 1d one.tsv | awk -F '[\t:]' '{ print $(NF - 1) }' | uniq -c | awk '{ print $2, $1 }')" \
		"$(printf '%s/bilag-b.xml 104\n' {1..7})"
	kkr-read --jobs 3 "${copies[@]}" | cmp - one.tsv
	kkr-read -j 20 "${copies[@]}" | cmp - one.tsv
	kkr-read one.tsv | cmp - one.tsv
	kkr-read <one.tsv | cmp - one.tsv
	kkr-read "${copies[@]:0:3}" >first.tsv
	kkr-read "${copies[@]:3}" >rest.tsv
	kkr-read first.tsv <(cat rest.tsv) | sed 's|bilag|x/bilag|' | cut -f -6 | cmp - <(cut -f -6 one.tsv)
}

@test "Pipes and standard input are read like files" {
	export_with_values 1 >a.xml
	run_split kkr-read - <a.xml
	gives 'dataset|area|value|origin' 'd|a|1|standard input:3'
	run_split kkr-read < <(gzip <a.xml)
	gives 'dataset|area|value|origin' 'd|a|1|standard input:3'
	mkfifo fifo
	cat a.xml >fifo &
	run_split kkr-read --columns value fifo <a.xml
	gives 'value|origin' '1|fifo:3'
	run_split kkr-read < <(rows 'area value' 'x 1')
	gives 'area|value|origin' 'x|1|standard input:2'
}

@test "A reader that fails ends it with its status and its message, at the first file that is bad" {
	export_with_values 1 >a.xml
	export_with_values x >b.xml
	head -c 100 a.xml >c.xml
	for jobs in 1 4; do
		run_split kkr-read --jobs "$jobs" a.xml b.xml c.xml
		assert_failure 65
		assert_output ''
		assert_equal "$stderr" \
			"$(kkr-parse b.xml 2>&1 >/dev/null)"
		run_split kkr-read --jobs "$jobs" --columns value a.xml c.xml b.xml
		assert_failure 65
		assert_equal "${#stderr_lines[@]}" 1
		[[ $stderr == 'kkr-parse: c.xml:2: the document is cut short'* ]] || fail "$stderr"
	done
	run_split kkr-read a.xml no.xml
	refused 66 'kkr-read: no.xml: cannot be opened'
}

@test "Rejects and reports are one file each, and one line says how many were set aside" {
	export_with_values 1 x >a.xml
	rows 'area value' 'c 4' 'd' >b.tsv
	export_with_values y z >c.xml
	for jobs in 1 3; do
		run_split kkr-read --jobs "$jobs" --columns area,value --rejects bad.tsv \
			--report report.tsv a.xml b.tsv c.xml
		assert_success
		assert_equal "$stderr" 'kkr-read: 4 records set aside: bad.tsv'
		assert_equal "$(column origin)" 'a.xml:3 b.tsv:2'
		assert_equal "$(cut -f 1,2,5 bad.tsv)" "$(rows 'file line kind' 'a.xml 4 number' 'b.tsv 3 fields' \
			'c.xml 3 number' 'c.xml 4 number')"
		assert_equal "$(awk -F '\t' '$2 != "read"' report.tsv | cut -f 1,2,6)" "$(rows 'file kind count' \
			'a.xml in 2' 'a.xml out 1' 'a.xml aside 1' \
			'b.tsv in 2' 'b.tsv out 1' 'b.tsv aside 1' \
			'c.xml in 2' 'c.xml out 0' 'c.xml aside 2')"
	done
	head -c 100 a.xml >d.xml
	run_split kkr-read --report report.tsv a.xml d.xml
	assert_failure 65
	run_split kkr-read --report report.tsv b.tsv d.xml
	assert_failure 65
	head -c 100 c.xml >d.xml
	rows 'area value' 'c 4' >b.tsv
	run_split kkr-read --report report.tsv b.tsv d.xml
	assert_failure 65
	assert_equal "$(tail -n 1 report.tsv | cut -f 1,2)" "$(rows 'd.xml cut_short')"
	run_split kkr-read --rejects a.xml a.xml
	refused 64 'a.xml: is both an input and the file of --rejects'
	run_split kkr-read --report r.tsv --rejects r.tsv b.tsv
	refused 64 'r.tsv: is both the file of --rejects and the file of --report'
}

@test "A table map is for tables, and does not stop what is none" {
	export_with_values 1 >a.xml
	printf 'Kommune;Antal\nx;1.234\n' >b.csv
	write_table map.tsv <<-'END'
		column|is|measure|numbers
		Kommune|area||
		Antal|value|population|da
	END
	run_split kkr-read --map map.tsv --columns area,measure,value a.xml b.csv
	gives 'area|measure|value|origin' 'a||1|a.xml:3' 'x|population|1234|b.csv:2'
	run_split kkr-read --map map.tsv --rejects map.tsv b.csv
	refused 64 'map.tsv: is both the file of --map and the file of --rejects'
}

@test "Of the maps of --maps, or else of kkr's own, each table is read by the one that fits" {
	mkdir maps more
	write_table maps/hunde.map.tsv <<-'END'
		column|is|measure|numbers
		Sogn|area||
		Hunde|value|dogs|da
	END
	write_table more/katte.map.tsv <<-'END'
		column|is|measure|numbers
		Sogn|area||
		Katte|value|cats|da
	END
	printf 'Opgørelse;\nSogn;Hunde\nx;1.234\n' >dogs.csv
	printf 'Sogn;Katte\ny;5\n' >cats.csv
	export_with_values 1 >a.xml
	rows 'area measure value' 'z m 9' >r.tsv
	for jobs in 1 4; do
		run_split kkr-read --jobs "$jobs" --maps maps --maps more --columns area,measure?,value cats.csv a.xml dogs.csv r.tsv
		gives 'area|measure|value|origin' 'y|cats|5|cats.csv:2' 'a||1|a.xml:3' 'x|dogs|1234|dogs.csv:3' 'z|m|9|r.tsv:2'
	done
	# Kkr's own, where none of those fits, and where nothing is said.
	for maps in '' '--maps=maps'; do
		# shellcheck disable=SC2086 # no word, or one
		kkr-read $maps --columns area,measure,value "$FIXTURES/tables/bilag-b.csv" >out.tsv
		assert_equal "$(sed 1d out.tsv | cut -f 1,3 | awk '{ print $1, $NF }' | grep '^[0-9]' | sort)" "$(published)"
	done
	run_split kkr-read --maps maps dogs.csv cats.csv
	refused 65 'kkr-table: cats.csv: no table map fits it; hunde.map.tsv comes closest' "kkr map 'cats.csv' proposes one"
	run_split kkr-read --maps maps --map more/katte.map.tsv cats.csv
	refused 64 'kkr-read: --map FILE is the map to use: it cannot be used with --maps'
	run_split kkr-read --maps nosuch cats.csv
	refused 66 nosuch
	# A table that tells area and value itself needs none.
	printf 'area;value\nq;7\n' >own.csv
	run_split kkr-read own.csv
	gives 'area|value|origin' 'q|7|own.csv:2'
}

@test "What no program reads is named for what it is, with what does" {
	rows 'area value' '101 1' >in.tsv
	xz -c in.tsv >in.xz
	bzip2 -c in.tsv >in.bz2
	printf '%%PDF-1.7\n%%\n' >in.pdf
	printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0' >in.xls
	printf '\x89PNG\r\n\x1a\n\0\0' >in.png
	for filter in kkr-read kkr-parse kkr-table kkr-codes; do
		run_split "$filter" in.xz
		refused 65 "$filter: in.xz: is xz: xz -dc FILE | $filter"
		run_split "$filter" in.bz2
		refused 65 "$filter: in.bz2: is bzip2: bzip2 -dc FILE | $filter"
		run_split "$filter" in.pdf
		refused 65 "$filter: in.pdf: is a PDF: pdftotext -layout FILE - | kkr read"
		run_split "$filter" in.xls
		refused 65 "$filter: in.xls: is a workbook as Excel saved them before 2007 (.xls): save it as .xlsx"
		run_split "$filter" in.png
		refused 65 "$filter: in.png: is a picture (PNG)"
	done
	run_split kkr-read < <(xz -dc in.xz)
	gives 'area|value|origin' '101|1|standard input:2'
}

@test "What other programs keep their tables in is named, with what makes one of it" {
	tell() { # FILE SENTENCE: what all readers say of it
		for filter in kkr-read kkr-parse kkr-table kkr-map; do
			run_split "$filter" "$1"
			refused 65 "$filter: $1: is $2"
			assert_equal "${#stderr_lines[@]}" 1
		done
	}
	printf '{"class": "dataset", "dimension": {"Tid": {}}, "size": [1], "value": [5]}' >in.json
	tell in.json "JSON-stat: take the same table in the StatBank's format CSV or BULK"
	printf '{"data": {"dataSets": [{"observations": {"0:0": [5]}}], "structures": [{}]}}' >in.json
	tell in.json "SDMX-JSON: take the same data as SDMX-CSV or SDMX-ML"
	printf 'CHARSET="ANSI";\r\nAXIS-VERSION="2013";\r\nTITLE="Ledige efter omr\xE5de";\r\n' >in.px
	tell in.px "PX (PC-Axis): take the same table in the StatBank's format CSV or BULK"
	printf '{\\rtf1\\ansi Kommune}' >in.rtf
	tell in.rtf 'a text in RTF: save it as PDF'
	printf 'From: a@example.dk\nSubject: Tabel\n\nHermed.\n' >in.eml
	tell in.eml 'a mail: save the file'
	printf 'PAR1\025\004\025\020' >in.parquet
	tell in.parquet 'Parquet: duckdb -csv'
	printf 'SQLite format 3\0\020\0' >in.db
	tell in.db 'a database of SQLite: sqlite3 -header -csv FILE'
	printf '\x28\xB5\x2F\xFD\x24' >in.zst
	for filter in kkr-read kkr-parse kkr-table; do
		run_split "$filter" in.zst
		refused 65 "$filter: in.zst: is zstd: zstd -dc FILE | $filter"
	done
	printf "7z\xBC\xAF\x27\x1C\0\4" >in.7z
	tell in.7z 'a 7z archive'
	printf 'Rar!\x1A\x07\x01\0' >in.rar
	tell in.rar 'a rar archive'
	gzip -c in.parquet >in.gz
	tell in.gz 'Parquet: duckdb'
}

@test "A compound file is what its directory names, wherever that stands" {
	for what in WordDocument:'a document as Word saved them before 2007 (.doc)' \
		EncryptedPackage:'encrypted: save it without a password' \
		'PowerPoint Document:slides' Workbook:'a workbook as Excel saved them before 2007 (.xls)' \
		__properties_version1.0:'a mail as Outlook saves it'; do
		{
			printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' && head -c 65500 /dev/zero
			printf '%s' "${what%%:*}" | iconv -t UTF-16LE
			head -c 70000 /dev/zero
		} >in.bin
		run_split kkr-read in.bin
		refused 65 "in.bin: is ${what#*:}"
	done
}

@test "A header in brackets or in capitals is none of what is told" {
	printf '[Kommune];area;value\nOdense;a;5\n' >in.csv
	run_split kkr-read in.csv
	gives 'area|value|x_kommune_|origin' 'a|5|Odense|in.csv:2'
	printf 'DECIMALS;AREA;VALUE\nOdense;a;5\n' >in.csv
	run_split kkr-read in.csv
	gives 'area|value|decimals|origin' 'a|5|Odense|in.csv:2'
}

@test "What is delivered is told from records by the filters that read these alone" {
	for filter in kkr-codes kkr-check kkr-format; do
		run_split "$filter" "$REFUGEES/bilag-a.xml"
		refused 65 "$filter: $REFUGEES/bilag-a.xml: is XML or HTML, and no records: kkr-read FILE | $filter"
		run_split "$filter" - <"$FIXTURES/tables/bilag-a.xlsx"
		refused 65 "standard input: is a workbook, or another zip archive, and no records: kkr-read FILE | $filter"
	done
	python3 -c 'import zipfile; zipfile.ZipFile("in.zip", "w").writestr("a.csv", "area;value\n1;2\n")'
	run_split kkr-read in.zip
	refused 65 'in.zip: is a zip archive, but no workbook' 'unzip -p FILE'
	run_split kkr-read < <(unzip -p in.zip a.csv)
	gives 'area|value|origin' '1|2|standard input:2'
}

@test "What a pipe hands over a few bytes at a time is known by its first bytes all the same" {
	# Two bytes are written, and the others when those have been taken.
	cat >pieces.py <<-'END'
		import array, fcntl, os, termios, time
		left = array.array('i', [1])
		os.write(1, b'FE')
		while left[0]:
		    time.sleep(0.001)
		    fcntl.ioctl(1, termios.FIONREAD, left)
		os.write(1, b'A1, which is no table')
	END
	run_split kkr-select < <(python3 pieces.py)
	refused 65 'standard input: is Feather'
}

@test "Each file takes one program at most, and records none" {
	local files=()
	for n in {1..6}; do
		export_with_values "$n" >"$n.xml"
		rows 'area value' "x $n" >"$n.tsv"
		files+=("$n.xml" "$n.tsv")
	done
	mkdir bin
	cp "$PREFIX/bin/kkr-read" bin/
	printf '#!/bin/sh\necho "$*" >>%s/started\nexec %s/bin/kkr-parse "$@"\n' "$PWD" "$PREFIX" >bin/kkr-parse
	chmod +x bin/kkr-parse
	bin/kkr-read -j 2 "${files[@]}" >out.tsv
	assert_equal "$(wc -l <out.tsv)" 13
	assert_equal "$(sort started)" "$(printf -- '--origin -- %s.xml\n' {1..6})"
}

@test "Of a thousand files no more are open at once than of a few" {
	mkdir many
	export_with_values 1 | tee many/{1..150}.xml >/dev/null
	( ulimit -n 40 && kkr-read -j 4 many/* ) >out.tsv
	assert_equal "$(wc -l <out.tsv)" 151
}

@test "However long the first file takes, no more wait behind it than may be open" {
	{ echo 'area;value' && seq -f 'a;%.0f' 1000000; } >0.csv
	for n in {1..200}; do
		printf 'area;value\nb;%s\n' "$n" >"$n.csv"
	done
	run_split sh -c 'ulimit -n 100 && kkr-read -j 2 0.csv $(seq -f %g.csv 200) >out.tsv'
	assert_success
	assert_equal "$(tail -n 200 out.tsv | cut -f 2 | tr '\n' ' ')" "$(seq 200 | tr '\n' ' ')"
}

@test "Memory does not grow with the files" {
	measures_memory
	"$BATS_TEST_DIRNAME/generate.sh" 200000 >big.xml
	command time -f %M -o memory kkr-read -j 2 big.xml big.xml >out.tsv
	assert_equal "$(wc -l <out.tsv)" 400001
	[ "$(<memory)" -lt 20000 ] || fail "$(<memory) kB"
	command time -f %M -o memory kkr-read out.tsv out.tsv >again.tsv
	[ "$(<memory)" -lt 20000 ] || fail "$(<memory) kB"
}

@test "No reader outlives it, and nothing is left where temporary files are" {
	mkdir tmp
	export_with_values 1 >a.xml
	TMPDIR=$PWD/tmp kkr-read a.xml a.xml >/dev/null
	assert_equal "$(ls -A tmp)" ''
	run_split env TMPDIR=/nonexistent kkr-read a.xml
	refused 73 '/nonexistent'
	run_split kkr-read --jobs 0 a.xml
	refused 64 "--jobs: '0' is no number from 1 to 1000"
	run_split kkr-read --columns value a.xml >/dev/full
	kkr-read a.xml >/dev/full 2>message || status=$?
	assert_equal "$status" 74
}

@test "Records that end in their header, or begin with a long one, are records" {
	printf 'area\tvalue' >cut.tsv
	run_split kkr-read cut.tsv
	refused 65 'cut.tsv:1: '
	{ seq -f 'column_with_a_long_name_%g' 400 | paste -s && seq 400 | paste -s; } >wide.tsv
	[ "$(head -n 1 wide.tsv | wc -c)" -gt 4096 ]
	kkr-read wide.tsv >out.tsv
	assert_equal "$(tail -n 1 out.tsv | cut -f 1-400)" "$(tail -n 1 wide.tsv)"
}

@test "A map that is none is told as kkr-table tells it, whatever else kkr-read is asked for" {
	mkdir bad
	printf 'column\tis\nA\n' >bad/a.map.tsv
	printf 'A;B\n1;2\n' >a.csv
	for option in '' '--columns area' '--rejects r.tsv' '--report report.tsv'; do
		run_split kkr-read --maps bad $option a.csv
		assert_failure 78
		assert_equal "$stderr" 'kkr-table: bad/a.map.tsv:2: not as many fields as the header names columns'
	done
}

@test "--failed lists what cannot be read, with why, and the others are read" {
	export_with_values 1 2 >a.xml
	head -c 150 a.xml >cut.xml
	printf '%%PDF-1.4\n' >b.pdf
	printf 'Noget;Andet\nx;1\ny;2\n' >c.csv
	rows 'area value' '101 x 1' >d.tsv
	for jobs in 1 3; do
		run_split kkr-read --failed failed.tsv --jobs $jobs a.xml cut.xml b.pdf c.csv d.tsv
		assert_success
		assert_equal "$(column value | paste -sd ' ' -)" '1 2'
		assert_equal "$(cut -f 1-3 failed.tsv)" "$(rows 'file status kind' 'cut.xml 65 cut_short' 'b.pdf 65 foreign' 'c.csv 65 unmapped' 'd.tsv 65 ')"
		assert_equal "$(sed -n 's/.*\(pdftotext\|no table map fits it\|3 fields\).*/\1/p' failed.tsv | sort | paste -sd '|' -)" \
			'3 fields|no table map fits it|pdftotext'
	done
	run_split kkr-read --failed failed.tsv b.pdf gone.xml
	assert_success
	assert_equal "$(cut -f 1,2 failed.tsv)" "$(rows 'file status' 'b.pdf 65' 'gone.xml 66')"
	kkr-read --failed failed.tsv a.xml >/dev/null
	assert_equal "$(cat failed.tsv)" "$(rows 'file status kind reason')"
}
