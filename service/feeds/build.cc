// SPDX-License-Identifier: Apache-2.0
//
// Builds feeds from a timetable and its stamps: decides which events each subject gets.
#include <algorithm>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
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

/// A feed whose texts are not rendered yet.
struct UnfinishedFeed {
  UnfinishedFeed(Subject about, std::string title, const Programme& first)
      : subject{std::move(about)}, name{std::move(title)}, programme{&first} {}

  Subject subject;
  std::string name;
  const Programme* programme;  ///< The first programme of the feed.
  std::shared_ptr<const CalendarText> calendar{};
  std::vector<FeedEntry> shown{};
  std::vector<ical::Event> notices{};
  bool gone = true;  ///< False if the subject takes part in any programme, or left recently.
  bool invited = false;
};

/// A library in one programme.
struct LibraryPart {
  const Part* part = nullptr;
  const Library* library = nullptr;
  std::optional<date::year_month_day> left;
};

/// A feed that people with the same view share.
struct SharedFeed {
  Membership membership;
  std::size_t feed = 0;
};

/// All libraries by id. A library in two programmes has one feed with both.
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
                 const FeedInputs& inputs, const EventTexts::Texts& known)
      : timetable_{timetable},
        stamps_{stamps},
        inputs_{inputs},
        personal_states_{timetable, inputs.hand_ins, inputs.language_changes},
        visibility_{timetable, inputs},
        calendars_{timetable},
        events_{timetable, stamps, known} {
    find_old_links();
  }

  FeedSet build() {
    // The order is that of subjects if the programmes are sorted.
    add_person_feeds();
    add_library_feeds();
    add_programme_feeds();
    const auto order = [](const Feed& a, const Feed& b) { return a.subject < b.subject; };
    if (!std::is_sorted(feeds_.begin(), feeds_.end(), order)) std::sort(feeds_.begin(), feeds_.end(), order);
    std::sort(closed_.begin(), closed_.end(), [](const ClosedFeed& a, const ClosedFeed& b) {
      return std::tie(a.feed.subject, a.generation) < std::tie(b.feed.subject, b.generation);
    });
    texts_->events = events_.take();
    FeedSet set;
    set.texts_ = texts_;
    set.feeds_ = SharedBlocks<Feed>{std::move(feeds_)};
    set.closed_ = SharedBlocks<ClosedFeed>{std::move(closed_)};
    set.next_change_ = visibility_.next_change();
    set.now_ = inputs_.now;
    set.keep_ = inputs_.keep;
    return set;
  }

  FeedSet rebuild(const FeedSet& before, const People& people, std::span<const std::string> ids) {
    for (const std::string& id : ids) {
      const Feed* feed = before.find({FeedKind::person, id});
      const auto memberships = people.find(id);
      if (feed == nullptr || memberships.empty()) continue;
      UnfinishedFeed unfinished = person_feed(memberships);
      unfinished.calendar = feed->calendar;
      add(std::move(unfinished));
    }
    texts_->events = events_.take();
    return before.with(std::move(feeds_), std::move(closed_));
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
  UnfinishedFeed person_feed(std::span<const Membership> memberships);
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
  /// The feeds of people who are is_plain(), by library.
  std::unordered_map<std::string_view, std::vector<SharedFeed>> shared_feeds_;
  const std::shared_ptr<FeedTexts> texts_ = std::make_shared<FeedTexts>();
  std::vector<Feed> feeds_;
  std::vector<ClosedFeed> closed_;
};

void FeedSetBuilder::find_old_links() {
  for (const OldLink& link : inputs_.links.old) {
    const auto subject = parse_subject(link.kind + ":" + link.id);
    if (!subject) continue;  // closed pages of a person have no feed
    visibility_.expect(link.works_until);
    visibility_.expect(link.works_until + programme::closed_link_shown);
    if (state_of(link, inputs_.now) == LinkState::closed) closed_links_[*subject].push_back(&link);
  }
}

/// Returns the state of the subject in that programme; adds a notice if it left recently. A feed is gone if
/// its subject has expired in all programmes.
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
  feeds_.push_back(feed(unfinished, events));
  if (unfinished.invited) feeds_.back().state = FeedState::invited;
  if (unfinished.gone) {
    feeds_.back().state = FeedState::gone;
  } else if (const auto closed = closed_links_.find(unfinished.subject); closed != closed_links_.end()) {
    for (const OldLink* link : closed->second) add_closed(unfinished, *link);
  }
}

void FeedSetBuilder::add_closed(const UnfinishedFeed& unfinished, const OldLink& link) {
  const Language language = unfinished.calendar->language;
  std::vector<std::uint32_t> events;
  for (const FeedEntry& shown : unfinished.shown)
    if (visibility_.shown(shown.entry) && stamps_[shown.entry].first_published <= link.works_until)
      events.push_back(events_.cleared(shown.entry, language, shown.own, link));
  events.push_back(events_.add(closed_notice(link, *unfinished.programme, language)));
  closed_.push_back({.generation = link.generation, .feed = feed(unfinished, events)});
  closed_.back().feed.state = FeedState::closed;
}

Feed FeedSetBuilder::feed(const UnfinishedFeed& unfinished, const std::vector<std::uint32_t>& events) {
  const CalendarText& calendar = *unfinished.calendar;
  Feed feed{.subject = unfinished.subject,
            .name = unfinished.name,
            .calendar = unfinished.calendar,
            .texts = texts_,
            .first_reference = static_cast<std::uint32_t>(texts_->references.size()),
            .references = static_cast<std::uint32_t>(events.size()),
            .digest = {},
            .last_changed = {},
            .octets = calendar.text.size() + ical::render_footer().size()};
  std::vector<Digest> digests{calendar.digest};
  for (const std::uint32_t index : events) {
    const EventText& event = *events_.all()[index];
    digests.push_back(event.digest);
    feed.octets += event.text.size();
    feed.last_changed = std::max(feed.last_changed, event.last_changed);
  }
  feed.digest = digest(digests);
  texts_->references.insert(texts_->references.end(), events.begin(), events.end());
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

/// True if the feed depends only on programme, library, roles, language and period of the person.
bool FeedSetBuilder::is_plain(const programme::Person& person) const {
  if (person.delivery != programme::Delivery::feed || personal_states_.any(person)) return false;
  return !closed_links_.contains({FeedKind::person, person.id});
}

/// Adds a feed that shares the texts of an equal one. Most people of a library have equal feeds under
/// different addresses.
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
  Feed feed = feeds_[shared_feed->feed];
  feed.subject.id = person.id;
  feed.name = person.name;
  feeds_.push_back(std::move(feed));
  return true;
}

/// Leaves `calendar` empty.
UnfinishedFeed FeedSetBuilder::person_feed(std::span<const Membership> memberships) {
  const Membership& first = memberships.front();
  UnfinishedFeed unfinished{{FeedKind::person, first.person->id}, first.person->name, *first.part->programme};
  const Programme* invited = nullptr;
  for (const Membership& membership : memberships) {
    const Part& part = *membership.part;
    const programme::Person& person = *membership.person;
    const MembershipState membership_state = note_membership(unfinished, part, person.left, person.language);
    if (person.delivery == programme::Delivery::invitations) {
      if (membership_state == MembershipState::active) invited = part.programme;
      continue;
    }
    for_each_entry(timetable_, membership, [&](std::uint32_t entry, const programme::Occurrence& occurrence) {
      if (membership_state == MembershipState::active || is_before(occurrence, *person.left))
        unfinished.shown.push_back({entry, person.language, personal_states_.of(entry, person)});
    });
  }
  if (invited != nullptr) {
    unfinished.invited = true;
    unfinished.notices.push_back(
        invited_notice(unfinished.subject, *invited, first.person->language, inputs_.now));
    visibility_.expect(next_week(inputs_.now, invited->zone));
  }
  return unfinished;
}

void FeedSetBuilder::add_person_feeds() {
  const std::vector<Membership> everybody = memberships_of(timetable_);
  std::map<std::pair<std::vector<const Programme*>, Language>, std::shared_ptr<const CalendarText>> calendars;
  for (std::size_t begin = 0, end = 0; begin < everybody.size(); begin = end) {
    while (end < everybody.size() && everybody[end].person->id == everybody[begin].person->id) ++end;
    const std::span<const Membership> memberships{&everybody[begin], end - begin};
    const Membership& first = memberships.front();
    const bool plain = memberships.size() == 1 && is_plain(*first.person);
    if (plain && add_like_another(first)) continue;
    UnfinishedFeed unfinished = person_feed(memberships);
    const Language language = first.person->language;
    std::vector<const Programme*> programmes;
    for (const Membership& membership : memberships) programmes.push_back(membership.part->programme);
    const auto [calendar, fresh] = calendars.try_emplace({programmes, language});
    if (fresh) {
      const std::string titles = titles_of(programmes, language);
      calendar->second = calendars_.of(titles, titles, programmes, language);
    }
    unfinished.calendar = calendar->second;
    const bool noticed = !unfinished.notices.empty();
    add(std::move(unfinished));
    if (plain && !noticed) shared_feeds_[first.person->library].push_back({first, feeds_.size() - 1});
  }
}

namespace {

void append_texts(const Feed& feed, EventTexts::Texts& texts) {
  for (std::uint32_t i = 0; i < feed.references; ++i)
    texts.push_back(feed.texts->events[feed.texts->references[feed.first_reference + i]]);
}

/// The texts of all feeds. A text may occur more than once.
EventTexts::Texts texts_of(const FeedSet& feeds) {
  EventTexts::Texts texts = feeds.event_texts();
  const auto* built = &feeds.event_texts();
  for (const Feed& feed : feeds.all())
    if (&feed.texts->events != built) append_texts(feed, texts);
  return texts;
}

}  // namespace

FeedSet build(const Timetable& timetable, std::span<const programme::Stamp> stamps, const FeedInputs& inputs,
              const FeedSet* before) {
  const auto known = before != nullptr ? texts_of(*before) : EventTexts::Texts{};
  return FeedSetBuilder{timetable, stamps, inputs, known}.build();
}

FeedSet rebuild(const FeedSet& before, const Timetable& timetable, std::span<const programme::Stamp> stamps,
                const People& people, std::span<const std::string> ids, const FeedInputs& inputs) {
  EventTexts::Texts known;
  for (const std::string& id : ids)
    if (const Feed* feed = before.find({FeedKind::person, id})) append_texts(*feed, known);
  return FeedSetBuilder{timetable, stamps, inputs, known}.rebuild(before, people, ids);
}

}  // namespace feeds
