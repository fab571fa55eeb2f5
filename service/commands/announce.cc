// SPDX-License-Identifier: Apache-2.0
//
// `traject announce` releases pending change mails before their settling time, and without
// `traject mail release`.
#include <algorithm>
#include <iostream>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/published_state.h"
#include "service/commands/terminal.h"
#include "service/publishing/announcement.h"

namespace commands {
namespace {

void print(const std::vector<std::string>& people, programme::Language language) {
  constexpr std::size_t shown = 100;
  std::cout << counted(
      language, people.size(),
      {"persoon krijgt mail over wat er is gewijzigd:\n", "person is mailed about what changed:\n"},
      {"mensen krijgen mail over wat er is gewijzigd:\n", "people are mailed about what changed:\n"});
  for (std::size_t i = 0; i < std::min(shown, people.size()); ++i) std::cout << "  " << people[i] << '\n';
  if (people.size() > shown) std::cout << "  … +" << people.size() - shown << '\n';
}

}  // namespace

int announce(const Options& options, bool yes) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto folder = options.data_folder(latest->configuration.loaded.settings);
  if (!is_used_or_report(folder, options.language)) return exit_usage;
  const auto now = options.time();
  store::Store store{folder};
  store::Outbox outbox{store};
  const auto head = publishing::read_head(store, latest->configuration.loaded, now);
  const auto pending = publishing::announcement_recipients(head, outbox, now);
  if (pending.unreadable > 0) report_unreadable(pending.unreadable, options.language);
  const auto& people = pending.recipients;
  if (people.empty()) {
    std::cout << say(options.language, "er is niets gewijzigd dat nog niemand weet\n",
                     "nothing changed that is still to be told\n");
    return exit_ok;
  }
  print(people, options.language);
  if (!confirm(yes, options.language, say(options.language, "Mailen?", "Mail them?"))) return exit_usage;
  publishing::announce(head, outbox, now);
  std::cout << say(options.language, "een draaiende dienst verstuurt ze binnen een minuut\n",
                   "a running service sends them within a minute\n");
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
