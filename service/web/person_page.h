// SPDX-License-Identifier: Apache-2.0
//
// Renders the personal pages: HTML without scripts and cookies that refers to /style.css.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "service/web/page_files.h"
#include "service/web/person_view.h"

namespace web {

/// The parts that all personal pages share.
struct PersonFrame {
  programme::Language language = programme::Language::nl;
  std::string overview_path;
  std::string reminders_path;
};

struct OverviewPage {
  PersonFrame frame;
  std::string name;  ///< The person's.
  std::vector<ProgrammeView> programmes;
  std::string subscribe_path;  ///< Empty: without.
};
std::string render(const OverviewPage& page);

/// The page that hands in a deadline or, when that is done, offers to undo it. Its form posts to its own
/// address.
struct HandInPage {
  PersonFrame frame;
  DeadlineView deadline;
};
std::string render(const HandInPage& page);

/// The page on which a person chooses topics of reminders.
struct RemindersPage {
  PersonFrame frame;
  std::array<bool, 3> wanted{};  ///< By programme::Topic.
  bool saved = false;            ///< Shown as the result of saving.
};
std::string render(const RemindersPage& page);

/// The page that stops reminders of one topic or, when that is done, confirms it.
struct StopPage {
  PersonFrame frame;
  programme::Topic topic = programme::Topic::general;
  std::string path;  ///< The page's own.
  bool stopped = false;
};
std::string render(const StopPage& page);

/// The page that gives the reason for a refusal.
enum class Obstacle { no_page, not_yours, cancelled, not_understood, from_elsewhere, too_often, not_stored };
struct ObstaclePage {
  PersonFrame frame;
  Obstacle obstacle = Obstacle::no_page;
};
std::string render(const ObstaclePage& page);

/// Returns the answer to the one click of RFC 8058: one line of plain text.
std::string stopped_in_words(programme::Topic topic, programme::Language language);

/// Returns the words of these pages, in Dutch and English (person_words.cc).
std::span<const PageWord> person_words();

/// Names and values of the fields of the forms.
namespace form_fields {
inline constexpr const char* state = "stand";  ///< Of a hand-in; its values follow.
inline constexpr const char* handed_in = "ingeleverd";
inline constexpr const char* open = "open";
inline constexpr const char* action = "doe";  ///< On the other pages; its values follow.
inline constexpr const char* save = "bewaar";
inline constexpr const char* stop = "stop";
inline constexpr const char* wanted = "wil";  ///< Once for each topic that is wanted.
inline constexpr const char* one_click = "List-Unsubscribe";
inline constexpr const char* one_click_value = "One-Click";
}  // namespace form_fields

}  // namespace web
