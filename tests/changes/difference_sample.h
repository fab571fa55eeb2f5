// SPDX-License-Identifier: Apache-2.0
//
// Differences between the sample programme and the same after a coordinator's edits, written out.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "service/changes/difference.h"
#include "tests/programme/sample.h"
#include "tests/support/edited_sample.h"

namespace changes::sample {

using namespace programme::sample;
using programme::sample::written;

using example::Edit;
using example::Edits;

/// Two versions with their difference; they point into each other, so they stay where they are.
struct Versions {
  Versions(programme::Programme old, programme::Programme fresh)
      : before(std::move(old)),
        after(std::move(fresh)),
        schedule_before(schedule(before)),
        schedule_after(schedule(after)),
        difference(changes::difference(before, schedule_before, after, schedule_after)) {}
  Versions(const Edits& first, const Edits& then)
      : Versions(example::edited_sample(first).at(0), example::edited_sample(then).at(0)) {}
  explicit Versions(const Edits& edits) : Versions(Edits{}, edits) {}
  Versions(const Versions&) = delete;
  Versions& operator=(const Versions&) = delete;

  const programme::Programme before;
  const programme::Programme after;
  const programme::Schedule schedule_before;
  const programme::Schedule schedule_after;
  const Difference difference;
};

inline std::string written(const programme::Resolved& when) {
  return std::visit([](const auto& value) { return written(value); }, when);
}

template <class Kinds>
std::string joined(const Kinds& kinds) {
  std::string text;
  for (const auto kind : kinds) text += (text.empty() ? "" : ", ") + std::string(to_string(kind));
  return text;
}

/// "lunch-1: moved 2023-06-20 13:00-13:45 → 2023-06-22 13:00-13:45 (with werksessie-1)"
inline std::string written(const OccurrenceChange& change) {
  std::string text = change.activity + (change.library.empty() ? "" : "@" + change.library) + ": ";
  text += joined(change.kinds);
  if (change.before == nullptr) text += " " + written(change.after->when);
  if (change.after == nullptr) text += " " + written(change.before->when);
  if (change.changes_date()) text += " " + written(change.before->when) + " → " + written(change.after->when);
  if (!change.follows_from.empty()) text += " (with " + change.follows_from + ")";
  if (change.with_library) text += " (with its library)";
  return text;
}

inline Lines written(const Difference& difference) {
  Lines lines;
  if (!difference.settings.empty()) lines.push_back("programme: " + joined(difference.settings));
  for (const auto& change : difference.libraries)
    lines.push_back("library " + change.library + ": " + std::string(to_string(change.kind)));
  for (const auto& change : difference.occurrences) lines.push_back(written(change));
  for (const auto& change : difference.people)
    lines.push_back("person " + change.person + ": " + joined(change.kinds));
  for (const auto& change : difference.rules)
    lines.push_back("rule " + change.rule + ": " + std::string(to_string(change.kind)));
  return lines;
}

// --- What a coordinator does
// --------------------------------------------------------------------------------------

inline Edit toml(std::string from, std::string to) {
  return {"programme.toml", std::move(from), std::move(to)};
}
inline Edit libraries(std::string from, std::string to) {
  return {"libraries.csv", std::move(from), std::move(to)};
}
inline Edit people(std::string from, std::string to) {
  return {"people.csv", std::move(from), std::move(to)};
}

inline Edit move_session_2() { return toml("date = 2023-09-19", "date = 2023-09-26"); }
inline Edit confirm_wrap_up() {
  return toml("date = \"2024-01\"", "date = 2024-01-16\ntime = \"15:00-16:30\"");
}
inline Edit plan_intake() {
  return libraries("lek-ijssel;Bibliotheek Lek & IJssel;;;",
                   "lek-ijssel;Bibliotheek Lek & IJssel;17-5-2023;10:00;");
}
inline Edit cancel_session_3() {
  return toml("date = 2023-11-16", "cancelled = \"te weinig aanmeldingen\"\ndate = 2023-11-16");
}

}  // namespace changes::sample
