/*
 * What is installed beside the programs: ../share/kkr of where this one is.
 */
#ifndef KKR_SHARE_H
#define KKR_SHARE_H

/* The path of what is there, such as "schemas/maps", be it there or not; the caller's to free. NULL
 * where nothing tells where the program is. */
char *share_path(const char *below);

#endif
