# The driver and the refugee pipeline.

load common

# Beside the results stand the versions that are kept, and the state, in which no run is under way.
assert_tidy() {
	run find . -maxdepth 1 -name '.out*' ! -name .out.state ! -name '.out.[0-9]*'
	assert_output ''
	run find .out.state -name stages -o -name trash
	assert_output ''
	assert [ "$(find . -maxdepth 1 -name '.out.[0-9]*' | wc -l)" -le 2 ]
	[ ! -L out ] || assert_file_exists "$(readlink out)/manifest.tsv"
}

@test "the samples give the published table: 98 municipalities and 5 regions" {
	refugees
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	awk -F '\t' 'NR > 1 { print $1, $NF }' out/kommunekvoter.tsv >quotas
	published >expected
	assert_equal "$(wc -l <expected)" 98
	run diff expected quotas
	assert_success
	assert_tidy
	# The workbook has the same, as figures, below headings in words.
	kkr-table --sheet Kommuner out/kvoter.xlsx >sheet.tsv
	diff <(cut -f 1,14 out/kommunekvoter.tsv | tail -n +2) <(kkr-select --columns kode,beregnet_kvote sheet.tsv | tail -n +2)
	assert_equal "$(head -n 1 sheet.tsv | cut -f 1-4)" "kode${TAB}kommune${TAB}region${TAB}folketal"
	kkr-table --sheet Sammenligning out/kvoter.xlsx | cut -f 3 | sort | uniq -c | tr -s ' ' >levels
	assert_equal "$(paste -sd, levels)" ' 1 hele landet, 98 kommune, 1 niveau, 5 region'
	kkr-table --list-sheets out/kvoter.xlsx | cut -f 2 >sheets
	assert_equal "$(paste -sd ' ' sheets)" 'name Kommuner Regioner Sammenligning Nøgletal Bemærkninger'
}

@test "the regional quotas are those of the agency's letter" {
	refugees
	assert_equal "$(cat out/regionskvoter.tsv)" "region${TAB}region_name${TAB}quota
081${TAB}Region Nordjylland${TAB}82
082${TAB}Region Midtjylland${TAB}133
083${TAB}Region Syddanmark${TAB}114
084${TAB}Region Hovedstaden${TAB}148
085${TAB}Region Sjælland${TAB}123"
}

@test "a municipality's row has its name, its region and every figure of the allocation" {
	refugees
	run head -1 out/kommunekvoter.tsv
	assert_output "area${TAB}dataset${TAB}unit${TAB}name${TAB}region${TAB}region_name${TAB}population${TAB}non_western_nationals${TAB}family_reunified${TAB}share${TAB}gross${TAB}net${TAB}distribution${TAB}quota"
	# By hand: 2*63311/5992644 - 2355/342335 = 0.01425..., times 600 + 696, less 6, and so on.
	run grep '^860' out/kommunekvoter.tsv
	assert_output "860${TAB}refugees-2026${TAB}persons${TAB}Hjørring${TAB}081${TAB}Region Nordjylland${TAB}63311${TAB}2355${TAB}6${TAB}0.0142503450${TAB}18.4684${TAB}12.4684${TAB}11.3672${TAB}10"
}

# differing: what differs from the published table, with its kind.
differing() {
	awk -F '\t' 'NR > 1 && $7 != "" { print $1, $4, $5, $6, $7 }' out/comparison.tsv
}

@test "a cell changed in bilag B is named beside ours, on standard error and on the page, and the run succeeds" {
	local cells=0 every
	every=$(sample 9 33)
	# Some municipalities, one person more than published; the total is as it was.
	while IFS=' ' read -r code quota; do
		sed "s/\(<record area=\"$code [^\"]*\">\)[0-9-]*</\1$((quota + 1))</" \
			"$SAMPLES/refugees/bilag-b.xml" >b.xml
		refugees "$SAMPLES"/refugees/[a-z]*[!b].xml* b.xml
		assert_success
		assert_message 'kkr-quota: published_quota: 1 of 98 municipalities and 0 of 5 regions differ from what comes out at a landstal of 600: '"$code " \
			": published $((quota + 1)), calculated $quota"
		assert_equal "${#stderr_lines[@]}" 1
		assert_equal "$(differing)" "$code $quota $((quota + 1)) -1 other"
		python3 "$ROOT/tests/page.py" text out/report.html overblik >page.txt
		grep -q " $code [^:]*: offentliggjort $((quota + 1)), beregnet $quota 97 af 98 kommunekvoter og 5 af 5 regionskvoter " page.txt
		assert_equal "$(awk -F '\t' '$1 == "quotas_deviating" { print $5 }' out/kpi.tsv)" 1
		cells=$((cells + 1))
	done < <(published | awk -v every="$every" 'NR % every == 1')
	assert_equal "$cells" "$(sample 11 3)"
	assert_tidy
}

@test "published=exact fails the run where a published quota differs or none is there, and leaves the results as they were" {
	refugees --set published=exact
	assert_success
	before=$(readlink out)
	sed -e 's/101 København">63</101 København">62</' -e 's/147 Frederiksberg">13</147 Frederiksberg">14</' \
		"$SAMPLES/refugees/bilag-b.xml" >b.xml
	refugees --set published=exact "$SAMPLES"/refugees/[a-z]*[!b].xml* b.xml
	refused 65 '2 of 98 municipalities and 0 of 5 regions differ' "stage 'compare' failed with status 65; out is as it was"
	sed -i '/<record area="Region /d' b.xml
	refugees --set published=exact "$SAMPLES"/refugees/[a-z]*[!b].xml* b.xml
	refused 65 '2 of 98 municipalities differ'
	refugees --set published=exact --set landstal=600 "$SAMPLES/refugees/bilag-a.xml" "$SAMPLES"/refugees/fam*.gz
	refused 65 'nothing is compared' "stage 'compare' failed with status 65; out is as it was"
	assert_equal "$(readlink out)" "$before"
	refugees --set published=almost
	refused 64 "published: 'almost' is not the word exact"
}

@test "two cells changed so that the sums still hold, a region's and a missing one are all listed" {
	sed -e 's/101 København">63</101 København">62</' -e 's/147 Frederiksberg">13</147 Frederiksberg">14</' \
		-e 's/Region Sjælland i alt">123/Region Sjælland i alt">124/' -e '/825 Læsø/d' "$SAMPLES/refugees/bilag-b.xml" >b.xml
	refugees "$SAMPLES"/refugees/[a-z]*[!b].xml* b.xml
	assert_success
	assert_equal "$(differing)" '101 63 62 1 other
147 13 14 -1 other
825 1   other
085 123 124 -1 other'
}

@test "where the rounding remainder went to others than our last municipality, the kind says so" {
	# One person of the 601 that rounding gives is taken from Hjørring, the last; here from København.
	sed -e 's/101 København">63</101 København">62</' -e 's/860 Hjørring">10</860 Hjørring">11</' \
		-e 's/Hovedstaden i alt">148/Hovedstaden i alt">147/' -e 's/Nordjylland i alt">82/Nordjylland i alt">83/' \
		"$SAMPLES/refugees/bilag-b.xml" >b.xml
	refugees "$SAMPLES"/refugees/[a-z]*[!b].xml* b.xml
	assert_success
	assert_equal "$stderr" 'kkr-quota: published_quota: 2 of 98 municipalities and 2 of 5 regions differ from what comes out at a landstal of 600, by who gets the rounding remainder: 101 København: published 62, calculated 63, ...'
	assert_equal "$(differing)" '101 63 62 1 rounding remainder
860 10 11 -1 rounding remainder
084 148 147 1 rounding remainder
081 82 83 -1 rounding remainder'
	grep -q 'afrundingsresten er lagt et andet sted' out/report.html
}

@test "a published table without its total for the country is held against ours at its sum, which is the landstal" {
	grep -v 'Danmark i alt' "$SAMPLES/refugees/bilag-b.xml" >b.xml
	refugees "$SAMPLES/refugees/bilag-a.xml" "$SAMPLES"/refugees/fam*.gz b.xml
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: no landstal is announced for 2026: the total of the quota table is taken, 600 (the quota table'"'"'s sum)'
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	# Without one of its municipalities it adds up to nothing.
	sed -i '/825 Læsø/d' b.xml
	refugees "$SAMPLES/refugees/bilag-a.xml" "$SAMPLES"/refugees/fam*.gz b.xml
	refused 64 'no landstal of 2026 is among the records, and no quota table with a total: --set landstal=N'
}

@test "without bilag B nothing is compared, and the run succeeds" {
	refugees --set landstal=600 "$SAMPLES/refugees/bilag-a.xml" "$SAMPLES"/refugees/fam*.gz
	assert_success
	assert_equal "$stderr" 'kkr-quota: published_quota: nothing is compared, since no record has this measure (ikke sammenlignet: bilag B mangler)'
	assert_equal "$(cat out/comparison.tsv)" "area${TAB}name${TAB}level${TAB}quota${TAB}published${TAB}difference${TAB}kind"
	assert_equal "$(awk -F '\t' '{ n += $NF } END { print n }' out/kommunekvoter.tsv)" 600
}

@test "another landstal is shared out, and the comparison is still made at the published one" {
	refugees --set landstal=1000
	assert_success
	assert_equal "$(awk -F '\t' '{ n += $NF } END { print n }' out/kommunekvoter.tsv)" 1000
	assert_equal "$(awk -F '\t' '{ n += $NF } END { print n }' out/regionskvoter.tsv)" 1000
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
}

@test "a landstal of 0 gives zeros, and one of three milliards is written out" {
	refugees -s landstal=0
	assert_success
	assert_equal "$(awk -F '\t' 'NR > 1 { print $NF }' out/kommunekvoter.tsv | sort -u)" 0
	refugees -s landstal=3000000000
	assert_success
	run awk -F '\t' '$3 !~ /^[0-9]+$/ && NR > 1' out/regionskvoter.tsv
	assert_output ''
	assert_equal "$(awk -F '\t' '{ n += $NF } END { printf "%.0f", n }' out/regionskvoter.tsv)" 3000000000
}

@test "a landstal of many digits is added up exactly" {
	refugees -s landstal=100000000000000000000
	assert_success
	run python3 -c 'import sys; print(sum(int(line.split("\t")[-1]) for line in list(sys.stdin)[1:]))' <out/regionskvoter.tsv
	assert_output 100000000000000000000
}

@test "a landstal that is no whole number is a wrong use" {
	for landstal in -1 0.5 1.000 1e3 2026: 2026:x 26:600 2026:2027:600; do
		refugees -s landstal="$landstal"
		assert_failure 64
		[[ $stderr == *"refugees: landstal: '$landstal' is not a whole number"* ]]
		assert_not_exists .out.state
	done
}

@test "the run is silent into a pipe or a file, and -v shows the tables and where the files are" {
	refugees
	assert_output ''
	refugees --verbose
	assert_success
	assert_line --index 0 'region  region_name         quota'
	assert_line '   084  Region Hovedstaden    148'
	assert_line 'area  name                 gross       net  distribution  quota'
	assert_line ' 101  København          89.6213   69.6213       63.4722     63'
	refute_line --partial 'difference  kind' # no published quota is another
	assert_line 'Results in out:'
	assert_line '  kommunekvoter.tsv'
	assert_line --index -1 'No FILE is named: these are results of the samples of refugees.'
	assert_equal "$stderr" 'kkr: refugees: looks for what has changed
kkr: refugees: out is what comes out already'
	refugees --verbose --force
	[[ $stderr == *$'kkr: refugees: read\n'*$'kkr: refugees: quota\n'*'kkr: refugees: results in out' ]]
}

@test "a terminal is shown the tables" {
	script -qec 'kkr run refugees --output out' /dev/null </dev/null >seen
	run tr -d '\r' <seen
	assert_line '   084  Region Hovedstaden    148'
}

@test "results go to ./PIPELINE unless another directory is named, and never into the delivery's folder" {
	run_split kkr run refugees
	assert_success
	assert_exists refugees/kommunekvoter.tsv
	mkdir -p there/refugees
	cp "$SAMPLES"/refugees/bilag-a.xml there/refugees/
	cd there
	for given in refugees refugees/bilag-a.xml "$PWD/refugees" 'refugees/*.xml'; do
		run_split kkr run refugees "$given"
		refused 73 "kkr: refugees: is the delivery's own folder; name another with --output"
	done
	assert_equal "$(find .)" $'.\n./refugees\n./refugees/bilag-a.xml'
}

@test "a run that is refused leaves nothing behind where there was nothing, and all where there was a result" {
	mkdir made in
	echo '%PDF-1.7' >in/a.pdf
	refusals run_split kkr run refugees <<-'END'
		66 | --output made/a/b missing.xml            | missing.xml: cannot be opened
		65 | --output made/a/b in                     | in/a.pdf: is a PDF, and no delivery
		65 | --output a "$SAMPLES"/refugees/bilag-b.xml | edition 2026 is not whole
		64 | --output a --set landstal=-1             | landstal
		64 | --output a --keep 1                      | --keep: at least 2
		66 | --output a --maps nowhere                | nowhere: cannot be read
	END
	assert_equal "$(find . ! -name 'separate-stderr-*' | sort)" $'.\n./in\n./in/a.pdf\n./made'
	# What the log has and was not shown stays.
	refugees --set landstal=600 <(sed 's/">[0-9.]*</">x</' "$SAMPLES/refugees/bilag-a.xml")
	assert_failure 65
	assert_regex "$stderr" "and $(($(grep -c '">[0-9.]*<' "$SAMPLES/refugees/bilag-a.xml") - 10)) more lines.*; out was not made; the log is ./.out.state/runs/1/log\$"
	assert_exists .out.state/runs/1/rejects
}

@test "messages of a run name the delivered file, and no option that kkr run has not" {
	printf 'Kommune;Folketal\n101 København;1\n' >n.csv
	sed 's/Region Hovedstaden">1.930.703/Region Hovedstaden">1.930.704/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	echo 'ingen tabel' >n.txt
	printf '101 K\370benhavn;1\n' >w.csv
	refusals run_split kkr run refugees --output out <<-'END'
		65 | n.csv                    | kkr-table: n.csv: no table map fits it
		65 | n.txt                    | n.txt: it is neither XML nor a table that is known | divides its header and the rows below it (a table map can say it: --maps DIR)
		65 | a.xml "$SAMPLES"/refugees/[fl]* | kkr-check: a.xml:15: 084 Region Hovedstaden
		64 | --set edition=x          | kkr-edition: edition: 'x' is no year
		64 | --set dated=nix:2026-01-01 | kkr-edition: dated: no record of refugees is of a file 'nix'
		64 | --set published=so       | published: 'so' is not the word exact
	END
	for option in '--set landstal=x' '--set edition=x' 'n.txt' 'a.xml'; do
		run_split kkr run refugees --output out $option
		refute_regex "$stderr" "standard input|--(header|delimiter|encoding|edition|dated|landstal) |Try 'kkr-"
	done
}

@test "a finished run can be asked how a municipality's quota came about, in any spelling" {
	kkr run refugees --output out
	kkr-quota --explain 860 out/beregning.tsv >expected
	for area in Hjørring 'HJOERRING KOMMUNE' 0860 'Hjørring (860)'; do
		run_split kkr explain out "$area"
		assert_success
		assert_equal "$output$stderr" "$(cat expected)"
	done
	assert_regex "$output" 'Kommunekvote: 10$'
	run_split kkr explain --lang en out 860
	assert_regex "$output" '^Quota of Hjørring|Hjørring \(860\)'
	refute_regex "$output" 'Kommunekvote'
	mkdir none
	refusals run_split kkr explain <<-'END'
		64 | out              | which DIR, and which municipality?
		64 | out 860 861      | one AREA at a time
		64 | --fast out 860   | there is no option '--fast'
		64 | out $'a\tb'      | an AREA is one line
		64 | out 860 --lang dansk | 'dansk' is none of: da, en
		65 | out Hjrring      | explain: area 'Hjrring' is not in the code list; did you mean
		65 | out 'Region Nordjylland' | Region Nordjylland (081) is no municipality whose quota was calculated in out
		66 | nowhere 860      | nowhere: is no directory of results
		66 | none 860         | none: has no beregning.tsv
	END
}

@test "--keep-inputs puts all that went in into the result, which is verified from itself alone" {
	mkdir in maps
	cp "$SAMPLES"/refugees/* in/
	cp "$SAMPLES/agreements/nordjylland-2026.tsv" agreed.tsv
	cp "$ROOT/schemas/maps/bilag-b.map.tsv" maps/
	with=(--maps maps --set agreement=agreed.tsv in)
	kkr run refugees --output out --keep-inputs "${with[@]}"
	assert_equal "$(cd out/inputs && find . -type f | sort | tr '\n' ' ')" './agreed.tsv ./bilag-a.xml ./bilag-b.map.tsv ./bilag-b.xml ./familiesammenfoeringer-2024.xml.gz ./landstal.xml '
	kkr run refugees --output plain "${with[@]}"
	assert_equal "$(cat plain/manifest.tsv)" "$(cat out/manifest.tsv)"
	# There is something to do where they are not kept yet.
	run_split kkr run refugees --verbose --output plain --keep-inputs "${with[@]}"
	assert_regex "$stderr" 'results in plain'
	run_split kkr run refugees --verbose --output plain --keep-inputs "${with[@]}"
	assert_regex "$stderr" 'is what comes out already'
	cp -rL out copy
	echo other >agreed.tsv # a file of that name has come, two years later
	rm -r in maps
	kkr verify out
	rm -r out .out.* agreed.tsv
	kkr verify copy
	echo x >>copy/inputs/bilag-a.xml
	run_split kkr verify copy
	assert_failure 65
	assert_regex "$stderr" 'inputs/bilag-a.xml: is no input of the manifest'
	assert_regex "$stderr" "input bilag-a.xml: is there with another content: $PWD/copy/inputs/bilag-a.xml"
}

@test "a second run replaces the results of the first" {
	refugees
	refugees -s landstal=700
	assert_success
	assert_equal "$(awk -F '\t' '{ n += $NF } END { print n }' out/kommunekvoter.tsv)" 700
	assert_link_exists out
	assert_tidy
}

@test "options may stand before and after the files, and -- ends them" {
	cp "$SAMPLES/refugees/bilag-a.xml" -- -a.xml
	cp "$SAMPLES"/refugees/fam*.gz f.xml.gz
	run_split kkr run refugees f.xml.gz --output out/ --set landstal=7 -- -a.xml
	assert_success
	assert_equal "$(awk -F '\t' '{ n += $NF } END { print n }' out/kommunekvoter.tsv)" 7
}

@test "standard input may be one of the inputs" {
	gunzip -c "$SAMPLES"/refugees/fam*.gz >f.xml
	run_split sh -c 'kkr run refugees --set landstal=600 --output out "$0" - <f.xml' "$SAMPLES/refugees/bilag-a.xml"
	assert_success
	assert_exists out/kommunekvoter.tsv
}

@test "a wrong use is 64, with what would be right" {
	run_split kkr
	assert_failure 64
	run_split kkr fly
	assert_failure 64
	[[ $stderr == *"no command 'fly'"* ]]
	run_split kkr run
	assert_failure 64
	run_split kkr run nothing
	assert_failure 64
	[[ $stderr == *"no pipeline 'nothing'; kkr list names them"* ]]
	run_split kkr run ../refugees
	refused 66 '../refugees: there is no such pipeline, or it cannot be read'
	run_split kkr run refugees --fast
	assert_failure 64
	[[ $stderr == *"no option '--fast'"* ]]
	run_split kkr run refugees --output
	assert_failure 64
	run_split kkr run refugees --set landstal
	assert_failure 64
	run_split kkr run refugees --set tal=5
	assert_failure 64
	[[ $stderr == *"refugees has no parameter 'tal'; it has: landstal"* ]]
	run_split kkr list all
	assert_failure 64
}

@test "a directory that holds something else, or a file, is not replaced" {
	mkdir out
	echo mine >out/mine
	refugees
	assert_failure 73
	[[ $stderr == *'out: holds what kkr did not make; name another with --output'* ]]
	assert_equal "$(cat out/mine)" mine
	rm -r out
	echo mine >out
	refugees
	assert_failure 73
	assert_equal "$(cat out)" mine
	rm out
	mkdir mine
	ln -s mine out
	refugees
	assert_failure 73
	[[ $stderr == *'out: is a link that kkr did not make'* ]]
	assert_equal "$(readlink out)" mine
	rm out
	mkdir out
	refugees missing.xml
	assert_failure 66
	assert_dir_exists out
	refugees
	assert_success
	# What lies in a result would go with its version.
	for inner in out/other out/some/other; do
		run_split kkr run refugees --output "$inner"
		refused 73 'kkr: out: is a result, which goes with its version, and what is in it; name another with --output'
	done
	kkr verify out
	assert_link_exists out
}

@test "an input that is not there is 66, and nothing runs" {
	refugees missing.xml
	assert_failure 66
	assert_equal "$stderr" "kkr: refugees: missing.xml: cannot be opened: there is no such file; out was not made"
	assert_equal "$(ls -A --ignore='separate-stderr-*')" ''
}

@test "a total that is wrong stops the run with its figures" {
	sed 's/Region Hovedstaden">1.930.703/Region Hovedstaden">1.930.704/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	refugees --set landstal=600 a.xml "$SAMPLES"/refugees/fam*.gz
	assert_failure 65
	[[ $stderr == *'084 Region Hovedstaden'*'the total is 1930704, its 29 municipalities add up to 1930703: difference 1'* ]]
	[[ $stderr == *"stage 'totals' failed"* ]]
}

@test "a municipality that is in none of the tables stops the run" {
	grep -v '825 Læsø\|i alt\|"Region ' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	gunzip -c "$SAMPLES"/refugees/fam*.gz | grep -v '825 Læsø\|i alt\|"Region ' >f.xml
	refugees a.xml f.xml
	assert_failure 65
	for measure in population non_western_nationals family_reunified; do
		[[ $stderr == *"edition 2026 lacks $measure of 1 of the 98 areas: 825 Læsø"* ]]
	done
}

# A copy of the installed tree in which one program is another.
broken_tree() {
	cp -r "$PREFIX" tree
	printf '#!/bin/sh\n%s\n' "$2" >"tree/bin/$1"
	chmod +x "tree/bin/$1"
}

@test "each stage that fails fails the run and is named, wherever it stands in the pipe" {
	refugees
	before=$(readlink out)
	local run=1
	while IFS=' ' read -r program stage; do
		rm -rf tree
		broken_tree "$program" 'cat >/dev/null; echo broken >&2; exit 65'
		run_split tree/bin/kkr run refugees --output out --set landstal=5
		assert_failure 65
		assert_equal "$stderr" "kkr: refugees: stage '$stage': broken
kkr: refugees: stage '$stage' failed with status 65; out is as it was; the log is ./.out.state/runs/$((run += 1))/log"
		assert_equal "$(readlink out)" "$before"
	done <<-END
		kkr-read read
		kkr-codes codes
		kkr-check totals
		kkr-edition edition
		kkr-quota quota
	END
	assert_tidy
}

@test "a stage that lost its reader is not the one that is blamed" {
	broken_tree kkr-codes 'echo gone >&2; exit 65'
	"$ROOT/tests/generate.sh" 20000 >big.xml
	run_split tree/bin/kkr run refugees --output out big.xml
	assert_failure 65
	assert_equal "$stderr" "kkr: refugees: stage 'codes': gone
kkr: refugees: stage 'codes' failed with status 65; out was not made"
}

@test "whichever stage is the first to start or to end, the one at fault is blamed" {
	# kkr-edition refuses the landstal before it reads, and while the stages before it still begin.
	local many=$(printf '9%.0s' {1..101})
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		run_split bash -c 'trap "" PIPE; kkr run refugees --output out --set landstal="$0"' "$many"
		assert_failure 64
		[[ $stderr == *"stage 'edition' failed with status 64; out was not made" ]]
		assert_equal "$(ls -A --ignore='separate-stderr-*')" ''
	done
}

@test "a stage that is killed fails the run with 70" {
	broken_tree kkr-quota 'kill -KILL $$'
	run_split tree/bin/kkr run refugees --output out
	assert_failure 70
	[[ $stderr == *"stage 'quota' failed with status 137"* ]]
	assert_not_exists out
	# So is one that is asked before there is a run: no line of sh is said of it.
	broken_tree kkr-select 'kill -KILL $$'
	run_split tree/bin/kkr run refugees --set kkr='KKR Hovedstaden' --output out
	assert_equal "$status $stderr" '70 kkr: refugees: kkr: the councils cannot be listed'
}

@test "a run that is interrupted leaves nothing behind" {
	broken_tree kkr-quota 'sleep 1'
	tree/bin/kkr run refugees --output out &
	until [ -e .out.state/runs/1/stages/quota.err ]; do sleep 0.02; done
	kill -TERM $!
	run wait $!
	assert_not_exists out
	for _ in {1..100}; do
		[ -d .out.state/runs/1/stages ] || break
		sleep 0.1
	done
	assert_tidy
}

@test "a full disk under standard output is 74" {
	for command in 'list' 'run refugees -o out -v' '--help' '--version'; do
		# shellcheck disable=SC2086
		run_split sh -c "kkr $command >/dev/full"
		assert_failure 74
		[[ $stderr == *'standard output: cannot be written'* ]]
	done
}

@test "a reader that leaves early is not complained about" {
	refugees
	run_split bash -c 'kkr list | head -0; kkr run refugees --output out --verbose 2>progress | head -1'
	assert_output 'region  region_name         quota'
	assert_equal "$stderr" ''
}

@test "the same bytes come out in any locale and time zone, and anywhere" {
	localedef -i da_DK -f UTF-8 ./da_DK.UTF-8
	refugees
	cat out/* >expected
	for setting in LC_ALL=C POSIXLY_CORRECT=1 LC_ALL=da_DK.UTF-8 TZ=Pacific/Auckland TZ=America/St_Johns; do
		mkdir elsewhere
		run_split env -C elsewhere LOCPATH="$PWD" "$setting" kkr run refugees --output out
		assert_success
		run diff expected <(cat elsewhere/out/*)
		assert_success
		rm -r elsewhere
	done
}

@test "runs at the same time leave one whole result, and nothing beside it" {
	for run in 1 2 3 4 5 6 7 8; do
		kkr run refugees --output out --set landstal=$((run * 100)) &
	done
	wait
	assert_equal "$(awk -F '\t' '{ n += $NF } END { print n % 100, (n > 0) }' out/kommunekvoter.tsv)" '0 1'
	assert_equal "$(ls -A out/ | wc -l)" 12
	assert_tidy
}

@test "a measure that the rule does not use need not be complete, but its totals must hold" {
	cat >extra.xml <<-'END'
		<export xmlns="urn:kkr:export:1" dataset="refugees-2026">
		<fields><field name="area" type="area"/><field name="period" type="period"/>
		<field name="measure" type="token"/><field name="unit" type="token"/>
		<field name="value" type="integer"/></fields>
		<group period="2025" measure="beds" unit="beds">
		<record area="101">7</record><record area="147">2</record></group></export>
	END
	refugees "$SAMPLES"/refugees/* extra.xml
	assert_success
	sed 's|</group>|<record area="084">9</record></group>|' extra.xml >total.xml
	refugees "$SAMPLES"/refugees/* total.xml
	assert_failure 65
	[[ $stderr == *'084 Region Hovedstaden (dataset=refugees-2026 period=2025 measure=beds unit=beds): without 27 of its municipalities'* ]]
}

@test "several landstal are the business of another pipeline, which is named" {
	refugees -s landstal=600,700
	assert_failure 64
	[[ $stderr == *"landstal: '600,700' is not a whole number, of digits alone ("*'the pipeline hvad-hvis takes several)'* ]]
}

@test "only a parameter's name comes before the equals sign of --set" {
	for setting in 'landstal agreement=3' 'landstal;id=3' 'a$(id)=3'; do
		refugees -s "$setting"
		assert_failure 64
		assert_not_exists out
	done
}

@test "a directory of results may have an odd name, but must have one" {
	for name in -foo 'a b//' ./c sub/d e=f g=h/i; do
		run_split kkr run refugees --output="$name"
		assert_success
		assert_exists "./${name%//}/kommunekvoter.tsv"
	done
	for name in / . .. a/..; do
		run_split kkr run refugees --output "$name"
		assert_failure 64
		[[ $stderr == *"'$name' is no name for a directory of results"* ]]
	done
}

@test "the usage of run has its options; after a pipeline the parameters are shown" {
	run_split kkr run --help
	assert_success
	assert_line --index 0 'usage: kkr run PIPELINE [OPTION]... [FILE | DIRECTORY | PATTERN]...'
	assert_line --regexp '^  -s, --set NAME=VALUE '
	run_split kkr run refugees -h
	assert_success
	assert_line --regexp '^landstal '
}

@test "kkr list names the pipelines and what they are for, as records" {
	run_split kkr list
	assert_success
	assert_line --index 0 "name${TAB}kind${TAB}purpose"
	assert_line "refugees${TAB}pipeline${TAB}Refugees: the statutory quotas of municipalities and regions, held against the published table"
}

@test "--help and --version go to standard output" {
	run_split kkr --help
	assert_success
	assert_line --index 0 'usage: kkr list'
	run_split kkr -V
	assert_success
	assert_output --regexp '^kkr [0-9]+\.[0-9]+\.[0-9]+$'
}

@test "kkr NAME is the program kkr-NAME, with its options, input and status" {
	printf 'area\tvalue\nKøbenhavn\t1\n' >in.tsv
	run_split kkr codes --add name in.tsv
	assert_success
	assert_output "$(rows 'area value name' '101 1 København')"
	assert_equal "$(kkr codes <in.tsv)" "$(kkr-codes in.tsv)"
	run_split kkr codes --add nothing in.tsv
	refused 64 "kkr-codes: --add: 'nothing' is none of"
	run_split kkr quota --landstal 600 nowhere.tsv
	refused 66 'kkr-quota: nowhere.tsv'
}

@test "help on every command, program and pipeline, asked for either way" {
	for program in "$PREFIX"/bin/kkr-*; do
		name=${program##*/kkr-}
		expected=$("$program" --help)
		for arguments in "$name --help" "help kkr-$name" "help $name"; do
			# One word is a program and a pipeline: help tells both.
			[ "$arguments" != 'help kpi' ] || expected+=$'\n\n'$(kkr run kpi --help)
			# shellcheck disable=SC2086 # two words
			run_split kkr $arguments
			assert_success
			assert_output "$expected"
		done
	done
	for command in list help run explain verify new; do
		expected=$(kkr help $command)
		[[ $expected == "usage: kkr $command"*'The manual is kkr(1).' ]] || fail "$command: $expected"
		[[ $expected != *'?.'* ]] || fail "$command: $expected"
		run_split kkr $command --help
		assert_success
		assert_output "$expected"
	done
	for file in "$PREFIX"/share/kkr/pipelines/*.sh; do
		name=$(basename "$file" .sh)
		expected=$(kkr run "$name" --help)
		[[ $expected == "$name: "*Parameters* ]] || fail "$name: $expected"
		[[ $(kkr help "$name") == *"$expected" ]] || fail "$name: $(kkr help "$name")"
		for arguments in "run $name --help"; do
			# shellcheck disable=SC2086 # two or three words
			run_split kkr $arguments
			assert_success
			assert_output "$expected"
		done
	done
}

@test "kkr list has the programs after the pipelines, in the order of the pipe, as they describe themselves" {
	run_split kkr list
	assert_success
	assert_equal "$(cut -f 2 <<<"$output" | uniq)" 'kind
pipeline
program'
	assert_equal "$(awk -F '\t' '$2 == "program" { print $1 }' <<<"$output" | grep -xE 'parse|codes|correct|check|quota|kpi|compare|format|plot')" \
		'parse
codes
correct
check
quota
kpi
compare
format
plot'
	assert_equal "$(awk -F '\t' '$2 == "program" { print $1 }' <<<"$output" | sort)" \
		"$(cd "$PREFIX/bin" && printf '%s\n' kkr-* | sed 's/kkr-//' | sort)"
	assert_line "codes${TAB}program${TAB}$(kkr-codes --help | sed -n 2p)"
}

@test "a name that there is not is answered with what there is, and the nearest" {
	while IFS='|' read -r arguments message; do
		# shellcheck disable=SC2086 # several words
		run_split kkr $arguments
		refused 64 "kkr: $message"
	done <<-'END'
		fly|there is no command 'fly' (there are: list, help, run, explain, verify, new, compare, inspect, read, 
		lits|there is no command 'lits'; did you mean list? (there are: list, help, 
		pasre|there is no command 'pasre'; did you mean parse? (there are: list, 
		../kkr-parse|there is no command '../kkr-parse' (there are: list, 
		refugees|'refugees' is a pipeline: kkr run refugees
		refugees out|'refugees' is a pipeline: kkr run refugees
		run refuges|there is no pipeline 'refuges'; kkr list names them; did you mean refugees?
		help refuges|help: 'refuges' is no command, program or pipeline; did you mean refugees?
		help list run|help takes no 'run'
	END
	run_split kkr ''
	refused 64 "kkr: there is no command '' (there are: list, help, "
}

@test "a parameter that is given as an option is answered with --set" {
	while IFS='|' read -r arguments message; do
		# shellcheck disable=SC2086 # several words
		run_split kkr run $arguments
		refused 64 "kkr: run: there is no option $message"
		assert_not_exists build
	done <<-'END'
		refugees --landstal 700|'--landstal'; refugees has a parameter of that name: --set landstal=700
		refugees --landstal=700|'--landstal'; refugees has a parameter of that name: --set landstal=700
		refugees x.xml --as-of|'--as-of'; refugees has a parameter of that name: --set as_of=VALUE
		refugees --as-of --force|'--as-of'; refugees has a parameter of that name: --set as_of=VALUE
		hvad-hvis --changed_from 600 x.xml|'--changed_from'; hvad-hvis has a parameter of that name: --set changed_from=600
	END
}

# Editions: tests/deliveries.py invents them, with the quotas that are to come out.

two_editions() {
	python3 "$ROOT/tests/deliveries.py" --edition 2030 --landstal 620 --seed 11 30
	python3 "$ROOT/tests/deliveries.py" --edition 2031 --landstal 1200 --seed 12 31
}

# quotas_in FILE: area and quota, as deliveries.py has them.
quotas_in() {
	kkr-select --columns area,quota "$1"
}

@test "a landstal among the records is the one that is shared out, and one that is set makes a what-if" {
	two_editions
	refugees 31/[bfl]*
	assert_success
	assert_equal "$stderr" ''
	cmp 31/quotas.tsv <(quotas_in out/kommunekvoter.tsv)
	python3 "$ROOT/tests/page.py" text out/report.html >page.txt
	grep -q 'Kommunekvoter for flygtninge 2031' page.txt
	grep -q 'Landstallet på 1.200 flygtninge er fordelt på 98 kommuner' page.txt
	run grep -c 'Regneeksempel' page.txt
	assert_output 0
	refugees --set landstal=900 31/[bfl]*
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: the landstal is set to 900, and 1200 is what was announced (landstal.tsv): this is a what-if (regneeksempel)'
	python3 "$ROOT/tests/page.py" text out/report.html >page.txt
	grep -q 'Landstallet på 900 flygtninge .* Regneeksempel: det udmeldte landstal er 1.200.' page.txt
	refugees --set landstal=2031:900 31/[bfl]*
	assert_equal "$(awk -F '\t' '{ n += $NF } END { print n }' out/regionskvoter.tsv)" 900
}

@test "two editions in one heap give the quotas of the newest, and of an older one where it is asked for" {
	two_editions
	mkdir heap
	for year in 30 31; do
		for file in bilag-a bilag-b familie landstal; do
			cp $year/$file.tsv heap/$file-$year.tsv
		done
	done
	refugees heap/*
	assert_success
	cmp 31/quotas.tsv <(quotas_in out/kommunekvoter.tsv)
	refugees --set edition=2030 heap/*
	assert_success
	cmp 30/quotas.tsv <(quotas_in out/kommunekvoter.tsv)
	rm heap/familie-31.tsv
	refugees heap/*
	refused 65 'edition 2031 lacks family_reunified of 2029; there is that of 2028: familie-30.tsv' \
		'edition 2031 is not whole; 2030 is, which is taken with --set edition=2030'
	run_split kkr run hvad-hvis --output w --set edition=2030 heap/*
	assert_success
	assert_equal "$(awk -F '\t' 'NR > 1 { print $1 }' w/revision.tsv | sort -u)" 620
}

@test "a corrected annex counts by its date, and the page lists what it changed" {
	two_editions
	old=$(awk -F '\t' '$1 == 101 && $3 == "population" { print $5 }' 31/bilag-a.tsv)
	awk -F '\t' -v OFS='\t' '$3 == "population" && $1 ~ /^(101|084|000)$/ { $5 += 1000 } 1' 31/bilag-a.tsv >rettet.tsv
	refugees 31/[fl]* 31/bilag-a.tsv rettet.tsv
	refused 65 'population 101' 'which paper is the later one? --set dated=FILE:DATE'
	refugees --set dated=rettet.tsv:2030-06-20,bilag-a.tsv:2030-05-01 31/[fl]* 31/bilag-a.tsv rettet.tsv
	assert_success
	assert_equal "$(awk -F '\t' '$1 == 101 { print $7 }' out/kommunekvoter.tsv)" $((old + 1000))
	python3 "$ROOT/tests/page.py" text out/report.html modsigelser >page.txt
	thousands() { sed -E 's/([0-9])([0-9]{3})$/\1.\2/' <<<"$1"; }
	grep -qF "Rettet af en senere udgave 2031, Folketal, 000 Danmark: " page.txt
	grep -qF "2031, Folketal, 101 København: $(thousands "$old") er nu $(thousands $((old + 1000))) (rettet.tsv i stedet for bilag-a.tsv)" page.txt
}

@test "days to a deadline are counted from as_of alone, to the deadlines of the edition's own year" {
	two_editions
	refugees 31/[bfl]*
	run grep -c days_to_deadline out/kpi.tsv
	assert_output 0
	refugees --set as_of=2030-04-21 31/[bfl]*
	# The landstal has been announced; agreements are due before 10 September.
	run awk -F '\t' '$1 == "days_to_deadline" { print $5 }' out/kpi.tsv
	assert_output 141
}

@test "beside each quota stands that of the edition before, and the change, of regions too; the page names the year" {
	two_editions
	for file in bilag-a familie landstal; do
		cp 30/$file.tsv $file-30.tsv
	done
	refugees 31/[bfl]* ./*-30.tsv
	assert_success
	assert_equal "$stderr" ''
	# As tests/deliveries.py has the quotas of both.
	assert_equal "$(kkr-select --columns area,quota,before,change out/kommunekvoter.tsv)" "$(join -t "$TAB" --header 31/quotas.tsv 30/quotas.tsv |
		awk -F '\t' -v OFS='\t' 'NR == 1 { print "area", "quota", "before", "change"; next } { print $1, $2, $3, $2 - $3 }')"
	# What each change is due to adds up to it.
	assert_equal "$(awk -F '\t' -v OFS='\t' 'NR > 1 { printf "%s\t%d\t%d\t%d\n", $1, $4, $3, $5 + $6 + $7 + $8 + $9 + ($4 < $3 ? -0.5 : 0.5) }' out/hvorfor.tsv)" \
		"$(kkr-select --columns area,quota,before,change out/kommunekvoter.tsv | tail -n +2)"
	of_region() { awk -F '\t' -v region="$1" '$1 == region && $3 == "published_quota" { print $5 }' "$2/bilag-b.tsv"; }
	while read -r region quota before change; do
		assert_equal "$quota $before $change" "$(of_region "$region" 31) $(of_region "$region" 30) $((quota - before))"
	done < <(kkr-select --columns region,quota,before,change out/regionskvoter.tsv | tail -n +2)
	python3 "$ROOT/tests/page.py" rows out/report.html 'Kommunekvoter ved' >page.tsv
	assert_equal "$(head -1 page.tsv | cut -f 4)" '2030 (ændring)'
	assert_equal "$(tail -1 page.tsv | cut -f 3-4)" "1.200${TAB}620 (+580)"
	# Why, in a sentence, for each municipality whose quota has changed.
	read -r quota before < <(kkr-select --where area=860 --columns quota,before out/kommunekvoter.tsv | tail -n 1)
	run python3 "$ROOT/tests/page.py" text out/report.html k-860
	assert_output --partial "Hjørring har en kvote på $quota personer i 2031, $((quota - before)) flere end i 2030, hvor den var $before. Ændringen fra $before til $quota kommer af: landstallet +"
	run python3 "$ROOT/tests/page.py" faults out/report.html
	assert_output ''
	# Its quota table alone serves as well, since deliveries.py has the same in it.
	cp out/kommunekvoter.tsv whole.tsv
	cp 30/bilag-b.tsv kvoter-30.tsv
	refugees 31/[bfl]* kvoter-30.tsv
	assert_success
	assert_not_exists out/hvorfor.tsv
	cmp whole.tsv out/kommunekvoter.tsv
}

@test "where the series is broken there is no change, and the page says so" {
	two_editions
	sed '/non_western/s/\t\tBrev/\tdatabrud: personer af ikke-vestlig oprindelse\tBrev/' 30/bilag-a.tsv >a-30.tsv
	cp 30/familie.tsv f-30.tsv
	cp 30/landstal.tsv l-30.tsv
	refugees 31/[bfl]* ./*-30.tsv
	assert_success
	assert_equal "$(kkr-select --columns change out/kommunekvoter.tsv | sort | uniq -c | tr -s ' ')" " 98 
 1 change"
	run python3 "$ROOT/tests/page.py" rows out/report.html 'Kommunekvoter ved'
	assert_line --partial "620 (databrud)"
	# So does the workbook, in words, with the year above the quotas of the edition before.
	kkr-table --sheet Kommuner out/kvoter.xlsx >sheet.tsv
	assert_equal "$(kkr-select --columns aendring,databrud sheet.tsv | sort -u)" "${TAB}Udenlandske statsborgere fra ikke-vestlige lande
aendring${TAB}databrud"
	diff <(kkr-select --columns before out/kommunekvoter.tsv | tail -n +2) <(kkr-select --columns kvote_2030 sheet.tsv | tail -n +2)
}

# ---- Tables of another form, by table maps of one's own

# flat_table HEADER: a flat OpenDocument of records area, value.
flat_table() {
	echo '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
		xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
		xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
		office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>
		<table:table table:name="Tal">'
	awk -F '\t' -v header="$1" '
		function cell(text) { return "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>" }
		NR == 1 { print "<table:table-row>" cell("Kommune") cell(header) "</table:table-row>"; next }
		{
			print "<table:table-row>" cell($1) "<table:table-cell office:value-type=\"float\" office:value=\"" \
				$2 "\"><text:p>" $2 "</text:p></table:table-cell></table:table-row>"
		}'
	echo '</table:table></office:spreadsheet></office:body></office:document>'
}

# html_table HEADER: the same as a page.
html_table() {
	awk -F '\t' -v header="$1" '
		NR == 1 { print "<html><body><table><tr><th>Kommune</th><th>" header "</th></tr>"; next }
		{ print "<tr><td>" $1 "</td><td>" $2 "</td></tr>" }
		END { print "</table></body></html>" }'
}

# The figures of the samples in three tables, in new/, none of which a map of kkr's fits; maps of them as they
# are proposed, in maps/.
other_tables() {
	mkdir new maps
	kkr-parse --columns area,measure,value "$SAMPLES/refugees/bilag-a.xml" | awk -F '\t' '
		NR > 1 { if (!($1 in number)) area[number[$1] = ++areas] = $1; value[$1, $2] = $3 }
		END {
			print "Område;Indbyggere 1. januar 2025;Statsborgere fra ikke-vestlige lande 1. januar 2024"
			for (i = 1; i <= areas; i++)
				print area[i] ";" value[area[i], "population"] ";" value[area[i], "non_western_nationals"]
		}' >new/grundlag.csv
	kkr-parse --columns area,value "$SAMPLES"/refugees/familie* | flat_table 'Familiesammenførte til flygtninge 2024' \
		>new/familie.fods
	kkr-parse --columns area,value "$SAMPLES/refugees/bilag-b.xml" | html_table 'Kvote 2026' >new/kvoter.html
	for file in new/*; do
		name=${file##*/}
		kkr map --for refugees "$file" >"maps/${name%.*}.map.tsv"
	done
}

# The quotas in a directory are those that were published.
quotas_are_published() {
	awk -F '\t' 'NR > 1 { print $1, $NF }' "$1/kommunekvoter.tsv" >quotas
	published | cmp - quotas
	assert_equal "$(wc -l <quotas)" 98
	assert_equal "$(reproduced "$1")" '98 municipalities, 5 regions, 0 otherwise'
}

@test "--maps reads tables of another form by the maps that kkr map proposes, and the manifest names them" {
	other_tables
	refugees --maps maps new/*
	assert_success
	quotas_are_published out
	awk -F '\t' '$1 == "map" { print $6 "  maps/" $2 }' out/manifest.tsv >sums
	assert_equal "$(cut -c 67- sums)" "$(ls -d maps/*)"
	sha256sum --quiet -c sums
	grep -q '<td>tabelkort</td>' out/report.html
	kkr verify out
	# From two directories, and one file at a time: the same, to the byte.
	mkdir more
	cp maps/kvoter.map.tsv more/
	mkdir less
	cp maps/[!k]* less/
	kkr run refugees --jobs 2 --maps=more --maps less --output two new/*
	run diff -r out/ two/
	assert_success
	kkr verify two
	# Nothing to do, and something where a map is another.
	refugees --verbose --maps maps new/*
	assert_regex "$stderr" 'is what comes out already'
	sed '2s/proposal/map/' maps/kvoter.map.tsv >changed
	cp changed maps/kvoter.map.tsv
	run_split kkr verify out
	assert_failure 65
	assert_equal "$stderr" "kkr: verify: out: map kvoter.map.tsv: is there with another content: $PWD/maps/kvoter.map.tsv (--inputs DIR says where it is as it was)"
	kkr verify out --inputs more
	refugees --verbose --maps maps new/*
	assert_regex "$stderr" 'results in out'
	mv maps moved
	run_split kkr verify out
	assert_failure 65
	assert_regex "$stderr" 'map familie.map.tsv: is not found at .*/maps/familie.map.tsv \(--inputs DIR'
	kkr verify out --inputs moved
}

@test "a spool of tables is read by --maps, a page of HTML too" {
	other_tables
	cp -r new spool
	refugees --maps maps --spool spool
	assert_success
	assert_equal "$(ls spool/done)" "$(ls new)"
	quotas_are_published out
	kkr verify out
}

@test "a table without a map is told with the command that proposes one, and where that goes" {
	local advice='kkr: refugees: kkr map --for refugees FILE >DIR/NAME.map.tsv proposes a map of a table, and kkr run --maps DIR reads it by that'
	other_tables
	refugees new/*
	assert_failure 65
	assert_regex "$stderr" "kkr-table: new/[a-z.]*: no table map fits it"
	assert_equal "$(tail -n 1 <<<"$stderr")" "$advice"
	assert_not_exists out
	mkdir spool
	cp new/grundlag.csv spool/
	refugees --spool spool # it is left, for whoever makes a map, and told once
	assert_success
	assert_regex "$stderr" '^kkr: refugees: spool/grundlag.csv: no table map fits it.* \(left where it is\)'
	assert_equal "$(tail -n 1 <<<"$stderr")" "$advice"
	refugees --spool spool
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(find spool -name '*.csv')" spool/grundlag.csv
}

@test "--maps wants a directory with maps, which can be read" {
	mkdir none bad
	refugees --maps none
	assert_failure 66
	assert_regex "$stderr" '^kkr: refugees: none: this directory has no table map \(NAME.map.tsv\); '
	refugees --maps nowhere
	assert_failure 66
	assert_regex "$stderr" '^kkr: refugees: nowhere: cannot be read: No such file or directory; '
	refugees --maps=
	refused 64 '--maps wants a value, not an empty one'
	refugees --maps "a${TAB}b"
	refused 64 '--maps: a name is one line, without control characters'
	printf 'column\tis\nA\n' >bad/a.map.tsv
	printf 'A;B\n1;2\n' >a.csv
	refugees --maps bad a.csv
	assert_failure 78
	assert_regex "$stderr" '^kkr-table: bad/a.map.tsv:2: not as many fields as the header names columns'
}

@test "maps of one name in two directories stay apart, and an input is no map whatever its name" {
	other_tables
	mkdir more
	mv maps/kvoter.map.tsv more/familie.map.tsv
	mv new/familie.fods new/familie.map.tsv
	kkr run refugees --maps maps --maps more --output out new/*
	quotas_are_published out
	assert_equal "$(awk -F '\t' '$1 == "map" { print $2 }' out/manifest.tsv)" $'familie.map.tsv\nfamilie.map.tsv\ngrundlag.map.tsv'
	kkr verify out
}
