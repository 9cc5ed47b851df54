#!/bin/sh
# Both commands of the README in bare roots: bare.sh SUITE... (bookworm is Debian 12, trixie 13); make bare
# calls it, as root. It takes half an hour, and packages of half a gigabyte for each.
#
# Such a root has what minbase has and no package more, no locale, and of the environment HOME and PATH
# alone. From this machine come the tree (what git does not ignore), where Debian's packages are, who is
# resolved how, and which certificates npm trusts. The logs are in build/bare.

set -eu
cd "$(dirname "$0")/.."
LOGS=$PWD/build/bare
TRUSTED=/etc/ssl/certs/ca-certificates.crt
TRUST=
[ ! -f "$TRUSTED" ] || TRUST=NODE_EXTRA_CA_CERTS=/etc/trusted.crt

say() {
	printf '%s\n' "bare: $*" >&2
}

[ "$(id -u)" -eq 0 ] || {
	say 'only root can make a root'
	exit 69
}
if command -v mmdebstrap >/dev/null; then
	MAKE_ROOT='mmdebstrap --quiet'
elif command -v debootstrap >/dev/null; then
	MAKE_ROOT=debootstrap
else
	say 'neither mmdebstrap nor debootstrap is installed (Debian: apt-get install mmdebstrap)'
	exit 69
fi
# shellcheck disable=SC2016 # apt's own
MIRROR=$(apt-get indextargets --format '$(ORIGIN)$(REPO_URI)' 2>/dev/null |
	sed -n '/security/!s/^Debian//p' | head -n 1)

# in_root COMMAND: in $ROOT, with mounts that end with it.
in_root() {
	# shellcheck disable=SC2016
	unshare --mount sh -c 'mount --bind "$1" "$1" && mount -t proc proc "$1/proc" && mount -t sysfs sysfs "$1/sys" && mount --rbind /dev "$1/dev" &&
		exec chroot "$1" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin $3 \
			sh -c "cd /root/kkr && $2"' - "$ROOT" "$1" "$TRUST"
}

make_root() {
	# shellcheck disable=SC2086
	$MAKE_ROOT --variant=minbase "$1" "$ROOT" $MIRROR &&
		cp /etc/resolv.conf /etc/hosts "$ROOT/etc/" &&
		{ [ -z "$TRUST" ] || cp "$TRUSTED" "$ROOT/etc/trusted.crt"; } &&
		mkdir "$ROOT/root/kkr" &&
		git ls-files -co --exclude-standard | tar -c -T - | tar -x -C "$ROOT/root/kkr"
}

FAILED=
mkdir -p "$LOGS"
for SUITE; do
	ROOT=$(mktemp -d)
	trap 'rm -rf --one-file-system "$ROOT"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	say "$SUITE: makes a root"
	make_root "$SUITE" >"$LOGS/$SUITE-root.log" 2>&1 || {
		tail -n 5 "$LOGS/$SUITE-root.log" >&2
		say "$SUITE: a root cannot be made"
		exit 69
	}
	for COMMAND in 'bin/setup run' 'bin/setup check'; do
		LOG=$LOGS/$SUITE-${COMMAND#bin/setup }.log
		BEGUN=$(date +%s)
		STATUS=0
		in_root "$COMMAND" >"$LOG" 2>&1 </dev/null || STATUS=$?
		grep -e '^not ok' -e '# skip' "$LOG" || :
		tail -n 2 "$LOG"
		say "$SUITE: $COMMAND: status $STATUS, $(($(date +%s) - BEGUN)) s"
		[ "$STATUS" -eq 0 ] || FAILED=yes
	done
	rm -rf --one-file-system "$ROOT"
done
[ -z "$FAILED" ]
