// SPDX-License-Identifier: Apache-2.0
#include "tests/config_files/bad_case.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/config_files/test_folder.h"

namespace {

namespace fs = std::filesystem;

/// A folder with a.txt, after the edits below a description.
class BadCase : public testing::Test {
 protected:
  BadCase() { folder_.write("a.txt", "one\ntwo\nthree\ntwo\n"); }

  void edit(const std::string& edits) {
    test::apply_edits("A mistake.\n\n" + edits + "\n\nnl: a\nen: b\n", folder_.path());
  }
  /// The reason why the edits are refused.
  std::string refusal(const std::string& edits) {
    try {
      edit(edits);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "none";
  }
  std::string text(const std::string& name) { return test::read_file(folder_.path() / name); }
  bool exists(const std::string& name) { return fs::exists(folder_.path() / name); }

  test::ConfigFolder folder_;
};

TEST_F(BadCase, ChangesWholeLinesAfterTheirContext) {
  edit("change a.txt\n  three\n- two\n+ four\n+\n+ five");
  EXPECT_EQ(text("a.txt"), "one\ntwo\nthree\nfour\n\nfive\n");
}

TEST_F(BadCase, WritesOctetsAndRepetitions) {
  edit("new b/c.txt\n+ <0x00>a<0xC3><0xA9><4 times ->b <c> <0x0g>");
  EXPECT_EQ(text("b/c.txt"), std::string("\0a", 2) + "\xC3\xA9----b <c> <0x0g>\n");
}

TEST_F(BadCase, MovesFilesAndFolders) {
  edit("folder b\n\nrename a.txt -> b/New name.txt\n\ncopy b -> c\n\nremove b");
  EXPECT_FALSE(exists("a.txt"));
  EXPECT_FALSE(exists("b"));
  EXPECT_EQ(text("c/New name.txt"), "one\ntwo\nthree\ntwo\n");
}

TEST_F(BadCase, RefusesAnEditThatDoesNotFitTheFolder) {
  const std::string not_once = "the lines to change do not stand exactly once in the file: change a.txt";
  EXPECT_EQ(refusal("change a.txt\n- four"), not_once);
  EXPECT_EQ(refusal("change a.txt\n- two"), not_once);
  EXPECT_EQ(refusal("change a.txt\n- hree"), not_once);
  EXPECT_EQ(refusal("change b.txt\n- one"), "no such file: change b.txt");
  EXPECT_EQ(refusal("new a.txt\n+ one"), "exists already: new a.txt");
  EXPECT_EQ(refusal("folder ."), "exists already: folder .");
  EXPECT_EQ(refusal("remove b.txt"), "no such file or folder: remove b.txt");
  EXPECT_EQ(refusal("rename a.txt -> a.txt"),
            "the first must exist and the second must not: rename a.txt -> a.txt");
  EXPECT_EQ(refusal("copy b -> c"), "the first must exist and the second must not: copy b -> c");
}

TEST_F(BadCase, RefusesWhatTheFormatDoesNotKnow) {
  EXPECT_EQ(refusal("append a.txt\n+ four"), "not an edit: append a.txt");
  EXPECT_EQ(refusal("copy a.txt"), "not an edit: copy a.txt");
  EXPECT_EQ(refusal("remove a.txt\n- one"), "no lines belong below: remove a.txt");
  EXPECT_EQ(refusal("change a.txt\n-one"), "not a line of a file: -one");
  EXPECT_EQ(refusal("change a.txt\n  one"), "changes nothing: change a.txt");
  EXPECT_EQ(refusal("change a.txt\n+ four"), "changes nothing: change a.txt");
  EXPECT_EQ(refusal("new b.txt\n  one"), "a new file has only + lines: new b.txt");
  EXPECT_EQ(refusal(""), "no edit: A mistake.\n\n\n\nnl: a\nen: b\n");
  EXPECT_EQ(refusal("en: a"), "not an edit: en: a");
}

TEST(BadCaseMessages, AreCutOff) {
  EXPECT_EQ(test::without_messages("A.\n\nremove b\n\nnl: a\nen: b\n"), "A.\n\nremove b\n\n");
  EXPECT_EQ(test::without_messages("A.\n\nremove b\n"), "A.\n\nremove b\n\n");
}

}  // namespace
