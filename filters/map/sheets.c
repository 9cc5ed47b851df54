#include "sheets.h"

#include <stdio.h>
#include <stdlib.h>

/* Begins to study the sheet whose sample this is, with the rows that are in it. */
static void begin_study(struct sheets *sheets, const struct sample *s)
{
	plan_make(&sheets->plan, &sheets->site, s);
	study_open(&sheets->study, &sheets->site, &sheets->plan, sheets->areas);
	sheets->studied = true;
	for (size_t r = sheets->site.begin; r < s->rows; r++)
		study_row(&sheets->study, s, r);
}

/* Whether some row has an area and a figure: a table, where a page of words has areas alone. */
static bool is_table(const struct site *site, const struct sample *s)
{
	for (size_t r = site->begin; r < site->end; r++) {
		if (site_counts(site, s, r))
			return true;
	}
	return false;
}

static void name_other(struct sheets *sheets, bool areas)
{
	enum { ROOM = 32 };
	char number[ROOM];
	snprintf(number, sizeof number, "%zu", sheets->at_hand_number);
	struct span name = sheets->at_hand.length ? text_span(&sheets->at_hand) : span_of(number);
	list_add(&sheets->others, "%s%s", quote(name).text,
		areas ? ", which has areas, too (--sheet)" : "");
}

/* Looks at what was sampled of the sheet at hand, once. */
static void judge_sheet(struct sheets *sheets)
{
	const struct sample *s = &sheets->sample;
	struct site site;
	if (sheets->judged || sheets->count == 0)
		return;
	sheets->judged = true;
	bool rows = s->rows > 0;
	bool areas = rows && site_find(&site, s, sheets->said, sheets->areas);
	bool table = areas && is_table(&site, s);
	if (rows && !sheets->across)
		sheets->across = site.across;
	if (!sheets->chosen && table) {
		sheets->chosen = true;
		sheets->site = site;
		sheets->number = sheets->at_hand_number;
		text_add(&sheets->name, text_span(&sheets->at_hand));
		begin_study(sheets, s);
		return;
	}
	if (!sheets->chosen && areas && !sheets->spare.rows) {
		sheets->spare = sheets->sample;
		sheets->sample = (struct sample){0};
		sheets->spare_number = sheets->at_hand_number;
		text_add(&sheets->spare_name, text_span(&sheets->at_hand));
	}
	name_other(sheets, table);
	if (rows)
		site_free(&site);
}

static void take_sheet(void *to, struct span name, size_t number)
{
	struct sheets *sheets = to;
	judge_sheet(sheets);
	sheets->count++;
	sheets->judged = false;
	sample_clear(&sheets->sample);
	sheets->at_hand.length = 0;
	text_add(&sheets->at_hand, name);
	sheets->at_hand_number = number;
}

static bool take_row(void *to, const struct row_shown *row)
{
	struct sheets *sheets = to;
	if (!sheets->judged) {
		sample_add(&sheets->sample, row, sheets->looks);
		if (sample_full(&sheets->sample))
			judge_sheet(sheets);
		return true;
	}
	bool mine = sheets->chosen && sheets->number == sheets->at_hand_number;
	if (!mine)
		return false;
	sample_clear(&sheets->row);
	sample_add(&sheets->row, row, sheets->looks);
	if (sheets->row.rows)
		study_row(&sheets->study, &sheets->row, 0);
	return true;
}

static void take_cut(void *to)
{
	struct sheets *sheets = to;
	sheets->cut = true;
}

void sheets_open(struct sheets *sheets, const struct layout *said, const struct areas *areas,
	struct looks *looks, struct cells_taker *taker)
{
	*sheets = (struct sheets){.said = said, .areas = areas, .looks = looks};
	*taker = (struct cells_taker){take_sheet, take_row, take_cut, sheets};
}

bool sheets_end(struct sheets *sheets)
{
	judge_sheet(sheets);
	if (sheets->chosen || !sheets->spare.rows)
		return sheets->chosen;
	sheets->chosen = site_find(&sheets->site, &sheets->spare, sheets->said, sheets->areas);
	sheets->number = sheets->spare_number;
	text_add(&sheets->name, text_span(&sheets->spare_name));
	begin_study(sheets, &sheets->spare);
	return true;
}

void sheets_free(struct sheets *sheets)
{
	if (sheets->studied) {
		study_free(&sheets->study);
		plan_free(&sheets->plan);
		site_free(&sheets->site);
	}
	list_free(&sheets->others);
	sample_free(&sheets->sample);
	sample_free(&sheets->spare);
	sample_free(&sheets->row);
	free(sheets->name.bytes);
	free(sheets->spare_name.bytes);
	free(sheets->at_hand.bytes);
}
