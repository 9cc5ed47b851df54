#include "page.h"

/* Where sources contradict themselves, and what must be known of what the quotas rest on. */

/* What the source states stands first. */
static struct span contradiction(struct page *page, const struct topic *topic, size_t row)
{
	struct markup *m = page->markup;
	const struct figures *figures = &page->figures;
	return html(m, "<li><a href=\"#%t\">%h</a>: %k: %p; %w %h%h; %p</li>\n", topic->name,
		topic_words(page, topic->name), figure_field(figures, row, "title"),
		filled(m, "kilden skriver %s", stated_figure(page, row)), "her",
		figure_value(page, row, figure_field(figures, row, "unit"), 0),
		figure_marks(page, row),
		filled(m, "forskel %s", readable(m, figure_field(figures, row, "deviation"))));
}

/* Of the figures for all together those of which `holds`, in the order of the page. */
static struct span those(struct page *page, bool (*holds)(const struct page *page, size_t row))
{
	struct text list = {0};
	for (size_t t = 0; t < page->figures.topics; t++) {
		const struct topic *topic = &page->figures.topic[t];
		for (size_t i = 0; i < topic->kpis; i++) {
			size_t row = figure_of_all(&page->figures, &topic->kpi[i]);
			if (row < page->figures.table.table.rows && holds(page, row))
				text_add(&list, contradiction(page, topic, row));
		}
	}
	return keep(page->markup, &list);
}

static bool only_deviates(const struct page *page, size_t row)
{
	return !contradicted(page, row) && deviates(page, row);
}

static bool said_before(const struct part *part, size_t row, const char *column)
{
	for (size_t i = 0; i < row; i++) {
		if (span_equals(part_field(part, i, "measure"), part_field(part, row, "measure")) &&
			span_equals(part_field(part, i, column), part_field(part, row, column)))
			return true;
	}
	return false;
}

/* The marks of all sources of a measure. */
static struct span measure_sources(struct page *page, const char *measure)
{
	struct text marks = {0};
	for (size_t i = 0; i < page->remarks.table.rows; i++) {
		if (part_is(&page->remarks, i, "measure", measure) &&
			!said_before(&page->remarks, i, "source"))
			text_add(&marks,
				source_marks(page, part_field(&page->remarks, i, "source")));
	}
	return keep(page->markup, &marks);
}

/* What the quotas rest on, as words have it. */
static const struct input_measure {
	const char *measure, *key;
} inputs[] = {
	{"landstal", "Landstal"},
	{"population", "Folketal"},
	{"non_western_nationals", "Udenlandske statsborgere fra ikke-vestlige lande"},
	{"family_reunified", "Familiesammenføringer til flygtninge"},
};
enum { INPUTS = sizeof inputs / sizeof *inputs };

static struct span input_list(struct page *page, bool marks)
{
	struct text list = {0};
	for (size_t m = 0; m < INPUTS; m++) {
		for (size_t i = 0; i < page->remarks.table.rows; i++) {
			struct span note = part_field(&page->remarks, i, "note");
			if (note.length &&
				part_is(&page->remarks, i, "measure", inputs[m].measure) &&
				!said_before(&page->remarks, i, "note"))
				add_html(&list, page->markup, "<li>%w: %q%h</li>\n", inputs[m].key,
					note,
					marks ? raised(page,
							measure_sources(page, inputs[m].measure))
					      : SPAN(""));
		}
	}
	return keep(page->markup, &list);
}

struct span input_remarks(struct page *page)
{
	struct span list = input_list(page, false);
	if (list.length == 0)
		return list;
	return html(page->markup, "<h2>%w</h2>\n<ul>\n%h</ul>\n",
		"Forbehold ved de tal, som kvoterne bygger på", list);
}

/* A measure with its period, and the marks of its notes and sources. */
static struct span one_input(struct page *page, const struct input_measure *input)
{
	struct text notes = {0}, text = {0};
	struct span period = SPAN("");
	bool there = false;
	for (size_t i = 0; i < page->remarks.table.rows; i++) {
		if (!part_is(&page->remarks, i, "measure", input->measure))
			continue;
		struct span note = part_field(&page->remarks, i, "note");
		there = true;
		period = part_field(&page->remarks, i, "period");
		if (note.length && !said_before(&page->remarks, i, "note"))
			text_add(&notes, note_mark(page, NOTE, note));
	}
	if (!there)
		return SPAN("");
	text_add(&notes, measure_sources(page, input->measure));
	add_html(&text, page->markup, " %w", input->key);
	if (period.length)
		add_html(&text, page->markup, ", %p", period_words(page->markup, period));
	add_html(&text, page->markup, "%h.", raised(page, keep(page->markup, &notes)));
	return keep(page->markup, &text);
}

struct span quota_inputs(struct page *page)
{
	struct text text = {0};
	for (size_t m = 1; m < INPUTS; m++)
		text_add(&text, one_input(page, &inputs[m]));
	return html(page->markup, "<span class=\"inputs\">%h</span>", keep(page->markup, &text));
}

/* A column's name, of which there is a word: "column population". */
static struct span measure_key(struct page *page, struct span measure)
{
	struct text key = {0};
	text_add(&key, SPAN("column "));
	text_add(&key, measure);
	return keep(page->markup, &key);
}

/* What a later paper has changed, of this edition and the one before. */
static struct span changed_later(struct page *page)
{
	struct markup *m = page->markup;
	const struct part *c = &page->changes;
	struct text list = {0};
	for (size_t i = 0; i < c->table.rows; i++) {
		struct span key = measure_key(page, part_field(c, i, "measure")), said;
		bool known = word_find(&said, m->language, key);
		add_html(&list, m, "<li>%t, %p, %t %t: %p</li>\n", part_field(c, i, "edition"),
			known ? said : plain(m, part_field(c, i, "measure")),
			part_field(c, i, "area"), part_field(c, i, "name"),
			filled(m, "%s er nu %s (%s i stedet for %s)",
				number_or_dash(m, part_field(c, i, "before")),
				number_or_dash(m, part_field(c, i, "after")),
				plain(m, part_field(c, i, "by")),
				plain(m, part_field(c, i, "file"))));
	}
	return keep(m, &list);
}

struct span contradictions(struct page *page)
{
	static const char *const heading[] = {"Hvor kilden skriver noget andet",
		"Afviger fra det tal, som kilden selv angiver", "Rettet af en senere udgave",
		"Forbehold ved de tal, som kvoterne bygger på"};
	enum { LISTS = sizeof heading / sizeof *heading };
	struct span list[LISTS];
	struct text inside = {0};
	list[0] = those(page, contradicted);
	list[1] = those(page, only_deviates);
	list[2] = changed_later(page);
	list[3] = input_list(page, true);
	for (size_t i = 0; i < LISTS; i++) {
		if (list[i].length)
			add_html(&inside, page->markup, "<h3>%w</h3>\n<ul>\n%h</ul>\n", heading[i],
				list[i]);
	}
	if (inside.length == 0)
		return SPAN("");
	return section(page, SPAN("modsigelser"),
		html(page->markup, "%w", "Modsigelser og forbehold"), keep(page->markup, &inside));
}

static struct span footnote_list(struct page *page, enum note_kind kind)
{
	static const char *const name[] = {[NOTE] = "note", [SOURCE] = "kilde"};
	static const char *const heading[] = {[NOTE] = "Noter", [SOURCE] = "Kilder"};
	struct text list = {0};
	const struct notes *notes = &page->notes[kind];
	if (notes->count == 0)
		return SPAN("");
	for (size_t i = 0; i < notes->count; i++)
		add_html(&list, page->markup,
			"<li id=\"%s-%z\">%k <a class=\"back\" href=\"#til-%s-%z\" "
			"aria-label=\"%w\">↩</a></li>\n",
			name[kind], i + 1, notes->text[i], name[kind], i + 1,
			"Tilbage til teksten");
	return html(page->markup, "<h3>%w</h3>\n<ol class=\"%s\">\n%h</ol>\n", heading[kind],
		name[kind], keep(page->markup, &list));
}

struct span footnotes(struct page *page)
{
	struct span inside =
		html(page->markup, "%h%h", footnote_list(page, NOTE), footnote_list(page, SOURCE));
	return inside.length == 0 ? inside
				  : section(page, SPAN("noter"),
					    html(page->markup, "%w", "Noter og kilder"), inside);
}
