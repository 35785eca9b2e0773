/* What a listener of a test framework tells the runtime. Leaves out all that is noted without being told. */
#ifndef CULPRIT_RUNTIME_H
#define CULPRIT_RUNTIME_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
/* The folder to write to, or null where nobody watches. */
const char *culprit_listen(void);
void culprit_begin(long test);
void culprit_end(long test, int keepTrace);
/* Writes the open calls into `name`.bin; `first` stands before them, null for nothing. */
void culprit_stack(const char *name, void *first);
void culprit_thrown(void *from);
int culprit_isTracing(void);
#ifdef __cplusplus
}
#endif
#endif
