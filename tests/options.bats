# The tables of options: of every program, and of the commands of kkr.

load common

# Every table, without its header: program, letter, option, argument, kind, words, help.
tables() {
	local program
	for program in "$PREFIX"/bin/kkr*; do
		"$program" --help=tsv | sed 1d || return
	done
}

# The options of the tables alone.
option_rows() {
	tables | awk -F '\t' '$3 ~ /^--/ && $5 != "renamed"'
}

@test "a table has a row for the program and one for each option, in seven columns" {
	for program in "$PREFIX"/bin/kkr-*; do
		run_split "$program" --help=tsv
		assert_success
		assert_line --index 0 "$(rows 'program letter option argument kind words help')"
		assert_equal "$(sed -n 2p <<<"$output" | cut -f 1,5)" "${program##*/}${TAB}program"
		assert_equal "$(awk -F '\t' '{ print NF }' <<<"$output" | sort -u)" 7
		assert_equal "$(sed '1,2d' <<<"$output" | cut -f 3)" \
			"$("$program" --help | grep -o '^ *\(-., \|    \)--[a-z-]*' | grep -o -- '--.*')"
	done
	run_split kkr-parse --help=csv
	refused 64 "kkr-parse: --help: 'csv' is not tsv"
}

@test "a letter means one long name in all programs, and a long name has one letter or none" {
	assert [ "$(option_rows | wc -l)" -gt 100 ]
	option_rows | awk -F '\t' '$2 != ""' | cut -f 2,3 | sort -u >letters
	assert [ "$(wc -l <letters)" -ge 20 ]
	run cut -f 1 letters
	assert_equal "$output" "$(uniq <<<"$output")"
	run cut -f 2 letters
	assert_equal "$(sort <<<"$output")" "$(sort -u <<<"$output")"
	option_rows | awk -F '\t' '$2 == ""' | cut -f 3 | sort -u >bare
	run comm -12 bare <(cut -f 2 letters | sort)
	assert_output ''
}

@test "the letters are those of the suite" {
	printf '%s\n' '-a as-of' '-A areas' '-c columns' '-d definitions' '-e explain' '-f format' '-F field' '-g group' \
		'-h help' '-j jobs' '-k key' '-L lang' '-m map' '-n landstal' '-N names' '-o output' '-r rejects' \
		'-R record' '-s set' '-S sheet' '-t type' '-T title' '-v verbose' '-V version' '-w where' '-x schema' |
		sed "s/ /$TAB--/" | sort >suite
	run comm -13 suite <(option_rows | awk -F '\t' '$2 != ""' | cut -f 2,3 | sort -u)
	assert_output ''
}

@test "a word that an option cannot be is answered with those that it can, and the nearest" {
	while IFS='|' read -r arguments message; do
		# shellcheck disable=SC2086 # several words
		run_split $arguments <<<"area"
		refused 64 "${arguments%% *}: $message"
	done <<-'END'
		kkr-parse --format sdm|--format: 'sdm' is none of: export, sdmx, paths; did you mean sdmx?
		kkr-table --format xlx|--format: 'xlx' is none of: fods, spreadsheetml, ods, xlsx, html, json, running, text, csv, fixed; did you mean xlsx?
		kkr-codes --levels region,municipalities|--levels: 'municipalities' is none of: municipality, landsdel, region, country; did you mean municipality?
		kkr-codes --levels regoin|--levels: 'regoin' is none of: municipality, landsdel, region, country; did you mean region?
	END
}

@test "an option that there is not is answered with the nearest; one that is begun, with those it may be" {
	while IFS='|' read -r arguments message; do
		# shellcheck disable=SC2086 # several words
		run_split $arguments
		refused 64 "${arguments%% *}: $message"
		assert_equal "$(head -n 1 <<<"$stderr")" "${arguments%% *}: $message"
	done <<-'END'
		kkr-quota --lanstal 600|there is no option --lanstal; did you mean --landstal?
		kkr-quota --lanstal=600|there is no option --lanstal; did you mean --landstal?
		kkr-check --xyzzy|there is no option --xyzzy
		kkr-check -q|there is no option -q
		kkr-format --t x|--t: is it --type or --title?
		kkr-check --complete=1|--complete takes no argument
		kkr-quota --landstal|--landstal: its argument is missing: N,...
		kkr-quota -n|--landstal: its argument is missing: N,...
		kkr-parse --record //r --record //r|--record is given twice
		kkr verify --inptus x|verify: there is no option '--inptus'; did you mean --inputs?
		kkr run refugees --forec|run: there is no option '--forec'; did you mean --force?
		kkr-map --sheat 1|there is no option --sheat; did you mean --sheet?
	END
	run_split kkr-check -å
	refused 64 'an option of one letter is one of a to z or A to Z'
}

@test "a name that is empty, as of a variable that is not set, is told as such" {
	for program in check parse codes format; do
		run_split "kkr-$program" ''
		refused 64 "kkr-$program: a name among the arguments is empty"
	done
	run_split kkr-codes --rejects '' x.tsv
	refused 64 'kkr-codes: --rejects: the name of the file is empty'
	run_split kkr-check --report= x.tsv
	refused 64 'kkr-check: --report: the name of the file is empty'
	run_split kkr run refugees --output out ''
	refused 64 'a name among the arguments is empty'
	run_split kkr run --landstal 700
	refused 64 "run: which pipeline? It stands before '--landstal'; kkr list names them"
	run_split kkr-manifest inpts
	refused 64 "there is no command 'inpts'; did you mean inputs?"
}

@test "what a message says of a command line has no control character, and none that turns the direction of writing" {
	for command in kkr kkr-parse 'kkr run refugees' 'kkr-codes --levels' 'kkr-parse --columns' 'kkr help'; do
		# shellcheck disable=SC2086 # several words
		run_split $command $'--\e[31m\x07x\u202e\u2066\u202f' </dev/null
		assert_failure 64
		[[ $stderr != *[$'\e\x07']* && $stderr == *' [31m x\u202E\u2066'$'\u202f'* ]] || fail "$command: $(cat -v <<<"$stderr")"
	done
}

@test "an option may be begun, and its argument stand in its word or in the next" {
	printf 'area\tn\n101\t1\n' >in.tsv
	run_split kkr-format --ty csv in.tsv
	assert_success
	expected=$output
	for arguments in '-t csv in.tsv' '-tcsv in.tsv' '--type=csv in.tsv' 'in.tsv --type csv' '--type text -t csv -- in.tsv'; do
		# shellcheck disable=SC2086 # several words
		run_split kkr-format $arguments
		assert_success
		assert_output "$expected"
	done
}

@test "a letter or name of version 0.1 that is gone names the option that it was" {
	while read -r program pairs; do
		for pair in $pairs; do
			run_split "kkr-$program" "${pair%%=*}" x
			refused 64 "kkr-$program: ${pair%%=*} is called --${pair#*=} now"
		done
	done <<-'END'
		parse -b=max-bytes -n=numbers -A=attributes -d=structure -L=labels -N=namespace
		codes -c=column -a=add -t=period -s=split -T=to -C=christiansoe -l=levels -R=details
		correct -C=corrections -R=details
		check -c=complete -k=keep -w=within
		quota -R=residual -p=population -i=nationals -f=family -x=exempt -W=within
		quota -m=method -w=weight -t=ties -s=total -l=long
		kpi -p=partial -m=merge
		compare -v=value -b=by-change
		format -w=width -H=heading -c=codes
		plot -v=value -l=label -s=series -b=breaks -S=source -i=id
	END
	for pair in run:-f:--force run:-S:--hosts; do
		IFS=: read -r command letter name <<<"$pair"
		run_split kkr "$command" refugees "$letter" x
		refused 64 "kkr: $command: $letter is called $name now"
	done
	for pair in -a:--transfers -c:--changed-from -T:--table; do
		run_split kkr-quota "${pair%%:*}" x
		refused 64 "kkr-quota: ${pair%%:*}: " "kkr-agree ${pair#*:}"
	done
	run_split kkr map -s x
	refused 64 'kkr-map: -s is called --sheet now'
	run_split kkr-parse --map KOM=area in.xml
	refused 64 'kkr-parse: --map: what columns are called is said by --rename'
	run_split kkr-table --map KOM=area in.csv
	refused 64 "kkr-table: --map: 'KOM=area' is no FILE; what columns are called is said by --rename"
}

@test "the commands of kkr take the options of their table, and no other" {
	while IFS=$'\x1f' read -r of _ option argument _; do
		case $of in
		'kkr run') words=(run refugees) ;;
		*) words=("${of#kkr }") ;;
		esac
		# One that is known lets the next be looked at, or lacks its argument.
		if [ -z "$argument" ]; then
			run_split kkr "${words[@]}" "$option" --xyzzy
			refused 64 "there is no option '--xyzzy'"
		else
			run_split kkr "${words[@]}" "$option"
			refused 64 "$option"
			[[ $stderr != *'there is no option'* ]] || fail "$of $option: $stderr"
		fi
	done < <(option_rows | grep '^kkr ' | tr '\t' '\037')
	assert [ "$(option_rows | grep -c '^kkr ')" -ge 13 ]
}

@test "a manual page has each option of the table, and no other" {
	for program in "$PREFIX"/bin/kkr-*; do
		program=${program##*/}
		# Those that stand by themselves, or after a letter.
		sed -n 's/^\.It Fl \(. , \)\{0,1\}-\([a-z-]*\).*/\1\2/p' "$PREFIX/share/man/man1/$program.1" | sort >page
		option_rows | awk -F '\t' -v program="$program" '$1 == program { print ($2 == "" ? "" : substr($2, 2) " , ") substr($3, 3) }' |
			sort >table
		run diff page table
		assert_success
	done
	for option in $(option_rows | awk -F '\t' '$1 ~ /^kkr / { print substr($3, 2) }'); do
		run grep -c "Fl \(. , \)\{0,1\}$option\( \|\$\)" "$PREFIX/share/man/man1/kkr.1"
		assert_success
	done
}

@test "two files that a program is to make are not one, and it is not emptied before that is said" {
	echo kept >kept
	ln -s kept link
	mkdir -p d
	local program made pair other
	for made in parse:rejects,report table:rejects,report read:rejects,report codes:details,rejects,report \
		correct:details,report agree:regions,report; do
		program=kkr-${made%:*}
		for pair in rejects,report details,rejects details,report regions,report; do
			[[ ,${made#*:}, == *,${pair%,*},* && ,${made#*:}, == *,${pair#*,},* ]] || continue
			for other in kept ./kept link d/../kept; do
				run_split "$program" "--${pair%,*}" kept "--${pair#*,}" "$other" in
				refused 64 "$program: $other: is both the file of --${pair%,*} and the file of --${pair#*,}"
				assert_equal "$(<kept)" kept
			done
			run_split "$program" "--${pair%,*}" new "--${pair#*,}" d/../new in
			refused 64 "$program: d/../new: is both the file of --${pair%,*} and the file of --${pair#*,}"
			assert_not_exists new
		done
	done
	# /dev/null is no file that anything could be lost in; two names of one directory are two files.
	export_with_values 1 >in.xml
	run_split kkr-parse --rejects /dev/null --report /dev/null in.xml
	assert_success
	run_split kkr-parse --rejects new --report d/new in.xml
	assert_success
	assert_exists new
	assert_exists d/new
}
