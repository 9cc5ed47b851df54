# kkr compare: editions side by side, of which one may be an export, which is read first.
#
# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the driver set and use what is not here

# Sets EDITION to an export's records, read and coded, or to what is given, for kkr-compare. Messages name an export by the records' origin; where they are of its columns, by its file,
# whose name its records have too.
find_edition() {
	EDITION=$1
	case $1 in
	-)
		EDITION=$WORK/standard-input
		cat >"$EDITION" || exit 74
		;;
	-*) EDITION=./$1 ;;
	esac
	[ -f "$EDITION" ] || return 0 # kkr-compare says what is wrong with it
	case $(gzip -dcf <"$EDITION" 2>/dev/null | tr -d '\357\273\277[:space:]' 2>/dev/null | head -c 1) in
	'<')
		MADE=$(mktemp -d "$WORK/edition.XXXX" 2>/dev/null) && mkdir "$MADE/read" "$MADE/coded" || exit 73
		NAME=${EDITION##*/}
		[ "$NAME" != - ] || NAME=./-
		kkr-read -- "$EDITION" >"$MADE/read/$NAME" || exit
		(cd "$MADE/read" && kkr-codes --add name -- "$NAME") >"$MADE/coded/$NAME" || exit
		EDITION=$MADE/coded/$NAME
		;;
	esac
}

compare() {
	work_elsewhere
	ENDED=
	LEFT=$#
	while [ "$LEFT" -gt 0 ]; do
		EDITION=$1
		case $ENDED$1 in
		-k | --key | --value | -N | --names | --report | --measures | --against | --tolerance)
			[ "$LEFT" -gt 1 ] || misuse "compare: $1 wants a value"
			set -- "$@" "$1" "$2"
			shift 2
			LEFT=$((LEFT - 2))
			continue
			;;
		--) ENDED=yes ;;
		-?*) ;;
		*) find_edition "$1" ;;
		esac
		set -- "$@" "$EDITION"
		shift
		LEFT=$((LEFT - 1))
	done
	kkr-compare "$@"
}
