// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "service/web/routes.h"
#include "tests/support/example_feeds.h"
#include "tests/support/example_pages.h"
#include "tests/web/web_client.h"

namespace web::person_routes_test {

using namespace date::literals;
using programme::Topic;
using web_test::Headers;
using web_test::Reply;
using Current = decltype(programme::Links::current);

/// Remembers what was asked of it, and is in the state that this leads to.
class FakeActions {
 public:
  Actions actions() {
    return {.now = [] { return programme::Instant{date::sys_days{2023_y / 5 / 2}}; },
            .participated =
                [this](const std::string& recipient, std::span<const programme::HandInRecord> hand_ins) {
                  return asked_for(recipient, hand_ins);
                },
            .set_hand_in = [this](const programme::HandInRecord& hand_in,
                                  bool done) { return set(hand_in, done); },
            .set_opt_out =
                [this](const std::string& recipient, Topic topic, bool out) {
                  if (fails) throw NotStored{"the disk is full"};
                  const std::string key = programme::opt_out_key(recipient, topic);
                  ++asked;
                  return out ? state_.opted_out.insert(key).second : state_.opted_out.erase(key) > 0;
                }};
  }
  bool handed_in(const std::string& activity, const std::string& subject) const {
    return state_.handed_in.contains(programme::hand_in_key("voorbeeld-2023", activity, "", subject));
  }
  std::set<std::string> opted_out() const { return {state_.opted_out.begin(), state_.opted_out.end()}; }

  int asked = 0;       ///< How often something was to be changed.
  bool fails = false;  ///< The store takes nothing.

 private:
  static std::string key_of(const programme::HandInRecord& hand_in) {
    return programme::hand_in_key(hand_in.programme, hand_in.activity, hand_in.library, hand_in.subject);
  }
  Participated asked_for(const std::string& recipient,
                         std::span<const programme::HandInRecord> hand_ins) const {
    Participated found;
    for (const programme::HandInRecord& hand_in : hand_ins)
      if (const auto at = state_.handed_in.find(key_of(hand_in)); at != state_.handed_in.end())
        found.handed_in.insert(*at);
    for (const Topic topic : {Topic::sessions, Topic::deadlines, Topic::general})
      if (const auto key = programme::opt_out_key(recipient, topic); state_.opted_out.contains(key))
        found.opted_out.insert(key);
    return found;
  }
  bool set(const programme::HandInRecord& hand_in, bool done) {
    if (fails) throw NotStored{"the disk is full"};
    const std::string key = key_of(hand_in);
    ++asked;
    return done ? state_.handed_in.emplace(key, date::sys_days{2023_y / 5 / 2}).second
                : state_.handed_in.erase(key) > 0;
  }
  Participated state_;
};

inline bool has(const Reply& reply, const std::string& text) {
  return reply.body.find(text) != std::string::npos;
}

class RoutesPersonTest : public testing::Test {
 protected:
  RoutesPersonTest() { publish({}); }

  void publish(const Current& current) {
    published_ = example::snapshot({example::programme_with_hand_ins()}, {.current = current, .old = {}});
    routes_.publish(published_);
  }
  std::string token(const std::string& id = "an") const {
    const feeds::Catalogue& catalogue = *published_->catalogue;
    return catalogue.page_token(*catalogue.feeds().find({feeds::FeedKind::person, id}));
  }
  Reply get(const std::string& path) { return client_.get(path); }
  Reply post(const std::string& path, const std::string& body, Headers headers = {}) {
    return client_.post(path, body, std::move(headers));
  }
  std::string assignment() const { return feeds::hand_in_path(token(), "voorbeeld-2023", "opdracht", ""); }
  std::string metrics() { return metrics_.text(0); }

  FakeActions fake_;
  Metrics metrics_;
  Routes routes_{metrics_, "https://agenda.example.org", [] { return std::size_t{0}; }, fake_.actions()};
  std::shared_ptr<const feeds::Snapshot> published_;
  web_test::WebClient client_{routes_};
};

}  // namespace web::person_routes_test
