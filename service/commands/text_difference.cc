// SPDX-License-Identifier: Apache-2.0
#include "service/commands/text_difference.h"

#include <algorithm>
#include <cstdint>
#include <dtl/dtl.hpp>
#include <vector>

namespace commands {
namespace {

constexpr std::size_t context = 3;

using Lines = std::vector<std::string_view>;

struct Edit {
  char sign = ' ';  ///< ' ', '-' or '+'
  std::string_view line;
};

/// With their line ends, so that a missing last one is a difference.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// Equal ends are set apart first: most edits touch a few lines of a long file.
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

/// The end of the piece that begins with the edit at `at`: where more than twice the context is the same.
std::size_t end_of_piece(const std::vector<Edit>& edits, std::size_t at) {
  std::size_t end = at, same = 0;
  for (std::size_t i = at; i < edits.size() && same <= 2 * context; ++i) {
    same = edits[i].sign == ' ' ? same + 1 : 0;
    if (same == 0) end = i + 1;
  }
  return std::min(end + context, edits.size());
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

}  // namespace commands
