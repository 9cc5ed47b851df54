/* The municipalities, each with its quota and every step of its calculation. */
#include "page.h"

#include "lib/decimal.h"

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
		filled(m, "offentliggjort %s, beregnet %s",
			published.length ? readable(m, published) : SPAN("–"),
			quota.length ? readable(m, quota) : SPAN("–")));
	if (part_is(part, row, "kind", "rounding remainder"))
		add_html(&text, m, " (%w)", "afrundingsresten er lagt et andet sted");
	text_add(&text, SPAN("</li>\n"));
	return keep(m, &text);
}

/* Whether the published table came out; what did not is listed. */
struct span comparison_card(struct page *page)
{
	struct markup *m = page->markup;
	const struct part *part = &page->comparison;
	struct levels levels = {0};
	struct text list = {0};
	for (size_t i = 0; i < part->table.rows; i++) {
		struct span level = part_field(part, i, "level"),
			    kind = part_field(part, i, "kind");
		if (span_is(level, "municipality") || span_is(level, "region")) {
			levels.compared[span_is(level, "region")]++;
			levels.differing[span_is(level, "region")] += kind.length > 0;
		}
		if (kind.length)
			text_add(&list, deviation(page, i));
	}
	struct span said = html(m, "%w", "ikke sammenlignet: bilag B mangler");
	if (levels.compared[0])
		said = html(m, "%p",
			filled(m,
				"%s af %s kommuner og %s af %s regioner får det samme som i den "
				"offentliggjorte tabel.",
				counted(m, levels.compared[0] - levels.differing[0]),
				counted(m, levels.compared[0]),
				counted(m, levels.compared[1] - levels.differing[1]),
				counted(m, levels.compared[1])));
	struct span deviations =
		list.length ? html(m, "\n<ul>\n%h</ul>\n", keep(m, &list)) : SPAN("");
	return html(m,
		"<li class=\"wide\"><span class=\"what\">%w</span>\n<span class=\"said\">%h</span>%h"
		"</li>\n",
		"Den offentliggjorte tabel", said, deviations);
}

struct span before_head(struct page *page, const char *tag)
{
	struct span year = edition_field(page, "before", "key");
	if (year.length == 0)
		return SPAN("");
	const char *blank = strchr(tag, ' ');
	return html(page->markup, "<%s>%t (%w)</%p>", tag, year, "ændring",
		(struct span){tag, (size_t)(blank - tag)});
}

/* Where the series is broken there is no change. */
static struct span change(struct page *page, struct span by)
{
	if (edition_field(page, "break", "kind").length)
		return html(page->markup, " (%w)", "databrud");
	bool positive = by.length && *by.bytes != '-' && !span_is(by, "0");
	return html(page->markup, " (%s%n)", positive ? "+" : "", by);
}

struct span before_cell(struct page *page, const struct part *part, size_t row, const char *tag)
{
	struct span before = part_field(part, row, "before");
	if (edition_field(page, "before", "key").length == 0)
		return SPAN("");
	const char *blank = strchr(tag, ' ');
	struct span inside = SPAN("");
	if (before.length)
		inside = html(page->markup, "%n%h", before,
			change(page, part_field(part, row, "change")));
	return html(page->markup, "<%s>%h</%p>", tag, inside,
		(struct span){tag, (size_t)(blank - tag)});
}

static struct span step(
	struct page *page, const char *key, const char *rule, struct span how, struct span result)
{
	struct text text = {0};
	add_html(&text, page->markup, "<li><span class=\"step\">%w", key);
	if (*rule)
		add_html(&text, page->markup, " <span class=\"rule\">(%s)</span>", rule);
	add_html(&text, page->markup, "</span> <span class=\"how\">%h =</span> <b>%n</b></li>\n",
		how, result);
	return keep(page->markup, &text);
}

static bool is_half(struct span number)
{
	const struct span half = SPAN(".5000");
	return number.length > half.length &&
	       memcmp(number.bytes + number.length - half.length, half.bytes, half.length) == 0;
}

/* A distribution, which is not negative, rounded to whole persons, half up. */
static struct span rounded_whole(struct page *page, struct span distribution)
{
	struct decimal d;
	struct text text = {0};
	mpq_t value;
	decimal_init(&d);
	mpq_init(value);
	decimal_set(&d, distribution);
	decimal_fraction(value, &d);
	decimal_round(&d, value, 0);
	decimal_print(&text, &d);
	mpq_clear(value);
	decimal_clear(&d);
	return keep(page->markup, &text);
}

/* How a quota comes of what was distributed. Four decimals do not tell which way a half went. */
static struct span rounding(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	struct span distribution = part_field(&page->quotas, row, "distribution");
	if (is_half(distribution))
		return html(m, "%w", "afrundet til hele personer");
	struct span whole = rounded_whole(page, distribution);
	if (span_equals(whole, part_field(&page->quotas, row, "quota")))
		return html(m, "%p",
			filled(m, "%s afrundet til hele personer", readable(m, distribution)));
	return html(m, "%p",
		filled(m,
			"%s afrundet til %s; de afrundede kvoter skal tilsammen give landstallet, og "
			"forskellen er lagt her:",
			readable(m, distribution), readable(m, whole)));
}

/* The five steps of the order, each with the figures that go into it. */
static struct span steps(struct page *page, size_t row)
{
	struct markup *m = page->markup;
	const struct part *q = &page->quotas;
	struct span net = part_field(q, row, "net");
	struct text text = {0};
	text_add(&text, step(page, "Fordelingsandel", "§ 4, stk. 2",
				html(m, "2 × %n / %n − %n / %n", part_field(q, row, "population"),
					column_sum(m, q, "population"),
					part_field(q, row, "non_western_nationals"),
					column_sum(m, q, "non_western_nationals")),
				part_field(q, row, "share")));
	text_add(&text, step(page, "Beregnet fordelingstal", "§ 4, stk. 3",
				html(m, "%n × (%n + %n)", part_field(q, row, "share"),
					edition_field(page, "landstal", "found"),
					column_sum(m, q, "family_reunified")),
				part_field(q, row, "gross")));
	text_add(&text, step(page, "Foreløbigt fordelingstal", "§ 4, stk. 4",
				html(m, "%n − %n", part_field(q, row, "gross"),
					part_field(q, row, "family_reunified")),
				net));
	text_add(&text, step(page, "Fordelingstal", "§ 4, stk. 5",
				html(m, "%w",
					net.length && *net.bytes == '-'
						? "det foreløbige er under 0"
						: "samme del af landstallet som af alle foreløbige "
						  "fordelingstal over 0"),
				part_field(q, row, "distribution")));
	text_add(&text,
		step(page, "Kommunekvote", "", rounding(page, row), part_field(q, row, "quota")));
	return html(m, "<ol>\n%h</ol>", keep(m, &text));
}

/* A row, each cell with its role, which it keeps where the style shows a row otherwise than as a
 * row. */
#define NUMBER_CELL "td role=\"cell\" class=\"number\""
#define NUMBER_HEAD "th role=\"columnheader\" scope=\"col\" class=\"number\""

static struct span agreed_cell(struct page *page, size_t row)
{
	struct span status = part_field(&page->quotas, row, "status");
	if (!part_has(&page->quotas, "agreed"))
		return SPAN("");
	return html(page->markup, "<" NUMBER_CELL ">%n%s%q</td>",
		part_field(&page->quotas, row, "agreed"), status.length ? " " : "", status);
}

static struct span municipality(struct page *page, size_t row)
{
	const struct part *q = &page->quotas;
	struct span name = part_field(q, row, "name");
	return html(page->markup,
		"<tr role=\"row\" id=\"k%t\"><th role=\"rowheader\" scope=\"row\">%t</th>"
		"<td role=\"cell\" class=\"region\">%t</td><" NUMBER_CELL "><b>%n</b></td>%h%h"
		"<td role=\"cell\" class=\"steps\"><details><summary>%w<span class=\"unseen\"> %t"
		"</span></summary>\n%h</details></td></tr>\n",
		part_field(q, row, "area"), name, part_field(q, row, "region_name"),
		part_field(q, row, "quota"), agreed_cell(page, row),
		before_cell(page, q, row, NUMBER_CELL), "Beregning", name, steps(page, row));
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
		add_html(&head, page->markup, "<" NUMBER_HEAD ">%w</th>", "Aftalt kvote");
	add_html(&head, page->markup,
		"%h<th role=\"columnheader\" scope=\"col\" class=\"steps\">%w</th>",
		before_head(page, NUMBER_HEAD), "Sådan kom kvoten frem");
	return keep(page->markup, &head);
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
	if (edition_field(page, "before", "key").length)
		add_html(&foot, m, "<" NUMBER_CELL ">%n%h</td>",
			column_sum(m, &page->quotas, "before"),
			change(page, column_sum(m, &page->quotas, "change")));
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
	return html(m,
		"<h3 id=\"kommuner\">%w</h3>\n<p>%w%h</p>\n<div id=\"search\" hidden></div>\n"
		"<table role=\"table\" class=\"municipalities\" id=\"municipalities\">\n"
		"<caption id=\"tabel-%z\">%p</caption>\n"
		"<thead role=\"rowgroup\"><tr role=\"row\">%h</tr></thead>\n"
		"<tbody role=\"rowgroup\">\n%h</tbody>\n"
		"<tfoot role=\"rowgroup\"><tr role=\"row\">%h</tr></tfoot>\n</table>\n",
		"Alle kommuner", "Hvert skridt i beregningen står bag kommunens linje.", inputs,
		++page->tables,
		filled(m, "Kommunekvoter ved et landstal på %s",
			readable(m, edition_field(page, "landstal", "found"))),
		municipality_head(page), keep(m, &rows), municipality_total(page));
}
