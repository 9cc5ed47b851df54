# kkr compare: editions side by side, of which any may be what kkr-read reads, and is then read and coded first.
#
# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the driver set and use what is not here

# counted_records FILE: how many records it has; nothing where it is none, or cannot be read, of which kkr-read tells.
counted_records() {
	{
		gzip -dcf <"$1" >"$WORK/unpacked.tsv" && kkr-manifest inputs "$WORK/unpacked.tsv" |
			kkr-select --where role=input --columns records | tail -n +2
	} 2>/dev/null
}

# find_edition FILE: sets EDITION to what kkr-compare is to read: records as they are, anything else as kkr-read makes records of
# it. Messages name it by the origin of those; where they are of its columns, by its file, whose name they have, too.
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
	[ -z "$(counted_records "$EDITION")" ] || return 0
	MADE=$(mktemp -d "$WORK/edition.XXXX" 2>/dev/null) && mkdir "$MADE/read" "$MADE/coded" || exit 73
	NAME=${EDITION##*/}
	[ "$NAME" != - ] || NAME=./-
	kkr-read -- "$EDITION" >"$MADE/read/$NAME" || exit
	(cd "$MADE/read" && kkr-codes --add name -- "$NAME") >"$MADE/coded/$NAME" || exit
	EDITION=$MADE/coded/$NAME
}

compare() {
	work_elsewhere
	VALUED=" $(kkr-compare --help=tsv | awk -F '\t' '$4 != "" { print $2, $3 }' | paste -sd ' ' -) "
	LEFT=$#
	while [ "$LEFT" -gt 0 ]; do
		EDITION=$1
		case $1 in
		--) VALUED= ;;
		-?*)
			case $VALUED in
			*" $1 "*)
				[ "$LEFT" -gt 1 ] || misuse "compare: $1 wants a value"
				set -- "$@" "$1"
				shift
				LEFT=$((LEFT - 1)) EDITION=$1
				;;
			'') find_edition "$1" ;;
			esac
			;;
		*) find_edition "$1" ;;
		esac
		set -- "$@" "$EDITION"
		shift
		LEFT=$((LEFT - 1))
	done
	kkr-compare "$@"
}
