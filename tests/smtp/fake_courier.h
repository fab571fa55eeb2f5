// SPDX-License-Identifier: Apache-2.0
//
// A mail server that does what a test says, and a courier to it. The server outlives couriers, as the real
// one outlives our process.
#pragma once

#include <cctype>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "service/smtp/courier.h"

/// What one transfer meets.
struct Fate {
  smtp::Outcome outcome = smtp::Outcome::sent;
  smtp::Stage stage = smtp::Stage::content;  ///< At which it ends.
  smtp::Blame blame = smtp::Blame::nobody;
  std::string detail = "250 ok";  ///< Begins with the reply's code, if there is one.
  bool arrives = true;            ///< The server takes the content that is let go, whatever we hear of it.
  bool answers = true;            ///< false: after the content the server is silent for ever.
  int waits = 0;                  ///< How many looks it takes until the server says anything.

  /// It comes as far as the content.
  bool asks() const { return stage == smtp::Stage::content; }
};

namespace fate {
using smtp::Blame;
using smtp::Outcome;
using smtp::Stage;

inline Fate sent() { return {}; }
/// The transfer ends at that stage with that reply.
inline Fate ends(Outcome outcome, Stage stage, Blame blame, std::string detail) {
  return {.outcome = outcome, .stage = stage, .blame = blame, .detail = std::move(detail), .arrives = false};
}
inline Fate unreachable() {
  return ends(Outcome::retry, Stage::connection, Blame::relay, "connection refused");
}
inline Fate greylisted() { return ends(Outcome::retry, Stage::recipient, Blame::recipient, "450 later"); }
inline Fate refused_after_content() {
  return ends(Outcome::retry, Stage::content, Blame::message, "451 not now");
}
inline Fate refused() { return ends(Outcome::failed, Stage::data, Blame::message, "550 no"); }
inline Fate bad_address() {
  return ends(Outcome::failed, Stage::recipient, Blame::recipient, "550 5.1.1 who?");
}
inline Fate may_not_send() {
  return ends(Outcome::failed, Stage::content, Blame::unclear, "550 5.7.60 not as this sender");
}
inline Fate unknown(bool arrives) {
  return {.outcome = Outcome::unknown, .detail = "no answer after the content", .arrives = arrives};
}
inline Fate silent(bool arrives) {
  return {.outcome = Outcome::unknown, .detail = "", .arrives = arrives, .answers = false};
}
}  // namespace fate

struct FakeServer {
  std::function<Fate(const smtp::Transfer&)> fate = [](const smtp::Transfer&) { return fate::sent(); };
  std::vector<smtp::Transfer> begun;
  std::vector<smtp::Transfer> let_go;   ///< Their content left us.
  std::vector<smtp::Transfer> arrived;  ///< The server took them.
};

class FakeCourier : public smtp::Courier {
 public:
  explicit FakeCourier(FakeServer& server, std::size_t places = 4) : server_{server}, places_{places} {}

  /// Called with the name of every call before it has an effect, and with "released" after the content has
  /// left; throws to crash the worker there.
  std::function<void(const std::string& step, const smtp::Transfer*)> at = [](const auto&, const auto*) {};

  std::size_t room() const override { return places_ - under_way_.size(); }

  void start(smtp::Transfer transfer) override {
    at("start", &transfer);
    if (room() == 0) throw std::logic_error{"no room"};
    const Fate fate = server_.fate(transfer);
    server_.begun.push_back(transfer);
    const auto id = transfer.id;
    if (!under_way_.emplace(id, Flight{std::move(transfer), fate, Step::begun}).second)
      throw std::logic_error{"a transfer's id is used twice"};
  }

  void release(std::int64_t id) override {
    Flight& flight = asking(id);
    at("release", &flight.transfer);
    server_.let_go.push_back(flight.transfer);
    if (flight.fate.arrives) server_.arrived.push_back(flight.transfer);
    flight.step = Step::released;
    at("released", &flight.transfer);
  }

  void withhold(std::int64_t id) override {
    Flight& flight = asking(id);
    at("withhold", &flight.transfer);
    flight.step = Step::withheld;
  }

  std::vector<std::int64_t> recall() override {
    std::vector<std::int64_t> ids;
    for (auto i = under_way_.begin(); i != under_way_.end();) {
      if (i->second.step != Step::begun || i->second.fate.waits <= 0) {
        ++i;
        continue;
      }
      ids.push_back(i->first);
      i = under_way_.erase(i);
    }
    return ids;
  }

  std::vector<smtp::Event> wait(std::chrono::milliseconds) override {
    at("wait", nullptr);
    std::vector<smtp::Event> events;
    for (auto i = under_way_.begin(); i != under_way_.end();) {
      Flight& flight = i->second;
      if (flight.fate.waits-- > 0) {
        ++i;
        continue;
      }
      if (flight.step == Step::begun && flight.fate.asks()) {
        smtp::Event asks;
        asks.kind = smtp::Event::Kind::asks;
        asks.id = i->first;
        asks.stage = smtp::Stage::content;
        events.push_back(asks);
        flight.step = Step::asking;
      } else if (flight.step != Step::asking && !(flight.step == Step::released && !flight.fate.answers)) {
        events.push_back(done(i->first, flight));
        i = under_way_.erase(i);
        continue;
      }
      ++i;
    }
    return events;
  }

  void wake() override {}

 private:
  enum class Step { begun, asking, released, withheld };
  struct Flight {
    smtp::Transfer transfer;
    Fate fate;
    Step step;
  };

  static smtp::Event done(std::int64_t id, const Flight& flight) {
    smtp::Event event;
    event.id = id;
    event.outcome = flight.step == Step::withheld ? smtp::Outcome::fenced : flight.fate.outcome;
    event.stage = flight.fate.stage;
    if (event.outcome != smtp::Outcome::fenced) event.blame = flight.fate.blame;
    event.detail = flight.fate.detail;
    event.reply_code = std::atoi(event.detail.c_str());
    const auto status = event.detail.find_first_of(' ');
    if (status != std::string::npos && std::isdigit(event.detail[status + 1]) != 0)
      event.status = event.detail.substr(status + 1, event.detail.find(' ', status + 1) - status - 1);
    return event;
  }

  Flight& asking(std::int64_t id) {
    Flight& flight = under_way_.at(id);
    if (flight.step != Step::asking) throw std::logic_error{"that transfer does not ask"};
    return flight;
  }

  FakeServer& server_;
  std::size_t places_;
  std::map<std::int64_t, Flight> under_way_;
};
