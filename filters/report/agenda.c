#include "agenda.h"

#include "lib/areas.h"
#include "lib/cli.h"
#include "lib/period.h"
#include "lib/sum.h"

#include <stdlib.h>

/* The rows of the quotas that are of the council. */
struct council {
	struct page *page;
	struct markup *m;
	struct part own; /* these rows alone */
};

static bool of_council(const struct areas *areas, struct span code, const char *kkr)
{
	const struct area *area = areas_by_code(areas, code);
	return area && area->level == LEVEL_MUNICIPALITY && strcmp(area->kkr, kkr) == 0;
}

static struct council council_of(struct page *page)
{
	struct council c = {.page = page, .m = page->markup};
	struct areas areas;
	areas_load(&areas, NULL);
	c.own = page->quotas;
	c.own.table = (struct table){0};
	for (size_t i = 0; i < page->quotas.table.rows; i++) {
		struct table *own = &c.own.table;
		if (!of_council(&areas, part_field(&page->quotas, i, "area"), page->kkr))
			continue;
		own->row = grow(own->row, &own->room, own->rows + 1, sizeof *own->row);
		own->row[own->rows++] = page->quotas.table.row[i];
	}
	areas_free(&areas);
	if (c.own.table.rows == 0)
		cli_misuse("--kkr: none of the quotas is of a municipality of '%s'",
			quote(span_of(page->kkr)).text);
	return c;
}

static struct span field_of_row(const struct council *c, size_t row, const char *column)
{
	return part_field(&c->own, row, column);
}

static struct span sum_of(const struct council *c, const char *column)
{
	return column_sum(c->m, &c->own, column);
}

/* The quota of the final table, or the published one where it differs; else what is calculated. */
static struct span sent_or_calculated(const struct council *c, size_t row)
{
	struct span area = field_of_row(c, row, "area"), fixed = fixed_quota_of(c->page, area),
		    published = published_instead_of(c->page, area);
	return fixed.length ? fixed : published.length ? published : field_of_row(c, row, "quota");
}

/* The one that counts, which may be agreed on. */
static struct span quota_of_row(const struct council *c, size_t row)
{
	struct page own = *c->page;
	own.quotas = c->own;
	return quota_that_counts(&own, row);
}

/* The exact sum of what the rows have. */
static struct span sum_by(
	const struct council *c, struct span (*of)(const struct council *, size_t))
{
	struct sum sum = {0};
	struct decimal d;
	struct text text = {0};
	for (size_t i = 0; i < c->own.table.rows; i++) {
		struct number number;
		if (number_read(&number, of(c, i)))
			sum_add(&sum, &number);
	}
	decimal_init(&d);
	sum_decimal(&d, &sum);
	decimal_print(&text, &d);
	decimal_clear(&d);
	sum_clear(&sum);
	return keep(c->m, &text);
}

/* "a", "a og b", "a, b og c": of the rows of which `said` says something. */
static struct span listed(
	const struct council *c, struct span (*said)(const struct council *, size_t), size_t *count)
{
	struct text text = {0}, last = {0};
	size_t all = 0, n = 0;
	for (size_t i = 0; i < c->own.table.rows; i++)
		all += said(c, i).length > 0;
	add_html(&last, c->m, " %w ", "og");
	struct span and = keep(c->m, &last);
	for (size_t i = 0; i < c->own.table.rows; i++) {
		struct span words = said(c, i);
		if (words.length == 0)
			continue;
		n++;
		add_html(&text, c->m, "%h%h",
			n == 1     ? SPAN("")
			: n == all ? and
				   : SPAN(", "),
			words);
	}
	*count = all;
	return keep(c->m, &text);
}

static struct span without_quota(const struct council *c, size_t row)
{
	return span_is(sent_or_calculated(c, row), "0")
		       ? html(c->m, "%t", field_of_row(c, row, "name"))
		       : SPAN("");
}

static struct span changed(const struct council *c, size_t row)
{
	struct span quota = field_of_row(c, row, "quota"), agreed = field_of_row(c, row, "agreed");
	return span_equals(quota, agreed)
		       ? SPAN("")
		       : html(c->m, "%t (%p)", field_of_row(c, row, "name"),
				 filled(c->m, "%s bliver til %s", readable(c->m, quota),
					 readable(c->m, agreed)));
}

static struct span lapsed(const struct council *c, size_t row)
{
	return span_is(field_of_row(c, row, "status"), "bortfaldet")
		       ? html(c->m, "%t", field_of_row(c, row, "name"))
		       : SPAN("");
}

static struct span without_quota_sentence(const struct council *c)
{
	static const char *const word_of[] = {"", "En", "To", "Tre", "Fire", "Fem", "Seks", "Syv",
		"Otte", "Ni", "Ti", "Elleve", "Tolv"};
	size_t count;
	struct span names = listed(c, without_quota, &count);
	if (count == 0)
		return html(c->m, "%w", "Ingen af kommunerne har en kvote på 0.");
	if (count == c->own.table.rows)
		return html(c->m, "%w", "Alle kommunerne har en kvote på 0.");
	struct span how_many = count < sizeof word_of / sizeof *word_of
				       ? word(c->m->language, word_of[count])
				       : counted(c->m, count);
	return html(c->m, "%p: %h.",
		count == 1 ? word(c->m->language, "En af kommunerne har en kvote på 0")
			   : filled(c->m, "%s af kommunerne har en kvote på 0", how_many),
		names);
}

/* What an agreement makes of the quotas, or that it makes nothing of them. */
static struct span agreement_sentence(const struct council *c)
{
	struct text text = {0};
	size_t count;
	if (!part_has(&c->own, "agreed"))
		return SPAN("");
	struct span names = listed(c, changed, &count);
	if (count)
		add_html(&text, c->m, " %w %h.",
			is_proposal(c->page)
				? "Efter forslaget, som ikke er vedtaget, ændres kvoten for"
				: "Efter aftalen ændres kvoten for",
			names);
	names = listed(c, lapsed, &count);
	if (count)
		add_html(&text, c->m, " %w %h %w.", "Aftalen for", names,
			"er bortfaldet: den gælder et andet landstal");
	return keep(c->m, &text);
}

static struct span total_sentence(const struct council *c)
{
	struct span landstal = edition_field(c->page, "landstal", "found");
	struct span year = quota_year(c->page);
	return html(c->m, "%p",
		filled(c->m,
			span_is(landstal, "1")
				? "De %s kommuner i %s har tilsammen en kvote på %s af "
				  "landstallets %s flygtning%s."
				: "De %s kommuner i %s har tilsammen en kvote på %s af "
				  "landstallets %s flygtninge%s.",
			counted(c->m, c->own.table.rows), span_of(c->page->kkr),
			readable(c->m, sum_by(c, sent_or_calculated)), readable(c->m, landstal),
			year.length ? filled(c->m, " i %s", plain(c->m, year)) : SPAN("")));
}

/* The columns of the table, by the quotas'. */
static const struct agenda_column {
	const char *column, *heading;
	bool text, summed;
	struct span (*sent)(const struct page *, struct span area); /* of a table that was sent */
} agenda_columns[] = {
	{"", "Fastsat kvote", false, true, fixed_quota_of},
	{"", "Offentliggjort, hvor den er en anden", false, false, published_instead_of},
	{"quota", "Kommunekvote", false, true, NULL},
	{"before", "Kvote året før", false, true, NULL},
	{"agreed", "Kvote efter aftale", false, true, NULL},
	{"status", "Aftale", true, false, NULL},
	{"population", "Folketal", false, true, NULL},
	{"non_western_nationals", "Udenlandske statsborgere fra ikke-vestlige lande", false, true,
		NULL},
	{"family_reunified", "Familiesammenføringer til flygtninge", false, true, NULL},
	/* What is distributed has been rounded in each row, and adds up to nothing exact. */
	{"distribution", "Fordelingstal", false, false, NULL},
};
enum { AGENDA_COLUMNS = sizeof agenda_columns / sizeof *agenda_columns };

static struct span cell_of(const struct council *c, size_t row, const struct agenda_column *column)
{
	return column->sent ? column->sent(c->page, field_of_row(c, row, "area"))
			    : field_of_row(c, row, column->column);
}

static bool shows(const struct council *c, const struct agenda_column *column)
{
	if (!column->sent)
		return part_has(&c->own, column->column);
	for (size_t i = 0; i < c->own.table.rows; i++) {
		if (cell_of(c, i, column).length)
			return true;
	}
	return false;
}

/* The sum of a column, of what was sent too. */
static struct span column_total(const struct council *c, const struct agenda_column *column)
{
	if (!column->sent)
		return sum_of(c, column->column);
	struct sum sum = {0};
	for (size_t i = 0; i < c->own.table.rows; i++) {
		struct number number;
		if (number_read(&number, cell_of(c, i, column)))
			sum_add(&sum, &number);
	}
	return sum_field(c->m, &sum);
}

static const char *class_of(const struct agenda_column *column)
{
	return column->text ? "" : " class=\"n\"";
}

static struct span agenda_row(const struct council *c, size_t row)
{
	struct text text = {0};
	add_html(&text, c->m, "<tr><th scope=\"row\">%t</th>", field_of_row(c, row, "name"));
	for (size_t i = 0; i < AGENDA_COLUMNS; i++) {
		const struct agenda_column *column = &agenda_columns[i];
		if (shows(c, column))
			add_html(&text, c->m, column->text ? "<td%s>%h</td>" : "<td%s>%n</td>",
				class_of(column),
				column->text ? status_words(c->m, cell_of(c, row, column))
					     : cell_of(c, row, column));
	}
	text_add(&text, SPAN("</tr>\n"));
	return keep(c->m, &text);
}

static const char *heading_of(const struct council *c, const struct agenda_column *column)
{
	bool sent = shows(c, &agenda_columns[0]) || shows(c, &agenda_columns[1]);
	if (sent && strcmp(column->column, "quota") == 0)
		return "Beregnet kvote";
	return strcmp(column->column, "agreed") == 0 && is_proposal(c->page) ? "Kvote efter forslag"
									     : column->heading;
}

static struct span agenda_head(const struct council *c)
{
	struct text text = {0};
	add_html(&text, c->m, "<tr><th scope=\"col\">%w</th>", "Kommune");
	for (size_t i = 0; i < AGENDA_COLUMNS; i++) {
		if (shows(c, &agenda_columns[i]))
			add_html(&text, c->m, "<th scope=\"col\"%s>%w</th>",
				class_of(&agenda_columns[i]), heading_of(c, &agenda_columns[i]));
	}
	text_add(&text, SPAN("</tr>\n"));
	return keep(c->m, &text);
}

static struct span agenda_foot(const struct council *c)
{
	struct text text = {0};
	add_html(&text, c->m, "<tr><th scope=\"row\">%w</th>", "I alt");
	for (size_t i = 0; i < AGENDA_COLUMNS; i++) {
		const struct agenda_column *column = &agenda_columns[i];
		if (!shows(c, column))
			continue;
		if (column->summed)
			add_html(&text, c->m, "<td class=\"n\">%n</td>", column_total(c, column));
		else
			text_add(&text, SPAN("<td></td>"));
	}
	text_add(&text, SPAN("</tr>\n"));
	return keep(c->m, &text);
}

static struct span agenda_table(const struct council *c, const char *table, const char *caption)
{
	struct text rows = {0};
	for (size_t i = 0; i < c->own.table.rows; i++)
		text_add(&rows, agenda_row(c, i));
	return html(c->m,
		"<table%s>\n<caption%s>%w, %p</caption>\n<thead>\n%h</thead>\n<tbody>\n%h"
		"</tbody>\n<tfoot>\n%h</tfoot>\n</table>\n",
		table, caption, "Kommunekvoter", span_of(c->page->kkr), agenda_head(c),
		keep(c->m, &rows), agenda_foot(c));
}

/* Whether a remark of a measure, or a source of any, has stood above. */
static bool told(const struct part *remarks, size_t row, const char *column, bool any_measure)
{
	for (size_t i = 0; i < row; i++) {
		if (span_equals(part_field(remarks, i, column), part_field(remarks, row, column)) &&
			(any_measure || span_equals(part_field(remarks, i, "measure"),
						part_field(remarks, row, "measure"))))
			return true;
	}
	return false;
}

/* The measures that the quotas rest on, as the agenda calls them. */
static const struct agenda_measure {
	const char *measure, *name;
} agenda_measures[] = {
	{"population", "Folketal"},
	{"non_western_nationals", "Udenlandske statsborgere"},
	{"family_reunified", "Familiesammenføringer"},
};
enum { AGENDA_MEASURES = sizeof agenda_measures / sizeof *agenda_measures };

static struct span measure_remarks(const struct council *c, const struct agenda_measure *measure)
{
	const struct part *remarks = &c->page->remarks;
	struct text text = {0};
	for (size_t i = 0; i < remarks->table.rows; i++) {
		struct span note = part_field(remarks, i, "note");
		if (note.length && part_is(remarks, i, "measure", measure->measure) &&
			!told(remarks, i, "note", false))
			add_html(&text, c->m, "%s%k", text.length ? "; " : "", note);
	}
	if (text.length == 0)
		return SPAN("");
	return html(c->m, "<p>%w: %h.</p>\n", measure->name, keep(c->m, &text));
}

static bool of_allocation(const struct part *remarks, size_t row)
{
	for (size_t m = 0; m < AGENDA_MEASURES; m++) {
		if (part_is(remarks, row, "measure", agenda_measures[m].measure))
			return true;
	}
	return false;
}

static struct span agenda_sources(const struct council *c)
{
	const struct part *remarks = &c->page->remarks;
	struct text text = {0};
	for (size_t i = 0; i < remarks->table.rows; i++) {
		struct span source = part_field(remarks, i, "source");
		if (source.length && of_allocation(remarks, i) && !told(remarks, i, "source", true))
			add_html(&text, c->m, "%q; ", source);
	}
	return html(c->m, "<p>%w: %h%w</p>\n", "column source", keep(c->m, &text),
		"beregnet efter bekendtgørelse nr. 550 af 3. maj 2022, § 4.");
}

/* Until when councils may agree on other quotas; the day that counts is the one after the last. */
static struct span deadline_sentence(const struct council *c)
{
	const struct part *deadlines = &c->page->deadlines;
	for (size_t i = 0; i < deadlines->table.rows; i++) {
		struct text day = {0};
		long last;
		if (!part_is(deadlines, i, "measure", "agreement_deadline") ||
			!date_read(part_field(deadlines, i, "latest"), &last))
			continue;
		date_print(&day, last + 1);
		return html(c->m, "<p>%p</p>\n",
			filled(c->m,
				"Aftaler om andre kvoter meddeles Udlændingestyrelsen inden den %s.",
				readable(c->m, keep(c->m, &day))));
	}
	return SPAN("");
}

static struct span agenda_heading(const struct council *c)
{
	struct span year = quota_year(c->page);
	return html(c->m, "%p: %w%s%t", span_of(c->page->kkr), "kommunekvoter for flygtninge",
		year.length ? " " : "", year);
}

/* What both pages have: `table` is the table, in a box or without. */
static struct span agenda_body(const struct council *c, const char *level, struct span table)
{
	struct text remarks = {0};
	for (size_t i = 0; i < AGENDA_MEASURES; i++)
		text_add(&remarks, measure_remarks(c, &agenda_measures[i]));
	return html(c->m, "<%s>%h</%s>\n<p>%h %h%h</p>\n%h%h%h%h%h", level, agenda_heading(c),
		level, total_sentence(c), without_quota_sentence(c), agreement_sentence(c),
		deadline_sentence(c), table, remainder_note(c->page, c->m), keep(c->m, &remarks),
		agenda_sources(c));
}

static void council_free(struct council *c)
{
	free(c->own.table.row);
}

static struct span council_card(struct page *page, const char *key, struct span value,
	struct span behind, struct span below)
{
	return html(page->markup,
		"<li>%h<span class=\"what\">%w</span>\n<span class=\"big\"><span class=\"value\">%p"
		"</span> <span class=\"unit\">%h</span></span>\n%h</li>\n",
		topic_link(page, page->quota_topic), key, value, behind, below);
}

/* What its municipalities get together, and how many of them get nobody. */
struct span council_quota_cards(struct page *page)
{
	struct markup *m = page->markup;
	struct council c = council_of(page);
	struct span year = edition_field(page, "before", "key"), before = SPAN("");
	struct span quota = sum_by(&c, quota_of_row), municipalities = counted(m, c.own.table.rows);
	size_t without = 0;
	for (size_t i = 0; i < c.own.table.rows; i++)
		without += span_is(quota_of_row(&c, i), "0");
	if (year.length && part_has(&c.own, "before"))
		before = html(m, "<span class=\"first\">%t: %n</span>", year, sum_of(&c, "before"));
	struct span cards = html(m, "%h%h",
		council_card(page, "Kvote", readable(m, quota),
			html(m, "%k", span_is(quota, "1") ? SPAN("1 personer") : SPAN("personer")),
			before),
		council_card(page, "Kommuner med en kvote på 0", counted(m, without),
			html(m, "%p", filled(m, "af %s kommuner", municipalities)), SPAN("")));
	council_free(&c);
	return cards;
}

struct span agenda_part(struct page *page)
{
	if (!page->kkr)
		return SPAN("");
	struct council c = council_of(page);
	struct span table = html(c.m,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
		"aria-labelledby=\"agenda-tabel\">\n%h</div>\n",
		agenda_table(&c, "", " id=\"agenda-tabel\""));
	struct span part =
		html(c.m, "<div class=\"agenda\">\n%h</div>\n", agenda_body(&c, "h3", table));
	council_free(&c);
	return part;
}

/* The council's map, which stands last, and not in a box: Word takes a picture as it is. */
static struct span agenda_map(struct page *page)
{
	struct text pictures = {0};
	for (size_t i = 0; i < page->pictures; i++)
		text_add(&pictures, picture(page, page->picture[i].path));
	return keep(page->markup, &pictures);
}

void agenda_write(struct page *page, struct writer *out)
{
	struct council c = council_of(page);
	struct span year = quota_year(page);
	struct span all = html(c.m,
		"<!doctype html>\n<html lang=\"da\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<title>Kommunekvoter%s%t · %p</title>\n<style>\n"
		"p { overflow-wrap: anywhere; }\ntable { border-collapse: collapse; }\n"
		"caption { text-align: left; font-weight: bold; }\n"
		"th, td { padding: 0.2em 0.6em; border: 1px solid; text-align: left; "
		"vertical-align: top; }\n.n { text-align: right; }\n"
		"@page { size: A4; margin: 18mm; }\n"
		"svg { max-width: 100%%; width: 30rem; height: auto; }\n"
		"tfoot { font-weight: bold; }\n"
		"@media screen and (max-width: 56rem) { table { display: block; overflow-x: auto; } }\n"
		"@media print { table { font-size: 8.5pt; } tr { break-inside: avoid; } }\n"
		"</style>\n</head>\n<body>\n<main>\n%h%h</main>\n</body>\n</html>\n",
		year.length ? " " : "", year, span_of(page->kkr),
		agenda_body(&c, "h1", agenda_table(&c, " tabindex=\"0\"", "")), agenda_map(page));
	put_bytes(out, all);
	council_free(&c);
}
