// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "service/programme/programme.h"

namespace letters {

/// TemplateProblem::file begins with it.
inline constexpr const char* templates_folder = "templates/";

/// What is wrong with a template, located: "templates/nl/werksessie.md:12:5".
struct TemplateProblem {
  std::string file;
  int line = 1;
  int column = 1;        ///< In characters.
  programme::Text what;  ///< "what is wrong; what would be right".
};

/// "templates/nl/werksessie.md:12:5: what is wrong; what would be right".
inline std::string to_line(const TemplateProblem& problem, programme::Language language) {
  return problem.file + ':' + std::to_string(problem.line) + ':' + std::to_string(problem.column) + ": " +
         problem.what.in(language);
}

/// what() is the English line.
class TemplateError : public std::runtime_error {
 public:
  explicit TemplateError(TemplateProblem problem)
      : std::runtime_error{to_line(problem, programme::Language::en)}, problem_{std::move(problem)} {}
  const TemplateProblem& problem() const { return problem_; }

 private:
  TemplateProblem problem_;
};

}  // namespace letters
