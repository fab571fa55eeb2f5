// SPDX-License-Identifier: Apache-2.0
#include "ical/closing.h"

#include <array>
#include <string>

#include "ical/text.h"

namespace ical {

namespace {

constexpr std::array statuses = {"STATUS:CONFIRMED\r\n", "STATUS:TENTATIVE\r\n", "STATUS:CANCELLED\r\n"};

/// Outlook looks at STATUS only when these two say nothing, so they are always written, and agree.
constexpr std::array busy_times = {"TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n",
                                   "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\n",
                                   "TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"};

}  // namespace

std::string_view closing_lines(Status status, Busy busy) {
  static const auto texts = [] {
    std::array<std::array<std::string, busy_times.size()>, statuses.size()> all;
    for (std::size_t s = 0; s < statuses.size(); ++s)
      for (std::size_t b = 0; b < busy_times.size(); ++b)
        all[s][b] = std::string(statuses[s]) + busy_times[b] + "END:VEVENT\r\n";
    return all;
  }();
  const auto s = static_cast<std::size_t>(status);
  const auto b = static_cast<std::size_t>(busy);
  if (s >= statuses.size() || b >= busy_times.size())
    throw InvalidValue("STATUS or TRANSP is none of its values");
  return texts[s][b];
}

}  // namespace ical
