// SPDX-License-Identifier: Apache-2.0
//
// For LD_PRELOAD: a disk without room. While the file FULL_DISK_MARK exists, every write to a file below the folder
// FULL_DISK, and every new file there, fails with ENOSPC.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int is_full(void) {
  const char* mark = getenv("FULL_DISK_MARK");
  return mark && access(mark, F_OK) == 0;
}

static int is_below(const char* path) {
  const char* folder = getenv("FULL_DISK");
  return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static int has_no_room(int fd) {
  if (!is_full()) return 0;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return is_below(path);
}

static int may_not_make(const char* path, int flags) {
  return (flags & O_CREAT) && is_full() && is_below(path) && access(path, F_OK) != 0;
}

#define REAL(type, name, parameters)           \
  static type(*real) parameters;               \
  if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name)

#define WRITE(type, name, parameters, arguments) \
  type name parameters {                         \
    REAL(type, name, parameters);                \
    if (has_no_room(fd)) {                       \
      errno = ENOSPC;                            \
      return -1;                                 \
    }                                            \
    return real arguments;                       \
  }

WRITE(ssize_t, write, (int fd, const void* data, size_t size), (fd, data, size))
WRITE(ssize_t, pwrite, (int fd, const void* data, size_t size, off_t at), (fd, data, size, at))
WRITE(ssize_t, pwrite64, (int fd, const void* data, size_t size, off64_t at), (fd, data, size, at))

#define OPEN(name)                                 \
  int name(const char* path, int flags, ...) {     \
    REAL(int, name, (const char*, int, ...));      \
    va_list more;                                  \
    va_start(more, flags);                         \
    const mode_t mode = va_arg(more, mode_t);      \
    va_end(more);                                  \
    if (may_not_make(path, flags)) {               \
      errno = ENOSPC;                              \
      return -1;                                   \
    }                                              \
    return real(path, flags, mode);                \
  }

OPEN(open)
OPEN(open64)
