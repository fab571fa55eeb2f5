// SPDX-License-Identifier: Apache-2.0
#include "ical/read_back.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include "ical/render.h"
#include "ical/text.h"
#include "tests/ical/samples.h"

namespace ical {
namespace {

using namespace samples;

const std::string& zone() {
  static const std::string text = render_timezone(*date::locate_zone("Europe/Amsterdam"), 2023_y, 2024_y);
  return text;
}

std::string calendar_of(const std::string& inside) {
  return render_header(header()) + inside + render_footer();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

TEST(ReadBack, GivesTheEventsInFileOrder) {
  const std::vector<Event> events = {timed(), all_day(), tentative(), cancelled()};
  std::string inside = zone();
  for (const Event& event : events) inside += render_event(event);
  EXPECT_EQ(read_back(calendar_of(inside)), events);
  EXPECT_EQ(read_back(calendar_of("")), std::vector<Event>{});
}

TEST(ReadBack, RefusesWhatIsNotOneCalendar) {
  const std::string good = calendar_of(zone() + render_event(timed()));
  EXPECT_THROW(read_back(""), InvalidValue);
  EXPECT_THROW(read_back("hello\r\n"), InvalidValue);
  EXPECT_THROW(read_back(good + good), InvalidValue);
  EXPECT_THROW(read_back(good + "X-MORE:1\r\n"), InvalidValue);
  EXPECT_THROW(read_back(render_event(timed())), InvalidValue);
  EXPECT_THROW(read_back(good.substr(0, good.size() - render_footer().size())), InvalidValue);
  EXPECT_THROW(read_back(good.substr(0, good.size() / 2)), InvalidValue);
}

TEST(ReadBack, RefusesLinesThatAreNeverWritten) {
  const std::string good = calendar_of(zone() + render_event(timed()));
  for (const char* extra :
       {"ATTENDEE:mailto:x@example.com\r\n", "X-EXTRA:1\r\n", "SUMMARY:second\r\n", "nonsense\r\n",
        "DTSTART:20230620T100000Z\r\n", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"})
    EXPECT_THROW(read_back(replaced(good, "STATUS:", std::string(extra) + "STATUS:")), InvalidValue) << extra;
  for (const char* extra : {"X-EXTRA:1\r\n", "VERSION:2.0\r\n", "X-WR-CALNAME:second\r\n",
                            "SOURCE:https://example.org\r\n", "BEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\n"})
    EXPECT_THROW(read_back(replaced(good, "METHOD:", std::string(extra) + "METHOD:")), InvalidValue) << extra;
}

TEST(ReadBack, RefusesLinesThatLibicalForgives) {
  const std::string good = calendar_of(zone() + render_event(timed()));
  EXPECT_THROW(read_back(replaced(good, "SEQUENCE:3\r\n", "SEQUENCE:3\n")), InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "SEQUENCE:3\r\n", "SEQUENCE:3\r\r\n")), InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "SEQUENCE:3\r\n", "SEQUENCE:3\r\n\r\n")), InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "CATEGORIES:Training", "CATEGORIES:" + std::string(80, 'x'))),
               InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "CATEGORIES:Training", std::string("CATEGORIES:a\0b", 14))),
               InvalidValue);
}

TEST(ReadBack, RefusesClosingLinesThatDisagree) {
  const std::string good = calendar_of(zone() + render_event(timed()));
  EXPECT_THROW(read_back(replaced(good, "TRANSP:OPAQUE", "TRANSP:TRANSPARENT")), InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "STATUS:CONFIRMED", "STATUS:COMPLETED")), InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "STATUS:CONFIRMED\r\n", "")), InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "BUSYSTATUS:BUSY", "BUSYSTATUS:OOF")), InvalidValue);
  EXPECT_THROW(read_back(replaced(good, "BUSYSTATUS:BUSY", "BUSYSTATUS:FREE")), InvalidValue);
}

TEST(ReadBack, RefusesATimeWithoutItsZone) {
  EXPECT_THROW(read_back(calendar_of(render_event(timed()))), InvalidValue);
  EXPECT_THROW(read_back(calendar_of(zone() + zone() + render_event(timed()))), InvalidValue);
  EXPECT_NO_THROW(read_back(calendar_of(render_event(all_day()))));
}

TEST(VerifyEvent, AcceptsWhatWasRendered) {
  for (const Event& event : {timed(), all_day(), tentative(), cancelled()})
    EXPECT_NO_THROW(verify_event(render_event(event), event)) << event.uid;
}

TEST(VerifyEvent, AcceptsBlanksAtTheEndsThatLibicalDrops) {
  Event event = timed();
  event.summary = "  Werksessie  ";
  event.description = " eerste regel \n tweede regel \n ";
  EXPECT_NO_THROW(verify_event(render_event(event), event));
}

TEST(VerifyEvent, NoticesEveryDifference) {
  const std::string block = render_event(timed());
  const std::vector<std::function<void(Event&)>> changes = {
      [](Event& e) { e.uid += "x"; },
      [](Event& e) { e.sequence += 1; },
      [](Event& e) { e.created += 1s; },
      [](Event& e) { e.last_modified += 1s; },
      [](Event& e) { std::get<Timed>(e.when).start += 1min; },
      [](Event& e) { std::get<Timed>(e.when).end += 1min; },
      [](Event& e) { std::get<Timed>(e.when).tzid = "Europe/Brussels"; },
      [](Event& e) {
        e.when = AllDay{2023_y / 6 / 20, 2023_y / 6 / 21};
      },
      [](Event& e) { e.summary += "x"; },
      [](Event& e) { e.description += "x"; },
      [](Event& e) { e.location.clear(); },
      [](Event& e) { e.url += "x"; },
      [](Event& e) { e.conference.clear(); },
      [](Event& e) { e.category += "x"; },
      [](Event& e) { e.status = Status::tentative; },
      [](Event& e) { e.busy = Busy::tentative; },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Event other = timed();
    changes[i](other);
    EXPECT_THROW(verify_event(block, other), InvalidValue) << i;
  }
}

TEST(VerifyEvent, NoticesTamperedBlocks) {
  const Event event = timed();
  const std::string block = render_event(event);
  const auto refused = [&](std::string_view from, std::string_view to) {
    EXPECT_THROW(verify_event(replaced(block, from, to), event), InvalidValue) << to;
  };
  refused("TRANSP:OPAQUE", "TRANSP:TRANSPARENT");
  refused("DTSTAMP:20230502T101507Z", "DTSTAMP:20230502T101508Z");
  refused("DTSTAMP:20230502T101507Z\r\n", "");
  refused("TRANSP:OPAQUE\r\n", "");
  refused("DTEND;TZID=Europe/Amsterdam", "DTEND;TZID=Europe/Brussels");
  refused("DTEND;TZID=Europe/Amsterdam:20230620T130000", "DURATION:PT3H");
  refused("DTSTART;TZID=Europe/Amsterdam:20230620T100000", "DTSTART:20230620T100000Z");
  refused("20230620T130000", "20230620T130001");
  refused("20230620T130000", "20230231T130000");
  refused("SEQUENCE:3", "SEQUENCE;X-A=1:3");
  refused("FEATURE=VIDEO", "FEATURE=AUDIO");
  refused("LABEL=Online", "LABEL=Offline");
  refused("STATUS:CONFIRMED", "STATUS:COMPLETED");
  refused("BUSYSTATUS:BUSY", "BUSYSTATUS:OOF");
  refused("SEQUENCE:3", "SEQUENCE:3\r\nSTATUS:CONFIRMED");
  refused("SEQUENCE:3", "SEQUENCE:3\r\nBEGIN:VEVENT");
  refused("SEQUENCE:3", "SEQUENCE:3\r\nEND:VEVENT\r\nBEGIN:VEVENT");
  refused("CATEGORIES:Training", "CATEGORIES:Training,Second");
  refused("END:VEVENT\r\n", "END:VEVENT\r\nX-MORE:1\r\n");
  refused("END:VEVENT\r\n", "");
  EXPECT_THROW(verify_event(block + block, event), InvalidValue);
  EXPECT_THROW(verify_event("", event), InvalidValue);
}

TEST(VerifyEvent, SurvivesEveryTruncation) {
  const Event event = timed();
  const std::string block = render_event(event);
  for (std::size_t length = 0; length < block.size(); ++length)
    EXPECT_THROW(verify_event(std::string_view(block).substr(0, length), event), InvalidValue) << length;
}

TEST(VerifyEvent, MayRunOnSeveralThreads) {
  std::atomic<int> verified = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      const Event event = timed();
      for (int i = 0; i < 50; ++i, ++verified) verify_event(render_event(event), event);
    });
  }
  threads.clear();
  EXPECT_EQ(verified, 200);
}

}  // namespace
}  // namespace ical
