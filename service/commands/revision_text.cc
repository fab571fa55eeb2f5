// SPDX-License-Identifier: Apache-2.0
#include "service/commands/revision_text.h"

#include <algorithm>
#include <cstdint>
#include <dtl/dtl.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "service/commands/terminal.h"
#include "service/letters/clean_text.h"
#include "service/programme/printable.h"

namespace commands {
namespace {

constexpr std::size_t context = 3;

using Lines = std::vector<std::string_view>;

struct Edit {
  char sign = ' ';  ///< ' ', '-' or '+'
  std::string_view line;
};

/// Splits a text into lines with their line ends, so that a missing last one is a difference.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// Compares the equal beginning and end first: most edits change a few lines of a long file.
std::vector<Edit> edits_between(const Lines& before, const Lines& after) {
  std::size_t head = 0, tail = 0;
  const std::size_t shorter = std::min(before.size(), after.size());
  while (head < shorter && before[head] == after[head]) ++head;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  const auto middle = [&](const Lines& lines) {
    return Lines{lines.begin() + static_cast<std::ptrdiff_t>(head),
                 lines.end() - static_cast<std::ptrdiff_t>(tail)};
  };
  dtl::Diff<std::string_view, Lines> difference{middle(before), middle(after)};
  difference.compose();
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < head; ++i) edits.push_back({' ', before[i]});
  for (const auto& [line, info] : difference.getSes().getSequence())
    edits.push_back({info.type == dtl::SES_DELETE ? '-' : info.type == dtl::SES_ADD ? '+' : ' ', line});
  for (std::size_t i = before.size() - tail; i < before.size(); ++i) edits.push_back({' ', before[i]});
  return edits;
}

std::string range(std::size_t first, std::size_t count) {
  return std::to_string(count == 0 ? first : first + 1) + (count == 1 ? "" : "," + std::to_string(count));
}

/// Returns the end of the hunk that begins at `at`, where more than twice the context is equal.
std::size_t end_of_piece(const std::vector<Edit>& edits, std::size_t at) {
  std::size_t end = at, same = 0;
  for (std::size_t i = at; i < edits.size() && same <= 2 * context; ++i) {
    same = edits[i].sign == ' ' ? same + 1 : 0;
    if (same == 0) end = i + 1;
  }
  return std::min(end + context, edits.size());
}

/// Cleans a stored text: earlier versions stored it unchecked.
std::string clean(const std::string& text) { return letters::one_line(text); }

nlohmann::ordered_json json_of(const store::Revision& revision) {
  return {{"revision", revision.number},
          {"published", date::format("%FT%TZ", revision.published)},
          {"who", revision.who},
          {"why", revision.why},
          {"no_mail", revision.no_mail}};
}

}  // namespace

std::string unified_difference(const std::string& name, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const auto edits = edits_between(lines_of(before), lines_of(after));
  std::string text = "--- " + name + "\n+++ " + name + "\n";
  std::size_t old_line = 0, new_line = 0, at = 0;
  const auto skip = [&](std::size_t until) {
    for (; at < until; ++at) {
      old_line += edits[at].sign != '+' ? 1U : 0U;
      new_line += edits[at].sign != '-' ? 1U : 0U;
    }
  };
  for (;;) {
    std::size_t change = at;
    while (change < edits.size() && edits[change].sign == ' ') ++change;
    if (change == edits.size()) return text;
    skip(change - std::min(context, change - at));
    const std::size_t begin = at, end = end_of_piece(edits, change);
    const std::size_t old_first = old_line, new_first = new_line;
    skip(end);
    text += "@@ -" + range(old_first, old_line - old_first) + " +" + range(new_first, new_line - new_first) +
            " @@\n";
    for (std::size_t i = begin; i < end; ++i) {
      text += edits[i].sign;
      text += edits[i].line;
      if (!edits[i].line.ends_with('\n')) text += "\n\\ No newline at end of file\n";
    }
  }
}

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
  return programme::printable_lines(text);
}

std::string revisions_text(const std::vector<store::Revision>& revisions, programme::Language language) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(revisions.size());
  for (const auto& revision : revisions)
    rows.push_back({std::to_string(revision.number), dutch_time_with_zone(revision.published),
                    clean(revision.who), revision.no_mail ? say(language, "geen mail", "no mail") : "",
                    clean(revision.why)});
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
      {say(language, "versie", "revision"), std::to_string(revision.number)},
      {say(language, "gepubliceerd", "published"), dutch_time_with_zone(revision.published)},
      {say(language, "door", "who"), clean(revision.who)}};
  if (!revision.why.empty()) rows.push_back({say(language, "waarom", "why"), clean(revision.why)});
  if (revision.no_mail) rows.push_back({"mail", say(language, "geen", "none")});
  std::ostringstream out;
  print_columns(out, rows);
  return out.str();
}

}  // namespace commands
