// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>

namespace letters {

/// A text with {{placeholders}}. Values are put in as they are: whoever makes them escapes them. A line that
/// holds nothing but the begin or end of a part leaves no line behind, whether the part is shown or not (the
/// library leaves one when it is not). Immutable; safe on any number of threads.
class MustacheText {
 public:
  /// `text` is valid Mustache, without control characters but LF.
  explicit MustacheText(std::string_view text);

  std::string render(const kainjow::mustache::data& values) const;

 private:
  kainjow::mustache::mustache parsed_;
};

}  // namespace letters
