/*
 * What makes a result again.
 */
#ifndef KKR_MANIFEST_AGAIN_H
#define KKR_MANIFEST_AGAIN_H

#include "program.h"

/*
 * Looks for the pipeline and the inputs of a result. Says what is lost, and what is another,
 * and returns false. Where nothing is lost, it lays the files out in the directory --again, each as
 * a link of its name of then, and writes its file "words": in a line each, the words of kkr run
 * that make the result again.
 */
bool find_again(const struct options *o, const struct manifest *manifest, const char *directory);

#endif
