// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/person_paths.h"

#include <vector>

namespace feeds {
namespace {

constexpr std::string_view root = "/p/";
constexpr std::string_view hand_in_word = "klaar";
constexpr std::string_view reminders_word = "herinneringen";
constexpr std::string_view stop_word = "stop";

std::vector<std::string_view> segments_of(std::string_view text) {
  std::vector<std::string_view> segments;
  for (;;) {
    const auto slash = text.find('/');
    segments.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    text.remove_prefix(slash + 1);
  }
}

void read_hand_in(const std::vector<std::string_view>& segments, PersonPath& path) {
  constexpr std::size_t for_all = 4, for_a_library = 5;
  if (segments.size() != for_all && segments.size() != for_a_library) return;
  for (const std::string_view segment : segments)
    if (segment.empty()) return;
  path.programme = segments[2];
  path.activity = segments[3];
  if (segments.size() == for_a_library) path.library = segments[4];
  path.page = PersonPage::hand_in;
}

}  // namespace

std::optional<PersonPath> parse_person_path(std::string_view path) {
  if (!path.starts_with(root)) return std::nullopt;
  const auto segments = segments_of(path.substr(root.size()));
  PersonPath read;
  read.token = segments.front();
  if (segments.size() < 2) return read;
  const std::string_view word = segments[1];
  if (word == hand_in_word) {
    read_hand_in(segments, read);
  } else if (word.empty() && segments.size() == 2) {
    read.page = PersonPage::overview;
  } else if (word == reminders_word && segments.size() == 2) {
    read.page = PersonPage::reminders;
  } else if (word == stop_word && segments.size() == 3) {
    if (const auto topic = programme::topic_named(segments[2])) {
      read.topic = *topic;
      read.page = PersonPage::stop;
    }
  }
  return read;
}

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
