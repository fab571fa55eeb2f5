// SPDX-License-Identifier: Apache-2.0
#include "service/mail/retry_schedule.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

namespace mail {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<minutes, 6> steps{minutes{1},  minutes{2},  minutes{5},
                                       minutes{15}, minutes{30}, minutes{60}};
constexpr seconds shortest{30};

}  // namespace

std::optional<programme::Instant> next_try(int tries, programme::Instant now, programme::Instant not_after,
                                           double random) {
  const auto index = std::min(static_cast<std::size_t>(std::max(tries, 1)), steps.size()) - 1;
  const double factor = 0.8 + 0.4 * std::clamp(random, 0.0, 1.0);
  const auto step = std::chrono::duration_cast<seconds>(seconds{steps[index]} * factor);
  const seconds delay = std::max(std::min(step, (not_after - now) / 4), shortest);
  if (now + delay >= not_after) return std::nullopt;
  return now + delay;
}

}  // namespace mail
