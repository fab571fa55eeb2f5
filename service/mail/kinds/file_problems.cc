// SPDX-License-Identifier: Apache-2.0
#include "service/mail/kinds/file_problems.h"

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
  if (problems.unlisted > 0) all += std::to_string(problems.unlisted);
  return feeds::to_hex(feeds::digest({all}));
}

}  // namespace

FileProblemReporter::FileProblemReporter(store::FileProblemNotes notes, const WorkerOptions& options,
                                         const WorkerLog& log)
    : notes_{notes}, options_{options}, log_{log} {}

void FileProblemReporter::note(letters::FileProblems problems) {
  problems_ = std::move(problems);
  fresh_ = true;
}

/// Takes the time since which the same problems have existed from the store, across restarts.
void FileProblemReporter::compare_with_stored(Instant now) {
  const std::string digest = digest_of(*problems_);
  auto note = notes_.read();
  if (note.digest != digest || note.since > now) {
    notes_.set(digest, now);
    note.since = now;
  }
  pending_.reset();
  if (!digest.empty()) pending_ = std::max(note.since + options_.settle, std::min(note.mailed, now) + a_day);
  fresh_ = false;
}

void FileProblemReporter::run(const Edition& edition, Instant now) {
  if (fresh_) compare_with_stored(now);
  if (!pending_ || *pending_ > now) return;
  pending_ = now + a_day;
  if (edition.coordinators.empty() || edition.programmes.empty()) return;
  std::vector<store::FileProblemNotes::Reader> readers;
  for (const auto& coordinator : edition.coordinators)
    readers.push_back({programme::Recipient{nullptr, &coordinator}.key(), coordinator.address});
  notes_.queue_mails(readers, edition.programmes.front().id, now, now + a_day);
  log_.info("coordinators are told by mail that the files are not good");
}

Preparation prepare_file_problems(const Draft& draft) {
  if (draft.at.files == nullptr)
    return Ended{store::MailState::retry, "the files were not looked into yet",
                 draft.at.now + std::chrono::seconds{10}};
  if (draft.at.files->lines.empty())
    return Ended{store::MailState::skipped, "nothing is left to say: the files are good"};
  const Edition& edition = draft.edition();
  const auto to = std::ranges::find(edition.coordinators, draft.mail.recipient, [](const auto& coordinator) {
    return programme::Recipient{nullptr, &coordinator}.key();
  });
  if (to == edition.coordinators.end())
    return Ended{store::MailState::skipped, "nothing is left to say: they coordinate no more"};
  if (edition.programmes.empty()) return Ended{store::MailState::failed, no_programme};
  const auto& programme = edition.programmes.front();
  if (draft.has_bytes()) return draft.again(edition.composer.sender_of(programme), to->address);
  return draft.composed([&] {
    const letters::FileProblemLetter letter{.message_id = draft.message_id(),
                                            .coordinator = &*to,
                                            .programme = &programme,
                                            .problems = draft.at.files,
                                            .revision = edition.snapshot->revision,
                                            .published = edition.snapshot->published,
                                            .rehearsal_to = draft.options.rehearsal_to};
    return Prepared{edition.composer.compose_file_problems(letter, draft.at.now), {}, false};
  });
}

}  // namespace mail
