#include "records.h"

#include "origin.h"
#include "report.h"

#include <errno.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A line longer than this is no record, but a file of something else. */
enum { LINE_LIMIT = 64 << 20 };

/* What is looked at in one go. The buffer has room for one more than it holds. */
enum { CHUNK = 16 };

bool column_name_valid(struct span name)
{
	if (name.length == 0 || name.bytes[0] < 'a' || name.bytes[0] > 'z')
		return false;
	for (size_t i = 1; i < name.length; i++) {
		char byte = name.bytes[i];
		if (!(byte >= 'a' && byte <= 'z') && !digit(byte) && byte != '_')
			return false;
	}
	return true;
}

/* Where the digits at `at` end. */
static const char *digits_end(const char *at, const char *end)
{
	while (at < end && digit(*at))
		at++;
	return at;
}

static bool zero(struct span number)
{
	size_t i = 0;
	while (i < number.length && (number.bytes[i] < '1' || number.bytes[i] > '9'))
		i++;
	return i == number.length;
}

bool number_valid(struct span field)
{
	const char *end = field.bytes + field.length;
	bool negative = field.length > 0 && *field.bytes == '-';
	const char *whole = field.bytes + negative, *point = digits_end(whole, end);
	if (point == whole)
		return false;
	size_t digits = (size_t)(point - whole);
	if (point < end) {
		const char *last = digits_end(point + 1, end);
		if (*point != '.' || last == point + 1 || last < end)
			return false;
		digits += (size_t)(last - point - 1);
	}
	return digits <= NUMBER_DIGITS && !(negative && zero(field));
}

const char *amount_fault(struct span field)
{
	if (field.length == 0)
		return "is missing";
	if (!number_valid(field))
		return "is not a number of at most 100 digits";
	return field.bytes[0] == '-' ? "is negative" : NULL;
}

/*
 * Moves what is unread to the front, makes room, and reads on. Line feeds are set behind what there
 * is, so that every line has an end to run up against.
 */
static void read_more(struct records *r)
{
	if (r->end - r->begin > LINE_LIMIT)
		fail(r->status, r->file, r->line, "a line of more than %d MB: these are no records",
			LINE_LIMIT >> 20);
	r->buffer = grow(r->buffer, &r->room, r->end + INPUT_PIECE + CHUNK, 1);
	memmove(r->buffer, r->buffer + r->begin, r->end - r->begin);
	r->end -= r->begin;
	r->begin = 0;
	size_t got = input_read(r->input, r->buffer + r->end, INPUT_PIECE);
	r->end += got;
	r->ended = got == 0;
	memset(r->buffer + r->end, '\n', CHUNK);
}

static bool escape_valid(char byte)
{
	return byte == 't' || byte == 'n' || byte == 'r' || byte == '\\';
}

/* What is wrong with a line as text, or NULL. */
static const char *text_fault(struct span line)
{
	for (size_t i = 0; i < line.length; i++) {
		unsigned char byte = (unsigned char)line.bytes[i];
		if (byte >= 0x20 && byte < 0x7F && byte != '\\')
			continue;
		if (byte == '\t')
			continue;
		if (byte == '\\') {
			i++;
			if (i == line.length || !escape_valid(line.bytes[i]))
				return "a backslash stands only in \\t, \\n, \\r and \\\\";
			continue;
		}
		if (byte == '\r')
			return "a carriage return: lines end with a line feed alone (tr -d '\\r' mends it)";
		if (byte < 0x20 || byte == 0x7F)
			return "a control byte, which no record may hold";
		size_t length = utf8_length((struct span){line.bytes + i, line.length - i});
		if (length == 0)
			return "not UTF-8 (iconv -f ISO-8859-1 -t UTF-8 may mend it)";
		i += length - 1;
	}
	return NULL;
}

/* What has been seen of a line. */
struct look {
	size_t length; /* up to the line feed */
	size_t fields;
	bool odd; /* there may be something in it that text_fault() must look at */
};

/* Bytes that are compared in one go, and what that gives: all bits set where it holds. */
typedef unsigned char chunk __attribute__((vector_size(CHUNK)));

static inline chunk is(chunk bytes, unsigned char byte)
{
	return (chunk)(bytes == byte);
}

/* A bit for each byte of what a comparison gave, the lowest for the first. */
static inline unsigned bits_of(chunk holds)
{
#ifdef __SSE2__
	return (unsigned)_mm_movemask_epi8((__m128i)holds);
#else
	unsigned bits = 0;
	for (unsigned i = 0; i < CHUNK; i++)
		bits |= (holds[i] & 1U) << i;
	return bits;
#endif
}

static inline bool any(chunk holds)
{
	uint64_t part[CHUNK / sizeof(uint64_t)];
	memcpy(part, &holds, sizeof part);
	return (part[0] | part[1]) != 0;
}

/*
 * Looks over the line that begins at r->begin and splits it into fields, of which r->field gets as
 * many as there are columns. Every filter spends its time here.
 */
static inline struct look look_at(const struct records *r)
{
	const char *start = r->buffer + r->begin, *from = start;
	size_t fields = 0, room = r->columns;
	chunk odd = {0};
	for (const char *at = start;; at += CHUNK) {
		chunk bytes;
		memcpy(&bytes, at, CHUNK);
		chunk feeds = is(bytes, '\n'), stops = is(bytes, '\t') | feeds;
		odd |= (chunk)(bytes > '~') | is(bytes, '\\') | ((chunk)(bytes < ' ') & ~stops);
		unsigned ends = bits_of(feeds);
		for (unsigned bits = bits_of(stops); bits; bits &= bits - 1) {
			const char *stop = at + __builtin_ctz(bits);
			if (fields < room)
				r->field[fields] = (struct span){from, (size_t)(stop - from)};
			fields++;
			if (bits & -bits & ends)
				return (struct look){(size_t)(stop - start), fields, any(odd)};
			from = stop + 1;
		}
	}
}

/* Reads on until a whole line is there; false at the end of the file. */
static bool read_whole_line(struct records *r)
{
	for (size_t searched = 0;;) {
		size_t have = r->end - r->begin;
		if (have > searched &&
			memchr(r->buffer + r->begin + searched, '\n', have - searched))
			return true;
		if (r->ended && have == 0)
			return false;
		if (r->ended)
			fail_cut_short(r->status, r->file, r->line,
				"the stream is cut short: its last line does not end with a line feed");
		searched = have;
		read_more(r);
	}
}

/* Takes the next line, without its LF, into r->record; false at the end of the file. */
static inline bool read_line(struct records *r, struct look *look)
{
	r->line = ++r->number;
	r->file = input_name(r->input);
	*look = look_at(r);
	if (look->length == r->end - r->begin) {
		if (!read_whole_line(r))
			return false;
		*look = look_at(r);
	}
	r->record = (struct span){r->buffer + r->begin, look->length};
	r->begin += look->length + 1;
	return true;
}

struct column_place {
	const char *name;
	size_t at;
};

static int compare_names(const void *a, const void *b)
{
	const struct column_place *x = a, *y = b;
	return strcmp(x->name, y->name);
}

/*
 * A header may have 100,000 names, and each may be looked for. In order, one that is there twice
 * stands beside itself.
 */
static void order_columns(struct records *r)
{
	r->place = allocate(r->columns, sizeof *r->place);
	for (size_t i = 0; i < r->columns; i++)
		r->place[i] = (struct column_place){r->name[i], i};
	qsort(r->place, r->columns, sizeof *r->place, compare_names);
	for (size_t i = 1; i < r->columns; i++) {
		if (strcmp(r->place[i - 1].name, r->place[i].name) == 0)
			fail(r->status, r->file, r->line, "two columns are named '%s'",
				r->place[i].name);
	}
}

/* What is no name: of a csv, it is the whole header. */
static _Noreturn void refuse_name(const struct records *r, struct span name)
{
	bool divided = false;
	for (size_t i = 0; i < name.length && r->columns == 1; i++)
		divided |= name.bytes[i] == ',' || name.bytes[i] == ';' || name.bytes[i] == ' ';
	fail(r->status, r->file, r->line,
		"'%s' is no name of a column: the first line names them, %s", quote(name).text,
		divided ? "with a TAB between two (kkr-table makes records of a csv)"
			: "lower case letters, digits and _");
}

/* Takes the names of the columns from the header at hand. */
static void name_columns(struct records *r, size_t count)
{
	r->field = allocate(count, sizeof *r->field);
	r->name = allocate(count, sizeof *r->name);
	r->columns = count;
	r->begin -= r->record.length + 1; /* the same line again, now that there are fields */
	look_at(r);
	r->begin += r->record.length + 1;
	for (size_t i = 0; i < r->columns; i++) {
		if (!column_name_valid(r->field[i]))
			refuse_name(r, r->field[i]);
		r->name[i] = span_copy(r->field[i]);
	}
	order_columns(r);
	r->origin = records_find(r, ORIGIN);
}

/* A further file goes on where the first one ended, so its columns must be the same. */
static void compare_columns(struct records *r, size_t count)
{
	for (size_t i = 0; i < count || i < r->columns; i++) {
		if (i >= count)
			fail(r->status, r->file, r->line,
				"the column '%s' of the first file is missing", r->name[i]);
		if (i >= r->columns || !span_is(r->field[i], r->name[i]))
			fail(r->status, r->file, r->line,
				"the columns are not those of the first file: column %zu is another",
				i + 1);
	}
}

/* What is known by its first bytes to be no records, and which kkr-read makes some of. */
static void refuse_deliveries(const struct records *r)
{
	static const struct {
		struct span begins;
		const char *what;
	} known[] = {{{"PK\3\4", 4}, "a workbook, or another zip archive"},
		{{"\xD0\xCF\x11\xE0", 4},
			"a workbook as Excel saved them before 2007, or encrypted"},
		{{"<", 1}, "XML or HTML"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (r->end >= known[i].begins.length &&
			memcmp(r->buffer, known[i].begins.bytes, known[i].begins.length) == 0)
			fail(r->status, r->file, 0, "is %s, and no records: kkr-read FILE | %s",
				known[i].what, program_invocation_short_name);
	}
}

static void read_header(struct records *r)
{
	r->file = input_name(r->input);
	r->line = r->number = 0;
	r->begin = r->end = 0;
	r->ended = false;
	read_more(r);
	refuse_deliveries(r);
	struct look look;
	if (!read_line(r, &look))
		fail(r->status, r->file, 0,
			"is empty: not even a header with the names of columns");
	const char *fault = text_fault(r->record);
	if (fault)
		fail(r->status, r->file, r->line, "%s", fault);
	if (r->record.length >= 3 && memcmp(r->record.bytes, "\xEF\xBB\xBF", 3) == 0)
		fail(r->status, r->file, r->line,
			"begins with a byte order mark, which records do not have (tail -c +4 takes it off)");
	if (r->name)
		compare_columns(r, look.fields);
	else
		name_columns(r, look.fields);
}

/* What should say how something is done, and is a program or a picture, is no data that are wrong.
 */
static void refuse_foreign(struct input *input)
{
	const struct foreign *foreign = input_foreign(input);
	if (foreign)
		fail(EX_CONFIG, input_name(input), 0, "is %s, where a table is expected (TSV)",
			foreign->what);
}

void records_open_input(struct records *r, struct input *input, int status)
{
	static char *const none[] = {NULL};
	*r = (struct records){.files = none, .input = input, .status = status};
	if (status == EX_CONFIG)
		refuse_foreign(input);
	read_header(r);
}

void records_open(struct records *r, char *const *files, int status, struct rejects *rejects)
{
	struct input *first = input_open(*files ? *files++ : "-");
	records_open_input(r, first, status);
	r->files = files;
	r->rejects = rejects;
}

/* Whether the line at hand is a record; sets it aside, or ends the program, where it is not. */
static bool good_record(struct records *r, const struct look *look)
{
	if (!look->odd && look->fields == r->columns)
		return true;
	const char *fault = text_fault(r->record);
	if (!fault && look->fields == r->columns)
		return true;
	if (r->status != EX_DATAERR)
		fail(r->status, r->file, r->line, "%s",
			fault ? fault : "not as many fields as the header names columns");
	if (fault)
		reject(r->rejects, REJECT_ENCODING, r->file, r->line, r->record, "%s", fault);
	else
		reject(r->rejects, REJECT_FIELDS, r->file, r->line, r->record,
			"%zu field%s where the header names %zu columns", look->fields,
			look->fields == 1 ? "" : "s", r->columns);
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The name of a file as an own string; the same one for the same name. */
static const char *origin_file(struct records *r, struct span name)
{
	if (span_equals(name, r->last_file))
		return r->last_file.bytes;
	char *string = span_copy(name);
	char *const *kept = tsearch(string, &r->origin_file, by_name);
	if (*kept != string)
		free(string);
	r->last_file = span_of(*kept);
	return *kept;
}

/* The place of the record at hand is what its origin says; where that says nothing, as it was. */
static void take_origin(struct records *r)
{
	struct origin origin;
	if (!origin_read(r->field[r->origin], &origin))
		return;
	r->file = origin_file(r, origin.file);
	r->line = origin.line;
}

bool records_next(struct records *r)
{
	struct look look;
	for (;;) {
		while (read_line(r, &look)) {
			if (!good_record(r, &look))
				continue;
			if (r->origin < r->columns)
				take_origin(r);
			return true;
		}
		if (!*r->files)
			return false;
		input_close(r->input);
		r->input = input_open(*r->files++);
		read_header(r);
	}
}

size_t records_find(const struct records *r, const char *name)
{
	struct column_place sought = {.name = name};
	const struct column_place *found =
		bsearch(&sought, r->place, r->columns, sizeof *r->place, compare_names);
	return found ? found->at : r->columns;
}

_Noreturn void column_missing(const struct records *r, const char *name, char *const *names,
	size_t count, const char *hint)
{
	struct text among = {0};
	for (size_t i = 0; i < count; i++) {
		text_add(&among, span_of(i ? " " : ""));
		text_add(&among, span_of(names[i]));
	}
	text_add_char(&among, '\0');
	fail(r->status, r->file, 1, "there is no column '%s' among: %s%s%s%s", name,
		quote(span_of(among.bytes)).text, hint ? " (" : "", hint ? hint : "",
		hint ? ")" : "");
}

size_t records_column(const struct records *r, const char *name, const char *hint)
{
	size_t found = records_find(r, name);
	if (found == r->columns)
		column_missing(r, name, r->name, r->columns, hint);
	return found;
}

void records_close(struct records *r)
{
	input_close(r->input);
	for (size_t i = 0; i < r->columns; i++)
		free(r->name[i]);
	free(r->name);
	free(r->place);
	free(r->field);
	tdestroy(r->origin_file, free);
	free(r->buffer);
}
