/*
 * The dialect `paths`: any XML that holds records, described by the paths of --record and --field.
 *
 *	--record //answer --field code=//municipality/@code --field value=result
 *
 *	<survey><municipality code="101"> <answer><result>5</result></answer> ... </municipality>
 *
 * A field's path from the record is followed from the record's element. One from the root may lead
 * to what stands around and before a record, too. It is followed along the record's own ancestors
 * as far as that goes; the last element so reached is the path's scope, and what the rest of the
 * path finds there is the field. So //municipality/@code is that of the municipality around the
 * record, whether the ones before it had a code or not.
 *
 * What stands in an element that holds records is for those alone: an answer beside the
 * municipalities does not have the code of one of them.
 */
#include "dialects.h"
#include "paths.h"
#include "unmet.h"

#include "lib/cli.h"

#include <stdio.h>
#include <stdlib.h>

/* Whether a path has led to anything in a document; and those in which it has not. */
struct met {
	bool met;
	size_t not_in;       /* documents */
	char *file, *lacked; /* the first of them, and what it has instead */
};

/* What a field's path has found: in its scope before the record, or within the record. */
struct found {
	size_t depth; /* of the open element that has it; it came from within */
	size_t count;
	size_t line; /* of the first */
	struct text value;
	struct fault *fault; /* why that does not do; the record which uses it is bad */
};

/* An element outside a record, to which the first steps of a path from the root lead. */
struct scope {
	size_t depth; /* 0: the document itself */
	size_t steps;
	struct path_state state[XML_DEPTH + 1]; /* of the rest of the path, by depth */
	struct found *found;                    /* by depth, the outside first */
	size_t founds, room;
	size_t used;       /* the line of the last record that had its field from here; 0: none */
	size_t used_depth; /* of the innermost open element around that record */
};

struct column {
	const struct shape_field *field;
	struct path_state state[XML_DEPTH + 1]; /* of a path from the root, by depth */
	struct scope *scope; /* the open ones, the outside first; none for a path from the record */
	size_t scopes, room; /* `room` of them have been made */
	struct scope *base;  /* the record's, if it is one outside it */
	struct path_state inside[XML_DEPTH + 1]; /* within the record */
	struct found own;
	bool met; /* a record has had it */
};

struct open {
	bool records;  /* there are records in it */
	bool elements; /* there are elements in it */
	bool wanted;   /* some path wants its text */
	size_t runs;   /* of text that is more than white space */
	struct text text;
};

struct paths {
	struct rows *rows;
	const struct shape *shape;
	size_t depth;
	struct open open[XML_DEPTH + 1];         /* elements, by depth */
	struct path_state record[XML_DEPTH + 1]; /* how far --record has come, by depth */
	size_t record_depth;                     /* of the open record; 0 where none is */
	size_t line;                             /* where it began */
	struct column *column;
	struct span *row;
	struct fault *fault;      /* the first of the record */
	size_t unmet;             /* so many paths have led to nothing yet, --record's too */
	const struct path **path; /* all of them, --record's first */
	struct unmet *names;
};

/* The options */

/* Cuts "NAME=REST" in two. */
static char *cut(const char *option, const char *form, char *text)
{
	char *equals = strchr(text, '=');
	if (equals) {
		*equals = '\0';
		return equals + 1;
	}
	cli_misuse("--%s: '%s' is not of the form %s", option, quote(span_of(text)).text, form);
}

static void read_prefixes(struct shape *shape, char **texts)
{
	size_t room = 0;
	for (; texts && *texts; texts++) {
		char *uri = cut("namespace", "PREFIX=URI", *texts);
		if (!path_is_name(*texts))
			cli_misuse("--namespace: '%s' is no prefix", quote(span_of(*texts)).text);
		for (size_t i = 0; i < shape->prefixes; i++) {
			if (strcmp(shape->prefix[i].prefix, *texts) == 0)
				cli_misuse(
					"--namespace: the prefix '%s' is declared twice", *texts);
		}
		shape->prefix =
			grow(shape->prefix, &room, shape->prefixes + 1, sizeof *shape->prefix);
		shape->prefix[shape->prefixes++] = (struct path_prefix){*texts, uri};
	}
}

/* --numbers that no field heeds would leave 1.234 as it stands, for a number of less than two. */
static void check_numbers(const struct shape *shape)
{
	for (size_t i = 0; i < shape->fields; i++) {
		if (shape->field[i].type->numeric)
			return;
	}
	cli_misuse("--numbers is for fields of a type: --field %s:integer=%s, or decimal",
		shape->field[0].column, shape->field[0].path.text);
}

static void read_field(struct shape *shape, struct shape_field *field, char *text)
{
	char *path = cut("field", "COLUMN=PATH or COLUMN:TYPE=PATH", text);
	char *colon = strchr(text, ':');
	struct span type = SPAN("token");
	if (colon) {
		*colon = '\0';
		type = span_of(colon + 1);
	}
	size_t length = strlen(text);
	bool optional = length > 0 && text[length - 1] == '?';
	if (optional)
		text[length - 1] = '\0';
	*field =
		(struct shape_field){.column = text, .optional = optional, .type = type_find(type)};
	if (!field->type)
		cli_misuse("--field: no type '%s': there are " TYPE_NAMES, quote(type).text);
	if (!column_name_valid(span_of(text)))
		cli_misuse("--field: '%s' is no name of a column", quote(span_of(text)).text);
	for (size_t i = 0; i < shape->fields; i++) {
		if (strcmp(shape->field[i].column, text) == 0)
			cli_misuse("--field: '%s' is named twice", text);
	}
	path_read(&field->path, "field", path, shape->prefix, shape->prefixes);
}

struct shape *shape_read(const struct shape_options *o)
{
	if (!o->record && (o->fields || o->prefixes))
		cli_misuse("--field and --namespace go with --record");
	if (!o->record)
		return NULL;
	if (!o->fields)
		cli_misuse("--record: say what its columns are: --field COLUMN=PATH");
	struct shape *shape = allocate(1, sizeof *shape);
	*shape = (struct shape){.numbers = NUMBERS_PLAIN};
	if (o->numbers)
		numbers_find_export(span_of(o->numbers), &shape->numbers);
	read_prefixes(shape, o->prefixes);
	path_read(&shape->record, "record", o->record, shape->prefix, shape->prefixes);
	if (!shape->record.absolute || shape->record.end != PATH_ELEMENT)
		cli_misuse("--record: '%s' is not a path to elements from the root: "
			   "/rows/row is each row in rows, //row is each row anywhere",
			quote(span_of(o->record)).text);
	size_t room = 0;
	for (char **text = o->fields; *text; text++) {
		shape->field = grow(shape->field, &room, shape->fields + 1, sizeof *shape->field);
		read_field(shape, &shape->field[shape->fields], *text);
		shape->fields++;
	}
	if (o->numbers)
		check_numbers(shape);
	shape->met = allocate(shape->fields + 1, sizeof *shape->met);
	memset(shape->met, 0, (shape->fields + 1) * sizeof *shape->met);
	return shape;
}

void shape_free(struct shape *shape)
{
	if (!shape)
		return;
	for (size_t i = 0; i < shape->fields; i++)
		path_free(&shape->field[i].path);
	path_free(&shape->record);
	for (size_t i = 0; i <= shape->fields; i++) {
		free(shape->met[i].file);
		free(shape->met[i].lacked);
	}
	free(shape->met);
	free(shape->field);
	free(shape->prefix);
	free(shape);
}

/* Which paths have led to nothing */

static const struct shape_field *field_met(const struct shape *shape, size_t i)
{
	return i ? &shape->field[i - 1] : NULL;
}

/* What a path led to in the document at hand. */
static void note_met(const struct paths *d, size_t i, bool met)
{
	struct met *m = &d->shape->met[i];
	const struct shape_field *f = field_met(d->shape, i);
	m->met |= met;
	if (met || (f && f->optional))
		return;
	m->not_in++;
	if (m->file)
		return;
	struct text said = {0};
	text_add(&said, span_of(f ? f->column : "--record"));
	text_add(&said, span_of(f ? ": " : " "));
	text_add(&said, span_of(quote(span_of(d->path[i]->text)).text));
	text_add(&said, span_of(f ? " leads to nothing in any record" : " leads to no element"));
	unmet_explain(d->names, d->path[i], &said);
	m->file = span_copy(span_of(rows_file(d->rows)));
	m->lacked = span_copy(text_span(&said));
	free(said.bytes);
}

/* The document has ended. Without a record nothing can be said of fields. */
static void note_document(const struct paths *d)
{
	bool records = d->line > 0;
	note_met(d, 0, records);
	for (size_t i = 0; records && i < d->shape->fields; i++)
		note_met(d, i + 1, d->column[i].met);
}

static bool say_met(const struct met *m)
{
	enum { ROOM = 64 };
	char others[ROOM] = "";
	if (m->not_in > 1)
		snprintf(others, sizeof others, " (nor in %zu other file%s)", m->not_in - 1,
			m->not_in > 2 ? "s" : "");
	if (m->not_in)
		complain(m->file, 0, "%s%s", m->lacked, others);
	return m->met || !m->not_in;
}

void shape_check(const struct shape *shape)
{
	bool right = true;
	for (size_t i = 0; i <= shape->fields; i++)
		right &= say_met(&shape->met[i]);
	if (!right)
		exit(EX_DATAERR);
}

/* What a path finds */

static void clear(struct found *found)
{
	found->count = 0;
	found->value.length = 0;
	free(found->fault);
	found->fault = NULL;
}

/* Where the element at hand puts what is found in it: into a scope, or into the record. */
static struct found *place_of_found(const struct paths *d, struct column *c, struct scope *scope)
{
	if (!scope)
		return &c->own;
	if (scope->founds && scope->found[scope->founds - 1].depth == d->depth)
		return &scope->found[scope->founds - 1];
	scope->found =
		grow_zeroed(scope->found, &scope->room, scope->founds + 1, sizeof *scope->found);
	struct found *found = &scope->found[scope->founds++];
	clear(found);
	found->depth = d->depth;
	return found;
}

static void find(
	const struct paths *d, const struct shape_field *f, struct found *found, struct span raw)
{
	if (found->count++)
		return;
	found->line = rows_line(d->rows);
	const char *expected = f->type->read(raw, d->shape->numbers, &found->value);
	if (expected)
		say_fault(&found->fault, f->type->fault, "%s '%s' is not %s%s%s", f->column,
			quote(raw).text, expected,
			f->type->numeric ? number_stranger(raw).text : "",
			f->type->numeric && d->shape->numbers == NUMBERS_PLAIN
				? "; --numbers da reads Danish notation"
				: "");
}

static void find_text(const struct paths *d, const struct shape_field *f, struct found *found)
{
	const struct open *e = &d->open[d->depth];
	if (f->path.end == PATH_ELEMENT && e->elements)
		say_fault(&found->fault, REJECT_FIELDS,
			"%s: the element of %s has elements in it: name one of these, or its own "
			"text with text()",
			f->column, f->path.text);
	else if (e->runs > 1)
		say_fault(&found->fault, REJECT_FIELDS,
			"%s: %s has several texts, with elements between them", f->column,
			f->path.text);
	find(d, f, found, e->runs || !e->elements ? text_span(&e->text) : SPAN(""));
}

static bool reached(const struct paths *d, const struct column *c, const struct scope *scope)
{
	return path_reaches(&c->field->path, scope ? scope->state[d->depth] : c->inside[d->depth]);
}

/* Where a tag begins: an attribute is found, a text is wanted. */
static void at_start(
	struct paths *d, struct column *c, struct scope *scope, const struct element *element)
{
	const struct shape_field *f = c->field;
	if (!reached(d, c, scope))
		return;
	if (f->path.end != PATH_ATTRIBUTE)
		d->open[d->depth].wanted = true;
	for (size_t i = 0; f->path.end == PATH_ATTRIBUTE && i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (path_name_is(&f->path.attribute, a->name, a->space))
			find(d, f, place_of_found(d, c, scope), a->value);
	}
}

/* Where an element ends: its text is found. */
static void at_end(const struct paths *d, struct column *c, struct scope *scope)
{
	if (c->field->path.end != PATH_ATTRIBUTE && reached(d, c, scope))
		find_text(d, c->field, place_of_found(d, c, scope));
}

/* Outside a record: scopes open and close, and what they have found moves outwards */

static void open_scope(struct column *c, size_t depth, size_t steps)
{
	c->scope = grow_zeroed(c->scope, &c->room, c->scopes + 1, sizeof *c->scope);
	struct scope *scope = &c->scope[c->scopes++];
	scope->depth = depth;
	scope->steps = steps;
	scope->state[depth] = path_from(&c->field->path, steps);
	scope->founds = scope->used = 0;
}

static void scopes_down(const struct paths *d, struct column *c, const struct element *element)
{
	const struct path *path = &c->field->path;
	c->state[d->depth] = path_down(path, c->state[d->depth - 1], element);
	for (size_t i = 0; i < c->scopes; i++) {
		struct scope *s = &c->scope[i];
		s->state[d->depth] = path_down(path, s->state[d->depth - 1], element);
	}
	size_t steps = path_length(c->state[d->depth]);
	if (steps > 0 && steps >= c->scope[c->scopes - 1].steps)
		open_scope(c, d->depth, steps);
}

/* The element at hand has ended without a record in it: what it has is for those around it. */
static void move_out(const struct paths *d, const struct shape_field *f, struct scope *s)
{
	struct found *top = &s->found[s->founds - 1];
	size_t depth = d->depth - 1;
	if (s->used && s->used_depth >= depth)
		rows_fail(d->rows,
			"%s: %s is found in line %zu, too late for the record of line %zu, whose "
			"field it should have been: its row is written",
			f->column, f->path.text, top->line, s->used);
	top->depth = depth;
	if (s->founds > 1 && top[-1].depth == depth) {
		top[-1].count += top->count;
		s->founds--;
	}
}

static void scopes_up(const struct paths *d, struct column *c)
{
	if (c->scopes && c->scope[c->scopes - 1].depth == d->depth)
		c->scopes--;
	for (size_t i = 0; i < c->scopes; i++) {
		struct scope *s = &c->scope[i];
		if (s->used_depth == d->depth)
			s->used_depth--;
		if (!s->founds || s->found[s->founds - 1].depth < d->depth)
			continue;
		if (d->open[d->depth].records)
			s->founds--;
		else
			move_out(d, c->field, s);
	}
}

/* The record */

/* The record's field may come from a scope around it, but for a text that is not whole by then. */
static void use_scope(struct paths *d, const struct column *c)
{
	if (!c->base)
		return;
	if (c->base->steps == c->field->path.steps && c->field->path.end != PATH_ATTRIBUTE) {
		say_fault(&d->fault, REJECT_FIELDS,
			"%s: %s is an element that the record is part of", c->field->column,
			c->field->path.text);
		return;
	}
	c->base->used = d->line;
	c->base->used_depth = d->depth - 1;
}

static void begin_record(struct paths *d)
{
	d->record_depth = d->depth;
	d->line = rows_line(d->rows);
	for (size_t depth = d->depth; depth > 0 && !d->open[depth].records; depth--)
		d->open[depth].records = true;
	for (size_t i = 0; i < d->shape->fields; i++) {
		struct column *c = &d->column[i];
		struct scope *scope = c->scopes ? &c->scope[c->scopes - 1] : NULL;
		c->base = scope && scope->depth < d->depth ? scope : NULL;
		c->inside[d->depth] =
			scope ? scope->state[d->depth] : path_from(&c->field->path, 0);
		use_scope(d, c);
	}
}

/* The field of a column: what its scope had before the record, or what the record has. */
static struct span field_of(struct paths *d, const struct column *c)
{
	const struct found *found = &c->own;
	size_t count = found->count, founds = c->base ? c->base->founds : 0;
	for (size_t i = founds; i > 0; i--) {
		found = &c->base->found[i - 1];
		count += found->count;
	}
	if (count > 1)
		say_fault(&d->fault, REJECT_TWICE,
			"%s: %s is there more than once, first in line %zu%s", c->field->column,
			c->field->path.text, found->line,
			founds ? ", outside the record: which one is meant?" : "");
	if (found->fault)
		copy_fault(&d->fault, found->fault);
	return text_span(&found->value);
}

/* Which columns the record has; with the last of them, names are noted no more. */
static void count_met(struct paths *d)
{
	d->unmet = 0;
	for (size_t i = 0; i < d->shape->fields; i++) {
		struct column *c = &d->column[i];
		c->met |= c->own.count > 0 || (c->base && c->base->founds > 0);
		d->unmet += !c->met;
	}
}

static void end_record(struct paths *d)
{
	if (d->unmet)
		count_met(d);
	for (size_t i = 0; i < d->shape->fields; i++)
		d->row[i] = field_of(d, &d->column[i]);
	if (d->fault)
		rows_reject(d->rows, d->line, d->fault);
	else
		rows_put(d->rows, d->line, d->row);
	free(d->fault);
	d->fault = NULL;
	for (size_t i = 0; i < d->shape->fields; i++)
		clear(&d->column[i].own);
	d->record_depth = 0;
}

/* The events */

static void check_root(const struct paths *d, const char *option, const struct path *path,
	struct path_state state, const struct element *root)
{
	if (path->absolute && path_lost(state))
		rows_fail(d->rows,
			"--%s %s leads nowhere: the root element is <%s> of namespace '%s'", option,
			path->text, quote(span_of(root->name)).text,
			quote(span_of(root->space)).text);
}

static bool paths_begins_record(const void *state, const struct element *element)
{
	const struct paths *d = state;
	const struct path *record = &d->shape->record;
	return path_reaches(record, path_down(record, d->record[d->depth], element));
}

static void start_outside(struct paths *d, const struct element *element)
{
	for (size_t i = 0; i < d->shape->fields; i++) {
		struct column *c = &d->column[i];
		if (!c->field->path.absolute)
			continue;
		scopes_down(d, c, element);
		if (d->depth == 1)
			check_root(d, "field", &c->field->path, c->state[1], element);
	}
	if (path_reaches(&d->shape->record, d->record[d->depth])) {
		begin_record(d);
		return;
	}
	for (size_t i = 0; i < d->shape->fields; i++) {
		struct column *c = &d->column[i];
		for (size_t j = 0; j < c->scopes; j++)
			at_start(d, c, &c->scope[j], element);
	}
}

static void start_inside(struct paths *d, const struct element *element)
{
	if (path_reaches(&d->shape->record, d->record[d->depth]))
		rows_fail(d->rows,
			"a record <%s> within the one that began in line %zu: --record must tell "
			"the inner from the outer (/rows/row, not //row)",
			quote(span_of(element->name)).text, d->line);
	for (size_t i = 0; i < d->shape->fields; i++) {
		struct column *c = &d->column[i];
		c->inside[d->depth] = path_down(&c->field->path, c->inside[d->depth - 1], element);
	}
}

static void paths_start(void *state, const struct element *element)
{
	struct paths *d = state;
	d->open[d->depth].elements = true;
	if (d->unmet)
		unmet_note(d->names, element);
	d->depth++;
	struct open *e = &d->open[d->depth];
	e->records = e->elements = e->wanted = false;
	e->runs = e->text.length = 0;
	d->record[d->depth] = path_down(&d->shape->record, d->record[d->depth - 1], element);
	if (d->depth == 1)
		check_root(d, "record", &d->shape->record, d->record[1], element);
	if (d->record_depth)
		start_inside(d, element);
	else
		start_outside(d, element);
	for (size_t i = 0; d->record_depth && i < d->shape->fields; i++)
		at_start(d, &d->column[i], NULL, element);
}

/* White space is the text of an element that has nothing else. */
static void paths_text(void *state, struct span text)
{
	struct paths *d = state;
	struct open *e = &d->open[d->depth];
	if (!e->wanted)
		return;
	if ((unsigned char)text.bytes[0] > ' ' || trimmed(text).length > 0) {
		if (e->runs++ > 0)
			return;
		e->text.length = 0;
	} else if (e->runs > 0 || e->elements) {
		return;
	}
	text_add(&e->text, text);
}

static bool paths_wants_text(const void *state)
{
	const struct paths *d = state;
	return d->open[d->depth].wanted;
}

/* Only an element with a text that is wanted has one to be found. */
static void end_inside(struct paths *d)
{
	for (size_t i = 0; d->open[d->depth].wanted && i < d->shape->fields; i++)
		at_end(d, &d->column[i], NULL);
}

static void end_outside(struct paths *d)
{
	for (size_t i = 0; d->open[d->depth].wanted && i < d->shape->fields; i++) {
		struct column *c = &d->column[i];
		for (size_t j = 0; j < c->scopes; j++)
			at_end(d, c, &c->scope[j]);
	}
}

static void paths_end(void *state)
{
	struct paths *d = state;
	if (d->record_depth)
		end_inside(d);
	else
		end_outside(d);
	if (d->record_depth == d->depth)
		end_record(d);
	for (size_t i = 0; !d->record_depth && i < d->shape->fields; i++)
		scopes_up(d, &d->column[i]);
	d->depth--;
}

static void *paths_open(struct rows *rows, const struct reading *reading)
{
	const struct shape *shape = reading->shape;
	struct paths *d = allocate(1, sizeof *d);
	memset(d, 0, sizeof *d);
	d->rows = rows;
	d->shape = shape;
	d->record[0] = path_from(&shape->record, 0);
	d->column = allocate(shape->fields, sizeof *d->column);
	memset(d->column, 0, shape->fields * sizeof *d->column);
	d->row = allocate(shape->fields, sizeof *d->row);
	d->unmet = shape->fields + 1;
	d->path = allocate(d->unmet, sizeof *d->path);
	d->path[0] = &shape->record;
	d->names = unmet_new(d->path, d->unmet);
	bool blank = false;
	for (size_t i = 0; i < shape->fields; i++) {
		struct column *c = &d->column[i];
		c->field = &shape->field[i];
		d->path[i + 1] = &c->field->path;
		blank |= c->field->type->read == value_text;
		d->row[i] = span_of(c->field->column);
		if (!c->field->path.absolute)
			continue;
		c->state[0] = path_from(&c->field->path, 0);
		open_scope(c, 0, 0);
	}
	rows_columns(rows, d->row, shape->fields);
	rows_blank(rows, blank);
	return d;
}

static void free_scope(struct scope *scope)
{
	for (size_t i = 0; i < scope->room; i++) {
		clear(&scope->found[i]);
		free(scope->found[i].value.bytes);
	}
	free(scope->found);
}

static void paths_close(void *state)
{
	struct paths *d = state;
	note_document(d);
	unmet_free(d->names);
	free(d->path);
	for (size_t i = 0; i < d->shape->fields; i++) {
		struct column *c = &d->column[i];
		for (size_t j = 0; j < c->room; j++)
			free_scope(&c->scope[j]);
		free(c->scope);
		free(c->own.value.bytes);
	}
	for (size_t i = 0; i <= XML_DEPTH; i++)
		free(d->open[i].text.bytes);
	free(d->column);
	free(d->row);
	free(d);
}

const struct dialect dialect_paths = {
	.name = "paths",
	.root = "", /* no root is known by its name: --record chooses the dialect */
	.space = "",
	.open = paths_open,
	.begins_record = paths_begins_record,
	.start = paths_start,
	.text = paths_text,
	.wants_text = paths_wants_text,
	.end = paths_end,
	.close = paths_close,
};
