// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/wording.h"

#include <cstddef>

namespace config_files {
namespace {

constexpr std::size_t longest_quote = 60;

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

std::string in_quotes(std::string_view value) {
  std::string out = "\"";
  std::size_t characters = 0;
  for (const char octet : value) {
    const auto byte = static_cast<unsigned char>(octet);
    if ((byte & 0xC0U) != 0x80U && ++characters > longest_quote) return out + "…\"";
    out += byte < 0x20 || byte == 0x7F ? ' ' : octet;
  }
  return out + '"';
}

}  // namespace config_files
