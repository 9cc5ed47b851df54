# The Debian packages: built from a copy of the tree, and without optimising, which is no part of this.

load common

# copy_to DIRECTORY: the tree as it is checked out.
copy_to() {
	mkdir -p "$1"
	tar -c -C "$BATS_TEST_DIRNAME/.." --exclude=./build --exclude=./.git . | tar -x -C "$1"
}

# make_deb DIRECTORY COMMAND...: make deb there, run by the COMMAND.
make_deb() {
	local tree=$1
	shift
	# A make above may have been told of sanitizers and jobs.
	env -u MAKEFLAGS -u SANITIZE DEB_BUILD_OPTIONS=noopt "$@" make -s -C "$tree" deb >"$tree.log" 2>&1 || {
		cat "$tree.log"
		return 1
	}
}

setup_file() {
	export TREE=$BATS_FILE_TMPDIR/tree
	copy_to "$TREE"
	make_deb "$TREE" env
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	VERSION=$(sed -n 's/^VERSION := //p' "$ROOT/Makefile")
	MACHINE=$(dpkg --print-architecture)
	PACKAGE=$TREE/build/deb/kkr_${VERSION}_$MACHINE.deb
}

@test "make deb writes packages and their source to build/deb, and nothing elsewhere in the tree" {
	run ls -A "$TREE/build/deb"
	assert_output "kkr-dbgsym_${VERSION}_$MACHINE.deb
kkr_$VERSION.dsc
kkr_$VERSION.tar.xz
kkr_${VERSION}_$MACHINE.buildinfo
kkr_${VERSION}_$MACHINE.changes
kkr_${VERSION}_$MACHINE.deb"
	assert_equal "$(ls -A "$TREE/build")" deb
	copy_to clean
	run diff -r --exclude=build clean "$TREE"
	assert_output ''
}

# The opinion of another lintian than those of Debian 12 and 13 is shown, and fails nobody's check.
@test "lintian finds no errors and nothing to warn of" {
	run lintian --fail-on error,warning "$TREE/build/deb/kkr_${VERSION}_$MACHINE.changes"
	case $(dpkg-query -W -f '${Version}' lintian) in
	2.116.* | 2.122.*)
		assert_success
		refute_output --regexp '(^|'$'\n'')[EW]: '
		;;
	*) printf '# %s\n' "${lines[@]}" >&3 ;;
	esac
	assert_equal "$(find "$ROOT/debian" -name '*overrides*')" ''
}

@test "what the packages are built with is what bin/setup installs to build kkr" {
	listed=$(sed -n "/^BUILD='/,/'\$/p" "$ROOT/bin/setup" | tr -d "'" | sed 's/^BUILD=//')
	# What every Debian package is built with stands in no Build-Depends.
	essential='gcc|libc6-dev|make'
	assert_equal "$(printf '%s\n' $listed | grep -cxE "$essential")" 3
	run sed -n 's/^Build-Depends: debhelper-compat (= 13), //p' "$ROOT/debian/control"
	assert_output "$(printf '%s\n' $listed | grep -vxE "$essential" | sort | paste -sd , | sed 's/,/, /g')"
}

@test "the package is of the version that kkr says it is" {
	assert_equal "$(dpkg-parsechangelog -l "$ROOT/debian/changelog" -S Version)" "$VERSION"
	assert_equal "$(kkr --version)" "kkr $VERSION"
	assert_equal "$(dpkg-deb -f "$PACKAGE" Version)" "$VERSION"
}

@test "the package holds what make install installs, and its papers" {
	{
		(cd "$PREFIX" && find . -type f) | sed '/^\.\/share\/man\//s/$/.gz/'
		printf './share/doc/kkr/%s\n' README.md.gz changelog.gz copyright
	} | sort >expected
	dpkg-deb --fsys-tarfile "$PACKAGE" | tar -t | sed -n '/\/$/d; s/^\.\/usr/./p' | sort >held
	run diff expected held
	assert_output ''
}

@test "the package depends on each library that it is built with" {
	needed=$(dpkg-deb -f "$PACKAGE" Depends | tr ',' '\n' | sed 's/^ *//; s/ .*//')
	for headers in $(grep -o '[a-z0-9]*-dev' <<<"$(sed -n 's/^Build-Depends: //p' "$ROOT/debian/control")"); do
		# The library of the headers is the one of the same version.
		library=$(dpkg-query -W -f '${Depends}' "$headers" | tr ',' '\n' | sed -n 's/^ *\([^ ]*\) (= .*/\1/p' | head -n 1)
		run grep -x "$library" <<<"$needed"
		assert_output "$library"
	done
}

@test "installed, the package runs the refugee pipeline; removed, it leaves nothing" {
	mkdir -p root/var/lib/dpkg/info root/var/lib/dpkg/updates
	touch root/var/lib/dpkg/status
	# Into a root of its own, where the libraries are those of this system.
	in_root() {
		fakeroot dpkg --root="$PWD/root" --force-depends,not-root --log=/dev/null "$@"
	}
	find root -not -path 'root/var/*' >before
	run in_root --install "$PACKAGE"
	assert_success
	run_split env -i PATH="$PWD/root/usr/bin:/usr/bin:/bin" kkr run refugees --output out --verbose
	assert_success
	assert_line --partial 'Region Hovedstaden'
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	kkr run refugees --output ours
	run diff -r out/ ours/
	assert_output ''
	run mandoc root/usr/share/man/man5/kkr-records.5.gz
	assert_output --partial 'what flows between the filters of kkr'
	run in_root --purge kkr
	assert_success
	run diff before <(find root -not -path 'root/var/*')
	assert_output ''
	run find root -name 'kkr*'
	assert_output ''
}

@test "built elsewhere, at another time of the day and without a network, the packages have the same bytes" {
	copy_to elsewhere
	find elsewhere -exec touch -d 2001-01-01 {} +
	chmod -R go-rwx elsewhere
	offline=env
	if unshare --net --map-root-user true 2>/dev/null; then
		offline='unshare --net --map-root-user'
	fi
	umask 077
	# shellcheck disable=SC2086 # a command
	make_deb elsewhere $offline env TZ=Asia/Tokyo LC_ALL=C
	for file in kkr_"$VERSION"_"$MACHINE".deb kkr-dbgsym_"$VERSION"_"$MACHINE".deb "kkr_$VERSION.tar.xz" "kkr_$VERSION.dsc"; do
		run cmp "$TREE/build/deb/$file" "elsewhere/build/deb/$file"
		assert_success
	done
}
