# kkr verify on results that come from somebody else: a manifest is data from outside.

load common

# The results of the refugee pipeline in ok, and its inputs in archive, as they would be handed over.
setup() {
	mkdir "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || return
	kkr run refugees --output made
	cp -rL made ok
	mkdir archive
	cp "$SAMPLES"/refugees/* archive/
}

# forged DIR PROGRAM: the results, with a manifest of which awk makes another.
forged() {
	cp -r ok "$1"
	awk -F '\t' -v OFS='\t' "$2" ok/manifest.tsv >"$1/manifest.tsv"
}

# untouched COMMAND...: as run_split, and nothing in this directory is made, moved or changed by it.
untouched() {
	find . -printf '%p %y %s %T@\n' | sort >../before
	run_split "$@"
	find . -printf '%p %y %s %T@\n' | sort | diff ../before -
}

@test "verify takes results with their inputs from elsewhere" {
	run_split kkr verify ok --inputs archive
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
}

@test "a value with a line feed runs no command, writes nowhere and moves nothing" {
	local value
	for value in "--hosts=sh -c touch\${IFS}$PWD/MADE x" "--output=$PWD/MADE" "--spool=$PWD/archive"; do
		forged evil '$2 == "landstal" { $3 = "600\\n'"$value"'" } $1 == "input" && $3 ~ /spool/ { next } 1'
		untouched kkr verify evil --inputs archive
		refused 65 'kkr: verify: evil: manifest.tsv:' 'there is a control character in a name or a value'
		rm -r evil
	done
}

@test "a value that looks like options is one value" {
	local value
	for value in '--output=MADE' '600 --output MADE' "600' --output=MADE '" '$(touch MADE)' '`touch MADE`' '600;touch MADE' \
		'%b\\\\n--output=MADE'; do
		forged evil '$2 == "landstal" { $3 = "'"$value"'" } 1'
		untouched kkr verify evil --inputs archive
		refused 65 "is not a whole number" 'kkr: verify: evil: cannot be made again'
		rm -r evil
	done
}

@test "a name that leads elsewhere links, reads and writes nothing there" {
	local role name
	for name in "../../../..$PWD/MADE" ../MADE MADE/../../MADE .. . '' /etc/passwd; do
		for role in input output parameter pipeline; do
			forged evil '$1 == "'$role'" && !n++ { $2 = "'"$name"'" } 1'
			untouched kkr verify evil --inputs archive
			refused 65 'kkr: verify: evil: manifest.tsv:' "'$name' is no name for a"
			rm -r evil
		done
	done
	for name in a/b '\\n[31m'; do
		forged evil '$1 == "input" && !n++ { $2 = "'"$name"'" } 1'
		untouched kkr verify evil --inputs archive
		refused 65 'kkr: verify: evil: manifest.tsv:'
		rm -r evil
	done
}

@test "a pipeline of the archive is not run, whatever it is called, but by --trust-pipeline" {
	local sum name
	printf '# evil: x\ntouch "%s/MADE"\npipe() {\n\tstage a true >"$out/x"\n}\n' "$PWD" >archive/evil.sh
	sum=$(sha256sum <archive/evil.sh | cut -c 1-64)
	for name in evil refugees packet; do
		forged evil '$1 == "pipeline" { $2 = "'$name'"; $6 = "'"$sum"'" } $1 == "parameter" { next } 1'
		untouched kkr verify evil --inputs archive
		refused 65 "kkr: verify: evil: pipeline $name: is n" '--trust-pipeline FILE runs the one that made the results'
		untouched kkr verify evil --inputs archive --trust-pipeline archive/bilag-a.xml
		refused 65 "pipeline $name: was changed since: archive/bilag-a.xml"
		rm -r evil
	done
	run_split kkr verify ok --inputs archive --trust-pipeline nowhere.sh
	refused 66 'nowhere.sh: cannot be opened'
}

@test "a file of a parameter is found by its checksum alone" {
	rows 'secret' '1' >secret.tsv
	forged evil '$2 == "corrections" { $3 = "'"$PWD"'/secret.tsv" } 1'
	untouched kkr verify evil --inputs archive
	refused 65 'kkr: verify: evil: parameter corrections: has no checksum, by which its file could be found'
	refute [ -e evil/rettelser.tsv ]
}

@test "names and values of any kind that a run takes are verified" {
	local name value n=0 set=()
	kkr new mine
	printf '# more\nparam list "" "a file" file\n' >>mine.sh
	mkdir odd
	for name in 'a b' "a'b" 'a"b' '$(touch planted)' 'a;b' x=y -rf --hosts=sh 'a%b' Ærø '{}' '*' '&'; do
		cp archive/bilag-b.xml "odd/$name"
		cp archive/bilag-b.xml "odd/$name.xml"
	done
	cp archive/bilag-a.xml 'odd/$(date)'
	cp 'odd/a b' '$(l) t.tsv'
	for value in '' 'a\b' 'a\nb' '\\' '$(touch planted)' "a'b\"c" '%b' ' x ' Ærø '--output=made' '*'; do
		n=$((n + 1))
		echo "param words_$n otherwise 'any text'" >>mine.sh
		set+=(--set words_$n="$value")
	done
	run_split kkr run ./mine.sh --output out "${set[@]}" --set list='$(l) t.tsv' --max-rejects 1000 ./odd/*
	assert_success
	kkr verify out --trust-pipeline mine.sh
	# Away from where it was made, and under another name.
	cp -rL out given
	cp mine.sh other.sh
	run_split kkr verify ./given --inputs . --trust-pipeline ./other.sh
	assert_equal "$stderr" ''
	assert_success
	# The values are those that were given; a backslash of a field is two.
	assert_equal "$(awk -F '\t' '$1 == "parameter" && $2 ~ /^words_/ { print substr($2, 7) "|" $3 "|" }' out/manifest.tsv | sort -n)" \
		'1||
2|a\\b|
3|a\\nb|
4|\\\\|
5|$(touch planted)|
6|a'\''b"c|
7|%b|
8| x |
9|Ærø|
10|--output=made|
11|*|'
	assert_not_exists planted
	assert_equal "$(awk -F '\t' '$1 == "input" && $5 == 104' out/manifest.tsv | wc -l)" 26
}

@test "a manifest that cannot be checked is not believed, and no file is read that the manifest does not state" {
	# More than 16 MB, however it is stored.
	cp -r ok large
	truncate -s 3G large/manifest.tsv
	run_split timeout 60 kkr verify large --inputs archive
	refused 65 'is larger than 16 MB'
	# What checks it ends without a word.
	cp -r "$PREFIX" tree
	printf '#!/bin/sh\nexit 71\n' >tree/bin/kkr-manifest
	run_split tree/bin/kkr verify ok --inputs archive
	refused 71 'kkr: verify: ok: cannot be checked'
	cp -r ok none
	mkfifo none/inputs.tsv archive/pipe
	truncate -s 1T archive/sparse.xml
	ln -s /proc/self/pagemap archive/endless.xml
	ln -s /proc/self/mem archive/mem.xml
	ln -s /proc/self/fd/1 archive/one.xml
	ln -s /proc/self/fd/2 archive/two.xml
	ln -s loop archive/loop
	run_split timeout 60 kkr verify ok --inputs archive
	assert_success
	run_split timeout 60 kkr verify none --inputs archive
	refused 65 'output inputs.tsv: is not in the manifest'
	# The record of a run, which came with the results.
	rm -r none
	for record in 'ln -s /proc/self/pagemap' 'truncate -s 1T' mkfifo 'ln -s /proc/self/fd/2' mkdir; do
		mkdir -p .none.state/runs/7
		cp -r ok .none.7
		ln -sfn .none.7 none
		$record .none.state/runs/7/inputs.tsv
		run_split timeout 60 kkr verify none --inputs archive
		assert_success
		rm -r .none.state .none.7
	done
	rm none
	cp -r ok none
	truncate -s 1T none/kpi.tsv
	run_split timeout 60 kkr verify none --inputs archive
	refused 65 'output kpi.tsv: was changed since it was made'
}

@test "an --inputs or a DIR that begins with a dash is one" {
	cp -r archive ./-x
	cp -r ok ./-y
	run_split kkr verify ok --inputs -x
	assert_success
	run_split kkr verify --inputs=-x -- -y
	assert_success
	run_split kkr verify -y
	assert_failure 64
	# Results may be called as they like.
	mv ok $'r\tx\e[31m'
	run_split kkr verify $'r\tx\e[31m' --inputs archive
	assert_success
	run_split kkr verify $'r\tx\e[31m'
	refute [ "${stderr#*$'\e'}" != "$stderr" ]
}

@test "where temporary files cannot be written, nothing is said of the results" {
	run_split bash -c 'ulimit -f 1; kkr verify ok --inputs archive'
	assert [ "$status" -ge 70 ]
	assert [ "$status" -le 74 ]
	refute [ "$stderr" = '' ]
}

@test "what no run has written is no manifest" {
	local program said
	while IFS='|' read -r program said; do
		forged evil "$program"
		untouched kkr verify evil --inputs archive
		refused 65 "$said"
		rm -r evil
	done <<-'END'
		$1 != "input"|a manifest names a version, a pipeline, inputs and outputs
		$1 != "pipeline"|a manifest names a version, a pipeline, inputs and outputs
		{ print } $1 == "pipeline" && $2 = "packet"|a manifest names a version, a pipeline, inputs and outputs
		{ print } $2 == "landstal"|the parameter landstal stands twice
		$1 == "input" { $6 = "" } 1|has no checksum that SHA-256 makes
		$1 == "input" { $6 = substr($6, 2) } 1|has no checksum that SHA-256 makes
		$1 == "stage" { $7 = "1e9" } 1|bytes, records, set_aside and corrected are whole numbers
		$1 == "stage" { $7 = -1 } 1|bytes, records, set_aside and corrected are whole numbers
		$1 == "stage" { $1 = "hook" } 1|there is no role 'hook' in a manifest
		$1 == "stage" { $9 = "x" } 1|a row of 9 fields, where a manifest has 8
		{ print } NR == 3 { print "" }|a row of 0 fields, where a manifest has 8
		$1 == "input" { $2 = "a\033[31m.xml" } 1|there is a control character in it
		$1 == "kkr" { $3 = "a\\r" } 1|there is a control character in a name or a value
		$1 == "input" { $2 = "a\302\23331m.xml" } 1|there is a control character in it
		NR > 1|is no manifest of kkr
	END
	cp -r ok nul
	printf 'input\tx\0y\t\t1\t\t%064d\t\t\n' 0 >>nul/manifest.tsv
	untouched kkr verify nul --inputs archive
	refused 65 'kkr: verify: nul: manifest.tsv: there is a NUL in it'
}

@test "an output that is no file is told, and not waited for; names are shown without what steers a terminal" {
	cp -r ok odd
	rm odd/noter.tsv
	mkfifo odd/noter.tsv
	run_split timeout 60 kkr verify odd --inputs archive
	refused 65 'kkr: verify: odd: output noter.tsv: was changed since it was made'
	rm odd/noter.tsv
	cp ok/noter.tsv odd/
	touch odd/more.tsv
	mkdir odd/inputs
	touch odd/inputs/more.xml
	run_split kkr verify odd --inputs archive
	refused 65 'output more.tsv: is not in the manifest' 'inputs/more.xml: is no input of the manifest'
	# One that has a name of an input is that input.
	mkdir odd/inputs/sub
	echo lies >odd/inputs/bilag-a.xml
	cp archive/bilag-b.xml odd/inputs/sub/
	cp archive/landstal.xml odd/inputs/
	run_split kkr verify odd --inputs archive
	refused 65 'inputs/bilag-a.xml: is no input of the manifest' 'inputs/sub/bilag-b.xml: is no input of the manifest'
	refute [ "${stderr#*inputs/landstal}" != "$stderr" ]
	for name in $'a\e[31mb' $'a\302\23331mb' $'kpi.tsv\nkpi.tsv' $'kpi.tsv\t1'; do
		rm -r odd
		cp -r ok odd
		touch "odd/$name"
		run_split kkr verify odd --inputs archive
		assert_equal "$stderr" "kkr: verify: odd: output $(sed 's/\xc2\x9b/  /g; s/[\t\x1b]/ /' <<<"${name//$'\n'/ }"): no output can have this name: there is a control character in it"
		assert_equal "$status" 65
	done
}

@test "a spool that is named from here, or by a link, is verified from its done/" {
	local name n=0
	mkdir real
	ln -s real link
	for name in ./spool link real/../real -x x=y; do
		n=$((n + 1))
		mkdir -p -- "$name"
		rm -rf "./$name/done" # or these would be copies of what was taken
		cp archive/* "./$name/"
		mv "./$name/landstal.xml" "./$name/land=stal.xml"
		run_split kkr run refugees --output "out-$n" --spool="$name"
		assert_success
		run_split kkr verify "out-$n"
		assert_equal "$stderr" ''
		assert_success
	done
}

@test "an output that cannot have its name fails the run, and names with blanks in them are as good as any" {
	local name
	kkr new mine
	sed -i 's|^pipe() {|&\n\tprintf "a b\\n" >"$out/$words"|; 1a param words "" "a name"' mine.sh
	for name in 'a b.txt' '$(touch made) .tsv' 'x;y' -rf '  '; do
		run_split kkr run ./mine.sh --output out --set words="x$name.txt" archive/bilag-a.xml
		assert_success
		run_split kkr verify out --trust-pipeline mine.sh
		assert_equal "$stderr" ''
		assert_success
	done
	for name in ' a' 'a ' 'a\b'; do
		run_split kkr run ./mine.sh --output new --set words="$name" archive/bilag-a.xml
		refused 70 "kkr: mine: output $name: no output can have this name"
		assert_not_exists new
	done
}

@test "inputs and values whose names have control characters are refused before a run, and go to failed/ in a spool" {
	local name
	for name in $'a\nb.xml' $'a\tb.xml' $'a\rb.xml' $'a\eb.xml'; do
		cp archive/bilag-a.xml "$name"
		run_split kkr run refugees --output out "$name"
		refused 64 'kkr: refugees: a b.xml: no input can have this name: there is a control character in it'
		rm "$name"
		run_split kkr run refugees --output out --set kkr="${name%.xml}"
		assert_equal "$status" 64
		[[ $stderr == *'a value is one line'* ]]
	done
	mkdir spool
	cp archive/* spool/
	cp archive/bilag-a.xml spool/$'a\tb.xml'
	for name in ' a.xml' 'a.xml ' $'a.xml\t' $'a\x.xml' $'\xf8.xml'; do
		cp archive/bilag-a.xml "spool/$name"
	done
	run_split kkr run refugees --output out --spool spool
	refused 65 'spool/a b.xml: no input can have this name: there is a control character in it' 'see spool/failed'
	assert_equal "$(ls spool/done)" "$(ls archive)"
	assert_equal "$(find spool/failed -type f | wc -l)" 12
	assert_exists out/kommunekvoter.tsv
}

@test "where the pipeline is another one, as after an upgrade, it is said whether the figures are the same" {
	forged other '$1 == "pipeline" { gsub(/[0-9a-f]/, "0", $6) } 1'
	run_split kkr verify other --inputs archive
	refused 65 'pipeline refugees: is not the one of this kkr, which is run in its place' \
		'verify: other: manifest.tsv: is not what comes out of the inputs'
	assert_equal "${stderr_lines[-1]}" 'kkr: verify: other: the figures of its tables are the same'
	awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		$at["area"] == "153" { $at["quota"] += 2 } $at["area"] == "155" { $at["name"] = "x" } 1' ok/kommunekvoter.tsv >other/kommunekvoter.tsv
	was=$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $at["area"] == "153" { print $at["quota"] }' ok/kommunekvoter.tsv)
	run_split kkr verify other --inputs archive
	assert_equal "${stderr_lines[-1]}" "kkr: verify: other: kommunekvoter.tsv: area=153: quota was $((was + 2)), and is $was"
	refute_regex "$stderr" 'figures of its tables are the same'
}
