// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/problem.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <tuple>

#include "service/config_files/wording.h"

namespace config_files {

std::string place_of(const Problem& problem) {
  // A problem of the whole file opens at its top in an editor that understands file:line:column.
  const auto line = std::max<std::uint32_t>(problem.line, 1);
  const auto column = std::max<std::uint32_t>(problem.column, 1);
  return problem.file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string to_line(const Problem& problem, programme::Language language) {
  return place_of(problem) + ": " + (problem.warning ? say(language, "waarschuwing: ", "warning: ") : "") +
         problem.text.in(language);
}

namespace {

constexpr std::size_t longest_name = 300;
constexpr std::size_t longest_text = 600;

std::string short_and_printable(const std::string& text, std::size_t longest) {
  return shortened(printable(text), longest);
}

}  // namespace

void Problems::add(Problem problem) {
  ++(problem.warning ? warnings_ : errors_);
  if (listed_.size() == most_listed) {
    const auto last_warning = std::find_if(listed_.rbegin(), listed_.rend(), std::mem_fn(&Problem::warning));
    if (problem.warning || last_warning == listed_.rend()) return;
    listed_.erase(std::next(last_warning).base());
  }
  problem.file = short_and_printable(problem.file, longest_name);
  problem.text = {short_and_printable(problem.text.nl, longest_text),
                  short_and_printable(problem.text.en, longest_text)};
  listed_.push_back(std::move(problem));
}

void Problems::add(const Problems& others) {
  for (const Problem& problem : others) add(problem);
  const std::size_t unlisted_errors = others.unlisted_errors();
  errors_ += unlisted_errors;
  warnings_ += others.count() - others.size() - unlisted_errors;
}

void Problems::add_as_warnings(const Problems& others) {
  const std::size_t unlisted = others.count() - others.size();
  for (Problem problem : others) {
    problem.warning = true;
    add(std::move(problem));
  }
  warnings_ += unlisted;
}

std::size_t Problems::unlisted_errors() const {
  const auto warning_count = std::count_if(listed_.begin(), listed_.end(), std::mem_fn(&Problem::warning));
  return errors_ - (listed_.size() - static_cast<std::size_t>(warning_count));
}

void Problems::sort() {
  std::stable_sort(listed_.begin(), listed_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
}

namespace {

using programme::Finding;
using programme::Rule;

/// Writes a decimal comma for Dutch: 2.25 becomes 2,25.
Text hours(const std::string& number) {
  std::string nl = number;
  if (const std::size_t point = nl.find('.'); point != std::string::npos) nl[point] = ',';
  return {nl, number};
}

/// Two activities of one role overlap; arguments 3 and 4 are ranges like 10:00-13:00.
Text overlap(const Finding& finding) {
  return say(
      "valt samen met \"{0}\" op {2} voor rol \"{1}\" ({3} en {4}); kies een andere dag of tijd",
      "overlaps with \"{0}\" on {2} for role \"{1}\" ({3} and {4}); choose another day or time",
      {finding.args.at(0), finding.args.at(1), finding.args.at(2), finding.args.at(3), finding.args.at(4)});
}

Text lunch(const Finding& finding) {
  if (finding.args.at(1).empty()) {
    return say(
        "de lunch begint om {0}, maar er eindigt die dag geen bijeenkomst; koppel de lunch met follows = "
        "\"…\"",
        "the lunch starts at {0}, but no session ends that day; tie the lunch with follows = \"…\"",
        {finding.args.at(0)});
  }
  return say(
      "de lunch begint om {0}, maar de bijeenkomst eindigt om {1}; laat de lunch daar beginnen, of gebruik "
      "follows = \"…\"",
      "the lunch starts at {0}, but the session ends at {1}; let the lunch start there, or use follows = "
      "\"…\"",
      {finding.args.at(0), finding.args.at(1)});
}

Text unknown(const Finding& finding, const Text& what, const Text& where) {
  return say("{0} {1} bestaat niet; {2}", "{0} {1} does not exist; {2}",
             {what, in_quotes(finding.args.at(0)), did_you_mean(finding.args.at(1), where)});
}

Text about_reference(const Finding& finding) {
  switch (finding.rule) {
    case Rule::unknown_activity:
      return unknown(
          finding, {"activiteit", "activity"},
          {"noem een activiteit die in dit bestand staat", "name an activity that is in this file"});
    case Rule::unknown_role:
      return unknown(finding, {"rol", "role"},
                     {"noem een rol die in programme.toml staat", "name a role that is in programme.toml"});
    case Rule::unknown_library:
      return unknown(
          finding, {"bibliotheek", "library"},
          {"noem een bibliotheek die in libraries.csv staat", "name a library that is in libraries.csv"});
    case Rule::unknown_zone:
      return unknown(finding, {"tijdzone", "time zone"},
                     {"schrijf zone = \"Europe/Amsterdam\"", "write zone = \"Europe/Amsterdam\""});
    case Rule::circle:
      return say("deze activiteiten wachten op elkaar ({0}); geef er één een eigen datum",
                 "these activities wait for each other ({0}); give one of them a date of its own",
                 {finding.args.at(0)});
    default:
      return say(
          "\"{0}\" is een inleverdatum en heeft geen einde; laat deze activiteit op een bijeenkomst volgen",
          "\"{0}\" is a deadline and has no end; let this activity follow a session", {finding.args.at(0)});
  }
}

Text about_person(const Finding& finding) {
  switch (finding.rule) {
    case Rule::left_before_joined:
      return say(
          "\"tot\" ({1}) ligt niet na \"vanaf\" ({0}); vul bij \"tot\" de eerste dag in waarop deze persoon "
          "niet "
          "meer meedoet",
          "\"tot\" ({1}) is not after \"vanaf\" ({0}); under \"tot\" fill in the first day on which this "
          "person no "
          "longer takes part",
          {finding.args.at(0), finding.args.at(1)});
    case Rule::shared_address:
      return say("{0} is al het adres van \"{1}\"; geef ieder een eigen adres, of maak er één rij van",
                 "{0} is already the address of \"{1}\"; give each their own address, or make it one row",
                 {in_quotes(finding.args.at(0)), finding.args.at(1)});
    default:
      return say(
          "voor deze persoon komt er niets in de agenda; controleer de rollen en de datums bij \"vanaf\" en "
          "\"tot\"",
          "nothing will be in the calendar of this person; check the roles and the dates under \"vanaf\" and "
          "\"tot\"");
  }
}

Text about_time(const Finding& finding) {
  const std::string& day = finding.args.at(0);
  switch (finding.rule) {
    case Rule::year_out_of_range:
      return say("het jaar {0} valt buiten wat we aankunnen; kies een jaar van 2000 tot en met 2037",
                 "the year {0} is outside of what we can handle; choose a year from 2000 to 2037", {day});
    case Rule::nonexistent_time:
      return say(
          "{0} bestaat niet, omdat de klok dan vooruit gaat; wij maken er {1} van, kies liever een andere "
          "tijd",
          "{0} does not exist, because the clock goes forward then; we make it {1}, better choose another "
          "time",
          {day, finding.args.at(1)});
    case Rule::ambiguous_time:
      return say(
          "{0} komt twee keer voor, omdat de klok dan terug gaat; wij nemen de eerste, kies liever een "
          "andere tijd",
          "{0} occurs twice, because the clock goes back then; we take the first, better choose another time",
          {day});
    case Rule::weekend:
      return say("{0} valt in het weekend; kies een werkdag als dat niet de bedoeling is",
                 "{0} is in a weekend; choose a working day if that is not intended", {day});
    case Rule::public_holiday:
      return say("{0} is een feestdag ({1}); kies een werkdag als dat niet de bedoeling is",
                 "{0} is a public holiday ({1}); choose a working day if that is not intended",
                 {day, Text{finding.args.at(1), finding.args.at(2)}});
    default:
      return say("{0} staat bij de gesloten dagen; kies een werkdag als dat niet de bedoeling is",
                 "{0} is among the closed days; choose a working day if that is not intended", {day});
  }
}

}  // namespace

Text text_of(const Finding& finding) {
  switch (finding.rule) {
    case Rule::unknown_activity:
    case Rule::unknown_role:
    case Rule::unknown_library:
    case Rule::unknown_zone:
    case Rule::circle:
    case Rule::follows_deadline:
      return about_reference(finding);
    case Rule::overlap:
      return overlap(finding);
    case Rule::lunch_not_adjacent:
      return lunch(finding);
    case Rule::hours_mismatch:
      return say(
          "rol \"{0}\" heeft {1} uur beloofd gekregen, maar de activiteiten tellen op tot {2} uur; pas de "
          "uren van "
          "de activiteiten aan, of die van de rol",
          "role \"{0}\" was promised {1} hours, but the activities add up to {2} hours; change the hours of "
          "the "
          "activities, or those of the role",
          {finding.args.at(0), hours(finding.args.at(1)), hours(finding.args.at(2))});
    case Rule::left_before_joined:
    case Rule::shared_address:
    case Rule::person_without_activities:
      return about_person(finding);
    case Rule::year_out_of_range:
    case Rule::nonexistent_time:
    case Rule::ambiguous_time:
    case Rule::weekend:
    case Rule::public_holiday:
    case Rule::closed_day:
      return about_time(finding);
  }
  return {};
}

}  // namespace config_files
