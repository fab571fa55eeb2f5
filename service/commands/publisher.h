// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "service/commands/clock.h"
#include "service/commands/mail_thread.h"
#include "service/commands/options.h"
#include "service/feeds/token.h"
#include "service/store/store.h"
#include "service/web/metrics.h"
#include "service/web/routes.h"

namespace commands {

/// Gives what the files say to those who serve and mail it, in a running service. One thread.
class Publisher {
 public:
  struct Receivers {
    web::Routes& routes;
    web::Metrics& metrics;
    MailThread& mails;
  };
  /// `base` is what people reach the service at.
  Publisher(const Options& options, std::string base, const Clock& clock, store::Store& store,
            const feeds::TokenKey& key, Receivers receivers);

  void publish(config_files::Loaded loaded, std::chrono::duration<double> load_time);

  /// Reads the files again and publishes them. What is published goes on being served whatever is wrong with them.
  void reload();

  /// Publishes what was read last, with the hand-ins of now.
  void publish_again();

 private:
  void publish(std::chrono::duration<double> load_time);
  void report(const config_files::Loaded& loaded);

  const Options& options_;
  std::string base_;
  const Clock& clock_;
  store::Store& store_;
  const feeds::TokenKey& key_;
  Receivers receivers_;
  config_files::Loaded loaded_;  ///< What is published.
};

}  // namespace commands
