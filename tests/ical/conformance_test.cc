// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

/// "Suite.Name" of every test in this program, and "Suite.*" of every suite.
std::set<std::string> tests() {
  std::set<std::string> names;
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  for (int s = 0; s < all.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *all.GetTestSuite(s);
    names.insert(std::string(suite.name()) + ".*");
    for (int t = 0; t < suite.total_test_count(); ++t)
      names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(t)->name());
  }
  return names;
}

TEST(Conformance, NamesTestsThatExist) {
  std::ifstream file(SOURCE_DIR "/ical/CONFORMANCE.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::set<std::string> known = tests();
  const std::regex name("`([A-Z][A-Za-z]+\\.(?:[A-Z][A-Za-z0-9]+|\\*))`");
  int seen = 0;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), name); match != std::sregex_iterator();
       ++match, ++seen)
    EXPECT_TRUE(known.contains((*match)[1])) << (*match)[1];
  EXPECT_GT(seen, 40);
}

}  // namespace
