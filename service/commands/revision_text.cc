// SPDX-License-Identifier: Apache-2.0
#include "service/commands/revision_text.h"

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "service/commands/terminal.h"
#include "service/commands/text_difference.h"
#include "service/letters/clean_text.h"
#include "service/publishing/choose.h"

namespace commands {
namespace {

/// What was stored before it was cleaned may hold anything.
std::string clean(const std::string& text) { return letters::one_line(text); }

nlohmann::ordered_json json_of(const store::Revision& revision) {
  return {{"revision", revision.number},
          {"published", date::format("%FT%TZ", revision.published)},
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

std::string revisions_text(const std::vector<store::Revision>& revisions, programme::Language language) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(revisions.size());
  for (const auto& revision : revisions)
    rows.push_back(
        {std::to_string(revision.number), dutch_time_with_zone(revision.published), clean(revision.who),
         revision.no_mail ? publishing::choose(language, "geen mail", "no mail") : "", clean(revision.why)});
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

std::string revision_head(const store::Revision& revision, programme::Language language) {
  std::vector<std::vector<std::string>> rows{
      {publishing::choose(language, "versie", "revision"), std::to_string(revision.number)},
      {publishing::choose(language, "gepubliceerd", "published"), dutch_time_with_zone(revision.published)},
      {publishing::choose(language, "door", "who"), clean(revision.who)}};
  if (!revision.why.empty())
    rows.push_back({publishing::choose(language, "waarom", "why"), clean(revision.why)});
  if (revision.no_mail) rows.push_back({"mail", publishing::choose(language, "geen", "none")});
  std::ostringstream out;
  print_columns(out, rows);
  return out.str();
}

}  // namespace commands
