/* A disk that forgets what was not synced, for one process.
 *
 * Preloaded before libc, it lets every write through to the file system and, whenever the process syncs a file below
 * $POWER_CUT_FROM, copies the file as it is then to the same place below $POWER_CUT_TO. So the second folder holds at
 * any instant what a disk is sure to hold if the power is cut at that instant: of each file, its content as of the
 * last sync that returned. It is the strictest disk there is; a real one may keep more.
 *
 * Not modelled: directories (a file is there from its first sync on) and torn sectors (a copy is whole or not made).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void die(const char *what) {
    perror(what);
    abort();
}

/* Copies through the very descriptor that is synced: opening the file once more and closing it would drop the
 * process's locks on it (POSIX), on which SQLite rests. */
static void copy(int from, const char *to) {
    char aside[4200];
    snprintf(aside, sizeof aside, "%s.aside", to);
    int out = open(aside, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) die(aside);
    char block[65536];
    off_t at = 0;
    ssize_t length;
    while ((length = pread(from, block, sizeof block, at)) > 0) {
        if (write(out, block, length) != length) die("write");
        at += length;
    }
    if (length < 0) die("pread");
    close(out);
    /* Whole or not at all, whenever this process is killed. */
    if (rename(aside, to) != 0) die("rename");
}

static void remember(int descriptor) {
    const char *from = getenv("POWER_CUT_FROM"), *to = getenv("POWER_CUT_TO");
    struct stat status;
    if (!from || !to || fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return;
    char link[64], path[4096], target[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    size_t prefix = strlen(from);
    if (strncmp(path, from, prefix) != 0 || path[prefix] != '/') return;
    if (snprintf(target, sizeof target, "%s%s", to, path + prefix) >= (int)sizeof target) die("path");
    pthread_mutex_lock(&one_at_a_time);
    copy(descriptor, target);
    pthread_mutex_unlock(&one_at_a_time);
}

static int synced(const char *name, int descriptor) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = real(descriptor);
    if (result == 0) remember(descriptor);
    return result;
}

int fsync(int descriptor) { return synced("fsync", descriptor); }

int fdatasync(int descriptor) { return synced("fdatasync", descriptor); }
