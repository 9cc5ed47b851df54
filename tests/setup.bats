# bin/setup, and what make says before it compiles: of libraries, versions of tools, and a registry that is
# not there. Programs that stand in for others do so by PATH.

load common

# fake NAME LINE...: a program of that name, first in PATH.
fake() {
	mkdir -p fakes
	{
		echo '#!/bin/sh'
		printf '%s\n' "${@:2}"
	} >"fakes/$1"
	chmod +x "fakes/$1"
	PATH=$PWD/fakes:${PATH#"$PWD"/fakes:}
}

# make_here ARGUMENT...: make of this tree, which builds below this directory.
make_here() {
	run env -u MAKEFLAGS -u MAKELEVEL -u PKG_CONFIG -u CC -u CPPFLAGS make -s -C "$ROOT" BUILD="$PWD/build" CFLAGS=-O0 "$@"
}

# ---- Libraries

@test "a workbook is written where pkg-config knows libxlsxwriter only with minizip, and minizip has a zip.h" {
	# As in Debian 13, without libminizip-dev and with it.
	mkdir minizip
	echo '#error "this is the zip.h of minizip"' >minizip/zip.h
	fake pkg-config 'case "$*" in' \
		"*xlsxwriter* | *minizip*) [ ! -e '$PWD/with' ] || { echo '-I$PWD/minizip'; exit; }" \
		"	echo \"Package 'minizip', required by 'xlsxwriter', not found\" >&2; exit 1 ;;" \
		'esac' "exec $(command -v pkg-config) \"\$@\""
	for with in without with; do
		rm -rf build
		touch "$with"
		make_here -j2 "$PWD/build/bin/kkr-format" "$PWD/build/bin/kkr-table"
		assert_success
		assert_output ''
		printf 'area\tvalue\n084\t7\n' | build/bin/kkr-format --type xlsx >book.xlsx
		run build/bin/kkr-table --header 1 --columns area,value book.xlsx
		assert_output "$(printf 'area\tvalue\n084\t7')"
	done
}

@test "a library that is missing is told by its Debian package, before anything is compiled" {
	mkdir -p none/nettle none/yajl
	local library
	for library in zlib.h:zlib1g-dev gmp.h:libgmp-dev zip.h:libzip-dev xlsxwriter.h:libxlsxwriter-dev \
		nettle/sha2.h:nettle-dev yajl/yajl_parse.h:libyajl-dev sodium.h:libsodium-dev; do
		echo '#error "it is not here"' >"none/${library%:*}"
		make_here CPPFLAGS="-I$PWD/none" all
		assert_failure 2
		assert_line "kkr is built with a library whose header ${library%:*} is not there (Debian: ${library#*:})"
		assert_equal "$(grep -c 'kkr is built with' <<<"$output")" 1
		assert_equal "$(find build -name '*.o')" ''
		rm "none/${library%:*}"
	done
	# Two at once are told at once. libxml2 is found by pkg-config alone.
	fake pkg-config 'exit 1'
	echo '#error "it is not here"' >none/zip.h
	make_here CPPFLAGS="-I$PWD/none" all
	assert_line 'kkr is built with a library whose header libxml/parser.h is not there (Debian: libxml2-dev)'
	assert_line 'kkr is built with a library whose header zip.h is not there (Debian: libzip-dev)'
	make_here PKG_CONFIG=nowhere all
	assert_failure 2
	assert_line 'kkr is built with nowhere, which is not there (Debian: pkgconf)'
	make_here CC=nowhere all
	assert_failure 2
	assert_line 'kkr is built with nowhere, which is not there (Debian: gcc libc6-dev)'
}

# ---- Lint

# A tree of its own, with one source and programs in the place of lint's, all of which find nothing.
lint_tree() {
	mkdir -p tree/{tests,bin,bench,doc,fuzz,filters,samples,completion}
	cp "$ROOT/tests/lint.sh" tree/tests/
	cp "$ROOT/.clang-format" tree/
	echo 'int x;' >tree/filters/x.c
	local tool
	for tool in clang-format:14.0.6 gcc:14.2.0 clang:19.1.7 clang-tidy:14.0.6 cppcheck:2.17.1 shellcheck:0.10.0 \
		zsh:5.9 mandoc:1 xmllint:2; do
		fake "${tool%:*}" "[ \"\$1\" != --version ] || echo 'it is ${tool#*:}'"
	done
}

lint() {
	run tree/tests/lint.sh filters/x.c --
}

@test "what lint finds counts for the versions of tools that it names, and of others is shown alone" {
	lint_tree
	lint
	assert_success
	refute_output --partial version
	local tool
	for tool in gcc:12.2.0 gcc:14.2.0 clang:14.0.6 clang:19.1.7 clang-tidy:19.1.7 cppcheck:2.10 cppcheck:2.17.1 \
		shellcheck:0.9.0 clang-format:14.0.6; do
		fake "${tool%:*}" "[ \"\$1\" != --version ] || { echo 'it is ${tool#*:}'; exit; }" 'echo a finding; exit 1'
		lint
		assert_failure 1
		assert_line 'a finding'
		fake "${tool%:*}" "[ \"\$1\" != --version ] || { echo 'it is 99.1.2'; exit; }" 'echo a finding; exit 1'
		lint
		assert_success
		case $tool in
		clang-format:*)
			refute_line 'a finding'
			assert_line 'lint: clang-format passed over: it is of version 99, and the style of version 14'
			;;
		*)
			assert_line 'a finding'
			assert_output --partial "lint: ${tool%:*} is of version 99"
			assert_output --partial ': its findings do not count, only those of version '
			;;
		esac
		fake "${tool%:*}" "[ \"\$1\" != --version ] || echo 'it is ${tool#*:}'"
	done
}

@test "lint fails where a tool of its is not installed, and says so" {
	lint_tree
	local tool
	mkdir path
	ln -s /usr/bin/* /bin/* path/ 2>/dev/null || true
	for tool in clang-format gcc clang clang-tidy cppcheck shellcheck zsh mandoc xmllint; do
		rm -f "path/$tool" "fakes/$tool"
		PATH=$PWD/fakes:$PWD/path lint
		assert_failure 1
		assert_line "lint: $tool is not installed (bin/setup check installs it)"
		fake "$tool" "[ \"\$1\" != --version ] || echo 'it is 14.0.6'"
	done
}

@test "lint finds a name of two meanings, and a comment whose lines were moved up to their stars" {
	lint_tree
	rm fakes/gcc
	echo 'int x;' >tree/filters/y.c
	run tree/tests/lint.sh filters/x.c filters/y.c --
	assert_failure 1
	assert_line 'x has several meanings'
	printf '/*\n *\tsample\n *moved\n */\nstatic int x;\n' >tree/filters/y.c
	run tree/tests/lint.sh filters/x.c filters/y.c --
	assert_failure 1
	assert_line 'filters/y.c:3: *moved'
	refute_line 'x has several meanings'
	printf '/*\n * x\n */\nstatic int x;\n' >tree/filters/y.c
	run tree/tests/lint.sh filters/x.c filters/y.c --
	assert_success
}

@test "clang-tidy's checks are listed by name" {
	run sed -n '/^Checks:/,/^WarningsAsErrors/p' "$ROOT/.clang-tidy"
	assert_line '  bugprone-branch-clone,'
	assert_equal "$(grep -c '[*]' <<<"$output")" 2 # -*, before them, and all of them are errors
}

@test "make format lays nothing out with another clang-format than the one of the style" {
	fake clang-format "[ \"\$1\" != --version ] || { echo 'clang-format version 19.1.7'; exit; }" 'touch ran'
	make_here format
	assert_failure 2
	assert_line 'the style is that of clang-format 14 (.clang-format), which is not here'
	assert_not_exists ran
}

# ---- bin/setup

# A tree of its own for bin/setup, where every package is installed, and make and npm tell that they ran.
setup_tree() {
	mkdir -p tree/bin tree/tests/browser
	cp "$ROOT/bin/setup" tree/bin/
	echo {} >tree/tests/browser/package-lock.json
	fake dpkg-query 'echo installed'
	fake apt-get 'echo "apt-get $*"; exit 100'
	fake make 'echo "make $*"; exit ${MAKE_ENDS-0}'
	fake npm 'mkdir -p node_modules; exit ${NPM_ENDS-0}'
}

@test "bin/setup check runs the tests where npm cannot be reached, and ends with 69 after them" {
	setup_tree
	run_split env NPM_ENDS=1 tree/bin/setup check
	assert_failure 69
	assert_output 'make -s -j2 check'
	assert_equal "$stderr" 'setup: npm cannot install what drives the browser: every test was run but those of the browser'
	run_split env NPM_ENDS=1 MAKE_ENDS=2 tree/bin/setup check
	assert_failure 2
	assert_output 'make -s -j2 check'
	run_split env MAKE_ENDS=2 tree/bin/setup check
	assert_failure 2
	run_split tree/bin/setup check
	assert_success
	assert_output 'make -s -j2 check'
	assert_equal "$stderr" ''
	# What is there already is not asked for again.
	run_split env NPM_ENDS=1 tree/bin/setup check
	assert_success
	run_split env NPM_ENDS=1 tree/bin/setup run
	assert_success
	assert_output 'make -s -j2 run'
	run_split tree/bin/setup
	assert_failure 64
}

@test "bin/setup check installs each program that a test would be skipped without" {
	listed=$(sed -n "/^TEST='/,/'\$/p" "$ROOT/bin/setup")
	for package in libreoffice-calc-nogui poppler-utils csvkit chromium nodejs valgrind; do
		assert_regex "$listed" "(^|[^a-z-])$package([^a-z-]|\$)"
	done
	# .ci/run lets tests be skipped for what a machine cannot do, not for what is not installed.
	run sed -n "/^REASONS='/,/'\$/p" "$ROOT/.ci/run"
	refute_output --partial installed
}
