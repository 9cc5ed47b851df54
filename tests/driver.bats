# The driver as cron, CI and colleagues use it: what a run leaves, whatever ends it. tests/kkr.bats has
# the refugee pipeline, tests/hosts.bats several cores and machines.

load common

RUN="kkr run refugees --output out"

# A small pipeline of one's own, which reads exports and writes one table: kkr run ./small.sh.
small() {
	cat >small.sh <<-'END'
		# Small: a table of what came, for the tests
		param unit persons 'what is counted'
		param list '' 'a file, of any kind' file
		param days 7 'a number' number
		records() {
			stage parse kkr-parse --columns dataset,area,period,measure,unit,value -- "$@" |
				stage codes kkr-codes --add region
		}
		pipe() {
			each records "$@" | stage unit awk -F '\t' -v unit="$unit" 'NR == 1 || $5 == unit' >"$out/table.tsv"
		}
		show() {
			cat "$out/table.tsv"
		}
	END
}

# export_of AREA=VALUE...: an export, invented.
export_of() {
	echo '<export xmlns="urn:kkr:export:1" dataset="invented-2025"><fields>'
	echo '<field name="area" type="area"/><field name="period" type="period"/>'
	echo '<field name="measure" type="token"/><field name="unit" type="token"/>'
	echo '<field name="value" type="integer"/></fields>'
	echo '<group period="2025" measure="beds" unit="persons">'
	printf '<record area="%s">%s</record>\n' $(printf '%s ' "$@" | tr '=' ' ')
	echo '</group></export>'
}

# Whole results of one landstal: the quotas of both tables add up to it, and the manifest agrees.
whole_of() {
	local dir
	dir=$(readlink -f out) # followed once, as a reader does
	[ "$(awk -F '\t' 'NR > 1 { n += $NF } END { print n }' "$dir/kommunekvoter.tsv")" = "$1" ] || return 1
	[ "$(awk -F '\t' 'NR > 1 { n += $NF } END { print n }' "$dir/regionskvoter.tsv")" = "$1" ] || return 1
	awk -F '\t' '$1 == "output" { print $6 "  " $2 }' "$dir/manifest.tsv" |
		(cd "$dir" && sha256sum --quiet --status -c)
}

stated_landstal() {
	awk -F '\t' '$1 == "parameter" && $2 == "landstal" { print $3 == "" ? 600 : $3 }' "$1/manifest.tsv"
}

@test "the manifest names every input and output, and what made them" {
	$RUN
	run head -1 out/manifest.tsv
	assert_output "$(rows 'role name value bytes records sha256 set_aside corrected')"
	# What the files are, by other means.
	while IFS='|' read -r role name _ bytes records sum _; do
		case $role in
		input) file=$SAMPLES/refugees/$name counted=$(gzip -dcf "$SAMPLES/refugees/$name" | grep -c '<record ') ;;
		output) file=out/$name counted=$([[ $name != *.tsv ]] || grep -c '' <(tail -n +2 "out/$name")) ;;
		*) continue ;;
		esac
		assert_equal "$name $bytes $records $sum" \
			"$name $(stat -c %s "$file") $counted $(sha256sum <"$file" | cut -c 1-64)"
	done < <(tr '\t' '|' <out/manifest.tsv)
	assert_equal "$(grep -c '^input' out/manifest.tsv) $(grep -c '^output' out/manifest.tsv)" '4 11'
	assert_equal "$(stated_landstal out)" 600
	run grep -c "^kkr${TAB}version${TAB}$(kkr --version | cut -d ' ' -f 2)${TAB}" out/manifest.tsv
	assert_output 1
	run grep -cF -e / -e "$(date +%Y)-" out/manifest.tsv
	assert_output 0
}

@test "two clones, under two users, locales and zones, give the same manifest" {
	id -u nobody >/dev/null && [ "$(id -u)" -eq 0 ] || skip 'no user but this one can be used here'
	localedef -i da_DK -f UTF-8 ./da_DK.UTF-8
	local clone
	for clone in one two/deep; do
		mkdir -p "$clone"
		cp -r "$PREFIX" "$clone/kkr"
		cp -r "$SAMPLES/refugees" "$clone/exports"
	done
	chmod -R a+rX .
	chmod a+rwx two/deep
	local up=$PWD
	while [ "$up" != / ]; do
		chmod a+x "$up"
		up=$(dirname "$up")
	done
	(cd one && LC_ALL=C TZ=UTC kkr/bin/kkr run refugees --output out exports)
	(
		cd two/deep || exit
		setpriv --reuid=nobody --clear-groups env LOCPATH="$BATS_TEST_TMPDIR" LC_ALL=da_DK.UTF-8 \
			TZ=Pacific/Auckland HOME=/nonexistent sh -c 'umask 077; kkr/bin/kkr run refugees --output out exports/*'
	)
	run diff one/out/manifest.tsv two/deep/out/manifest.tsv
	assert_success
	assert_not_equal "$(stat -c %u one/out/manifest.tsv)" "$(stat -c %u two/deep/out/manifest.tsv)"
}

@test "the state tells where, when and by what, of a run that failed too" {
	small
	export_of 101=7 >in.xml
	export_of 101=x 147=2 >bad.xml
	kkr run ./small.sh --output out in.xml
	run grep -c -e "^host${TAB}$(uname -n)" -e "^file${TAB}$PWD/small.sh" -e '^started' -e '^library.*libxml2' \
		-e "^status${TAB}0" .out.state/runs/1/about.tsv
	assert_output 5
	run grep "$PWD/in.xml" .out.state/runs/1/inputs.tsv
	assert_success
	run_split kkr run ./small.sh --output out bad.xml
	refused 65 "kkr-parse: bad.xml:6: value 'x' is not an integer" \
		"kkr: small: stage 'parse' set 1 record aside, 1 in all, and --max-rejects is 0; out is as it was; the log is ./.out.state/runs/2/log"
	run grep -c "^status${TAB}65" .out.state/runs/2/about.tsv
	assert_output 1
	assert_equal "$(cut -f 1-2 .out.state/runs/2/rejects/parse.tsv)" "$(rows 'file line' 'bad.xml 6')"
	run grep -c 'failed with status 65' .out.state/runs/2/log
	assert_output 1
	assert_equal "$(readlink out)" .out.1
}

@test "--max-rejects decides how many records may be set aside" {
	small
	export_of 101=x 147=2 9999=3 >in.xml
	run_split kkr run ./small.sh --output out --max-rejects 1 in.xml
	refused 65 "stage 'parse' set 1 record aside, 2 in all, and --max-rejects is 1; out was not made"
	run_split kkr run ./small.sh --output out --max-rejects=2 in.xml
	assert_success
	assert_equal "$stderr" 'kkr-parse: 1 record set aside: ./.out.state/runs/2/rejects/parse.tsv
kkr-codes: 1 record set aside: ./.out.state/runs/2/rejects/codes.tsv'
	assert_equal "$(awk -F '\t' '$1 == "stage" { print $2, $7 }' out/manifest.tsv)" $'parse 1\ncodes 1\nunit '
	assert_equal "$(wc -l <out/table.tsv)" 2
	run_split kkr verify out --trust-pipeline small.sh
	assert_success
	run_split kkr run ./small.sh --output out in.xml
	assert_failure 65
	assert_equal "$(readlink out)" .out.2
}

@test "records that a pipeline corrects are counted, and its corrections are an input" {
	sed 's/101 København">667.099/101 København">667.098/' "$SAMPLES/refugees/bilag-a.xml" >bilag-a.xml
	rows 'area period measure column old new reason by date' \
		'101 2025-01-01 population value 667098 667099 misprint us 2025-06-01' >corrections.tsv
	run_split kkr run refugees --output out --set landstal=600 --set corrections=corrections.tsv bilag-a.xml "$SAMPLES"/refugees/fam*.gz
	assert_success
	run grep -c -e "^stage${TAB}correct${TAB}kkr-correct${TAB}${TAB}${TAB}${TAB}${TAB}1\$" \
		-e "^parameter${TAB}corrections${TAB}corrections.tsv${TAB}[0-9]*${TAB}1${TAB}[0-9a-f]*${TAB}" out/manifest.tsv
	assert_output 2
	run_split kkr verify out
	assert_success
}

@test "the same again does nothing and says nothing, and --force does it" {
	small
	echo one >list
	export_of 101=7 >in.xml
	kkr run ./small.sh --output out --set list=list in.xml
	run_split kkr run ./small.sh --output out --set list=list in.xml
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	cp in.xml elsewhere.xml
	mkdir sub
	mv elsewhere.xml sub/in.xml
	before=$(stat -c '%n %i %y %z' out out/. out/*)
	kkr run ./small.sh --output out --set list=list sub
	assert_equal "$(stat -c '%n %i %y %z' out out/. out/*)" "$before"
	assert_equal "$(ls .out.state/runs)" 1
	local number=1
	# What is not the same: the file of a parameter, an input's bytes, the pipeline, a result's bytes.
	for change in 'echo two >>list' 'export_of 101=8 >in.xml' 'echo "# more" >>small.sh' \
		'echo >>out/table.tsv' 'rm out/table.tsv' ':'; do
		eval "$change"
		[ "$change" != : ] || set -- --force
		kkr run ./small.sh --output out --set list=list in.xml "$@"
		assert_equal "$(readlink out)" ".out.$((number += 1))"
	done
}

@test "--keep bounds how many versions stay, and is never less than 2" {
	small
	for value in 1 2 3 4 5; do
		export_of 101=$value >in.xml
		kkr run ./small.sh --output out --keep 3 in.xml
	done
	assert_equal "$(ls -d .out.[0-9]*)" $'.out.3\n.out.4\n.out.5'
	mkdir .out.99 .out.x # not ours
	export_of 101=6 >in.xml
	kkr run ./small.sh --output out in.xml
	assert_equal "$(echo .out.[0-9]*)" '.out.5 .out.6 .out.99'
	assert_exists .out.x
	for keep in 1 0 -1 x 2.5 ''; do
		run_split kkr run ./small.sh --output out --keep="$keep" in.xml
		assert_failure 64
	done
}

@test "the state is bounded: the last ten runs, and those of the versions that stand" {
	small
	export_of 101=1 >good.xml
	export_of 101=x >bad.xml
	kkr run ./small.sh --output out good.xml
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
		kkr run ./small.sh --output out bad.xml 2>/dev/null || true
	done
	assert_equal "$(ls .out.state/runs | sort -n | tr '\n' ' ')" '1 5 6 7 8 9 10 11 12 13 14 '
	kkr verify out --trust-pipeline small.sh
}

@test "verify finds a byte flipped in an output, in an input, and in what a parameter names" {
	small
	mkdir in
	export_of 101=7 147=2 >in/a.xml
	export_of 151=4 | gzip -n >in/b.xml.gz
	echo one >list
	kkr run ./small.sh --output out --set list=list in - < <(export_of 153=5)
	run_split kkr verify out --trust-pipeline small.sh
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	flip() {
		printf '%b' "\\x$(printf '%02x' $((0x$(od -An -tx1 -j "$2" -N 1 "$1" | tr -d ' ') ^ 1)))" |
			dd of="$1" bs=1 seek="$2" conv=notrunc status=none
	}
	while read -r file message; do
		flip "$file" 30
		run_split kkr verify out --trust-pipeline small.sh
		refused 65 "kkr: verify: out: $message"
		flip "$file" 30
		kkr verify out --trust-pipeline small.sh
	done <<-END
		out/table.tsv output table.tsv: was changed since it was made
		in/a.xml input a.xml: is there with another content: $PWD/in/a.xml (--inputs DIR says where it is as it was)
		in/b.xml.gz input b.xml.gz: is there with another content: $PWD/in/b.xml.gz (--inputs DIR says where it is as it was)
		out/inputs/standard-input input standard-input: is there with another content: $PWD/.out.1/inputs/standard-input (--inputs DIR says where it is as it was)
		small.sh pipeline small: was changed since: small.sh
	END
	printf 'x' >>list
	run_split kkr verify out --trust-pipeline small.sh
	refused 65 "parameter list: list: is there with another content: $PWD/list"
}

@test "verify finds what has moved in --inputs, by its checksum, and says what is lost" {
	small
	mkdir in
	export_of 101=7 >in/a.xml
	kkr run ./small.sh --output out in
	cp -rL out copy # without its state
	mkdir old
	mv in/a.xml old/renamed.xml
	run_split kkr verify out --trust-pipeline small.sh
	refused 65 "input a.xml: is not found at $PWD/in/a.xml (--inputs DIR says where it is)"
	run_split kkr verify out --inputs old --trust-pipeline small.sh
	assert_success
	cp small.sh old/
	# That its checksum is found is not enough: it runs only where it is trusted.
	run_split kkr verify --inputs=old copy
	refused 65 "pipeline small: is none of kkr's: --trust-pipeline FILE runs the one that made the results"
	run_split kkr verify --inputs=old --trust-pipeline=old/small.sh copy
	assert_success
	touch copy/more.tsv
	run_split kkr verify --inputs=old --trust-pipeline=old/small.sh copy
	refused 65 'output more.tsv: is not in the manifest'
	rm copy/more.tsv copy/table.tsv
	run_split kkr verify --inputs=old --trust-pipeline=old/small.sh copy
	refused 65 'output table.tsv: is missing'
	sed -i 's/^kkr\tversion\t[0-9.]*/kkr\tversion\t0.0.1/' old/../copy/manifest.tsv
	run_split kkr verify --inputs=old --trust-pipeline=old/small.sh copy
	refused 65 "was made by kkr 0.0.1; this is kkr $(kkr -V | cut -d ' ' -f 2)"
	run_split kkr verify nothing
	refused 66 'kkr: verify: nothing: manifest.tsv: cannot be opened'
	run_split kkr verify
	assert_failure 64
}

@test "verify makes the packet and the refugees again, from their samples" {
	kkr run packet --output packet
	run_split kkr verify packet
	assert_success
	assert_equal "$stderr" ''
}

@test "compare says which figures of two results moved, by key; diff is what it was called" {
	kkr run refugees --output a
	kkr run refugees --output b --set landstal=1000
	run_split kkr compare a b
	assert_success
	assert_equal "$stderr" ''
	assert_line --index 0 "$(rows 'file key column name before after change change_pct status')"
	# By the published table and README: 63 and 93 of 600 and 1,000; 100 * 30 / 63 and 100 * 93 / 148.
	assert_line "$(rows 'kommunekvoter.tsv area=101 quota København 63 93 30 47.62 revised')"
	assert_line "$(rows 'regionskvoter.tsv region=084 quota  148 241 93 62.84 revised')"
	refute_line --regexp '.*population.*'
	# As many quotas as awk finds different.
	assert_equal "$(grep -c "^kommunekvoter.tsv${TAB}area=[0-9]*${TAB}quota" <<<"$output")" \
		"$(paste a/kommunekvoter.tsv b/kommunekvoter.tsv | awk -F '\t' 'NR > 1 && $14 != $28' | wc -l)"
	expected=$(awk -F '\t' 'NR == 1 || $3 == "quota"' <<<"$output")
	run_split kkr compare --value quota a b
	assert_output "$expected"
	run_split kkr compare --same a a
	assert_success
	assert_output "$(rows 'file key column name before after change change_pct status')"
	refusals run_split kkr <<-'END'
		64 | compare a                     | two
		66 | compare a nothing             | nothing: cannot be opened
		64 | compare a a/kommunekvoter.tsv | 'a/kommunekvoter.tsv' is no directory
		64 | compare --key area a b        | --key cannot be used with directories
		64 | diff a b                      | diff is called compare now: kkr compare a b
		64 | diff --help                   | diff is called compare now: kkr compare
		64 | help diff                     | diff is called compare now: kkr compare
	END
	run_split kkr-manifest diff a b
	refused 64 'diff is kkr-compare DIR1 DIR2 now'
}

@test "compare of tables with rows that are new and gone, words, and decimals beyond floating point" {
	mkdir a b
	rows 'area year value note' '101 2024 1 x' '101 2025 0.1 x' '147 2025 9 x' >a/t.tsv
	rows 'area year value note' '101 2024 1 y' '101 2025 100000000000000000000.3 x' '151 2025 9 x' >b/t.tsv
	run_split kkr compare a b
	assert_success
	assert_equal "$output" "$(rows 'file key column name before after change change_pct status' \
		't.tsv area=101~year=2024 note  x y   revised' \
		't.tsv area=101~year=2025 value  0.1 100000000000000000000.3 100000000000000000000.2 100000000000000000000200.00 revised' \
		't.tsv area=147~year=2025 note  x    gone' 't.tsv area=147~year=2025 value  9    gone' \
		't.tsv area=151~year=2025 note   x   new' 't.tsv area=151~year=2025 value   9   new')"
}

@test "a directory, a pattern that no shell expanded, and files give the same, in any order" {
	small
	mkdir in
	export_of 101=7 >in/b.xml
	export_of 147=2 | gzip -n >in/a.xml.gz
	echo 'no export' >in/.README
	echo 'no export' >'in/~$b.xml'
	kkr run ./small.sh --output one in
	kkr run ./small.sh --output two 'in/*.xml*'
	kkr run ./small.sh --output three in/b.xml in/a.xml.gz
	assert_equal "$(cat one/manifest.tsv)" "$(cat two/manifest.tsv)"
	assert_equal "$(cat one/manifest.tsv)" "$(cat three/manifest.tsv)"
	assert_equal "$(cut -f 2,6 one/table.tsv)" "$(rows 'area value' '147 2' '101 7')"
	mkdir empty
	refusals run_split kkr run ./small.sh --output four <<-'END'
		66 | empty      | empty: this directory has no file that could be taken
		66 | 'in/*.csv' | in/*.csv: no file has such a name
		64 |            | no FILE is named, and the pipeline has no samples
	END
}

@test "standard input and pipes are kept with the result" {
	small
	export_of 101=7 >a
	export_of 147=2 >b
	kkr run ./small.sh --output out - <(cat b) <a
	assert_equal "$(cat out/inputs/standard-input)" "$(cat a)"
	assert_equal "$(cat out/inputs/pipe-1)" "$(cat b)"
	run_split kkr verify out --trust-pipeline small.sh
	assert_success
	run_split kkr run ./small.sh --output bad - < <(export_of 101=x)
	refused 65 "kkr-parse: standard input:6: value 'x'"
}

@test "an input that is written to while it is read fails the run" {
	small
	export_of 101=7 >in.xml
	sed -i 's/^pipe() {/&\n\tstage more sh -c "echo >>in.xml"/' small.sh
	run_split kkr run ./small.sh --output out in.xml
	refused 75 'kkr: small: in.xml: this input was written to while it was read; out was not made'
}

@test "a spool: what has arrived whole is taken, and sorted by what came of it" {
	small
	mkdir spool
	run_split kkr run ./small.sh --output out --spool spool
	assert_success
	assert_not_exists out
	export_of 101=7 >spool/a.xml
	export_of 147=2 | gzip -n >spool/b.xml.gz
	export_of 151=2 | head -c 300 >spool/coming.xml || [ $? = 141 ]
	export_of 151=2 >spool/coming.xml.part
	export_of 151=2 >spool/.hidden.xml
	export_of 151=2 | tee spool/open.xml >/dev/null
	exec 5>>spool/open.xml
	run_split kkr run ./small.sh --output out --spool spool 5>&-
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(cut -f 2 out/table.tsv)" $'area\n101\n147'
	assert_equal "$(ls spool/done)" $'a.xml\nb.xml.gz'
	assert_equal "$(ls -A spool)" $'.hidden.xml\n.kkr.lock\ncoming.xml\ncoming.xml.part\ndone\nfailed\nopen.xml'
	exec 5>&-
	run_split kkr verify out --trust-pipeline small.sh # from done/
	assert_success
	# Closed, it has arrived; a name that is taken already takes nothing away.
	mv spool/open.xml spool/a.xml
	run_split kkr run ./small.sh --output out --spool spool
	assert_success
	assert_equal "$(ls spool/done)" $'a.xml\na.xml.1\nb.xml.gz'
	run diff spool/done/a.xml <(export_of 101=7)
	assert_success
}

@test "a spool: what is bad goes to failed/ with the reason, and what is good goes on" {
	small
	mkdir spool
	export_of 101=7 >spool/a.xml
	echo '<a/>' >spool/other.xml
	export_of 151=2 | head -c 300 >spool/cut.xml || [ $? = 141 ]
	touch -d '1 hour ago' spool/cut.xml # nothing comes any more
	run_split kkr run ./small.sh --output out --spool spool
	refused 65 'kkr-parse: spool/other.xml:1: the root element' 'kkr-parse: spool/cut.xml:' 'is cut short' \
		'kkr: small: not all of what arrived can be read; see spool/failed'
	assert_exists spool/done/a.xml
	assert_equal "$(ls spool/failed)" $'cut.xml\ncut.xml.reason\nother.xml\nother.xml.reason'
	run grep -c 'is cut short' spool/failed/cut.xml.reason
	assert_output 1
	# The run fails by the data: its files have failed. DIR is as it was.
	export_of 101=x >spool/x.xml
	run_split kkr run ./small.sh --output out --spool spool
	refused 65 "kkr-parse: spool/x.xml:6: value 'x'" 'out is as it was'
	assert_exists spool/failed/x.xml
	run grep -c "value 'x'" spool/failed/x.xml.reason
	assert_output 1
	# What cannot be read at all has not failed: it stays.
	ln -s /proc/self/mem spool/mem.xml
	run_split kkr run ./small.sh --output out --spool spool
	refused 65
	assert_equal "$stderr" 'kkr-read: spool/mem.xml: cannot be read: Input/output error
kkr: small: not all of what arrived can be read; it stays where it is'
	rm spool/mem.xml
	# It fails by something else: they stay.
	export_of 101=9 >spool/y.xml
	sed -i 's/^pipe() {/&\n\tstage full sh -c "exit 74"/' small.sh
	run_split kkr run ./small.sh --output out --spool spool
	assert_failure 74
	assert_exists spool/y.xml
	run_split kkr run ./small.sh --output out --spool spool spool/y.xml
	assert_failure 64
}

@test "a spool: many files are read in few runs, wherever the bad ones stand" {
	small
	mkdir spool
	for i in {100..160}; do
		export_of "101=$i" >"spool/$i.xml"
	done
	for i in 100 130 131 160; do
		echo '<a/>' >"spool/$i.xml"
	done
	export_of 151=2 | head -c 300 >spool/120.xml || [ $? = 141 ]
	# What has other fields is as good as the others.
	sed -i 's/<field name="value"/<field name="note" type="text"\/>&/; s/area="101"/& note="n"/' spool/125.xml
	run_split traced -f -qq -o calls -e trace=execve kkr run ./small.sh --output out --spool spool
	refused 65 'kkr-parse: spool/100.xml:1: the root element' 'spool/160.xml:1: ' 'see spool/failed'
	assert_equal "$(tail -n +2 out/table.tsv | wc -l)" 56
	assert_equal "$(ls spool/done | wc -l)" 56
	assert_equal "$(ls spool/failed | grep -v reason)" $'100.xml\n130.xml\n131.xml\n160.xml'
	assert_exists spool/120.xml
	# Twice for each that is bad or coming, and once in the run.
	assert_equal "$(grep -c '\["kkr-parse", ' calls)" 11
}

@test "a spool writes over nothing, beside what failed either" {
	small
	mkdir -p spool/failed
	echo mine >kept
	ln -s "$PWD/kept" spool/failed/zz.xml.reason
	echo theirs >spool/failed/yy.xml.reason
	echo '<a/>' >spool/zz.xml
	echo '<a/>' >spool/yy.xml
	export_of 101=7 >'spool/$(a) b.xml'
	run_split kkr run ./small.sh --output out --spool spool
	assert_failure 65
	assert_equal "$(cat kept) $(cat spool/failed/yy.xml.reason)" 'mine theirs'
	assert_exists 'spool/done/$(a) b.xml'
	run grep -c 'the root element' spool/failed/zz.xml.1.reason spool/failed/yy.xml.1.reason
	assert_output $'spool/failed/zz.xml.1.reason:1\nspool/failed/yy.xml.1.reason:1'
}

@test "a run in a directory whose name awk would read otherwise, with results of such a name, is verified" {
	mkdir -p 'c\td/x.tsvs'
	cd 'c\td'
	small
	export_of 101=7 >x.tsvs/in.xml
	run_split kkr run ./small.sh --output 'o\tx' x.tsvs/in.xml
	assert_success
	assert_equal "$(awk -F '\t' '$1 == "input" { print $5 }' 'o\tx/manifest.tsv')" 1
	run_split kkr verify 'o\tx' --trust-pipeline small.sh
	assert_equal "$stderr" ''
	assert_success
	mkdir -p "$BATS_TEST_TMPDIR/elsewhere/o"
	run_split env CDPATH="$BATS_TEST_TMPDIR/elsewhere" kkr verify 'o\tx' --trust-pipeline small.sh
	assert_success
}

@test "a pipeline that prints while it is read is verified, and has its own directory when it is trusted" {
	small
	echo 'echo hello' >>small.sh
	echo '. "$here/more.sh"' >>small.sh
	export_of 101=7 >in.xml
	# Be it a link to where the pipelines of today are.
	mkdir today
	mv small.sh today/small-2.sh
	ln -s today/small-2.sh small.sh
	: >more.sh
	kkr run ./small.sh --output out in.xml
	run_split kkr verify out --trust-pipeline small.sh
	assert_success
	assert_equal "$stderr" ''
}

@test "a stage of kkr's name is refused, and so is an output where kkr keeps inputs" {
	small
	export_of 101=7 >in.xml
	sed 's/stage unit/stage parallel/' small.sh >other.sh
	run_split kkr run ./other.sh --output out in.xml
	refused 78 "the stage 'parallel' is one of kkr; name yours otherwise"
	sed 's/^pipe() {/&\n\tmkdir -p "$out\/inputs"\n\tstage list touch "$out\/inputs\/list"/' small.sh >other.sh
	run_split kkr run ./other.sh --output out in.xml
	refused 70 'inputs/: an output is in it, where kkr keeps inputs with the result'
	export_of 147=2 | kkr run ./small.sh --output out - in.xml <(export_of 151=3)
	kkr verify out --trust-pipeline small.sh
}

@test "a pipeline of one's own is begun by kkr new, and runs as those of kkr do" {
	run_split kkr new mine
	assert_success
	assert_output ''
	sed 's/beds/population/' <(export_of 101=7 147=2 751=5) >in.xml
	run_split kkr run ./mine.sh --output out in.xml
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(cut -f 1,3,5 out/kpi.tsv)" "$(rows 'kpi region value' 'population * 14' 'population 082 5' 'population 084 9')"
	run_split kkr verify out --trust-pipeline mine.sh
	assert_success
	run_split kkr new mine
	refused 73 'mine.sh: is there already'
	for name in '' 'a b' -x A; do
		run_split kkr new "$name"
		assert_failure 64
	done
	run shellcheck mine.sh
	assert_success
}

@test "kkr help lists a pipeline's parameters, and shows its pipe as it stands" {
	small
	run_split kkr help ./small.sh
	assert_success
	assert_line --index 0 'small: Small: a table of what came, for the tests'
	assert_line --regexp '^unit +persons +text +what is counted$'
	assert_line --regexp '^days +7 +number +a number$'
	run diff <(sed -n '/^pipe() {/,/^}/p' small.sh) <(tail -n 3 <<<"$output")
	assert_success
	run_split kkr help refugees
	assert_line --regexp '^landstal +landstal +how many to share out, if not as announced; .*$'
	run_split kkr help
	assert_line --index 0 'usage: kkr list'
	run_split kkr help nothing
	assert_failure 64
}

@test "where the tools fail by which kkr finds itself, lists councils and counts runs, that is told, and no value is blamed" {
	local way
	small
	export_of 101=1 >in.xml
	kkr run ./small.sh --output out in.xml
	mkdir broken
	# They fail, or are killed, of which sh would have a line of its own.
	for way in 'echo fault >&2; exit 1' 'kill -KILL $$'; do
		printf '#!/bin/sh\n%s\n' "$way" >broken/awk
		chmod +x broken/awk
		PATH=$PWD/broken:$PATH run_split kkr run refugees --set kkr='KKR Hovedstaden' --output other
		assert_equal "$status $stderr" '70 kkr: refugees: kkr: the councils cannot be listed'
		mv broken/awk broken/readlink
		PATH=$PWD/broken:$PATH run_split kkr list
		assert_equal "$status $stderr" '70 kkr: where kkr stands cannot be told, since readlink failed'
		sed -i "2s|^|[ \"\$1\" = -f ] \&\& exec $(command -v readlink) \"\$@\"\\n|" broken/readlink
		PATH=$PWD/broken:$PATH run_split kkr run ./small.sh --output out in.xml
		assert_equal "$status $stderr" '74 kkr: out: cannot be looked at, since readlink failed'
		mv broken/readlink broken/sort
		sed -i 2d broken/sort
		PATH=$PWD/broken:$PATH run_split kkr run ./small.sh --output out in.xml
		assert_equal "$status $stderr" '70 kkr: out: the next run cannot be numbered, since sort or tail failed'
		rm broken/sort
	done
}

@test "parameters are checked by their kinds" {
	small
	export_of 101=7 >in.xml
	run_split kkr run ./small.sh --output out --set days=x in.xml
	refused 64 "small: days: 'x' is not a whole number, of digits alone (a number)"
	for days in '' -1 1.0 1e3 ' 1' ¹; do
		run_split kkr run ./small.sh --output out --set days="$days" in.xml
		refused 64 "small: days: '$days' is not a whole number"
	done
	refusals run_split kkr run <<-'END'
		64 | ./small.sh --output out --set days=07 in.xml | small: days: '07' has a needless 0 in front
		66 | ./small.sh --output out --set list=missing in.xml | small: list: missing cannot be opened
		64 | refugees --output out --set as_of=tomorrow | refugees: as_of: 'tomorrow' is not a period
	END
	for as_of in 20 2025-13 2025-00 2025-13-01 2025-W54 2025-W00 2025-1 2025-01-32 2025-01-00 2025-H3 2025-Q0 2025-; do
		run_split kkr run refugees --output out --set as_of="$as_of"
		refused 64 "refugees: as_of: '$as_of' is not a period"
	done
	run_split kkr run refugees --output out --set kkr='KKR Østdanmark'
	refused 64 "refugees: kkr: there is no 'KKR Østdanmark'; there are KKR Hovedstaden, KKR Sjælland, "
	run_split kkr run refugees --output out --set lang=de
	refused 64 "refugees: lang: 'de' is no language of a report; there are da and en"
	run_split kkr run ./small.sh --output out --set week=1 in.xml
	refused 64 "small has no parameter 'week'; it has: unit list days"
	assert_not_exists out
}

@test "a pipeline that is none, or declares what it may not, fails before anything runs" {
	export_of 101=7 >in.xml
	while IFS='|' read -r edit message; do
		small
		sed -i "$edit" small.sh
		run_split kkr run ./small.sh --output out in.xml
		refused 78 "small.sh: $message"
		assert_not_exists out
		assert_not_exists .out.state
	done <<-'END'
		s/^pipe()/pip()/|there is no function pipe
		s/param days/param unit/|the parameter 'unit' is declared twice
		s/param days/param out/|'out' is no name for a parameter
		s/a number' number/a number' integer/|the parameter 'days' is of no kind 'integer'
		s/^show() {/show() (/|is no sh
		s/^show() {/note() {/|the function 'note' is one of kkr or sh; name yours otherwise
	END
	for pipeline in bin/pipelines/refugees.sh; do
		run_split kkr run "$ROOT/$pipeline" --output own
		assert_success
	done
}

@test "a pipeline with an unknown name, stage or command fails before there is a result" {
	export_of 101=7 >in.xml
	# So many that they are two parts.
	mkdir in
	for i in {100..163}; do
		cp in.xml "in/$i.xml"
	done
	while IFS='|' read -r edit message; do
		small
		sed -i "$edit" small.sh
		for jobs in '' '--jobs 2 in'; do
			# What is wrong with what parts do, with what is around them, or with both together, is found alike.
			case $jobs$edit in
			s/* | *unti* | *coeds* | *'$dataset'* | *'/stage codes/'* | *'parse true'*) ;;
			*) continue ;;
			esac
			# shellcheck disable=SC2086 # words
			run_split kkr run ./small.sh --output out in.xml $jobs
			refused 78 "kkr: small: " "small.sh: $message" '; out was not made; the log is '
			assert_not_exists out
		done
	done <<-'END'
		s/="\$unit"/="$unti"/|that was said outside its stages; its parameters are: unit list days
		s/columns dataset/columns $dataset/|that was said outside its stages; its parameters are: unit list days
		s/^pipe() {/&\n\tx=$(stage day echo "$day")/|that was said outside its stages; its parameters are: unit list days
		s/kkr-codes/kkr-coeds/|stage 'codes': there is no command 'kkr-coeds'
		s/stage unit awk/stage unit "$unit"/|stage 'unit': there is no command 'persons'
		s/stage unit/stage codes/|the stage 'codes' stands twice
		s/^pipe() {/&\n\tstage parse true/|the stage 'parse' stands twice
		s/stage unit/stage Unit/|'Unit' is no name for a stage (a-z, 0-9 and _)
		s/stage unit/stage ""/|'' is no name for a stage (a-z, 0-9 and _)
		s/stage [a-z]* /env /|there is no stage in it
	END
	# Which name it is, sh says.
	small
	sed -i 's/="\$unit"/="$unti"/' small.sh
	run_split kkr run ./small.sh --output out in.xml
	refused 78 'unti'
}

@test "the stage to blame is the first that ended with a failure of its own" {
	small
	export_of 101=7 >in.xml
	while IFS='~' read -r pipe blamed; do
		sed "s#each records .*#$pipe#" small.sh >other.sh
		run_split kkr run ./other.sh --output out in.xml
		refused 65 "kkr: other: stage '$blamed' failed with status 65; out was not made"
	done <<-'END'
		stage a sh -c 'exit 65' | stage b sh -c 'cat; exit 66' | stage c sh -c 'cat; exit 67' >"$out/t"~a
		stage a sh -c 'yes; exit 66' | stage b sh -c 'cat; exit 66' | stage c sh -c 'exit 65'~c
		stage a sh -c 'sleep 0.3; exit 65' | stage b cat >"$out/t"; stage c sh -c 'exit 66'~a
		stage a sh -c 'exit 65' | stage b sh -c 'cat; kill -PIPE $$'~a
	END
	# One that lost its reader is blamed where nothing else failed; the others that ran are known.
	sed "s#each records .*#stage a yes | stage b head -n 1 >\"\$out/t\"#" small.sh >other.sh
	run_split kkr run ./other.sh --output out in.xml
	refused 70 "kkr: other: stage 'a' failed with status 141"
	assert_equal "$(cut -f 1-3 .out.state/runs/1/stages.tsv)" "$(rows 'stage program status' 'b head 0' 'a yes 141')"
}

@test "a pipeline runs another one within it, on records of its own" {
	small
	export_of 101=7 147=2 >in.xml
	cat >both.sh <<-'END'
		# Both: the small pipeline twice
		param days 7 'a number' number
		pipe() {
			stage read kkr-read "$@" >"$tmp/all.tsv"
			topic "$here/small.sh" --set unit=persons --set days="$days" "$tmp/all.tsv"
			topic "$here/other-name.sh" --set unit=beds "$tmp/all.tsv"
			stage last cp "$out/small/table.tsv" "$out/table.tsv"
		}
	END
	sed -i 's/kkr-parse/kkr-read/' small.sh # which reads an export and records alike
	cp small.sh other-name.sh
	kkr run ./small.sh --output alone in.xml
	run_split kkr run ./both.sh --output out in.xml
	assert_success
	assert_equal "$stderr" ''
	run diff alone/table.tsv out/small/table.tsv
	assert_success
	run diff alone/table.tsv out/table.tsv
	assert_success
	assert_equal "$(cat out/other-name/table.tsv)" "$(head -1 alone/table.tsv)"
	assert_equal "$(awk -F '\t' '$1 == "stage" { print $2 }' out/manifest.tsv | tr '\n' ' ')" \
		'read small_parse small_codes small_unit other_name_parse other_name_codes other_name_unit last '
	# What is wrong with it fails the run.
	run_split kkr run ./both.sh --output out --set days=8 in.xml
	assert_success
	sed -i 's/--set unit=beds/--set unti=beds/' both.sh
	run_split kkr run ./both.sh --output out in.xml
	refused 78 "other-name has no parameter 'unti'; it has: unit list days"
	sed -i 's/stage unit/stage nuit/; s/stage codes/stage nuit/' other-name.sh
	sed -i 's/--set unti=beds/--set unit=beds/' both.sh
	run_split kkr run ./both.sh --output out in.xml
	refused 78 "other-name.sh: the stage 'other_name_nuit' stands twice"
	rm other-name.sh
	run_split kkr run ./both.sh --output out in.xml
	refused 78 'other-name.sh: there is no such pipeline, or it cannot be read'
}

@test "one run at a time: another is refused with 75, or waits" {
	small
	export_of 101=7 >in.xml
	mkfifo gate
	sed -i 's/^pipe() {/&\n\tstage gate cat gate >\/dev\/null/' small.sh
	kkr run ./small.sh --output out in.xml &
	first=$!
	until [ -e .out.state/runs/1/stages/gate.err ]; do sleep 0.1; done
	run_split kkr run ./small.sh --output out in.xml
	refused 75 'kkr: out: another run is under way (--wait SECONDS waits for it)'
	kkr run ./small.sh --output out --wait 60 --timeout 1 in.xml 2>said &
	timed=$!
	run_split kkr run ./small.sh --output out --wait 1 in.xml
	refused 75 'for the 1 seconds of --wait'
	status=0
	wait "$timed" || status=$?
	assert_equal "$status $(cat said)" '75 kkr: small: took longer than the 1 seconds of --timeout'
	run_split kkr run refugees --output other # another DIR is no matter
	assert_success
	kkr run ./small.sh --output out --wait 60 in.xml &
	second=$!
	echo open >gate
	wait "$first"
	wait "$second" # it finds what the first has made
	assert_equal "$(readlink out)" .out.1
}

@test "the lock is held as long as a stage lives, though the driver was killed" {
	small
	export_of 101=7 >in.xml
	mkfifo gate
	cp small.sh plain.sh
	sed -i 's/^pipe() {/&\n\tstage gate cat gate >\/dev\/null/' small.sh
	kkr run ./small.sh --output out in.xml 3>&- &
	until [ -e .out.state/runs/1/stages/gate.err ]; do sleep 0.1; done
	kill -KILL $!
	wait $! || true
	run_split kkr run ./plain.sh --output out in.xml
	assert_failure 75
	echo open >gate
	run_split kkr run ./plain.sh --output out --wait 60 in.xml
	assert_success
	assert_equal "$(readlink out)" .out.2
	assert_not_exists .out.state/runs/1/stages
	run grep -c 'ended without a word' .out.state/runs/1/log
	assert_output 1
}

@test "--timeout ends a run and its stages" {
	small
	export_of 101=7 >in.xml
	sed -i 's/^pipe() {/&\n\tstage slow sleep 600/' small.sh
	run_split kkr run ./small.sh --output out --timeout 1 in.xml
	refused 75 'kkr: small: took longer than the 1 seconds of --timeout; out was not made; the log is'
	run flock -n .out.state/lock true # no stage is left
	assert_success
	assert_not_exists .out.state/runs/1/stages
	run_split kkr run ./small.sh --output out --timeout=600 in.xml --timeout 0
	assert_failure 64
}

@test "twenty runs at once leave one whole result" {
	local run
	for run in $(seq 20); do
		kkr run refugees --output out --set landstal=$((run * 100)) --wait $((run % 2 * 100)) 2>"said.$run" &
	done
	wait
	run whole_of "$(stated_landstal out)"
	assert_success
	run cat said.*
	refute_line --regexp '(stage|cannot|failed)'
	assert_equal "$(find . -maxdepth 1 -name '.out.*[0-9]' | wc -l)" 2
	run find .out.state -name stages
	assert_output ''
}

@test "each stage of the refugee pipeline made to fail in turn fails the run, and is blamed" {
	$RUN
	local stages
	stages=$(awk -F '\t' '$1 == "stage" { print $2 }' out/manifest.tsv)
	assert_equal "$(wc -w <<<"$stages")" 38
	# Its stages that the driver has, too, under names of their own.
	{ cat "$PREFIX/share/kkr/pipelines/refugees.sh" &&
		sed -n '/^quota_\(edition\|results\|figures\|pictures\|pages\)() {/,/^}/p' "$PREFIX/share/kkr/driver/pages.sh"; } |
		sed 's/^\(\t\?\)quota_\(edition\|results\|figures\|pictures\|pages\)/\1own_\2/
			s#edition_says \([a-z_]*\) \([a-z]*\)#stage \1_\2 kkr-select --where kind=\1 --columns \2 "$tmp/edition.tsv" | tail -n +2#g' >whole.sh
	# All, or of every three one.
	for stage in $(awk -v every="$(sample 1 3)" '(NR - 1) % every == 0' <<<"$stages"); do
		sed "s#\(^\|[^a-z_]\)stage $stage [a-z_-]*#\1stage $stage $BATS_TEST_TMPDIR/fails#" whole.sh >refugees.sh
		printf '#!/bin/sh\ncat >/dev/null 2>&1 </dev/null\necho broken >&2\nexit 65\n' >fails
		chmod +x fails
		run_split kkr run ./refugees.sh --output out "$SAMPLES/refugees"
		refused 65 "kkr: refugees: stage '$stage' failed with status 65; out is as it was"
	done
	assert_equal "$(readlink out)" .out.1
	whole_of 600
}

@test "kills, wherever they fall, leave whole results each time" {
	local kills=$(sample 100 16)
	kkr run refugees --output out --set landstal=600
	local began took n moment landstal next stages inside=0
	stages=($(awk -F '\t' '$1 == "stage" { print $2 }' out/manifest.tsv))
	# A reader, all the while: what it sees once it has followed DIR is whole.
	(
		until [ -e stop ]; do
			dir=$(readlink -f out)
			landstal=$(stated_landstal "$dir")
			sum=$(awk -F '\t' 'NR > 1 { n += $NF } END { print n }' "$dir/kommunekvoter.tsv")
			# Two versions on, it may have been removed under the reader: the fault would be to see another sum.
			[ -e "$dir/manifest.tsv" ] || continue
			[ "$landstal" = "$sum" ] || echo "$dir: $landstal, $sum" >>torn
			echo >>read
			sleep 0.02 # the processors are for the runs
		done
	) 2>/dev/null 3>&- &
	reader=$!
	# How long a run takes here, in milliseconds, with the reader beside it.
	began=$(date +%s%N)
	kkr run refugees --output out --set landstal=700
	took=$((($(date +%s%N) - began) / 1000000))
	RANDOM=23108 # the seed
	for n in $(seq "$kills"); do
		landstal=$((n % 2 ? 800 : 900))
		next=$(($(ls .out.state/runs | sort -n | tail -n 1) + 1))
		setsid "$PREFIX/bin/kkr" run refugees -o out -s landstal=$landstal --force --wait 60 2>/dev/null 3>&- &
		run_pid=$!
		if [ $((n % 2)) -eq 0 ]; then
			# When a stage has begun, which one by chance: however fast or slow the machine is.
			moment=${stages[RANDOM % ${#stages[@]}]}
			until [ -e ".out.state/runs/$next/stages/$moment.err" ] || ! kill -0 "$run_pid" 2>/dev/null; do sleep 0.005; done
		else
			# Over the whole length of a run, and somewhat beyond.
			moment=$((took * n * 10 / (kills * 9) + RANDOM % (took / 50 + 1)))
			sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
		fi
		kill -KILL -- "-$run_pid" 2>/dev/null || true
		wait "$run_pid" 2>/dev/null || true
		# Where it fell: a stage had begun, and nothing had been put in place.
		[ ! -e ".out.state/runs/$next/stages/read.err" ] || [ "$(readlink out)" = ".out.$next" ] ||
			inside=$((inside + 1))
		whole_of "$(stated_landstal out)" || fail "kill $n at $moment: not whole"
	done
	touch stop
	wait "$reader"
	assert_not_exists torn
	[ "$(wc -l <read)" -ge "$kills" ]
	echo "# $inside of $kills kills fell between the first stage and the placing; a run takes $took ms" >&3
	[ "$inside" -ge $((kills * 3 / 10)) ]
	# The next run clears what they have left.
	kkr run refugees --output out --set landstal=1000 --wait 60
	whole_of 1000
	run find .out.state -name stages -o -name trash
	assert_output ''
	assert_equal "$(find . -maxdepth 1 -name '.out.*[0-9]' -type d | wc -l)" 2
	assert [ "$(ls .out.state/runs | wc -l)" -le 12 ]
}

# Runs in a disk of 2 MB, full at another point each time, and asserts that results stay whole.
full_disk() {
	cd disk || exit
	kkr run refugees --output out
	for free in 4 8 12 16 24 32 48 64 96 128 192; do
		rm -f filler
		dd if=/dev/zero of=filler bs=1024 status=none 2>/dev/null || true
		size=$(($(stat -c %s filler) - free * 1024))
		[ "$size" -le 0 ] || truncate -s "$size" filler
		status=0
		kkr run refugees --output out --set landstal=$((1000 + free)) 2>message || status=$?
		whole_of "$(stated_landstal out)" || exit 1
		echo "$free $status" >>../statuses
	done
}

# Runs where no file may grow beyond a few blocks, as the table of the quotas does.
small_files() {
	kkr run refugees --output out
	for blocks in 0 1 2 4 8 16; do
		# What is said goes into a pipe: a file may not grow either.
		run bash -c "(ulimit -f $blocks && kkr run refugees --output out --set landstal=$((1000 + blocks))) 2>&1 | cat
			exit \${PIPESTATUS[0]}"
		assert [ "$status" -ge 64 ]
		assert [ "$status" -le 78 ]
		# Where what is noted of a run may not be, it cannot begin. That may be of more than a block, or of
		# less: paths stand in it.
		case $blocks in
		0) assert_output --partial '/runs/2: cannot be written' ;;
		1) assert_output --regexp '/runs/3: cannot be written|; out is as it was; the log is ' ;;
		*) assert_output --partial '; out is as it was; the log is ' ;;
		esac
		whole_of 600
	done
}

@test "where files may not grow, a run fails with a message, and leaves the results whole" {
	small_files
}

@test "a full disk leaves the results whole" {
	mkdir disk
	export -f full_disk whole_of stated_landstal
	# Where no disk may be made so small, files that may not grow are the next best.
	unshare --mount --map-root-user mount -t tmpfs -o size=2m none disk 2>/dev/null || {
		small_files
		return
	}
	unshare --mount --map-root-user bash -c 'mount -t tmpfs -o size=2m none disk && full_disk'
	cat statuses
	# It was too small for some, and they failed.
	run awk '$2 != 0' statuses
	assert_output
	run awk '$2 != 0 && ($2 < 64 || $2 > 78)' statuses
	assert_output ''
}

@test "a spool is no directory of results, and its name is one line" {
	small
	mkdir spool
	export_of 101=7 >spool/a.xml
	run_split kkr run ./small.sh --output ./spool/ --spool spool
	assert_failure 73
	run_split kkr run ./small.sh --output out spool/a.xml
	assert_success
	run_split kkr run ./small.sh --output out --spool ./out
	refused 64 './out: is the directory of the results'
	assert_exists out/manifest.tsv
	run_split kkr run ./small.sh --output out --spool $'sp\nool'
	refused 64 '--spool: a name is one line, without control characters'
}

@test "a file that cannot be moved out of a spool ends the run with 73, and stays" {
	small
	mkdir spool
	ln -s /proc spool/done
	export_of 101=7 >spool/a.xml
	run_split kkr run ./small.sh --output out --spool spool
	assert_failure 73
	[[ $stderr == *'spool/a.xml: cannot be moved to /proc: '* ]]
	[[ $stderr == *'kkr: small: not all of what was taken has left spool'* ]]
	assert_exists spool/a.xml
	assert_exists out/manifest.tsv
}

@test "what sh and its tools say of a broken place reaches nobody: there is a sentence, and a status" {
	local line='kkr: no directory for temporary files can be made'
	small
	export_of 101=7 >in.xml
	kkr run ./small.sh --output out in.xml
	TMPDIR=/nonexistent run_split kkr verify out
	refused 73
	assert_equal "$stderr" "$line"
	mkdir $'t\nx'
	TMPDIR=$PWD/$'t\nx' run_split kkr verify out --trust-pipeline small.sh
	refused 73
	assert_equal "$stderr" 'kkr: TMPDIR: a name is one line, without control characters'
	run_split bash -c 'umask 777; exec kkr run ./small.sh --output masked in.xml' # what is made must be read again
	assert_success
	assert_equal "$(stat -L -c %A masked masked/table.tsv)" $'drwx------\n-rw-------'
	printf '# gone: x\npipe() {\n\tstage gone rm -rf "$tmp" "$out"\n\tcat "$tmp/x" >"$tmp/y"\n}\n' >gone.sh
	run_split kkr run ./gone.sh --output two in.xml
	refused 74 'stages: was removed while the run was under way; two was not made; the log is '
	assert_equal "${#stderr_lines[@]}" 1
	KKR_AGAIN=yes run_split kkr run ./gone.sh --output two in.xml # for kkr verify, which keeps no log
	refused 74
	assert_regex "$stderr" 'was removed while the run was under way$'
	assert_equal "${#stderr_lines[@]}" 1
	bash -c 'kkr run ./small.sh --output three in.xml 2>&-'
	assert_equal "$(cat three/manifest.tsv)" "$(cat out/manifest.tsv)"
	run_split env -i PATH=/nonexistent "$(command -v kkr)" run ./small.sh --output four in.xml
	assert_success
	assert_equal "$stderr" ''
	printf '# p: x\ncolumns=$colums\npipe() {\n\tstage a true\n}\n' >p.sh
	run_split kkr help ./p.sh
	refused 78
	assert_equal "$stderr" "kkr: $PWD/p.sh: cannot be run: colums: parameter not set"
	run_split kkr run $'x\xff\xe2\x80\xae'
	refused 64
	assert_equal "${stderr_lines[0]}" $'kkr: \'x\xef\xbf\xbd\\u202E\' is no name of a pipeline; kkr list names them'
	local files
	for files in 12 23; do
		run_split bash -c "ulimit -n $files; exec kkr run ./small.sh --output four in.xml"
		refused 71
		assert_equal "$stderr" 'kkr: fewer than 24 files may be open at once here: raise ulimit -n'
	done
	mkdir left
	pushd left
	rmdir ../left
	run_split kkr run "$OLDPWD/small.sh" --output "$OLDPWD/five" "$OLDPWD/in.xml"
	assert_success
	# sh itself speaks of the directory before its first line; nothing else is said.
	assert_equal "$(grep -v 'getcwd() failed' <<<"$stderr")" ''
	run_split kkr new own
	refused 73
	assert_equal "$(grep -v 'getcwd() failed' <<<"$stderr")" 'kkr: own.sh: cannot be written'
	popd
	assert_equal "$(kkr list 2>&1 >/dev/full)" 'kkr: standard output: cannot be written'
}
