// Linux calls that Swift cannot import: variadic functions, raw system calls and what glibc has no wrapper for.
#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>
#include <sys/types.h>

/// openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS. Returns a descriptor, or -1 with errno set.
int clinux_open_beneath(int directory, const char *path, int flags, mode_t mode);

/// renameat2(2) with RENAME_NOREPLACE. Where the filesystem knows no such thing (NFS, sshfs: EINVAL) the name is looked
/// for first, and somebody who takes it in just that moment loses what he put there. Returns 0, or -1 with errno set.
int clinux_rename_no_replace(int from_directory, const char *from, int to_directory, const char *to);

/// Takes a read lease and gives it back at once. Returns 0 when it was granted (nobody has the file open for writing),
/// or -1 with errno set: EAGAIN when a writer holds it, EACCES or EINVAL when leases cannot be had.
int clinux_try_read_lease(int descriptor);

/// The filesystem's type number (statfs f_type), or -1 with errno set.
int64_t clinux_filesystem_type(int descriptor);

/// Bytes free to this user on the filesystem, or -1 with errno set.
int64_t clinux_free_bytes(int descriptor);

/// Keeps this process's memory out of core files and away from other processes of the same user (PR_SET_DUMPABLE 0).
int clinux_forbid_dumps(void);

#endif
