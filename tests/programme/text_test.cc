// SPDX-License-Identifier: Apache-2.0
#include "service/programme/text.h"

#include <gtest/gtest.h>

namespace programme {
namespace text_test {

TEST(Say, FillsBothLanguagesEachInItsOwnOrder) {
  const Text text = say("{0} van {1}", "{1} of {0}, {1}", {"a", std::string{"b"}});
  EXPECT_EQ(text.nl, "a van b");
  EXPECT_EQ(text.en, "b of a, b");
}

TEST(Say, FillsAWordingInItsLanguage) {
  const Text text = say("over {0}", "in {0}", {Text{"een dag", "a day"}});
  EXPECT_EQ(text.in(Language::nl), "over een dag");
  EXPECT_EQ(text.in(Language::en), "in a day");
}

TEST(Say, LeavesWhatIsNoPlaceholder) {
  EXPECT_EQ(say("{ nl = {0} } {1} {", "{x} {", {"a"}), (Text{"{ nl = a } {1} {", "{x} {"}));
}

TEST(Say, DoesNotLookForPlaceholdersInValues) {
  EXPECT_EQ(say(Language::nl, "{0} {1}", "", {"{1}", "b"}), "{1} b");
}

TEST(Say, SpeaksOneLanguage) {
  EXPECT_EQ(say(Language::nl, "{0} dagen", "{0} days", {"3"}), "3 dagen");
  EXPECT_EQ(say(Language::en, "{0} dagen", "{0} days", {"3"}), "3 days");
}

TEST(Say, GroupsDigits) {
  EXPECT_EQ(grouped(0), (Text{"0", "0"}));
  EXPECT_EQ(grouped(999), (Text{"999", "999"}));
  EXPECT_EQ(grouped(59'950), (Text{"59.950", "59,950"}));
  EXPECT_EQ(grouped(1'234'567), (Text{"1.234.567", "1,234,567"}));
  EXPECT_EQ(and_more(1'000), (Text{"en nog 1.000", "and 1,000 more"}));
}

TEST(Text, WithoutEnglishIsDutch) { EXPECT_EQ((Text{"Zaal 1", ""}).in(Language::en), "Zaal 1"); }

}  // namespace text_test
}  // namespace programme
