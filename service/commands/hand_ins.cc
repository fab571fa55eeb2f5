// SPDX-License-Identifier: Apache-2.0
//
// `traject hand-ins` and `traject opt-outs` list records of the store. They work beside a running service,
// too.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/terminal.h"
#include "service/store/participation.h"

namespace commands {
namespace {

using programme::Language;

std::string utc_time(programme::Instant instant) { return date::format("%FT%TZ", instant); }

std::string by_in_words(const std::string& by, Language language) {
  if (by == "link") return say(language, "op de eigen pagina", "on their own page");
  return say(language, "door de coördinator", "by the coordinator");
}

/// Returns the rows that a person or coordinator has written.
std::vector<programme::HandInRecord> read_hand_ins(const std::filesystem::path& folder) {
  store::Store store{folder};
  auto rows = store::Participation{store}.hand_ins();
  std::erase_if(rows, [](const programme::HandInRecord& row) { return row.by.empty(); });
  return rows;
}

void print_json(const std::vector<programme::HandInRecord>& rows) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& row : rows)
    list.push_back({{"programme", row.programme},
                    {"activity", row.activity},
                    {"library", row.library},
                    {"subject", row.subject},
                    {"handed_in", row.done},
                    {"changed", utc_time(row.changed)},
                    {"by", row.by}});
  std::cout << list.dump(2) << '\n';
}

void print_text(const std::vector<programme::HandInRecord>& rows, Language language) {
  std::vector<std::vector<std::string>> table;
  for (const auto& row : rows)
    table.push_back(
        {row.programme, row.activity, row.subject,
         row.done ? say(language, "ingeleverd", "handed in") : say(language, "teruggenomen", "taken back"),
         dutch_time(row.changed), by_in_words(row.by, language)});
  print_columns(std::cout, table);
}

}  // namespace

int list_hand_ins(const Options& options, bool json) {
  const auto folder = used_folder_or_report(options, options.language);
  if (!folder) return exit_problems;
  const auto rows = read_hand_ins(*folder);
  if (json) {
    print_json(rows);
  } else {
    print_text(rows, options.language);
  }
  return std::cout.flush() ? exit_ok : exit_failure;
}

int list_opt_outs(const Options& options, bool json) {
  const auto folder = used_folder_or_report(options, options.language);
  if (!folder) return exit_problems;
  store::Store store{*folder};
  auto list = nlohmann::ordered_json::array();
  std::vector<std::vector<std::string>> table;
  for (const auto& each : store::Participation{store}.opt_outs()) {
    list.push_back({{"recipient", each.recipient}, {"topic", each.topic}, {"since", utc_time(each.since)}});
    table.push_back(
        {each.recipient, each.topic, say(options.language, "sinds ", "since ") + dutch_time(each.since)});
  }
  if (json) {
    std::cout << list.dump(2) << '\n';
  } else {
    print_columns(std::cout, table);
  }
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
