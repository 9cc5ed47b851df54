# kkr run: from the command line to results in place, or one short message.
#
# shellcheck shell=sh disable=SC1003,SC2013,SC2016,SC2034,SC2153,SC2154 # other parts of the driver set and use what is not here

SHOWN_LINES=10

run() {
	[ $# -gt 0 ] || misuse 'run: which pipeline? kkr list names them'
	case $1 in
	-*) misuse "run: which pipeline? It stands before '$1'; kkr list names them" ;;
	esac
	begin_anew "$@"
	pipeline_file "$1"
	read_pipeline
	shift
	DIRECTORY=$PIPELINE KEEP=2 WAIT=0 MAX_REJECTS=0
	SETTINGS='' VERBOSE='' FORCE='' TIMEOUT='' SPOOL='' JOBS='' HOSTS='' TOPIC='' MAPS='' ONLY='' KEEP_INPUTS='' ADVICE=''
	eval "set -- $(options_first "$@")"
	while [ $# -gt 0 ]; do
		WORD=''
		case $1 in # an option with its value becomes two words
		--[a-z]*=*) WORD=${1%%=*} VALUE=${1#*=} ;;
		-[jos]?*) WORD=${1%"${1#??}"} VALUE=${1#??} ;;
		esac
		if [ -n "$WORD" ]; then
			shift
			set -- "$WORD" "$VALUE" "$@"
		fi
		if takes_value "$1"; then
			[ $# -gt 1 ] || misuse "$1 wants a value"
			take_option "$1" "$2"
			shift
		else
			case $1 in
			-h | --help)
				tell_pipeline
				exit
				;;
			-v | --verbose) VERBOSE=yes ;;
			--force) FORCE=yes ;;
			--keep-inputs) KEEP_INPUTS=yes ;;
			--)
				shift
				break
				;;
			*) refuse_option run "$@" ;;
			esac
		fi
		shift
	done
	[ -z "$SPOOL" ] || [ $# -eq 0 ] || misuse "--spool: the FILEs are those of $SPOOL, and no others"
	need_parallel
	RUN=
	[ -z "$TIMEOUT" ] || trap timed_out USR1
	exec 7>&2 # where messages go, while what the pipe and the tools of sh say is kept
	set_parameters
	find_output "$DIRECTORY" "$@"
	lock_output
	begin_run
	SAID=7
	exec 2>>"$RUN/log"
	tell_about "$@"
	if [ -n "$SPOOL" ]; then
		look_into_spool
		if [ ! -s "$SPOOLED" ]; then
			ENDED=nothing
			end_spool
			return
		fi
		with_lines "${BESIDE:-$SPOOLED}" request
	elif [ $# -eq 0 ]; then
		[ -n "$SAMPLES" ] || fail 64 'no FILE is named, and the pipeline has no samples'
		printf '%s\n' "$SAMPLES" >"$WORK/samples"
		with_lines "$WORK/samples" request
	else
		request "$@"
	fi >"$WORK/request" || fail 74 "$WORK: cannot be written"
	make_result
	[ -z "$SPOOL" ] || end_spool
	if [ -n "$VERBOSE" ] || [ -t 1 ]; then
		show_results "$@"
	fi
}

takes_value() {
	case $1 in
	-[jos] | --output | --set | --maps | --only | --keep | --wait | --max-rejects | --timeout | --spool | --jobs | --hosts) return 0 ;;
	*) return 1 ;;
	esac
}

# options_first WORD...: the words by their numbers, "${1}": the FILEs last, behind "--", as there may be thousands of
# them. An option that has no value is the last word; one that there is not has behind it what it had.
options_first() {
	for TOLD in option file; do
		AT=0 NEXT=''
		for WORD; do
			AT=$((AT + 1)) IS=option
			case $NEXT:$WORD in
			:--) IS='' NEXT=file ;;
			:-[hv] | :--help | :--verbose | :--force | :--keep-inputs | :--[a-z]*=* | :-[jos]?*) ;;
			:-?*) if takes_value "$WORD"; then NEXT=value; else NEXT=option; fi ;;
			value:*) NEXT='' ;;
			option:*) ;;
			*) IS='file' ;;
			esac
			[ "$IS" != "$TOLD" ] || printf ' "${%s}"' "$AT"
		done
		[ "$NEXT" != value ] || return 0
		[ "$TOLD" = file ] || printf ' --'
	done
}

take_option() {
	case $1 in
	-o | --output | --maps | --only | --spool | --hosts) [ -n "$2" ] || misuse "$1 wants a value, not an empty one" ;;
	esac
	case $1 in
	-o | --output) DIRECTORY=$2 ;;
	-s | --set)
		case $2 in
		*"$NEWLINE"*) misuse "$1: a value is one line" ;;
		[a-z]*=*) SETTINGS=$SETTINGS${SETTINGS:+$NEWLINE}$2 ;;
		*) misuse "$1: '$2' is not of the form NAME=VALUE" ;;
		esac
		;;
	--keep) KEEP=$(whole "$1" "$2" 2) || exit ;;
	--wait) WAIT=$(whole "$1" "$2" 0) || exit ;;
	--max-rejects) MAX_REJECTS=$(whole "$1" "$2" 0) || exit ;;
	--timeout) TIMEOUT=$(whole "$1" "$2" 1) || exit ;;
	-j | --jobs)
		JOBS=$(whole "$1" "$2" 1) || exit
		[ "$JOBS" -gt 1 ] || JOBS= # one after the other
		;;
	--hosts) HOSTS=$2 ;;
	--maps)
		! has_control "$2" || misuse "$1: a name is one line, without control characters"
		MAPS=$MAPS${MAPS:+$NEWLINE}$2
		;;
	--only)
		! has_control "$2" || misuse "$1: a pattern is one line, without control characters"
		ONLY=$ONLY${ONLY:+$NEWLINE}$2
		;;
	--spool)
		! has_control "$2" || misuse "$1: a name is one line, without control characters"
		SPOOL=$2
		;;
	esac
}

# whole OPTION VALUE LEAST: the value, without zeros before it, which sh would take for octal.
whole() {
	is_number "$2" || misuse "$1: '$2' is not a whole number"
	NUMBER=$2
	while [ "${NUMBER#0?}" != "$NUMBER" ]; do
		NUMBER=${NUMBER#0}
	done
	[ "$NUMBER" -ge "$3" ] || misuse "$1: at least $3, not $2"
	echo "$NUMBER"
}

# Where SIGPIPE is ignored, as a parent may have left it, awk calls a reader that has gone away an error of
# its own: a run begins anew with the default. With --timeout it does under timeout(1), and the stages,
# which are of its process group, are ended with it. The one begun knows itself, or its parent, by number.
begin_anew() {
	if [ "${KKR_BEGUN-}" = "$$" ] || [ "${KKR_BEGUN-}" = "$PPID" ]; then
		unset KKR_BEGUN
		export KKR_RUN=yes # messages of the programs name what kkr run has
		return
	fi
	SECONDS_LEFT=
	LAST=
	for WORD; do
		case $LAST$WORD in
		-- | --timeout--) break ;;
		--timeout=*) SECONDS_LEFT=${WORD#--timeout=} ;;
		esac
		[ "$LAST" != --timeout ] || SECONDS_LEFT=$WORD
		LAST=
		[ "$WORD" != --timeout ] || LAST=--timeout
	done
	set -- "$HERE/kkr" "$COMMAND" "$@"
	if is_number "$SECONDS_LEFT" && [ "$SECONDS_LEFT" -gt 0 ]; then
		set -- timeout --preserve-status --signal=USR1 --kill-after=10 "$SECONDS_LEFT" "$@"
	fi
	export KKR_BEGUN=$$
	exec env --default-signal=PIPE "$@"
}

# While the lock is waited for there is no run yet that could fail, and what is said on 2 is dropped.
timed_out() {
	SAID=7
	[ -n "${RUN-}" ] || die 75 "$PIPELINE: took longer than the $TIMEOUT seconds of --timeout"
	fail 75 "took longer than the $TIMEOUT seconds of --timeout"
}

# With the inputs taken: nothing to do, or stages, manifest and placing.
make_result() {
	progress 'looks for what has changed'
	if [ -z "$FORCE" ] && is_made; then
		progress "$OUTPUT is what comes out already"
		ENDED=nothing
		return
	fi
	run_stages
	judge
	manifest >"$out/manifest.tsv" || fail 74 'the manifest cannot be written'
	place
	ENDED=yes
	progress "results in $OUTPUT"
	end_about 0
}

# Runs the pipe. How its stages began and ended comes through a pipe, into $STATUSES, and so does what is
# said on standard error outside of them.
run_stages() {
	input_paths >"$WORK/paths" || fail 74 "$WORK: cannot be written"
	STATUSES=$(
		exec 8>&1 2>&1 >>"$WORK/said"
		SAID=2
		set -e
		with_lines "$WORK/paths" pipe
	)
	RESULT=$?
}

# progress TEXT: what -v shows.
progress() {
	[ -z "$VERBOSE" ] || printf '%s\n' "kkr: $PIPELINE: $1" >&7 # the stages have another standard error
}

# From $STATUSES to stages.tsv of the run and, in $WORK, what was said outside of stages and what is wrong with
# the pipeline itself. Sets ASIDE, how many records were set aside in all; STAGES, the names of the stages in the
# order in which they ended; and BLAMED, where one is to blame, with its SET_ASIDE, STATUS and PROGRAM.
read_statuses() {
	FOUND=$(printf '%s\n' "$STATUSES" | kkr-manifest stages --max-rejects "$MAX_REJECTS" -- "$RUN") || return
	IFS=$TAB read -r ASIDE BLAMED SET_ASIDE STATUS PROGRAM <<-END
		${FOUND##*"$NEWLINE"}
	END
	STAGES=$(tail -n +2 "$RUN/stages.tsv" | cut -f 1)
}

# Whether every stage ended well, no more records were set aside than may be, and no input was written
# to meanwhile; else the run fails.
judge() {
	{ [ -d "$tmp" ] && [ -d "$out" ]; } || fail 74 "$WORK: was removed while the run was under way"
	read_statuses || fail 74 "$WORK: cannot be written: is the disk full?"
	LOGGED=yes
	keep_messages || LOGGED=
	if [ -s "$WORK/wrong" ]; then
		IFS= read -r TEXT <"$WORK/wrong"
		fail 78 "$TEXT"
	fi
	if [ -s "$WORK/outside" ]; then
		sed "s/^/kkr: $PIPELINE: outside its stages: /" "$WORK/outside" | first_lines >&7
		fail 78 "$FILE: that was said outside its stages; its parameters are:${PARAMETERS:- none}"
	fi
	[ -z "$BLAMED" ] || blame
	[ "$RESULT" -eq 0 ] || fail 70 'failed outside its stages'
	[ -n "$STAGES" ] || fail 78 "$FILE: there is no stage in it"
	[ -n "$LOGGED" ] || fail 74 "$RUN: cannot be written"
	asked unchanged "$WORK/request"
	for STAGE in $STAGES; do
		[ ! -s "$WORK/$STAGE.err" ] || said_by "$STAGE" | kkr-manifest shown >&7
	done
}

# What the stages said, and the rejects, stay with the run. They name a kept input as it was given.
keep_messages() {
	set --
	for STAGE in $STAGES; do
		for MESSAGES in "$WORK/$STAGE.err" "$REJECTS/$STAGE.tsv"; do
			[ ! -s "$MESSAGES" ] || name_inputs "$MESSAGES"
		done
		[ ! -s "$WORK/$STAGE.err" ] || sed "s/^/$STAGE: /" "$WORK/$STAGE.err" >>"$RUN/log"
		[ ! -f "$REJECTS/$STAGE.tsv" ] || { read -r LINE && read -r LINE; } <"$REJECTS/$STAGE.tsv" ||
			set -- "$@" "$REJECTS/$STAGE.tsv" # a header alone
	done
	[ $# -eq 0 ] || rm -f -- "$@"
	for MESSAGES in said outside; do
		[ ! -s "$WORK/$MESSAGES" ] || sed 's/^/outside its stages: /' "$WORK/$MESSAGES" >>"$RUN/log" || return
	done
}

name_inputs() {
	[ -d "$out/inputs" ] || return 0
	KEPT=$out/inputs/ awk '
		BEGIN { kept = ENVIRON["KEPT"] }
		{
			while (at = index($0, kept)) {
				rest = substr($0, at + length(kept))
				sub(/^standard-input/, "standard input", rest)
				$0 = substr($0, 1, at - 1) rest
			}
			print
		}' "$1" >"$WORK/named" && mv "$WORK/named" "$1"
}

blame() {
	if [ "$ASIDE" -gt "$MAX_REJECTS" ] && [ "$SET_ASIDE" -gt 0 ]; then
		awk -F '\t' -v program="$PROGRAM" 'NR > 1 { print program ": " $1 ":" $2 ": " $3 }' \
			"$REJECTS/$BLAMED.tsv" | first_lines | tee "$WORK/reason" >&7
		[ "$SET_ASIDE" -ne 1 ] || RECORDS=record
		fail 65 "stage '$BLAMED' set $SET_ASIDE ${RECORDS-records} aside, $ASIDE in all, and --max-rejects is $MAX_REJECTS"
	fi
	said_by "$BLAMED" | first_lines | tee "$WORK/reason" >&7
	! grep -q "no table map fits it.* proposes one\$" "$WORK/$BLAMED.err" || advise_map
	case $STATUS in
	none) fail 70 "stage '$BLAMED' did not end" ;;
	6[4-9] | 7[0-8]) ;;
	*) FAILED_WITH=$STATUS STATUS=70 ;;
	esac
	fail "$STATUS" "stage '$BLAMED' failed with status ${FAILED_WITH-$STATUS}$(
		[ -s "$WORK/$BLAMED.err" ] || [ "$STATUS" -ne 74 ] || echo ": is the disk full?"
	)"
}

# What to do about a table that no map fits.
advise_map() {
	FOR=
	! cut -f 1 "$SHARE/schemas/measures.tsv" | grep -qxF "$PIPELINE" || FOR="--for $PIPELINE "
	ADVICE="$PIPELINE: kkr map ${FOR}FILE >DIR/NAME.map.tsv proposes a map of a table, and kkr run --maps DIR reads it by that"
}

# said_by STAGE: what it said; before what no program of kkr said (awk, or sh of a signal) stands whose it is.
said_by() {
	sed "/^kkr-*[a-z]*: /!s/^/kkr: $PIPELINE: stage '$1': /" "$WORK/$1.err"
}

# The first lines of what there is to say; the rest is in the log.
first_lines() {
	kkr-manifest shown | MORE=$WORK/more awk -v most="$SHOWN_LINES" '
		NR <= most
		END {
			if (NR > most) {
				print "and " NR - most " more lines"
				printf "" >ENVIRON["MORE"]
			}
		}'
}

# fail STATUS TEXT: ends the run, with one line that says why, what DIR is, and where the log is.
fail() {
	STATUS=$1
	LEFT="$OUTPUT is as it was"
	[ -e "$OUTPUT" ] || LEFT="$OUTPUT was not made"
	[ "$(readlink "$OUTPUT")" != ".$BASE.$RUN_NUMBER" ] || LEFT="$OUTPUT has the new results all the same"
	ENDED=yes
	note "failed with status $STATUS: $2" 2>/dev/null
	end_about "$STATUS" 2>/dev/null
	# What arrived is at fault where the data are, and stays where it is where anything else is.
	if [ "$STATUS" -eq 65 ] && [ -n "$SPOOL" ]; then
		printf '%s\n' "kkr: $PIPELINE: $2; the log is $RUN/log" ${ADVICE:+"kkr: $ADVICE"} >>"$WORK/reason"
		[ -z "$BESIDE" ] || with_lines "$BESIDE" hold_totals
		settle_spool failed
		first_lines <"$SPOOL_FAULTS" >&7
	fi
	if [ -n "${KKR_AGAIN-}" ]; then LEFT=''; else LEFT="; $LEFT"; fi # it and the log are gone after kkr verify
	if [ -n "$NEW_STATE" ] && is_told; then FORGOTTEN=yes; else LEFT=$LEFT${LEFT:+"; the log is $RUN/log"}; fi
	set -- "$1" "$2$LEFT"
	say "$PIPELINE: $2"
	[ -z "$ADVICE" ] || say "$ADVICE"
	exit "$STATUS"
}

# Whether a run was refused, and the log has no more of it than was shown.
is_told() {
	case $STATUS in
	64 | 65 | 66) [ ! -e "$WORK/more" ] && [ -z "$(ls -A "$REJECTS" 2>/dev/null)" ] ;;
	*) return 1 ;;
	esac
}

# Paths, times, host and library versions: of this run, and no part of the result.
tell_about() {
	PROGRAMS=$(programs)
	{
		printf 'name\tvalue\n'
		about pipeline "$PIPELINE"
		about file "$FILE"
		about arguments "$*"
		about directory "$PWD"
		about output "$OUTPUT"
		read -r KERNEL HOST MACHINE <<-END
			$(uname -snrm)
		END
		about host "$HOST"
		about system "$KERNEL $MACHINE"
		about user "$(id -un 2>/dev/null || id -u)"
		about kkr "$KKR_VERSION"
		about programs "$PROGRAMS"
		libraries | while IFS= read -r LIBRARY; do
			about library "$LIBRARY"
		done
		about awk "$(readlink -f "$(command -v awk)")"
		about started "$(date +%Y-%m-%dT%H:%M:%SZ)"
	} >"$RUN/about.tsv" || die 74 "$RUN: cannot be written"
	note "kkr $KKR_VERSION: $PIPELINE"
}

about() {
	case $2 in
	*[[:cntrl:]\\]*) printf '%s\t%s\n' "$1" "$(printf '%s' "$2" | tr '\t\n\r\\' '    ')" ;;
	*) printf '%s\t%s\n' "$1" "$2" ;;
	esac
}

end_about() {
	about ended "$(date +%Y-%m-%dT%H:%M:%SZ)" >>"$RUN/about.tsv"
	about status "$1" >>"$RUN/about.tsv"
	[ ! -f "$WORK/request" ] || cp "$WORK/request" "$RUN/inputs.tsv" # where the inputs were found
	[ "$1" -ne 0 ] || note "results in $OUTPUT, version $RUN_NUMBER"
}

# The libraries that the programs are linked with: the loader tells instead of running a program.
libraries() {
	for PROGRAM in kkr-parse kkr-table kkr-quota; do
		LD_TRACE_LOADED_OBJECTS=1 "$HERE/$PROGRAM" </dev/null 2>/dev/null
	done | sed -n 's/.*=> \([^ ]*\) .*/\1/p' | xargs -d '\n' readlink -f -- | sort -u
}

# show_results FILE...: of these files; without any, of the samples.
show_results() {
	out=$OUTPUT
	SHOWN=$(mktemp) || die 73 'no directory for temporary files can be made'
	{
		! command -v show >/dev/null || { show && echo; }
		echo "Results in $OUTPUT:"
		find "$OUTPUT/" -type f -name '[!.]*' -printf '  %P\n' | sort
		[ -n "$SPOOL" ] || [ $# -gt 0 ] || echo "No FILE is named: these are results of the samples of $PIPELINE."
	} >"$SHOWN" || {
		rm -f "$SHOWN"
		die 70 "$PIPELINE: cannot show the results in $OUTPUT"
	}
	tell <"$SHOWN"
	rm -f "$SHOWN"
}
