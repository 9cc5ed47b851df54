/*
 * The directory at the end of a zip archive (APPNOTE.TXT, 4.3.12 and 4.3.16) has the names of what
 * is in it: no library is needed to read them, or started with the program.
 */
#include "archive.h"

#include "lib/files.h"

#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum {
	END = 22,          /* bytes of the end of an archive, without its comment */
	COMMENT = 0xFFFF,  /* and of that, at most */
	HEADER = 46,       /* bytes of an entry of the directory, without what varies */
	LARGEST = 16 << 20 /* bytes of a directory, at most */
};

/* What is known of the entries so far. */
struct contents {
	const struct foreign *is;
	size_t files, documents; /* of these, XML */
	bool workbook;           /* there is an entry that one has */
};

static size_t number_at(const char *bytes, size_t length)
{
	size_t number = 0;
	while (length--)
		number = number << 8 | (unsigned char)bytes[length];
	return number;
}

static bool ends_with(struct span name, const char *end)
{
	size_t length = strlen(end);
	return name.length >= length &&
	       strncasecmp(name.bytes + name.length - length, end, length) == 0;
}

static void meet_entry(struct contents *c, struct span name)
{
	if (!c->is)
		c->is = foreign_in_zip(name);
	c->workbook |= ends_with(name, ".rels") || ends_with(name, "content.xml");
	if (name.length == 0 || name.bytes[name.length - 1] == '/')
		return;
	c->files++;
	c->documents += ends_with(name, ".xml");
}

/* False where it is no directory of an archive, or not all of one. */
static bool meet_entries(struct contents *c, struct span directory)
{
	enum { NAME_AT = 28, EXTRA_AT = 30, COMMENT_AT = 32 };
	while (directory.length) {
		const char *at = directory.bytes;
		if (directory.length < HEADER || memcmp(at, "PK\1\2", 4) != 0)
			return false;
		size_t name = number_at(at + NAME_AT, 2);
		size_t all =
			HEADER + name + number_at(at + EXTRA_AT, 2) + number_at(at + COMMENT_AT, 2);
		if (all > directory.length)
			return false;
		meet_entry(c, (struct span){at + HEADER, name});
		directory.bytes += all;
		directory.length -= all;
	}
	return true;
}

/* Where the end of an archive begins in the last bytes of a file; NULL where there is none. */
static const char *find_end(struct span last)
{
	for (size_t i = last.length; i >= END; i--) {
		const char *at = last.bytes + i - END;
		if (memcmp(at, "PK\5\6", 4) == 0)
			return at;
	}
	return NULL;
}

/* Bytes of a file from a place to another; none where they cannot be read. The caller's to free. */
static struct span read_bytes_at(int file, off_t from, size_t length)
{
	char *bytes = allocate(length + 1, 1);
	ssize_t got = pread(file, bytes, length, from);
	return (struct span){bytes, got == (ssize_t)length ? length : 0};
}

static const struct foreign *look_at_archive(int file)
{
	static const struct foreign plain = {
		"a zip archive, but no workbook", "unzip -p FILE NAME", true};
	enum { SIZE_AT = 12, PLACE_AT = 16 };
	struct contents c = {.files = 0};
	off_t size = lseek(file, 0, SEEK_END);
	size_t room = size < END + COMMENT ? (size_t)(size > 0 ? size : 0) : END + COMMENT;
	struct span last = read_bytes_at(file, size - (off_t)room, room);
	const char *end = find_end(last);
	size_t length = end ? number_at(end + SIZE_AT, 4) : 0;
	bool whole = false;
	if (length && length <= LARGEST) {
		struct span directory =
			read_bytes_at(file, (off_t)number_at(end + PLACE_AT, 4), length);
		whole = directory.length && meet_entries(&c, directory);
		free((char *)directory.bytes);
	}
	free((char *)last.bytes);
	if (!whole || c.is)
		return whole ? c.is : NULL;
	return c.workbook || (c.files == 1 && c.documents == 1) ? NULL : &plain;
}

const struct foreign *archive_foreign_file(const char *path)
{
	char first[4] = "";
	int file = open_regular(path);
	if (file < 0)
		return NULL;
	const struct foreign *is = NULL;
	if (pread(file, first, sizeof first, 0) == sizeof first &&
		memcmp(first, "PK\3\4", sizeof first) == 0)
		is = look_at_archive(file);
	close(file);
	return is;
}
