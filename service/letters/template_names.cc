// SPDX-License-Identifier: Apache-2.0
#include "service/letters/template_names.h"

#include <algorithm>

#include "service/programme/nearest.h"

namespace letters {
namespace {

constexpr std::string_view dutch_folder = "nl/";
constexpr std::string_view ending = ".md";

}  // namespace

std::string template_key(const std::string& name, programme::Language language) {
  return std::string{programme::code(language)} + "/" + name + std::string{ending};
}

std::string template_file(const std::string& key) { return "templates/" + key; }

std::optional<std::string> dutch_name(const std::string& key) {
  if (!key.starts_with(dutch_folder) || !key.ends_with(ending)) return std::nullopt;
  return key.substr(dutch_folder.size(), key.size() - dutch_folder.size() - ending.size());
}

std::string template_for(const Letter& letter) {
  const programme::ReminderRule& first = *letter.items.front().moment.rule;
  const bool one_rule =
      std::ranges::all_of(letter.items, [&](const Item& item) { return item.moment.rule->id == first.id; });
  const bool overview = one_rule && letter.recipient.coordinator != nullptr;
  if (letter.items.size() == 1 || overview || letter.programme->bundle.empty()) return first.template_name;
  return letter.programme->bundle;
}

TemplateProblem missing_template(const std::string& name, const programme::Programme* programme,
                                 const std::set<std::string>& known) {
  const std::string nearest = programme::nearest(name, {known.begin(), known.end()});
  const std::string by_nl =
      programme == nullptr ? "" : ", maar " + programme->id + "/programme.toml noemt hem";
  const std::string by_en = programme == nullptr ? "" : ", but " + programme->id + "/programme.toml names it";
  TemplateProblem problem;
  problem.file = template_file(template_key(name, programme::Language::nl));
  problem.what = {
      "deze tekst is er niet" + by_nl +
          (nearest.empty() ? "; maak dit bestand" : "; maak dit bestand of schrijf daar \"" + nearest + "\""),
      "there is no such text" + by_en +
          (nearest.empty() ? "; write this file" : "; write this file or put \"" + nearest + "\" there")};
  return problem;
}

std::vector<TemplateProblem> missing_templates(std::span<const programme::Programme> programmes,
                                               const std::set<std::string>& known) {
  std::vector<TemplateProblem> problems;
  std::set<std::string> named;
  for (const programme::Programme& programme : programmes) {
    const auto need = [&](const std::string& name) {
      if (!name.empty() && !known.contains(name) && named.insert(name).second)
        problems.push_back(missing_template(name, &programme, known));
    };
    for (const programme::ReminderRule& rule : programme.reminders) need(rule.template_name);
    need(programme.bundle);
  }
  return problems;
}

}  // namespace letters
