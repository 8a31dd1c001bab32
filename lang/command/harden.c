/* harden.c -- see harden.h.  The filter is an allow-list: what files, memory, threads and time
 * need. It is built here and not by libseccomp, as three tests on numbers are all that it is made
 * of. SPDX-License-Identifier: Apache-2.0 */
#include "command/harden.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#endif

void harden_memory(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#ifndef SANITIZED /* LeakSanitizer looks into its own process */
    static const struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

#if defined(OUR_ARCH) && !defined(SANITIZED)

static const uint16_t allowed[] = {
    /* files */
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_lseek, SYS_close,
    SYS_openat, SYS_fstat, SYS_newfstatat, SYS_statx, SYS_faccessat, SYS_readlinkat, SYS_getdents64,
    SYS_fcntl, SYS_flock, SYS_fsync, SYS_fdatasync, SYS_ftruncate, SYS_fadvise64, SYS_fchmod,
    SYS_mkdirat, SYS_unlinkat, SYS_renameat, SYS_renameat2, SYS_getcwd, SYS_dup, SYS_umask,
    SYS_syncfs, SYS_sync_file_range, SYS_fallocate, SYS_copy_file_range, SYS_statfs, SYS_fstatfs,
#ifdef SYS_open /* the older names, which newer processors do not have */
    SYS_open, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_mkdir, SYS_unlink, SYS_rmdir,
    SYS_rename, SYS_poll, SYS_time, SYS_arch_prctl,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
    /* memory */
    SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect, SYS_madvise, SYS_mincore, SYS_msync,
    /* threads, signals to oneself, time */
    SYS_futex, SYS_set_robust_list, SYS_get_robust_list, SYS_set_tid_address, SYS_sched_yield,
    SYS_sched_getaffinity, SYS_getcpu, SYS_membarrier, SYS_gettid, SYS_getpid, SYS_getppid,
    SYS_exit, SYS_exit_group, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
    SYS_sigaltstack, SYS_restart_syscall, SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep,
    SYS_nanosleep, SYS_gettimeofday, SYS_ppoll,
#ifdef SYS_rseq
    SYS_rseq,
#endif
    /* about the machine */
    SYS_getrandom, SYS_sysinfo, SYS_uname, SYS_getrusage, SYS_getrlimit, SYS_prlimit64, SYS_getuid,
    SYS_geteuid, SYS_getgid, SYS_getegid
};

static const uint16_t deadly[] = {
    /* the network */
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
    SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_recvfrom, SYS_recvmsg, SYS_recvmmsg,
    /* programs and processes */
    SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_setns,
    SYS_unshare,
#ifdef SYS_fork
    SYS_fork, SYS_vfork,
#endif
    /* rights, and ways round this list */
    SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setresuid, SYS_capset, SYS_mount, SYS_umount2,
    SYS_pivot_root, SYS_chroot, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl,
    SYS_add_key, SYS_request_key, SYS_init_module, SYS_finit_module, SYS_kexec_load, SYS_reboot,
#ifdef SYS_io_uring_setup
    SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register
#endif
};

enum { MOST = 2 * (sizeof allowed + sizeof deadly) / sizeof(uint16_t) + 48 };

typedef struct Filter {
    struct sock_filter code[MOST];
    unsigned short count;
} Filter;

static void add(Filter *f, uint16_t code, uint32_t k, uint8_t if_so, uint8_t if_not)
{
    f->code[f->count++] = (struct sock_filter){ code, if_so, if_not, k };
}

static void load(Filter *f, size_t offset)
{
    add(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* Where what is loaded is k the answer is `then`; else the next test is made. */
static void when(Filter *f, uint32_t k, uint32_t then)
{
    add(f, BPF_JMP | BPF_JEQ | BPF_K, k, 0, 1);
    add(f, BPF_RET | BPF_K, then, 0, 0);
}

/* The call `number` only with the low half of an argument as given; else the answer is `otherwise`.
 */
static void only(Filter *f, uint32_t number, unsigned argument, uint16_t test, uint32_t k,
                 uint32_t otherwise)
{
    add(f, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4);
    load(f, offsetof(struct seccomp_data, args) + 8 * argument); /* both are little-endian */
    add(f, (uint16_t)(BPF_JMP | test | BPF_K), k, 0, 1);
    add(f, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    add(f, BPF_RET | BPF_K, otherwise, 0, 0);
}

/* Whether a file is a terminal, and how wide; nothing else may be asked of a device. */
static void terminal(Filter *f)
{
    add(f, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5);
    load(f, offsetof(struct seccomp_data, args) + 8);
    add(f, BPF_JMP | BPF_JEQ | BPF_K, TIOCGWINSZ, 1, 0);
    add(f, BPF_JMP | BPF_JEQ | BPF_K, TCGETS, 0, 1);
    add(f, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    add(f, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOTTY, 0, 0);
}

void harden_calls(void)
{
    const uint32_t kill = SECCOMP_RET_KILL_PROCESS, none = SECCOMP_RET_ERRNO | ENOSYS;
    Filter f = { .count = 0 };
    load(&f, offsetof(struct seccomp_data, arch));
    add(&f, BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0);
    add(&f, BPF_RET | BPF_K, kill, 0, 0);
    load(&f, offsetof(struct seccomp_data, nr));
    add(&f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* calls of another size of pointer */
    add(&f, BPF_RET | BPF_K, kill, 0, 0);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        when(&f, allowed[i], SECCOMP_RET_ALLOW);
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) when(&f, deadly[i], kill);
    only(&f, SYS_clone, 0, BPF_JSET, CLONE_THREAD, kill); /* threads, no processes */
    only(&f, SYS_kill, 1, BPF_JEQ, 0, kill);              /* whether a process is there */
    only(&f, SYS_tgkill, 0, BPF_JEQ, (uint32_t)getpid(), kill);
    terminal(&f);
    add(&f, BPF_RET | BPF_K, none, 0,
        0); /* clone3 too: its flags cannot be seen, and clone stands in */
    struct sock_fprog program = { .len = f.count, .filter = f.code };
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0); /* a kernel may be without */
}

#else

void harden_calls(void)
{
}

#endif
