#include "quota.h"

#include "lib/decimal.h"

#include <stdarg.h>
#include <stdlib.h>

enum { FROM, TO, PERSONS, NOTE, LANDSTAL, ON_CHANGE, COLUMNS };

static const char *const column_name[COLUMNS] = {
	[FROM] = "from",
	[TO] = "to",
	[PERSONS] = "persons",
	[NOTE] = "note",
	[LANDSTAL] = "landstal",
	[ON_CHANGE] = "on_change",
};

/* What becomes of a transfer at another landstal than the one it was agreed for. */
enum on_change { LAPSE, KEEP, SCALE };

struct transfer {
	const struct row *row;
	struct municipality *from, *to; /* NULL where the line names none */
	mpz_t persons;
	mpz_t landstal;
	bool has_landstal;
	enum on_change on_change;
};

struct agreement {
	struct records in;
	struct table table;
	size_t column[COLUMNS];
	struct transfer *transfer;
	size_t count;
};

static struct span cell(const struct agreement *a, const struct row *row, size_t column)
{
	size_t at = a->column[column];
	return at < a->in.columns ? row->field[at] : SPAN("");
}

static void fault(struct quota *q, const struct row *row, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void fault(struct quota *q, const struct row *row, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vcomplain(row->file, row->line, format, arguments);
	va_end(arguments);
	q->faults++;
}

/* A whole number of 1 or more; false where the field is none. */
static bool read_count(mpz_t count, struct span field)
{
	mpq_t figure;
	mpq_init(figure);
	bool good = !read_figure(figure, field, false) && mpq_sgn(figure) > 0;
	mpz_set(count, mpq_numref(figure));
	mpq_clear(figure);
	return good;
}

static struct municipality *read_party(
	struct quota *q, const struct agreement *a, const struct row *row, size_t column)
{
	struct span code = cell(a, row, column);
	if (code.length == 0)
		return NULL;
	struct municipality *m = quota_find(q, code);
	if (!m)
		fault(q, row, "%s '%s' is no municipality that the quotas are shared on",
			column_name[column], quote(code).text);
	return m;
}

static enum on_change read_on_change(
	struct quota *q, const struct agreement *a, const struct transfer *t)
{
	struct span field = cell(a, t->row, ON_CHANGE);
	if (field.length == 0)
		return LAPSE;
	if (!t->has_landstal)
		fault(q, t->row, "on_change says what holds at another landstal than which one?");
	if (span_is(field, "keep"))
		return KEEP;
	if (!span_is(field, "scale"))
		fault(q, t->row, "on_change '%s' is neither keep nor scale", quote(field).text);
	return SCALE;
}

static void read_transfer(struct quota *q, const struct agreement *a, struct transfer *t)
{
	struct span persons = cell(a, t->row, PERSONS), landstal = cell(a, t->row, LANDSTAL);
	mpz_inits(t->persons, t->landstal, NULL);
	t->from = read_party(q, a, t->row, FROM);
	t->to = read_party(q, a, t->row, TO);
	if (!read_count(t->persons, persons))
		fault(q, t->row, "persons '%s' is not a whole number of 1 or more",
			quote(persons).text);
	t->has_landstal = landstal.length > 0;
	if (t->has_landstal && !read_count(t->landstal, landstal))
		fault(q, t->row, "landstal '%s' is not a whole number of 1 or more",
			quote(landstal).text);
	t->on_change = read_on_change(q, a, t);
	if (t->from && t->from == t->to)
		fault(q, t->row, "'%s' gives to itself", quote(t->from->code).text);
	else if (t->from && t->to && t->from->region.length == 0)
		fault(q, t->row, "the region of '%s' is not known", quote(t->from->code).text);
	else if (t->from && t->to && !span_equals(t->from->region, t->to->region))
		fault(q, t->row,
			"'%s' and '%s' are not of the same region: an agreement is one region's",
			quote(t->from->code).text, quote(t->to->code).text);
}

struct agreement *agreement_read(struct quota *q, const char *path)
{
	if (!path)
		return NULL;
	struct agreement *a = allocate(1, sizeof *a);
	*a = (struct agreement){.count = 0};
	records_open_input(&a->in, input_open(path), EX_DATAERR);
	for (size_t c = 0; c < COLUMNS; c++)
		a->column[c] = c < NOTE ? records_column(&a->in, column_name[c], NULL)
					: records_find(&a->in, column_name[c]);
	while (records_next(&a->in))
		table_add(&a->table, &a->in);
	a->count = a->table.rows;
	a->transfer = allocate(a->count, sizeof *a->transfer);
	for (size_t i = 0; i < a->count; i++) {
		a->transfer[i] = (struct transfer){.row = &a->table.row[i]};
		read_transfer(q, a, &a->transfer[i]);
	}
	return a;
}

void agreement_free(struct agreement *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->count; i++)
		mpz_clears(a->transfer[i].persons, a->transfer[i].landstal, NULL);
	free(a->transfer);
	table_free(&a->table);
	records_close(&a->in);
	free(a);
}

/*
 * How many persons a transfer moves at a landstal: scaled ones are rounded to a whole person, half
 * up. False where it has lapsed.
 */
static bool persons_at(mpz_t persons, const struct transfer *t, mpz_srcptr landstal)
{
	mpz_set(persons, t->persons);
	if (!t->has_landstal || mpz_cmp(t->landstal, landstal) == 0 || t->on_change == KEEP)
		return true;
	if (t->on_change == LAPSE)
		return false;
	mpq_t scaled;
	struct decimal rounded;
	mpq_init(scaled);
	decimal_init(&rounded);
	mpz_mul(mpq_numref(scaled), t->persons, landstal);
	mpz_set(mpq_denref(scaled), t->landstal);
	mpq_canonicalize(scaled);
	decimal_round(&rounded, scaled, 0);
	mpz_set(persons, rounded.digits);
	decimal_clear(&rounded);
	mpq_clear(scaled);
	return true;
}

static void move_persons(const struct transfer *t, size_t index, mpz_srcptr persons)
{
	if (t->from)
		mpz_sub(t->from->outcome[index].transfer, t->from->outcome[index].transfer,
			persons);
	if (t->to)
		mpz_add(t->to->outcome[index].transfer, t->to->outcome[index].transfer, persons);
}

static void lapse(const struct transfer *t, size_t index)
{
	t->from->outcome[index].status = "bortfaldet";
	t->to->outcome[index].status = "bortfaldet";
}

/*
 * Where a transfer is in force, the quotas of its region are agreed ones (aftalt); where none is,
 * the agency fixes them (fastsat).
 */
static void agree_region(struct quota *q, struct span region, size_t index)
{
	for (size_t i = 0; i < q->count; i++) {
		if (span_equals(q->municipality[i].region, region))
			q->municipality[i].outcome[index].status = "aftalt";
	}
}

static void set_status(struct municipality *m, size_t index)
{
	struct outcome *o = &m->outcome[index];
	mpz_add(o->agreed, o->quota, o->transfer);
	if (mpz_sgn(o->transfer) > 0)
		o->status = "overtager kvoten";
	else if (mpz_sgn(o->transfer) < 0)
		o->status = mpz_sgn(o->agreed) == 0 ? "friholdt" : "afgiver";
}

/* A transfer with one party alone would change what its region adds up to. */
static void check_sum(struct quota *q, const struct transfer *t, size_t index, mpz_srcptr persons)
{
	const struct municipality *one = t->from ? t->from : t->to;
	mpz_t sum;
	if ((t->from && t->to) || !one || mpz_sgn(persons) == 0)
		return;
	mpz_init(sum);
	for (size_t i = 0; i < q->count; i++) {
		if (span_equals(q->municipality[i].region, one->region))
			mpz_add(sum, sum, q->municipality[i].outcome[index].quota);
	}
	char *before = mpz_get_str(NULL, 10, sum);
	if (t->from)
		mpz_sub(sum, sum, persons);
	else
		mpz_add(sum, sum, persons);
	char *after = mpz_get_str(NULL, 10, sum);
	fault(q, t->row, "%s names nobody: the quotas of %s would add up to %s, not to %s",
		t->from ? "to" : "from", quote(one->region_name).text, after, before);
	free(before);
	free(after);
	mpz_clear(sum);
}

/* Blames the line by which a municipality comes to have given more than it has. */
static void check_negative(
	struct quota *q, const struct agreement *a, const struct municipality *m, size_t index)
{
	const struct outcome *o = &m->outcome[index];
	if (mpz_sgn(o->agreed) >= 0)
		return;
	const struct row *row = a->transfer[0].row;
	mpz_t left, persons;
	mpz_init_set(left, o->quota);
	mpz_init(persons);
	for (size_t i = 0; i < a->count && mpz_sgn(left) >= 0; i++) {
		const struct transfer *t = &a->transfer[i];
		if (t->from != m || !persons_at(persons, t, q->landstal[index]))
			continue;
		mpz_sub(left, left, persons);
		row = t->row;
	}
	char *quota = mpz_get_str(NULL, 10, o->quota), *agreed = mpz_get_str(NULL, 10, o->agreed);
	fault(q, row,
		"'%s' has a quota of %s, and the agreement would leave it %s: "
		"no quota may be negative",
		quote(m->code).text, quota, agreed);
	free(quota);
	free(agreed);
	mpz_clears(left, persons, NULL);
}

void agreement_apply(struct quota *q, const struct agreement *a, size_t index)
{
	mpz_t persons;
	mpz_init(persons);
	for (size_t i = 0; i < q->count; i++)
		q->municipality[i].outcome[index].status = "fastsat";
	for (size_t i = 0; i < a->count; i++) {
		const struct transfer *t = &a->transfer[i];
		if (!t->from && !t->to) {
			fault(q, t->row, "names neither who gives nor who takes over");
		} else if (persons_at(persons, t, q->landstal[index])) {
			check_sum(q, t, index, persons);
			move_persons(t, index, persons);
			agree_region(q, (t->from ? t->from : t->to)->region, index);
		}
	}
	for (size_t i = 0; i < a->count; i++) {
		const struct transfer *t = &a->transfer[i];
		if (t->from && t->to && !persons_at(persons, t, q->landstal[index]))
			lapse(t, index);
	}
	mpz_clear(persons);
	for (size_t i = 0; i < q->count; i++) {
		set_status(&q->municipality[i], index);
		check_negative(q, a, &q->municipality[i], index);
	}
}

/* The table that a KKR signs. */

/* "Rudersdal (10), Hillerød (7)": whom a municipality takes over from, or gives to; and the notes.
 */
static void list_parties(struct text *parties, struct text *notes, const struct quota *q,
	const struct agreement *a, const struct municipality *m, size_t index, bool takes)
{
	mpz_t persons;
	mpz_init(persons);
	for (size_t i = 0; i < a->count; i++) {
		const struct transfer *t = &a->transfer[i];
		const struct municipality *self = takes ? t->to : t->from;
		const struct municipality *other = takes ? t->from : t->to;
		if (self != m || !other || !persons_at(persons, t, q->landstal[index]))
			continue;
		char *number = mpz_get_str(NULL, 10, persons);
		text_add(parties, span_of(parties->length ? ", " : ""));
		text_add(parties, other->name.length ? other->name : other->code);
		text_add(parties, SPAN(" ("));
		text_add(parties, span_of(number));
		text_add_char(parties, ')');
		free(number);
		struct span note = cell(a, t->row, NOTE);
		if (note.length) {
			text_add(notes, span_of(notes->length ? "; " : ""));
			text_add(notes, note);
		}
	}
	mpz_clear(persons);
}

static void write_municipality(const struct quota *q, const struct agreement *a,
	const struct municipality *m, size_t index, struct writer *out)
{
	struct text from = {0}, to = {0}, notes = {0};
	list_parties(&from, &notes, q, a, m, index, true);
	list_parties(&to, &notes, q, a, m, index, false);
	put_field(out, m->code);
	put_field(out, m->name);
	put_whole(out, m->outcome[index].quota);
	put_field(out, text_span(&from));
	put_field(out, text_span(&to));
	put_whole(out, m->outcome[index].agreed);
	put_field(out, span_of(m->outcome[index].status));
	put_field(out, text_span(&notes));
	put_row_end(out);
	free(from.bytes);
	free(to.bytes);
	free(notes.bytes);
}

static void write_region(
	const struct quota *q, const struct municipality *any, size_t index, struct writer *out)
{
	mpz_t quota, agreed;
	struct text name = {0};
	mpz_inits(quota, agreed, NULL);
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		if (!span_equals(m->region, any->region))
			continue;
		mpz_add(quota, quota, m->outcome[index].quota);
		mpz_add(agreed, agreed, m->outcome[index].agreed);
	}
	text_add(&name, any->region_name);
	text_add(&name, SPAN(" i alt"));
	put_field(out, any->region);
	put_field(out, text_span(&name));
	put_whole(out, quota);
	put_field(out, SPAN(""));
	put_field(out, SPAN(""));
	put_whole(out, agreed);
	put_field(out, SPAN(""));
	put_field(out, SPAN(""));
	put_row_end(out);
	free(name.bytes);
	mpz_clears(quota, agreed, NULL);
}

void agreement_write(
	const struct quota *q, const struct agreement *a, size_t index, struct writer *out)
{
	static const char *const header[] = {"area", "kommune", "beregnet_kvote",
		"overtager_kvoten_fra", "afgiver_til", "aftalt_kvote", "status", "note"};
	bool *done = allocate(q->count, sizeof *done);
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		put_field(out, span_of(header[i]));
	put_row_end(out);
	for (size_t i = 0; i < q->count; i++)
		done[i] = false;
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *first = &q->municipality[i];
		if (done[i])
			continue;
		for (size_t j = i; j < q->count; j++) {
			if (!span_equals(q->municipality[j].region, first->region))
				continue;
			done[j] = true;
			write_municipality(q, a, &q->municipality[j], index, out);
		}
		write_region(q, first, index, out);
	}
	free(done);
}
