# Inputs: files, directories, patterns, standard input. They are taken in the byte order of their base
# names, so that neither a locale nor a directory's name decides anything.
#
# shellcheck shell=sh disable=SC2034,SC2154 # other parts of the driver set and use what is not here

# take_inputs NAME...: writes $WORK/inputs, a line for each file: base name, SHA-256, bytes, path.
# What can be read once alone is kept with the result, in inputs/.
take_inputs() {
	KEPT=0
	: >"$WORK/paths" || fail 74 "$WORK: cannot be written"
	for NAME; do
		no_control "$NAME"
		case $NAME in
		-)
			keep_input standard-input
			continue
			;;
		-*) NAME=./$NAME ;;
		esac
		if [ -d "$NAME" ]; then
			take_directory "$NAME"
		elif [ -f "$NAME" ]; then
			take_file "$NAME"
		elif [ -e "$NAME" ]; then
			[ -r "$NAME" ] || fail 66 "$NAME: cannot be opened"
			KEPT=$((KEPT + 1))
			keep_input "pipe-$KEPT" <"$NAME"
		else
			take_pattern "$NAME"
		fi
	done
	describe "$WORK/paths" >"$WORK/inputs" || fail 74 'the inputs cannot be read'
	look_at_files >"$WORK/seen"
}

C1=$(printf '\302[\200-\237]') # the other control characters of UTF-8

# has_control TEXT: whether there is a control character in it, which names of inputs and values of
# parameters have not: a line feed in one would be two in a list, and others steer a terminal.
has_control() {
	case $1 in
	*[[:cntrl:]]*) return 0 ;;
	*[!\ -~]*) printf '%s' "$1" | grep -q "$C1" ;;
	*) return 1 ;;
	esac
}

# shown TEXT: as a message may have it.
shown() {
	printf '%s' "$1" | tr '\001-\037\177' '?' | sed "s/$C1/?/g"
}

no_control() {
	! has_control "$1" || fail 64 "an input whose name has a control character in it cannot be taken: $(shown "$1")"
}

take_file() {
	no_control "$1"
	[ -r "$1" ] || fail 66 "$1: cannot be opened"
	printf '%s\n' "$1" >>"$WORK/paths" || fail 74 "$WORK: cannot be written"
}

take_directory() {
	FOUND=
	for NAME in "$1"/*.xml "$1"/*.xml.gz; do
		[ -f "$NAME" ] || continue
		FOUND=yes
		take_file "$NAME"
	done
	[ -n "$FOUND" ] || fail 66 "$1: this directory has no file .xml or .xml.gz"
}

# A pattern that no shell has expanded, as in a unit of systemd.
take_pattern() {
	OLD_IFS=$IFS
	IFS=
	# shellcheck disable=SC2086
	set -- "$1" $1
	IFS=$OLD_IFS
	[ -e "$2" ] || case $1 in
	*[*?[]*) fail 66 "$1: no file has such a name" ;;
	*) fail 66 "$1: cannot be opened: there is no such file" ;;
	esac
	shift
	for NAME; do
		[ -f "$NAME" ] || continue
		case $NAME in
		-*) NAME=./$NAME ;;
		esac
		take_file "$NAME"
	done
}

keep_input() {
	{ mkdir -p "$out/inputs" && cat >"$out/inputs/$1"; } 2>>"$WORK/said" ||
		fail 74 "$1: cannot be read, or kept in $OUTPUT"
	take_file "$out/inputs/$1"
}

# describe LIST: base name, SHA-256, bytes and path of each file of a list, by name and contents.
describe() {
	xargs -d '\n' sha256sum -- <"$1" 2>>"$WORK/said" | sed 's/^\\//' | cut -c 1-64 >"$WORK/sums" &&
		xargs -d '\n' stat -L -c %s -- <"$1" 2>>"$WORK/said" >"$WORK/sizes" &&
		[ "$(wc -l <"$WORK/sums")" -eq "$(wc -l <"$1")" ] &&
		paste "$WORK/sums" "$WORK/sizes" "$1" | awk -F '\t' '
			{
				path = $0
				sub(/^[^\t]*\t[^\t]*\t/, "", path)
				name = path
				sub(/.*\//, "", name)
				gsub(/\\/, "&&", name)
				gsub(/\t/, "\\t", name)
				gsub(/\r/, "\\r", name)
				print name "\t" $1 "\t" $2 "\t" path
			}' | sort
}

# A file that is written to while it is read would make a result of which the manifest tells an untruth.
look_at_files() {
	cut -f 4- "$WORK/inputs" | xargs -d '\n' stat -L -c '%i %s %y %z' -- 2>&1
}

input_paths() {
	cut -f 4- "$WORK/inputs"
}
