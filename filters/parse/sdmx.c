/*
 * The dialect `sdmx`: data messages of SDMX-ML 2.0, 2.1, 3.0 and 3.1.
 *
 * They differ in how a value says what it is of. A generic message names it in an attribute, a
 * structure-specific one (2.0: compact) has an XML attribute of its name, a utility message an
 * element, and a cross-sectional one of 2.0 XML attributes and, for the measure, the element. What
 * all have in common is a data set of series (or sections) of observations, perhaps in groups; or
 * of observations alone, flat; or with groups beside the series that they describe.
 *
 * Elements are known by their local names: structure-specific ones are in whatever namespace.
 */
#include "dialects.h"
#include "sdmx.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum form {
	GENERIC = 1,
	COMPACT = 2,  /* 2.0 */
	SPECIFIC = 4, /* 2.1 and 3.0 */
	UTILITY = 8,
	CROSS = 16,
	ERRORS = 32, /* of the sender, and no data; what a registry answers, too */
	DATA = GENERIC | COMPACT | SPECIFIC | UTILITY | CROSS,
};

static const struct root {
	const char *space, *name;
	enum form form;
	bool old; /* 2.0 */
} roots[] = {
	{SDMX_21 "message", "StructureSpecificData", SPECIFIC, false},
	{SDMX_21 "message", "StructureSpecificTimeSeriesData", SPECIFIC, false},
	{SDMX_21 "message", "GenericData", GENERIC, false},
	{SDMX_21 "message", "GenericTimeSeriesData", GENERIC, false},
	{SDMX_21 "message", "Error", ERRORS, false},
	{SDMX_21 "message", "RegistryInterface", ERRORS, false},
	{SDMX_30 "message", "StructureSpecificData", SPECIFIC, false},
	{SDMX_30 "message", "Error", ERRORS, false},
	{SDMX_30 "message", "RegistryInterface", ERRORS, false},
	{SDMX_31 "message", "StructureSpecificData", SPECIFIC, false},
	{SDMX_31 "message", "Error", ERRORS, false},
	{SDMX_31 "message", "RegistryInterface", ERRORS, false},
	{SDMX_20 "message", "CompactData", COMPACT, true},
	{SDMX_20 "message", "GenericData", GENERIC, true},
	{SDMX_20 "message", "UtilityData", UTILITY, true},
	{SDMX_20 "message", "CrossSectionalData", CROSS, true},
	{SDMX_20 "message", "MessageGroup", DATA, true}, /* of its data sets, each says its own */
	{SDMX_20 "message", "Error", ERRORS, true},
	{SDMX_20 "message", "RegistryInterface", ERRORS, true},
};
enum { ROOTS = sizeof roots / sizeof *roots };

/* What a header says of the structure of data sets. */
struct reference {
	char *name;      /* by which a data set refers to it */
	char *dimension; /* that of observations in a series */
	char *id;        /* of the structure, or of the dataflow */
	bool dataflow;
};

/* A key of a group around series, which waits for theirs: those have it in its order. */
struct held {
	const char *id;
	size_t at;
	char *value;
};

/* What an XML attribute of an observation is, by its place. */
struct known {
	const char *name;
	enum kind kind;
	size_t column;
	bool left_out; /* the message's own, or an attribute that nobody asks for */
};
enum { KNOWN = 32 };

struct message;

/* Which element may stand where, and what is done with it. */
enum message_place {
	OUTSIDE,
	MESSAGE,
	HEADER,
	HEADER_TEXT,
	STRUCTURE,
	REFERRED,
	FOOTER,
	NOTE,
	NOTE_TEXT,
	DATASET,
	GROUP,
	BESIDE,
	SERIES,
	OBSERVATION,
	KEY,
	ATTRIBUTES,
	VALUE,
	COMPONENT,
	COMPONENT_VALUE,
	IGNORED,
};

struct rule {
	enum form forms;
	enum message_place parent;
	const char *name; /* NULL: any */
	enum message_place place;
	void (*start)(struct message *, const struct element *);
	void (*text)(struct message *, struct span);
	void (*end)(struct message *);
	enum level level; /* of a place that has one */
};

struct message {
	struct rows *rows;
	const struct reading *reading;
	struct table *table;
	const struct root *root;
	enum form form; /* the root's; within a group of messages, that of the data set */
	bool old;
	struct {
		const struct rule *rule[XML_DEPTH + 1]; /* of each, the outside first */
		const struct rule *last; /* the one found last, and where its element's name is */
		const char *last_name;
		size_t depth;
		enum level level; /* the innermost data set, group, series or observation */
		bool beside;      /* a group beside series */
	} open;                   /* the elements that are */
	struct {
		struct reference *reference;
		size_t count, room;
		struct text family; /* 2.0: the id of the structure, as the header has it */
		struct text refers; /* its name for what the data set refers to */
	} header;
	struct {
		bool settled;       /* its structure is known */
		struct text family; /* 2.0: the id of the structure, as the data set has it */
		struct text name;
		const struct structure *structure;
		const char *dimension; /* of observations in series; NULL: not known yet */
	} data;                        /* the data set */
	struct known known[KNOWN + 1]; /* the last is for all places that are none of its own */
	struct {
		const char *unread; /* an XML attribute of it that was left out, or NULL */
		size_t line;
	} observation; /* the one at hand */
	struct {
		char **id; /* each once */
		size_t count, room, next;
		struct held *held;
		size_t helds, held_room;
	} generic; /* of generic messages: components by their ids */
	struct {
		const char *child; /* the element whose text is a value; the component at hand */
		struct text text;  /* of the component or note at hand */
		struct text code;  /* of the note */
		bool severe;
	} value;
};

/* ---- Names and structures ---- */

static bool is(const struct attribute *a, const char *name)
{
	return strcmp(a->name, name) == 0;
}

/*
 * XML attributes of data sets that are the message's own, and no attributes of the data. From 2.1
 * on they have a prefix, which many leave out.
 */
static const char *const dataset_attributes[] = {"keyFamilyURI", "datasetID",
	"dataProviderSchemeAgencyId", "dataProviderSchemeId", "dataProviderID", "dataflowAgencyID",
	"dataflowID", "action", "reportingBeginDate", "reportingEndDate", "validFromDate",
	"validToDate", "publicationYear", "publicationPeriod", "setID", "structureRef", "dataScope",
	"type"};

static bool in_structure(const struct message *d, const char *id)
{
	for (size_t i = 0; d->data.structure && i < d->data.structure->components; i++) {
		if (strcmp(d->data.structure->component[i].id, id) == 0)
			return true;
	}
	return false;
}

static bool of_message(const struct message *d, const struct attribute *a)
{
	if (*a->space)
		return true;
	for (size_t i = 0; i < sizeof dataset_attributes / sizeof(char *); i++) {
		if (is(a, dataset_attributes[i]))
			return !in_structure(d, a->name);
	}
	return false;
}

/* The one copy of an id that a generic message gives as a value; mostly the one after the last. */
static size_t intern(struct message *d, struct span id)
{
	id = trimmed(id);
	for (size_t n = 0; n < d->generic.count; n++) {
		size_t i = (d->generic.next + n) % d->generic.count;
		if (span_is(id, d->generic.id[i])) {
			d->generic.next = i + 1;
			return i;
		}
	}
	if (d->generic.count == COMPONENTS_MOST)
		rows_fail(d->rows, "more than %d dimensions, measures and attributes",
			COMPONENTS_MOST);
	d->generic.id =
		grow(d->generic.id, &d->generic.room, d->generic.count + 1, sizeof *d->generic.id);
	d->generic.id[d->generic.count] = span_copy(id);
	d->generic.next = d->generic.count + 1;
	return d->generic.count++;
}

static const char *interned(struct message *d, struct span id)
{
	size_t at = intern(d, id);
	return d->generic.id[at];
}

/* The id of the structure's first component of a role. */
static const char *component_id(const struct message *d, enum role role, const char *without)
{
	for (size_t i = 0; d->data.structure && i < d->data.structure->components; i++) {
		if (d->data.structure->component[i].role == role)
			return d->data.structure->component[i].id;
	}
	return without;
}

static const char *value_id(const struct message *d)
{
	return component_id(d, ROLE_MEASURE, "OBS_VALUE");
}

/* What the header says of the structure that a data set refers to. */
static const struct reference *find_reference(const struct message *d, struct span name)
{
	for (size_t i = 0; i < d->header.count; i++) {
		if (span_is(name, d->header.reference[i].name))
			return &d->header.reference[i];
	}
	return d->header.count == 1 && name.length == 0 ? &d->header.reference[0] : NULL;
}

/*
 * Finds the structure of a data set, and begins it. A generic message of 2.0 names it in a child,
 * so that this waits for the first child that needs it.
 */
static void find_structure(struct message *d)
{
	if (d->data.settled)
		return;
	d->data.settled = true;
	d->data.dimension = NULL;
	memset(d->known, 0, sizeof d->known);
	const struct reference *reference = find_reference(d, text_span(&d->header.refers));
	struct span id = text_span(d->data.family.length ? &d->data.family : &d->header.family);
	if (reference && reference->id)
		id = span_of(reference->id);
	const struct structures *structures = d->reading->structures;
	if (structures) {
		d->data.structure =
			structures_find(structures, id, reference && reference->dataflow);
		if (!d->data.structure && id.length)
			rows_fail(d->rows, "the data are of the structure '%s', and %s has: %s",
				quote(id).text, structures_files(structures),
				structures_list(structures));
		if (!d->data.structure)
			rows_fail(d->rows,
				"the data do not say of which structure they are, and %s has: %s",
				structures_files(structures), structures_list(structures));
	}
	bool named = reference && reference->dimension && *reference->dimension;
	if (named && strcmp(reference->dimension, "AllDimensions") != 0)
		d->data.dimension = interned(d, span_of(reference->dimension));
	table_dataset(
		d->table, d->data.structure, d->data.name.length ? text_span(&d->data.name) : id);
}

/* ---- The header ---- */

/* "2.1" of .../schemas/v2_1/message */
static void write_version(const char *space, char *version, size_t room)
{
	const char *at = strstr(space, "/v");
	size_t length = 0;
	for (at = at ? at + 2 : ""; *at && *at != '/' && length + 1 < room; at++)
		version[length++] = *at;
	version[length] = '\0';
	char *bar = strchr(version, '_');
	if (bar)
		*bar = '.';
}

static bool is_root(const struct root *root, const struct element *element)
{
	return strcmp(root->name, element->name) == 0 &&
	       strcasecmp(root->space, element->space) == 0;
}

static void start_message(struct message *d, const struct element *element)
{
	for (size_t i = 0; i < ROOTS && !d->root; i++)
		d->root = is_root(&roots[i], element) ? &roots[i] : NULL;
	if (d->root) {
		d->form = d->root->form;
		d->old = d->root->old;
		return;
	}
	enum { VERSION = 16 };
	char version[VERSION];
	write_version(element->space, version, sizeof version);
	if (strcmp(element->name, "Structure") == 0)
		rows_fail(d->rows,
			"a structure message: it has no data, and is for kkr-parse --structure");
	if (!*version)
		rows_fail(d->rows,
			"the root element <%s> of namespace '%s' is none of SDMX-ML: without "
			"--format kkr-parse reads what it begins",
			quote(span_of(element->name)).text, quote(span_of(element->space)).text);
	rows_fail(d->rows,
		"<%s> of SDMX-ML %s is no data message; read are those of 2.0, 2.1, 3.0 and 3.1",
		quote(span_of(element->name)).text, quote(span_of(version)).text);
}

static void start_reference(struct message *d, const struct element *element)
{
	d->header.reference = grow(d->header.reference, &d->header.room, d->header.count + 1,
		sizeof *d->header.reference);
	struct reference *r = &d->header.reference[d->header.count++];
	*r = (struct reference){0};
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (is(a, "structureID") && !r->name)
			r->name = span_copy(trimmed(a->value));
		else if (is(a, "dimensionAtObservation") && !r->dimension)
			r->dimension = span_copy(trimmed(a->value));
	}
	if (!r->name)
		r->name = span_copy(SPAN(""));
}

static void refer(struct message *d, struct span id)
{
	struct reference *r = &d->header.reference[d->header.count - 1];
	free(r->id);
	r->id = span_copy(id);
}

static void start_referred(struct message *d, const struct element *element)
{
	d->header.reference[d->header.count - 1].dataflow = strcmp(element->name, "Structure") != 0;
}

static void start_ref(struct message *d, const struct element *element)
{
	for (size_t i = 0; i < element->attributes; i++) {
		if (is(&element->attribute[i], "id"))
			refer(d, trimmed(element->attribute[i].value));
	}
}

/* urn:sdmx:...=AGENCY:ID(VERSION) */
static void referred_urn(struct message *d, struct span urn)
{
	urn = trimmed(urn);
	const char *end = urn.bytes + urn.length;
	const char *equals = memchr(urn.bytes, '=', urn.length);
	const char *colon = equals ? memchr(equals, ':', (size_t)(end - equals)) : NULL;
	const char *open = colon ? memchr(colon, '(', (size_t)(end - colon)) : NULL;
	if (open)
		refer(d, (struct span){colon + 1, (size_t)(open - colon - 1)});
}

static void replace(struct text *text, struct span value)
{
	text->length = 0;
	text_add(text, trimmed(value));
}

static void header_family(struct message *d, struct span id)
{
	replace(&d->header.family, id);
}

static void dataset_family(struct message *d, struct span id)
{
	replace(&d->data.family, id);
}

/* A compact data set is mostly in a namespace that names its key family: ...=AGENCY:ID:compact */
static void family_of_space(struct message *d, const char *space)
{
	const char *named = strstr(space, "KeyFamily=");
	const char *colon = named ? strchr(named, ':') : NULL;
	if (colon)
		dataset_family(d, (struct span){colon + 1, strcspn(colon + 1, ":(")});
}

static void check_action(const struct message *d, struct span action)
{
	if (span_is(trimmed(action), "Delete"))
		rows_fail(d->rows, "it tells what is to be deleted: these are no observations");
}

static void header_action(struct message *d, struct span action)
{
	check_action(d, action);
}

static void header_truncated(struct message *d, struct span truncated)
{
	if (span_is(trimmed(truncated), "true"))
		rows_say(d->rows, "the sender says that the data are truncated");
}

/* ---- Footers and error messages: what the sender has to say ---- */

static void start_note(struct message *d, const struct element *element)
{
	d->value.code.length = 0;
	d->value.severe = false;
	if (d->form != ERRORS)
		d->value.text.length = 0;
	else if (d->value.text.length)
		text_add(&d->value.text, SPAN("; "));
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		bool code = is(a, "code") || is(a, "errorCode");
		if (code && d->form == ERRORS)
			text_add(&d->value.text, a->value);
		else if (code)
			text_add(&d->value.code, a->value);
		else if (is(a, "severity"))
			d->value.severe = span_is(trimmed(a->value), "Error");
	}
}

static void note_text(struct message *d, struct span text)
{
	if (d->value.text.length && d->value.text.bytes[d->value.text.length - 1] != ' ')
		text_add_char(&d->value.text, ' ');
	text_add(&d->value.text, trimmed(text));
}

static void end_footer_note(struct message *d)
{
	struct span text = text_span(&d->value.text), code = text_span(&d->value.code);
	if (d->value.severe)
		rows_fail(d->rows, "the sender says that the message is wrong: %.*s %.*s",
			(int)code.length, code.bytes, (int)text.length, text.bytes);
	rows_say(d->rows, "the sender says: %.*s %.*s", (int)code.length, code.bytes,
		(int)text.length, text.bytes);
}

/*
 * The value of observations may have another name, and must not be taken for an attribute or a
 * dimension. A generic message, a structure and somebody who asks for attributes know better.
 */
static void check_values(const struct message *d)
{
	const char *other = d->observation.unread;
	if (d->form == GENERIC || d->data.structure || table_has_values(d->table))
		return;
	if (!other)
		other = table_value_like(d->table);
	if (!other)
		return;
	if (table_has_attributes(d->table))
		rows_say(d->rows,
			"no observation has an OBS_VALUE: if it is %s, --rename %s=value takes it",
			quote(span_of(other)).text, quote(span_of(other)).text);
	else
		rows_fail(d->rows,
			"no observation has an OBS_VALUE: kkr-parse --rename %s=value, --attributes "
			"or --structure tells what their XML attributes are",
			quote(span_of(other)).text);
}

static void end_message(struct message *d)
{
	struct span text = text_span(&d->value.text);
	if (d->form == ERRORS)
		rows_fail(d->rows, "%s of the sender, and no data%s%.*s",
			strcmp(d->root->name, "Error") == 0 ? "an error message"
							    : "a message of the registry",
			text.length ? ": " : "", (int)text.length, text.bytes);
	check_values(d);
}

/* ---- Data sets, groups and series ---- */

/*
 * Whether an XML attribute says what is to be done with a series or an observation (3.0), of which
 * many leave the prefix out, too. Nothing is done with one that is to be deleted.
 */
static bool is_action(const struct message *d, const struct attribute *a)
{
	static const char *const actions[] = {"Append", "Replace", "Merge", "Information"};
	if (*a->name != 'a' || !is(a, "action") || (!*a->space && in_structure(d, a->name)))
		return false;
	check_action(d, a->value);
	bool action = *a->space;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		action |= span_is(a->value, actions[i]);
	return action;
}

/* Gives what the XML attributes of an element are, but for those of the message. */
static void give_attributes(struct message *d, enum kind kind, const struct element *element)
{
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (!is_action(d, a) && !*a->space)
			table_give(d->table, d->open.level, kind, a->name, i, a->value);
	}
}

/* XML attributes are dimensions, for all that a message says, where it has them at this level. */
static enum kind kind_of_form(const struct message *d)
{
	return d->form == UTILITY ? KIND_ATTRIBUTE : KIND_KEY;
}

/* The form of a data set in a group of messages: its namespace, .../generic or ...:ID:compact. */
static enum form form_of_space(const char *space)
{
	static const struct {
		const char *word;
		enum form form;
	} forms[] = {{"generic", GENERIC}, {"utility", UTILITY}, {"cross", CROSS}};
	const char *last = space;
	for (const char *at = space; *at; at++)
		last = *at == '/' || *at == ':' ? at + 1 : last;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (strcasecmp(last, forms[i].word) == 0)
			return forms[i].form;
	}
	return COMPACT;
}

static void check_actions(const struct message *d, const struct element *element)
{
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (is(a, "action") && (d->form == GENERIC || of_message(d, a)))
			check_action(d, a->value);
	}
}

static void start_dataset(struct message *d, const struct element *element)
{
	d->open.level = LEVEL_DATASET;
	if (d->root->form == DATA) {
		d->form = form_of_space(element->space);
		d->open.last = NULL;
	}
	d->data.settled = false;
	d->data.structure = NULL;
	d->data.family.length = 0;
	d->header.refers.length = 0;
	d->data.name.length = 0;
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (is(a, "structureRef"))
			replace(&d->header.refers, a->value);
		else if (is(a, "datasetID") || is(a, "setID"))
			replace(&d->data.name, a->value);
	}
	if (d->form == GENERIC) {
		check_actions(d, element);
		return;
	}
	if (d->old)
		family_of_space(d, element->space);
	find_structure(d);
	check_actions(d, element);
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (!of_message(d, a))
			table_give(d->table, LEVEL_DATASET,
				d->form == CROSS ? KIND_KEY : KIND_ATTRIBUTE, a->name, i, a->value);
	}
}

static void end_dataset(struct message *d)
{
	find_structure(d);
	table_dataset_end(d->table);
	table_clear(d->table, LEVEL_DATASET);
	d->form = d->root->form;
}

static void start_group(struct message *d, const struct element *element)
{
	find_structure(d);
	d->open.level = LEVEL_GROUP;
	if (d->form != GENERIC)
		give_attributes(d, kind_of_form(d), element);
}

static void free_held(struct message *d)
{
	while (d->generic.helds > 0)
		free(d->generic.held[--d->generic.helds].value);
}

static void end_group(struct message *d)
{
	free_held(d);
	d->open.level = LEVEL_DATASET;
	table_clear(d->table, LEVEL_GROUP);
}

/* The key of a group around series is in theirs, too, and there in its right order. */
static void hold(struct message *d, const char *id, size_t at, struct span value)
{
	d->generic.held = grow(d->generic.held, &d->generic.held_room, d->generic.helds + 1,
		sizeof *d->generic.held);
	d->generic.held[d->generic.helds++] = (struct held){id, at, span_copy(value)};
}

static void give_held(struct message *d)
{
	for (size_t i = 0; i < d->generic.helds; i++)
		table_give(d->table, LEVEL_GROUP, KIND_KEY, d->generic.held[i].id,
			d->generic.held[i].at, span_of(d->generic.held[i].value));
	free_held(d);
}

/* A group beside series: <Group>, <Atts>, and in compact messages any other name. */
static void start_beside(struct message *d, const struct element *element)
{
	find_structure(d);
	d->open.beside = true;
	table_group(d->table);
	for (size_t i = 0; i < element->attributes && d->form != GENERIC; i++) {
		const struct attribute *a = &element->attribute[i];
		if (!*a->space && (d->old || !is(a, "type")))
			table_group_give(d->table, KIND_VALUE, a->name, a->value);
	}
}

static void end_beside(struct message *d)
{
	d->open.beside = false;
	table_group_end(d->table);
}

static void start_series(struct message *d, const struct element *element)
{
	find_structure(d);
	d->open.level = LEVEL_SERIES;
	if (d->form != GENERIC)
		give_attributes(d, kind_of_form(d), element);
}

static void end_series(struct message *d)
{
	table_clear(d->table, LEVEL_SERIES);
	d->open.level = d->open.rule[d->open.depth]->level;
}

/* ---- Observations ---- */

static void begin_observation(struct message *d)
{
	find_structure(d);
	give_held(d);
	d->observation.line = rows_line(d->rows);
	d->open.level = LEVEL_OBS;
}

static void end_observation(struct message *d)
{
	table_put(d->table, d->observation.line);
	d->open.level = d->open.rule[d->open.depth]->level;
}

static void start_observation(struct message *d, const struct element *element)
{
	begin_observation(d);
	if (d->form == UTILITY)
		give_attributes(d, KIND_ATTRIBUTE, element);
}

/*
 * Which XML attribute of an observation in a series is its dimension, where the header does not
 * say: the period, else the first that is not the value. False where it has no other.
 */
static bool find_dimension(struct message *d, const struct element *element)
{
	bool found = false;
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (*a->space || table_is_measure(d->table, a->name))
			continue;
		bool period = table_is_period(d->table, a->name);
		if (!found || period)
			d->data.dimension = a->name;
		found = true;
		if (period)
			break;
	}
	return found;
}

static struct known find_kind(struct message *d, const char *name)
{
	struct known known = {.name = name,
		.kind = KIND_ATTRIBUTE,
		.left_out = !d->old && strcmp(name, "type") == 0};
	if (table_is_measure(d->table, name))
		known.kind = KIND_VALUE;
	else if (d->data.dimension && strcmp(name, d->data.dimension) == 0)
		known.kind = KIND_KEY;
	if (known.kind == KIND_ATTRIBUTE && !d->data.structure && !table_has_attributes(d->table))
		known.left_out = true;
	if (!known.left_out)
		known.column = table_column(d->table, known.kind, name);
	return known;
}

/*
 * What an attribute is, as it was found for the attribute at that place before: observations are
 * mostly alike, and to find it anew takes 65 % more instructions.
 */
static const struct known *kind_of(struct message *d, const char *name, size_t at)
{
	struct known *known = &d->known[at < KNOWN ? at : KNOWN];
	if (!known->name || known->name != name)
		*known = find_kind(d, name);
	return known;
}

/* An explicit measure of 2.1: the type of the observation is its dimension. */
static void give_type(struct message *d, const struct element *element)
{
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (!is(a, "type"))
			continue;
		const char *colon = memchr(a->value.bytes, ':', a->value.length);
		size_t prefix = colon ? (size_t)(colon + 1 - a->value.bytes) : 0;
		table_give(d->table, LEVEL_OBS, KIND_KEY, d->data.dimension, i,
			(struct span){a->value.bytes + prefix, a->value.length - prefix});
		return;
	}
	table_lacks(d->table, d->data.dimension);
}

/* An observation in a series brings its own dimension and its value; the rest are attributes. */
static void start_specific(struct message *d, const struct element *element)
{
	begin_observation(d);
	bool found = !d->data.dimension && !find_dimension(d, element);
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (is_action(d, a) || *a->space)
			continue;
		const struct known *known = kind_of(d, a->name, i);
		if (known->left_out) {
			d->observation.unread =
				d->observation.unread ? d->observation.unread : a->name;
			continue;
		}
		found |= known->kind == KIND_KEY;
		table_set(d->table, LEVEL_OBS, known->column, a->value);
	}
	if (!found)
		give_type(d, element);
}

/* One in no series brings all. */
static void start_flat(struct message *d, const struct element *element)
{
	begin_observation(d);
	give_attributes(d, KIND_KEY, element);
}

/* 2.0: the element is the measure, or stands for a code of a dimension. */
static void give_measure(struct message *d, const char *element)
{
	for (size_t i = 0; d->data.structure && i < d->data.structure->crosses; i++) {
		const struct cross_measure *cross = &d->data.structure->cross[i];
		if (strcmp(cross->element, element) == 0) {
			table_give(d->table, LEVEL_OBS, KIND_KEY, cross->dimension, KNOWN,
				span_of(cross->code));
			return;
		}
	}
	if (strcmp(element, value_id(d)) == 0 || table_is_measure(d->table, element))
		return;
	if (d->data.structure)
		rows_fail(d->rows, "the structure %s in %s has no measure '%s'",
			d->data.structure->id, d->data.structure->file,
			quote(span_of(element)).text);
	table_give(d->table, LEVEL_OBS, KIND_KEY, "measure", KNOWN, span_of(element));
}

static void start_cross(struct message *d, const struct element *element)
{
	begin_observation(d);
	give_measure(d, element->name);
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (*a->space)
			continue;
		if (is(a, "value"))
			table_give(d->table, LEVEL_OBS, KIND_VALUE, value_id(d), i, a->value);
		else
			table_give(d->table, LEVEL_OBS, KIND_KEY, a->name, i, a->value);
	}
}

/* ---- Generic values ---- */

/* One value of a key or of attributes, at the level that is open. */
static void give(struct message *d, enum kind kind, size_t id, struct span value)
{
	if (d->open.beside)
		table_group_give(d->table, kind, d->generic.id[id], value);
	else if (d->open.level == LEVEL_GROUP && kind == KIND_KEY)
		hold(d, d->generic.id[id], id, value);
	else
		table_give(d->table, d->open.level, kind, d->generic.id[id], id, value);
}

/* <Value id= value=>, in 2.0 concept= for id=; and the two of an observation, without an id. */
static void give_value(
	struct message *d, enum kind kind, const char *without, const struct element *element)
{
	struct span id = without ? span_of(without) : SPAN(""), value = SPAN("");
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (*a->space)
			continue;
		if (is(a, "id") || is(a, "concept"))
			id = a->value;
		else if (is(a, "value"))
			value = a->value;
		else
			rows_fail(d->rows, "<%s> has an attribute '%s', which is not read",
				quote(span_of(element->name)).text, quote(span_of(a->name)).text);
	}
	if (id.length == 0)
		rows_fail(d->rows, "<%s> does not say of what", element->name);
	give(d, kind, intern(d, id), value);
}

static void start_attributes(struct message *d, const struct element *element)
{
	(void)element;
	find_structure(d);
}

static void start_key_value(struct message *d, const struct element *element)
{
	give_value(d, KIND_KEY, NULL, element);
}

static void start_attribute_value(struct message *d, const struct element *element)
{
	give_value(d, KIND_ATTRIBUTE, NULL, element);
}

static void start_obs_value(struct message *d, const struct element *element)
{
	give_value(d, KIND_VALUE, value_id(d), element);
}

static void start_obs_dimension(struct message *d, const struct element *element)
{
	give_value(d, KIND_KEY, d->data.dimension ? d->data.dimension : "TIME_PERIOD", element);
}

/* <Time>2025-01</Time>, of 2.0 */
static void time_text(struct message *d, struct span text)
{
	const char *id = component_id(d, ROLE_PERIOD, "TIME_PERIOD");
	give(d, KIND_KEY, intern(d, span_of(id)), trimmed(text));
}

/* ---- Utility values: <FREQ>M</FREQ> ---- */

static void start_child(struct message *d, const struct element *element)
{
	if (element->attributes)
		rows_fail(d->rows, "<%s> has an attribute '%s', which is not read",
			quote(span_of(element->name)).text, element->attribute[0].name);
	d->value.child = element->name;
}

static void child_text(struct message *d, struct span text)
{
	enum kind kind = table_is_measure(d->table, d->value.child) ? KIND_VALUE : KIND_KEY;
	table_give(d->table, d->open.level, kind, d->value.child, KNOWN, trimmed(text));
}

/* ---- Components that are no XML attribute: <Comp id=><Value>...</Value></Comp>, of 3.0 ---- */

static void start_component(struct message *d, const struct element *element)
{
	d->value.child = NULL;
	d->value.text.length = 0;
	for (size_t i = 0; i < element->attributes; i++) {
		if (is(&element->attribute[i], "id"))
			d->value.child = interned(d, element->attribute[i].value);
	}
	if (!d->value.child)
		rows_fail(d->rows, "a <Comp> has no id");
}

/* Several values, or texts of one in several languages, are one text. */
static void component_text(struct message *d, struct span text)
{
	if (d->value.text.length)
		text_add(&d->value.text, SPAN("; "));
	text_add(&d->value.text, trimmed(text));
}

static void end_component(struct message *d)
{
	enum kind kind = table_is_measure(d->table, d->value.child) ? KIND_VALUE : KIND_ATTRIBUTE;
	if (d->open.beside)
		table_group_give(
			d->table, KIND_ATTRIBUTE, d->value.child, text_span(&d->value.text));
	else
		table_give(d->table, d->open.level, kind, d->value.child, KNOWN,
			text_span(&d->value.text));
}

/* ---- Elements ---- */

static const struct rule rules[] = {
	{COMPACT | SPECIFIC, SERIES, "Obs", OBSERVATION, start_specific, NULL, end_observation,
		LEVEL_OBS},
	{GENERIC | COMPACT | SPECIFIC | UTILITY, DATASET, "Series", SERIES, start_series, NULL,
		end_series, LEVEL_SERIES},

	{DATA | ERRORS, OUTSIDE, NULL, MESSAGE, start_message, NULL, end_message, 0},
	{DATA, MESSAGE, "Header", HEADER, NULL, NULL, NULL, 0},
	{SPECIFIC | GENERIC, HEADER, "Structure", STRUCTURE, start_reference, NULL, NULL, 0},
	{DATA, STRUCTURE, "Structure", REFERRED, start_referred, referred_urn, NULL, 0},
	{DATA, STRUCTURE, "StructureUsage", REFERRED, start_referred, referred_urn, NULL, 0},
	{DATA, STRUCTURE, "ProvisionAgreement", IGNORED, NULL, NULL, NULL, 0},
	{DATA, STRUCTURE, "ProvisionAgrement", IGNORED, NULL, NULL, NULL, 0}, /* 2.1 */
	{DATA, REFERRED, "Ref", IGNORED, start_ref, NULL, NULL, 0},
	{DATA, REFERRED, "URN", REFERRED, NULL, referred_urn, NULL, 0},
	{DATA, HEADER, "KeyFamilyRef", HEADER_TEXT, NULL, header_family, NULL, 0},
	{DATA, HEADER, "DataSetAction", HEADER_TEXT, NULL, header_action, NULL, 0},
	{DATA, HEADER, "Truncated", HEADER_TEXT, NULL, header_truncated, NULL, 0},
	{DATA, HEADER, NULL, IGNORED, NULL, NULL, NULL, 0},
	{DATA, MESSAGE, "Footer", FOOTER, NULL, NULL, NULL, 0},
	{DATA, FOOTER, "Message", NOTE, start_note, NULL, end_footer_note, 0},
	{ERRORS, MESSAGE, "ErrorMessage", NOTE, start_note, NULL, NULL, 0},
	{DATA | ERRORS, NOTE, NULL, NOTE_TEXT, NULL, note_text, NULL, 0}, /* Text, AnnotationText */
	{ERRORS, MESSAGE, NULL, IGNORED, NULL, NULL, NULL, 0},

	{DATA, MESSAGE, "DataSet", DATASET, start_dataset, NULL, end_dataset, LEVEL_DATASET},
	{DATA, DATASET, "Annotations", IGNORED, NULL, NULL, NULL, 0},
	{DATA, DATASET, "DataProvider", IGNORED, NULL, NULL, NULL, 0},
	{DATA, GROUP, "Annotations", IGNORED, NULL, NULL, NULL, 0},
	{DATA, BESIDE, "Annotations", IGNORED, NULL, NULL, NULL, 0},
	{DATA, SERIES, "Annotations", IGNORED, NULL, NULL, NULL, 0},
	{DATA, OBSERVATION, "Annotations", IGNORED, NULL, NULL, NULL, 0},

	{COMPACT | SPECIFIC, DATASET, "Obs", OBSERVATION, start_flat, NULL, end_observation,
		LEVEL_OBS},
	{SPECIFIC, DATASET, "Group", BESIDE, start_beside, NULL, end_beside, 0},
	{SPECIFIC, DATASET, "Atts", BESIDE, start_beside, NULL, end_beside, 0},
	{COMPACT, DATASET, NULL, BESIDE, start_beside, NULL, end_beside, 0},
	{SPECIFIC, DATASET, "Comp", COMPONENT, start_component, NULL, end_component, 0},
	{SPECIFIC, BESIDE, "Comp", COMPONENT, start_component, NULL, end_component, 0},
	{SPECIFIC, SERIES, "Comp", COMPONENT, start_component, NULL, end_component, 0},
	{SPECIFIC, OBSERVATION, "Comp", COMPONENT, start_component, NULL, end_component, 0},
	{SPECIFIC, COMPONENT, "Value", COMPONENT_VALUE, NULL, component_text, NULL, 0},
	{SPECIFIC, COMPONENT_VALUE, NULL, COMPONENT_VALUE, NULL, component_text, NULL, 0},

	{GENERIC, DATASET, "KeyFamilyRef", HEADER_TEXT, NULL, dataset_family, NULL, 0},
	{GENERIC, DATASET, "Attributes", ATTRIBUTES, start_attributes, NULL, NULL, 0},
	{GENERIC, DATASET, "Group", GROUP, start_group, NULL, end_group, LEVEL_GROUP},
	{GENERIC, DATASET, "Obs", OBSERVATION, start_observation, NULL, end_observation, LEVEL_OBS},
	{GENERIC, GROUP, "GroupKey", KEY, NULL, NULL, NULL, 0},
	{GENERIC, GROUP, "Attributes", ATTRIBUTES, NULL, NULL, NULL, 0},
	{GENERIC, GROUP, "Series", SERIES, start_series, NULL, end_series, LEVEL_SERIES},
	{GENERIC, BESIDE, "GroupKey", KEY, NULL, NULL, NULL, 0},
	{GENERIC, BESIDE, "Attributes", ATTRIBUTES, NULL, NULL, NULL, 0},
	{GENERIC, SERIES, "SeriesKey", KEY, NULL, NULL, NULL, 0},
	{GENERIC, SERIES, "Attributes", ATTRIBUTES, NULL, NULL, NULL, 0},
	{GENERIC, SERIES, "Obs", OBSERVATION, start_observation, NULL, end_observation, LEVEL_OBS},
	{GENERIC, OBSERVATION, "ObsKey", KEY, NULL, NULL, NULL, 0},
	{GENERIC, OBSERVATION, "Attributes", ATTRIBUTES, NULL, NULL, NULL, 0},
	{GENERIC, OBSERVATION, "ObsDimension", VALUE, start_obs_dimension, NULL, NULL, 0},
	{GENERIC, OBSERVATION, "ObsValue", VALUE, start_obs_value, NULL, NULL, 0},
	{GENERIC, OBSERVATION, "Time", VALUE, NULL, time_text, NULL, 0},
	{GENERIC, KEY, "Value", VALUE, start_key_value, NULL, NULL, 0},
	{GENERIC, ATTRIBUTES, "Value", VALUE, start_attribute_value, NULL, NULL, 0},

	{UTILITY, DATASET, NULL, GROUP, start_group, NULL, end_group, LEVEL_GROUP},
	{UTILITY, GROUP, "Series", SERIES, start_series, NULL, end_series, LEVEL_SERIES},
	{UTILITY, SERIES, "Key", KEY, NULL, NULL, NULL, 0},
	{UTILITY, SERIES, "Obs", OBSERVATION, start_observation, NULL, end_observation, LEVEL_OBS},
	{UTILITY, KEY, NULL, VALUE, start_child, child_text, NULL, 0},
	{UTILITY, OBSERVATION, NULL, VALUE, start_child, child_text, NULL, 0},

	{CROSS, DATASET, "Group", GROUP, start_group, NULL, end_group, LEVEL_GROUP},
	{CROSS, DATASET, "Section", SERIES, start_series, NULL, end_series, LEVEL_SERIES},
	{CROSS, GROUP, "Section", SERIES, start_series, NULL, end_series, LEVEL_SERIES},
	{CROSS, SERIES, NULL, OBSERVATION, start_cross, NULL, end_observation, LEVEL_OBS},

	{SPECIFIC, DATASET, "Metadata", IGNORED, NULL, NULL, NULL, 0}, /* 3.0 */
	{SPECIFIC, BESIDE, "Metadata", IGNORED, NULL, NULL, NULL, 0},
	{SPECIFIC, SERIES, "Metadata", IGNORED, NULL, NULL, NULL, 0},
	{SPECIFIC, OBSERVATION, "Metadata", IGNORED, NULL, NULL, NULL, 0},
	{DATA | ERRORS, NOTE_TEXT, NULL, NOTE_TEXT, NULL, note_text, NULL, 0},
	{ERRORS, IGNORED, "MessageText", NOTE, start_note, NULL, NULL, 0}, /* of a registry */
	{DATA | ERRORS, IGNORED, NULL, IGNORED, NULL, NULL, NULL, 0},
};
static const struct rule outside = {.place = OUTSIDE};
static const struct rule group_beside = {
	GENERIC, DATASET, "Group", BESIDE, start_beside, NULL, end_beside, 0};

static const struct rule *search_rule(const struct message *d, const struct element *element)
{
	enum message_place parent = d->open.rule[d->open.depth]->place;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *rule = &rules[i];
		if (rule->parent != parent || !(rule->forms & d->form))
			continue;
		if (rule->name && strcmp(rule->name, element->name) != 0)
			continue;
		/* Generic groups of 2.0 are around their series, those of 2.1 beside them. */
		return rule->place == GROUP && rule->forms == GENERIC && !d->old ? &group_beside
										 : rule;
	}
	rows_fail(d->rows, "an element <%s>, which has no place there",
		quote(span_of(element->name)).text);
}

/* An element is mostly what the one before was: an observation after an observation. */
static const struct rule *find_rule(struct message *d, const struct element *element)
{
	if (!d->open.last || d->open.last->parent != d->open.rule[d->open.depth]->place ||
		d->open.last_name != element->name) {
		d->open.last = search_rule(d, element);
		d->open.last_name = element->name;
	}
	return d->open.last;
}

static bool sdmx_begins_record(const void *state, const struct element *element)
{
	return search_rule(state, element)->place == OBSERVATION;
}

static void sdmx_start(void *state, const struct element *element)
{
	struct message *d = state;
	const struct rule *rule = find_rule(d, element);
	if (rule->start)
		rule->start(d, element);
	d->open.rule[++d->open.depth] = rule;
}

static void sdmx_text(void *state, struct span text)
{
	struct message *d = state;
	const struct rule *rule = d->open.rule[d->open.depth];
	if (rule->text)
		rule->text(d, text);
	else if (rule->place != IGNORED)
		rows_fail(d->rows, "text where none belongs: '%s'", quote(trimmed(text)).text);
}

static bool sdmx_wants_text(const void *state)
{
	const struct message *d = state;
	return d->open.rule[d->open.depth]->place != IGNORED;
}

static void sdmx_end(void *state)
{
	struct message *d = state;
	const struct rule *rule = d->open.rule[d->open.depth--];
	if (rule->end)
		rule->end(d);
}

/* Messages without data, too, of any version: they are named. */
static bool sdmx_begins(const struct element *root)
{
	static const char all[] = SDMX_ALL;
	return strncasecmp(root->space, all, sizeof all - 1) == 0;
}

static void *sdmx_open(struct rows *rows, const struct reading *reading)
{
	struct message *d = allocate(1, sizeof *d);
	memset(d, 0, sizeof *d);
	d->rows = rows;
	d->reading = reading;
	d->table = table_open(rows, reading);
	d->form = DATA; /* until the root is known */
	d->open.rule[0] = &outside;
	return d;
}

static void sdmx_close(void *state)
{
	struct message *d = state;
	table_close(d->table);
	for (size_t i = 0; i < d->header.count; i++) {
		free(d->header.reference[i].name);
		free(d->header.reference[i].dimension);
		free(d->header.reference[i].id);
	}
	free(d->header.reference);
	for (size_t i = 0; i < d->generic.count; i++)
		free(d->generic.id[i]);
	free(d->generic.id);
	free_held(d);
	free(d->generic.held);
	free(d->header.family.bytes);
	free(d->data.family.bytes);
	free(d->header.refers.bytes);
	free(d->data.name.bytes);
	free(d->value.text.bytes);
	free(d->value.code.bytes);
	free(d);
}

const struct dialect dialect_sdmx = {
	.name = "sdmx",
	.begins = sdmx_begins,
	.begins_record = sdmx_begins_record,
	.open = sdmx_open,
	.start = sdmx_start,
	.text = sdmx_text,
	.wants_text = sdmx_wants_text,
	.end = sdmx_end,
	.close = sdmx_close,
};
