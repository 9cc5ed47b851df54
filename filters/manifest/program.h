/*
 * The commands of kkr-manifest; kkr-manifest(1) says what each does. Each is called with its
 * operands, which end with NULL, and returns the status of the program.
 */
#ifndef KKR_MANIFEST_PROGRAM_H
#define KKR_MANIFEST_PROGRAM_H

#include "manifest.h"

/* A parameter of the pipeline: any text, the name of a file, or a period. */
enum setting_kind { SETTING_TEXT, SETTING_FILE, SETTING_PERIOD };

struct setting {
	char *name;
	const char *value;
	enum setting_kind kind;
};

struct options {
	/* inputs */
	const char *pipeline, *keep;
	struct setting *setting;
	size_t settings, settings_room;
	char **maps, **only;
	bool of_then, keep_all, taken;
	/* write, stands, settle */
	const char *request, *stages;
	char **reports;
	unsigned long long max_rejects;
	/* check */
	const char *inputs, *pipelines, *trusted, *again;
	/* settle */
	const char *to, *reason, *faults;
	/* decide, with reason */
	const char *lying, *survey, *failed, *aside;
	bool verbose;
	/* parts */
	unsigned long long most;
};

int list_inputs(const struct options *o, char **names);
int list_paths(const struct options *o, char **files);
int check_unchanged(const struct options *o, char **files);
int write_manifest(const struct options *o, char **directory);
int check_stands(const struct options *o, char **directory);
int check_result(const struct options *o, char **directory);
int check_same(const struct options *o, char **directories);
int list_spool(const struct options *o, char **directory);
int decide_spool(const struct options *o, char **directory);
int settle_files(const struct options *o, char **files);
int list_stages(const struct options *o, char **directory);
int list_parts(const struct options *o, char **files);
int show_lines(const struct options *o, char **operands);
int list_nearest(const struct options *o, char **word);

#endif
