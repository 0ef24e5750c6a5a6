// What `longtake-watch` needs of C: libinotifytools (GPL-2.0-only), which only that program may link, and one call that
// Swift cannot import.
#ifndef LONGTAKE_CINOTIFYTOOLS_H
#define LONGTAKE_CINOTIFYTOOLS_H

#include <inotifytools/inotify.h>
#include <inotifytools/inotifytools.h>
#include <signal.h>
#include <sys/prctl.h>

/// Has the kernel send this process SIGTERM when the thread that started it ends. Returns 0, or -1 with errno set.
static inline int end_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGTERM); }

#endif
