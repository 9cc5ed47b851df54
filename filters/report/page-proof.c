/* What the page is made of. Its own checksum cannot stand in it: manifest.tsv beside it has that.
 */
#include "page.h"

#include "lib/records.h"

#include <stdlib.h>

static struct span parameters_table(struct page *page)
{
	struct text rows = {0};
	struct markup *m = page->markup;
	for (size_t i = 0; i < page->made.table.rows; i++) {
		struct span value = part_field(&page->made, i, "value");
		if (value.length && part_is(&page->made, i, "role", "parameter"))
			add_html(&rows, m, "<tr><th scope=\"row\">%t</th><td>%t</td></tr>\n",
				part_field(&page->made, i, "name"), value);
	}
	return table_of(page, "parameters", false, html(m, "%w", "Parametre"),
		html(m, "<th scope=\"col\">%w</th><th scope=\"col\">%w</th>", "Parameter", "Værdi"),
		keep(m, &rows));
}

static struct span role_key(struct page *page, struct span role)
{
	struct text key = {0};
	text_add(&key, SPAN("role "));
	text_add(&key, role);
	return keep(page->markup, &key);
}

static struct span sums_table(struct page *page)
{
	struct text rows = {0};
	struct markup *m = page->markup;
	for (size_t i = 0; i < page->made.table.rows; i++) {
		struct span name = part_field(&page->made, i, "name");
		struct span sum = part_field(&page->made, i, "sha256");
		if (sum.length)
			add_html(&rows, m,
				"<tr><th scope=\"row\">%t</th><td>%k</td><td>%n</td><td><code>%t"
				"</code></td></tr>\n",
				name.length ? name : part_field(&page->made, i, "value"),
				role_key(page, part_field(&page->made, i, "role")),
				part_field(&page->made, i, "bytes"), sum);
	}
	return table_of(page, "sums", false, html(m, "%w", "Kontrolsummer"),
		html(m,
			"<th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th>"
			"<th scope=\"col\">%w</th>",
			"Fil", "Rolle", "Bytes", "SHA-256"),
		keep(m, &rows));
}

static struct span version(const struct page *page)
{
	for (size_t i = 0; i < page->made.table.rows; i++) {
		if (part_is(&page->made, i, "role", "kkr") &&
			part_is(&page->made, i, "name", "version"))
			return part_field(&page->made, i, "value");
	}
	return SPAN("");
}

/* Names that a page may lead to as they are: of files beside it, below it, and nothing else. */
static bool is_beside(struct span name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.bytes[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c);
		if (!letter && !(i && strchr("-_./", c)))
			return false;
	}
	return name.length > 0;
}

static bool ends_with(struct span name, struct span end)
{
	return name.length > end.length &&
	       memcmp(name.bytes + name.length - end.length, end.bytes, end.length) == 0;
}

/* The name of a file without its directory. */
static struct span base_name(struct span name)
{
	size_t start = name.length;
	while (start && name.bytes[start - 1] != '/')
		start--;
	return (struct span){name.bytes + start, name.length - start};
}

/* The results that lie beside the page, for those who calculate on: with no script. */
struct span downloads(struct page *page)
{
	struct markup *m = page->markup;
	struct text list = {0};
	for (size_t i = 0; i < page->made.table.rows; i++) {
		struct span name = part_field(&page->made, i, "name"), said;
		struct text key = {0};
		if (!part_is(&page->made, i, "role", "output") || !is_beside(name) ||
			!(ends_with(name, SPAN(".xlsx")) || ends_with(name, SPAN(".tsv"))))
			continue;
		text_add(&key, SPAN("file "));
		text_add(&key, base_name(name));
		add_html(&list, m, "<li><a href=\"%t\">%t</a>", name, name);
		if (word_find(&said, m->language, keep(m, &key)))
			add_html(&list, m, ": %p", said);
		text_add(&list, SPAN("</li>\n"));
	}
	if (list.length == 0)
		return SPAN("");
	return section(page, SPAN("filer"), html(m, "%w", "Hent tallene"),
		html(m, "<p>%w</p>\n<ul>\n%h</ul>\n", "Filerne ligger ved siden af denne side.",
			keep(m, &list)));
}

struct span proof(struct page *page)
{
	struct markup *m = page->markup;
	struct span parameters = parameters_table(page), sums = sums_table(page);
	return html(m,
		"<footer id=\"fremstilling\"%s aria-labelledby=\"h-fremstilling\">\n"
		"<h2 id=\"h-fremstilling\">%w</h2>\n<p>%p</p>\n"
		"<details class=\"on-demand\">\n<summary>%w</summary>\n%h%h</details>\n</footer>\n",
		page->proof ? " class=\"proof\"" : "", "Sådan er siden lavet",
		filled(m,
			"Siden er lavet af kkr %s. De samme filer giver altid den samme side. Tabellen "
			"viser, hvilke filer den er lavet af; en kontrolsum er et fingeraftryk af en fil, "
			"og sidens eget står i manifest.tsv, som ligger ved siden af. kkr verify laver "
			"siden igen og sammenligner.",
			plain(m, version(page))),
		"Parametre og kontrolsummer", parameters, sums);
}
