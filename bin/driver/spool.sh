# A spool: a directory in which exports arrive. Those that are there whole are the inputs of a run, and
# go to done/ afterwards, or to failed/ with the reason beside them.
#
# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the driver set and use what is not here

# Sets SPOOLED to a list of the files that have arrived. Bad ones go to failed/ at once.
look_into_spool() {
	[ -d "$SPOOL" ] || fail 66 "$SPOOL: is no directory"
	mkdir -p "$SPOOL/done" "$SPOOL/failed" 2>/dev/null || fail 73 "$SPOOL/done: cannot be made"
	{ true >>"$SPOOL/.kkr.lock"; } 2>/dev/null || fail 73 "$SPOOL: cannot be written to"
	exec 6>>"$SPOOL/.kkr.lock"
	flock -w "$WAIT" 6 || fail 75 "$SPOOL: another run takes from it"
	SPOOLED=$WORK/spooled
	SPOOL_FAULTS=$WORK/spool-faults
	: >"$SPOOLED"
	: >"$SPOOL_FAULTS"
	list_open_files
	for NAME in "$SPOOL"/*; do
		[ -f "$NAME" ] || continue
		case $NAME in
		*.part | *.tmp | *.filepart | *.crdownload) continue ;; # still to be renamed
		esac
		! is_written_to "$NAME" || continue
		if has_control "$NAME"; then
			echo "kkr: $(shown "$NAME"): there is a control character in the name" >"$WORK/reason"
			reject "$NAME"
		elif has_arrived "$NAME"; then
			printf '%s\n' "$NAME" >>"$SPOOLED"
		elif [ -n "$BAD" ]; then
			cp "$WORK/parsed.err" "$WORK/reason"
			reject "$NAME"
		fi
	done
}

# reject FILE: to failed/, for $WORK/reason.
reject() {
	cat "$WORK/reason" >>"$SPOOL_FAULTS"
	settle "$1" failed
}

# Which files some process that can be seen has open for writing: device and inode.
list_open_files() {
	find -L /proc/[0-9]*/fd -type f -printf '%D:%i %p\n' 2>/dev/null | while read -r INODE DESCRIPTOR; do
		case $(sed -n 's/^flags:.*\(.\)$/\1/p' "${DESCRIPTOR%/fd/*}/fdinfo/${DESCRIPTOR##*/}" 2>/dev/null) in
		1 | 2) echo "$INODE" ;;
		esac
	done >"$WORK/open"
}

is_written_to() {
	grep -qxF "$(stat -L -c %d:%i -- "$1")" "$WORK/open"
}

# Whether an export can be read to its end; what is no XML is for the pipeline to judge. One that is cut
# short may be on its way still, for ten minutes from the last that came. Sets BAD where it is no good.
has_arrived() {
	BAD=
	case $(gzip -dcf <"$1" 2>/dev/null | tr -d '\000\357\273\277\376\377[:space:]' 2>/dev/null | head -c 1) in
	'<' | '') ;;
	*) return 0 ;;
	esac
	kkr-parse --rejects /dev/null -- "$1" >/dev/null 2>"$WORK/parsed.err"
	case $? in
	0) return 0 ;;
	65) ;;
	*)
		cat "$WORK/parsed.err" >>"$SPOOL_FAULTS"
		return 1
		;;
	esac
	grep -q 'is cut short\|is empty' "$WORK/parsed.err" && [ -n "$(find "$1" -mmin -10)" ] || BAD=yes
	return 1
}

# settle FILE done|failed: moves a file, over no other; with failed, $WORK/reason goes beside it.
settle() {
	BASE_NAME=$(basename "$1")
	TO=$SPOOL/$2/$BASE_NAME
	COUNT=0
	while [ -e "$TO" ] || [ -L "$TO" ] || [ -e "$TO.reason" ] || [ -L "$TO.reason" ]; do
		COUNT=$((COUNT + 1))
		TO=$SPOOL/$2/$BASE_NAME.$COUNT
	done
	[ "$2" = "done" ] || cp "$WORK/reason" "$TO.reason" 2>/dev/null
	{ mv -n -T -- "$1" "$TO" && [ ! -e "$1" ]; } 2>/dev/null ||
		say "$(shown "$1"): cannot be moved to $SPOOL/$2"
}

# Moves what the run took. The record of where the inputs are follows.
settle_spool() {
	while IFS= read -r NAME; do
		settle "$NAME" "$1"
		printf '%s\t%s\n' "$(readlink -f "$SPOOL")/$BASE_NAME" "$(readlink -f "$TO")"
	done <"$SPOOLED" >"$WORK/moved"
	RECORD=$STATE/runs/$(standing)/inputs.tsv
	[ "$1" = "done" ] || return 0
	[ -f "$RECORD" ] || return 0
	awk -F '\t' -v OFS='\t' '
		NR == FNR { to[$1] = $2; next }
		$4 in to { $4 = to[$4] }
		{ print }' "$WORK/moved" "$RECORD" >"$WORK/record" && cat "$WORK/record" >"$RECORD"
}

# A run that took no file is over; else its files are settled, and bad ones told.
end_spool() {
	[ ! -s "$SPOOLED" ] || settle_spool "done"
	[ ! -s "$SPOOL_FAULTS" ] || {
		first_lines <"$SPOOL_FAULTS" >&2
		say "$PIPELINE: not all of what arrived can be read; see $SPOOL/failed"
		exit 65
	}
}
