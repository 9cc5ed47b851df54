/* What several sections of a page share. */
#include "page.h"

struct span edition_field(const struct page *page, const char *kind, const char *column)
{
	for (size_t i = 0; i < page->edition.table.rows; i++) {
		if (part_is(&page->edition, i, "kind", kind))
			return part_field(&page->edition, i, column);
	}
	return SPAN("");
}

bool is_example(const struct page *page)
{
	struct span announced = edition_field(page, "landstal", "expected");
	return span_is(edition_field(page, "landstal", "key"), "set") && announced.length &&
	       !span_equals(announced, edition_field(page, "landstal", "found"));
}

bool is_proposal(const struct page *page)
{
	for (size_t i = 0; i < page->quotas.table.rows; i++) {
		if (part_is(&page->quotas, i, "state", "forslag"))
			return true;
	}
	return false;
}

struct span parameter(const struct page *page, const char *name)
{
	for (size_t i = 0; i < page->made.table.rows; i++) {
		if (part_is(&page->made, i, "role", "parameter") &&
			part_is(&page->made, i, "name", name))
			return part_field(&page->made, i, "value");
	}
	return SPAN("");
}

struct span quota_year(const struct page *page)
{
	if (page->quotas.table.rows == 0)
		return SPAN("");
	struct span set = part_field(&page->quotas, 0, "dataset");
	size_t digits = 0;
	while (digits < set.length && digit(set.bytes[set.length - digits - 1]))
		digits++;
	if (digits == 0 || digits == set.length || set.bytes[set.length - digits - 1] != '-')
		return SPAN("");
	return (struct span){set.bytes + set.length - digits, digits};
}

struct span sum_field(struct markup *markup, struct sum *sum)
{
	struct decimal d;
	struct text text = {0};
	decimal_init(&d);
	sum_decimal(&d, sum);
	decimal_print(&text, &d);
	decimal_clear(&d);
	sum_clear(sum);
	return keep(markup, &text);
}

struct span column_sum(struct markup *markup, const struct part *part, const char *column)
{
	struct sum sum = {0};
	for (size_t i = 0; i < part->table.rows; i++) {
		struct number number;
		if (number_read(&number, part_field(part, i, column)))
			sum_add(&sum, &number);
	}
	return sum_field(markup, &sum);
}

/* What a reader must know of the landstal: that it is not the one that was announced, or not said
 * so. */
struct span landstal_words(struct page *page)
{
	struct span by = edition_field(page, "landstal", "key");
	struct span announced = edition_field(page, "landstal", "expected");
	if (is_example(page))
		return html(page->markup, " <strong>%p</strong>",
			filled(page->markup, "Regneeksempel: det udmeldte landstal er %s.",
				readable(page->markup, announced)));
	if (span_is(by, "quota_table"))
		return html(page->markup, " %w",
			"Landstallet er ikke blandt de udmeldte tal; det er kvotetabellens sum.");
	return SPAN("");
}

struct span section(struct page *page, struct span id, struct span heading, struct span inside)
{
	add_html(&page->contents, page->markup, "<li><a href=\"#%t\">%h</a></li>\n", id, heading);
	return html(page->markup,
		"<section id=\"%t\" aria-labelledby=\"h-%t\">\n<h2 id=\"h-%t\">%h</h2>\n%h"
		"</section>\n",
		id, id, id, heading, inside);
}

struct span table_of(struct page *page, const char *class, bool unseen, struct span caption,
	struct span head, struct span rows)
{
	size_t n = ++page->tables;
	return html(page->markup,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"tabel-%z\">\n"
		"<table class=\"%s\">\n<caption%s id=\"tabel-%z\">%h</caption>\n<thead><tr>%h"
		"</tr></thead>\n<tbody>\n%h</tbody>\n</table>\n</div>\n",
		n, class, unseen ? " class=\"unseen\"" : "", n, caption, head, rows);
}

struct span picture(struct page *page, const char *path)
{
	struct text text = {0};
	struct input *input = input_open(path);
	size_t length;
	do {
		text_reserve(&text, INPUT_PIECE);
		length = input_read(input, text.bytes + text.length, INPUT_PIECE);
		text.length += length;
	} while (length);
	input_close(input);
	struct span all = keep(page->markup, &text);
	const struct span declaration = SPAN("<?xml");
	if (all.length > declaration.length &&
		memcmp(all.bytes, declaration.bytes, declaration.length) == 0) {
		const char *end = memchr(all.bytes, '\n', all.length);
		size_t used = end ? (size_t)(end - all.bytes) + 1 : 0;
		all = (struct span){all.bytes + used, all.length - used};
	}
	return all;
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

struct span change_by(struct page *page, struct span by)
{
	if (edition_field(page, "break", "kind").length || by.length == 0)
		return html(page->markup, " (%w)", "databrud");
	bool positive = *by.bytes != '-' && !span_is(by, "0");
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
			change_by(page, part_field(part, row, "change")));
	return html(page->markup, "<%s>%h</%p>", tag, inside,
		(struct span){tag, (size_t)(blank - tag)});
}

struct span badge(struct page *page, const char *class, const char *key)
{
	return html(page->markup, "<span class=\"badge %s\">%w</span> ", class, key);
}

struct span topic_link(struct page *page, struct span topic)
{
	return page->figures.shown > 1
		       ? html(page->markup, "<a class=\"topic\" href=\"#%t\">%k</a>\n", topic,
				 topic)
		       : SPAN("");
}

struct span note_mark(struct page *page, enum note_kind kind, struct span text)
{
	static const char *const name[] = {[NOTE] = "note", [SOURCE] = "kilde"};
	static const char *const letter[] = {[NOTE] = "", [SOURCE] = "K"};
	struct notes *notes = &page->notes[kind];
	size_t i = 0;
	while (i < notes->count && !span_equals(notes->text[i], text))
		i++;
	bool first = i == notes->count;
	if (first) {
		notes->text =
			grow(notes->text, &notes->room, notes->count + 1, sizeof *notes->text);
		notes->text[notes->count++] = text;
	}
	struct text mark = {0};
	add_html(&mark, page->markup, ", <a");
	if (first)
		add_html(&mark, page->markup, " id=\"til-%s-%z\"", name[kind], i + 1);
	add_html(&mark, page->markup, " href=\"#%s-%z\" aria-label=\"%w %s%z\">%s%z</a>",
		name[kind], i + 1, name[kind], letter[kind], i + 1, letter[kind], i + 1);
	return keep(page->markup, &mark);
}

struct span raised(struct page *page, struct span marks)
{
	enum { COMMA = 2 }; /* in front of each */
	if (marks.length == 0)
		return marks;
	return html(page->markup, "<sup>%h</sup>",
		(struct span){marks.bytes + COMMA, marks.length - COMMA});
}

struct span source_marks(struct page *page, struct span sources)
{
	struct text marks = {0};
	while (sources.length) {
		const char *end = memmem(sources.bytes, sources.length, "; ", 2);
		struct span source = {
			sources.bytes, end ? (size_t)(end - sources.bytes) : sources.length};
		size_t used = source.length + (end ? 2 : 0);
		if (source.length)
			text_add(&marks, note_mark(page, SOURCE, source));
		sources = (struct span){sources.bytes + used, sources.length - used};
	}
	return keep(page->markup, &marks);
}

bool has_own_words(const struct page *page, struct span topic)
{
	struct span said;
	return page->figures.shown > 1 || word_find(&said, page->markup->language, topic);
}

struct span topic_words(struct page *page, struct span topic)
{
	struct span title = span_of(page->title);
	if (has_own_words(page, topic))
		return html(page->markup, "%k", topic);
	word_find(&title, page->markup->language, title);
	return html(page->markup, "%p", title);
}
