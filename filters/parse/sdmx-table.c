/*
 * The table that a message of SDMX-ML fills: columns as they are met, values by the level that
 * gives them, and rows.
 *
 * A level gives few of the columns, and an observation fewer: a row is what the levels around it
 * give, found anew when one of them changes, with the observation's own put in for the time of it.
 */
#include "sdmx.h"

#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t NOWHERE = SIZE_MAX;

/*
 * Values by whose place in their element a column is remembered; those after it are searched.
 * Without that a generic message of four dimensions takes 1.6 % more instructions, and a flat one
 * of 24 takes 58 % more.
 */
enum { HINTS = 32 };

/* Each observation is looked for in each set of groups; a structure has a few of them. */
enum { SETS = 64 };

struct column {
	const char *id;
	const char *address; /* of the id, where the message last had it */
	bool attribute;      /* said to be one: it may share its id with a dimension */
	bool hidden;         /* an attribute, and nobody asks for attributes */
	enum role role;
	char *name;
	const struct codes *codes; /* their labels stand beside it; NULL where none are asked for */
	char *label_name;
	size_t place, label_place; /* in the row */
};

struct column_value {
	struct text value;
	struct span field;   /* the value, mostly there */
	size_t stamp;        /* its layer's, where the value is given */
	struct fault *fault; /* why the value does not fit; whoever uses it is a bad record */
};

struct layer {
	struct column_value *slot; /* of each column */
	size_t stamp;       /* of what is given now: another number each time it is forgotten */
	size_t *given;      /* which are given */
	size_t count, room; /* of those, and of both arrays */
};

/* One value of a group, and a group that waits until it is known what its key is. */
struct piece {
	const char *id;
	enum kind kind;
	char *value; /* as a field */
};

struct waiting {
	struct piece *piece;
	size_t count, room;
};

/* What a group gives, and whether a row that it describes has gone before. */
struct group {
	char *key; /* the fields of its dimensions, a TAB after each */
	size_t *column;
	char **value;
	size_t count, room;
	bool used;
};

/* The groups whose keys have the same dimensions: a tree of them, by key. */
struct group_set {
	size_t *dimension;
	size_t dimensions;
	void *groups;
	/* The one found last, which the next row mostly has, too: without it a message with a
	 * hundred groups takes 4.2 % more instructions. */
	struct group *last;
};

/*
 * A period that has been read before, as many rows have the same; and how many are remembered.
 * Reading each anew takes 7.6 % more instructions.
 */
enum { SEEN = 512, SEEN_LENGTH = 15 };

struct seen {
	unsigned char length, ours_length;
	char raw[SEEN_LENGTH], ours[SEEN_LENGTH];
};

struct table {
	struct rows *rows;
	const struct reading *reading;
	const struct structure *structure;
	bool attributes; /* they are asked for */
	bool laid;       /* the columns have been told */
	bool begun;      /* the data set has had a row */
	bool grown;      /* since then there are more, which --columns allows */
	struct column *column;
	size_t columns, column_room;
	size_t hint[LEVELS][HINTS];
	struct layer level[LEVELS];
	struct {
		struct span *base; /* what the outer levels give, by place */
		struct span *row;  /* that, with what the observation gives */
		size_t places;
		size_t *dirty; /* the columns that the row has from the observation before */
		size_t dirties;
		/* The fields of base before the first that observations give, as they are written:
		 * to write each of them anew takes 3.0 % more instructions. */
		struct text lead;
		size_t lead_count;
		bool stale;          /* base is to be found anew */
		bool spoiled;        /* a value in it has a fault */
		struct fault *fault; /* of the observation, the first */
	} fields;
	struct {
		struct waiting *group;
		size_t count, room;
	} waiting; /* until it is known what their keys are */
	struct {
		struct group_set *set;
		size_t sets, set_room;
		bool within;
		struct text key;
		size_t idle; /* of the data set's groups, those that have described nothing yet */
	} groups;
	struct seen seen[SEEN];
};

/* ---- Columns ---- */

static bool name_taken(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->columns; i++) {
		const struct column *c = &t->column[i];
		if ((c->name && strcmp(c->name, name) == 0) ||
			(c->label_name && strcmp(c->label_name, name) == 0))
			return true;
	}
	return false;
}

/* The name, or the first of name_2, name_3 ... that is free. */
static char *free_name(const struct table *t, struct span name, bool reserved)
{
	enum { SUFFIX = 24 };
	char *made = span_copy(name);
	for (size_t n = 2; reserved || name_taken(t, made); n++) {
		char suffix[SUFFIX];
		struct text longer = {0};
		snprintf(suffix, sizeof suffix, "_%zu", n);
		text_add(&longer, name);
		text_add(&longer, span_of(suffix));
		free(made);
		made = span_copy(text_span(&longer));
		free(longer.bytes);
		reserved = false;
	}
	return made;
}

/* The roles that have a column's name to themselves, unless --rename gives it to another. */
static const char *const role_names[] = {[ROLE_PERIOD] = "period",
	[ROLE_MEASURE] = "value",
	[ROLE_DIMENSION] = "",
	[ROLE_ATTRIBUTE] = ""};

static bool is_reserved(struct span name, enum role role)
{
	for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++) {
		if (i != role && span_is(name, role_names[i]))
			return true;
	}
	return false;
}

/* What --rename, and what is known without it, calls an id; NULL for nothing in particular. */
static const char *called(const struct table *t, const char *id, bool *told)
{
	struct text made = {0};
	name_make(&made, span_of(id));
	const char *name = names_find(&t->reading->names, span_of(id), text_span(&made), told);
	free(made.bytes);
	return name;
}

static bool is_called(const struct table *t, const char *id, const char *name)
{
	bool told;
	const char *found = called(t, id, &told);
	return found && strcmp(found, name) == 0;
}

bool table_has_attributes(const struct table *t)
{
	return t->attributes;
}

bool table_is_measure(const struct table *t, const char *id)
{
	return strcmp(id, "OBS_VALUE") == 0 || is_called(t, id, "value");
}

bool table_is_period(const struct table *t, const char *id)
{
	return is_called(t, id, "period");
}

/*
 * Names a column. What --rename says holds, and makes a dimension the period or the measure; what
 * is known without it holds for the first that it fits.
 */
static void name_column(struct table *t, struct column *c)
{
	bool told;
	struct text made = {0};
	name_make(&made, span_of(c->id));
	const char *name = names_find(&t->reading->names, span_of(c->id), text_span(&made), &told);
	if (!told && c->role == ROLE_PERIOD)
		name = "period";
	if (name && !told && name_taken(t, name))
		name = NULL;
	if (c->role == ROLE_DIMENSION && name && strcmp(name, "period") == 0)
		c->role = ROLE_PERIOD;
	if (c->role == ROLE_DIMENSION && name && strcmp(name, "value") == 0)
		c->role = ROLE_MEASURE;
	if (c->role == ROLE_PERIOD && (!name || strcmp(name, "period") != 0))
		c->role = ROLE_DIMENSION;
	if (name && !told && is_reserved(span_of(name), c->role))
		name = NULL; /* an attribute TIME */
	struct span wanted = name ? span_of(name) : text_span(&made);
	c->name = free_name(t, wanted, !told && is_reserved(wanted, c->role));
	free(made.bytes);
}

static void name_label(struct table *t, struct column *c)
{
	struct text label = {0};
	text_add(&label, span_of(c->name));
	text_add(&label, SPAN("_label"));
	c->label_name = free_name(t, text_span(&label), false);
	free(label.bytes);
}

static void widen(struct layer *layer, size_t columns)
{
	if (columns <= layer->room)
		return;
	size_t before = layer->room;
	size_t room = before;
	layer->slot = grow(layer->slot, &room, columns, sizeof *layer->slot);
	layer->given = grow(layer->given, &layer->room, room, sizeof *layer->given);
	memset(layer->slot + before, 0, (room - before) * sizeof *layer->slot);
}

static void add_listed(struct text *list, const char *name)
{
	if (list->length)
		text_add_char(list, ',');
	text_add(list, span_of(name));
}

/* A column that comes too late for the header: the --columns that has all of them. */
static _Noreturn void fail_late(const struct table *t, const struct column *late)
{
	struct text all = {0};
	for (size_t place = 0; place < t->fields.places; place++) {
		for (size_t i = 0; i < t->columns; i++) {
			const struct column *c = &t->column[i];
			if (!c->hidden && c->place == place)
				add_listed(&all, c->name);
			if (!c->hidden && c->label_name && c->label_place == place)
				add_listed(&all, c->label_name);
		}
	}
	add_listed(&all, late->name);
	text_add_char(&all, '\0');
	rows_fail(t->rows,
		"%s brings a column '%s' that the rows before do not have: --columns %s reads all",
		quote(span_of(late->id)).text, late->name, all.bytes);
}

/* The code list of a column is not there: its labels are empty, unless they are asked for by name.
 */
static void tell_absent(const struct table *t, const struct column *c)
{
	const char *list = codes_absent(c->codes);
	if (rows_ask(t->rows, c->label_name))
		fail(EX_CONFIG, t->structure->file, 0,
			"the codes of %s are in the list %s, which is not there: --structure may be "
			"given again, with a file that has it",
			c->id, list);
	if (!t->reading->columns)
		rows_say(t->rows,
			"%s is empty: the codes of %s are in the list %s, which is not in %s; "
			"--structure may be given again, with a file that has it",
			c->label_name, c->id, list, structures_files(t->reading->structures));
}

static size_t add_column(struct table *t, const char *id, enum role role, const struct codes *codes)
{
	if (t->columns == COMPONENTS_MOST)
		rows_fail(t->rows, "more than %d dimensions, measures and attributes",
			COMPONENTS_MOST);
	t->column = grow(t->column, &t->column_room, t->columns + 1, sizeof *t->column);
	struct column *c = &t->column[t->columns];
	*c = (struct column){.id = id,
		.address = id,
		.attribute = role == ROLE_ATTRIBUTE,
		.hidden = role == ROLE_ATTRIBUTE && !t->attributes,
		.role = role,
		.place = NOWHERE,
		.label_place = NOWHERE};
	if (!c->hidden) {
		name_column(t, c);
		c->codes = codes;
		if (codes)
			name_label(t, c);
		if (codes && codes_absent(codes))
			tell_absent(t, c);
		if (t->laid && !t->reading->columns)
			fail_late(t, c);
		t->grown = t->laid;
	}
	t->columns++;
	for (size_t i = 0; i < LEVELS; i++)
		widen(&t->level[i], t->columns);
	t->fields.dirty =
		reallocate(t->fields.dirty, t->level[LEVEL_OBS].room, sizeof *t->fields.dirty);
	return t->columns - 1;
}

/* The first column of a role; the count of columns where there is none. */
static size_t find_role(const struct table *t, enum role role)
{
	size_t i = 0;
	while (i < t->columns && t->column[i].role != role)
		i++;
	return i;
}

static bool has_role(const struct table *t, enum role role)
{
	return find_role(t, role) < t->columns;
}

/* The role of what the message alone tells. */
static enum role role_of(const struct table *t, const char *id, enum kind kind)
{
	if (kind == KIND_ATTRIBUTE)
		return ROLE_ATTRIBUTE;
	return kind == KIND_VALUE || table_is_measure(t, id) ? ROLE_MEASURE : ROLE_DIMENSION;
}

static size_t find_column(const struct table *t, const char *id, enum kind kind)
{
	bool attribute = kind == KIND_ATTRIBUTE;
	for (size_t i = 0; i < t->columns; i++) {
		const struct column *c = &t->column[i];
		if ((t->structure || c->attribute == attribute) &&
			(c->address == id || strcmp(c->id, id) == 0))
			return i;
	}
	return NOWHERE;
}

size_t table_column(struct table *t, enum kind kind, const char *id)
{
	size_t found = find_column(t, id, kind);
	if (found != NOWHERE)
		return found;
	if (t->structure && table_is_period(t, id) && has_role(t, ROLE_PERIOD))
		return find_role(t, ROLE_PERIOD); /* TIME for TIME_PERIOD, as 2.0 has it */
	if (t->structure)
		rows_fail(t->rows, "the structure %s in %s has no '%s'", t->structure->id,
			t->structure->file, quote(span_of(id)).text);
	return add_column(t, id, role_of(t, id, kind), NULL);
}

/* The column of a value, mostly the one that was at this place of the last such element. */
static size_t column_of(
	struct table *t, enum level level, enum kind kind, const char *id, size_t at)
{
	size_t *hint = at < HINTS ? &t->hint[level][at] : NULL;
	if (hint && *hint < t->columns) {
		const struct column *c = &t->column[*hint];
		if (c->address == id && (t->structure || c->attribute == (kind == KIND_ATTRIBUTE)))
			return *hint;
	}
	size_t found = table_column(t, kind, id);
	t->column[found].address = id;
	if (hint)
		*hint = found;
	return found;
}

/* ---- What a structure says ---- */

static const struct component *only_measure(const struct structure *s)
{
	const struct component *only = NULL;
	for (size_t i = 0; i < s->components; i++) {
		if (s->component[i].role != ROLE_MEASURE)
			continue;
		if (only)
			return NULL;
		only = &s->component[i];
	}
	return only;
}

/* The period and the measures first: they have the first right to their names. */
static void add_components(struct table *t, const struct structure *s)
{
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < s->components; i++) {
			const struct component *c = &s->component[i];
			bool first = c->role == ROLE_PERIOD || c->role == ROLE_MEASURE;
			if (first == (pass == 0) && find_column(t, c->id, KIND_KEY) == NOWHERE)
				add_column(t, c->id, c->role, c->codes);
		}
	}
	const struct component *measure = only_measure(s);
	bool told = true;
	if (measure)
		called(t, measure->id, &told);
	if (!told && !name_taken(t, "value")) {
		struct column *c = &t->column[find_column(t, measure->id, KIND_KEY)];
		free(c->name);
		c->name = span_copy(SPAN("value"));
	}
}

/* ---- Values ---- */

/*
 * Where a period of at least a year is remembered. Each month of forty years has a place of its
 * own, and so has each quarter: 12 to a year, 120 to ten.
 */
static struct seen *seen_at(struct table *t, struct span s)
{
	const unsigned char *byte = (const unsigned char *)s.bytes, *end = byte + s.length;
	return &t->seen[(byte[2] * 120U + byte[3] * 12U + end[-2] * 10U + end[-1]) % SEEN];
}

static void remember(struct seen *seen, struct span raw, struct span ours)
{
	if (ours.length > SEEN_LENGTH)
		return;
	memcpy(seen->raw, raw.bytes, raw.length);
	memcpy(seen->ours, ours.bytes, ours.length);
	seen->length = (unsigned char)raw.length;
	seen->ours_length = (unsigned char)ours.length;
}

/* value_period, which costs more than all else of a row, where it has not read the same before.
 */
static const char *read_period(struct table *t, struct span raw, struct text *value)
{
	enum { YEAR = 4 };
	if (raw.length < YEAR || raw.length > SEEN_LENGTH)
		return value_period(raw, NUMBERS_PLAIN, value);
	size_t before = value->length;
	const char *expected = value_period(raw, NUMBERS_PLAIN, value);
	if (!expected)
		remember(seen_at(t, raw), raw,
			(struct span){value->bytes + before, value->length - before});
	return expected;
}

/* The field of an observation's period that has been read before: good until the next is read. */
static bool find_period(struct table *t, struct span raw, struct span *field)
{
	enum { YEAR = 4 };
	if (raw.length < YEAR || raw.length > SEEN_LENGTH)
		return false;
	const struct seen *seen = seen_at(t, raw);
	if (seen->length != raw.length || memcmp(seen->raw, raw.bytes, raw.length) != 0)
		return false;
	*field = (struct span){seen->ours, seen->ours_length};
	return true;
}

static const char *read_value(struct table *t, enum role role, struct span raw, struct text *value)
{
	if (role == ROLE_PERIOD)
		return read_period(t, raw, value);
	if (role == ROLE_MEASURE)
		return value_double(raw, NUMBERS_PLAIN, value);
	return value_text(raw, NUMBERS_PLAIN, value);
}

/* As what a record is set aside whose value of that role does not fit. */
static enum reject_kind fault_of(enum role role)
{
	if (role == ROLE_PERIOD)
		return REJECT_PERIOD;
	return role == ROLE_MEASURE ? REJECT_NUMBER : REJECT_ENCODING;
}

static void explain(
	struct column_value *slot, const struct column *c, struct span value, const char *expected)
{
	say_fault(&slot->fault, fault_of(c->role), "%s '%s' is not %s%s%s%s", c->name,
		quote(value).text, expected, c->role == ROLE_PERIOD ? "; --rename " : "",
		c->role == ROLE_PERIOD ? quote(span_of(c->id)).text : "",
		c->role == ROLE_PERIOD ? "=NAME takes it as it stands" : "");
}

static bool is_given(const struct layer *layer, size_t column)
{
	return layer->slot[column].stamp == layer->stamp;
}

void table_set(struct table *t, enum level level, size_t column, struct span value)
{
	const struct column *c = &t->column[column];
	if (c->hidden)
		return;
	struct layer *layer = &t->level[level];
	struct column_value *slot = &layer->slot[column];
	if (is_given(layer, column)) {
		say_fault(&slot->fault, REJECT_TWICE, "%s is given twice", c->name);
	} else {
		slot->stamp = layer->stamp;
		slot->value.length = 0;
		layer->given[layer->count++] = column;
		if (c->role == ROLE_PERIOD && level == LEVEL_OBS &&
			find_period(t, value, &slot->field))
			return;
	}
	const char *expected = read_value(t, c->role, value, &slot->value);
	slot->field = text_span(&slot->value);
	if (expected)
		explain(slot, c, value, expected);
	if (level != LEVEL_OBS)
		t->fields.stale = true;
	else if (slot->fault)
		copy_fault(&t->fields.fault, slot->fault);
}

void table_give(struct table *t, enum level level, enum kind kind, const char *id, size_t at,
	struct span value)
{
	table_set(t, level, column_of(t, level, kind, id, at), value);
}

void table_clear(struct table *t, enum level level)
{
	struct layer *layer = &t->level[level];
	for (size_t i = 0; i < layer->count; i++) {
		struct column_value *slot = &layer->slot[layer->given[i]];
		if (slot->fault)
			free(slot->fault);
		slot->fault = NULL;
	}
	layer->count = 0;
	layer->stamp++;
	t->fields.stale |= level != LEVEL_OBS;
}

/* ---- The header ---- */

static void place_column(struct table *t, struct column *c)
{
	c->place = t->fields.places++;
	if (c->codes)
		c->label_place = t->fields.places++;
}

/* Dimensions, period, measures, attributes: each as they were met, labels beside their codes. */
static void place_columns(struct table *t)
{
	t->fields.places = 0;
	for (enum role role = ROLE_DIMENSION; role <= ROLE_ATTRIBUTE; role++) {
		for (size_t i = 0; i < t->columns; i++) {
			if (t->column[i].role == role && !t->column[i].hidden)
				place_column(t, &t->column[i]);
		}
	}
	t->fields.row = reallocate(t->fields.row, t->fields.places, sizeof *t->fields.row);
	t->fields.base = reallocate(t->fields.base, t->fields.places, sizeof *t->fields.base);
	for (size_t i = 0; i < t->columns; i++) {
		const struct column *c = &t->column[i];
		if (c->hidden)
			continue;
		t->fields.row[c->place] = span_of(c->name);
		if (c->codes)
			t->fields.row[c->label_place] = span_of(c->label_name);
	}
	t->laid = true;
	t->grown = false;
	t->fields.stale = true;
}

/* There is always a measure: an observation without a value has an empty one. */
static void add_missing(struct table *t, enum role role, const char *id)
{
	if (has_role(t, role))
		return;
	for (size_t i = 0; i < t->reading->names.count; i++) {
		if (strcmp(t->reading->names.mapping[i].to, role_names[role]) == 0)
			id = t->reading->names.mapping[i].from;
	}
	add_column(t, id, role, NULL);
}

/* ---- Groups ---- */

void table_group(struct table *t)
{
	t->groups.within = t->attributes;
	if (!t->attributes)
		return;
	t->waiting.group = grow(
		t->waiting.group, &t->waiting.room, t->waiting.count + 1, sizeof *t->waiting.group);
	t->waiting.group[t->waiting.count++] = (struct waiting){0};
}

void table_group_give(struct table *t, enum kind kind, const char *id, struct span value)
{
	if (!t->groups.within)
		return;
	struct waiting *w = &t->waiting.group[t->waiting.count - 1];
	struct text field = {0};
	const char *expected = value_text(value, NUMBERS_PLAIN, &field);
	if (expected)
		rows_fail(t->rows, "%s '%s' of a group is not %s", quote(span_of(id)).text,
			quote(value).text, expected);
	w->piece = grow(w->piece, &w->room, w->count + 1, sizeof *w->piece);
	w->piece[w->count++] = (struct piece){id, kind, span_copy(text_span(&field))};
	free(field.bytes);
}

/* Whether a value of a group is of its key, and the column that it has then. */
static bool is_key(const struct table *t, const struct piece *piece, size_t *column)
{
	*column = piece->kind == KIND_ATTRIBUTE ? NOWHERE : find_column(t, piece->id, KIND_KEY);
	if (*column != NOWHERE)
		return t->column[*column].role != ROLE_ATTRIBUTE;
	if (piece->kind == KIND_KEY)
		rows_fail(t->rows, "a group's key has '%s', which is no dimension of the series",
			quote(span_of(piece->id)).text);
	return false;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct group *)a)->key, ((const struct group *)b)->key);
}

/* The group with the key at hand, which is made where there is none. */
static struct group *find_group(const struct table *t, struct group_set *set)
{
	const struct group wanted = {.key = t->groups.key.bytes};
	if (set->last && by_key(set->last, &wanted) == 0)
		return set->last;
	struct group *const *found = tfind(&wanted, &set->groups, by_key);
	if (found)
		return set->last = *found;
	set->last = allocate(1, sizeof *set->last);
	*set->last = (struct group){.key = span_copy(span_of(wanted.key))};
	tsearch(set->last, &set->groups, by_key);
	return set->last;
}

/* The set of groups with these dimensions, in ascending order; one that is new comes too late for
 * rows that have gone before. */
static struct group_set *find_set(struct table *t, const size_t *dimension, size_t count)
{
	for (size_t i = 0; i < t->groups.sets; i++) {
		if (t->groups.set[i].dimensions == count &&
			(count == 0 || memcmp(t->groups.set[i].dimension, dimension,
					       count * sizeof *dimension) == 0))
			return &t->groups.set[i];
	}
	if (t->groups.sets == SETS)
		rows_fail(t->rows,
			"its groups are of more than %d sets of dimensions: no structure has so many",
			SETS);
	t->groups.set =
		grow(t->groups.set, &t->groups.set_room, t->groups.sets + 1, sizeof *t->groups.set);
	struct group_set *set = &t->groups.set[t->groups.sets++];
	*set = (struct group_set){.dimensions = count};
	set->dimension = allocate(count + 1, sizeof *set->dimension);
	for (size_t i = 0; i < count; i++)
		set->dimension[i] = dimension[i];
	return set;
}

static void add_to_group(struct table *t, struct group *group, const struct piece *piece)
{
	size_t column = table_column(t, KIND_ATTRIBUTE, piece->id), room = group->room;
	group->column = grow(group->column, &room, group->count + 1, sizeof *group->column);
	group->value = grow(group->value, &group->room, room, sizeof *group->value);
	t->groups.idle += group->count == 0 && !group->used;
	group->column[group->count] = column;
	group->value[group->count++] = span_copy(span_of(piece->value));
}

static int compare_places(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	return (left > right) - (left < right);
}

static const char *piece_of(const struct table *t, const struct waiting *w, size_t dimension)
{
	for (size_t i = 0; i < w->count; i++) {
		size_t column;
		if (is_key(t, &w->piece[i], &column) && column == dimension)
			return w->piece[i].value;
	}
	return "";
}

/* Files a group whose dimensions are columns by now. */
static void file_group(struct table *t, const struct waiting *w, bool late)
{
	size_t *dimension = allocate(w->count + 1, sizeof *dimension), count = 0, column;
	for (size_t i = 0; i < w->count; i++) {
		if (is_key(t, &w->piece[i], &column))
			dimension[count++] = column;
	}
	qsort(dimension, count, sizeof *dimension, compare_places);
	size_t sets = t->groups.sets;
	struct group_set *set = find_set(t, dimension, count);
	t->groups.key.length = 0;
	for (size_t i = 0; i < count; i++) {
		text_add(&t->groups.key, span_of(piece_of(t, w, dimension[i])));
		text_add_char(&t->groups.key, '\t');
	}
	text_add_char(&t->groups.key, '\0');
	free(dimension);
	struct group *group = find_group(t, set);
	if (late && (sets < t->groups.sets || group->used))
		rows_fail(t->rows,
			"a group stands after rows that it describes: put groups before their "
			"series, or leave attributes out");
	for (size_t i = 0; i < w->count; i++) {
		if (!is_key(t, &w->piece[i], &column))
			add_to_group(t, group, &w->piece[i]);
	}
}

static void free_waiting(struct waiting *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->piece[i].value);
	free(w->piece);
}

/* Files the groups that have waited for the first row, or the one that stands after it. */
static void file_groups(struct table *t)
{
	for (size_t i = 0; i < t->waiting.count; i++) {
		file_group(t, &t->waiting.group[i], t->begun);
		free_waiting(&t->waiting.group[i]);
	}
	t->waiting.count = 0;
	t->fields.stale = true;
}

void table_group_end(struct table *t)
{
	if (t->groups.within && (t->begun || t->structure))
		file_groups(t);
	t->groups.within = false;
}

static void free_group(void *of)
{
	struct group *group = of;
	for (size_t i = 0; i < group->count; i++)
		free(group->value[i]);
	free(group->value);
	free(group->column);
	free(group->key);
	free(group);
}

static void forget_groups(struct table *t)
{
	for (size_t i = 0; i < t->waiting.count; i++)
		free_waiting(&t->waiting.group[i]);
	for (size_t i = 0; i < t->groups.sets; i++) {
		tdestroy(t->groups.set[i].groups, free_group);
		free(t->groups.set[i].dimension);
	}
	t->waiting.count = 0;
	t->groups.sets = t->groups.idle = 0;
}

static void find_idle(const void *node, VISIT visit, void *closure)
{
	struct group *group = *(struct group *const *)node;
	struct group **idle = closure;
	if ((visit == postorder || visit == leaf) && !*idle && !group->used && group->count)
		*idle = group;
}

/* "REF_AREA=101 TITLE=Mad" */
static void add_key(struct text *to, const struct table *t, const struct group_set *set,
	const struct group *group)
{
	const char *at = group->key;
	for (size_t i = 0; i < set->dimensions; i++) {
		struct span field = {at, strcspn(at, "\t")};
		text_add(to, span_of(i ? " " : ""));
		text_add(to, span_of(t->column[set->dimension[i]].id));
		text_add_char(to, '=');
		text_add(to, field);
		at += field.length + 1;
	}
}

void table_dataset_end(struct table *t)
{
	size_t idle = t->groups.idle + t->waiting.count;
	if (idle == 0)
		return;
	struct text key = {0};
	struct group *first = NULL;
	for (size_t i = 0; i < t->groups.sets && !first; i++) {
		twalk_r(t->groups.set[i].groups, find_idle, &first);
		if (first)
			add_key(&key, t, &t->groups.set[i], first);
	}
	rows_say(t->rows, "%zu group%s of the data set describe%s no observation%s%s%s%s", idle,
		idle == 1 ? "" : "s", idle == 1 ? "s" : "", key.length ? ": its key is " : "",
		quote(text_span(&key)).text, key.length && idle > 1 ? ", of the first" : "",
		key.length && !t->structure ? "; --structure says what is a key and what is not"
					    : "");
	free(key.bytes);
}

/* What has been given once has a stamp. */
static bool ever_given(const struct table *t, enum level level, size_t column)
{
	return t->level[level].slot[column].stamp > 0;
}

bool table_has_values(const struct table *t)
{
	for (size_t i = 0; i < t->columns; i++) {
		bool given = false;
		for (enum level level = LEVEL_DATASET; level <= LEVEL_OBS; level++)
			given |= ever_given(t, level, i);
		if (given && t->column[i].role == ROLE_MEASURE)
			return true;
	}
	return !t->laid;
}

const char *table_value_like(const struct table *t)
{
	const char *last = NULL, *figure = NULL;
	for (size_t i = 0; i < t->columns; i++) {
		const struct column *c = &t->column[i];
		if (c->role != ROLE_DIMENSION || !ever_given(t, LEVEL_OBS, i))
			continue;
		last = c->id;
		if (number_valid(t->level[LEVEL_OBS].slot[i].field))
			figure = c->id;
	}
	return figure ? figure : last;
}

void table_dataset(struct table *t, const struct structure *structure, struct span name)
{
	forget_groups(t);
	t->begun = false;
	t->structure = NULL; /* which does not know of `dataset` */
	if (name.length)
		table_give(t, LEVEL_DATASET, KIND_ATTRIBUTE, "dataset", HINTS, name);
	t->structure = structure;
	if (structure)
		add_components(t, structure);
}

/* ---- Rows ---- */

static void set_field(const struct table *t, struct span *row, size_t column, struct span value)
{
	const struct column *c = &t->column[column];
	row[c->place] = value;
	if (c->codes)
		row[c->label_place] = codes_label(c->codes, value);
}

static void take_layer(struct table *t, enum level level)
{
	const struct layer *layer = &t->level[level];
	for (size_t i = 0; i < layer->count; i++) {
		const struct column_value *slot = &layer->slot[layer->given[i]];
		set_field(t, t->fields.base, layer->given[i], slot->field);
		t->fields.spoiled |= slot->fault != NULL;
	}
}

/* What a row has of a dimension, for the keys of groups. */
static struct span dimension_value(const struct table *t, size_t column)
{
	for (int level = LEVEL_OBS; level >= LEVEL_DATASET; level--) {
		const struct layer *layer = &t->level[level];
		if (is_given(layer, column))
			return layer->slot[column].field;
	}
	return SPAN("");
}

static void take_groups(struct table *t)
{
	for (size_t i = 0; i < t->groups.sets; i++) {
		struct group_set *set = &t->groups.set[i];
		t->groups.key.length = 0;
		for (size_t j = 0; j < set->dimensions; j++) {
			text_add(&t->groups.key, dimension_value(t, set->dimension[j]));
			text_add_char(&t->groups.key, '\t');
		}
		text_add_char(&t->groups.key, '\0');
		struct group *group = find_group(t, set);
		if (!group->used && group->count)
			t->groups.idle--;
		group->used = true;
		for (size_t j = 0; j < group->count; j++)
			set_field(t, t->fields.base, group->column[j], span_of(group->value[j]));
	}
}

/* Finds what an observation inherits. */
static void inherit(struct table *t)
{
	for (size_t i = 0; i < t->fields.places; i++)
		t->fields.base[i] = SPAN("");
	t->fields.spoiled = false;
	take_layer(t, LEVEL_DATASET);
	take_groups(t);
	take_layer(t, LEVEL_GROUP);
	take_layer(t, LEVEL_SERIES);
	memcpy(t->fields.row, t->fields.base, t->fields.places * sizeof *t->fields.row);
	t->fields.stale = t->groups.sets > 0; /* a group's key may be the observation's */
}

/* The first row of a data set. */
static void begin_rows(struct table *t)
{
	file_groups(t);
	t->begun = true;
}

/* Tells the columns: before the first row of a document, and when they have become more. */
static void tell_columns(struct table *t)
{
	add_missing(t, ROLE_MEASURE, "OBS_VALUE");
	place_columns(t);
	rows_columns(t->rows, t->fields.row, t->fields.places);
}

static void inherit_faults(struct table *t)
{
	for (int level = LEVEL_SERIES; level >= LEVEL_DATASET; level--) {
		const struct layer *layer = &t->level[level];
		for (size_t i = 0; i < layer->count; i++) {
			size_t column = layer->given[i];
			if (layer->slot[column].fault && !is_given(&t->level[LEVEL_OBS], column))
				copy_fault(&t->fields.fault, layer->slot[column].fault);
		}
	}
}

/* Takes out of the row what the observation before gave and this one does not. */
static void clean_row(struct table *t)
{
	for (size_t i = 0; i < t->fields.dirties; i++) {
		const struct column *c = &t->column[t->fields.dirty[i]];
		if (is_given(&t->level[LEVEL_OBS], t->fields.dirty[i]))
			continue;
		t->fields.row[c->place] = t->fields.base[c->place];
		if (c->codes)
			t->fields.row[c->label_place] = t->fields.base[c->label_place];
	}
}

/*
 * Puts in what the observation gives, and returns the first place that it gives. It mostly gives
 * the columns that the one before gave, in the same order.
 */
static size_t put_in(struct table *t)
{
	const struct layer *own = &t->level[LEVEL_OBS];
	size_t first = t->fields.places;
	bool same = own->count == t->fields.dirties;
	for (size_t i = 0; i < own->count; i++) {
		size_t column = own->given[i], at = t->column[column].place;
		set_field(t, t->fields.row, column, own->slot[column].field);
		first = at < first ? at : first;
		same = same && column == t->fields.dirty[i];
	}
	if (!same)
		clean_row(t);
	return first;
}

/* Forgets it; what it gave is in the row until the next is put in. */
static void forget_own(struct table *t)
{
	struct layer *own = &t->level[LEVEL_OBS];
	size_t *given = own->given;
	t->fields.dirties = own->count;
	if (t->fields.fault) {
		free(t->fields.fault);
		t->fields.fault = NULL;
		table_clear(t, LEVEL_OBS); /* with the faults of its values */
	}
	own->given = t->fields.dirty;
	t->fields.dirty = given;
	own->count = 0;
	own->stamp++;
}

static void write_lead(struct table *t, size_t count)
{
	t->fields.lead.length = 0;
	t->fields.lead_count = count;
	for (size_t i = 0; i < count; i++) {
		text_add(&t->fields.lead, t->fields.base[i]);
		text_add_char(&t->fields.lead, '\t');
	}
}

void table_put(struct table *t, size_t line)
{
	if (!t->begun)
		begin_rows(t);
	if (!t->laid || t->grown)
		tell_columns(t);
	bool fresh = t->fields.stale;
	if (t->fields.stale)
		inherit(t);
	size_t first = put_in(t);
	if (fresh || first != t->fields.lead_count)
		write_lead(t, first);
	if (t->fields.spoiled)
		inherit_faults(t);
	if (t->fields.fault)
		rows_reject(t->rows, line, t->fields.fault);
	else
		rows_put_lead(t->rows, line, text_span(&t->fields.lead), t->fields.row, first);
	forget_own(t);
}

void table_lacks(struct table *t, const char *id)
{
	say_fault(&t->fields.fault, REJECT_MISSING, "the observation has no %s",
		quote(span_of(id)).text);
}

/* ---- Opening and closing ---- */

struct table *table_open(struct rows *rows, const struct reading *reading)
{
	struct table *t = allocate(1, sizeof *t);
	memset(t, 0, sizeof *t);
	t->rows = rows;
	t->reading = reading;
	t->attributes = reading->attributes || reading->columns;
	for (size_t i = 0; i < LEVELS; i++)
		t->level[i].stamp = 1; /* which no slot has yet */
	return t;
}

static void free_layer(struct layer *layer)
{
	for (size_t i = 0; i < layer->room; i++) {
		free(layer->slot[i].value.bytes);
		free(layer->slot[i].fault);
	}
	free(layer->slot);
	free(layer->given);
}

void table_close(struct table *t)
{
	if (!t->laid) {
		add_missing(t, ROLE_PERIOD, "TIME_PERIOD");
		add_missing(t, ROLE_MEASURE, "OBS_VALUE");
		place_columns(t);
		rows_empty(t->rows, t->fields.row, t->fields.places);
	}
	forget_groups(t);
	free(t->waiting.group);
	free(t->groups.set);
	for (size_t i = 0; i < LEVELS; i++)
		free_layer(&t->level[i]);
	for (size_t i = 0; i < t->columns; i++) {
		free(t->column[i].name);
		free(t->column[i].label_name);
	}
	free(t->column);
	free(t->fields.row);
	free(t->fields.dirty);
	free(t->fields.base);
	free(t->groups.key.bytes);
	free(t->fields.lead.bytes);
	free(t);
}
