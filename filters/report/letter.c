#include "letter.h"

#include "lib/cli.h"
#include "lib/recognise.h"

#include <stdlib.h>

/* The row of the quotas that is of a municipality. */
static size_t row_of_municipality(const struct page *page, const char *municipality)
{
	struct areas areas;
	struct recogniser recogniser;
	size_t row = 0;
	areas_load(&areas, NULL);
	recogniser_make(&recogniser, &areas, (struct rules){.guess = true});
	struct finding found = recognise(&recogniser, span_of(municipality), SPAN(""));
	if (!found.area)
		cli_misuse("--municipality: %s", found.reason);
	while (row < page->quotas.table.rows &&
		!span_is(part_field(&page->quotas, row, "area"), found.area->code))
		row++;
	if (row == page->quotas.table.rows)
		cli_misuse("--municipality: '%s' has no quota of its own",
			quote(span_of(municipality)).text);
	recogniser_free(&recogniser);
	areas_free(&areas);
	return row;
}

/* Each source of a figure that the quota rests on, once. */
static struct span letter_sources(struct page *page)
{
	const struct part *remarks = &page->remarks;
	struct text list = {0};
	for (size_t i = 0; i < remarks->table.rows; i++) {
		struct span source = part_field(remarks, i, "source");
		bool said = source.length == 0;
		for (size_t j = 0; j < i && !said; j++)
			said = span_equals(part_field(remarks, j, "source"), source);
		if (!said)
			add_html(&list, page->markup, "<li>%q</li>\n", source);
	}
	add_html(
		&list, page->markup, "<li>%w</li>\n", "bekendtgørelse nr. 550 af 3. maj 2022, § 4");
	return html(
		page->markup, "<h2>%w</h2>\n<ul>\n%h</ul>\n", "Kilder", keep(page->markup, &list));
}

void letter_write(struct page *page, const char *municipality, struct writer *out)
{
	struct markup *m = page->markup;
	size_t row = row_of_municipality(page, municipality);
	struct span year = quota_year(page), name = part_field(&page->quotas, row, "name");
	struct span title = html(
		m, "%t: %w%s%t", name, "kommunekvote for flygtninge", year.length ? " " : "", year);
	struct span steps = allocation_steps(page, part_field(&page->quotas, row, "area"));
	put_bytes(out,
		html(m,
			"<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			"<title>%h</title>\n<style>\n@page { size: A4; margin: 20mm; }\n"
			"body { max-width: 44rem; margin: 0 auto; padding: 0 1rem; overflow-wrap: anywhere; }\n</style>\n</head>\n"
			"<body>\n<main>\n<h1>%h</h1>\n<p>%h</p>\n%h<p>%w%h</p>\n<h2>%w</h2>\n%h\n%h%h%h"
			"</main>\n</body>\n</html>\n",
			language_names[m->language], title, title, quota_answer(page, row),
			quota_reasons(page, row), "Kvoten er et skøn.", landstal_words(page),
			"Sådan kom kvoten frem", steps, remainder_note(page, m),
			input_remarks(page), letter_sources(page)));
}
