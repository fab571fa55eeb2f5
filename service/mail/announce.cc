// SPDX-License-Identifier: Apache-2.0
#include "service/mail/announce.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <vector>

namespace mail {

using programme::Instant;
using programme::Programme;
using std::chrono::minutes;

namespace {

constexpr std::string_view person_prefix = "person:";
constexpr date::days change_mail_lasts{7};
constexpr minutes look_again{1};  ///< For what another process asked, and after a failure.
constexpr minutes comparison_lasts{10};

bool is_urgent(const std::vector<ChangeNews>& news, Instant now) {
  return std::ranges::any_of(news, [&](const ChangeNews& each) {
    return is_urgent(each, programme::today_in(latest(*each.difference), now));
  });
}

Instant after_quiet(const Programme& programme, Instant now) {
  const auto* zone = programme::find_zone(programme.zone);
  return zone == nullptr ? now : programme::quiet_until(programme, *zone, now).value_or(now);
}

std::string people_are(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " person is" : " people are");
}

}  // namespace

/// Two editions, and what differs. Keeps both alive.
class Comparison {
 public:
  Comparison(int since, std::shared_ptr<const Edition> before, std::shared_ptr<const Edition> after);
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  int since() const { return since_; }
  const Edition& after() const { return *after_; }

  /// What is worth a mail to this person now; empty: nothing.
  std::vector<ChangeNews> news_for(const std::string& person, Instant now) const;

  /// As they are now, when there is news for them.
  const programme::Person& person(const std::string& id) const;

  /// Everybody for whom something is different: ids, ascending.
  std::vector<std::string> people() const;

 private:
  struct Place {
    std::size_t difference, concern;
  };

  int since_;
  std::shared_ptr<const Edition> before_, after_;
  const Programme nothing_;  ///< Stands for a programme that is not there.
  const programme::Schedule no_schedule_;
  std::vector<programme::Difference> differences_;
  std::vector<std::vector<programme::Concern>> concerns_;  ///< Of each difference.
  std::unordered_map<std::string, std::vector<Place>> places_;
};

Comparison::Comparison(int since, std::shared_ptr<const Edition> before, std::shared_ptr<const Edition> after)
    : since_{since}, before_{std::move(before)}, after_{std::move(after)} {
  struct Sides {
    const feeds::Part *before = nullptr, *after = nullptr;
  };
  std::map<std::string_view, Sides> programmes;
  for (const auto& part : before_->draft.parts()) programmes[part.programme->id].before = &part;
  for (const auto& part : after_->draft.parts()) programmes[part.programme->id].after = &part;
  for (const auto& [id, sides] : programmes) {
    auto difference = programme::difference(sides.before ? *sides.before->programme : nothing_,
                                            sides.before ? sides.before->schedule : no_schedule_,
                                            sides.after ? *sides.after->programme : nothing_,
                                            sides.after ? sides.after->schedule : no_schedule_);
    if (!difference.empty()) differences_.push_back(std::move(difference));
  }
  concerns_.reserve(differences_.size());
  for (std::size_t i = 0; i < differences_.size(); ++i) {
    const auto& concerns = concerns_.emplace_back(programme::concerned(differences_[i]));
    for (std::size_t k = 0; k < concerns.size(); ++k) places_[concerns[k].latest().id].push_back({i, k});
  }
}

std::vector<ChangeNews> Comparison::news_for(const std::string& person, Instant now) const {
  std::vector<ChangeNews> all;
  const auto found = places_.find(person);
  if (found == places_.end()) return all;
  for (const Place& place : found->second) {
    const auto& difference = differences_[place.difference];
    const auto& concern = concerns_[place.difference][place.concern];
    if (auto news = news_of(difference, concern, programme::today_in(latest(difference), now)))
      all.push_back(std::move(*news));
  }
  return all;
}

const programme::Person& Comparison::person(const std::string& id) const {
  const auto& places = places_.at(id);
  const auto here = std::ranges::find_if(places, [&](const Place& place) {
    return concerns_[place.difference][place.concern].after != nullptr;
  });
  const Place& place = here == places.end() ? places.front() : *here;
  return concerns_[place.difference][place.concern].latest();
}

std::vector<std::string> Comparison::people() const {
  std::vector<std::string> ids;
  ids.reserve(places_.size());
  for (const auto& [id, places] : places_) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

Announcer::Announcer(store::Announcements& announcements, const WorkerOptions& options, const WorkerLog& log)
    : announcements_{announcements}, options_{options}, log_{log} {}

Announcer::~Announcer() = default;

void Announcer::publish(std::shared_ptr<const Edition> edition) {
  comparison_.reset();
  edition_ = std::move(edition);
  pending_.reset();
  if (edition_->revision > 0) pending_ = edition_->published;  // looked at by the next run()
}

std::optional<Instant> Announcer::pending_until() const {
  if (!pending_) return std::nullopt;
  return std::max(*pending_, edition_->published + options_.settle);
}

void Announcer::run(Instant now) {
  if (comparison_ && used_ && now - *used_ > comparison_lasts) comparison_.reset();
  if (!pending_ || *pending_ > now) return;
  skip_silent();
  const int announced = announcements_.announced();
  if (announced == edition_->revision) {
    pending_.reset();
    return;
  }
  used_ = now;
  try {
    const Comparison* const compared = compare(announced);
    if (compared == nullptr) {
      log_.error("nobody is told what changed since revision " + std::to_string(announced) +
                 ": this version of the program cannot read it");
      announcements_.set_announced(edition_->revision);
      pending_.reset();
      return;
    }
    const Comparison& comparison = *compared;
    const auto people = comparison.people();
    const bool asked = announcements_.asked() >= edition_->revision;
    const bool urgent = std::ranges::any_of(
        people, [&](const std::string& person) { return is_urgent(comparison.news_for(person, now), now); });
    const Instant settled = edition_->published + options_.settle;
    if (asked || urgent || now >= settled) {
      announce(comparison, asked, now);
      pending_.reset();
    } else {
      pending_ = std::min(settled, now + look_again);
    }
  } catch (const std::exception& error) {
    if (told_.first(error.what(), now))
      log_.error(std::string{"what changed cannot be told: "} + error.what());
    pending_ = now + look_again;
  }
}

/// Published for the first time there is nothing to tell. A store that was put back to an earlier state may know less than
/// was announced.
void Announcer::skip_silent() {
  int announced = announcements_.announced();
  const int before = announced;
  if (announced == 0 || announced > edition_->revision) announced = edition_->revision;
  while (announced < edition_->revision &&
         std::ranges::find(edition_->silent, announced + 1) != edition_->silent.end())
    ++announced;
  if (announced != before) announcements_.set_announced(announced);
}

void Announcer::announce(const Comparison& comparison, bool asked, Instant now) {
  std::vector<store::ChangeMail> mails;
  for (const std::string& person : comparison.people()) {
    const auto news = comparison.news_for(person, now);
    if (news.empty()) continue;
    const bool urgent = is_urgent(news, now);
    const bool ask = std::ranges::any_of(news, [](const auto& each) { return latest(*each.difference).ask; });
    mails.push_back({.recipient = std::string{person_prefix} + person,
                     .address = comparison.person(person).address,
                     .programme = latest(*news.front().difference).id,
                     .due = urgent || asked ? now : after_quiet(latest(*news.front().difference), now),
                     .waiting = ask && !urgent && !asked});
  }
  const bool many = !asked && mails.size() > static_cast<std::size_t>(options_.ask_above);
  for (auto& mail : mails) mail.waiting = mail.waiting || many;
  announcements_.announce(edition_->revision, mails, now, now + change_mail_lasts);
  if (mails.empty()) return;
  const auto waiting = static_cast<std::size_t>(std::ranges::count_if(mails, &store::ChangeMail::waiting));
  const std::string revision = " of revision " + std::to_string(edition_->revision);
  if (waiting > 0)
    log_.error(people_are(waiting) + " to be told" + revision +
               ": the mails wait for a coordinator's word; `traject announce` shows them and lets them go");
  if (waiting < mails.size()) log_.info(people_are(mails.size() - waiting) + " told" + revision);
}

const Comparison* Announcer::compare(int since) {
  if (comparison_ && comparison_->since() == since) return comparison_.get();
  comparison_.reset();
  auto revisions = announcements_.revisions();
  auto before = edition_->earlier ? edition_->earlier(since, revisions) : nullptr;
  if (!before) return nullptr;
  comparison_ = std::make_unique<const Comparison>(since, std::move(before), edition_);
  return comparison_.get();
}

std::optional<ChangeLetter> Announcer::letter(int since, const std::string& recipient, Instant now) {
  if (!recipient.starts_with(person_prefix)) return std::nullopt;
  const std::string person = recipient.substr(person_prefix.size());
  used_ = now;
  const Comparison* const compared = compare(since);
  if (compared == nullptr) return std::nullopt;
  const Comparison& comparison = *compared;
  ChangeLetter letter;
  letter.news = comparison.news_for(person, now);
  if (letter.news.empty()) return std::nullopt;
  letter.person = &comparison.person(person);
  letter.urgent = is_urgent(letter.news, now);
  const Edition& edition = comparison.after();
  if (edition.links) {
    const auto links = edition.links(*letter.person, letter.programme(), programme::Topic::general, nullptr);
    letter.feed_link = links.feed;
    letter.subscribe_link = links.subscribe;
    letter.page_link = links.page;
  }
  if (edition.fetched) letter.fetched = edition.fetched(person, edition.published);
  return letter;
}

}  // namespace mail
