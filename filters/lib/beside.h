/*
 * Other programs of the same installation, which one of them runs.
 */
#ifndef KKR_BESIDE_H
#define KKR_BESIDE_H

#include <stdbool.h>

/*
 * Becomes the program that arguments[0] names: the one beside this program, wherever that was
 * installed, else the one that PATH has. Returns where there is none, with errno.
 */
void beside_become(char **arguments);

/* In a child: makes a file of ours the standard stream of that number; 71 where that fails. */
void beside_stream(int file, int stream);

/*
 * Whether a program of the same installation ends so, 0 among it. 127 is the loader's, which did
 * not get to run it.
 */
bool beside_ends(int status);

/*
 * In a child: the path by which the program that it becomes opens a file of ours, which stays open
 * in it. The caller's to free.
 */
char *beside_path(int file);

#endif
