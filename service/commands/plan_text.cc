// SPDX-License-Identifier: Apache-2.0
#include "service/commands/plan_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "service/commands/terminal.h"
#include "service/publishing/plan_words.h"

namespace commands {
namespace {

using changes::ChangeKind;
using changes::OccurrenceChange;
using changes::ReminderChange;

/// Maximum number of names in a line and of lines in a list.
constexpr std::size_t most_names = 3;
constexpr std::size_t most_lines = 40;

enum class Mark { none, title, good, change, bad };

const char* colour_of(Mark mark) {
  switch (mark) {
    case Mark::title:
      return "\033[1m";
    case Mark::good:
      return "\033[32m";
    case Mark::change:
      return "\033[33m";
    case Mark::bad:
      return "\033[31m";
    case Mark::none:
      break;
  }
  return "";
}

Mark mark_of(const OccurrenceChange& change) {
  if (change.has(ChangeKind::removed) || change.has(ChangeKind::cancelled)) return Mark::bad;
  if (change.has(ChangeKind::added) || change.has(ChangeKind::reinstated)) return Mark::good;
  return Mark::change;
}

/// Returns "A; B; C" or "A; B; C en nog 4". Names contain commas, so semicolons separate them.
std::string listed(const std::vector<std::string>& names, programme::Language language) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most_names); ++i)
    text += (i == 0 ? "" : "; ") + names[i];
  if (names.size() <= most_names) return text;
  return text + say(language, " en nog {0}", " and {0} more", {std::to_string(names.size() - most_names)});
}

/// Returns the subject of a warning.
std::string subject_of(const changes::ChangeWarning& warning, programme::Language language) {
  if (warning.occurrence == nullptr) return warning.person->name;
  return warning.library.empty() ? warning.occurrence->activity->title.in(language)
                                 : publishing::title_of(*warning.occurrence, language);
}

class Writer {
 public:
  Writer(const publishing::ChangePlan& plan, programme::Language language, bool colour)
      : plan_(plan), language_(language), colour_(colour) {}

  std::string run();

 private:
  std::string in_words(std::string_view nl, std::string_view en,
                       std::initializer_list<std::string_view> fills = {}) const {
    return say(language_, nl, en, fills);
  }
  void line(int depth, const std::string& text, Mark mark = Mark::none);
  void heading(std::string_view nl, std::string_view en) { line(1, in_words(nl, en)); }
  void and_more(int depth, std::size_t count) {
    line(depth, in_words("en nog {0}", "and {0} more", {std::to_string(count)}));
  }

  void write(const publishing::ProgrammePlan& part);
  void write_occurrences(const changes::Difference& difference);
  void write_change(const OccurrenceChange& change, int depth);
  void write_people(const publishing::ProgrammePlan& part);
  void write_reminders(const publishing::ProgrammePlan& part);
  void write_unreached(const publishing::ProgrammePlan& part);
  void write_warnings(const publishing::ProgrammePlan& part);
  void write_feeds();
  void write_mails();
  void write_invitations();
  void write_waiting();

  const publishing::ChangePlan& plan_;
  programme::Language language_;
  bool colour_;
  std::string out_;
  std::multimap<std::pair<std::string_view, std::string_view>, const OccurrenceChange*> followers_;
};

void Writer::line(int depth, const std::string& text, Mark mark) {
  out_.append(static_cast<std::size_t>(depth) * 2, ' ');
  const bool marked = colour_ && mark != Mark::none;
  if (marked) out_ += colour_of(mark);
  out_ += text;
  if (marked) out_ += "\033[0m";
  out_ += '\n';
}

/// Prints the consequences of a change below it, indented.
void Writer::write_change(const OccurrenceChange& change, int depth) {
  line(depth, publishing::title_of(change.latest(), language_), mark_of(change));
  for (const std::string& words : publishing::change_in_words(change, language_)) line(depth + 1, words);
  const auto [first, last] = followers_.equal_range({change.activity, change.library});
  for (auto it = first; it != last; ++it) write_change(*it->second, depth + 1);
}

void Writer::write_occurrences(const changes::Difference& difference) {
  followers_.clear();
  for (const OccurrenceChange& change : difference.occurrences)
    if (!change.follows_from.empty())
      followers_.emplace(std::pair(std::string_view(change.follows_from), std::string_view(change.library)),
                         &change);
  for (const auto& library : difference.libraries) {
    line(1, publishing::in_words(library, language_), Mark::change);
    for (const OccurrenceChange& change : difference.occurrences)
      if (change.with_library && change.library == library.library) write_change(change, 2);
  }
  for (const OccurrenceChange& change : difference.occurrences)
    if (change.follows_from.empty() && !change.with_library) write_change(change, 1);
}

void Writer::write_people(const publishing::ProgrammePlan& part) {
  std::map<std::string_view, const publishing::Reassigned*> reassigned;
  for (const publishing::Reassigned& change : part.reassigned) reassigned.emplace(change.person, &change);
  const auto write = [&](const std::string& words,
                         const std::vector<const programme::Occurrence*>& occurrences) {
    std::vector<std::string> titles;
    for (const auto* occurrence : occurrences) titles.push_back(publishing::title_of(*occurrence, language_));
    if (!titles.empty()) line(2, words + listed(titles, language_));
  };
  const auto& people = part.difference.people;
  std::size_t left = most_lines;
  for (const auto& change : people) {
    if (left-- == 0) return and_more(1, people.size() - most_lines);
    line(1, publishing::in_words(change, part.difference, language_), Mark::change);
    const auto other = reassigned.find(change.person);
    if (other == reassigned.end()) continue;
    write(in_words("komt erbij: ", "gains: "), other->second->gained);
    write(in_words("valt weg: ", "loses: "), other->second->lost);
  }
}

/// Returns the subject of a reminder; "" for the programme as a whole.
std::string subject_of(const changes::Difference& difference, const ReminderChange& change,
                       programme::Language language) {
  for (const auto* schedule : {difference.schedule_after, difference.schedule_before})
    for (const programme::Occurrence& occurrence : schedule->occurrences)
      if (occurrence.activity->id == change.activity &&
          (occurrence.library != nullptr ? occurrence.library->id : "") == change.library)
        return publishing::title_of(occurrence, language);
  return {};
}

/// Returns the planned time or, for a reminder without one, the earlier time.
programme::Instant time_of(const ReminderChange& change) {
  return change.after ? *change.after : change.before.value_or(programme::Instant{});
}

/// The changed reminders of one occurrence, sorted by time.
using About = std::vector<const ReminderChange*>;

/// Sorts the groups by their first reminder.
std::vector<About> by_occurrence(const std::vector<ReminderChange>& changes) {
  std::map<std::pair<std::string_view, std::string_view>, About> found;
  for (const ReminderChange& change : changes) found[{change.activity, change.library}].push_back(&change);
  const auto earlier = [](const auto* a, const auto* b) { return time_of(*a) < time_of(*b); };
  std::vector<About> sorted;
  for (auto& [key, about] : found) {
    std::stable_sort(about.begin(), about.end(), earlier);
    sorted.push_back(std::move(about));
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const About& a, const About& b) { return earlier(a.front(), b.front()); });
  return sorted;
}

/// Prints the reminders below their subject. Repeats of one rule with the same result take one line.
void Writer::write_reminders(const publishing::ProgrammePlan& part) {
  const auto& programme =
      part.difference.after->id.empty() ? *part.difference.before : *part.difference.after;
  const date::time_zone* zone = programme::find_zone(programme.zone);
  if (part.reminders.empty() || zone == nullptr) return;
  heading("Herinneringen:", "Reminders:");
  std::size_t left = most_lines;
  std::size_t written = 0;
  for (const About& about : by_occurrence(part.reminders)) {
    if (left == 0) return and_more(2, part.reminders.size() - written);
    if (const std::string subject = subject_of(part.difference, *about.front(), language_); !subject.empty())
      line(2, subject);
    const auto fate = [](const ReminderChange& change) {
      return std::tuple{std::string_view{change.rule}, change.effect, change.at_once};
    };
    std::set<std::tuple<std::string_view, changes::ReminderEffect, bool>> said;
    for (const ReminderChange* change : about) {
      if (!said.insert(fate(*change)).second) continue;
      if (left == 0) return and_more(3, part.reminders.size() - written);
      --left;
      const auto alike = static_cast<std::size_t>(std::count_if(
          about.begin(), about.end(), [&](auto* other) { return fate(*other) == fate(*change); }));
      std::string text = change->rule + " " + publishing::in_words(*change, *zone, language_);
      if (alike > 1)
        text += in_words(", met ", ", with ") +
                counted(language_, alike - 1, {"herhaling", "repeat"}, {"herhalingen", "repeats"});
      line(3, text);
      written += alike;
    }
  }
}

void Writer::write_unreached(const publishing::ProgrammePlan& part) {
  if (part.unreached.empty()) return;
  heading("Bereikt niemand:", "Reaches nobody:");
  std::size_t left = most_lines;
  for (const auto& each : part.unreached) {
    if (left-- == 0) return and_more(2, part.unreached.size() - most_lines);
    line(2,
         each.rule->id + ": " + recipients_text(0, language_) + "; " +
             programme::in_words(each.reason).in(language_),
         Mark::bad);
  }
}

void Writer::write_warnings(const publishing::ProgrammePlan& part) {
  if (part.warnings.empty()) return;
  heading("Let op:", "Warnings:");
  std::size_t left = most_lines;
  for (const auto& warning : part.warnings) {
    if (left-- == 0) return and_more(2, part.warnings.size() - most_lines);
    line(2, subject_of(warning, language_) + ": " + publishing::in_words(warning, language_), Mark::bad);
  }
}

void Writer::write(const publishing::ProgrammePlan& part) {
  const changes::Difference& difference = part.difference;
  const programme::Programme& programme =
      difference.after->id.empty() ? *difference.before : *difference.after;
  line(0, programme.title.in(language_) + " (" + programme.id + ")", Mark::title);
  for (const auto setting : difference.settings)
    line(1, publishing::in_words(setting, difference, language_), Mark::change);
  if (difference.before->id.empty() || difference.after->id.empty()) {
    line(1,
         counted(language_, programme.activities.size(), {"activiteit", "activity"},
                 {"activiteiten", "activities"}) +
             ", " +
             counted(language_, programme.libraries.size(), {"bibliotheek", "library"},
                     {"bibliotheken", "libraries"}) +
             ", " +
             counted(language_, programme.people.size(), {"deelnemer", "person"}, {"deelnemers", "people"}));
  } else {
    write_occurrences(difference);
    write_people(part);
    for (const auto& rule : difference.rules) line(1, publishing::in_words(rule, language_), Mark::change);
    write_reminders(part);
  }
  write_unreached(part);
  write_warnings(part);
  out_ += '\n';
}

void Writer::write_feeds() {
  using feeds::FeedEffect;
  using feeds::FeedKind;
  if (plan_.feeds.empty()) return line(0, in_words("Agenda-abonnementen: geen", "Feeds: none"));
  line(0, in_words("Agenda-abonnementen: ", "Feeds: ") + std::to_string(plan_.feeds.size()));
  const auto whose = [&](FeedKind kind, std::size_t count) {
    if (kind == FeedKind::person)
      return counted(language_, count, {"deelnemer", "person"}, {"deelnemers", "people"});
    if (kind == FeedKind::library)
      return counted(language_, count, {"bibliotheek", "library"}, {"bibliotheken", "libraries"});
    return counted(language_, count, {"werktraject", "programme"}, {"werktrajecten", "programmes"});
  };
  const std::array effects{std::pair{FeedEffect::changed, in_words("gewijzigd", "changed")},
                           std::pair{FeedEffect::added, in_words("nieuw", "new")},
                           std::pair{FeedEffect::ended, in_words("vervallen", "ended")}};
  for (const auto& [effect, word] : effects) {
    for (const FeedKind kind : {FeedKind::person, FeedKind::library, FeedKind::programme}) {
      std::vector<std::string> names;
      for (const feeds::FeedChange& change : plan_.feeds)
        if (change.effect == effect && change.subject.kind == kind) names.push_back(change.name);
      if (!names.empty()) line(1, word + ", " + whose(kind, names.size()) + ": " + listed(names, language_));
    }
  }
}

void Writer::write_mails() {
  if (plan_.mails.empty()) {
    // With invitations alone, "none" would suggest that nobody is informed.
    if (plan_.invitations.empty()) line(0, in_words("Wijzigingsmails: geen", "Change mails: none"));
    return;
  }
  line(0, in_words("Wijzigingsmails: ", "Change mails: ") + std::to_string(plan_.mails.size()));
  std::map<std::string, std::vector<std::string>> groups;
  for (const publishing::Addressee& addressee : plan_.mails)
    groups[addressee.group.in(language_)].push_back(addressee.name);
  for (const auto& [group, names] : groups)
    line(1, std::to_string(names.size()) + " × " + group + ": " + listed(names, language_));
}

void Writer::write_invitations() {
  using letters::InvitationKind;
  if (plan_.invitations.empty()) return;
  std::set<std::string_view> people;
  for (const publishing::PlannedInvitation& each : plan_.invitations) people.insert(each.recipient);
  line(0, in_words("Uitnodigingen: ", "Invitations: ") +
              counted(language_, plan_.invitations.size(), {"mail", "mail"}, {"mails", "mails"}) +
              in_words(" aan ", " to ") +
              counted(language_, people.size(), {"deelnemer", "person"}, {"deelnemers", "people"}));
  const std::array kinds{std::pair{InvitationKind::invite, in_words("nieuw", "new")},
                         std::pair{InvitationKind::update, in_words("gewijzigd", "changed")},
                         std::pair{InvitationKind::cancel, in_words("afgezegd", "called off")}};
  for (const auto& [kind, word] : kinds) {
    std::size_t mails = 0;
    std::map<std::string_view, std::string> names;
    for (const publishing::PlannedInvitation& each : plan_.invitations) {
      if (each.kind != kind) continue;
      ++mails;
      names.emplace(each.recipient, each.name);
    }
    std::vector<std::string> list;
    for (const auto& [recipient, name] : names) list.push_back(name);
    if (mails > 0) line(1, std::to_string(mails) + " × " + word + ": " + listed(list, language_));
  }
}

void Writer::write_waiting() {
  if (plan_.mails_wait)
    line(1, in_words("wachten tot u `traject announce` geeft; alleen wat dringend is, gaat soms meteen",
                     "wait until you say `traject announce`; only what is urgent may go at once"));
}

std::string Writer::run() {
  if (plan_.empty()) {
    line(0, in_words("Er verandert niets.", "Nothing changes."));
    return std::move(out_);
  }
  for (const publishing::ProgrammePlan& part : plan_.programmes) write(part);
  write_feeds();
  write_mails();
  write_invitations();
  write_waiting();
  return std::move(out_);
}

}  // namespace

std::string plan_text(const publishing::ChangePlan& plan, programme::Language language, bool colour) {
  return Writer(plan, language, colour).run();
}

}  // namespace commands
