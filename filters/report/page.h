/*
 * The parts of a page: what it is made of, and who writes which section.
 *
 * page.c puts it together; page-figures.c writes key figures, page-dates.c milestones and projects,
 * page-quotas.c the municipalities and each step of their quotas, page-notes.c remarks, sources and
 * where these contradict a figure, page-proof.c what the page is made of; agenda.c the quotas of a
 * council, which are a page of their own, too. What they share is in page-common.c.
 */
#ifndef KKR_REPORT_PAGE_H
#define KKR_REPORT_PAGE_H

#include "lib/sum.h"
#include "report/figures.h"
#include "report/markup.h"

/* A file of a topic: a picture, or a table of dates. */
struct topic_file {
	struct span topic;
	const char *path;
	struct part part; /* of a table */
};

/* What footnotes are of: remarks and sources, which are numbered as they come. */
enum note_kind { NOTE, SOURCE, NOTE_KINDS };

struct notes {
	struct span *text; /* a field */
	size_t count, room;
};

struct page {
	struct markup *markup;
	const char *title; /* the key of a word, or as it is */
	const char *kkr;   /* the council's name; NULL: none */
	struct figures figures;
	struct part quotas, regions, comparison, remarks, edition, made, steps, why, deadlines,
		fixed, changes;
	struct part figures_before; /* of the edition before */
	struct earlier *earlier;    /* its rows, sorted */
	bool proof;                 /* on paper, too, stands what the page is made of */
	struct span quota_topic;    /* of which the quotas are */
	struct topic_file *picture, *dates;
	size_t pictures, tables_of_dates;
	/* What the page gathers as it is written. */
	struct notes notes[NOTE_KINDS];
	struct text contents; /* the list of its sections */
	size_t tables;
};

/* Once the figures of the edition before have been read. */
void figures_before_read(struct page *page);

/* Everything, on standard output. */
void page_write(struct page *page, struct writer *out);

/* Sections, or parts of one; empty where there is nothing to show. */
struct span figure_cards(struct page *page);
struct span figure_table(struct page *page, const struct topic *topic);
struct span group_tables(struct page *page, const struct topic *topic);
struct span dates_tables(struct page *page, const struct topic *topic);
struct span municipality_table(struct page *page);
struct span find_section(struct page *page);
struct span allocation_steps(struct page *page, struct span area);
struct span remainder_note(const struct page *page, struct markup *markup);
struct span quota_answer(struct page *page, size_t row);

/* The quota of the final table, else what was agreed, else the published one where it differs,
 * else the calculated one. */
struct span quota_that_counts(const struct page *page, size_t row);
/* The quota of the final table, and the published one where another comes out: empty where there
 * is none, or the page is of another landstal. */
struct span fixed_quota_of(const struct page *page, struct span area);
struct span published_instead_of(const struct page *page, struct span area);
struct span status_words(struct markup *markup, struct span status);
struct span quota_reasons(struct page *page, size_t row);
struct span comparison_card(struct page *page);
struct span fixed_card(struct page *page);
struct span agenda_part(struct page *page);
struct span council_quota_cards(struct page *page);
struct span council_figure_cards(struct page *page);
struct span contradictions(struct page *page);
struct span footnotes(struct page *page);
struct span downloads(struct page *page);
struct span proof(struct page *page);

/* A section, with its place in the list of contents. */
struct span section(struct page *page, struct span id, struct span heading, struct span inside);

/* A picture as its program has drawn it, without the declaration of XML. */
struct span picture(struct page *page, const char *path);

/* A table in a box that scrolls where it is too wide; `unseen`: its caption is for those who hear
 * it. */
struct span table_of(struct page *page, const char *class, bool unseen, struct span caption,
	struct span head, struct span rows);

/*
 * What a figure is: its reservation before it and its unit behind it, where `unit` has one; with so
 * many decimals at least.
 */
struct span figure_value(struct page *page, size_t row, struct span unit, size_t decimals);

/* The marks of a figure, raised: what must be known, and where it is from. */
struct span figure_marks(struct page *page, size_t row);
struct span source_marks(struct page *page, struct span sources);
struct span note_mark(struct page *page, enum note_kind kind, struct span text);
struct span raised(struct page *page, struct span marks);

/* What a source itself states of a figure: for %p. */
struct span stated_figure(struct page *page, size_t row);
bool contradicted(const struct page *page, size_t row);
bool deviates(const struct page *page, size_t row);

/* What a topic is called; one that has no words of its own and stands alone, as the page is. */
bool has_own_words(const struct page *page, struct span topic);
struct span topic_words(struct page *page, struct span topic);

/* Of which topic a card is, where the page has several. */
struct span topic_link(struct page *page, struct span topic);

struct span badge(struct page *page, const char *class, const char *key);

/* What the report of kkr-edition says: the first row of a kind; empty where there is none. */
struct span edition_field(const struct page *page, const char *kind, const char *column);

/* Whether another landstal is shared out than the one that was announced: a what-if. */
bool is_example(const struct page *page);

/* Whether the agreement is a draft (forslag). */
bool is_proposal(const struct page *page);

/* The value of a parameter of the run. */
struct span parameter(const struct page *page, const char *name);

/* The year of the quotas, by their data set: refugees-2026; empty where it has none. */
struct span quota_year(const struct page *page);

/* A sum as a field; it is cleared. */
struct span sum_field(struct markup *markup, struct sum *sum);

/* The exact sum of a column, as a field. */
struct span column_sum(struct markup *markup, const struct part *part, const char *column);

/* What was in the edition before, and the change from it, where there is one; `tag` with
 * attributes. */
struct span before_head(struct page *page, const char *tag);
struct span before_cell(struct page *page, const struct part *part, size_t row, const char *tag);
/* The change, in HTML; where the series is broken there is none. */
struct span change_by(struct page *page, struct span by);

/* What must be known of the landstal, in HTML: that it is an example, or not said to be announced.
 */
struct span landstal_words(struct page *page);

/* The reservations of what the quotas rest on, as a list; empty where there are none. */
struct span input_remarks(struct page *page);

/* What the quotas rest on, with remarks and sources. */
struct span quota_inputs(struct page *page);

#endif
