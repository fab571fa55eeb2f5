// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/template_problems.h"

#include <cstdint>

namespace publishing {

config_files::Problems template_problems(const letters::Composer& composer,
                                         const std::vector<programme::Programme>& programmes) {
  config_files::Problems problems;
  for (const letters::TemplateProblem& problem : composer.problems(programmes))
    problems.add({.file = problem.file,
                  .line = static_cast<std::uint32_t>(problem.line),
                  .column = static_cast<std::uint32_t>(problem.column),
                  .warning = false,
                  .text = problem.what});
  return problems;
}

}  // namespace publishing
