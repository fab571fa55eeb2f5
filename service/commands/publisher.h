// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/commands/clock.h"
#include "service/commands/mail_thread.h"
#include "service/commands/options.h"
#include "service/commands/publication.h"
#include "service/feeds/token.h"
#include "service/store/revisions.h"
#include "service/web/metrics.h"
#include "service/web/routes.h"

namespace commands {

/// Gives what is published to those who serve and mail it, in a running service, and publishes what the folder says
/// where that goes by itself. One thread. Whatever is wrong with the folder, what was published goes on being served.
class Publisher {
 public:
  struct Receivers {
    web::Routes& routes;
    web::Metrics& metrics;
    MailThread& mails;
  };
  struct Setup {
    std::string base;  ///< What people reach the service at.
    bool automatic = true;
    programme::Language language = programme::Language::nl;  ///< Of problems.
  };
  Publisher(Setup setup, const Clock& clock, store::Store& store, const feeds::TokenKey& key,
            Receivers receivers);

  /// The first time: the latest revision, or the folder where that goes by itself. False when there is nothing that can
  /// be served: no revision, and a folder with errors or one that has to be published by hand.
  bool start(Candidate folder, std::chrono::duration<double> load_time);

  /// What the folder holds now, left alone by whoever changed it. `again`: also when it is published already. False: try
  /// again, it failed for another reason than what it holds.
  bool offer(Candidate folder, std::chrono::duration<double> load_time, bool again = false);

  /// The folder may hold half a file, and is offered when it has rested.
  void wait_for_rest() { receivers_.routes.set_configuration_waits(true); }

  /// Publishes the same with the hand-ins of now.
  void publish_again();

  /// The same, when something of it is over by now.
  void look_at_the_time();

  /// Takes over what another process published, and addresses that it renewed.
  void look_for_others();

  /// At the start and every minute: see store/sequence_floor.h.
  void vouch();

  /// Of what is published.
  const config_files::Texts& texts() const { return current_.texts; }

 private:
  /// False when another process published meanwhile.
  bool publish(Candidate candidate, const Wanted& wanted, std::chrono::duration<double> load_time);
  bool publish_current(std::chrono::duration<double> load_time);
  bool record_and_deliver(const Candidate& candidate, const Wanted& wanted,
                          std::chrono::duration<double> load_time);
  void deliver(const std::shared_ptr<const web::Published>& content, std::chrono::duration<double> load_time,
               std::chrono::duration<double> render_time);
  void take(Candidate& folder, std::chrono::duration<double> load_time, bool again);
  void take_over();
  void compare_with_folder();
  void report(const std::vector<config_files::Problem>& problems);
  void report(const std::string& problem, mail::FileProblems for_coordinators);
  void report_templates();

  /// Of what is published; 0: not started.
  int revision() const { return content_ ? content_->revision : 0; }

  const Setup setup_;
  const Clock& clock_;
  store::Store& store_;
  store::Revisions revisions_;
  const feeds::TokenKey& key_;
  Receivers receivers_;
  Candidate current_;                              ///< What is published.
  std::shared_ptr<const web::Published> content_;  ///< Made from it; nullptr: not started.
  std::optional<programme::Instant> next_change_;  ///< By the time alone.
  int unusable_ = 0;                               ///< A later revision that could not be taken over.
  std::string folder_;   ///< Digest of the texts that the folder held last; empty: not known.
  std::string problem_;  ///< What is wrong with the folder; empty: nothing.
};

}  // namespace commands
