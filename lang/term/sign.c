/* sign.c -- see sign.h.  ssh-keygen reads the text from one file in memory and writes the signature
 * to another, so nobody waits for anybody; its arguments are a list, and no shell sees them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/sign.h"
#include "file.h"
#include <errno.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ; /* where the agent is */

enum { ARMOUR_MOST = 4096 };

static int memory_file(Str text)
{
    int fd = memfd_create("lustrum-seal", MFD_CLOEXEC);
    while (fd >= 0 && text.len) {
        ssize_t done = write(fd, text.at, text.len);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) {
            int error = errno;
            close(fd);
            errno = error;
            return -1;
        }
        text = str_slice(text, (size_t)done, text.len);
    }
    if (fd >= 0) lseek(fd, 0, SEEK_SET);
    return fd;
}

/* All that the file holds, from its start; -1 with errno set. */
static ssize_t read_memory(int fd, char *bytes, size_t most)
{
    size_t have = 0;
    while (have < most) {
        ssize_t got = pread(fd, bytes + have, most - have, (off_t)have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

/* Runs ssh-keygen with its input and output; an errno, or 0 and its exit status. */
static int run(const char *key, const char *space, int in, int out, int *status)
{
    char *const arguments[] = { "ssh-keygen",  "-q", "-Y",        "sign", "-n",
                                (char *)space, "-f", (char *)key, NULL };
    posix_spawn_file_actions_t actions;
    pid_t child;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (!error) error = posix_spawnp(&child, "ssh-keygen", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error) return error;
    while (waitpid(child, status, 0) < 0)
        if (errno != EINTR) return errno;
    return 0;
}

bool sign_text(Arena *arena, Str path, Str space, Str text, Str *armoured, Str *fault)
{
    const char *key = str_c(arena, path), *name = str_c(arena, space);
    char *bytes = arena_alloc(arena, ARMOUR_MOST, 1);
    int in = memory_file(text), out = in < 0 ? -1 : memory_file(STR_EMPTY), status = 0;
    int error = in < 0 || out < 0 ? errno : run(key, name, in, out, &status);
    ssize_t got = error ? 0 : read_memory(out, bytes, ARMOUR_MOST);
    if (got < 0) error = errno;
    if (in >= 0) close(in);
    if (out >= 0) close(out);
    if (error == ENOENT)
        *fault = STR("it is not installed (Debian: openssh-client)");
    else if (error)
        *fault = file_error(error);
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || got <= 0)
        *fault = STR("it said why above");
    else {
        *armoured = (Str){ bytes, (size_t)got };
        return true;
    }
    return false;
}
