# kkr explain: a finished run is asked how a municipality's quota came about.
#
# shellcheck shell=sh disable=SC2154 # other parts of the driver set what is not here

explain() {
	EXPLAINED='' AREA='' ENDED='' LANGUAGE=
	while [ $# -gt 0 ]; do
		case $ENDED$1 in
		--lang=*) LANGUAGE=${1#*=} ;;
		-L | --lang)
			[ $# -gt 1 ] || misuse "$1 wants a value"
			LANGUAGE=$2
			shift
			;;
		--) ENDED=yes ;;
		-?*) refuse_option explain "$1" ;;
		*)
			[ -z "$AREA" ] || misuse 'explain: one AREA at a time'
			if [ -z "$EXPLAINED" ]; then EXPLAINED=$1; else AREA=$1; fi
			;;
		esac
		shift
	done
	[ -n "$AREA" ] || misuse 'explain: which DIR, and which municipality?'
	! has_control "$AREA" || misuse 'explain: an AREA is one line, without control characters'
	[ -d "$EXPLAINED" ] || die 66 "$EXPLAINED: is no directory of results"
	STEPS=$EXPLAINED/beregning.tsv
	[ -f "$STEPS" ] || die 66 "$EXPLAINED: has no beregning.tsv, in which the steps of quotas stand: kkr run refugees makes it"
	case $STEPS in
	-*) STEPS=./$STEPS ;;
	esac
	STATUS=0
	CODE=$(printf 'area\n%s\n' "$AREA" | kkr-codes 2>&1) || STATUS=$?
	[ "$STATUS" -eq 0 ] || die "$STATUS" "explain: ${CODE#kkr-codes: standard input:2: }"
	CODE=${CODE##*"$NEWLINE"}
	grep -q "^$CODE$TAB" "$STEPS" || die 65 "explain: $AREA ($CODE) is no municipality whose quota was calculated in $EXPLAINED"
	ANSWER=$(kkr-quota --explain "$CODE" ${LANGUAGE:+--lang "$LANGUAGE"} "$STEPS") || exit "$?"
	printf '%s\n' "$ANSWER" | tell
}
