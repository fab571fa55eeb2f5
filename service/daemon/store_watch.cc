// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/store_watch.h"

#include <exception>
#include <system_error>
#include <utility>

#include "service/daemon/status_reports.h"
#include "service/store/failure.h"
#include "service/store/store.h"

namespace service {
namespace {

using State = StoreReport::State;
using programme::say;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds read_every{5};
constexpr minutes write_every{1};
constexpr seconds write_again_after{5};  ///< While nothing can be written.
/// With less room than this the next publication may fail, so recording is not good yet.
constexpr std::uint64_t least_octets = 1U << 20U;

const programme::Text& restore_help() {
  static const programme::Text help =
      say("stop de dienst, zet de gegevensmap uit de back-up terug, geef 'traject publish --restored' en "
          "start haar",
          "stop the service, restore the data folder from the backup, run 'traject publish --restored' and "
          "start it");
  return help;
}

programme::Text put_back_help() {
  return say("zet het juiste bestand terug, of {0}", "put the right file back, or {0}", {restore_help()});
}

programme::Text room_help() {
  return say("maak ruimte op die schijf; alles gaat dan vanzelf verder",
             "make room on that disk; everything goes on by itself");
}

std::uint64_t free_octets(const std::filesystem::path& folder) {
  const auto space = disk_space(folder);
  return space ? space->free : 0;
}

StoreReport report(State state, programme::Text what, programme::Text help) {
  return {.state = state, .what = std::move(what), .help = std::move(help)};
}

}  // namespace

DatabaseFiles DatabaseFiles::in(const std::filesystem::path& data_folder) {
  return {.database = store::file_id(data_folder / "traject.db"),
          .log = store::file_id(data_folder / "traject.db-wal"),
          .index = store::file_id(data_folder / "traject.db-shm")};
}

void set_former_log_aside(const std::filesystem::path& data_folder, const DatabaseFiles& former) {
  const auto now = DatabaseFiles::in(data_folder);
  if (now.database == former.database) return;
  const auto aside = [&](const char* name, const auto& before, const auto& there) {
    std::error_code none;
    if (before && before == there)
      std::filesystem::rename(data_folder / name, data_folder / (std::string{name} + ".former"), none);
  };
  aside("traject.db-wal", former.log, now.log);
  aside("traject.db-shm", former.index, now.index);
}

StoreWatch::StoreWatch(std::filesystem::path data_folder, store::Continuity& continuity, StoreHealth& health,
                       std::string copied_because)
    : folder_{std::move(data_folder)},
      continuity_{continuity},
      health_{health},
      copied_because_{std::move(copied_because)},
      opened_{DatabaseFiles::in(folder_)} {}

std::string StoreWatch::look(Time steady, programme::Instant now) {
  StoreReport found = judge(steady);
  found.free_octets = free_octets(folder_);
  const std::string what = found.what.en, help = found.help.en;
  if (!health_.set(std::move(found), now)) return {};
  if (what.empty()) return "the store is good again";
  return "store: " + what + (help.empty() ? "" : "; " + help);
}

StoreReport StoreWatch::judge(Time steady) {
  if (rebuild_) return health_.report();
  if (!copied_because_.empty()) return try_disk(steady);
  const DatabaseFiles now = DatabaseFiles::in(folder_);
  if (!now.database)
    return report(
        State::gone,
        say("traject.db is weg uit {0}: wat gepubliceerd is, blijft te zien; er wordt niets vastgelegd of "
            "gemaild",
            "traject.db is gone from {0}: what was published stays in service; nothing is recorded or "
            "mailed",
            {folder_.string()}),
        put_back_help());
  if (now.database != opened_.database) return judge_other_file();
  if (std::exchange(other_, std::nullopt)) next_read_ = {};
  if (now != opened_) {
    rebuild_ = Rebuild{false, "files beside traject.db in " + folder_.string() + " were removed"};
    return health_.report();
  }
  if (steady >= next_read_) {
    next_read_ = steady + read_every;
    if (StoreReport content = judge_content(); content.state != State::good) return content;
  } else if (!read_problem_.empty()) {
    return health_.report();
  }
  return judge_room(steady);
}

/// Another database is adopted when it has been the same for two looks and has something to serve.
StoreReport StoreWatch::judge_other_file() {
  const auto now = DatabaseFiles::in(folder_);
  std::error_code none;
  const auto changed = std::filesystem::last_write_time(folder_ / "traject.db", none);
  if (other_ != now || changed != other_changed_) {
    other_ = now;
    other_changed_ = changed;
    other_is_known_ = false;
    read_problem_ = "it is still being written";
  } else if (!std::exchange(other_is_known_, true)) {
    const auto sight = store::look_at_file(folder_);
    read_problem_ = use_of(sight);
    if (read_problem_.empty())
      rebuild_ = Rebuild{true, "traject.db in " + folder_.string() + " was replaced by another file"};
  }
  return report(
      State::replaced,
      say("traject.db in {0} is door een ander bestand vervangen: wat gepubliceerd was, blijft te zien; er "
          "wordt niets vastgelegd of gemaild ({1})",
          "traject.db in {0} was replaced by another file: what was published stays in service; nothing is "
          "recorded or mailed ({1})",
          {folder_.string(), read_problem_}),
      put_back_help());
}

/// Returns why a database that stands in the place of the open one is of no use; empty: it may be opened. One
/// that an early version wrote has no incarnation.
std::string StoreWatch::use_of(const store::Sight& sight) {
  if (!sight.problem.empty()) return sight.problem;
  if (sight.revision == 0) return "nothing was ever published from it";
  const bool is_foreign = !sight.incarnation.empty() && sight.incarnation != continuity_.incarnation();
  return is_foreign ? "it is the database of another service" : "";
}

/// What is read through a new connection must be what the open ones see.
StoreReport StoreWatch::judge_content() {
  const store::Sight sight = store::look(folder_);
  if (sight.failure == store::Failure::unwritable) return {};  // No descriptor is left: no verdict.
  read_problem_ = sight.problem;
  try {
    // The publisher takes up an earlier state that came back through SQLite, as the open connections see it.
    if (sight.problem.empty() && continuity_.is_broken(sight.mark) && !continuity_.is_broken())
      read_problem_ = "its content was replaced while it was open";
  } catch (const std::exception& error) {
    read_problem_ = store::reason_of(error);
  }
  if (read_problem_.empty()) return {};
  return report(
      State::damaged,
      say("traject.db in {0} is niet te gebruiken: wat gepubliceerd is, blijft te zien; er wordt niets "
          "vastgelegd of gemaild ({1})",
          "traject.db in {0} cannot be used: what was published stays in service; nothing is recorded or "
          "mailed ({1})",
          {folder_.string(), read_problem_}),
      restore_help());
}

/// Writing now and then, and after a failure, shows whether writing is possible.
StoreReport StoreWatch::judge_room(Time steady) {
  const bool failed = failed_.exchange(false);
  if (failed || steady >= next_write_) {
    try {
      if (!continuity_.is_broken()) continuity_.renew();
      write_problem_.clear();
    } catch (const std::exception& error) {
      write_problem_ = store::reason_of(error);
    }
    next_write_ = steady + (write_problem_.empty() ? std::chrono::duration_cast<seconds>(write_every)
                                                   : write_again_after);
  }
  const auto room = free_octets(folder_);
  if (write_problem_.empty() && (room >= least_octets || health_.report().state == State::good)) return {};
  const std::string why = write_problem_.empty() ? "there is hardly any room" : write_problem_;
  return report(State::unwritable,
                say("in {0} is niets vast te leggen: wat gepubliceerd is, blijft te zien; inleveren wordt "
                    "geweigerd, mails wachten ({1})",
                    "nothing can be recorded in {0}: what was published stays in service; handing in is "
                    "refused, mails wait ({1})",
                    {folder_.string(), why}),
                room_help());
}

/// A store in memory: tries whether the database on the disk can be opened and written.
StoreReport StoreWatch::try_disk(Time steady) {
  if (steady >= next_write_) {
    next_write_ = steady + write_again_after;
    try {
      store::Store on_disk{folder_};
      store::Continuity{on_disk}.renew();
      rebuild_ = Rebuild{false, "the data folder takes writes again"};
    } catch (const std::exception& error) {
      write_problem_ = store::reason_of(error);
    }
  }
  return report(
      State::copied,
      say("in {0} is niets vast te leggen: wat het laatst gepubliceerd was, komt uit het geheugen; "
          "inleveren wordt geweigerd, mails wachten ({1})",
          "nothing can be recorded in {0}: what was published last is served from memory; handing in "
          "is refused, mails wait ({1})",
          {folder_.string(), write_problem_}),
      room_help());
}

}  // namespace service
