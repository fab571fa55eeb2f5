// SPDX-License-Identifier: Apache-2.0
//
// tests/data/config: base/ is a programme without a mistake. Each folder of good/ and bad/ lays its own files over it
// (and runs its prepare.txt); good ones must give exactly expected.txt, bad ones exactly the expected messages.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "service/config_files/describe.h"
#include "service/config_files/load.h"
#include "tests/config_files/test_folder.h"

namespace {

namespace fs = std::filesystem;
using programme::Language;

std::vector<std::string> folders(const std::string& kind) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(test::fixtures() / kind))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

config_files::Loaded load_fixture(const fs::path& folder) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.overlay(folder / "config");
  if (fs::exists(folder / "prepare.txt")) config.prepare(test::read_file(folder / "prepare.txt"));
  return config_files::load(config.path());
}

std::string lines(const config_files::Loaded& loaded, Language language) {
  std::string out;
  for (const auto& problem : loaded.problems) out += to_line(problem, language) + "\n";
  return out;
}

class BadConfig : public testing::TestWithParam<std::string> {};

TEST_P(BadConfig, SaysExactlyWhatIsWrong) {
  const fs::path folder = test::fixtures() / "bad" / GetParam();
  const auto loaded = load_fixture(folder);
  EXPECT_EQ(lines(loaded, Language::nl), test::read_file(folder / "expected.nl.txt"));
  EXPECT_EQ(lines(loaded, Language::en), test::read_file(folder / "expected.en.txt"));
  ASSERT_EQ(loaded.problems.size(), 1U) << "a fixture has one fault";
  EXPECT_EQ(loaded.ok(), loaded.problems.front().warning);
  for (const auto& text : {loaded.problems.front().text.nl, loaded.problems.front().text.en}) {
    EXPECT_NE(text.find("; "), std::string::npos) << "no word about what would be right: " << text;
  }
}

class GoodConfig : public testing::TestWithParam<std::string> {};

TEST_P(GoodConfig, MeansExactlyThis) {
  const fs::path folder = test::fixtures() / "good" / GetParam();
  const auto loaded = load_fixture(folder);
  EXPECT_EQ(lines(loaded, Language::en), "");
  EXPECT_EQ(describe(loaded), test::read_file(folder / "expected.txt"));
}

INSTANTIATE_TEST_SUITE_P(Fixture, BadConfig, testing::ValuesIn(folders("bad")), test_name);
INSTANTIATE_TEST_SUITE_P(Fixture, GoodConfig, testing::ValuesIn(folders("good")), test_name);

TEST(Fixtures, AreAtLeastWhatWasPromised) {
  EXPECT_GE(folders("bad").size(), 45U);
  EXPECT_GE(folders("good").size(), 5U);
}

}  // namespace
