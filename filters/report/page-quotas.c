/* The municipalities, each with its quota and every step of its calculation. */
#include "page.h"

#include "lib/records.h"

#include <stdlib.h>

/* Of each level how many are compared and how many differ; those that do, the published figure
 * first. */
struct levels {
	size_t compared[2], differing[2]; /* municipalities, regions */
};

static struct span deviation(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	const struct part *part = &page->comparison;
	struct span published = part_field(part, row, "published"),
		    quota = part_field(part, row, "quota");
	struct text area = {0};
	text_add(&area, part_field(part, row, "area"));
	text_add_char(&area, ' ');
	text_add(&area, part_field(part, row, "name"));
	struct text text = {0};
	add_html(&text, m, "<li>%t: %p", keep(m, &area),
		filled(m, "offentliggjort %s, beregnet %s", number_or_dash(m, published),
			number_or_dash(m, quota)));
	if (part_is(part, row, "kind", "rounding remainder"))
		add_html(&text, m, " (%w)", "afrundingsresten er lagt et andet sted");
	text_add(&text, SPAN("</li>\n"));
	return keep(m, &text);
}

/* A published table is compared at its own total, which is not that of a what-if. */
static struct span at_its_own_landstal(struct page *page)
{
	if (!is_example(page))
		return SPAN("");
	return html(page->markup, "%p ",
		filled(page->markup, "Ved det udmeldte landstal på %s:",
			readable(page->markup, edition_field(page, "landstal", "expected"))));
}

/* What differs, of which the first stand where they are read and the others on demand. */
struct differing {
	struct text first, rest;
	size_t count;
};

static void add_differing(struct differing *d, struct span item)
{
	enum { READ_AT_ONCE = 10 };
	text_add(d->count++ < READ_AT_ONCE ? &d->first : &d->rest, item);
}

/* A card of a table that was sent: what differs stands before what does not. */
static struct span table_card(
	struct page *page, const char *key, struct span when, struct differing *d, struct span said)
{
	struct markup *m = page->markup;
	struct span first = keep(m, &d->first), rest = keep(m, &d->rest), list = SPAN("");
	size_t others = 0;
	for (size_t i = 0; i < rest.length; i++)
		others += rest.bytes[i] == '\n';
	if (first.length)
		list = html(m, "<ul>\n%h</ul>\n", first);
	if (rest.length)
		list = html(m,
			"%h<details class=\"on-demand\">\n<summary>%p</summary>\n<ul>\n%h</ul>\n"
			"</details>\n",
			list, filled(m, "Vis de øvrige %s", counted(m, others)), rest);
	return html(m,
		"<li class=\"wide\">%h<span class=\"what\">%w</span>\n%h%h<span class=\"said\">%h</span>"
		"</li>\n",
		topic_link(page, page->quota_topic), key, when, list, said);
}

/* Whether the published table came out; what did not is listed. */
struct span comparison_card(struct page *page)
{
	struct markup *m = page->markup;
	const struct part *part = &page->comparison;
	struct levels levels = {0};
	struct differing differing = {0};
	for (size_t i = 0; i < part->table.rows; i++) {
		struct span level = part_field(part, i, "level"),
			    kind = part_field(part, i, "kind");
		if (span_is(level, "municipality") || span_is(level, "region")) {
			levels.compared[span_is(level, "region")]++;
			levels.differing[span_is(level, "region")] += kind.length > 0;
		}
		if (kind.length)
			add_differing(&differing, deviation(page, i));
	}
	struct span said = html(m, "%w", "ikke sammenlignet: bilag B mangler");
	if (levels.compared[0] && !levels.compared[1])
		said = html(m, "%p",
			filled(m,
				"%s af %s kommunekvoter er de samme som i Udlændingestyrelsens "
				"bilag B.",
				counted(m, levels.compared[0] - levels.differing[0]),
				counted(m, levels.compared[0])));
	else if (levels.compared[0])
		said = html(m, "%p",
			filled(m,
				"%s af %s kommunekvoter og %s af %s regionskvoter er de samme som i "
				"Udlændingestyrelsens bilag B.",
				counted(m, levels.compared[0] - levels.differing[0]),
				counted(m, levels.compared[0]),
				counted(m, levels.compared[1] - levels.differing[1]),
				counted(m, levels.compared[1])));
	return table_card(page, "Den offentliggjorte tabel",
		levels.compared[0] ? at_its_own_landstal(page) : SPAN(""), &differing, said);
}

/* A row, each cell with its role, which it keeps where the style shows a row otherwise than as a
 * row. */
#define NUMBER_CELL "td role=\"cell\" class=\"number\""
#define NUMBER_HEAD "th role=\"columnheader\" scope=\"col\" class=\"number\""

/* "1 person", "10 personer" */
static struct span persons(struct page *page, struct span number)
{
	struct text text = {0};
	text_add(&text, readable(page->markup, number));
	text_add_char(&text, ' ');
	text_add(&text,
		word(page->markup->language, span_is(number, "1") ? "1 personer" : "personer"));
	return keep(page->markup, &text);
}

/* How a quota differs from the one in the edition before, behind a comma. */
static struct span change_words(struct page *page, struct span before, struct span by)
{
	struct markup *m = page->markup;
	struct span year = edition_field(page, "before", "key");
	if (year.length == 0 || before.length == 0)
		return SPAN("");
	if (edition_field(page, "break", "kind").length || by.length == 0)
		return filled(m, "; den var %s i %s, men tallene kan ikke sammenlignes: databrud",
			readable(m, before), plain(m, year));
	if (span_is(by, "0"))
		return filled(m, ", som i %s", plain(m, year));
	bool fewer = *by.bytes == '-';
	return filled(m,
		fewer ? ", %s færre end i %s, hvor den var %s"
		      : ", %s flere end i %s, hvor den var %s",
		readable(m, (struct span){by.bytes + fewer, by.length - fewer}), plain(m, year),
		readable(m, before));
}

/* The row of a table that is of a municipality; its number of rows, where there is none. */
static size_t row_of_area(const struct part *part, struct span area)
{
	size_t i = 0;
	while (i < part->table.rows && !span_equals(part_field(part, i, "area"), area))
		i++;
	return i;
}

/* The quota of the final table; empty where there is none, or where it is of another landstal. */
struct span fixed_quota_of(const struct page *page, struct span area)
{
	size_t i = row_of_area(&page->fixed, area);
	return i == page->fixed.table.rows || is_example(page)
		       ? SPAN("")
		       : part_field(&page->fixed, i, "fixed");
}

/* The published quota, where another one comes out at the landstal that was announced. */
struct span published_instead_of(const struct page *page, struct span area)
{
	const struct part *c = &page->comparison;
	size_t i = row_of_area(c, area);
	return i == c->table.rows || is_example(page) || part_field(c, i, "kind").length == 0
		       ? SPAN("")
		       : part_field(c, i, "published");
}

static struct span fixed_quota(const struct page *page, size_t row)
{
	return fixed_quota_of(page, part_field(&page->quotas, row, "area"));
}

static struct span published_instead(const struct page *page, size_t row)
{
	return published_instead_of(page, part_field(&page->quotas, row, "area"));
}

/* What was agreed and is in force, where that is another quota. */
static struct span agreed_instead(const struct page *page, size_t row)
{
	const struct part *q = &page->quotas;
	struct span agreed = part_field(q, row, "agreed");
	return part_is(q, row, "state", "forslag") || part_is(q, row, "status", "bortfaldet") ||
			       span_equals(agreed, part_field(q, row, "quota"))
		       ? SPAN("")
		       : agreed;
}

/* Which quota is the answer: the first that there is. */
static const struct answer {
	struct span (*of)(const struct page *page, size_t row);
	const char *key;
	bool agreed; /* it is compared with what was agreed, or fixed, in the edition before */
} answers[] = {
	{fixed_quota, "%s har en fastsat kvote på %s%s", true},
	{agreed_instead, "%s har efter aftale en kvote på %s%s", true},
	{published_instead, "%s har en offentliggjort kvote på %s%s", false},
};
enum { ANSWERS = sizeof answers / sizeof *answers };

static const struct answer *answer_of(const struct page *page, size_t row)
{
	for (size_t i = 0; i < ANSWERS; i++) {
		if (answers[i].of(page, row).length)
			return &answers[i];
	}
	return NULL;
}

struct span quota_that_counts(const struct page *page, size_t row)
{
	const struct answer *answer = answer_of(page, row);
	return answer ? answer->of(page, row) : part_field(&page->quotas, row, "quota");
}

/* What an agreement makes of the quota, where the answer has not said it. */
static struct span agreement_words(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	const struct part *q = &page->quotas;
	struct span agreed = part_field(q, row, "agreed");
	if (part_is(q, row, "status", "bortfaldet"))
		return html(m, " %w", "Aftalen er bortfaldet, for den gælder et andet landstal.");
	if (agreed.length == 0 || span_equals(agreed, part_field(q, row, "quota")) ||
		span_equals(agreed, quota_that_counts(page, row)))
		return SPAN("");
	return html(m, " %p",
		filled(m,
			part_is(q, row, "state", "forslag")
				? "Forslag, ikke vedtaget: kvoten bliver %s."
				: "Efter aftalen er kvoten %s.",
			readable(m, agreed)));
}

static struct span calculated_change(struct page *page, size_t row)
{
	return change_words(page, part_field(&page->quotas, row, "before"),
		part_field(&page->quotas, row, "change"));
}

/* The answer to what a municipality gets: what counts first, then what is calculated. */
struct span quota_answer(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	const struct part *q = &page->quotas;
	const struct answer *answer = answer_of(page, row);
	struct span year = quota_year(page), agreed_before = part_field(q, row, "agreed_before");
	struct span said = filled(m, answer ? answer->key : "%s har en kvote på %s%s",
		plain(m, part_field(q, row, "name")), persons(page, quota_that_counts(page, row)),
		year.length ? filled(m, " i %s", plain(m, year)) : SPAN(""));
	struct text text = {0};
	bool same_kind = answer && answer->agreed;
	add_html(&text, m, "%p%p.", said,
		!answer     ? calculated_change(page, row)
		: same_kind ? change_words(page, agreed_before, part_field(q, row, "agreed_change"))
			    : SPAN(""));
	if (answer)
		add_html(&text, m, " %p",
			filled(m, "Den beregnede kvote er %s%s.",
				readable(m, part_field(q, row, "quota")),
				calculated_change(page, row)));
	if (!same_kind && agreed_before.length)
		add_html(&text, m, " %p",
			filled(m, "Den fastsatte kvote i %s var %s.",
				plain(m, edition_field(page, "before", "key")),
				readable(m, agreed_before)));
	text_add(&text, agreement_words(page, row));
	return keep(m, &text);
}

/* The final table beside what is calculated or agreed; what differs is listed. */
struct span fixed_card(struct page *page)
{
	struct markup *m = page->markup;
	const struct part *fixed = &page->fixed;
	bool agreed = part_has(fixed, "agreed");
	struct differing differing = {0};
	size_t same = 0, all = 0;
	if (is_example(page))
		return SPAN("");
	for (size_t i = 0; i < page->quotas.table.rows; i++) {
		size_t row = row_of_area(fixed, part_field(&page->quotas, i, "area"));
		if (row == fixed->table.rows)
			continue;
		all++;
		if (part_is(fixed, row, "status", "same")) {
			same++;
			continue;
		}
		add_differing(&differing,
			html(m, "<li>%t %t: %p</li>\n", part_field(fixed, row, "area"),
				part_field(fixed, row, "name"),
				filled(m,
					agreed ? "fastsat %s, aftalt %s"
					       : "fastsat %s, beregnet %s",
					number_or_dash(m, part_field(fixed, row, "fixed")),
					number_or_dash(m, part_field(fixed, row,
								  agreed ? "agreed" : "quota")))));
	}
	if (all == 0)
		return SPAN("");
	return table_card(page, "Den endelige tabel", SPAN(""), &differing,
		html(m, "%p",
			filled(m,
				agreed ? "%s af %s fastsatte kommunekvoter er de samme som de aftalte."
				       : "%s af %s fastsatte kommunekvoter er de samme som de "
					 "beregnede.",
				counted(m, same), counted(m, all))));
}

/* What the change from the edition before is made of, by kkr-why. */
static const struct {
	const char *column, *key;
} reasons[] = {
	{"landstal", "landstallet %s"},
	{"population", "folketallet %s"},
	{"nationals", "de udenlandske statsborgere %s"},
	{"families", "familiesammenføringerne %s"},
	{"rounding", "afrundingen %s"},
};

static struct span signed_number(struct page *page, struct span number)
{
	struct text text = {0};
	if (number.length && *number.bytes != '-')
		text_add_char(&text, '+');
	text_add(&text, readable(page->markup, number));
	return keep(page->markup, &text);
}

static bool is_nothing(struct span number)
{
	for (size_t i = 0; i < number.length; i++) {
		if (number.bytes[i] >= '1' && number.bytes[i] <= '9')
			return false;
	}
	return true;
}

struct span quota_reasons(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	const struct part *why = &page->why;
	size_t i = 0;
	struct text parts = {0};
	while (i < why->table.rows &&
		!span_equals(part_field(why, i, "area"), part_field(&page->quotas, row, "area")))
		i++;
	if (i == why->table.rows)
		return SPAN("");
	for (size_t j = 0; j < sizeof reasons / sizeof *reasons; j++) {
		struct span by = part_field(why, i, reasons[j].column);
		if (is_nothing(by))
			continue;
		text_add(&parts, parts.length ? SPAN("; ") : SPAN(""));
		text_add(&parts, filled(m, reasons[j].key, signed_number(page, by)));
	}
	if (parts.length == 0)
		return SPAN("");
	struct span before = readable(m, part_field(why, i, "before")),
		    after = readable(m, part_field(why, i, "after"));
	struct span said = span_equals(before, after)
				   ? filled(m, "Kvoten er %s som før; det kommer af: %s.", after,
					     text_span(&parts))
				   : filled(m, "Ændringen fra %s til %s kommer af: %s.", before,
					     after, text_span(&parts));
	free(parts.bytes);
	return html(m, "<p class=\"why\">%p</p>\n", said);
}

/* What an agreement makes of a municipality's quota, in a word. */
struct span status_words(struct markup *m, struct span status)
{
	struct text text = {0};
	struct span said;
	text_add(&text, SPAN("status "));
	text_add(&text, status);
	return word_find(&said, m->language, keep(m, &text)) ? html(m, "%p", said)
							     : html(m, "%q", status);
}

static struct span agreed_cell(struct page *page, size_t row)
{
	struct span status = part_field(&page->quotas, row, "status");
	if (!part_has(&page->quotas, "agreed"))
		return SPAN("");
	bool proposed = part_is(&page->quotas, row, "state", "forslag");
	return html(page->markup, "<" NUMBER_CELL ">%n%s%h%h</td>",
		part_field(&page->quotas, row, "agreed"), status.length ? " " : "",
		status_words(page->markup, status),
		proposed ? html(page->markup, " %h", badge(page, "note", "Forslag, ikke vedtaget"))
			 : SPAN(""));
}

static struct span fixed_cell(struct page *page, size_t row)
{
	if (!page->fixed.there || is_example(page))
		return SPAN("");
	return html(page->markup, "<" NUMBER_CELL ">%n</td>", fixed_quota(page, row));
}

/* The quota; where another one is published, that stands first. */
static struct span quota_cell(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	struct span quota = part_field(&page->quotas, row, "quota"),
		    published = published_instead(page, row);
	if (published.length == 0)
		return html(m, "<" NUMBER_CELL "><b>%n</b></td>", quota);
	return html(m, "<" NUMBER_CELL "><b>%n</b> <span class=\"stated\">(%p)</span></td>",
		published, filled(m, "beregnet %s", readable(m, quota)));
}

static struct span municipality(struct page *page, size_t row)
{
	const struct part *q = &page->quotas;
	struct span name = part_field(q, row, "name");
	return html(page->markup,
		"<tr role=\"row\" id=\"k-%t\" data-quota=\"%n\"><th role=\"rowheader\" scope=\"row\">"
		"%t</th><td role=\"cell\" class=\"region\">%t</td>%h%h%h%h"
		"<td role=\"cell\" class=\"steps\"><details><summary>%w<span class=\"unseen\"> %t"
		"</span></summary>\n<p class=\"answer\">%h</p>\n%h%h</details></td></tr>\n",
		part_field(q, row, "area"), quota_that_counts(page, row), name,
		part_field(q, row, "region_name"), quota_cell(page, row), agreed_cell(page, row),
		fixed_cell(page, row), before_cell(page, q, row, NUMBER_CELL), "Beregning", name,
		quota_answer(page, row), quota_reasons(page, row),
		allocation_steps(page, part_field(q, row, "area")));
}

static struct span municipality_head(struct page *page)
{
	struct text head = {0};
	add_html(&head, page->markup,
		"<th role=\"columnheader\" scope=\"col\">%w</th>"
		"<th role=\"columnheader\" scope=\"col\" class=\"region\">%w</th><" NUMBER_HEAD
		">%w</th>",
		"Kommune", "by region_name", "Kvote");
	if (part_has(&page->quotas, "agreed"))
		add_html(&head, page->markup, "<" NUMBER_HEAD ">%w</th>",
			is_proposal(page) ? "Forslag, ikke vedtaget" : "Aftalt kvote");
	if (page->fixed.there && !is_example(page))
		add_html(&head, page->markup, "<" NUMBER_HEAD ">%w</th>", "column fixed_quota");
	add_html(&head, page->markup,
		"%h<th role=\"columnheader\" scope=\"col\" class=\"steps\">%w</th>",
		before_head(page, NUMBER_HEAD), "Sådan kom kvoten frem");
	return keep(page->markup, &head);
}

/* The final quotas of municipalities together: the table has those of regions, too. */
static struct span fixed_sum(struct page *page)
{
	struct part own = page->fixed;
	own.table = (struct table){0};
	for (size_t i = 0; i < page->quotas.table.rows; i++) {
		size_t row = row_of_area(&page->fixed, part_field(&page->quotas, i, "area"));
		if (row == page->fixed.table.rows)
			continue;
		own.table.row = grow(
			own.table.row, &own.table.room, own.table.rows + 1, sizeof *own.table.row);
		own.table.row[own.table.rows++] = page->fixed.table.row[row];
	}
	struct span sum = column_sum(page->markup, &own, "fixed");
	free(own.table.row);
	return sum;
}

static struct span municipality_total(struct page *page)
{
	struct markup *m = page->markup;
	struct text foot = {0};
	add_html(&foot, m,
		"<th role=\"rowheader\" scope=\"row\">%w</th><td role=\"cell\" class=\"region\"></td>"
		"<" NUMBER_CELL ">%n</td>",
		"Hele landet", column_sum(m, &page->quotas, "quota"));
	if (part_has(&page->quotas, "agreed"))
		add_html(&foot, m, "<" NUMBER_CELL ">%n</td>",
			column_sum(m, &page->quotas, "agreed"));
	if (page->fixed.there && !is_example(page))
		add_html(&foot, m, "<" NUMBER_CELL ">%n</td>", fixed_sum(page));
	if (edition_field(page, "before", "key").length)
		add_html(&foot, m, "<" NUMBER_CELL ">%n%h</td>",
			column_sum(m, &page->quotas, "before"),
			change_by(page, column_sum(m, &page->quotas, "change")));
	text_add(&foot, SPAN("<td role=\"cell\" class=\"steps\"></td>"));
	return keep(m, &foot);
}

struct span municipality_table(struct page *page)
{
	struct markup *m = page->markup;
	struct text rows = {0};
	struct span inputs = quota_inputs(page);
	for (size_t i = 0; i < page->quotas.table.rows; i++)
		text_add(&rows, municipality(page, i));
	struct span table = html(m,
		"<table role=\"table\" class=\"municipalities\" id=\"municipalities\">\n"
		"<caption id=\"tabel-%z\">%p</caption>\n"
		"<thead role=\"rowgroup\"><tr role=\"row\">%h</tr></thead>\n"
		"<tbody role=\"rowgroup\">\n%h</tbody>\n"
		"<tfoot role=\"rowgroup\"><tr role=\"row\">%h</tr></tfoot>\n</table>\n",
		++page->tables,
		filled(m, "Kommunekvoter ved et landstal på %s",
			readable(m, edition_field(page, "landstal", "found"))),
		municipality_head(page), keep(m, &rows), municipality_total(page));
	if (page->figures.shown > 1) /* among other topics */
		table = html(m,
			"<details class=\"on-demand\" id=\"alle\">\n<summary>%w</summary>\n%h</details>\n",
			"Vis alle kommuner", table);
	return html(m, "<h3 id=\"kommuner\">%w</h3>\n<p>%w%h</p>\n%h%h", "Alle kommuner",
		"Fold en kommune ud for at se beregningen.", inputs, remainder_note(page, m),
		table);
}

/* Digits and letters alone, as codes are: what a script is given needs no escapes. */
static bool is_code(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (!digit(text.bytes[i]) && !(text.bytes[i] >= 'A' && text.bytes[i] <= 'Z'))
			return false;
	}
	return text.length > 0;
}

/* The figures that the quotas rest on, for the script that works them out at another landstal. */
static bool add_for_script(struct page *page, size_t row, struct text *list)
{
	static const char *const columns[] = {
		"population", "non_western_nationals", "family_reunified", "quota"};
	struct span area = part_field(&page->quotas, row, "area");
	if (!is_code(area))
		return false;
	add_html(list, page->markup, "%s[\"%t\"", row ? ",\n" : "", area);
	for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
		struct span value = part_field(&page->quotas, row, columns[c]);
		if (!is_code(value))
			return false;
		add_html(list, page->markup, ",\"%t\"", value);
	}
	text_add_char(list, ']');
	return true;
}

static struct span figures_for_script(struct page *page)
{
	struct text list = {0};
	for (size_t i = 0; i < page->quotas.table.rows; i++) {
		if (!add_for_script(page, i, &list)) {
			free(list.bytes);
			return SPAN("");
		}
	}
	return html(page->markup,
		"<script type=\"application/json\" id=\"tal\">\n[%h]\n</script>\n",
		keep(page->markup, &list));
}

/* Where a reader asks for one municipality. Without a script there is the way to all of them. */
struct span find_section(struct page *page)
{
	struct markup *m = page->markup;
	struct span inside = html(m,
		"<div id=\"search\" hidden data-label=\"%w\" data-all=\"%w\" data-of=\"%w\" data-download=\"%w\"></div>\n"
		"<div id=\"answer\" aria-live=\"polite\"></div>\n<p><a href=\"#kommuner\">%w</a></p>\n"
		"<div id=\"landstal\" hidden data-label=\"%w\" data-lang=\"%s\" data-landstal=\"%t\"></div>\n%h",
		"Kommunens navn eller nummer", "Vis alle beregninger", "%s af %s kommuner",
		"Hent tabellen", "Se alle kommuner og deres kvoter",
		"Regneeksempel: et andet landstal", language_names[m->language],
		edition_field(page, "landstal", "found"), figures_for_script(page));
	return section(page, SPAN("din-kommune"), html(m, "%w", "Find din kommune"), inside);
}
