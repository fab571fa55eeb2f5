// SPDX-License-Identifier: Apache-2.0
#include "service/mail/invitees.h"

#include <gtest/gtest.h>

#include "service/feeds/wording.h"
#include "tests/mail/worker_fixture.h"

namespace {

using namespace worker_test;
using programme::Delivery;
using Lines = std::vector<std::string>;

/// What of one person's calendar is lacking, with a memory of what was told.
class Calendar {
 public:
  Calendar() {
    programmes = {example::programme()};
    an().delivery = Delivery::invitations;
  }

  programme::Person& an() { return programmes[0].people.edit()[0]; }
  programme::Activity& session() { return programmes[0].activities[2]; }

  /// "invite sessie": kind and activity, in order.
  Lines lacking(const std::string& now) {
    const feeds::Timetable timetable{programmes};
    const mail::Invitees invitees{timetable};
    Lines lines;
    for (const auto& step : invitees.steps(last_sent, at(now))) {
      std::string line{to_string(step.kind)};
      line += ' ' + (step.entry ? timetable.entries()[*step.entry].occurrence->activity->id : step.uid);
      if (step.kind == letters::InvitationKind::cancel) line += ' ' + reason(step.reason);
      if (step.near) line += " (near)";
      lines.push_back(line);
      EXPECT_EQ(step.recipient, "person:an");
      const auto same = std::ranges::find(last_sent, step.uid, &store::Invitation::uid);
      const auto alone = invitees.step(
          "person:an", step.uid,
          same == last_sent.end() ? std::optional<store::Invitation>{} : std::optional{*same}, at(now));
      EXPECT_TRUE(alone && alone->kind == step.kind) << "the same question about one occurrence";
    }
    return lines;
  }

  /// As if every mail that is lacking had gone.
  void tell(const std::string& now) {
    const feeds::Timetable timetable{programmes};
    for (const auto& step : mail::Invitees{timetable}.steps(last_sent, at(now))) {
      std::erase_if(last_sent, [&](const auto& each) { return each.uid == step.uid; });
      store::Invitation& fresh = last_sent.emplace_back();
      if (step.last_sent) fresh = *step.last_sent;
      fresh.recipient = step.recipient;
      fresh.uid = step.uid;
      fresh.cancelled = step.kind == letters::InvitationKind::cancel;
      ++fresh.sequence;
      if (fresh.cancelled) continue;
      const auto& occurrence = *timetable.entries()[*step.entry].occurrence;
      fresh.programme = programmes[0].id;
      fresh.when = occurrence.when;
      fresh.zone = programmes[0].zone;
      fresh.title = mail::invited_title(occurrence, an().language);
      fresh.place = feeds::place_in_words(occurrence);
      fresh.email = an().email;
      fresh.language = an().language;
    }
  }

  std::vector<programme::Programme> programmes;
  std::vector<store::Invitation> last_sent;

 private:
  static std::string reason(letters::CancelReason reason) {
    switch (reason) {
      case letters::CancelReason::cancelled:
        return "cancelled";
      case letters::CancelReason::unconfirmed:
        return "unconfirmed";
      case letters::CancelReason::not_theirs:
        return "not_theirs";
      case letters::CancelReason::left:
        return "left";
      case letters::CancelReason::feed:
        break;
    }
    return "feed";
  }
};

class Told : public testing::Test {
 protected:
  Told() { calendar.tell("2023-05-01 08:00"); }
  Lines lacking() { return calendar.lacking("2023-05-01 09:00"); }
  Calendar calendar;
};

TEST(Invitees, GetWhatHasADateAndIsTheirs) {
  Calendar calendar;
  EXPECT_EQ(calendar.lacking("2023-05-01 08:00"),
            (Lines{"invite intake", "invite opdracht", "invite sessie", "invite lunch"}))
      << "the month of the wrap-up is no date";
}

TEST(Invitees, NobodyElseGetsAny) {
  Calendar calendar;
  calendar.an().delivery = Delivery::feed;
  EXPECT_EQ(calendar.lacking("2023-05-01 08:00"), Lines{});
}

TEST(Invitees, WhatIsOverIsLeftAlone) {
  Calendar calendar;
  EXPECT_EQ(calendar.lacking("2023-06-20 12:59"), (Lines{"invite sessie (near)", "invite lunch (near)"}));
  EXPECT_EQ(calendar.lacking("2023-06-20 13:45"), Lines{});
}

TEST(Invitees, ADeadlineLastsUntilTheEndOfItsDayOrItsTime) {
  Calendar calendar;
  EXPECT_EQ(calendar.lacking("2023-06-13 23:59").front(), "invite opdracht (near)");
  EXPECT_EQ(calendar.lacking("2023-06-14 00:00").front(), "invite sessie");
  std::get<programme::DueRelative>(calendar.programmes[0].activities[1].when).time = hours{17};
  EXPECT_EQ(calendar.lacking("2023-06-13 16:59").front(), "invite opdracht (near)");
  EXPECT_EQ(calendar.lacking("2023-06-13 17:00").front(), "invite sessie");
}

TEST_F(Told, NothingIsLackingTwice) { EXPECT_EQ(lacking(), Lines{}); }

TEST_F(Told, AMovedSessionBringsWhatFollows) {
  calendar.session().when = programme::OnDay{2023_y / 7 / 4, {hours{10}, hours{13}}};
  EXPECT_EQ(lacking(), (Lines{"update opdracht", "update sessie", "update lunch"}));
}

TEST_F(Told, AnotherPlaceOrTitleIsNewsAndASlipOrADescriptionIsNot) {
  calendar.session().description.nl = "Neem een pen mee.";
  calendar.session().title.nl = "Sessie 1; samen, sterker";
  EXPECT_EQ(lacking(), Lines{});
  calendar.session().title.nl = "Kennismaking";
  EXPECT_EQ(lacking(), Lines{"update sessie"});
  calendar.session().title.nl = "Sessie 1; samen, sterk";
  calendar.session().place = "Zwolle";
  EXPECT_EQ(lacking(), (Lines{"update sessie", "update lunch"}));
}

TEST_F(Told, AnotherLanguageIsNoNewsAnotherAddressIs) {
  calendar.an().language = programme::Language::en;
  EXPECT_EQ(lacking(), Lines{});
  calendar.an().email = "an@example.com";
  EXPECT_EQ(lacking().size(), 4U);
}

TEST_F(Told, WhatIsCancelledIsCalledOffAndComesBack) {
  calendar.session().cancelled = programme::Text{"Ziek", ""};
  EXPECT_EQ(lacking(), (Lines{"cancel sessie cancelled", "cancel lunch cancelled"}));
  calendar.tell("2023-05-01 09:00");
  EXPECT_EQ(lacking(), Lines{});
  calendar.session().cancelled.reset();
  EXPECT_EQ(lacking(), (Lines{"invite sessie", "invite lunch"}));
}

TEST_F(Told, WhatLosesItsDateIsCalledOff) {
  calendar.session().when = programme::Between{{2023_y / 9 / 1, 2023_y / 9 / 30}};
  const auto lines = lacking();
  EXPECT_EQ(lines.size(), 3U);
  EXPECT_NE(std::ranges::find(lines, "cancel sessie unconfirmed"), lines.end());
}

TEST_F(Told, WhatIsConfirmedIsInvited) {
  calendar.programmes[0].activities[4].when = programme::OnDay{2024_y / 1 / 16, {hours{15}, hours{16}}};
  EXPECT_EQ(lacking(), Lines{"invite wrap-up"});
}

TEST_F(Told, WhatIsNoLongerThereIsCalledOff) {
  calendar.programmes[0].activities.erase(calendar.programmes[0].activities.begin() + 3);
  const auto lines = lacking();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].find("@werktraject.invalid cancelled"), std::string::npos) << lines[0];
}

TEST_F(Told, AnotherLibraryOrRoleTakesAndBrings) {
  calendar.an().library = "b";
  EXPECT_EQ(lacking(), Lines{"cancel intake not_theirs"});
  calendar.an().library = "a";
  calendar.an().roles = {"manager"};
  EXPECT_EQ(lacking(),
            (Lines{"cancel opdracht not_theirs", "cancel sessie not_theirs", "cancel lunch not_theirs"}));
}

TEST_F(Told, WhoeverLeavesKeepsWhatIsBefore) {
  calendar.an().left = 2023_y / 6 / 14;
  EXPECT_EQ(lacking(), (Lines{"cancel sessie left", "cancel lunch left"}));
  auto& people = calendar.programmes[0].people.edit();
  people.erase(people.begin());
  EXPECT_EQ(lacking().size(), 4U);
}

TEST_F(Told, WhoeverGetsAFeedHasNothingTwice) {
  calendar.an().delivery = Delivery::feed;
  EXPECT_EQ(lacking(),
            (Lines{"cancel intake feed", "cancel opdracht feed", "cancel sessie feed", "cancel lunch feed"}));
  calendar.tell("2023-05-01 09:00");
  EXPECT_EQ(lacking(), Lines{});
  calendar.an().delivery = Delivery::invitations;
  EXPECT_EQ(lacking().size(), 4U) << "and back";
}

TEST_F(Told, WhatIsOverInBothPlacesStays) {
  calendar.session().when = programme::OnDay{2023_y / 6 / 21, {hours{10}, hours{13}}};
  EXPECT_EQ(calendar.lacking("2023-06-21 14:00"), Lines{});
  EXPECT_EQ(calendar.lacking("2023-06-21 09:00"), (Lines{"update sessie (near)", "update lunch (near)"}));
  calendar.session().when = programme::OnDay{2023_y / 6 / 1, {hours{10}, hours{13}}};
  EXPECT_EQ(calendar.lacking("2023-06-19 09:00"), (Lines{"update sessie (near)", "update lunch (near)"}))
      << "it would still be waited for";
}

}  // namespace
