/* Milestones and projects, with their dates. */
#include "page.h"

/* Two kinds of tables: what has a state, and what has a place. */
static const struct dates_form {
	const char *caption, *head[4];
	const char *second, *last;
} forms[] = {
	{"Projekter og arrangementer", {"Hvad", "Slags", "Hvornår", "Sted"}, "kind", "place"},
	{"Milepæle, dag for dag", {"Milepæl", "Status", "Hvornår", "by level"}, "state", "level"},
};

static struct span state_badge(struct page *page, struct span state)
{
	static const struct {
		const char *state, *class, *key;
	} states[] = {{"done", "good", "state done"}, {"overdue", "bad", "state overdue"}};
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		if (span_is(state, states[i].state))
			return badge(page, states[i].class, states[i].key);
	}
	return badge(page, "note", "state open");
}

/* Days of one month: "4.–5. februar 2025" */
static struct span days_of_month(struct page *page, struct span first, struct span until)
{
	struct text text = {0};
	size_t zero = first.bytes[8] == '0';
	text_add(&text, (struct span){first.bytes + 8 + zero, 2 - zero});
	if (page->markup->language == DANISH)
		text_add_char(&text, '.');
	text_add(&text, SPAN("–"));
	text_add(&text, until);
	return keep(page->markup, &text);
}

static bool same_month(struct span a, struct span b)
{
	enum { DAY = 10, MONTH = 7 };
	return a.length == DAY && b.length == DAY && memcmp(a.bytes, b.bytes, MONTH) == 0;
}

/* From the first day to the last; what both have in common is said once. */
static struct span span_of_days(struct page *page, struct span first, struct span last)
{
	enum { YEAR = 5 };
	struct span from = readable(page->markup, first), until = readable(page->markup, last);
	if (first.length == 0 || span_equals(first, last))
		return until;
	if (same_month(first, last))
		return days_of_month(page, first, until);
	if (from.length > YEAR && until.length > YEAR &&
		memcmp(from.bytes + from.length - YEAR, until.bytes + until.length - YEAR, YEAR) ==
			0)
		from.length -= YEAR;
	struct text text = {0};
	text_add(&text, from);
	text_add(&text, SPAN(" – "));
	text_add(&text, until);
	return keep(page->markup, &text);
}

/* A date in the source's own words, where it has some, and what they come to. */
static struct span when(struct page *page, const struct part *part, size_t row)
{
	struct span days = span_of_days(
		page, part_field(part, row, "earliest"), part_field(part, row, "latest"));
	struct span words = part_field(part, row, "due_text");
	if (words.length == 0 || span_equals(words, days))
		return html(page->markup, "%p", days);
	return html(page->markup, "%q <span class=\"span\">(%p)</span>", words, days);
}

/* The source that all dates have, if they have one in common. */
static struct span common_source(const struct part *part)
{
	for (size_t i = 1; i < part->table.rows; i++) {
		if (!span_equals(part_field(part, i, "source"), part_field(part, 0, "source")))
			return SPAN("");
	}
	return part->table.rows ? part_field(part, 0, "source") : SPAN("");
}

static struct span date_row(struct page *page, const struct part *part, size_t row,
	const struct dates_form *form, bool marks)
{
	struct markup *m = page->markup;
	bool state = strcmp(form->second, "state") == 0;
	struct span second = part_field(part, row, form->second);
	struct span last = part_field(part, row, form->last);
	return html(m, "<tr><th scope=\"row\">%q</th><td>%h</td><td>%h%h</td><td>%h</td></tr>\n",
		part_field(part, row, "title"),
		state ? state_badge(page, second) : html(m, "%k", second), when(page, part, row),
		marks ? raised(page, source_marks(page, part_field(part, row, "source")))
		      : SPAN(""),
		html(m, state ? "%k" : "%q", last));
}

static struct span dates_table(struct page *page, const struct part *part)
{
	struct markup *m = page->markup;
	struct text rows = {0};
	const struct dates_form *form = &forms[part_has(part, "state")];
	struct span common = common_source(part);
	struct span marks = raised(page, source_marks(page, common));
	for (size_t i = 0; i < part->table.rows; i++)
		text_add(&rows, date_row(page, part, i, form, common.length == 0));
	if (rows.length == 0)
		return SPAN("");
	struct span head = html(m,
		"<th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w%h</th>"
		"<th scope=\"col\">%w</th>",
		form->head[0], form->head[1], form->head[2], marks, form->head[3]);
	struct span table =
		table_of(page, "dates", true, html(m, "%w", form->caption), head, keep(m, &rows));
	return html(m, "<details class=\"on-demand\">\n<summary>%w</summary>\n%h</details>\n",
		form->caption, table);
}

struct span dates_tables(struct page *page, const struct topic *topic)
{
	struct text tables = {0};
	for (size_t i = 0; i < page->tables_of_dates; i++) {
		if (span_equals(page->dates[i].topic, topic->name))
			text_add(&tables, dates_table(page, &page->dates[i].part));
	}
	return keep(page->markup, &tables);
}
