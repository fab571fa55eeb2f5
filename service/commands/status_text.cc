// SPDX-License-Identifier: Apache-2.0
#include "service/commands/status_text.h"

#include <sstream>
#include <vector>

#include "service/commands/terminal.h"
#include "service/web/status_words.h"

namespace commands {
namespace {

using programme::Language;
using Rows = std::vector<std::vector<std::string>>;

/// Without a running service the time since when is unknown.
std::vector<std::string> row(const web::Status& status, const std::string& name,
                             const web::PartCondition& shown, Language language) {
  std::vector<std::string> cells{name, name_of(shown.condition.health, language)};
  if (status.running) cells.push_back(say(language, "sinds ", "since ") + dutch_time(shown.since));
  cells.push_back(shown.condition.what.in(language));
  return cells;
}

void add(Rows& rows, const web::Status& status, const std::string& name, const web::PartCondition& shown,
         Language language) {
  rows.push_back(row(status, name, shown, language));
  if (shown.condition.help.nl.empty()) return;
  std::vector<std::string> help(rows.back().size());
  help.back() = "→ " + shown.condition.help.in(language);
  rows.push_back(std::move(help));
}

}  // namespace

std::string status_head(const web::Status& status, Answer answer, const std::string& asked,
                        Language language) {
  switch (answer) {
    case Answer::given:
      return say(language, "De dienst draait op {0} sinds {1}, met de gegevens in {2}\n",
                 "The service runs at {0} since {1}, on the data in {2}\n",
                 {status.listening, dutch_time(status.started), status.data});
    case Answer::refused:
      return say(language, "Er draait geen dienst op {0}; dit zeggen de bestanden en de database in {1}\n",
                 "No service runs at {0}; this is what the files and the database in {1} say\n",
                 {asked, status.data});
    case Answer::none:
      return say(language,
                 "De dienst op {0} geeft geen antwoord; dit zeggen de bestanden en de database in {1}\n",
                 "The service at {0} gives no answer; this is what the files and the database in {1} say\n",
                 {asked, status.data});
    case Answer::other:
      return say(
          language,
          "Op {0} antwoordt iets anders dan deze dienst; dit zeggen de bestanden en de database in {1}\n",
          "Something else than this service answers at {0}; this is what the files and the database in "
          "{1} say\n",
          {asked, status.data});
  }
  return {};
}

std::string status_text(const web::Status& status, Language language) {
  Rows rows;
  for (const web::PartStatus& part : status.parts) {
    add(rows, status, name_of(part.part, language), part.main, language);
    for (const web::PartCondition& other : part.also) add(rows, status, "", other, language);
  }
  std::ostringstream out;
  print_columns(out, rows);
  return out.str();
}

}  // namespace commands
