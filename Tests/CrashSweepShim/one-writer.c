// Has all system calls of a program that write made by one thread of it (loaded by LD_PRELOAD).
//
// strace counts the calls it injects faults into by thread (`when=N`), and a Swift program makes its calls on whichever
// thread is free. With one thread making them all, strace's count is a count over the whole program, and a point in the
// life of a job has the same number in every run. What is injected, and when, is strace's alone.
//
// Each call gets the arguments it was given, and its caller waits for it. A few are made in another form that does the
// same, so that strace can count by what is written to:
//
//   to an eventfd, which wakes a thread           pwritev2, by the caller itself
//   to a socket                                   sendto, sendmsg
//   to a pipe, which is what the daemon says      writev
//   making a file from the working directory      open; openat is left to the dynamic loader, which makes nothing
//
// And the program stays open to strace: it would forbid core files, with which a tracer that is not root no longer
// learns what a descriptor stands for.
//
// Calls that the C library makes from within itself are not seen here.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct call {
    long number, arguments[6], result;
    int error;
};

static long (*make)(long, ...);
static pid_t program;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static sem_t asked, answered;
static struct call *current;

static void carry_out(struct call *call) {
    const long *a = call->arguments;
    call->result = make(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
    call->error = errno;
}

static void *write_for_all(void *unused) {
    (void)unused;
    // Says in the trace which thread it is.
    static const char name[] = "one writer";
    make(SYS_write, -1, name, sizeof name - 1);
    while (1) {
        while (sem_wait(&asked) != 0) {}
        carry_out(current);
        sem_post(&answered);
    }
    return NULL;
}

__attribute__((constructor)) static void begin(void) {
    make = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    sem_init(&asked, 0, 0);
    sem_init(&answered, 0, 0);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t writer;
    if (pthread_create(&writer, NULL, write_for_all, NULL) == 0) program = getpid();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static long directly(long number, long a, long b, long c, long d, long e, long f) {
    if (make == NULL) make = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    return make(number, a, b, c, d, e, f);
}

// A child between fork and exec has no other thread.
static long by_one(long number, long a, long b, long c, long d, long e, long f) {
    if (program == 0 || program != getpid()) return directly(number, a, b, c, d, e, f);
    struct call call = {.number = number, .arguments = {a, b, c, d, e, f}};
    pthread_mutex_lock(&turn);
    current = &call;
    sem_post(&asked);
    while (sem_wait(&answered) != 0) {}
    pthread_mutex_unlock(&turn);
    errno = call.error;
    return call.result;
}

#define A(x) ((long)(x))
#define BY_ONE_1(n, a) by_one(n, A(a), 0, 0, 0, 0, 0)
#define BY_ONE_2(n, a, b) by_one(n, A(a), A(b), 0, 0, 0, 0)
#define BY_ONE_3(n, a, b, c) by_one(n, A(a), A(b), A(c), 0, 0, 0)
#define BY_ONE_4(n, a, b, c, d) by_one(n, A(a), A(b), A(c), A(d), 0, 0)
#define BY_ONE_5(n, a, b, c, d, e) by_one(n, A(a), A(b), A(c), A(d), A(e), 0)

// MARK: Content

// 0 for what is neither file, folder, socket, pipe nor device: an eventfd, for one.
static mode_t kind(int fd) {
    struct stat facts;
    return fstat(fd, &facts) == 0 ? facts.st_mode & S_IFMT : S_IFREG;
}

static ssize_t ring(int fd, const void *bytes, size_t count) {
    struct iovec all = {.iov_base = (void *)bytes, .iov_len = count};
    return directly(SYS_pwritev2, fd, A(&all), 1, -1, -1, 0);
}
int eventfd_write(int fd, eventfd_t value) { return ring(fd, &value, sizeof value) == sizeof value ? 0 : -1; }

ssize_t write(int fd, const void *bytes, size_t count) {
    struct iovec all = {.iov_base = (void *)bytes, .iov_len = count};
    switch (kind(fd)) {
        case 0: return ring(fd, bytes, count);
        case S_IFSOCK: return by_one(SYS_sendto, fd, A(bytes), A(count), 0, 0, 0);
        case S_IFIFO: return BY_ONE_3(SYS_writev, fd, &all, 1);
        default: return BY_ONE_3(SYS_write, fd, bytes, count);
    }
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
    struct msghdr message = {.msg_iov = (struct iovec *)pieces, .msg_iovlen = count};
    if (kind(fd) == S_IFSOCK) return BY_ONE_3(SYS_sendmsg, fd, &message, 0);
    return BY_ONE_3(SYS_writev, fd, pieces, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    return BY_ONE_4(SYS_pwrite64, fd, bytes, count, offset);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return pwrite64(fd, bytes, count, offset); }

ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t offset) {
    return BY_ONE_5(SYS_pwritev, fd, pieces, count, offset, 0);
}
ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset) {
    return pwritev64(fd, pieces, count, offset);
}

ssize_t sendto(
    int fd, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t length) {
    return by_one(SYS_sendto, fd, A(bytes), A(count), flags, A(to), length);
}
ssize_t send(int fd, const void *bytes, size_t count, int flags) { return sendto(fd, bytes, count, flags, NULL, 0); }
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) { return BY_ONE_3(SYS_sendmsg, fd, message, flags); }

ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
    return BY_ONE_4(SYS_sendfile, out, in, offset, count);
}
ssize_t sendfile(int out, int in, off_t *offset, size_t count) { return sendfile64(out, in, offset, count); }

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    return by_one(SYS_copy_file_range, in, A(from), out, A(to), A(count), flags);
}

int ftruncate64(int fd, off64_t length) { return (int)BY_ONE_2(SYS_ftruncate, fd, length); }
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
    return (int)BY_ONE_4(SYS_fallocate, fd, mode, offset, length);
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }
int posix_fallocate64(int fd, off64_t offset, off64_t length) {
    return fallocate64(fd, 0, offset, length) == 0 ? 0 : errno;
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

int fsync(int fd) { return (int)BY_ONE_1(SYS_fsync, fd); }
int fdatasync(int fd) { return (int)BY_ONE_1(SYS_fdatasync, fd); }

// MARK: Names

static int makes(int flags) { return (flags & (O_CREAT | O_TRUNC)) != 0; }

int openat64(int folder, const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & (O_CREAT | __O_TMPFILE)) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    if (!makes(flags)) return (int)directly(SYS_openat, folder, A(path), flags, mode, 0, 0);
#ifdef SYS_open
    if (folder == AT_FDCWD || path[0] == '/') return (int)BY_ONE_3(SYS_open, path, flags, mode);
#endif
    return (int)BY_ONE_4(SYS_openat, folder, path, flags, mode);
}
__typeof__(openat64) openat __attribute__((alias("openat64")));

int open64(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & (O_CREAT | __O_TMPFILE)) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    return openat64(AT_FDCWD, path, flags, mode);
}
__typeof__(open64) open __attribute__((alias("open64")));

int mkdirat(int folder, const char *name, mode_t mode) { return (int)BY_ONE_3(SYS_mkdirat, folder, name, mode); }
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int folder, const char *name, int flags) { return (int)BY_ONE_3(SYS_unlinkat, folder, name, flags); }
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int renameat(int folder, const char *name, int other, const char *newer) {
    return (int)BY_ONE_4(SYS_renameat, folder, name, other, newer);
}
int rename(const char *path, const char *newer) { return renameat(AT_FDCWD, path, AT_FDCWD, newer); }
int renameat2(int folder, const char *name, int other, const char *newer, unsigned flags) {
    return (int)BY_ONE_5(SYS_renameat2, folder, name, other, newer, flags);
}

int linkat(int folder, const char *name, int other, const char *newer, int flags) {
    return (int)BY_ONE_5(SYS_linkat, folder, name, other, newer, flags);
}
int link(const char *path, const char *newer) { return linkat(AT_FDCWD, path, AT_FDCWD, newer, 0); }
int symlinkat(const char *content, int folder, const char *name) {
    return (int)BY_ONE_3(SYS_symlinkat, content, folder, name);
}
int symlink(const char *content, const char *path) { return symlinkat(content, AT_FDCWD, path); }

int fchmod(int fd, mode_t mode) { return (int)BY_ONE_2(SYS_fchmod, fd, mode); }
int chmod(const char *path, mode_t mode) { return (int)BY_ONE_3(SYS_fchmodat, AT_FDCWD, path, mode); }
int fchown(int fd, uid_t owner, gid_t group) { return (int)BY_ONE_3(SYS_fchown, fd, owner, group); }

// MARK: Openness

int prctl(int option, ...) {
    long a[4];
    va_list rest;
    va_start(rest, option);
    for (int i = 0; i < 4; i++) a[i] = va_arg(rest, long);
    va_end(rest);
    return option == PR_SET_DUMPABLE ? 0 : (int)directly(SYS_prctl, option, a[0], a[1], a[2], a[3], 0);
}

// MARK: By number

static int writes(long number) {
    return number == SYS_openat2 || number == SYS_renameat2;
}

long syscall(long number, ...) {
    long a[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
    va_end(rest);
    return (writes(number) ? by_one : directly)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
