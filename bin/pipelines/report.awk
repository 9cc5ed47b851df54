# report.awk: puts tables and pictures together as one page of HTML that needs nothing else: no network,
# no script, no file beside it. awk -F '\t' -v lang=da -v title=TITLE -f report.awk part=NAME FILE...
#
# The part words comes first: words.tsv, with what the page says in each language. These parts are
# records: comparison (of quotas with published ones), definitions (of key figures), edition (the report of kkr-edition), figures (the table of
# key-figures.awk), quotas, regions, remarks, milestones, projects and made (what made_of writes). Any other part is text: style, script,
# agenda, and what kkr-format and kkr-plot have made, which stands in the page as it is.
# What a pipeline does not have, the page does not show.
#
# Whatever comes from records is escaped where it is written: html() and its callers are the only way.

BEGIN {
	split("words definitions edition figures quotas regions comparison remarks milestones projects made", list, " ")
	for (i in list)
		of_records[list[i]]
	# The order of the topics, and the figures at the top of the page.
	topic_count = split("refugees climate taskforce health-reform mobility talent", topic_order, " ")
	headline_count = split("refugees/landstal refugees/zero_quota_municipalities " \
		"refugees/days_to_deadline climate/plans_adopted_pct " \
		"climate/measures climate/emissions_change_pct taskforce/participants " \
		"taskforce/satisfied_pct health-reform/overdue health-reform/next_due mobility/more_trips " \
		"talent/projects_active", headlines, " ")
	split("januar februar marts april maj juni juli august september oktober november december", \
		month_name, " ")
	own = "own calculation"
}

part in of_records && FNR == 1 {
	split("", at)
	for (i = 1; i <= NF; i++)
		at[$i] = i
	topic = FILENAME
	sub(/.*\//, "", topic)
	sub(/\.tsv$/, "", topic)
	next
}

part == "words" {
	phrase[$at["key"]] = $at[lang] != "" ? $at[lang] : lang == "da" ? $at["key"] : ""
	next
}

part == "definitions" {
	know(topic, $at["kpi"])
	if ("published_text" in at)
		in_words[topic, $at["kpi"]] = $at["published_text"]
	next
}

part == "edition" {
	keep_edition()
	next
}

part == "figures" {
	know($at["topic"], $at["kpi"])
	has_topic[$at["topic"]]
	keep_figure($at["topic"], $at["kpi"], $at["group"])
	next
}

# The quota of a region is a figure beside those that the topic has by region.
part == "regions" {
	region_quota["region=" $at["region"] ", region_name=" $at["region_name"]] = $at["quota"]
	if ("before" in at)
		region_before["region=" $at["region"] ", region_name=" $at["region_name"]] = html(number($at["before"])) changed($at["change"])
	next
}

part == "comparison" {
	keep_compared($at["level"], $at["kind"])
	next
}

part == "quotas" {
	keep_quota()
	next
}

part == "remarks" {
	keep_remark($at["measure"], $at["period"], $at["note"], $at["source"])
	next
}

part == "milestones" || part == "projects" {
	keep_date(part)
	next
}

part == "made" {
	keep_made()
	next
}

{
	text[part] = text[part] $0 "\n"
}

END {
	write_page()
}

# Reading

# Puts a key figure into its topic's order.
function know(topic, kpi) {
	if (!((topic, kpi) in known))
		kpi_at[topic, ++kpis[topic]] = kpi
	known[topic, kpi]
}

# Which edition it is, its landstal, and what made way for a later paper.
function keep_edition() {
	if ($at["kind"] == "landstal") {
		landstal = $at["found"]
		landstal_by = $at["key"]
		announced = $at["expected"]
	}
	if ($at["kind"] == "before")
		before_year = $at["key"]
	if ($at["kind"] == "break")
		broken = 1
	if ($at["kind"] == "replaced")
		replaced = replaced "<li>" html($at["file"]) ": " html($at["key"]) ": " \
			html(sprintf(form("%s er nu %s"), readable($at["found"]), readable($at["expected"]))) "</li>\n"
}

function keep_figure(topic, kpi, group,    name, key) {
	key = topic SUBSEP kpi SUBSEP group
	if (!(key in there))
		group_at[topic, kpi, ++groups[topic, kpi]] = group
	there[key]
	for (name in at)
		figure[key, name] = $at[name]
	figure[key, "published_text"] = in_words[topic, kpi]
	kpi_title[topic, kpi] = $at["title"]
}

function keep_quota(    name, i) {
	i = ++municipalities
	for (name in at)
		quota[i, name] = $at[name]
	agreed = "agreed" in at
	edition = quota[i, "dataset"]
	sum_population += quota[i, "population"]
	sum_foreign += quota[i, "non_western_nationals"]
	sum_family += quota[i, "family_reunified"]
	sum_quota += quota[i, "quota"]
	sum_agreed += quota[i, "agreed"]
	sum_before += quota[i, "before"]
	# awk adds in binary floating point: sums of numbers so long are not told.
	for (name in at)
		if (name ~ /^(population|non_western_nationals|family_reunified|quota)$/ && length($at[name]) > 12)
			inexact = 1
}

# Of each level how many are compared and how many differ; those that do, the published figure first.
function keep_compared(level, kind) {
	compared[level]++
	if (kind == "")
		return
	differing[level]++
	deviations = deviations "<li>" html($at["area"] " " $at["name"]) ": " html(sprintf(form("offentliggjort %s, beregnet %s"), \
		$at["published"] == "" ? "\342\200\223" : number($at["published"]), \
		$at["quota"] == "" ? "\342\200\223" : number($at["quota"]))) \
		(kind == "rounding remainder" ? " (" say("afrundingsresten er lagt et andet sted") ")" : "") "</li>\n"
}

# Each remark and source of a measure once, in the order in which they come.
function keep_remark(measure, period, note, source) {
	measure_period[measure] = period
	if (note != "" && !((measure, note) in measure_note))
		measure_notes[measure] = measure_notes[measure] note "\n"
	measure_note[measure, note]
	if (source != "" && !((measure, source) in measure_source))
		measure_sources[measure] = measure_sources[measure] source "\n"
	measure_source[measure, source]
}

function keep_date(part,    name) {
	dates[part]++
	for (name in at)
		date[part, dates[part], name] = $at[name]
}

function keep_made(    name) {
	made_rows++
	for (name in at)
		made[made_rows, name] = $at[name]
	if ($at["role"] == "parameter")
		parameter[$at["name"]] = $at["value"]
}

# Words

# What the page says, in its language; what has no translation is Danish, and says so.
function say(key) {
	if (key in phrase && phrase[key] != "")
		return html(phrase[key])
	return lang == "da" || key == "" || key ~ /^[-0-9 .,]+$/ ? html(key) : "<span lang=\"da\">" html(key) "</span>"
}

# What the page says as plain text, to be filled in by sprintf.
function form(key) {
	return key in phrase && phrase[key] != "" ? phrase[key] : key
}

# A text of a source, which is Danish.
function quoted(what) {
	return lang == "da" ? html(what) : "<span lang=\"da\">" html(what) "</span>"
}

# A field of a record as HTML.
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

# A number or a date for reading; anything else as it is.
function readable(value) {
	if (value ~ /^-?[0-9]+(\.[0-9]+)?$/)
		return number(value)
	if (value ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/)
		return day_name(value)
	if (value ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/)
		return form(month_name[substr(value, 6, 2) + 0]) " " substr(value, 1, 4)
	return value
}

# A year alone is no number.
function period_name(period) {
	return period ~ /^[0-9]+$/ ? period : readable(period)
}

function number(value,    sign, whole, decimals, grouped) {
	sign = sub(/^-/, "", value) ? "\342\210\222" : ""
	whole = value
	if (decimals = index(value, ".")) {
		whole = substr(value, 1, decimals - 1)
		decimals = (lang == "da" ? "," : ".") substr(value, decimals + 1)
	} else
		decimals = ""
	while (length(whole) > 3) {
		grouped = (lang == "da" ? "." : ",") substr(whole, length(whole) - 2) grouped
		whole = substr(whole, 1, length(whole) - 3)
	}
	return sign whole grouped decimals
}

function day_name(day,    month) {
	month = form(month_name[substr(day, 6, 2) + 0])
	return substr(day, 9, 2) + 0 (lang == "da" ? ". " : " ") month " " substr(day, 1, 4)
}

# The page

function write_page(    i) {
	page_title = form(title)
	if (edition ~ /-[0-9]+$/)
		year = substr(edition, length(edition) - 3)
	if (title == "Kommunekvoter for flygtninge" && year != "")
		page_title = page_title " " year
	if (parameter["kkr"] != "")
		page_title = page_title " \302\267 " parameter["kkr"]
	body = overview()
	for (i = 1; i <= topic_count; i++)
		if (topic_order[i] in has_topic)
			body = body topic_section(topic_order[i])
	body = body contradictions() footnotes()
	write_head()
	print "<main id=\"indhold\" tabindex=\"-1\">"
	printf "%s", body
	print "</main>"
	write_foot()
}

function write_head() {
	print "<!doctype html>"
	print "<html lang=\"" lang "\">"
	print "<head>"
	print "<meta charset=\"utf-8\">"
	print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
	print "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; " \
		"script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
	print "<title>" html(page_title) "</title>"
	printf "<style>\n%s</style>\n", text["style"]
	print "</head>"
	print "<body>"
	print "<a class=\"skip\" href=\"#indhold\">" say("Gå til indholdet") "</a>"
	print "<header>"
	print "<h1>" html(page_title) "</h1>"
	printf "<p class=\"lead\">%s</p>\n", lead()
	print "</header>"
	print "<nav aria-label=\"" html(form("Indhold")) "\">"
	print "<ul>"
	printf "%s", contents
	print "<li><a href=\"#fremstilling\">" say("Sådan er siden lavet") "</a></li>"
	print "</ul>"
	print "</nav>"
}

# What the page is about, in a sentence or two.
function lead(    said) {
	if (municipalities)
		said = html(sprintf(landstal == "1" ? \
			form("Landstallet på %s flygtning er fordelt på %s kommuner efter bekendtgørelse nr. 550 af 3. maj 2022, § 4.") : \
			form("Landstallet på %s flygtninge er fordelt på %s kommuner efter bekendtgørelse nr. 550 af 3. maj 2022, § 4."), \
			number(landstal), municipalities)) landstal_words()
	if (parameter["as_of"] != "")
		said = said (said == "" ? "" : " ") html(sprintf(form("Frister er set fra %s."), \
			readable(parameter["as_of"])))
	return said
}

# What a reader must know of the landstal: that it is not the one that was announced, or not said so.
function landstal_words() {
	if (landstal_by == "set" && announced != "" && announced != landstal)
		return " <strong>" html(sprintf(form("Regneeksempel: det udmeldte landstal er %s."), number(announced))) "</strong>"
	if (landstal_by == "quota_table")
		return " " say("Landstallet er ikke blandt de udmeldte tal; det er kvotetabellens sum.")
	return ""
}

# A section, with its place in the list of contents.
function section(id, heading, inside) {
	contents = contents "<li><a href=\"#" id "\">" heading "</a></li>\n"
	return "<section id=\"" id "\" aria-labelledby=\"h-" id "\">\n<h2 id=\"h-" id "\">" heading "</h2>\n" \
		inside "</section>\n"
}

function overview(    i, key, name, cards) {
	for (i = 1; i <= headline_count; i++) {
		split(headlines[i], name, "/")
		key = name[1] SUBSEP name[2] SUBSEP "*"
		if (!(key in there) || figure[key, "value"] == "")
			continue
		cards = cards "<li><span class=\"what\">" say(figure[key, "title"]) "</span>\n<span class=\"big\">" \
			value_of(key) "</span>" marks(key) "\n" status(key) "</li>\n"
	}
	if (municipalities)
		cards = comparison() cards
	return section("overblik", say("Overblik"), "<ul class=\"cards\">\n" cards "</ul>\n")
}

# Whether the published table came out; what did not is listed.
function comparison(    said) {
	said = form("ikke sammenlignet: bilag B mangler")
	if (compared["municipality"])
		said = sprintf(form("%s af %s kommuner og %s af %s regioner får det samme som i den offentliggjorte tabel."), \
			compared["municipality"] - differing["municipality"], compared["municipality"], \
			compared["region"] - differing["region"], compared["region"] + 0)
	return "<li class=\"wide\"><span class=\"what\">" say("Den offentliggjorte tabel") "</span>\n" \
		"<span class=\"said\">" html(said) "</span>" (deviations == "" ? "" : "\n<ul>\n" deviations "</ul>\n") "</li>\n"
}

# Figures

# A figure with its reservation before it and its unit behind it, never without.
function value_of(key) {
	return value_in(key, figure[key, "unit"])
}

function value_in(key, unit,    value, qualifier) {
	value = figure[key, "value"]
	if (value == "")
		return "<span class=\"none\">" say(key ~ /quotas_deviating/ ? "ikke sammenlignet: bilag B mangler" : "ingen") "</span>"
	qualifier = reservation(figure[key, "qualifier"])
	return (qualifier == "" ? "" : "<span class=\"qualifier\">" qualifier "</span> ") \
		"<span class=\"value\">" html(readable(value)) "</span>" \
		(unit == "" || unit == "dato" ? "" : " <span class=\"unit\">" unit_of(value, unit) "</span>")
}

# One milestone is no "1 milepæle".
function unit_of(value, unit) {
	return say(value == "1" && ("1 " unit) in phrase ? "1 " unit : unit)
}

# The reservations of a figure without our own mark, in words.
function reservation(qualifier,    word, words, i, said) {
	words = split(qualifier, word, ", ")
	for (i = 1; i <= words; i++)
		if (word[i] != own)
			said = said (said == "" ? "" : ", ") say(word[i])
	return said
}

# The marks of a figure: what must be known, and where it is from.
function marks(key,    said, note) {
	if (index(", " figure[key, "qualifier"] ",", ", " own ","))
		said = mark("note", "Egen beregning: regnet ud af kildens tal, ikke angivet i kilden.")
	note = figure[key, "note"]
	if (contradicted(key)) # the last part of the note says so, which stands beside the figure
		sub(/(; )?[^;]*$/, "", note)
	if (note != "")
		said = said mark("note", note)
	said = said source_marks(figure[key, "source"])
	return superscript(said)
}

function source_marks(sources,    source, n, i, said) {
	n = split(sources, source, /; |\n/)
	for (i = 1; i <= n; i++)
		if (source[i] != "")
			said = said mark("kilde", source[i])
	return said
}

function superscript(said) {
	return said == "" ? "" : "<sup>" substr(said, 3) "</sup>"
}

# The number of a remark or a source, the same wherever it is made, behind a comma.
function mark(kind, what,    i, id, first) {
	if (!((kind, what) in number_of)) {
		number_of[kind, what] = ++remarks[kind]
		remark[kind, remarks[kind]] = what
		first = 1
	}
	i = number_of[kind, what]
	id = kind "-" i
	return ", <a" (first ? " id=\"til-" id "\"" : "") " href=\"#" id "\" aria-label=\"" \
		html(form(kind)) " " (kind == "kilde" ? "K" : "") i "\">" (kind == "kilde" ? "K" : "") i "</a>"
}

# Whether a target is met, and what the source itself states.
function status(key,    said, class, deviation) {
	deviation = figure[key, "deviation"]
	if (figure[key, "target_status"] == "met")
		said = badge("good", "Mål nået")
	else if (figure[key, "target_status"] == "not met")
		said = badge("bad", "Mål ikke nået")
	if (contradicted(key))
		said = said badge("bad", "Modsiges af kilden") stated(key)
	else if (deviation != "" && deviation !~ /^-?0(\.0*)?$/)
		said = said badge("note", "Afviger fra kilden") stated(key)
	else if (deviation != "")
		said = said badge("good", "Som i kilden")
	return said
}

function badge(class, words) {
	return "<span class=\"badge " class "\">" say(words) "</span> "
}

# What the source states of a figure, with its reservation where that explains nothing, and how far it is.
function stated(key,    qualifier, published) {
	if (contradicted(key) && figure[key, "published_qualifier"] != "")
		qualifier = form(figure[key, "published_qualifier"]) " "
	published = qualifier number(figure[key, "published"])
	if (figure[key, "published_text"] != "") # its words, which a definition quotes
		published = "'" figure[key, "published_text"] "' (" published ")"
	return "<span class=\"stated\">" html(sprintf(form("kilden: %s, afvigelse %s"), published, \
		number(figure[key, "deviation"]))) "</span>"
}

function contradicted(key) {
	return figure[key, "contradicted"] == "yes"
}

# Topics

function topic_section(topic,    inside) {
	inside = figures_table(topic)
	if (topic == "refugees") {
		if (text["agenda"] != "")
			inside = agenda_section() inside
		inside = pictures("map region_bars") inside
	}
	if (topic == "taskforce")
		inside = inside pictures("track_bars")
	inside = inside group_tables(topic)
	if (topic == "health-reform")
		inside = inside pictures("milestone_line") dates_table("milestones", "Milepæle, dag for dag")
	if (topic == "talent")
		inside = inside pictures("project_line event_line") dates_table("projects", "Projekter og arrangementer")
	if (topic == "refugees" && municipalities)
		inside = inside municipality_table()
	return section(topic, say(topic), inside)
}

function pictures(names,    name, n, i, picture, inside) {
	n = split(names, name, " ")
	for (i = 1; i <= n; i++)
		if (picture = text[name[i]]) {
			sub(/^<[?]xml[^>]*>\n?/, "", picture)
			inside = inside "<figure class=\"" name[i] "\">\n" picture "</figure>\n"
		}
	return inside == "" ? "" : "<div class=\"pictures\">\n" inside "</div>\n"
}

# The figures of a topic for all together.
function figures_table(topic,    i, key, rows) {
	for (i = 1; i <= kpis[topic]; i++) {
		key = topic SUBSEP kpi_at[topic, i] SUBSEP "*"
		if (key in there)
			rows = rows "<tr><th scope=\"row\">" say(figure[key, "title"]) "</th><td>" value_of(key) marks(key) \
				" " status(key) "</td></tr>\n"
	}
	if (rows == "")
		return ""
	return table("figures", say("Nøgletal") ": " say(topic), \
		head_cell("Nøgletal") head_cell("Værdi"), rows)
}

function head_cell(words) {
	return "<th scope=\"col\">" say(words) "</th>"
}

# A table in a box that scrolls where it is too wide.
function table(class, caption, head, rows, unseen) {
	tables++
	return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"tabel-" tables "\">\n" \
		"<table class=\"" class "\">\n<caption" unseen " id=\"tabel-" tables "\">" caption "</caption>\n<thead><tr>" head \
		"</tr></thead>\n<tbody>\n" rows "</tbody>\n</table>\n</div>\n"
}

# Figures by group. Those of the same groups stand side by side in one table.
function group_tables(topic,    i, kpi, set, sets, set_at, members, seen, inside) {
	split("", members)
	split("", set_at)
	sets = 0
	for (i = 1; i <= kpis[topic]; i++) {
		kpi = kpi_at[topic, i]
		sets = add_to_sets(topic, kpi, members, set_at, sets)
	}
	for (i = 1; i <= sets; i++)
		inside = inside group_table(topic, set_at[i], members[set_at[i]])
	return inside
}

# The groups of a key figure by each of its dimensions are a set, which others may have too.
function add_to_sets(topic, kpi, members, set_at, sets,    i, group, dimension, list, names, n) {
	n = 0
	split("", list)
	split("", names)
	for (i = 1; i <= groups[topic, kpi]; i++) {
		group = group_at[topic, kpi, i]
		if (group == "*")
			continue
		dimension = dimension_of(group)
		if (!(dimension in list))
			names[++n] = dimension
		list[dimension] = list[dimension] group "\n"
	}
	for (i = 1; i <= n; i++) {
		group = list[names[i]]
		if (!(group in members))
			set_at[++sets] = group
		members[group] = members[group] kpi "\n"
	}
	return sets
}

# "level=nationalt" is by level, "event=LOOP, audience=studerende" by event, audience.
function dimension_of(group,    part, n, i, names) {
	n = split(group, part, ", ")
	for (i = 1; i <= n; i++)
		if (part[i] ~ /^[a-z][a-z0-9_]*=/) {
			sub(/=.*/, "", part[i])
			names = names (names == "" ? "" : ", ") part[i]
		}
	sub(/^region, /, "", names)
	return names
}

function group_words(group) {
	sub(/^region=[0-9]+, /, "", group)
	sub(/^[a-z][a-z0-9_]*=/, "", group)
	gsub(/, [a-z][a-z0-9_]*=/, ", ", group)
	return readable(group)
}

function group_table(topic, set, kpi_list,    kpi, columns, group, n, i, j, key, head, rows, by, common, class) {
	columns = split(kpi_list, kpi, "\n") - 1
	n = split(set, group, "\n") - 1
	by = dimension_of(group[1])
	head = head_cell("by " by)
	if (topic == "refugees" && by == "region_name")
		head = head "<th scope=\"col\" class=\"n\">" say("Kvote") "</th>" (before_year == "" ? "" : \
			"<th scope=\"col\" class=\"n\">" html(before_year " (") say("ændring") ")</th>")
	for (i = 1; i <= columns; i++) {
		common[i] = common_marks(topic, kpi[i], group, n)
		class[i] = common[i] != "" && figure[topic, kpi[i], group[1], "unit"] != "dato" ? " class=\"n\"" : ""
		head = head "<th scope=\"col\"" class[i] ">" say(kpi_title[topic, kpi[i]]) \
			head_unit(kpi_title[topic, kpi[i]], figure[topic, kpi[i], group[1], "unit"]) common[i] "</th>"
	}
	for (j = 1; j <= n; j++) {
		rows = rows "<tr><th scope=\"row\">" say(group_words(group[j])) "</th>"
		if (topic == "refugees" && by == "region_name")
			rows = rows "<td class=\"n\"><span class=\"value\">" html(number(region_quota[group[j]])) "</span></td>" \
				(before_year == "" ? "" : "<td class=\"n\">" region_before[group[j]] "</td>")
		for (i = 1; i <= columns; i++) {
			key = topic SUBSEP kpi[i] SUBSEP group[j]
			rows = rows "<td" class[i] ">" value_in(key, "") (common[i] == "" ? marks(key) : "") "</td>"
		}
		rows = rows "</tr>\n"
	}
	return table("groups", caption_of(topic, kpi, columns, by), head, rows)
}

# The unit of a column, where its heading does not say it.
function head_unit(words, unit) {
	if (unit == "" || unit == "dato" || index(tolower(words), unit))
		return ""
	return " <span class=\"unit\">(" say(unit) ")</span>"
}

# The marks of a column that all its figures have: they stand in its heading.
function common_marks(topic, kpi, group, n,    j, first, key) {
	for (j = 1; j <= n; j++) {
		key = topic SUBSEP kpi SUBSEP group[j]
		key = figure[key, "qualifier"] SUBSEP figure[key, "note"] SUBSEP figure[key, "source"]
		if (j > 1 && key != first)
			return ""
		first = key
	}
	return marks(topic SUBSEP kpi SUBSEP group[1])
}

function caption_of(topic, kpi, columns, by) {
	return columns == 1 ? say(kpi_title[topic, kpi[1]]) ", " say("efter " by) : say("Nøgletal") ", " say("efter " by)
}

# Dates

function dates_table(part, caption,    i, common, rows) {
	common = common_source(part)
	for (i = 1; i <= dates[part]; i++)
		rows = rows "<tr><th scope=\"row\">" quoted(date[part, i, "title"]) "</th><td>" \
			(part == "milestones" ? state_badge(date[part, i, "state"]) : say(date[part, i, "kind"])) "</td><td>" \
			when(part, i) (common == "" ? superscript(source_marks(date[part, i, "source"])) : "") "</td><td>" \
			(part == "milestones" ? say(date[part, i, "level"]) : quoted(date[part, i, "place"])) "</td></tr>\n"
	if (rows == "")
		return ""
	return "<details class=\"on-demand\">\n<summary>" say(caption) "</summary>\n" \
		table("dates", say(caption), head_cell(part == "milestones" ? "Milepæl" : "Hvad") \
			head_cell(part == "milestones" ? "Status" : "Slags") \
			"<th scope=\"col\">" say("Hvornår") superscript(source_marks(common)) "</th>" \
			head_cell(part == "milestones" ? "by level" : "Sted"), rows, " class=\"unseen\"") "</details>\n"
}

# The source that all dates have, if they have one in common.
function common_source(part,    i) {
	for (i = 2; i <= dates[part]; i++)
		if (date[part, i, "source"] != date[part, 1, "source"])
			return ""
	return date[part, 1, "source"]
}

# A date in the source's own words, where it has some, and what they come to.
function when(part, i,    span, words) {
	span = span_of(date[part, i, "earliest"], date[part, i, "latest"])
	words = date[part, i, "due_text"]
	if (words == "" || words == span)
		return html(span)
	return quoted(words) " <span class=\"span\">(" html(span) ")</span>"
}

# From the first day to the last; what both have in common is said once.
function span_of(first, last) {
	if (first == "" || first == last)
		return readable(last)
	first = readable(first)
	if (substr(first, length(first) - 4) == substr(readable(last), length(readable(last)) - 4))
		first = substr(first, 1, length(first) - 5)
	return first " \342\200\223 " readable(last)
}

function state_badge(state) {
	return badge(state == "done" ? "good" : state == "overdue" ? "bad" : "note", "state " state)
}

# The agenda: what stands in agenda.html between its main tags, which is Danish.
function agenda_section(    inside) {
	inside = text["agenda"]
	sub(/.*<main>\n/, "", inside)
	sub(/<\/main>.*/, "", inside)
	sub(/<h1>/, "<h3>", inside)
	sub(/<\/h1>/, "</h3>", inside)
	sub(/<table>\n<caption>/, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" " \
		"aria-labelledby=\"agenda-tabel\">\n<table>\n<caption id=\"agenda-tabel\">", inside)
	sub(/<\/table>/, "&\n</div>", inside)
	return "<div class=\"agenda\"" (lang == "da" ? "" : " lang=\"da\"") ">\n" inside "</div>\n"
}

# Municipalities

function municipality_table(    i, rows, head) {
	head = cell("th", "columnheader", "scope=\"col\"", say("Kommune")) \
		cell("th", "columnheader", "scope=\"col\" class=\"region\"", say("by region_name")) \
		cell("th", "columnheader", "scope=\"col\" class=\"number\"", say("Kvote")) \
		(agreed ? cell("th", "columnheader", "scope=\"col\" class=\"number\"", say("Aftalt kvote")) : "") \
		(before_year != "" ? cell("th", "columnheader", "scope=\"col\" class=\"number\"", html(before_year " (") say("ændring") ")") : "") \
		cell("th", "columnheader", "scope=\"col\" class=\"steps\"", say("Sådan kom kvoten frem"))
	for (i = 1; i <= municipalities; i++)
		rows = rows municipality(i)
	tables++
	return "<h3 id=\"kommuner\">" say("Alle kommuner") "</h3>\n" \
		"<p>" say("Hvert skridt i beregningen står bag kommunens linje.") \
		input_marks() "</p>\n<div id=\"search\" hidden></div>\n" \
		"<table role=\"table\" class=\"municipalities\" id=\"municipalities\">\n<caption id=\"tabel-" tables "\">" \
		html(sprintf(form("Kommunekvoter ved et landstal på %s"), number(landstal))) "</caption>\n" \
		"<thead role=\"rowgroup\"><tr role=\"row\">" head "</tr></thead>\n<tbody role=\"rowgroup\">\n" rows "</tbody>\n" \
		"<tfoot role=\"rowgroup\"><tr role=\"row\">" cell("th", "rowheader", "scope=\"row\"", say("Hele landet")) \
		cell("td", "cell", "class=\"region\"", "") cell("td", "cell", "class=\"number\"", html(total(sum_quota))) \
		(agreed ? cell("td", "cell", "class=\"number\"", html(total(sum_agreed))) : "") \
		(before_year != "" ? cell("td", "cell", "class=\"number\"", html(total(sum_before)) changed(sum_quota - sum_before "")) : "") \
		cell("td", "cell", "class=\"steps\"", "") "</tr></tfoot>\n</table>\n"
}

# A cell with its role, which it keeps where the style shows a row otherwise than as a row.
function cell(tag, role, attributes, inside) {
	return "<" tag " role=\"" role "\" " attributes ">" inside "</" tag ">"
}

# The figures that the allocation rests on, with their remarks and sources.
function input_marks(    said) {
	return "<span class=\"inputs\">" one_input("population", "Folketal") one_input("non_western_nationals", \
		"Udenlandske statsborgere fra ikke-vestlige lande") one_input("family_reunified", \
		"Familiesammenføringer til flygtninge") "</span>"
}

function one_input(measure, words,    note, n, i, said) {
	if (!(measure in measure_period))
		return ""
	n = split(measure_notes[measure], note, "\n")
	for (i = 1; i < n; i++)
		said = said mark("note", note[i])
	return " " say(words) (measure_period[measure] == "" ? "" : ", " html(period_name(measure_period[measure]))) \
		superscript(said source_marks(measure_sources[measure])) "."
}

# A change from the edition before, behind what it was; where the series is broken there is none.
function changed(change) {
	if (broken)
		return " (" say("databrud") ")"
	return " (" (change > 0 ? "+" : "") html(number(change)) ")"
}

function municipality(i) {
	return "<tr role=\"row\" id=\"k" html(quota[i, "area"]) "\">" \
		cell("th", "rowheader", "scope=\"row\"", html(quota[i, "name"])) \
		cell("td", "cell", "class=\"region\"", html(quota[i, "region_name"])) \
		cell("td", "cell", "class=\"number\"", "<b>" html(number(quota[i, "quota"])) "</b>") \
		(agreed ? cell("td", "cell", "class=\"number\"", html(number(quota[i, "agreed"])) \
			(quota[i, "status"] == "" ? "" : " " quoted(quota[i, "status"]))) : "") \
		(before_year != "" ? cell("td", "cell", "class=\"number\"", quota[i, "before"] == "" ? "" : \
			html(number(quota[i, "before"])) changed(quota[i, "change"])) : "") \
		cell("td", "cell", "class=\"steps\"", "<details><summary>" say("Beregning") "<span class=\"unseen\"> " \
			html(quota[i, "name"]) "</span></summary>\n" steps(i) "</details>") "</tr>\n"
}

# The five steps of the order, each with the figures that go into it.
function steps(i,    out) {
	out = step("Fordelingsandel", "§ 4, stk. 2", "2 × " amount(i, "population") " / " total(sum_population) " − " \
		amount(i, "non_western_nationals") " / " total(sum_foreign), amount(i, "share"))
	out = out step("Beregnet fordelingstal", "§ 4, stk. 3", amount(i, "share") " × (" \
		number(landstal) " + " total(sum_family) ")", amount(i, "gross"))
	out = out step("Foreløbigt fordelingstal", "§ 4, stk. 4", amount(i, "gross") " − " \
		amount(i, "family_reunified"), amount(i, "net"))
	out = out step("Fordelingstal", "§ 4, stk. 5", form(quota[i, "net"] ~ /^-/ ? "det foreløbige er under 0" : \
		"samme del af landstallet som af alle foreløbige fordelingstal over 0"), amount(i, "distribution"))
	out = out step("Kommunekvote", "", rounding(quota[i, "distribution"], quota[i, "quota"]), amount(i, "quota"))
	return "<ol>\n" out "</ol>"
}

function amount(i, name) {
	return number(quota[i, name])
}

function total(sum) {
	return inexact ? form("alle") : number(sprintf("%.0f", sum))
}

function step(words, rule, how, result) {
	return "<li><span class=\"step\">" say(words) (rule == "" ? "" : " <span class=\"rule\">(" html(rule) ")</span>") \
		"</span> <span class=\"how\">" html(how) " =</span> <b>" html(result) "</b></li>\n"
}

# How a quota comes of what was distributed. Four decimals do not tell which way a half went.
function rounding(distribution, quota,    whole) {
	if (distribution ~ /\.5000$/)
		return form("afrundet til hele personer")
	whole = distribution
	sub(/\..*/, "", whole)
	if (distribution ~ /\.[5-9]/)
		whole++
	if (whole == quota)
		return sprintf(form("%s afrundet til hele personer"), number(distribution))
	return sprintf(form("%s afrundet til %s; de afrundede kvoter skal tilsammen give landstallet, og forskellen er lagt her:"), \
		number(distribution), number(whole ""))
}

# Where sources contradict themselves, and footnotes

function contradictions(    t, topic, i, key, against, off, inputs, inside) {
	for (t = 1; t <= topic_count; t++) {
		topic = topic_order[t]
		for (i = 1; i <= kpis[topic]; i++) {
			key = topic SUBSEP kpi_at[topic, i] SUBSEP "*"
			if (!(key in there))
				continue
			if (contradicted(key))
				against = against contradiction(topic, key)
			else if (figure[key, "deviation"] != "" && figure[key, "deviation"] !~ /^-?0(\.0*)?$/)
				off = off contradiction(topic, key)
		}
	}
	inputs = input_remark("landstal", "Landstal") input_remark("population", "Folketal") input_remark("non_western_nationals", \
		"Udenlandske statsborgere fra ikke-vestlige lande") input_remark("family_reunified", \
		"Familiesammenføringer til flygtninge")
	if (against off inputs replaced == "")
		return ""
	if (against != "")
		inside = "<h3>" say("Modsiges af kilden") "</h3>\n<ul>\n" against "</ul>\n"
	if (off != "")
		inside = inside "<h3>" say("Afviger fra det tal, som kilden selv angiver") "</h3>\n<ul>\n" off "</ul>\n"
	if (replaced != "")
		inside = inside "<h3>" say("Rettet af en senere udgave") "</h3>\n<ul>\n" replaced "</ul>\n"
	if (inputs != "")
		inside = inside "<h3>" say("Forbehold ved de tal, som kvoterne bygger på") "</h3>\n<ul>\n" inputs "</ul>\n"
	return section("modsigelser", say("Modsigelser og forbehold"), inside)
}

function input_remark(measure, words,    note, n, i, said) {
	n = split(measure_notes[measure], note, "\n")
	for (i = 1; i < n; i++)
		said = said "<li>" say(words) ": " quoted(note[i]) superscript(source_marks(measure_sources[measure])) "</li>\n"
	return said
}

function contradiction(topic, key) {
	return "<li><a href=\"#" topic "\">" say(topic) "</a>: " say(figure[key, "title"]) ": " value_of(key) marks(key) \
		"; " stated(key) "</li>\n"
}

function footnotes(    inside) {
	inside = footnote_list("note", "Noter") footnote_list("kilde", "Kilder")
	return inside == "" ? "" : section("noter", say("Noter og kilder"), inside)
}

function footnote_list(kind, heading,    i, inside) {
	for (i = 1; i <= remarks[kind]; i++)
		inside = inside "<li id=\"" kind "-" i "\">" \
			(remark[kind, i] in phrase ? say(remark[kind, i]) : quoted(remark[kind, i])) \
			" <a class=\"back\" href=\"#til-" kind "-" i "\" aria-label=\"" \
			html(form("Tilbage til teksten")) "\">\342\206\251</a></li>\n"
	return inside == "" ? "" : "<h3>" say(heading) "</h3>\n<ol class=\"" kind "\">\n" inside "</ol>\n"
}

# How the page was made. Its own checksum cannot stand in it: manifest.tsv beside it has that.
function write_foot(    i, inputs, outputs, parameters, version) {
	for (i = 1; i <= made_rows; i++) {
		if (made[i, "role"] == "kkr" && made[i, "name"] == "version")
			version = made[i, "value"]
		if (made[i, "role"] == "parameter" && made[i, "value"] != "")
			parameters = parameters "<tr><th scope=\"row\">" html(made[i, "name"]) "</th><td>" html(made[i, "value"]) \
				"</td></tr>\n"
		if (made[i, "sha256"] != "")
			inputs = inputs "<tr><th scope=\"row\">" html(made[i, "name"] == "" ? made[i, "value"] : made[i, "name"]) \
				"</th><td>" say("role " made[i, "role"]) "</td><td>" html(number(made[i, "bytes"])) \
				"</td><td><code>" html(made[i, "sha256"]) "</code></td></tr>\n"
	}
	print "<footer id=\"fremstilling\" aria-labelledby=\"h-fremstilling\">"
	print "<h2 id=\"h-fremstilling\">" say("Sådan er siden lavet") "</h2>"
	print "<p>" html(sprintf(form("Siden er lavet af kkr %s. De samme filer ind giver den samme side, byte for byte. Filerne står her med deres kontrolsummer, som de står i manifest.tsv ved siden af; sidens egen kontrolsum kan ikke stå på den selv, men står der. kkr verify laver det hele igen og sammenligner."), version)) "</p>"
	print "<details class=\"on-demand\">\n<summary>" say("Parametre og kontrolsummer") "</summary>"
	printf "%s", table("parameters", say("Parametre"), head_cell("Parameter") head_cell("Værdi"), parameters)
	printf "%s", table("sums", say("Kontrolsummer"), head_cell("Fil") head_cell("Rolle") \
		head_cell("Bytes") head_cell("SHA-256"), inputs)
	print "</details>"
	print "</footer>"
	if (text["script"] != "")
		printf "<script>\n%s</script>\n", text["script"]
	print "</body>\n</html>"
}
