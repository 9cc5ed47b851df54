# What a result is made of, by kkr-manifest: the request (pipeline, parameters, inputs), and the manifest.
# Nothing in either tells where, when or by whom; the same inputs give the same manifest anywhere.
#
# shellcheck shell=sh disable=SC2030,SC2031,SC2034,SC2153,SC2154 # other parts of the driver set and use what is not here

C1=$(printf '\302[\200-\237]') # the other control characters of UTF-8

# has_control TEXT: whether there is a control character in it, which values of parameters have not: a line
# feed in one would be two in a list, and others steer a terminal.
has_control() {
	case $1 in
	*[[:cntrl:]]*) return 0 ;;
	*[!\ -~]*) printf '%s' "$1" | grep -q "$C1" ;;
	*) return 1 ;;
	esac
}

# asked COMMAND...: kkr-manifest, with whose status and last message the run fails. All others are said.
asked() {
	STATUS=0
	: >"$WORK/asked" || fail 74 "$WORK: cannot be written"
	kkr-manifest "$@" 2>"$WORK/asked" || STATUS=$?
	TEXT=
	while IFS= read -r NEXT; do
		[ -z "$TEXT" ] || say "$PIPELINE: $TEXT"
		TEXT=${NEXT#kkr-manifest: }
	done <"$WORK/asked"
	[ "$STATUS" -eq 0 ] || fail "$STATUS" "${TEXT:-$WORK: cannot be written: is the disk full?}"
	[ -z "$TEXT" ] || say "$PIPELINE: $TEXT"
}

# request NAME...: what the run is made of, with the inputs NAMEs. What can be read once alone is kept
# with the result, in inputs/.
request() {
	REVERSED=
	for NAME in $PARAMETERS; do
		REVERSED="$NAME $REVERSED"
	done
	[ -z "$KEEP_INPUTS" ] || [ -n "$TOPIC" ] || set -- --keep-all -- "$@"
	[ "${1-}" = --keep-all ] || set -- -- "$@"
	set -- --pipeline="$FILE" --keep="$out/inputs" ${KKR_AGAIN:+--of-then} "$@"
	for NAME in $REVERSED; do
		eval "VALUE=\$$NAME KIND=\$KIND_$NAME"
		case $KIND:$VALUE in
		file:?* | period:*) ;;
		*) KIND='set' ;;
		esac
		set -- "--$KIND=$NAME=$VALUE" "$@"
	done
	while IFS= read -r DIR; do
		[ -z "$DIR" ] || set -- --maps="$DIR" "$@"
	done <<-END
		$MAPS
	END
	while IFS= read -r PATTERN; do
		[ -z "$PATTERN" ] || [ -n "$TOPIC" ] || set -- --only="$PATTERN" "$@"
	done <<-END
		$ONLY
	END
	asked inputs "$@"
}

# with_lines FILE COMMAND...: the command, with each line of the file as one more argument.
with_lines() {
	LINES_OF=$(cat "$1") || return 74
	shift
	OLD_IFS=$IFS
	IFS=$NEWLINE
	set -f
	# shellcheck disable=SC2086
	set -- "$@" $LINES_OF
	set +f
	IFS=$OLD_IFS
	"$@"
}

input_paths() {
	kkr-manifest paths "$WORK/request"
}

# made_of: of the manifest, what is known while the pipe runs: the request, and the outputs that are there.
# For a pipeline that writes a page on how it came about; the page itself is not among them yet. What a
# topic is made of is what it would be made of alone.
made_of() {
	MADE_OF=$WORK/request
	if [ -n "$TOPIC" ]; then
		MADE_OF=$WORK/request-$TOPIC
		input_paths >"$WORK/paths-$TOPIC" && with_lines "$WORK/paths-$TOPIC" request >"$MADE_OF" || return
	fi
	kkr-manifest write --request "$MADE_OF" ${KKR_AGAIN:+--of-then} "$out"
}

# What the programs and schemas are, which have one version while they are worked on.
programs() {
	find "$HERE/kkr" "$HERE"/kkr-* "$SHARE/driver" "$SHARE/pipelines" "$SHARE/schemas" -type f | sort |
		tr '\n' '\0' | xargs -0 cat | sha256sum | cut -c 1-64
}

# Whether what stands came of the same request and programs, is whole, and has no more records set aside
# than may be.
is_made() {
	grep -qxF "programs${TAB}$PROGRAMS" "$STATE/runs/$(standing)/about.tsv" 2>/dev/null &&
		kkr-manifest stands --request "$WORK/request" --max-rejects "$MAX_REJECTS" ${KEEP_INPUTS:+--keep-all} \
			"$OUTPUT" 2>/dev/null
}

# The manifest of what has been made in $out. How many records came in is what the readers have reported.
manifest() {
	set --
	for REPORT in "$REPORTS"/*.tsv; do
		[ ! -f "$REPORT" ] || set -- "$@" --counts "$REPORT"
	done
	asked write --request "$WORK/request" --stages "$RUN/stages.tsv" ${KKR_AGAIN:+--of-then} "$@" "$out"
}
