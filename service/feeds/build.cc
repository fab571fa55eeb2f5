// SPDX-License-Identifier: Apache-2.0
//
// From a draft and its stamps to feeds: who gets which events.
#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ical/render.h"
#include "service/feeds/calendar_texts.h"
#include "service/feeds/event_texts.h"
#include "service/feeds/feed_set.h"
#include "service/feeds/lifetimes.h"
#include "service/feeds/memberships.h"
#include "service/feeds/notice.h"
#include "service/feeds/own_state.h"
#include "service/feeds/wording.h"

namespace feeds {

using programme::Language;
using programme::Library;
using programme::LinkState;
using programme::OldLink;
using programme::Programme;

namespace {

/// An event in one feed.
struct Shown {
  std::uint32_t entry = 0;
  Language language = Language::nl;
  OwnState own{};
};

/// A feed in the making.
struct Sheet {
  Sheet(Subject about, std::string title, const Programme& first)
      : subject{std::move(about)}, name{std::move(title)}, programme{&first} {}

  Subject subject;
  std::string name;
  const Programme* programme;  ///< The first of those that it is about.
  std::uint32_t calendar = 0;
  std::vector<Shown> shown{};
  std::vector<ical::Event> notices{};
  bool gone = true;  ///< Unless its subject takes part in something, or has just stopped.
  bool invited = false;
};

/// A library's part in one programme.
struct LibraryPart {
  const Part* part = nullptr;
  const Library* library = nullptr;
  std::optional<date::year_month_day> left;
};

/// A feed that others may see as well.
struct Example {
  Membership membership;
  std::size_t feed = 0;
};

/// A library in two programmes has one feed with both.
std::map<std::string, std::vector<LibraryPart>> libraries_of(const Draft& draft) {
  std::map<std::string, std::vector<LibraryPart>> libraries;
  for (const Part& part : draft.parts()) {
    for (const Library& library : part.programme->libraries)
      libraries[library.id].push_back({&part, &library, part.ended});
    for (const auto& former : part.former_libraries)
      libraries[former.library.id].push_back({&part, &former.library, former.left});
  }
  return libraries;
}

std::string titles_of(const std::vector<const Programme*>& programmes, Language language) {
  std::string titles;
  for (const Programme* programme : programmes)
    titles += (titles.empty() ? "" : " + ") + programme->title.in(language);
  return titles;
}

}  // namespace

/// Gathers the shared parts while feeds are added.
class FeedSetBuilder {
 public:
  FeedSetBuilder(const Draft& draft, std::span<const programme::Stamp> stamps,
                 const Circumstances& circumstances, std::span<const EventText> read_back)
      : draft_{draft},
        stamps_{stamps},
        circumstances_{circumstances},
        own_states_{draft, circumstances.hand_ins},
        lifetimes_{draft, circumstances},
        calendars_{draft},
        events_{draft, stamps, read_back} {
    find_old_links();
  }

  FeedSet build() {
    // In the order of subjects, if the programmes are in theirs.
    add_person_feeds();
    add_library_feeds();
    add_programme_feeds();
    const auto order = [](const Feed& a, const Feed& b) { return a.subject < b.subject; };
    if (!std::is_sorted(set_.feeds_.begin(), set_.feeds_.end(), order))
      std::sort(set_.feeds_.begin(), set_.feeds_.end(), order);
    set_.calendars_ = calendars_.take();
    set_.events_ = events_.take();
    set_.next_change_ = lifetimes_.next_change();
    return std::move(set_);
  }

 private:
  void find_old_links();
  Presence note_presence(Sheet& sheet, const Part& part, const std::optional<date::year_month_day>& left,
                         Language language);
  void add(Sheet sheet);
  void add_closed(const Sheet& sheet, const OldLink& link);
  Feed feed(const Sheet& sheet, const std::vector<std::uint32_t>& events);

  void add_programme_feeds();
  void add_library_feeds();
  void add_person_feeds();
  bool is_plain(const programme::Person& person) const;
  bool add_like_another(const Membership& membership);

  const Draft& draft_;
  std::span<const programme::Stamp> stamps_;
  const Circumstances& circumstances_;
  const OwnStates own_states_;
  Lifetimes lifetimes_;
  CalendarTexts calendars_;
  EventTexts events_;
  std::map<Subject, std::vector<const OldLink*>> closed_links_;
  /// By library: the feeds of people of whom there is nothing else to tell, for those who see the same.
  std::unordered_map<std::string_view, std::vector<Example>> examples_;
  FeedSet set_;
};

void FeedSetBuilder::find_old_links() {
  for (const OldLink& link : circumstances_.links.old) {
    const auto subject = parse_subject(link.kind + ":" + link.id);
    if (!subject) continue;  // a person's own pages: they have nothing to say once they are closed
    lifetimes_.expect(link.works_until);
    lifetimes_.expect(link.works_until + programme::closed_link_shown);
    if (state_of(link, circumstances_.now) == LinkState::closed) closed_links_[*subject].push_back(&link);
  }
}

/// Whether the subject takes part in that programme, with a notice when it has just stopped. A feed is gone when its
/// subject is gone everywhere.
Presence FeedSetBuilder::note_presence(Sheet& sheet, const Part& part,
                                       const std::optional<date::year_month_day>& left, Language language) {
  const Presence presence = lifetimes_.presence(left, part.programme->zone);
  sheet.gone = sheet.gone && presence == Presence::gone;
  if (presence == Presence::left)
    sheet.notices.push_back(left_notice(sheet.subject, *left, *part.programme, language));
  return presence;
}

void FeedSetBuilder::add(Sheet sheet) {
  std::sort(sheet.shown.begin(), sheet.shown.end(),
            [](const Shown& a, const Shown& b) { return a.entry < b.entry; });
  if (!circumstances_.links.current.empty()) {
    // Each time that the feed was closed its events were cancelled with the next SEQUENCE.
    const auto link = circumstances_.links.of(to_string(sheet.subject.kind), sheet.subject.id);
    for (Shown& shown : sheet.shown) {
      shown.own.changes += 2 * link.restored;
      shown.own.changed = std::max(shown.own.changed, link.restored_at);
    }
  }
  std::vector<std::uint32_t> events;
  events.reserve(sheet.shown.size() + sheet.notices.size());
  for (const Shown& shown : sheet.shown)
    if (lifetimes_.shown(shown.entry)) events.push_back(events_.of(shown.entry, shown.language, shown.own));
  for (const ical::Event& notice : sheet.notices) events.push_back(events_.add(notice));
  set_.feeds_.push_back(feed(sheet, events));
  if (sheet.invited) set_.feeds_.back().state = FeedState::invited;
  if (sheet.gone) {
    set_.feeds_.back().state = FeedState::gone;
  } else if (const auto closed = closed_links_.find(sheet.subject); closed != closed_links_.end()) {
    for (const OldLink* link : closed->second) add_closed(sheet, *link);
  }
}

void FeedSetBuilder::add_closed(const Sheet& sheet, const OldLink& link) {
  const Language language = calendars_.all()[sheet.calendar].language;
  std::vector<std::uint32_t> events;
  for (const Shown& shown : sheet.shown)
    if (lifetimes_.shown(shown.entry) && stamps_[shown.entry].first_published <= link.works_until)
      events.push_back(events_.cleared(shown.entry, language, shown.own, link));
  events.push_back(events_.add(closed_notice(link, *sheet.programme, language)));
  set_.closed_.push_back({.generation = link.generation, .feed = feed(sheet, events)});
  set_.closed_.back().feed.state = FeedState::closed;
}

Feed FeedSetBuilder::feed(const Sheet& sheet, const std::vector<std::uint32_t>& events) {
  const CalendarText& calendar = calendars_.all()[sheet.calendar];
  Feed feed{.subject = sheet.subject,
            .name = sheet.name,
            .calendar = sheet.calendar,
            .first_reference = static_cast<std::uint32_t>(set_.references_.size()),
            .references = static_cast<std::uint32_t>(events.size()),
            .digest = {},
            .last_changed = {},
            .octets = calendar.text.size() + ical::render_footer().size()};
  std::vector<Digest> digests{calendar.digest};
  for (const std::uint32_t index : events) {
    const EventText& event = events_.all()[index];
    digests.push_back(event.digest);
    feed.octets += event.text.size();
    feed.last_changed = std::max(feed.last_changed, event.last_changed);
  }
  feed.digest = digest(digests);
  set_.references_.insert(set_.references_.end(), events.begin(), events.end());
  return feed;
}

void FeedSetBuilder::add_programme_feeds() {
  std::vector<std::vector<Shown>> shown(draft_.parts().size());
  for (std::uint32_t i = 0; i < draft_.entries().size(); ++i)
    shown[draft_.entries()[i].part].push_back({.entry = i});
  for (std::size_t i = 0; i < draft_.parts().size(); ++i) {
    const Part& part = draft_.parts()[i];
    const std::string name = programme_calendar_name(part.programme->title.nl);
    Sheet sheet{{FeedKind::programme, part.programme->id}, part.programme->title.nl, *part.programme};
    sheet.calendar = calendars_.of(name, name, {part.programme}, Language::nl);
    sheet.shown = std::move(shown[i]);
    note_presence(sheet, part, part.ended, Language::nl);
    add(std::move(sheet));
  }
}

void FeedSetBuilder::add_library_feeds() {
  for (const auto& [id, memberships] : libraries_of(draft_)) {
    const std::string& name = memberships.front().library->name;
    Sheet sheet{{FeedKind::library, id}, name, *memberships.front().part->programme};
    std::vector<const Programme*> programmes;
    for (const auto& [part, library, left] : memberships) {
      programmes.push_back(part->programme);
      const bool here = note_presence(sheet, *part, left, Language::nl) == Presence::here;
      for (const std::uint32_t entry : part->general)
        if (here || is_before(*draft_.entries()[entry].occurrence, *left))
          sheet.shown.push_back({.entry = entry});
      if (const auto own = part->own.find(id); own != part->own.end())
        for (const std::uint32_t entry : own->second) sheet.shown.push_back({.entry = entry});
    }
    sheet.calendar = calendars_.of(library_calendar_name(titles_of(programmes, Language::nl), name), name,
                                   programmes, Language::nl);
    add(std::move(sheet));
  }
}

/// True when programme, library, roles, language and period alone decide what the person sees.
bool FeedSetBuilder::is_plain(const programme::Person& person) const {
  if (person.delivery != programme::Delivery::feed || own_states_.any(person)) return false;
  const Subject subject{FeedKind::person, person.id};
  return !closed_links_.contains(subject) &&
         circumstances_.links.of(to_string(subject.kind), subject.id).restored == 0;
}

/// Most people see what others of their library see: the same events in the same calendar, under another address.
bool FeedSetBuilder::add_like_another(const Membership& membership) {
  const programme::Person& person = *membership.person;
  const auto examples = examples_.find(person.library);
  if (examples == examples_.end()) return false;
  const auto example = std::ranges::find_if(examples->second, [&](const Example& each) {
    const programme::Person& other = *each.membership.person;
    return each.membership.part == membership.part && other.roles == person.roles &&
           other.language == person.language && other.joined == person.joined && other.left == person.left;
  });
  if (example == examples->second.end()) return false;
  Feed feed = set_.feeds_[example->feed];
  feed.subject.id = person.id;
  feed.name = person.name;
  set_.feeds_.push_back(std::move(feed));
  return true;
}

void FeedSetBuilder::add_person_feeds() {
  const std::vector<Membership> everybody = memberships_of(draft_);
  std::map<std::pair<std::vector<const Programme*>, Language>, std::uint32_t> calendars;
  for (std::size_t begin = 0, end = 0; begin < everybody.size(); begin = end) {
    while (end < everybody.size() && everybody[end].person->id == everybody[begin].person->id) ++end;
    const std::span<const Membership> memberships{&everybody[begin], end - begin};
    const Membership& first = memberships.front();
    const bool plain = memberships.size() == 1 && is_plain(*first.person);
    if (plain && add_like_another(first)) continue;
    Sheet sheet{{FeedKind::person, first.person->id}, first.person->name, *first.part->programme};
    const Language language = first.person->language;
    std::vector<const Programme*> programmes;
    const Programme* invited = nullptr;
    for (const Membership& membership : memberships) {
      const Part& part = *membership.part;
      const programme::Person& person = *membership.person;
      programmes.push_back(part.programme);
      const Presence presence = note_presence(sheet, part, person.left, person.language);
      if (person.delivery == programme::Delivery::invitations) {
        if (presence == Presence::here) invited = part.programme;
        continue;
      }
      for_each_entry(draft_, membership, [&](std::uint32_t entry, const programme::Occurrence& occurrence) {
        if (presence == Presence::here || is_before(occurrence, *person.left))
          sheet.shown.push_back({entry, person.language, own_states_.of(entry, person)});
      });
    }
    if (invited != nullptr) {
      sheet.invited = true;
      sheet.notices.push_back(invited_notice(sheet.subject, *invited, language, circumstances_.now));
      lifetimes_.expect(next_week(circumstances_.now, invited->zone));
    }
    const auto [calendar, fresh] = calendars.try_emplace({programmes, language});
    if (fresh) {
      const std::string titles = titles_of(programmes, language);
      calendar->second = calendars_.of(titles, titles, programmes, language);
    }
    sheet.calendar = calendar->second;
    const bool noticed = !sheet.notices.empty();
    add(std::move(sheet));
    if (plain && !noticed) examples_[first.person->library].push_back({first, set_.feeds_.size() - 1});
  }
}

FeedSet build(const Draft& draft, std::span<const programme::Stamp> stamps,
              const Circumstances& circumstances, const FeedSet* before) {
  const auto read_back = before != nullptr ? before->event_texts() : std::span<const EventText>{};
  return FeedSetBuilder{draft, stamps, circumstances, read_back}.build();
}

}  // namespace feeds
