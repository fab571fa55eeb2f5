// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/person_paths.h"

namespace feeds {
namespace {

constexpr std::string_view root = "/p/";
constexpr std::string_view hand_in_word = "klaar";
constexpr std::string_view reminders_word = "herinneringen";
constexpr std::string_view stop_word = "stop";

}  // namespace

std::string overview_path(std::string_view token) { return std::string{root}.append(token).append("/"); }

std::string hand_in_path(std::string_view token, std::string_view programme, std::string_view activity,
                         std::string_view library) {
  std::string path = overview_path(token).append(hand_in_word);
  path.append("/").append(programme).append("/").append(activity);
  if (!library.empty()) path.append("/").append(library);
  return path;
}

std::string reminders_path(std::string_view token) { return overview_path(token).append(reminders_word); }

std::string stop_path(std::string_view token, programme::Topic topic) {
  return overview_path(token).append(stop_word).append("/").append(to_string(topic));
}

}  // namespace feeds
