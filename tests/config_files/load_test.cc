// SPDX-License-Identifier: Apache-2.0

#include "service/config_files/load.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "service/config_files/people_file.h"
#include "tests/config_files/test_folder.h"

namespace config_files {
namespace {

namespace fs = std::filesystem;

const fs::path sample = fs::path(SOURCE_DIR) / "config";
const std::string folder = "programmes/gezinsaanpak-2023/";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The text with its rows but the first in another order.
std::string shuffled(const std::string& text, std::mt19937& random) {
  auto lines = lines_of(text);
  std::shuffle(lines.begin() + 1, lines.end(), random);
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

TEST(Load, OrderOfRowsDoesNotMatter) {
  const auto expected = load(sample);
  std::mt19937 random(2023);
  for (int round = 0; round < 10; ++round) {
    test::ConfigFolder config;
    config.overlay(sample);
    for (const char* name : {"people.csv", "libraries.csv"}) {
      config.write(folder + name, shuffled(test::read_file(sample / folder / name), random));
    }
    const auto loaded = load(config.path());
    EXPECT_TRUE(loaded.problems.empty());
    EXPECT_EQ(loaded.programmes, expected.programmes);
  }
}

/// Sets CREDENTIALS_DIRECTORY for one test.
class Credentials {
 public:
  explicit Credentials(const char* value) {
    value == nullptr ? unsetenv("CREDENTIALS_DIRECTORY") : setenv("CREDENTIALS_DIRECTORY", value, 1);
  }
  ~Credentials() { unsetenv("CREDENTIALS_DIRECTORY"); }
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;
};

std::string password_file_of(const std::string& written, test::ConfigFolder& config) {
  config.overlay(test::fixtures() / "base/config");
  config.write("service.toml", "[mail]\nserver = \"localhost\"\nuser = \"werktraject\"\npassword_file = \"" +
                                   written + "\"\nca_file = \"certificaten/ca.pem\"\n");
  const auto loaded = load(config.path());
  EXPECT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.settings.mail.ca_file, (config.path() / "certificaten/ca.pem").string());
  return loaded.settings.mail.password_file;
}

TEST(Load, FindsFilesOfTheMailServerBesideTheSettings) {
  test::ConfigFolder config;
  EXPECT_EQ(password_file_of("smtp", config), (config.path() / "smtp").string());
  EXPECT_EQ(password_file_of("/etc/traject/smtp", config), "/etc/traject/smtp");
}

TEST(Load, FindsCredentialsOfTheServiceManager) {
  test::ConfigFolder config;
  {
    const Credentials given("/run/credentials/traject.service");
    EXPECT_EQ(password_file_of("$CREDENTIALS_DIRECTORY/smtp", config),
              "/run/credentials/traject.service/smtp");
  }
  const Credentials none(nullptr);
  EXPECT_EQ(password_file_of("$CREDENTIALS_DIRECTORY/smtp", config), "$CREDENTIALS_DIRECTORY/smtp");
}

TEST(Load, ReadsTemplatesAndKeepsOthersWhenOneIsWrong) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.write("templates/nl/werksessie.md", "\xEF\xBB\xBF# {{titel}}\n");
  config.write("templates/en/werksessie.md", "# {{title}}\n");
  config.write("templates/nl/stuk.md", "\x01");
  config.write("templates/nl/stuk.md~", "oud");
  config.write("templates/LEESMIJ.md", "Zo werkt het.");
  const auto loaded = load(config.path());
  EXPECT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(loaded.templates, (std::map<std::string, std::string>{{"en/werksessie.md", "# {{title}}\n"},
                                                                  {"nl/werksessie.md", "# {{titel}}\n"}}));
}

TEST(Load, NeverRepeatsAPasswordThatStandsInTheWrongPlace) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.write("service.toml", "[mail]\nserver = \"localhost\"\nuser = \"w\"\npassword = \"zeer-geheim\"\n");
  for (const auto& problem : load(config.path()).problems) {
    EXPECT_EQ((problem.text.nl + problem.text.en).find("geheim"), std::string::npos) << problem.text.en;
  }
}

TEST(Load, ReportsEveryProblemOfEveryFileAtOnceInOrder) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.write("service.toml", "log = \"xml\"\nlisten = \"hier\"\n");
  config.write("programmes/proef/libraries.csv",
               "id;naam;intake_datum;intake_tijd\neemland;;2023-05-09;10:00\n");
  config.write("programmes/proef/people.csv", "naam;e-mail;bibliotheek;rollen\n;een;emland;deelnemr\n");
  config.write("programmes/tweede/programme.toml", "[programme\n");
  const auto loaded = load(config.path());
  EXPECT_FALSE(loaded.ok());
  std::vector<std::string> places;
  for (const auto& problem : loaded.problems) {
    places.push_back(problem.file + ":" + std::to_string(problem.line) + ":" +
                     std::to_string(problem.column));
  }
  const std::vector<std::string> expected{"programmes/proef/libraries.csv:2:9",
                                          "programmes/proef/people.csv:2:1",
                                          "programmes/proef/people.csv:2:2",
                                          "programmes/tweede/libraries.csv:0:0",
                                          "programmes/tweede/people.csv:0:0",
                                          "programmes/tweede/programme.toml:1:11",
                                          "service.toml:1:7",
                                          "service.toml:2:10"};
  EXPECT_EQ(places, expected);
}

TEST(Load, ReportsAFolderThatIsNotThere) {
  const auto loaded = load("/nergens/config");
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_FALSE(loaded.ok());
}

TEST(Load, ServiceFileMayBeAbsent) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  const auto loaded = load(config.path());
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_EQ(loaded.settings, Settings{});
}

TEST(Load, DoesNotWaitForAPipe) {
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  const fs::path people = config.path() / "programmes/proef/people.csv";
  fs::remove(people);
  ASSERT_EQ(mkfifo(people.c_str(), 0600), 0);
  const auto loaded = load(config.path());
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(loaded.problems.front().file, "programmes/proef/people.csv");
}

TEST(Load, NamesAProblemOfAWholeFileByItsTop) {
  const Problem problem{"people.csv", 0, 0, false, {"fout", "wrong"}};
  EXPECT_EQ(to_line(problem, programme::Language::nl), "people.csv:1:1: fout");
  const Problem doubt{"people.csv", 3, 14, true, {"twijfel", "doubt"}};
  EXPECT_EQ(to_line(doubt, programme::Language::nl), "people.csv:3:14: waarschuwing: twijfel");
  EXPECT_EQ(to_line(doubt, programme::Language::en), "people.csv:3:14: warning: doubt");
}

/// One to three random edits: an octet changed, a piece removed, doubled, or moved in from elsewhere.
std::string damaged(std::string text, std::mt19937& random) {
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  static const std::string interesting = "\"'[]{}#=,;.-:\n\r\\\t 0159aé\x80\xFF";
  for (std::size_t edits = below(3) + 1; edits > 0 && text.size() > 100; --edits) {
    const std::size_t at = below(text.size());
    const std::size_t length = std::min(below(40) + 1, text.size() - at);
    switch (below(4)) {
      case 0:
        text[at] = interesting[below(interesting.size())];
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      default:
        text.insert(at, text.substr(below(text.size() - 50), length));
        break;
    }
  }
  return text;
}

TEST(Load, SurvivesDamageAndLocatesIt) {
  std::mt19937 random(7);
  std::map<std::string, std::string> files;
  for (const char* name : {"programme.toml", "people.csv", "libraries.csv"})
    files[folder + name] = test::read_file(sample / folder / name);
  test::ConfigFolder config;
  config.overlay(sample);
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    auto file = std::next(files.begin(), round % 3);
    config.write(file->first, damaged(file->second, random));
    const auto loaded = load(config.path());
    refused += loaded.ok() ? 0 : 1;
    for (const auto& problem : loaded.problems) {
      EXPECT_FALSE(problem.file.empty());
      EXPECT_NE(problem.text.nl.find("; "), std::string::npos) << to_line(problem, programme::Language::nl);
      EXPECT_NE(problem.text.en.find("; "), std::string::npos) << to_line(problem, programme::Language::en);
      EXPECT_EQ(to_line(problem, programme::Language::nl).find('\n'), std::string::npos);
      EXPECT_EQ(problem.text.nl.find("{0}"), std::string::npos);
    }
    config.write(file->first, file->second);
  }
  EXPECT_GT(refused, 200);
}

TEST(Load, TakesManyPeopleAndLibraries) {
  constexpr int libraries = 500;
  std::string library_rows = "id;naam;intake_datum;intake_tijd\n";
  std::string people_rows = "naam;e-mail;bibliotheek;rollen\n";
  for (int i = 0; i < libraries; ++i) {
    const std::string id = "bibliotheek-" + std::to_string(i);
    library_rows += id + ";Bibliotheek " + std::to_string(i) + ";9-5-2023;10:00\n";
    for (int k = 0; k < 10; ++k) {
      people_rows += "Iemand;p" + std::to_string(10 * i + k) + "@example.org;" + id + ";deelnemer\n";
    }
  }
  test::ConfigFolder config;
  config.overlay(test::fixtures() / "base/config");
  config.write("programmes/proef/libraries.csv", library_rows);
  config.write("programmes/proef/people.csv", people_rows);
  const auto loaded = load(config.path());
  EXPECT_TRUE(loaded.problems.empty());
  ASSERT_EQ(loaded.programmes.size(), 1U);
  EXPECT_EQ(loaded.programmes[0].libraries.size(), 500U);
  EXPECT_EQ(loaded.programmes[0].people.size(), 5000U);
}

/// What a folder is read as when it was read before with other contents, or the same.
class Again : public testing::Test {
 protected:
  Again() { config.overlay(test::fixtures() / "base/config"); }
  Loaded again() { return load(read_files(config.path()), &known); }
  Loaded afresh() const { return load(config.path()); }

  void expect_the_same() {
    const Loaded one = again();
    const Loaded other = afresh();
    EXPECT_EQ(one.programmes, other.programmes);
    EXPECT_EQ(one.problems, other.problems);
  }

  const std::string people = "programmes/proef/people.csv";
  test::ConfigFolder config;
  KnownTables known;
};

TEST_F(Again, PeopleThatDidNotChangeAreTheSameList) {
  const Loaded first = again();
  const std::string toml = test::read_file(config.path() / "programmes/proef/programme.toml");
  config.write("programmes/proef/programme.toml", toml + "# changed\n");
  const Loaded second = again();
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(second.programmes[0].people.is_shared_with(first.programmes[0].people));
  expect_the_same();
}

TEST_F(Again, WhatChangedIsReadAndReported) {
  again();
  const std::string rows = test::read_file(config.path() / people);
  for (const std::string& text :
       {rows + "Iemand;iemand@example.org;a;deelnemer\n", rows + "Iemand;geen adres;;\n",
        std::string{"naam\n"}, std::string{}, rows}) {
    config.write(people, text);
    expect_the_same();
    expect_the_same();
  }
}

TEST_F(Again, ProblemsThatOtherFilesCauseInItAreReported) {
  again();
  config.write("programmes/proef/libraries.csv", "id;naam\nandere;Andere\n");
  const Loaded loaded = again();
  EXPECT_FALSE(loaded.ok());
  expect_the_same();
}

}  // namespace
}  // namespace config_files
