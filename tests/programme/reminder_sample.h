// SPDX-License-Identifier: Apache-2.0
//
// Reminder rules for tests, as a coordinator writes them in programme.toml, and moments written out.
#pragma once

#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "service/config_files/problem.h"
#include "service/config_files/programme_file.h"
#include "service/programme/reminders.h"
#include "tests/programme/sample.h"

namespace programme::sample {

// Activities, to be wrapped by about().
inline constexpr const char* session = "date = 2023-06-20\ntime = '10:00-13:00'";  // A Tuesday.
inline constexpr const char* assignment = "kind = 'assignment'\nhand_in = 'person'\ndue = 2023-06-13";
inline constexpr const char* assignment_at_five = "kind = 'assignment'\ndue = 2023-06-13T17:00:00";
inline constexpr const char* unknown = "date = 'unknown'";
inline constexpr const char* january = "date = '2024-01'";

/// The activity "het" for everyone, with these lines; "kind" is workshop unless they say another.
inline std::string about(const std::string& lines, const std::string& id = "het") {
  const std::string kind = lines.find("kind =") == std::string::npos ? "kind = \"workshop\"\n" : "";
  return "[[activity]]\nid = \"" + id + "\"\n" + kind + "title = \"Titel\"\nfor = [\"everyone\"]\n" + lines +
         "\n";
}

/// The rule "regel" about "het" to participants, late by two days, unless the lines say otherwise.
inline std::string rule(const std::string& lines, const std::string& id = "regel") {
  std::string text = "[[reminder]]\nid = \"" + id + "\"\ntemplate = \"tekst\"\n" + lines + "\n";
  if (lines.find("about =") == std::string::npos) text += "about = [\"het\"]\n";
  if (lines.find("to =") == std::string::npos) text += "to = [\"participants\"]\n";
  if (lines.find("late =") == std::string::npos) text += "late = \"2 days\"\n";
  return text;
}

/// A programme of these parts, read as the file programme.toml is; throws with the messages when it is not
/// right.
inline Programme read_programme(const std::string& activities_and_rules,
                                const std::string& header_lines = "") {
  const std::string text =
      "[programme]\ntitle = \"Proef\"\norganiser = \"BiSC\"\ncontact = \"werktraject@example.org\"\n" +
      header_lines +
      "\n[[role]]\nid = \"jeugd\"\ntitle = \"Jeugd\"\ntype = \"participant\"\n"
      "[[role]]\nid = \"basis\"\ntitle = \"Basis\"\ntype = \"participant\"\n"
      "[[role]]\nid = \"manager\"\ntitle = \"Manager\"\ntype = \"manager\"\n" +
      activities_and_rules;
  config_files::Problems problems;
  config_files::Report report("programme.toml", problems);
  config_files::SourceMap sources;
  Programme out;
  out.id = "werktraject";
  config_files::read_programme_file(text, report, out, sources);
  std::string messages;
  for (const auto& problem : problems) {
    if (!problem.warning) messages += to_line(problem, Language::en) + "\n";
  }
  if (!messages.empty()) throw std::invalid_argument(messages + text);
  return out;
}

/// A programme with its schedule and moments; they point into each other, so it stays where it is.
struct Planned {
  explicit Planned(Programme of) : programme(std::move(of)), schedule(programme::schedule(programme)) {
    moments = programme::moments(programme, schedule);
  }
  Planned(const Planned&) = delete;
  Planned& operator=(const Planned&) = delete;

  const Programme programme;
  const Schedule schedule;
  std::vector<Moment> moments;
};

/// A rule, what it is about, and the moments that follow.
struct Row {
  const char* rule;
  const char* activity;
  const char* expected;
  const char* programme = "";
};

inline void PrintTo(const Row& row, std::ostream* out) { *out << row.rule << " / " << row.activity; }

inline std::string local(Instant instant) {
  return date::format("%F %R", to_local(instant, *find_zone("Europe/Amsterdam")));
}

/// "2023-06-06 09:00", with the reason behind it when it is blocked; "unconfirmed" alone when there is no
/// date.
inline std::string written(const Moment& moment) {
  std::string text = moment.due ? local(*moment.due) : "";
  if (moment.blocked) text += (text.empty() ? "" : " ") + std::string(to_string(*moment.blocked));
  return text;
}

/// "werktraject/regel/het/eemland/2023-06-20/0"
inline std::string written(const MomentKey& key) {
  return key.programme + "/" + key.rule + "/" + key.activity + "/" + key.library + "/" + key.day + "/" +
         std::to_string(key.round);
}

/// One after the other, with ", " between them.
inline std::string written(const std::vector<Moment>& moments) {
  std::string text;
  for (const Moment& moment : moments) text += (text.empty() ? "" : ", ") + written(moment);
  return text;
}

}  // namespace programme::sample
