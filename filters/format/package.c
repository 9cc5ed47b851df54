#include "package.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

enum { CHUNK = 1 << 16 };

void package_make(struct package *p)
{
	const char *directory = getenv("TMPDIR");
	p->directory = directory && *directory ? directory : "/tmp";
	struct text path = {0};
	text_add(&path, span_of(p->directory));
	text_add(&path, SPAN("/kkr-XXXXXX\0"));
	p->file = mkostemp(path.bytes, O_CLOEXEC);
	if (p->file < 0)
		fail(EX_CANTCREAT, p->directory, 0, "no temporary file can be made in it: %s",
			strerror(errno));
	unlink(path.bytes);
	free(path.bytes);
	snprintf(p->path, sizeof p->path, "/proc/self/fd/%d", p->file);
}

/*
 * Each part is first a temporary file of libxlsxwriter's, which asks after no error of writing:
 * what is lost there would be lacking from the middle of a part, in silence. It calls rewind before
 * it reads the file again. That is ours, as malloc is (lib/memory.c), and keeps the error.
 */
static int lost;

void rewind(FILE *file) /* NOLINT(readability-inconsistent-declaration-parameter-name) */
{
	errno = 0;
	if (fflush(file) != 0 || ferror(file) || fseek(file, 0, SEEK_SET) != 0)
		lost = errno ? errno : EIO;
	clearerr(file);
}

_Noreturn void package_fail(const struct package *p, const char *why)
{
	fail(EX_IOERR, p->directory, 0, "the workbook could not be put together in it: %s", why);
}

/* What has been seen of a part so far. */
struct look {
	size_t cells; /* "<c " */
	char last[3];
	char end; /* the last byte that is no line break */
};

static void look_at(struct look *look, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		look->last[0] = look->last[1];
		look->last[1] = look->last[2];
		look->last[2] = bytes[i];
		look->cells += memcmp(look->last, "<c ", sizeof look->last) == 0;
		if (bytes[i] != '\n')
			look->end = bytes[i];
	}
}

/* Counts the cells of a part, which must end with a tag. */
static size_t check_part(const struct package *p, zip_t *zip, zip_uint64_t index)
{
	struct look look = {0};
	char bytes[CHUNK];
	zip_int64_t got = 0;
	zip_file_t *part = zip_fopen_index(zip, index, 0);
	while (part && (got = zip_fread(part, bytes, sizeof bytes)) > 0)
		look_at(&look, bytes, (size_t)got);
	if (!part || got < 0 || zip_fclose(part) != 0 || look.end != '>')
		package_fail(p, "a part was cut short (is the disk full?)");
	return look.cells;
}

/* What each workbook has; and a sheet of each number, from 1 on. */
static const char *const package_parts[] = {"[Content_Types].xml", "_rels/.rels",
	"docProps/app.xml", "docProps/core.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
	"xl/styles.xml", "xl/theme/theme1.xml"};

static void check_has(const struct package *p, zip_t *zip, const char *part)
{
	if (zip_name_locate(zip, part, 0) < 0)
		package_fail(p, "a part is missing (is the disk full?)");
}

static void check_parts(const struct package *p, zip_t *zip, size_t sheets)
{
	enum { ROOM = 64 };
	char sheet[ROOM];
	for (size_t i = 0; i < sizeof package_parts / sizeof *package_parts; i++)
		check_has(p, zip, package_parts[i]);
	for (size_t i = 1; i <= sheets; i++) {
		snprintf(sheet, sizeof sheet, "xl/worksheets/sheet%zu.xml", i);
		check_has(p, zip, sheet);
	}
}

void package_check(const struct package *p, size_t sheets, size_t cells)
{
	int error;
	size_t found = 0;
	if (lost)
		package_fail(p, strerror(lost));
	zip_t *zip = zip_open(p->path, ZIP_RDONLY, &error);
	if (!zip)
		package_fail(p, "it cannot be read again (is the disk full?)");
	check_parts(p, zip, sheets);
	for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); i++)
		found += check_part(p, zip, (zip_uint64_t)i);
	zip_discard(zip);
	if (found != cells)
		package_fail(p, "cells are missing (is the disk full?)");
}

void package_put(struct package *p, struct writer *out)
{
	char bytes[CHUNK];
	ssize_t got;
	if (lseek(p->file, 0, SEEK_SET) != 0)
		package_fail(p, strerror(errno));
	while ((got = read(p->file, bytes, sizeof bytes)) != 0) {
		if (got < 0 && errno != EINTR)
			package_fail(p, strerror(errno));
		if (got > 0)
			put_bytes(out, (struct span){bytes, (size_t)got});
	}
	close(p->file);
}
