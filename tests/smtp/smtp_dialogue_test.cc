// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/smtp_dialogue.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace {

using smtp::Blame;
using smtp::Dialogue;
using smtp::Outcome;
using smtp::plain_line;
using smtp::Stage;

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
  EXPECT_EQ(event.blame, Blame::relay);
}

TEST(Dialogue, CredentialsAreNotTakenForCommands) {
  auto dialogue = heard({"220 x", "C: EHLO y", "250 x", "C: AUTH LOGIN", "334 x", "C: DATA", "334 x",
                         "C: DATA", "535 5.7.8 no"});
  EXPECT_EQ(dialogue.stage(), Stage::login);
  EXPECT_EQ(dialogue.conclude(false, "").outcome, Outcome::retry);
  EXPECT_EQ(dialogue.conclude(false, "").blame, Blame::relay);
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

/// The stage first, the code second.
TEST(Dialogue, WhomAnAnswerConcerns) {
  struct Case {
    Stage stage;
    const char* reply;
    Outcome outcome;
    Blame blame;
  };
  using enum Outcome;
  using enum Blame;
  const Case cases[] = {
      // clang-format off
      {Stage::connection, "421 4.3.2 Shutting down", retry, relay},
      {Stage::connection, "554 5.7.1 You are on a list", retry, relay},
      {Stage::connection, "550 No", retry, relay},
      {Stage::hello, "550 5.7.1 Helo command rejected", retry, relay},
      {Stage::hello, "501 5.5.4 Invalid domain name", retry, relay},
      {Stage::encryption, "454 4.7.0 TLS not available", retry, relay},
      {Stage::login, "535 5.7.8 Wrong", retry, relay},
      {Stage::login, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", retry, relay},
      {Stage::login, "534 5.7.9 Too weak", retry, relay},
      {Stage::login, "454 4.7.0 Temporary failure", retry, relay},
      {Stage::login, "504 5.5.4 Unknown", retry, relay},
      {Stage::sender, "530 5.7.0 Authentication required", retry, relay},
      {Stage::sender, "550 5.7.1 Sender refused", retry, relay},
      {Stage::sender, "550 5.4.5 Daily sending quota exceeded", retry, relay},
      {Stage::sender, "550 5.1.8 Sender domain not found", retry, relay},
      {Stage::sender, "553 No", retry, relay},
      {Stage::sender, "552 5.3.4 Too big", retry, relay},
      {Stage::sender, "452 4.3.1 No storage", retry, relay},
      {Stage::sender, "421 4.7.0 Too many", retry, relay},
      {Stage::recipient, "550 5.1.1 Unknown", failed, recipient},
      {Stage::recipient, "550 5.5.0 Mailbox unavailable", failed, recipient},
      {Stage::recipient, "550 5.4.1 Access denied", failed, recipient},
      {Stage::recipient, "550 5.7.1 Policy", failed, recipient},
      {Stage::recipient, "550 5.1.8 Sender domain not found", failed, recipient},
      {Stage::recipient, "554 5.7.1 Relay access denied", failed, recipient},
      {Stage::recipient, "550", failed, recipient},
      {Stage::recipient, "553 No", failed, recipient},
      {Stage::recipient, "450 4.2.0 Greylisted", retry, recipient},
      {Stage::recipient, "451 4.7.1 Greylisted", retry, recipient},
      {Stage::recipient, "452 4.2.2 Full", retry, recipient},
      {Stage::recipient, "552 5.2.2 Full", retry, recipient},
      {Stage::recipient, "550 5.2.2 Full", retry, recipient},
      {Stage::recipient, "421 4.7.0 Too many", retry, relay},
      {Stage::recipient, "530 5.7.0 Authentication required", retry, relay},
      {Stage::data, "550 5.7.60 Client may not send as this sender", failed, unclear},
      {Stage::data, "554 5.5.1 No valid recipients", failed, message},
      {Stage::data, "451 4.3.0 Later", retry, message},
      {Stage::content, "550 5.7.60 SMTP; Client does not have permissions to send as this sender", failed, unclear},
      {Stage::content, "554 5.7.1 Spam", failed, unclear},
      {Stage::content, "550 5.1.8 Bad outbound sender", failed, unclear},
      {Stage::content, "550 5.6.0 Content", failed, message},
      {Stage::content, "552 5.3.4 Too big", failed, message},
      {Stage::content, "550 5.1.1 Unknown", failed, message},
      {Stage::content, "550 No", failed, message},
      {Stage::content, "451 4.7.1 Greylisted", retry, message},
      {Stage::content, "452 4.3.1 No storage", retry, message},
      {Stage::content, "421 4.3.2 Shutting down", retry, relay},
      {Stage::content, "530 5.7.57 Client not authenticated", retry, relay},
      // clang-format on
  };
  const std::vector<std::string> dialogue = {"220 x",       "C: EHLO y",
                                             "250 x",       "C: STARTTLS",
                                             "220 x",       "C: EHLO y",
                                             "250 x",       "C: AUTH PLAIN x",
                                             "235 x",       "C: MAIL FROM:<a@example.org>",
                                             "250 2.1.0 x", "C: RCPT TO:<b@example.org>",
                                             "250 2.1.5 x", "C: DATA",
                                             "354 x",       "(content)"};
  const std::map<Stage, std::size_t> until = {
      {Stage::connection, 0}, {Stage::hello, 2},      {Stage::encryption, 4}, {Stage::login, 8},
      {Stage::sender, 10},    {Stage::recipient, 12}, {Stage::data, 14},      {Stage::content, 16}};
  for (const auto& [stage, reply, outcome, blame] : cases) {
    auto lines = dialogue;
    lines.resize(until.at(stage));
    lines.emplace_back(reply);
    const auto event = heard(lines).conclude(false, "");
    EXPECT_EQ(event.stage, stage) << reply;
    EXPECT_EQ(event.outcome, outcome) << reply;
    EXPECT_EQ(event.blame, blame) << command_of(stage) << ' ' << reply << ": " << to_string(event.blame);
  }
}

TEST(Dialogue, SilenceIsTheServersUntilTheContent) {
  for (const auto& lines :
       {std::vector<std::string>{"C: MAIL FROM:<a@example.org>", "250 2.1.0 x", "C: RCPT TO:<b@example.org>"},
        {"C: MAIL FROM:<a@example.org>", "250 2.1.0 x", "C: RCPT TO:<b@example.org>", "250 2.1.5 x",
         "C: DATA"}}) {
    const auto event = heard(lines).conclude(false, "no reply");
    EXPECT_EQ(event.outcome, Outcome::retry);
    EXPECT_EQ(event.blame, Blame::relay);
    EXPECT_EQ(event.status, "") << "that of an earlier command";
  }
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
