/*
 * kkr-codes: turns whatever names an area into its canonical code, in place.
 *
 * A name is folded to a key (case, spelling, spaces and hyphens do not count) and looked up among
 * the keys of all areas; a code is looked up as it stands. Where an area is written as code and
 * name, both must be of the same area.
 */
#include "lib/areas.h"
#include "lib/cli.h"
#include "lib/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: kkr-codes [OPTION]... [FILE]...\n"
	"Turns the names of areas into their codes, in place.\n"
	"\n"
	"  -c, --column COLUMN      the column with the area (default: area)\n"
	"  -a, --add C,...          append name, region, region_name, kkr, landsdel, landsdel_name,\n"
	"                           nuts3, level\n"
	"  -l, --levels L,...       keep municipality, landsdel, region, country only\n"
	"  -A, --areas FILE         use this code list (the columns of areas.tsv)\n"
	"  -r, --rejects FILE       set bad records aside there and go on\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-codes(1).\n";

/* Columns that can be appended: each is one line here and one function. */

static const char *add_name(const struct area *a)
{
	return a->name;
}

static const char *add_region(const struct area *a)
{
	return a->region ? a->region->code : "";
}

static const char *add_region_name(const struct area *a)
{
	return a->region ? a->region->name : "";
}

static const char *add_kkr(const struct area *a)
{
	return a->kkr;
}

static const char *add_landsdel(const struct area *a)
{
	return a->landsdel ? a->landsdel->number : "";
}

static const char *add_landsdel_name(const struct area *a)
{
	return a->landsdel ? a->landsdel->name : "";
}

static const char *add_nuts3(const struct area *a)
{
	return a->landsdel ? a->landsdel->code : "";
}

static const char *add_level(const struct area *a)
{
	return area_level_name(a->level);
}

struct addition {
	const char *name;
	const char *(*value)(const struct area *);
};

static const struct addition additions[] = {
	{"name", add_name},
	{"region", add_region},
	{"region_name", add_region_name},
	{"kkr", add_kkr},
	{"landsdel", add_landsdel},
	{"landsdel_name", add_landsdel_name},
	{"nuts3", add_nuts3},
	{"level", add_level},
};
enum { ADDITIONS = sizeof additions / sizeof *additions };

struct options {
	const char *column;
	const struct addition *add[ADDITIONS];
	size_t adds;
	bool level[AREA_LEVELS];
	const char *areas;
	const char *rejects;
	char **files;
};

static void take_addition(struct options *o, const char *name)
{
	size_t i = 0;
	while (i < ADDITIONS && strcmp(additions[i].name, name) != 0)
		i++;
	if (i == ADDITIONS)
		cli_misuse(
			"--add: there is no '%s' to append; there are name, region, region_name, "
			"kkr, landsdel, landsdel_name, nuts3, level",
			name);
	for (size_t j = 0; j < o->adds; j++) {
		if (o->add[j] == &additions[i])
			cli_misuse("--add: '%s' is named twice", name);
	}
	o->add[o->adds++] = &additions[i];
}

static void take_level(struct options *o, const char *name)
{
	for (enum area_level level = 0; level < AREA_LEVELS; level++) {
		if (strcmp(area_level_name(level), name) == 0) {
			o->level[level] = true;
			return;
		}
	}
	cli_misuse("--levels: there is no '%s'; there are municipality, landsdel, region, country",
		name);
}

static void take_each(
	struct options *o, const char *option, void (*take)(struct options *, const char *))
{
	char **list = cli_list(option, optarg);
	for (char **part = list; *part; part++)
		take(o, *part);
	cli_list_free(list);
}

static struct options read_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{"column", required_argument, NULL, 'c'},
		{"add", required_argument, NULL, 'a'},
		{"levels", required_argument, NULL, 'l'},
		{"areas", required_argument, NULL, 'A'},
		{"rejects", required_argument, NULL, 'r'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	struct options o = {.column = "area"};
	bool some = false;
	int option;
	while ((option = getopt_long(argc, argv, "c:a:l:A:r:hV", longs, NULL)) != -1) {
		switch (option) {
		case 'c':
			o.column = optarg;
			break;
		case 'a':
			take_each(&o, "add", take_addition);
			break;
		case 'l':
			take_each(&o, "levels", take_level);
			some = true;
			break;
		case 'A':
			o.areas = optarg;
			break;
		case 'r':
			o.rejects = optarg;
			break;
		default:
			cli_common(option, usage);
		}
	}
	for (enum area_level level = 0; !some && level < AREA_LEVELS; level++)
		o.level[level] = true;
	o.files = argv + optind;
	return o;
}

/* Folding: what does not matter in a name is left out of its key. */

/* Letters that have one form in a key; the first that fits counts. U+0301 and the like stay. */
static const struct fold {
	const char *from, *to;
} folds[] = {
	{"a\xCC\x8A", "aa"}, /* a and U+030A combining ring above */
	{"A\xCC\x8A", "aa"},
	{"\xC3\xA5", "aa"},     /* å */
	{"\xC3\x85", "aa"},     /* Å */
	{"\xE2\x84\xAB", "aa"}, /* U+212B angstrom sign, the same letter by Unicode */
	{"\xC3\xA6", "ae"},     /* æ */
	{"\xC3\x86", "ae"},     /* Æ */
	{"\xC3\xB8", "oe"},     /* ø */
	{"\xC3\x98", "oe"},     /* Ø */
	{" ", ""},
	{"-", ""},
};

static const struct fold *find_fold(struct span rest)
{
	/* Most letters fold by case alone. But an a may have a ring after it. */
	char first = rest.bytes[0];
	bool plain = (first >= 'b' && first <= 'z') || (first >= 'B' && first <= 'Z');
	if (plain)
		return NULL;
	for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
		size_t length = strlen(folds[i].from);
		if (rest.length >= length && memcmp(rest.bytes, folds[i].from, length) == 0)
			return &folds[i];
	}
	return NULL;
}

static void fold(struct text *key, struct span name)
{
	key->length = 0;
	for (size_t i = 0; i < name.length;) {
		const struct fold *f = find_fold((struct span){name.bytes + i, name.length - i});
		char byte = name.bytes[i];
		if (f)
			text_add(key, span_of(f->to));
		else
			text_add_char(
				key, byte >= 'A' && byte <= 'Z' ? (char)(byte + 'a' - 'A') : byte);
		i += f ? strlen(f->from) : 1;
	}
}

static bool drop_start(struct span *key, const char *start)
{
	size_t length = strlen(start);
	if (key->length <= length || memcmp(key->bytes, start, length) != 0)
		return false;
	key->bytes += length;
	key->length -= length;
	return true;
}

static bool drop_end(struct span *key, const char *end)
{
	size_t length = strlen(end);
	if (key->length <= length || memcmp(key->bytes + key->length - length, end, length) != 0)
		return false;
	key->length -= length;
	return true;
}

/* The keys of all areas, sorted. */

struct key {
	char *key;
	const struct area *area;
};

struct keys {
	struct key *key;
	size_t count, room;
	struct text scratch;
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct key *)a)->key, ((const struct key *)b)->key);
}

static void add_key(struct keys *keys, struct span key, const struct area *area)
{
	keys->key = grow(keys->key, &keys->room, keys->count + 1, sizeof *keys->key);
	keys->key[keys->count++] = (struct key){span_copy(key), area};
}

static const struct area *find_key(const struct keys *keys, struct span key)
{
	size_t low = 0, high = keys->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = span_compare(key, span_of(keys->key[middle].key));
		if (order == 0)
			return keys->key[middle].area;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/*
 * The name without "region" before it: what a landsdel's bare name must not be, since
 * "Nordjylland" may be either; nor a municipality's ("Bornholm" is the municipality).
 */
static bool ambiguous(struct keys *keys, const struct areas *areas, const struct area *landsdel)
{
	struct text other = {0};
	bool found = false;
	fold(&keys->scratch, span_of(landsdel->name));
	for (size_t i = 0; i < areas->count && !found; i++) {
		const struct area *a = &areas->area[i];
		if (a->level != LEVEL_MUNICIPALITY && a->level != LEVEL_REGION)
			continue;
		fold(&other, span_of(a->name));
		struct span key = text_span(&other);
		drop_start(&key, "region");
		found = span_equals(key, text_span(&keys->scratch));
	}
	free(other.bytes);
	return found;
}

static void add_landsdel_keys(
	struct keys *keys, const struct areas *areas, const struct area *landsdel)
{
	if (!ambiguous(keys, areas, landsdel)) {
		fold(&keys->scratch, span_of(landsdel->name));
		add_key(keys, text_span(&keys->scratch), landsdel);
	}
	struct text full = {0};
	text_add(&full, SPAN("landsdel"));
	text_add(&full, span_of(landsdel->name));
	fold(&keys->scratch, text_span(&full));
	add_key(keys, text_span(&keys->scratch), landsdel);
	free(full.bytes);
}

static _Noreturn void fail_same_name(
	const struct areas *areas, const struct area *a, const struct area *b)
{
	const struct area *later = a->line > b->line ? a : b;
	fail(EX_CONFIG, areas->file, later->line, "'%s' and '%s' have the same name", a->code,
		b->code);
}

static struct keys make_keys(const struct areas *areas)
{
	struct keys keys = {0};
	keys.key = grow(NULL, &keys.room, areas->count + areas->further_count, sizeof *keys.key);
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (a->level == LEVEL_LANDSDEL) {
			add_landsdel_keys(&keys, areas, a);
			continue;
		}
		fold(&keys.scratch, span_of(a->name));
		add_key(&keys, text_span(&keys.scratch), a);
	}
	for (size_t i = 0; i < areas->further_count; i++) {
		fold(&keys.scratch, span_of(areas->further[i].name));
		add_key(&keys, text_span(&keys.scratch), areas->further[i].area);
	}
	qsort(keys.key, keys.count, sizeof *keys.key, by_key);
	for (size_t i = 1; i < keys.count; i++) {
		if (by_key(&keys.key[i - 1], &keys.key[i]) == 0 &&
			keys.key[i - 1].area != keys.key[i].area)
			fail_same_name(areas, keys.key[i - 1].area, keys.key[i].area);
	}
	return keys;
}

static void free_keys(struct keys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		free(keys->key[i].key);
	free(keys->key);
	free(keys->scratch.bytes);
}

/* Recognising. */

/* A name: as it stands, without the words around it, without a genitive s. */
static const struct area *find_name(struct keys *keys, struct span name)
{
	fold(&keys->scratch, name);
	struct span key = text_span(&keys->scratch);
	const struct area *area = find_key(keys, key);
	if (!area && drop_end(&key, "ialt"))
		area = find_key(keys, key);
	if (area)
		return area;
	bool municipality = drop_end(&key, "kommune") || drop_end(&key, "kommunes");
	area = find_key(keys, key);
	if (!area && drop_end(&key, "s"))
		area = find_key(keys, key);
	return area && municipality && area->level != LEVEL_MUNICIPALITY ? NULL : area;
}

/* Whether a name that stands beside an area's code is that area's. */
static bool names_area(struct keys *keys, struct span name, const struct area *area)
{
	if (find_name(keys, name) == area)
		return true;
	/* Beside its code a bare name ("Hovedstaden", "Bornholm") can be nothing else. */
	struct text own = {0};
	fold(&own, span_of(area->name));
	struct span key = text_span(&own);
	drop_start(&key, "region");
	fold(&keys->scratch, name);
	struct span given = text_span(&keys->scratch);
	drop_end(&given, "ialt");
	bool same = area->level != LEVEL_MUNICIPALITY && span_equals(given, key);
	free(own.bytes);
	return same;
}

static const struct area *find_number(const struct areas *areas, struct span number)
{
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (*a->number && span_is(number, a->number))
			return a;
	}
	return NULL;
}

/* NUTS: DK and DK0 are the country, DK01 the region whose landsdele are DK011, DK012 and so on. */
static const struct area *find_nuts(const struct areas *areas, struct span digits)
{
	char code[] = "DK000"; /* whatever the case of its letters is */
	enum { LETTERS = 2, REGION_LENGTH = 4, LANDSDEL_LENGTH = 5 };
	size_t length = LETTERS + digits.length;
	if (length == LETTERS || span_is(digits, "0"))
		return areas_by_code(areas, SPAN("000"));
	if (length != REGION_LENGTH && length != LANDSDEL_LENGTH)
		return NULL;
	memcpy(code + LETTERS, digits.bytes, digits.length);
	if (length == LANDSDEL_LENGTH)
		return areas_by_code(areas, (struct span){code, length});
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (a->level == LEVEL_LANDSDEL && memcmp(a->code, code, REGION_LENGTH) == 0)
			return a->region;
	}
	return NULL;
}

static bool has_nuts_letters(struct span text)
{
	return text.length >= 2 && (text.bytes[0] | 0x20) == 'd' && (text.bytes[1] | 0x20) == 'k';
}

/*
 * A code: 101 or 0101 of a municipality, 084 or 1084 of a region, 01 of a landsdel, a NUTS code,
 * 000.
 */
static const struct area *find_code(const struct areas *areas, struct span code)
{
	if (has_nuts_letters(code))
		return find_nuts(areas, (struct span){code.bytes + 2, code.length - 2});
	if (code.length == 2)
		return find_number(areas, code);
	if (code.length == 3)
		return areas_by_code(areas, code);
	if (code.length != 4)
		return NULL;
	struct span rest = {code.bytes + 1, 3};
	const struct area *area = areas_by_code(areas, rest);
	char first = code.bytes[0];
	if (!area || (area->level == LEVEL_MUNICIPALITY && first != '0') ||
		(area->level == LEVEL_REGION && first != '1') || area->level == LEVEL_COUNTRY)
		return NULL;
	return area;
}

/* The length of the code that a text begins with: digits, or DK and digits; 0 where there is none.
 */
static size_t code_length(struct span text)
{
	size_t at = has_nuts_letters(text) ? 2 : 0;
	while (at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9')
		at++;
	return at == text.length || text.bytes[at] == ' ' ? at : 0;
}

static struct span without_space(struct span text)
{
	while (text.length && text.bytes[0] == ' ') {
		text.bytes++;
		text.length--;
	}
	while (text.length && text.bytes[text.length - 1] == ' ')
		text.length--;
	return text;
}

/* Recognises a text, or says in `reason` why not. */
static const struct area *recognise(
	const struct areas *areas, struct keys *keys, struct span text, struct text *reason)
{
	enum { ROOM = 512 };
	char why[ROOM];
	text = without_space(text);
	size_t length = code_length(text);
	struct span code = {text.bytes, length};
	struct span name = without_space((struct span){text.bytes + length, text.length - length});
	const struct area *by_code = length ? find_code(areas, code) : NULL;
	if (by_code && (name.length == 0 || names_area(keys, name, by_code)))
		return by_code;
	if (!length && name.length) {
		const struct area *area = find_name(keys, name);
		if (area)
			return area;
	}
	if (text.length == 0)
		snprintf(why, sizeof why, "the area is empty");
	else if (by_code)
		snprintf(why, sizeof why, "area '%s': the code is that of %s, the name is not",
			quote(text).text, by_code->name);
	else
		snprintf(why, sizeof why,
			"area '%s' is not in the code list (a code of today, or a name; "
			"regions and landsdele with that word before them)",
			quote(text).text);
	reason->length = 0;
	text_add(reason, span_of(why));
	text_add_char(reason, '\0');
	return NULL;
}

static void put_header(struct writer *out, const struct records *in, const struct options *o)
{
	for (size_t i = 0; i < in->columns; i++)
		put_field(out, span_of(in->name[i]));
	for (size_t i = 0; i < o->adds; i++) {
		if (records_find(in, o->add[i]->name) < in->columns)
			fail(EX_DATAERR, in->file, 1,
				"--add %s: there is a column of that name already",
				o->add[i]->name);
		put_field(out, span_of(o->add[i]->name));
	}
	put_row_end(out);
}

static void put_record(struct writer *out, const struct records *in, size_t column,
	const struct area *area, const struct options *o)
{
	for (size_t i = 0; i < in->columns; i++)
		put_field(out, i == column ? span_of(area->code) : in->field[i]);
	for (size_t i = 0; i < o->adds; i++)
		put_field(out, span_of(o->add[i]->value(area)));
	put_row_end(out);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct areas areas;
	areas_load(&areas, o.areas);
	struct keys keys = make_keys(&areas);
	struct rejects rejects;
	rejects_open(&rejects, o.rejects, o.files);

	struct records in;
	struct writer out;
	writer_stdout(&out);
	struct text reason = {0};
	records_open(&in, o.files, EX_DATAERR, &rejects);
	size_t column = records_column(&in, o.column, "--column names another");
	put_header(&out, &in, &o);
	while (records_next(&in)) {
		const struct area *area = recognise(&areas, &keys, in.field[column], &reason);
		if (!area)
			reject(&rejects, in.file, in.line, in.record, "%s", reason.bytes);
		else if (o.level[area->level])
			put_record(&out, &in, column, area, &o);
	}
	records_close(&in);
	rejects_close(&rejects);
	writer_close(&out);
	free(reason.bytes);
	free_keys(&keys);
	areas_free(&areas);
	return EX_OK;
}
