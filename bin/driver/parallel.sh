# More than one core, and more than one machine: each, which a pipeline calls, and the parts that GNU
# parallel runs for it.
#
# shellcheck shell=sh disable=SC2034,SC2153,SC2154,SC2016,SC2094 # other parts of the driver set and use what is not here

# each FUNCTION FILE...: calls a function of the pipeline, which makes records of FILEs and writes them,
# with all of them; with --jobs or --hosts once for each FILE, several at a time. What comes out is the same: the
# records of one file after those of another, so that only steps that look at a row alone may be in the
# function, or kkr-kpi --partial, whose states are merged after it.
each() {
	if [ -z "$JOBS$HOSTS" ]; then
		"$@"
		return
	fi
	EACH=$1
	shift
	PARTS=$WORK/parts/$EACH
	mkdir -p "$PARTS" || return 74
	PIPELINE_PATH=$(readlink -f -- "$FILE")
	COUNT=0
	for NAME; do
		COUNT=$((COUNT + 1))
		lay_out "$PARTS/$COUNT" 2>>"$WORK/parallel.err" || {
			parallel_ended 74
			return 74
		}
	done
	STATUS=0
	run_parts || STATUS=$?
	gather "$COUNT" || STATUS=$?
	return "$STATUS"
}

# lay_out PART: what the part of the file NAME needs. On another host it has nothing else.
lay_out() {
	mkdir "$1" "$1/in" "$1/back" || return
	BASE_NAME=${NAME##*/}
	if [ -n "$HOSTS" ]; then
		cp -L -- "$NAME" "$1/in/$BASE_NAME" && cp -L -- "$FILE" "$1/$PIPELINE.sh" || return
		PLACE=in/$BASE_NAME
	else
		PLACE=$NAME
		[ "${NAME#/}" != "$NAME" ] || PLACE=$PWD/$NAME
		ln -s -- "$PIPELINE_PATH" "$1/$PIPELINE.sh" || return
	fi
	[ -z "$MAPS" ] || lay_out_maps "$1/maps" || return
	for PARAMETER in $PARAMETERS; do
		eval "VALUE=\$$PARAMETER KIND=\$KIND_$PARAMETER"
		if [ "$KIND" = file ] && [ -n "$VALUE" ]; then
			mkdir "$1/in/$PARAMETER" && cp -L -- "$VALUE" "$1/in/$PARAMETER/" || return
			VALUE=in/$PARAMETER/${VALUE##*/}
		fi
		printf '%s=%s\n' "$PARAMETER" "$VALUE"
	done >"$1/settings"
	printf '%s\n' "$NAME" >"$1/name" && printf '%s\n' "$PLACE" >"$1/place" &&
		printf '%s %s %s\n' "$KKR_VERSION" "$PIPELINE" "$EACH" >"$1/job"
}

# lay_out_maps DIR: the table maps, of each --maps in a directory of its own.
lay_out_maps() {
	mkdir "$1" || return
	NUMBER=0
	while IFS= read -r DIR; do
		NUMBER=$((NUMBER + 1))
		case $DIR in
		-*) DIR=./$DIR ;;
		esac
		mkdir "$1/$NUMBER" && cp -L -- "$DIR"/*.map.tsv "$1/$NUMBER/" || return
	done <<-END
		$MAPS
	END
}

# On another host kkr stands where it does here, or in the path.
run_parts() {
	STATUS=0
	PARALLEL_HOME=$(readlink -f "$WORK")/parallel
	PARTS_LOG=$(readlink -f "$RUN")/parts-$EACH.tsv # which host did which part, and when
	(
		cd "$PARTS" || exit 74
		PARALLEL_SHELL=/bin/sh
		export PARALLEL_HOME PARALLEL_SHELL
		mkdir -p "$PARALLEL_HOME"
		set -- --jobs "${JOBS:-1}" --joblog "$PARTS_LOG"
		[ -z "$HOSTS" ] || set -- "$@" --sshlogin "$HOSTS" --workdir ... --cleanup \
			--transferfile '{}' --return '{}/back'
		KKR=$(readlink -f "$HERE/kkr")
		QUOTED="'$(printf '%s' "$KKR" | sed "s/'/'\\\\''/g")'"
		seq "$COUNT" | parallel "$@" \
			"if [ -x $QUOTED ]; then $QUOTED part {}; else kkr part {}; fi" 7>&- 8>&-
	) 2>"$WORK/parallel.err" || STATUS=$?
	[ "$STATUS" -eq 0 ] || parallel_ended "$STATUS"
	return "$STATUS"
}

# gather COUNT: what the parts wrote, one after the other, and how their stages ended.
gather() {
	COUNT=$1
	shift
	FAILED=0
	GATHERED=
	PART=0
	while [ "$PART" -lt "$COUNT" ]; do
		PART=$((PART + 1))
		BACK=$PARTS/$PART/back
		[ -f "$BACK/result" ] || continue
		cat "$BACK/statuses" >&8
		read -r RESULT <"$BACK/result"
		[ "$RESULT" -eq 0 ] || FAILED=70
		for MESSAGES in "$BACK"/*.err; do
			STAGE=${MESSAGES##*/}
			STAGE=${STAGE%.err}
			case $GATHERED in
			*" $STAGE "*) ;;
			*) GATHERED="$GATHERED $STAGE " && claim_name ;;
			esac
			[ ! -s "$MESSAGES" ] || name_part <"$MESSAGES" >>"$WORK/$STAGE.err"
		done
		for TABLE in "$BACK"/rejects/*.tsv "$BACK"/reports/*.tsv; do
			[ -f "$TABLE" ] || continue
			WHOLE=$REPORTS/${TABLE##*/}
			[ "${TABLE%"/rejects/${TABLE##*/}"}" = "$TABLE" ] || WHOLE=$REJECTS/${TABLE##*/}
			{
				IFS= read -r HEADER
				[ -f "$WHOLE" ] || printf '%s\n' "$HEADER" >"$WHOLE"
				name_part escaped >>"$WHOLE"
			} <"$TABLE"
		done
		set -- "$@" "$BACK/records"
	done
	if [ "$FAILED" -ne 0 ]; then
		true >"$WORK/failed"
		return "$FAILED"
	fi
	STATUS=0
	kkr-select "$@" 2>>"$WORK/parallel.err" 8>&- || STATUS=$?
	[ "$STATUS" -eq 0 ] || parallel_ended "$STATUS"
	return "$STATUS"
}

# parallel_ended STATUS: what could not be done of each itself is told as a stage of that name.
parallel_ended() {
	STAGE=parallel
	printf '\tbegins\t%s\tparallel\n' "$STAGE" >&8
	ended "$1"
}

# name_part [escaped]: a part's file under the name that it was given by, or as a field of records has it,
# and the rejects where they are kept.
name_part() {
	PLACE=$(cat "$PARTS/$PART/place") NAME=$(cat "$PARTS/$PART/name") REJECTS=$REJECTS ESCAPED=${1-} awk '
		BEGIN {
			place = ENVIRON["PLACE"]
			text = ENVIRON["NAME"]
			if (ENVIRON["ESCAPED"] != "") {
				gsub(/\\/, "&&", place)
				gsub(/\\/, "&&", text)
			}
			name[place] = text
			name["back/rejects"] = ENVIRON["REJECTS"]
		}
		{
			for (place in name) {
				done = ""
				while (place != "" && (at = index($0, place))) {
					done = done substr($0, 1, at - 1) name[place]
					$0 = substr($0, at + length(place))
				}
				$0 = done $0
			}
			print
		}'
}

# kkr part DIR: one part, wherever it is. It succeeds where it could tell what came of it.
part() {
	begin_anew "$@"
	cd "$1" || exit
	read -r WANTED PIPELINE EACH <job || exit
	[ "$WANTED" = "$KKR_VERSION" ] ||
		die 78 "$(uname -n): there is kkr $KKR_VERSION, where kkr $WANTED is wanted"
	WORK=$PWD/back
	REJECTS=back/rejects # which is what messages say, until they name where they are kept
	REPORTS=$WORK/reports
	tmp=$WORK/tmp
	out=$WORK/out
	FILE=$(readlink -f "$PIPELINE.sh")
	PLACE=$(cat place) SETTINGS=$(cat settings)
	MAX_REJECTS=0 VERBOSE='' JOBS='' HOSTS='' TOPIC='' MAPS='' ONLY='' KEEP_INPUTS=''
	for DIR in maps/*; do
		[ ! -d "$DIR" ] || MAPS=$MAPS${MAPS:+$NEWLINE}$DIR
	done
	mkdir "$REJECTS" "$REPORTS" "$tmp" "$out" || exit 73
	exec 7>&2
	read_pipeline
	set_parameters
	STATUSES=$(
		exec 8>&1
		set -e
		"$EACH" "$PLACE" >"$WORK/records" 2>&8
	)
	RESULT=$?
	[ ! -e "$WORK/failed" ] || RESULT=70
	printf '%s\n' "$STATUSES" >"$WORK/statuses" && rm -rf "$tmp" "$out" && echo "$RESULT" >"$WORK/result"
}

# Whether what --jobs and --hosts need is there. moreutils has a parallel of its own.
need_parallel() {
	[ -z "$JOBS$HOSTS" ] || {
		command -v parallel >/dev/null ||
			die 69 '--jobs and --hosts need GNU parallel: install it (Debian: apt-get install parallel)'
		parallel --version 2>/dev/null </dev/null | grep -q '^GNU parallel' ||
			die 69 "--jobs and --hosts need GNU parallel; $(command -v parallel) is another, such as moreutils has: install GNU's (Debian: apt-get install parallel)"
	}
	[ -z "$HOSTS" ] || for PROGRAM in ssh rsync; do
		command -v "$PROGRAM" >/dev/null ||
			die 69 "--hosts needs $PROGRAM, here and on the hosts: install it (Debian: apt-get install $PROGRAM)"
	done
}
