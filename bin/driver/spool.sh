# A spool: a directory in which exports arrive. Those that are there whole are the inputs of a run, and
# go to done/ afterwards, or to failed/ with the reason beside them.
#
# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the driver set and use what is not here

# Sets SPOOLED to a list of the files that have arrived. Bad ones go to failed/ at once.
look_into_spool() {
	[ -d "$SPOOL" ] || fail 66 "$SPOOL: is no directory"
	[ "$(readlink -f -- "$SPOOL")" != "$(readlink -f -- "$OUTPUT")" ] || fail 64 "$SPOOL: is the directory of the results"
	case $SPOOL in
	-* | [!/]*=*) SPOOL=./$SPOOL ;; # no option, and no assignment where awk reads it
	esac
	mkdir -p "$SPOOL/done" "$SPOOL/failed" 2>/dev/null || fail 73 "$SPOOL/done: cannot be made"
	case $SPOOL in
	*\\*) fail 64 "$SPOOL: a spool's name has no backslash" ;; # which lists write as two
	esac
	{ is_free "$SPOOL/.kkr.lock" && true >>"$SPOOL/.kkr.lock"; } 2>/dev/null ||
		fail 73 "$SPOOL/.kkr.lock: cannot be written"
	exec 6>>"$SPOOL/.kkr.lock"
	{ flock -w "$WAIT" 6; } 2>/dev/null || fail 75 "$SPOOL: another run takes from it"
	SPOOLED=$WORK/spooled
	SPOOL_FAULTS=$WORK/spool-faults
	NEEDS=$SHARE/schemas/needs/$PIPELINE.tsv
	BESIDE='' AGAIN='' SPOOL_BAD=''
	: >"$SPOOLED" && : >"$SPOOL_FAULTS"
	if [ -f "$NEEDS" ]; then
		put_together
		return
	fi
	kkr-manifest spool "$SPOOL" >"$WORK/arrived" 2>"$SPOOL_FAULTS" || fail 66 "$(cat "$SPOOL_FAULTS")"
	[ ! -s "$SPOOL_FAULTS" ] || SPOOL_BAD=yes # a name that none can have
	{
		read -r _ # the header
		while IFS=$TAB read -r KIND NAME; do
			case $KIND in
			other) printf '%s\n' "$SPOOL/$NAME" >>"$SPOOLED" ;; # for the pipeline to judge
			*) printf '%s\t%s\n' "$KIND" "$SPOOL/$NAME" ;;
			esac
		done
	} <"$WORK/arrived" >"$WORK/exports"
	while [ -s "$WORK/exports" ]; do
		take_whole
	done
}

# put_together: as look_into_spool, where $NEEDS says what an edition is made of: sets SPOOLED to what is taken of
# one that is whole, BESIDE to all that its run is made of, and AGAIN where it was made before. What is bad, a copy
# or none of an edition has its place by then.
put_together() {
	BESIDE=$WORK/beside
	until
		asked spool --taken "$SPOOL" >"$WORK/lying"
		[ ! -s "$WORK/asked" ] || SPOOL_BAD=yes # a name that none can have
		set -- --lying "$WORK/lying" --max-rejects "$MAX_REJECTS" ${VERBOSE:+--verbose}
		if grep -q '^arrived\|^coming\|^unended' "$WORK/lying"; then
			grep '^arrived\|^coming\|^unended\|^taken' "$WORK/lying" | cut -f 2 >"$WORK/paths"
			with_lines "$WORK/paths" survey
			[ -s "$WORK/unread" ] || [ -s "$WORK/reading" ] || fail 74 "$WORK: cannot be written: is the disk full?"
			[ -s "$WORK/unread" ] || fail 75 "$SPOOL: cannot be looked through: $(tail -n 1 "$WORK/reading")"
			set -- "$@" --failed "$WORK/unread" --reason "$WORK/survey-said"
			[ ! -s "$WORK/aside" ] || set -- "$@" --aside "$WORK/aside"
			[ ! -s "$WORK/survey" ] || set -- "$@" --survey "$WORK/survey"
		fi
		asked decide "$@" "$SPOOL" >"$WORK/decided"
		! grep -q '^unmapped' "$WORK/decided" || { advise_map && say "$ADVICE"; }
		! grep -q '^failed' "$WORK/decided"
	do
		SPOOL_BAD=yes
	done
	sed -n 's/^take\t//p' "$WORK/decided" >"$SPOOLED"
	sed -n 's/^take\t//p; s/^run\t//p' "$WORK/decided" >"$BESIDE"
	AGAIN=$(sed -n 's/^again\t//p' "$WORK/decided")
	EDITION=$(sed -n 's/^edition\t//p' "$WORK/decided")
	[ -z "$EDITION" ] || set_parameter "edition=$EDITION"
}

# hold_totals FILE...: reports the totals that do not hold within a file, to $WORK/totals, by which the blame is laid.
hold_totals() {
	read_with_maps ${JOBS:+--jobs "$JOBS"} --paths --failed /dev/null -- "$@" |
		kkr-codes --rejects /dev/null --add name,region,region_name |
		kkr-select --where measure!=published_quota |
		if [ -n "${corrections-}" ]; then kkr-correct --corrections "$corrections"; else cat; fi |
		kkr-check --by-file --report "$WORK/totals" >/dev/null
} 2>/dev/null

# survey FILE...: of what edition each is, and whether that is whole; and which cannot be read.
survey() {
	read_with_maps ${JOBS:+--jobs "$JOBS"} --paths --failed "$WORK/unread" -- "$@" 2>"$WORK/reading" |
		kkr-codes --rejects "$WORK/aside" 2>/dev/null |
		kkr-edition --needs "$NEEDS" ${dated:+--dated "$dated"} ${landstal:+--landstal "$landstal"} --survey \
			>"$WORK/survey" 2>"$WORK/survey-said"
}

# Takes the exports that can be read to their end, in one run, which ends at one that may not be. That one
# is read alone, and those behind it remain.
take_whole() {
	cut -f 2 "$WORK/exports" >"$WORK/paths"
	if with_lines "$WORK/paths" kkr-parse --columns value --rejects /dev/null --report "$WORK/read" -- >/dev/null 2>&1; then
		READ=$(wc -l <"$WORK/paths")
	else
		READ=$(cut -f 2 "$WORK/read" | grep -cx in) || true
		[ "$READ" -eq 0 ] || READ=$((READ - 1))
	fi
	head -n "$READ" "$WORK/paths" >>"$SPOOLED"
	tail -n "+$((READ + 1))" "$WORK/exports" >"$WORK/left"
	{
		IFS=$TAB read -r KIND NAME || true
		cat >"$WORK/exports"
	} <"$WORK/left"
	if [ -z "$NAME" ]; then
		:
	elif is_whole "$NAME"; then
		printf '%s\n' "$NAME" >>"$SPOOLED"
	elif [ -n "$BAD" ]; then
		cat "$WORK/reason" >>"$SPOOL_FAULTS"
		kkr-manifest settle --to "$SPOOL/failed" --reason "$WORK/reason" "$NAME" 2>&7 && SPOOL_BAD=yes
	fi
}

# Whether an export can be read to its end. One that is cut short may be on its way still. Sets BAD where it
# is no good.
is_whole() {
	BAD=
	read_with_maps --rejects /dev/null --report "$WORK/read" -- "$1" >/dev/null 2>"$WORK/reason"
	case $? in
	0) return 0 ;;
	65) [ "$KIND" = coming ] && cut -f 2 "$WORK/read" | grep -qx cut_short || BAD=yes ;;
	*) cat "$WORK/reason" >>"$SPOOL_FAULTS" ;;
	esac
	return 1
}

# settle_spool done|failed: moves what the run took. The record of where the inputs are follows.
settle_spool() {
	if [ "$1" = "done" ]; then
		RECORD=$STATE/runs/$(standing)/inputs.tsv
		set -- --to "$SPOOL/done"
		[ ! -f "$RECORD" ] || set -- "$@" --request "$RECORD"
	else
		set -- --to "$SPOOL/failed" --reason "$WORK/reason"
		[ ! -f "$WORK/totals" ] || set -- "$@" --faults "$WORK/totals"
	fi
	with_lines "$SPOOLED" kkr-manifest settle "$@" -- 2>&7
}

# Of what came later to an edition that was there: what it has changed.
tell_changed() {
	[ -n "$AGAIN" ] && [ -n "${BEFORE-}" ] && [ -d "$PARENT/$BEFORE" ] || return 0
	figures_beside "$PARENT/$BEFORE" "$OUTPUT" | grep -v '^beregning.tsv: ' >"$WORK/changed" # the steps of the quotas
	[ -s "$WORK/changed" ] || echo 'no figure has changed' >"$WORK/changed"
	first_lines <"$WORK/changed" | while IFS= read -r TEXT; do
		say "$PIPELINE: $AGAIN was made again: $TEXT"
	done
}

# A run that took no file is over; else its files are settled, and bad ones told.
end_spool() {
	[ ! -s "$SPOOLED" ] || settle_spool "done" || die 73 "$PIPELINE: not all of what was taken has left $SPOOL"
	[ ! -s "$SPOOLED" ] || tell_changed
	if [ -n "$SPOOL_BAD" ] || [ -s "$SPOOL_FAULTS" ]; then
		first_lines <"$SPOOL_FAULTS" >&7
		say "$PIPELINE: not all of what arrived can be read; $(
			if [ -n "$SPOOL_BAD" ]; then echo "see $SPOOL/failed"; else echo 'it stays where it is'; fi
		)"
		exit 65
	fi
}
