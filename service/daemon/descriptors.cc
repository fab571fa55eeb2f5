// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/descriptors.h"

#include <sys/resource.h>

#include <algorithm>

namespace service {
namespace {

/// About thirty are open at rest, with four connections to the mail server.
constexpr rlim_t least = 128;

}  // namespace

std::string too_few_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= least) return {};
  rlimit raised{.rlim_cur = std::min(least, limit.rlim_max), .rlim_max = limit.rlim_max};
  if (raised.rlim_cur >= least && setrlimit(RLIMIT_NOFILE, &raised) == 0) return {};
  return "this process may open " + std::to_string(limit.rlim_cur) + " files; the service needs at least " +
         std::to_string(least) +
         ", and one for each connection: raise 'ulimit -n', or LimitNOFILE= in its systemd unit";
}

}  // namespace service
