// SPDX-License-Identifier: Apache-2.0
#include "service/commands/revision_text.h"

#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "service/commands/columns.h"
#include "service/commands/options.h"
#include "service/commands/text_difference.h"

namespace commands {
namespace {

std::string time_of(const store::Revision& revision) { return date::format("%FT%TZ", revision.published); }

nlohmann::ordered_json json_of(const store::Revision& revision) {
  return {{"revision", revision.number},
          {"published", time_of(revision)},
          {"who", revision.who},
          {"why", revision.why},
          {"no_mail", revision.no_mail}};
}

}  // namespace

std::string difference_text(const config_files::Texts& before, const config_files::Texts& after) {
  std::set<std::string> paths;
  for (const auto& [path, bytes] : before) paths.insert(path);
  for (const auto& [path, bytes] : after) paths.insert(path);
  const auto bytes_of = [](const config_files::Texts& texts, const std::string& path) {
    const auto found = texts.find(path);
    return found == texts.end() ? std::string_view{} : std::string_view{found->second};
  };
  std::string text;
  for (const std::string& path : paths)
    text += unified_difference(path, bytes_of(before, path), bytes_of(after, path));
  return text;
}

std::string revisions_text(const std::vector<store::Revision>& revisions) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(revisions.size());
  for (const auto& revision : revisions)
    rows.push_back({std::to_string(revision.number), time_of(revision), revision.who,
                    revision.no_mail ? "no mail" : "", revision.why});
  std::ostringstream out;
  print_columns(out, rows);
  return out.str();
}

std::string revisions_json(const std::vector<store::Revision>& revisions) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& revision : revisions) list.push_back(json_of(revision));
  return list.dump(2) + "\n";
}

std::string revision_json(const store::Revision& revision, const std::string& difference) {
  auto json = json_of(revision);
  json["changes"] = difference.empty() ? nlohmann::ordered_json{} : nlohmann::ordered_json::parse(difference);
  return json.dump(2) + "\n";
}

std::string revision_head(const store::Revision& revision) {
  return "revision   " + std::to_string(revision.number) + "\npublished  " + time_of(revision) +
         "\nwho        " + revision.who + "\n" +
         (revision.why.empty() ? "" : "why        " + revision.why + "\n") +
         (revision.no_mail ? "mail       none\n" : "");
}

int no_such_revision(int number) {
  std::cerr << "there is no revision " << number << "; 'traject history' shows them\n";
  return exit_usage;
}

}  // namespace commands
