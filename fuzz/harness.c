#include "harness.h"

#include <libxml/parser.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <iconv.h>
#include <search.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

enum { A_FILE = 1000 }; /* what open gives for a file that is made: the number of none */

static bool running;
static jmp_buf back;
static int status;
static struct span standard_input;
static const struct span *given; /* the files of this run */
static size_t given_count;
static size_t most; /* bytes of them that one read gets */
static struct text *standard_output;
static xmlParserCtxtPtr parser; /* of this run; it holds iconv's memory, which is not in the tree */
static iconv_t converter;       /* the same */
static int
	temporary[64]; /* files of this run without a name, until an archive has taken them over */
static size_t temporaries;
static int given_file[64]; /* files of this run that were given */
static size_t given_files;
static void (*at_end[8])(void); /* what the run has asked to be called when it ends */
static size_t at_ends;
static zip_t
	*archive; /* of this run, and the entry of it that is open; libzip holds their memory */
static zip_file_t *entry;
static lxw_workbook *workbook; /* the same, of a workbook that is written */
static void *live;             /* a tree of what has been allocated in this run */

/* What the linker calls in the place of a function, and the function itself: ld(1), --wrap. */

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
_Noreturn void __wrap_exit(int value);
_Noreturn void __real_exit(int value);
ssize_t __wrap_read(int file, void *bytes, size_t room);
ssize_t __real_read(int file, void *bytes, size_t room);
ssize_t __wrap_write(int file, const void *bytes, size_t length);
ssize_t __real_write(int file, const void *bytes, size_t length);
int __wrap_open(const char *path, int flags, ...);
int __wrap_close(int file);
int __real_close(int file);
void *__wrap_malloc(size_t size);
void *__real_malloc(size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__real_realloc(void *memory, size_t size);
void __wrap_free(void *memory);
void __real_free(void *memory);
xmlParserCtxtPtr __wrap_xmlCreatePushParserCtxt(
	xmlSAXHandlerPtr sax, void *context, const char *bytes, int length, const char *name);
xmlParserCtxtPtr __real_xmlCreatePushParserCtxt(
	xmlSAXHandlerPtr sax, void *context, const char *bytes, int length, const char *name);
void __wrap_xmlFreeParserCtxt(xmlParserCtxtPtr old);
void __real_xmlFreeParserCtxt(xmlParserCtxtPtr old);
iconv_t __wrap_iconv_open(const char *to, const char *from);
iconv_t __real_iconv_open(const char *to, const char *from);
int __wrap_iconv_close(iconv_t old);
int __real_iconv_close(iconv_t old);
int __wrap_mkostemp(char *path, int flags);
int __real_mkostemp(char *path, int flags);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat2(int directory, const char *from, int other, const char *to, unsigned flags);
int __wrap_dprintf(int file, const char *format, ...);
int __wrap_atexit(void (*function)(void));
int __real_atexit(void (*function)(void));
int __wrap_dup(int file);
int __real_dup(int file);
zip_t *__wrap_zip_fdopen(int file, int flags, int *error);
zip_t *__real_zip_fdopen(int file, int flags, int *error);
zip_t *__wrap_zip_open(const char *path, int flags, int *error);
zip_t *__real_zip_open(const char *path, int flags, int *error);
void __wrap_zip_discard(zip_t *old);
void __real_zip_discard(zip_t *old);
zip_file_t *__wrap_zip_fopen_index(zip_t *of, zip_uint64_t index, zip_flags_t flags);
zip_file_t *__real_zip_fopen_index(zip_t *of, zip_uint64_t index, zip_flags_t flags);
int __wrap_zip_fclose(zip_file_t *old);
int __real_zip_fclose(zip_file_t *old);
lxw_workbook *__wrap_workbook_new_opt(const char *path, lxw_workbook_options *options);
lxw_workbook *__real_workbook_new_opt(const char *path, lxw_workbook_options *options);
lxw_error __wrap_workbook_close(lxw_workbook *book);
lxw_error __real_workbook_close(lxw_workbook *book);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

void __wrap_exit(int value)
{
	if (!running)
		__real_exit(value);
	status = value;
	longjmp(back, 1);
}

/* The place of a number among others; how many there are where it is none of them. */
static size_t find_file(const int *among, size_t count, int file)
{
	size_t i = 0;
	while (i < count && among[i] != file)
		i++;
	return i;
}

ssize_t __wrap_read(int file, void *bytes, size_t room)
{
	if (running && find_file(given_file, given_files, file) < given_files)
		return __real_read(file, bytes, room < most ? room : most);
	if (!running || file != STDIN_FILENO)
		return __real_read(file, bytes, room);
	size_t got = standard_input.length < room ? standard_input.length : room;
	got = got < most ? got : most;
	memcpy(bytes, standard_input.bytes, got);
	standard_input.bytes += got;
	standard_input.length -= got;
	return (ssize_t)got;
}

/* More of them than there is room for is an error of the program's. */
static int keep_temporary(int file)
{
	if (running && file >= 0) {
		if (temporaries == sizeof temporary / sizeof *temporary)
			abort();
		temporary[temporaries++] = file;
	}
	return file;
}

ssize_t __wrap_write(int file, const void *bytes, size_t length)
{
	if (!running || find_file(temporary, temporaries, file) < temporaries)
		return __real_write(file, bytes, length);
	if (file == STDOUT_FILENO) {
		running = false; /* this memory stays */
		text_add(standard_output, (struct span){bytes, length});
		running = true;
	}
	return (ssize_t)length;
}

/* A file that can be read, and looked for a place in, as any other. */
static int open_given(struct span bytes)
{
	int file = memfd_create("given", MFD_CLOEXEC);
	if (file < 0 || given_files == sizeof given_file / sizeof *given_file ||
		__real_write(file, bytes.bytes, bytes.length) != (ssize_t)bytes.length ||
		lseek(file, 0, SEEK_SET) != 0)
		abort();
	return given_file[given_files++] = file;
}

int __wrap_open(const char *path, int flags, ...)
{
	static const char directory[] = "/fuzz/";
	if ((flags & O_ACCMODE) != O_RDONLY)
		return A_FILE;
	size_t number = strncmp(path, directory, sizeof directory - 1) == 0
				? (size_t)(path[sizeof directory - 1] - '0')
				: FILES;
	return open_given(number < given_count ? given[number] : SPAN(""));
}

int __wrap_close(int file)
{
	if (!running)
		return __real_close(file);
	size_t at = find_file(given_file, given_files, file);
	if (at < given_files) {
		given_file[at] = given_file[--given_files];
		__real_close(file);
	}
	return 0;
}

/* As if there were no file. */
int __wrap_rename(const char *from, const char *to)
{
	(void)from, (void)to;
	errno = ENOENT;
	return -1;
}

int __wrap_renameat2(int directory, const char *from, int other, const char *to, unsigned flags)
{
	(void)directory, (void)other, (void)flags;
	return __wrap_rename(from, to);
}

int __wrap_dprintf(int file, const char *format, ...)
{
	(void)file, (void)format;
	return 0;
}

static int compare(const void *a, const void *b)
{
	return (a > b) - (a < b);
}

static void *keep(void *memory)
{
	if (running && memory)
		tsearch(memory, &live, compare);
	return memory;
}

static void forget(const void *memory)
{
	if (memory)
		tdelete(memory, &live, compare);
}

void *__wrap_malloc(size_t size)
{
	return keep(__real_malloc(size));
}

void *__wrap_realloc(void *memory, size_t size)
{
	forget(memory);
	return keep(__real_realloc(memory, size));
}

void __wrap_free(void *memory)
{
	forget(memory);
	__real_free(memory);
}

xmlParserCtxtPtr __wrap_xmlCreatePushParserCtxt(
	xmlSAXHandlerPtr sax, void *context, const char *bytes, int length, const char *name)
{
	return parser = __real_xmlCreatePushParserCtxt(sax, context, bytes, length, name);
}

void __wrap_xmlFreeParserCtxt(xmlParserCtxtPtr old)
{
	__real_xmlFreeParserCtxt(old);
	parser = NULL;
}

iconv_t __wrap_iconv_open(const char *to, const char *from)
{
	iconv_t opened = __real_iconv_open(to, from);
	converter = (intptr_t)opened == -1 ? NULL : opened;
	return opened;
}

int __wrap_iconv_close(iconv_t old)
{
	converter = NULL;
	return __real_iconv_close(old);
}

int __wrap_mkostemp(char *path, int flags)
{
	return keep_temporary(__real_mkostemp(path, flags));
}

int __wrap_atexit(void (*function)(void))
{
	if (!running)
		return __real_atexit(function);
	if (at_ends == sizeof at_end / sizeof *at_end)
		abort();
	at_end[at_ends++] = function;
	return 0;
}

int __wrap_dup(int file)
{
	return keep_temporary(__real_dup(file));
}

zip_t *__wrap_zip_fdopen(int file, int flags, int *error)
{
	archive = __real_zip_fdopen(file, flags, error);
	size_t at = find_file(temporary, temporaries, file);
	if (archive && at < temporaries)
		temporary[at] = temporary[--temporaries];
	return archive;
}

zip_t *__wrap_zip_open(const char *path, int flags, int *error)
{
	return archive = __real_zip_open(path, flags, error);
}

void __wrap_zip_discard(zip_t *old)
{
	__real_zip_discard(old);
	archive = NULL;
}

zip_file_t *__wrap_zip_fopen_index(zip_t *of, zip_uint64_t index, zip_flags_t flags)
{
	return entry = __real_zip_fopen_index(of, index, flags);
}

int __wrap_zip_fclose(zip_file_t *old)
{
	entry = NULL;
	return __real_zip_fclose(old);
}

lxw_workbook *__wrap_workbook_new_opt(const char *path, lxw_workbook_options *options)
{
	return workbook = __real_workbook_new_opt(path, options);
}

lxw_error __wrap_workbook_close(lxw_workbook *book)
{
	workbook = NULL;
	return __real_workbook_close(book);
}

static void drop_files(void)
{
	if (workbook)
		lxw_workbook_free(workbook);
	workbook = NULL;
	while (given_files)
		__real_close(given_file[--given_files]);
	if (entry)
		__wrap_zip_fclose(entry);
	if (archive)
		__wrap_zip_discard(archive);
	while (temporaries)
		__real_close(temporary[--temporaries]);
}

static char *copy(const char *string)
{
	size_t size = strlen(string) + 1;
	void *memory = __wrap_malloc(size);
	return memory ? memcpy(memory, string, size) : NULL;
}

/* libxml2 is told where to allocate; what it keeps for good, it must allocate before any run. */
void harness_start(void)
{
	xmlMemSetup(__wrap_free, __wrap_malloc, __wrap_realloc, copy);
	xmlInitParser();
	xmlFreeDoc(xmlReadMemory("<a/>", 4, NULL, NULL, 0));
	xmlResetLastError();
}

int harness_run(program *main, const char *const *arguments, const struct span *file, size_t files,
	size_t piece, struct text *out)
{
	enum { ARGUMENTS = 64 };
	char *own[ARGUMENTS + 2] = {span_copy(SPAN("program"))};
	int argc = 1;
	for (; arguments[argc - 1] && argc <= ARGUMENTS; argc++)
		own[argc] = span_copy(span_of(arguments[argc - 1]));
	char *argv[ARGUMENTS + 2]; /* the program's, who may put it in another order */
	memcpy(argv, own, sizeof argv);
	given = file;
	given_count = files;
	standard_input = *file;
	most = piece;
	standard_output = out;
	optind = 0; /* getopt begins anew */
	running = true;
	if (setjmp(back) == 0)
		status = main(argc, argv);
	while (at_ends) {
		void (*function)(void) = at_end[--at_ends];
		if (setjmp(back) == 0)
			function();
	}
	running = false;
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (parser)
		__wrap_xmlFreeParserCtxt(parser);
	if (converter)
		__wrap_iconv_close(converter);
	drop_files();
	xmlResetLastError();
	tdestroy(live, __real_free);
	live = NULL;
	for (int i = 0; i < argc; i++)
		free(own[i]);
	return status;
}
