// SPDX-License-Identifier: Apache-2.0
//
// `traject announce`: people are told what changed now, and not when it has settled or after somebody has said so.
#include <algorithm>
#include <iostream>
#include <limits>

#include "service/commands/agreed.h"
#include "service/commands/carrying.h"
#include "service/commands/choose.h"
#include "service/commands/commands.h"
#include "service/commands/latest.h"
#include "service/commands/plan.h"
#include "service/mail/invitees.h"
#include "service/store/outbox.h"

namespace commands {
namespace {

/// Who would be told what changed since that revision.
std::vector<std::string> to_tell(store::Revisions& revisions, int since, const Latest& latest,
                                 programme::Instant now, programme::Language language) {
  std::vector<std::string> people;
  if (since == 0 || since >= latest.number) return people;
  const Candidate before = read_revision(revisions, since, {});
  if (before.texts.empty() || !before.loaded.ok()) {
    std::cerr << choose(language, "wat er sinds versie ", "what changed since revision ") << since
              << choose(
                     language,
                     " is gewijzigd, kan niemand horen: deze versie van het programma kan haar niet lezen\n",
                     " cannot be told: this version of the program cannot read it\n");
    return people;
  }
  const feeds::Draft old{before.loaded.programmes};
  const feeds::Draft fresh{latest.candidate.loaded.programmes};
  for (const Addressee& each : changes_between(old, fresh, now).mails) people.push_back(each.recipient);
  return people;
}

/// Whose calendars lack something that nobody has decided on yet.
std::vector<std::string> to_invite(store::Store& store, const Latest& latest, programme::Instant now) {
  std::vector<std::string> people;
  store::Invitations invitations{store};
  const auto revision = store::Revisions{store}.latest();
  if (!revision || revision->no_mail || invitations.decided() == revision->number) return people;
  const auto told = invitations.told();
  EarlierProgrammes earlier{store, latest.candidate.loaded};
  const auto drafts = drafts_of(latest.candidate, latest.number, store, earlier, now);
  const mail::Invitees invitees{drafts->shown()};
  for (const auto& step : invitees.steps(told, now)) people.push_back(step.recipient);
  return people;
}

std::vector<std::string> that_wait(store::Outbox& outbox, programme::Instant now) {
  std::vector<std::string> people;
  for (const auto& mail : outbox.list(store::MailState::waiting, std::numeric_limits<int>::max()))
    if ((mail.purpose == "change" || mail.purpose == "invitation") && mail.not_after > now)
      people.push_back(mail.recipient);
  return people;
}

void print(const std::vector<std::string>& people, programme::Language language) {
  constexpr std::size_t shown = 100;
  const bool nl = language == programme::Language::nl;
  std::cout << people.size()
            << (people.size() == 1 ? (nl ? " persoon krijgt mail over wat er is gewijzigd:\n"
                                         : " person is mailed about what changed:\n")
                                   : (nl ? " mensen krijgen mail over wat er is gewijzigd:\n"
                                         : " people are mailed about what changed:\n"));
  for (std::size_t i = 0; i < std::min(shown, people.size()); ++i) std::cout << "  " << people[i] << '\n';
  if (people.size() > shown) std::cout << "  … +" << people.size() - shown << '\n';
}

}  // namespace

int announce(const Options& options, bool yes) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto folder = options.data_folder(latest->candidate.loaded.settings);
  if (!is_used_or_report(folder, options.language)) return exit_usage;
  const bool nl = options.language == programme::Language::nl;
  const auto now = options.time();
  store::Store store{folder};
  store::Outbox outbox{store};
  auto revisions = outbox.announcements().revisions();
  auto people = to_tell(revisions, outbox.announcements().announced(), *latest, now, options.language);
  std::ranges::copy(to_invite(store, *latest, now), std::back_inserter(people));
  std::ranges::copy(that_wait(outbox, now), std::back_inserter(people));
  std::ranges::sort(people);
  people.erase(std::unique(people.begin(), people.end()), people.end());
  if (people.empty()) {
    std::cout << (nl ? "er is niets gewijzigd dat nog niemand weet\n"
                     : "nothing changed that is still to be told\n");
    return exit_ok;
  }
  print(people, options.language);
  if (!agreed(yes, options.language, nl ? "Mailen?" : "Mail them?")) return exit_usage;
  outbox.announcements().ask(latest->number);
  outbox.announcements().release(now);
  std::cout << (nl ? "een draaiende dienst verstuurt ze binnen een minuut\n"
                   : "a running service sends them within a minute\n");
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
