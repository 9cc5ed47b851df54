# kkr verify: whether results are what comes out of the inputs that their manifest names.
#
# shellcheck shell=sh disable=SC2034,SC2153,SC2154 # other parts of the driver set and use what is not here

verify() {
	verify_options "$@"
	work_elsewhere
	FAULTS=
	VERSION=$(readlink -f -- "$VERIFIED") # one version to the end, whatever run comes meanwhile
	set -- check --again "$WORK" --pipelines "$SHARE/pipelines"
	[ -z "$INPUTS" ] || set -- "$@" --inputs "$INPUTS"
	[ -z "$TRUSTED" ] || set -- "$@" --trust-pipeline "$TRUSTED"
	checked "$@" -- "${VERSION:-$VERIFIED}"
	[ ! -f "$WORK/words" ] || with_lines "$WORK/words" make_again
	[ -z "$FAULTS" ] || exit 65
}

verify_options() {
	VERIFIED='' INPUTS='' TRUSTED='' ENDED=''
	while [ $# -gt 0 ]; do
		case $ENDED$1 in
		--inputs=*) INPUTS=${1#*=} ;;
		--trust-pipeline=*) TRUSTED=${1#*=} ;;
		--inputs | --trust-pipeline)
			[ $# -gt 1 ] || misuse "$1 wants a value"
			WORD=$1=$2
			shift 2
			set -- "$WORD" "$@"
			continue
			;;
		--) ENDED=yes ;;
		-?*) refuse_option verify "$1" ;;
		*)
			[ -z "$VERIFIED" ] || misuse 'verify: one DIR at a time'
			VERIFIED=$1
			;;
		esac
		shift
	done
	[ -n "$VERIFIED" ] || misuse 'verify: which DIR?'
}

# checked COMMAND...: kkr-manifest; what it finds is said of the results at hand, and the rest is looked at
# all the same.
checked() {
	STATUS=0
	kkr-manifest "$@" 2>"$WORK/said" || STATUS=$?
	while IFS= read -r FAULT; do
		fault "${FAULT#kkr-manifest: }"
	done <"$WORK/said"
	case $STATUS in
	0 | 65) return ;;
	esac
	[ -s "$WORK/said" ] || fault 'cannot be checked'
	exit "$STATUS"
}

fault() {
	say "verify: $VERIFIED: $1"
	FAULTS=yes
}

# make_again PIPELINE WORD...: makes the result again, of the same inputs under their names of then, and compares. What is wrong with the
# place says nothing of the results.
make_again() {
	names_no_file "$@" || return 0
	PIPELINE=$1
	shift
	STATUS=0
	KKR_AGAIN=yes "$HERE/kkr" run "$PIPELINE" --output "$WORK/made" "$@" </dev/null >"$WORK/said" 2>&1 || STATUS=$?
	[ "$STATUS" -eq 0 ] || cat "$WORK/said" >&2
	case $STATUS in
	0)
		BEFORE=$FAULTS FAULTS=
		checked same -- "$VERSION" "$WORK/made"
		[ -z "$FAULTS" ] || figures_agree
		FAULTS=$FAULTS$BEFORE
		;;
	64 | 65 | 66 | 78) fault 'cannot be made again' ;;
	*)
		[ -s "$WORK/said" ] || fault "$WORK: cannot be written: is the disk full?"
		fault 'cannot be made again here'
		exit "$STATUS"
		;;
	esac
}

# figures_beside OLD NEW: the figures of two results that are not the same, in words; of new ones how many there are.
figures_beside() {
	kkr-compare -- "$1" "$2" >"$WORK/differences" 2>/dev/null || return
	awk -F '\t' 'NR > 1 && ($7 != "" || $6 == "" && $5 ~ /^-?[0-9]/) { print $1 ": " $2 ": " $3 " was " $5 ", and is " ($6 == "" ? "gone" : $6) }' \
		"$WORK/differences"
	awk -F '\t' 'NR > 1 && $5 == "" && $6 ~ /^-?[0-9]/ { print $1 }' "$WORK/differences" | uniq -c |
		sed 's/^ *\([0-9]*\) \(.*\)/\2: \1 figures are new/'
}

# figures_agree: says whether the figures are the same, where not all bytes are, as after an upgrade of kkr.
figures_agree() {
	# Which tables cannot be held against each other is no matter of figures.
	figures_beside "$VERSION" "$WORK/made" >"$WORK/figures" || return 0
	[ -s "$WORK/figures" ] || fault 'the figures of its tables are the same'
	first_lines <"$WORK/figures" | while IFS= read -r FIGURE; do
		fault "$FIGURE"
	done
}

# names_no_file PIPELINE WORD...: a parameter that names a file has the file's checksum, or the manifest could
# have any file here read. Those that were found are in $WORK.
names_no_file() {
	NAMED=$(
		pipeline_file "$1"
		read_pipeline >/dev/null 2>&1 # what is wrong with it, the run says
		while [ "$1" != -- ]; do
			shift
			case $1 in
			--set=*=?*) ;;
			*) continue ;;
			esac
			NAME=${1#--set=}
			NAME=${NAME%%=*}
			eval "KIND=\${KIND_$NAME-}"
			[ "$KIND" != file ] || [ "${1#"--set=$NAME=$WORK/"}" != "$1" ] || echo "$NAME"
		done
	)
	[ -z "$NAMED" ] || {
		fault "parameter $NAMED: has no checksum, by which its file could be found"
		return 1
	}
}
