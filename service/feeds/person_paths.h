// SPDX-License-Identifier: Apache-2.0
//
// The addresses of one person's own pages. Mails make them, routes read them: both here, so that they agree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/programme/reminders.h"

namespace feeds {

enum class PersonPage {
  overview,   ///< "/p/<token>/"
  hand_in,    ///< "/p/<token>/klaar/<programme>/<activity>[/<library>]"
  reminders,  ///< "/p/<token>/herinneringen": which ones the person wants.
  stop,       ///< "/p/<token>/stop/<topic>": what List-Unsubscribe names.
  none,       ///< Below a token, but no page of ours.
};

/// Views lead into the path it was read from.
struct PersonPath {
  std::string_view token;  ///< As it stands there: of any form, perhaps empty.
  PersonPage page = PersonPage::none;
  std::string_view programme, activity;
  std::string_view library;  ///< Of the occurrence; empty: it is for all.
  programme::Topic topic = programme::Topic::general;
};

/// nullopt when the path does not begin with "/p/".
std::optional<PersonPath> parse_person_path(std::string_view path);

/// The same token in front of each. Ids are plain words (see flaw_of_id) and need no escapes.
std::string overview_path(std::string_view token);
std::string hand_in_path(std::string_view token, std::string_view programme, std::string_view activity,
                         std::string_view library);
std::string reminders_path(std::string_view token);
std::string stop_path(std::string_view token, programme::Topic topic);

}  // namespace feeds
