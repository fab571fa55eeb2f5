// SPDX-License-Identifier: Apache-2.0
//
// For LD_PRELOAD: ends the process with SIGKILL at the N-th step that leaves a trace outside of it: before or after a
// write to disk is made durable, before or after octets go to a socket, and with KILL_WRITES before or after any write to
// a file. N is KILL_AT (1, 2, …); with 0, or without it, the process lives and the number of steps goes to the file
// KILL_COUNT at its end. Odd steps are "before", even ones "after", in a process of one thread. With KILL_ARM they are
// counted for as long as a file of that name exists, with KILL_MAIN those of the first thread alone.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

static _Atomic long steps;

static int counts_writes(void) {
  static int counts = -1;
  if (counts < 0) counts = getenv("KILL_WRITES") != NULL;
  return counts;
}

static void step(void) {
  static long kill_at = -1;
  if (kill_at < 0) {
    const char* text = getenv("KILL_AT");
    kill_at = text ? atol(text) : 0;
  }
  const char* arm = getenv("KILL_ARM");
  if (arm && access(arm, F_OK) != 0) return;
  if (getenv("KILL_MAIN") && gettid() != getpid()) return;
  if (++steps == kill_at) kill(getpid(), SIGKILL);
}

__attribute__((destructor)) static void report(void) {
  const char* name = getenv("KILL_COUNT");
  FILE* file = name ? fopen(name, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", steps);
  fclose(file);
}

#define AROUND_WHEN(condition, type, name, parameters, arguments)                 \
  type name parameters {                                                          \
    static type(*real) parameters;                                                \
    if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name);                \
    if (condition) step();                                                        \
    type result = real arguments;                                                 \
    if (condition) step();                                                        \
    return result;                                                                \
  }
#define AROUND(type, name, parameters, arguments) AROUND_WHEN(1, type, name, parameters, arguments)
#define AROUND_WRITE(type, name, parameters, arguments) AROUND_WHEN(counts_writes(), type, name, parameters, arguments)

AROUND_WRITE(ssize_t, pwrite, (int fd, const void* data, size_t size, off_t at), (fd, data, size, at))
AROUND_WRITE(ssize_t, pwrite64, (int fd, const void* data, size_t size, off64_t at), (fd, data, size, at))
AROUND_WRITE(int, ftruncate, (int fd, off_t size), (fd, size))
AROUND_WRITE(int, ftruncate64, (int fd, off64_t size), (fd, size))
AROUND_WRITE(int, unlink, (const char* path), (path))

AROUND(int, fdatasync, (int fd), (fd))
AROUND(int, fsync, (int fd), (fd))
AROUND(int, rename, (const char* from, const char* to), (from, to))
AROUND(ssize_t, send, (int fd, const void* data, size_t size, int flags), (fd, data, size, flags))
AROUND(ssize_t, sendto,
       (int fd, const void* data, size_t size, int flags, const struct sockaddr* to, socklen_t length),
       (fd, data, size, flags, to, length))
