# The README's examples, run as they are printed, with the output that it shows.

load common

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	ln -s "$ROOT/samples" samples
	ln -s "$ROOT/schemas" schemas
}

# The blocks of one language, a blank line between them.
blocks() {
	awk -v fence="\`\`\`$1" '
		$0 == "```" && inside { inside = 0; print ""; next }
		inside { print }
		$0 == fence { inside = 1 }' "$ROOT/README.md"
}

# Runs the commands of a transcript ("$ command", lines of it that go on with "> ", then what it
# writes) in one shell, and writes the transcript as it comes out.
replay() {
	local line shown='' command='' commands=''
	while IFS= read -r line; do
		case $line in
		'$ '*)
			add_command
			shown=$line command=${line#\$ }
			;;
		'> '*) shown+=$'\n'$line command+=$'\n'${line#> } ;;
		esac
	done
	add_command
	sh -c "$commands"
}

# Adds the command that replay has come to the end of.
add_command() {
	[ -z "$shown" ] || commands+="cat <<'SHOWN'"$'\n'"$shown"$'\nSHOWN\n{\n'"$command"$'\n} 2>&1\n'
}

@test "every example of the README gives the output that the README shows" {
	blocks sh | grep -v '^PATH=' >all.txt
	# Blank lines stand between the blocks, and do not count within them.
	grep -v '^$' all.txt >expected.txt
	replay <expected.txt | grep -v '^$' >actual.txt
	run diff expected.txt actual.txt
	assert_success
}

@test "the README shows at least six one-liners, and one each for cron and CI" {
	assert [ "$(blocks sh | grep -c '^\$ .*|')" -ge 6 ]
	assert [ "$(blocks cron | grep -c kkr)" -eq 1 ]
	assert [ "$(blocks ci | grep -c kkr)" -eq 1 ]
}

@test "the README's crontab line runs silently and leaves the results in place" {
	HOME=$PWD
	export HOME
	mkdir exports
	cp samples/refugees/* exports/
	line=$(blocks cron | grep kkr)
	run_split env -i HOME="$HOME" PATH="$PATH" sh -c "${line#* \* \* 1-5 }"
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	assert_equal "$(wc -l <"$HOME/quotas/kommunekvoter.tsv")" 99
}

@test "the README's CI step passes on the published table, and fails on another" {
	step=$(blocks ci | grep kkr)
	run_split sh -c "$step"
	assert_success
	assert_output ''
	sed 's/>63</>64</' samples/refugees/bilag-b.xml >b.xml
	step=${step/--output/samples\/refugees\/bilag-a.xml samples\/refugees\/familiesammenfoeringer-2024.xml.gz b.xml --output}
	run_split sh -c "$step"
	assert_failure 65
	[[ $stderr == *'101 København'* ]]
}
