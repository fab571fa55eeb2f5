// SPDX-License-Identifier: Apache-2.0
#include "service/store/mail_pause.h"

#include <algorithm>
#include <array>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using programme::Instant;
using Reason = MailPause::Reason;

constexpr const char* pause_name = "pause";
constexpr const char* pause_since_name = "pause since";
constexpr const char* pause_detail_name = "pause detail";
constexpr const char* pause_probe_name = "pause probe";
constexpr const char* pause_probes_name = "pause probes";

constexpr std::array<std::string_view, 7> pause_reasons{"connection", "hello",      "encryption", "login",
                                                        "sender",     "recipients", "content"};

long long pause_number(soci::session& sql, const char* name) {
  const std::string text = read_state(sql, name);
  return text.empty() ? 0 : std::stoll(text);
}

}  // namespace

std::string_view to_string(Reason reason) { return pause_reasons.at(static_cast<std::size_t>(reason)); }

std::optional<MailPause> MailPauses::read() {
  soci::session& sql = store_.connection().sql;
  const auto found = std::find(pause_reasons.begin(), pause_reasons.end(), read_state(sql, pause_name));
  if (found == pause_reasons.end()) return std::nullopt;
  return MailPause{.reason = static_cast<Reason>(found - pause_reasons.begin()),
                   .since = instant_of(pause_number(sql, pause_since_name)),
                   .detail = read_state(sql, pause_detail_name),
                   .next_probe = instant_of(pause_number(sql, pause_probe_name)),
                   .probes = static_cast<int>(pause_number(sql, pause_probes_name))};
}

void MailPauses::set(const MailPause& pause) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, pause_name, std::string{to_string(pause.reason)});
  write_state(sql, pause_since_name, std::to_string(seconds_of(pause.since)));
  write_state(sql, pause_detail_name, pause.detail);
  write_state(sql, pause_probe_name, std::to_string(seconds_of(pause.next_probe)));
  write_state(sql, pause_probes_name, std::to_string(pause.probes));
  transaction.commit();
}

void MailPauses::end() {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, pause_name, "");
  transaction.commit();
}

bool MailPauses::probe_now(Instant now) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  if (read_state(sql, pause_name).empty()) return false;
  write_state(sql, pause_probe_name, std::to_string(seconds_of(now)));
  transaction.commit();
  return true;
}

}  // namespace store
