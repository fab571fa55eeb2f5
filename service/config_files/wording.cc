// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/wording.h"

#include <cstddef>

namespace config_files {
namespace {

std::string listed(const std::vector<std::string>& words, std::string_view last_separator) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? last_separator : std::string_view(", ");
    out += '"' + words[i] + '"';
  }
  return out;
}

}  // namespace

Text one_of(const std::vector<std::string>& words) { return {listed(words, " of "), listed(words, " or ")}; }

Text did_you_mean(const std::string& near, const Text& otherwise) {
  return near.empty() ? otherwise : say("bedoelde u \"{0}\"?", "did you mean \"{0}\"?", {near});
}

}  // namespace config_files
