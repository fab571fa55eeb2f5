// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/wording.h"

#include <gtest/gtest.h>

namespace feeds {
namespace {

using namespace date::literals;
using programme::DayRange;
using std::chrono::hours;

constexpr DayRange january{2024_y / 1 / 1, 2024_y / 1 / 31};
constexpr DayRange weeks{2024_y / 1 / 29, 2024_y / 2 / 9};
constexpr DayRange one_day{2024_y / 1 / 11, 2024_y / 1 / 11};

TEST(Wording, RangesInWords) {
  EXPECT_EQ(range_in_words(january, Language::nl), "januari 2024");
  EXPECT_EQ(range_in_words(january, Language::en), "January 2024");
  EXPECT_EQ(range_in_words({2024_y / 2 / 1, 2024_y / 2 / 29}, Language::nl), "februari 2024");
  EXPECT_EQ(range_in_words(weeks, Language::nl), "29 januari 2024 t/m 9 februari 2024");
  EXPECT_EQ(range_in_words(weeks, Language::en), "29 January 2024 to 9 February 2024");
  EXPECT_EQ(range_in_words(one_day, Language::nl), "11 januari 2024");
}

TEST(Wording, TimesInWords) {
  EXPECT_EQ(time_in_words(hours{9}, Language::nl), "09.00 uur");
  EXPECT_EQ(time_in_words(hours{17}, Language::en), "17:00");
  EXPECT_EQ(times_in_words({hours{10}, hours{13}}, Language::nl), "10.00–13.00 uur");
  EXPECT_EQ(times_in_words({hours{9}, hours{24}}, Language::en), "09:00–24:00");
}

TEST(Wording, DaysAndSessionsInWords) {
  EXPECT_EQ(day_in_words(2023_y / 6 / 20, Language::nl), "dinsdag 20 juni 2023");
  EXPECT_EQ(day_in_words(2023_y / 6 / 20, Language::en), "Tuesday 20 June 2023");
  const auto start = date::local_days{2023_y / 6 / 20} + hours{9} + std::chrono::minutes{30};
  EXPECT_EQ(day_and_time_in_words(start, Language::nl), "dinsdag 20 juni 2023, 09.30 uur");
  EXPECT_EQ(day_and_time_in_words(start, Language::en), "Tuesday 20 June 2023, 09:30");
  EXPECT_EQ(session_in_words(start, start + hours{3}, Language::nl), "dinsdag 20 juni 2023, 09.30–12.30 uur");
  EXPECT_EQ(session_in_words(start, start + hours{3}, Language::en), "Tuesday 20 June 2023, 09:30–12:30");
  EXPECT_EQ(session_in_words(start, start + hours{24}, Language::nl),
            "dinsdag 20 juni 2023, 09.30 uur t/m woensdag 21 juni 2023, 09.30 uur");
}

TEST(Wording, TitlesSayWhatClientsHide) {
  struct Case {
    TitleMarks marks;
    const char* nl;
    const char* en;
  };
  const Case cases[] = {
      {{}, "Opdracht", "Opdracht"},
      {{.deadline = true}, "Deadline: Opdracht", "Deadline: Opdracht"},
      {{.deadline = true, .deadline_time = hours{17}},
       "Deadline: Opdracht (17.00 uur)",
       "Deadline: Opdracht (17:00)"},
      {{.deadline = true, .deadline_time = hours{17}, .handed_in = true},
       "✓ Ingeleverd: Opdracht (17.00 uur)",
       "✓ Handed in: Opdracht (17:00)"},
      {{.cancelled = true, .deadline = true, .handed_in = true},
       "GEANNULEERD: Deadline: Opdracht",
       "CANCELLED: Deadline: Opdracht"},
      {{.cancelled = true}, "GEANNULEERD: Opdracht", "CANCELLED: Opdracht"},
      {{.to_be_confirmed = january},
       "(datum volgt) Opdracht – januari 2024",
       "(date to follow) Opdracht – January 2024"},
      {{.to_be_confirmed = one_day},
       "(tijd volgt) Opdracht – 11 januari 2024",
       "(time to follow) Opdracht – 11 January 2024"},
      {{.cancelled = true, .deadline = true, .to_be_confirmed = january},
       "GEANNULEERD: (datum volgt) Deadline: Opdracht – januari 2024",
       "CANCELLED: (date to follow) Deadline: Opdracht – January 2024"},
  };
  for (const auto& [marks, nl, en] : cases) {
    EXPECT_EQ(marked_title("Opdracht", marks, Language::nl), nl);
    EXPECT_EQ(marked_title("Opdracht", marks, Language::en), en);
  }
}

TEST(Wording, DescriptionBeginsWithWhatMattersMost) {
  EXPECT_EQ(description({.marks = {},
                         .cancelled_reason = "",
                         .online = "https://example.org/meet",
                         .text = "Neem de opdracht mee.",
                         .programme_title = "Werktraject",
                         .organiser = "BiSC",
                         .contact = "vragen@example.org"},
                        Language::nl),
            "Online deelnemen: https://example.org/meet\nNeem de opdracht mee.\nWerktraject – BiSC\n"
            "Vragen? vragen@example.org");
  EXPECT_EQ(description({.marks = {.to_be_confirmed = january},
                         .cancelled_reason = "",
                         .online = "https://example.org/meet",
                         .text = "",
                         .programme_title = "Programme",
                         .organiser = "",
                         .contact = ""},
                        Language::en),
            "The day is not fixed yet; this calendar follows by itself once it is. Expected: January 2024.\n"
            "Join online: https://example.org/meet\nProgramme");
}

TEST(Wording, CancelledDescriptionGivesTheReasonAndNoLink) {
  EXPECT_EQ(description({.marks = {.cancelled = true},
                         .cancelled_reason = "ziekte",
                         .online = "https://example.org/meet",
                         .text = "",
                         .programme_title = "Werktraject",
                         .organiser = "",
                         .contact = ""},
                        Language::nl),
            "Dit gaat niet door. Reden: ziekte\nWerktraject");
}

TEST(Wording, EveryKindHasAName) {
  for (int kind = 0; kind <= static_cast<int>(programme::ActivityKind::other); ++kind)
    for (const auto language : {Language::nl, Language::en})
      EXPECT_FALSE(kind_name(static_cast<programme::ActivityKind>(kind), language).empty());
}

}  // namespace
}  // namespace feeds
