// SPDX-License-Identifier: Apache-2.0
//
// The names and keys of reminders in the store and in addresses. The meaning of a name must never change.
#include "service/programme/reminders.h"

#include <algorithm>
#include <array>
#include <utility>

namespace programme {
namespace {

constexpr std::array<std::pair<Topic, std::string_view>, 3> topics{{
    {Topic::sessions, "sessions"},
    {Topic::deadlines, "deadlines"},
    {Topic::general, "general"},
}};

constexpr std::array<std::pair<SkipReason, std::string_view>, 14> reasons{{
    {SkipReason::cancelled, "cancelled"},
    {SkipReason::unconfirmed, "unconfirmed"},
    {SkipReason::planned, "planned"},
    {SkipReason::begun, "begun"},
    {SkipReason::late, "late"},
    {SkipReason::not_known_then, "not_known_then"},
    {SkipReason::past_when_set, "past_when_set"},
    {SkipReason::joined_later, "joined_later"},
    {SkipReason::left, "left"},
    {SkipReason::handed_in, "handed_in"},
    {SkipReason::opted_out, "opted_out"},
    {SkipReason::superseded, "superseded"},
    {SkipReason::moved, "moved"},
    {SkipReason::no_rule, "no_rule"},
}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
  return std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == value; })
      ->second;
}

template <class Value, std::size_t size>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, size>& table,
                              std::string_view name) {
  const auto row = std::find_if(table.begin(), table.end(), [&](const auto& r) { return r.second == name; });
  return row == table.end() ? std::nullopt : std::optional(row->first);
}

/// Joins ids by '/'. Only the id of a person may contain one, as it may be an e-mail address, so it must be
/// last.
std::string path(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view& part : parts) {
    if (&part != parts.begin()) out += '/';
    out += part;
  }
  return out;
}

}  // namespace

std::string_view to_string(Topic topic) { return name_in(topics, topic); }
std::optional<Topic> topic_named(std::string_view name) { return value_in(topics, name); }

std::string_view to_string(SkipReason reason) { return name_in(reasons, reason); }
std::optional<SkipReason> reason_named(std::string_view name) { return value_in(reasons, name); }

Topic topic_of(const Occurrence* occurrence) {
  if (occurrence == nullptr) return Topic::general;
  return occurrence->activity->is_deadline() ? Topic::deadlines : Topic::sessions;
}

std::string Recipient::key() const {
  return person != nullptr ? "person:" + person->id : "coordinator:" + coordinator->address;
}

const std::string& Recipient::name() const { return person != nullptr ? person->name : coordinator->name; }
const std::string& Recipient::email() const { return person != nullptr ? person->email : coordinator->email; }
const std::string& Recipient::address() const {
  return person != nullptr ? person->address : coordinator->address;
}
Language Recipient::language() const { return person != nullptr ? person->language : coordinator->language; }

std::string hand_in_key(std::string_view programme, std::string_view activity, std::string_view library,
                        std::string_view subject) {
  return path({programme, activity, library, subject});
}

std::string date_key(std::string_view programme, std::string_view activity, std::string_view library,
                     std::string_view day) {
  return path({programme, activity, library, day});
}

std::string opt_out_key(std::string_view recipient, Topic topic) {
  return path({to_string(topic), recipient});
}

}  // namespace programme
