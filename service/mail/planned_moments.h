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

  /// Of all programmes, by due (those without one last), then in file order.
  const std::vector<programme::Moment>& moments() const { return moments_; }

  /// nullptr: not planned.
  const programme::Moment* find(const programme::MomentKey& key) const;

  /// Why a formerly planned moment, which find() no longer knows, is gone: moved or no_rule.
  programme::SkipReason why_gone(const programme::MomentKey& key) const;

  /// nullptr: not published.
  const feeds::Part* part(std::string_view programme) const;

  /// By Recipient::key(); nullopt: no longer there.
  std::optional<programme::Recipient> recipient(std::string_view programme, std::string_view key) const;

  /// The event of an occurrence; nullopt when it has none.
  std::optional<ical::Event> event(const programme::Programme& programme,
                                   const programme::Occurrence& occurrence,
                                   programme::Language language) const;

  /// Changes exactly when other mails would be sent, or to others. The order of items in the files has no
  /// effect.
  std::string digest() const;

  /// Every rule, person and date; not the people of whom all were in `before`, when that is given.
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
