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

@test "the README shows at least six one-liners, and one each for cron, systemd and CI" {
	assert [ "$(blocks sh | grep -c '^\$ .*|')" -ge 6 ]
	assert [ "$(blocks cron | grep -c kkr)" -eq 1 ]
	assert [ "$(blocks service | grep -c 'ExecStart=.*kkr run')" -eq 1 ]
	assert [ "$(blocks ci | grep -c 'kkr run')" -eq 1 ]
}

@test "the README's crontab line runs silently and leaves the results in place" {
	HOME=$PWD
	export HOME
	mkdir exports
	cp samples/refugees/* exports/
	line=$(blocks cron | grep kkr)
	# cron has its own few variables, and % would end its line.
	[[ $line != *%* ]]
	for time in first again; do
		run_split env -i HOME="$HOME" LOGNAME=kkr SHELL=/bin/sh PATH="$PATH" /bin/sh -c "${line#* \* \* 1-5 }"
		assert_success
		assert_output ''
		assert_equal "$stderr" ''
		assert_equal "$(wc -l <"$HOME/quotas/kommunekvoter.tsv")" 99
	done
	# On trouble one short message is mailed.
	sed -i 's/105.840/105.84/' exports/bilag-a.xml
	run_split env -i HOME="$HOME" LOGNAME=kkr SHELL=/bin/sh PATH="$PATH" /bin/sh -c "${line#* \* \* 1-5 }"
	assert_failure 65
	assert_output ''
	assert_equal "$stderr" "kkr-read: $HOME/exports/bilag-a.xml:17: value '105.84' is not an integer in Danish notation (1.234; at most 100 digits)
kkr: refugees: stage 'read' set 1 record aside, 1 in all, and --max-rejects is 0; $HOME/quotas is as it was; the log is $HOME/.quotas.state/runs/2/log"
}

@test "the README's service runs, with SIGPIPE ignored as systemd has it, and takes what is in the spool" {
	mkdir exports state
	cp samples/refugees/* exports/
	line=$(blocks service | sed -n 's/^ExecStart=//p' |
		sed "s|/usr/local|$PREFIX|; s|/srv|$PWD|; s|%S|$PWD/state|")
	run_split bash -c "trap '' PIPE; exec env -i PATH=/usr/bin:/bin $line"
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	assert_equal "$(wc -l <state/kkr/quotas/kommunekvoter.tsv)" 99
	assert_equal "$(ls exports/done | wc -l)" 4
	run_split bash -c "trap '' PIPE; exec env -i PATH=/usr/bin:/bin $line"
	assert_success
	assert_equal "$stderr" ''
}

@test "systemd finds nothing wrong with the README's units" {
	mkdir units
	blocks service | sed "s|/usr/local|$PREFIX|" >units/kkr-quotas.service
	blocks timer >units/kkr-quotas.timer
	run systemd-analyze verify "$PWD/units/kkr-quotas.service" "$PWD/units/kkr-quotas.timer"
	assert_success
	refute_output --partial kkr-quotas
	run systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' units/kkr-quotas.timer)"
	assert_success
}

@test "the README's CI job passes on the published table, and fails on another" {
	blocks ci >job
	run_split sh job
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	sed 's/>63</>64</' samples/refugees/bilag-b.xml >b.xml
	sed 's|refugees |&samples/refugees/bilag-a.xml samples/refugees/familiesammenfoeringer-2024.xml.gz b.xml |' job >other
	run_split sh other
	assert_failure 65
	[[ $stderr == *'101 København'* ]]
	# A result that has been changed, where nothing else has.
	sed 's/^kkr run.*/sed -i s,63,64, quotas\/kpi.tsv quotas\/kommunekvoter.tsv/' job >changed
	run_split sh changed
	assert_failure 65
	[[ $stderr == *'output kommunekvoter.tsv: was changed since it was made'* ]]
}
