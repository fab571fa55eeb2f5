// SPDX-License-Identifier: Apache-2.0
//
// A year in which everything goes wrong once: every mail that was decided has an end, and of every one that
// did not go people hear within a day.
#include <gtest/gtest.h>

#include "tests/mail/account_fixture.h"

namespace {

using namespace worker_test;
using store::Mail;
using store::MailState;

constexpr int participants = 57;
constexpr minutes soon{20};  ///< After the mail server works again: it is tried every 15 minutes.

programme::ReminderRule on(std::string id, const std::string& local, minutes late) {
  auto made = rule(std::move(id), "", {}, late);
  made.when = programme::to_local(at(local), *date::locate_zone("Europe/Amsterdam"));
  return made;
}

class Year {
 public:
  /// Without readers it ends after the first trouble.
  explicit Year(bool with_readers) : with_readers_{with_readers} {
    auto& programme = desk.programmes[0];
    programme.people.clear();
    for (int i = 0; i < participants; ++i)
      programme.people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
    programme.reminders = {on("relais-kort", "2023-02-01 09:00", hours{3}),
                           on("relais-lang", "2023-02-01 09:05", hours{48}),
                           on("weekend", "2023-03-04 09:00", hours{72}),
                           on("weekend-kort", "2023-03-04 09:00", hours{1}),
                           on("drie-weken", "2023-05-02 09:00", hours{24}),
                           on("drie-weken-later", "2023-05-10 09:00", hours{24}),
                           on("klap", "2023-08-01 09:00", hours{48}),
                           on("zwijgt", "2023-08-10 09:00", hours{48}),
                           rule("stuk", "sessie", days_before(14)),
                           rule("goed", "sessie", days_before(14))};
    for (auto& each : programme.reminders) each.to = {"deelnemer"};
    programme.people.push_back(example::person("m0", "a", "manager"));
    programme.reminders[6].to = {"manager"};  // one mail, so that it is the one that crashes
    programme.reminders[8].template_name = "stuk";
    desk.templates = {{"nl/tekst.md", "Onderwerp: {{titel}}\n\nTot dan.\n"},
                      {"nl/stuk.md", "Onderwerp: {{titel}}\n\n{{bestaat_niet}}\n"}};
    desk.options.compose = {};
    desk.options.account_every = hours{3};
    desk.with_revisions = true;
    if (with_readers) {
      desk.coordinators = {{"Coördinator", "een@example.org", "een@example.org", programme::Language::nl}};
      desk.options.system_operator = {"", "beheer@example.org", "beheer@example.org",
                                      programme::Language::en};
    }
    desk.server.fate = [this](const smtp::Transfer& transfer) { return fate(transfer); };
  }

  /// Returns the problems.
  std::vector<std::string> live() {
    desk.start();
    relay_down_for_25_hours();
    if (!with_readers_) return problems();
    hold_after_a_weekend();
    a_change_for_57_people();
    three_weeks_missed();
    go_on("2023-07-01 00:00");  // with the broken template
    crashes();
    silence();
    go_on("2023-12-31 00:00");
    return problems();
  }

  std::set<MailState> ends;                ///< Of all mails.
  std::set<letters::AccountCause> causes;  ///< That were heard of.
  std::vector<Account> accounts;

 private:
  /// A mail in a state of which people must hear.
  struct Trouble {
    Instant since;
    std::optional<Instant> until;  ///< It went, or its state is another.
  };
  using Key = std::pair<std::int64_t, std::string>;  ///< Mail, and "waits" or how it ended.

  Fate fate(const smtp::Transfer& transfer) const {
    if (down_) return fate::unreachable();
    if (transfer.to == "p7@example.org") return fate::bad_address();
    if (transfer.to == "p9@example.org") return fate::refused();
    if (silent_ && transfer.to == "p8@example.org") return fate::unknown(false);
    return fate::sent();
  }

  void relay_down_for_25_hours() {
    go_on("2023-02-01 08:30");
    down_ = true;
    go_on("2023-02-02 09:30");
    down_ = false;
    up_again_ = desk.now;
    go_on("2023-02-10 00:00");
  }

  void hold_after_a_weekend() {
    go_on("2023-03-03 17:00");
    desk.stop();
    desk.jump_to("2023-03-06 08:00");
    desk.start();
    desk.settle();
    EXPECT_NE(desk.outbox->hold(), "");
    go_on("2023-03-07 08:00");
    release();
    go_on("2023-03-15 00:00");
  }

  void a_change_for_57_people() {
    desk.programmes[0].activities[2].when = programme::OnDay{2023_y / 6 / 27, {hours{10}, hours{13}}};
    desk.publish();
    go_on("2023-03-17 00:00");
    EXPECT_EQ(desk.outbox->list(MailState::waiting, 100).size(), std::size_t{participants});
    release();
    go_on("2023-03-20 00:00");
    desk.programmes[0].activities[2].when = programme::OnDay{2023_y / 6 / 20, {hours{10}, hours{13}}};
    desk.publish();
    go_on("2023-04-15 00:00");  // nobody releases these
  }

  void three_weeks_missed() {
    go_on("2023-04-24 12:00");
    desk.stop();
    desk.jump_to("2023-05-15 12:00");
    desk.start();
    go_on("2023-05-15 17:00");
    release();
    go_on("2023-05-20 00:00");
  }

  void crashes() {
    go_on("2023-08-01 08:59");
    for (int i = 0; i < 3; ++i) {
      desk.crash_when("start");
      EXPECT_THROW(go_on("2023-08-01 12:00"), Crash);
      desk.start();
    }
    go_on("2023-08-05 00:00");
  }

  void silence() {
    silent_ = true;
    go_on("2023-08-12 12:00");
    silent_ = false;
  }

  void release() {
    desk.outbox->release_hold(desk.now);
    desk.outbox->release_waiting(desk.now);
  }

  void go_on(const std::string& local) {
    const Instant until = at(local);
    for (;;) {
      desk.settle();
      observe();
      if (desk.now >= until) return;
      desk.now = std::min({until, std::max(desk.next, desk.now + seconds{1}), desk.now + hours{6}});
    }
  }

  void observe() {
    const auto seen = std::tuple{desk.outbox->troubles(), desk.server.begun.size(),
                                 desk.server.arrived.size(), desk.outbox->hold()};
    if (seen == seen_ && desk.now < observed_ + hours{3}) return;
    seen_ = seen;
    observed_ = desk.now;
    for (auto& account : desk.read()) {
      for (const auto& line : account.lines) causes.insert(line.cause);
      accounts.push_back(std::move(account));
    }
    std::set<Key> now;
    for (const auto state : {MailState::queued, MailState::retry, MailState::waiting, MailState::failed,
                             MailState::expired, MailState::unknown, MailState::poison})
      for (const Mail& mail : desk.outbox->list(state, 10'000)) note(mail, now);
    for (auto& [key, trouble] : troubles_)
      if (!trouble.until && !now.contains(key)) trouble.until = desk.now;
  }

  void note(const Mail& mail, std::set<Key>& now) {
    const bool queued = mail.state == MailState::queued || mail.state == MailState::retry;
    if (is_account(mail) || (queued && mail.due >= desk.now)) return;
    const bool waits = queued || mail.state == MailState::waiting;
    const Key key{mail.id, waits ? "waits" : std::string{to_string(mail.state)}};
    now.insert(key);
    troubles_.try_emplace(key,
                          Trouble{queued ? std::max(mail.due, mail.changed) : mail.changed, std::nullopt});
  }

  bool was_heard_of(const Key& key, const Trouble& trouble, Instant limit) const {
    return std::ranges::any_of(accounts, [&](const Account& account) {
      return account.mails.contains(key.first) && account.arrived >= trouble.since &&
             account.arrived <= limit && account.to == "een@example.org";
    });
  }

  std::vector<std::string> problems() {
    std::vector<std::string> found;
    for (const Mail& mail : desk.outbox->list(std::nullopt, 100'000)) {
      if (is_account(mail)) continue;
      ends.insert(mail.state);
      const std::string line = std::to_string(mail.id) + " to " + mail.address + ' ' +
                               std::string{to_string(mail.state)} + " of " + date::format("%F %R", mail.due);
      if (mail.state == MailState::queued || mail.state == MailState::retry ||
          mail.state == MailState::leased || mail.state == MailState::data)
        found.push_back(line + " has no end");
      if (mail.detail.empty() && mail.state != MailState::sent) found.push_back(line + " has no reason");
    }
    for (const auto& [key, trouble] : troubles_) {
      Instant limit = trouble.since + hours{24};
      if (trouble.since < up_again_ && up_again_ < trouble.since + hours{48})
        limit = std::max(limit, up_again_ + soon);
      const bool passed = trouble.until && *trouble.until <= limit;
      if (passed || was_heard_of(key, trouble, limit)) continue;
      found.push_back("mail " + std::to_string(key.first) + ' ' + key.second + " since " +
                      date::format("%F %R", trouble.since) + ": nobody heard of it within a day");
    }
    return found;
  }

  AccountDesk desk{"2023-01-02 08:00"};
  const bool with_readers_;
  bool down_ = false, silent_ = false;
  Instant up_again_;
  std::map<Key, Trouble> troubles_;
  std::tuple<std::uint64_t, std::size_t, std::size_t, std::string> seen_;
  Instant observed_;
};

TEST(AccountYear, OfEveryMailThatDidNotGoPeopleHearWithinADay) {
  using letters::AccountCause;
  Year year{true};
  const auto problems = year.live();
  EXPECT_EQ(problems, std::vector<std::string>{});
  for (const auto end :
       {MailState::sent, MailState::failed, MailState::expired, MailState::unknown, MailState::poison})
    EXPECT_TRUE(year.ends.contains(end)) << store::to_string(end);
  for (const auto cause : {AccountCause::template_unusable, AccountCause::refused, AccountCause::unknown,
                           AccountCause::interrupted, AccountCause::late, AccountCause::missed,
                           AccountCause::address, AccountCause::held, AccountCause::asked})
    EXPECT_TRUE(year.causes.contains(cause)) << static_cast<int>(cause);
  std::map<std::string, Instant> last;
  for (const auto& account : year.accounts) {
    EXPECT_GE(account.arrived - last[account.to], hours{21}) << date::format("%F %R", account.arrived);
    last[account.to] = account.arrived;
  }
  std::vector<std::string> missed;
  for (const auto& account : year.accounts)
    for (const auto& line : account.lines)
      if (line.cause == AccountCause::missed && account.to == "een@example.org")
        missed.push_back(line.subject.nl + ' ' + std::to_string(line.people));
  EXPECT_EQ(missed, (std::vector<std::string>{"weekend-kort: Werktraject voorbeeld 57",
                                              "drie-weken: Werktraject voorbeeld 57",
                                              "drie-weken-later: Werktraject voorbeeld 57"}));
}

/// The test above can fail.
TEST(AccountYear, WithoutReadersNobodyHearsOfAnything) {
  Year year{false};
  const auto problems = year.live();
  EXPECT_GE(problems.size(), std::size_t{participants});
}

}  // namespace
