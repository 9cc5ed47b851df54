# A spool of refugees: it waits for an edition, and what comes of what arrives.

load common

# take [OPTION]...: a run on what lies in spool.
take() {
	run_split kkr run refugees --output out --spool spool "$@"
}

# lies PLACE NAME...: the files there, but for what is kkr's own.
lies() {
	assert_equal "$(cd "spool/$1" && find . -maxdepth 1 -type f ! -name '.kkr.*' -printf '%f\n' | sort)" "$(printf '%s\n' "${@:2}")"
}

silent() {
	assert_success
	assert_equal "$output$stderr" ''
}

@test "a spool waits for what an edition needs, in silence, and says once after seven days what is missing" {
	mkdir spool
	cp "$SAMPLES"/refugees/{landstal,bilag-a}.xml spool/
	take
	silent
	assert_equal "$(ls -A --ignore='separate-stderr-*')" spool
	take --verbose
	assert_success
	assert_equal "$stderr" 'kkr: refugees: spool: edition 2026 waits for family_reunified of 2024'
	touch -d '8 days ago' spool/landstal.xml
	take
	silent
	touch -d '7 days ago 1 minute ago' spool/bilag-a.xml
	take
	assert_success
	assert_equal "$stderr" 'kkr: refugees: spool: edition 2026 waits for family_reunified of 2024; nothing has come for 7 days'
	take
	silent
	# What somebody writes to is waited for, though nothing is missing.
	cp "$SAMPLES"/refugees/*.gz spool/
	touch spool/bilag-a.xml
	exec 5>>spool/bilag-a.xml
	take 5>&-
	silent
	take --verbose 5>&-
	assert_equal "$stderr" 'kkr: refugees: spool: waits for bilag-a.xml, which is still being written'
	exec 5>&-
	# And what is cut short and has just come.
	head -c 900 "$SAMPLES/refugees/bilag-b.xml" >spool/bilag-b.xml
	touch -d '+30 days' spool/bilag-b.xml
	take
	silent
	lies . bilag-a.xml bilag-b.xml familiesammenfoeringer-2024.xml.gz landstal.xml
	rm spool/bilag-b.xml
	take
	assert_success
	lies done bilag-a.xml familiesammenfoeringer-2024.xml.gz landstal.xml
	kkr verify out
	# Bilag B comes later: the edition is made again.
	cp "$SAMPLES/refugees/bilag-b.xml" spool/
	take
	assert_success
	assert_regex "$stderr" 'kkr: refugees: 2026 was made again: comparison.tsv: [0-9]* figures are new'
	refute_regex "$stderr" 'kommunekvoter.tsv'
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	# A copy of it does nothing.
	cp "$SAMPLES/refugees/bilag-b.xml" spool/again.xml
	take
	assert_success
	assert_equal "$stderr" 'kkr: refugees: spool/again.xml: is a copy of spool/done/bilag-b.xml, which was taken: nothing is done with it'
	lies done again.xml bilag-a.xml bilag-b.xml familiesammenfoeringer-2024.xml.gz landstal.xml
	assert_equal "$(readlink out)" .out.2
	kkr verify out
	# A corrected landstal of a later paper counts, and what it changes is said.
	rows 'dataset area period measure unit value dated' 'refugees-2026 000 2026 landstal persons 900 2025-08-01' >spool/landstal-ny.tsv
	take --set dated=landstal.xml:2025-04-01
	assert_success
	assert_regex "$stderr" '2026 was made again: kommunekvoter.tsv: area=101: quota was [0-9]*, and is [0-9]*'
	lies . ''
}

@test "what is bad goes to failed/ with its reason and stops nobody else; what is of no edition is named once and left" {
	mkdir spool
	cp "$SAMPLES"/refugees/* spool/
	echo '%PDF-1.7' >spool/brev.pdf
	echo 'husk mødet' >spool/noter.txt
	rows 'area period measure unit value' '101 2025 bicycles pieces 7' >spool/cykler.tsv
	head -c 900 "$SAMPLES/refugees/bilag-b.xml" >spool/cut.xml
	touch -d '1 hour ago' spool/cut.xml
	rows 'area period measure unit value' 'Atlantis 2025-01-01 population persons 7' >spool/atlantis.tsv
	take
	assert_failure 65
	assert_message 'kkr: refugees: spool/brev.pdf: is a PDF' 'spool/noter.txt: ' '(left where it is)' \
		'spool/cykler.tsv: is left where it is: nothing in it is of an edition' \
		'spool/cut.xml:' 'is cut short' '(gone to failed/)' "spool/atlantis.tsv:2: area 'Atlantis'" \
		'kkr: refugees: not all of what arrived can be read; see spool/failed'
	lies failed atlantis.tsv atlantis.tsv.reason cut.xml cut.xml.reason
	grep -q "area 'Atlantis'" spool/failed/atlantis.tsv.reason
	lies done bilag-a.xml bilag-b.xml familiesammenfoeringer-2024.xml.gz landstal.xml
	lies . brev.pdf cykler.tsv noter.txt
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	take
	silent
	# Another file of that name is named again.
	echo '%PDF-1.4' >spool/brev.pdf
	take
	assert_success
	assert_equal "${#stderr_lines[@]}" 1
	# Papers that contradict each other without a date: the one that came goes, and the result stays.
	sed 's/>\([1-9]\)</>9\1</' "$SAMPLES/refugees/bilag-b.xml" >spool/rettet.xml
	take
	assert_failure 65
	assert_message 'which paper is the later one?' '--set dated=FILE:DATE' '(gone to failed/)'
	lies failed atlantis.tsv atlantis.tsv.reason cut.xml cut.xml.reason rettet.xml rettet.xml.reason
	assert_equal "$(readlink out)" .out.1
}

@test "of a whole edition whose totals do not hold, the file at fault goes, and the others wait" {
	mkdir spool
	cp "$SAMPLES"/refugees/* spool/
	sed -i 's/Region Hovedstaden">1.930.703/Region Hovedstaden">1.930.704/' spool/bilag-a.xml
	take
	assert_failure 65
	assert_message 'the total is 1930704, its 29 municipalities add up to 1930703: difference 1'
	lies failed bilag-a.xml bilag-a.xml.reason
	lies . bilag-b.xml familiesammenfoeringer-2024.xml.gz landstal.xml
	cp "$SAMPLES/refugees/bilag-a.xml" spool/
	take
	assert_success
	lies done bilag-a.xml bilag-b.xml familiesammenfoeringer-2024.xml.gz landstal.xml
}

@test "a paper of the next edition waits, while one that comes for the edition before makes that again" {
	mkdir spool
	cp "$SAMPLES"/refugees/* spool/
	take
	assert_success
	rows 'dataset area period measure unit value' 'refugees-2027 000 2027 landstal persons 900' >spool/brev-2027.tsv
	take
	silent
	rows 'dataset area period measure unit value dated' 'refugees-2026 000 2026 landstal persons 500 2025-08-01' >spool/ny.tsv
	take --set dated=landstal.xml:2025-04-01
	assert_success
	assert_message '2026 was made again: kommunekvoter.tsv: area=101: quota was'
	lies . brev-2027.tsv
	assert_equal "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "quota") at = i; next } { n += $at } END { print n }' out/kommunekvoter.tsv)" 500
}

@test "what stands in a spool under the names of kkr's own is neither waited for nor written through" {
	mkdir spool
	echo 'husk mødet' >spool/noter.txt
	mkfifo spool/.kkr.lock
	run_split timeout 20 kkr run refugees --output out --spool spool
	refused 73 'spool/.kkr.lock: cannot be written'
	rm spool/.kkr.lock
	mkfifo spool/.kkr.told
	run_split timeout 20 kkr run refugees --output out --spool spool
	refused 73 'spool/.kkr.told: cannot be written'
	ln -sf "$PWD/theirs" spool/.kkr.told
	echo theirs >theirs
	take
	assert_failure 73
	assert_equal "$(cat theirs)" theirs
	mkdir 'back\slash'
	run_split kkr run refugees --output out --spool 'back\slash'
	refused 64 "back\\slash: a spool's name has no backslash"
	# A stage may have any name that the driver gives to files of its own, but the one that is told.
	rm -r spool/.kkr.told
	cp "$SAMPLES"/refugees/* spool/
	printf '# Refugees: x\npipe() {\n\tstage survey cat "$1" | stage request cat | stage reading cat >"$out/t"\n}\n' >refugees.sh
	run_split kkr run ./refugees.sh --output own --spool spool
	assert_success
	cmp own/t "$SAMPLES/refugees/bilag-a.xml"
}
