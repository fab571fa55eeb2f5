// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/folder_watch.h"

#include <gtest/gtest.h>

namespace publishing {
namespace folder_watch_test {

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

TEST(HalfWritten, NotWhatCannotBeRead) {
  using Kind = config_files::FolderEntry::Kind;
  const config_files::Texts texts{{path, published}};
  config_files::Files files = config_files::files_of({}, texts);
  EXPECT_FALSE(is_copy_in_progress(texts, files));
  files.entries.at(path).bytes.clear();
  EXPECT_TRUE(is_copy_in_progress(texts, files));
  files.entries.at(path).kind = Kind::unread;
  EXPECT_FALSE(is_copy_in_progress(texts, files));
  files.entries.erase(path);
  EXPECT_TRUE(is_copy_in_progress(texts, files));
  files.entries.at("programmes").kind = Kind::unread_folder;
  EXPECT_FALSE(is_copy_in_progress(texts, files));
  EXPECT_FALSE(is_copy_in_progress(texts, {.folder = {}, .why = {"te veel", ""}}));
}

using std::chrono::milliseconds;
using std::chrono::seconds;

const FolderRule::Time start{std::chrono::hours{1}};
const config_files::FileStamps one{{"programmes/p/people.csv", {.modified = 1}}};
const config_files::FileStamps two{{"programmes/p/people.csv", {.modified = 2}}};

TEST(FolderRule, NothingIsDueWhileNothingChanges) {
  FolderRule rule{one};
  EXPECT_FALSE(rule.is_due(one, start));
  EXPECT_FALSE(rule.is_due(one, start + std::chrono::hours{1}));
}

TEST(FolderRule, IsDueOneSecondAfterTheLastChange) {
  FolderRule rule{one};
  EXPECT_FALSE(rule.is_due(two, start));
  EXPECT_FALSE(rule.is_due(one, start + milliseconds{900}));  // another change
  EXPECT_FALSE(rule.is_due(one, start + milliseconds{1899}));
  EXPECT_TRUE(rule.is_due(one, start + milliseconds{1900}));
  rule.done();
  EXPECT_FALSE(rule.is_due(one, start + seconds{60}));
}

TEST(FolderRule, ChangeWhileItIsReadPutsItOff) {
  FolderRule rule{one};
  EXPECT_FALSE(rule.is_due(two, start));
  EXPECT_TRUE(rule.is_due(two, start + seconds{1}));
  EXPECT_FALSE(rule.is_due({}, start + seconds{1}));
  EXPECT_TRUE(rule.is_due({}, start + seconds{2}));
}

TEST(FolderRule, HalfWrittenFolderWaitsThirtySecondsFromTheLastChange) {
  FolderRule rule{one};
  EXPECT_FALSE(rule.is_due(two, start));
  EXPECT_TRUE(rule.is_due(two, start + seconds{1}));
  EXPECT_TRUE(rule.wait_longer(start + seconds{1}));
  EXPECT_FALSE(rule.is_due(two, start + seconds{29}));
  EXPECT_TRUE(rule.is_due(two, start + seconds{30}));
  EXPECT_FALSE(rule.wait_longer(start + seconds{30}));
}

TEST(FolderRule, WriterWhoGoesOnIsReadOneSecondLater) {
  FolderRule rule{one};
  EXPECT_FALSE(rule.is_due(two, start));
  EXPECT_TRUE(rule.is_due(two, start + seconds{1}));
  EXPECT_TRUE(rule.wait_longer(start + seconds{1}));
  EXPECT_FALSE(rule.is_due(one, start + seconds{5}));
  EXPECT_TRUE(rule.is_due(one, start + seconds{6}));
}

TEST(FolderRule, TriesAgainAfterAFailureOutsideOfTheFolder) {
  FolderRule rule{one};
  EXPECT_FALSE(rule.is_due(two, start));
  rule.done();
  rule.try_again(start + seconds{1});
  EXPECT_FALSE(rule.is_due(two, start + seconds{30}));
  EXPECT_TRUE(rule.is_due(two, start + seconds{31}));
}

}  // namespace folder_watch_test
}  // namespace publishing
