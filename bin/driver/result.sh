# Results. DIR is a symbolic link to a version beside it, .DIR.N, and replaced by one rename. What a run
# needs, and what is told of it, is in .DIR.state beside it:
#
#	lock        held with flock by the run under way, and by its stages, which inherit it
#	runs/N/     of run N: log, about.tsv, inputs.tsv, rejects/; while it is under way, or where it was
#	            killed, stages/, in which everything is made
#	trash/      what is being removed
#
# shellcheck shell=sh disable=SC2034,SC2154,SC3013 # other parts of the driver set and use what is not here; each sh of Debian knows -ef

RUNS_KEPT=10

# find_output DIR FILE...: sets OUTPUT, PARENT, BASE and STATE to where the results of FILEs are to be, and
# makes STATE: NEW_STATE, where there was none, and FOUND, the directory above it that was there.
find_output() {
	OUTPUT=$1
	shift
	while [ "${OUTPUT%/}" != "$OUTPUT" ]; do
		OUTPUT=${OUTPUT%/}
	done
	case $OUTPUT in
	'' | . | .. | */. | */..) misuse "-o: '$DIRECTORY' is no name for a directory of results" ;;
	*"$NEWLINE"*) misuse "-o: a name is one line" ;;
	-* | [!/]*=*) OUTPUT=./$OUTPUT ;; # no option, and no assignment where awk reads it
	esac
	BASE=${OUTPUT##*/}
	PARENT=${OUTPUT%"$BASE"}
	PARENT=${PARENT:-./}
	while [ "${PARENT%/}" != "$PARENT" ] && [ "$PARENT" != / ]; do
		PARENT=${PARENT%/}
	done
	STATE=$PARENT/.$BASE.state
	if [ -L "$OUTPUT" ]; then
		{ LINKED=$(readlink "$OUTPUT"); } 2>/dev/null || die 74 "$OUTPUT: cannot be looked at, since readlink failed"
		is_version "$LINKED" ||
			die 73 "$OUTPUT: is a link that kkr did not make; name another with --output"
	elif [ -d "$OUTPUT" ]; then
		[ -z "$(ls -A "$OUTPUT")" ] || refuse_output "$@"
	elif [ -e "$OUTPUT" ]; then
		die 73 "$OUTPUT: is a file; name a directory with --output"
	fi
	FOUND=$PARENT
	until [ -d "$FOUND" ]; do
		FOUND=$(dirname -- "$FOUND")
	done
	case $(readlink -f -- "$FOUND") in
	*/.*.[1-9]*)
		[ ! -f "$FOUND/manifest.tsv" ] ||
			die 73 "$FOUND: is a result, which goes with its version, and what is in it; name another with --output"
		;;
	esac
	NEW_STATE=
	[ -d "$STATE" ] || NEW_STATE=yes
	if [ ! -d "$PARENT" ]; then
		{ mkdir -p "$PARENT" && sync -f "$PARENT"; } 2>/dev/null || # with the directories above it
			die 73 "$PARENT: cannot be made"
	fi
	mkdir -p "$STATE/runs" 2>/dev/null || die 73 "$STATE: cannot be made"
}

# refuse_output FILE...: ends the run whose DIR holds something, such as the FILEs.
refuse_output() {
	for NAME; do
		case $NAME in
		*/*) [ -d "$NAME" ] || NAME=${NAME%/*} ;;
		esac
		[ ! "$OUTPUT" -ef "$NAME" ] ||
			die 73 "$OUTPUT: is the delivery's own folder; name another with --output"
	done
	die 73 "$OUTPUT: holds what kkr did not make; name another with --output"
}

# Nothing stays of a run that was refused where there had been none: neither state nor directories.
unmake_output() {
	rm -rf "$STATE"
	while [ "$PARENT" != "$FOUND" ] && rmdir -- "$PARENT" 2>/dev/null; do
		PARENT=$(dirname -- "$PARENT")
	done
}

# Whether the target of a link is a version beside it; six letters ended those of kkr's first days.
is_version() {
	case $1 in
	*/*) return 1 ;;
	".$BASE."??????) return 0 ;;
	".$BASE.") return 1 ;;
	".$BASE."*) is_number "${1#".$BASE."}" ;;
	*) return 1 ;;
	esac
}

is_number() {
	case $1 in
	'' | *[!0-9]* | ???????????*) return 1 ;;
	esac
}

# is_free FILE: whether a lock can be that file: opening a pipe would wait for whoever reads it.
is_free() {
	[ ! -L "$1" ] && { [ -f "$1" ] || [ ! -e "$1" ]; }
}

# The lock is inherited by every stage: as long as one of them lives, the run is not over. One that was
# refused may have taken the state away while it was waited for.
lock_output() {
	until [ "$STATE/lock" -ef /dev/fd/9 ]; do
		{ mkdir -p "$STATE/runs" && is_free "$STATE/lock" && true >>"$STATE/lock"; } 2>/dev/null ||
			die 73 "$STATE/lock: cannot be written"
		exec 9>>"$STATE/lock"
		if [ "$WAIT" -eq 0 ]; then
			{ flock -n 9; } 2>/dev/null || die 75 "$OUTPUT: another run is under way (--wait SECONDS waits for it)"
		else
			{ flock -w "$WAIT" 9; } 2>/dev/null ||
				die 75 "$OUTPUT: another run has been under way for the $WAIT seconds of --wait"
		fi
	done
}

# Numbers, the least first; nothing is said of a sort that is killed.
in_order() {
	{ sort -n || :; } 2>/dev/null
}

# The numbers of the versions that are whole, the oldest first. Each has its manifest.
versions() {
	for VERSION in "$PARENT/.$BASE".*; do
		NUMBER=${VERSION##*.}
		if is_number "$NUMBER" && [ -f "$VERSION/manifest.tsv" ] && [ ! -L "$VERSION" ] &&
			[ "${VERSION##*/}" = ".$BASE.$NUMBER" ]; then
			echo "$NUMBER"
		fi
	done | in_order
}

# The number of the version that stands; 0 where there is none.
standing() {
	NUMBER=$(readlink "$OUTPUT") || NUMBER=0
	NUMBER=${NUMBER##*.}
	is_number "$NUMBER" || NUMBER=0
	echo "$NUMBER"
}

runs() {
	for RECORD in "$STATE/runs"/*; do
		! is_number "${RECORD##*/}" || echo "${RECORD##*/}"
	done | in_order
}

# Removes a directory in a way that no half of it is taken for a whole one.
discard() {
	mkdir -p "$STATE/trash" && mv -T "$1" "$STATE/trash/${1##*/}" && rm -rf "$STATE/trash"
}

# What dead runs have left: none is alive, as the lock is held. A version above the one that stands
# was made, but not put in place.
clear_dead() {
	rm -rf "$STATE/trash"
	for NUMBER in $(runs); do
		[ -d "$STATE/runs/$NUMBER/stages" ] || continue
		echo 'ended without a word: killed, or the machine was lost' >>"$STATE/runs/$NUMBER/log"
		rm -rf "$STATE/runs/$NUMBER/stages"
	done
	STANDING=$(standing)
	[ "$STANDING" -ne 0 ] || return 0
	for NUMBER in $(versions); do
		[ "$NUMBER" -le "$STANDING" ] || discard "$PARENT/.$BASE.$NUMBER"
	done
}

# Begins a run: sets RUN_NUMBER, RUN and WORK, in which everything is made, and out and tmp.
begin_run() {
	clear_dead
	LAST=$({ runs; versions; standing; } | in_order | tail -n 1)
	[ -n "$LAST" ] || die 70 "$OUTPUT: the next run cannot be numbered, since sort or tail failed"
	RUN_NUMBER=$((LAST + 1))
	RUN=$STATE/runs/$RUN_NUMBER
	WORK=$RUN/stages
	REJECTS=$RUN/rejects
	REPORTS=$WORK/reports
	out=$WORK/out
	tmp=$WORK/tmp
	PLACED=
	ENDED=
	FORGOTTEN=
	clear_at_exit
	if ! { mkdir "$RUN" && mkdir "$WORK" "$REJECTS" && mkdir "$REPORTS" "$out" "$tmp"; } 2>/dev/null; then
		die 73 "$RUN: cannot be made"
	fi
}

# However a run ends: what was made goes, unless it is in place; what is told of it stays, but for a run
# that found nothing to do.
clear() {
	CAUSE=$?
	[ -n "${RUN-}" ] || return 0
	if [ -z "$PLACED" ] && [ "$(readlink "$OUTPUT")" != ".$BASE.$RUN_NUMBER" ]; then
		rm -rf "$PARENT/.$BASE.$RUN_NUMBER"
	fi
	if [ "$ENDED" = nothing ]; then
		rm -rf "$RUN"
		[ -z "$NEW_STATE" ] || unmake_output
	elif [ -n "$FORGOTTEN" ]; then
		unmake_output
	else
		[ -n "$ENDED" ] || note "stopped by a signal"
		rm -rf "$WORK"
		[ ! -d "$REJECTS" ] || rmdir "$REJECTS" 2>/dev/null
		forget_runs
	fi
	case $CAUSE in
	0 | 6[4-9] | 7[0-8] | 129 | 130 | 141 | 143) ;;
	*)
		say "$PIPELINE: ended in the midst of it, with status $CAUSE; the log is $RUN/log"
		exit 70
		;;
	esac
}

clear_at_exit() {
	trap clear EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	[ -z "$TIMEOUT" ] || trap 'timed_out' USR1
}

# note TEXT: a line of the log, with the time.
note() {
	{ printf '%s %s\n' "$(date +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$RUN/log"; } 2>/dev/null
}

# The last runs are remembered, and those of the versions that are kept.
forget_runs() {
	REMEMBERED=" $({ runs | tail -n "$RUNS_KEPT"; versions; } | tr '\n' ' ')"
	case $REMEMBERED in
	*" $RUN_NUMBER "*) ;;
	*) return ;; # the list could not be made
	esac
	for NUMBER in $(runs); do
		case $REMEMBERED in
		*" $NUMBER "*) ;;
		*) rm -rf "$STATE/runs/$NUMBER" ;;
		esac
	done
}

# Puts what was made in place: on the disk first, then one rename. No signal comes between.
place() {
	TARGET=.$BASE.$RUN_NUMBER
	BEFORE=$(readlink "$OUTPUT")
	find "$out" -depth -exec sync -- {} + 2>>"$RUN/log" || fail 74 'the results cannot be written to the disk'
	trap '' HUP INT TERM USR1
	[ -n "$BEFORE" ] || rmdir "$OUTPUT" 2>/dev/null # an empty directory may give way
	if ! {
		mv -T "$out" "$PARENT/$TARGET" && sync -- "$PARENT" &&
			ln -s "$TARGET" "$WORK/link" && mv -T "$WORK/link" "$OUTPUT" && sync -- "$PARENT"
	} 2>>"$RUN/log"; then
		fail 73 'the results cannot be put in place'
	fi
	PLACED=yes
	clear_at_exit
	for NUMBER in $(versions | head -n "-$KEEP"); do
		discard "$PARENT/.$BASE.$NUMBER"
	done
	case $BEFORE in
	'' | ".$BASE.$(standing)") ;;
	*) is_number "${BEFORE##*.}" || rm -rf "${PARENT:?}/$BEFORE" ;;
	esac
}
