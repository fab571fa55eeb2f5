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
#include "service/feeds/memberships.h"
#include "service/feeds/notice.h"
#include "service/feeds/personal_state.h"
#include "service/feeds/visibility.h"
#include "service/feeds/wording.h"

namespace feeds {

using programme::Language;
using programme::Library;
using programme::LinkState;
using programme::OldLink;
using programme::Programme;

namespace {

/// An event in one feed.
struct FeedEntry {
  std::uint32_t entry = 0;
  Language language = Language::nl;
  PersonalState own{};
};

/// A feed in the making.
struct UnfinishedFeed {
  UnfinishedFeed(Subject about, std::string title, const Programme& first)
      : subject{std::move(about)}, name{std::move(title)}, programme{&first} {}

  Subject subject;
  std::string name;
  const Programme* programme;  ///< The first of those that it is about.
  std::uint32_t calendar = 0;
  std::vector<FeedEntry> shown{};
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
struct SharedFeed {
  Membership membership;
  std::size_t feed = 0;
};

/// A library in two programmes has one feed with both.
std::map<std::string, std::vector<LibraryPart>> libraries_of(const Timetable& timetable) {
  std::map<std::string, std::vector<LibraryPart>> libraries;
  for (const Part& part : timetable.parts()) {
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
  FeedSetBuilder(const Timetable& timetable, std::span<const programme::Stamp> stamps,
                 const FeedInputs& inputs, std::span<const EventText> read_back)
      : timetable_{timetable},
        stamps_{stamps},
        inputs_{inputs},
        personal_states_{timetable, inputs.hand_ins, inputs.language_changes},
        visibility_{timetable, inputs},
        calendars_{timetable},
        events_{timetable, stamps, read_back} {
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
    set_.next_change_ = visibility_.next_change();
    return std::move(set_);
  }

 private:
  void find_old_links();
  MembershipState note_membership(UnfinishedFeed& unfinished, const Part& part,
                                  const std::optional<date::year_month_day>& left, Language language);
  void add(UnfinishedFeed unfinished);
  void add_closed(const UnfinishedFeed& unfinished, const OldLink& link);
  Feed feed(const UnfinishedFeed& unfinished, const std::vector<std::uint32_t>& events);

  void add_programme_feeds();
  void add_library_feeds();
  void add_person_feeds();
  bool is_plain(const programme::Person& person) const;
  bool add_like_another(const Membership& membership);

  const Timetable& timetable_;
  std::span<const programme::Stamp> stamps_;
  const FeedInputs& inputs_;
  const PersonalStates personal_states_;
  Visibility visibility_;
  CalendarTexts calendars_;
  EventTexts events_;
  std::map<Subject, std::vector<const OldLink*>> closed_links_;
  /// By library: the feeds of people of whom there is nothing else to tell, for those who see the same.
  std::unordered_map<std::string_view, std::vector<SharedFeed>> shared_feeds_;
  FeedSet set_;
};

void FeedSetBuilder::find_old_links() {
  for (const OldLink& link : inputs_.links.old) {
    const auto subject = parse_subject(link.kind + ":" + link.id);
    if (!subject) continue;  // a person's own pages: they have nothing to say once they are closed
    visibility_.expect(link.works_until);
    visibility_.expect(link.works_until + programme::closed_link_shown);
    if (state_of(link, inputs_.now) == LinkState::closed) closed_links_[*subject].push_back(&link);
  }
}

/// Whether the subject takes part in that programme, with a notice when it has just stopped. A feed is gone
/// when its subject is gone everywhere.
MembershipState FeedSetBuilder::note_membership(UnfinishedFeed& unfinished, const Part& part,
                                                const std::optional<date::year_month_day>& left,
                                                Language language) {
  const MembershipState membership_state = visibility_.membership_state(left, part.programme->zone);
  unfinished.gone = unfinished.gone && membership_state == MembershipState::expired;
  if (membership_state == MembershipState::left)
    unfinished.notices.push_back(left_notice(unfinished.subject, *left, *part.programme, language));
  return membership_state;
}

void FeedSetBuilder::add(UnfinishedFeed unfinished) {
  std::sort(unfinished.shown.begin(), unfinished.shown.end(),
            [](const FeedEntry& a, const FeedEntry& b) { return a.entry < b.entry; });
  std::vector<std::uint32_t> events;
  events.reserve(unfinished.shown.size() + unfinished.notices.size());
  for (const FeedEntry& shown : unfinished.shown)
    if (visibility_.shown(shown.entry)) events.push_back(events_.of(shown.entry, shown.language, shown.own));
  for (const ical::Event& notice : unfinished.notices) events.push_back(events_.add(notice));
  set_.feeds_.push_back(feed(unfinished, events));
  if (unfinished.invited) set_.feeds_.back().state = FeedState::invited;
  if (unfinished.gone) {
    set_.feeds_.back().state = FeedState::gone;
  } else if (const auto closed = closed_links_.find(unfinished.subject); closed != closed_links_.end()) {
    for (const OldLink* link : closed->second) add_closed(unfinished, *link);
  }
}

void FeedSetBuilder::add_closed(const UnfinishedFeed& unfinished, const OldLink& link) {
  const Language language = calendars_.all()[unfinished.calendar].language;
  std::vector<std::uint32_t> events;
  for (const FeedEntry& shown : unfinished.shown)
    if (visibility_.shown(shown.entry) && stamps_[shown.entry].first_published <= link.works_until)
      events.push_back(events_.cleared(shown.entry, language, shown.own, link));
  events.push_back(events_.add(closed_notice(link, *unfinished.programme, language)));
  set_.closed_.push_back({.generation = link.generation, .feed = feed(unfinished, events)});
  set_.closed_.back().feed.state = FeedState::closed;
}

Feed FeedSetBuilder::feed(const UnfinishedFeed& unfinished, const std::vector<std::uint32_t>& events) {
  const CalendarText& calendar = calendars_.all()[unfinished.calendar];
  Feed feed{.subject = unfinished.subject,
            .name = unfinished.name,
            .calendar = unfinished.calendar,
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
  std::vector<std::vector<FeedEntry>> shown(timetable_.parts().size());
  for (std::uint32_t i = 0; i < timetable_.entries().size(); ++i)
    shown[timetable_.entries()[i].part].push_back({.entry = i});
  for (std::size_t i = 0; i < timetable_.parts().size(); ++i) {
    const Part& part = timetable_.parts()[i];
    const std::string name = programme_calendar_name(part.programme->title.nl);
    UnfinishedFeed unfinished{
        {FeedKind::programme, part.programme->id}, part.programme->title.nl, *part.programme};
    unfinished.calendar = calendars_.of(name, name, {part.programme}, Language::nl);
    unfinished.shown = std::move(shown[i]);
    note_membership(unfinished, part, part.ended, Language::nl);
    add(std::move(unfinished));
  }
}

void FeedSetBuilder::add_library_feeds() {
  for (const auto& [id, memberships] : libraries_of(timetable_)) {
    const std::string& name = memberships.front().library->name;
    UnfinishedFeed unfinished{{FeedKind::library, id}, name, *memberships.front().part->programme};
    std::vector<const Programme*> programmes;
    for (const auto& [part, library, left] : memberships) {
      programmes.push_back(part->programme);
      const bool here = note_membership(unfinished, *part, left, Language::nl) == MembershipState::active;
      for (const std::uint32_t entry : part->general)
        if (here || is_before(*timetable_.entries()[entry].occurrence, *left))
          unfinished.shown.push_back({.entry = entry});
      if (const auto own = part->own.find(id); own != part->own.end())
        for (const std::uint32_t entry : own->second) unfinished.shown.push_back({.entry = entry});
    }
    unfinished.calendar = calendars_.of(library_calendar_name(titles_of(programmes, Language::nl), name),
                                        name, programmes, Language::nl);
    add(std::move(unfinished));
  }
}

/// True when programme, library, roles, language and period alone decide what the person sees.
bool FeedSetBuilder::is_plain(const programme::Person& person) const {
  if (person.delivery != programme::Delivery::feed || personal_states_.any(person)) return false;
  return !closed_links_.contains({FeedKind::person, person.id});
}

/// Most people see what others of their library see: the same events in the same calendar, under another
/// address.
bool FeedSetBuilder::add_like_another(const Membership& membership) {
  const programme::Person& person = *membership.person;
  const auto shared_feeds = shared_feeds_.find(person.library);
  if (shared_feeds == shared_feeds_.end()) return false;
  const auto shared_feed = std::ranges::find_if(shared_feeds->second, [&](const SharedFeed& each) {
    const programme::Person& other = *each.membership.person;
    return each.membership.part == membership.part && other.roles == person.roles &&
           other.language == person.language && other.joined == person.joined && other.left == person.left;
  });
  if (shared_feed == shared_feeds->second.end()) return false;
  Feed feed = set_.feeds_[shared_feed->feed];
  feed.subject.id = person.id;
  feed.name = person.name;
  set_.feeds_.push_back(std::move(feed));
  return true;
}

void FeedSetBuilder::add_person_feeds() {
  const std::vector<Membership> everybody = memberships_of(timetable_);
  std::map<std::pair<std::vector<const Programme*>, Language>, std::uint32_t> calendars;
  for (std::size_t begin = 0, end = 0; begin < everybody.size(); begin = end) {
    while (end < everybody.size() && everybody[end].person->id == everybody[begin].person->id) ++end;
    const std::span<const Membership> memberships{&everybody[begin], end - begin};
    const Membership& first = memberships.front();
    const bool plain = memberships.size() == 1 && is_plain(*first.person);
    if (plain && add_like_another(first)) continue;
    UnfinishedFeed unfinished{
        {FeedKind::person, first.person->id}, first.person->name, *first.part->programme};
    const Language language = first.person->language;
    std::vector<const Programme*> programmes;
    const Programme* invited = nullptr;
    for (const Membership& membership : memberships) {
      const Part& part = *membership.part;
      const programme::Person& person = *membership.person;
      programmes.push_back(part.programme);
      const MembershipState membership_state =
          note_membership(unfinished, part, person.left, person.language);
      if (person.delivery == programme::Delivery::invitations) {
        if (membership_state == MembershipState::active) invited = part.programme;
        continue;
      }
      for_each_entry(
          timetable_, membership, [&](std::uint32_t entry, const programme::Occurrence& occurrence) {
            if (membership_state == MembershipState::active || is_before(occurrence, *person.left))
              unfinished.shown.push_back({entry, person.language, personal_states_.of(entry, person)});
          });
    }
    if (invited != nullptr) {
      unfinished.invited = true;
      unfinished.notices.push_back(invited_notice(unfinished.subject, *invited, language, inputs_.now));
      visibility_.expect(next_week(inputs_.now, invited->zone));
    }
    const auto [calendar, fresh] = calendars.try_emplace({programmes, language});
    if (fresh) {
      const std::string titles = titles_of(programmes, language);
      calendar->second = calendars_.of(titles, titles, programmes, language);
    }
    unfinished.calendar = calendar->second;
    const bool noticed = !unfinished.notices.empty();
    add(std::move(unfinished));
    if (plain && !noticed) shared_feeds_[first.person->library].push_back({first, set_.feeds_.size() - 1});
  }
}

FeedSet build(const Timetable& timetable, std::span<const programme::Stamp> stamps, const FeedInputs& inputs,
              const FeedSet* before) {
  const auto read_back = before != nullptr ? before->event_texts() : std::span<const EventText>{};
  return FeedSetBuilder{timetable, stamps, inputs, read_back}.build();
}

}  // namespace feeds
