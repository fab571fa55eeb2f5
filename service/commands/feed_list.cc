// SPDX-License-Identifier: Apache-2.0
#include "service/commands/feed_list.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

#include "service/commands/terminal.h"

namespace commands {
namespace {

using programme::Language;

std::string family_in_words(const std::string& family, Language language) {
  static const std::map<std::string, std::string> names{
      {"google", "Google"},       {"thunderbird", "Thunderbird"}, {"nextcloud", "Nextcloud"},
      {"evolution", "Evolution"}, {"outlook", "Outlook"},         {"apple", "Apple"}};
  const auto found = names.find(family);
  if (found != names.end()) return found->second;
  return say(language, "ander programma", "other program");
}

std::string state_in_words(bool current, Language language) {
  return current ? say(language, "is bij", "is up to date")
                 : say(language, "heeft de laatste wijziging nog niet opgehaald",
                       "has not fetched the last change yet");
}

}  // namespace

bool FetchState::current() const {
  return std::all_of(clients.begin(), clients.end(),
                     [](const ClientState& client) { return client.current; });
}

std::vector<FetchState> feed_states(const feeds::FeedSet& feeds, std::span<const store::FeedFetch> fetches) {
  std::map<feeds::Subject, std::vector<const store::FeedFetch*>> by_subject;
  for (const store::FeedFetch& fetch : fetches) {
    const auto subject = feeds::parse_subject(fetch.kind + ":" + fetch.id);
    if (subject && store::is_calendar_program(fetch.family)) by_subject[*subject].push_back(&fetch);
  }
  std::vector<FetchState> states;
  for (const feeds::Feed& feed : feeds.all()) {
    if (feed.state != feeds::FeedState::open) continue;
    FetchState state{.feed = &feed, .clients = {}};
    const std::string digest = feeds::to_hex(feed.digest);
    if (const auto found = by_subject.find(feed.subject); found != by_subject.end())
      for (const auto* fetch : found->second)
        state.clients.push_back({fetch->family, fetch->fetched, fetch->digest == digest});
    std::stable_sort(state.clients.begin(), state.clients.end(),
                     [](const auto& a, const auto& b) { return a.fetched > b.fetched; });
    states.push_back(std::move(state));
  }
  return states;
}

void print(std::ostream& out, std::span<const FetchState> states, Language language) {
  std::vector<std::vector<std::string>> rows;
  for (const FetchState& state : states) {
    const std::string feed = to_string(state.feed->subject);
    if (!state.fetched()) rows.push_back({feed, say(language, "nog nooit opgehaald", "never fetched")});
    for (const ClientState& client : state.clients)
      rows.push_back({feed, dutch_time(client.fetched), family_in_words(client.family, language),
                      state_in_words(client.current, language)});
  }
  print_columns(out, rows);
}

void print_json(std::ostream& out, std::span<const FetchState> states) {
  auto list = nlohmann::ordered_json::array();
  for (const FetchState& state : states) {
    auto clients = nlohmann::ordered_json::array();
    for (const ClientState& client : state.clients)
      clients.push_back({{"client", client.family},
                         {"fetched", date::format("%FT%TZ", client.fetched)},
                         {"current", client.current}});
    list.push_back({{"feed", to_string(state.feed->subject)},
                    {"name", state.feed->name},
                    {"fetched", state.fetched()},
                    {"current", state.fetched() && state.current()},
                    {"clients", clients}});
  }
  out << list.dump(2) << '\n';
}

}  // namespace commands
