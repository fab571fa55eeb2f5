// SPDX-License-Identifier: Apache-2.0
#include "service/programme/nearest.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace programme {
namespace {

// Longer words get no suggestion. The limit bounds the time of one look-up.
constexpr std::size_t longest_word = 100;

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// The edit distance with swaps of neighbours; limit + 1 if it exceeds `limit`.
std::size_t distance(const std::string& a, const std::string& b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<std::size_t> two_back(b.size() + 1);
  std::vector<std::size_t> back(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) back[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = back[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, back[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_back[j - 2] + 1);
      }
    }
    if (*std::min_element(row.begin(), row.end()) > limit) return limit + 1;
    std::swap(two_back, back);
    std::swap(back, row);
  }
  return back[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > longest_word) return "";
  const std::string wanted = lower(word);
  const std::string* best = nullptr;
  std::size_t limit = word.size() == 1 ? 0 : std::max<std::size_t>(1, word.size() / 3);
  for (const std::string& candidate : known) {
    const std::size_t mistakes = distance(wanted, lower(candidate), limit);
    if (mistakes > limit) continue;
    best = &candidate;
    if (mistakes == 0) break;
    limit = mistakes - 1;
  }
  return best == nullptr ? "" : *best;
}

}  // namespace programme
