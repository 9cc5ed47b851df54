#include "page.h"

#include "lib/period.h"
#include "lib/records.h"

#include <stdlib.h>
#include <strings.h>

/* A number with nothing but zeros. */
static bool is_zero(struct span number)
{
	for (size_t i = 0; i < number.length; i++) {
		if (number.bytes[i] >= '1' && number.bytes[i] <= '9')
			return false;
	}
	return true;
}

static struct span field_at(const struct page *page, size_t row, const char *column)
{
	return figure_field(&page->figures, row, column);
}

/* A what-if contradicts nobody: its figures are not those that were announced. */
static bool of_example(const struct page *page, size_t row)
{
	return is_example(page) && span_equals(field_at(page, row, "topic"), page->quota_topic);
}

static bool says_contradicted(const struct page *page, size_t row)
{
	return span_is(field_at(page, row, "contradicted"), "yes");
}

bool contradicted(const struct page *page, size_t row)
{
	return !of_example(page, row) && span_is(field_at(page, row, "contradicted"), "yes");
}

bool deviates(const struct page *page, size_t row)
{
	return !of_example(page, row) && !is_zero(field_at(page, row, "deviation"));
}

/* A key with "1 " in front is what one of it is called. */
static struct span unit_words(struct page *page, struct span value, struct span unit)
{
	struct text one = {0};
	struct span said;
	text_add(&one, SPAN("1 "));
	text_add(&one, unit);
	bool found =
		span_is(value, "1") && word_find(&said, page->markup->language, text_span(&one));
	struct span words = html(page->markup, "%k", found ? text_span(&one) : unit);
	free(one.bytes);
	return words;
}

static struct span reservation(struct page *page, size_t row)
{
	struct text said = {0};
	struct span rest = field_at(page, row, "qualifier"), next;
	bool own = false;
	while ((next = next_reservation(&rest, &own)).length)
		add_html(&said, page->markup, "%s%k", said.length ? ", " : "", next);
	return keep(page->markup, &said);
}

/* Why there is no figure: never none, and never 0. */
static struct span why_missing(struct page *page, size_t row)
{
	struct span note = field_at(page, row, "note");
	if (page->comparison.there && page->comparison.table.rows == 0 &&
		span_is(field_at(page, row, "kpi"), "quotas_deviating"))
		return html(page->markup, "%w", "ikke sammenlignet: bilag B mangler");
	if (note.length)
		return html(page->markup, "%k", note);
	return html(page->markup, "%w",
		span_is(field_at(page, row, "unit"), "dato") ? "dato mangler" : "ikke opgjort");
}

/* How many decimals a number is written with. */
static size_t decimals_of(struct span number)
{
	const char *point = memchr(number.bytes, '.', number.length);
	return point && number_valid(number) ? number.length - (size_t)(point - number.bytes) - 1
					     : 0;
}

/* A number with zeros behind it, so that figures of one kind have the same decimals. */
static struct span padded(struct page *page, struct span number, size_t decimals)
{
	struct text text = {0};
	size_t has = decimals_of(number);
	if (!number_valid(number) || has >= decimals)
		return number;
	text_add(&text, number);
	if (has == 0)
		text_add_char(&text, '.');
	for (; has < decimals; has++)
		text_add_char(&text, '0');
	return keep(page->markup, &text);
}

/* A figure of the edition before, by what it is of. */
struct earlier {
	struct span key[3], value;
};

static int by_key(const void *a, const void *b)
{
	const struct earlier *x = a, *y = b;
	int order = 0;
	for (size_t i = 0; i < sizeof x->key / sizeof *x->key && order == 0; i++)
		order = span_compare(x->key[i], y->key[i]);
	return order;
}

static const char *const figure_key[] = {"topic", "kpi", "group"};

void figures_before_read(struct page *page)
{
	const struct part *before = &page->figures_before;
	page->earlier = allocate(before->table.rows + 1, sizeof *page->earlier);
	for (size_t i = 0; i < before->table.rows; i++) {
		for (size_t j = 0; j < sizeof figure_key / sizeof *figure_key; j++)
			page->earlier[i].key[j] = part_field(before, i, figure_key[j]);
		page->earlier[i].value = part_field(before, i, "value");
	}
	if (before->table.rows)
		qsort(page->earlier, before->table.rows, sizeof *page->earlier, by_key);
}

/* NULL where the edition before has no such figure. */
static const struct earlier *find_earlier(const struct page *page, size_t row)
{
	struct earlier sought = {0};
	size_t count = page->figures_before.table.rows;
	for (size_t j = 0; j < sizeof figure_key / sizeof *figure_key; j++)
		sought.key[j] = field_at(page, row, figure_key[j]);
	return count ? bsearch(&sought, page->earlier, count, sizeof sought, by_key) : NULL;
}

/* That a figure is another one than in the edition before. */
static struct span revision(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	const struct earlier *earlier = find_earlier(page, row);
	if (!earlier || earlier->value.length == 0 ||
		span_equals(earlier->value, field_at(page, row, "value")))
		return SPAN("");
	return html(m, " <span class=\"stated\">%p</span>",
		filled(m, "revideret, før %s", readable(m, earlier->value)));
}

struct span figure_value(struct page *page, size_t row, struct span unit, size_t decimals)
{
	struct span revised = revision(page, row);
	struct span value = padded(page, field_at(page, row, "value"), decimals);
	struct text text = {0};
	if (value.length == 0)
		return html(page->markup, "<span class=\"none\">%h</span>%h",
			why_missing(page, row), revised);
	struct span reserved = reservation(page, row);
	if (reserved.length)
		add_html(&text, page->markup, "<span class=\"qualifier\">%h</span> ", reserved);
	add_html(&text, page->markup, "<span class=\"value\">%n</span>", value);
	if (unit.length && !span_is(unit, "dato"))
		add_html(&text, page->markup, " <span class=\"unit\">%h</span>",
			unit_words(page, value, unit));
	text_add(&text, revised);
	return keep(page->markup, &text);
}

/* A note whose last part says that a source contradicts the figure stands beside it without that.
 */
static struct span shown_note(const struct page *page, size_t row)
{
	struct span note = field_at(page, row, "note");
	if (!says_contradicted(page, row))
		return note;
	while (note.length && note.bytes[note.length - 1] != ';')
		note.length--;
	if (note.length)
		note.length--;
	return note;
}

struct span figure_marks(struct page *page, size_t row)
{
	struct text marks = {0};
	struct span rest = field_at(page, row, "qualifier"), note = shown_note(page, row);
	bool own = false;
	while (next_reservation(&rest, &own).length)
		;
	if (own)
		text_add(&marks, note_mark(page, NOTE,
					 SPAN("Egen beregning: regnet ud af kildens tal, ikke "
					      "angivet i kilden.")));
	if (note.length)
		text_add(&marks, note_mark(page, NOTE, note));
	text_add(&marks, source_marks(page, field_at(page, row, "source")));
	return raised(page, keep(page->markup, &marks));
}

/* The words of a source, where a definition quotes them. */
static struct span published_text(const struct page *page, size_t row)
{
	struct span of_topic = field_at(page, row, "topic"), of_kpi = field_at(page, row, "kpi");
	for (size_t t = 0; t < page->figures.topics; t++) {
		const struct topic *topic = &page->figures.topic[t];
		for (size_t i = 0; i < topic->kpis && span_equals(topic->name, of_topic); i++) {
			if (span_equals(topic->kpi[i].name, of_kpi))
				return topic->kpi[i].published_text;
		}
	}
	return SPAN("");
}

struct span stated_figure(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	struct text published = {0};
	struct span qualifier = field_at(page, row, "published_qualifier"), said;
	struct span words = published_text(page, row);
	if (words.length) { /* its words, which a definition quotes */
		text_add(&published, SPAN("»"));
		text_add(&published, plain(m, words));
		text_add(&published, SPAN("« ("));
	}
	if (contradicted(page, row) && qualifier.length) {
		bool known = word_find(&said, m->language, qualifier);
		text_add(&published, known ? said : plain(m, qualifier));
		text_add_char(&published, ' ');
	}
	text_add(&published, readable(m, field_at(page, row, "published")));
	if (words.length)
		text_add_char(&published, ')');
	return keep(m, &published);
}

static struct span stated(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	return html(m, "<span class=\"stated\">%p</span>",
		filled(m, "kilden skriver %s; forskel %s", stated_figure(page, row),
			readable(m, field_at(page, row, "deviation"))));
}

/* Whether a target is met, and what the source itself states. */
static struct span figure_status(struct page *page, size_t row)
{
	struct text text = {0};
	struct span target = field_at(page, row, "target_status");
	if (span_is(target, "met"))
		text_add(&text, badge(page, "good", "Mål nået"));
	else if (span_is(target, "not met"))
		text_add(&text, badge(page, "bad", "Mål ikke nået"));
	if (of_example(page, row)) {
		if (!is_zero(field_at(page, row, "deviation")))
			text_add(&text, badge(page, "note", "Regneeksempel"));
	} else if (contradicted(page, row)) {
		text_add(&text, stated(page, row));
	} else if (deviates(page, row)) {
		text_add(&text, badge(page, "note", "Afviger fra kilden"));
		text_add(&text, stated(page, row));
	} else if (field_at(page, row, "deviation").length) {
		text_add(&text, badge(page, "good", "Som i kilden"));
	}
	return keep(page->markup, &text);
}

/* So many days from the day that is looked from: what is due by then is due before the next day. */
static struct span due(struct page *page, size_t row)
{
	struct period as_of;
	struct text day = {0};
	struct span days = field_at(page, row, "value"), seen = parameter(page, "as_of");
	char *digits = span_copy(days);
	long count = strtol(digits, NULL, 10);
	free(digits);
	if (!period_read(seen, &as_of))
		return figure_value(page, row, field_at(page, row, "unit"), 0);
	date_print(&day, as_of.first + count + 1);
	return html(page->markup, "<span class=\"value\">%p</span>",
		filled(page->markup, "inden den %s",
			readable(page->markup, keep(page->markup, &day))));
}

/* What a card says: with words of the definition's own, such as "af 98 kommuner", for the unit. */
static struct span card_value(struct page *page, const struct kpi *kpi, size_t row)
{
	struct span unit = field_at(page, row, "unit");
	if (span_is(kpi->card, "date"))
		return due(page, row);
	if (!span_is(kpi->card, "yes"))
		return figure_value(page, row, kpi->card, 0);
	if (span_is(unit, "dato"))
		return html(page->markup, "<span class=\"value\">%p</span>",
			filled(page->markup, "senest %s",
				readable(page->markup, field_at(page, row, "value"))));
	return figure_value(page, row, unit, 0);
}

/* What the source states stands before what comes out here. */
static bool differs(const struct page *page, size_t row)
{
	return contradicted(page, row) || deviates(page, row);
}

static struct span card(
	struct page *page, const struct topic *topic, const struct kpi *kpi, size_t row)
{
	struct markup *m = page->markup;
	bool stated_first = differs(page, row);
	struct span status = figure_status(page, row);
	return html(m,
		"<li>%h<span class=\"what\">%k</span>\n%h<span class=\"big\">%h</span>%h\n%h</li>\n",
		topic_link(page, topic->name),
		span_is(kpi->card, "date") ? SPAN("Næste frist") : field_at(page, row, "title"),
		stated_first ? html(m, "<span class=\"first\">%h</span>\n", status) : SPAN(""),
		card_value(page, kpi, row), figure_marks(page, row),
		stated_first ? SPAN("") : status);
}

/* The figures at the top, as the definitions choose them. */
struct span figure_cards(struct page *page)
{
	struct text cards = {0};
	for (size_t t = 0; t < page->figures.topics; t++) {
		const struct topic *topic = &page->figures.topic[t];
		for (size_t i = 0; i < topic->kpis; i++) {
			size_t row = figure_of_all(&page->figures, &topic->kpi[i]);
			if (topic->kpi[i].card.length == 0 ||
				row == page->figures.table.table.rows ||
				field_at(page, row, "value").length == 0)
				continue;
			text_add(&cards, card(page, topic, &topic->kpi[i], row));
		}
	}
	return keep(page->markup, &cards);
}

/* The figures of which there is one for the council. */
struct span council_figure_cards(struct page *page)
{
	struct text cards = {0}, group = {0};
	text_add(&group, SPAN("kkr="));
	text_add(&group, span_of(page->kkr));
	for (size_t t = 0; t < page->figures.topics; t++) {
		const struct topic *topic = &page->figures.topic[t];
		for (size_t i = 0; i < topic->kpis; i++) {
			struct kpi kpi = topic->kpi[i];
			size_t row;
			kpi.card = SPAN("yes");
			if (figure_of_group(&kpi, text_span(&group), &row) &&
				field_at(page, row, "value").length)
				text_add(&cards, card(page, topic, &kpi, row));
		}
	}
	free(group.bytes);
	return keep(page->markup, &cards);
}

/* The most decimals that a key figure has in any group. */
static size_t decimals_of_kpi(const struct page *page, const struct kpi *kpi)
{
	size_t most = 0;
	for (size_t i = 0; i < kpi->rows; i++) {
		size_t n = decimals_of(field_at(page, kpi->row[i], "value"));
		most = n > most ? n : most;
	}
	return most;
}

/* A figure with what there is to say of it; what the source states stands first where it differs.
 */
static struct span figure_cell(struct page *page, size_t row, size_t decimals)
{
	struct markup *m = page->markup;
	struct span value =
		html(m, "%h%h", figure_value(page, row, field_at(page, row, "unit"), decimals),
			figure_marks(page, row));
	struct span status = figure_status(page, row);
	return differs(page, row) ? html(m, "<span class=\"first\">%h</span> %h", status, value)
				  : html(m, "%h %h", value, status);
}

struct span figure_table(struct page *page, const struct topic *topic)
{
	struct text rows = {0};
	struct markup *m = page->markup;
	for (size_t i = 0; i < topic->kpis; i++) {
		size_t row = figure_of_all(&page->figures, &topic->kpi[i]);
		if (row < page->figures.table.table.rows)
			add_html(&rows, m, "<tr><th scope=\"row\">%k</th><td>%h</td></tr>\n",
				field_at(page, row, "title"),
				figure_cell(page, row, decimals_of_kpi(page, &topic->kpi[i])));
	}
	if (rows.length == 0)
		return SPAN("");
	return table_of(page, "figures", false,
		has_own_words(page, topic->name) ? html(m, "%w: %k", "Nøgletal", topic->name)
						 : html(m, "%w", "Nøgletal i alt"),
		html(m, "<th scope=\"col\">%w</th><th scope=\"col\">%w</th>", "Nøgletal", "Værdi"),
		keep(m, &rows));
}

/*
 * Figures by group. Those of the same groups stand side by side in one table: a set of groups, and
 * the key figures that have it.
 */
struct set {
	struct span dimension; /* "level" */
	struct span *group;
	size_t groups, group_room;
	const struct kpi **kpi;
	size_t kpis, room;
};

struct sets {
	struct set *set;
	size_t count, room;
};

static void add_group(struct set *set, struct span group)
{
	set->group = grow(set->group, &set->group_room, set->groups + 1, sizeof *set->group);
	set->group[set->groups++] = group;
}

static void add_member(struct set *set, const struct kpi *kpi)
{
	set->kpi = grow(set->kpi, &set->room, set->kpis + 1, sizeof *set->kpi);
	set->kpi[set->kpis++] = kpi;
}

static struct set *add_set(struct sets *sets, struct set set)
{
	sets->set = grow(sets->set, &sets->room, sets->count + 1, sizeof *sets->set);
	sets->set[sets->count] = set;
	return &sets->set[sets->count++];
}

static void sets_free(struct sets *sets)
{
	for (size_t i = 0; i < sets->count; i++) {
		free(sets->set[i].group);
		free(sets->set[i].kpi);
	}
	free(sets->set);
}

static bool same_groups(const struct set *a, const struct set *b)
{
	bool same = a->groups == b->groups;
	for (size_t i = 0; same && i < a->groups; i++)
		same = span_equals(a->group[i], b->group[i]);
	return same;
}

/* The groups of a key figure, by each of its dimensions. */
static struct sets sets_of(struct page *page, const struct kpi *kpi)
{
	struct sets own = {0};
	for (size_t i = 0; i < kpi->rows; i++) {
		struct span group = field_at(page, kpi->row[i], "group");
		if (span_is(group, "*"))
			continue;
		struct text name = {0};
		add_group_dimension(&name, group);
		struct span dimension = keep(page->markup, &name);
		size_t s = 0;
		while (s < own.count && !span_equals(own.set[s].dimension, dimension))
			s++;
		add_group(s < own.count ? &own.set[s]
					: add_set(&own, (struct set){.dimension = dimension}),
			group);
	}
	return own;
}

static void add_to_sets(struct page *page, struct sets *sets, const struct kpi *kpi)
{
	struct sets own = sets_of(page, kpi);
	for (size_t i = 0; i < own.count; i++) {
		size_t s = 0;
		while (s < sets->count && !same_groups(&sets->set[s], &own.set[i]))
			s++;
		if (s < sets->count)
			free(own.set[i].group);
		else
			add_set(sets, own.set[i]);
		add_member(&sets->set[s], kpi);
	}
	free(own.set);
}

/* The row of a key figure for a group, which it has. */
static size_t row_of(const struct kpi *kpi, struct span group)
{
	size_t row = 0;
	figure_of_group(kpi, group, &row);
	return row;
}

/* Whether all figures of a column have the same marks: they stand in its heading. */
static bool common_marks(const struct page *page, const struct set *set, const struct kpi *kpi)
{
	static const char *const marking[] = {"qualifier", "note", "source"};
	size_t first = row_of(kpi, set->group[0]);
	for (size_t j = 1; j < set->groups; j++) {
		size_t row = row_of(kpi, set->group[j]);
		for (size_t i = 0; i < sizeof marking / sizeof *marking; i++) {
			if (!span_equals(field_at(page, row, marking[i]),
				    field_at(page, first, marking[i])))
				return false;
		}
	}
	return true;
}

static bool contains_folded(struct span text, struct span part)
{
	for (size_t i = 0; i + part.length <= text.length; i++) {
		if (strncasecmp(text.bytes + i, part.bytes, part.length) == 0)
			return true;
	}
	return false;
}

/* The unit of a column, where its heading does not say it. */
static struct span head_unit(struct page *page, struct span title, struct span unit)
{
	if (unit.length == 0 || span_is(unit, "dato") || contains_folded(title, unit))
		return SPAN("");
	return html(page->markup, " <span class=\"unit\">(%k)</span>", unit);
}

/* A column of a table of groups: its marks, where they are common, and whether it is of numbers. */
struct figure_column {
	const struct kpi *kpi;
	struct span marks;
	const char *class;
	size_t decimals; /* the most that one has */
};

static struct span column_head(
	struct page *page, const struct set *set, struct figure_column *column)
{
	size_t first = row_of(column->kpi, set->group[0]);
	size_t last = column->kpi->row[column->kpi->rows - 1];
	struct span title = field_at(page, last, "title"), unit = field_at(page, first, "unit");
	column->marks = common_marks(page, set, column->kpi) ? figure_marks(page, first) : SPAN("");
	for (size_t j = 0; j < set->groups; j++) {
		size_t n = decimals_of(field_at(page, row_of(column->kpi, set->group[j]), "value"));
		column->decimals = n > column->decimals ? n : column->decimals;
	}
	column->class = column->marks.length && !span_is(unit, "dato") ? " class=\"n\"" : "";
	return html(page->markup, "<th scope=\"col\"%s>%k%h%h</th>", column->class, title,
		head_unit(page, title, unit), column->marks);
}

static struct span group_label(struct page *page, struct span group)
{
	struct text text = {0};
	add_group_words(&text, group);
	struct span words = keep(page->markup, &text), read = readable(page->markup, words);
	return span_equals(read, words) ? html(page->markup, "%k", words)
					: html(page->markup, "%p", read);
}

/* The quotas of regions are a figure beside those that the topic has by region. */
static bool has_region_quotas(
	const struct page *page, const struct topic *topic, const struct set *set)
{
	return page->regions.there && span_equals(topic->name, page->quota_topic) &&
	       span_is(set->dimension, "region_name");
}

static struct span region_cells(struct page *page, struct span group)
{
	struct text text = {0};
	struct text name = {0};
	add_group_words(&name, group);
	for (size_t i = 0; i < page->regions.table.rows; i++) {
		if (span_equals(part_field(&page->regions, i, "region_name"), text_span(&name)))
			add_html(&text, page->markup,
				"<td class=\"n\"><span class=\"value\">%n</span></td>%h",
				part_field(&page->regions, i, "quota"),
				before_cell(page, &page->regions, i, "td class=\"n\""));
	}
	free(name.bytes);
	return keep(page->markup, &text);
}

static struct span group_rows(struct page *page, const struct set *set,
	const struct figure_column *column, bool region_quotas)
{
	struct text rows = {0};
	for (size_t j = 0; j < set->groups; j++) {
		add_html(&rows, page->markup, "<tr><th scope=\"row\">%h</th>%h",
			group_label(page, set->group[j]),
			region_quotas ? region_cells(page, set->group[j]) : SPAN(""));
		for (size_t i = 0; i < set->kpis; i++) {
			size_t row = row_of(set->kpi[i], set->group[j]);
			add_html(&rows, page->markup, "<td%s>%h%h%h</td>", column[i].class,
				differs(page, row)
					? html(page->markup, "<span class=\"first\">%h</span> ",
						  stated(page, row))
					: SPAN(""),
				figure_value(page, row, SPAN(""), column[i].decimals),
				column[i].marks.length ? SPAN("") : figure_marks(page, row));
		}
		text_add(&rows, SPAN("</tr>\n"));
	}
	return keep(page->markup, &rows);
}

static struct span dimension_key(struct page *page, const char *prefix, struct span dimension)
{
	struct text key = {0};
	text_add(&key, span_of(prefix));
	text_add(&key, dimension);
	return keep(page->markup, &key);
}

static struct span group_table(struct page *page, const struct topic *topic, const struct set *set)
{
	struct markup *m = page->markup;
	struct figure_column *column = allocate(set->kpis, sizeof *column);
	struct text head = {0};
	bool region_quotas = has_region_quotas(page, topic, set);
	add_html(&head, m, "<th scope=\"col\">%k</th>", dimension_key(page, "by ", set->dimension));
	if (region_quotas)
		add_html(&head, m, "<th scope=\"col\" class=\"n\">%w</th>%h", "Kvote",
			before_head(page, "th scope=\"col\" class=\"n\""));
	for (size_t i = 0; i < set->kpis; i++) {
		column[i] = (struct figure_column){.kpi = set->kpi[i]};
		text_add(&head, column_head(page, set, &column[i]));
	}
	size_t last = set->kpi[0]->row[set->kpi[0]->rows - 1];
	struct span by = html(m, "%k", dimension_key(page, "efter ", set->dimension));
	struct span caption = set->kpis == 1 ? html(m, "%k, %h", field_at(page, last, "title"), by)
					     : html(m, "%w, %h", "Nøgletal", by);
	struct span heads = keep(m, &head);
	struct span rows = group_rows(page, set, column, region_quotas);
	free(column);
	return table_of(page, "groups", false, caption, heads, rows);
}

struct span group_tables(struct page *page, const struct topic *topic)
{
	struct sets sets = {0};
	struct text tables = {0};
	for (size_t i = 0; i < topic->kpis; i++)
		add_to_sets(page, &sets, &topic->kpi[i]);
	for (size_t i = 0; i < sets.count; i++)
		text_add(&tables, group_table(page, topic, &sets.set[i]));
	sets_free(&sets);
	return keep(page->markup, &tables);
}
