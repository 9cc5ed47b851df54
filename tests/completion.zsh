# What zsh offers at the end of command lines: completion.zsh DIRECTORY LINE..., with _kkr found in
# DIRECTORY. A line for each LINE: what is offered, sorted, with blanks between.
#
# zsh runs on a terminal of its own. There, before compadd, stands a function that notes what is added; a
# pipe brings it here.

zmodload zsh/zpty
export LC_ALL=C TERM=dumb OFFERS=$PWD/.offers
mkfifo $OFFERS
exec {answers}<>$OFFERS
zpty shell zsh -f -i
zpty -w shell "fpath=(${(q)1} \$fpath); autoload -U compinit; compinit -u -D; LISTMAX=10000"
zpty -w shell '
compadd() {
	local -a offered
	[[ "${(j: :)@} " != (-[OAD]|*" "-[OAD])" "* ]] || { builtin compadd "$@"; return }
	builtin compadd -A offered "$@"
	offers+=($offered)
	builtin compadd "$@"
}
offer() {
	offers=()
	zle words
	print -r -- ${(ou)offers} >$OFFERS
	zle send-break
}
zle -C words list-choices _main_complete
zle -N offer
bindkey "^I" offer'
shift
for line; do
	zpty -wn shell "$line"$'\t'
	read -r answer <&$answers
	print -r -- $answer
	while zpty -rt shell text; do :; done # which else would fill up
done
zpty -d shell
rm $OFFERS
