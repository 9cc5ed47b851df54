# kkr verify: whether results are what comes out of the inputs that their manifest names. kkr diff: which
# figures of two results differ.
#
# shellcheck shell=sh disable=SC2016,SC2034,SC2154 # other parts of the driver set and use what is not here

verify() {
	VERIFIED=
	INPUTS=
	while [ $# -gt 0 ]; do
		case $1 in
		--inputs=*) INPUTS=${1#--inputs=} ;;
		--inputs)
			[ $# -gt 1 ] || misuse "$1 wants a value"
			INPUTS=$2
			shift
			;;
		--) ;;
		-?*) misuse "verify: there is no option '$1'" ;;
		*)
			[ -z "$VERIFIED" ] || misuse 'verify: one DIR at a time'
			VERIFIED=$1
			;;
		esac
		shift
	done
	[ -n "$VERIFIED" ] || misuse 'verify: which DIR?'
	[ -z "$INPUTS" ] || [ -d "$INPUTS" ] || die 66 "$INPUTS: is no directory"
	work_elsewhere
	VERSION=$(readlink -f "$VERIFIED") # one version to the end, whatever run comes meanwhile
	MANIFEST=$VERSION/manifest.tsv
	[ -r "$MANIFEST" ] || die 66 "$VERIFIED/manifest.tsv: cannot be opened"
	[ "$(head -n 1 "$MANIFEST")" = "$MANIFEST_HEADER" ] || die 65 "$VERIFIED/manifest.tsv: is no manifest of kkr"
	FAULTS=
	verify_version
	verify_outputs
	find_inputs
	[ -n "$LOST" ] || compare_again
	[ -z "$FAULTS" ] || exit 65
}

# fault TEXT: something that does not agree; the rest is looked at all the same.
fault() {
	say "verify: $VERIFIED: $1"
	FAULTS=yes
}

verify_version() {
	MADE_BY=$(awk -F '\t' '$1 == "kkr" && $2 == "version" { print $3 }' "$MANIFEST")
	[ "$MADE_BY" = "$KKR_VERSION" ] || fault "was made by kkr $MADE_BY; this is kkr $KKR_VERSION"
}

verify_outputs() {
	stated_outputs "$MANIFEST" >"$WORK/stated"
	outputs "$VERSION" >"$WORK/there" || : >"$WORK/there"
	awk -F '\t' '
		NR == FNR { stated[$1] = $2; next }
		{ there[$1] }
		!($1 in stated) { print "output " $1 ": is not in the manifest" }
		$1 in stated && stated[$1] != $2 { print "output " $1 ": was changed since it was made" }
		END {
			for (name in stated)
				if (!(name in there))
					print "output " name ": is missing"
		}' "$WORK/stated" "$WORK/there" | sort >"$WORK/faults"
	tell_faults
}

tell_faults() {
	while read -r FAULT; do
		fault "$FAULT"
	done <"$WORK/faults"
}

# Lays out what the manifest names in $WORK/found, by SHA-256: the inputs, the pipeline, and the files of
# parameters. They are looked for where the run found them, with the results, and in --inputs. Sets LOST
# where one is not found.
find_inputs() {
	RECORD=$(dirname "$VERSION")/$(basename "$VERSION" | sed 's/\.\([0-9]*\)$/.state\/runs\/\1/')/inputs.tsv
	{
		[ ! -f "$RECORD" ] || tail -n +2 "$RECORD" | cut -f 4-
		find "$VERSION/inputs" "$SHARE/pipelines" -type f
		[ -z "$INPUTS" ] || find "$INPUTS/" -type f -o -type l
	} 2>/dev/null | while read -r NAME; do
		[ ! -f "$NAME" ] || [ ! -r "$NAME" ] || printf '%s\n' "$NAME"
	done >"$WORK/candidates"
	describe "$WORK/candidates" >"$WORK/described"
	mkdir "$WORK/found"
	LOST=
	awk -F '\t' -v described="$WORK/described" -v record="$RECORD" -v where="$INPUTS" \
		-v kept="$VERSION/inputs/" "$look_for" "$MANIFEST" >"$WORK/looked-for"
	sed -n "s/^lost${TAB}//p" "$WORK/looked-for" >"$WORK/faults"
	[ ! -s "$WORK/faults" ] || LOST=yes
	tell_faults
}

# A file at its place of then counts before one like it elsewhere: where it has changed, that is a fault,
# unless --inputs has it as it was.
look_for='
	BEGIN {
		while ((getline <described) > 0) {
			path = $0
			sub(/^[^\t]*\t[^\t]*\t[^\t]*\t/, "", path)
			found[$2] = path
			sum[path] = $2
			if (where != "" && index(path, where "/") == 1)
				given[$2]
		}
		while ((getline <record) > 0) {
			path = $0
			sub(/^[^\t]*\t[^\t]*\t[^\t]*\t/, "", path)
			recorded[$1, $2] = path
		}
	}
	$1 !~ /^(pipeline|parameter|input)$/ || $6 == "" { next }
	{
		base = $1 == "pipeline" ? $2 ".sh" : $1 == "input" ? $2 : $3
		place = (base, $6) in recorded ? recorded[base, $6] : kept base
		changed = place in sum && sum[place] != $6 && !($6 in given)
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
	: >"$WORK/arguments"
	PIPELINE=
	COUNT=0
	# A name may have been escaped, which a link need not be to be sorted and written as it was.
	while IFS=$TAB read -r _ ROLE BASE NAME FOUND; do
		COUNT=$((COUNT + 1))
		mkdir "$WORK/found/$COUNT"
		PLACE=$WORK/found/$COUNT/$(printf '%b' "$(printf '%s' "$BASE" | sed 's/\\\\/\\0134/g')")
		ln -s "$(readlink -f "$FOUND")" "$PLACE"
		case $ROLE in
		pipeline)
			PIPELINE=$PLACE
			[ ! -f "$SHARE/pipelines/$BASE" ] || [ "$(readlink -f "$FOUND")" != "$(readlink -f "$SHARE/pipelines/$BASE")" ] ||
				PIPELINE=${BASE%.sh}
			;;
		parameter) printf '%s\n' "--set=$NAME=$PLACE" >>"$WORK/arguments" ;;
		input) printf '%s\n' "$PLACE" >>"$WORK/files" ;;
		esac
	done <"$WORK/looked-for"
	awk -F '\t' '$1 == "parameter" && $6 == "" { print $2 "=" $3 }' "$MANIFEST" |
		while read -r SETTING; do
			printf -- '--set=%b\n' "$(printf '%s' "$SETTING" | sed 's/\\\\/\\0134/g')"
		done >>"$WORK/arguments"
	ASIDE=$(awk -F '\t' '{ n += $7 } END { print n + 0 }' "$MANIFEST")
	if ! {
		cat "$WORK/arguments"
		echo --
		cat "$WORK/files"
	} | xargs -d '\n' "$HERE/kkr" run "$PIPELINE" --output "$WORK/again" --max-rejects "$ASIDE" \
		2>"$WORK/said" >&2; then
		sed 's/; [^;]* was not made; the log is .*//' "$WORK/said" >&2
		fault 'cannot be made again'
		return
	fi
	for NAME in manifest.tsv $(stated_outputs "$MANIFEST" | cut -f 1); do
		cmp -s "$VERSION/$NAME" "$WORK/again/$NAME" ||
			fault "$NAME: is not what comes out of the inputs"
	done
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
