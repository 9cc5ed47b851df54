# Taskforce: the task force for pædagoger and SOSU staff, by track and together
#
# Reads   exports with a data set taskforce-..., of the newest edition; records of other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/taskforce.tsv
#         spor.svg        the figures of the tracks in per cent, as bars
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154 # the driver sets out and share

param lang da 'the language of the picture: da or en' language
param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample taskforce/midtvejsnotat.xml

records() {
	stage read kkr-read --columns "$columns" -- "$@"
}

pipe() {
	each records "$@" |
		stage topic kkr-edition --topic taskforce |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" |
		stage kpi kkr-kpi --definitions "$share/schemas/kpi/taskforce.tsv" --group track |
		stage result kkr-select --columns "kpi,title,track,$figure_columns" >"$out/kpi.tsv"
	stage figures kkr-report --type figures taskforce="$out/kpi.tsv" |
		stage in_per_cent kkr-select --where 'unit=pct. group=track=*' |
		stage tracks kkr-report --type labels --lang "$lang" |
		stage bars page_picture spor 'Sporene i taskforcen' 'Tracks of the task force' --type bars
}

show() {
	show_figures taskforce
}

columns='dataset,measure?,track?,value?,period?,base_period?,audience?,title?,unit?,earliest?'
columns="$columns,latest?,qualifier?,note?,source?"
