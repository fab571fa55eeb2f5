// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/limits.h"

#include <array>

#include "service/config_files/toml_table.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

std::array<Limit*, 8> all(Limits& limits) {
  return {&limits.people,    &limits.libraries, &limits.activities, &limits.dates,
          &limits.reminders, &limits.files,     &limits.file,       &limits.folder};
}

}  // namespace

Limits no_limits() {
  Limits limits;
  for (Limit* limit : all(limits)) limit->value = std::numeric_limits<std::size_t>::max();
  return limits;
}

Limits read_limits(TomlTable& document) {
  Limits limits;
  const toml::node* node = document.find("limits");
  if (node == nullptr) return limits;
  if (!node->is_table()) {
    document.wrong_type("limits");
    return limits;
  }
  TomlTable table(
      *node->as_table(),
      {"people", "libraries", "activities", "dates", "reminders", "files", "file_mb", "folder_mb"},
      document.report());
  constexpr int most_things = 100'000'000;
  constexpr int most_megabytes = 10'000;
  for (Limit* limit : all(limits)) {
    const auto value = table.number(limit->key, 1, limit->unit == 1 ? most_things : most_megabytes);
    if (value) limit->value = static_cast<std::size_t>(*value);
  }
  return limits;
}

Text over_limit(const Text& excess, const Limit& limit) {
  return say("{0}; haal weg wat er niet hoort, of verhoog {1} = {2} onder [limits] in service.toml",
             "{0}; remove what does not belong there, or raise {1} = {2} under [limits] in service.toml",
             {excess, limit.key, std::to_string(limit.value)});
}

Text too_many(const Text& things, const Limit& limit) {
  return over_limit(say("er zijn meer dan {0} {1}", "there are more than {0} {1}",
                        {programme::grouped(limit.value), things}),
                    limit);
}

}  // namespace config_files
