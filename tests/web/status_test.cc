// SPDX-License-Identifier: Apache-2.0
#include "service/web/status.h"

#include <gtest/gtest.h>

#include <thread>

#include "service/web/status_words.h"

namespace web {
namespace status_test {

using programme::Instant;
using std::chrono::minutes;

const Instant start{date::sys_days{date::year{2023} / 6 / 19} + std::chrono::hours{8}};
const StatusBoard::Monotonic beginning{};

Condition attention(const char* what) { return {Health::attention, {what, what}, {"help", "help"}}; }
Condition failed(const char* what) { return {Health::failed, {what, what}, {"help", "help"}}; }
Condition fine(const char* what) { return {Health::ok, {what, what}, {}}; }

class StatusBoardTest : public testing::Test {
 protected:
  PartStatus mail(Instant now = start) const { return *board_.status(now, beginning).find(Part::mail); }

  StatusBoard board_{start};
};

TEST_F(StatusBoardTest, EveryPartIsOkSinceTheStart) {
  const Status status = board_.status(start + minutes{5}, beginning);
  ASSERT_EQ(status.parts.size(), part_count);
  for (const PartStatus& part : status.parts) {
    EXPECT_EQ(part.main.condition.health, Health::ok) << to_string(part.part);
    EXPECT_EQ(part.main.since, start) << to_string(part.part);
  }
  EXPECT_EQ(status.health(), Health::ok);
  EXPECT_EQ(status.time, start + minutes{5});
  EXPECT_EQ(status.started, start);
}

TEST_F(StatusBoardTest, SinceIsKeptWhileTheStateRemains) {
  board_.set(Part::mail, "waiting", attention("1 waits"), start + minutes{1});
  board_.set(Part::mail, "waiting", attention("2 wait"), start + minutes{2});
  EXPECT_EQ(mail().main.since, start + minutes{1});
  EXPECT_EQ(mail().main.condition.what.en, "2 wait");
  board_.set(Part::mail, "waiting", failed("all wait"), start + minutes{3});
  EXPECT_EQ(mail().main.since, start + minutes{3});
}

TEST_F(StatusBoardTest, APartIsOkSinceItsLastTroubleWentAway) {
  board_.set(Part::mail, "queue", fine("quiet"), start);
  board_.set(Part::mail, "hold", attention("held"), start + minutes{1});
  board_.clear(Part::mail, "hold", start + minutes{4});
  board_.clear(Part::mail, "hold", start + minutes{5});
  EXPECT_EQ(mail().main.condition, fine("quiet"));
  EXPECT_EQ(mail().main.since, start + minutes{4});
  board_.set(Part::mail, "queue", failed("broken"), start + minutes{6});
  board_.set(Part::mail, "queue", fine("quiet again"), start + minutes{7});
  board_.set(Part::mail, "queue", fine("quiet still"), start + minutes{8});
  EXPECT_EQ(mail().main.condition, fine("quiet still"));
  EXPECT_EQ(mail().main.since, start + minutes{7});
}

TEST_F(StatusBoardTest, TheWorstIsShownFirstAndNoneIsHidden) {
  board_.set(Part::mail, "a", attention("later"), start + minutes{3});
  board_.set(Part::mail, "b", attention("earlier"), start + minutes{2});
  board_.set(Part::mail, "c", failed("worst"), start + minutes{4});
  board_.set(Part::mail, "d", fine("no trouble"), start);
  board_.set(Part::disk, "a", attention("of another part"), start);
  const PartStatus shown = mail();
  EXPECT_EQ(shown.main.condition.what.en, "worst");
  ASSERT_EQ(shown.also.size(), 2U);
  EXPECT_EQ(shown.also[0].condition.what.en, "earlier");
  EXPECT_EQ(shown.also[1].condition.what.en, "later");
  EXPECT_EQ(board_.status(start, beginning).health(), Health::failed);
}

TEST_F(StatusBoardTest, AThreadThatMakesNoTurnsHasFailed) {
  EXPECT_EQ(board_.status(start, beginning + minutes{60}).health(), Health::ok) << "none has begun";
  board_.turned(Part::mail, beginning + minutes{60}, minutes{5});
  EXPECT_EQ(board_.status(start, beginning + minutes{65}).health(), Health::ok);
  const Instant now = start + minutes{66};
  const PartStatus still = *board_.status(now, beginning + minutes{66}).find(Part::mail);
  EXPECT_EQ(still.main.condition, stands_still());
  EXPECT_EQ(still.main.since, now - minutes{6});
  board_.turned(Part::mail, beginning + minutes{66}, minutes{5});
  EXPECT_EQ(board_.status(now, beginning + minutes{66}).health(), Health::ok);
}

TEST_F(StatusBoardTest, ThreadsMayWriteWhileOthersRead) {
  std::thread writer{[this] {
    for (int i = 0; i < 1000; ++i) {
      board_.set(Part::mail, "hold", attention("held"), start);
      board_.clear(Part::mail, "hold", start);
      board_.set_published(i);
    }
  }};
  for (int i = 0; i < 1000; ++i) EXPECT_NE(board_.status(start, beginning).health(), Health::failed);
  writer.join();
  EXPECT_EQ(board_.status(start, beginning).revision, 999);
}

TEST_F(StatusBoardTest, JsonIsReadBackAsItWas) {
  board_.set(Part::mail, "a", attention("later"), start + minutes{3});
  board_.set(Part::mail, "b", failed("worst \"x\" é"), start + minutes{2});
  board_.set(Part::disk, "a", fine("free"), start);
  board_.set_published(7);
  board_.set_files_published(true);
  Status status = board_.status(start, beginning);
  status.listening = "http://127.0.0.1:8080";
  status.data = "/var/lib/traject";
  EXPECT_EQ(status_from_json(to_json(status)), status);
  EXPECT_NE(to_json(status).find("\n  \"state\": \"failed\",\n"), std::string::npos) << to_json(status);
  EXPECT_NE(to_json(status).find("\"since\": \"2023-06-19T08:02:00Z\""), std::string::npos);
}

TEST(Status, OtherTextIsNoStatus) {
  for (const char* text : {"", "not found\n", "{}", "[]", R"({"running": 1})", "\xff"})
    EXPECT_EQ(status_from_json(text), std::nullopt) << text;
}

TEST(Status, WithoutAServiceItHasFailed) { EXPECT_EQ(Status{.running = false}.health(), Health::failed); }

TEST(OneLine, HasNoControlCharactersAndEnds) {
  EXPECT_EQ(one_line("a\nb\x1b[1mc\x7f"), "a b [1mc ");
  const std::string cut = one_line(std::string(299, 'x') + "é" + std::string(9, 'y'));
  EXPECT_EQ(cut, std::string(299, 'x') + "…");
}

TEST(OneLine, LeavesOutTheValuesThatTheDatabaseQuotes) {
  EXPECT_EQ(one_line("database is locked while executing \"SELECT 1\" with \"email\"=\"an@example.org\"."),
            "database is locked");
}

}  // namespace status_test
}  // namespace web
