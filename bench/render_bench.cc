// SPDX-License-Identifier: Apache-2.0
//
// Measures the rendering of calendars: events as text by our writer and by libical, and feeds of ready texts.
//
//   render_bench CONFIG --benchmark_…    the measurements
//   render_bench CONFIG --events FILE    the events measured, as JSON for the other programs
//
// CONFIG is the sample. Without its lunches a participant has twelve events.
#include <benchmark/benchmark.h>
#include <libical/ical.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "ical/read_back.h"
#include "ical/render.h"
#include "service/config_files/load.h"
#include "service/feeds/feed_set.h"
#include "service/feeds/timetable.h"
#include "service/programme/audience.h"

namespace {

using programme::Language;
using Events = std::vector<ical::Event>;

constexpr date::sys_seconds published{date::sys_days{date::year{2023} / 3 / 1}};

std::vector<programme::Programme> without_lunches(const char* folder) {
  config_files::Loaded loaded = config_files::load(folder);
  if (!loaded.ok() || loaded.programmes.empty()) throw std::runtime_error{"the sample has errors"};
  for (auto& programme : loaded.programmes)
    std::erase_if(programme.activities,
                  [](const auto& activity) { return activity.kind == programme::ActivityKind::lunch; });
  return std::move(loaded.programmes);
}

/// The sample in every form that a measurement starts from.
struct Sample {
  explicit Sample(const char* folder) : programmes{without_lunches(folder)}, timetable{programmes} {
    stamps.assign(timetable.entries().size(), programme::Stamp{published, published});
    feeds = feeds::build(timetable, stamps);
    const auto& people = programmes.front().people;
    const auto person = std::find_if(people.begin(), people.end(), [](const auto& candidate) {
      return candidate.roles == std::vector<std::string>{"jeugd-educatie"};
    });
    if (person == people.end()) throw std::runtime_error{"the sample has no participant"};
    for (const auto& entry : timetable.entries()) {
      all.push_back(timetable.event(entry, stamps.front(), Language::nl));
      if (programme::concerns(*entry.occurrence, *person)) own.push_back(all.back());
    }
    feed = feeds.find({feeds::FeedKind::person, person->id});
    if (!feed || feed->references != own.size()) throw std::runtime_error{"feed and events differ"};
  }

  std::vector<programme::Programme> programmes;
  feeds::Timetable timetable;
  std::vector<programme::Stamp> stamps;
  feeds::FeedSet feeds;
  const feeds::Feed* feed = nullptr;  ///< The participant's.
  Events own;                         ///< The events of the feed.
  Events all;                         ///< Of the programme, every library's intake included.
};

ical::CalendarHeader header() {
  return {.name = "Werktraject", .description = "", .tzid = "Europe/Amsterdam", .color = ""};
}

std::string our_calendar(const Events& events, bool verified) {
  std::string text = ical::render_header(header());
  for (const auto& event : events) {
    const std::string block = ical::render_event(event);
    if (verified) ical::verify_event(block, event);
    text += block;
  }
  return text + ical::render_footer();
}

icaltimetype utc(ical::Instant instant) {
  return icaltime_from_timet_with_zone(std::chrono::system_clock::to_time_t(instant), 0,
                                       icaltimezone_get_utc_timezone());
}

icaltimetype day_of(date::year_month_day day) {
  icaltimetype value{};
  value.is_date = 1;
  value.year = int{day.year()};
  value.month = static_cast<int>(unsigned{day.month()});
  value.day = static_cast<int>(unsigned{day.day()});
  return value;
}

icaltimetype time_of(ical::LocalMinute local) {
  const auto day = date::floor<date::days>(local);
  const auto minutes = static_cast<int>((local - day).count());
  icaltimetype value = day_of(date::year_month_day{day});
  value.is_date = 0;
  value.hour = minutes / 60;
  value.minute = minutes % 60;
  return value;
}

icalproperty* in_zone(icalproperty* property, const std::string& tzid) {
  icalproperty_add_parameter(property, icalparameter_new_tzid(tzid.c_str()));
  return property;
}

icalproperty* extension(const char* name, const char* value) {
  icalproperty* property = icalproperty_new_x(value);
  icalproperty_set_x_name(property, name);
  return property;
}

void add_when(icalcomponent* out, const ical::Event& event) {
  if (const auto* timed = std::get_if<ical::Timed>(&event.when)) {
    icalcomponent_add_property(out, in_zone(icalproperty_new_dtstart(time_of(timed->start)), timed->tzid));
    icalcomponent_add_property(out, in_zone(icalproperty_new_dtend(time_of(timed->end)), timed->tzid));
  } else {
    const auto& days = std::get<ical::AllDay>(event.when);
    icalcomponent_add_property(out, icalproperty_new_dtstart(day_of(days.start)));
    icalcomponent_add_property(out, icalproperty_new_dtend(day_of(days.end)));
  }
}

icalcomponent* libical_event(const ical::Event& event) {
  icalcomponent* out = icalcomponent_new_vevent();
  const auto add = [out](icalproperty* property) { icalcomponent_add_property(out, property); };
  add(icalproperty_new_uid(event.uid.c_str()));
  add(icalproperty_new_dtstamp(utc(event.last_modified)));
  add(icalproperty_new_lastmodified(utc(event.last_modified)));
  add(icalproperty_new_created(utc(event.created)));
  add(icalproperty_new_sequence(event.sequence));
  add_when(out, event);
  add(icalproperty_new_summary(event.summary.c_str()));
  if (!event.location.empty()) add(icalproperty_new_location(event.location.c_str()));
  if (!event.description.empty()) add(icalproperty_new_description(event.description.c_str()));
  if (!event.url.empty()) add(icalproperty_new_url(event.url.c_str()));
  if (!event.category.empty()) add(icalproperty_new_categories(event.category.c_str()));
  add(icalproperty_new_status(event.status == ical::Status::tentative   ? ICAL_STATUS_TENTATIVE
                              : event.status == ical::Status::cancelled ? ICAL_STATUS_CANCELLED
                                                                        : ICAL_STATUS_CONFIRMED));
  const bool free = event.busy == ical::Busy::free;
  add(icalproperty_new_transp(free ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
  add(extension("X-MICROSOFT-CDO-BUSYSTATUS", free                                  ? "FREE"
                                              : event.busy == ical::Busy::tentative ? "TENTATIVE"
                                                                                    : "BUSY"));
  return out;
}

/// A calendar with the properties of our own header.
std::string libical_calendar(const Events& events) {
  icalcomponent* out = icalcomponent_new_vcalendar();
  const auto add = [out](icalproperty* property) { icalcomponent_add_property(out, property); };
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_prodid("-//Werktraject//Programmakalender//NL"));
  add(icalproperty_new_calscale("GREGORIAN"));
  add(icalproperty_new_method(ICAL_METHOD_PUBLISH));
  add(extension("X-WR-CALNAME", "Werktraject"));
  add(icalproperty_new_name("Werktraject"));
  add(extension("X-WR-TIMEZONE", "Europe/Amsterdam"));
  add(icalproperty_new_refreshinterval(icaldurationtype_from_string("PT1H")));
  add(extension("X-PUBLISHED-TTL", "PT1H"));
  for (const auto& event : events) icalcomponent_add_component(out, libical_event(event));
  char* text = icalcomponent_as_ical_string_r(out);
  std::string result{text};
  icalmemory_free_buffer(text);
  icalcomponent_free(out);
  return result;
}

/// Our writer's text and libical's must read back as the same events: the two do the same work.
void prove_equal(const Events& events) {
  const std::string zone =
      ical::render_timezone(*date::locate_zone("Europe/Amsterdam"), date::year{2023}, date::year{2024});
  for (std::string text : {our_calendar(events, true), libical_calendar(events)}) {
    text.insert(text.find("BEGIN:VEVENT"), zone);
    if (ical::read_back(text) != events) throw std::runtime_error{"a calendar reads back as other events"};
  }
}

void export_events(const Events& events, const char* path) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& event : events) {
    nlohmann::ordered_json item{{"uid", event.uid},
                                {"sequence", event.sequence},
                                {"created", date::format("%FT%TZ", event.created)},
                                {"changed", date::format("%FT%TZ", event.last_modified)},
                                {"summary", event.summary},
                                {"description", event.description},
                                {"location", event.location},
                                {"url", event.url},
                                {"category", event.category},
                                {"tentative", event.status == ical::Status::tentative},
                                {"free", event.busy == ical::Busy::free}};
    if (const auto* timed = std::get_if<ical::Timed>(&event.when)) {
      item.update({{"start", date::format("%FT%R", timed->start)},
                   {"end", date::format("%FT%R", timed->end)},
                   {"zone", timed->tzid}});
    } else {
      const auto& days = std::get<ical::AllDay>(event.when);
      item.update({{"start", date::format("%F", days.start)}, {"end", date::format("%F", days.end)}});
    }
    list.push_back(std::move(item));
  }
  std::ofstream{path} << list.dump(1) << '\n';
}

/// Runs `make` over and over, for its result.
template <class Make>
void measure(const std::string& name, Make make) {
  benchmark::RegisterBenchmark(name.c_str(), [make](benchmark::State& state) {
    for (auto _ : state) {
      auto result = make();
      benchmark::DoNotOptimize(result);
    }
  });
}

void register_all(const Sample& sample) {
  measure("ours", [&] { return our_calendar(sample.own, false); });
  measure("ours_verified", [&] { return our_calendar(sample.own, true); });
  measure("libical", [&] { return libical_calendar(sample.own); });
  measure("libical_read_back", [&] {
    icalcomponent* read = icalparser_parse_string(libical_calendar(sample.own).c_str());
    const bool good = read != nullptr;
    icalcomponent_free(read);
    return good;
  });
  measure("programme_ours_verified", [&] { return our_calendar(sample.all, true); });
  measure("programme_libical", [&] { return libical_calendar(sample.all); });
  measure("all_feeds", [&] { return feeds::build(sample.timetable, sample.stamps); });
  measure("feed_pieces", [&] { return sample.feeds.pieces(*sample.feed); });
  measure("feed_text", [&] { return sample.feeds.text(*sample.feed); });
}

int run(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: render_bench CONFIG [--events FILE | --benchmark_...]\n";
    return 64;
  }
  const Sample sample{argv[1]};
  prove_equal(sample.own);
  if (argc == 4 && std::string_view{argv[2]} == "--events") {
    export_events(sample.own, argv[3]);
    return 0;
  }
  register_all(sample);
  benchmark::Initialize(&argc, argv);
  benchmark::AddCustomContext("events", std::to_string(sample.own.size()));
  benchmark::AddCustomContext("octets", std::to_string(sample.feed->octets));
  benchmark::AddCustomContext("programme_events", std::to_string(sample.all.size()));
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "render_bench: " << error.what() << '\n';
    return 70;
  }
}
