# Several cores and machines: kkr run --jobs and --hosts.

load common

# A topic's worth of exports, six for each of the first 12 municipalities, which are two parts: 32 and 40.
# Invented.
setup() {
	local code n
	cd "$BATS_TEST_TMPDIR" || return
	mkdir in
	for code in 101 147 151 153 155 157 159 161 163 165 167 169; do
		for n in '' -2 -3 -4 -5 -6; do
			printf '%s\n' '<export xmlns="urn:kkr:export:1" dataset="invented-2025"><fields>' \
				'<field name="area" type="area"/><field name="period" type="period"/>' \
				'<field name="measure" type="token"/><field name="unit" type="token"/>' \
				'<field name="value" type="integer"/></fields>' \
				'<group period="2025" measure="population" unit="persons">' \
				"<record area=\"$code\">$((code * 7))</record><record area=\"$code\">1</record></group></export>" \
				>"in/$code$n.xml"
		done
	done
	kkr new mine
}

teardown() {
	local n
	[ ! -e config ] || for n in 1 2; do ssh -F config -O exit "node-$n" 2>/dev/null || true; done
	[ ! -e sshd.pids ] || xargs kill <sshd.pids
	[ ! -e namespaces ] || xargs -n 1 ip netns del <namespaces
}

@test "--jobs gives the same bytes, whatever the number, of the packet and of one's own pipeline" {
	kkr run ./mine.sh --output one in
	assert_equal "$(awk -F '\t' '$3 == "*" { print $5 }' one/kpi.tsv)" \
		"$((6 * (7 * (101 + 147 + 151 + 153 + 155 + 157 + 159 + 161 + 163 + 165 + 167 + 169) + 12)))"
	for jobs in $(sample "1 2 5" 5); do
		run_split kkr run ./mine.sh --output "jobs-$jobs" --jobs "$jobs" in
		assert_success
		assert_equal "$stderr" ''
		run diff -r one/ "jobs-$jobs/"
		assert_success
		[ "$jobs" -eq 1 ] || assert_equal "$(wc -l <".jobs-$jobs.state/runs/1/parts-states.tsv")" 3
	done
	kkr run packet --output packet
	run_split kkr run packet --output packet-2 --jobs=2
	assert_success
	run diff -r packet/ packet-2/
	assert_success
}

@test "--jobs sets records aside, and names file and line, as one process does" {
	sed -i 's/>1</>x</' in/153.xml in/169-6.xml
	sed -i 's/area="157"/area="9999"/' in/157.xml
	run_split kkr run ./mine.sh --output out --jobs 2 in
	refused 65 "kkr-read: in/153.xml:6: value 'x'" "stage 'read' set 2 records aside, 3 in all"
	run_split kkr run ./mine.sh --output one --max-rejects 3 in
	assert_equal "$stderr" "kkr-read: 2 records set aside: ./.one.state/runs/1/rejects/read.tsv
kkr-codes: 1 record set aside: ./.one.state/runs/1/rejects/codes.tsv"
	run_split kkr run ./mine.sh --output two --max-rejects 3 --jobs 2 in
	assert_equal "$stderr" "kkr-read: 2 records set aside: ./.two.state/runs/1/rejects/read.tsv
kkr-codes: 1 record set aside: ./.two.state/runs/1/rejects/codes.tsv"
	run diff -r one/ two/
	assert_success
	for table in rejects/read.tsv rejects/codes.tsv stages.tsv; do
		run diff .one.state/runs/1/$table .two.state/runs/1/$table
		assert_success
	done
}

@test "--hosts with this machine alone gives the same bytes" {
	kkr run ./mine.sh --output one in
	run_split kkr run ./mine.sh --output two --hosts : --jobs 2 in
	assert_success
	run diff -r one/ two/
	assert_success
}

@test "--jobs tells files of one name apart by their paths, as one process does" {
	mkdir in/a in/b
	mv in/101.xml in/a/x.xml
	sed 's/>1</>2</' in/169.xml >in/b/x.xml
	echo '
states() {
	stage read kkr-read --columns area,value -- "$@"
}
pipe() {
	each states "$@" >"$out/records.tsv"
}' >origin.sh
	sed -i '1s/^/# origin: records with what they are of\n/' origin.sh
	kkr run ./origin.sh --output one in in/a in/b 2>/dev/null
	kkr run ./origin.sh --output two --jobs 2 in in/a in/b 2>/dev/null
	run diff -r one/ two/
	assert_success
	assert_equal "$(grep -c "${TAB}[ab]/x.xml:" two/records.tsv)" 4
}

@test "--jobs takes files of any name, as one process does" {
	local code name n=0
	cd in
	for name in -rf.xml --.xml - 'a b.xml' '$(touch made).xml' "a'b.xml" 'a;b.xml' 'a&b.xml' x=y.xml '{}.xml' 'a%sb.xml' '"'; do
		code=$(ls -- [0-9]*.xml | sed -n 1p)
		mv "$code" "./${name%.xml}.xml"
	done
	assert_equal "$(ls -A | wc -l)" 72
	run_split timeout 120 kkr run ../mine.sh --output ../one '*.xml'
	assert_success
	for jobs in $(sample "2 3" 3); do
		run_split timeout 120 kkr run ../mine.sh --output "../jobs-$jobs" --jobs "$jobs" '*.xml'
		assert_success
		assert_equal "$stderr" ''
		run diff -r ../one/ "../jobs-$jobs/"
		assert_success
	done
	assert_not_exists made
	# A bad record is named by its file.
	sed -i 's/>1</>x</' ./-rf.xml
	run_split timeout 120 kkr run ../mine.sh --output ../two --jobs 2 '*.xml'
	refused 65 "kkr-read: ./-rf.xml:6: value 'x'"
	run_split timeout 120 kkr run ../mine.sh --output ../two '-*.xml' --jobs 2
	assert_failure 64
	run_split timeout 120 kkr run ../mine.sh --output ../two --jobs 2 -- '-*.xml'
	refused 65 "kkr-read: ./-rf.xml:6: value 'x'"
}

@test "a stage that fails in one part fails the run, and is blamed" {
	echo '<no/>' >in/161.xml
	run_split kkr run ./mine.sh --output out --jobs 2 in
	refused 65 "kkr-parse: in/161.xml:1: the root element <no> of namespace '' begins no dialect" \
		"kkr: mine: stage 'read' failed with status 65; out was not made"
}

@test "without GNU parallel, --jobs says what to install; moreutils' parallel is another" {
	mkdir path other
	ln -sf /usr/bin/* /bin/* path/
	rm path/parallel
	run_split env PATH="$PREFIX/bin:$PWD/path" kkr run ./mine.sh --output out --jobs 2 in
	refused 69 'kkr: --jobs and --hosts need GNU parallel: install it (Debian: apt-get install parallel)'
	printf '#!/bin/sh\necho "parallel: invalid option -- -" >&2\nexit 1\n' >other/parallel
	chmod +x other/parallel
	run_split env PATH="$PREFIX/bin:$PWD/other:$PWD/path" kkr run ./mine.sh --output out --jobs 2 in
	refused 69 "$PWD/other/parallel is another, such as moreutils has"
	assert_not_exists out
	for jobs in 0 x -1; do
		run_split kkr run ./mine.sh --output out --jobs "$jobs" in
		assert_failure 64
	done
}

# Whether network namespaces may be made here. Whatever else the two hosts lack is a fault of the test.
namespaces_may_be_made() {
	local name=kkr$$-0
	[ "$(id -u)" -eq 0 ] || return
	command -v ip >/dev/null || fail 'ip is not installed (Debian: iproute2)'
	ip netns add "$name" 2>/dev/null || return
	ip netns del "$name"
}

# link_host N: a network namespace, with a cable to it and an address at each end.
link_host() {
	local n=$1 name=kkr$$-$1
	ip netns add "$name"
	echo "$name" >>namespaces
	ip link add "kkr$n.$$" type veth peer name "kkp$n.$$"
	ip link set "kkp$n.$$" netns "$name"
	ip addr add "10.249.$n.1/30" dev "kkr$n.$$"
	ip link set "kkr$n.$$" up
	ip -n "$name" addr add "10.249.$n.2/30" dev "kkp$n.$$"
	ip -n "$name" link set "kkp$n.$$" up
}

# start_host N: sshd in that namespace, and how ssh finds it.
start_host() {
	local n=$1
	ssh-keygen -q -t ed25519 -N '' -f "host-$n"
	cat >"sshd-$n" <<-END
		Port 2222
		ListenAddress 10.249.$n.2
		HostKey $PWD/host-$n
		AuthorizedKeysFile $PWD/key.pub
		StrictModes no
		UsePAM no
		PidFile none
	END
	ip netns exec "kkr$$-$n" /usr/sbin/sshd -D -f "$PWD/sshd-$n" 2>"sshd-$n.log" 3>&- &
	echo "$!" >>sshd.pids
	cat >>config <<-END
		Host node-$n
			HostName 10.249.$n.2
			Port 2222
			IdentityFile $PWD/key
			UserKnownHostsFile $PWD/known
			StrictHostKeyChecking accept-new
			LogLevel ERROR
			ControlPath $PWD/%n
	END
}

# Two sshd, each in a network namespace of its own, and one connection to each, which all that parallel
# asks of a host goes through.
two_hosts() {
	local n
	mkdir -p /run/sshd
	ssh-keygen -q -t ed25519 -N '' -f key
	for n in 1 2; do
		link_host "$n"
		start_host "$n"
	done
	for n in 1 2; do
		timeout 20 sh -c "until ssh -F config -fNM node-$n 2>ssh.log; do sleep 0.2; done" 3>&- ||
			fail "node-$n: no connection: $(cat ssh.log "sshd-$n.log")"
	done
}

@test "--hosts over two hosts gives the same bytes" {
	namespaces_may_be_made || skip 'network namespaces may not be made here'
	two_hosts
	nodes="ssh -F $PWD/config node-1,ssh -F $PWD/config node-2"
	kkr run ./mine.sh --output one in
	run_split kkr run ./mine.sh --output two --hosts "$nodes" --jobs 2 in
	assert_success
	assert_equal "$stderr" ''
	run diff -r one/ two/
	assert_success
	# Both hosts did some of it, and nothing is left there.
	for n in 1 2; do
		run grep -c "node-$n" .two.state/runs/1/parts-states.tsv
		assert [ "$output" -gt 0 ]
	done
	sed -i 's/>1</>x</' in/153.xml
	run_split kkr run ./mine.sh --output two --hosts "$nodes" in
	refused 65 "kkr-read: in/153.xml:6: value 'x'" 'two is as it was'
	# A host that is not there.
	run_split kkr run ./mine.sh --output three --hosts "ssh -F $PWD/config --output ConnectTimeout=1 nowhere.invalid" in
	assert_failure 70
	[[ $stderr == *"stage 'parallel' failed"* ]]
	assert_not_exists three
}
