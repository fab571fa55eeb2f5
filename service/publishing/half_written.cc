// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/half_written.h"

#include <algorithm>
#include <string_view>

namespace publishing {
namespace {

/// Without its line end.
std::string_view last_line(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const std::size_t end = text.rfind('\n');
  return end == std::string_view::npos ? text : text.substr(end + 1);
}

bool may_be_cut_off(std::string_view published, std::string_view now) {
  if (now == published) return false;
  if (now.empty() || (published.ends_with('\n') && !now.ends_with('\n'))) return true;
  return now.size() < published.size() && last_line(now) != last_line(published);
}

}  // namespace

bool may_be_half_written(const config_files::Texts& published, const config_files::Texts& now) {
  return std::any_of(published.begin(), published.end(), [&](const auto& file) {
    const auto found = now.find(file.first);
    return found == now.end() || may_be_cut_off(file.second, found->second);
  });
}

}  // namespace publishing
