// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <nlohmann/json.hpp>

#include "service/commands/commands.h"
#include "service/commands/find_feed.h"
#include "service/commands/latest.h"
#include "service/web/person_paths.h"

namespace commands {
namespace {

/// Of the person's own pages; empty for feeds of libraries and programmes.
std::string page_of(const web::Catalogue& catalogue, const feeds::Feed& feed, const std::string& base) {
  if (feed.subject.kind != feeds::FeedKind::person) return {};
  return base + web::overview_path(catalogue.page_token(feed));
}

}  // namespace

int links(const Options& options, bool json) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto published = content_or_report(options, *latest);
  if (!published) return exit_problems;
  const std::string base = options.base_address(latest->candidate.loaded.settings);

  auto list = nlohmann::ordered_json::array();
  for (const feeds::Feed& feed : published->catalogue->feeds().all()) {
    const auto [https, webcal] = web::address(base, published->catalogue->path(feed));
    const std::string page = page_of(*published->catalogue, feed, base);
    if (json) {
      list.push_back(
          {{"feed", to_string(feed.subject)}, {"name", feed.name}, {"https", https}, {"webcal", webcal}});
      if (!page.empty()) list.back()["page"] = page;
    } else {
      std::cout << to_string(feed.subject) << "  " << feed.name << "\n  " << https << "\n  " << webcal
                << '\n';
      if (!page.empty()) std::cout << "  " << page << '\n';
    }
  }
  if (json) std::cout << list.dump(2) << '\n';
  return std::cout.flush() ? exit_ok : exit_failure;
}

int renew(const Options& options, const std::string& feed) {
  auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto before = content_or_report(options, *latest);
  if (!before) return exit_problems;
  const auto& settings = latest->candidate.loaded.settings;
  const feeds::Feed* found = find_feed(before->catalogue->feeds(), feed);
  if (!found) return exit_usage;

  {
    store::Store store{options.data_folder(settings)};
    store.raise_generation(std::string{to_string(found->subject.kind)}, found->subject.id);
    // Whoever got hold of somebody's feed may have had their mail in hand, and so the address that acts for them.
    if (found->subject.kind == feeds::FeedKind::person)
      store.raise_generation(std::string{web::page_kind}, found->subject.id);
  }
  latest->number = before->revision;
  const auto after = content_or_report(options, *latest);
  if (!after) return exit_problems;
  const feeds::Feed& renewed = *after->catalogue->feeds().find(found->subject);
  const std::string base = options.base_address(settings);
  const auto [https, webcal] = web::address(base, after->catalogue->path(renewed));
  std::cout << https << '\n' << webcal << '\n';
  if (const std::string page = page_of(*after->catalogue, renewed, base); !page.empty())
    std::cout << page << '\n';
  std::cerr << "a running service closes the old address within a second\n";
  return exit_ok;
}

}  // namespace commands
