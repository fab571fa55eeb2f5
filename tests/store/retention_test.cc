// SPDX-License-Identifier: Apache-2.0
#include "service/store/retention.h"

#include <fstream>
#include <iterator>

#include "service/store/feed_fetches.h"
#include "service/store/withdrawn_rows.h"
#include "tests/store/databases.h"
#include "tests/store/outbox_fixture.h"

namespace store {
namespace retention_test {

using changes::WithdrawnKind;
using date::days;

const std::string here = "gezinsaanpak-2023";
const std::string secret = "lf_4f1d0c6a9b3e7d2f8a5c1b0e9d";

struct RetentionTest : OutboxTest {
  RetentionTest() { published.programmes = {here}; }

  void clean(Instant now) {
    Retention retention{store, terms, days{30}};
    for (int rounds = 0; !retention.remove(published, now, batch); ++rounds) ASSERT_LT(rounds, 1'000);
  }

  /// A mail to that person that ended at nine, with its moment closed.
  Mail ended(const std::string& person, MailState state) {
    decide({decision(person)});
    outbox.close(std::vector{ClosedMoment{decision(person).reminder.key, nine, std::nullopt}}, nine);
    Mail mail = claim_one();
    EXPECT_TRUE(mark(mail, "Subject: x\r\n\r\n" + secret + "\r\n"));
    finish(mail, state);
    return mail;
  }

  std::string message_of(const Mail& mail) { return outbox.find(mail.id).value().message; }

  void publish(const std::vector<changes::Withdrawn>& rows) {
    Revisions revisions{store};
    const RevisionFiles files{{"programmes/p/programme.toml", std::to_string(++published.revision)}};
    store::publish(
        revisions,
        {.files = files, .contents = {}, .expected = published.revision - 1, .now = nine, .who = "an"},
        [&] { WithdrawnRows{store}.replace(rows); });
  }

  void hand_in(const std::string& programme, const std::string& subject) {
    participation.set_hand_in({.programme = programme,
                               .activity = "opdracht-1",
                               .library = "",
                               .subject = subject,
                               .done = true,
                               .changed = {},
                               .by = "link"},
                              nine);
  }

  RetentionTerms terms{.messages = days{7}, .mails = days{30}, .fetches = days{30}, .people = days{60}};
  PublishedPeople published;
  int batch = 100;
};

TEST_F(RetentionTest, TextsOfSentMailsGoAfterAWeekAndTheirRecordsStay) {
  const Mail mail = ended("an", MailState::sent);
  clean(nine + days{7} - seconds{1});
  EXPECT_NE(message_of(mail), "");
  clean(nine + days{7});
  EXPECT_EQ(message_of(mail), "");
  EXPECT_EQ(outbox.find(mail.id)->subject, "Opdracht 1");
  EXPECT_EQ(state_of(mail.id), MailState::sent);
  EXPECT_EQ(outbox.reminders_of(mail.id).size(), 1U);
}

TEST_F(RetentionTest, TheTextOfAMailThatMayGoAgainStays) {
  terms.messages = days{1};
  Decision long_one = decision("an");
  long_one.not_after = nine + days{10};
  decide({long_one});
  const Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  finish(mail, MailState::failed);
  clean(nine + days{9});
  EXPECT_NE(message_of(mail), "") << "`traject mail retry` sends the same bytes";
  EXPECT_TRUE(outbox.retry(mail.id, nine + days{9}));
  clean(nine + days{11});
  EXPECT_NE(message_of(mail), "") << "it has not ended";
  outbox.tend(nine + days{11}, true);
  clean(nine + days{12});
  EXPECT_EQ(message_of(mail), "");
}

TEST_F(RetentionTest, RemovedTextsAreInNoFile) {
  const auto files_hold = [&](const std::string& text) {
    for (const char* name : {"traject.db", "traject.db-wal"}) {
      std::ifstream file{folder.path() / name, std::ios::binary};
      const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  };
  ended("an", MailState::sent);
  ASSERT_TRUE(files_hold(secret));
  clean(nine + days{7});
  EXPECT_FALSE(files_hold(secret));
}

TEST_F(RetentionTest, RecordsOfMailsGoWithTheirReminders) {
  const Mail mail = ended("an", MailState::sent);
  clean(nine + days{30});
  EXPECT_TRUE(outbox.find(mail.id)) << "a day after its last moment it could still have gone";
  clean(nine + hours{24} + days{30});
  EXPECT_FALSE(outbox.find(mail.id));
  EXPECT_TRUE(outbox.reminders().empty());
  EXPECT_EQ(outbox.closed_moments().size(), 1U) << "what prevents a second mail stays for ever";
}

TEST_F(RetentionTest, IdsOfMailsAreNotUsedAgain) {
  const Mail mail = ended("an", MailState::sent);
  clean(nine + days{40});
  ASSERT_TRUE(outbox.list(std::nullopt, 10).empty());
  EXPECT_EQ(outbox.add_test("co@example.org", "test/1", nine), mail.id + 1);
}

TEST_F(RetentionTest, WhatIsNotDecidedStays) {
  decide({not_going(decision("bo"), SkipReason::opted_out), decision("an")});
  const Mail mail = claim_one();
  ASSERT_TRUE(mark(mail));
  finish(mail, MailState::sent);
  clean(nine + days{400});
  EXPECT_EQ(outbox.reminders().size(), 2U) << "the moment is open: only they prevent a second mail";
  outbox.close(std::vector{ClosedMoment{decision("an").reminder.key, nine, std::nullopt}}, nine);
  clean(nine + days{400});
  EXPECT_TRUE(outbox.reminders().empty());
}

TEST_F(RetentionTest, WhatIsUnderWayStays) {
  decide({decision("an")}, true);
  outbox.close(std::vector{ClosedMoment{decision("an").reminder.key, nine, std::nullopt}}, nine);
  clean(nine + days{400});
  EXPECT_EQ(outbox.list(MailState::waiting, 10).size(), 1U);
}

TEST_F(RetentionTest, WorksInBatches) {
  batch = 1;
  for (const char* person : {"an", "bo", "cas"}) ended(person, MailState::sent);
  clean(nine + days{40});
  EXPECT_TRUE(outbox.list(std::nullopt, 10).empty());
}

TEST_F(RetentionTest, FetchesGoByTheirTime) {
  FeedFetches fetches{store};
  fetches.write(std::vector<FeedFetch>{{"person", "an", "google", nine, "aa"},
                                       {"person", "bo", "google", nine + days{1}, "aa"}});
  clean(nine + days{30});
  ASSERT_EQ(fetches.all().size(), 1U);
  EXPECT_EQ(fetches.all()[0].id, "bo");
}

TEST_F(RetentionTest, RefusedAddressesGoByTheirTime) {
  auto refused = outbox.refused_addresses();
  refused.refuse({.address = "an@example.org", .since = nine, .reply = "550 5.1.1"});
  refused.refuse({.address = "bo@example.org", .since = nine + days{1}, .reply = "550 5.1.1"});
  clean(nine + days{60});
  EXPECT_EQ(refused.addresses(), (std::set<std::string>{"bo@example.org"}));
}

TEST_F(RetentionTest, InvitationsGoWhenTheirDayIsLongOver) {
  Invitations invitations{store};
  Invitation told{.recipient = "person:an",
                  .uid = "a@werktraject.invalid",
                  .programme = here,
                  .when = programme::Deadline{2023_y / 6 / 13, std::nullopt},
                  .zone = "Europe/Amsterdam",
                  .title = {},
                  .place = {},
                  .created = nine,
                  .organizer = {},
                  .name = "An",
                  .email = "an@example.org",
                  .address = "an@example.org"};
  invitations.note(told);
  clean(date::sys_days{2023_y / 7 / 13});
  EXPECT_EQ(invitations.last_sent().size(), 1U);
  clean(date::sys_days{2023_y / 7 / 15} + hours{12});
  EXPECT_TRUE(invitations.none_sent());
}

TEST_F(RetentionTest, WhatPeopleOfTheFilesSaidStays) {
  published.people = {{here, "an"}};
  hand_in(here, "an");
  hand_in(here, "bo");
  participation.set_opt_out("person:an", programme::Topic::sessions, true, nine);
  participation.note_known(std::vector<Participation::Known>{{"person", here, "an"}}, nine);
  clean(nine + days{4'000});
  EXPECT_EQ(participation.hand_ins().size(), 2U) << "feeds of the programme show them, with their time";
  EXPECT_EQ(participation.opt_outs().size(), 1U);
  EXPECT_EQ(participation.facts().person_since.size(), 1U);
}

TEST_F(RetentionTest, WhatSomebodySaidGoesAfterTheyAreTakenOut) {
  published.people = {{here, "bo"}};
  for (const char* person : {"an", "bo", "eemland"}) hand_in(here, person);
  published.libraries = {{here, "eemland"}};
  participation.set_opt_out("person:an", programme::Topic::sessions, true, nine);
  participation.note_known(std::vector<Participation::Known>{{"person", here, "an"}}, nine);
  participation.write(std::vector<programme::LanguageChange>{{here, "an", nine}});
  const auto left = 2023_y / 6 / 6;
  publish({{here, WithdrawnKind::person, "an", 1, left, left},
           {here, WithdrawnKind::person, "eemland", 1, left, left}});
  const Instant latest = participation.latest_shown();
  clean(nine + days{60});
  EXPECT_EQ(participation.hand_ins().size(), 3U);
  EXPECT_EQ(participation.opt_outs().size(), 1U);
  clean(nine + days{61});
  ASSERT_EQ(participation.hand_ins().size(), 2U);
  EXPECT_EQ(participation.hand_ins()[0].subject, "bo");
  EXPECT_EQ(participation.hand_ins()[1].subject, "eemland") << "a library has the id of one who left";
  EXPECT_TRUE(participation.opt_outs().empty());
  EXPECT_TRUE(participation.facts().person_since.empty());
  EXPECT_TRUE(participation.language_changes().empty());
  EXPECT_TRUE(WithdrawnRows{store}.all().empty());
  hand_in(here, "cas");
  EXPECT_GT(participation.hand_ins_of("cas")[0].changed, latest) << "times never fall";
}

TEST_F(RetentionTest, PeopleAreKeptAsLongAsFeedsShowThem) {
  terms.people = days{30};
  const auto left = 2023_y / 6 / 6;
  publish({{here, WithdrawnKind::person, "an", 1, left, left}});
  Retention retention{store, terms, days{90}};
  while (!retention.remove(published, nine + days{90}, batch)) continue;
  EXPECT_EQ(WithdrawnRows{store}.all().size(), 1U);
  while (!retention.remove(published, nine + days{92}, batch)) continue;
  EXPECT_TRUE(WithdrawnRows{store}.all().empty());
}

TEST_F(RetentionTest, AProgrammeThatWasTakenOutByMistakeLosesNothing) {
  published.programmes.clear();
  hand_in(here, "an");
  participation.set_opt_out("person:an", programme::Topic::sessions, true, nine);
  // Taken out on the day of the cleaning, with dates to come.
  const auto today = 2023_y / 12 / 1;
  publish({{here, WithdrawnKind::programme, "", 1, today, 2024_y / 1 / 31},
           {here, WithdrawnKind::person, "an", 1, today, today}});
  clean(date::sys_days{today});
  EXPECT_EQ(participation.hand_ins().size(), 1U);
  EXPECT_EQ(participation.opt_outs().size(), 1U);
  clean(date::sys_days{2024_y / 3 / 1});  // the person's term is over, the programme's is not
  clean(date::sys_days{2024_y / 5 / 1});
  EXPECT_TRUE(participation.hand_ins().empty());
  EXPECT_TRUE(participation.opt_outs().empty());
}

TEST_F(RetentionTest, BesideALaterRevisionNothingGoesThatDependsOnThePeople) {
  const auto left = 2023_y / 6 / 6;
  publish({{here, WithdrawnKind::person, "an", 1, left, left}});
  published.revision = 0;  // as a worker knows it that has not heard of the publication
  clean(nine + days{400});
  EXPECT_EQ(WithdrawnRows{store}.all().size(), 1U);
}

}  // namespace retention_test
}  // namespace store
