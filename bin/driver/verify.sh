# kkr verify: whether results are what comes out of the inputs that their manifest names. kkr diff: which
# figures of two results differ.
#
# shellcheck shell=sh disable=SC2016,SC2034,SC2154 # other parts of the driver set and use what is not here

verify() {
	VERIFIED=
	INPUTS=
	TRUSTED=
	ENDED=
	while [ $# -gt 0 ]; do
		case $ENDED$1 in
		--inputs=*) INPUTS=${1#--inputs=} ;;
		--trust-pipeline=*) TRUSTED=${1#--trust-pipeline=} ;;
		--inputs)
			[ $# -gt 1 ] || misuse "$1 wants a value"
			INPUTS=$2
			shift
			;;
		--trust-pipeline)
			[ $# -gt 1 ] || misuse "$1 wants a value"
			TRUSTED=$2
			shift
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
	[ -z "$INPUTS" ] || [ -d "$INPUTS" ] || die 66 "$INPUTS: is no directory"
	case $INPUTS in
	-*) INPUTS=./$INPUTS ;; # no expression of find
	esac
	[ -z "$TRUSTED" ] || { [ -f "$TRUSTED" ] && [ -r "$TRUSTED" ]; } || die 66 "$TRUSTED: cannot be opened"
	work_elsewhere
	SHOWN=$(shown "$VERIFIED")
	VERSION=$(readlink -f -- "$VERIFIED") # one version to the end, whatever run comes meanwhile
	MANIFEST=$WORK/manifest.tsv
	take_manifest "$VERSION/manifest.tsv"
	check_manifest
	FAULTS=
	verify_version
	verify_outputs
	find_pipeline
	find_inputs
	[ -n "$LOST" ] || compare_again
	[ -z "$FAULTS" ] || exit 65
}

MANIFEST_LIMIT=16777216 # bytes; a hundred thousand inputs

# Keeps the manifest as it is now, up to what no manifest is larger than.
take_manifest() {
	{ [ -n "$VERSION" ] && [ -f "$1" ] && true <"$1"; } 2>/dev/null ||
		die 66 "$SHOWN/manifest.tsv: cannot be opened"
	head -c "$((MANIFEST_LIMIT + 1))" <"$1" >"$MANIFEST" || die 74 "$WORK: cannot be written"
	[ "$(wc -c <"$MANIFEST")" -le "$MANIFEST_LIMIT" ] ||
		die 65 "$SHOWN/manifest.tsv: is no manifest of kkr: it is larger than 16 MB"
}

# A manifest is data from outside: what stands in it becomes names of files and values of parameters, and
# nothing else. One that no run has written is refused before anything else is looked at.
check_manifest() {
	[ "$(head -n 1 "$MANIFEST" | tr -d '\000')" = "$MANIFEST_HEADER" ] ||
		die 65 "$SHOWN/manifest.tsv: is no manifest of kkr"
	[ "$(tr -d '\000' <"$MANIFEST" | wc -c)" -eq "$(wc -c <"$MANIFEST")" ] ||
		die 65 "$SHOWN/manifest.tsv: there is a NUL in it"
	SAID=$(awk -F '\t' "$manifest_said" "$MANIFEST")
	case $SAID in
	sound) ;; # it was looked at to its end
	'') die 71 "$SHOWN/manifest.tsv: cannot be checked" ;;
	*) die 65 "$SHOWN/manifest.tsv:$(shown "$SAID")" ;;
	esac
}

# Writes "sound", or what is wrong with the manifest and where.
manifest_said='
	BEGIN {
		form["pipeline"] = "^[A-Za-z0-9_][A-Za-z0-9._-]*$"
		form["parameter"] = "^[a-z][a-z0-9_]*$"
		form["stage"] = "^[a-z0-9_]+$"
		form["input"] = "^[^/]+$"
		form["output"] = "^[^/]+(/[^/]+)*$"
		form["kkr"] = "^version$"
	}
	function wrong(text) {
		print NR ": " text
		exit faulty = 1
	}
	# Whether a path has a component that leads elsewhere.
	function leads_away(path) {
		return ("/" path "/") ~ "/[.][.]?/"
	}
	NR == 1 { next }
	NF != 8 { wrong("a row of " NF " fields, where a manifest has 8") }
	/[\001-\010\013-\037\177]|\302[\200-\237]/ { wrong("there is a control character in it") }
	{
		# A backslash that is not doubled makes a control character of the letter behind it. What an output
		# is called stands as it is.
		text = $1 == "output" ? "" : $2 " " $3
		gsub(/\\\\/, "", text)
		if (text ~ /\\[tnr]/)
			wrong("there is a control character in a name or a value")
		if (!($1 in form))
			wrong("there is no role \047" substr($1, 1, 100) "\047 in a manifest")
		if ($2 !~ form[$1] || leads_away($2))
			wrong("\047" substr($2, 1, 100) "\047 is no name for " ($1 ~ /^[aio]/ ? "an " : "a ") $1)
		name = $1 == "parameter" ? $3 : $2
		gsub(/\\\\/, "x", name)
		if ($1 ~ /^(input|parameter)$/ && $6 != "" && length(name) > 255)
			wrong("a name of more than 255 bytes")
		if (($1, $2) in seen && $1 != "input")
			wrong("the " $1 " " substr($2, 1, 100) " stands twice")
		seen[$1, $2]
		count[$1]++
		if ($6 == "" && $1 ~ /^(pipeline|input|output)$/ || $6 != "" && ($6 !~ /^[0-9a-f]+$/ || length($6) != 64))
			wrong("the " $1 " " substr($2, 1, 100) " has no checksum that SHA-256 makes")
		if ($1 == "parameter" && $6 != "" && ($3 !~ form["input"] || leads_away($3)))
			wrong("\047" substr($3, 1, 100) "\047 is no name for the file of a parameter")
		if (($4 $5 $7 $8) !~ /^[0-9]*$/)
			wrong("bytes, records, set_aside and corrected are whole numbers")
	}
	END {
		if (faulty)
			exit
		if (count["kkr"] != 1 || count["pipeline"] != 1 || !count["input"] || !count["output"])
			print " a manifest names a version, a pipeline, inputs and outputs"
		else
			print "sound"
	}'

# fault TEXT: something that does not agree; the rest is looked at all the same.
fault() {
	say "verify: $SHOWN: $(shown "$1")"
	FAULTS=yes
}

verify_version() {
	MADE_BY=$(awk -F '\t' '$1 == "kkr" && $2 == "version" { print $3 }' "$MANIFEST")
	[ "$MADE_BY" = "$KKR_VERSION" ] || fault "was made by kkr $MADE_BY; this is kkr $KKR_VERSION"
}

# What has another size than is stated is not read: it was changed, however long it is.
verify_outputs() {
	stated_outputs "$MANIFEST" >"$WORK/stated"
	outputs "$VERSION" "$WORK/stated" >"$WORK/there" || : >"$WORK/there"
	find "$VERSION/" >/dev/null 2>&1 || fault 'not all of it can be read'
	[ -z "$(named_oddly "$VERSION")" ] || fault 'there are files with control characters in their names'
	awk -F '\t' '
		NR == FNR { stated[$1] = $2; next }
		{ there[$1] }
		!($1 in stated) { print "output " $1 ": is not in the manifest" }
		$1 in stated && stated[$1] != $2 { print "output " $1 ": was changed since it was made" }
		END {
			for (name in stated)
				if (!(name in there))
					print "output " name ": is missing"
		}' "$WORK/stated" "$WORK/there" >"$WORK/unsorted" || die 71 "$SHOWN: the outputs cannot be compared"
	sort "$WORK/unsorted" >"$WORK/faults"
	tell_faults
	verify_kept
}

# What lies in inputs/ is an input of that name, to the byte.
verify_kept() {
	[ -d "$VERSION/inputs" ] || return 0
	find "$VERSION/inputs" ! -type d ! -name '*[[:cntrl:]]*' 2>/dev/null >"$WORK/kept"
	candidates <"$WORK/kept" >"$WORK/candidates"
	describe "$WORK/candidates" >"$WORK/described"
	KEPT=$VERSION/inputs/ awk -F '\t' '
		FILENAME ~ /manifest.tsv$/ {
			if ($1 == "input")
				stated[$2, $6]
			next
		}
		FILENAME ~ /described$/ {
			path = $0
			sub(/^[^\t]*\t[^\t]*\t[^\t]*\t/, "", path)
			right[path] = ($1, $2) in stated && substr(path, length(ENVIRON["KEPT"]) + 1) !~ "/"
			next
		}
		!right[$0] { print "inputs/" substr($0, length(ENVIRON["KEPT"]) + 1) ": is no input of the manifest" }' \
		"$MANIFEST" "$WORK/described" "$WORK/kept" >"$WORK/faults" || die 71 "$SHOWN: inputs/ cannot be compared"
	tell_faults
}

tell_faults() {
	while IFS= read -r FAULT; do
		fault "$FAULT"
	done <"$WORK/faults"
}

# Sets PIPELINE to what kkr run is to be given, or LOST. What a manifest names is run only where it is one
# of kkr's, to the byte, or the one that --trust-pipeline names.
find_pipeline() {
	LOST=
	IFS=$TAB read -r PIPELINE SUM <<-END
		$(awk -F '\t' '$1 == "pipeline" { print $2 "\t" $6 }' "$MANIFEST")
	END
	OURS=$SHARE/pipelines/$PIPELINE.sh
	if [ "$(sum_of "$OURS")" = "$SUM" ]; then
		return
	elif [ -z "$TRUSTED" ]; then
		LOST=yes
		WHAT="is none of kkr's"
		[ ! -f "$OURS" ] || WHAT='is not the one of this kkr'
		fault "pipeline $PIPELINE: $WHAT: --trust-pipeline FILE runs the one that made the results, once you have read it"
	elif [ "$(sum_of "$TRUSTED")" != "$SUM" ]; then
		LOST=yes
		fault "pipeline $PIPELINE: was changed since: $TRUSTED"
	else
		[ "${TRUSTED#/}" != "$TRUSTED" ] || TRUSTED=$PWD/$TRUSTED
		[ "${TRUSTED##*/}" = "$PIPELINE.sh" ] || {
			mkdir "$WORK/trusted" && ln -s -- "$TRUSTED" "$WORK/trusted/$PIPELINE.sh" || exit 74
			TRUSTED=$WORK/trusted/$PIPELINE.sh
		}
		PIPELINE=$TRUSTED
	fi
}

sum_of() {
	[ ! -f "$1" ] || sha256sum <"$1" | cut -c 1-64
}

# Writes $WORK/looked-for: where the inputs and the files of parameters are that the manifest names, by
# SHA-256. They are looked for where the run found them, with the results, and in --inputs. Sets LOST where
# one is not found.
find_inputs() {
	RECORD=$(dirname -- "$VERSION")/$(basename -- "$VERSION" | sed -n 's/\.\([0-9][0-9]*\)$/.state\/runs\/\1/p')/inputs.tsv
	: >"$WORK/record.tsv"
	! is_ordinary "$RECORD" || head -c "$MANIFEST_LIMIT" <"$RECORD" >"$WORK/record.tsv"
	RECORD=$WORK/record.tsv
	{
		tail -n +2 "$RECORD" | cut -f 4-
		find "$VERSION/inputs" -type f
		[ -z "$INPUTS" ] || find "$INPUTS/" -type f -o -type l
	} 2>/dev/null | candidates >"$WORK/candidates"
	describe "$WORK/candidates" >"$WORK/described"
	DESCRIBED=$WORK/described THERE=$WORK/files-there RECORD=$RECORD WHERE=$INPUTS KEPT=$VERSION/inputs/ \
		awk -F '\t' "$look_for" "$MANIFEST" >"$WORK/looked-for" || die 71 "$SHOWN: the inputs cannot be looked for"
	sed -n "s/^lost${TAB}//p" "$WORK/looked-for" >"$WORK/faults"
	[ ! -s "$WORK/faults" ] || LOST=yes
	tell_faults
}

# candidates: of the files whose names stand on standard input, those of a size that the manifest states.
candidates() {
	while IFS= read -r NAME; do
		! is_ordinary "$NAME" || printf '%s\n' "$NAME"
	done >"$WORK/files-there"
	xargs -d '\n' stat -L --printf '%s\t%n\n' -- <"$WORK/files-there" 2>/dev/null |
		awk -F '\t' '
			NR == FNR { stated[$4]; next }
			$1 in stated { print substr($0, length($1) + 2) }' "$MANIFEST" -
}

# is_ordinary FILE: whether it is a file that can be read, and none of the system's, which may have no end.
is_ordinary() {
	[ -f "$1" ] && [ -r "$1" ] || return 1
	case $(readlink -f -- "$1") in
	/dev/shm/*) ;; # a disk in memory
	'' | /proc/* | /sys/* | /dev/*) return 1 ;;
	esac
}

# A file at its place of then counts before one like it elsewhere: where it has changed, that is a fault,
# unless --inputs has it as it was.
look_for='
	BEGIN {
		described = ENVIRON["DESCRIBED"]
		files = ENVIRON["THERE"]
		record = ENVIRON["RECORD"]
		where = ENVIRON["WHERE"]
		kept = ENVIRON["KEPT"]
		while ((getline <described) > 0) {
			path = $0
			sub(/^[^\t]*\t[^\t]*\t[^\t]*\t/, "", path)
			found[$2] = path
			sum[path] = $2
			if (where != "" && index(path, where "/") == 1)
				given[$2]
		}
		while ((getline <files) > 0)
			there[$0]
		while ((getline <record) > 0) {
			path = $0
			sub(/^[^\t]*\t[^\t]*\t[^\t]*\t/, "", path)
			recorded[$1, $2] = path
		}
	}
	$1 !~ /^(parameter|input)$/ || $6 == "" { next }
	{
		base = $1 == "input" ? $2 : $3
		place = (base, $6) in recorded ? recorded[base, $6] : kept base
		changed = place in there && sum[place] != $6 && !($6 in given)
	}
	$6 in found && !changed {
		print "found\t" $1 "\t" base "\t" $2 "\t" found[$6]
		next
	}
	{
		what = $1 " " $2 ($1 == "parameter" ? ": " $3 : "") ": "
		if (changed)
			print "lost\t" what "was changed since: " place
		else
			print "lost\t" what "is not found" ((base, $6) in recorded ? " at " place : "") \
				(where == "" ? " (--inputs DIR says where it is)" : ", nor in " where)
	}'

# Makes the result again, of the same inputs under their names of then, and compares.
compare_again() {
	awk -F '\t' '$1 == "parameter" && $6 == "" { print $2 "=" $3 }' "$MANIFEST" | unescape >"$WORK/settings"
	names_no_file || return
	lay_out_found parameter >>"$WORK/settings"
	lay_out_found input >"$WORK/files"
	set -- --output "$WORK/again" --max-rejects "$(awk -F '\t' '{ n += $7 } END { print n + 0 }' "$MANIFEST")"
	while IFS= read -r SETTING; do
		set -- "$@" "--set=$SETTING"
	done <"$WORK/settings"
	set -- "$@" --
	while IFS= read -r NAME; do
		set -- "$@" "$NAME"
	done <"$WORK/files"
	STATUS=0
	"$HERE/kkr" run "$PIPELINE" "$@" </dev/null 2>"$WORK/said" >&2 || STATUS=$?
	[ "$STATUS" -eq 0 ] || sed 's/; [^;]* was not made; the log is .*//' "$WORK/said" >&2
	case $STATUS in
	0) ;;
	64 | 65 | 66 | 78)
		fault 'cannot be made again'
		return
		;;
	*) die "$STATUS" "verify: $SHOWN: cannot be made again here" ;; # which says nothing of the results
	esac
	stated_outputs "$MANIFEST" | cut -f 1 >"$WORK/names"
	echo manifest.tsv >>"$WORK/names"
	while IFS= read -r NAME; do
		{ [ -f "$VERSION/$NAME" ] && cmp -s -- "$VERSION/$NAME" "$WORK/again/$NAME"; } ||
			fault "$NAME: is not what comes out of the inputs"
	done <"$WORK/names"
}

# A field of a checked manifest as what it stands for.
unescape() {
	sed 's/\\\\/\\/g'
}

# lay_out_found ROLE: links to what was found, each in a directory of its own under its name of then; writes
# their paths, with "NAME=" before that of a parameter's file.
lay_out_found() {
	COUNT=0
	mkdir "$WORK/$1" || exit 74
	while IFS=$TAB read -r _ ROLE BASE NAME FOUND; do
		[ "$ROLE" = "$1" ] || continue
		COUNT=$((COUNT + 1))
		case $BASE in
		*\\*) BASE=$(printf '%s\n' "$BASE" | unescape) ;;
		*/* | . | ..) exit 70 ;; # check_manifest has let none pass
		esac
		case $FOUND in
		[!/]*) FOUND=$PWD/$FOUND ;;
		esac
		PLACE=$WORK/$1/$COUNT/$BASE
		{ mkdir "$WORK/$1/$COUNT" && ln -s -- "$FOUND" "$PLACE"; } || exit 74
		[ "$ROLE" = input ] || printf '%s=' "$NAME"
		printf '%s\n' "$PLACE"
	done <"$WORK/looked-for"
}

# A parameter that names a file has the file's checksum, or the manifest could have any file here read.
names_no_file() {
	FAULT=$(
		pipeline_file "$PIPELINE"
		read_pipeline >/dev/null 2>&1 # what is wrong with it, the run says
		while IFS= read -r SETTING; do
			NAME=${SETTING%%=*}
			eval "KIND=\${KIND_$NAME-}"
			[ "$KIND" != file ] || [ -z "${SETTING#*=}" ] || {
				echo "parameter $NAME: has no checksum, by which its file could be found"
				break
			}
		done <"$WORK/settings"
	)
	[ -z "$FAULT" ] || {
		fault "$FAULT"
		return 1
	}
}

# kkr diff.

diff() {
	[ "${1-}" != -- ] || shift
	[ $# -eq 2 ] || misuse 'diff: which two DIRs?'
	work_elsewhere
	for NAME; do
		[ -d "$NAME" ] || die 66 "$NAME: is no directory of results"
	done
	DIFFERENT=$WORK/different
	for NAME in $(cd "$1/" && find . -name '*.tsv' ! -path ./manifest.tsv ! -path './inputs/*' | sed 's|^\./||' | sort); do
		[ -f "$2/$NAME" ] || say "diff: $NAME: $2 does not have it"
	done
	{
		printf 'file\tkey\tcolumn\tbefore\tafter\tchange\n'
		for NAME in $(cd "$2/" && find . -name '*.tsv' ! -path ./manifest.tsv ! -path './inputs/*' | sed 's|^\./||' | sort); do
			if [ ! -f "$1/$NAME" ]; then
				say "diff: $NAME: $1 does not have it"
				continue
			fi
			case $NAME in
			manifest.tsv | */manifest.tsv) continue ;;
			esac
			diff_tables "$1/$NAME" "$2/$NAME" || exit
		done
	} >"$DIFFERENT" || exit
	tell <"$DIFFERENT"
}

# diff_tables OLD NEW: rows for what differs in the table NAME. The key of a row is made of the first
# columns, as few as tell the rows of both tables apart.
diff_tables() {
	! cmp -s "$1" "$2" || return 0
	awk -F '\t' "$key_columns" "$1" "$2" >"$WORK/key" || die 65 "diff: $NAME: is no table, or has two rows that are alike"
	awk -F '\t' -v keys="$(cat "$WORK/key")" "$cells" "$1" >"$WORK/old"
	awk -F '\t' -v keys="$(cat "$WORK/key")" "$cells" "$2" >"$WORK/new"
	# kkr-compare subtracts, exactly, what is a number in both; words are only held against each other.
	awk -F '\t' "$numbers" "$WORK/new" "$WORK/old" >"$WORK/old-numbers"
	awk -F '\t' "$numbers" "$WORK/old" "$WORK/new" >"$WORK/new-numbers"
	kkr-compare --key row,column --value value "$WORK/old-numbers" "$WORK/new-numbers" >"$WORK/changes" || exit
	awk -F '\t' -v OFS='\t' -v file="$NAME" "$differences" "$WORK/changes" "$WORK/old" "$WORK/new"
}

# How many leading columns are a key: of no two rows of a table alike, and there in both tables.
key_columns='
	FNR == 1 {
		if (NR > 1 && $0 != header) {
			for (i = 1; i <= NF && $i == name[i]; i++)
				;
			most = i - 1 < most ? i - 1 : most
		} else {
			header = $0
			most = split($0, name)
		}
		tables++
		next
	}
	{ row[++rows] = tables "\t" $0 }
	END {
		for (keys = 1; keys <= most; keys++) {
			split("", seen)
			alike = 0
			for (r = 1; r <= rows && !alike; r++) {
				split(row[r], field, "\t")
				key = ""
				for (i = 1; i <= keys + 1; i++)
					key = key "\t" field[i]
				alike = key in seen
				seen[key]
			}
			if (!alike) {
				print keys
				exit
			}
		}
		exit 1
	}'

# Each cell as a record: the row it is of, its column, what is in it.
cells='
	BEGIN { print "row\tcolumn\tvalue" }
	FNR == 1 {
		for (i = 1; i <= NF; i++)
			name[i] = $i
		next
	}
	{
		row = ""
		for (i = 1; i <= keys; i++)
			row = row (i > 1 ? " " : "") name[i] "=" $i
		for (i = keys + 1; i <= NF; i++)
			print row "\t" name[i] "\t" $i
	}'

# The cells of the second table that are numbers in both.
numbers='
	function number(text) {
		return text ~ /^-?[0-9]+([.][0-9]+)?$/ && text !~ /^-?0[0-9]/
	}
	NR == FNR {
		if (number($3))
			other[$1 "\t" $2]
		next
	}
	FNR == 1 || number($3) && ($1 "\t" $2) in other'

differences='
	FNR == 1 {
		file_number++
		for (i = 1; i <= NF; i++)
			at[$i] = i
		next
	}
	file_number == 1 { change[$1 "\t" $2] = $at["change"]; next }
	file_number == 2 { before[$1 "\t" $2] = $3; order[++cells] = $1 "\t" $2; next }
	{
		after[$1 "\t" $2] = $3
		if (!(($1 "\t" $2) in before))
			order[++cells] = $1 "\t" $2
	}
	END {
		for (i = 1; i <= cells; i++) {
			cell = order[i]
			if (before[cell] "" != after[cell] "")
				print file, cell, before[cell], after[cell], change[cell]
		}
	}'
