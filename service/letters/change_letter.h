// SPDX-License-Identifier: Apache-2.0
//
// The content of a change mail, before any words: the changes for one person since the last one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/changes/affected.h"

namespace letters {

/// Of one programme. Pointers lead where the difference's do.
struct ChangeNews {
  const changes::Difference* difference = nullptr;
  std::vector<std::uint32_t> changes;  ///< Indices into Difference::occurrences: changes::news_for().
  /// Not changed itself, but theirs since now or not any more; by day, and none that is over.
  std::vector<const programme::Occurrence*> gained, lost;

  std::size_t size() const { return changes.size() + gained.size() + lost.size(); }
};

/// The part of `concern` that is worth a mail on that day; nullopt when none is.
std::optional<ChangeNews> news_of(const changes::Difference& difference, const changes::Affected& concern,
                                  programme::year_month_day today);

struct ChangeLetter {
  std::string message_id;                     ///< Without angle brackets. Deterministic.
  const programme::Person* person = nullptr;  ///< As they are now.
  std::vector<ChangeNews> news;               ///< At least one, each with something to say.
  bool urgent = false;                        ///< One of the changes is about a day that is near.
  std::string feed_link;                      ///< https address of the person's feed.
  std::string subscribe_link;                 ///< The page with a link per calendar program.
  std::string page_link;                      ///< "Mijn pagina".
  /// True: the calendar has fetched the feed since; false: it has not; absent: nobody subscribed.
  std::optional<bool> fetched;
  std::string rehearsal_to;  ///< A rehearsal: goes to this address instead, marked as such.

  /// The programme in whose name it is sent: the first that changed.
  const programme::Programme& programme() const;
};

/// How near a day is for a change of it to be urgent, in days.
inline constexpr int urgent_days = 3;

/// True when it has a day, which is today or at most urgent_days ahead.
bool is_near(const programme::Resolved& when, programme::year_month_day today);

/// True when the old or the new day of one of these changes is today or at most urgent_days ahead.
bool is_urgent(const ChangeNews& news, programme::year_month_day today);

// The words of a change mail.
/// One line: "Verzet: Werksessie 2 – nu dinsdag 26 september 2023"; several changes: how many, and of what
/// programme.
std::string change_subject(const ChangeLetter& letter, programme::Language language);

/// CommonMark, without the footer.
std::string change_text(const ChangeLetter& letter, programme::Language language);

}  // namespace letters
