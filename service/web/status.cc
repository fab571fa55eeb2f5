// SPDX-License-Identifier: Apache-2.0
#include "service/web/status.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <sstream>

#include "service/web/status_words.h"

namespace web {
namespace {

using programme::Instant;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, part_count> part_names{"files", "publication", "mail", "relay",
                                                              "store", "disk",        "clock"};
constexpr std::array<std::string_view, 3> health_names{"ok", "attention", "failed"};

/// The value of an enumeration with that name.
template <typename Value, std::size_t count>
std::optional<Value> named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

/// Worse first, then longer first.
bool comes_first(const PartCondition& a, const PartCondition& b) {
  if (a.condition.health != b.condition.health) return a.condition.health > b.condition.health;
  return a.since < b.since;
}

Json json_of(const programme::Text& text) {
  if (text.nl.empty()) return nullptr;
  return {{"nl", text.in(programme::Language::nl)}, {"en", text.in(programme::Language::en)}};
}

Json json_of(Instant instant) { return date::format("%FT%TZ", instant); }

Json json_of(const PartCondition& shown) {
  return {{"state", to_string(shown.condition.health)},
          {"since", json_of(shown.since)},
          {"what", json_of(shown.condition.what)},
          {"help", json_of(shown.condition.help)}};
}

programme::Text text_in(const Json& json) {
  if (json.is_null()) return {};
  return {json.at("nl").get<std::string>(), json.at("en").get<std::string>()};
}

Instant instant_in(const Json& json) {
  std::istringstream in{json.get<std::string>()};
  Instant instant;
  in >> date::parse("%FT%TZ", instant);
  if (in.fail()) throw std::runtime_error{"no time"};
  return instant;
}

PartCondition condition_in(const Json& json) {
  const auto health = named<Health>(health_names, json.at("state").get<std::string>());
  if (!health) throw std::runtime_error{"no state"};
  return {{*health, text_in(json.at("what")), text_in(json.at("help"))}, instant_in(json.at("since"))};
}

Status status_in(const Json& json) {
  Status status{.running = json.at("running").get<bool>(),
                .listening = json.at("listening").get<std::string>(),
                .data = json.at("data").get<std::string>(),
                .time = instant_in(json.at("time")),
                .started = instant_in(json.at("started")),
                .revision = json.at("revision").get<int>(),
                .files_published = json.at("files_are_published").get<bool>()};
  for (const auto& [name, value] : json.at("parts").items()) {
    const auto part = named<Part>(part_names, name);
    if (!part) continue;  // of a later version of the program
    PartStatus read{.part = *part, .main = condition_in(value), .also = {}};
    for (const Json& other : value.at("also")) read.also.push_back(condition_in(other));
    status.parts.push_back(std::move(read));
  }
  return status;
}

}  // namespace

std::string_view to_string(Part part) { return part_names.at(static_cast<std::size_t>(part)); }
std::string_view to_string(Health health) { return health_names.at(static_cast<std::size_t>(health)); }

Health Status::health() const {
  Health worst = running ? Health::ok : Health::failed;
  for (const PartStatus& part : parts) worst = std::max(worst, part.main.condition.health);
  return worst;
}

const PartStatus* Status::find(Part part) const {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return each.part == part; });
  return found == parts.end() ? nullptr : &*found;
}

std::string to_json(const Status& status) {
  Json parts = Json::object();
  for (const PartStatus& part : status.parts) {
    Json json = json_of(part.main);
    json["also"] = Json::array();
    for (const PartCondition& other : part.also) json["also"].push_back(json_of(other));
    parts[std::string{to_string(part.part)}] = std::move(json);
  }
  const Json json{{"state", to_string(status.health())},
                  {"running", status.running},
                  {"listening", status.listening},
                  {"data", status.data},
                  {"time", json_of(status.time)},
                  {"started", json_of(status.started)},
                  {"revision", status.revision},
                  {"files_are_published", status.files_published},
                  {"parts", std::move(parts)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<Status> status_from_json(const std::string& text) {
  try {
    return status_in(Json::parse(text));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::string one_line(std::string_view text) {
  constexpr std::size_t longest = 300;
  text = text.substr(0, text.find(" while "));
  std::string line;
  for (const char c : text.substr(0, longest)) {
    const auto octet = static_cast<unsigned char>(c);
    line += octet < 0x20 || octet == 0x7F ? ' ' : c;
  }
  if (text.size() <= longest) return line;
  while (!line.empty() && (static_cast<unsigned char>(text[line.size()]) & 0xC0U) == 0x80U) line.pop_back();
  return line + "…";
}

void StatusBoard::set(Part part, std::string_view cause, Condition condition, Instant now) {
  const std::scoped_lock lock{mutex_};
  const auto [at, is_new] = conditions_.try_emplace({part, std::string{cause}});
  PartCondition& known = at->second;
  if (is_new || known.condition.health != condition.health) {
    if (!is_new && condition.health == Health::ok) fine_since_[part] = now;
    known.since = now;
  }
  known.condition = std::move(condition);
}

void StatusBoard::clear(Part part, std::string_view cause, Instant now) {
  const std::scoped_lock lock{mutex_};
  const auto found = conditions_.find({part, std::string{cause}});
  if (found == conditions_.end()) return;
  if (found->second.condition.health != Health::ok) fine_since_[part] = now;
  conditions_.erase(found);
}

void StatusBoard::set_published(int revision) {
  const std::scoped_lock lock{mutex_};
  revision_ = revision;
}

void StatusBoard::set_files_published(bool published) {
  const std::scoped_lock lock{mutex_};
  files_published_ = published;
}

void StatusBoard::turned(Part part, Monotonic at, std::chrono::minutes longest) {
  const std::scoped_lock lock{mutex_};
  turns_.insert_or_assign(part, Turn{at, longest});
}

PartStatus StatusBoard::part_status(Part part, Instant now, Monotonic at) const {
  std::vector<PartCondition> bad;
  PartCondition fine{.condition = {}, .since = started_};
  if (const auto since = fine_since_.find(part); since != fine_since_.end()) fine.since = since->second;
  for (const auto& [key, known] : conditions_) {
    if (key.first != part) continue;
    if (known.condition.health != Health::ok)
      bad.push_back(known);
    else if (fine.condition.what.nl.empty())
      fine.condition = known.condition;
  }
  if (const auto turn = turns_.find(part); turn != turns_.end()) {
    const auto still = std::chrono::duration_cast<std::chrono::seconds>(at - turn->second.at);
    if (still > turn->second.longest) bad.push_back({stands_still(), now - still});
  }
  if (bad.empty()) return {.part = part, .main = std::move(fine), .also = {}};
  std::stable_sort(bad.begin(), bad.end(), comes_first);
  PartStatus status{.part = part, .main = std::move(bad.front()), .also = {}};
  status.also.assign(std::next(bad.begin()), bad.end());
  return status;
}

Status StatusBoard::status(Instant now, Monotonic at) const {
  const std::scoped_lock lock{mutex_};
  Status status{.time = now, .started = started_, .revision = revision_, .files_published = files_published_};
  for (std::size_t i = 0; i < part_count; ++i)
    status.parts.push_back(part_status(static_cast<Part>(i), now, at));
  return status;
}

}  // namespace web
