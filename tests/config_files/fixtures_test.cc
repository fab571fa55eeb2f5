// SPDX-License-Identifier: Apache-2.0
//
// tests/data/config/good: each folder lays its files over base/, which is a programme without a mistake, and
// must give exactly expected.txt. tests/data/config/bad: each file makes one mistake, and must give exactly
// its messages.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "service/config_files/load.h"
#include "tests/config_files/bad_case.h"
#include "tests/config_files/test_folder.h"
#include "tests/support/golden.h"

namespace {

namespace fs = std::filesystem;
using programme::Language;

std::vector<std::string> good_case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(test::fixtures() / "good"))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string lines(const config_files::Loaded& loaded, Language language, const std::string& before = "") {
  std::string out;
  for (const auto& problem : loaded.problems) out += before + to_line(problem, language) + "\n";
  return out;
}

class BadConfig : public testing::TestWithParam<std::string> {};

TEST_P(BadConfig, SaysExactlyWhatIsWrong) {
  const std::string text = test::read_bad_case(GetParam());
  const auto loaded = config_files::load(test::BadCaseFolder(text).path());
  expect_golden("config/bad/" + GetParam() + ".txt", test::without_messages(text) +
                                                         lines(loaded, Language::nl, "nl: ") +
                                                         lines(loaded, Language::en, "en: "));
  ASSERT_EQ(loaded.problems.size(), 1U) << "a case has one mistake";
  EXPECT_EQ(loaded.ok(), loaded.problems.front().warning);
  EXPECT_EQ(loaded.ok(), GetParam().starts_with("warning-"));
  for (const auto& message : {loaded.problems.front().text.nl, loaded.problems.front().text.en}) {
    EXPECT_NE(message.find("; "), std::string::npos) << "no word about what would be right: " << message;
  }
}

class GoodConfig : public testing::TestWithParam<std::string> {};

TEST_P(GoodConfig, MeansExactlyThis) {
  const fs::path folder = test::fixtures() / "good" / GetParam();
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.overlay(folder / "config");
  const auto loaded = config_files::load(config.path());
  EXPECT_EQ(lines(loaded, Language::en), "");
  EXPECT_EQ(describe(loaded), test::read_file(folder / "expected.txt"));
}

INSTANTIATE_TEST_SUITE_P(Fixture, BadConfig, testing::ValuesIn(test::bad_case_names()), test_name);
INSTANTIATE_TEST_SUITE_P(Fixture, GoodConfig, testing::ValuesIn(good_case_names()), test_name);

TEST(Fixtures, AreAtLeastWhatWasPromised) {
  EXPECT_GE(test::bad_case_names().size(), 45U);
  EXPECT_GE(good_case_names().size(), 5U);
}

TEST(Fixtures, TheBaseOfTheBadOnesHasNoMistake) {
  EXPECT_EQ(lines(config_files::load(test::fixtures() / "bad/base"), Language::en), "");
}

}  // namespace
