# More than one core, and more than one machine: each, which a pipeline calls, and the parts that GNU
# parallel runs for it.
#
# shellcheck shell=sh disable=SC2034,SC2153,SC2154,SC2016,SC2094 # other parts of the driver set and use what is not here

# each FUNCTION FILE...: calls a function of the pipeline, which makes records of FILEs and writes them,
# with all of them; with --jobs or --hosts once for each part of the FILEs, several at a time. What comes out is the
# same: the records of one part after those of another, so that only steps that look at a row alone may be in the
# function, or kkr-kpi --partial, whose states are merged after it.
each() {
	EACH=$1
	shift
	PARTS=$WORK/parts/$EACH
	[ -z "$JOBS$HOSTS" ] || divide "$@" || {
		parallel_ended 74
		return 74
	}
	if [ -z "$JOBS$HOSTS" ] || [ "$COUNT" -le 1 ]; then
		"$EACH" "$@"
		return
	fi
	STATUS=0
	lay_out "$@" 3<"$PARTS/sizes" 2>>"$WORK/parallel.err" || STATUS=74
	if [ "$STATUS" -eq 0 ]; then run_parts || STATUS=$?; fi
	[ "$STATUS" -eq 0 ] || parallel_ended "$STATUS"
	gather || STATUS=$?
	return "$STATUS"
}

# divide FILE...: how many FILEs make up each part, in $PARTS/sizes; and COUNT, how many parts there are. Each job
# gets a few, as they are not all alike; what hosts get travels by itself, unless it is small.
divide() {
	[ -z "$HOSTS" ] && MOST=$((JOBS * 3)) || MOST=0
	COUNT=1
	{
		mkdir -p "$PARTS" || return
		kkr-manifest parts --most "$MOST" -- "$@" >"$PARTS/sizes" && COUNT=$(($(wc -l <"$PARTS/sizes") - 1))
	} 2>>"$WORK/parallel.err"
}

# lay_out FILE...: what each part needs, by the sizes on descriptor 3. One here reads what the run reads; on another
# host it has nothing else.
lay_out() {
	PART=0 LEFT=0
	read -r _ <&3 # the header
	for NAME; do
		while [ "$LEFT" -eq 0 ]; do
			PART=$((PART + 1))
			read -r LEFT <&3 && mkdir "$PARTS/$PART" "$PARTS/$PART/back" && lay_out_pipeline || return
		done
		LEFT=$((LEFT - 1))
		printf '%s\n' "$NAME" >>"$PARTS/$PART/names" || return
		[ -z "$HOSTS" ] || send_file "$NAME" "in/$LEFT/${NAME##*/}" || return
	done
}

# send_file FILE PLACE: the file goes with the part, and is known there by its place.
send_file() {
	mkdir -p -- "$PARTS/$PART/${2%/*}" && cp -L -- "$1" "$PARTS/$PART/$2" && printf '%s\n' "$2" >>"$PARTS/$PART/files"
}

# Of a part: its pipeline, parameters and table maps.
lay_out_pipeline() {
	DIR=$PARTS/$PART
	printf '%s %s %s\n' "$KKR_VERSION" "$PIPELINE" "$EACH" >"$DIR/job" || return
	if [ -n "$HOSTS" ]; then
		cp -L -- "$FILE" "$DIR/$PIPELINE.sh" && lay_out_maps "$DIR/maps" || return
	else
		printf '%s\n' "$FILE" >"$DIR/file" && printf '%s\n' "$MAPS" >"$DIR/maps" || return
	fi
	for PARAMETER in $PARAMETERS; do
		eval "VALUE=\$$PARAMETER KIND=\$KIND_$PARAMETER"
		if [ -n "$HOSTS" ] && [ "$KIND" = file ] && [ -n "$VALUE" ]; then
			mkdir -p "$DIR/in/$PARAMETER" && cp -L -- "$VALUE" "$DIR/in/$PARAMETER/" || return
			VALUE=in/$PARAMETER/${VALUE##*/}
		fi
		printf '%s=%s\n' "$PARAMETER" "$VALUE"
	done >"$DIR/settings"
}

# lay_out_maps DIR: the table maps, of each --maps in a directory of its own.
lay_out_maps() {
	mkdir "$1" || return
	NUMBER=0
	while IFS= read -r MAPS_OF; do
		case $MAPS_OF in
		'') continue ;;
		-*) MAPS_OF=./$MAPS_OF ;;
		esac
		NUMBER=$((NUMBER + 1))
		mkdir "$1/$NUMBER" && cp -L -- "$MAPS_OF"/*.map.tsv "$1/$NUMBER/" || return
	done <<-END
		$MAPS
	END
}

# On another host kkr stands where it does here, or in the path. $PARTS_AT is known here alone.
run_parts() {
	(
		PARALLEL_SHELL=/bin/sh
		PARALLEL_HOME=$(readlink -f -- "$WORK")/parallel
		PARTS_LOG=$(readlink -f -- "$RUN")/parts-$EACH.tsv # which host did which part, and when
		PARTS_AT=$(readlink -f -- "$PARTS")
		KKR=$(readlink -f -- "$HERE/kkr")
		export PARALLEL_SHELL PARALLEL_HOME PARTS_AT KKR
		mkdir -p "$PARALLEL_HOME" || exit 74
		set -- --jobs "${JOBS:-1}" --joblog "$PARTS_LOG"
		if [ -n "$HOSTS" ]; then
			cd "$PARTS" || exit 74
			set -- "$@" --sshlogin "$HOSTS" --workdir ... --cleanup --transferfile '{}' --return '{}/back'
			QUOTED="'$(printf '%s' "$KKR" | sed "s/'/'\\\\''/g")'"
			set -- "$@" "cd \"\${PARTS_AT-.}\" && if [ -x $QUOTED ]; then $QUOTED part {}; else kkr part {}; fi"
		else
			set -- "$@" '"$KKR" part "$PARTS_AT"/{}'
		fi
		seq "$COUNT" | parallel "$@" 7>&- 8>&-
	) 2>>"$WORK/parallel.err"
}

# gather: what the parts wrote, one after the other, and how their stages ended.
gather() {
	set --
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
			[ ! -s "$MESSAGES" ] || name_sent "$MESSAGES" >>"$WORK/$STAGE.err"
		done
		for KIND in rejects reports; do
			for TABLE in "$BACK/$KIND"/*.tsv; do
				[ -f "$TABLE" ] || continue
				WHOLE=$REPORTS/${TABLE##*/}
				[ "$KIND" = reports ] || WHOLE=$REJECTS/${TABLE##*/}
				[ -f "$WHOLE" ] || head -n 1 "$TABLE" >"$WHOLE"
				name_sent "$TABLE" escaped | tail -n +2 >>"$WHOLE"
			done
		done
		set -- "$@" "$BACK/records"
	done
	if [ "$FAILED" -ne 0 ]; then
		true >"$WORK/failed"
		return "$FAILED"
	fi
	tell_aside
	STATUS=0
	kkr-select "$@" 2>>"$WORK/parallel.err" 8>&- || STATUS=$?
	[ "$STATUS" -eq 0 ] || parallel_ended "$STATUS"
	return "$STATUS"
}

# tell_aside: how many records the stages set aside in all, as each program says it where it is not of a part.
tell_aside() {
	for STAGE in $GATHERED; do
		[ -f "$REJECTS/$STAGE.tsv" ] || continue
		ROWS=$(($(wc -l <"$REJECTS/$STAGE.tsv") - 1))
		PROGRAM=$(awk -F '\t' -v stage="$STAGE" '$2 == "begins" && $3 == stage { print $4; exit }' "$PARTS/1/back/statuses")
		case $ROWS in
		0) ;;
		1) echo "$PROGRAM: 1 record set aside: $REJECTS/$STAGE.tsv" ;;
		*) echo "$PROGRAM: $ROWS records set aside: $REJECTS/$STAGE.tsv" ;;
		esac >>"$WORK/$STAGE.err"
	done
}

# parallel_ended STATUS: what could not be done of each itself is told as a stage of that name.
parallel_ended() {
	STAGE=parallel
	printf '\tbegins\t%s\tparallel\n' "$STAGE" >&8
	ended "$1"
}

# name_sent FILE [escaped]: what a part tells, with its files under the names by which they were given, or as fields
# of records have them.
name_sent() {
	if [ -f "$PARTS/$PART/files" ]; then
		ESCAPED=${2-} awk -f "$SHARE/driver/names.awk" "$PARTS/$PART/names" "$PARTS/$PART/files" "$1"
	else
		cat "$1"
	fi
}

# kkr part DIR: one part, wherever it is. It succeeds where it could tell what came of it.
part() {
	begin_anew "$@"
	export KKR_RUN=part # what is set aside is counted with that of the other parts
	DIR=$1
	SENT=
	[ ! -f "$DIR/files" ] || { cd "$DIR" && DIR=. SENT=yes; } || exit
	read -r WANTED PIPELINE EACH <"$DIR/job" || exit
	[ "$WANTED" = "$KKR_VERSION" ] ||
		die 78 "$(uname -n): there is kkr $KKR_VERSION, where kkr $WANTED is wanted"
	WORK=$DIR/back
	REJECTS=$WORK/rejects
	REPORTS=$WORK/reports
	tmp=$WORK/tmp
	out=$WORK/out
	SETTINGS=$(cat "$DIR/settings")
	MAX_REJECTS=0 VERBOSE='' JOBS='' HOSTS='' TOPIC='' MAPS='' ONLY='' KEEP_INPUTS=''
	if [ -n "$SENT" ]; then
		FILES=files FILE=$PWD/$PIPELINE.sh
		for MAPS_OF in maps/*; do
			[ ! -d "$MAPS_OF" ] || MAPS=$MAPS${MAPS:+$NEWLINE}$MAPS_OF
		done
	else
		FILES=$DIR/names FILE=$(cat "$DIR/file") MAPS=$(cat "$DIR/maps")
	fi
	mkdir "$REJECTS" "$REPORTS" "$tmp" "$out" || exit 73
	exec 7>&2
	read_pipeline
	set_parameters
	STATUSES=$(
		exec 8>&1
		set -e
		with_lines "$FILES" "$EACH" >"$WORK/records" 2>&8
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
