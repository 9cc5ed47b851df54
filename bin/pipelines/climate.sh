# Climate: the municipalities' climate plans, and what is in them
#
# Reads   exports with a data set climate-..., of the newest edition; records of other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/climate.tsv
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154 # the driver sets out, share and tmp

param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample climate/faktaark.xml

records() {
	stage read kkr-read --columns "$columns" -- "$@"
}

pipe() {
	each records "$@" |
		stage topic kkr-edition --topic climate |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" |
		stage kpi kkr-kpi --definitions "$share/schemas/kpi/climate.tsv" |
		stage result kkr-select --columns "kpi,title,$figure_columns" >"$out/kpi.tsv"
}

show() {
	show_figures climate
}

columns='dataset,period?,base_period?,measure?,title?,unit?,value?,qualifier?,note?,source?'
