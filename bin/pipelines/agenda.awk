# agenda.awk: the quotas of a council's municipalities as a page for its agenda: sentences that say them,
# the table, remarks and sources. It is Danish, as an agenda is, and plain, so that it can be pasted.
# awk -F '\t' -f agenda.awk kkr=NAME landstal=N part=council FILE part=quotas kommunekvoter.tsv
# part=remarks noter.tsv part=table FILE, of which the first is what council.awk has written, and the
# last the same as a table of HTML.

BEGIN {
	split("En To Tre Fire Fem Seks Syv Otte Ni Ti Elleve Tolv", word, " ")
	split("population non_western_nationals family_reunified", measure, " ")
	split("Folketal|Udenlandske statsborgere|Familiesammenføringer", measure_words, "|")
}

part == "table" {
	table = table $0 "\n"
	next
}

FNR == 1 {
	split("", at)
	for (i = 1; i <= NF; i++)
		at[$i] = i
	if (part == "council")
		agreed = "agreed" in at
	next
}

# The row of the sum comes last.
part == "council" {
	rows++
	name[rows] = html($at["name"])
	quota[rows] = $at["quota"]
	if (agreed) {
		agreed_quota[rows] = $at["agreed"]
		status[rows] = $at["status"]
	}
}

part == "quotas" && FNR == 2 && $at["dataset"] ~ /-[0-9]+$/ {
	year = $at["dataset"]
	sub(/.*-/, "", year)
}

part == "remarks" {
	for (i = 1; i in measure; i++)
		if ($at["measure"] == measure[i])
			keep_remark(i, html($at["note"]), html($at["source"]))
}

END {
	print "<!doctype html>"
	print "<html lang=\"da\">"
	print "<head>"
	print "<meta charset=\"utf-8\">"
	print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
	print "<title>Kommunekvoter" (year == "" ? "" : " " year) " \302\267 " html(kkr) "</title>"
	print "<style>"
	print "table { border-collapse: collapse; }"
	print "caption { text-align: left; font-weight: bold; }"
	print "th, td { padding: 0.2em 0.6em; border: 1px solid; text-align: left; vertical-align: top; }"
	print ".n { text-align: right; }"
	print "</style>"
	print "</head>"
	print "<body>"
	print "<main>"
	print "<h1>" html(kkr) ": kommunekvoter for flygtninge" (year == "" ? "" : " " year) "</h1>"
	print "<p>" total() " " without_quota() changes() "</p>"
	printf "%s", table
	for (i = 1; i in measure; i++)
		if (notes[i] != "")
			print "<p>" measure_words[i] ": " notes[i] ".</p>"
	print "<p>Kilde: " sources (sources == "" ? "" : "; ") \
		"beregnet efter bekendtgørelse nr. 550 af 3. maj 2022, § 4.</p>"
	print "</main>"
	print "</body>"
	print "</html>"
}

function keep_remark(i, note, source) {
	if (note != "" && !((i, note) in noted))
		notes[i] = notes[i] (notes[i] == "" ? "" : "; ") note
	noted[i, note]
	if (source != "" && !(source in told))
		sources = sources (sources == "" ? "" : "; ") source
	told[source]
}

function total() {
	return "De " rows - 1 " kommuner i " html(kkr) " har tilsammen en kvote på " number(quota[rows]) \
		" af landstallets " number(landstal) (landstal == "1" ? " flygtning" : " flygtninge") (year == "" ? "" : " i " year) "."
}

function without_quota(    i, n, names) {
	for (i = 1; i < rows; i++)
		if (quota[i] == 0)
			names[++n] = name[i]
	if (!n)
		return "Alle kommunerne har en kvote."
	if (n == rows - 1)
		return "Ingen af kommunerne har en kvote."
	return (n in word ? word[n] : n) " af kommunerne har ingen kvote: " listed(names, n) "."
}

# What an agreement makes of the quotas, or that it makes nothing of them.
function changes(    i, n, changed, m, lapsed) {
	for (i = 1; i < rows && agreed; i++) {
		if (agreed_quota[i] != quota[i])
			changed[++n] = name[i] " (" number(quota[i]) " bliver til " number(agreed_quota[i]) ")"
		if (status[i] == "bortfaldet")
			lapsed[++m] = name[i]
	}
	return (n ? " Efter aftalen ændres kvoten for " listed(changed, n) "." : "") \
		(m ? " Aftalen for " listed(lapsed, m) " er bortfaldet: den gælder et andet landstal." : "")
}

function listed(names, n,    i, said) {
	for (i = 1; i <= n; i++)
		said = said (i == 1 ? "" : i == n ? " og " : ", ") names[i]
	return said
}

function number(value,    grouped) {
	while (length(value) > 3) {
		grouped = "." substr(value, length(value) - 2) grouped
		value = substr(value, 1, length(value) - 3)
	}
	return value grouped
}

function html(what) {
	gsub(/\\\\/, "\001", what) # no record holds that byte; "\\\\n" is a backslash and an n
	gsub(/\\[tnr]/, " ", what)
	gsub(/\001/, "\\", what)
	gsub(/&/, "\\&amp;", what)
	gsub(/</, "\\&lt;", what)
	gsub(/>/, "\\&gt;", what)
	gsub(/"/, "\\&quot;", what)
	return what
}
