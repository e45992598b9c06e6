/* Makes writes or flushes below a folder fail for as long as a file says so: a full, broken or read-only medium.
 *
 * REMBUG_FAULT_FOLDER: what is below it fails.
 * REMBUG_FAULT: a file; while it exists, its first byte says what fails: 'f' writes, no space; 'r' writes, read-only;
 * 's' flushes, an error of the medium.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char fault(void) {
  const char *path = getenv("REMBUG_FAULT");
  char kind = 0;
  int saved = errno, file = path ? open(path, O_RDONLY) : -1;
  if (file >= 0) {
    if (read(file, &kind, 1) != 1) kind = 0;
    close(file);
  }
  errno = saved;
  return kind;
}

static int below(int descriptor) {
  const char *folder = getenv("REMBUG_FAULT_FOLDER");
  char link[64], target[PATH_MAX];
  if (!folder) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, target, sizeof target - 1);
  if (length < 0) return 0;
  target[length] = 0;
  return strncmp(target, folder, strlen(folder)) == 0;
}

static int refuses_write(int descriptor) {
  char kind = fault();
  if ((kind != 'f' && kind != 'r') || !below(descriptor)) return 0;
  errno = kind == 'f' ? ENOSPC : EROFS;
  return 1;
}

static int refuses_flush(int descriptor) {
  if (fault() != 's' || !below(descriptor)) return 0;
  errno = EIO;
  return 1;
}

ssize_t write(int descriptor, const void *data, size_t size) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  return refuses_write(descriptor) ? -1 : real(descriptor, data, size);
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t place) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  return refuses_write(descriptor) ? -1 : real(descriptor, data, size, place);
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t place) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite");
  return refuses_write(descriptor) ? -1 : real(descriptor, data, size, place);
}

int fsync(int descriptor) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  return refuses_flush(descriptor) ? -1 : real(descriptor);
}

int fdatasync(int descriptor) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  return refuses_flush(descriptor) ? -1 : real(descriptor);
}
