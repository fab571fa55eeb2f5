// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <vector>

#include "service/config_files/load.h"
#include "tests/config_files/bad_case.h"
#include "tests/config_files/test_folder.h"

namespace config_files {
namespace {

namespace fs = std::filesystem;

/// As if the programmes had been published, and read back from where they are kept.
Loaded load_published(const Files& files) {
  Files settings = files;
  std::erase_if(settings.entries,
                [](const auto& entry) { return entry.first.starts_with("programmes/proef/"); });
  return load(with_programmes(settings, programme_texts(files)));
}

bool only_texts(const Files& files) {
  return std::all_of(files.entries.begin(), files.entries.end(), [](const auto& entry) {
    const auto kind = entry.second.kind;
    return !entry.first.starts_with("programmes/") || kind == FolderEntry::Kind::text ||
           (kind == FolderEntry::Kind::folder && entry.first.find('/', 11) == std::string::npos);
  });
}

TEST(Files, APublishedStateLoadsAsItsFolder) {
  int good = 0;
  for (const auto& entry : fs::directory_iterator(test::fixtures() / "good")) {
    test::ConfigFolder config;
    config.overlay(test::fixtures() / "base/config");
    config.overlay(entry.path() / "config");
    const Files files = read_files(config.path());
    EXPECT_EQ(describe(load_published(files)), describe(load(files))) << entry.path();
    EXPECT_EQ(load_published(files).programmes, load(files).programmes);
    EXPECT_EQ(load_published(files).templates, load(files).templates);
    ++good;
  }
  EXPECT_GE(good, 5);
}

TEST(Files, APublishedStateHasTheSameProblemsAtTheSamePlaces) {
  int compared = 0;
  for (const std::string& name : test::bad_case_names()) {
    const Files files = read_files(test::BadCaseFolder(test::read_bad_case(name)).path());
    if (!only_texts(files)) continue;  // there is nothing to keep of what could not be read
    EXPECT_EQ(load_published(files).problems, load(files).problems) << name;
    ++compared;
  }
  EXPECT_GE(compared, 60);
}

TEST(Files, KeepsEveryOctet) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  const std::string text = "\xEF\xBB\xBFnaam;e-mail\r\n\x01\xFF" + std::string(1, '\0');
  config.write("programmes/proef/people.csv", text);
  EXPECT_EQ(programme_texts(read_files(config.path())).at("programmes/proef/people.csv"), text);
}

TEST(Files, ReadsNothingThatIsNotExpected) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.write("programmes/proef/deelnemers.xlsx", "x");
  config.write("programmes/proef/people.csv~", "x");
  config.write("programmes/notities.txt", "x");
  config.write("programmes/proef/oud/people.csv", "x");
  config.write("wachtwoord", "x");
  const Files files = read_files(config.path());
  EXPECT_EQ(files.entries.at("wachtwoord").kind, FolderEntry::Kind::other);
  EXPECT_EQ(files.names_in("programmes/"), (std::vector<std::string>{"notities.txt", "proef"}));
  EXPECT_FALSE(files.is_folder("programmes/notities.txt"));
  std::vector<std::string> kept;
  for (const auto& [path, text] : programme_texts(files)) kept.push_back(path);
  EXPECT_EQ(kept, (std::vector<std::string>{"programmes/proef/libraries.csv", "programmes/proef/people.csv",
                                            "programmes/proef/programme.toml"}));
}

TEST(Files, ReplacesAllProgrammes) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.write("service.toml", "log = \"json\"\n");
  const Texts texts{{"programmes/ander/programme.toml", "a"}};
  const Files files = with_programmes(read_files(config.path()), texts);
  EXPECT_EQ(programme_texts(files), texts);
  EXPECT_EQ(files.names_in("programmes/"), std::vector<std::string>{"ander"});
  EXPECT_TRUE(files.is_folder("programmes/ander"));
  EXPECT_EQ(files.entries.at("service.toml").bytes, "log = \"json\"\n");
}

TEST(Files, IsEqualExactlyWhenTheContentIs) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  const Files before = read_files(config.path());
  const std::string people = test::read_file(config.path() / "programmes/proef/people.csv");
  config.write("programmes/proef/people.csv", people);
  EXPECT_EQ(read_files(config.path()), before);
  config.write("programmes/proef/people.csv", people + "\n");
  EXPECT_NE(read_files(config.path()), before);
}

TEST(FileStamps, DifferAfterEveryWayToSave) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  const fs::path people = config.path() / "programmes/proef/people.csv";
  const auto differ = [&](auto&& save) {
    const FileStamps before = read_stamps(config.path());
    EXPECT_EQ(read_stamps(config.path()), before);
    save();
    return read_stamps(config.path()) != before;
  };
  EXPECT_TRUE(differ([&] { config.write("programmes/proef/people.csv", "in place\n"); }));
  EXPECT_TRUE(differ([&] {
    config.write("programmes/proef/people.new", "beside 1\n");
    fs::rename(config.path() / "programmes/proef/people.new", people);
  }));
  EXPECT_TRUE(differ([&] { fs::permissions(people, fs::perms::owner_read); }));
  EXPECT_TRUE(differ([&] { fs::rename(people, config.path() / "elders.csv"); }));
  EXPECT_TRUE(differ([&] { fs::remove_all(config.path() / "programmes/proef"); }));
  EXPECT_TRUE(differ([&] { fs::remove_all(config.path()); }));
}

TEST(FileStamps, FollowLinksThatAreSwapped) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  const fs::path link = config.path() / "programmes/proef/people.csv";
  for (const char* name : {".een", ".twee"}) config.write(std::string{"programmes/proef/"} + name, "naam\n");
  fs::remove(link);
  fs::create_symlink(".een", link);
  const FileStamps before = read_stamps(config.path());
  fs::remove(link);
  fs::create_symlink(".twee", link);
  EXPECT_NE(read_stamps(config.path()), before);
}

TEST(FileStamps, PassOverWhatIsNotRead) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  const FileStamps before = read_stamps(config.path());
  config.write("programmes/proef/people.csv~", "backup\n");
  config.write("programmes/proef/.~lock.people.csv#", "lock\n");
  EXPECT_EQ(read_stamps(config.path()), before);
}

}  // namespace
}  // namespace config_files
