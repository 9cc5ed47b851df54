/*
 * Other programs of the same installation, which one of them runs.
 */
#ifndef KKR_BESIDE_H
#define KKR_BESIDE_H

/*
 * Becomes the program that arguments[0] names: the one beside this program, wherever that was
 * installed, else the one that PATH has. Returns where there is none, with errno.
 */
void beside_become(char **arguments);

/*
 * The path by which a process that this one becomes, or starts, opens a file of ours: it stays open
 * in it. The caller's to free.
 */
char *beside_path(int file);

#endif
