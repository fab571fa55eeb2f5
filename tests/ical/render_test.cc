// SPDX-License-Identifier: Apache-2.0
#include "ical/render.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <locale>

#include "ical/text.h"
#include "tests/ical/samples.h"

namespace ical {
namespace {

using namespace samples;
using namespace std::string_literals;

std::string calendar() {
  return render_header(header()) + render_timezone(*date::locate_zone("Europe/Amsterdam"), 2023_y, 2024_y) +
         render_event(timed()) + render_event(all_day()) + render_event(tentative()) +
         render_event(cancelled()) + render_footer();
}

bool has_line(const std::string& text, const std::string& line) {
  const std::vector<std::string> lines = content_lines(text);
  return std::ranges::count(lines, line) == 1;
}

std::string message_of(const Event& event) {
  try {
    render_event(event);
  } catch (const InvalidValue& refusal) {
    return refusal.what();
  }
  return "";
}

TEST(RenderGolden, TimedEvent) { EXPECT_EQ(render_event(timed()), file("timed.ics")); }
TEST(RenderGolden, AllDayEvent) { EXPECT_EQ(render_event(all_day()), file("all_day.ics")); }
TEST(RenderGolden, TentativeEvent) { EXPECT_EQ(render_event(tentative()), file("tentative.ics")); }
TEST(RenderGolden, CancelledEvent) { EXPECT_EQ(render_event(cancelled()), file("cancelled.ics")); }
TEST(RenderGolden, FullCalendar) { EXPECT_EQ(calendar(), file("calendar.ics")); }

TEST(RenderHeader, WritesEveryPropertyInOrder) {
  const std::vector<std::string> expected = {
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Werktraject//Programmakalender//NL",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "X-WR-CALNAME:Gezinsaanpak 2023\\, Voorbeeldstad",
      "NAME:Gezinsaanpak 2023\\, Voorbeeldstad",
      "X-WR-CALDESC:Bijeenkomsten en deadlines\\; tijden in Nederland.",
      "X-WR-TIMEZONE:Europe/Amsterdam",
      "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
      "X-PUBLISHED-TTL:PT1H",
      "X-APPLE-CALENDAR-COLOR:#1F6FB2"};
  EXPECT_EQ(content_lines(render_header(header())), expected);
}

TEST(RenderHeader, LeavesOutWhatIsEmpty) {
  CalendarHeader plain = header();
  plain.color.clear();
  plain.description.clear();
  const std::string text = render_header(plain);
  EXPECT_EQ(text.find("COLOR"), text.npos);
  EXPECT_EQ(text.find("CALDESC"), text.npos);
}

TEST(RenderHeader, RefusesBadValues) {
  const auto refused = [](auto change) {
    CalendarHeader bad = header();
    change(bad);
    EXPECT_THROW(render_header(bad), InvalidValue);
  };
  refused([](CalendarHeader& h) { h.name.clear(); });
  refused([](CalendarHeader& h) { h.name = "a\nb"; });
  refused([](CalendarHeader& h) { h.name = "a\r\nMETHOD:CANCEL"; });
  refused([](CalendarHeader& h) { h.description = "a\nb"; });
  refused([](CalendarHeader& h) { h.tzid.clear(); });
  refused([](CalendarHeader& h) { h.tzid = "Europe/Amsterdam\r\nX:1"; });
  refused([](CalendarHeader& h) { h.color = "red"; });
  refused([](CalendarHeader& h) { h.color = "#12345"; });
  refused([](CalendarHeader& h) { h.color = "#12345g"; });
  refused([](CalendarHeader& h) { h.name = std::string(256, 'x'); });
  CalendarHeader longest = header();
  longest.name.clear();
  for (int i = 0; i < 255; ++i) longest.name += "ë";
  EXPECT_NO_THROW(render_header(longest));
}

TEST(RenderEvent, WritesEveryPropertyInOrder) {
  std::vector<std::string> names;
  for (const std::string& line : content_lines(render_event(timed())))
    names.push_back(line.substr(0, line.find_first_of(":;")));
  const std::vector<std::string> expected = {"BEGIN",
                                             "UID",
                                             "DTSTAMP",
                                             "LAST-MODIFIED",
                                             "CREATED",
                                             "SEQUENCE",
                                             "DTSTART",
                                             "DTEND",
                                             "SUMMARY",
                                             "LOCATION",
                                             "DESCRIPTION",
                                             "URL",
                                             "CONFERENCE",
                                             "CATEGORIES",
                                             "STATUS",
                                             "TRANSP",
                                             "X-MICROSOFT-CDO-BUSYSTATUS",
                                             "END"};
  EXPECT_EQ(names, expected);
}

TEST(RenderEvent, StampIsTheLastModification) {
  const std::string text = render_event(timed());
  EXPECT_TRUE(has_line(text, "DTSTAMP:20230502T101507Z"));
  EXPECT_TRUE(has_line(text, "LAST-MODIFIED:20230502T101507Z"));
  EXPECT_TRUE(has_line(text, "CREATED:20230401T090000Z"));
  EXPECT_TRUE(has_line(text, "SEQUENCE:3"));
}

TEST(RenderEvent, TimesCarryTheirZoneAndDaysDoNot) {
  EXPECT_TRUE(has_line(render_event(timed()), "DTSTART;TZID=Europe/Amsterdam:20230620T100000"));
  EXPECT_TRUE(has_line(render_event(timed()), "DTEND;TZID=Europe/Amsterdam:20230620T130000"));
  EXPECT_TRUE(has_line(render_event(all_day()), "DTSTART;VALUE=DATE:20231029"));
  EXPECT_TRUE(has_line(render_event(all_day()), "DTEND;VALUE=DATE:20231030"));
}

TEST(RenderEvent, AddressesAreNotEscaped) {
  EXPECT_TRUE(
      has_line(render_event(timed()), "URL:https://example.org/programma/werksessie-1?taal=nl,en;x=1"));
  EXPECT_TRUE(
      has_line(render_event(timed()),
               "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Online:https://meet.example.com/werksessie-1"));
}

TEST(RenderEvent, StatusAndBusyTimeForEveryClient) {
  const auto lines = [](Status status, Busy busy) {
    Event event = timed();
    event.status = status;
    event.busy = busy;
    const std::vector<std::string> all = content_lines(render_event(event));
    return std::vector<std::string>(all.end() - 4, all.end() - 1);
  };
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines(Status::confirmed, Busy::busy),
            (Lines{"STATUS:CONFIRMED", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"}));
  EXPECT_EQ(lines(Status::tentative, Busy::tentative),
            (Lines{"STATUS:TENTATIVE", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"}));
  EXPECT_EQ(lines(Status::cancelled, Busy::free),
            (Lines{"STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"}));
}

TEST(RenderEvent, RefusesNumbersThatAreNoStatus) {
  Event bad = timed();
  bad.status = static_cast<Status>(3);
  EXPECT_THROW(render_event(bad), InvalidValue);
  bad = timed();
  bad.busy = static_cast<Busy>(-1);
  EXPECT_THROW(render_event(bad), InvalidValue);
}

TEST(RenderEvent, WritesNothingThatClientsMisread) {
  const std::string text = calendar();
  for (const char* never :
       {"VALARM", "VTODO", "ORGANIZER", "ATTENDEE", "\r\nDURATION", "\r\nRRULE:FREQ=DAILY", "GEO", "ATTACH",
        "X-ALT-DESC", "ALLDAYEVENT", "\r\nSOURCE", "\r\nIMAGE"})
    EXPECT_EQ(text.find(never), text.npos) << never;
  EXPECT_EQ(text.find("\n\r\n"), text.npos) << "an empty line";
  for (const std::string& line : physical_lines(text)) EXPECT_LE(line.size(), 75u);
}

TEST(RenderEvent, RefusesBadIdentityAndTimes) {
  const auto refused = [](const char* property, auto change) {
    Event bad = timed();
    change(bad);
    EXPECT_NE(message_of(bad).find(property), std::string::npos) << property << ": " << message_of(bad);
  };
  refused("UID", [](Event& e) { e.uid.clear(); });
  refused("UID", [](Event& e) { e.uid = "a b@example.org"; });
  refused("UID", [](Event& e) { e.uid = "a\r\nSUMMARY:x"; });
  refused("UID", [](Event& e) { e.uid = "é@example.org"; });
  refused("UID", [](Event& e) { e.uid = std::string(256, 'a'); });
  refused("SEQUENCE", [](Event& e) { e.sequence = -1; });
  refused("SUMMARY", [](Event& e) { e.summary.clear(); });
  refused("SUMMARY", [](Event& e) { e.summary = "   "; });
  refused("DTEND", [](Event& e) { std::get<Timed>(e.when).end = std::get<Timed>(e.when).start; });
  refused("TZID", [](Event& e) { std::get<Timed>(e.when).tzid = "Europe/\"Amsterdam\""; });
  refused("TZID", [](Event& e) { std::get<Timed>(e.when).tzid = "Europe/Amsterdam:x"; });
  refused("TZID", [](Event& e) { std::get<Timed>(e.when).tzid.clear(); });
  refused("DTSTART", [](Event& e) { std::get<Timed>(e.when).start -= date::days{60 * 366}; });
  refused("DTSTART", [](Event& e) { std::get<Timed>(e.when).end += date::days{15 * 366}; });
  refused("DTEND", [](Event& e) { e.when = AllDay{2023_y / 6 / 20, 2023_y / 6 / 20}; });
  refused("DTSTART", [](Event& e) { e.when = AllDay{2023_y / 2 / 30, 2023_y / 6 / 20}; });
  refused("DTSTART", [](Event& e) { e.when = AllDay{2037_y / 12 / 31, 2038_y / 1 / 2}; });
  refused("CREATED", [](Event& e) { e.created = date::sys_days{1969_y / 12 / 31}; });
  refused("DTSTAMP", [](Event& e) { e.last_modified = date::sys_days{10000_y / 1 / 1}; });
  Event last_day = timed();
  last_day.when = AllDay{2037_y / 12 / 31, 2038_y / 1 / 1};
  EXPECT_EQ(message_of(last_day), "");
}

TEST(RenderEvent, RefusesHostileText) {
  const std::vector<std::string> hostile = {"a\r\nATTENDEE:mailto:x@example.com",
                                            "a\rb",
                                            "a\0b"s,
                                            "a\x1B[31m",
                                            "a\x7F",
                                            "a\xC2\x85",
                                            "caf\xE9",
                                            "\xC0\x8A",
                                            "a\u2028b",
                                            "a\u202Eb",
                                            "\uFEFFa"};
  for (const std::string& text : hostile) {
    const auto refused = [&](std::string Event::*field) {
      Event bad = timed();
      bad.*field = text;
      EXPECT_THROW(render_event(bad), InvalidValue) << text;
    };
    refused(&Event::uid);
    refused(&Event::summary);
    refused(&Event::description);
    refused(&Event::location);
    refused(&Event::category);
    refused(&Event::url);
    refused(&Event::conference);
    Event in_address = timed();
    in_address.url = "https://example.org/" + text;
    EXPECT_THROW(render_event(in_address), InvalidValue) << text;
  }
  for (std::string Event::*field : {&Event::summary, &Event::location, &Event::category}) {
    Event bad = timed();
    bad.*field = "two\nlines";
    EXPECT_THROW(render_event(bad), InvalidValue);
  }
}

TEST(RenderEvent, RefusesAddressesThatAreNotPlainHttps) {
  for (const char* address :
       {"http://example.org/", "javascript:alert(1)", "https://", "HTTPS://example.org",
        "https://example.org/a b", "https://example.org/\"a", "https://example.org/a\\b",
        "https://example.org/<a>", "https://example.org/é", "https://example.org/\n"}) {
    Event bad = timed();
    bad.url = address;
    EXPECT_THROW(render_event(bad), InvalidValue) << address;
    bad = timed();
    bad.conference = address;
    EXPECT_THROW(render_event(bad), InvalidValue) << address;
  }
}

TEST(RenderEvent, MessagesNameTheEventAndNotTheValue) {
  Event bad = timed();
  bad.conference = "https://meet.example.com/secret room";
  EXPECT_NE(message_of(bad).find(bad.uid), std::string::npos);
  EXPECT_NE(message_of(bad).find("CONFERENCE"), std::string::npos);
  EXPECT_EQ(message_of(bad).find("secret"), std::string::npos);
}

TEST(RenderEvent, FoldsVeryLongWords) {
  Event event = timed();
  event.summary = std::string(300, 'w') + "ëëë👍👍👍" + std::string(300, 'w');
  const std::string text = render_event(event);
  for (const std::string& line : physical_lines(text)) {
    EXPECT_LE(line.size(), 75u);
    EXPECT_TRUE(is_clean(line, false));
  }
  EXPECT_TRUE(has_line(text, "SUMMARY:" + event.summary));
}

/// Digits in groups, as a program would see them after somebody set the global locale.
class Grouping : public std::numpunct<char> {
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\1"; }
};

TEST(RenderEvent, DependsOnNeitherZoneNorLocaleOfTheProcess) {
  const std::string before = calendar();
  const std::locale old_locale = std::locale::global(std::locale(std::locale::classic(), new Grouping));
  const char* const zone_before = std::getenv("TZ");
  const std::string old_zone = zone_before ? zone_before : "";
  for (const char* zone : {"Pacific/Kiritimati", "America/New_York", "nonsense"}) {
    setenv("TZ", zone, 1);
    tzset();
    for (const char* locale : {"C", "C.UTF-8", "nl_NL.UTF-8", "tr_TR.UTF-8", "nl_NL"}) {
      setenv("LC_ALL", locale, 1);
      std::setlocale(LC_ALL, "");  // fails where the locale is not installed
      EXPECT_EQ(calendar(), before) << zone << " " << locale;
    }
  }
  std::locale::global(old_locale);
  std::setlocale(LC_ALL, "C");
  unsetenv("LC_ALL");
  zone_before ? setenv("TZ", old_zone.c_str(), 1) : unsetenv("TZ");
  tzset();
}

}  // namespace
}  // namespace ical
