// SPDX-License-Identifier: Apache-2.0
//
// `traject publish` and `traject rollback` show a proposal, ask for confirmation, publish and print the
// result.
#include <iostream>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/plan_text.h"
#include "service/commands/revision_text.h"
#include "service/commands/terminal.h"
#include "service/letters/clean_text.h"
#include "service/programme/printable.h"
#include "service/publishing/clock_check.h"
#include "service/publishing/proposal.h"
#include "service/store/data_folder.h"

namespace commands {
namespace {

using publishing::Configuration;
using publishing::Proposal;

/// The configuration of the folder, and the head that it replaces.
struct Opened {
  Opened(const Options& options, const Configuration& folder)
      : key{store::open_key(options.data_folder(folder.loaded.settings))},
        store{options.data_folder(folder.loaded.settings)},
        now{options.time()},
        head{publishing::read_head(store, folder.loaded, now)} {}

  feeds::TokenKey key;
  store::Store store;
  programme::Instant now;
  publishing::Head head;
};

/// Returns the plan as text or, when this version of the program cannot read the published revision, the
/// differing lines.
void show(const Proposal& proposal, const publishing::Head& head, programme::Language language) {
  if (proposal.plan) {
    std::cout << plan_text(*proposal.plan, language, shows_colour());
  } else {
    std::cout << difference_text(head.published.texts, proposal.configuration.texts);
  }
}

int report(const publishing::MailPending&, const Proposal& proposal, programme::Language language) {
  std::cerr << say(language,
                   "niets gepubliceerd: mensen weten nog niet van versie {0}, en zouden dit er meteen bij "
                   "horen; 'traject announce' vertelt het ze nu\n",
                   "nothing is published: people are not told of revision {0} yet, and would be told of this "
                   "one with it; 'traject announce' tells them now\n",
                   {std::to_string(proposal.base)});
  return exit_again;
}

int report(const publishing::FilesChanged&, const Proposal&, programme::Language language) {
  std::cerr << say(language, "niets gepubliceerd: de bestanden zijn intussen gewijzigd; kijk opnieuw\n",
                   "nothing is published: the files have changed meanwhile; look again\n");
  return exit_again;
}

int report(const publishing::Overtaken& overtaken, const Proposal&, programme::Language language) {
  if (const auto& latest = overtaken.latest) {
    std::cerr << say(language, "niets gepubliceerd: versie {0} van {1} kwam ertussen; kijk opnieuw\n",
                     "nothing is published: revision {0} of {1} came in between; look again\n",
                     {std::to_string(latest->number), letters::one_line(latest->who)});
  } else {
    std::cerr << say(language,
                     "niets gepubliceerd: wat gepubliceerd was, is weg uit de database; kijk opnieuw\n",
                     "nothing is published: what was published is gone from the database; look again\n");
  }
  return exit_again;
}

int report(const publishing::ClockWrong& wrong, const Proposal&, programme::Language language) {
  std::cerr << wrong.problem.in(language) << "\n";
  return exit_again;
}

void report_left_behind(const publishing::LeftBehind& left, int number, bool automatic,
                        programme::Language language) {
  if (left.digest.empty()) return;
  std::cerr << say(language,
                   "de bestanden in {0} zijn nog anders; ze worden gepubliceerd {1}.\n"
                   "die van deze versie schrijft u met: traject show {2} --to MAP\n",
                   "the files in {0} still hold something else; they are published {1}.\n"
                   "those of the revision are written by: traject show {2} --to DIR\n",
                   {programme::printable(left.folder.string()),
                    automatic ? say(language, "zodra ze weer veranderen", "when they change again")
                              : say(language, "met traject publish", "by traject publish"),
                    std::to_string(number)});
}

int report(const publishing::Accepted& accepted, const Proposal& proposal, programme::Language language) {
  const int number = accepted.published.outcome.latest->number;
  const auto& options = proposal.options;
  std::cout << say(language, "versie {0} is gepubliceerd", "revision {0} is published",
                   {std::to_string(number)});
  if (options.no_mail)
    std::cout << say(language, "; niemand krijgt er mail over", "; nobody is mailed about it");
  std::cout << (options.restored
                    ? say(language, ", met nieuwe nummers voor alles; start of herlaad de dienst\n",
                          ", with new numbers for all events; start or reload the service\n")
                    : say(language, "; een draaiende dienst neemt haar meteen over\n",
                          "; a running service takes it over at once\n"));
  if (!std::cout.flush()) {
    std::cerr << say(language, "versie {0} is gepubliceerd\n", "revision {0} is published\n",
                     {std::to_string(number)});
    return exit_failure;
  }
  report_left_behind(accepted.left_behind, options.back_to.value_or(number),
                     proposal.configuration.loaded.settings.publish_automatically, language);
  return exit_ok;
}

/// Shows a proposal, asks for confirmation, and publishes it. `back_to` is the revision that it restores.
int show_and_publish(const Options& options, const PublishOptions& asked, Opened& opened,
                     Configuration configuration, const std::string& why, std::optional<int> back_to = {}) {
  const auto language = options.language;
  const Proposal proposal = publishing::propose(opened.head, std::move(configuration), opened.now,
                                                {.folder = options.config,
                                                 .back_to = back_to,
                                                 .no_mail = asked.no_mail || asked.restored,
                                                 .restored = asked.restored});
  show(proposal, opened.head, language);
  if (!std::cout.flush()) {
    std::cerr << say(language, "niets gepubliceerd: het plan kan niet worden getoond\n",
                     "nothing is published: the plan cannot be shown\n");
    return exit_failure;
  }
  if (proposal.pending.unreadable > 0) report_unreadable(proposal.pending.unreadable, language);
  if (!proposal.may_be_published()) return report(publishing::MailPending{}, proposal, language);
  if (!confirm(asked.yes, language, say(language, "Publiceren?", "Publish?"))) return exit_usage;
  const std::string base = options.base_address(proposal.configuration.loaded.settings);
  const programme::Instant built = options.now.empty() ? publishing::build_day() : programme::Instant{};
  const auto result = publishing::publish(proposal, user_name(), why, {opened.store, opened.key, base, built},
                                          options.time());
  return std::visit([&](const auto& each) { return report(each, proposal, language); }, result);
}

}  // namespace

int publish(const Options& options, const PublishOptions& asked) {
  Configuration folder = publishing::read_configuration(config_files::read_files(options.config));
  if (report_errors(folder.loaded.problems, options.language)) return exit_problems;
  Opened opened{options, folder};
  const publishing::Head& head = opened.head;
  if (head.latest && head.published.texts == folder.texts && !asked.restored) {
    std::cout << say(options.language, "er is niets te publiceren: de bestanden zijn die van versie {0}\n",
                     "there is nothing to publish: the files are those of revision {0}\n",
                     {std::to_string(head.revision())});
    return exit_ok;
  }
  return show_and_publish(options, asked, opened, std::move(folder), letters::one_line(asked.why));
}

int rollback(const Options& options, const PublishOptions& asked, int number) {
  const Configuration folder = publishing::read_configuration(config_files::read_files(options.config));
  if (report_errors(folder.loaded.problems, options.language, "service.toml")) return exit_problems;
  Opened opened{options, folder};
  store::Revisions revisions{opened.store};
  if (!revisions.find(number)) return no_such_revision(number, options.language);
  Configuration configuration = publishing::read_revision(revisions, number, folder.loaded);
  if (report_errors(configuration.loaded.problems, options.language)) {
    std::cerr << say(options.language,
                     "dit zijn fouten in versie {0}; zoals ze is, kan ze niet opnieuw gepubliceerd worden\n",
                     "these are errors in revision {0}; it cannot be published again as it is\n",
                     {std::to_string(number)});
    return exit_problems;
  }
  if (configuration.texts == opened.head.published.texts) {
    std::cout << say(options.language, "er is niets te publiceren: versie {0} is hetzelfde\n",
                     "there is nothing to publish: revision {0} holds the same\n",
                     {std::to_string(opened.head.revision())});
    return exit_ok;
  }
  const std::string why = asked.why.empty() ? say(options.language, "terug naar versie {0}",
                                                  "back to revision {0}", {std::to_string(number)})
                                            : letters::one_line(asked.why);
  return show_and_publish(options, asked, opened, std::move(configuration), why, number);
}

}  // namespace commands
