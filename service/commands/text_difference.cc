// SPDX-License-Identifier: Apache-2.0
#include "service/commands/text_difference.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace commands {
namespace {

constexpr std::size_t context = 3;
/// Lines taken out and put in beyond which the whole stretch is shown as replaced: the search costs its square.
constexpr int most_edits = 2000;

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

/// The furthest points of Myers' search ("An O(ND) difference algorithm", 1986) after each number of edits, by diagonal;
/// empty when more than most_edits are needed.
std::vector<std::vector<int>> search(const Lines& a, const Lines& b) {
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  std::vector<std::vector<int>> rounds;
  std::vector<int> before;
  for (int d = 0; d <= most_edits; ++d) {
    std::vector<int> reach(static_cast<std::size_t>(2 * d + 1));
    const auto earlier = [&](int k) { return before[static_cast<std::size_t>(k + d - 1)]; };
    for (int k = -d; k <= d; k += 2) {
      int x = 0;
      if (d > 0) {
        const bool down = k == -d || (k != d && earlier(k - 1) < earlier(k + 1));
        x = down ? earlier(k + 1) : earlier(k - 1) + 1;
      }
      while (x < n && x - k < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) ++x;
      reach[static_cast<std::size_t>(k + d)] = x;
      if (x >= n && x - k >= m) {
        rounds.push_back(std::move(reach));
        return rounds;
      }
    }
    rounds.push_back(reach);
    before = std::move(reach);
  }
  return {};
}

/// The edits of a stretch whose ends differ, in reverse.
std::vector<Edit> trace_back(const Lines& a, const Lines& b, const std::vector<std::vector<int>>& rounds) {
  std::vector<Edit> edits;
  int x = static_cast<int>(a.size()), y = static_cast<int>(b.size());
  const auto same = [&](int until) {
    for (; x > until; --x, --y) edits.push_back({' ', a[static_cast<std::size_t>(x - 1)]});
  };
  for (int d = static_cast<int>(rounds.size()) - 1; d > 0; --d) {
    const auto& before = rounds[static_cast<std::size_t>(d - 1)];
    const auto earlier = [&](int k) { return before[static_cast<std::size_t>(k + d - 1)]; };
    const int k = x - y;
    const bool down = k == -d || (k != d && earlier(k - 1) < earlier(k + 1));
    const int from = down ? earlier(k + 1) : earlier(k - 1);
    same(down ? from : from + 1);
    if (down) {
      edits.push_back({'+', b[static_cast<std::size_t>(--y)]});
    } else {
      edits.push_back({'-', a[static_cast<std::size_t>(--x)]});
    }
  }
  same(0);
  return edits;
}

std::vector<Edit> edits_between(const Lines& a, const Lines& b) {
  std::size_t head = 0, tail = 0;
  const std::size_t shorter = std::min(a.size(), b.size());
  while (head < shorter && a[head] == b[head]) ++head;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const auto middle = [&](const Lines& lines) {
    return Lines{lines.begin() + static_cast<std::ptrdiff_t>(head),
                 lines.end() - static_cast<std::ptrdiff_t>(tail)};
  };
  const Lines old = middle(a), fresh = middle(b);
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < head; ++i) edits.push_back({' ', a[i]});
  if (const auto rounds = search(old, fresh); !rounds.empty()) {
    const auto found = trace_back(old, fresh, rounds);
    edits.insert(edits.end(), found.rbegin(), found.rend());
  } else {
    for (const auto line : old) edits.push_back({'-', line});
    for (const auto line : fresh) edits.push_back({'+', line});
  }
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) edits.push_back({' ', a[i]});
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
