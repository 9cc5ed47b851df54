/*
 * The key figures of topics: a table of them (kkr-report --type figures), and the definitions of
 * kkr-kpi(1), by which they are in order. A topic is called as its file of definitions is.
 */
#ifndef KKR_REPORT_FIGURES_H
#define KKR_REPORT_FIGURES_H

#include "report/part.h"

/* A row of the table, by its group. */
struct group_row {
	struct span group;
	size_t row;
};

/* A key figure: its rows in the table, of all together ("*") and of groups. */
struct kpi {
	struct span name;
	struct span published_text; /* a source's words, which the definition quotes */
	struct span card; /* yes: among the first figures of a page; or the words behind it there */
	size_t *row;
	struct group_row *by_group; /* the same, sorted */
	size_t rows, room;
};

struct topic {
	struct span name;
	struct kpi *kpi;
	size_t kpis, room;
	bool shown;   /* there are figures of it */
	size_t first; /* its first row in the table */
};

struct figures {
	struct part table;
	struct part *definitions;
	size_t files;
	struct topic *topic; /* in the order of the definitions, then of the table */
	size_t topics, room;
	size_t shown; /* topics that have figures */
	char **names; /* of topics that files of definitions have */
};

/* `definitions` ends with NULL; `table` may be NULL: standard input. */
void figures_read(struct figures *figures, const char *table, char *const *definitions);
void figures_free(struct figures *figures);

/* Puts a topic, where there is one of that name, before the others. */
void figures_put_first(struct figures *figures, struct span topic);

/* The row of a key figure for all together; the count of rows where there is none. */
size_t figure_of_all(const struct figures *figures, const struct kpi *kpi);

/* The row of a key figure for a group; false where it has none. */
bool figure_of_group(const struct kpi *kpi, struct span group, size_t *row);

/* A field of the table. */
struct span figure_field(const struct figures *figures, size_t row, const char *column);

/*
 * The qualifier of a figure without our own mark of what is calculated, which `own` tells of: the
 * next of its words, or an empty span after the last; `rest` begins as the field.
 */
struct span next_reservation(struct span *rest, bool *own);

/* Adds "track=sosu, level=nationalt" as "sosu, nationalt", without the code of a region. */
void add_group_words(struct text *to, struct span group);

/* Adds by what: "level=nationalt" is by level, "event=LOOP, audience=studerende" by "event,
 * audience". */
void add_group_dimension(struct text *to, struct span group);

#endif
