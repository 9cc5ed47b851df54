#include "listing.h"

#include "lib/records.h"

#include <stdio.h>
#include <stdlib.h>

/* What kkr-kpi writes behind its groups. */
static const char *const figure_columns[] = {"value", "unit", "qualifier", "target", "gap",
	"target_status", "published", "deviation", "n", "note", "source", "published_qualifier",
	"contradicted"};
enum { FIGURE_COLUMNS = sizeof figure_columns / sizeof *figure_columns };

/* "track=sosu, level=nationalt"; the groups stand between title and value. */
static void add_group_field(struct text *to, const struct records *in, size_t title, size_t value)
{
	for (size_t c = title + 1; c < value; c++) {
		if (span_is(in->field[c], "*"))
			continue;
		if (to->length)
			text_add(to, SPAN(", "));
		text_add(to, span_of(in->name[c]));
		text_add_char(to, '=');
		text_add(to, in->field[c]);
	}
	if (to->length == 0)
		text_add_char(to, '*');
}

static void write_topic(const struct topic_file *file, struct writer *out)
{
	char *files[] = {(char *)file->path, NULL};
	struct records in;
	struct text group = {0};
	size_t at[FIGURE_COLUMNS];
	records_open(&in, files, EX_DATAERR, NULL);
	size_t kpi = records_column(&in, "kpi", NULL), title = records_column(&in, "title", NULL);
	for (size_t i = 0; i < FIGURE_COLUMNS; i++)
		at[i] = records_column(&in, figure_columns[i], NULL);
	while (records_next(&in)) {
		group.length = 0;
		add_group_field(&group, &in, title, at[0]);
		put_field(out, file->topic);
		put_field(out, in.field[kpi]);
		put_field(out, in.field[title]);
		put_field(out, text_span(&group));
		for (size_t i = 0; i < FIGURE_COLUMNS; i++)
			put_field(out, in.field[at[i]]);
		put_row_end(out);
	}
	free(group.bytes);
	records_close(&in);
}

void figures_write(const struct topic_file *files, size_t count, struct writer *out)
{
	static const char *const first[] = {"topic", "kpi", "title", "group"};
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		put_field(out, span_of(first[i]));
	for (size_t i = 0; i < FIGURE_COLUMNS; i++)
		put_field(out, span_of(figure_columns[i]));
	put_row_end(out);
	for (size_t i = 0; i < count; i++)
		write_topic(&files[i], out);
}

/* A table in columns of their own width. */
enum list_column { LABEL, PUBLISHED, QUALIFIER, VALUE, UNIT, REMARKS, LIST_COLUMNS };

struct list {
	struct text (*row)[LIST_COLUMNS];
	size_t rows, room;
	struct span *remark; /* fields, numbered from 1 */
	size_t remarks, remark_room;
	bool own;       /* something is our own calculation */
	bool published; /* a source has a figure that is another one */
};

static struct text *add_list_row(struct list *list)
{
	list->row = grow_zeroed(list->row, &list->room, list->rows + 1, sizeof *list->row);
	return list->row[list->rows++];
}

static void add_remark(struct list *list, struct text *marks, struct span remark)
{
	enum { ROOM = 32 };
	char number[ROOM];
	size_t i = 0;
	if (remark.length == 0)
		return;
	while (i < list->remarks && !span_equals(list->remark[i], remark))
		i++;
	if (i == list->remarks) {
		list->remark = grow(
			list->remark, &list->remark_room, list->remarks + 1, sizeof *list->remark);
		list->remark[list->remarks++] = remark;
	}
	snprintf(number, sizeof number, "%s%zu", marks->length ? "," : "", i + 1);
	text_add(marks, span_of(number));
}

static bool is_not_zero(struct span number)
{
	size_t i = 0;
	while (i < number.length && strchr("-0.", number.bytes[i]))
		i++;
	return i < number.length;
}

/* The figure of the source, where it is another one, before ours. */
static void add_published(
	struct list *list, struct text *cell, const struct figures *figures, size_t row)
{
	struct span published = figure_field(figures, row, "published"),
		    qualifier = figure_field(figures, row, "published_qualifier");
	if (!is_not_zero(figure_field(figures, row, "deviation")))
		return;
	list->published = true;
	text_add_unescaped(&cell[PUBLISHED], qualifier);
	text_add(&cell[PUBLISHED], qualifier.length ? SPAN(" ") : SPAN(""));
	text_add(&cell[PUBLISHED], published);
}

static void add_list_figure(struct list *list, const struct figures *figures, size_t row)
{
	struct text *cell = add_list_row(list);
	struct span group = figure_field(figures, row, "group"), rest, next;
	bool all = span_is(group, "*"), own = false;
	if (all) {
		text_add_unescaped(&cell[LABEL], figure_field(figures, row, "title"));
	} else {
		struct text words = {0};
		add_group_words(&words, group);
		text_add(&cell[LABEL], SPAN("  "));
		text_add_unescaped(&cell[LABEL], text_span(&words));
		free(words.bytes);
	}
	add_published(list, cell, figures, row);
	rest = figure_field(figures, row, "qualifier");
	while ((next = next_reservation(&rest, &own)).length) {
		text_add(&cell[QUALIFIER], cell[QUALIFIER].length ? SPAN(", ") : SPAN(""));
		text_add_unescaped(&cell[QUALIFIER], next);
	}
	if (own)
		text_add_char(&cell[REMARKS], '*');
	list->own |= own;
	struct span value = figure_field(figures, row, "value");
	text_add(&cell[VALUE], value.length ? value : SPAN("-"));
	text_add_unescaped(&cell[UNIT], figure_field(figures, row, "unit"));
	add_remark(list, &cell[REMARKS], figure_field(figures, row, "note"));
	add_remark(list, &cell[REMARKS], figure_field(figures, row, "source"));
}

/* Characters, of which the bytes that go on are not counted. */
static size_t characters(struct span text)
{
	size_t n = 0;
	for (size_t i = 0; i < text.length; i++)
		n += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
	return n;
}

static bool all_numbers(const struct list *list, size_t column)
{
	bool some = false;
	for (size_t i = 1; i < list->rows; i++) {
		struct span field = text_span(&list->row[i][column]);
		if (field.length && !number_valid(field))
			return false;
		some |= field.length > 0;
	}
	return some;
}

static void put_blanks(struct writer *out, size_t count)
{
	while (count--)
		put_bytes(out, SPAN(" "));
}

static void put_list_row(struct writer *out, const struct list *list, const struct text *cell,
	const size_t *width, const bool *numbers)
{
	enum { GAP = 2 };
	size_t owed = 0; /* blanks, where anything follows */
	for (size_t c = 0; c < LIST_COLUMNS; c++) {
		struct span text = text_span(&cell[c]);
		size_t blanks = width[c] - characters(text);
		if (c == PUBLISHED && !list->published)
			continue;
		if (text.length) {
			put_blanks(out, owed + (numbers[c] ? blanks : 0));
			put_bytes(out, text);
			owed = 0;
		}
		owed += GAP + (text.length && numbers[c] ? 0 : blanks);
	}
	put_bytes(out, SPAN("\n"));
}

static void put_list(struct writer *out, const struct list *list)
{
	size_t width[LIST_COLUMNS] = {0};
	bool numbers[LIST_COLUMNS];
	for (size_t c = 0; c < LIST_COLUMNS; c++) {
		numbers[c] = all_numbers(list, c);
		for (size_t i = 0; i < list->rows; i++) {
			size_t n = characters(text_span(&list->row[i][c]));
			width[c] = n > width[c] ? n : width[c];
		}
	}
	for (size_t i = 0; i < list->rows; i++)
		put_list_row(out, list, list->row[i], width, numbers);
}

/* A text in lines of up to 78 characters, its first one behind a mark. */
static void put_folded(struct writer *out, const char *mark, struct span field)
{
	enum { WIDTH = 78 };
	struct text text = {0};
	text_add_unescaped(&text, field);
	struct span rest = text_span(&text);
	size_t used = strlen(mark);
	put_bytes(out, span_of(mark));
	for (bool first = true; rest.length; first = false) {
		const char *end = memchr(rest.bytes, ' ', rest.length);
		struct span one = {rest.bytes, end ? (size_t)(end - rest.bytes) : rest.length};
		size_t taken = one.length + (end != NULL), n = characters(one);
		bool fits = used + 1 + n <= WIDTH;
		if (!first)
			put_bytes(out, fits ? SPAN(" ") : SPAN("\n    "));
		used = first ? used + n : fits ? used + 1 + n : 4 + n;
		put_bytes(out, one);
		rest = (struct span){rest.bytes + taken, rest.length - taken};
	}
	put_bytes(out, SPAN("\n"));
	free(text.bytes);
}

static void list_free(struct list *list)
{
	for (size_t i = 0; i < list->rows; i++) {
		for (size_t c = 0; c < LIST_COLUMNS; c++)
			free(list->row[i][c].bytes);
	}
	free(list->row);
	free(list->remark);
}

static void list_topic(const struct figures *figures, const struct topic *topic, struct writer *out)
{
	static const char *const heads[] = {
		"figure", "published", "qualifier", "value", "unit", "remarks"};
	enum { ROOM = 32 };
	struct list list = {0};
	struct text *head = add_list_row(&list);
	for (size_t c = 0; c < LIST_COLUMNS; c++)
		text_add(&head[c], span_of(heads[c]));
	for (size_t i = 0; i < topic->kpis; i++) {
		const struct kpi *kpi = &topic->kpi[i];
		for (size_t j = 0; j < kpi->rows; j++) {
			if (j == 0 && !span_is(figure_field(figures, kpi->row[0], "group"), "*"))
				text_add_unescaped(&add_list_row(&list)[LABEL],
					figure_field(figures, kpi->row[0], "title"));
			add_list_figure(&list, figures, kpi->row[j]);
		}
	}
	put_bytes(out, topic->name);
	put_bytes(out, SPAN("\n"));
	put_list(out, &list);
	if (list.own)
		put_bytes(out, SPAN("[*] own calculation\n"));
	for (size_t i = 0; i < list.remarks; i++) {
		char mark[ROOM];
		snprintf(mark, sizeof mark, "[%zu] ", i + 1);
		put_folded(out, mark, list.remark[i]);
	}
	list_free(&list);
}

/* The topics stand as they do in the table. */
void listing_write(const struct figures *figures, struct writer *out)
{
	bool first = true;
	for (size_t row = 0; row < figures->table.table.rows; row++) {
		for (size_t t = 0; t < figures->topics; t++) {
			const struct topic *topic = &figures->topic[t];
			if (!topic->shown || topic->first != row)
				continue;
			if (!first)
				put_bytes(out, SPAN("\n"));
			first = false;
			list_topic(figures, topic, out);
		}
	}
}

static void add_label(struct text *to, enum language language, struct span field)
{
	struct text key = {0};
	struct span said;
	text_add_unescaped(&key, field);
	text_add(to, word_find(&said, language, text_span(&key)) ? said : text_span(&key));
	free(key.bytes);
}

void labels_write(const char *path, enum language language, struct writer *out)
{
	static const char *const needed[] = {
		"title", "group", "value", "unit", "qualifier", "note", NULL};
	struct part part = {0};
	part_load(&part, path, needed);
	put_field(out, SPAN("name"));
	put_field(out, SPAN("value"));
	put_field(out, SPAN("unit"));
	put_field(out, SPAN("qualifier"));
	put_field(out, SPAN("note"));
	put_row_end(out);
	for (size_t i = 0; i < part.table.rows; i++) {
		struct text label = {0}, words = {0};
		add_group_words(&words, part_field(&part, i, "group"));
		add_label(&label, language, part_field(&part, i, "title"));
		text_add(&label, SPAN(", "));
		add_label(&label, language, text_span(&words));
		put_text(out, text_span(&label));
		put_field(out, part_field(&part, i, "value"));
		put_field(out, part_field(&part, i, "unit"));
		put_field(out, part_field(&part, i, "qualifier"));
		put_field(out, part_field(&part, i, "note"));
		put_row_end(out);
		free(words.bytes);
		free(label.bytes);
	}
	part_free(&part);
}
