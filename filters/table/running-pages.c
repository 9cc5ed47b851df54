#include "running-pages.h"

#include "running-proof.h"
#include "text-page.h"

#include <stdlib.h>

/* A figure is looked at so many times at most: a text of figures alone could have any number of
 * pages. */
enum { LOOKS = 4000000 };

struct pages {
	struct running_figure *figure;
	size_t figures, columns;
	size_t looks;
};

/* How many figures the row has that begins at one of them, but for the pages. */
static size_t row_length(const struct pages *p, size_t begin, size_t *end)
{
	size_t count = 0;
	for (*end = begin; *end < p->figures && p->figure[*end].area == p->figure[begin].area;
		++*end)
		count += !p->figure[*end].page;
	return count;
}

static void add_row(const struct pages *p, struct running_proof *proof, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		if (!p->figure[i].page)
			running_proof_add(proof++, p->figure[i].area, p->figure[i].text);
	}
}

/* Whether no row has too many figures, and the totals prove all columns. */
static bool all_hold(struct pages *p)
{
	bool hold = true;
	struct running_proof *proof = running_proofs(p->columns);
	p->looks += p->figures;
	for (size_t begin = 0, end; begin < p->figures && hold; begin = end) {
		hold = row_length(p, begin, &end) <= p->columns;
		if (hold)
			add_row(p, proof, begin, end);
	}
	for (size_t i = 0; i < p->columns && hold; i++)
		hold = running_proof_holds(&proof[i]);
	running_proofs_free(proof, p->columns);
	return hold;
}

static size_t page_number(const struct running_figure *figure)
{
	size_t number = 0;
	for (size_t i = 0; i < figure->text.length; i++)
		number = number * 10 + (size_t)(figure->text.bytes[i] - '0');
	return number;
}

/* Marks the pages from one on, until the totals hold. */
static bool count_on(struct pages *p, const bool *may, size_t from)
{
	size_t next = page_number(&p->figure[from]);
	for (size_t i = from; i < p->figures && p->looks < LOOKS; i++) {
		if (!may[i] || page_number(&p->figure[i]) != next)
			continue;
		next++;
		p->figure[i].page = true;
		if (all_hold(p))
			return true;
	}
	for (size_t i = from; i < p->figures; i++)
		p->figure[i].page = false;
	return false;
}

static bool find_first(struct pages *p, const bool *may)
{
	for (size_t i = 0; i < p->figures && p->looks < LOOKS; i++) {
		if (may[i] && count_on(p, may, i))
			return true;
	}
	return false;
}

/* Which figures may be pages: alone, and in rows that have too many where `surplus` is asked. */
static void mark_may(const struct pages *p, bool surplus, bool *may)
{
	for (size_t begin = 0, end; begin < p->figures; begin = end) {
		size_t count = row_length(p, begin, &end);
		for (size_t i = begin; i < end; i++)
			may[i] = p->figure[i].alone && page_digits(p->figure[i].text) &&
				 (count > p->columns || !surplus);
	}
}

bool running_pages_find(struct running_figure *figure, size_t figures, size_t columns)
{
	struct pages p = {figure, figures, columns, 0};
	if (columns == 0 || all_hold(&p))
		return columns > 0;
	bool *may = allocate(figures, sizeof *may);
	mark_may(&p, true, may);
	bool found = find_first(&p, may);
	mark_may(&p, false, may);
	found = found || find_first(&p, may);
	free(may);
	return found;
}
