// SPDX-License-Identifier: Apache-2.0
#include "service/mail/cleaner.h"

namespace mail {
namespace {

/// Rows. A batch takes some milliseconds.
constexpr int batch = 500;
constexpr std::chrono::hours interval{24};
constexpr std::chrono::seconds between_batches{1};
constexpr std::chrono::hours after_failure{1};

store::PublishedPeople people_of(const Edition& edition) {
  store::PublishedPeople published;
  published.revision = edition.snapshot->revision;
  for (const auto& programme : edition.timetables.written_programmes()) {
    published.programmes.insert(programme.id);
    for (const auto& person : programme.people) published.people.emplace(programme.id, person.id);
    for (const auto& library : programme.libraries) published.libraries.emplace(programme.id, library.id);
  }
  return published;
}

}  // namespace

bool Cleaner::run(const Edition& edition, programme::Instant now) {
  if (next_ && now < *next_) return false;
  next_ = now + after_failure;
  const bool all = retention_.remove(people_of(edition), now, batch);
  next_ = now + (all ? std::chrono::seconds{interval} : between_batches);
  return true;
}

}  // namespace mail
