# zsh completion for kkr and its filters. _kkr_options, what they say with --help=tsv, stands before this.

# REPLY is where the pipelines are: beside the command, as kkr itself finds them.
_kkr_pipelines() {
	local file=${(Q)command/#\~\//$HOME/}
	[[ $file == */* ]] || file=${commands[$file]-}
	REPLY=${file:A:h:h}/share/kkr/pipelines
}

_kkr_pipeline() {
	local REPLY file line
	local -a names
	_kkr_pipelines
	for file in $REPLY/*.sh(N); do
		read -r line <$file
		names+=("${file:t:r}:${line#\# *: }")
	done
	_alternative 'pipelines:pipeline:{ _describe pipeline names }' 'files:file:_files -g "*.sh"'
}

# A parameter of the pipeline that the line names. The pipeline's file declares them; it is read and
# not run, for it may be anybody's.
_kkr_setting() {
	local REPLY file=${(Q)line[1]}
	local -a names
	if [[ $file != */* && $file != *.sh ]]; then
		_kkr_pipelines
		file=$REPLY/$file.sh
	fi
	[[ -f $file ]] || return
	if compset -P 1 '*='; then
		if grep -q "^param ${IPREFIX%=} .*[\"'] file\$" $file; then
			_files
		else
			_message value
		fi
		return
	fi
	names=(${(f)"$(sed -n 's/^param \([a-z][a-z0-9_]*\) .*/\1/p' $file)"})
	compadd -S = -- $names
}

# _kkr_action ARGUMENT VALUES: REPLY is what _arguments is to do for it.
_kkr_action() {
	case $1 in
	PIPELINE) REPLY=_kkr_pipeline ;;
	COMMAND) REPLY=_kkr_command_or_pipeline ;;
	NAME=VALUE) REPLY=_kkr_setting ;;
	FILE.*) REPLY="_files -g '*.${1#FILE.}'" ;;
	FILE | OLD | NEW) REPLY=_files ;;
	DIR*) REPLY='_files -/' ;;
	*,...) REPLY=${2:+_sequence compadd - $2} ;;
	*) REPLY=${2:+($2)} ;;
	esac
	: ${REPLY:= }
}

# What _arguments is told of the options of $program, in specs.
_kkr_options_of() {
	local row argument REPLY spec
	local -a field
	for row in ${(f)_kkr_options}; do
		field=("${(@s:	:)row}")
		[[ $field[1] == $program && $field[3] == -* ]] || continue
		spec="[${${field[7]//\[/\\[}//\]/\\]}]"
		for argument in ${=field[4]}; do
			_kkr_action $argument $field[6]
			spec+=":${argument//:/\\:}:$REPLY"
		done
		specs+=("*$field[3]${field[4]:+=}$spec")
		[[ -z $field[2] ]] || specs+=("*$field[2]${field[4]:++}$spec")
	done
}

# And of its operands: those that its usage names, of which one with "..." stands for all further.
_kkr_operands_of() {
	local row word REPLY
	local -a field
	local -i number=0
	for row in ${(f)_kkr_options}; do
		field=("${(@s:	:)row}")
		[[ "kkr $field[3]" == $program ]] || continue
		for word in ${=${${field[4]//\[OPTION\].../}//[][]/}// | /|}; do
			number+=1
			_kkr_action ${${word%...}%%|*}
			if [[ $word == *... ]]; then
				specs+=("*:${${word%...}:l}:$REPLY")
				return
			fi
			specs+=("$number:${word:l}:$REPLY")
		done
	done
}

_kkr_command() {
	local row
	local -a field names
	for row in ${(f)_kkr_options}; do
		field=("${(@s:	:)row}")
		[[ $field[5] != command ]] || names+=($field[3])
		[[ $field[5] != program ]] || names+=(${field[1]#kkr-})
	done
	names=(${(u)names})
	_describe command names
}

_kkr_command_or_pipeline() {
	_alternative 'commands:command:_kkr_command' 'pipelines:pipeline:_kkr_pipeline'
}

_kkr() {
	local program=$service command=$words[1] context state state_descr line
	local -a specs
	typeset -A opt_args
	_kkr_options_of
	if [[ $program != kkr ]]; then
		_arguments -s -S : $specs '*:file:_files'
		return
	fi
	_arguments -S : $specs '(-)1:command:_kkr_command' '(-)*::operand:->operands' && return
	[[ $state == operands ]] || return
	program="kkr $words[1]"
	[[ $_kkr_options != *$'\n'kkr-$words[1]$'\t'* ]] || program=kkr-$words[1]
	specs=()
	_kkr_options_of
	_kkr_operands_of
	[[ $program == 'kkr '* ]] || specs+=('*:file:_files')
	_arguments -s -S : $specs
}

_kkr "$@"
