// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "ical/read_back.h"
#include "ical/render.h"
#include "ical/text.h"

namespace {

using namespace date::literals;
using namespace std::chrono_literals;

ical::SchedulingMessage invitation() {
  ical::Event event;
  event.uid = "a1@werktraject.invalid";
  event.sequence = 3;
  event.created = date::sys_days{2023_y / 4 / 3};
  event.last_modified = date::sys_days{2023_y / 5 / 1};
  event.when = ical::Timed{date::local_days{2023_y / 6 / 20} + 10h, date::local_days{2023_y / 6 / 20} + 13h,
                           "Europe/Amsterdam"};
  event.summary = "Werksessie";
  return {
      ical::Method::request, event, {"BiSC", "werktraject@example.org"}, {"An de Vries", "an@example.org"}};
}

std::string zone() {
  return ical::render_timezone(*date::locate_zone("Europe/Amsterdam"), date::year{2023}, date::year{2024});
}

std::string unfolded(std::string text) {
  for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
  return text;
}

TEST(Invitation, NamesItsMethodTheOrganizerAndOneAttendee) {
  const std::string text = unfolded(ical::render_invitation(invitation(), zone()));
  EXPECT_NE(text.find("\r\nMETHOD:REQUEST\r\n"), std::string::npos);
  EXPECT_NE(text.find("\r\nORGANIZER;CN=\"BiSC\":mailto:werktraject@example.org\r\n"), std::string::npos);
  EXPECT_NE(text.find("\r\nATTENDEE;CN=\"An de Vries\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
                      "PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:an@example.org\r\n"),
            std::string::npos);
  EXPECT_LT(text.find("METHOD:"), text.find("BEGIN:VTIMEZONE"));
  EXPECT_LT(text.find("END:VTIMEZONE"), text.find("BEGIN:VEVENT"));
  EXPECT_EQ(text.find("VALARM"), std::string::npos);
  EXPECT_EQ(text.find("X-WR-"), std::string::npos);
}

TEST(Invitation, IsReadAsItWasMeant) {
  const auto given = invitation();
  ical::verify_invitation(ical::render_invitation(given, zone()), given);
  auto cancelled = given;
  cancelled.method = ical::Method::cancel;
  cancelled.event.status = ical::Status::cancelled;
  cancelled.event.busy = ical::Busy::free;
  ical::verify_invitation(ical::render_invitation(cancelled, zone()), cancelled);
  auto whole_day = given;
  whole_day.event.when = ical::AllDay{2023_y / 6 / 13, 2023_y / 6 / 14};
  ical::verify_invitation(ical::render_invitation(whole_day, ""), whole_day);
}

TEST(Invitation, AnythingElseIsNoticed) {
  const auto given = invitation();
  const std::string text = ical::render_invitation(given, zone());
  const auto expect_noticed = [&](const auto& change) {
    auto other = given;
    change(other);
    EXPECT_THROW(ical::verify_invitation(text, other), ical::InvalidValue);
  };
  expect_noticed([](auto& other) { other.method = ical::Method::cancel; });
  expect_noticed([](auto& other) { other.organizer.email = "ander@example.org"; });
  expect_noticed([](auto& other) { other.attendee.email = "ander@example.org"; });
  expect_noticed([](auto& other) { other.attendee.name = "Bo"; });
  expect_noticed([](auto& other) { other.event.sequence = 4; });
  expect_noticed([](auto& other) { other.event.summary = "Lunch"; });
  expect_noticed([](auto& other) { other.event.busy = ical::Busy::free; });
  EXPECT_THROW(ical::verify_invitation(ical::render_invitation(given, ""), given), ical::InvalidValue)
      << "without its zone";
}

TEST(Invitation, NamesOfAnyKindStayInTheirParameter) {
  for (const char* name : {"Vries, An; de: \"Zoë\"", "O'Brien ^n ^'", "", "=?utf-8?q?x?=", "漢字 naam",
                           "Zeer lange naam van iemand die aan de dagen niet genoeg heeft en nog doorgaat"}) {
    auto given = invitation();
    given.attendee.name = name;
    const std::string text = ical::render_invitation(given, zone());
    ical::verify_invitation(text, given);
    EXPECT_NE(unfolded(text).find(":mailto:an@example.org\r\n"), std::string::npos) << name;
  }
  for (const char* name : {"An\r\nBo", "An\x01", "\xff"}) {
    auto given = invitation();
    given.attendee.name = name;
    EXPECT_THROW(ical::render_invitation(given, zone()), ical::InvalidValue);
  }
}

TEST(Invitation, AddressesBecomeUris) {
  EXPECT_EQ(ical::calendar_address("an.de-vries+agenda@example.org"),
            "mailto:an.de-vries+agenda@example.org");
  EXPECT_EQ(ical::calendar_address("a%b?c=d&e@example.org"), "mailto:a%25b%3Fc%3Dd%26e@example.org");
  EXPECT_EQ(ical::calendar_address("an\r\nATTENDEE@example.org"), "mailto:an%0D%0AATTENDEE@example.org");
  for (const char* email : {"", "an", "@example.org", "an@"}) {
    auto given = invitation();
    given.attendee.email = email;
    EXPECT_THROW(ical::render_invitation(given, zone()), ical::InvalidValue) << email;
  }
}

TEST(Invitation, StatusAndMethodAgree) {
  auto given = invitation();
  given.method = ical::Method::cancel;
  EXPECT_THROW(ical::render_invitation(given, zone()), ical::InvalidValue);
}

}  // namespace
