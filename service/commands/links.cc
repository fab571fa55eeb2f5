// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <nlohmann/json.hpp>

#include "service/commands/commands.h"
#include "service/commands/published_state.h"
#include "service/feeds/token.h"

namespace commands {
namespace {

/// Returns the address of the personal pages, or "" for feeds of libraries and programmes.
std::string page_of(const feeds::Catalogue& catalogue, const feeds::Feed& feed, const std::string& base) {
  if (feed.subject.kind != feeds::FeedKind::person) return {};
  return base + feeds::overview_path(catalogue.page_token(feed));
}

}  // namespace

int links(const Options& options, bool json) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto published = snapshot_or_report(options, *latest);
  if (!published) return exit_problems;
  const std::string base = options.base_address(latest->configuration.loaded.settings);

  auto list = nlohmann::ordered_json::array();
  for (const feeds::Feed& feed : published->catalogue->feeds().all()) {
    if (feed.state == feeds::FeedState::gone) continue;
    const auto [https, webcal] = feeds::address(base, published->catalogue->path(feed));
    const std::string page = page_of(*published->catalogue, feed, base);
    const bool invited = feed.state == feeds::FeedState::invited;
    if (json) {
      list.push_back({{"feed", to_string(feed.subject)}, {"name", feed.name}});
      if (invited) {
        list.back()["delivery"] = "invitations";
      } else {
        list.back()["https"] = https;
        list.back()["webcal"] = webcal;
      }
      if (!page.empty()) list.back()["page"] = page;
    } else {
      std::cout << to_string(feed.subject) << "  " << feed.name << '\n';
      if (invited)
        std::cout << "  "
                  << say(options.language, "uitnodigingen per mail, geen abonnement",
                         "invitations by mail, no subscription")
                  << '\n';
      else
        std::cout << "  " << https << "\n  " << webcal << '\n';
      if (!page.empty()) std::cout << "  " << page << '\n';
    }
  }
  if (json) std::cout << list.dump(2) << '\n';
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
