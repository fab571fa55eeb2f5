// SPDX-License-Identifier: Apache-2.0
//
// Sentences in Dutch and English with the values of the moment filled in.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "service/programme/programme.h"

namespace config_files {

using programme::Text;

/// What fills a placeholder: the same in both languages, or a wording of its own.
struct Fill {
  Text text;
  Fill(Text wording) : text(std::move(wording)) {}
  Fill(const std::string& value) : text{value, value} {}
  Fill(std::string_view value) : Fill(std::string(value)) {}
  Fill(const char* value) : Fill(std::string(value)) {}
};

/// Both sentences with "{0}", "{1}", … replaced.
Text say(std::string_view nl, std::string_view en, std::initializer_list<Fill> fills = {});

/// `"a", "b" of "c"` / `"a", "b" or "c"`.
Text one_of(const std::vector<std::string>& words);

/// `; bedoelde u "x"?`-style hint, or `otherwise` when `near` is empty.
Text did_you_mean(const std::string& near, const Text& otherwise);

/// A value as it may stand in a message: at most 60 characters, nothing that could break a line.
std::string in_quotes(std::string_view value);

}  // namespace config_files
