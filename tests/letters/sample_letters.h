// SPDX-License-Identifier: Apache-2.0
//
// One letter for every reminder rule of the sample programme, and one bundle, in a language of choice: what
// the goldens and the checks by other people's mail software look at.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "service/letters/composer.h"
#include "service/programme/schedule.h"

namespace sample_letters {

/// "nl/werksessie.md" → text, of every template below `folder`/templates.
std::map<std::string, std::string> templates(const std::filesystem::path& folder);

struct Sample {
  std::string name;  ///< Of the rule, or "samen".
  letters::Letter letter;
  programme::Instant now;  ///< When it is due.
};

/// Everything that the letters point into.
class Samples {
 public:
  Samples(const std::filesystem::path& config, programme::Language language);
  ~Samples();

  const std::vector<Sample>& all() const { return all_; }
  const Sample& find(const std::string& name) const;

 private:
  struct World;
  std::vector<std::unique_ptr<World>> worlds_;
  programme::Coordinator coordinator_;
  std::vector<Sample> all_;
};

}  // namespace sample_letters
