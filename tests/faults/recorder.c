/* Writes down, in their order, all changes that a process makes to files below one folder.
 *
 * Loaded with LD_PRELOAD.  REMBUG_RECORD names the folder, REMBUG_RECORDING the file to write to.  A record is
 * kind (1 byte), descriptor (4 bytes), number (8 bytes), length (4 bytes), little endian, then that many bytes:
 *
 *   O open: path, number 1 where the file was cut to nothing, 2 where it is a folder    C close
 *   W write: data, number the offset     T cut: number the size     U unlink: path     M new folder: path
 *   S a flush begins   F the flush of descriptor ended          R rename: old path, zero byte, new path
 *
 * A change is written down after it was made, a flush once before and once after: what was recorded before its
 * beginning is what it promises.  Everything happens under one lock, flushes apart, so the order is that of the system.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST = 4096 };

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char watched[MOST];
static int recording = -1;

static void put(char kind, int fd, uint64_t number, const void *data, uint32_t length) {
    char head[17];
    int32_t descriptor = fd;
    head[0] = kind;
    memcpy(head + 1, &descriptor, 4);
    memcpy(head + 5, &number, 8);
    memcpy(head + 13, &length, 4);
    if (syscall(SYS_write, recording, head, sizeof head) != (long)sizeof head) abort();
    for (const char *at = data; length > 0;) {
        long done = syscall(SYS_write, recording, at, length);
        if (done <= 0) abort();
        at += done;
        length -= (uint32_t)done;
    }
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("REMBUG_RECORD"), *file = getenv("REMBUG_RECORDING");
    if (folder == NULL || file == NULL || strlen(folder) >= MOST) return;
    strcpy(watched, folder);
    recording = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (recording < 0) abort();
}

static int is_below(const char *path) {
    size_t length = strlen(watched);
    return recording >= 0 && length > 0 && strncmp(path, watched, length) == 0 &&
           (path[length] == '/' || path[length] == 0);
}

/* The file behind a descriptor, if it lies below the folder. */
static int is_watched(int fd) {
    char link[64], path[PATH_MAX + 1];
    if (recording < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long length = syscall(SYS_readlink, link, path, PATH_MAX);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_below(path);
}

static int opened(int fd, const char *path, int flags) {
    struct stat about;
    if (fd >= 0 && is_below(path)) {
        if (fstat(fd, &about) != 0) abort();
        put('O', fd, S_ISDIR(about.st_mode) ? 2 : (flags & O_TRUNC) != 0, path, (uint32_t)strlen(path));
    }
    pthread_mutex_unlock(&order);
    return fd;
}

static int open_file(int folder, const char *path, int flags, mode_t mode) {
    pthread_mutex_lock(&order);
    return opened((int)syscall(SYS_openat, folder, path, flags, mode), path, flags);
}

#define MODE(flags) \
    mode_t mode = 0; \
    if (((flags) & O_CREAT) != 0) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_file(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return open_file(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return open_file(folder, path, flags, mode); }

int close(int fd) {
    pthread_mutex_lock(&order);
    if (is_watched(fd)) put('C', fd, 0, NULL, 0);
    int done = (int)syscall(SYS_close, fd);
    pthread_mutex_unlock(&order);
    return done;
}

static ssize_t wrote(int fd, const void *data, ssize_t done, off_t offset) {
    if (done > 0 && is_watched(fd)) put('W', fd, (uint64_t)offset, data, (uint32_t)done);
    pthread_mutex_unlock(&order);
    return done;
}

ssize_t write(int fd, const void *data, size_t length) {
    pthread_mutex_lock(&order);
    off_t offset = is_watched(fd) ? (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR) : 0;
    return wrote(fd, data, syscall(SYS_write, fd, data, length), offset);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    pthread_mutex_lock(&order);
    return wrote(fd, data, syscall(SYS_pwrite64, fd, data, length, offset), offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) { return pwrite(fd, data, length, offset); }

int ftruncate(int fd, off_t size) {
    pthread_mutex_lock(&order);
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (done == 0 && is_watched(fd)) put('T', fd, (uint64_t)size, NULL, 0);
    pthread_mutex_unlock(&order);
    return done;
}

int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

/* A flush takes long and others go on writing meanwhile: the lock is held only while it is written down. */
static int flush(int fd, long number) {
    int seen = is_watched(fd);
    if (seen) {
        pthread_mutex_lock(&order);
        put('S', fd, 0, NULL, 0);
        pthread_mutex_unlock(&order);
    }
    int done = (int)syscall(number, fd);
    if (seen && done == 0) {
        pthread_mutex_lock(&order);
        put('F', fd, 0, NULL, 0);
        pthread_mutex_unlock(&order);
    }
    return done;
}

int fsync(int fd) { return flush(fd, SYS_fsync); }
int fdatasync(int fd) { return flush(fd, SYS_fdatasync); }

int unlink(const char *path) {
    pthread_mutex_lock(&order);
    int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (done == 0 && is_below(path)) put('U', -1, 0, path, (uint32_t)strlen(path));
    pthread_mutex_unlock(&order);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    pthread_mutex_lock(&order);
    int done = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (done == 0 && is_below(path)) put('M', -1, 0, path, (uint32_t)strlen(path));
    pthread_mutex_unlock(&order);
    return done;
}

int rename(const char *old, const char *new) {
    pthread_mutex_lock(&order);
    int done = (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
    if (done == 0 && is_below(new)) {
        char both[2 * PATH_MAX + 2];
        size_t first = strlen(old), second = strlen(new);
        memcpy(both, old, first + 1);
        memcpy(both + first + 1, new, second);
        put('R', -1, 0, both, (uint32_t)(first + 1 + second));
    }
    pthread_mutex_unlock(&order);
    return done;
}
