# The manifest of a result, manifest.tsv: what went in, what came out, and by what. Nothing in it tells
# where, when or by whom; the same inputs give the same manifest anywhere.
#
# shellcheck shell=sh disable=SC2030,SC2031,SC2034,SC2154 # other parts of the driver set and use what is not here

MANIFEST_HEADER=$(printf 'role\tname\tvalue\tbytes\trecords\tsha256\tset_aside\tcorrected')

# escape TEXT: as a field of a record.
escape() {
	printf '%s\n' "$1" | awk '{ gsub(/\\/, "&&"); gsub(/\t/, "\\t"); gsub(/\r/, "\\r"); print }'
}

# What a result comes of: version, pipeline, parameters, inputs; without numbers of records.
request() {
	printf '%s\n' "$MANIFEST_HEADER"
	printf 'kkr\tversion\t%s\t\t\t\t\t\n' "$KKR_VERSION"
	printf '%s\n' "$FILE" >"$WORK/one"
	describe "$WORK/one" >"$WORK/files"
	awk -F '\t' -v name="$PIPELINE" '{ print "pipeline\t" name "\t\t" $3 "\t\t" $2 "\t\t" }' "$WORK/files"
	for NAME in $PARAMETERS; do
		eval "VALUE=\$$NAME KIND=\$KIND_$NAME"
		if [ "$KIND" = file ] && [ -n "$VALUE" ]; then
			printf '%s\n' "$VALUE" >"$WORK/one"
			describe "$WORK/one" >"$WORK/described" || fail 66 "$NAME: $VALUE cannot be read"
			awk -F '\t' -v name="$NAME" '{ print "parameter\t" name "\t" $1 "\t" $3 "\t\t" $2 "\t\t" }' \
				"$WORK/described"
			cat "$WORK/described" >>"$WORK/files"
		else
			printf 'parameter\t%s\t%s\t\t\t\t\t\n' "$NAME" "$(escape "$VALUE")"
		fi
	done
	awk -F '\t' '{ print "input\t" $1 "\t\t" $3 "\t\t" $2 "\t\t" }' "$WORK/inputs"
}

# made_of: of the manifest, what is known while the pipe runs: the request, and the outputs that are there.
# For a pipeline that writes a page on how it came about; the page itself is not among them yet. What a
# topic is made of is what it would be made of alone.
made_of() {
	if [ -z "$TOPIC" ]; then
		cat "$WORK/request"
	else
		(
			cp "$WORK/inputs" "$tmp/inputs" || exit
			WORK=$tmp
			request
		)
	fi && outputs "$out" | awk -F '\t' '{ print "output\t" $1 "\t\t" $3 "\t\t" $2 "\t\t" }'
}

# The rows of a manifest that request makes.
requested() {
	awk -F '\t' -v OFS='\t' '
		$1 == "role" { print; next }
		$1 ~ /^(kkr|pipeline|parameter|input)$/ { $5 = ""; print }' "$1"
}

# What the programs and schemas are, which have one version while they are worked on.
programs() {
	find "$HERE/kkr" "$HERE"/kkr-* "$SHARE/driver" "$SHARE/pipelines" "$SHARE/schemas" -type f | sort |
		tr '\n' '\0' | xargs -0 cat | sha256sum | cut -c 1-64
}

# Whether what stands came of the same request and programs, is whole, and has no more records set aside
# than may be.
is_made() {
	MADE=$OUTPUT/manifest.tsv
	[ -f "$MADE" ] && requested "$MADE" | cmp -s - "$WORK/request" || return 1
	grep -qxF "programs${TAB}$PROGRAMS" "$STATE/runs/$(standing)/about.tsv" 2>/dev/null || return 1
	[ "$(awk -F '\t' '{ n += $7 } END { print n + 0 }' "$MADE")" -le "$MAX_REJECTS" ] || return 1
	stated_outputs "$MADE" >"$WORK/stated"
	outputs "$OUTPUT" | cut -f 1-3 | cmp -s - "$WORK/stated"
}

# Name, SHA-256 and bytes of each output, by a manifest.
stated_outputs() {
	awk -F '\t' -v OFS='\t' '$1 == "output" { print $2, $6, $4 }' "$1"
}

# outputs DIR [STATED]: the same of what stands in a directory of results. What is no file, such as a pipe, and
# with a list of what is stated, what has another size, is not read: it is not what was made.
outputs() {
	SIZES=${2-}
	(
		cd "$1/" || exit
		find . ! -type d ! -path ./manifest.tsv ! -path './inputs/*' \
			! -name '*[[:cntrl:]]*' ! -name "*$C1*" |
			sed 's|^\./||' | sort
	) >"$WORK/outputs" && [ -s "$WORK/outputs" ] || return
	while IFS= read -r NAME; do
		BYTES=0
		[ ! -f "$1/$NAME" ] || BYTES=$(stat -L -c %s -- "$1/$NAME")
		if [ -f "$1/$NAME" ] && [ -r "$1/$NAME" ] && is_stated; then
			SUM=$(sha256sum <"$1/$NAME" | cut -c 1-64)
		else
			SUM=none
		fi
		printf '%s\t%s\t%s\n' "$NAME" "$SUM" "$BYTES"
	done <"$WORK/outputs"
}

is_stated() {
	[ -z "$SIZES" ] || NAME=$NAME BYTES=$BYTES awk -F '\t' '
		$1 == ENVIRON["NAME"] && $3 == ENVIRON["BYTES"] { found = 1 }
		END { exit !found }' "$SIZES"
}

# Names of files in a directory of results that no manifest can have.
named_oddly() {
	find "$1/" -mindepth 1 -name '*[[:cntrl:]]*' -o -name "*$C1*" | tr '\n' '?'
}

# As count_records, which the parts of -j have done already.
count_input() {
	COUNTED=
	[ ! -f "$WORK/counted-inputs" ] ||
		COUNTED=$(NAME=$1 awk -F '\t' '$2 == ENVIRON["NAME"] { print $1; exit }' "$WORK/counted-inputs")
	if [ -n "$COUNTED" ]; then echo "$COUNTED"; else count_records "$1"; fi
}

# How many records a file holds: of an export, those that kkr-parse reads or sets aside; of records,
# those below the header; of anything else, nothing is said.
count_records() {
	HEADER=$(head -n 1 <"$1" 2>/dev/null | tr -d '\000')
	case ${1##*/}$HEADER in
	*.tsv[a-z]*)
		awk -F '\t' '
			NR == 1 {
				for (i = 1; i <= NF; i++)
					if ($i !~ /^[a-z][a-z0-9_]*$/)
						exit other = 1
			}
			END { if (!other && NR) print NR - 1 }' "$1"
		return
		;;
	esac
	case $1 in
	*.txt | *.sh | *.html | *.svg | *.png) return ;;
	esac
	# Where it cannot be read, a line that is no record says so.
	{ kkr-parse --rejects "$WORK/counted" -- "$1" 2>/dev/null || printf '\001\n'; } |
		awk '$0 == "\001" { other = 1 } FNR > 1 { n++ } END { if (!other) print n + 0 }' - "$WORK/counted"
}

# The manifest of what has been made in $out.
manifest() {
	[ -z "$(named_oddly "$out")" ] || fail 70 'an output has a control character in its name'
	[ "$(find "$out/inputs" ! -type d 2>/dev/null | wc -l)" -eq "$(input_paths | grep -cF "$out/inputs/")" ] ||
		fail 70 'an output is in inputs/, which holds what kkr keeps of the inputs'
	outputs "$out" >"$WORK/made" || return
	{
		tail -n +2 "$WORK/files" # the first is the pipeline
		cat "$WORK/inputs"
	} | sed "s/^\([^${TAB}]*${TAB}\)\{3\}//" | while IFS= read -r NAME; do
		COUNTED=$(count_input "$NAME")
		echo "$COUNTED"
	done >"$WORK/counts" || return
	while IFS=$TAB read -r NAME SUM BYTES; do
		printf 'output\t%s\t\t%s\t%s\t%s\t\t\n' "$NAME" "$BYTES" "$(count_records "$out/$NAME")" "$SUM"
	done <"$WORK/made" >"$WORK/output-rows" || return
	COUNTS=$WORK/counts awk -F '\t' -v OFS='\t' '
		BEGIN { counts = ENVIRON["COUNTS"] }
		$1 ~ /^(parameter|input)$/ && $6 != "" { getline $5 <counts }
		{ print }' "$WORK/request" && cat "$WORK/output-rows" &&
		awk -F '\t' -v OFS='\t' '{ print "stage", $1, $2, "", "", "", $4, $5 }' "$WORK/results"
}
