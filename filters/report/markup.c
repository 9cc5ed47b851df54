#include "markup.h"

#include "lib/dates.h"
#include "lib/records.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROOM = 32 };

struct span keep(struct markup *markup, struct text *made)
{
	struct span kept = text_span(made);
	markup->kept = grow(markup->kept, &markup->room, markup->count + 1, sizeof *markup->kept);
	markup->kept[markup->count++] = made->bytes;
	*made = (struct text){0};
	return kept;
}

void markup_free(struct markup *markup)
{
	for (size_t i = 0; i < markup->count; i++)
		free(markup->kept[i]);
	free(markup->kept);
}

/*
 * A character that turns the direction of what follows is replaced: in a text that a source sends
 * it could make a figure read as another.
 */
static void add_escaped_html(struct text *to, struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (begins_turn((struct span){text.bytes + i, text.length - i})) {
			text_add(to, SPAN("\xef\xbf\xbd"));
			i += 2;
			continue;
		}
		switch (text.bytes[i]) {
		case '&':
			text_add(to, SPAN("&amp;"));
			break;
		case '<':
			text_add(to, SPAN("&lt;"));
			break;
		case '>':
			text_add(to, SPAN("&gt;"));
			break;
		case '"':
			text_add(to, SPAN("&quot;"));
			break;
		default:
			text_add_char(to, text.bytes[i]);
		}
	}
}

/* A TAB or a line feed within a field is a blank on a page. */
static void add_plain(struct text *to, struct span field)
{
	size_t start = to->length;
	text_add_unescaped(to, field);
	for (size_t i = start; i < to->length; i++) {
		if (to->bytes[i] == '\t' || to->bytes[i] == '\n' || to->bytes[i] == '\r')
			to->bytes[i] = ' ';
	}
}

struct span plain(struct markup *markup, struct span field)
{
	struct text text = {0};
	add_plain(&text, field);
	return keep(markup, &text);
}

static void add_field(struct text *to, struct span field)
{
	struct text text = {0};
	add_plain(&text, field);
	add_escaped_html(to, text_span(&text));
	free(text.bytes);
}

/* A text of a source, which is Danish. */
static void add_quoted(struct text *to, enum language language, struct span field)
{
	bool marked = language != DANISH && field.length;
	if (marked)
		text_add(to, SPAN("<span lang=\"da\">"));
	add_field(to, field);
	if (marked)
		text_add(to, SPAN("</span>"));
}

/* Figures and dashes are of no language. */
static bool has_words(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (!strchr("-0123456789 .,", text.bytes[i]))
			return true;
	}
	return false;
}

static void add_phrase(struct text *to, struct markup *markup, struct span field)
{
	struct span said, key = plain(markup, field);
	struct text found = {0};
	if (word_find(&said, markup->language, key))
		add_escaped_html(to, said);
	else if (add_words_of_text(&found, markup->language, key))
		add_escaped_html(to, text_span(&found));
	else if (has_words(key))
		add_quoted(to, markup->language, field);
	else
		add_field(to, field);
	free(found.bytes);
}

/* In another language remarks that have been put together are looked up one by one. */
static void add_key(struct text *to, struct markup *markup, struct span field)
{
	struct span said;
	const char *end;
	if (markup->language == DANISH ||
		word_find(&said, markup->language, plain(markup, field))) {
		add_phrase(to, markup, field);
		return;
	}
	while ((end = memmem(field.bytes, field.length, "; ", 2))) {
		size_t length = (size_t)(end - field.bytes);
		add_phrase(to, markup, (struct span){field.bytes, length});
		text_add(to, SPAN("; "));
		field = (struct span){end + 2, field.length - length - 2};
	}
	add_phrase(to, markup, field);
}

static bool month_read(struct span field, long *day)
{
	enum { MONTH = 7, DASH = 4 };
	struct period period;
	if (field.length != MONTH || field.bytes[DASH] != '-' || !period_read(field, &period))
		return false;
	*day = period.first;
	return digit(field.bytes[DASH + 1]);
}

struct span readable(struct markup *markup, struct span field)
{
	struct text text = {0};
	long day;
	if (number_valid(field))
		add_number(&text, markup->language, field);
	else if (date_read(field, &day))
		add_day_in_full(&text, markup->language, day);
	else if (month_read(field, &day))
		add_month_in_full(&text, markup->language, day);
	else
		add_plain(&text, field);
	return keep(markup, &text);
}

struct span number_or_dash(struct markup *markup, struct span number)
{
	return number.length ? readable(markup, number) : SPAN("–");
}

struct span period_words(struct markup *markup, struct span period)
{
	for (size_t i = 0; i < period.length; i++) {
		if (!digit(period.bytes[i]))
			return readable(markup, period);
	}
	return plain(markup, period);
}

struct span counted(struct markup *markup, size_t number)
{
	char digits[ROOM];
	snprintf(digits, sizeof digits, "%zu", number);
	return readable(markup, span_of(digits));
}

struct span filled(struct markup *markup, const char *key, ...)
{
	struct text text = {0};
	va_list parts;
	va_start(parts, key);
	vadd_words(&text, markup->language, key, parts);
	va_end(parts);
	return keep(markup, &text);
}

static void add_size(struct text *to, size_t number)
{
	char digits[ROOM];
	snprintf(digits, sizeof digits, "%zu", number);
	text_add(to, span_of(digits));
}

static void add_span(struct text *to, struct markup *markup, char directive, struct span span)
{
	switch (directive) {
	case 'h':
		text_add(to, span);
		break;
	case 'k':
		add_key(to, markup, span);
		break;
	case 't':
		add_field(to, span);
		break;
	case 'q':
		add_quoted(to, markup->language, span);
		break;
	case 'n':
		add_escaped_html(to, readable(markup, span));
		break;
	default:
		add_escaped_html(to, span);
	}
}

static void vadd_html(struct text *to, struct markup *markup, const char *format, va_list arguments)
{
	for (const char *at = format; *at; at++) {
		if (*at != '%') {
			text_add_char(to, *at);
			continue;
		}
		at++;
		if (*at == '%')
			text_add_char(to, '%');
		else if (*at == 's')
			text_add(to, span_of(va_arg(arguments, const char *)));
		else if (*at == 'w')
			add_escaped_html(
				to, word(markup->language, va_arg(arguments, const char *)));
		else if (*at == 'z')
			add_size(to, va_arg(arguments, size_t));
		else
			add_span(to, markup, *at, va_arg(arguments, struct span));
	}
}

void add_html(struct text *to, struct markup *markup, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vadd_html(to, markup, format, arguments);
	va_end(arguments);
}

struct span html(struct markup *markup, const char *format, ...)
{
	struct text text = {0};
	va_list arguments;
	va_start(arguments, format);
	vadd_html(&text, markup, format, arguments);
	va_end(arguments);
	return keep(markup, &text);
}
