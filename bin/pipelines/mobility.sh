# Mobility: trips of the future, what is given priority, and the region's share of the population
#
# Reads   exports with a data set mobility-..., of the newest edition, and the measure population, of the
#         newest year of which every municipality has one; records of other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/mobility.tsv
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154 # the driver sets out, share and tmp

param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample mobility/styrket-mobilitet.xml
sample mobility/sidepapir.xml
sample refugees/bilag-a.xml

records() {
	stage read kkr-read --columns "$columns" -- "$@"
}

pipe() {
	each records "$@" >"$tmp/parsed.tsv"
	stage topic kkr-edition --topic mobility "$tmp/parsed.tsv" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" >"$tmp/records.tsv"

	# The population comes from the refugee topic's figures, whose totals must hold.
	stage population kkr-select --where measure=population "$tmp/parsed.tsv" |
		stage codes kkr-codes --add kkr,level |
		stage edition kkr-edition --needs "$share/schemas/needs/population.tsv" --topic refugees --optional |
		stage totals kkr-check --keep >"$tmp/population.tsv"
	stage with_areas kkr-select --set kkr= --set level= "$tmp/records.tsv" |
		stage kpi kkr-kpi --definitions "$share/schemas/kpi/mobility.tsv" --group kind - "$tmp/population.tsv" |
		stage result kkr-select --columns "kpi,title,kind,$figure_columns" >"$out/kpi.tsv"
}

show() {
	show_figures mobility
}

columns='dataset?,area?,period?,measure?,base_period?,kind?,heading?,title?,unit?,value?,earliest?'
columns="$columns,latest?,qualifier?,note?,source?"
