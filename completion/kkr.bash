# bash completion for kkr and its filters. _kkr_options, what they say with --help=tsv, stands before this.
#
# bash completes files by itself where _kkr has nothing to offer; _kkr_none tells it not to.
#
# shellcheck shell=bash disable=SC2154 # the table

_kkr_none() {
	compopt +o default
}

# _kkr_offer WORD...: those that begin with what has been typed.
_kkr_offer() {
	local word
	for word; do
		[[ $word != "$cur"* ]] || COMPREPLY+=("$word")
	done
	[[ ${COMPREPLY-} ]] || _kkr_none
}

# Where the pipelines are: beside the command, as kkr itself finds them.
_kkr_pipelines() {
	local file
	file=$(type -P -- "${COMP_WORDS[0]/#~\//$HOME/}") || return
	echo "$(dirname "$(readlink -f -- "$file")")/../share/kkr/pipelines"
}

# The parameters of the pipeline that the line names, each with its kind: a pipeline's file declares
# them. It is read and not run, for it may be anybody's.
_kkr_parameters() {
	local file=${operands[1]-}
	[[ $file == */* || $file == *.sh ]] || file=$(_kkr_pipelines)/$file.sh
	[[ ! -f $file ]] || sed -n "s/^param \([a-z][a-z0-9_]*\) .*[\"'] \([a-z]*\)\$/\1 \2/p; t
		s/^param \([a-z][a-z0-9_]*\) .*/\1/p" "$file"
}

_kkr_offer_pipelines() {
	local file names=()
	if [[ $cur != */* ]]; then
		for file in "$(_kkr_pipelines)"/*.sh; do
			file=${file##*/}
			names+=("${file%.sh}")
		done
		_kkr_offer "${names[@]}"
	fi
	compopt -o default # or a file of one's own
}

# What stands after the last comma of a list, those before it being taken.
_kkr_offer_list() {
	local before='' word
	[[ $cur != *,* ]] || before=${cur%,*},
	for word; do
		[[ ,$before == *,"$word",* || $before$word != "$cur"* ]] || COMPREPLY+=("$before$word")
	done
	if [[ ${COMPREPLY-} ]]; then
		compopt -o nospace
	else
		_kkr_none
	fi
}

# _kkr_offer_argument ARGUMENT VALUES: an option's argument, or an operand.
_kkr_offer_argument() {
	local name kind names=()
	case $1 in
	PIPELINE) _kkr_offer_pipelines ;;
	COMMAND)
		_kkr_offer_pipelines
		_kkr_offer_commands
		;;
	FILE | OLD | NEW) ;;
	FILE.*)
		compopt -o plusdirs -o filenames
		mapfile -t COMPREPLY < <(compgen -f -X "!*.${1#FILE.}" -- "$cur")
		;;
	DIR*) compopt +o default -o dirnames ;;
	NAME=VALUE)
		while read -r name kind; do
			names+=("$name=")
		done < <(_kkr_parameters)
		compopt -o nospace
		_kkr_offer "${names[@]}"
		;;
	VALUE:*)
		kind=$(_kkr_parameters | sed -n "s/^${1#VALUE:} //p")
		[[ $kind == file ]] || _kkr_none
		;;
	*)
		# shellcheck disable=SC2086 # a list
		case $1 in
		*,...) _kkr_offer_list $2 ;;
		*) _kkr_offer $2 ;;
		esac
		;;
	esac
}

# What the words before the one at hand leave to be said: the arguments that an option still wants, and
# the operands so far. bash has cut the words at "=".
_kkr_look_back() {
	local i word row
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word == = ]]; then
			[[ $given != NAME=VALUE ]] || wanted=("VALUE:${COMP_WORDS[i - 1]}")
		elif ((${#wanted[@]})); then
			given=${wanted[0]}
			wanted=("${wanted[@]:1}")
		elif [[ $word == -- ]]; then
			options_end=yes
		elif [[ $word == -?* && ! $options_end ]]; then
			given=
			row=$(_kkr_row "$program" "$word")
			values=${row#*$'\t'}
			read -ra wanted <<<"${row%%$'\t'*}"
		else
			given=
			operands+=("$word")
			[[ $program != kkr ]] || _kkr_enter "$word"
		fi
	done
}

# A command of kkr: "kkr NAME" is kkr-NAME, where there is such a program.
_kkr_enter() {
	program="kkr $1"
	[[ $_kkr_options != *$'\n'"kkr-$1"$'\t'* ]] || program=kkr-$1
}

# _kkr_row PROGRAM OPTION: its argument, TAB, its values.
_kkr_row() {
	local of short long argument values _
	while IFS=$'\x1f' read -r of short long argument _ values _; do
		if [[ $of == "$1" && ($2 == "$short" || $2 == "$long") ]]; then
			printf '%s\t%s\n' "$argument" "$values"
			return
		fi
	done <<<"${_kkr_options//$'\t'/$'\x1f'}"
}

# The options of the program, as far as they have been typed.
_kkr_offer_options() {
	local of short long names=() _
	while IFS=$'\x1f' read -r of short long _; do
		[[ $of == "$program" && $long == "$1"* ]] || continue
		[[ $long != -* ]] || names+=("$long")
		[[ $1 != - || ! $short ]] || names+=("$short")
	done <<<"${_kkr_options//$'\t'/$'\x1f'}"
	_kkr_offer "${names[@]}"
}

# The commands of kkr, and the programs that it runs as such.
_kkr_offer_commands() {
	local of name kind names=() programs=() _
	while IFS=$'\x1f' read -r of _ name _ kind _; do
		case $kind in
		command) names+=("$name") ;;
		program) programs+=("${of#kkr-}") ;;
		esac
	done <<<"${_kkr_options//$'\t'/$'\x1f'}"
	for name in "${programs[@]}"; do
		[[ " ${names[*]} " == *" $name "* ]] || names+=("$name")
	done
	_kkr_offer "${names[@]}"
}

# The operand at hand, of those that the usage of the command names; the last stands for all further.
_kkr_offer_operand() {
	local words row index=$((${#operands[@]} - 1))
	[[ $program == kkr\ * ]] || return 0
	row=$(_kkr_row kkr "${program#kkr }")
	row=${row%%$'\t'*}
	row=${row//\[OPTION\].../}
	row=${row//[][]/}
	read -ra words <<<"${row// | /|}"
	if ((index >= ${#words[@]})); then
		[[ $row == *...* ]] || words=('')
		index=$((${#words[@]} - 1))
	fi
	row=${words[index]%...}
	_kkr_offer_argument "${row%%|*}" ''
}

_kkr() {
	local cur=${COMP_WORDS[COMP_CWORD]} program=${1##*/} given='' values='' options_end=''
	local wanted=() operands=()
	COMPREPLY=()
	_kkr_look_back
	if [[ $cur == = ]]; then
		[[ $given != NAME=VALUE ]] || wanted=("VALUE:${COMP_WORDS[COMP_CWORD - 1]}")
		cur=
	fi
	if ((${#wanted[@]})); then
		_kkr_offer_argument "${wanted[0]}" "$values"
	elif [[ $cur == -* && ! $options_end ]]; then
		_kkr_offer_options "$cur"
	elif [[ $program == kkr ]]; then
		_kkr_offer_commands
	else
		_kkr_offer_operand
	fi
}

# shellcheck disable=SC2046 # names
complete -o default -F _kkr kkr $(cut -f 1 <<<"$_kkr_options" | grep -v ' ' | sort -u)
