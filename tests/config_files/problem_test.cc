// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/problem.h"

#include <gtest/gtest.h>

#include "service/config_files/load.h"
#include "tests/config_files/test_folder.h"

namespace config_files {
namespace problem_test {

Problem problem(std::uint32_t line, bool warning) {
  return {.file = "a.csv", .line = line, .column = 1, .warning = warning, .text = {"fout; goed", ""}};
}

TEST(Problems, ListsFiftyAndCountsAll) {
  Problems problems;
  for (std::uint32_t line = 1; line <= 60'000; ++line) problems.add(problem(line, false));
  EXPECT_EQ(problems.size(), 50U);
  EXPECT_EQ(problems.errors(), 60'000U);
  EXPECT_EQ(problems.unlisted_errors(), 59'950U);
  EXPECT_EQ(problems[49].line, 50U);
}

TEST(Problems, ListErrorsBeforeWarnings) {
  Problems problems;
  for (std::uint32_t line = 1; line <= 60; ++line) problems.add(problem(line, true));
  for (std::uint32_t line = 61; line <= 63; ++line) problems.add(problem(line, false));
  EXPECT_EQ(problems.size(), 50U);
  EXPECT_EQ(problems.warnings(), 60U);
  EXPECT_EQ(problems.unlisted_errors(), 0U);
  EXPECT_EQ(problems[46].line, 47U);
  EXPECT_EQ(problems[47].line, 61U);
}

TEST(Problems, KeepTheCountsOfOthers) {
  Problems some, others;
  for (std::uint32_t line = 1; line <= 80; ++line) others.add(problem(line, line % 2 == 0));
  some.add(others);
  EXPECT_EQ(some.errors(), 40U);
  EXPECT_EQ(some.warnings(), 40U);
  some.add_as_warnings(others);
  EXPECT_EQ(some.errors(), 40U);
  EXPECT_EQ(some.warnings(), 120U);
  EXPECT_EQ(some.size(), 50U);
}

TEST(Problems, AreShortAndPrintable) {
  Problems problems;
  problems.add({.file = std::string(10'000, 'a') + "\n",
                .line = 1,
                .column = 1,
                .warning = false,
                .text = {"\x1B[2J\xE2\x80\xAE" + std::string(1'000'000, 'x'), "a\nb"}});
  EXPECT_LT(problems.front().file.size(), 400U);
  EXPECT_LT(problems.front().text.nl.size(), 700U);
  EXPECT_TRUE(problems.front().text.nl.starts_with("\\x1B[2J\\u202Exxx"));
  EXPECT_EQ(problems.front().text.en, "a\\x0Ab");
}

TEST(Problems, OfAFolderNameWithEscapesCannotForgeALine) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.write("programmes/x\nprogrammes: goed\x1B[2J/programme.toml", "");
  const auto loaded = load(config.path());
  EXPECT_FALSE(loaded.ok());
  for (const Problem& each : loaded.problems)
    for (const auto language : {programme::Language::nl, programme::Language::en}) {
      EXPECT_EQ(to_line(each, language).find('\n'), std::string::npos);
      EXPECT_EQ(to_line(each, language).find('\x1B'), std::string::npos);
    }
}

TEST(Problems, OfATableWithAMistakeInEachRowAreCounted) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  std::string rows = "naam;e-mail;bibliotheek;rollen\n";
  for (int row = 0; row < 10'000; ++row) rows += "x;geen adres;;\n";
  config.write("programmes/proef/people.csv", rows);
  const auto loaded = load(config.path());
  EXPECT_EQ(loaded.problems.size(), 50U);
  EXPECT_EQ(loaded.problems.errors(), 30'000U);
}

}  // namespace problem_test
}  // namespace config_files
