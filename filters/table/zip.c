/*
 * The archive is read by libzip: it finds entries by the directory at the end, and checks what it
 * unpacks by its sum. What it takes for right and a workbook never has is refused here.
 */
#include "zip.h"

#include "lib/report.h"
#include "lib/temporary.h"
#include "lib/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <zip.h>

/* More entries than this no workbook has: a sheet is one, and so are its comments and pictures. */
enum { ENTRIES = 100000 };

/*
 * Without --max-bytes, what unpacks to more than BOMB_SIZE bytes and more than BOMB_RATIO times its
 * packed size is a bomb. A sheet of numbers unpacks to 5 to 20 times, one of empty cells to 60.
 */
enum { BOMB_SIZE = 64 << 20, BOMB_RATIO = 100 };

struct entry_name {
	const char *name; /* the archive's */
	zip_uint64_t index;
};

struct archive {
	const char *file;
	zip_t *zip;
	unsigned long long limit;
	unsigned long long unpacked; /* of all entries so far */
	struct entry_name *names;    /* of all entries, in their order */
	size_t count;
	zip_file_t *entry; /* the one that is open, and of it: */
	char *name;
	unsigned long long packed, taken;
};

bool archive_begins(struct span first)
{
	enum { MAGIC = 4 };
	return first.length >= MAGIC && (memcmp(first.bytes, "PK\3\4", MAGIC) == 0 ||
						memcmp(first.bytes, "PK\5\6", MAGIC) == 0);
}

/* A file of no name with all of the input in it. */
static int spool(const struct archive *a, struct input *input)
{
	int file = temporary_open(a->file);
	char bytes[INPUT_PIECE];
	unsigned long long total = 0;
	size_t got;
	while ((got = input_read(input, bytes, sizeof bytes)) > 0) {
		total += got;
		if (a->limit && total > a->limit)
			fail(EX_DATAERR, a->file, 0,
				"it has more than %llu bytes, the limit of --max-bytes", a->limit);
		temporary_write(file, a->file, (struct span){bytes, got});
	}
	return file;
}

/* Ends the program where it is the disk that failed, and not the archive. */
static void check_disk(const char *name, int code, int system)
{
	bool moved = code == ZIP_ER_READ || code == ZIP_ER_SEEK || code == ZIP_ER_TELL;
	if (moved && system != 0 && system != EINVAL)
		fail(EX_IOERR, name, 0, "cannot be read: %s", strerror(system));
}

static void check_disk_of(const char *name, zip_error_t *error)
{
	check_disk(name, zip_error_code_zip(error), zip_error_code_system(error));
}

static _Noreturn void fail_zip(const struct archive *a, int code)
{
	zip_error_t error;
	zip_error_init_with_code(&error, code);
	const char *words = zip_error_strerror(&error);
	if (code == ZIP_ER_MEMORY)
		fail(EX_OSERR, a->file, 0, "no memory to open it (%s)", words);
	if (code == ZIP_ER_OPEN && errno)
		fail(EX_OSERR, a->file, 0, "cannot be opened again: %s", strerror(errno));
	check_disk(a->file, code, errno);
	/* What tells a whole archive stands at its end. */
	fail_cut_short(EX_DATAERR, a->file, 0,
		"is cut short or corrupt, or no zip archive, as .xlsx and .ods are (%s)", words);
}

/* A path that leads out of the archive; nothing is ever written there, but no workbook has one. */
static bool leads_out(const char *name)
{
	if (*name == '/' || *name == '\\')
		return true;
	for (const char *at = name; (at = strstr(at, "..")); at += 2) {
		bool begins = at == name || at[-1] == '/' || at[-1] == '\\';
		if (begins && strchr("/\\", at[2]))
			return true;
	}
	return false;
}

static void check_entry(const struct archive *a, zip_uint64_t index)
{
	zip_stat_t about;
	if (zip_stat_index(a->zip, index, 0, &about) != 0 || !(about.valid & ZIP_STAT_NAME))
		fail_zip(a, ZIP_ER_INCONS);
	if (leads_out(about.name))
		fail(EX_DATAERR, a->file, 0, "an entry '%s' of the zip archive leads out of it",
			quote(span_of(about.name)).text);
	if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE)
		fail(EX_DATAERR, a->file, 0,
			"is encrypted (its entry '%s'): save it without a password",
			quote(span_of(about.name)).text);
}

/* Names are the same whatever their capitals and slashes (ECMA-376 part 2, 6.2.2.3). */
static int compare_entries(const void *a, const void *b)
{
	const char *x = ((const struct entry_name *)a)->name;
	const char *y = ((const struct entry_name *)b)->name;
	for (;; x++, y++) {
		int left = *x == '\\' ? '/' : tolower((unsigned char)*x);
		int right = *y == '\\' ? '/' : tolower((unsigned char)*y);
		if (left != right || !left)
			return left - right;
	}
}

/* Programs differ on which of two entries of one name they read. */
static void check_names(const struct archive *a)
{
	for (size_t i = 1; i < a->count; i++) {
		if (compare_entries(&a->names[i - 1], &a->names[i]) == 0)
			fail(EX_DATAERR, a->file, 0,
				"the zip archive has two entries '%s': which is meant cannot be "
				"told",
				quote(span_of(a->names[i].name)).text);
	}
}

static void check_entries(struct archive *a)
{
	zip_int64_t entries = zip_get_num_entries(a->zip, 0);
	if (entries > ENTRIES)
		fail(EX_DATAERR, a->file, 0, "has %lld entries; a workbook has at most %d",
			(long long)entries, ENTRIES);
	a->count = (size_t)entries;
	a->names = allocate(a->count + 1, sizeof *a->names);
	for (size_t i = 0; i < a->count; i++) {
		check_entry(a, i);
		a->names[i] = (struct entry_name){zip_get_name(a->zip, i, 0), i};
	}
	qsort(a->names, a->count, sizeof *a->names, compare_entries);
	check_names(a);
}

struct archive *archive_open(struct input *input, unsigned long long limit)
{
	struct archive *a = allocate(1, sizeof *a);
	*a = (struct archive){.file = input_name(input), .limit = limit};
	int own = input_file(input);
	int file = own < 0 ? spool(a, input) : dup(own);
	if (file < 0)
		fail(EX_OSERR, a->file, 0, "cannot be opened again: %s", strerror(errno));
	int code;
	a->zip = zip_fdopen(file, 0, &code); /* takes the file over */
	if (!a->zip)
		fail_zip(a, code);
	check_entries(a);
	return a;
}

void archive_close(struct archive *archive)
{
	zip_discard(archive->zip);
	free(archive->names);
	free(archive->name);
	free(archive);
}

static const struct entry_name *find(const struct archive *a, const char *name)
{
	struct entry_name wanted = {.name = name};
	return bsearch(&wanted, a->names, a->count, sizeof *a->names, compare_entries);
}

bool archive_has(const struct archive *archive, const char *name)
{
	return find(archive, name) != NULL;
}

static void check_size(const struct archive *a)
{
	if (a->limit && a->unpacked > a->limit)
		fail(EX_DATAERR, a->file, 0,
			"it unpacks to more than %llu bytes, the limit of --max-bytes", a->limit);
	if (!a->limit && a->taken > BOMB_SIZE && a->taken / BOMB_RATIO > a->packed)
		fail(EX_DATAERR, a->name, 0,
			"it unpacks to more than %d times its size, as a zip bomb does: "
			"%s --max-bytes N reads it, up to N bytes",
			BOMB_RATIO, program_invocation_short_name);
}

/* What libzip knows of a fault is not always said: at the end of a file that is cut short it is. */
static size_t read_part(void *context, char *bytes, size_t room)
{
	struct archive *a = context;
	zip_int64_t got = zip_fread(a->entry, bytes, room);
	if (got < 0)
		check_disk_of(a->name, zip_file_get_error(a->entry));
	if (got < 0)
		fail(EX_DATAERR, a->name, 0, "is cut short or corrupt in the zip archive (%s)",
			zip_file_strerror(a->entry));
	a->taken += (unsigned long long)got;
	a->unpacked += (unsigned long long)got;
	check_size(a);
	return (size_t)got;
}

static void close_part(void *context)
{
	struct archive *a = context;
	zip_fclose(a->entry);
	a->entry = NULL;
}

static char *name_part(const struct archive *a, const char *name)
{
	struct text full = {0};
	text_add(&full, span_of(a->file));
	text_add(&full, SPAN(": "));
	text_add(&full, span_of(name));
	text_add_char(&full, '\0');
	return full.bytes;
}

static struct input *open_entry(struct archive *archive, const char *name, const char *called)
{
	const struct entry_name *entry = find(archive, name);
	if (!entry)
		return NULL;
	free(archive->name);
	archive->name = name_part(archive, name);
	archive->entry = zip_fopen_index(archive->zip, entry->index, 0);
	if (!archive->entry)
		check_disk_of(archive->name, zip_get_error(archive->zip));
	if (!archive->entry)
		fail(EX_DATAERR, archive->name, 0, "cannot be read from the zip archive (%s)",
			zip_strerror(archive->zip));
	zip_stat_t about;
	zip_stat_index(archive->zip, entry->index, 0, &about);
	archive->packed = about.comp_size;
	archive->taken = 0;
	static const struct input_part calls = {read_part, close_part};
	return input_open_part(called ? called : archive->name, &calls, archive, about.size);
}

struct input *archive_part(struct archive *archive, const char *name)
{
	return open_entry(archive, name, NULL);
}

struct input *archive_file(struct archive *archive, const char *name)
{
	return open_entry(archive, name, archive->file);
}

/* ---- What it is that has no workbook in it ---- */

static bool is_directory(const char *name)
{
	size_t length = strlen(name);
	return length > 0 && (name[length - 1] == '/' || name[length - 1] == '\\');
}

const char *archive_only(const struct archive *archive)
{
	const char *only = NULL;
	for (size_t i = 0; i < archive->count; i++) {
		if (is_directory(archive->names[i].name))
			continue;
		if (only)
			return NULL;
		only = archive->names[i].name;
	}
	return only;
}

void archive_check(const struct archive *archive)
{
	for (size_t i = 0; i < archive->count; i++) {
		const struct foreign *foreign = foreign_in_zip(span_of(archive->names[i].name));
		if (foreign)
			foreign_fail(archive->file, foreign);
	}
}

static bool is_document(const char *name)
{
	static const char end[] = ".xml";
	size_t length = strlen(name);
	return length >= strlen(end) && strcasecmp(name + length - strlen(end), end) == 0;
}

void archive_refuse(const struct archive *archive)
{
	enum { TOLD = 5 };
	struct text names = {0};
	const char *only = archive_only(archive);
	archive_check(archive);
	size_t files = 0;
	for (size_t i = 0; i < archive->count; i++) {
		if (is_directory(archive->names[i].name))
			continue;
		if (files++ < TOLD) {
			text_add(&names, span_of(files > 1 ? ", " : ""));
			text_add(&names, span_of(quote(span_of(archive->names[i].name)).text));
		}
	}
	if (files > TOLD)
		text_add(&names, SPAN(", ..."));
	text_add_char(&names, '\0');
	if (files == 0)
		fail(EX_DATAERR, archive->file, 0, "is a zip archive with nothing in it");
	if (only && is_document(only))
		fail(EX_DATAERR, archive->file, 0,
			"is a zip archive, but no workbook: kkr-parse reads the document in it, %s",
			names.bytes);
	fail(EX_DATAERR, archive->file, 0,
		"is a zip archive, but no workbook: neither .xlsx nor .ods; it has %s (unzip -p "
		"FILE%s | kkr read)",
		names.bytes, only ? "" : " NAME");
}
