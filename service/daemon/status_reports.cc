// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/status_reports.h"

#include <sys/statvfs.h>

#include "service/mail/pause_words.h"

namespace service {
namespace {

using programme::Instant;
using web::Part;

void show_if(web::StatusBoard& board, bool holds, Part part, const char* cause, web::Condition condition,
             Instant now) {
  if (holds)
    board.set(part, cause, std::move(condition), now);
  else
    board.clear(part, cause, now);
}

std::int64_t count_of(const MailReport& report, const char* state) {
  const auto found = report.mails.by_state.find(state);
  return found == report.mails.by_state.end() ? 0 : found->second;
}

void show_counts(web::StatusBoard& board, const MailReport& report, Instant now) {
  const auto poison = count_of(report, "poison");
  board.set(Part::mail, "queue", web::mail_works(count_of(report, "queued") + count_of(report, "retry")),
            now);
  show_if(board, !report.hold.empty(), Part::mail, "hold", web::mail_held(report.hold), now);
  show_if(board, report.refused > 0, Part::mail, "refused", web::mails_wait_for_address(report.refused), now);
  show_if(board, report.waiting > 0, Part::mail, "waiting", web::mails_wait(report.waiting), now);
  show_if(board, poison > 0, Part::mail, "poison", web::mails_poisoned(poison), now);
}

}  // namespace

void show_folder(web::StatusBoard& board, const publishing::FolderState& folder, Instant now) {
  board.set(Part::files, "files", web::files_condition(folder), now);
  show_if(board, !folder.problem.empty() && folder.errors == 0, Part::publication, "files",
          web::not_published(folder.problem), now);
}

void show_mail(web::StatusBoard& board, const MailReport& report, const std::string& server, Instant now) {
  board.set(Part::clock, "clock", web::clock_condition(report.clock), now);
  show_if(board, report.clock_behind, Part::clock, "behind", web::clock_behind(), now);
  show_if(board, report.clock || report.clock_behind, Part::mail, "clock", web::mail_stopped_by_clock(), now);
  show_if(board, !report.failure.empty(), Part::mail, "worker", web::mail_failed(report.failure), now);
  if (!report.counted) return;
  show_counts(board, report, now);
  if (report.pause)
    board.set(
        Part::relay, "relay",
        web::relay_paused(mail::pause_reason(report.pause->reason), mail::pause_help(report.pause->reason)),
        report.pause->since);
  else
    board.set(Part::relay, "relay", web::relay_condition(server), now);
  show_if(board, !report.courier_problem.empty(), Part::relay, "courier",
          web::no_courier(report.courier_problem), now);
}

/// The watch knows why reading and writing fail; what met that failure first says less.
void show_store(web::StatusBoard& board, const StoreReport& report, Instant now) {
  if (report.state != StoreReport::State::good)
    for (const char* cause : {"adopt", "hand-ins", "fetches"}) board.clear(Part::store, cause, now);
  show_if(board, report.state != StoreReport::State::good, Part::store, "watch",
          {web::Health::failed, report.what, report.help}, now);
}

void show_task(web::StatusBoard& board, publishing::Publisher::Task task, const std::string& problem,
               Instant now) {
  using Task = publishing::Publisher::Task;
  switch (task) {
    case Task::adopt:
      board.set(Part::store, "adopt", problem.empty() ? web::store_works() : web::store_failed(problem), now);
      return;
    case Task::hand_ins:
      return show_if(board, !problem.empty(), Part::store, "hand-ins", web::store_failed(problem), now);
    case Task::rebuild:
      return show_if(board, !problem.empty(), Part::publication, "rebuild", web::not_rebuilt(problem), now);
  }
}

std::optional<web::DiskSpace> disk_space(const std::filesystem::path& folder) {
  struct statvfs found {};
  if (::statvfs(folder.c_str(), &found) != 0) return std::nullopt;
  return web::DiskSpace{.free = std::uint64_t{found.f_bavail} * found.f_frsize,
                        .total = std::uint64_t{found.f_blocks} * found.f_frsize};
}

}  // namespace service
