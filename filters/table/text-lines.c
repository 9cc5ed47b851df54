#include "text-lines.h"

#include "decode.h"
#include "layout.h"

#include <stdlib.h>
#include <string.h>

struct line_reader {
	const char *file;
	struct text line; /* as far as it has come */
	size_t number;    /* lines before it */
	line_taker *take;
	void *to;
};

static void take_whole(struct line_reader *r)
{
	r->number++;
	r->take(r->to, r->number, text_span(&r->line));
	r->line.length = 0;
}

static void take_decoded(struct line_reader *r, struct span bytes)
{
	while (bytes.length) {
		const char *feed = memchr(bytes.bytes, '\n', bytes.length);
		size_t length = feed ? (size_t)(feed - bytes.bytes) : bytes.length;
		if (r->line.length + length > CELLS_TEXT)
			fail(EX_DATAERR, r->file, r->number + 1, "a line longer than %d MB",
				CELLS_TEXT >> 20);
		text_add(&r->line, (struct span){bytes.bytes, length});
		length += feed != NULL;
		bytes = (struct span){bytes.bytes + length, bytes.length - length};
		if (feed)
			take_whole(r);
	}
}

void text_lines_read(struct input *input, struct cells *cells, const struct reading *reading,
	line_taker *take, void *to)
{
	struct line_reader r = {.file = input_name(input), .take = take, .to = to};
	const struct layout *layout = reading->layout;
	const char *told = layout->maps && !layout->encoding ? decoder_told(input) : NULL;
	struct decoder *decoder = decoder_open(input, told ? told : layout->encoding,
		told ? "its first bytes say" : "--encoding says", reading->max_bytes);
	if (layout->maps && !layout->encoding)
		decoder_settles(decoder);
	char bytes[INPUT_PIECE];
	const char *fault;
	size_t got;
	while ((got = decoder_read(decoder, bytes, sizeof bytes, &fault)) > 0) {
		take_decoded(&r, (struct span){bytes, got});
		cells_progress(cells, input);
	}
	if (fault)
		fail(EX_DATAERR, r.file, r.number + 1, "%s", fault);
	if (r.line.length)
		take_whole(&r);
	rows_read_as(cells_rows(cells), "encoding", span_of(decoder_encoding(decoder)));
	decoder_close(decoder);
	free(r.line.bytes);
}

void text_plain_bytes(struct text *to, struct span first)
{
	for (size_t i = 0; i < first.length; i++) {
		unsigned char byte = (unsigned char)first.bytes[i];
		bool mark = i < 3 && (byte == 0xEF || byte == 0xBB || byte == 0xBF ||
					     byte == 0xFE || byte == 0xFF);
		if (byte && byte != '\f' && byte != '\r' && !mark)
			text_add_char(to, (char)byte);
	}
}

bool text_delimits(struct span line, size_t i)
{
	char byte = line.bytes[i];
	if (byte != ',')
		return byte == ';' || byte == '\t' || byte == '|';
	char before = i ? line.bytes[i - 1] : ' ';
	char next = i + 1 < line.length ? line.bytes[i + 1] : '\n';
	bool blanks = i + 2 < line.length && line.bytes[i + 2] == ' ';
	return !(digit(before) && digit(next)) && (next != ' ' || blanks);
}
