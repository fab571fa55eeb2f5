// SPDX-License-Identifier: Apache-2.0
#include "service/mail/file_problems.h"

#include <algorithm>
#include <utility>

#include "service/feeds/digest.h"

namespace mail {
namespace {

using programme::Instant;

constexpr std::chrono::hours a_day{24};

std::string digest_of(const letters::FileProblems& problems) {
  if (problems.lines.empty()) return {};
  std::string all;
  for (const auto& line : problems.lines) all += line.nl + '\n';
  return feeds::to_hex(feeds::digest({all}));
}

}  // namespace

FileProblemTeller::FileProblemTeller(store::FileProblemNotes notes, const WorkerOptions& options,
                                     const WorkerLog& log)
    : notes_{notes}, options_{options}, log_{log} {}

void FileProblemTeller::note(letters::FileProblems problems) {
  problems_ = std::move(problems);
  fresh_ = true;
}

/// What was wrong before a restart already has been so since then.
void FileProblemTeller::take_up(Instant now) {
  const std::string digest = digest_of(*problems_);
  auto note = notes_.read();
  if (note.digest != digest || note.since > now) {
    notes_.set(digest, now);
    note.since = now;
  }
  pending_.reset();
  if (!digest.empty()) pending_ = std::max(note.since + options_.settle, std::min(note.told, now) + a_day);
  fresh_ = false;
}

void FileProblemTeller::run(const Edition& edition, Instant now) {
  if (fresh_) take_up(now);
  if (!pending_ || *pending_ > now) return;
  pending_ = now + a_day;
  if (edition.coordinators.empty() || edition.programmes.empty()) return;
  std::vector<store::FileProblemNotes::Reader> readers;
  for (const auto& coordinator : edition.coordinators)
    readers.push_back({programme::Recipient{nullptr, &coordinator}.key(), coordinator.address});
  notes_.tell(readers, edition.programmes.front().id, now, now + a_day);
  log_.info("coordinators are told by mail that the files are not good");
}

}  // namespace mail
