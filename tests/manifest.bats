# kkr-manifest by hand: what goes in, what came out, and what a name may be. tests/verify.bats and
# tests/driver.bats have it as kkr uses it.

load common

HEADER=$'role\tname\tvalue\tbytes\trecords\tsha256\tset_aside\tcorrected'

# An export of one record, invented.
one_record() {
	echo '<export xmlns="urn:kkr:export:1" dataset="invented-2025"><fields>'
	echo '<field name="area" type="area"/><field name="measure" type="token"/>'
	echo '<field name="value" type="integer"/></fields>'
	echo "<group measure=\"beds\"><record area=\"$1\">$2</record></group></export>"
}

# sum_of FILE: by other means.
sum_of() {
	sha256sum <"$1" | cut -c 1-64
}

# A result of one table, which came of in/a.xml.
result() {
	mkdir in made
	one_record 101 7 >in/a.xml
	rows 'area value' '101 7' >made/table.tsv
	kkr-manifest inputs --pipeline "$ROOT/bin/pipelines/refugees.sh" --set landstal=600 in >request
	rows 'stage program status set_aside corrected' 'parse kkr-parse 0 2 ' >stages
	kkr-manifest write --request request --stages stages made >manifest
	mv manifest made/manifest.tsv
}

@test "a wrong use is 64, and says what would be right" {
	while IFS='|' read -r words said; do
		eval "run_split kkr-manifest $words"
		refused 64 "$said" "Try 'kkr-manifest --help'."
	done <<-'END'
		|which COMMAND?
		remove x|there is no command 'remove'
		write made|write: --request is missing
		settle a|settle: --to is missing
		write --request r|write takes the DIR of what has been made
		same a|same takes the DIRs of two results
		check --keep x made|--keep cannot be used with check
		check --again x made|check: --again and --pipelines go together
		inputs --set landstal in|'landstal' is not of the form NAME=VALUE
		stands --request r --max-rejects -1 made|'-1' is not a whole number
		stands --request r --max-rejects 1x made|'1x' is not a whole number
	END
}

@test "inputs are taken by name, whatever the order, and told to the byte" {
	mkdir -p in/sub
	one_record 101 7 >in/b.xml
	one_record 147 2 | gzip -n >in/a.xml.gz
	rows 'area value' '101 1' '147 2' >in/c.tsv
	rows 'area value' '101 1' >'in/~$c.tsv'
	echo hidden >in/.d.xml
	run_split kkr-manifest inputs in
	assert_success
	assert_equal "$(cut -f 1-8 <<<"$output")" "$HEADER
$(printf 'kkr\tversion\t%s\t\t\t\t\t' "$(kkr --version | cut -d ' ' -f 2)")
$(for file in a.xml.gz b.xml c.tsv; do
		printf 'input\t%s\t\t%s\t%s\t%s\t\t\n' $file "$(stat -c %s in/$file)" "$([[ $file != c.tsv ]] || echo 2)" "$(sum_of in/$file)"
	done)"
	assert_equal "$(cut -f 9-10 <<<"$output" | tail -n +3)" "$(printf "in/%s\t$PWD/in/%s\n" a.xml.gz a.xml.gz b.xml b.xml c.tsv c.tsv)"
	assert_equal "$stderr" 'kkr-manifest: in/sub: is a directory in a directory: what is in it is not taken'
	# A pattern, another order, from standard input.
	kkr-manifest inputs in/c.tsv 'in/*.xml*' >other
	assert_equal "$(cat other)" "$output"
	assert_equal "$(kkr-manifest paths other)" $'in/a.xml.gz\nin/b.xml\nin/c.tsv'
	assert_equal "$(kkr-manifest paths <other)" "$(kkr-manifest paths other)"
	run_split kkr-manifest inputs 'in/*.csv'
	refused 66 'in/*.csv: no file has such a name'
	run_split kkr-manifest inputs in/nothing.xml
	refused 66 'in/nothing.xml: cannot be opened: there is no such file'
	run_split kkr-manifest inputs in/sub
	refused 66 'in/sub: this directory has no file that could be taken'
}

@test "of many files --only takes those that match a pattern, and says which it leaves out" {
	local all
	mkdir in
	for name in a.xml b.csv c.csv d.txt; do
		one_record 101 7 >in/$name
	done
	ln -s .out.3 in/out
	mkdir in/.out.3
	kkr-manifest inputs in >all 2>err
	assert_equal "$(cat err)" ''
	run_split kkr-manifest inputs --only 'a*' --only '[bx].csv' in/d.txt in in/a.xml
	assert_success
	assert_equal "$(kkr-manifest paths <<<"$output" | tr '\n' ' ')" 'in/a.xml in/b.csv '
	assert_equal "$stderr" 'kkr-manifest: --only: 3 files are left out: d.txt, c.csv, d.txt
kkr-manifest: in/a.xml: is named twice, and counts once'
	run_split kkr-manifest inputs --only '*.pdf' in
	refused 66 '--only: 4 files are left out' '--only: no file is left, of which a run could be made'
	touch in/{e,f,g,h,i,j,k,l}.txt
	run_split kkr-manifest inputs --only 'a*' in
	assert_equal "$stderr" 'kkr-manifest: --only: 11 files are left out: b.csv, c.csv, d.txt, e.txt, f.txt, g.txt, h.txt, i.txt, j.txt, k.txt and others'
}

@test "files that are no delivery are all told with what they are, before a run" {
	mkdir in
	one_record 101 7 >in/a.xml
	echo '%PDF-1.7' >in/b.pdf
	echo '{\rtf1 a}' >in/c.rtf
	printf '\xfd7zXZ\0..' >in/d.xz
	echo '{"errorTypeCode":"REQUEST-LIMIT","message":"For mange celler"}' >in/e.csv
	run_split kkr-manifest inputs in
	refused 65
	assert_equal "$stderr" 'kkr-manifest: in/b.pdf: is a PDF, and no delivery: give what pdftotext -layout FILE - writes
kkr-manifest: in/c.rtf: is a text in RTF, and no delivery: save it as PDF, and pdftotext -layout FILE - makes a text of that
kkr-manifest: in/d.xz: is xz, and no delivery: give what xz -dc FILE writes
kkr-manifest: in/e.csv: is an error that the sender reports, and no delivery: REQUEST-LIMIT For mange celler
kkr-manifest: the inputs: 4 of these 5 are no delivery (--only PATTERN leaves out what it does not match)'
	mkdir zip
	python3 - <<'END'
import zipfile

def pack(name, *entries):
    with zipfile.ZipFile('zip/' + name, 'w', zipfile.ZIP_DEFLATED) as z:
        for entry in entries:
            z.writestr(entry, 'x' * 9000)
        z.comment = b'PK'

pack('a.docx', '[Content_Types].xml', '_rels/.rels', 'word/document.xml')
pack('b.zip', 'a.png', 'b.png')
pack('c.zip', 'papers/a.xml', 'papers/')
pack('d.xlsx', '[Content_Types].xml', r'_rels\.rels', r'xl\workbook.xml', 'xl/embeddings/word/document.xml')
pack('e.ods', 'mimetype', 'content.xml')
open('zip/f.xlsx', 'wb').write(open('zip/a.docx', 'rb').read()[:-30])
END
	run_split kkr-manifest inputs zip
	refused 65
	assert_equal "$stderr" 'kkr-manifest: zip/a.docx: is a document of Word (.docx), and no delivery: save its table as .xlsx, or it as PDF, and pdftotext -layout FILE - makes a text of that
kkr-manifest: zip/b.zip: is a zip archive, but no workbook, and no delivery: give what unzip -p FILE NAME writes
kkr-manifest: the inputs: 2 of these 6 are no delivery (--only PATTERN leaves out what it does not match)'
	ln -s nowhere in/e.xml
	run_split kkr-manifest inputs in
	refused 66 'in/e.xml: cannot be opened: No such file or directory'
}

@test "what can be read once is kept, and known as that" {
	one_record 101 7 >a
	one_record 147 2 >b
	run_split kkr-manifest inputs --keep kept - <(cat b) <a
	assert_success
	assert_equal "$(cat kept/standard-input kept/pipe-1)" "$(cat a b)"
	assert_equal "$(cut -f 1-2,9-10 <<<"$output" | tail -n +3)" \
		$'input\tpipe-1\tkept/pipe-1\t\ninput\tstandard-input\tkept/standard-input\t'
	run_split kkr-manifest inputs - <a
	refused 64 'standard-input can be read once: --keep DIR says where it is to be kept'
	run_split kkr-manifest inputs --keep kept - - <a
	refused 64 'standard input can be read once'
}

@test "a name of an input is plain, or refused by its name" {
	local name said
	one_record 101 7 >a.xml
	for name in 'a b' -rf --set x=y '$(touch made)' "a'b" 'a"b' 'a;b' '*' Ærø "$(printf 'x%.0s' {1..255})"; do
		cp a.xml "./$name"
		run kkr-manifest inputs -- "$name"
		assert_success
		assert_equal "$(cut -f 2 <<<"$output" | tail -n 1)" "$name"
		rm "./$name"
	done
	assert_not_exists made
	# A program that is given the path, such as awk, takes it for a file.
	cp a.xml x=y.tsv
	assert_equal "$(kkr-manifest inputs -- x=y.tsv | kkr-manifest paths)" ./x=y.tsv
	mkdir odd
	while IFS='|' read -r name said; do
		name=$(printf "$name.")
		name=${name%.}
		cp a.xml "odd/$name"
		run_split kkr-manifest inputs "odd/$name"
		refused 64 "no input can have this name: $said"
		run_split kkr-manifest inputs --file "list=odd/$name" a.xml
		refused 64 "list: a value is one line of text, a file has a plain name: $said"
		rm "odd/$name"
	done <<-'END'
		 a|a blank begins or ends it
		a |a blank begins or ends it
		a\\b|there is a backslash in it
		a\nb|there is a control character in it
		a\tb|there is a control character in it
		a\033b|there is a control character in it
		a\302\233b|there is a control character in it
		a\177|there is a control character in it
		a\342\200\252b|there is a character in it that turns the direction of writing
		a\342\200\256lmx.b|there is a character in it that turns the direction of writing
		a\342\201\246b|there is a character in it that turns the direction of writing
		a\342\201\251|there is a character in it that turns the direction of writing
		a\370b|it is not UTF-8
	END
	# Their neighbours are as good as any: U+2029 (a separator), U+202F and U+2065, U+206A.
	for name in $'a\342\200\251b' $'a\342\200\257b' $'a\342\201\245b' $'a\342\201\252b'; do
		cp a.xml "odd/$name"
		run_split kkr-manifest inputs "odd/$name"
		assert_success
		rm "odd/$name"
	done
	# A directory takes none of them along in silence.
	cp a.xml odd/a.xml
	cp a.xml 'odd/a\b.xml'
	run_split kkr-manifest inputs odd
	refused 64 'odd/a\b.xml: no input can have this name: there is a backslash in it'
	run_split kkr-manifest inputs --set $'words=a\tb' a.xml
	refused 64 'words: a value is one line of text'
}

@test "an input that has changed since is told" {
	one_record 101 7 >a.xml
	kkr-manifest inputs a.xml >request
	run_split kkr-manifest unchanged request
	assert_success
	assert_equal "$stderr" ''
	echo >>a.xml
	run_split kkr-manifest unchanged request
	refused 75 'a.xml: this input was written to while it was read'
	rm a.xml
	run_split kkr-manifest unchanged request
	refused 75 'a.xml: this input was written to while it was read'
}

@test "the manifest has the request, the outputs by name and the stages" {
	result
	mkdir made/sub
	echo text >'made/sub/a b.txt'
	rows 'file kind key found expected count' 'in/a.xml out    9' 'in/a.xml in    1' >report
	rows 'file kind key found expected count' 'in/a.xml in    5' 'b in    5' >later
	run kkr-manifest write --request request --stages stages --counts report --counts later made
	assert_success
	assert_equal "$output" "$HEADER
$(sed -n 2,4p request | cut -f 1-8)
$(printf 'input\ta.xml\t\t%s\t1\t%s\t\t' "$(stat -c %s in/a.xml)" "$(sum_of in/a.xml)")
$(printf 'output\tsub/a b.txt\t\t5\t\t%s\t\t' "$(sum_of 'made/sub/a b.txt')")
$(printf 'output\ttable.tsv\t\t17\t1\t%s\t\t' "$(sum_of made/table.tsv)")
$(printf 'stage\tparse\tkkr-parse\t\t\t\t2\t')"
	# It is records.
	kkr-format <<<"$output" >formatted
}

@test "an output that cannot have its name, or is no file, is refused by name, with all of them" {
	result
	touch 'made/ a' $'made/b\tc' 'made/d\e'
	mkfifo made/pipe
	run_split kkr-manifest write --request request made
	refused 70 'output  a: no output can have this name: a blank begins or ends it' \
		'output b c: no output can have this name: there is a control character in it' \
		'output d\e: no output can have this name: there is a backslash in it' \
		'output pipe: is no file that can be read'
	rm made/*
	run_split kkr-manifest write --request request --stages stages made
	refused 70 'the pipeline: has written no output'
	mkdir made/inputs
	touch made/inputs/a.xml
	run_split kkr-manifest write --request request made
	refused 70 'inputs/: an output is in it'
}

@test "a result stands where it is of the request, whole, and not too much was set aside" {
	result
	run_split kkr-manifest stands --request request --max-rejects 2 made
	assert_success
	assert_equal "$stderr" ''
	run_split kkr-manifest stands --request request --max-rejects 1 made
	refused 65 'more records were set aside than may be'
	cp made/table.tsv other
	echo >>made/table.tsv
	run_split kkr-manifest stands --request request --max-rejects 2 made
	refused 65 'output table.tsv: was changed since it was made'
	mv other made/table.tsv
	for words in '--set landstal=601' '--set landstal=600 --set kkr=' ''; do
		kkr-manifest inputs --pipeline "$ROOT/bin/pipelines/refugees.sh" $words in >request
		run_split kkr-manifest stands --request request --max-rejects 2 made
		refused 65 'manifest.tsv: is of other inputs or parameters'
	done
	run_split kkr-manifest stands --request request in
	refused 66 'manifest.tsv: cannot be opened'
	run_split kkr-manifest stands --request made/table.tsv made
	refused 65 "there is no column 'role'"
}

@test "a result is checked by hand, and so is what it was made of" {
	result
	run_split kkr-manifest check made
	assert_success
	assert_equal "$stderr" ''
	run_split kkr-manifest check --again again --pipelines "$ROOT/bin/pipelines" --inputs . made
	assert_success
	assert_equal "$(cat again/words)" $'refugees\n--max-rejects=2\n--set=landstal=600\n--\nagain/1/a.xml'
	assert_equal "$(readlink again/1/a.xml)" "$PWD/in/a.xml"
	touch made/more
	rm made/table.tsv
	run_split kkr-manifest check made
	refused 65 'output more: is not in the manifest' 'output table.tsv: is missing'
	run_split kkr-manifest check --again again --pipelines "$ROOT/bin/pipelines" --inputs nowhere made
	refused 66 'nowhere: is no directory'
}

@test "a manifest of version 0.1, with its names, is verified" {
	cp "$FIXTURES"/manifest-0.1/own.sh .
	mkdir given in
	cp "$FIXTURES"/manifest-0.1/*.tsv given/
	cp given/table.tsv 'given/a\tb.txt'
	for name in 'a\x.xml' ' b\\n.xml' c.xml; do
		cp "$SAMPLES/refugees/landstal.xml" "in/$name"
	done
	echo one >'in/l\t.txt'
	# Another version is told, and that the figures are the same.
	run_split kkr verify given --inputs in --trust-pipeline own.sh
	refused 65 'given: version: was made by kkr 0.1.0; this is kkr ' 'given: the figures of its tables are the same'
	sed -i "2s/0\.1\.0/$(kkr --version | cut -d ' ' -f 2)/" given/manifest.tsv
	run_split kkr verify given --inputs in --trust-pipeline own.sh
	assert_equal "$stderr" ''
	assert_success
	# A backslash that is not doubled is itself.
	sed -i 's/a\\\\x/a\\x/' given/manifest.tsv
	run grep -c 'a\\x' given/manifest.tsv
	assert_output 1
	run_split kkr verify given --inputs in --trust-pipeline own.sh
	assert_equal "$stderr" ''
	assert_success
	rm 'in/a\x.xml' 'in/ b\\n.xml' in/c.xml
	run_split kkr verify given --inputs in --trust-pipeline own.sh
	refused 65 'input a\x.xml: is not found, nor in in' 'input  b\\n.xml: is not found'
}

@test "a spool tells what has arrived, and refuses what cannot have its name" {
	mkdir -p spool/failed spool/directory
	one_record 101 7 >spool/old.xml
	one_record 101 7 | gzip >'spool/new one.xml'
	one_record 101 7 | iconv -t UTF-16 >spool/wide
	printf 'area;value\n101;7\n' >spool/table.csv
	: >spool/empty
	for name in x.part x.tmp x.filepart x.crdownload .x; do
		one_record 101 7 >"spool/$name"
	done
	one_record 101 7 | tee spool/open.xml spool/linked.xml >/dev/null
	ln -f spool/open.xml spool/linked.xml
	touch -d '1 hour ago' spool/old.xml
	touch -d 'next year' spool/wide
	for name in ' a' 'a ' $'a\tb' $'a\t' 'a\b' $'\xf8'; do
		one_record 101 7 >"spool/$name"
	done
	exec 5>>spool/open.xml
	run_split kkr-manifest spool spool 5>&-
	exec 5>&-
	assert_success
	assert_output "$(rows 'kind name' 'coming empty' 'coming new~one.xml' 'export old.xml' 'other table.csv' 'coming wide')"
	assert_equal "$(grep -c 'no input can have this name' <<<"$stderr")" 6
	assert_equal "$(find spool/failed -type f | wc -l)" 12
	assert_equal "$(cat 'spool/failed/a\b.reason')" 'a\b: no input can have this name: there is a backslash in it'
	assert_exists 'spool/failed/ a'
	run_split kkr-manifest spool nowhere
	refused 66 'nowhere: cannot be read'
}

@test "settle moves files over no other, with the reason, and the request follows" {
	mkdir in done
	one_record 101 7 >in/a.xml
	one_record 101 8 >in/b.xml
	echo mine >done/a.xml
	echo theirs >done/b.xml.reason
	echo because >reason
	kkr-manifest inputs in >request
	run_split kkr-manifest settle --to done --reason reason --request request in/a.xml in/b.xml
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(cat done/a.xml done/b.xml.reason)" $'mine\ntheirs'
	assert_equal "$(cat done/a.xml.1 done/b.xml.1)" "$(one_record 101 7; one_record 101 8)"
	assert_equal "$(cat done/a.xml.1.reason)" because
	assert_equal "$(cut -f 10 request | tail -n 2)" "$PWD/done/a.xml.1"$'\n'"$PWD/done/b.xml.1"
	run_split kkr-manifest settle --to done in/a.xml
	assert_equal "$stderr" "kkr-manifest: in/a.xml: cannot be moved to $PWD/done: No such file or directory"
	run_split kkr-manifest settle --to nowhere done/a.xml
	refused 73 'nowhere: is no directory'
}

@test "what has a name as long as can be is settled, too, with a reason and over no other" {
	name=$(printf 'x%.0s' {1..253})æ
	mkdir done failed
	for n in 1 2 3; do
		echo "$n" >"$name"
		run_split kkr-manifest settle --to done "$name"
		assert_success
		assert_equal "$stderr" ''
	done
	assert_equal "$(cat "done/$name" "done/${name%æ}.1" "done/${name%æ}.2" | tr '\n' ' ')" '1 2 3 '
	echo no >why
	echo 4 >"$name"
	run_split kkr-manifest settle --to failed --reason why "$name"
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(cat "failed/${name:0:248}" "failed/${name:0:248}.reason" | tr '\n' ' ')" '4 no '
}

@test "a count of records that is not made any more is not held against a result; another count is" {
	mkdir before again
	echo 1 | tee before/a.csv >again/a.csv
	rows 'area value' 'a 1' | tee before/b.tsv >again/b.tsv
	echo 'pipe() { :; }' >p.sh
	rows 'area value' 'a 1' >in.tsv
	kkr-manifest inputs --pipeline p.sh in.tsv >request
	kkr-manifest write --request request again >manifest
	cp manifest again/manifest.tsv
	awk -F '\t' -v OFS='\t' '$2 == "a.csv" { $5 = 7 } { print }' manifest >before/manifest.tsv
	run_split kkr-manifest same before again
	assert_success
	awk -F '\t' -v OFS='\t' '$2 == "b.tsv" { $5 = 7 } { print }' manifest >before/manifest.tsv
	run_split kkr-manifest same before again
	assert_failure 65
	assert_equal "$stderr" 'kkr-manifest: manifest.tsv: is not what comes out of the inputs'
}

@test "a file that a parameter names has to stay as it was, as an input has" {
	echo a >list.txt
	echo b >in.tsv
	kkr-manifest inputs --file list=list.txt in.tsv >request
	run_split kkr-manifest unchanged request
	assert_success
	echo c >>list.txt
	run_split kkr-manifest unchanged request
	refused 75 'list.txt: this input was written to while it was read'
}

@test "decide says of a file that it is gone to failed/ only where it is" {
	rows 'kind path of days' 'arrived s/a.xml  0' >lying.tsv
	rows 'file kind status reason' 's/a.xml  65 kkr-parse:~s/a.xml:3:~not~well-formed' >failed.tsv
	run_split kkr-manifest decide s --lying lying.tsv --failed failed.tsv
	assert_success
	assert_equal "$stderr" 'kkr-manifest: s/a.xml: cannot be moved to s/failed: No such file or directory
kkr-manifest: s/a.xml:3: not well-formed'
}

@test "how the stages of a run ended is told with which is to blame, and what was said outside of them" {
	mkdir -p run/{rejects,stages/reports}
	rows 'file line reason record kind' 'a 2 x y number' 'a 3 x y number' >run/rejects/read.tsv
	rows 'file kind key found expected count' 'a corrected value 1 2 3' 'a out    9' >run/stages/reports/mend.tsv
	told() {
		printf "$1" >told
		run_split kkr-manifest stages --max-rejects "${2-2}" run <told
		assert_success
		assert_equal "$(tail -n 1 <<<"$output")" "$(tr '|' '\t' <<<"$3")"
	}
	local read='\tbegins\tread\tkkr-read\n\tbegins\tmend\tkkr-correct\n' ended='\tended\tmend\t141\n\tended\tread\t0\n'
	told "${read}a \tline\n\twrong\tx: y\n$ended" 2 '2|mend|0|141|kkr-correct'
	assert_equal "$(cat run/stages.tsv)" "$(rows 'stage program status set_aside corrected' 'mend kkr-correct 141  3' 'read kkr-read 0 2 ')"
	assert_equal "$(cat run/stages/outside)|$(cat run/stages/wrong)" $'a \tline|x: y'
	told "$read$ended" 1 '2|read|2|0|kkr-read'
	# One of several parts failed; one did not end, or how it did is cut off.
	told "$read\tended\tread\t0\n\tended\tread\t66\n\tended\tmend\t0\n" 2 '2|read|2|66|kkr-read'
	told "$read\tended\tread\t66\n\tended\tmend\t" 2 '2|mend|0|none|kkr-correct'
	# Of one that was killed the report may be cut short.
	printf 'file\tkind' >run/stages/reports/mend.tsv
	told "$read\tended\tread\t0\n\tended\tmend\t137\n" 2 '2|mend|0|137|kkr-correct'
	told '' 2 '0||||'
	rm -r run
	run_split kkr-manifest stages run <told
	assert_failure 73
}

@test "inputs are divided by what they weigh; lines are shown, and the nearest is found" {
	truncate -s 20M a
	truncate -s 1M b c
	mkdir d
	truncate -s 20M e d/b
	run_split kkr-manifest parts a b c e missing
	assert_equal "$(paste -sd ' ' - <<<"$output")" 'files 1 2 2'
	run_split kkr-manifest parts --most 2 b c a e b
	assert_equal "$(paste -sd ' ' - <<<"$output")" 'files 5' # two of one name
	run_split kkr-manifest parts --most 3 b c a e
	assert_equal "$(paste -sd ' ' - <<<"$output")" 'files 2 1 1'
	run_split kkr-manifest shown < <(printf 'a\xff\t\xe2\x80\xaeb\xc2\x85\0\n\xc3\xa6\n')
	assert_equal "$output" $'a\xef\xbf\xbd \\u202Eb   \n\xc3\xa6'
	run_split kkr-manifest nearest -- -rnu < <(printf '%s\n' list -run help)
	assert_output -- -run
	run_split kkr-manifest nearest zzzz < <(printf '%s\n' list run)
	assert_success
	assert_output ''
}
