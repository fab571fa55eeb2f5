// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/publication.h"

#include <gtest/gtest.h>

#include "service/commands/published_state.h"
#include "service/store/data_folder.h"
#include "tests/config_files/test_folder.h"

namespace publishing {
namespace publication_test {

using namespace date::literals;
using std::chrono::minutes;
using Kind = store::RevisionOutcome::Kind;

const programme::Instant monday = date::sys_days{2023_y / 5 / 1};
const std::string toml = "programmes/proef/programme.toml";

struct PublicationTest : testing::Test {
  PublicationTest() {
    config.overlay(test::fixtures() / "base/config");
    options.config = config.path();
    options.data = data.path().string();
    options.now = "2023-05-01T00:00Z";
  }
  Published publish_folder(int expected, minutes after = minutes{0}) {
    const auto configuration = read_configuration(config_files::read_files(config.path()));
    EXPECT_TRUE(configuration.loaded.ok());
    return publish_configuration(configuration, {.expected = expected, .who = "an"}, {store, key, base},
                                 monday + after);
  }
  void retitle(const std::string& title) {
    std::string text = test::read_file(config.path() / toml);
    const std::size_t at = text.rfind("title = \"") + 9;  // of the session
    config.write(toml, text.replace(at, text.find('"', at) - at, title));
  }
  static std::string feed(const Published& published) {
    const auto& feeds = published.snapshot->catalogue->feeds();
    return feeds.text(feeds.all().front());
  }

  test::ConfigFolder config;
  TemporaryFolder data{memory_folder()};
  const std::string base = "http://127.0.0.1:8080";
  const feeds::TokenKey key{store::open_key(data.path())};
  store::Store store{data.path()};
  store::Revisions revisions{store};
  commands::Options options;
};

TEST_F(PublicationTest, GivesTheSameBytesAsOftenAsThereIsNothingNew) {
  const auto first = publish_folder(0);
  EXPECT_EQ(first.outcome.kind, Kind::made);
  EXPECT_EQ(first.snapshot->revision, 1);
  const auto again = publish_folder(1, minutes{3});
  EXPECT_EQ(again.outcome.kind, Kind::unchanged);
  EXPECT_EQ(again.snapshot->revision, 1);
  EXPECT_EQ(feed(again), feed(first));
}

TEST_F(PublicationTest, OldContentGivesOldEventsWithHigherNumbers) {
  const auto first = publish_folder(0);
  retitle("Een andere titel");
  const auto second = publish_folder(1, minutes{1});
  EXPECT_EQ(second.snapshot->revision, 2);
  EXPECT_NE(feed(second), feed(first));
  const auto around = read_configuration(config_files::read_files(config.path())).loaded;
  const auto old = read_revision(revisions, 1, around);
  ASSERT_TRUE(old.loaded.ok());
  const auto third =
      publish_configuration(old, {.expected = 2, .who = "an"}, {store, key, base}, monday + minutes{2});
  EXPECT_EQ(third.snapshot->revision, 3);
  EXPECT_EQ(revisions.files(3), revisions.files(1));
  std::vector<programme::Instant> times;
  for (const auto& stamp : third.outcome.stamps) times.push_back(stamp.last_changed);
  EXPECT_EQ(times, (std::vector{monday, monday + minutes{2}}));
}

TEST_F(PublicationTest, WhoeverIsOvertakenGetsNothing) {
  publish_folder(0);
  retitle("Een andere titel");
  const auto late = publish_folder(0);
  EXPECT_EQ(late.outcome.kind, Kind::overtaken);
  EXPECT_EQ(late.snapshot, nullptr);
}

TEST_F(PublicationTest, ARevisionLoadsAsItsFolderDid) {
  publish_folder(0);
  auto around = read_configuration(config_files::read_files(config.path())).loaded;
  around.settings.log = "json";
  around.templates["nl/x.md"] = "dag";
  const auto read = read_revision(revisions, 1, around);
  EXPECT_EQ(read.loaded.programmes.size(), around.programmes.size());
  EXPECT_EQ(read.loaded.settings, around.settings);
  EXPECT_EQ(read.loaded.templates, around.templates);
}

TEST_F(PublicationTest, TheLatestIsWhatTheFolderHoldsUntilThereIsARevision) {
  auto latest = commands::read_latest_or_report(options);
  ASSERT_TRUE(latest);
  EXPECT_EQ(latest->number, 0);
  EXPECT_FALSE(latest->differs);
  publish_folder(0);
  latest = commands::read_latest_or_report(options);
  EXPECT_EQ(latest->number, 1);
  EXPECT_FALSE(latest->differs);
  const auto texts = latest->configuration.texts;
  retitle("Een andere titel");
  latest = commands::read_latest_or_report(options);
  EXPECT_EQ(latest->number, 1);
  EXPECT_TRUE(latest->differs);
  EXPECT_EQ(latest->configuration.texts, texts);
}

TEST_F(PublicationTest, TheLatestIsThereHoweverBrokenTheFolderIs) {
  publish_folder(0);
  config.write(toml, "date = 2023-06-31");
  const auto latest = commands::read_latest_or_report(options);
  ASSERT_TRUE(latest);
  EXPECT_TRUE(latest->differs);
  EXPECT_TRUE(commands::snapshot_or_report(options, *latest));
  config.write("service.toml", "listen = 1");
  EXPECT_FALSE(commands::read_latest_or_report(options));
}

TEST_F(PublicationTest, LookingMakesTheFirstRevisionOnlyWhereThatGoesByItself) {
  config.write("service.toml", "publish = \"manual\"");
  EXPECT_FALSE(commands::snapshot_or_report(options, *commands::read_latest_or_report(options)));
  EXPECT_EQ(revisions.latest(), std::nullopt);
  config.write("service.toml", "");
  EXPECT_TRUE(commands::snapshot_or_report(options, *commands::read_latest_or_report(options)));
  EXPECT_EQ(revisions.latest()->number, 1);
  retitle("Een andere titel");
  EXPECT_TRUE(commands::snapshot_or_report(options, *commands::read_latest_or_report(options)));
  EXPECT_EQ(revisions.latest()->number, 1);
}

}  // namespace publication_test
}  // namespace publishing
