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
#include "service/publishing/publication.h"
#include "service/store/participation.h"
#include "service/store/revisions.h"

namespace publishing {

/// How the configuration folder of a running service compares with what is published.
struct FolderState {
  std::string problem{};  ///< Its errors, a line each; empty: none.
  bool waits = false;     ///< It may be half written, and is read again later.
  bool differs = false;   ///< It holds something else than what is published.
  bool operator==(const FolderState&) const = default;
};

/// Keeps a running service on the latest revision, and publishes changes in the configuration folder where
/// `publish = "automatic"`. One thread. Whatever is wrong with the folder, the published revision goes on
/// being served.
class Publisher {
 public:
  struct Times {
    std::chrono::duration<double> load{};    ///< To read and check the configuration.
    std::chrono::duration<double> render{};  ///< To build the feeds.
  };
  /// All are called on the publisher's thread.
  struct Listeners {
    std::function<void(const Published&, const Times&)> on_snapshot;
    /// The last snapshot with other feeds of some people. What mails use of it is the same.
    std::function<void(const std::shared_ptr<const feeds::Snapshot>&)> on_other_feeds;
    std::function<void(const FolderState&)> on_folder_state;
    /// Errors for the coordinators; without lines when the folder is good again.
    std::function<void(letters::FileProblems)> on_file_problems;
    std::function<void(const std::string&)> info, warning, error;  ///< For the log, a line each.
  };
  struct Setup {
    bool automatic = true;
    programme::Language language = programme::Language::nl;  ///< Of problems in the log.
    std::function<programme::Instant()> now;
  };
  Publisher(Setup setup, Site site, Listeners listeners);

  Configuration read(const config_files::Files& files) { return read_configuration(files, reuse_); }

  /// The first publication: the latest revision, or the folder where that is automatic. False when nothing
  /// can be served: there is no revision, and the folder has errors or must be published by hand.
  /// `reuse`: what was kept when the folder was read.
  bool start(Configuration folder, std::chrono::duration<double> load_time, Reuse reuse);

  /// Publishes the folder, if that is automatic, or reports its errors. `again`: rebuilds the feeds also when
  /// its files are published already. False when it failed for another reason than the files: try again.
  bool folder_changed(Configuration folder, std::chrono::duration<double> load_time, bool again = false);

  /// The folder may be half written; folder_changed() follows.
  void folder_waits();

  /// Somebody may have handed in, in this process or another: builds the feeds of the people concerned again.
  void participation_changed();

  /// Rebuilds when time alone has changed the feeds.
  void rebuild_if_due();

  /// Adopts a revision that another process published, addresses that it replaced, and its hand-ins. When the
  /// database holds an older state than the one served, it publishes that with raised times, as `traject
  /// publish --restored` does.
  void poll_store();

  /// The published texts.
  const config_files::Texts& texts() const { return current_.texts; }

 private:
  /// False when another process published meanwhile.
  bool publish(Configuration configuration, const PublishRequest& request,
               std::chrono::duration<double> load_time);
  bool publish_current(bool restored = false);
  void rebuild();
  bool record(const Configuration& configuration, const PublishRequest& request,
              std::chrono::duration<double> load_time);
  void publish_folder(Configuration& folder, std::chrono::duration<double> load_time, bool again);
  void adopt_latest();
  void compare_with_folder(const config_files::Texts& published);
  void report(const std::vector<config_files::Problem>& problems);
  void report(const std::string& problem, letters::FileProblems for_coordinators);
  void report_templates();

  /// The published one; 0 before start().
  int revision() const { return published_.snapshot ? published_.snapshot->revision : 0; }

  const Setup setup_;
  const Site site_;
  const Listeners listeners_;
  store::Revisions revisions_;
  store::Participation participation_;
  Configuration current_;  ///< The published one.
  Published published_;    ///< Made from it; empty before start().
  Reuse reuse_;
  std::optional<programme::Instant> next_change_;  ///< When time alone changes the feeds.
  std::optional<programme::Instant> retry_;        ///< Hand-ins could not be taken in: not before then.
  int unusable_ = 0;                               ///< A later revision that cannot be served.
  std::string folder_digest_;                      ///< Of the texts last read; empty: unknown.
  FolderState folder_state_;
};

}  // namespace publishing
