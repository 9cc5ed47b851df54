#include "inspect/tally.h"

#include <stdlib.h>

bool tally_has(const struct tally *tally, enum column_word word)
{
	return tally->means.at[word] < tally->in->columns;
}

void tally_open(struct tally *tally, const struct records *in, struct recogniser *recogniser)
{
	*tally = (struct tally){.in = in,
		.recogniser = recogniser,
		.secret = secret_draw(),
		.column = allocate(in->columns, sizeof *tally->column),
		.area_text = allocate(TALLY_AREAS, sizeof *tally->area_text)};
	const struct column_names none = {.count = 0};
	observation_open(&tally->means, in, &none);
	size_t looked_at = 0;
	for (size_t i = 0; i < in->columns; i++) {
		struct column_tally *column = &tally->column[i];
		enum column_word word = tally->means.word[i];
		*column = (struct column_tally){.counted = word != IS_AREA && word != IS_VALUE &&
							   looked_at < TALLY_COLUMNS};
		if (column->counted)
			counted_make(&column->fields, &tally->secret, TALLY_FIELDS);
		looked_at += column->counted;
	}
	counted_make(&tally->area_texts, &tally->secret, TALLY_AREAS);
	sums_make(&tally->series, recogniser->areas, &tally->secret);
}

void tally_free(struct tally *tally)
{
	for (size_t i = 0; i < tally->in->columns; i++) {
		if (tally->column[i].counted)
			counted_free(&tally->column[i].fields);
	}
	free(tally->column);
	for (size_t i = 0; i < tally->area_texts.count; i++)
		free(tally->area_text[i].reason);
	free(tally->area_text);
	counted_free(&tally->area_texts);
	free(tally->period.first.bytes);
	free(tally->period.last.bytes);
	sums_free(&tally->series);
	observation_close(&tally->means);
}

/* Areas. */

static struct area_text recognise_text(struct tally *tally, struct span text)
{
	struct finding finding = recognise(tally->recogniser, text, SPAN(""));
	return (struct area_text){
		finding.area, finding.area ? NULL : span_copy(span_of(finding.reason))};
}

static const struct area *area_of(struct tally *tally, struct span text)
{
	size_t before = tally->area_texts.count;
	size_t place = count_text(&tally->area_texts, text);
	if (place == TALLY_AREAS)
		return recognise(tally->recogniser, text, SPAN("")).area;
	if (place == before)
		tally->area_text[place] = recognise_text(tally, text);
	return tally->area_text[place].area;
}

/* Periods. */

static void keep_text(struct text *kept, struct span text)
{
	kept->length = 0;
	text_add(kept, text);
}

static void take_period(struct period_tally *tally, struct span text)
{
	struct period days;
	if (!period_read(text, &days)) {
		tally->others++;
		return;
	}
	if (!tally->first.length || days.first < tally->begins) {
		tally->begins = days.first;
		keep_text(&tally->first, text);
	}
	if (!tally->last.length || days.last > tally->ends) {
		tally->ends = days.last;
		keep_text(&tally->last, text);
	}
}

/* Fields. */

/* A period is looked at where it comes for the first time. */
static void count_field(struct tally *tally, size_t i)
{
	struct column_tally *column = &tally->column[i];
	struct span field = tally->in->field[i];
	size_t before = column->fields.count;
	size_t place = count_text(&column->fields, field);
	column->empty += field.length == 0;
	bool first = place == before || place == TALLY_FIELDS;
	if (first && tally->means.word[i] == IS_PERIOD)
		take_period(&tally->period, field);
}

/* Records of areas that are not known are no part of a series. */
static void take_series(struct tally *tally, const struct area *area, const struct number *figure)
{
	const struct records *in = tally->in;
	if (!area && tally_has(tally, IS_AREA)) {
		tally->unknown++;
		return;
	}
	sums_begin(&tally->series);
	for (size_t i = 0; i < in->columns; i++) {
		if (observation_in_key(&tally->means, i, KEY_SERIES))
			sums_key(&tally->series, span_of(in->name[i]), in->field[i]);
	}
	size_t place = area ? (size_t)(area - tally->recogniser->areas->area) : 0;
	sums_take(&tally->series, place, area ? figure : NULL);
}

void tally_record(struct tally *tally)
{
	const struct records *in = tally->in;
	const struct area *area = NULL;
	struct number number;
	bool stated = false;
	tally->records++;
	for (size_t i = 0; i < in->columns; i++) {
		if (tally->column[i].counted)
			count_field(tally, i);
	}
	if (tally_has(tally, IS_VALUE)) {
		struct column_tally *value = &tally->column[tally->means.at[IS_VALUE]];
		struct span field = in->field[tally->means.at[IS_VALUE]];
		stated = number_read(&number, field);
		value->numbers += stated;
		value->empty += field.length == 0;
	}
	if (tally_has(tally, IS_AREA))
		area = area_of(tally, in->field[tally->means.at[IS_AREA]]);
	take_series(tally, area, stated ? &number : NULL);
}
