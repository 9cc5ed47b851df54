/*
 * Formulas in CSV. A spreadsheet takes a cell that begins with = + - or @ for a formula, and what
 * begins a cell depends on where it divides: at the delimiter that the file is written with, at
 * another one that stands within a text, or at a line break. Before each text that it may take for
 * a formula an apostrophe is put, which whoever reads the file can take off again.
 *
 * An apostrophe is put also where apostrophes, blanks or, within a text, quotes alone come before
 * the sign. So one that is followed by those and a sign was put there.
 */
#ifndef KKR_GUARD_H
#define KKR_GUARD_H

#include "text.h"

/* Adds the text with its apostrophes; returns whether one of them is within, not at the start. */
bool guard_add(struct text *to, struct span text);

/*
 * Adds the text without the apostrophes that guard_add puts: the one at the start and, where
 * `within`, those behind delimiters. Returns whether there were any.
 */
bool guard_take(struct text *to, struct span text, bool within);

#endif
