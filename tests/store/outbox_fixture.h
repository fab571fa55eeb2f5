// SPDX-License-Identifier: Apache-2.0
//
// An outbox on a store of its own, with an appointment to fill it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "tests/support/temporary_folder.h"

namespace store {

using namespace date::literals;
using programme::MomentKey;
using programme::SkipReason;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant nine = date::sys_days{2023_y / 6 / 6} + hours{7};  // 09:00 in Amsterdam

struct OutboxTest : testing::Test {
  /// About one assignment; goes at nine, and until a day later.
  static Decision decision(const std::string& person, const std::string& rule = "week-before") {
    Decision decision;
    decision.reminder.key = {"gezinsaanpak-2023", rule, "opdracht-1", "", "2023-06-13", 0};
    decision.reminder.recipient = "person:" + person;
    decision.reminder.due = nine;
    decision.mail_key = rule + "/" + person;
    decision.address = person + "@example.org";
    decision.not_after = nine + hours{24};
    decision.subject = person;
    return decision;
  }

  static Decision not_going(Decision decision, SkipReason reason) {
    decision.reminder.reason = reason;
    return decision;
  }

  void decide(std::vector<Decision> decisions, bool waiting = false) {
    for (Decision& decision : decisions) decision.waiting = waiting;
    outbox.decide(decisions, nine);
  }

  /// Claims one; fails the test when there is none.
  Mail claim_one(Instant now = nine) {
    const auto mails = outbox.claim(1, "one", now);
    EXPECT_EQ(mails.size(), 1U);
    return mails.empty() ? Mail{} : mails.front();
  }

  bool mark(const Mail& mail, const std::string& message = "Subject: x\r\n\r\nx\r\n", Instant now = nine) {
    const std::string subject = "Opdracht 1";
    const Outbox::Mark mark{mail.id, mail.epoch, &message, &subject};
    return outbox.record({}, std::vector{mark}, now).at(0);
  }

  void finish(const Mail& mail, MailState state, Instant now = nine, Instant next_try = {}) {
    outbox.record(std::vector{Result{mail.id, mail.epoch, state, next_try, false, "said so"}}, {}, now);
  }

  MailState state_of(std::int64_t id) { return outbox.find(id).value().state; }

  TemporaryFolder folder;
  Store store{folder.path()};
  Outbox outbox{store};
  Participation participation{store};
};

}  // namespace store
