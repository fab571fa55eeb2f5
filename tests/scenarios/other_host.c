// SPDX-License-Identifier: Apache-2.0
//
// To preload: the program believes that it runs on the machine "elsewhere".
#include <errno.h>
#include <string.h>

int gethostname(char* name, size_t size) {
  static const char host[] = "elsewhere";
  if (size < sizeof host) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(name, host, sizeof host);
  return 0;
}
