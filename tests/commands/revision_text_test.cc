// SPDX-License-Identifier: Apache-2.0
#include "service/commands/revision_text.h"

#include <gtest/gtest.h>

namespace commands {
namespace revision_text_test {

using namespace date::literals;
using programme::Language;

const store::Revision first{1, date::sys_days{2023_y / 5 / 1}, "service", "", false};
const store::Revision second{12, date::sys_days{2023_y / 5 / 2} + std::chrono::hours{9}, "an",
                             "Werksessie 1 \"verzet\"", true};

TEST(RevisionText, ListsRevisionsInColumns) {
  EXPECT_EQ(revisions_text({second, first}, Language::en),
            "12  2023-05-02 11:00 CEST  an       no mail  Werksessie 1 \"verzet\"\n"
            "1   2023-05-01 02:00 CEST  service           \n");
  EXPECT_EQ(revisions_text({second}, Language::nl),
            "12  2023-05-02 11:00 CEST  an  geen mail  Werksessie 1 \"verzet\"\n");
}

TEST(RevisionText, ShowsNoControlCharactersOfWhoPublished) {
  auto odd = second;
  odd.who = "a\x1b[31mn";
  odd.why = "Zaal\nbezet\x07";
  EXPECT_EQ(revisions_text({odd}, Language::nl),
            "12  2023-05-02 11:00 CEST  a [31mn  geen mail  Zaal bezet\n");
  EXPECT_NE(revision_head(odd, Language::nl).find("waarom        Zaal bezet\n"), std::string::npos);
}

TEST(RevisionText, ListsThemAsJson) {
  EXPECT_EQ(revisions_json({second}), R"([
  {
    "revision": 12,
    "published": "2023-05-02T09:00:00Z",
    "who": "an",
    "why": "Werksessie 1 \"verzet\"",
    "no_mail": true
  }
]
)");
  EXPECT_EQ(revisions_json({}), "[]\n");
}

TEST(RevisionText, HasTheChangesOfOneAsTheyWereKept) {
  EXPECT_EQ(revision_json(first, R"([{"programme":"proef"}])"), R"({
  "revision": 1,
  "published": "2023-05-01T00:00:00Z",
  "who": "service",
  "why": "",
  "no_mail": false,
  "changes": [
    {
      "programme": "proef"
    }
  ]
}
)");
  EXPECT_NE(revision_json(first, "").find("\"changes\": null"), std::string::npos);
}

TEST(RevisionText, TellsWhatIsKnownAboutOne) {
  EXPECT_EQ(revision_head(first, Language::en),
            "revision   1\npublished  2023-05-01 02:00 CEST\nwho        service\n");
  EXPECT_EQ(revision_head(second, Language::nl),
            "versie        12\ngepubliceerd  2023-05-02 11:00 CEST\ndoor          an\n"
            "waarom        Werksessie 1 \"verzet\"\nmail          geen\n");
}

TEST(RevisionText, ShowsFilesThatChangedCameAndWent) {
  EXPECT_EQ(difference_text({{"a", "1\n"}, {"b", "2\n"}, {"c", "3\n"}},
                            {{"a", "1\n"}, {"b", "two\n"}, {"d", "4\n"}}),
            "--- b\n+++ b\n@@ -1 +1 @@\n-2\n+two\n"
            "--- c\n+++ c\n@@ -1 +0,0 @@\n-3\n"
            "--- d\n+++ d\n@@ -0,0 +1 @@\n+4\n");
  EXPECT_EQ(difference_text({}, {}), "");
}

}  // namespace revision_text_test
}  // namespace commands
