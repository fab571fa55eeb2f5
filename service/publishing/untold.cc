// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/untold.h"

#include <algorithm>
#include <iostream>

#include "service/mail/invitees.h"
#include "service/publishing/change_plan.h"
#include "service/publishing/choose.h"
#include "service/publishing/withdrawals.h"
#include "service/store/announcements.h"
#include "service/store/invitations.h"

namespace publishing {
namespace {

/// Who would be told what changed since that revision.
std::vector<std::string> to_tell(store::Revisions& revisions, int since, int revision,
                                 const Configuration& published, programme::Instant now,
                                 programme::Language language) {
  std::vector<std::string> people;
  if (since == 0 || since >= revision) return people;
  const Configuration before = read_revision(revisions, since, {});
  if (before.texts.empty() || !before.loaded.ok()) {
    std::cerr << choose(language, "wat er sinds versie ", "what changed since revision ") << since
              << choose(
                     language,
                     " is gewijzigd, kan niemand horen: deze versie van het programma kan haar niet lezen\n",
                     " cannot be told: this version of the program cannot read it\n");
    return people;
  }
  const feeds::Timetable old{before.loaded.programmes};
  const feeds::Timetable fresh{published.loaded.programmes};
  for (const Addressee& each : changes_between(old, fresh, now).mails) people.push_back(each.recipient);
  return people;
}

/// Whose calendars lack something that nobody has decided on yet.
std::vector<std::string> to_invite(store::Store& store, int number, const Configuration& published,
                                   programme::Instant now) {
  std::vector<std::string> people;
  store::Invitations invitations{store};
  const auto revision = store::Revisions{store}.find(number);
  if (!revision || revision->no_mail || invitations.decided() == number) return people;
  const auto told = invitations.told();
  EarlierProgrammes earlier{store, published.loaded};
  const auto timetables = timetables_of(published, number, store, earlier, now);
  const mail::Invitees invitees{timetables->shown()};
  for (const auto& step : invitees.steps(told, now)) people.push_back(step.recipient);
  return people;
}

}  // namespace

std::vector<std::string> untold(store::Store& store, int revision, const Configuration& published,
                                programme::Instant now, programme::Language language) {
  store::Revisions revisions{store};
  auto people =
      to_tell(revisions, store::Announcements{store}.announced(), revision, published, now, language);
  std::ranges::copy(to_invite(store, revision, published, now), std::back_inserter(people));
  std::ranges::sort(people);
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

}  // namespace publishing
