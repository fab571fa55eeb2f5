// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <iostream>

#include "service/commands/commands.h"
#include "service/commands/latest.h"
#include "service/commands/publication.h"
#include "service/commands/revision_text.h"
#include "service/store/key_file.h"

namespace commands {
namespace {

/// What is published, opened for somebody who may change it.
struct Opened {
  explicit Opened(const std::filesystem::path& folder)
      : key{store::open_key(folder)}, store{folder}, latest{revisions.latest()} {
    if (latest) texts = revisions.files(latest->number);
  }
  int number() const { return latest ? latest->number : 0; }

  feeds::TokenKey key;
  store::Store store;
  store::Revisions revisions{store};
  std::optional<store::Revision> latest;
  config_files::Texts texts;  ///< Of the latest.
};

/// Only a word of a person counts.
bool agreed(bool yes) {
  if (yes) return true;
  if (::isatty(STDIN_FILENO) == 0) {
    std::cerr << "nothing is published: say --yes when nobody can be asked\n";
    return false;
  }
  std::cout << "Publish? (yes/no) " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "yes" || answer == "ja") return true;
  std::cout << "nothing is published\n";
  return false;
}

int say_overtaken(const std::optional<store::Revision>& latest) {
  if (latest) {
    std::cerr << "nothing is published: revision " << latest->number << " of " << latest->who
              << " came in between; look again\n";
  } else {
    std::cerr << "nothing is published: what was published is gone from the database; look again\n";
  }
  return exit_again;
}

/// What was shown, as the next revision.
int publish_shown(const Options& options, Opened& opened, const Candidate& candidate, const Wanted& wanted) {
  const std::string base = options.base_address(candidate.loaded.settings);
  const auto published = publish(candidate, wanted, opened.store, opened.key, base, options.time());
  if (published.outcome.kind == store::Outcome::Kind::overtaken)
    return say_overtaken(published.outcome.latest);
  std::cout << "revision " << published.outcome.latest->number << " is published"
            << (wanted.no_mail ? "; nobody is mailed about it" : "")
            << (wanted.restored ? ", with new numbers for all events; start or reload the service\n"
                                : "; a running service takes it over at once\n");
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace

int publish(const Options& options, const PublishOptions& asked) {
  const Candidate candidate = read_candidate(config_files::read_files(options.config));
  if (report_errors(candidate.loaded.problems, options.language)) return exit_problems;
  Opened opened{options.data_folder(candidate.loaded.settings)};
  if (opened.latest && opened.texts == candidate.texts && !asked.restored) {
    std::cout << "there is nothing to publish: the files are those of revision " << opened.number() << '\n';
    return exit_ok;
  }
  std::cout << difference_text(opened.texts, candidate.texts);
  if (!agreed(asked.yes)) return exit_usage;
  if (config_files::programme_texts(config_files::read_files(options.config)) != candidate.texts) {
    std::cerr << "nothing is published: the files have changed meanwhile; look again\n";
    return exit_again;
  }
  return publish_shown(options, opened, candidate,
                       {.expected = opened.number(),
                        .who = user_name(),
                        .why = asked.why,
                        .no_mail = asked.no_mail,
                        .restored = asked.restored});
}

int rollback(const Options& options, const PublishOptions& asked, int number) {
  const Candidate folder = read_candidate(config_files::read_files(options.config));
  if (report_errors(folder.loaded.problems, options.language, "service.toml")) return exit_problems;
  Opened opened{options.data_folder(folder.loaded.settings)};
  if (!opened.revisions.find(number)) return no_such_revision(number);
  const Candidate candidate = read_revision(opened.revisions, number, folder.loaded);
  if (report_errors(candidate.loaded.problems, options.language)) {
    std::cerr << "these are errors in revision " << number << "; it cannot be published again as it is\n";
    return exit_problems;
  }
  if (candidate.texts == opened.texts) {
    std::cout << "there is nothing to publish: revision " << opened.number() << " holds the same\n";
    return exit_ok;
  }
  std::cout << difference_text(opened.texts, candidate.texts);
  if (!agreed(asked.yes)) return exit_usage;
  const bool folder_differs = folder.texts != candidate.texts;
  const int status =
      publish_shown(options, opened, candidate,
                    {.expected = opened.number(),
                     .who = user_name(),
                     .why = asked.why.empty() ? "rollback to revision " + std::to_string(number) : asked.why,
                     .no_mail = asked.no_mail,
                     .set_aside = folder_differs ? store::digest_of(folder.texts) : std::string{}});
  if (status == exit_ok && folder_differs)
    std::cerr << "the files in " << options.config.string()
              << " still hold something else; they are published when they change again.\n'traject show "
              << number << " --to DIR' writes those of the revision\n";
  return status;
}

}  // namespace commands
