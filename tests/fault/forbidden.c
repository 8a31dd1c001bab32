/* forbidden.c -- LD_PRELOAD: makes a call that Lustrum may not make, from within it, when it first
 * asks for random bytes, which is after it gave up such calls.  FORBIDDEN names the call; the
 * process ends with 99 where the call is made, with 98 where it is refused without a signal. OPENED
 * names a file that gets a line for each file that is made: its flags, its mode, its name.
 * SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static long call(const char *name)
{
    char *const none[] = { NULL };
    struct rlimit core = { 1, 1 };
    if (strcmp(name, "socket") == 0) return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    if (strcmp(name, "local") == 0) return syscall(SYS_socket, AF_UNIX, SOCK_DGRAM, 0);
    if (strcmp(name, "connect") == 0) return syscall(SYS_connect, 0, NULL, 0);
    if (strcmp(name, "fork") == 0) return syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (strcmp(name, "exec") == 0) return execve("/bin/true", none, none);
    if (strcmp(name, "ptrace") == 0) return syscall(SYS_ptrace, 0, 0, 0, 0);
    if (strcmp(name, "bpf") == 0) return syscall(SYS_bpf, 0, NULL, 0);
    if (strcmp(name, "ring") == 0) return syscall(SYS_io_uring_setup, 1, NULL);
    if (strcmp(name, "mount") == 0) return syscall(SYS_mount, NULL, NULL, NULL, 0, NULL);
    if (strcmp(name, "kill") == 0) return kill(getppid(), SIGCONT);
    if (strcmp(name, "other") == 0) return syscall(SYS_swapoff, NULL); /* not listed at all */
    if (strcmp(name, "core") == 0)
        return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max ? 0 : -1;
    abort(); /* "abort": does it leave a core? */
}

ssize_t getrandom(void *bytes, size_t size, unsigned flags)
{
    const char *name = getenv("FORBIDDEN");
    if (name) _exit(call(name) >= 0 ? 99 : 98);
    return syscall(SYS_getrandom, bytes, size, flags);
}

/* Asked just before the calls are given up, of which this is one. */
int prctl(int option, ...)
{
    va_list args;
    va_start(args, option);
    unsigned long a = va_arg(args, unsigned long), b = va_arg(args, unsigned long);
    va_end(args);
    const char *name = option == PR_SET_SECCOMP ? getenv("FORBIDDEN") : NULL;
    if (name && strcmp(name, "dumpable") == 0)
        _exit(syscall(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 98 : 99);
    if (name && strcmp(name, "rights") == 0)
        _exit(syscall(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 98 : 99);
    return (int)syscall(SYS_prctl, option, a, b, 0, 0);
}

static void note(int folder, const char *path, int flags, unsigned mode)
{
    const char *name = getenv("OPENED");
    FILE *log = name && flags & O_CREAT ? fopen(name, "a") : NULL;
    (void)folder;
    if (!log) return;
    fprintf(log, "%s%s%s %03o %s\n", flags & O_EXCL ? "new" : "any",
            flags & O_CLOEXEC ? "" : " kept", flags & O_NOFOLLOW ? "" : " followed", mode, path);
    fclose(log);
}

#define MODE(flags)                                                                                \
    mode_t mode = 0;                                                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                           \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode = va_arg(args, mode_t);                                                               \
        va_end(args);                                                                              \
    }

int open(const char *path, int flags, ...)
{
    MODE(flags)
    note(AT_FDCWD, path, flags, mode);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE(flags)
    note(folder, path, flags, mode);
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}
