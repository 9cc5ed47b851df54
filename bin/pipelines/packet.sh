# Packet: the key figures of all topics of a meeting packet, in one table
#
# Reads   what the pipelines of the topics read; each picks its own records out of all FILEs.
# Writes  kpi.tsv   the key figures of all topics
#         TOPIC/    what the topic's own pipeline writes
#
# shellcheck shell=sh disable=SC2154 # the driver sets out, share, tmp and parameters

param as_of 2025-06-11 'the date as of which deadlines and milestones are looked at'
param year 2025 'the year in which projects are under way'
param landstal 600 'how many refugees to share out'

sample climate/faktaark.xml
sample health-reform/oversigt.xml
sample mobility/styrket-mobilitet.xml
sample mobility/sidepapir.xml
sample refugees/bilag-a.xml
sample refugees/bilag-b.xml
sample refugees/familiesammenfoeringer-2024.xml.gz
sample refugees/landstal.xml
sample talent/notat.xml
sample taskforce/midtvejsnotat.xml

pipe() {
	# Each topic reads every FILE: one that can be read once alone is kept.
	for file; do
		shift
		if [ "$file" = - ] || [ -p "$file" ]; then
			kept=$(mktemp "$tmp/XXXXXX")
			stage once cat -- "$file" >"$kept"
			file=$kept
		fi
		set -- "$@" "$file"
	done

	stage climate kkr run climate --output "$tmp/climate" -- "$@" >"$tmp/shown"
	stage health_reform kkr run health-reform --output "$tmp/health-reform" \
		--set as_of="$as_of" -- "$@" >"$tmp/shown"
	stage mobility kkr run mobility --output "$tmp/mobility" -- "$@" >"$tmp/shown"
	stage refugees kkr run refugees --output "$tmp/refugees" \
		--set landstal="$landstal" --set as_of="$as_of" -- "$@" >"$tmp/shown"
	stage talent kkr run talent --output "$tmp/talent" --set year="$year" -- "$@" >"$tmp/shown"
	stage taskforce kkr run taskforce --output "$tmp/taskforce" -- "$@" >"$tmp/shown"

	stage keep cp -rL -- "$tmp/climate" "$tmp/health-reform" "$tmp/mobility" "$tmp/refugees" \
		"$tmp/talent" "$tmp/taskforce" "$out"
	stage table awk -F '\t' -f "$share/pipelines/key-figures.awk" \
		topic=climate "$out/climate/kpi.tsv" \
		topic=health-reform "$out/health-reform/kpi.tsv" \
		topic=mobility "$out/mobility/kpi.tsv" \
		topic=refugees "$out/refugees/kpi.tsv" \
		topic=talent "$out/talent/kpi.tsv" \
		topic=taskforce "$out/taskforce/kpi.tsv" >"$out/kpi.tsv"
}

show() {
	awk -F '\t' -f "$share/pipelines/page.awk" "$share"/schemas/kpi/*.tsv "$out/kpi.tsv"
}
