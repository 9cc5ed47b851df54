#include "agree.h"

#include "lib/recognise.h"

#include <stdlib.h>

enum { FROM, TO, PERSONS, NOTE, LANDSTAL, ON_CHANGE, STATE, COLUMNS };

static const char *const column_name[COLUMNS] = {
	[FROM] = "from",
	[TO] = "to",
	[PERSONS] = "persons",
	[NOTE] = "note",
	[LANDSTAL] = "landstal",
	[ON_CHANGE] = "on_change",
	[STATE] = "state",
};

/* What becomes of a transfer at another landstal than the one it was agreed for. */
enum on_change { LAPSE, KEEP, SCALE };

/* What an agreement may be, the weakest first: what is of several transfers is as the weakest. */
static const char *const states[] = {"forslag", "underskrevet", "meddelt", "bortfaldet"};
enum { DRAFT = 0, LAPSED = 3, STATES = 4 };

struct transfer {
	const struct row *row;
	struct municipality *from, *to; /* NULL where the line names none */
	mpz_t persons;
	mpz_t landstal;
	bool has_landstal;
	enum on_change on_change;
	size_t state;                                   /* STATES: the agreement has no states */
	const struct transfer *next_given, *next_taken; /* of the same municipality */
};

struct agreement {
	struct records in;
	struct table table;
	size_t column[COLUMNS];
	struct transfer *transfer;
	size_t count;
	mpz_srcptr landstal; /* of the first quotas */
};

static struct span cell(const struct agreement *a, const struct row *row, size_t column)
{
	size_t at = a->column[column];
	return at < a->in.columns ? row->field[at] : SPAN("");
}

/* A whole number of 1 or more; false where the field is none. */
static bool read_count(mpz_t count, struct span field)
{
	return !read_persons(count, field) && mpz_sgn(count) > 0;
}

/* A municipality as a message calls it: 825 Læsø. */
static struct quote call(const struct municipality *m)
{
	struct text text = {0};
	text_add(&text, m->code);
	if (m->name.length)
		text_add_char(&text, ' ');
	text_add(&text, m->name);
	struct quote called = quote(text_span(&text));
	free(text.bytes);
	return called;
}

/* One of another spelling than code and official name; NULL, and a fault, where it means none. */
static struct municipality *find_spelt(struct quotas *q, const struct areas *areas,
	const struct row *row, const char *party, struct span given)
{
	struct recogniser recogniser;
	recogniser_make(&recogniser, areas, (struct rules){0});
	const struct area *area = recognise(&recogniser, given, SPAN("")).area;
	struct municipality *m = area ? quotas_find(q, span_of(area->code)) : NULL;
	const struct area *near = area ? NULL : area_names_nearest(&recogniser.today, given);
	if (!m)
		agree_fault(q, row,
			"%s '%s' is no municipality that the quotas are shared on%s%s%s%s%s", party,
			quote(given).text, near ? "; did you mean " : "", near ? near->code : "",
			near ? " " : "", near ? near->name : "", near ? "?" : "");
	recogniser_free(&recogniser);
	return m;
}

static struct municipality *read_party(struct quotas *q, const struct agreement *a,
	const struct areas *areas, const struct row *row, size_t column)
{
	struct span given = cell(a, row, column);
	struct municipality *m = given.length ? quotas_find(q, given) : NULL;
	return m || !given.length ? m : find_spelt(q, areas, row, column_name[column], given);
}

static enum on_change read_on_change(
	struct quotas *q, const struct agreement *a, const struct transfer *t)
{
	struct span field = cell(a, t->row, ON_CHANGE);
	if (field.length == 0)
		return LAPSE;
	if (!t->has_landstal)
		agree_fault(
			q, t->row, "on_change says what holds at another landstal than which one?");
	if (span_is(field, "keep"))
		return KEEP;
	if (!span_is(field, "scale"))
		agree_fault(
			q, t->row, "on_change '%s' is neither keep nor scale", quote(field).text);
	return SCALE;
}

static size_t read_state(struct quotas *q, const struct agreement *a, const struct transfer *t)
{
	struct span field = cell(a, t->row, STATE);
	size_t state = 0;
	if (!agreement_states(a))
		return STATES;
	while (state < STATES && !span_is(field, states[state]))
		state++;
	if (state == STATES)
		agree_fault(q, t->row,
			"state '%s' is none of: forslag, underskrevet, meddelt, bortfaldet",
			quote(field).text);
	return state;
}

static void read_transfer(
	struct quotas *q, const struct agreement *a, const struct areas *areas, struct transfer *t)
{
	struct span persons = cell(a, t->row, PERSONS), landstal = cell(a, t->row, LANDSTAL);
	mpz_inits(t->persons, t->landstal, NULL);
	t->from = read_party(q, a, areas, t->row, FROM);
	t->to = read_party(q, a, areas, t->row, TO);
	if (!read_count(t->persons, persons))
		agree_fault(q, t->row, "persons '%s' is not a whole number of 1 or more",
			quote(persons).text);
	t->has_landstal = landstal.length > 0;
	if (t->has_landstal && !read_count(t->landstal, landstal))
		agree_fault(q, t->row, "landstal '%s' is not a whole number of 1 or more",
			quote(landstal).text);
	t->on_change = read_on_change(q, a, t);
	t->state = read_state(q, a, t);
	if (t->from && t->from == t->to)
		agree_fault(q, t->row, "'%s' gives to itself", call(t->from).text);
	else if (t->from && t->to && t->from->region.length == 0)
		agree_fault(q, t->row, "the region of '%s' is not known", call(t->from).text);
	else if (t->from && t->to && !span_equals(t->from->region, t->to->region))
		agree_fault(q, t->row,
			"'%s' and '%s' are not of the same region: an agreement is one region's",
			call(t->from).text, call(t->to).text);
}

/* Each municipality knows its transfers, in the order of the lines. */
static void link_transfers(struct agreement *a)
{
	for (size_t i = a->count; i-- > 0;) {
		struct transfer *t = &a->transfer[i];
		if (t->from) {
			t->next_given = t->from->given;
			t->from->given = t;
		}
		if (t->to) {
			t->next_taken = t->to->taken;
			t->to->taken = t;
		}
	}
}

struct agreement *agreement_read(struct quotas *q, const char *path, const struct areas *areas)
{
	struct agreement *a = allocate(1, sizeof *a);
	*a = (struct agreement){.count = 0};
	records_open_input(&a->in, input_open(path), EX_DATAERR);
	for (size_t c = 0; c < COLUMNS; c++)
		a->column[c] = c < NOTE ? records_column(&a->in, column_name[c], NULL)
					: records_find(&a->in, column_name[c]);
	while (records_next(&a->in))
		table_add(&a->table, &a->in);
	a->count = a->table.rows;
	a->landstal = q->landstal[0];
	a->transfer = allocate(a->count, sizeof *a->transfer);
	for (size_t i = 0; i < a->count; i++) {
		a->transfer[i] = (struct transfer){.row = &a->table.row[i]};
		read_transfer(q, a, areas, &a->transfer[i]);
	}
	link_transfers(a);
	return a;
}

bool agreement_states(const struct agreement *a)
{
	return a->column[STATE] < a->in.columns;
}

void agreement_free(struct agreement *a)
{
	for (size_t i = 0; i < a->count; i++)
		mpz_clears(a->transfer[i].persons, a->transfer[i].landstal, NULL);
	free(a->transfer);
	table_free(&a->table);
	records_close(&a->in);
	free(a);
}

/*
 * How many persons a transfer moves at a landstal: scaled ones are rounded to a whole person, half
 * up. False where it has lapsed, at this landstal or by its state.
 */
static bool persons_at(mpz_t persons, const struct transfer *t, mpz_srcptr landstal)
{
	mpz_set(persons, t->persons);
	if (t->state == LAPSED)
		return false;
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

static size_t state_place(const char *state)
{
	size_t place = 0;
	while (place < STATES && strcmp(state, states[place]) != 0)
		place++;
	return place;
}

const char *agreement_weaker(const char *a, const char *b)
{
	return state_place(a) < state_place(b) ? a : b;
}

/* What several transfers make of one municipality is as far as the weakest of them. */
static void weaken(struct municipality *m, size_t state, size_t index)
{
	if (m && state < state_place(m->outcome[index].state))
		m->outcome[index].state = states[state];
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
	if (t->state < STATES) {
		weaken(t->from, LAPSED, index);
		weaken(t->to, LAPSED, index);
	}
}

/* What of a region's transfers goes for all of its municipalities. */
struct region {
	bool agreed;  /* one is in force */
	size_t state; /* the weakest of them; STATES where none has one */
};

/*
 * The municipalities of a region that are no party are as far as the weakest transfer in force
 * there; a party is as its own are.
 */
static void set_states(
	struct quotas *q, const struct agreement *a, size_t index, const struct region *region)
{
	mpz_t persons;
	mpz_init(persons);
	for (size_t i = 0; i < a->count; i++) {
		const struct transfer *t = &a->transfer[i];
		if (t->state == STATES || !t->from || !t->to ||
			!persons_at(persons, t, q->landstal[index]))
			continue;
		weaken(t->from, t->state, index);
		weaken(t->to, t->state, index);
	}
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		if (!m->given && !m->taken)
			weaken(m, region[m->in_region].state, index);
	}
	mpz_clear(persons);
}

/* What a transfer that is in force makes of its region. */
static void agree_region(struct region *region, const struct transfer *t)
{
	region->agreed = true;
	if (t->from && t->to && t->state < region->state)
		region->state = t->state;
}

/*
 * Where a transfer is in force, the quotas of its region are agreed ones (aftalt); where none is,
 * they are the calculated ones (beregnet).
 */
static void agree_regions(struct quotas *q, size_t index, const struct region *region)
{
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		if (region[m->in_region].agreed)
			m->outcome[index].status = "aftalt";
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
static void check_sum(struct quotas *q, const struct transfer *t, size_t index, mpz_srcptr persons)
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
	agree_fault(q, t->row, "%s names nobody: the quotas of %s would add up to %s, not to %s",
		t->from ? "to" : "from", quote(one->region_name).text, after, before);
	free(before);
	free(after);
	mpz_clear(sum);
}

/* Blames the line by which a municipality comes to have given more than it has. */
static void check_negative(
	struct quotas *q, const struct agreement *a, const struct municipality *m, size_t index)
{
	const struct outcome *o = &m->outcome[index];
	if (mpz_sgn(o->agreed) >= 0)
		return;
	const struct row *row = a->transfer[0].row;
	mpz_t left, persons;
	mpz_init_set(left, o->quota);
	mpz_init(persons);
	for (const struct transfer *t = m->given; t && mpz_sgn(left) >= 0; t = t->next_given) {
		if (!persons_at(persons, t, q->landstal[index]))
			continue;
		mpz_sub(left, left, persons);
		row = t->row;
	}
	char *quota = mpz_get_str(NULL, 10, o->quota), *agreed = mpz_get_str(NULL, 10, o->agreed);
	agree_fault(q, row,
		"'%s' has a quota of %s, and the agreement would leave it %s: "
		"no quota may be negative",
		call(m).text, quota, agreed);
	free(quota);
	free(agreed);
	mpz_clears(left, persons, NULL);
}

/* What each line moves; those that have lapsed move nothing. */
static void move_all(struct quotas *q, const struct agreement *a, size_t index)
{
	struct region *region = allocate(q->regions, sizeof *region);
	mpz_t persons;
	mpz_init(persons);
	for (size_t i = 0; i < q->regions; i++)
		region[i] = (struct region){.state = STATES};
	for (size_t i = 0; i < a->count; i++) {
		const struct transfer *t = &a->transfer[i];
		if (!t->from && !t->to) {
			agree_fault(q, t->row, "names neither who gives nor who takes over");
		} else if (persons_at(persons, t, q->landstal[index])) {
			check_sum(q, t, index, persons);
			move_persons(t, index, persons);
			agree_region(&region[(t->from ? t->from : t->to)->in_region], t);
		}
	}
	agree_regions(q, index, region);
	set_states(q, a, index, region);
	free(region);
	for (size_t i = 0; i < a->count; i++) {
		const struct transfer *t = &a->transfer[i];
		if (t->from && t->to && !persons_at(persons, t, q->landstal[index]))
			lapse(t, index);
	}
	mpz_clear(persons);
}

void agreement_apply(struct quotas *q, const struct agreement *a, size_t index)
{
	for (size_t i = 0; i < q->count; i++) {
		q->municipality[i].outcome[index].status = "beregnet";
		q->municipality[i].outcome[index].state = "";
	}
	move_all(q, a, index);
	for (size_t i = 0; i < q->count; i++) {
		set_status(&q->municipality[i], index);
		check_negative(q, a, &q->municipality[i], index);
	}
}

void agreement_count(const struct agreement *a, struct report *report, const char *file)
{
	mpz_t persons;
	mpz_init(persons);
	for (size_t i = 0; i < a->count; i++) {
		const struct transfer *t = &a->transfer[i];
		const char *how = !persons_at(persons, t, a->landstal) ? "lapsed"
				  : t->state == DRAFT                  ? "draft"
								       : "in_force";
		++*report_kind(report, file, "agreement", how);
	}
	mpz_clear(persons);
}

void agreement_parties(struct text *parties, struct text *notes, const struct quotas *q,
	const struct agreement *a, const struct municipality *m, bool takes)
{
	mpz_t persons;
	mpz_init(persons);
	for (const struct transfer *t = takes ? m->taken : m->given; t;
		t = takes ? t->next_taken : t->next_given) {
		const struct municipality *other = takes ? t->from : t->to;
		if (!other || !persons_at(persons, t, q->landstal[0]))
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
