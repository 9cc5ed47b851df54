# The commands of kkr and their options, which stand in commands.tsv, and the programs that kkr runs.
#
# commands.tsv has a row for each, as kkr-NAME --help=tsv has it. One of the kind renamed is a word of the
# past: what it is called now stands in the place of help.
#
# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the driver set and use what is not here

# tell_usage [COMMAND]: what --help says of kkr, or of a command.
tell_usage() {
	awk -v of="${1-}" -f "$SHARE/driver/help.awk" "$SHARE/driver/commands.tsv" | tell
}

command_names() {
	awk -F '\t' '$5 == "command" { print $3 }' "$SHARE/driver/commands.tsv"
}

pipeline_names() {
	for FILE in "$SHARE"/pipelines/*.sh; do
		basename "$FILE" .sh
	done
}

# Where the programs that are there have their place in the pipe; others come after them.
PIPE_ORDER='inspect read parse table map edition select codes correct check quota agree kpi compare why format plot report manifest'

# The names of the programs beside kkr, without "kkr-", in the order of the pipe.
program_names() {
	for NAME in $PIPE_ORDER; do
		[ ! -x "$HERE/kkr-$NAME" ] || echo "$NAME"
	done
	for PROGRAM in "$HERE"/kkr-*; do
		NAME=${PROGRAM##*/kkr-}
		case " $PIPE_ORDER " in
		*" $NAME "*) ;;
		*) [ ! -x "$PROGRAM" ] || echo "$NAME" ;;
		esac
	done
}

is_program() {
	case $1 in
	'' | *[!a-z0-9-]*) return 1 ;;
	esac
	[ -x "$HERE/kkr-$1" ]
}

is_pipeline() {
	case $1 in
	'' | *[!a-z0-9-]*) return 1 ;;
	esac
	[ -f "$SHARE/pipelines/$1.sh" ]
}

# near_word WORD: "; did you mean ...?", where one of the lines of standard input is like it.
near_word() {
	MEANT=
	[ -z "$1" ] || MEANT=$(kkr-manifest nearest -- "$1")
	[ -z "$MEANT" ] || printf '%s' "; did you mean $MEANT?"
}

# Ends kkr for a command that is called otherwise now, if it is one.
refuse_renamed() {
	NOW=$(WORD=$1 awk -F '\t' '$1 == "kkr" && $5 == "renamed" && $3 == ENVIRON["WORD"] { print $7 }' "$SHARE/driver/commands.tsv")
	[ -z "$NOW" ] || misuse "$1 is called $NOW now: kkr $NOW${2+ "$2"}${3+ "$3"}"
}

# Ends kkr for a command that there is not.
refuse_command() {
	refuse_renamed "$@"
	! is_pipeline "$1" || misuse "'$1' is a pipeline: kkr run $1"
	NAMES=$({ command_names && program_names; } | awk '!seen[$0]++')
	misuse "there is no command '$1'$(printf '%s\n' "$NAMES" | near_word "$1")" \
		"(there are: $(printf '%s\n' "$NAMES" | paste -s -d , | sed 's/,/, /g'))"
}

# refuse_option COMMAND WORD [NEXT]...: ends kkr for an option that COMMAND does not have.
refuse_option() {
	NOW=$(OF="kkr $1" WORD=${2%%=*} awk -F '\t' \
		'$1 == ENVIRON["OF"] && $5 == "renamed" && $2 $3 == ENVIRON["WORD"] { print $7 }' "$SHARE/driver/commands.tsv")
	[ -z "$NOW" ] || misuse "$1: ${2%%=*} is called $NOW now"
	[ "$1" != run ] || refuse_parameter "$2" "${3-}"
	misuse "$1: there is no option '$2'$(OF="kkr $1" awk -F '\t' \
		'$1 == ENVIRON["OF"] && $5 != "renamed" { print $3 }' "$SHARE/driver/commands.tsv" | near_word "${2%%=*}")"
}

# refuse_parameter WORD NEXT: ends kkr where an option has the name of a parameter.
refuse_parameter() {
	NAME=$(printf '%s\n' "${1#--}" | tr - _)
	case $2 in
	'' | -*) set -- "$1" VALUE ;;
	esac
	case " $PARAMETERS " in
	*" $NAME "*) misuse "run: there is no option '$1'; $PIPELINE has a parameter of that name: --set $NAME=$2" ;;
	esac
}

list() {
	[ $# -eq 0 ] || misuse "list takes no '$1'"
	{
		printf 'name\tkind\tpurpose\n'
		for FILE in "$SHARE"/pipelines/*.sh; do
			NAME=${FILE##*/}
			read -r _ PURPOSE <"$FILE"
			printf '%s\tpipeline\t%s\n' "${NAME%.sh}" "$PURPOSE"
		done
		for NAME in $(program_names); do
			printf '%s\tprogram\t%s\n' "$NAME" "$("$HERE/kkr-$NAME" --help | sed -n 2p)"
		done
	} | tell
}

# help [NAME]: of a command, a program, or a pipeline, which may be a file.
help() {
	[ $# -le 1 ] || misuse "help takes no '$2'"
	case ${1-} in
	'') tell_usage ;;
	compare) exec "$HERE/kkr-compare" --help ;; # whose options it takes
	list | help | run | explain | verify | new) tell_usage "$1" ;;
	*/* | *.sh) help_on_pipeline "$1" ;;
	*)
		! is_program "${1#kkr-}" || "$HERE/kkr-${1#kkr-}" --help
		! is_program "${1#kkr-}" || is_pipeline "$1" || return 0
		! is_program "${1#kkr-}" || echo # a program and a pipeline may have one name: kpi
		is_pipeline "$1" || refuse_renamed "$1"
		is_pipeline "$1" || misuse "help: '$1' is no command, program or pipeline$({
			command_names && program_names && pipeline_names
		} | near_word "$1")"
		help_on_pipeline "$1"
		;;
	esac
}
