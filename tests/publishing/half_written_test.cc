// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/half_written.h"

#include <gtest/gtest.h>

namespace publishing {
namespace half_written_test {

const std::string path = "programmes/proef/people.csv";
const std::string published = "naam;rol\nAn;manager\nBo;deelnemer\n";

bool may_be(const std::string& now) { return may_be_half_written({{path, published}}, {{path, now}}); }

TEST(HalfWritten, NotWhatIsPublishedOrGrew) {
  EXPECT_FALSE(may_be(published));
  EXPECT_FALSE(may_be(published + "Cas;deelnemer\n"));
  EXPECT_FALSE(may_be("naam;rol\nAn;manager\nBob;deelnemer\n"));
}

TEST(HalfWritten, NotWhatLostAPieceInTheMiddle) { EXPECT_FALSE(may_be("naam;rol\nBo;deelnemer\n")); }

TEST(HalfWritten, EveryBeginningOfTheFile) {
  for (std::size_t length = 0; length < published.size(); ++length)
    EXPECT_TRUE(may_be(published.substr(0, length))) << length;
}

TEST(HalfWritten, EveryBeginningOfAnotherFileUpToTheLengthOfThis) {
  const std::string other = "naam;rol\nAnna;manager\nBo;deelnemer\nCas;deelnemer\nDirk;deelnemer\n";
  for (std::size_t length = 0; length < published.size(); ++length)
    EXPECT_TRUE(may_be(other.substr(0, length))) << length;
}

TEST(HalfWritten, OneWithoutTheLastLinesEnd) {
  EXPECT_TRUE(may_be(published + "Cas;deel"));
  const std::string unended = "naam\nAn";
  EXPECT_FALSE(may_be_half_written({{path, unended}}, {{path, "naam\nAnna"}}));
}

TEST(HalfWritten, AFileThatIsGoneButNotOneThatIsNew) {
  EXPECT_TRUE(may_be_half_written({{path, published}}, {}));
  EXPECT_FALSE(may_be_half_written({}, {{path, published}}));
}

TEST(HalfWritten, LineEndsOfAnotherSystemAreNoCut) {
  EXPECT_FALSE(may_be_half_written({{path, "naam\r\nAn\r\nBo\r\n"}}, {{path, "naam\nAn\nBo\n"}}));
}

}  // namespace half_written_test
}  // namespace publishing
