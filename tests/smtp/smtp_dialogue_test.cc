// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/smtp_dialogue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using smtp::Dialogue;
using smtp::Outcome;
using smtp::plain_line;

/// A dialogue from what was said: commands begin with "C: ".
Dialogue heard(const std::vector<std::string>& lines) {
  Dialogue dialogue;
  for (const auto& line : lines) {
    if (line == "(content)") {
      dialogue.content_begins();
    } else if (line.starts_with("C: ")) {
      dialogue.command(line.substr(3) + "\r\n");
    } else {
      dialogue.reply(line + "\r\n");
    }
  }
  return dialogue;
}

TEST(Dialogue, OnlyTheAnswerToTheLastCommandCounts) {
  const auto event =
      heard({"220 x", "C: EHLO y", "502 no", "C: HELO y", "250 x", "C: MAIL FROM:<a@example.org>"})
          .conclude(false, "timeout");
  EXPECT_EQ(event.outcome, Outcome::retry);
  EXPECT_EQ(event.reply_code, 250);
  EXPECT_EQ(event.detail, "MAIL FROM: timeout");
  EXPECT_TRUE(event.connected);
}

TEST(Dialogue, CredentialsAreNotTakenForCommands) {
  auto dialogue = heard({"220 x", "C: EHLO y", "250 x", "C: AUTH LOGIN", "334 x", "C: DATA", "334 x",
                         "C: DATA", "535 5.7.8 no"});
  EXPECT_EQ(dialogue.stage(), Dialogue::Stage::auth);
  EXPECT_EQ(dialogue.conclude(false, "").outcome, Outcome::retry);
  EXPECT_FALSE(dialogue.conclude(false, "").connected);
}

TEST(Dialogue, ContentMakesEverythingButACleanRefusalUnknown) {
  const std::vector<std::string> before = {"C: MAIL FROM:<a@example.org>",
                                           "250 x",
                                           "C: RCPT TO:<b@example.org>",
                                           "250 x",
                                           "C: DATA",
                                           "354 x",
                                           "(content)"};
  const auto after = [&](const std::string& line) {
    auto lines = before;
    if (!line.empty()) lines.push_back(line);
    return heard(lines).conclude(false, "lost").outcome;
  };
  EXPECT_EQ(after(""), Outcome::unknown);
  EXPECT_EQ(after("250 ok"), Outcome::unknown) << "libcurl did not see it to the end";
  EXPECT_EQ(after("451 later"), Outcome::retry);
  EXPECT_EQ(after("451-later"), Outcome::unknown);
  EXPECT_EQ(after("554 no"), Outcome::failed);
  EXPECT_EQ(after("55"), Outcome::unknown);
  EXPECT_EQ(after("5545 no"), Outcome::unknown);
  EXPECT_EQ(after("354 x"), Outcome::unknown);
  EXPECT_EQ(after("999 x"), Outcome::unknown);
  EXPECT_EQ(heard(before).conclude(true, "").outcome, Outcome::unknown) << "no answer, whatever libcurl says";
}

TEST(Dialogue, WhatSaysThatTheRecipientDoesNotExist) {
  const auto bad = [](const std::string& answer) {
    return heard({"C: MAIL FROM:<a@example.org>", "250 x", "C: RCPT TO:<b@example.org>", answer})
        .conclude(false, "")
        .bad_address;
  };
  for (const char* answer :
       {"550 5.1.1 x", "553 5.1.3 x", "556 5.1.10 x", "550 5.1.2 x", "551 5.1.6 x", "550 5.1.1"})
    EXPECT_TRUE(bad(answer)) << answer;
  for (const char* answer : {"550 x", "550 5.1.0 x", "550 5.1.7 x", "550 5.1.8 x", "550 5.2.1 x",
                             "550 5.7.1 x", "550 5.1.11 x", "550 5.1 x", "550 5.1.1.1 x", "450 4.1.1 x",
                             "450 5.1.1 x", "250 5.1.1 x", "550 x 5.1.1", "421 5.1.1 x"})
    EXPECT_FALSE(bad(answer)) << answer;
}

TEST(Dialogue, WhatFollowsQuitIsNoAnswer) {
  const auto event = heard({"C: MAIL FROM:<a@example.org>", "250 x", "C: RCPT TO:<b@example.org>",
                            "450 4.2.0 later", "C: QUIT", "550 5.1.1 x"})
                         .conclude(false, "");
  EXPECT_EQ(event.outcome, Outcome::retry);
  EXPECT_EQ(event.detail, "RCPT TO: 450 4.2.0 later");
}

TEST(Dialogue, AnswerOfSeveralLinesIsOneLine) {
  const auto event = heard({"C: MAIL FROM:<a@example.org>", "250 x", "C: RCPT TO:<b@example.org>",
                            "550-5.1.1 The account", "550-5.1.1 does not", "550 5.1.1 exist"})
                         .conclude(false, "");
  EXPECT_EQ(event.detail, "RCPT TO: 550 5.1.1 The account does not exist");
}

TEST(PlainLine, IsPrintableAndShort) {
  EXPECT_EQ(plain_line("a\r\nb\tc\x1b[1m\xC3\xA9"), "a??b?c?[1m??");
  EXPECT_EQ(plain_line(std::string(1000, 'x')).size(), 300u);
  EXPECT_EQ(plain_line(std::string(299, 'x') + "://" + std::string(300, 'y')).size(), 300u);
  EXPECT_EQ(plain_line("x  "), "x");
}

TEST(PlainLine, HidesThePathsOfAddresses) {
  EXPECT_EQ(plain_line("554 https://agenda.example.org/f/geheim.ics is listed"),
            "554 https://agenda.example.org/... is listed");
  EXPECT_EQ(plain_line("see <https://a.example.org/x> and https://b.example.org/y"),
            "see <https://a.example.org/...> and https://b.example.org/...");
  EXPECT_EQ(plain_line("https://a.example.org is fine"), "https://a.example.org is fine");
  EXPECT_EQ(plain_line("://"), "://");
}

}  // namespace
