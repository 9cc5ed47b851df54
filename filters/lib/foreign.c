#include "foreign.h"

#include "report.h"

#include <ctype.h>
#include <errno.h>

#define TABLE_HELP   "save the table as .xlsx or .csv with the program that made it"
#define PICTURE_HELP "ask for the table itself"
#define MAIL_HELP    "save the file that came with it"
#define XLSX_HELP    "save it as .xlsx (soffice --convert-to xlsx FILE)"
#define TEXT_HELP    "save it as PDF, and pdftotext -layout FILE - makes a text of that"

#define ZIP "PK\3\4"

#define BYTES(literal)                                                                             \
	{                                                                                          \
		literal, sizeof(literal) - 1                                                       \
	}

/* Bytes with which a file begins. */
struct magic {
	struct span bytes;
	struct foreign is;
};

static const struct magic magics[] = {
	{BYTES("\3757zXZ\0"), {"xz", "xz -dc FILE", true}},
	{BYTES("BZh"), {"bzip2", "bzip2 -dc FILE", true}},
	{BYTES("\x28\xB5\x2F\xFD"), {"zstd", "zstd -dc FILE", true}},
	{BYTES("\x04\x22\x4D\x18"), {"lz4", "lz4 -dc FILE", true}},
	{BYTES("LZIP\1"), {"lzip", "lzip -dc FILE", true}},
	{BYTES("\x5D\0\0\x80\0"), {"lzma", "xz -dc FILE", true}},
	{BYTES("\x5D\0\0\0\x04"), {"lzma", "xz -dc FILE", true}},
	{BYTES("\x1F\x8B"), {"gzip twice over", "gzip -dc FILE", true}},
	{BYTES("\x1F\x9D"), {"packed by compress (.Z)", "gzip -dc FILE", true}},
	{BYTES("7z\xBC\xAF\x27\x1C"), {"a 7z archive", "7z x -so FILE", true}},
	{BYTES("Rar!\x1A\x07"), {"a rar archive", "unrar p -inul FILE", true}},
	{BYTES("MSCF\0\0\0\0"), {"a cab archive", "cabextract --pipe FILE", true}},
	{BYTES("%PDF-"), {"a PDF", "pdftotext -layout FILE - | kkr read", false}},
	{BYTES("%!PS-"), {"PostScript", "ps2ascii FILE", true}},
	{BYTES("\x89PNG\r\n"), {"a picture (PNG)", PICTURE_HELP, false}},
	{BYTES("\xFF\xD8\xFF"), {"a picture (JPEG)", PICTURE_HELP, false}},
	{BYTES("GIF87a"), {"a picture (GIF)", PICTURE_HELP, false}},
	{BYTES("GIF89a"), {"a picture (GIF)", PICTURE_HELP, false}},
	{BYTES("II*\0"), {"a picture (TIFF)", PICTURE_HELP, false}},
	{BYTES("MM\0*"), {"a picture (TIFF)", PICTURE_HELP, false}},
	{BYTES("PAR1"),
		{"Parquet", "duckdb -csv -c \"select * from read_parquet('FILE')\" | kkr read",
			false}},
	{BYTES("ARROW1\0\0"), {"Arrow (Feather)", TABLE_HELP, false}},
	{BYTES("FEA1"), {"Feather", TABLE_HELP, false}},
	{BYTES("ORC\x08"), {"ORC", TABLE_HELP, false}},
	{BYTES("Obj\1"), {"Avro", TABLE_HELP, false}},
	{BYTES("\x89HDF\r\n"), {"HDF5", TABLE_HELP, false}},
	{BYTES("RDX2\n"), {"data of R", TABLE_HELP, false}},
	{BYTES("RDX3\n"), {"data of R", TABLE_HELP, false}},
	{BYTES("X\n\0\0\0"), {"data of R (.rds)", TABLE_HELP, false}},
	{BYTES("$FL2"), {"data of SPSS (.sav)", TABLE_HELP, false}},
	{BYTES("$FL3"), {"data of SPSS (.zsav)", TABLE_HELP, false}},
	{BYTES("<stata_dta>"), {"data of Stata (.dta)", TABLE_HELP, false}},
	{BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60"),
		{"data of SAS (.sas7bdat)", TABLE_HELP, false}},
	{BYTES("SQLite format 3\0"),
		{"a database of SQLite",
			"sqlite3 -header -csv FILE 'select * from TABLE' | kkr read", false}},
	{BYTES("\0\1\0\0Standard Jet DB"),
		{"a database of Access (.mdb)", "mdb-export FILE TABLE | kkr read", false}},
	{BYTES("\0\1\0\0Standard ACE DB"),
		{"a database of Access (.accdb)", "mdb-export FILE TABLE | kkr read", false}},
	{BYTES("\x09\x00\x04\x00"), {"a workbook of Excel 2 (.xls)", XLSX_HELP, false}},
	{BYTES("\x09\x02\x06\x00"), {"a workbook of Excel 3 (.xls)", XLSX_HELP, false}},
	{BYTES("\x09\x04\x06\x00"), {"a workbook of Excel 4 (.xls)", XLSX_HELP, false}},
	{BYTES("\x09\x08\x08\x00"), {"a workbook of Excel 5 (.xls)", XLSX_HELP, false}},
	{BYTES("\0\0\2\0\6\4\6\0"), {"a workbook of Lotus 1-2-3", XLSX_HELP, false}},
	{BYTES("\x7F"
	       "ELF"),
		{"a program", "name the file with the data", false}},
	{BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		{"a workbook as Excel saved them before 2007 (.xls)", XLSX_HELP, false}},
};
enum { MAGICS = sizeof magics / sizeof *magics };

/* Bytes within a file that begins so: letters alone may stand anywhere in a text. */
static const struct {
	struct span begins;
	size_t at;
	struct span bytes;
	struct foreign is;
} within[] = {
	{BYTES(""), 257, BYTES("ustar\0"), {"a tar archive", "tar -xOf FILE NAME", true}},
	{BYTES(""), 257, BYTES("ustar  \0"), {"a tar archive", "tar -xOf FILE NAME", true}},
	{BYTES("RIFF"), 8, BYTES("WEBP"), {"a picture (WebP)", PICTURE_HELP, false}},
	{BYTES("\0\0"), 4, BYTES("ftyphei"), {"a picture (HEIC)", PICTURE_HELP, false}},
	{BYTES(ZIP), 30, BYTES("mimetypeapplication/vnd.oasis.opendocument.text"),
		{"a document of OpenDocument (.odt)", TEXT_HELP, false}},
	{BYTES(ZIP), 30, BYTES("mimetypeapplication/vnd.oasis.opendocument.presentation"),
		{"slides of OpenDocument (.odp)", PICTURE_HELP, false}},
	{BYTES(ZIP), 30, BYTES("mimetypeapplication/vnd.oasis.opendocument.graphics"),
		{"a drawing of OpenDocument (.odg)", PICTURE_HELP, false}},
	{BYTES(ZIP), 30, BYTES("mimetypeapplication/epub+zip"),
		{"a book (.epub)", PICTURE_HELP, false}},
};

static bool stands_at(struct span first, size_t at, struct span bytes)
{
	return first.length >= at + bytes.length &&
	       memcmp(first.bytes + at, bytes.bytes, bytes.length) == 0;
}

const struct foreign *foreign_binary(struct span first)
{
	for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
		if (stands_at(first, 0, within[i].begins) &&
			stands_at(first, within[i].at, within[i].bytes))
			return &within[i].is;
	}
	for (size_t i = 0; i < MAGICS; i++) {
		if (stands_at(first, 0, magics[i].bytes))
			return &magics[i].is;
	}
	return NULL;
}

bool foreign_compound(const struct foreign *foreign)
{
	return foreign == &magics[MAGICS - 1].is; /* the last */
}

/*
 * Names that a compound file's directory has, and what the file is by them. The first counts: what
 * is shown in a document, such as a workbook, is in it whole.
 */
static const struct {
	const char *name;
	struct foreign is;
} streams[] = {
	{"EncryptedPackage", {"encrypted", "save it without a password", false}},
	{"__properties_version1.0", {"a mail as Outlook saves it (.msg)", MAIL_HELP, false}},
	{"PowerPoint Document",
		{"slides as PowerPoint saved them before 2007 (.ppt)", PICTURE_HELP, false}},
	{"WordDocument", {"a document as Word saved them before 2007 (.doc)", TEXT_HELP, false}},
};

/* In UTF-16, as names are there. */
static size_t write_name(const char *name, char bytes[FOREIGN_NAME])
{
	size_t length = 0;
	for (const char *at = name; *at && length + 2 <= FOREIGN_NAME; at++) {
		bytes[length++] = *at;
		bytes[length++] = '\0';
	}
	return length;
}

const struct foreign *foreign_in_compound(struct span bytes)
{
	for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
		char name[FOREIGN_NAME];
		size_t length = write_name(streams[i].name, name);
		if (memmem(bytes.bytes, bytes.length, name, length))
			return &streams[i].is;
	}
	return NULL;
}

/* Archives */

static const struct {
	const char *name;
	struct foreign is;
} entries[] = {
	{"word/document.xml",
		{"a document of Word (.docx)",
			"save its table as .xlsx, or it as PDF, and pdftotext -layout FILE - makes a "
			"text of that",
			false}},
	{"xl/workbook.bin",
		{"a binary workbook (.xlsb), which is no XML", "save it as .xlsx", false}},
	{"ppt/presentation.xml",
		{"slides of PowerPoint (.pptx)", "ask for the table itself", false}},
	{"visio/document.xml", {"a drawing of Visio (.vsdx)", "ask for the table itself", false}},
	{"Index/Document.iwa", {"a file of Apple's Numbers or Pages", "save it as .xlsx", false}},
	{"doc.kml", {"a map (.kmz)", "ask for the table itself", false}},
};

/* Capitals and slashes are as in workbooks. */
static bool is_entry(struct span name, const char *known)
{
	size_t i = 0;
	for (; i < name.length && known[i]; i++) {
		char at = name.bytes[i] == '\\' ? '/' : name.bytes[i];
		if (tolower((unsigned char)at) != tolower((unsigned char)known[i]))
			return false;
	}
	return i == name.length && !known[i];
}

const struct foreign *foreign_in_zip(struct span name)
{
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		if (is_entry(name, entries[i].name))
			return &entries[i].is;
	}
	return NULL;
}

/* Texts */

static struct span without_space(struct span text)
{
	while (text.length && strchr(" \t\r\n", text.bytes[0]) && text.bytes[0]) {
		text.bytes++;
		text.length--;
	}
	return text;
}

static struct span without_mark(struct span text)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t length = strlen(mark);
	if (text.length < length || memcmp(text.bytes, mark, length) != 0)
		return text;
	return (struct span){text.bytes + length, text.length - length};
}

static bool has(struct span text, const char *word)
{
	return memmem(text.bytes, text.length, word, strlen(word)) != NULL;
}

static bool starts(struct span text, const char *word)
{
	size_t length = strlen(word);
	return text.length >= length && memcmp(text.bytes, word, length) == 0;
}

/* An object, or an array of what JSON has in one; not a header in brackets. */
static bool is_json(struct span text)
{
	static const char *const words[] = {"true", "false", "null"};
	if (!text.length || !strchr("{[", text.bytes[0]))
		return false;
	bool object = text.bytes[0] == '{';
	struct span inner = without_space((struct span){text.bytes + 1, text.length - 1});
	if (!inner.length || inner.bytes[0] == '\0')
		return false;
	for (size_t i = 0; !object && i < sizeof words / sizeof *words; i++) {
		if (starts(inner, words[i]))
			return true;
	}
	return strchr(object ? "\"}" : "\"{[]-0123456789", inner.bytes[0]) != NULL;
}

static bool is_json_stat(struct span text)
{
	return is_json(text) && text.bytes[0] == '{' && has(text, "\"dimension\"") &&
	       (has(text, "\"dataset\"") || has(text, "\"size\""));
}

static bool is_sdmx_json(struct span text)
{
	return is_json(text) && text.bytes[0] == '{' &&
	       (has(text, "/sdmx-json/") ||
		       (has(text, "\"dataSets\"") && has(text, "\"structure")));
}

static bool is_geojson(struct span text)
{
	return is_json(text) && text.bytes[0] == '{' && has(text, "\"FeatureCollection\"");
}

/* Keywords in capitals, each with a value behind an equals sign: CHARSET="ANSI"; */
static bool is_px(struct span text)
{
	static const char *const words[] = {
		"CHARSET=", "AXIS-VERSION=", "CODEPAGE=", "LANGUAGE=", "CREATION-DATE=",
		"DECIMALS=", "SHOWDECIMALS=", "MATRIX=", "SUBJECT-CODE=", "SUBJECT-AREA="};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (starts(text, words[i]) && memchr(text.bytes, ';', text.length))
			return true;
	}
	return false;
}

static bool is_rtf(struct span text)
{
	return starts(text, "{\\rtf");
}

static bool is_mail(struct span text)
{
	static const char *const words[] = {
		"Return-Path: ", "Received: ", "Delivered-To: ", "MIME-Version: ", "From: "};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (starts(text, words[i]))
			return has(text, "\nSubject: ") || has(text, "\nContent-Type: ");
	}
	return false;
}

static const struct {
	bool (*is)(struct span text);
	struct foreign foreign;
} texts[] = {
	{is_rtf, {"a text in RTF", TEXT_HELP, false}},
	{is_json_stat,
		{"JSON-stat", "take the same table in the StatBank's format CSV or BULK", false}},
	{is_sdmx_json, {"SDMX-JSON", "take the same data as SDMX-CSV or SDMX-ML", false}},
	{is_geojson, {"GeoJSON, a map", "ask for the table itself, as csv or .xlsx", false}},
	{is_px, {"PX (PC-Axis)", "take the same table in the StatBank's format CSV or BULK",
			false}},
	{is_mail, {"a mail", MAIL_HELP, false}},
};

bool foreign_json(struct span first)
{
	return is_json(without_space(without_mark(first)));
}

const struct foreign *foreign_text(struct span first)
{
	static const struct foreign blank = {
		"empty but for blanks", "ask its sender for it again", false};
	struct span text = without_space(without_mark(first));
	if (first.length && text.length == 0 && first.length < FOREIGN_FIRST)
		return &blank;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (texts[i].is(text))
			return &texts[i].foreign;
	}
	return NULL;
}

/* Saying it */

/* The sentence, without the file's name. */
static void foreign_say(struct text *to, const struct foreign *foreign)
{
	text_add(to, SPAN("is "));
	text_add(to, span_of(foreign->what));
	text_add(to, SPAN(": "));
	text_add(to, span_of(foreign->help));
	if (!foreign->piped)
		return;
	text_add(to, SPAN(" | "));
	text_add(to, span_of(program_invocation_short_name));
}

_Noreturn void foreign_fail(const char *file, const struct foreign *foreign)
{
	struct text said = {0};
	foreign_say(&said, foreign);
	report_mark(file, "foreign");
	fail(EX_DATAERR, file, 0, "%.*s", (int)said.length, said.bytes);
}
