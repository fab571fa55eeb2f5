// SPDX-License-Identifier: Apache-2.0
//
// One mail in one language as a coordinator wrote it: a subject line, an empty line, CommonMark with Mustache
// placeholders.
#pragma once

#include <kainjow/mustache.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/letters/template_problem.h"

namespace letters {

/// A text with {{placeholders}}. Values are inserted as they are; the caller escapes them. A line with
/// nothing but the begin or end tag of a section leaves no empty line, shown or not (the library leaves one
/// when it is not). Immutable; safe on any number of threads.
class MustacheText {
 public:
  /// `text` is valid Mustache, without control characters but LF.
  explicit MustacheText(std::string_view text);

  std::string render(const kainjow::mustache::data& values) const;

 private:
  kainjow::mustache::mustache parsed_;
};

/// Immutable; safe on any number of threads.
class Template {
 public:
  /// `file` is what problems name.
  Template(const std::string& file, std::string_view text);

  /// By line and column; empty when the template can be used.
  const std::vector<TemplateProblem>& problems() const { return problems_; }

  /// One line of plain text. `values` holds plain texts; throws TemplateError when there are problems.
  std::string subject(const kainjow::mustache::data& values) const;

  /// CommonMark. `values` holds texts that are escaped for it; throws TemplateError when there are problems.
  std::string body(const kainjow::mustache::data& values) const;

 private:
  struct Parts {
    MustacheText subject;
    MustacheText body;
  };
  const Parts& parts() const;

  std::vector<TemplateProblem> problems_;
  std::optional<Parts> parts_;
};

}  // namespace letters
