/*
 * A line of standard error, a terminal, that is written over: by the next such line, and by a
 * message, which takes its place. At most `room` bytes of it are shown, in whole characters.
 */
#ifndef KKR_STATUS_H
#define KKR_STATUS_H

#include <stddef.h>

void status_show(const char *line, size_t room);
void status_erase(void);

#endif
