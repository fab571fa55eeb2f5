// SPDX-License-Identifier: Apache-2.0
//
// Which template serves which mail.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "service/letters/letter.h"
#include "service/letters/template_problem.h"

namespace letters {

/// "nl/werksessie.md": the key of config_files::Loaded::templates.
std::string template_key(const std::string& name, programme::Language language);

/// "templates/nl/werksessie.md": what problems name.
std::string template_file(const std::string& key);

/// The name of a Dutch template; nullopt for other keys.
std::optional<std::string> dutch_name(const std::string& key);

/// The rule's template for one item, and for what one rule says to a coordinator; for anything else the
/// programme's template for bundles, or the first rule's when it has none.
std::string template_for(const Letter& letter);

/// What is wrong when there is no Dutch template of that name. `programme`: whose files name it, or nullptr.
TemplateProblem missing_template(const std::string& name, const programme::Programme* programme,
                                 const std::set<std::string>& known);

/// One problem for every template that a rule or a bundle names and that is not among the `known`.
std::vector<TemplateProblem> missing_templates(std::span<const programme::Programme> programmes,
                                               const std::set<std::string>& known);

}  // namespace letters
