# Pipelines: finding, reading and checking them, and what a pipeline file may call.
#
# shellcheck shell=sh disable=SC2013,SC2016,SC2030,SC2031,SC2034,SC2153,SC2154 # other parts of the driver set and use what is not here

# What a pipeline file may call.

# param NAME DEFAULT WHAT [KIND]: a parameter, in a variable of that name. Its value is what --set says.
# KIND is text (any), file (empty, or a file that can be read, which counts as an input), number (whole),
# landstal (empty, or a whole number, or YEAR:NUMBER), landstals (two whole numbers or more, with commas between
# them), exact (empty, or that word), period, council (empty, or a KKR of schemas/areas.tsv) or language (da or en).
param() {
	case $1 in
	'' | [!a-z]* | *[!a-z0-9_]* | out | tmp | share | here)
		wrong_pipeline "'$1' is no name for a parameter"
		;;
	esac
	case " $PARAMETERS " in
	*" $1 "*) wrong_pipeline "the parameter '$1' is declared twice" ;;
	esac
	[ $# -ge 3 ] || wrong_pipeline "the parameter '$1' wants a name, a default and what it is"
	case ${4-text} in
	text | file | number | landstal | landstals | exact | period | council | language) ;;
	*) wrong_pipeline "the parameter '$1' is of no kind '$4'; there are text, file, number, landstal, landstals, exact, period, council and language" ;;
	esac
	eval "$1=\$2 DEFAULT_$1=\$2 WHAT_$1=\$3 KIND_$1=\${4-text}"
	PARAMETERS="$PARAMETERS $1"
}

# sample FILE: an input where none is named: beside the pipeline's file, or in share/kkr/samples.
sample() {
	SAMPLE=$SHARE/samples/$1
	[ ! -f "$here/$1" ] || SAMPLE=$here/$1
	SAMPLES=$SAMPLES${SAMPLES:+$NEWLINE}$SAMPLE
}

# stage NAME COMMAND...: one step of the pipe. None starts once one has failed. That it began, how it ended
# and what is wrong with it goes to descriptor 8, a pipe, and not to a file: a full disk must not hide a
# failure. A stage that reads another ends after it: a pipe is closed by the subshell of the stage, which
# has told how it ended by then. So the first that failed is the one to blame.
#
# What it says is kept, so that the one that is to blame can be shown alone. The filters that judge row by
# row set bad records aside in a file of the run, and report there how many they read or corrected.
stage() {
	STAGE=$TOPIC$1
	shift
	[ ! -e "$WORK/failed" ] || return 1
	check_stage "${1-}" || return
	printf '\tbegins\t%s\t%s\n' "$STAGE" "$1" >&8
	progress "$STAGE"
	PROGRAM=$1
	shift
	case $PROGRAM in
	kkr-read)
		set -- ${JOBS:+--jobs "$JOBS"} --report "$REPORTS/$STAGE.tsv" --rejects "$REJECTS/$STAGE.tsv" "$@"
		PROGRAM=read_with_maps
		;;
	kkr-parse | kkr-table | kkr-codes) set -- --report "$REPORTS/$STAGE.tsv" --rejects "$REJECTS/$STAGE.tsv" "$@" ;;
	kkr-correct) set -- --report "$REPORTS/$STAGE.tsv" "$@" ;;
	kkr-kpi)
		case " $* " in
		*' --merge '*) ;;
		*) set -- --rejects "$REJECTS/$STAGE.tsv" "$@" ;;
		esac
		;;
	esac
	STATUS=0
	"$PROGRAM" "$@" 2>>"$WORK/$STAGE.err" 7>&- 8>&- || STATUS=$?
	ended "$STATUS"
	return "$STATUS"
}

# read_with_maps [OPTION]... -- FILE...: kkr-read, with the table maps of the run.
read_with_maps() {
	while IFS= read -r DIR; do
		[ -z "$DIR" ] || set -- --maps "$DIR" "$@"
	done <<-END
		$MAPS
	END
	kkr-read "$@"
}

# ended STATUS: tells how the stage ended.
ended() {
	printf '\tended\t%s\t%s\n' "$STAGE" "$1" >&8
	[ "$1" -eq 0 ] || true >"$WORK/failed"
}

# Whether the name and the command of a stage can be such.
check_stage() {
	case $STAGE in
	'' | *[!a-z0-9_]*) wrong_stage "'$STAGE' is no name for a stage (a-z, 0-9 and _)" ;;
	parallel) wrong_stage "the stage '$STAGE' is one of kkr; name yours otherwise" ;;
	esac || return
	command -v "$1" >/dev/null || wrong_stage "stage '$STAGE': there is no command '$1'" || return
	claim_name
}

# A name is that of one stage: the file of what it says is made once.
claim_name() {
	TWICE=
	set -C
	{ true >"$WORK/$STAGE.err"; } 2>/dev/null || [ ! -e "$WORK/$STAGE.err" ] || TWICE=yes
	set +C
	[ -z "$TWICE" ] || wrong_stage "the stage '$STAGE' stands twice"
}

# wrong_stage TEXT: tells what is wrong with the pipeline itself.
wrong_stage() {
	printf '\twrong\t%s\n' "$FILE: $1" >&8
	true >"$WORK/failed"
	return 78
}

# topic PIPELINE [--set NAME=VALUE]... FILE...: the pipe of another pipeline as a part of this one, on FILEs
# that this one has made. It has its own parameters, of which those that this one has, too, are as they are here;
# it writes into $out/PIPELINE, and its stages are called PIPELINE_STAGE. What it makes of each file is not divided
# once more.
topic() (
	pipeline_file "$1"
	shift
	SETTINGS=
	for NAME in $PARAMETERS; do
		eval "SETTINGS=\$SETTINGS\$NAME=\$$NAME\$NEWLINE"
	done
	HERE_SET=$SETTINGS SETTINGS=
	while [ "${1-}" = --set ]; do
		SETTINGS=$SETTINGS$2$NEWLINE
		shift 2
	done
	unset -f pipe show
	PARAMETERS=
	here=${FILE%/*}
	# shellcheck source=/dev/null
	. "$FILE"
	SETTINGS=$(printf '%s' "$HERE_SET" | of_parameters)$NEWLINE$SETTINGS
	set_parameters
	PICTURES=${PICTURES:-$out} # what topics draw stands beside the page that shows it
	out=$out/$PIPELINE
	tmp=$tmp/$PIPELINE
	TOPIC=$(printf '%s' "$PIPELINE" | tr -c a-z0-9 _)_
	JOBS='' HOSTS=''
	mkdir -p "$out" "$tmp"
	true >"$tmp/page.list"
	pipe "$@"
)

# of_parameters: the lines NAME=VALUE of which the pipeline has the parameter.
of_parameters() {
	while IFS= read -r SETTING; do
		case " $PARAMETERS " in
		*" ${SETTING%%=*} "*) printf '%s\n' "$SETTING" ;;
		esac
	done
}

# Finding, reading and checking.

wrong_pipeline() {
	die 78 "$FILE: $1"
}

# A pipeline is a file of one's own where its name has a "/" or ends with ".sh"; else one of kkr's.
pipeline_file() {
	case $1 in
	*/* | *.sh)
		FILE=${1#./}
		[ "${FILE#/}" != "$FILE" ] || FILE=$PWD/$FILE # . looks for a bare name in PATH
		PIPELINE=${FILE##*/}
		PIPELINE=${PIPELINE%.sh}
		{ [ -f "$FILE" ] && [ -r "$FILE" ]; } || die 66 "$1: there is no such pipeline, or it cannot be read"
		;;
	'' | *[!a-z0-9-]*) misuse "'$1' is no name of a pipeline; kkr list names them" ;;
	*)
		PIPELINE=$1
		FILE=$SHARE/pipelines/$1.sh
		[ -f "$FILE" ] || misuse "there is no pipeline '$1'; kkr list names them$(pipeline_names | near_word "$1")"
		;;
	esac
	case $PIPELINE in
	'' | *[!A-Za-z0-9._-]* | .* | -*) misuse "'$PIPELINE' is no name for a pipeline" ;;
	esac
}

# Reads the pipeline and refuses what would fail while it runs: nothing has run by then.
read_pipeline() {
	PARAMETERS='' PICTURES=''
	SAMPLES=
	here=${FILE%/*}
	FAULT=$(sh -n "$FILE" 2>&1) || die 78 "$FILE: is no sh: $FAULT"
	check_functions
	STATUS=0
	# shellcheck source=/dev/null
	FAULT=$( (. "$FILE") 2>&1 >/dev/null) || STATUS=$?
	case $STATUS in
	0) ;;
	78) printf '%s\n' "$FAULT" >&2 && exit 78 ;;
	*) wrong_pipeline "cannot be run: ${FAULT##*"$FILE: "}" ;;
	esac
	# shellcheck source=/dev/null
	. "$FILE"
	command -v pipe >/dev/null || wrong_pipeline 'there is no function pipe'
}

# A function of a name that kkr or sh has would take its place.
check_functions() {
	for NAME in $(sed -n 's/^[ \t]*\([a-z_][a-z0-9_]*\)[ \t]*().*/\1/p' "$FILE"); do
		[ "$(command -v "$NAME")" != "$NAME" ] ||
			wrong_pipeline "the function '$NAME' is one of kkr or sh; name yours otherwise"
	done
}

# Sets a parameter from NAME=VALUE.
set_parameter() {
	NAME=${1%%=*}
	case $NAME in
	*[!a-z0-9_]*) misuse "'$NAME' is no name of a parameter" ;;
	esac
	case " $PARAMETERS " in
	*" $NAME "*) ;;
	*) misuse "$PIPELINE has no parameter '$NAME'; it has:$PARAMETERS" ;;
	esac
	VALUE=${1#*=}
	eval "$NAME=\$VALUE"
}

set_parameters() {
	while IFS= read -r SETTING; do
		[ -z "$SETTING" ] || set_parameter "$SETTING"
	done <<-END
		$SETTINGS
	END
	for NAME in $PARAMETERS; do
		eval "VALUE=\$$NAME KIND=\$KIND_$NAME"
		check_parameter
	done
}

# wrong_value TEXT: what is wrong with $VALUE, and what the parameter is.
wrong_value() {
	eval "WHAT=\$WHAT_$NAME"
	misuse "$PIPELINE: $NAME: $1 ($WHAT)"
}

# A period is looked at with the inputs, by kkr-manifest.
check_parameter() {
	! has_control "$VALUE" || misuse "$PIPELINE: $NAME: a value is one line, without control characters"
	GIVEN=$VALUE
	[ "$KIND" != landstal ] || GIVEN=${VALUE#[0-9][0-9][0-9][0-9]:}
	case $KIND:$GIVEN in
	landstal:)
		[ -z "$VALUE" ] || wrong_value "'$VALUE' is not a whole number"
		;;
	landstal:*[!0-9]*) wrong_value "'$VALUE' is not a whole number, of digits alone" ;;
	landstal:0?*) wrong_value "'$VALUE' has a needless 0 in front" ;;
	landstals:*) check_landstals ;;
	number: | number:*[!0-9]*) wrong_value "'$VALUE' is not a whole number, of digits alone" ;;
	number:0?*) wrong_value "'$VALUE' has a needless 0 in front" ;;
	council:?*)
		list_councils || die "$STATUS" "$PIPELINE: $NAME: the councils cannot be listed"
		case $NEWLINE$COUNCILS$NEWLINE in
		*"$NEWLINE$VALUE$NEWLINE"*) ;;
		*) wrong_value "there is no '$VALUE'; there are $(printf '%s' "$COUNCILS" | tr '\n' ',' | sed 's/,/, /g')" ;;
		esac
		;;
	exact: | exact:exact) ;;
	exact:*) wrong_value "'$VALUE' is not the word exact" ;;
	language:da | language:en) ;;
	language:*) wrong_value "'$VALUE' is no language of a report; there are da and en" ;;
	file:?*)
		{ [ -f "$VALUE" ] && [ -r "$VALUE" ]; } || die 66 "$PIPELINE: $NAME: $VALUE cannot be opened"
		case $VALUE in
		-* | [!/]*=*) eval "$NAME=./\$VALUE" ;; # no option, and no assignment where awk reads it
		esac
		;;
	esac
}

# Sets COUNCILS, or STATUS.
list_councils() {
	STATUS=0
	{ COUNCILS=$(kkr-select --columns kkr "$SHARE/schemas/areas.tsv" 2>&8 8>&-) || STATUS=$?; } 8>&2 2>/dev/null
	case $STATUS in
	0) { COUNCILS=$(printf '%s\n' "$COUNCILS" | awk 'NR > 1 && !seen[$0]++'); } 2>/dev/null && return ;;
	6[4-9] | 7[0-8]) return 1 ;;
	esac
	STATUS=70
	return 1
}

# Each has a column and a table, which are called by it.
check_landstals() {
	case ,$VALUE, in
	*[!0-9,]* | *,,*) wrong_value "'$VALUE' is not whole numbers with commas between them" ;;
	*,0[0-9]*) wrong_value "'$VALUE' has a needless 0 in front, or a separator of thousands" ;;
	,*,*,) ;;
	*) wrong_value "'$VALUE' is one landstal; of one, the pipeline refugees gives the quotas" ;;
	esac
	TWICE=$(printf '%s\n' "$VALUE" | tr , '\n' | sort | uniq -d | head -n 1)
	[ -z "$TWICE" ] || wrong_value "$TWICE stands twice"
}

help_on_pipeline() {
	pipeline_file "$1"
	read_pipeline
	tell_pipeline
}

# Of a pipeline: its comment, its parameters, and its pipe as it stands in the file.
tell_pipeline() {
	{
		printf '%s: %s\n' "$PIPELINE" "$(sed -n '1s/^# //p' "$FILE")"
		sed -n '2,/^$/s/^#//p' "$FILE" | sed -n '/shellcheck/q; s/^ //; p'
		echo 'Parameters (--set NAME=VALUE):'
		{
			printf 'name\tdefault\tkind\twhat\n'
			for NAME in $PARAMETERS; do
				eval "printf '%s\t%s\t%s\t%s\n' \"\$NAME\" \"\$DEFAULT_$NAME\" \"\$KIND_$NAME\" \"\$WHAT_$NAME\""
			done
		} | kkr-format
		echo
		sed -n '/^pipe()/,/^}/p' "$FILE"
	} | tell
}

# kkr new NAME: a pipeline of one's own to start from.

new() {
	[ $# -eq 1 ] || misuse 'new: what is the name of the pipeline to be?'
	NAME=${1%.sh}
	case $(basename "$NAME") in
	'' | *[!a-z0-9-]* | -*) misuse "'$1' is no name for a pipeline (a-z, 0-9 and -)" ;;
	esac
	for NEW in "$NAME.sh" "$NAME-kpi.tsv"; do
		[ ! -e "$NEW" ] || die 73 "$NEW: is there already"
	done
	{
		sed "s/@NAME@/$(basename "$NAME")/g" "$SHARE/driver/new-pipeline" >"$NAME.sh" &&
			cat "$SHARE/driver/new-definitions" >"$NAME-kpi.tsv"
	} 2>/dev/null || die 73 "$NAME.sh: cannot be written"
}
