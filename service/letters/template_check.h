// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/letters/template_problem.h"

namespace letters {

/// The text of a template file, taken apart. Line ends are LF and tabs blanks from here on.
class TemplateSource {
 public:
  explicit TemplateSource(std::string_view file_text);

  const std::string& text() const { return text_; }

  /// What stands behind "Onderwerp:" or "Subject:" on the first line; empty when there is none.
  std::string_view subject() const { return std::string_view{text_}.substr(subject_at_, subject_size_); }
  /// What comes after the first line.
  std::string_view body() const { return std::string_view{text_}.substr(body_at_); }

  bool has_subject_line() const { return has_subject_line_; }
  std::size_t subject_at() const { return subject_at_; }
  std::size_t body_at() const { return body_at_; }

 private:
  std::string text_;
  std::size_t subject_at_ = 0;
  std::size_t subject_size_ = 0;
  std::size_t body_at_ = 0;
  bool has_subject_line_ = false;
};

/// Everything that is wrong with a template, by line and column.
std::vector<TemplateProblem> check(const TemplateSource& source, const std::string& file);

}  // namespace letters
