// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/published_state.h"
#include "service/programme/audience.h"
#include "service/programme/nearest.h"
#include "service/programme/printable.h"
#include "service/programme/schedule.h"
#include "service/store/participation.h"

namespace commands {
namespace {

using programme::Activity;
using programme::HandIn;
using programme::in_quotes;
using programme::Person;
using programme::Programme;

/// A person and an activity in one programme.
struct Found {
  const Programme* programme = nullptr;
  const Person* person = nullptr;
  const Activity* activity = nullptr;
};

template <typename Items>
auto find_by_id(const Items& items, const std::string& id) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
  return at == items.end() ? nullptr : &*at;
}

const Person* find_person(const Programme& programme, const std::string& name) {
  if (const Person* person = find_by_id(programme.people, name)) return person;
  const auto& people = programme.people;
  const auto at =
      std::find_if(people.begin(), people.end(), [&](const Person& each) { return each.email == name; });
  return at == people.end() ? nullptr : &*at;
}

template <typename Items>
void add_ids(std::vector<std::string>& ids, const Items& items) {
  for (const auto& item : items)
    if (std::find(ids.begin(), ids.end(), item.id) == ids.end()) ids.push_back(item.id);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Returns "; did you mean 'x'?", or "; " and the list when no known word is near.
std::string suggestion(const std::string& word, const std::vector<std::string>& known,
                       const std::string& list) {
  const std::string near = programme::nearest(word, known);
  return near.empty() ? "; " + list : "; did you mean '" + near + "'?";
}

int refuse(const std::string& sentence) {
  std::cerr << sentence << '\n';
  return exit_usage;
}

std::vector<std::string> to_hand_in(const Programme& programme) {
  std::vector<std::string> ids;
  for (const Activity& activity : programme.activities)
    if (activity.hand_in != HandIn::none) ids.push_back(activity.id);
  return ids;
}

/// Returns every programme that has both. Prints an error when there is none.
std::vector<Found> find(const std::vector<const Programme*>& programmes, const HandInOptions& wanted) {
  std::vector<std::string> people, activities;
  std::vector<Found> with_person, found;
  for (const Programme* programme : programmes) {
    add_ids(people, programme->people);
    if (const Person* person = find_person(*programme, wanted.person)) {
      with_person.push_back({programme, person, nullptr});
      for (const std::string& id : to_hand_in(*programme)) activities.push_back(id);
    }
  }
  if (with_person.empty()) {
    refuse("there is no person " + in_quotes(wanted.person) +
           suggestion(wanted.person, people, "'traject links' lists them"));
    return {};
  }
  for (Found& each : with_person) {
    each.activity = find_by_id(each.programme->activities, wanted.activity);
    if (each.activity != nullptr) found.push_back(each);
  }
  if (found.empty())
    refuse(in_quotes(wanted.person) + " has no activity " + in_quotes(wanted.activity) +
           suggestion(wanted.activity, activities, "to hand in are: " + joined(activities)));
  return found;
}

/// Returns the record to write. Prints the reason and returns nullopt when the person has no such deadline.
std::optional<programme::HandInRecord> row_for(const Found& found, const HandInOptions& wanted) {
  const auto& [programme, person, activity] = found;
  if (activity->hand_in == HandIn::none) {
    refuse("'" + activity->id + "' is nothing to hand in; in " + programme->id +
           " these are: " + joined(to_hand_in(*programme)));
    return std::nullopt;
  }
  const auto schedule = programme::schedule(*programme);
  for (const auto& occurrence : schedule.occurrences) {
    if (occurrence.activity != activity || !programme::concerns(occurrence, *person)) continue;
    programme::HandInRecord row;
    row.programme = programme->id;
    row.activity = activity->id;
    row.library = occurrence.library != nullptr ? occurrence.library->id : "";
    row.subject = activity->hand_in == HandIn::library ? person->library : person->id;
    row.done = !wanted.undo;
    row.by = "coordinator";
    return row;
  }
  refuse("'" + activity->id + "' is not for '" + person->id + "': another role, or they had left by then");
  return std::nullopt;
}

std::string who(const Found& found) {
  if (found.activity->hand_in == HandIn::person) return found.person->name + " (" + found.person->id + ")";
  const auto* library = find_by_id(found.programme->libraries, found.person->library);
  return (library != nullptr ? library->name : found.person->library) + ", for everybody there";
}

}  // namespace

int hand_in(const Options& options, const HandInOptions& wanted) {
  const auto latest = read_latest_or_report(options);
  if (!latest) return exit_problems;
  const auto* loaded = &latest->configuration.loaded;
  std::vector<const Programme*> programmes;
  std::vector<std::string> ids;
  add_ids(ids, loaded->programmes);
  for (const Programme& programme : loaded->programmes)
    if (wanted.programme.empty() || programme.id == wanted.programme) programmes.push_back(&programme);
  if (programmes.empty())
    return refuse("there is no programme " + in_quotes(wanted.programme) +
                  suggestion(wanted.programme, ids, "these are: " + joined(ids)));

  const auto found = find(programmes, wanted);
  if (found.empty()) return exit_usage;
  if (found.size() > 1) {
    std::vector<std::string> several;
    for (const Found& each : found) several.push_back(each.programme->id);
    return refuse(in_quotes(wanted.activity) + " is in several programmes of " + in_quotes(wanted.person) +
                  "; say which with --programme: " + joined(several));
  }
  const auto row = row_for(found.front(), wanted);
  if (!row) return exit_usage;

  const auto folder = options.data_folder(loaded->settings);
  if (!is_used_or_report(folder)) return exit_usage;
  store::Store store{folder};
  const bool changed = store::Participation{store}.set_hand_in(*row, options.time());
  const std::string what =
      "'" + found.front().activity->title.in(options.language) + "' (" + row->programme + ")";
  const std::string state = wanted.undo ? " is not handed in" : " is handed in";
  std::cout << what << state << (changed ? "" : " already") << ": " << who(found.front()) << '\n';
  if (changed && wanted.undo) std::cout << "reminders that it spared go again, as long as they may\n";
  if (changed) std::cerr << "a running service notices, and shows it in the feeds\n";
  return exit_ok;
}

}  // namespace commands
