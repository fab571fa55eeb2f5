// SPDX-License-Identifier: Apache-2.0
#include "service/mail/pause_words.h"

#include <gtest/gtest.h>

namespace pause_words_test {

using namespace date::literals;
using Reason = store::MailPause::Reason;

constexpr programme::Instant nine{date::sys_days{2026_y / 9 / 3} + std::chrono::hours{7}};
const std::string zone = "Europe/Amsterdam";

TEST(PauseWords, SayWhySinceWhenAndWhatEndsIt) {
  const auto text = mail::pause_in_words({Reason::content, nine, "550 5.7.60 no", nine, 0}, zone);
  EXPECT_EQ(
      text.nl,
      "mail staat stil sinds donderdag 3 september 2026, 09.00 uur: de mailserver weigert onze mails (550 "
      "5.7.60 no); de mails wachten, en gaan vanzelf zodra de mailserver er een aanneemt");
  EXPECT_EQ(
      text.en,
      "mail is paused since Thursday 3 September 2026, 09:00: the mail server refuses our mails (550 5.7.60 "
      "no); the mails wait, and go by themselves once the mail server accepts one");
}

TEST(PauseWords, HaveHelpForEveryReason) {
  for (int i = 0; i <= static_cast<int>(Reason::content); ++i) {
    const auto reason = static_cast<Reason>(i);
    for (const auto& text : {mail::pause_reason(reason), mail::pause_help(reason)}) {
      EXPECT_NE(text.nl, "");
      EXPECT_NE(text.en, "");
      EXPECT_NE(text.nl, text.en);
    }
  }
}

TEST(PauseWords, SayWhoRefusedAnAddress) {
  using By = store::RefusedAddress::By;
  const auto relay = mail::refusal_in_words({"an@example.org", nine, By::relay, "550 5.1.1 unknown"}, zone);
  EXPECT_EQ(relay.nl, "geweigerd door onze mailserver op 3 september 2026: 550 5.1.1 unknown");
  EXPECT_EQ(relay.en, "refused by our mail server on 3 September 2026: 550 5.1.1 unknown");
  const auto person = mail::refusal_in_words({"an@example.org", nine, By::coordinator, ""}, zone);
  EXPECT_EQ(person.nl, "door een coördinator gemarkeerd op 3 september 2026");
}

}  // namespace pause_words_test
