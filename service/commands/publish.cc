// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <system_error>

#include "service/commands/commands.h"
#include "service/commands/latest.h"
#include "service/commands/plan_text.h"
#include "service/commands/revision_text.h"
#include "service/commands/terminal.h"
#include "service/letters/clean_text.h"
#include "service/publishing/choose.h"
#include "service/publishing/plan_from.h"
#include "service/publishing/plan_json.h"
#include "service/publishing/publication.h"
#include "service/publishing/untold.h"
#include "service/store/announcements.h"
#include "service/store/invitations.h"
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

int say_overtaken(const std::optional<store::Revision>& latest, programme::Language language) {
  if (latest) {
    std::cerr << publishing::choose(language, "niets gepubliceerd: versie ",
                                    "nothing is published: revision ")
              << latest->number << publishing::choose(language, " van ", " of ")
              << letters::one_line(latest->who)
              << publishing::choose(language, " kwam ertussen; kijk opnieuw\n",
                                    " came in between; look again\n");
  } else {
    std::cerr << publishing::choose(
        language, "niets gepubliceerd: wat gepubliceerd was, is weg uit de database; kijk opnieuw\n",
        "nothing is published: what was published is gone from the database; look again\n");
  }
  return exit_again;
}

/// Prints what publishing the configuration does, and returns it as JSON, for the revision. Where what was
/// published cannot be read any more: the lines that differ, and nothing.
std::string show_plan(Opened& opened, const publishing::Configuration& configuration, const Options& options,
                      bool no_mail) {
  auto plan = publishing::plan_from(opened.store, opened.number(), configuration, options.time());
  if (!plan) {
    std::cout << difference_text(opened.texts, configuration.texts);
    return {};
  }
  if (no_mail) plan->mails.clear();
  std::cout << plan_text(*plan, options.language, shows_colour());
  return publishing::difference_json(*plan);
}

/// People are told of all changes since they were last told, so one that is to be kept from them cannot come
/// between.
bool may_be_silent(Opened& opened, const publishing::Configuration& configuration, const Options& options) {
  if (opened.number() == 0) return true;
  const auto published = publishing::read_revision(opened.revisions, opened.number(), configuration.loaded);
  const auto language = options.language;
  if (publishing::untold(opened.store, opened.number(), published, options.time(), language).empty())
    return true;
  std::cerr << publishing::choose(language, "niets gepubliceerd: mensen weten nog niet van versie ",
                                  "nothing is published: people are not told of revision ")
            << opened.number()
            << publishing::choose(
                   language, ", en zouden dit er meteen bij horen; 'traject announce' vertelt het ze nu\n",
                   " yet, and would be told of this one with it; 'traject announce' tells them now\n");
  return false;
}

/// What was published and concerns nobody needs no time to settle.
void tell_nobody(Opened& opened) {
  store::Announcements announcements{opened.store};
  const int announced = announcements.announced();
  if (announced > 0 && announced < opened.number()) announcements.set_announced(opened.number());
  auto invitations = announcements.invitations();
  if (invitations.decided()) invitations.set_decided(opened.number());
}

/// Where files are that hold something else than what is published now, and that a service would publish by
/// itself.
struct Left {
  std::filesystem::path folder;
  std::string digest;  ///< Empty: there are none.
};

/// In the folder that the service watches, else the command's own; what was published from there is not left
/// behind.
Left left_behind(Opened& opened, const std::filesystem::path& own, bool from_there,
                 const publishing::Configuration& configuration) {
  Left left{.folder = opened.revisions.watched(), .digest = {}};
  std::error_code hidden;  // whoever publishes may not be allowed to look there
  if (left.folder.empty() || !std::filesystem::exists(left.folder, hidden)) left.folder = own;
  if (from_there && std::filesystem::equivalent(left.folder, own, hidden)) return left;
  const auto texts = config_files::programme_texts(config_files::read_files(left.folder));
  if (texts != configuration.texts) left.digest = store::digest_of(texts);
  return left;
}

void tell_what_is_left(const Left& left, int number, bool automatic, programme::Language language) {
  if (left.digest.empty()) return;
  std::cerr << publishing::choose(language, "de bestanden in ", "the files in ") << left.folder.string()
            << publishing::choose(language, " zijn nog anders; ze worden gepubliceerd ",
                                  " still hold something else; they are published ")
            << (automatic ? publishing::choose(language, "zodra ze weer veranderen", "when they change again")
                          : publishing::choose(language, "met traject publish", "by traject publish"))
            << publishing::choose(language, ".\ndie van deze versie schrijft u met: traject show ",
                                  ".\nthose of the revision are written by: traject show ")
            << number << publishing::choose(language, " --to MAP\n", " --to DIR\n");
}

/// What was shown, as the next revision.
int publish_shown(const Options& options, Opened& opened, const publishing::Configuration& configuration,
                  const publishing::PublishRequest& wanted) {
  const std::string base = options.base_address(configuration.loaded.settings);
  const auto published =
      publishing::publish(configuration, wanted, {opened.store, opened.key, base}, options.time());
  if (published.outcome.kind == store::Outcome::Kind::overtaken)
    return say_overtaken(published.outcome.latest, options.language);
  const auto language = options.language;
  std::cout << publishing::choose(language, "versie ", "revision ") << published.outcome.latest->number
            << publishing::choose(language, " is gepubliceerd", " is published")
            << (wanted.no_mail ? publishing::choose(language, "; niemand krijgt er mail over",
                                                    "; nobody is mailed about it")
                               : "")
            << (wanted.restored
                    ? publishing::choose(language,
                                         ", met nieuwe nummers voor alles; start of herlaad de dienst\n",
                                         ", with new numbers for all events; start or reload the service\n")
                    : publishing::choose(language, "; een draaiende dienst neemt haar meteen over\n",
                                         "; a running service takes it over at once\n"));
  return std::cout.flush() ? exit_ok : exit_failure;
}

/// Shows what it does, asks, and publishes it. `back_to`: the revision that it holds again; nullopt: it is
/// the folder's.
int show_and_publish(const Options& options, const PublishOptions& asked, Opened& opened,
                     const publishing::Configuration& configuration, const std::string& why,
                     std::optional<int> back_to) {
  std::string difference = show_plan(opened, configuration, options, asked.no_mail);
  if (asked.no_mail && !may_be_silent(opened, configuration, options)) return exit_again;
  if (!confirm(asked.yes, options.language, publishing::choose(options.language, "Publiceren?", "Publish?")))
    return exit_usage;
  if (!back_to &&
      config_files::programme_texts(config_files::read_files(options.config)) != configuration.texts) {
    std::cerr << publishing::choose(
        options.language, "niets gepubliceerd: de bestanden zijn intussen gewijzigd; kijk opnieuw\n",
        "nothing is published: the files have changed meanwhile; look again\n");
    return exit_again;
  }
  if (asked.no_mail) tell_nobody(opened);
  const Left left = left_behind(opened, options.config, !back_to, configuration);
  const int status = publish_shown(options, opened, configuration,
                                   {.expected = opened.number(),
                                    .who = user_name(),
                                    .why = why,
                                    .no_mail = asked.no_mail,
                                    .difference = [&](const feeds::Timetable&) { return difference; },
                                    .ignored_folder_digest = left.digest,
                                    .restored = asked.restored});
  if (status == exit_ok)
    tell_what_is_left(left, back_to ? *back_to : opened.revisions.latest()->number,
                      configuration.loaded.settings.publish_automatically, options.language);
  return status;
}

}  // namespace

int publish(const Options& options, const PublishOptions& asked) {
  const publishing::Configuration configuration =
      publishing::read_configuration(config_files::read_files(options.config));
  if (report_errors(configuration.loaded.problems, options.language)) return exit_problems;
  Opened opened{options.data_folder(configuration.loaded.settings)};
  if (opened.latest && opened.texts == configuration.texts && !asked.restored) {
    std::cout << publishing::choose(options.language,
                                    "er is niets te publiceren: de bestanden zijn die van versie ",
                                    "there is nothing to publish: the files are those of revision ")
              << opened.number() << '\n';
    return exit_ok;
  }
  return show_and_publish(options, asked, opened, configuration, letters::one_line(asked.why), std::nullopt);
}

int rollback(const Options& options, const PublishOptions& asked, int number) {
  const publishing::Configuration folder =
      publishing::read_configuration(config_files::read_files(options.config));
  if (report_errors(folder.loaded.problems, options.language, "service.toml")) return exit_problems;
  Opened opened{options.data_folder(folder.loaded.settings)};
  if (!opened.revisions.find(number)) return no_such_revision(number, options.language);
  const publishing::Configuration configuration =
      publishing::read_revision(opened.revisions, number, folder.loaded);
  if (report_errors(configuration.loaded.problems, options.language)) {
    std::cerr << publishing::choose(options.language, "dit zijn fouten in versie ",
                                    "these are errors in revision ")
              << number
              << publishing::choose(options.language,
                                    "; zoals ze is, kan ze niet opnieuw gepubliceerd worden\n",
                                    "; it cannot be published again as it is\n");
    return exit_problems;
  }
  if (configuration.texts == opened.texts) {
    std::cout << publishing::choose(options.language, "er is niets te publiceren: versie ",
                                    "there is nothing to publish: revision ")
              << opened.number()
              << publishing::choose(options.language, " is hetzelfde\n", " holds the same\n");
    return exit_ok;
  }
  const std::string why =
      asked.why.empty() ? publishing::choose(options.language, "terug naar versie ", "back to revision ") +
                              std::to_string(number)
                        : letters::one_line(asked.why);
  return show_and_publish(options, asked, opened, configuration, why, number);
}

}  // namespace commands
