// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/subject.h"

#include <gtest/gtest.h>

namespace feeds {
namespace {

TEST(Subject, IsWrittenAndReadBack) {
  for (const char* text :
       {"person:deelnemer@example.org", "library:eemland", "programme:gezinsaanpak-2023"}) {
    const auto subject = parse_subject(text);
    ASSERT_TRUE(subject) << text;
    EXPECT_EQ(to_string(*subject), text);
  }
}

TEST(Subject, RefusesOtherText) {
  for (const char* text : {"", "person", "person:", "people:x", ":x", "Person:x"})
    EXPECT_FALSE(parse_subject(text)) << text;
}

TEST(Slug, IsReadableAscii) {
  EXPECT_EQ(slug("Bibliotheek Eemland"), "bibliotheek-eemland");
  EXPECT_EQ(slug("de Bibliotheek Lek & IJssel"), "de-bibliotheek-lek-ijssel");
  EXPECT_EQ(slug("Café Ångström – één"), "cafe-angstrom-een");
  EXPECT_EQ(slug("  --  "), "agenda");
  EXPECT_EQ(slug(""), "agenda");
  EXPECT_EQ(slug("../../etc/passwd"), "etc-passwd");
}

TEST(Slug, HasAtMostFortyCharacters) {
  EXPECT_EQ(slug(std::string(100, 'a')), std::string(40, 'a'));
  EXPECT_EQ(slug(std::string(39, 'a') + " b"), std::string(39, 'a'));
}

}  // namespace
}  // namespace feeds
