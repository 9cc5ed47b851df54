/*
 * kkr-quota: shares a number of refugees out on municipalities.
 *
 * The rule is bekendtgørelse nr. 550 of 3 May 2022, § 4, or one of the methods of apportionment
 * that the literature knows. All of it is rational arithmetic (GMP); a figure is rounded once, when
 * it is written. The parts are in quota/: this file reads the observations, has them worked out for
 * each landstal, and writes what was asked for.
 */
#include "lib/cli.h"
#include "lib/decimal.h"
#include "quota/quota.h"

#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
	"usage: kkr-quota --landstal N,... [OPTION]... [FILE]...\n"
	"Shares N refugees out on the municipalities present (order 550/2022, section 4).\n"
	"\n"
	"  -n, --landstal N,...     how many to share out; of several, a column for each\n"
	"  -R, --residual RULE      who gets what rounding leaves: last (default) or\n"
	"                           largest-remainder\n"
	"  -p, --population M       the measure with the population\n"
	"  -i, --nationals M        the measure with the foreign nationals from non-western countries\n"
	"  -f, --family M           the measure with the family members reunited with refugees\n"
	"\n"
	"  -a, --agreement FILE     add what an agreement moves: transfer, agreed, status\n"
	"  -x, --exempt AREA        give this municipality none; its quota goes to the others\n"
	"  -W, --within GROUP       of its region (default) or its country\n"
	"  -c, --changed-from OLD   say whether N must be revised from OLD (section 2), and no more\n"
	"\n"
	"  -m, --method METHOD      share by weights instead: largest-remainder, droop, webster,\n"
	"                           dhondt, adams, huntington-hill, dean\n"
	"  -w, --weight M           the measure with the weights\n"
	"  -t, --ties RULE          of equal claims: first (default) or last by code, or error\n"
	"  -s, --total M            with --within region and no landstal: the measure with the\n"
	"                           regions' own totals (default: quota)\n"
	"\n"
	"  -l, --long               write observations, not a row for each municipality\n"
	"  -T, --agreement-table    write the table that a KKR signs\n"
	"  -e, --explain AREA       write every step of one municipality's allocation\n"
	"  -L, --lang LANGUAGE      da (default) or en\n"
	"\n"
	"  -N, --names ROLE=C,...   columns of other names (area, measure, value, period, unit)\n"
	"  -A, --areas FILE         use this code list (the columns of areas.tsv)\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-quota(1).\n";

enum { AREA, MEASURE, VALUE, PERIOD, UNIT, ROLES };

static const struct cli_name roles[ROLES] = {
	[AREA] = {"area", "area"},
	[MEASURE] = {"measure", "measure"},
	[VALUE] = {"value", "value"},
	[PERIOD] = {"period", "period"},
	[UNIT] = {"unit", "unit"},
};

/* The options that name the measures of the statutory rule. */
static const char *const input_option[INPUTS] = {
	[POPULATION] = "population", [NATIONALS] = "nationals", [FAMILY] = "family"};

struct options {
	const char *landstal;
	const char *residual;
	const char *measure[INPUTS];
	const char *agreement;
	char **exempt;
	bool country; /* bounds move persons within the country, not the region */
	bool within;  /* --within was given */
	const char *changed_from;
	const char *method, *weight, *total;
	const char *ties;
	bool longs, table;
	const char *explain;
	enum language language;
	struct cli_name name[ROLES];
	const char *areas;
	char **files;
};

/* The program: what is shared with its parts, and what is its own. */
struct program {
	struct options o;
	struct quota q;
	struct areas areas;
	struct records in;
	struct table table;   /* rows of the measures that go in */
	struct table totals;  /* the regions' own */
	size_t column[ROLES]; /* the count of columns where an optional one is missing */
	size_t name, region, region_name, min, max, exempt;
	bool *constant; /* of each column: whether it is the same in all rows of every area */
	struct agreement *agreement;
};

static size_t add_word(char ***words, size_t count, char *word)
{
	*words = reallocate(*words, count + 2, sizeof **words);
	(*words)[count] = word;
	(*words)[count + 1] = NULL;
	return count + 1;
}

/* One of the words that an option may have; anything else is a wrong use. */
static size_t choose(const char *option, const char *word, const char *const *words)
{
	struct text all = {0};
	for (size_t i = 0; words[i]; i++) {
		if (strcmp(words[i], word) == 0) {
			free(all.bytes);
			return i;
		}
		text_add(&all, span_of(i ? ", " : ""));
		text_add(&all, span_of(words[i]));
	}
	text_add_char(&all, '\0');
	cli_misuse("--%s: '%s' is none of: %s", option, word, all.bytes);
}

static const char *const residual_words[] = {"last", "largest-remainder", NULL};
static const char *const within_words[] = {"region", "country", NULL};
static const char *const tie_words[] = {
	[TIES_FIRST] = "first", [TIES_LAST] = "last", [TIES_ERROR] = "error", NULL};
static const char *const language_words[] = {[DANISH] = "da", [ENGLISH] = "en", NULL};
static const char *const method_words[] = {"largest-remainder", "droop", "webster", "dhondt",
	"adams", "huntington-hill", "dean", NULL};

/* Names of columns that come out; no measure may have one of them. */
static const char *const outcome_name[] = {"quota", "transfer", "agreed", "status"};
enum { OUTCOMES = sizeof outcome_name / sizeof *outcome_name };

static void check_measure_name(const char *option, const char *measure)
{
	bool taken = false;
	for (size_t i = 0; i < FIGURES; i++)
		taken |= strcmp(measure, figure_form[i].name) == 0;
	for (size_t i = 0; i < OUTCOMES; i++)
		taken |= strcmp(measure, outcome_name[i]) == 0;
	if (taken)
		cli_misuse(
			"--%s: '%s' is what kkr-quota calls a figure of its own", option, measure);
	if (!column_name_valid(span_of(measure)))
		cli_misuse("--%s: '%s' is no name of a column, which the measure becomes", option,
			quote(span_of(measure)).text);
}

static void check_measure_names(const struct options *o)
{
	if (o->weight)
		check_measure_name("weight", o->weight);
	for (size_t i = 0; i < INPUTS; i++) {
		check_measure_name(input_option[i], o->measure[i]);
		for (size_t j = 0; j < i; j++) {
			if (strcmp(o->measure[i], o->measure[j]) == 0)
				cli_misuse("--%s: '%s' is the measure of --%s already",
					input_option[i], o->measure[i], input_option[j]);
		}
	}
}

/* Options that do not go together, or need another. */
static void check_options(const struct options *o)
{
	bool several = o->landstal && strchr(o->landstal, ',');
	bool own = o->method && o->within && !o->country && !o->landstal;
	if (!o->landstal && !own)
		cli_misuse("--landstal says how many refugees to share out, and is missing");
	if (!o->method != !o->weight)
		cli_misuse("--method and --weight go together: by which weights, and how");
	if (o->method && (o->residual || o->explain))
		cli_misuse("--residual and --explain are of the statutory rule, not of --method");
	if (o->total && !own)
		cli_misuse("--total is for --method with --within region and no --landstal");
	if (o->table && !o->agreement)
		cli_misuse("--agreement-table needs an --agreement");
	if (several && (o->longs || o->table || o->explain))
		cli_misuse("--long, --agreement-table and --explain are of one landstal");
	if (o->longs + o->table + (o->explain != NULL) > 1)
		cli_misuse("--long, --agreement-table and --explain are three outputs: choose one");
}

static struct options read_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{"landstal", required_argument, NULL, 'n'},
		{"residual", required_argument, NULL, 'R'},
		{"population", required_argument, NULL, 'p'},
		{"nationals", required_argument, NULL, 'i'},
		{"family", required_argument, NULL, 'f'},
		{"agreement", required_argument, NULL, 'a'},
		{"exempt", required_argument, NULL, 'x'},
		{"within", required_argument, NULL, 'W'},
		{"changed-from", required_argument, NULL, 'c'},
		{"method", required_argument, NULL, 'm'},
		{"weight", required_argument, NULL, 'w'},
		{"ties", required_argument, NULL, 't'},
		{"total", required_argument, NULL, 's'},
		{"long", no_argument, NULL, 'l'},
		{"agreement-table", no_argument, NULL, 'T'},
		{"explain", required_argument, NULL, 'e'},
		{"lang", required_argument, NULL, 'L'},
		{"names", required_argument, NULL, 'N'},
		{"areas", required_argument, NULL, 'A'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	struct options o = {
		.measure = {"population", "non_western_nationals", "family_reunified"},
		.ties = "first",
	};
	memcpy(o.name, roles, sizeof roles);
	size_t exempt = 0;
	int option;
	while ((option = getopt_long(
			argc, argv, "n:R:p:i:f:a:x:W:c:m:w:t:s:lTe:L:N:A:hV", longs, NULL)) != -1) {
		switch (option) {
		case 'n':
			o.landstal = optarg;
			break;
		case 'R':
			o.residual = residual_words[choose("residual", optarg, residual_words)];
			break;
		case 'p':
			o.measure[POPULATION] = optarg;
			break;
		case 'i':
			o.measure[NATIONALS] = optarg;
			break;
		case 'f':
			o.measure[FAMILY] = optarg;
			break;
		case 'a':
			o.agreement = optarg;
			break;
		case 'x':
			exempt = add_word(&o.exempt, exempt, optarg);
			break;
		case 'W':
			o.country = choose("within", optarg, within_words) == 1;
			o.within = true;
			break;
		case 'c':
			o.changed_from = optarg;
			break;
		case 'm':
			o.method = method_words[choose("method", optarg, method_words)];
			break;
		case 'w':
			o.weight = optarg;
			break;
		case 't':
			o.ties = optarg;
			choose("ties", optarg, tie_words);
			break;
		case 's':
			o.total = optarg;
			break;
		case 'l':
			o.longs = true;
			break;
		case 'T':
			o.table = true;
			break;
		case 'e':
			o.explain = optarg;
			break;
		case 'L':
			o.language = (enum language)choose("lang", optarg, language_words);
			break;
		case 'N':
			cli_names(o.name, ROLES, optarg);
			break;
		case 'A':
			o.areas = optarg;
			break;
		default:
			cli_common(option, usage);
		}
	}
	check_options(&o);
	check_measure_names(&o);
	o.files = argv + optind;
	return o;
}

/* A landstal as an option gives it; `given` is all of what was given, for the message. */
static void read_landstal(mpz_t landstal, const char *option, const char *word, const char *given)
{
	/* "1,000" is a list of 1 and "000": what is meant is told by the zeros. */
	bool tail = word != given && *word == '0' && word[1];
	if (!number_valid(span_of(word)) || strchr(word, '.') || *word == '-' || tail)
		cli_misuse("--%s: '%s' is not a whole number of persons, 0 or more, at most 100 "
			   "digits, without separators (600)",
			option, quote(span_of(given)).text);
	mpz_set_str(landstal, word, 10);
}

static void read_landstals(struct program *p)
{
	static char *const none[] = {"", NULL};
	struct quota *q = &p->q;
	char **list = *p->o.landstal ? cli_list("landstal", p->o.landstal) : NULL;
	char *const *words = list ? list : none;
	while (words[q->landstals])
		q->landstals++;
	q->landstal = allocate(q->landstals, sizeof *q->landstal);
	for (size_t i = 0; i < q->landstals; i++) {
		mpz_init(q->landstal[i]);
		read_landstal(q->landstal[i], "landstal", words[i],
			q->landstals > 1 ? p->o.landstal : words[i]);
		for (size_t j = 0; j < i; j++) {
			if (mpz_cmp(q->landstal[i], q->landstal[j]) == 0)
				cli_misuse("--landstal: %s stands twice", words[i]);
		}
	}
	cli_list_free(list);
}

/* --changed-from */

/* Adds the number to a row. */
static void put_number(struct writer *out, mpz_srcptr number)
{
	char *text = mpz_get_str(NULL, 10, number);
	put_field(out, span_of(text));
	free(text);
}

/*
 * Order 550/2022, section 2(5) and (6): a landstal is revised where the year's estimate changes by
 * more than 40 pct. of one that is 8,000 or less, by more than 25 pct. of a larger one.
 */
static void put_change(struct writer *out, mpz_srcptr before, mpz_srcptr after)
{
	enum { SMALL = 8000, SMALL_LIMIT = 40, LARGE_LIMIT = 25, DECIMALS = 2 };
	bool small = mpz_cmp_ui(before, SMALL) <= 0;
	unsigned long limit = small ? SMALL_LIMIT : LARGE_LIMIT;
	struct text shown = {0};
	mpz_t change, bound;
	mpz_inits(change, bound, NULL);
	mpz_sub(change, after, before);
	mpz_mul_ui(change, change, 100);
	if (mpz_sgn(before) > 0) {
		struct decimal d;
		mpq_t share;
		decimal_init(&d);
		mpq_init(share);
		mpz_set(mpq_numref(share), change);
		mpz_set(mpq_denref(share), before);
		mpq_canonicalize(share);
		decimal_round(&d, share, DECIMALS);
		decimal_print(&shown, &d);
		mpq_clear(share);
		decimal_clear(&d);
	}
	mpz_mul_ui(bound, before, limit);
	put_number(out, before);
	put_number(out, after);
	put_field(out, text_span(&shown));
	put_field(out, small ? SPAN("40") : SPAN("25"));
	put_field(out, mpz_cmpabs(change, bound) > 0 ? SPAN("yes") : SPAN("no"));
	put_row_end(out);
	free(shown.bytes);
	mpz_clears(change, bound, NULL);
}

static void write_changes(const struct program *p)
{
	static const char *const header[] = {
		"landstal_before", "landstal_after", "change_pct", "limit_pct", "revised"};
	struct writer out;
	mpz_t before;
	mpz_init(before);
	read_landstal(before, "changed-from", p->o.changed_from, p->o.changed_from);
	writer_stdout(&out);
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		put_field(&out, span_of(header[i]));
	put_row_end(&out);
	for (size_t i = 0; i < p->q.landstals; i++)
		put_change(&out, before, p->q.landstal[i]);
	mpz_clear(before);
	writer_close(&out);
}

/* Reading: the figures of each municipality. */

static size_t find_measure(const struct program *p, struct span measure)
{
	size_t i = 0;
	while (i < p->q.inputs && !span_is(measure, p->o.measure[i]))
		i++;
	return i;
}

/* A column that kkr-quota makes must not be there. */
static void refuse_column(struct program *p, const char *name)
{
	if (records_find(&p->in, name) == p->in.columns)
		return;
	complain(p->in.file, 1,
		"there is a column '%s' already, which kkr-quota makes; --long makes rows instead",
		name);
	p->q.faults++;
}

/* The period and the unit may be missing, unless --names has named them. */
static size_t find_role(const struct program *p, size_t role)
{
	char hint[64];
	const char *name = p->o.name[role].column;
	bool optional = (role == PERIOD || role == UNIT) && strcmp(name, roles[role].column) == 0;
	if (optional)
		return records_find(&p->in, name);
	snprintf(hint, sizeof hint, "--names %s=COLUMN names another", roles[role].role);
	return records_column(&p->in, name, hint);
}

static void find_columns(struct program *p)
{
	const struct records *in = &p->in;
	for (size_t role = 0; role < ROLES; role++)
		p->column[role] = find_role(p, role);
	p->name = records_find(in, "name");
	p->region = records_find(in, "region");
	p->region_name = records_find(in, "region_name");
	p->min = records_find(in, "min");
	p->max = records_find(in, "max");
	p->exempt = records_find(in, "exempt");
	if (p->o.longs)
		return;
	for (size_t i = 0; i < p->q.inputs; i++)
		refuse_column(p, p->o.measure[i]);
	for (size_t i = 0; i < FIGURES && !p->o.method; i++)
		refuse_column(p, figure_form[i].name);
	for (size_t i = 0; i < (p->o.agreement ? OUTCOMES : 1); i++)
		refuse_column(p, outcome_name[i]);
}

/*
 * Whether an area is written as something else than a code: a name, or a code that kkr-codes would
 * turn into another. A total among those would be taken for one municipality more.
 */
static bool is_uncoded(const struct program *p, struct span area)
{
	for (size_t i = 0; i < area.length; i++) {
		if ((unsigned char)area.bytes[i] <= ' ' || (unsigned char)area.bytes[i] >= 0x7F)
			return true;
	}
	if (area.length >= 2 && memcmp(area.bytes, "DK", 2) == 0)
		return true;
	for (size_t i = 0; i < p->areas.count; i++) {
		const struct area *a = &p->areas.area[i];
		bool longer = area.length == 4 && (area.bytes[0] == '0' || area.bytes[0] == '1') &&
			      memcmp(area.bytes + 1, a->code, 3) == 0;
		if (longer || span_is(area, a->name))
			return true;
	}
	return false;
}

/* Why an area is no municipality, or NULL. */
static const char *area_fault(const struct program *p, struct span code)
{
	const struct area *area = areas_by_code(&p->areas, code);
	if (code.length == 0)
		return "is empty";
	if (area)
		return area->level == LEVEL_MUNICIPALITY
			       ? NULL
			       : "is no municipality (kkr-check takes the totals out)";
	return is_uncoded(p, code) ? "is no code (kkr-codes makes them)" : NULL;
}

/* A region's own total, where the regions' own are shared out. */
static bool is_total(const struct program *p, struct span code, struct span measure)
{
	const struct area *area = areas_by_code(&p->areas, code);
	return !p->o.landstal && area && area->level == LEVEL_REGION &&
	       span_is(measure, p->o.total ? p->o.total : "quota");
}

static void read_rows(struct program *p)
{
	while (records_next(&p->in)) {
		struct span code = p->in.field[p->column[AREA]];
		struct span measure = p->in.field[p->column[MEASURE]];
		if (is_total(p, code, measure)) {
			table_add(&p->totals, &p->in);
			continue;
		}
		if (find_measure(p, measure) == p->q.inputs)
			continue;
		table_add(&p->table, &p->in);
		const char *fault = area_fault(p, code);
		if (!fault)
			continue;
		complain(p->in.file, p->in.line, "area '%s' %s", quote(code).text, fault);
		p->q.faults++;
	}
}

static int by_code(const void *a, const void *b, void *context)
{
	const struct program *p = context;
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
	int order = span_compare(x->field[p->column[AREA]], y->field[p->column[AREA]]);
	return order ? order : (x > y) - (x < y);
}

static struct span cell(const struct program *p, const struct row *row, size_t column)
{
	return column < p->in.columns ? row->field[column] : SPAN("");
}

static struct span either(struct span first, const char *second)
{
	return first.length ? first : span_of(second ? second : "");
}

static struct municipality new_municipality(const struct program *p, const struct row *row)
{
	struct span code = row->field[p->column[AREA]];
	const struct area *area = areas_by_code(&p->areas, code);
	const struct area *region = area ? area->region : NULL;
	struct municipality m = {.code = code,
		.name = either(cell(p, row, p->name), area ? area->name : NULL),
		.region = either(cell(p, row, p->region), region ? region->code : NULL),
		.region_name = either(cell(p, row, p->region_name), region ? region->name : NULL)};
	m.outcome = allocate(p->q.landstals, sizeof *m.outcome);
	for (size_t i = 0; i < p->q.landstals; i++) {
		mpz_inits(m.outcome[i].quota, m.outcome[i].transfer, m.outcome[i].agreed, NULL);
		m.outcome[i].status = "";
	}
	mpz_inits(m.min, m.max, NULL);
	for (size_t i = 0; i < INPUTS; i++)
		mpq_init(m.input[i]);
	for (size_t i = 0; i < FIGURES; i++)
		mpq_init(m.figure[i]);
	return m;
}

/* Reads a figure that is 0 or more; where it is none, says why. */
static const char *read_figure(mpq_t figure, struct span field, bool fraction)
{
	if (field.length == 0)
		return "is missing";
	if (!number_valid(field))
		return "is not a number of at most 100 digits";
	if (field.bytes[0] == '-')
		return "is negative";
	struct decimal value;
	decimal_init(&value);
	decimal_set(&value, field);
	bool good = fraction || decimal_is_whole(&value);
	if (good)
		decimal_fraction(figure, &value);
	decimal_clear(&value);
	return good ? NULL : "is not a whole number";
}

static void fault_figure(struct program *p, const struct municipality *m, const struct row *row,
	const char *what, struct span field, const char *fault)
{
	complain(row->file, row->line, "%s: %s '%s' %s", quote(m->code).text, what,
		quote(field).text, fault);
	p->q.faults++;
}

/* A bound in a column of its own: every row of the municipality that gives it must say the same. */
static void take_bound(struct program *p, struct municipality *m, const struct row *row,
	size_t column, const char *name, mpz_t bound, bool *has)
{
	struct span field = cell(p, row, column);
	if (field.length == 0)
		return;
	mpq_t value;
	mpq_init(value);
	const char *fault = read_figure(value, field, false);
	if (!fault && *has && mpz_cmp(bound, mpq_numref(value)) != 0)
		fault = "is not what another row of the municipality says";
	if (fault)
		fault_figure(p, m, row, name, field, fault);
	mpz_set(bound, mpq_numref(value));
	*has = true;
	mpq_clear(value);
}

static void make_exempt(struct municipality *m)
{
	mpz_set_ui(m->max, 0);
	m->has_max = true;
}

static void take_bounds(struct program *p, struct municipality *m, const struct row *row)
{
	struct span exempt = cell(p, row, p->exempt);
	take_bound(p, m, row, p->min, "min", m->min, &m->has_min);
	take_bound(p, m, row, p->max, "max", m->max, &m->has_max);
	if (span_is(exempt, "yes"))
		make_exempt(m);
	else if (exempt.length && !span_is(exempt, "no"))
		fault_figure(p, m, row, "exempt", exempt, "is neither yes nor no");
}

static void take_row(struct program *p, struct municipality *m, const struct row *row)
{
	size_t measure = find_measure(p, row->field[p->column[MEASURE]]);
	struct span field = row->field[p->column[VALUE]];
	if (m->row[measure]) {
		complain(row->file, row->line, "%s: %s stands twice; first in line %zu of %s",
			quote(m->code).text, p->o.measure[measure], m->row[measure]->line,
			m->row[measure]->file);
		p->q.faults++;
		return;
	}
	m->row[measure] = row;
	const char *fault = read_figure(m->input[measure], field, p->o.method != NULL);
	if (fault)
		fault_figure(p, m, row, p->o.measure[measure], field, fault);
	take_bounds(p, m, row);
}

/* Sorts the rows into municipalities, by code. */
static void gather(struct program *p)
{
	struct quota *q = &p->q;
	size_t room = 0;
	const struct row **sorted = allocate(p->table.rows, sizeof *sorted);
	for (size_t i = 0; i < p->table.rows; i++)
		sorted[i] = &p->table.row[i];
	qsort_r(sorted, p->table.rows, sizeof *sorted, by_code, p);
	for (size_t i = 0; i < p->table.rows; i++) {
		struct span code = sorted[i]->field[p->column[AREA]];
		if (area_fault(p, code))
			continue;
		if (q->count == 0 || !span_equals(q->municipality[q->count - 1].code, code)) {
			q->municipality =
				grow(q->municipality, &room, q->count + 1, sizeof *q->municipality);
			q->municipality[q->count++] = new_municipality(p, sorted[i]);
		}
		take_row(p, &q->municipality[q->count - 1], sorted[i]);
	}
	free(sorted);
}

static size_t count_with(const struct program *p, size_t measure)
{
	size_t count = 0;
	for (size_t i = 0; i < p->q.count; i++)
		count += p->q.municipality[i].row[measure] != NULL;
	return count;
}

static void check_measures(struct program *p)
{
	for (size_t j = 0; j < p->q.inputs; j++) {
		bool all = count_with(p, j) == 0;
		if (all) {
			complain(p->in.file, 0, "no row has the measure '%s' (--%s names another)",
				p->o.measure[j], p->o.method ? "weight" : input_option[j]);
			p->q.faults++;
		}
		for (size_t i = 0; !all && i < p->q.count; i++) {
			const struct municipality *m = &p->q.municipality[i];
			if (m->row[j])
				continue;
			complain(p->in.file, 0, "%s: %s is missing", quote(m->code).text,
				p->o.measure[j]);
			p->q.faults++;
		}
	}
}

/* Each measure is of one period, for all municipalities. The measures' own may differ. */
static void check_periods(struct program *p)
{
	const struct row *first[INPUTS] = {NULL};
	size_t period = p->column[PERIOD];
	for (size_t i = 0; i < p->table.rows && period < p->in.columns; i++) {
		const struct row *row = &p->table.row[i];
		size_t measure = find_measure(p, row->field[p->column[MEASURE]]);
		if (!first[measure])
			first[measure] = row;
		if (span_equals(row->field[period], first[measure]->field[period]))
			continue;
		complain(row->file, row->line, "%s is of %s here and of %s in line %zu of %s",
			p->o.measure[measure], quote(row->field[period]).text,
			quote(first[measure]->field[period]).text, first[measure]->line,
			first[measure]->file);
		p->q.faults++;
	}
}

static void add_up(struct program *p)
{
	struct quota *q = &p->q;
	for (size_t j = 0; j < q->inputs; j++) {
		for (size_t i = 0; i < q->count; i++)
			mpq_add(q->sum[j], q->sum[j], q->municipality[i].input[j]);
		if (j == FAMILY || mpq_sgn(q->sum[j]) != 0 || count_with(p, j) == 0)
			continue;
		complain(p->in.file, 0,
			"%s is 0 for all municipalities together: there is nothing to share by",
			p->o.measure[j]);
		q->faults++;
	}
}

static void exempt_named(struct program *p)
{
	for (char **area = p->o.exempt; area && *area; area++) {
		struct municipality *m = quota_find(&p->q, span_of(*area));
		if (m)
			make_exempt(m);
		else
			fail(EX_DATAERR, p->in.file, 0,
				"--exempt: '%s' is no municipality that the quotas are shared on",
				*area);
	}
}

static void check_bounds(struct program *p)
{
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		if (!m->has_min || !m->has_max || mpz_cmp(m->min, m->max) <= 0)
			continue;
		char *min = mpz_get_str(NULL, 10, m->min), *max = mpz_get_str(NULL, 10, m->max);
		complain(p->in.file, 0, "%s: must have %s at least and may have %s at most",
			quote(m->code).text, min, max);
		p->q.faults++;
		free(min);
		free(max);
	}
}

struct municipality *quota_find(const struct quota *q, struct span area)
{
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		if (span_equals(m->code, area) || (m->name.length && span_equals(m->name, area)))
			return m;
	}
	return NULL;
}

static void read_all(struct program *p)
{
	struct quota *q = &p->q;
	q->inputs = INPUTS;
	q->method = method_find(p->o.method ? p->o.method : "statute");
	if (p->o.method) {
		q->inputs = 1;
		p->o.measure[WEIGHT] = p->o.weight;
	} else if (p->o.residual && strcmp(p->o.residual, "last") != 0) {
		q->method = method_find(p->o.residual);
	}
	q->ties = (enum ties)choose("ties", p->o.ties, tie_words);
	for (size_t i = 0; i < INPUTS; i++)
		mpq_init(q->sum[i]);
	mpq_init(q->positive);
	areas_load(&p->areas, p->o.areas);
	records_open(&p->in, p->o.files, EX_DATAERR, NULL);
	find_columns(p);
	read_rows(p);
	gather(p);
	check_measures(p);
	check_periods(p);
	add_up(p);
	exempt_named(p);
	check_bounds(p);
	p->agreement = agreement_read(q, p->o.agreement);
	if (q->faults)
		exit(EX_DATAERR);
	q->claim = claims_new(q->count);
	for (size_t i = 0; i < q->count; i++) {
		q->claim[i].code = q->municipality[i].code;
		mpq_set(q->claim[i].weight, q->municipality[i].input[WEIGHT]);
	}
}

/* Working out. */

/* A figure as it is written. */
static struct span rounded(struct text *text, mpq_srcptr value, size_t decimals)
{
	struct decimal d;
	decimal_init(&d);
	decimal_round(&d, value, decimals);
	text->length = 0;
	decimal_print(text, &d);
	decimal_clear(&d);
	return text_span(text);
}

/* A figure of more than 100 digits would be no number of a record. */
static void check_digits(struct program *p)
{
	struct text text = {0};
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		for (size_t j = 0; j < FIGURES; j++) {
			if (number_valid(rounded(&text, m->figure[j], figure_form[j].decimals)))
				continue;
			complain(p->in.file, 0, "%s: its %s has more than 100 digits",
				quote(m->code).text, figure_form[j].name);
			p->q.faults++;
		}
	}
	free(text.bytes);
}

static void fail_sharing(const struct program *p, char *why)
{
	if (why)
		fail(EX_DATAERR, p->in.file, 0, "%s", why);
}

/* Shares each region's own total on its municipalities. */
static void share_totals(struct program *p)
{
	struct quota *q = &p->q;
	struct claim *claim = claims_new(q->count);
	for (size_t t = 0; t < p->totals.rows; t++) {
		const struct row *row = &p->totals.row[t];
		struct span region = row->field[p->column[AREA]],
			    field = row->field[p->column[VALUE]];
		size_t count = 0;
		mpq_t total;
		mpq_init(total);
		const char *fault = read_figure(total, field, false);
		if (fault)
			fail(EX_DATAERR, row->file, row->line, "%s: the total '%s' %s",
				quote(region).text, quote(field).text, fault);
		for (size_t i = 0; i < q->count; i++) {
			if (span_equals(q->municipality[i].region, region)) {
				claim[count].code = q->claim[i].code;
				mpq_set(claim[count++].weight, q->claim[i].weight);
			}
		}
		fail_sharing(p, apportion(q->method, claim, count, mpq_numref(total), q->ties));
		count = 0;
		for (size_t i = 0; i < q->count; i++) {
			if (span_equals(q->municipality[i].region, region))
				mpz_set(q->claim[i].seats, claim[count++].seats);
		}
		mpz_add(q->landstal[0], q->landstal[0], mpq_numref(total));
		mpq_clear(total);
	}
	claims_free(claim, q->count);
}

/* Every region of the municipalities must have one total, and no other may have one. */
static void check_regions(const struct program *p)
{
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		size_t found = 0;
		for (size_t t = 0; t < p->totals.rows; t++)
			found += span_equals(p->totals.row[t].field[p->column[AREA]], m->region);
		if (found != 1)
			fail(EX_DATAERR, p->in.file, 0,
				"%s: its region '%s' has %s total of its own", quote(m->code).text,
				quote(m->region).text, found ? "more than one" : "no");
	}
}

static void work_out(struct program *p, size_t index)
{
	struct quota *q = &p->q;
	if (!p->o.method) {
		statute_figures(q, q->landstal[index]);
		check_digits(p);
	}
	if (p->o.landstal) {
		fail_sharing(
			p, apportion(q->method, q->claim, q->count, q->landstal[index], q->ties));
	} else {
		check_regions(p);
		share_totals(p);
	}
	if (bounds_given(q))
		bounds_apply(q, p->in.file, !p->o.country);
	for (size_t i = 0; i < q->count; i++)
		mpz_set(q->municipality[i].outcome[index].quota, q->claim[i].seats);
	if (p->agreement)
		agreement_apply(q, p->agreement, index);
	if (q->faults)
		exit(EX_DATAERR);
}

/* Writing. */

/* A column that is the same in all rows of every municipality goes with it. */
static void find_constant(struct program *p)
{
	p->constant = allocate(p->in.columns, sizeof *p->constant);
	for (size_t c = 0; c < p->in.columns; c++) {
		p->constant[c] =
			c != p->column[AREA] && c != p->column[MEASURE] && c != p->column[VALUE];
		for (size_t i = 0; p->constant[c] && i < p->q.count; i++) {
			const struct municipality *m = &p->q.municipality[i];
			for (size_t j = 1; j < p->q.inputs; j++)
				p->constant[c] &=
					span_equals(m->row[0]->field[c], m->row[j]->field[c]);
		}
	}
}

/* A column of a landstal: bare where there is one, with the number where there are several. */
static void put_name(const struct program *p, struct writer *out, const char *name, size_t index)
{
	struct text full = {0};
	text_add(&full, span_of(name));
	if (p->q.landstals > 1) {
		char *number = mpz_get_str(NULL, 10, p->q.landstal[index]);
		text_add_char(&full, '_');
		text_add(&full, span_of(number));
		free(number);
	}
	put_field(out, text_span(&full));
	free(full.bytes);
}

/* The figures of the rule are of one landstal: with several, they are left out. */
static bool shows_figures(const struct program *p)
{
	return !p->o.method && p->q.landstals == 1;
}

static void write_header(const struct program *p, struct writer *out)
{
	put_field(out, span_of(p->in.name[p->column[AREA]]));
	for (size_t c = 0; c < p->in.columns; c++) {
		if (p->constant[c])
			put_field(out, span_of(p->in.name[c]));
	}
	for (size_t j = 0; j < p->q.inputs; j++)
		put_field(out, span_of(p->o.measure[j]));
	for (size_t j = 0; shows_figures(p) && j < FIGURES; j++)
		put_field(out, span_of(figure_form[j].name));
	for (size_t k = 0; k < p->q.landstals; k++) {
		put_name(p, out, "quota", k);
		if (!p->agreement)
			continue;
		put_name(p, out, "transfer", k);
		put_name(p, out, "agreed", k);
		put_name(p, out, "status", k);
	}
	put_row_end(out);
}

static void write_outcomes(
	const struct program *p, struct writer *out, const struct municipality *m)
{
	for (size_t k = 0; k < p->q.landstals; k++) {
		put_number(out, m->outcome[k].quota);
		if (!p->agreement)
			continue;
		put_number(out, m->outcome[k].transfer);
		put_number(out, m->outcome[k].agreed);
		put_field(out, span_of(m->outcome[k].status));
	}
}

static void write_wide(const struct program *p, struct writer *out)
{
	struct text text = {0};
	write_header(p, out);
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		put_field(out, m->code);
		for (size_t c = 0; c < p->in.columns; c++) {
			if (p->constant[c])
				put_field(out, m->row[0]->field[c]);
		}
		for (size_t j = 0; j < p->q.inputs; j++)
			put_field(out, m->row[j]->field[p->column[VALUE]]);
		for (size_t j = 0; shows_figures(p) && j < FIGURES; j++)
			put_field(out, rounded(&text, m->figure[j], figure_form[j].decimals));
		write_outcomes(p, out, m);
		put_row_end(out);
	}
	free(text.bytes);
}

/* One derived figure as an observation: columns that say nothing of the municipality are empty. */
static void put_observation(const struct program *p, struct writer *out,
	const struct municipality *m, const char *measure, struct span value, const char *unit)
{
	for (size_t c = 0; c < p->in.columns; c++) {
		if (c == p->column[AREA])
			put_field(out, m->code);
		else if (c == p->column[MEASURE])
			put_field(out, span_of(measure));
		else if (c == p->column[VALUE])
			put_field(out, value);
		else if (c == p->column[UNIT])
			put_field(out, span_of(unit));
		else
			put_field(out, p->constant[c] ? m->row[0]->field[c] : SPAN(""));
	}
	put_row_end(out);
}

static void put_persons(const struct program *p, struct writer *out, const struct municipality *m,
	const char *measure, mpz_srcptr persons)
{
	char *text = mpz_get_str(NULL, 10, persons);
	put_observation(p, out, m, measure, span_of(text), "persons");
	free(text);
}

static void write_long(const struct program *p, struct writer *out)
{
	struct text text = {0};
	for (size_t c = 0; c < p->in.columns; c++)
		put_field(out, span_of(p->in.name[c]));
	put_row_end(out);
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		for (size_t j = 0; j < p->q.inputs; j++)
			put_row(out, m->row[j]->field, p->in.columns);
		for (size_t j = 0; shows_figures(p) && j < FIGURES; j++)
			put_observation(p, out, m, figure_form[j].name,
				rounded(&text, m->figure[j], figure_form[j].decimals),
				figure_form[j].unit);
		put_persons(p, out, m, "quota", m->outcome[0].quota);
		if (p->agreement) {
			put_persons(p, out, m, "transfer", m->outcome[0].transfer);
			put_persons(p, out, m, "agreed", m->outcome[0].agreed);
		}
	}
	free(text.bytes);
}

static void write_explanation(const struct program *p, struct writer *out)
{
	const struct municipality *m = quota_find(&p->q, span_of(p->o.explain));
	if (!m)
		fail(EX_DATAERR, p->in.file, 0,
			"--explain: '%s' is no municipality that the quotas are shared on",
			p->o.explain);
	explain(&p->q, m, 0, p->agreement, p->o.language, out);
}

static void write_result(const struct program *p)
{
	struct writer out;
	writer_stdout(&out);
	if (p->o.explain)
		write_explanation(p, &out);
	else if (p->o.table)
		agreement_write(&p->q, p->agreement, 0, &out);
	else if (p->o.longs)
		write_long(p, &out);
	else
		write_wide(p, &out);
	writer_close(&out);
}

static void free_municipality(struct municipality *m, size_t landstals)
{
	for (size_t i = 0; i < INPUTS; i++)
		mpq_clear(m->input[i]);
	for (size_t i = 0; i < FIGURES; i++)
		mpq_clear(m->figure[i]);
	for (size_t i = 0; i < landstals; i++)
		mpz_clears(m->outcome[i].quota, m->outcome[i].transfer, m->outcome[i].agreed, NULL);
	mpz_clears(m->min, m->max, NULL);
	free(m->outcome);
}

static void free_all(struct program *p)
{
	struct quota *q = &p->q;
	agreement_free(p->agreement);
	claims_free(q->claim, q->count);
	for (size_t i = 0; i < q->count; i++)
		free_municipality(&q->municipality[i], q->landstals);
	for (size_t i = 0; i < INPUTS; i++)
		mpq_clear(q->sum[i]);
	mpq_clear(q->positive);
	free(q->municipality);
	free(p->constant);
	free(p->o.exempt);
	table_free(&p->table);
	table_free(&p->totals);
	records_close(&p->in);
	areas_free(&p->areas);
}

static void free_landstals(struct quota *q)
{
	for (size_t i = 0; i < q->landstals; i++)
		mpz_clear(q->landstal[i]);
	free(q->landstal);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct program p = {.o = read_options(argc, argv)};
	if (p.o.landstal) {
		read_landstals(&p);
	} else {
		p.q.landstals = 1; /* the sum of the regions' own */
		p.q.landstal = allocate(1, sizeof *p.q.landstal);
		mpz_init(p.q.landstal[0]);
	}
	if (p.o.changed_from) {
		write_changes(&p);
	} else {
		read_all(&p);
		for (size_t i = 0; i < p.q.landstals; i++)
			work_out(&p, i);
		find_constant(&p);
		write_result(&p);
		free_all(&p);
	}
	free_landstals(&p.q);
	return EX_OK;
}
