# What holds of the whole: installing, documents, and the tests themselves.

load common

FILTERS=$(cd "$ROOT/filters" && echo kkr-*.c | sed 's/\.c//g')

@test "make install and uninstall honour DESTDIR and PREFIX, and leave nothing behind" {
	[ -z "${SANITIZE-}" ] || set -- SANITIZE=1
	run make -s -C "$ROOT" "$@" install DESTDIR="$PWD/stage" PREFIX=/opt/kkr
	assert_success
	for file in bin/kkr bin/kkr-parse share/man/man1/kkr-quota.1 share/man/man5/kkr-records.5 \
		share/kkr/schemas/export.xsd share/kkr/schemas/groups/oestdanmark.tsv \
		share/kkr/schemas/maps/bilag-a.map.tsv \
		share/kkr/schemas/kpi/climate.tsv \
		share/kkr/samples/talent/notat.xml share/kkr/schemas/words.tsv \
		share/kkr/pipelines/refugees.sh share/zsh/site-functions/_kkr \
		share/bash-completion/completions/kkr share/bash-completion/completions/kkr-quota; do
		assert_exists "stage/opt/kkr/$file"
	done
	run make -s -C "$ROOT" "$@" uninstall DESTDIR="$PWD/stage" PREFIX=/opt/kkr
	assert_success
	run find stage -type f
	assert_output ''
	assert_not_exists stage/opt/kkr/share/kkr
}

@test "an installed tree works wherever it is moved to, and through a symbolic link" {
	cp -r "$PREFIX" 'a tree'
	mkdir links
	ln -s "$PWD/a tree/bin/kkr" links/kkr
	run_split env PATH=/usr/bin:/bin links/kkr run refugees --output out
	assert_success
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
}

@test "a tree without its share directory is 78" {
	mkdir -p tree/bin
	cp "$PREFIX/bin/kkr" tree/bin/
	run_split tree/bin/kkr list
	assert_failure 78
}

@test "every program has a manual page that names it" {
	for program in $FILTERS; do
		run grep -c "^.Nm $program\$" "$PREFIX/share/man/man1/$program.1"
		assert_output 1
	done
}

@test "a manual page of kkr that another refers to is there" {
	cd "$PREFIX/share/man"
	referred=$(sed -n 's/^\.Xr \(kkr[a-z-]*\) \([0-9]\).*/man\2\/\1.\2/p' man*/* | sort -u)
	assert [ "$(wc -l <<<"$referred")" -ge 9 ]
	for page in $referred; do
		assert_exists "$page"
	done
}

@test "a test fails where a command fails before a pipe" {
	printf 'load %s/common\n\n@test "x" {\n\tfalse | true\n}\n' "$BATS_TEST_DIRNAME" >pipe.bats
	run bats pipe.bats
	assert_failure 1
	assert_output --partial 'not ok'
}

@test "HACKING.md shows what there is in filters/, and names no file that is not there" {
	cd "$ROOT"
	run diff <(sed -n 's/^  \([a-z][a-z-]*\(\.c\|\/\)\) .*/\1/p' HACKING.md | sort) \
		<(cd filters && ls -p | grep -v '\.[1-9]$' | sort)
	assert_success
	# Paths in backquotes; names in capitals stand for any.
	paths=$(grep -o '`[a-z]*/[a-zA-Z0-9./_-]*`' HACKING.md | tr -d '`' | grep -v '[A-Z]\{4\}\|^build/' | sort -u)
	assert [ "$(wc -l <<<"$paths")" -ge 20 ]
	for path in $paths; do
		assert_exists "$path"
	done
}

@test "the largest folder of filters, with all below it, has less than a quarter of their C" {
	local all largest
	all=$(find "$ROOT/filters" -name '*.[ch]' -exec cat {} + | wc -l)
	largest=$(for folder in "$ROOT"/filters/*/; do
		find "$folder" -name '*.[ch]' -exec cat {} + | wc -l
	done | sort -n | tail -n 1)
	echo "# $largest lines of $all" >&3
	[ $((4 * largest)) -lt "$all" ]
}

@test "messages, comments and pages say what they mean where they stand" {
	cd "$ROOT"
	# "X says nothing to Y" is: X cannot be used with Y. A sentence that opens with "The same" sends the
	# reader to look for what it is the same as.
	run grep -rnPI 'sa(y|ys) nothing to|(^|[^a-zA-Z ] ?|\t)The same (?!bytes|files in)' README.md HACKING.md NEWS Makefile filters bin \
		bench completion fuzz/*.[ch] debian schemas tests/*.bash tests/*.sh tests/*.py tests/*.bats --exclude=house.bats
	assert_output ''
}

@test "what tests call by one name is one thing, wherever it stands" {
	cd "$ROOT/tests"
	grep -hoE '^[a-z_][a-z_0-9]*\(\)' common.bash ./*.bats |
		grep -vE '^(setup|setup_file|teardown|teardown_file)\(' | sort >"$BATS_TEST_TMPDIR/names"
	assert [ "$(wc -l <"$BATS_TEST_TMPDIR/names")" -ge 100 ]
	run uniq -d "$BATS_TEST_TMPDIR/names"
	assert_output ''
}

@test "every sample is valid by the schema, and read without a word" {
	for file in "$SAMPLES"/*/*.xml*; do
		run_split kkr-parse --schema "$PREFIX/share/kkr/schemas/export.xsd" "$file"
		assert_success
		assert_equal "$stderr" ''
	done
}
