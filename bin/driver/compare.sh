# kkr compare: editions side by side, whatever each is given as.
#
# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the driver set and use what is not here

# Runs a command whose messages name files in $WORK, and has them name what those were made of.
named() {
	STATUS=0
	"$@" 2>"$WORK/errors" || STATUS=$?
	awk -F '\t' '
		FILENAME ~ /names$/ { made[$1] = $2; next }
		{
			for (file in made)
				if (at = index($0, file)) {
					rest = substr($0, at + length(file))
					sub(/^\.parsed/, "", rest)
					$0 = substr($0, 1, at - 1) made[file] " as records" rest
				}
			print
		}' "$WORK/names" "$WORK/errors" >&2
	return "$STATUS"
}

# Sets EDITION to a file of records: a result's main table, an export read and coded, or what is
# records already.
find_edition() {
	EDITION=$1
	case $1 in
	-)
		EDITION=$WORK/standard-input
		cat >"$EDITION" || exit 74
		;;
	-*) EDITION=./$1 ;;
	esac
	[ ! -d "$1" ] || EDITION=$1/kommunekvoter.tsv
	[ -f "$EDITION" ] || return 0 # kkr-compare says what is wrong with it
	case $(gzip -dcf <"$EDITION" 2>/dev/null | tr -d '\357\273\277[:space:]' 2>/dev/null | head -c 1) in
	'<')
		MADE=$(mktemp "$WORK/edition.XXXX")
		printf '%s\t%s\n' "$MADE" "$EDITION" >>"$WORK/names"
		kkr-parse -- "$EDITION" >"$MADE.parsed" || exit
		named kkr-codes --add name "$MADE.parsed" >"$MADE" || exit
		EDITION=$MADE
		;;
	esac
}

compare() {
	work_elsewhere
	: >"$WORK/names"
	ENDED=
	LEFT=$#
	while [ "$LEFT" -gt 0 ]; do
		case $1 in
		-k | --key | --value)
			[ "$LEFT" -gt 1 ] || misuse "compare: $1 wants a value"
			set -- "$@" "$1" "$2"
			shift 2
			LEFT=$((LEFT - 2))
			continue
			;;
		--)
			ENDED=yes
			;;
		-?*)
			if [ -n "$ENDED" ]; then
				find_edition "$1"
				set -- "$@" "$EDITION"
			else
				set -- "$@" "$1"
			fi
			;;
		*)
			find_edition "$1"
			set -- "$@" "$EDITION"
			;;
		esac
		shift
		LEFT=$((LEFT - 1))
	done
	named kkr-compare "$@"
}
