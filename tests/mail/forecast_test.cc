// SPDX-License-Identifier: Apache-2.0
#include "service/mail/forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "service/letters/phrases.h"
#include "service/store/participation.h"
#include "tests/programme/reminder_sample.h"
#include "tests/support/temporary_folder.h"

namespace mail {
namespace {

using namespace programme::sample;
using programme::Instant;
using programme::SkipReason;
using store::MailState;
using Lines = std::vector<std::string>;

Instant at(const std::string& text) {
  return programme::to_instant(moment(text), *programme::find_zone("Europe/Amsterdam"));
}

const std::vector<programme::Coordinator> coordinators{
    {"Coördinator", "coordinator@example.org", "coordinator@example.org", programme::Language::nl}};

programme::Programme with_people(programme::Programme programme) {
  programme.libraries = {library("eemland")};
  programme.people = {person("anna", "eemland"), person("bea", "eemland", {"basis"})};
  return programme;
}

/// A store that has known everything for long.
ReminderHistory known(const Planned& planned) {
  ReminderHistory history;
  const Instant long_ago = at("2020-01-01 00:00");
  for (const auto& rule : planned.programme.reminders)
    history.facts.rule_since["werktraject/" + rule.id] = long_ago;
  for (const auto& each : planned.programme.people)
    history.facts.person_since["werktraject/" + each.id] = long_ago;
  return history;
}

/// "2023-06-19 09:00 regel person:anna goes", with the reason or the mail's state behind it.
Lines lines(const std::vector<ForecastRow>& row) {
  Lines out;
  for (const ForecastRow& each : row) {
    std::string line = each.when ? local(*each.when) : "-";
    line += " " + each.moment->rule->id + " " + each.recipient.key() + " " +
            std::string(to_string(each.forecast_state()));
    if (each.reason) line += " " + std::string(to_string(*each.reason));
    if (each.state) line += " " + std::string(to_string(*each.state));
    out.push_back(line);
  }
  return out;
}

Lines lines(const Planned& planned, const ReminderHistory& history, const std::string& now) {
  return lines(forecast(planned.moments, coordinators, history, at(now)));
}

const std::string day_before = rule("when = '1 day before at 09:00'\nlate = '12 hours'");

TEST(Forecast, SaysWhatGoesWhenAndToWhom) {
  const Planned planned(
      with_people(read_programme(about(session) + day_before +
                                 rule("when = '1 day after at 09:00'\nto = ['coordinators']", "overzicht"))));
  EXPECT_EQ(lines(planned, {}, "2023-06-01 09:00"),
            (Lines{"2023-06-19 09:00 regel person:anna goes", "2023-06-19 09:00 regel person:bea goes",
                   "2023-06-21 09:00 overzicht coordinator:coordinator@example.org goes"}));
}

TEST(Forecast, SaysWhySomethingStays) {
  programme::Programme programme =
      with_people(read_programme(about(session, "a") + about(january, "b") +
                                 rule("about = ['a', 'b']\nwhen = '1 day before at 09:00'")));
  programme.people.edit()[0].joined = day("2023-06-20");
  const Planned planned(std::move(programme));
  ReminderHistory history = known(planned);
  history.facts.opted_out.insert(opt_out_key("person:bea", programme::Topic::sessions));
  const auto row = forecast(planned.moments, coordinators, history, at("2023-06-01 09:00"));
  EXPECT_EQ(lines(row),
            (Lines{"2023-06-19 09:00 regel person:anna stays joined_later",
                   "2023-06-19 09:00 regel person:bea stays opted_out",
                   "- regel person:anna stays unconfirmed", "- regel person:bea stays unconfirmed"}));
  EXPECT_FALSE(row[0].whole_moment);
  EXPECT_TRUE(row[2].whole_moment);
}

TEST(Forecast, SendsAtOnceWhatIsDueAndInTime) {
  const Planned planned(with_people(read_programme(about(session) + day_before)));
  EXPECT_EQ(lines(planned, known(planned), "2023-06-19 11:30"),
            (Lines{"2023-06-19 11:30 regel person:anna goes", "2023-06-19 11:30 regel person:bea goes"}));
  EXPECT_EQ(lines(planned, known(planned), "2023-06-19 21:00"),
            (Lines{"2023-06-19 09:00 regel person:anna stays late",
                   "2023-06-19 09:00 regel person:bea stays late"}));
}

TEST(Forecast, DoesNotReachBackToBeforeTheServiceKnew) {
  const Planned planned(with_people(read_programme(about(session) + day_before)));
  EXPECT_EQ(lines(planned, {}, "2023-06-19 11:30"),
            (Lines{"2023-06-19 09:00 regel person:anna stays not_known_then",
                   "2023-06-19 09:00 regel person:bea stays not_known_then"}));
  ReminderHistory history = known(planned);
  history.facts.person_since.erase("werktraject/bea");
  EXPECT_EQ(lines(planned, history, "2023-06-19 11:30"),
            (Lines{"2023-06-19 09:00 regel person:bea stays joined_later",
                   "2023-06-19 11:30 regel person:anna goes"}));
}

TEST(Forecast, SendsTheLatestOfThoseThatAreLateTogether) {
  const Planned planned(with_people(
      read_programme(about(session) + rule("when = '3 days before at 09:00'\nlate = '5 days'", "drie") +
                     rule("when = '2 days before at 09:00'\nlate = '5 days'", "twee") +
                     rule("when = '1 day before at 09:00'", "een"))));
  const auto all = lines(planned, known(planned), "2023-06-18 12:00");
  EXPECT_EQ(all, (Lines{"2023-06-17 09:00 drie person:anna stays superseded",
                        "2023-06-17 09:00 drie person:bea stays superseded",
                        "2023-06-18 12:00 twee person:anna goes", "2023-06-18 12:00 twee person:bea goes",
                        "2023-06-19 09:00 een person:anna goes", "2023-06-19 09:00 een person:bea goes"}));
}

TEST(Forecast, TellsWhatWasDecidedAndSent) {
  const Planned planned(with_people(read_programme(about(session) + day_before)));
  const auto& key = planned.moments.front().key;
  const Instant due = at("2023-06-19 09:00");
  ReminderHistory history = known(planned);
  history.closed.push_back({key, due, std::nullopt});
  history.reminders.push_back({key, "person:anna", due, 7, std::nullopt});
  store::Mail mail;
  mail.id = 7;
  mail.due = due;
  mail.changed = at("2023-06-19 09:01");
  const std::vector<std::pair<MailState, std::string>> states{
      {MailState::sent, "2023-06-19 09:01 regel person:anna went sent"},
      {MailState::queued, "2023-06-19 12:00 regel person:anna goes queued"},
      {MailState::waiting, "2023-06-19 12:00 regel person:anna goes waiting"},
      {MailState::failed, "2023-06-19 09:00 regel person:anna stays failed"},
      {MailState::expired, "2023-06-19 09:00 regel person:anna stays expired"},
      {MailState::dropped, "2023-06-19 09:00 regel person:anna stays dropped"},
  };
  for (const auto& [state, line] : states) {
    mail.state = state;
    history.mails = {mail};
    const auto all = lines(planned, history, "2023-06-19 12:00");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_NE(std::find(all.begin(), all.end(), line), all.end()) << line;
    // Bea was not there when it was decided.
    EXPECT_NE(std::find(all.begin(), all.end(), "2023-06-19 09:00 regel person:bea stays joined_later"),
              all.end());
  }
  history.reminders.front() = {key, "person:anna", due, 0, SkipReason::opted_out};
  EXPECT_EQ(lines(planned, history, "2023-06-19 12:00").front(),
            "2023-06-19 09:00 regel person:anna stays opted_out");
  history.reminders.clear();
  history.closed.front().reason = SkipReason::late;
  EXPECT_EQ(lines(planned, history, "2023-06-19 12:00").front(),
            "2023-06-19 09:00 regel person:anna stays late");
}

TEST(Forecast, PutsIntoOneMailWhatGoesInOne) {
  const std::string two = about(session, "a") + about(session, "b");
  const std::string to_both =
      rule("about = ['a', 'b']\nwhen = '1 day before at 09:00'\nto = ['jeugd', 'coordinators']");
  const auto mails = [&](const std::string& header) {
    const Planned planned(with_people(read_programme(two + to_both, header)));
    std::set<std::string> names;
    const auto all = forecast(planned.moments, coordinators, {}, at("2023-06-01 09:00"));
    EXPECT_EQ(all.size(), 4U);
    for (const ForecastRow& each : all) names.insert(each.mail);
    return names.size();
  };
  EXPECT_EQ(mails(""), 3U) << "the coordinator's overview is one, Anna gets two";
  EXPECT_EQ(mails("bundle = 'samen'"), 2U);
}

TEST(Forecast, GivesEachAReferenceThatOnlyAMovedDateChanges) {
  const auto references = [&](const std::string& activity, const std::string& now) {
    const Planned planned(with_people(read_programme(about(activity) + day_before)));
    std::vector<std::string> out;
    for (const ForecastRow& each : forecast(planned.moments, coordinators, {}, at(now)))
      out.push_back(each.reference());
    return out;
  };
  const auto first = references(session, "2023-06-01 09:00");
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].size(), 10U);
  EXPECT_NE(first[0], first[1]);
  EXPECT_EQ(references("date = 2023-06-20\ntime = '14:00-15:00'", "2023-06-02 09:00"), first);
  EXPECT_NE(references("date = 2023-06-21\ntime = '10:00-13:00'", "2023-06-01 09:00"), first);
}

TEST(Forecast, ReadsWhatAStoreKnows) {
  TemporaryFolder folder;
  store::Store store{folder.path()};
  store::Participation participation{store};
  const std::vector<store::Participation::Known> rules{{"rule", "werktraject", "regel"}};
  participation.note_known(rules, at("2023-01-01 00:00"));
  participation.set_opt_out("person:anna", programme::Topic::sessions, true, at("2023-01-02 00:00"));
  const Planned planned(with_people(read_programme(about(session) + day_before)));
  EXPECT_EQ(lines(planned, read_history(store), "2023-06-01 09:00"),
            (Lines{"2023-06-19 09:00 regel person:anna stays opted_out",
                   "2023-06-19 09:00 regel person:bea goes"}));
}

TEST(ReasonWords, AreThereForEveryReasonAndStateInBothLanguages) {
  std::set<std::string> words;
  const auto add = [&](const std::string& text) {
    EXPECT_FALSE(text.empty());
    EXPECT_TRUE(words.insert(text).second) << text;
  };
  for (int i = 0; i <= static_cast<int>(SkipReason::no_rule); ++i) {
    for (const auto language : {programme::Language::nl, programme::Language::en}) {
      add(letters::reason_in_words(static_cast<SkipReason>(i), language));
    }
  }
}

}  // namespace
}  // namespace mail
