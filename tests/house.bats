# What holds of the whole: installing, documents, and memory errors.

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
		share/kkr/samples/talent/notat.xml share/kkr/pipelines/page.awk \
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
	run_split env PATH=/usr/bin:/bin links/kkr run refugees -o out
	assert_success
	assert_equal "$(cat out/comparison.txt)" \
		'published quotas reproduced: 98 of 98 municipalities, 5 of 5 regions'
}

@test "a tree without its share directory is 78" {
	mkdir -p tree/bin
	cp "$PREFIX/bin/kkr" tree/bin/
	run_split tree/bin/kkr list
	assert_failure 78
}

@test "every program has a manual page that names it and each of its options" {
	for program in $FILTERS; do
		page=$PREFIX/share/man/man1/$program.1
		run grep -c "^.Nm $program\$" "$page"
		assert_output 1
		for option in $("$program" --help | sed -n 's/^  -., --\([a-z-]*\).*/\1/p'); do
			run grep -c "^.It Fl . , -$option\( \|\$\)" "$page"
			assert_output 1
		done
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

@test "every filter is clean under valgrind on the samples" {
	[ -z "${SANITIZE-}" ] || skip 'valgrind does not run what a sanitizer has built'
	memcheck() {
		valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite,indirect,possible \
			--error-exitcode=99 "$@"
	}
	memcheck kkr-parse --schema "$ROOT/schemas/export.xsd" --rejects r1 \
		"$SAMPLES"/refugees/[bf]* >records.tsv
	memcheck kkr-parse -R //record -F area=//record/@area -F measure=//group/@measure -F value=/export/group/record \
		"$SAMPLES"/refugees/bilag-a.xml >paths.tsv
	memcheck kkr-parse --rejects r5 "$FIXTURES"/tables/kinds-libreoffice.{xlsx,ods,fods} >kinds.tsv
	memcheck kkr-parse --sheet 2 --header 1-2 "$FIXTURES/tables/kinds-libxlsxwriter.xlsx" >kinds.tsv
	memcheck kkr-parse --attributes --structure "$FIXTURES/sdmx/structure-2.1.xml" --labels da --map SEX=koen \
		"$FIXTURES"/sdmx/{specific-2.1-series-groups,generic-2.0-groups,utility-2.0-groups}.xml >sdmx.tsv
	memcheck kkr-parse --attributes --rejects r4 "$FIXTURES/sdmx/specific-3.0-components.xml" >sdmx.tsv
	memcheck kkr-parse --map "$ROOT/schemas/maps/bilag-a.map.tsv" --encoding windows-1252 --rejects r5 \
		"$FIXTURES/tables/bilag-a.csv" >tables.tsv
	memcheck kkr-parse --header 3 --skip-empty --numbers da "$FIXTURES/tables/bilag-b.csv" >tables.tsv
	memcheck kkr-codes --rejects r2 --add name,region,region_name,kkr,landsdel,landsdel_name,nuts3,level \
		records.tsv >codes.tsv
	printf 'area\tperiod\n171\t2005\nKÃ¸ge\t2006\n233\t2005\nNowhere\t2007\n411\t2007\n' >old.tsv
	memcheck kkr-codes --period period --to 2006 --christiansoe bornholm --rejects r3 --report report.tsv \
		--group "$ROOT/schemas/groups/oestdanmark.tsv" old.tsv >followed.tsv
	status=0
	memcheck kkr-check --complete --same population population_ codes.tsv 2>faults || status=$?
	assert_equal "$status" 65
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' area measure column old new reason by date \
		101 population value 667099 667098 fejl ABC 2026-01-31 >c.tsv
	memcheck kkr-correct --corrections c.tsv --report r3 codes.tsv >corrected.tsv
	status=0
	memcheck kkr-correct --corrections c.tsv corrected.tsv 2>faults || status=$?
	assert_equal "$status" 65
	memcheck kkr-check --within 1 --against codes.tsv --differences d1 corrected.tsv >/dev/null
	status=0
	memcheck kkr-check --against codes.tsv --differences d2 corrected.tsv 2>faults || status=$?
	assert_equal "$status" 65
	memcheck kkr-check --complete codes.tsv >checked.tsv
	memcheck kkr-quota --landstal 600 checked.tsv >quotas.tsv
	memcheck kkr-quota --landstal 601 --long --residual largest-remainder checked.tsv >long.tsv
	memcheck kkr-quota --landstal 600,700 --agreement "$SAMPLES/agreements/nordjylland-2026.tsv" \
		checked.tsv >several.tsv
	status=0
	memcheck kkr-quota --landstal 600 --agreement "$SAMPLES/agreements/hovedstaden-2021.tsv" \
		--agreement-table checked.tsv 2>faults || status=$?
	assert_equal "$status" 65
	memcheck kkr-quota --landstal 600 --exempt 101 --explain Aarhus checked.tsv >explained.txt
	memcheck kkr-quota --landstal 600 --method webster --weight population checked.tsv >webster.tsv
	memcheck kkr-quota --landstal 600 --method droop --weight population checked.tsv >droop.tsv
	memcheck kkr-compare --by-change quotas.tsv webster.tsv droop.tsv >compared.tsv
	rows 'kpi compute where of published' 'a mean~weight~value measure=population  value=0' \
		'b share measure=population measure=population ' 'c median measure=population  ' 'd distinct~area   ' \
		'e latest value>10  ' 'f change~value   ' 'g max value>5  ' >kpi.tsv
	memcheck kkr-kpi --definitions kpi.tsv --group region_name --rejects r3 checked.tsv >figures.tsv
	memcheck kkr-kpi -d kpi.tsv -g region_name --partial checked.tsv >figures.state
	memcheck kkr-kpi -d kpi.tsv -g region_name --merge figures.state | cmp - figures.tsv
	memcheck kkr-plot -t map --value quota quotas.tsv >map.svg
	memcheck kkr-plot -t map --breaks=-1,0.5,2 --value share quotas.tsv >map.svg
	memcheck kkr-plot -t bars --value quota quotas.tsv >bars.svg
	rows 'period s value' '2024 a 1' '2025 a 2.5' '2025 b ' '2024 b -7' >lines.tsv
	memcheck kkr-plot -t lines --series s lines.tsv >lines.svg
	rows 'title earliest latest status due_text' 'a 2025-01-01 2025-06-30 open ' 'b   done snart' >time.tsv
	memcheck kkr-plot -t timeline --as-of 2025-07-01 time.tsv >time.svg
	memcheck kkr-format quotas.tsv >quotas.txt
	assert_equal "$(wc -l <quotas.txt)" 99
	assert_equal "$(awk -F '\t' '$4 == "quota" { n += $6 } END { print n }' long.tsv)" 601
}
