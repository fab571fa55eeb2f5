// SPDX-License-Identifier: Apache-2.0
//
// Starting: the store first, the files after that.
#include <gtest/gtest.h>

#include "service/publishing/publisher.h"
#include "service/store/data_folder.h"
#include "service/store/service_files.h"
#include "tests/config_files/test_folder.h"

namespace publishing {
namespace publisher_start_test {

using namespace date::literals;

const std::string toml = "programmes/proef/programme.toml";

struct PublisherStartTest : testing::Test {
  PublisherStartTest() {
    config.overlay(test::fixtures() / "base/config");
    config.write("templates/nl/werksessie.md", "Onderwerp: Een\n\nTekst\n");
  }

  Configuration folder() const { return read_configuration(config_files::read_files(config.path())); }

  config_files::Loaded kept() {
    return config_files::load_service(
        config_files::files_of(config.path(), store::ServiceFiles{store}.all()));
  }

  /// A service that published the folder and stopped.
  void publish_once() {
    Publisher first{setup(), {store, key, "http://127.0.0.1:8080"}, continuity, listeners()};
    ASSERT_TRUE(first.start_with(folder(), {}, {}));
    seen.clear();
    log.clear();
  }

  Publisher::Setup setup(bool automatic = true) {
    return {.automatic = automatic,
            .now = [] { return date::sys_days{2023_y / 5 / 1}; },
            .refusal = [] { return ""; }};
  }

  Publisher::Listeners listeners() {
    return {.on_snapshot =
                [this](const Published& published, const Publisher::Times&) {
                  revision = published.snapshot->revision;
                  edition = published.edition;
                  seen += "snapshot ";
                },
            .on_other_feeds = {},
            .on_folder_state =
                [this](const FolderState& now) {
                  state = now;
                  seen += now.unread ? "unread " : now.problem.empty() ? "read " : "bad ";
                },
            .on_file_problems = [](const letters::FileProblems&) {},
            .on_store_failure = [] {},
            .info = [](const std::string&) {},
            .warning = [this](const std::string& line) { log += line + "\n"; },
            .error = [this](const std::string& line) { log += line + "\n"; }};
  }

  test::ConfigFolder config;
  TemporaryFolder data{memory_folder()};
  const feeds::TokenKey key{store::open_key(data.path())};
  store::Store store{data.path()};
  store::Continuity continuity{store};
  int revision = 0;
  std::shared_ptr<const mail::Edition> edition;
  FolderState state;
  std::string seen;  ///< What the listeners heard, in order.
  std::string log;
  Publisher publisher{setup(), {store, key, "http://127.0.0.1:8080"}, continuity, listeners()};
};

TEST_F(PublisherStartTest, NothingIsServedWithoutARevision) {
  EXPECT_FALSE(publisher.start(folder().loaded));
  config.write(toml, "[programme\n");
  EXPECT_FALSE(publisher.start_with(folder(), {}, {}));
  Publisher manual{setup(false), {store, key, "http://127.0.0.1:8080"}, continuity, listeners()};
  EXPECT_FALSE(manual.start(folder().loaded));
  EXPECT_EQ(revision, 0);
}

TEST_F(PublisherStartTest, TheRevisionIsServedBeforeTheFilesAreRead) {
  publish_once();
  config.write(toml, "[programme\n");
  ASSERT_TRUE(publisher.start(kept()));
  EXPECT_EQ(revision, 1);
  EXPECT_EQ(seen, "unread snapshot ");
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_FALSE(state.unread);
  EXPECT_NE(state.problem.find(toml + ":1:"), std::string::npos) << state.problem;
  EXPECT_EQ(revision, 1);
}

TEST_F(PublisherStartTest, ThenAChangeIsPublished) {
  publish_once();
  std::string text = test::read_file(config.path() / toml);
  config.write(toml, text.replace(text.find("Werksessie 1"), 12, "Werksessie A"));
  ASSERT_TRUE(publisher.start(kept()));
  EXPECT_EQ(revision, 1);
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_EQ(revision, 2);
}

TEST_F(PublisherStartTest, SettingsAndTemplatesAreThoseOfTheLastGoodReading) {
  config.write("service.toml", "listen = \"127.0.0.1:9999\"\n");
  publish_once();
  std::filesystem::remove_all(config.path());
  const auto around = kept();
  EXPECT_EQ(around.settings.listen, "127.0.0.1:9999");
  ASSERT_EQ(around.templates.size(), 1U);
  ASSERT_TRUE(publisher.start(around));
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_NE(state.problem.find("deze map bestaat niet"), std::string::npos);
  EXPECT_EQ(kept().templates.size(), 1U) << "a bad reading is not kept";
}

TEST_F(PublisherStartTest, BrokenTemplatesAreNamedAtTheFirstReading) {
  config.write("templates/nl/werksessie.md", "Onderwerp: {{onbekend}}\n\nTekst\n");
  publish_once();
  ASSERT_TRUE(publisher.start(kept()));
  EXPECT_EQ(log, "");
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_NE(log.find("template: templates/nl/werksessie.md:1:"), std::string::npos) << log;
  log.clear();
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_EQ(log, "");
}

TEST_F(PublisherStartTest, AnotherLimitNeedsNoRestart) {
  publish_once();
  ASSERT_TRUE(publisher.start(kept()));
  config.write("service.toml", "[limits]\npeople = 1000\n");
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_EQ(log, "");
  config.write("service.toml", "listen = \"127.0.0.1:9999\"\n");
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_NE(log.find("that needs a restart"), std::string::npos);
}

TEST_F(PublisherStartTest, SixtyThousandMistakesAreFiftyLinesAndACount) {
  publish_once();
  ASSERT_TRUE(publisher.start(kept()));
  std::string rows = "naam;e-mail;bibliotheek;rollen\n";
  for (int row = 0; row < 20'000; ++row) rows += "x;@;;\n";
  config.write("programmes/proef/people.csv", rows);
  EXPECT_TRUE(publisher.folder_changed(folder(), {}));
  EXPECT_EQ(std::count(state.problem.begin(), state.problem.end(), '\n'), 50);
  EXPECT_TRUE(state.problem.ends_with("\nen nog 59.950")) << state.problem.substr(state.problem.size() - 80);
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 51);
}

}  // namespace publisher_start_test
}  // namespace publishing
