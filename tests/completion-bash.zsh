# What bash makes of command lines when TAB is pressed: completion-bash.zsh LINE... A line for each.
#
# bash runs on a terminal of its own with its completions; a pipe brings the line here.

zmodload zsh/zpty
export TERM=dumb LINES_MADE=$PWD/.lines
mkfifo $LINES_MADE
exec {answers}<>$LINES_MADE
zpty shell bash --norc -i
zpty -w shell '. /usr/share/bash-completion/bash_completion'
zpty -w shell 'bind "set bell-style none"; bind "set enable-bracketed-paste off"'
zpty -w shell 'tell() { printf "%s\n" "$READLINE_LINE" >"$LINES_MADE"; READLINE_LINE=; }; bind -x "\"\C-t\": tell"'
for line; do
	zpty -wn shell "$line"$'\t\C-t'
	IFS= read -r answer <&$answers
	print -r -- "$answer"
	while zpty -rt shell text; do :; done # which else would fill up
done
zpty -d shell
rm $LINES_MADE
