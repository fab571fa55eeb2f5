// SPDX-License-Identifier: Apache-2.0
//
// How the parts of the service are: for /status, and for `traject status`, which reads it back.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/text.h"

namespace web {

enum class Part { files, publication, mail, relay, store, disk, clock };
inline constexpr std::size_t part_count = 7;
std::string_view to_string(Part part);

enum class Health {
  ok,
  attention,  ///< The part works, and a person must do something.
  failed,     ///< The part does not do its work.
};
std::string_view to_string(Health health);

/// What one cause makes of a part. The texts are one line each. They name no people and hold no addresses of
/// people, feeds or pages.
struct Condition {
  Health health = Health::ok;
  programme::Text what{};
  programme::Text help{};  ///< The command or the act that helps; empty: nothing needs to be done.
  bool operator==(const Condition&) const = default;
};

/// A condition and when the part came into it.
struct PartCondition {
  Condition condition;
  programme::Instant since;
  bool operator==(const PartCondition&) const = default;
};

struct PartStatus {
  Part part = Part::files;
  PartCondition main;                 ///< The worst one; of two that are alike, the one that began first.
  std::vector<PartCondition> also{};  ///< The others that are not ok, in the same order.
  bool operator==(const PartStatus&) const = default;
};

struct Status {
  bool running = true;
  std::string listening{};  ///< "http://127.0.0.1:8080"; empty when no service runs.
  std::string data{};       ///< The data folder.
  programme::Instant time{}, started{};
  int revision = 0;                 ///< The published one; 0: none.
  bool files_published = false;     ///< The files are what is published.
  std::vector<PartStatus> parts{};  ///< In the order of Part. Without a service, those that the store knows.

  Health health() const;  ///< The worst of the parts; failed when no service runs.
  const PartStatus* find(Part part) const;
  bool operator==(const Status&) const = default;
};

/// One JSON object on several lines. Times are UTC.
std::string to_json(const Status& status);
/// The status in a text of to_json(); nullopt for any other text.
std::optional<Status> status_from_json(const std::string& text);

/// Text for a condition: on one line, without control characters, at most 300 octets. What an error of the
/// database says after " while " is left out, because it quotes values.
std::string one_line(std::string_view text);

/// Collects conditions from the threads of the service. Thread-safe; takes a short lock only.
class StatusBoard {
 public:
  using Monotonic = std::chrono::steady_clock::time_point;

  explicit StatusBoard(programme::Instant started) : started_{started} {}

  /// Sets what `cause` makes of a part. Several causes may concern one part; each has a name of its own. The
  /// time since when is kept while the health of that cause remains the same.
  void set(Part part, std::string_view cause, Condition condition, programme::Instant now);

  /// Withdraws what set() said.
  void clear(Part part, std::string_view cause, programme::Instant now);

  void set_published(int revision);
  void set_files_published(bool published);

  /// Notes that the thread in charge of a part makes turns. A part that made one, and then makes none for
  /// `longest`, has failed.
  void turned(Part part, Monotonic at, std::chrono::minutes longest);

  /// Returns the state of all parts, without `listening` and `data`.
  Status status(programme::Instant now, Monotonic at) const;

 private:
  struct Turn {
    Monotonic at;
    std::chrono::minutes longest;
  };
  PartStatus part_status(Part part, programme::Instant now, Monotonic at) const;

  const programme::Instant started_;
  mutable std::mutex mutex_;  ///< Guards the members below.
  std::map<std::pair<Part, std::string>, PartCondition> conditions_;
  std::map<Part, programme::Instant> fine_since_;  ///< When the last cause that was not ok went away.
  std::map<Part, Turn> turns_;
  int revision_ = 0;
  bool files_published_ = false;
};

}  // namespace web
