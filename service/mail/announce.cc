// SPDX-License-Identifier: Apache-2.0
#include "service/mail/announce.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "service/feeds/feed_changes.h"
#include "service/mail/ask.h"

namespace mail {

using programme::Instant;
using programme::Programme;
using std::chrono::minutes;

namespace {

constexpr date::days change_mail_lasts{7};
constexpr date::days invitation_lasts{30};
constexpr minutes look_again{1};  ///< For requests of other processes, and after a failure.
constexpr minutes comparison_lasts{10};

Instant after_quiet(const Programme& programme, Instant now) {
  const auto* zone = programme::find_zone(programme.zone);
  return zone == nullptr ? now : programme::quiet_until(programme, *zone, now).value_or(now);
}

std::string people_are(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " person is" : " people are");
}

}  // namespace

/// Everything that is worth a mail to one person, of all programmes.
struct PersonNews {
  std::string recipient;                      ///< programme::Recipient::key().
  const programme::Person* person = nullptr;  ///< As they are now.
  std::vector<letters::ChangeNews> news;      ///< Empty: nothing.
  bool urgent = false;                        ///< One of them is about a day that is near.
};

/// An earlier revision, an edition, and their differences. Keeps both alive.
class Comparison {
 public:
  Comparison(int since, std::shared_ptr<const feeds::Timetables> before,
             std::shared_ptr<const Edition> after);
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  int since() const { return since_; }
  const Edition& after() const { return *after_; }

  /// Returns the changes that are worth a mail to this recipient now.
  PersonNews news_for(const std::string& recipient, Instant now) const;

  /// Returns the changes of every recipient that has some, sorted by key.
  std::vector<PersonNews> everybody(Instant now) const;

 private:
  struct Place {
    std::size_t difference, concern;
  };

  int since_;
  std::shared_ptr<const feeds::Timetables> before_;
  std::shared_ptr<const Edition> after_;
  std::vector<changes::Difference> differences_;
  std::vector<std::vector<changes::Affected>> concerns_;        ///< Of each difference.
  std::unordered_map<std::string, std::vector<Place>> places_;  ///< By programme::Recipient::key().
};

Comparison::Comparison(int since, std::shared_ptr<const feeds::Timetables> before,
                       std::shared_ptr<const Edition> after)
    : since_{since}, before_{std::move(before)}, after_{std::move(after)} {
  differences_ = feeds::differences(before_->written(), after_->timetables.written());
  std::erase_if(differences_, [](const auto& difference) { return difference.empty(); });
  concerns_.reserve(differences_.size());
  for (std::size_t i = 0; i < differences_.size(); ++i) {
    const auto& concerns = concerns_.emplace_back(changes::affected_people(differences_[i]));
    for (std::size_t k = 0; k < concerns.size(); ++k)
      places_[programme::Recipient{&concerns[k].latest(), nullptr}.key()].push_back({i, k});
  }
}

PersonNews Comparison::news_for(const std::string& recipient, Instant now) const {
  PersonNews all{recipient, nullptr, {}, false};
  const auto found = places_.find(recipient);
  if (found == places_.end()) return all;
  bool here = false;
  for (const Place& place : found->second) {
    const auto& difference = differences_[place.difference];
    const auto& concern = concerns_[place.difference][place.concern];
    if (all.person == nullptr || (!here && concern.after != nullptr)) all.person = &concern.latest();
    here = here || concern.after != nullptr;
    const auto today = programme::local_day(now, latest(difference).zone);
    auto news = letters::news_of(difference, concern, today);
    if (!news) continue;
    all.urgent = all.urgent || letters::is_urgent(*news, today);
    all.news.push_back(std::move(*news));
  }
  return all;
}

std::vector<PersonNews> Comparison::everybody(Instant now) const {
  std::vector<PersonNews> people;
  for (const auto& [recipient, places] : places_)
    if (auto one = news_for(recipient, now); !one.news.empty()) people.push_back(std::move(one));
  std::ranges::sort(people, {}, &PersonNews::recipient);
  return people;
}

Announcer::Announcer(store::Announcements& announcements, const WorkerOptions& options, const WorkerLog& log)
    : announcements_{announcements}, options_{options}, log_{log} {}

Announcer::~Announcer() = default;

void Announcer::publish(std::shared_ptr<const Edition> edition) {
  comparison_.reset();
  edition_ = std::move(edition);
  invitees_ = std::make_unique<const Invitees>(edition_->timetable);
  invites_ = !invitees_->empty() || !announcements_.invitations().none_sent();
  pending_.reset();
  if (edition_->snapshot->revision > 0)
    pending_ = edition_->snapshot->published;  // The next run() checks it.
}

std::optional<Instant> Announcer::pending_until() const {
  if (!pending_) return std::nullopt;
  return std::max(*pending_, edition_->snapshot->published + options_.settle);
}

void Announcer::run(Instant now) {
  if (comparison_ && used_ && now - *used_ > comparison_lasts) comparison_.reset();
  if (!pending_ || *pending_ > now) return;
  skip_silent();
  const bool invite = invitations_undecided();
  if (announcements_.announced() == edition_->snapshot->revision && !invite) {
    announced_ = edition_->snapshot;
    pending_.reset();
    return;
  }
  try {
    const auto people = pending_news(now);
    std::vector<InvitationStep> steps;
    if (invite) steps = invitees_->steps(announcements_.invitations().last_sent(), now);
    const bool asked = announcements_.asked() >= edition_->snapshot->revision;
    const bool urgent =
        std::ranges::any_of(people, &PersonNews::urgent) || std::ranges::any_of(steps, &InvitationStep::near);
    const Instant settled = edition_->snapshot->published + options_.settle;
    if (asked || urgent || now >= settled) {
      announce(people, steps, asked, now);
      announced_ = edition_->snapshot;
      pending_.reset();
    } else {
      pending_ = std::min(settled, now + look_again);
    }
  } catch (const std::exception& error) {
    if (reported_.allow(error.what(), now))
      log_.error(std::string{"what changed cannot be told: "} + error.what());
    pending_ = now + look_again;
  }
}

bool Announcer::invitations_undecided() {
  return invites_ && announcements_.invitations().decided() != edition_->snapshot->revision;
}

/// Returns the changes of all recipients since the revision announced last.
std::vector<PersonNews> Announcer::pending_news(Instant now) {
  const int announced = announcements_.announced();
  if (announced == edition_->snapshot->revision) return {};
  used_ = now;
  if (const Comparison* const compared = compare(announced)) return compared->everybody(now);
  log_.error("nobody is told what changed since revision " + std::to_string(announced) +
             ": this version of the program cannot read it");
  announcements_.set_untold({announced, now});
  announcements_.set_announced(edition_->snapshot->revision);
  return {};
}

/// Marks revisions without mail as announced: the first one and those published with --no-mail. In a restored
/// store the announced revision may be later than the latest one. The first publication sends invitations,
/// unless it has no mail.
void Announcer::skip_silent() {
  const auto is_silent = [&](int revision) {
    return std::ranges::find(edition_->silent, revision) != edition_->silent.end();
  };
  int announced = announcements_.announced();
  const int before = announced;
  if (invites_) {
    auto invitations = announcements_.invitations();
    const auto decided = invitations.decided();
    int silent = decided.value_or(before);
    while (silent < edition_->snapshot->revision && is_silent(silent + 1)) ++silent;
    if (decided != silent) invitations.set_decided(silent);
  }
  if (announced == 0 || announced > edition_->snapshot->revision) announced = edition_->snapshot->revision;
  while (announced < edition_->snapshot->revision && is_silent(announced + 1)) ++announced;
  if (announced != before) announcements_.set_announced(announced);
}

void Announcer::announce(std::span<const PersonNews> people, std::span<const InvitationStep> steps,
                         bool asked, Instant now) {
  std::vector<store::ChangeMail> mails;
  std::set<std::string> recipients;
  for (const PersonNews& each : people) {
    const Programme& first = latest(*each.news.front().difference);
    const bool ask =
        std::ranges::any_of(each.news, [](const auto& news) { return latest(*news.difference).ask; });
    mails.push_back({.recipient = each.recipient,
                     .address = each.person->address,
                     .programme = first.id,
                     .due = each.urgent || asked ? now : after_quiet(first, now),
                     .waiting = ask && !each.urgent && !asked});
    recipients.insert(each.recipient);
  }
  auto invitations = invitation_mails(steps, asked, now);
  for (const auto& mail : invitations) recipients.insert(mail.recipient);
  if (!asked && is_more_than(recipients.size(), options_.ask_above)) {
    for (auto& mail : mails) mail.waiting = true;
    for (auto& mail : invitations) mail.waiting = true;
  }
  if (invites_)
    announcements_.announce(edition_->snapshot->revision, mails, invitations, now, now + change_mail_lasts);
  else
    announcements_.announce(edition_->snapshot->revision, mails, now, now + change_mail_lasts);
  std::set<std::string> waiting;
  for (const auto& mail : mails)
    if (mail.waiting) waiting.insert(mail.recipient);
  for (const auto& mail : invitations)
    if (mail.waiting) waiting.insert(mail.recipient);
  report(recipients.size() - waiting.size(), waiting.size());
}

std::vector<store::InvitationMail> Announcer::invitation_mails(std::span<const InvitationStep> steps,
                                                               bool asked, Instant now) const {
  std::vector<store::InvitationMail> mails;
  for (const InvitationStep& step : steps) {
    if (step.part == nullptr) continue;
    const Programme& programme = *step.part->programme;
    mails.push_back({.recipient = step.recipient,
                     .uid = step.uid,
                     .address = step.person != nullptr ? step.person->address : step.last_sent->address,
                     .programme = programme.id,
                     .due = step.near || asked ? now : after_quiet(programme, now),
                     .not_after = std::min(step.end, now + invitation_lasts),
                     .waiting = programme.ask && !step.near && !asked});
  }
  return mails;
}

void Announcer::report(std::size_t mailed, std::size_t waiting) const {
  const std::string revision = " of revision " + std::to_string(edition_->snapshot->revision);
  if (waiting > 0)
    log_.error(people_are(waiting) + " to be told" + revision +
               ": the mails wait for a coordinator's word; `traject announce` shows them and lets them go");
  if (mailed > 0) log_.info(people_are(mailed) + " told" + revision);
}

const Comparison* Announcer::compare(int since) {
  if (comparison_ && comparison_->since() == since) return comparison_.get();
  comparison_.reset();
  auto revisions = announcements_.revisions();
  std::shared_ptr<const feeds::Timetables> before;
  if (announced_ && announced_->revision == since)
    before = announced_->timetables;
  else
    before = edition_->earlier ? edition_->earlier(since, revisions) : nullptr;
  if (!before) return nullptr;
  comparison_ = std::make_unique<const Comparison>(since, std::move(before), edition_);
  return comparison_.get();
}

std::optional<InvitationStep> Announcer::invitation(const std::string& recipient, const std::string& uid,
                                                    const std::optional<store::Invitation>& last_sent,
                                                    Instant now) const {
  return invitees_->step(recipient, uid, last_sent, now);
}

std::optional<letters::ChangeLetter> Announcer::letter(int since, const std::string& recipient, Instant now) {
  used_ = now;
  const Comparison* const compared = compare(since);
  if (compared == nullptr) return std::nullopt;
  auto found = compared->news_for(recipient, now);
  if (found.news.empty()) return std::nullopt;
  letters::ChangeLetter letter;
  letter.news = std::move(found.news);
  letter.person = found.person;
  letter.urgent = found.urgent;
  const Edition& edition = compared->after();
  if (edition.links) {
    const auto links = edition.links(*letter.person, letter.programme(), programme::Topic::general, nullptr);
    letter.feed_link = links.feed;
    letter.subscribe_link = links.subscribe;
    letter.page_link = links.page;
  }
  if (const auto fetched = announcements_.feed_fetches().last("person", letter.person->id))
    letter.fetched = *fetched >= edition.snapshot->published;
  return letter;
}

}  // namespace mail
