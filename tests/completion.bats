# Completion in bash and zsh: what is offered where, by the usage texts and the pipelines' files.

load common

setup() {
	mkdir "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || return
	export LC_ALL=C # as to sorting
}

# offered WORD...: what the function offers for the last word, with blanks between; then what it asks of
# bash, in the place of compopt, which works on the line at hand alone.
offered() {
	# shellcheck source=/dev/null
	. "$PREFIX/share/bash-completion/completions/kkr"
	local asked=
	compopt() { asked+=" $*"; }
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	_kkr "$1"
	echo "${COMPREPLY[*]}${asked:+ :$asked}"
}

offers() {
	local expected=$1
	shift
	assert_equal "$(offered "$@")" "$expected"
}

zsh_offers() {
	timeout 60 zsh -f "$BATS_TEST_DIRNAME/completion.zsh" "$PREFIX/share/zsh/site-functions" "$@"
}

pipelines() {
	kkr list | awk -F '\t' '$2 == "pipeline" { print $1 }'
}

# The long options in a usage text: of a program, or of "kkr run".
long_options() {
	# shellcheck disable=SC2086 # two words
	$1 --help | grep -o '^ *\(-., \|    \)--[a-z-]*' | grep -o -- '--.*' | sort
}

@test "bash: every option of every filter is offered, and nothing else" {
	for program in "$PREFIX"/bin/kkr-*; do
		program=${program##*/}
		assert_equal "$(offered "$program" -- | tr ' ' '\n' | sort)" "$(long_options "$program")"
		run offered "$program" -
		assert_output --partial '--help -h --version -V'
	done
}

@test "bash: the commands of kkr, those that are programs, and the options of both" {
	commands=$(kkr --help | sed -n 's/^\(usage:\|      \) kkr \([a-z][a-z]*\).*/\2/p')
	programs=$(cd "$PREFIX/bin" && echo kkr-* | sed 's/kkr-//g')
	assert_equal "$(offered kkr '' | tr ' ' '\n' | sort)" "$(printf '%s\n' $commands $programs | sort -u)"
	offers 'verify' kkr v
	offers '--help -h --version -V' kkr -
	assert_equal "$(offered kkr run -- | tr ' ' '\n' | sort)" "$(long_options 'kkr run')"
	offers '--output' kkr run refugees x.xml --ou
	offers '--inputs --trust-pipeline' kkr verify -
	assert_equal "$(offered kkr parse --)" "$(offered kkr-parse --)"
	offers 'da plain' kkr parse --numbers ''
	assert_equal "$(offered kkr compare -)" "$(offered kkr-compare -)"
}

@test "bash: an argument with few values is offered them" {
	offers "$METHODS" kkr-quota --method ''
	offers 'last largest-remainder' kkr-quota -n 600 --residual ''
	offers 'region country' kkr-quota --within ''
	offers 'first last error' kkr-quota --ties ''
	offers 'da en' kkr-quota --lang ''
	offers 'reject main' kkr-codes --split ''
	offers 'reject bornholm' kkr-codes --christiansoe ''
	offers 'da plain' kkr-parse --numbers ''
	offers 'droop dhondt dean' kkr-quota --method = d
	offers 'da en' kkr-quota --lang =
	for dialect in $(offered kkr-parse --format ''); do
		run_split kkr-parse --format "$dialect" --help
		assert_success
	done
	offers 'fods spreadsheetml ods xlsx html json running text csv fixed' kkr-table --format ''
	offers ' : +o default' kkr-quota --method nothing
}

@test "bash: of a list, each value once" {
	offers 'name region region_name kkr landsdel landsdel_name nuts3 level : -o nospace' kkr-codes --add ''
	offers 'name,region name,region_name : -o nospace' kkr-codes --add name,re
	offers 'name,region,region_name : -o nospace' kkr-codes --add name,region,reg
	offers 'municipality landsdel region country : -o nospace' kkr-codes --levels ''
}

@test "every value that is offered is one that the program takes, and no other" {
	refugee_figures >figures.tsv
	for method in $(offered kkr-quota --method ''); do
		run_split kkr-quota --method "$method" --weight population --landstal 600 figures.tsv
		assert_success
	done
	for ties in $(offered kkr-quota --ties '') nothing; do
		run_split kkr-quota --method webster --weight population --landstal 600 --ties "$ties" figures.tsv
		[ "$ties" = nothing ] || assert_success
	done
	assert_failure 64
	run_split kkr-codes --add "$(offered kkr-codes --add '' | sed 's/ :.*//; s/ /,/g')" \
		--levels "$(offered kkr-codes --levels '' | sed 's/ :.*//; s/ /,/g')" \
		<<<"area${TAB}value"$'\n'"101${TAB}1"
	assert_success
	for residual in $(offered kkr-quota --residual ''); do
		run_split kkr-quota --residual "$residual" --landstal 600 figures.tsv
		assert_success
	done
}

@test "bash: files are left to bash, and directories; for other arguments it is told to offer none" {
	touch a.xsd a.xml
	offers '' kkr-parse ''
	offers '' kkr-agree --transfers ''
	offers 'a.xsd : -o plusdirs -o filenames' kkr-parse --schema ''
	offers ' : +o default -o dirnames' kkr run refugees --output ''
	offers ' : +o default' kkr-quota --landstal ''
	offers '' kkr-check -- -
	offers ' : +o default -o dirnames' kkr verify ''
	offers ' : +o default -o dirnames' kkr explain ''
	offers ' : +o default' kkr explain a ''
	offers '' kkr inspect a b ''
	offers ' : +o default' kkr list ''
}

@test "bash: kkr run offers the pipelines, and their parameters" {
	pipelines=$(pipelines | tr '\n' ' ')
	offers "$pipelines: -o default" kkr run ''
	assert_equal "$(offered kkr help '' | sed 's/ :.*//' | tr ' ' '\n' | sort)" \
		"$(printf '%s\n' $pipelines $(offered kkr '') | sort)"
	offers 'refugees : -o default' kkr run -v r
	for pipeline in $pipelines; do
		parameters=$(kkr help "$pipeline" | awk '/^Stages/ || !NF { on = 0 } on && $1 != "name" { print $1 "=" } /^Parameters/ { on = 1 }')
		offers "$(echo $parameters) : -o nospace" kkr run "$pipeline" -s ''
	done
	offers 'landstal= : -o nospace' kkr run refugees --set = land
	offers 'landstal= : -o nospace' "$PREFIX/bin/kkr" run refugees --set land
	offers '' kkr run refugees -s agreement =
	offers '' kkr run refugees -s agreement = a
	offers ' : +o default' kkr run refugees -s landstal = 6
	offers '' kkr run refugees -s landstal = 600 ''
}

@test "bash and zsh: a pipeline of one's own is read for its parameters, and not run" {
	kkr new mine
	sed -i '/^param group/s/$/ text/; $a touch ran' mine.sh
	offers 'definitions= group= : -o nospace' kkr run ./mine.sh -s ''
	offers '' kkr run mine.sh -s definitions = ''
	offers ' : +o default' kkr run mine.sh -s group = ''
	run zsh_offers 'kkr run ./mine.sh -s '
	assert_output 'definitions group'
	assert_not_exists ran
}

@test "bash loads the completion when it is wanted first, and puts what it finds into the line" {
	touch 'a file.xml'
	mkdir results
	export XDG_DATA_DIRS=$PREFIX/share
	run timeout 60 zsh -f "$BATS_TEST_DIRNAME/completion-bash.zsh" 'kkr-quota --method=web' 'kkr-quota --expl' \
		'kkr run refu' 'kkr run refugees -s corr' 'kkr run refugees -s corrections=a' 'kkr-parse a' \
		'kkr verify ' 'kkr-codes --add name,nu' 'kkr-quota -n '
	assert_success
	assert_output 'kkr-quota --method=webster 
kkr-quota --explain 
kkr run refugees 
kkr run refugees -s corrections=
kkr run refugees -s corrections=a\ file.xml 
kkr-parse a\ file.xml 
kkr verify results/
kkr-codes --add name,nuts3
kkr-quota -n '
}

@test "the examples of completion in kkr-examples(7) are true" {
	grep '<TAB>' "$ROOT/doc/kkr-examples.7" >examples
	assert [ "$(wc -l <examples)" -ge 3 ]
	export XDG_DATA_DIRS=$PREFIX/share
	mapfile -t typed < <(sed 's/<TAB>.*//' examples)
	run timeout 60 zsh -f "$BATS_TEST_DIRNAME/completion-bash.zsh" "${typed[@]}"
	assert_output "$(sed 's/.*<TAB> *//; /=$/!s/$/ /' examples)"
}

@test "zsh offers what bash does" {
	touch a.xsd a.xml
	mkdir results
	run zsh_offers 'kkr ' 'kkr run ' \
		'kkr run refugees -s ' 'kkr run refugees -s agreement=' 'kkr run refugees -s landstal=' \
		'kkr run refugees -s landstal=600 --o' 'kkr run refugees ' 'kkr verify --' 'kkr explain ' \
		'kkr explain a ' 'kkr-quota --method ' 'kkr-quota --method=d' 'kkr-quota -L' \
		'kkr-codes --add name,region' 'kkr-parse -x ' 'kkr-parse ' 'kkr-quota -n ' 'kkr-check --complete '
	assert_success
	words() { tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//'; }
	assert_output "$(offered kkr '' | words)
$(printf '%s\n' $(pipelines) results | words)
agreement as_of corrections dated edition kkr kommune landstal lang png proof published
a.xml a.xsd results

--only --output
a.xml a.xsd results
--inputs --trust-pipeline
results

$(words <<<"$METHODS")
dean dhondt droop
da en
region region_name
a.xsd results
a.xml a.xsd results

a.xml a.xsd results"
}

@test "zsh offers every option of every filter, and of kkr run" {
	asked=()
	for program in "$PREFIX"/bin/kkr-* kkr; do
		program=${program##*/}
		[ "$program" != kkr ] || program='kkr run'
		asked+=("$program --")
	done
	run zsh_offers "${asked[@]}"
	assert_success
	assert_output "$(for line in "${asked[@]}"; do echo $(long_options "${line% --}"); done)"
}
