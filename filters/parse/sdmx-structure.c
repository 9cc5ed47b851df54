/*
 * Data structure definitions of SDMX-ML 2.0, 2.1, 3.0 and 3.1, with their code lists: what
 * --structure names. A small dialect of its own, which delivers no rows.
 */
#include "sdmx.h"
#include "read/values.h"
#include "read/xml.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct code {
	char *id, *label; /* as fields */
};

/* Of what can be referred to: agency and version may be empty. */
struct reference {
	char *agency, *id, *version;
};

struct codes {
	struct reference name;
	struct code *code;
	size_t count, room;
	int rank;    /* of the last label: how well its language fits */
	bool absent; /* it is referred to, and in none of the files */
};

/* A component as it is read: what its codes are is known when all has been read. */
struct draft {
	struct component component;
	char *concept, *scheme; /* the concept that it is of */
	struct reference codes; /* id NULL: none of its own */
	long position;          /* among the dimensions, or 0 */
};

struct definition {
	struct structure structure;
	struct draft *draft;
	size_t drafts, draft_room, cross_room;
};

/* What a concept's codes are where a component does not say. */
struct concept {
	char *id, *scheme;
	struct reference codes;
};

struct dataflow {
	char *id, *structure;
};

struct structures {
	const char *file; /* at hand */
	const char *language;
	bool old; /* 2.0 */
	struct definition *definition;
	size_t definitions, definition_room;
	struct codes **codes;
	size_t lists, list_room;
	struct concept *concept;
	size_t concepts, concept_room;
	struct dataflow *dataflow;
	size_t dataflows, dataflow_room;
	struct text files;     /* "a.xml, b.xml" */
	struct text ids;       /* "A, B" */
	struct text languages; /* those that labels are in, the same way */
	bool labelled;         /* a label of the language has been read */
};

struct rule;

struct structure_message {
	struct rows *rows;
	struct structures *s;
	const struct rule *rule[XML_DEPTH + 1];
	size_t depth;
	struct reference *reference; /* what the open <Ref> or URN fills */
	struct text label;
	int rank; /* of the open label's language */
};

/* ---- What has been read ---- */

static struct span or_empty(const char *string)
{
	return string ? span_of(string) : SPAN("");
}

static void set(char **string, struct span value)
{
	free(*string);
	*string = span_copy(trimmed(value));
}

static struct definition *last_definition(const struct structure_message *d)
{
	return &d->s->definition[d->s->definitions - 1];
}

static struct draft *last_draft(const struct structure_message *d)
{
	struct definition *definition = last_definition(d);
	return &definition->draft[definition->drafts - 1];
}

static struct codes *last_codes(const struct structure_message *d)
{
	return d->s->codes[d->s->lists - 1];
}

/* An XML attribute of no namespace; empty where there is none. */
static struct span attribute_of(const struct element *element, const char *name)
{
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (!*a->space && strcmp(a->name, name) == 0)
			return trimmed(a->value);
	}
	return SPAN("");
}

/* The first of several that is there: versions name things differently. */
static struct span either(
	const struct element *element, const char *one, const char *other, const char *third)
{
	struct span value = attribute_of(element, one);
	if (value.length == 0)
		value = attribute_of(element, other);
	return value.length || !third ? value : attribute_of(element, third);
}

/* Adds to "A, B". */
static void list_add(struct text *list, struct span name)
{
	if (list->length)
		text_add(list, SPAN(", "));
	text_add(list, name);
}

/* ---- Code lists, and schemes of concepts, which are code lists too ---- */

static struct codes *add_list(struct structures *s)
{
	s->codes = grow(s->codes, &s->list_room, s->lists + 1, sizeof(struct codes *));
	struct codes *codes = allocate(1, sizeof *codes);
	*codes = (struct codes){0};
	return s->codes[s->lists++] = codes;
}

static void start_list(struct structure_message *d, const struct element *element)
{
	struct structures *s = d->s;
	struct codes *codes = add_list(s);
	set(&codes->name.id, attribute_of(element, "id"));
	set(&codes->name.agency, either(element, "agencyID", "agency", NULL));
	set(&codes->name.version, attribute_of(element, "version"));
}

static void start_code(struct structure_message *d, const struct element *element)
{
	struct codes *codes = last_codes(d);
	struct text id = {0};
	text_add_escaped(&id, either(element, "id", "value", NULL));
	codes->code = grow(codes->code, &codes->room, codes->count + 1, sizeof *codes->code);
	codes->code[codes->count++] = (struct code){.id = span_copy(text_span(&id))};
	codes->rank = 0;
	free(id.bytes);
}

static void start_concept(struct structure_message *d, const struct element *element)
{
	struct structures *s = d->s;
	if (s->lists) /* 2.0 may have concepts outside a scheme */
		start_code(d, element);
	s->concept = grow(s->concept, &s->concept_room, s->concepts + 1, sizeof *s->concept);
	struct concept *concept = &s->concept[s->concepts++];
	*concept = (struct concept){0};
	set(&concept->id, attribute_of(element, "id"));
	set(&concept->scheme, s->lists ? or_empty(last_codes(d)->name.id) : SPAN(""));
	struct span codes = attribute_of(element, "coreRepresentation");
	if (codes.length)
		set(&concept->codes.id, codes);
}

/* How well a language fits the one asked for: itself, then one of its kind (da-DK for da). */
static int rank_of(const struct structures *s, struct span language)
{
	size_t length = s->language ? strlen(s->language) : 0;
	if (length == 0 || language.length < length ||
		memcmp(language.bytes, s->language, length) != 0)
		return 0;
	if (language.length == length)
		return 2;
	return language.bytes[length] == '-';
}

static void start_label(struct structure_message *d, const struct element *element)
{
	struct span language = SPAN("en"); /* as SDMX's schemas have it where nothing is said */
	for (size_t i = 0; i < element->attributes; i++) {
		if (strcmp(element->attribute[i].name, "lang") == 0)
			language = trimmed(element->attribute[i].value);
	}
	d->rank = rank_of(d->s, language);
	d->label.length = 0;
	struct span known = text_span(&d->s->languages);
	if (!memmem(known.bytes, known.length, language.bytes, language.length))
		list_add(&d->s->languages, language);
}

static void label_text(struct structure_message *d, struct span text)
{
	text_add_escaped(&d->label, trimmed(text));
}

static void end_label(struct structure_message *d)
{
	struct codes *codes = last_codes(d);
	if (d->rank <= codes->rank || codes->count == 0)
		return;
	codes->rank = d->rank;
	d->s->labelled = true;
	struct code *code = &codes->code[codes->count - 1];
	free(code->label);
	code->label = span_copy(text_span(&d->label));
}

static int compare_codes(const void *a, const void *b)
{
	return strcmp(((const struct code *)a)->id, ((const struct code *)b)->id);
}

static void end_list(struct structure_message *d)
{
	struct codes *codes = last_codes(d);
	if (codes->count)
		qsort(codes->code, codes->count, sizeof *codes->code, compare_codes);
}

static int compare_id(const void *id, const void *code)
{
	return span_compare(*(const struct span *)id, span_of(((const struct code *)code)->id));
}

struct span codes_label(const struct codes *codes, struct span id)
{
	if (!codes || codes->count == 0)
		return SPAN("");
	const struct code *found =
		bsearch(&id, codes->code, codes->count, sizeof *codes->code, compare_id);
	return found ? or_empty(found->label) : SPAN("");
}

/* ---- References ---- */

/* urn:sdmx:...=AGENCY:ID(VERSION).ITEM; what is before the = is of no interest. */
static void read_urn(struct reference *r, char **item, struct span urn)
{
	urn = trimmed(urn);
	const char *end = urn.bytes + urn.length;
	const char *equals = memchr(urn.bytes, '=', urn.length);
	const char *at = equals ? equals + 1 : urn.bytes;
	const char *colon = memchr(at, ':', (size_t)(end - at));
	const char *open = colon ? memchr(colon, '(', (size_t)(end - colon)) : NULL;
	const char *shut = open ? memchr(open, ')', (size_t)(end - open)) : NULL;
	if (!equals || !shut)
		return;
	set(&r->agency, (struct span){at, (size_t)(colon - at)});
	set(&r->id, (struct span){colon + 1, (size_t)(open - colon - 1)});
	set(&r->version, (struct span){open + 1, (size_t)(shut - open - 1)});
	if (item && end - shut > 2)
		set(item, (struct span){shut + 2, (size_t)(end - shut - 2)});
}

static void read_ref(struct reference *r, const struct element *element)
{
	set(&r->agency, attribute_of(element, "agencyID"));
	set(&r->id, attribute_of(element, "id"));
	set(&r->version, attribute_of(element, "version"));
}

static void start_codes_ref(struct structure_message *d, const struct element *element)
{
	read_ref(d->reference, element);
}

static void codes_urn(struct structure_message *d, struct span urn)
{
	read_urn(d->reference, NULL, urn);
}

/* ---- Structures and their components ---- */

static void start_definition(struct structure_message *d, const struct element *element)
{
	struct structures *s = d->s;
	s->definition =
		grow(s->definition, &s->definition_room, s->definitions + 1, sizeof *s->definition);
	struct definition *definition = &s->definition[s->definitions++];
	*definition = (struct definition){.structure = {.file = s->file}};
	set(&definition->structure.id, attribute_of(element, "id"));
}

static const struct component_element {
	const char *name;
	enum role role;
} component_elements[] = {
	{"Dimension", ROLE_DIMENSION},
	{"MeasureDimension", ROLE_DIMENSION},
	{"TimeDimension", ROLE_PERIOD},
	{"PrimaryMeasure", ROLE_MEASURE},
	{"Measure", ROLE_MEASURE},
	{"Attribute", ROLE_ATTRIBUTE},
	{"ReportingYearStartDay", ROLE_ATTRIBUTE},
	{"MetadataAttributeUsage", ROLE_ATTRIBUTE},
};

static void start_component(struct structure_message *d, const struct element *element)
{
	struct definition *definition = last_definition(d);
	definition->draft = grow(definition->draft, &definition->draft_room, definition->drafts + 1,
		sizeof *definition->draft);
	struct draft *draft = &definition->draft[definition->drafts++];
	*draft = (struct draft){0};
	const struct component_element *of = component_elements;
	while (strcmp(of->name, element->name) != 0)
		of++;
	draft->component.role = of->role;
	set(&draft->component.id, either(element, "id", "conceptRef", NULL));
	set(&draft->concept, attribute_of(element, "conceptRef"));
	set(&draft->scheme, attribute_of(element, "conceptSchemeRef"));
	struct span codes = attribute_of(element, "codelist");
	if (codes.length) {
		set(&draft->codes.id, codes);
		set(&draft->codes.agency, attribute_of(element, "codelistAgency"));
		set(&draft->codes.version, attribute_of(element, "codelistVersion"));
	}
	struct span position = attribute_of(element, "position");
	if (position.length && position.length < 6 && number_valid(position))
		draft->position = strtol(position.bytes, NULL, 10);
	d->reference = &draft->codes;
}

static void end_component(struct structure_message *d)
{
	struct draft *draft = last_draft(d);
	if (!*draft->component.id)
		set(&draft->component.id, or_empty(draft->concept));
	if (!*draft->component.id)
		rows_fail(d->rows, "a component of the structure %s has no id",
			quote(span_of(last_definition(d)->structure.id)).text);
}

static void start_concept_ref(struct structure_message *d, const struct element *element)
{
	set(&last_draft(d)->concept, attribute_of(element, "id"));
	set(&last_draft(d)->scheme, attribute_of(element, "maintainableParentID"));
}

static void concept_urn(struct structure_message *d, struct span urn)
{
	struct reference scheme = {0};
	read_urn(&scheme, &last_draft(d)->concept, urn);
	if (scheme.id)
		set(&last_draft(d)->scheme, span_of(scheme.id));
	free(scheme.agency);
	free(scheme.id);
	free(scheme.version);
}

static void metadata_id(struct structure_message *d, struct span id)
{
	set(&last_draft(d)->component.id, id);
}

static void start_cross(struct structure_message *d, const struct element *element)
{
	struct definition *definition = last_definition(d);
	struct structure *structure = &definition->structure;
	structure->cross = grow(structure->cross, &definition->cross_room, structure->crosses + 1,
		sizeof *structure->cross);
	struct cross_measure *cross = &structure->cross[structure->crosses++];
	*cross = (struct cross_measure){0};
	set(&cross->element, attribute_of(element, "conceptRef"));
	set(&cross->dimension, attribute_of(element, "measureDimension"));
	set(&cross->code, attribute_of(element, "code"));
}

/* ---- Core representations and dataflows ---- */

static void start_core(struct structure_message *d, const struct element *element)
{
	(void)element;
	d->reference = &d->s->concept[d->s->concepts - 1].codes;
}

static void start_dataflow(struct structure_message *d, const struct element *element)
{
	struct structures *s = d->s;
	s->dataflow = grow(s->dataflow, &s->dataflow_room, s->dataflows + 1, sizeof *s->dataflow);
	struct dataflow *dataflow = &s->dataflow[s->dataflows++];
	*dataflow = (struct dataflow){0};
	set(&dataflow->id, attribute_of(element, "id"));
}

static void start_dataflow_ref(struct structure_message *d, const struct element *element)
{
	set(&d->s->dataflow[d->s->dataflows - 1].structure, attribute_of(element, "id"));
}

static void dataflow_urn(struct structure_message *d, struct span urn)
{
	struct reference structure = {0};
	read_urn(&structure, NULL, urn);
	set(&d->s->dataflow[d->s->dataflows - 1].structure,
		structure.id ? span_of(structure.id) : urn);
	free(structure.agency);
	free(structure.id);
	free(structure.version);
}

/* ---- Which element means what; others are passed through ---- */

enum structure_place {
	TOP,
	LIST,
	CODE,
	LABEL,
	SCHEME,
	CONCEPT,
	DEFINITION,
	COMPONENT,
	IDENTITY,
	REPRESENTATION,
	CODES,
	DATAFLOW,
	DATAFLOW_OF,
	METADATA,
	IGNORED,
};

static const struct rule {
	enum structure_place parent;
	const char *name;
	enum structure_place place;
	void (*start)(struct structure_message *, const struct element *);
	void (*text)(struct structure_message *, struct span);
	void (*end)(struct structure_message *);
} rules[] = {
	{TOP, "CodeList", LIST, start_list, NULL, end_list}, /* 2.0 */
	{TOP, "Codelist", LIST, start_list, NULL, end_list},
	{TOP, "ValueList", LIST, start_list, NULL, end_list}, /* 3.0, and the two after it */
	{TOP, "GeographicCodelist", LIST, start_list, NULL, end_list},
	{TOP, "GeoGridCodelist", LIST, start_list, NULL, end_list},
	{LIST, "Code", CODE, start_code, NULL, NULL},
	{LIST, "ValueItem", CODE, start_code, NULL, NULL},
	{LIST, "GeoFeatureSetCode", CODE, start_code, NULL, NULL},
	{LIST, "GeoGridCode", CODE, start_code, NULL, NULL},
	{CODE, "Name", LABEL, start_label, label_text, end_label},
	{CODE, "Description", LABEL, start_label, label_text, end_label}, /* 2.0 alone */
	{TOP, "ConceptScheme", SCHEME, start_list, NULL, end_list},
	{SCHEME, "Concept", CONCEPT, start_concept, NULL, NULL},
	{CONCEPT, "Name", LABEL, start_label, label_text, end_label},
	{CONCEPT, "CoreRepresentation", REPRESENTATION, start_core, NULL, NULL},
	{TOP, "KeyFamily", DEFINITION, start_definition, NULL, NULL}, /* 2.0 */
	{TOP, "DataStructure", DEFINITION, start_definition, NULL, NULL},
	{DEFINITION, "Dimension", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "MeasureDimension", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "TimeDimension", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "PrimaryMeasure", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "Measure", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "Attribute", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "ReportingYearStartDay", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "MetadataAttributeUsage", COMPONENT, start_component, NULL, end_component},
	{DEFINITION, "CrossSectionalMeasure", IGNORED, start_cross, NULL, NULL},
	{DEFINITION, "Group", IGNORED, NULL, NULL, NULL},
	{COMPONENT, "ConceptIdentity", IDENTITY, NULL, concept_urn, NULL},
	{IDENTITY, "Ref", IGNORED, start_concept_ref, NULL, NULL},
	{COMPONENT, "LocalRepresentation", REPRESENTATION, NULL, NULL, NULL},
	{COMPONENT, "MetadataAttributeReference", METADATA, NULL, metadata_id, NULL},
	{COMPONENT, "AttributeRelationship", IGNORED, NULL, NULL, NULL},
	{COMPONENT, "MeasureRelationship", IGNORED, NULL, NULL, NULL},
	{REPRESENTATION, "Enumeration", CODES, NULL, codes_urn, NULL},
	{CODES, "Ref", IGNORED, start_codes_ref, NULL, NULL},
	{TOP, "Dataflow", DATAFLOW, start_dataflow, NULL, NULL},
	{DATAFLOW, "Structure", DATAFLOW_OF, NULL, dataflow_urn, NULL},
	{DATAFLOW_OF, "Ref", IGNORED, start_dataflow_ref, NULL, NULL},
	{DATAFLOW, "KeyFamilyID", DATAFLOW_OF, NULL, dataflow_urn, NULL}, /* 2.0 */
};
static const struct rule top = {.place = TOP}, ignored = {.place = IGNORED};

/* A reference to a structure or a flow has no id of its own: it is no definition. */
static bool refers(const struct rule *rule, const struct element *element)
{
	return (rule->place == DEFINITION || rule->place == DATAFLOW) &&
	       attribute_of(element, "id").length == 0;
}

static const struct rule *find_rule(
	const struct structure_message *d, const struct element *element)
{
	const struct rule *parent = d->rule[d->depth];
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *rule = &rules[i];
		if (rule->parent != parent->place || strcmp(rule->name, element->name) != 0)
			continue;
		if (strcmp(rule->name, "Description") == 0 && !d->s->old)
			return &ignored;
		return refers(rule, element) ? &ignored : rule;
	}
	return NULL;
}

static void structure_start(void *state, const struct element *element)
{
	struct structure_message *d = state;
	const struct rule *rule = find_rule(d, element);
	d->rule[d->depth + 1] = rule ? rule : d->rule[d->depth];
	d->depth++;
	if (rule && rule->start)
		rule->start(d, element);
}

static void structure_text(void *state, struct span text)
{
	struct structure_message *d = state;
	const struct rule *rule = d->rule[d->depth];
	if (rule->text)
		rule->text(d, text);
}

static void structure_end(void *state)
{
	struct structure_message *d = state;
	const struct rule *rule = d->rule[d->depth--];
	if (rule->end && d->rule[d->depth] != rule)
		rule->end(d);
}

/* ---- When all has been read ---- */

static bool same(const char *asked, const char *there)
{
	return !asked || !*asked || !there || !*there || strcmp(asked, there) == 0;
}

/*
 * The list with the id, agency and version of a reference, else one with its id and agency, else
 * the only one with its id: agencies hand on each other's lists.
 */
static const struct codes *find_codes(const struct structures *s, const struct reference *r)
{
	const struct codes *other = NULL, *only = NULL;
	size_t of_id = 0;
	for (size_t i = 0; i < s->lists; i++) {
		const struct reference *name = &s->codes[i]->name;
		if (strcmp(name->id, r->id) != 0)
			continue;
		of_id++;
		only = s->codes[i];
		if (!same(r->agency, name->agency))
			continue;
		if (same(r->version, name->version))
			return s->codes[i];
		other = s->codes[i];
	}
	return other || of_id != 1 ? other : only;
}

/* Stands for a list that is not there. */
static const struct codes *add_absent(struct structures *s, const struct reference *r)
{
	struct codes *codes = add_list(s);
	codes->absent = true;
	set(&codes->name.id, span_of(r->id));
	set(&codes->name.agency, or_empty(r->agency));
	set(&codes->name.version, or_empty(r->version));
	return codes;
}

/* Where a component's codes are: its own list, else its concept's. */
static const struct reference *codes_of(const struct structures *s, const struct draft *draft)
{
	if (draft->codes.id)
		return &draft->codes;
	for (size_t i = 0; draft->concept && i < s->concepts; i++) {
		const struct concept *c = &s->concept[i];
		if (strcmp(c->id, draft->concept) == 0 && same(draft->scheme, c->scheme))
			return c->codes.id ? &c->codes : NULL;
	}
	return NULL;
}

/* Whether a component stands after another: the positions of dimensions count, then the roles. */
static bool after(const struct draft *a, const struct draft *b)
{
	if (a->component.role != b->component.role)
		return a->component.role > b->component.role;
	return a->position > b->position && b->position > 0;
}

static void finish(struct structures *s, struct definition *definition)
{
	struct structure *structure = &definition->structure;
	structure->component = allocate(definition->drafts + 1, sizeof *structure->component);
	for (size_t i = 0; i < definition->drafts; i++) { /* insertion: what is level stays */
		struct draft draft = definition->draft[i];
		size_t to = i;
		for (; to > 0 && after(&definition->draft[to - 1], &draft); to--)
			definition->draft[to] = definition->draft[to - 1];
		definition->draft[to] = draft;
	}
	for (size_t i = 0; i < definition->drafts; i++) {
		struct draft *draft = &definition->draft[i];
		const struct reference *codes = s->language ? codes_of(s, draft) : NULL;
		draft->component.codes = codes ? find_codes(s, codes) : NULL;
		if (codes && !draft->component.codes)
			draft->component.codes = add_absent(s, codes);
		structure->component[structure->components++] = draft->component;
	}
}

static void structure_close(void *state)
{
	struct structure_message *d = state;
	free(d->label.bytes);
	free(d);
}

static void *structure_open(struct rows *rows, const struct reading *reading)
{
	struct structure_message *d = allocate(1, sizeof *d);
	memset(d, 0, sizeof *d);
	d->rows = rows;
	d->s = reading->structures;
	d->rule[0] = &top;
	return d;
}

static const struct dialect dialect_structure = {
	.name = "structure",
	.open = structure_open,
	.start = structure_start,
	.text = structure_text,
	.end = structure_end,
	.close = structure_close,
};

static const struct dialect *choose(
	const struct rows *rows, const struct element *root, const struct reading *reading)
{
	reading->structures->old = strcasecmp(root->space, SDMX_20 "message") == 0;
	if (strcmp(root->name, "Structure") != 0 ||
		(!reading->structures->old && strcasecmp(root->space, SDMX_21 "message") != 0 &&
			strcasecmp(root->space, SDMX_30 "message") != 0 &&
			strcasecmp(root->space, SDMX_31 "message") != 0))
		rows_fail(rows,
			"<%s> of '%s' begins no structure message of SDMX-ML 2.0, 2.1, 3.0 or 3.1",
			quote(span_of(root->name)).text, quote(span_of(root->space)).text);
	return &dialect_structure;
}

static void read_structure(struct structures *s, const char *path, struct rows *rows)
{
	struct reading reading = {.structures = s};
	s->file = path;
	list_add(&s->files, span_of(path));
	memset(rows, 0, sizeof *rows);
	rows->status = EX_CONFIG;
	struct input *input = input_open(path);
	xml_read(input, rows, NULL, choose, &reading);
	input_close(input);
}

struct structures *structures_open(char *const *paths, const char *language)
{
	struct structures *s = allocate(1, sizeof *s);
	*s = (struct structures){.language = language};
	struct rows *rows = allocate(1, sizeof *rows);
	for (; *paths; paths++)
		read_structure(s, *paths, rows);
	free(rows);
	text_add_char(&s->files, '\0');
	if (s->definitions == 0)
		fail(EX_CONFIG, s->files.bytes, 0, "defines no data structure");
	for (size_t i = 0; i < s->definitions; i++) {
		finish(s, &s->definition[i]);
		list_add(&s->ids, span_of(s->definition[i].structure.id));
	}
	text_add_char(&s->ids, '\0');
	text_add_char(&s->languages, '\0');
	if (language && !s->labelled)
		fail(EX_CONFIG, s->files.bytes, 0, "has no labels in '%s' (there are: %s)",
			language, s->languages.length > 1 ? s->languages.bytes : "none");
	return s;
}

const char *structures_files(const struct structures *s)
{
	return s->files.bytes;
}

const char *codes_absent(const struct codes *codes)
{
	return codes->absent ? codes->name.id : NULL;
}

const char *structures_list(const struct structures *s)
{
	return s->ids.bytes;
}

static const struct structure *find_definition(const struct structures *s, struct span id)
{
	for (size_t i = 0; i < s->definitions; i++) {
		if (span_is(id, s->definition[i].structure.id))
			return &s->definition[i].structure;
	}
	return NULL;
}

const struct structure *structures_find(const struct structures *s, struct span id, bool dataflow)
{
	bool known = !dataflow;
	for (size_t i = 0; dataflow && i < s->dataflows; i++) {
		if (span_is(id, s->dataflow[i].id)) {
			id = or_empty(s->dataflow[i].structure);
			known = true;
			break;
		}
	}
	const struct structure *found = find_definition(s, id);
	if (!found && s->definitions == 1 && (id.length == 0 || !known))
		return &s->definition[0].structure;
	return found;
}

/* ---- Freeing ---- */

static void free_reference(struct reference *r)
{
	free(r->agency);
	free(r->id);
	free(r->version);
}

static void free_codes(struct codes *codes)
{
	for (size_t i = 0; i < codes->count; i++) {
		free(codes->code[i].id);
		free(codes->code[i].label);
	}
	free(codes->code);
	free_reference(&codes->name);
	free(codes);
}

static void free_definition(struct definition *definition)
{
	for (size_t i = 0; i < definition->drafts; i++) {
		struct draft *draft = &definition->draft[i];
		free(draft->component.id);
		free(draft->concept);
		free(draft->scheme);
		free_reference(&draft->codes);
	}
	free(definition->draft);
	for (size_t i = 0; i < definition->structure.crosses; i++) {
		free(definition->structure.cross[i].element);
		free(definition->structure.cross[i].dimension);
		free(definition->structure.cross[i].code);
	}
	free(definition->structure.cross);
	free(definition->structure.component);
	free(definition->structure.id);
}

void structures_close(struct structures *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->definitions; i++)
		free_definition(&s->definition[i]);
	free(s->definition);
	for (size_t i = 0; i < s->lists; i++)
		free_codes(s->codes[i]);
	free(s->codes);
	for (size_t i = 0; i < s->concepts; i++) {
		free(s->concept[i].id);
		free(s->concept[i].scheme);
		free_reference(&s->concept[i].codes);
	}
	free(s->concept);
	for (size_t i = 0; i < s->dataflows; i++) {
		free(s->dataflow[i].id);
		free(s->dataflow[i].structure);
	}
	free(s->dataflow);
	free(s->files.bytes);
	free(s->ids.bytes);
	free(s->languages.bytes);
	free(s);
}
