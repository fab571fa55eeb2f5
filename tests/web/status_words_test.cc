// SPDX-License-Identifier: Apache-2.0
#include "service/web/status_words.h"

#include <gtest/gtest.h>

#include "service/store/outbox.h"

namespace web {
namespace status_words_test {

using programme::Language;

std::vector<Condition> all_that_are_not_ok() {
  return {files_condition({.problem = "x", .errors = 1, .first = "programme.toml:3:1"}),
          files_condition({.problem = "x\ny", .errors = 2, .first = "programme.toml:3:1"}),
          files_condition({.restart = true}),
          files_condition({.broken_templates = 1}),
          published_condition(0),
          not_published("x"),
          not_rebuilt("x"),
          mail_held("x"),
          mails_wait(1),
          mails_wait_for_address(1),
          mail_held("the data folder a is a copy of b"),
          mails_poisoned(1),
          mail_failed("x"),
          mail_stopped_by_clock(),
          relay_paused({"x", "x"}, {"x", "x"}),
          no_courier("x"),
          store_failed("x"),
          store_missing(),
          disk_condition(std::nullopt),
          disk_condition(DiskSpace{.free = 1, .total = 2}),
          clock_condition(programme::Text{"x", "x"}),
          clock_behind(),
          stands_still()};
}

TEST(StatusWords, WhateverIsNotOkSaysWhatHelpsInBothLanguages) {
  for (const Condition& condition : all_that_are_not_ok()) {
    EXPECT_NE(condition.health, Health::ok) << condition.what.en;
    for (const programme::Text& text : {condition.what, condition.help}) {
      EXPECT_FALSE(text.nl.empty()) << condition.what.en;
      EXPECT_FALSE(text.en.empty()) << condition.what.nl;
      EXPECT_EQ(text.nl.find('\n'), std::string::npos) << text.nl;
    }
  }
}

TEST(StatusWords, MistakesInTheFilesAreCountedAndTheFirstIsNamed) {
  const Condition one = files_condition({.problem = "x", .errors = 1, .first = "a.toml:3:1"});
  EXPECT_EQ(one.what.en, "the files have a mistake: a.toml:3:1; what is published stays published");
  const Condition many = files_condition({.problem = "x", .errors = 12, .first = "a.toml:3:1"});
  EXPECT_EQ(many.what.nl,
            "er staan 12 fouten in de bestanden, de eerste: a.toml:3:1; wat gepubliceerd is, blijft gelden");
  EXPECT_EQ(many.help.nl, "traject check");
}

TEST(StatusWords, FilesWithoutMistakesAreOkEvenWhenTheyAreNotPublished) {
  EXPECT_EQ(files_condition({}).health, Health::ok);
  const Condition by_hand = files_condition({.differs = true});
  EXPECT_EQ(by_hand.health, Health::ok);
  EXPECT_EQ(by_hand.help.nl, "traject plan");
  EXPECT_NE(files_condition({.waits = true}).what.en.find("half written"), std::string::npos);
}

TEST(StatusWords, AHoldIsSaidWithoutItsInstruction) {
  EXPECT_EQ(mail_held(std::string{"the clock jumped"} + store::until_release).what.en,
            "all mail is held: the clock jumped");
}

TEST(StatusWords, LittleSpaceIsLittleOfThisDisk) {
  constexpr std::uint64_t megabyte = 1'000'000;
  const auto health = [](std::uint64_t free, std::uint64_t total) {
    return disk_condition(DiskSpace{free * megabyte, total * megabyte}).health;
  };
  EXPECT_EQ(health(40'000, 1'000'000), Health::ok) << "4 %, but a lot";
  EXPECT_EQ(health(999, 100'000), Health::attention);
  EXPECT_EQ(health(101, 1'000), Health::ok);
  EXPECT_EQ(health(99, 200), Health::attention);
  EXPECT_EQ(disk_condition(DiskSpace{99 * megabyte, 200 * megabyte}).what.en, "free: 99 MB of 200 MB");
  EXPECT_EQ(health(4, 200), Health::failed);
  EXPECT_EQ(disk_condition(DiskSpace{4200 * megabyte, 21'000 * megabyte}).what.en, "free: 4200 MB of 21 GB");
}

TEST(StatusWords, PartsAndStatesHaveNames) {
  for (std::size_t i = 0; i < part_count; ++i)
    for (const Language language : {Language::nl, Language::en})
      EXPECT_FALSE(name_of(static_cast<Part>(i), language).empty());
  EXPECT_EQ(name_of(Health::attention, Language::nl), "let op");
  EXPECT_EQ(name_of(Part::clock, Language::en), "clock");
}

}  // namespace status_words_test
}  // namespace web
