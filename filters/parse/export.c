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
#include "dialect.h"
#include "values.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { REASON = 512 };

/* What a field is at one level: root, group or record. */
struct slot {
	struct text value;
	bool given;
	char *fault; /* why the value does not fit; whoever uses it is a bad record */
};

struct field {
	char *name;
	value_reader *read;
	bool numeric;
};

struct rule;

struct export {
	struct rows *rows;
	const struct rule *place[XML_DEPTH + 1]; /* of each open element, the outside first */
	size_t depth;
	struct text dataset, source;
	enum numbers numbers;
	struct field *field;
	size_t fields, room;
	bool listed;			       /* <fields> is complete */
	struct slot *level[XML_DEPTH];	       /* of the root, then of each open group */
	size_t levels;
	struct slot *record;
	struct span *row;
	size_t record_line;
	size_t child;			       /* the field that the open child element names */
	char *fault;			       /* the record's first fault, but for its values */
};

static void say_fault(struct export *e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void say_fault(struct export *e, const char *format, ...)
{
	char reason[REASON];
	if (e->fault)
		return;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	e->fault = span_copy(span_of(reason));
}

static size_t find_field(const struct export *e, const char *name)
{
	size_t i = 0;
	while (i < e->fields && strcmp(e->field[i].name, name) != 0)
		i++;
	return i;
}

static void clear_slots(const struct export *e, struct slot *slot)
{
	for (size_t i = 0; i < e->fields; i++) {
		slot[i].value.length = 0;
		slot[i].given = false;
		free(slot[i].fault);
		slot[i].fault = NULL;
	}
}

static void free_slots(const struct export *e, struct slot *slot)
{
	for (size_t i = 0; slot && i < e->fields; i++) {
		free(slot[i].value.bytes);
		free(slot[i].fault);
	}
	free(slot);
}

static struct slot *new_slots(const struct export *e)
{
	struct slot *slot = allocate(e->fields, sizeof *slot);
	memset(slot, 0, e->fields * sizeof *slot);
	return slot;
}

static void set_slot(struct export *e, struct slot *level, size_t field, struct span raw)
{
	const struct field *f = &e->field[field];
	struct slot *slot = &level[field];
	slot->given = true;
	slot->value.length = 0;
	free(slot->fault);
	slot->fault = NULL;
	const char *expected = f->read(raw, e->numbers, &slot->value);
	if (!expected)
		return;
	char reason[REASON];
	snprintf(reason, sizeof reason, "%s '%s' is not %s%s", f->name, quote(raw).text, expected,
		f->numeric && e->numbers == NUMBERS_PLAIN
			? "; numbers=\"da\" on <export> reads Danish notation"
			: "");
	slot->fault = span_copy(span_of(reason));
}

/* <export> */

static bool schema_instance(const struct attribute *a)
{
	return strcmp(a->space, "http://www.w3.org/2001/XMLSchema-instance") == 0;
}

static void read_numbers(struct export *e, const struct element *element, struct span value)
{
	if (span_is(value, "da"))
		e->numbers = NUMBERS_DA;
	else if (!span_is(value, "plain"))
		rows_fail(e->rows, element->line, "numbers=\"%s\" is neither da nor plain",
			quote(value).text);
}

static void start_export(struct export *e, const struct element *element)
{
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (schema_instance(a))
			continue;
		if (strcmp(a->name, "dataset") == 0)
			value_token(a->value, e->numbers, &e->dataset);
		else if (strcmp(a->name, "source") == 0)
			value_token(a->value, e->numbers, &e->source);
		else if (strcmp(a->name, "numbers") == 0)
			read_numbers(e, element, a->value);
		else
			rows_fail(e->rows, element->line,
				"<export> has an attribute '%s'; it may have dataset, numbers, source",
				a->name);
	}
	if (e->dataset.length == 0)
		rows_fail(e->rows, element->line, "<export> has no dataset: a name for its records");
}

/* <fields> */

static const struct type {
	const char *name;
	value_reader *read;
	bool numeric;
} types[] = {
	{"area", value_token, false},
	{"period", value_period, false},
	{"date", value_date, false},
	{"token", value_token, false},
	{"text", value_text, false},
	{"integer", value_integer, true},
	{"decimal", value_decimal, true},
};

static const struct type *find_type(const struct export *e, size_t line, struct span name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (span_is(name, types[i].name))
			return &types[i];
	}
	rows_fail(e->rows, line,
		"no type '%s': there are area, period, date, token, text, integer and decimal",
		quote(name).text);
}

static void start_fields(struct export *e, const struct element *element)
{
	if (e->listed)
		rows_fail(e->rows, element->line, "<fields> stands twice");
	if (element->attributes)
		rows_fail(e->rows, element->line, "<fields> has an attribute '%s'",
			element->attribute[0].name);
}

static void start_field(struct export *e, const struct element *element)
{
	struct span name = SPAN(""), type = SPAN("");
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (strcmp(a->name, "name") == 0 && !*a->space)
			name = a->value;
		else if (strcmp(a->name, "type") == 0 && !*a->space)
			type = a->value;
		else
			rows_fail(e->rows, element->line,
				"<field> has an attribute '%s'; it has name and type", a->name);
	}
	if (!column_name_valid(name) || span_is(name, "dataset"))
		rows_fail(e->rows, element->line,
			"'%s' is no name of a field: lower case letters, digits and _, "
			"from a letter; not dataset",
			quote(name).text);
	const struct type *t = find_type(e, element->line, type);
	e->field = grow(e->field, &e->room, e->fields + 1, sizeof *e->field);
	char *copy = span_copy(name);
	if (find_field(e, copy) < e->fields)
		rows_fail(e->rows, element->line, "two fields are named '%s'", copy);
	e->field[e->fields++] = (struct field){copy, t->read, t->numeric};
}

static void end_fields(struct export *e, size_t line)
{
	if (e->fields == 0)
		rows_fail(e->rows, line, "<fields> names no field");
	e->listed = true;
	e->record = new_slots(e);
	e->row = allocate(e->fields + 1, sizeof *e->row);
	e->level[0] = new_slots(e);
	e->levels = 1;
	size_t source = find_field(e, "source");
	if (e->source.length && source < e->fields)
		set_slot(e, e->level[0], source, text_span(&e->source));

	e->row[0] = SPAN("dataset");
	for (size_t i = 0; i < e->fields; i++)
		e->row[i + 1] = span_of(e->field[i].name);
	rows_columns(e->rows, line, e->row, e->fields + 1);
}

static void expect_fields(const struct export *e, size_t line, const char *what)
{
	if (!e->listed)
		rows_fail(e->rows, line, "<%s> stands before <fields>, which names its columns", what);
}

/* <group> */

static void start_group(struct export *e, const struct element *element)
{
	expect_fields(e, element->line, "group");
	struct slot *inner = e->level[e->levels];
	if (!inner)
		inner = e->level[e->levels] = new_slots(e);
	e->levels++;
	clear_slots(e, inner);
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		size_t field = find_field(e, a->name);
		if (field == e->fields || *a->space)
			rows_fail(e->rows, element->line,
				"<group> has an attribute '%s', which <fields> does not name", a->name);
		set_slot(e, inner, field, a->value);
	}
}

static void end_group(struct export *e, size_t line)
{
	(void)line;
	e->levels--;
}

/* <record> and its children */

static void set_record(struct export *e, size_t field, struct span raw)
{
	if (e->record[field].given)
		say_fault(e, "%s is given twice", e->field[field].name);
	set_slot(e, e->record, field, raw);
}

static void start_record(struct export *e, const struct element *element)
{
	expect_fields(e, element->line, "record");
	clear_slots(e, e->record);
	e->record_line = element->line;
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		size_t field = find_field(e, a->name);
		if (field < e->fields && !*a->space)
			set_record(e, field, a->value);
		else
			say_fault(e, "the record has an attribute '%s', which <fields> does not name",
				quote(span_of(a->name)).text);
	}
}

static void record_text(struct export *e, struct span text, size_t line)
{
	(void)line;
	size_t value = find_field(e, "value");
	if (trimmed(text).length == 0)
		return;
	if (value < e->fields)
		set_record(e, value, text);
	else
		say_fault(e, "the record has text ('%s'), and <fields> names no field 'value'",
			quote(trimmed(text)).text);
}

static void start_child(struct export *e, const struct element *element)
{
	e->child = find_field(e, element->name);
	if (e->child == e->fields)
		say_fault(e, "the record has an element <%s>, which <fields> does not name",
			quote(span_of(element->name)).text);
	else
		set_record(e, e->child, SPAN(""));
	if (element->attributes)
		say_fault(e, "<%s> has an attribute '%s'", quote(span_of(element->name)).text,
			element->attribute[0].name);
}

static void child_text(struct export *e, struct span text, size_t line)
{
	(void)line;
	if (e->child < e->fields)
		set_slot(e, e->record, e->child, text);
}

static void start_unknown(struct export *e, const struct element *element)
{
	say_fault(e, "an element <%s> where a field's text should be",
		quote(span_of(element->name)).text);
}

/* The slot that gives a field its value in the record at hand. */
static const struct slot *slot_of(const struct export *e, size_t field)
{
	if (e->record[field].given)
		return &e->record[field];
	size_t level = e->levels - 1;
	while (level > 0 && !e->level[level][field].given)
		level--;
	return &e->level[level][field];
}

static void end_record(struct export *e, size_t line)
{
	(void)line;
	const char *fault = e->fault;
	e->row[0] = text_span(&e->dataset);
	for (size_t i = 0; i < e->fields; i++) {
		const struct slot *slot = slot_of(e, i);
		if (!fault)
			fault = slot->fault;
		e->row[i + 1] = text_span(&slot->value);
	}
	if (fault)
		rows_reject(e->rows, e->record_line, fault);
	else
		rows_put(e->rows, e->row);
	free(e->fault);
	e->fault = NULL;
}

/* Which element may stand where, and what is done with it. */

enum place { OUTSIDE, EXPORT, FIELDS, FIELD, GROUP, RECORD, CHILD, UNKNOWN };

static const struct rule {
	enum place parent;
	const char *name; /* NULL: any */
	enum place place;
	void (*start)(struct export *, const struct element *);
	void (*text)(struct export *, struct span, size_t line);
	void (*end)(struct export *, size_t line);
} rules[] = {
	{OUTSIDE, "export", EXPORT, start_export, NULL, NULL},
	{EXPORT, "fields", FIELDS, start_fields, NULL, end_fields},
	{FIELDS, "field", FIELD, start_field, NULL, NULL},
	{EXPORT, "record", RECORD, start_record, record_text, end_record},
	{GROUP, "record", RECORD, start_record, record_text, end_record},
	{EXPORT, "group", GROUP, start_group, NULL, end_group},
	{GROUP, "group", GROUP, start_group, NULL, end_group},
	{RECORD, NULL, CHILD, start_child, child_text, NULL},
	{CHILD, NULL, UNKNOWN, start_unknown, NULL, NULL},
	{UNKNOWN, NULL, UNKNOWN, NULL, NULL, NULL},
};
static const struct rule outside = {.place = OUTSIDE};

static const struct rule *find_rule(const struct export *e, const struct element *element)
{
	enum place parent = e->place[e->depth]->place;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *rule = &rules[i];
		if (rule->parent == parent && (!rule->name || strcmp(rule->name, element->name) == 0))
			return rule;
	}
	rows_fail(e->rows, element->line, "an element <%s>, which has no place there",
		quote(span_of(element->name)).text);
}

/* An element of another namespace spoils its record, or outside one the document. */
static void foreign(struct export *e, enum place place, const struct element *element)
{
	struct quote name = quote(span_of(element->name));
	if (place == CHILD || place == UNKNOWN)
		say_fault(e, "<%s> is not of the namespace %s", name.text, dialect_export.space);
	else
		rows_fail(e->rows, element->line, "<%s> is not of the namespace %s", name.text,
			dialect_export.space);
}

static void export_start(void *state, const struct element *element)
{
	struct export *e = state;
	const struct rule *rule = find_rule(e, element);
	if (strcmp(element->space, dialect_export.space) != 0)
		foreign(e, rule->place, element);
	e->place[++e->depth] = rule;
	if (rule->start)
		rule->start(e, element);
}

static void export_text(void *state, struct span text, size_t line)
{
	struct export *e = state;
	const struct rule *rule = e->place[e->depth];
	if (rule->text)
		rule->text(e, text, line);
	else if (trimmed(text).length && rule->place != UNKNOWN)
		rows_fail(e->rows, line, "text outside a record: '%s'", quote(trimmed(text)).text);
}

static void export_end(void *state, size_t line)
{
	struct export *e = state;
	const struct rule *rule = e->place[e->depth--];
	if (rule->end)
		rule->end(e, line);
}

static void *export_open(struct rows *rows)
{
	struct export *e = allocate(1, sizeof *e);
	memset(e, 0, sizeof *e);
	e->rows = rows;
	e->numbers = NUMBERS_PLAIN;
	e->place[0] = &outside;
	return e;
}

static void export_close(void *state, size_t line)
{
	struct export *e = state;
	if (!e->listed)
		rows_fail(e->rows, line, "the export has no <fields>, which name its columns");
	for (size_t i = 0; i < XML_DEPTH; i++)
		free_slots(e, e->level[i]);
	free_slots(e, e->record);
	for (size_t i = 0; i < e->fields; i++)
		free(e->field[i].name);
	free(e->field);
	free(e->row);
	free(e->dataset.bytes);
	free(e->source.bytes);
	free(e);
}

const struct dialect dialect_export = {
	.name = "export",
	.root = "export",
	.space = "urn:kkr:export:1",
	.record = "record",
	.open = export_open,
	.start = export_start,
	.text = export_text,
	.end = export_end,
	.close = export_close,
};
