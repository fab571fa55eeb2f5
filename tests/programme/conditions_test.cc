// SPDX-License-Identifier: Apache-2.0
//
// To whom reminders go, and why one does not.

#include <gtest/gtest.h>

#include <chrono>

#include "tests/programme/reminder_sample.h"

namespace programme {
namespace {

using namespace sample;
using Names = std::vector<std::string>;

constexpr const char* per_library = "kind = 'quickscan'\nhand_in = 'library'\ndue = 2023-06-13";

const std::vector<Coordinator> coordinators{
    {"Coördinator werktraject", "coordinator@example.org", "coordinator@example.org", Language::nl}};

Instant at(const std::string& local) { return to_instant(moment(local), *find_zone("Europe/Amsterdam")); }

/// anna, bea: participants of eemland; chris: manager of eemland; dirk: participant of idea.
Programme with_people(Programme programme) {
  programme.libraries = {library("eemland"), library("idea")};
  programme.people = {person("anna", "eemland"), person("bea", "eemland", {"basis"}),
                      person("chris", "eemland", {"manager"}), person("dirk", "idea")};
  return programme;
}

Planned planned(const std::string& activities, const std::string& rules) {
  return Planned(with_people(read_programme(activities + rules)));
}

Names names(const std::vector<Recipient>& recipients) {
  Names out;
  for (const Recipient& recipient : recipients) out.push_back(recipient.key());
  return out;
}

std::string verdict(std::optional<SkipReason> reason) {
  return reason ? std::string(to_string(*reason)) : "goes";
}

Person& named(Programme& programme, const std::string& id) {
  return *std::ranges::find_if(programme.people.edit(),
                               [&](const Person& person) { return person.id == id; });
}

/// What becomes of the first moment for that person at `now`.
std::string fate(const Planned& of, const std::string& id, const Facts& facts, const std::string& now) {
  const Moment& first = of.moments.front();
  if (const auto reason = skip_reason(first, facts, at(now))) return verdict(reason);
  for (const Person& person : of.programme.people) {
    if (person.id == id) return verdict(skip_reason(first, {&person, nullptr}, facts, at(now)));
  }
  return "nobody";
}

// --- Who
// ----------------------------------------------------------------------------------------------------------

TEST(Recipients, AreThoseNamedWhomItConcerns) {
  struct Row {
    const char* to;
    Names expected;
  };
  for (const auto& [to, expected] : {
           Row{"'participants'", {"person:anna", "person:bea", "person:dirk"}},
           Row{"'managers'", {"person:chris"}},
           Row{"'jeugd'", {"person:anna", "person:dirk"}},
           Row{"'jeugd', 'managers'", {"person:anna", "person:chris", "person:dirk"}},
           Row{"'deelnemers', 'jeugd'", {"person:anna", "person:bea", "person:dirk"}},
           Row{"'coordinators'", {"coordinator:coordinator@example.org"}},
           Row{"'coördinatoren', 'managers'", {"person:chris", "coordinator:coordinator@example.org"}},
       }) {
    const Planned of =
        planned(about(session), rule("when = '1 day before at 09:00'\nto = [" + std::string(to) + "]"));
    EXPECT_EQ(names(recipients(of.moments.front(), coordinators)), expected) << to;
  }
}

TEST(Recipients, AreNobodyWhomItDoesNotConcern) {
  const std::string for_managers =
      "[[activity]]\nid = \"het\"\nkind = \"workshop\"\ntitle = \"T\"\nfor = ['managers']\n" +
      std::string(session) + "\n";
  const std::string to_all = rule("when = '1 day before at 09:00'\nto = ['participants', 'managers']");
  const Planned of = planned(for_managers, to_all);
  EXPECT_EQ(names(recipients(of.moments.front(), coordinators)), Names{"person:chris"});
  // About the programme as a whole: everybody.
  const Planned welcome =
      planned(for_managers, rule("about = []\nwhen = '2023-04-03 09:00'\nto = ['participants']"));
  EXPECT_EQ(names(recipients(welcome.moments.front(), {})),
            (Names{"person:anna", "person:bea", "person:dirk"}));
}

TEST(Recipients, AreEachThereOnce) {
  Programme programme = with_people(read_programme(
      about(session) + rule("when = '1 day before at 09:00'\nto = ['participants', 'jeugd', 'managers']")));
  named(programme, "anna").roles = {"basis", "jeugd", "manager"};
  const Planned of(std::move(programme));
  EXPECT_EQ(names(recipients(of.moments.front(), {})),
            (Names{"person:anna", "person:bea", "person:chris", "person:dirk"}));
}

TEST(Recipients, AreOfTheLibraryWhoseDateItIs) {
  Programme programme =
      with_people(read_programme(about("kind = 'intake'\nper = 'library'\nduration = '45 min'") +
                                 rule("when = '1 day before at 09:00'")));
  programme.libraries[0].dates["het"] = {on_day("2023-05-09 10:00-10:45"), ""};
  const Planned of(std::move(programme));
  EXPECT_EQ(names(recipients(of.moments.front(), {})), (Names{"person:anna", "person:bea"}));
  EXPECT_FALSE(is_for(of.moments.front(), of.programme.people[3]));
}

TEST(Recipients, OfALibraryThatIsTakenOutAreGone) {
  Programme programme =
      with_people(read_programme(about("kind = 'intake'\nper = 'library'\nduration = '45 min'") +
                                 rule("when = '2023-05-01 09:00'\nonly = 'unplanned'\n"
                                      "to = ['coordinators']")));
  programme.libraries.pop_back();
  programme.people.pop_back();
  const Planned of(std::move(programme));
  ASSERT_EQ(of.moments.size(), 1U);
  EXPECT_EQ(of.moments.front().key.library, "eemland");
}

// --- Why not the whole
// --------------------------------------------------------------------------------------------

TEST(ReasonAgainstMoment, IsWhatBlocksItOrTheTime) {
  const Planned of = planned(about(session), rule("when = '1 day before at 09:00'\nlate = '12 hours'"));
  const Moment& first = of.moments.front();
  const auto said = [&](const std::string& now) { return verdict(skip_reason(first, {}, at(now))); };
  EXPECT_EQ(said("2023-06-19 09:00"), "goes");
  EXPECT_EQ(said("2023-06-19 20:59"), "goes");
  EXPECT_EQ(said("2023-06-19 21:00"), "late");
  EXPECT_EQ(said("2023-07-10 09:00"), "late");
  Moment blocked = first;
  blocked.blocked = SkipReason::cancelled;
  EXPECT_EQ(verdict(skip_reason(blocked, {}, at("2023-06-19 09:00"))), "cancelled");
}

TEST(ReasonAgainstMoment, TellsLatenessFromASessionThatBegins) {
  const Planned of = planned(about(session), rule("when = '1 day before at 09:00'\nlate = '2 days'"));
  const auto said = [&](const std::string& now) {
    return verdict(skip_reason(of.moments.front(), {}, at(now)));
  };
  EXPECT_EQ(said("2023-06-20 08:59"), "goes");
  EXPECT_EQ(said("2023-06-20 09:00"), "begun");
  EXPECT_EQ(said("2023-06-20 12:00"), "begun");
  EXPECT_EQ(said("2023-06-21 09:00"), "late");
}

// After a day without the service what is still useful goes; after three weeks hardly anything is.
TEST(ReasonAgainstMoment, LetsGoAfterADayOfSilenceWhatIsInTime) {
  const Planned of =
      planned(about(session), rule("when = '14 days before at 09:00'\nlate = '2 days'", "veertien") +
                                  rule("when = '1 day before at 09:00'\nlate = '12 hours'", "een") +
                                  rule("when = '1 day after at 09:00'\nlate = '3 weeks'", "na"));
  const auto fates = [&](const std::string& now) {
    std::string out;
    for (const Moment& moment : of.moments) out += verdict(skip_reason(moment, {}, at(now))) + " ";
    return out;
  };
  EXPECT_EQ(fates("2023-06-07 09:00"), "goes goes goes ");
  EXPECT_EQ(fates("2023-06-20 09:00"), "late late goes ");
  EXPECT_EQ(fates("2023-07-10 09:00"), "late late goes ");
  EXPECT_EQ(fates("2023-07-12 09:00"), "late late late ");
}

TEST(ReasonAgainstMoment, KeepsANewRuleFromReachingBack) {
  const Planned of = planned(about(session), rule("when = '14 days before at 09:00'\nlate = '7 days'"));
  Facts facts;
  facts.rule_since["werktraject/regel"] = at("2023-06-07 12:00");
  EXPECT_EQ(verdict(skip_reason(of.moments.front(), facts, at("2023-06-07 12:00"))), "not_known_then");
  facts.rule_since["werktraject/regel"] = at("2023-06-06 09:00");
  EXPECT_EQ(verdict(skip_reason(of.moments.front(), facts, at("2023-06-07 12:00"))), "goes");
  facts.rule_since.clear();
  EXPECT_EQ(verdict(skip_reason(of.moments.front(), facts, at("2023-06-07 12:00"))), "goes");
}

TEST(ReasonAgainstMoment, LeavesPastYearsAlone) {
  const Planned of = planned(about(session) + about(assignment, "opdracht"),
                             rule("when = '14 days before at 09:00'", "a") +
                                 rule("about = ['opdracht']\nwhen = '1 working day after at 09:00'\n"
                                      "repeat = 'every 3 working days, at most 3 times'",
                                      "b") +
                                 rule("about = []\nwhen = '2023-04-03 09:00'", "c"));
  ASSERT_EQ(of.moments.size(), 6U);
  for (const Moment& moment : of.moments) {
    EXPECT_EQ(verdict(skip_reason(moment, {}, at("2026-01-05 09:00"))), "late") << written(moment.key);
  }
}

// --- Why not this person
// ------------------------------------------------------------------------------------------

TEST(ReasonAgainstPerson, IsJoiningAfterTheMoment) {
  Programme programme =
      with_people(read_programme(about(session) + rule("when = '14 days before at 09:00'\nlate = '5 days'")));
  named(programme, "anna").joined = day("2023-06-07");
  named(programme, "bea").joined = day("2023-06-06");
  const Planned of(std::move(programme));
  EXPECT_EQ(fate(of, "anna", {}, "2023-06-07 10:00"), "joined_later");
  EXPECT_EQ(fate(of, "bea", {}, "2023-06-07 10:00"), "goes");
  // Dirk's row was added to people.csv the day after, without a first day.
  Facts facts;
  facts.person_since["werktraject/dirk"] = at("2023-06-07 09:00");
  EXPECT_EQ(fate(of, "dirk", facts, "2023-06-07 10:00"), "joined_later");
  facts.person_since["werktraject/dirk"] = at("2023-06-06 09:00");
  EXPECT_EQ(fate(of, "dirk", facts, "2023-06-07 10:00"), "goes");
}

TEST(ReasonAgainstPerson, IsHavingLeft) {
  Programme programme =
      with_people(read_programme(about(assignment) + rule("when = '1 day after at 09:00'")));
  named(programme, "anna").left = day("2023-06-14");
  named(programme, "bea").left = day("2023-06-15");
  named(programme, "dirk").left = day("2023-06-01");
  const Planned of(std::move(programme));
  EXPECT_EQ(fate(of, "anna", {}, "2023-06-14 09:00"), "left");
  EXPECT_EQ(fate(of, "bea", {}, "2023-06-14 09:00"), "goes");
  EXPECT_EQ(fate(of, "bea", {}, "2023-06-15 00:00"), "left");
  EXPECT_EQ(fate(of, "dirk", {}, "2023-06-14 09:00"), "left");
  EXPECT_EQ(fate(of, "chris", {}, "2023-06-14 09:00"), "left") << "a rule for participants";
  EXPECT_EQ(names(recipients(of.moments.front(), {})), (Names{"person:anna", "person:bea"}));
}

TEST(ReasonAgainstPerson, IsHavingHandedInWhenTheRuleAsks) {
  const std::string unless =
      "when = '1 day after at 09:00'\nunless = 'handed in'\nto = ['participants', 'managers']";
  const Planned of = planned(about(assignment), rule(unless));
  Facts facts;
  facts.handed_in.insert(hand_in_key("werktraject", "het", "", "anna"));
  EXPECT_EQ(fate(of, "anna", facts, "2023-06-14 09:00"), "handed_in");
  EXPECT_EQ(fate(of, "bea", facts, "2023-06-14 09:00"), "goes");
  EXPECT_EQ(fate(planned(about(assignment), rule("when = '1 day after at 09:00'")), "anna", facts,
                 "2023-06-14 09:00"),
            "goes");

  const Planned shared = planned(about(per_library), rule(unless));
  facts.handed_in = {hand_in_key("werktraject", "het", "", "eemland")};
  EXPECT_EQ(fate(shared, "bea", facts, "2023-06-14 09:00"), "handed_in");
  EXPECT_EQ(fate(shared, "chris", facts, "2023-06-14 09:00"), "handed_in");
  EXPECT_EQ(fate(shared, "dirk", facts, "2023-06-14 09:00"), "goes");
  facts.handed_in = {hand_in_key("werktraject-2", "het", "", "eemland"),
                     hand_in_key("werktraject", "het", "", "anna")};
  EXPECT_EQ(fate(shared, "anna", facts, "2023-06-14 09:00"), "goes");
}

TEST(ReasonAgainstPerson, IsNotWantingRemindersOfThatKind) {
  Facts facts;
  facts.opted_out.insert(opt_out_key("person:anna", Topic::sessions));
  const Planned of = planned(about(session), rule("when = '1 day before at 09:00'"));
  EXPECT_EQ(fate(of, "anna", facts, "2023-06-19 09:00"), "opted_out");
  EXPECT_EQ(fate(of, "bea", facts, "2023-06-19 09:00"), "goes");
  const Planned deadline = planned(about(assignment), rule("when = '1 day before at 09:00'"));
  EXPECT_EQ(fate(deadline, "anna", facts, "2023-06-12 09:00"), "goes");
  const Planned welcome = planned(about(session), rule("about = []\nwhen = '2023-04-03 09:00'"));
  EXPECT_EQ(fate(welcome, "anna", facts, "2023-04-03 09:00"), "goes");
  facts.opted_out.insert(opt_out_key("person:anna", Topic::general));
  EXPECT_EQ(fate(welcome, "anna", facts, "2023-04-03 09:00"), "opted_out");
}

TEST(Topics, AreWhatPeopleOptOutOf) {
  const Planned of(with_people(read_programme(
      about(session, "a") + about(assignment, "b") + about("date = '2024-01'", "c") +
      about("date = 'unknown'", "d") + about("kind = 'assignment'\ndue = '7 days before c'", "e"))));
  std::string topics;
  for (const Occurrence& occurrence : of.schedule.occurrences)
    topics += std::string(to_string(topic_of(&occurrence))) + " ";
  EXPECT_EQ(topics, "sessions deadlines sessions sessions deadlines ");
  EXPECT_EQ(topic_of(nullptr), Topic::general);
}

// --- Coordinators
// -------------------------------------------------------------------------------------------------

std::string fate_of_overview(const Planned& of, const Facts& facts) {
  const Recipient coordinator{nullptr, coordinators.data()};
  return verdict(skip_reason(of.moments.front(), coordinator, facts, of.moments.front().due.value()));
}

TEST(Overview, NamesThoseWhoHaveNotHandedIn) {
  const std::string overview =
      rule("when = '2 working days after at 09:00'\nunless = 'handed in'\nto = ['coordinators']");
  const Planned of = planned(about(assignment), overview);
  Facts facts;
  facts.handed_in.insert(hand_in_key("werktraject", "het", "", "anna"));
  EXPECT_EQ(missing(of.moments.front(), facts), (Names{"bea", "chris", "dirk"}));
  EXPECT_EQ(fate_of_overview(of, facts), "goes");
  for (const char* id : {"bea", "chris", "dirk"})
    facts.handed_in.insert(hand_in_key("werktraject", "het", "", id));
  EXPECT_EQ(missing(of.moments.front(), facts), Names{});
  EXPECT_EQ(fate_of_overview(of, facts), "handed_in");

  const Planned shared = planned(about(per_library), overview);
  EXPECT_EQ(missing(shared.moments.front(), {}), (Names{"Bibliotheek eemland", "Bibliotheek idea"}));
  facts.handed_in = {hand_in_key("werktraject", "het", "", "eemland")};
  EXPECT_EQ(missing(shared.moments.front(), facts), Names{"Bibliotheek idea"});
}

TEST(Overview, LeavesOutWhoWasNotThere) {
  Programme programme = with_people(read_programme(about(assignment) + rule("when = '2 days after at 09:00'\n"
                                                                            "to = ['coordinators']")));
  named(programme, "anna").left = day("2023-06-01");
  named(programme, "bea").left = day("2023-06-15");
  named(programme, "chris").joined = day("2023-06-14");
  const Planned of(std::move(programme));
  EXPECT_EQ(missing(of.moments.front(), {}), Names{"dirk"});
}

TEST(Overview, NamesTheLibraryWithoutADate) {
  const Planned of = planned(about("kind = 'intake'\nper = 'library'\nduration = '45 min'"),
                             rule("when = '2023-05-01 09:00'\nonly = 'unplanned'\nto = ['coordinators']"));
  EXPECT_EQ(missing(of.moments.front(), {}), Names{"Bibliotheek eemland"});
  EXPECT_EQ(fate_of_overview(of, {}), "goes");
}

TEST(Overview, GoesWhenNothingCanBeHandedIn) {
  const Planned of = planned(about(session), rule("when = '1 day after at 09:00'\nto = ['coordinators']\n"
                                                  "unless = 'handed in'"));
  EXPECT_EQ(missing(of.moments.front(), {}), Names{});
  EXPECT_EQ(fate_of_overview(of, {}), "goes");
}

TEST(Overview, KnowsNoOptingOut) {
  const Planned of = planned(about(session), rule("when = '1 day after at 09:00'\nto = ['coordinators']"));
  Facts facts;
  facts.opted_out.insert(opt_out_key("coordinator:coordinator@example.org", Topic::sessions));
  EXPECT_EQ(fate_of_overview(of, facts), "goes");
}

// --- Names
// --------------------------------------------------------------------------------------------------------

TEST(ReminderNames, LeadBackToWhatTheyName) {
  for (int i = 0; i <= static_cast<int>(SkipReason::no_rule); ++i) {
    const auto reason = static_cast<SkipReason>(i);
    EXPECT_EQ(reason_named(to_string(reason)), reason) << i;
  }
  for (const Topic topic : {Topic::sessions, Topic::deadlines, Topic::general}) {
    EXPECT_EQ(topic_named(to_string(topic)), topic);
  }
  EXPECT_EQ(reason_named("too_late"), std::nullopt);
  EXPECT_EQ(topic_named(""), std::nullopt);
}

TEST(Recipients, AreFoundAmongMany) {
  Programme programme = with_people(read_programme(about(assignment) + rule("when = '1 day after at 09:00'\n"
                                                                            "unless = 'handed in'")));
  programme.people.clear();
  for (int i = 0; i < 1'000; ++i) programme.people.push_back(person("p" + std::to_string(i), "eemland"));
  const Planned of(std::move(programme));
  Facts facts;
  for (int i = 0; i < 500; ++i) {
    facts.handed_in.insert(hand_in_key("werktraject", "het", "", "p" + std::to_string(i * 2)));
  }
  std::size_t going = 0;
  for (const Recipient& recipient : recipients(of.moments.front(), coordinators)) {
    going += skip_reason(of.moments.front(), recipient, facts, *of.moments.front().due) ? 0U : 1U;
  }
  EXPECT_EQ(going, 500U);
  EXPECT_EQ(missing(of.moments.front(), facts).size(), 500U);
}

}  // namespace
}  // namespace programme
