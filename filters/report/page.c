#include "page.h"

#include <ctype.h>
#include <stdlib.h>

/* report.css and report.js, which the Makefile turns into lists of bytes. */
static const unsigned char compiled_style[] = {
#include "report.css.inc"
};
static const unsigned char compiled_script[] = {
#include "report.js.inc"
};
static const unsigned char compiled_landstal[] = {
#include "landstal.js.inc"
};

/* A figure's class is the name of its file: kvotekort, regioner. */
static struct span file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct span name = span_of(slash ? slash + 1 : path);
	const char *point = memchr(name.bytes, '.', name.length);
	return point ? (struct span){name.bytes, (size_t)(point - name.bytes)} : name;
}

/* By which the style knows a picture: a letter that no class may have is a hyphen. */
static struct span class_of_file(struct page *page, const char *path)
{
	struct span name = file_name(path);
	struct text text = {0};
	for (size_t i = 0; i < name.length; i++)
		text_add_char(&text, isalnum((unsigned char)name.bytes[i]) ? name.bytes[i] : '-');
	return keep(page->markup, &text);
}

/* The pictures of a topic, or of the council ("kkr"); empty where there are none. */
static struct span pictures_of(struct page *page, struct span topic)
{
	struct text figures = {0};
	for (size_t i = 0; i < page->pictures; i++) {
		const struct topic_file *file = &page->picture[i];
		if (span_equals(file->topic, topic))
			add_html(&figures, page->markup, "<figure class=\"%p\">\n%h</figure>\n",
				class_of_file(page, file->path), picture(page, file->path));
	}
	if (figures.length == 0)
		return SPAN("");
	return html(
		page->markup, "<div class=\"pictures\">\n%h</div>\n", keep(page->markup, &figures));
}

static struct span topic_section(struct page *page, const struct topic *topic)
{
	struct text inside = {0};
	bool quotas = page->quotas.there && span_equals(topic->name, page->quota_topic);
	text_add(&inside, pictures_of(page, topic->name));
	text_add(&inside, figure_table(page, topic));
	text_add(&inside, group_tables(page, topic));
	text_add(&inside, dates_tables(page, topic));
	if (quotas)
		text_add(&inside, municipality_table(page));
	return section(
		page, topic->name, topic_words(page, topic->name), keep(page->markup, &inside));
}

/* The council of the page, before the country: its map, its figures, its municipalities. */
static struct span council_section(struct page *page)
{
	struct span map = pictures_of(page, SPAN("kkr"));
	struct span quotas = page->quotas.there ? council_quota_cards(page) : SPAN("");
	struct span figures = council_figure_cards(page);
	if (quotas.length + figures.length == 0)
		return SPAN("");
	return section(page, SPAN("kkr"), html(page->markup, "%p", span_of(page->kkr)),
		html(page->markup, "<ul class=\"cards\">\n%h%h</ul>\n%h%h", quotas, figures, map,
			page->quotas.there ? agenda_part(page) : SPAN("")));
}

static struct span overview(struct page *page)
{
	struct span compared = page->quotas.there ? comparison_card(page) : SPAN("");
	return section(page, SPAN("overblik"), html(page->markup, "%w", "Overblik"),
		html(page->markup, "<ul class=\"cards\">\n%h%h%h</ul>\n<p class=\"marks\">%w</p>\n",
			fixed_card(page), compared, figure_cards(page),
			"Hævede tal fører til noter, K og et tal til kilder."));
}

/* What the page is about, in a sentence or two. */
static struct span lead(struct page *page)
{
	struct text said = {0};
	struct markup *m = page->markup;
	struct span landstal = edition_field(page, "landstal", "found");
	struct span as_of = parameter(page, "as_of");
	if (page->quotas.table.rows)
		add_html(&said, m, "%p %w%h",
			filled(m,
				span_is(landstal, "1")
					? "Landstallet på %s flygtning er fordelt på %s kommuner "
					  "efter bekendtgørelse nr. 550 af 3. maj 2022, § 4."
					: "Landstallet på %s flygtninge er fordelt på %s kommuner "
					  "efter bekendtgørelse nr. 550 af 3. maj 2022, § 4.",
				readable(m, landstal), counted(m, page->quotas.table.rows)),
			"Kvoten er et skøn.", landstal_words(page));
	if (as_of.length)
		add_html(&said, m, "%s%p", said.length ? " " : "",
			filled(m, "Frister er opgjort pr. %s.", readable(m, as_of)));
	return keep(m, &said);
}

/* The heading, with the year of the quotas where it is theirs, and the council's name. */
static struct span page_title(struct page *page)
{
	struct text title = {0};
	struct span year = quota_year(page);
	struct span key = span_of(page->title);
	word_find(&key, page->markup->language, key);
	add_html(&title, page->markup, "%p", key);
	if (page->quotas.there && page->figures.shown <= 1 && year.length)
		add_html(&title, page->markup, " %t", year);
	if (page->kkr)
		add_html(&title, page->markup, " · %p", span_of(page->kkr));
	return keep(page->markup, &title);
}

static void add_head(struct text *to, struct page *page)
{
	struct span title = page_title(page);
	add_html(to, page->markup,
		"<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; "
		"form-action 'none'\">\n<title>%h</title>\n<style>\n%h</style>\n</head>\n",
		language_names[page->markup->language], title,
		(struct span){(const char *)compiled_style, sizeof compiled_style});
	add_html(to, page->markup,
		"<body>\n<a class=\"skip\" href=\"#indhold\">%w</a>\n<header>\n<h1>%h</h1>\n"
		"<p class=\"lead\">%h</p>\n</header>\n<nav aria-label=\"%w\">\n<ul>\n%h"
		"<li><a href=\"#fremstilling\">%w</a></li>\n</ul>\n</nav>\n",
		"Gå til indholdet", title, lead(page), "Indhold",
		keep(page->markup, &page->contents), "Sådan er siden lavet");
}

void page_write(struct page *page, struct writer *out)
{
	struct text body = {0}, all = {0};
	if (page->quotas.there)
		text_add(&body, find_section(page));
	if (page->kkr)
		text_add(&body, council_section(page));
	text_add(&body, overview(page));
	for (size_t t = 0; t < page->figures.topics; t++) {
		if (page->figures.topic[t].shown)
			text_add(&body, topic_section(page, &page->figures.topic[t]));
	}
	text_add(&body, contradictions(page));
	text_add(&body, footnotes(page));
	text_add(&body, downloads(page));
	add_head(&all, page);
	add_html(&all, page->markup, "<main id=\"indhold\" tabindex=\"-1\">\n%h</main>\n%h",
		keep(page->markup, &body), proof(page));
	add_html(&all, page->markup, "<script>\n%h%h</script>\n</body>\n</html>\n",
		(struct span){(const char *)compiled_script, sizeof compiled_script},
		(struct span){(const char *)compiled_landstal, sizeof compiled_landstal});
	put_bytes(out, text_span(&all));
	free(all.bytes);
}
