/*
 * The dialect `export`: our own, described by schemas/export.xsd.
 *
 *	<export xmlns="urn:kkr:export:1" dataset="..." numbers="da" source="...">
 *	  <fields> <field name="area" type="area"/> ... </fields>
 *	  <group measure="population"> <record area="101 København">667.099</record> </group>
 *	</export>
 *
 * A value comes from the record (an attribute, a child element, or its text for the field `value`),
 * else from the innermost group that gives the field, else from the root (`source`).
 */
#include "dialects.h"

#include "read/values.h"

#include <stdlib.h>
#include <string.h>

/* What a field is at one level: root, group or record. */
struct field_value {
	struct text value;
	bool given;
	struct fault *fault; /* why the value does not fit; whoever uses it is a bad record */
};

/* What a level gives: few of the fields, mostly. */
struct given {
	size_t field;
	struct field_value slot;
};

struct level {
	struct given *given;
	size_t count, room;
};

struct field {
	char *name;
	const char *address; /* of the name in the document, once an attribute has had it */
	value_reader *read;
	bool numeric;
	enum reject_kind kind; /* of a value that does not fit */
};

struct rule;

struct export
{
	struct rows *rows;
	const struct reading *reading;
	struct text dataset, source;
	enum numbers numbers;
	struct export_open {
		const struct rule *place[XML_DEPTH + 1]; /* of each element, the outside first */
		size_t depth;
		const char *space; /* the address of our namespace in the document */
		const struct rule
			*last; /* the rule found last, and the address of its element's name */
		const char *last_name;
	} open;
	struct export_list { /* <fields> */
		struct field *field;
		size_t count, room;
		struct places named;
		size_t value; /* the field `value`, which is a record's text */
		bool blank;   /* one is of the type text */
		bool complete;
	} list;
	struct export_outer {
		struct level level[XML_DEPTH]; /* of the root, then of each open group */
		size_t levels;
		const struct field_value *
			*inherited; /* of each field: that of the innermost level which gives it */
		bool changed;       /* a level has come or gone since they were found */
		bool spoiled;       /* one of those has a fault */
	} outer;
	struct export_record {
		struct field_value *own; /* what it gives itself */
		size_t *given;           /* which those are */
		size_t givens;
		struct span *row; /* what rows_put gets: inherited, but for what is given */
		size_t line;
		struct fault *fault; /* its first */
		size_t child;        /* the field that the open child element names */
	} record;
};

static size_t find_field(const struct export *d, const char *name)
{
	size_t found = places_find(&d->list.named, span_of(name));
	return found == PLACES_NONE ? d->list.count : found;
}

/* The field of an attribute, which most records have: the first few by the address of the name. */
static size_t find_attribute(struct export *d, const struct attribute *a)
{
	enum { NEAR = 8 };
	if (*a->space)
		return d->list.count;
	for (size_t i = 0; i < NEAR && i < d->list.count; i++) {
		if (d->list.field[i].address == a->name)
			return i;
	}
	size_t found = find_field(d, a->name);
	if (found < d->list.count)
		d->list.field[found].address = a->name;
	return found;
}

static void clear_level(struct level *level)
{
	for (size_t i = 0; i < level->count; i++) {
		free(level->given[i].slot.value.bytes);
		free(level->given[i].slot.fault);
	}
	level->count = 0;
}

static void set_slot(
	const struct export *d, struct field_value *slot, size_t field, struct span raw)
{
	const struct field *f = &d->list.field[field];
	slot->given = true;
	slot->value.length = 0;
	if (slot->fault)
		free(slot->fault);
	slot->fault = NULL;
	const char *expected = f->read(raw, d->numbers, &slot->value);
	if (expected)
		say_fault(&slot->fault, f->kind, "%s '%s' is not %s%s%s", f->name, quote(raw).text,
			expected, f->numeric ? number_stranger(raw).text : "",
			f->numeric && d->numbers == NUMBERS_PLAIN
				? "; numbers=\"da\" on <export> reads Danish notation"
				: "");
}

static void give_level(struct export *d, struct level *level, size_t field, struct span raw)
{
	level->given = grow(level->given, &level->room, level->count + 1, sizeof *level->given);
	struct given *given = &level->given[level->count++];
	*given = (struct given){.field = field};
	set_slot(d, &given->slot, field, raw);
}

/*
 * Finds what a record inherits of each field, where a group has begun or ended since the last one:
 * groups without records cost none.
 */
static void inherit(struct export *d)
{
	static const struct field_value nothing;
	if (!d->outer.changed)
		return;
	d->outer.changed = false;
	for (size_t i = 0; i < d->list.count; i++)
		d->outer.inherited[i] = &nothing;
	for (size_t i = 0; i < d->outer.levels; i++) {
		for (size_t j = 0; j < d->outer.level[i].count; j++)
			d->outer.inherited[d->outer.level[i].given[j].field] =
				&d->outer.level[i].given[j].slot;
	}
	d->outer.spoiled = false;
	for (size_t i = 0; i < d->list.count; i++) {
		d->record.row[i + 1] = text_span(&d->outer.inherited[i]->value);
		d->outer.spoiled |= d->outer.inherited[i]->fault != NULL;
	}
}

/* <export> */

static bool schema_instance(const struct attribute *a)
{
	return strcmp(a->space, "http://www.w3.org/2001/XMLSchema-instance") == 0;
}

static void read_dataset(struct export *d, struct span value)
{
	const char *expected = value_token(value, d->numbers, &d->dataset);
	if (expected)
		rows_fail(d->rows, "dataset \"%s\" is not %s", quote(value).text, expected);
}

static void read_source(struct export *d, struct span value)
{
	text_add(&d->source, value); /* the field `source`, where there is one, reads it */
}

static void read_numbers(struct export *d, struct span value)
{
	value = trimmed(value);
	if (!numbers_find_export(value, &d->numbers))
		rows_fail(d->rows, "numbers=\"%s\" is neither da nor plain", quote(value).text);
}

static const struct root_attribute {
	const char *name;
	void (*read)(struct export *, struct span);
} root_attributes[] = {
	{"dataset", read_dataset},
	{"source", read_source},
	{"numbers", read_numbers},
};

static void read_root_attribute(struct export *d, const struct attribute *a)
{
	for (size_t i = 0; i < sizeof root_attributes / sizeof *root_attributes; i++) {
		if (!*a->space && strcmp(a->name, root_attributes[i].name) == 0) {
			root_attributes[i].read(d, a->value);
			return;
		}
	}
	rows_fail(d->rows, "<export> has an attribute '%s'; it may have dataset, numbers, source",
		quote(span_of(a->name)).text);
}

static void start_export(struct export *d, const struct element *element)
{
	for (size_t i = 0; i < element->attributes; i++) {
		if (!schema_instance(&element->attribute[i]))
			read_root_attribute(d, &element->attribute[i]);
	}
	if (d->dataset.length == 0)
		rows_fail(d->rows, "<export> has no dataset: a name for its records");
}

/* <fields> */

static void start_fields(struct export *d, const struct element *element)
{
	if (d->list.complete)
		rows_fail(d->rows, "<fields> stands twice");
	if (element->attributes)
		rows_fail(d->rows, "<fields> has an attribute '%s'", element->attribute[0].name);
}

static void start_field(struct export *d, const struct element *element)
{
	struct span name = SPAN(""), type = SPAN("");
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (strcmp(a->name, "name") == 0 && !*a->space)
			name = trimmed(a->value);
		else if (strcmp(a->name, "type") == 0 && !*a->space)
			type = trimmed(a->value);
		else
			rows_fail(d->rows, "<field> has an attribute '%s'; it has name and type",
				a->name);
	}
	if (!column_name_valid(name) || span_is(name, "dataset"))
		rows_fail(d->rows,
			"'%s' is no name of a field: lower case letters, digits and _, "
			"from a letter; not dataset",
			quote(name).text);
	const struct type *t = type_find(type);
	if (!t)
		rows_fail(d->rows, "no type '%s': there are " TYPE_NAMES, quote(type).text);
	d->list.field =
		grow(d->list.field, &d->list.room, d->list.count + 1, sizeof *d->list.field);
	char *copy = span_copy(name);
	if (!places_add(&d->list.named, span_of(copy), d->list.count))
		rows_fail(d->rows, "two fields are named '%s'", copy);
	d->list.blank |= t->read == value_text;
	rows_blank(d->rows, d->list.blank);
	d->list.field[d->list.count++] = (struct field){copy, NULL, t->read, t->numeric, t->fault};
}

/* What --rename calls a field, or its own name. */
static struct span column_of(const struct export *d, const char *field)
{
	bool told;
	const char *name = names_find(&d->reading->names, span_of(field), span_of(field), &told);
	return span_of(told ? name : field);
}

static void name_columns(struct export *d)
{
	struct places named = {0};
	for (size_t i = 0; i <= d->list.count; i++) {
		d->record.row[i] = column_of(d, i ? d->list.field[i - 1].name : "dataset");
		if (!places_add(&named, d->record.row[i], i))
			rows_fail(d->rows, "--rename makes two columns '%s'",
				quote(d->record.row[i]).text);
	}
	places_free(&named);
	rows_columns(d->rows, d->record.row, d->list.count + 1);
}

static void end_fields(struct export *d)
{
	if (d->list.count == 0)
		rows_fail(d->rows, "<fields> names no field");
	d->list.complete = true;
	d->list.value = find_field(d, "value");
	d->record.own = allocate(d->list.count, sizeof *d->record.own);
	memset(d->record.own, 0, d->list.count * sizeof *d->record.own);
	d->record.given = allocate(d->list.count, sizeof *d->record.given);
	d->outer.inherited = allocate(d->list.count, sizeof *d->outer.inherited);
	d->record.row = allocate(d->list.count + 1, sizeof *d->record.row);
	name_columns(d);

	size_t source = find_field(d, "source");
	d->outer.levels = 1;
	if (d->source.length && source < d->list.count)
		give_level(d, &d->outer.level[0], source, text_span(&d->source));
	d->record.row[0] = text_span(&d->dataset);
	d->outer.changed = true;
}

static void expect_fields(const struct export *d, const char *what)
{
	if (!d->list.complete)
		rows_fail(d->rows, "<%s> stands before <fields>, which names its columns", what);
}

/* <group> */

static void start_group(struct export *d, const struct element *element)
{
	expect_fields(d, "group");
	struct level *inner = &d->outer.level[d->outer.levels++];
	clear_level(inner);
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		size_t field = find_attribute(d, a);
		if (field == d->list.count)
			rows_fail(d->rows,
				"<group> has an attribute '%s', which <fields> does not name",
				a->name);
		give_level(d, inner, field, a->value);
	}
	d->outer.changed = true;
}

static void end_group(struct export *d)
{
	d->outer.levels--;
	d->outer.changed = true;
}

/* <record> and its children */

static void set_own(struct export *d, size_t field, struct span raw)
{
	struct field_value *slot = &d->record.own[field];
	if (!slot->given)
		d->record.given[d->record.givens++] = field;
	set_slot(d, slot, field, raw);
	d->record.row[field + 1] = text_span(&slot->value);
	if (slot->fault)
		copy_fault(&d->record.fault, slot->fault);
}

static void give(struct export *d, size_t field, struct span raw)
{
	if (d->record.own[field].given)
		say_fault(&d->record.fault, REJECT_TWICE, "%s is given twice",
			d->list.field[field].name);
	set_own(d, field, raw);
}

static void start_record(struct export *d, const struct element *element)
{
	expect_fields(d, "record");
	inherit(d);
	d->record.line = rows_line(d->rows);
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		size_t field = find_attribute(d, a);
		if (field < d->list.count)
			give(d, field, a->value);
		else
			say_fault(&d->record.fault, REJECT_FIELDS,
				"the record has an attribute '%s', which <fields> does not name",
				quote(span_of(a->name)).text);
	}
}

static void record_text(struct export *d, struct span text)
{
	if (d->list.value < d->list.count)
		give(d, d->list.value, text);
	else
		say_fault(&d->record.fault, REJECT_FIELDS,
			"the record has text ('%s'), and <fields> names no field 'value'",
			quote(trimmed(text)).text);
}

static void start_child(struct export *d, const struct element *element)
{
	d->record.child = find_field(d, element->name);
	if (d->record.child == d->list.count)
		say_fault(&d->record.fault, REJECT_FIELDS,
			"the record has an element <%s>, which <fields> does not name",
			quote(span_of(element->name)).text);
	else
		give(d, d->record.child, SPAN(""));
	if (element->attributes)
		say_fault(&d->record.fault, REJECT_FIELDS, "<%s> has an attribute '%s'",
			quote(span_of(element->name)).text, element->attribute[0].name);
}

static void child_text(struct export *d, struct span text)
{
	if (d->record.child < d->list.count)
		set_own(d, d->record.child, text);
}

static void start_unknown(struct export *d, const struct element *element)
{
	say_fault(&d->record.fault, REJECT_FIELDS, "an element <%s> where a field's text should be",
		quote(span_of(element->name)).text);
}

/* A value that the record inherits and that does not fit spoils it, too. */
static void inherit_fault(struct export *d)
{
	for (size_t i = 0; i < d->list.count; i++) {
		if (!d->record.own[i].given && d->outer.inherited[i]->fault)
			copy_fault(&d->record.fault, d->outer.inherited[i]->fault);
	}
}

static void end_record(struct export *d)
{
	if (d->outer.spoiled)
		inherit_fault(d);
	if (d->record.fault)
		rows_reject(d->rows, d->record.line, d->record.fault);
	else
		rows_put(d->rows, d->record.line, d->record.row);
	while (d->record.givens > 0) {
		size_t field = d->record.given[--d->record.givens];
		d->record.own[field].given = false;
		d->record.row[field + 1] = text_span(&d->outer.inherited[field]->value);
	}
	if (d->record.fault)
		free(d->record.fault);
	d->record.fault = NULL;
}

/* Which element may stand where, and what is done with it. */

enum export_place { OUTSIDE, EXPORT, FIELDS, FIELD, GROUP, RECORD, CHILD, UNKNOWN };

static const struct rule {
	enum export_place parent;
	const char *name; /* NULL: any */
	enum export_place place;
	void (*start)(struct export *, const struct element *);
	void (*text)(struct export *, struct span);
	void (*end)(struct export *);
} rules[] = {
	{GROUP, "record", RECORD, start_record, record_text, end_record},
	{EXPORT, "record", RECORD, start_record, record_text, end_record},
	{OUTSIDE, "export", EXPORT, start_export, NULL, NULL},
	{EXPORT, "fields", FIELDS, start_fields, NULL, end_fields},
	{FIELDS, "field", FIELD, start_field, NULL, NULL},
	{EXPORT, "group", GROUP, start_group, NULL, end_group},
	{GROUP, "group", GROUP, start_group, NULL, end_group},
	{RECORD, NULL, CHILD, start_child, child_text, NULL},
	{CHILD, NULL, UNKNOWN, start_unknown, NULL, NULL},
	{UNKNOWN, NULL, UNKNOWN, NULL, NULL, NULL},
};
static const struct rule outside = {.place = OUTSIDE};

static const struct rule *search_rule(const struct export *d, const struct element *element)
{
	enum export_place parent = d->open.place[d->open.depth]->place;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *rule = &rules[i];
		if (rule->parent != parent)
			continue;
		if (!rule->name || strcmp(rule->name, element->name) == 0)
			return rule;
	}
	rows_fail(d->rows, "an element <%s>, which has no place there",
		quote(span_of(element->name)).text);
}

/* An element is mostly what the one before was: a record after a record. */
static const struct rule *find_rule(struct export *d, const struct element *element)
{
	if (!d->open.last || d->open.last->parent != d->open.place[d->open.depth]->place ||
		d->open.last_name != element->name) {
		d->open.last = search_rule(d, element);
		d->open.last_name = element->name;
	}
	return d->open.last;
}

/* An element of another namespace spoils its record, or outside one the document. */
static void foreign(struct export *d, enum export_place place, const struct element *element)
{
	struct quote name = quote(span_of(element->name));
	if (place == CHILD || place == UNKNOWN)
		say_fault(&d->record.fault, REJECT_FIELDS, "<%s> is not of the namespace %s",
			name.text, dialect_export.space);
	else
		rows_fail(d->rows, "<%s> is not of the namespace %s", name.text,
			dialect_export.space);
}

static void export_start(void *state, const struct element *element)
{
	struct export *d = state;
	const struct rule *rule = find_rule(d, element);
	if (element->space != d->open.space) {
		if (strcmp(element->space, dialect_export.space) != 0)
			foreign(d, rule->place, element);
		else
			d->open.space = element->space;
	}
	d->open.place[++d->open.depth] = rule;
	if (rule->start)
		rule->start(d, element);
}

/* White space alone is the text of a child whose field is of the type text. */
static bool counts(const struct export *d, const struct rule *rule, struct span text)
{
	bool kept = rule->place == CHILD && d->record.child < d->list.count &&
		    d->list.field[d->record.child].read == value_text;
	return kept || trimmed(text).length > 0;
}

static void export_text(void *state, struct span text)
{
	struct export *d = state;
	const struct rule *rule = d->open.place[d->open.depth];
	if (d->list.blank && !counts(d, rule, text))
		return;
	if (rule->text)
		rule->text(d, text);
	else if (rule->place != UNKNOWN)
		rows_fail(d->rows, "text outside a record: '%s'", quote(trimmed(text)).text);
}

static void export_end(void *state)
{
	struct export *d = state;
	const struct rule *rule = d->open.place[d->open.depth--];
	if (rule->end)
		rule->end(d);
}

static bool export_begins_record(const void *state, const struct element *element)
{
	(void)state;
	return strcmp(element->name, "record") == 0;
}

static void *export_open(struct rows *rows, const struct reading *reading)
{
	struct export *d = allocate(1, sizeof *d);
	memset(d, 0, sizeof *d);
	d->rows = rows;
	d->reading = reading;
	d->numbers = NUMBERS_PLAIN;
	d->open.place[0] = &outside;
	return d;
}

static void export_close(void *state)
{
	struct export *d = state;
	if (!d->list.complete)
		rows_fail(d->rows, "the export has no <fields>, which name its columns");
	for (size_t i = 0; i < XML_DEPTH; i++) {
		clear_level(&d->outer.level[i]);
		free(d->outer.level[i].given);
	}
	for (size_t i = 0; i < d->list.count; i++) {
		free(d->record.own[i].value.bytes);
		free(d->record.own[i].fault);
	}
	free(d->record.own);
	free(d->record.given);
	for (size_t i = 0; i < d->list.count; i++)
		free(d->list.field[i].name);
	free(d->list.field);
	places_free(&d->list.named);
	free(d->record.row);
	free(d->outer.inherited);
	free(d->dataset.bytes);
	free(d->source.bytes);
	free(d);
}

const struct dialect dialect_export = {
	.name = "export",
	.root = "export",
	.space = "urn:kkr:export:1",
	.begins_record = export_begins_record,
	.open = export_open,
	.start = export_start,
	.text = export_text,
	.end = export_end,
	.close = export_close,
};
