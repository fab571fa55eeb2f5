// SPDX-License-Identifier: Apache-2.0
//
// From a draft and its stamps to feeds: who gets which events.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <unordered_map>

#include "ical/read_back.h"
#include "ical/render.h"
#include "ical/timezone.h"
#include "service/feeds/feed_set.h"
#include "service/feeds/own_state.h"
#include "service/feeds/wording.h"
#include "service/programme/audience.h"

namespace feeds {
namespace {

/// Outlook takes 255 characters as the name of a calendar.
std::string shortened(const std::string& name) {
  constexpr std::size_t longest = 255;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(name[i]) & 0xC0) != 0x80;
    if (starts_character && ++characters > longest) {
      // One character back for the ellipsis.
      std::size_t cut = i - 1;
      while ((static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80) --cut;
      return name.substr(0, cut) + "…";
    }
  }
  return name;
}

}  // namespace

using programme::Language;
using programme::Library;
using programme::Person;
using programme::Programme;

/// Gathers the shared parts while feeds are added, each part made when it is first needed.
class FeedSetBuilder {
 public:
  FeedSetBuilder(const Draft& draft, std::span<const programme::Stamp> stamps,
                 std::span<const HandIn> hand_ins)
      : draft_{draft},
        stamps_{stamps},
        own_states_{draft, hand_ins},
        block_of_(draft.entries().size(), {none, none}) {
    if (stamps.size() != draft.entries().size())
      throw std::logic_error{"one stamp for every entry is needed"};
    find_zone_years();
  }

  FeedSet build() {
    add_programme_feeds();
    add_library_feeds();
    add_person_feeds();
    std::sort(set_.feeds_.begin(), set_.feeds_.end(),
              [](const Feed& a, const Feed& b) { return a.subject < b.subject; });
    return std::move(set_);
  }

 private:
  static constexpr auto none = static_cast<std::uint32_t>(-1);
  struct Years {
    date::year first;
    date::year last;
  };

  void find_zone_years();
  const std::string& timezone(const std::string& zone);
  std::uint32_t calendar(const std::string& name, const std::string& slug_source,
                         const std::vector<const Programme*>& programmes, Language language);
  std::uint32_t block(std::uint32_t entry, Language language);
  std::uint32_t block(std::uint32_t entry, Language language, const OwnState& own);
  std::uint32_t add_block(std::uint32_t entry, Language language, const OwnState& own);
  void add(Subject subject, std::string name, std::uint32_t calendar, std::vector<std::uint32_t> blocks);

  void add_programme_feeds();
  void add_library_feeds();
  void add_person_feeds();

  const Draft& draft_;
  std::span<const programme::Stamp> stamps_;
  const OwnStates own_states_;
  std::vector<std::array<std::uint32_t, 2>> block_of_;  ///< By entry and language; none: not rendered yet.
  std::map<std::tuple<std::uint32_t, Language, OwnState>, std::uint32_t> own_block_of_;
  std::map<std::string, Years> zone_years_;
  std::map<std::string, std::string> timezones_;
  std::unordered_map<std::string, std::uint32_t> calendar_of_;  ///< By all that it is made from.
  FeedSet set_;
};

void FeedSetBuilder::find_zone_years() {
  for (const Entry& entry : draft_.entries()) {
    const std::string& zone = draft_.parts()[entry.part].programme->zone;
    const auto year = date::year_month_day{date::floor<date::days>(entry.start)}.year();
    const auto [at, fresh] = zone_years_.try_emplace(zone, Years{year, year});
    if (!fresh) at->second = {std::min(at->second.first, year), std::max(at->second.last, year)};
  }
}

const std::string& FeedSetBuilder::timezone(const std::string& zone) {
  const auto [at, fresh] = timezones_.try_emplace(zone);
  if (fresh) {
    const auto years = zone_years_.find(zone);
    const bool used = years != zone_years_.end();
    at->second = ical::render_timezone(
        *date::locate_zone(zone), used ? years->second.first : date::year{programme::first_supported_year},
        used ? years->second.last : date::year{programme::last_supported_year});
  }
  return at->second;
}

std::uint32_t FeedSetBuilder::calendar(const std::string& name, const std::string& slug_source,
                                       const std::vector<const Programme*>& programmes, Language language) {
  std::string key = name + "\n" + slug_source + "\n" + (language == Language::en ? "en" : "nl");
  for (const Programme* programme : programmes) key += "\n" + programme->zone;
  const auto [at, fresh] =
      calendar_of_.try_emplace(std::move(key), static_cast<std::uint32_t>(set_.calendars_.size()));
  if (!fresh) return at->second;

  std::string shown = shortened(name);
  std::string text = ical::render_header({.name = shown,
                                          .description = std::string{calendar_description(language)},
                                          .tzid = programmes.front()->zone,
                                          .color = ""});
  std::set<std::string> zones;
  for (const Programme* programme : programmes) zones.insert(programme->zone);
  for (const std::string& zone : zones) text += timezone(zone);
  const Digest digest = feeds::digest({text});
  set_.calendars_.push_back({.text = std::move(text),
                             .name = std::move(shown),
                             .slug = slug(slug_source),
                             .language = language,
                             .digest = digest});
  return at->second;
}

std::uint32_t FeedSetBuilder::block(std::uint32_t entry, Language language) {
  std::uint32_t& known = block_of_[entry][language == Language::en ? 1 : 0];
  if (known == none) known = add_block(entry, language, {});
  return known;
}

std::uint32_t FeedSetBuilder::block(std::uint32_t entry, Language language, const OwnState& own) {
  if (own == OwnState{}) return block(entry, language);
  const auto [at, fresh] = own_block_of_.try_emplace({entry, language, own}, none);
  if (fresh) at->second = add_block(entry, language, own);
  return at->second;
}

std::uint32_t FeedSetBuilder::add_block(std::uint32_t entry, Language language, const OwnState& own) {
  programme::Stamp stamp = stamps_[entry];
  stamp.sequence += own.changes;
  stamp.last_changed = std::max(stamp.last_changed, own.changed);
  const ical::Event event = draft_.event(draft_.entries()[entry], stamp, language, own.done);
  std::string text = ical::render_event(event);
  ical::verify_event(text, event);
  const Digest digest = feeds::digest({text});
  set_.blocks_.push_back({.text = std::move(text), .digest = digest, .last_changed = event.last_modified});
  return static_cast<std::uint32_t>(set_.blocks_.size() - 1);
}

void FeedSetBuilder::add(Subject subject, std::string name, std::uint32_t calendar,
                         std::vector<std::uint32_t> blocks) {
  Feed feed{.subject = std::move(subject),
            .name = std::move(name),
            .calendar = calendar,
            .first_reference = static_cast<std::uint32_t>(set_.references_.size()),
            .references = static_cast<std::uint32_t>(blocks.size()),
            .digest = {},
            .last_changed = {},
            .octets = set_.calendars_[calendar].text.size() + ical::render_footer().size()};
  std::vector<Digest> digests{set_.calendars_[calendar].digest};
  for (const std::uint32_t index : blocks) {
    const auto& block = set_.blocks_[index];
    digests.push_back(block.digest);
    feed.octets += block.text.size();
    feed.last_changed = std::max(feed.last_changed, block.last_changed);
  }
  feed.digest = digest(digests);
  set_.references_.insert(set_.references_.end(), blocks.begin(), blocks.end());
  set_.feeds_.push_back(std::move(feed));
}

void FeedSetBuilder::add_programme_feeds() {
  std::vector<std::vector<std::uint32_t>> blocks(draft_.parts().size());
  for (std::uint32_t i = 0; i < draft_.entries().size(); ++i)
    blocks[draft_.entries()[i].part].push_back(block(i, Language::nl));
  for (std::size_t i = 0; i < draft_.parts().size(); ++i) {
    const Programme& programme = *draft_.parts()[i].programme;
    const std::string name = programme_calendar_name(programme.title.nl);
    add({FeedKind::programme, programme.id}, programme.title.nl,
        calendar(name, name, {&programme}, Language::nl), std::move(blocks[i]));
  }
}

void FeedSetBuilder::add_library_feeds() {
  struct Membership {
    const Part* part;
    const Library* library;
  };
  std::map<std::string, std::vector<Membership>>
      libraries;  // a library in two programmes has one feed with both
  for (const Part& part : draft_.parts())
    for (const Library& library : part.programme->libraries)
      libraries[library.id].push_back({&part, &library});

  for (const auto& [id, memberships] : libraries) {
    std::vector<std::uint32_t> entries;
    std::vector<const Programme*> programmes;
    std::string titles;
    for (const auto& [part, library] : memberships) {
      programmes.push_back(part->programme);
      titles += (titles.empty() ? "" : " + ") + part->programme->title.nl;
      entries.insert(entries.end(), part->general.begin(), part->general.end());
      if (const auto own = part->own.find(id); own != part->own.end())
        entries.insert(entries.end(), own->second.begin(), own->second.end());
    }
    std::sort(entries.begin(), entries.end());
    for (std::uint32_t& entry : entries) entry = block(entry, Language::nl);
    const std::string& name = memberships.front().library->name;
    add({FeedKind::library, id}, name,
        calendar(library_calendar_name(titles, name), name, programmes, Language::nl), std::move(entries));
  }
}

void FeedSetBuilder::add_person_feeds() {
  struct Membership {
    const Part* part;
    const Person* person;
  };
  std::map<std::string_view, std::vector<Membership>> people;
  for (const Part& part : draft_.parts())
    for (const Person& person : part.programme->people) people[person.id].push_back({&part, &person});

  struct Shown {
    std::uint32_t entry;
    const Person* person;
  };
  for (const auto& [id, memberships] : people) {
    std::vector<Shown> shown;
    std::vector<const Programme*> programmes;
    std::string titles;
    const Language language = memberships.front().person->language;
    for (const auto& [part, person] : memberships) {
      programmes.push_back(part->programme);
      titles += (titles.empty() ? "" : " + ") + part->programme->title.in(language);
      const auto show = [&, person = person](const std::vector<std::uint32_t>& entries) {
        for (const std::uint32_t entry : entries)
          if (programme::concerns(*draft_.entries()[entry].occurrence, *person))
            shown.push_back({entry, person});
      };
      show(part->general);
      if (const auto own = part->own.find(person->library); own != part->own.end()) show(own->second);
    }
    std::sort(shown.begin(), shown.end(), [](const Shown& a, const Shown& b) { return a.entry < b.entry; });
    std::vector<std::uint32_t> blocks;
    blocks.reserve(shown.size());
    for (const auto& [entry, person] : shown)
      blocks.push_back(block(entry, person->language, own_states_.of(entry, *person)));
    add({FeedKind::person, std::string{id}}, memberships.front().person->name,
        calendar(titles, titles, programmes, language), std::move(blocks));
  }
}

FeedSet build(const Draft& draft, std::span<const programme::Stamp> stamps,
              std::span<const HandIn> hand_ins) {
  return FeedSetBuilder{draft, stamps, hand_ins}.build();
}

}  // namespace feeds
