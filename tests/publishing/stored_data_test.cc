// SPDX-License-Identifier: Apache-2.0
//
// The data folder of a version that counted SEQUENCE: tests/data/store/version6 holds its database and the
// feeds that it served at that time. It has changes after a gap and with a clock that was ahead, hand-ins,
// somebody who went to another library, an address that was revoked and restored, closed addresses, and mail
// that could not be sent.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "ical/read_back.h"
#include "service/publishing/publication.h"
#include "service/store/data_folder.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "service/store/withdrawn_rows.h"
#include "tests/config_files/test_folder.h"
#include "tests/store/databases.h"

namespace publishing {
namespace stored_data_test {

namespace fs = std::filesystem;
using namespace date::literals;
using std::chrono::hours;
using std::chrono::minutes;

const programme::Instant served_at = date::sys_days{2023_y / 4 / 3} + hours{7};
const fs::path folder = fs::path{SOURCE_DIR} / "tests/data/store/version6";

using Events = std::map<std::string, ical::Event>;

Events events_of(const std::string& text) {
  Events events;
  for (auto& event : ical::read_back(text)) events.emplace(event.uid, event);
  return events;
}

const std::regex numbers{"(SEQUENCE|LAST-MODIFIED|DTSTAMP):[^\r]*\r\n"};
/// In the feed of a closed address an event whose number is later than the closing has the day of the
/// closing. A number that was counted while the clock was ahead is such a one now.
const std::regex numbers_and_days{"(SEQUENCE|LAST-MODIFIED|DTSTAMP|DTSTART|DTEND)[:;][^\r]*\r\n"};

/// No event has a lower number than it was served with, and the rest is the same.
void expect_not_lower(const std::string& served, const std::string& now,
                      const std::regex& changed = numbers) {
  EXPECT_EQ(std::regex_replace(now, changed, ""), std::regex_replace(served, changed, ""));
  const Events before = events_of(served), after = events_of(now);
  ASSERT_FALSE(before.empty());
  for (const auto& [uid, event] : before) {
    ASSERT_TRUE(after.contains(uid));
    EXPECT_GE(after.at(uid).sequence, event.sequence) << uid;
    EXPECT_GE(after.at(uid).last_modified, event.last_modified) << uid;
    EXPECT_EQ(after.at(uid).sequence, programme::sequence_of(after.at(uid).last_modified)) << uid;
  }
}

struct StoredData : testing::Test {
  StoredData() {
    std::filesystem::remove(data.path() / "traject.db");  // open_key() has made it
    load_dump(data.path(), test::read_file(folder / "traject.sql"));
  }

  Published publish(store::Store& store, programme::Instant now) {
    store::Revisions revisions{store};
    const auto configuration = read_revision(revisions, 6, {});
    EXPECT_TRUE(configuration.loaded.ok());
    return publishing::publish_configuration(configuration, {.expected = 6, .who = "an"}, {store, key, ""},
                                             now);
  }

  TemporaryFolder data{memory_folder()};
  const feeds::TokenKey key{store::open_key(data.path())};
};

TEST_F(StoredData, NoFeedShowsLowerNumbersThanItServed) {
  store::Store store{data.path()};
  const auto published = publish(store, served_at);
  EXPECT_EQ(published.outcome.kind, store::RevisionOutcome::Kind::unchanged);
  const auto& feeds = published.snapshot->catalogue->feeds();
  for (const auto& [file, subject] :
       {std::pair{"programme.gezinsaanpak-2023.ics", "programme:gezinsaanpak-2023"},
        std::pair{"person.eemland-basis.ics", "person:eemland-basis"},
        std::pair{"person.eemland-jeugd.ics", "person:eemland-jeugd"},
        std::pair{"person.utrecht-basis.ics", "person:utrecht-basis"},
        std::pair{"library.eemland.ics", "library:eemland"}}) {
    SCOPED_TRACE(file);
    const auto* feed = feeds.find(feeds::parse_subject(subject).value());
    ASSERT_NE(feed, nullptr);
    expect_not_lower(test::read_file(folder / file), feeds.text(*feed));
  }
  int closed = 0;
  for (const auto& [file, subject] :
       {std::pair{"closed.person.eemland-manager.ics", "person:eemland-manager"},
        std::pair{"closed.library.eemland.ics", "library:eemland"}})
    for (const auto& old : feeds.closed()) {
      if (to_string(old.feed.subject) != subject) continue;
      SCOPED_TRACE(file);
      ++closed;
      expect_not_lower(test::read_file(folder / file), feeds.text(old.feed), numbers_and_days);
    }
  EXPECT_EQ(closed, 2);
}

TEST_F(StoredData, WhatChangesNextRisesAboveAllOfThat) {
  store::Store store{data.path()};
  auto configuration = [&] {
    store::Revisions revisions{store};
    return read_revision(revisions, 6, {});
  }();
  for (auto& activity : configuration.loaded.programmes.front().activities) activity.title.nl += " (nieuw)";
  configuration.texts["programmes/gezinsaanpak-2023/programme.toml"] += "\n";
  const auto published = publishing::publish_configuration(configuration, {.expected = 6, .who = "an"},
                                                           {store, key, ""}, served_at);
  EXPECT_EQ(published.outcome.kind, store::RevisionOutcome::Kind::made);
  const auto& feeds = published.snapshot->catalogue->feeds();
  for (const char* name : {"eemland-basis", "eemland-jeugd", "utrecht-basis"}) {
    const Events before = events_of(test::read_file(folder / ("person." + std::string{name} + ".ics")));
    const Events after = events_of(feeds.text(*feeds.find({feeds::FeedKind::person, name})));
    for (const auto& [uid, event] : before) {
      EXPECT_GT(after.at(uid).sequence, event.sequence) << name << " " << event.summary;
      EXPECT_GT(after.at(uid).last_modified, event.last_modified) << name << " " << event.summary;
    }
  }
}

TEST_F(StoredData, KeepsWhatPeopleReportedAndWhoWasTakenOut) {
  store::Store store{data.path()};
  store::Participation participation{store};
  const auto records = participation.hand_ins();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(participation.facts().handed_in.size(), 2U);
  EXPECT_TRUE(participation.language_changes().empty());
  const auto withdrawn = store::WithdrawnRows{store}.all();
  ASSERT_EQ(withdrawn.size(), 1U);
  EXPECT_EQ(withdrawn[0].id, "idea-basis");
  const auto links = store::Links{store}.all();
  EXPECT_EQ(links.of("person", "eemland-basis").generation, 1U);
  EXPECT_EQ(links.of("person", "eemland-manager").generation, 2U);
  EXPECT_EQ(links.old.size(), 5U);
}

TEST_F(StoredData, MailThatCouldNotBeSentGoesOnce) {
  store::Store store{data.path()};
  store::Outbox outbox{store};
  const auto waiting = outbox.list(store::MailState::retry, 100);
  ASSERT_EQ(waiting.size(), 7U);
  const auto now = served_at + minutes{20};
  std::set<std::string> recipients;
  for (int turn = 0; turn < 20; ++turn) {
    const auto claimed = outbox.claim(5, "worker", now);
    for (const auto& mail : claimed) {
      EXPECT_TRUE(recipients.insert(mail.recipient).second) << mail.recipient;
      EXPECT_FALSE(outbox.reminders_of(mail.id).empty());
      outbox.record(std::vector{store::Result{mail.id, mail.epoch, store::MailState::sent, {}, false, ""}},
                    {}, now);
    }
  }
  EXPECT_EQ(recipients.size(), 7U);
  EXPECT_EQ(outbox.list(store::MailState::sent, 100).size(), 7U);
}

}  // namespace stored_data_test
}  // namespace publishing
