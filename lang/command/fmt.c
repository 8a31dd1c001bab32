/* fmt.c -- see fmt.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/fmt.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(fd, text, length);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        text += wrote;
        length -= (size_t)wrote;
    }
    return fsync(fd) == 0;
}

/* Writes a new file at part; false, with nothing there, when it cannot be done. */
static bool write_part(const char *part, mode_t mode, const char *text, size_t length)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0777);
    if (fd < 0) return false;
    bool done = write_all(fd, text, length) && fchmod(fd, mode & 07777) == 0;
    int failed = errno;
    if (close(fd) != 0 && done) {
        done = false;
        failed = errno;
    }
    if (!done) unlink(part);
    errno = failed;
    return done;
}

/* Puts text in the place of the file at path, which keeps its rights; a link stays a link. */
static bool replace_file(const char *path, const char *text, size_t length)
{
    char real[PATH_MAX], part[PATH_MAX + 32];
    struct stat info;
    if (!realpath(path, real) || stat(real, &info) != 0) return false;
    snprintf(part, sizeof part, "%s.part-%ld", real, (long)getpid());
    if (!write_part(part, info.st_mode, text, length)) return false;
    if (rename(part, real) == 0) return true;
    int failed = errno;
    unlink(part);
    errno = failed;
    return false;
}

static LusStatus cannot_write(const char *path)
{
    fprintf(stderr, "error[L0726]: %s could not be written: %s; it is as it was\n", path,
            strerrordesc_np(errno));
    return LUS_CANNOT;
}

static LusStatus fmt_input(Lustrum *lus, const Asked *asked)
{
    bool diff = asked->given[OPTION_DIFF], check = asked->given[OPTION_CHECK];
    LusResult *result;
    LusStatus status =
        lus_format(lus, "-", NULL, 0, diff ? LUS_FORMAT_DIFF : LUS_FORMAT_TEXT, &result);
    if (status == LUS_CANNOT) return status;
    size_t size;
    const char *out = lus_text(result, &size);
    if (!check || diff) fwrite(out, 1, size, stdout);
    lus_result_close(result);
    return check || diff ? status : LUS_OK;
}

static LusStatus fmt_file(Lustrum *lus, const Asked *asked, const char *path)
{
    bool diff = asked->given[OPTION_DIFF], check = asked->given[OPTION_CHECK];
    LusResult *result;
    LusStatus status =
        lus_format(lus, path, NULL, 0, diff ? LUS_FORMAT_DIFF : LUS_FORMAT_TEXT, &result);
    if (status == LUS_CANNOT) return status;
    size_t length;
    const char *text = lus_text(result, &length);
    bool other = status == LUS_FOUND;
    if (other && !check && !diff)
        status = replace_file(path, text, length) ? LUS_OK : cannot_write(path);
    if (diff)
        fwrite(text, 1, length, stdout);
    else if (other && status != LUS_CANNOT && !asked->given[OPTION_QUIET])
        printf("%s: %s\n", path, check ? "not laid out" : "laid out");
    lus_result_close(result);
    return status;
}

LusStatus command_fmt(Lustrum *lus, const Asked *asked)
{
    LusStatus worst = LUS_OK;
    for (int i = 0; i < asked->operand_count; i++) {
        const char *path = asked->operands[i];
        LusStatus status =
            strcmp(path, "-") == 0 ? fmt_input(lus, asked) : fmt_file(lus, asked, path);
        if (status > worst) worst = status;
    }
    return worst;
}
