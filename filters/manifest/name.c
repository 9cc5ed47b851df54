#include "name.h"

#include "lib/text.h"

enum { NAME_LIMIT = 255 }; /* bytes: what file systems have */

bool has_control(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		if (byte < ' ' || byte == 0x7F ||
			begins_c1((struct span){text.bytes + i, text.length - i}))
			return true;
	}
	return false;
}

static bool turns_direction(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (begins_turn((struct span){text.bytes + i, text.length - i}))
			return true;
	}
	return false;
}

static bool has_byte(struct span text, char byte)
{
	return text.length && memchr(text.bytes, byte, text.length) != NULL;
}

const char *line_fault(struct span line, bool of_then)
{
	if (has_control(line))
		return "there is a control character in it";
	if (of_then)
		return NULL;
	if (turns_direction(line))
		return "there is a character in it that turns the direction of writing";
	return utf8_valid(line) ? NULL : "it is not UTF-8";
}

const char *name_fault(struct span name, bool of_then)
{
	if (name.length == 0 || span_is(name, ".") || span_is(name, "..") || has_byte(name, '/'))
		return "it is no name of a file";
	if (name.length > NAME_LIMIT)
		return "it is longer than 255 bytes";
	const char *fault = line_fault(name, of_then);
	if (fault || of_then)
		return fault;
	if (has_byte(name, '\\'))
		return "there is a backslash in it";
	if (name.bytes[0] == ' ' || name.bytes[name.length - 1] == ' ')
		return "a blank begins or ends it";
	return NULL;
}

const char *path_fault(struct span path, bool of_then)
{
	const char *at = path.bytes, *end = at + path.length;
	for (;;) {
		const char *slash = memchr(at, '/', (size_t)(end - at));
		const char *stop = slash ? slash : end;
		const char *fault = name_fault((struct span){at, (size_t)(stop - at)}, of_then);
		if (fault || !slash)
			return fault;
		at = slash + 1;
	}
}
