// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/feeds/token.h"
#include "service/letters/file_problem_letter.h"
#include "service/publishing/folder_state.h"
#include "service/publishing/publication.h"
#include "service/store/continuity.h"
#include "service/store/participation.h"
#include "service/store/revisions.h"

namespace publishing {

/// Keeps a running service on the latest revision. With `publish = "automatic"` it publishes changes in the
/// configuration folder. If the folder has errors, the service continues with the published revision. Not
/// thread-safe: one thread owns it.
class Publisher {
 public:
  struct Times {
    std::chrono::duration<double> load{};    ///< Reading and checking the configuration.
    std::chrono::duration<double> render{};  ///< Building the feeds.
  };
  /// What fails when the store fails, besides publishing the folder.
  enum class Task {
    adopt,     ///< Reading what other processes recorded.
    hand_ins,  ///< Rebuilding the feeds of people whose hand-ins changed.
    rebuild,   ///< Rebuilding the feeds because time passed or an address was replaced.
  };
  /// Callbacks, called on the publisher's thread.
  struct Listeners {
    std::function<void(const Published&, const Times&)> on_snapshot;
    /// The last snapshot with rebuilt feeds of some people. The inputs of mails have not changed.
    std::function<void(const std::shared_ptr<const feeds::Snapshot>&)> on_other_feeds;
    std::function<void(const FolderState&)> on_folder_state;
    /// Errors for the coordinators; empty as soon as the folder has none.
    std::function<void(letters::FileProblems)> on_file_problems;
    std::function<void()> on_store_failure;                        ///< Something could not be recorded.
    std::function<void(const std::string&)> info, warning, error;  ///< One line for the log.
    /// After every try of a task; `problem` says why it failed, empty: it did not.
    std::function<void(Task, const std::string& problem)> on_task{};
  };
  struct Setup {
    bool automatic = true;
    programme::Language language = programme::Language::nl;  ///< Of problems in the log.
    std::function<programme::Instant()> now;
    std::function<std::string()> refusal;  ///< Why nothing may be recorded now; empty: it may.
    /// When set: an older state than the one that was served before stands in the store. Calendars have seen
    /// times up to this one.
    std::optional<programme::Instant> served_before{};
  };
  /// `continuity` is that of the site's store.
  Publisher(Setup setup, Site site, store::Continuity& continuity, Listeners listeners);

  Configuration read(const config_files::Files& files) { return read_configuration(files, reuse_); }

  /// Serves the latest revision with the settings and templates of `around`. The folder is not read: call
  /// folder_changed() after this. Returns false if there is no revision, or this version of the program finds
  /// errors in it.
  bool start(const config_files::Loaded& around);

  /// Publishes the folder when start() returned false. Returns false if the folder has errors or must be
  /// published by hand. `reuse` holds the tables of the folder.
  bool start_with(Configuration folder, std::chrono::duration<double> load_time, Reuse reuse);

  /// Publishes the folder if publishing is automatic, or reports its errors. `again` rebuilds the feeds even
  /// if the files are published already. Returns false if it failed for a reason outside the files: try
  /// again.
  bool folder_changed(Configuration folder, std::chrono::duration<double> load_time, bool again = false);

  /// Reports that the folder may be half written. A call of folder_changed() follows.
  void folder_waits();

  /// Rebuilds the feeds of the people whose hand-ins changed, in this process or another one.
  void participation_changed();

  /// Rebuilds the feeds if the passage of time has changed them.
  void rebuild_if_due();

  /// Adopts revisions, replaced addresses and hand-ins that another process recorded. If the database holds
  /// an older state than the one served, publishes it with raised times, as `traject publish --restored`
  /// does.
  void poll_store();

  /// Call when the store takes writes again: what could not be published or rebuilt is tried at once.
  void store_is_good_again();

  /// True once after a restore, and after a failed publication: the folder holds something else than what is
  /// published, and is to be read again.
  bool take_folder_request() { return std::exchange(folder_requested_, false); }

  /// The latest LAST-MODIFIED that calendars may have seen.
  programme::Instant latest_served() const;

  /// The texts of the published configuration.
  const config_files::Texts& texts() const { return current_.texts; }

 private:
  /// Returns false if another process published first.
  bool publish(Configuration configuration, const PublishRequest& request,
               std::chrono::duration<double> load_time);
  bool publish_current();
  void publish_restored(Configuration configuration, int expected);
  void rebuild();
  bool record(const Configuration& configuration, const PublishRequest& request,
              std::chrono::duration<double> load_time);
  void publish_folder(Configuration& folder, std::chrono::duration<double> load_time, bool again,
                      bool is_first);
  void adopt_latest();
  void refuse_if_closed() const;
  std::string failure(const std::exception& error) const;
  bool rebuild_people();
  void compare_with_folder(const config_files::Texts& published);
  void report(const config_files::Problems& problems);
  void report(const std::string& problem, letters::FileProblems for_coordinators);
  void report(Task task, const std::string& problem);
  void report_templates(bool in_log);
  PublishRequest first_request(int latest) const;
  bool report_clock(const std::optional<store::Revision>& latest);
  void keep_service_files(const Configuration& folder);

  /// The published revision; 0 before start().
  int revision() const { return published_.snapshot ? published_.snapshot->revision : 0; }
  bool serves(const store::Revision& revision) const;

  const Setup setup_;
  const Site site_;
  const Listeners listeners_;
  store::Continuity& continuity_;
  store::Revisions revisions_;
  store::Participation participation_;
  Configuration current_;  ///< The published configuration.
  Published published_;    ///< Made from `current_`; empty before start().
  Reuse reuse_;
  std::optional<programme::Instant> next_change_;  ///< FeedSet::next_change() of the feeds served.
  std::optional<programme::Instant> retry_;        ///< Set after reading hand-ins failed.
  int unusable_ = 0;                               ///< A later revision that cannot be served; 0: none.
  std::string folder_digest_;                      ///< Of the texts last read; empty: unknown.
  FolderState folder_state_;
  std::string store_problem_;  ///< The text last logged by poll_store(); empty: none.
  bool folder_requested_ = false;
};

}  // namespace publishing
