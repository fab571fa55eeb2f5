// SPDX-License-Identifier: Apache-2.0
//
// The moments of an edition, found by key, with their people and events.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/mail/edition.h"
#include "service/programme/reminders.h"
#include "service/store/participation.h"

namespace mail {

/// Immutable. Pointers that it returns lead into it or into its edition.
class PlannedMoments {
 public:
  explicit PlannedMoments(std::shared_ptr<const Edition> edition);
  PlannedMoments(const PlannedMoments&) = delete;
  PlannedMoments& operator=(const PlannedMoments&) = delete;

  const Edition& edition() const { return *edition_; }

  /// The moments of all programmes, by due time (those without one last), then in the order of the files.
  const std::vector<programme::Moment>& moments() const { return moments_; }

  /// Returns the planned moment, or nullptr.
  const programme::Moment* find(const programme::MomentKey& key) const;

  /// Returns why a moment of an earlier plan is not in this one: moved or no_rule.
  programme::SkipReason why_gone(const programme::MomentKey& key) const;

  /// Returns the published part of a programme, or nullptr.
  const feeds::Part* part(std::string_view programme) const;

  /// Returns the recipient with that Recipient::key(), or nullopt.
  std::optional<programme::Recipient> recipient(std::string_view programme, std::string_view key) const;

  /// Returns the event of an occurrence; nullopt when it has none.
  std::optional<ical::Event> event(const programme::Programme& programme,
                                   const programme::Occurrence& occurrence,
                                   programme::Language language) const;

  /// Two plans have equal digests exactly when they send the same mails to the same recipients. The order of
  /// items in the files has no effect.
  std::string digest() const;

  /// Returns every rule, person and date. Omits people whose rows were all in `before`, unless it is nullptr.
  std::vector<store::Participation::Known> known(const PlannedMoments* before = nullptr) const;

 private:
  struct Members {
    const feeds::Part* part = nullptr;
    std::unordered_map<std::string_view, const programme::Person*> people;  ///< By id.
  };

  std::shared_ptr<const Edition> edition_;
  std::vector<programme::Moment> moments_;
  std::map<programme::MomentKey, const programme::Moment*> by_key_;
  std::map<std::string_view, Members> programmes_;  ///< By id.
};

}  // namespace mail
