// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/eml_courier.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/smtp/smtp_driver.h"
#include "tests/support/temporary_folder.h"

namespace eml_courier_test {

namespace fs = std::filesystem;
using scripted::Driver;
using smtp::EmlCourier;
using smtp::Outcome;
using namespace std::chrono_literals;

const std::string message = "From: a@example.org\r\nMessage-ID: <1@example.org>\r\n\r\n.\r\nDag\r\n";

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  return names;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(EmlCourier, WritesTheMessageAsItIs) {
  const TemporaryFolder folder;
  EmlCourier courier{folder.path() / "mail" / "out"};
  Driver driver{courier};
  const auto event = driver.send(42, message);
  EXPECT_EQ(event.outcome, Outcome::sent);
  const auto name = EmlCourier::file_name(42, message);
  EXPECT_TRUE(name.starts_with("000042-") && name.ends_with(".eml")) << name;
  EXPECT_EQ(event.detail, "written to " + name);
  EXPECT_EQ(names_in(folder.path() / "mail" / "out"), std::vector<std::string>{name});
  EXPECT_EQ(read(folder.path() / "mail" / "out" / name), message);
  EXPECT_EQ(fs::status(folder.path() / "mail" / "out").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(folder.path() / "mail" / "out" / name).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST(EmlCourier, SameMailReplacesItsOwnFile) {
  const TemporaryFolder folder;
  EmlCourier courier{folder.path()};
  Driver driver{courier};
  EXPECT_EQ(driver.send(1, message).outcome, Outcome::sent);
  driver.done.clear();
  EXPECT_EQ(driver.send(1, message).outcome, Outcome::sent);
  EXPECT_EQ(names_in(folder.path()).size(), 1u);
  EXPECT_EQ(driver.send(2, "message-id: <2@example.org>\r\n\r\n").outcome, Outcome::sent);
  EXPECT_EQ(names_in(folder.path()).size(), 2u);
}

TEST(EmlCourier, NameFollowsFromTheMessageIdAlone) {
  const auto name = EmlCourier::file_name(1, message);
  EXPECT_EQ(name,
            EmlCourier::file_name(1, "MESSAGE-ID: <1@example.org>\r\nTo: b@example.org\r\n\r\nAnders\r\n"));
  EXPECT_NE(name, EmlCourier::file_name(2, message));
  EXPECT_NE(name, EmlCourier::file_name(1, "Message-ID: <2@example.org>\r\n\r\n"));
  EXPECT_NE(name, EmlCourier::file_name(1, "To: b@example.org\r\n\r\nMessage-ID: <1@example.org>\r\n"));
}

TEST(EmlCourier, WithheldMessageIsNotWritten) {
  const TemporaryFolder folder;
  EmlCourier courier{folder.path()};
  Driver driver{courier};
  driver.when_asked = [&](std::int64_t id) { courier.withhold(id); };
  EXPECT_EQ(driver.send(1, message).outcome, Outcome::fenced);
  EXPECT_TRUE(names_in(folder.path()).empty());
  EXPECT_GT(courier.room(), 0u);
}

TEST(EmlCourier, AsksEachAndHasRoomAgain) {
  const TemporaryFolder folder;
  EmlCourier courier{folder.path()};
  Driver driver{courier};
  const auto room = courier.room();
  for (int i = 0; courier.room() > 0; ++i) driver.start(i);
  EXPECT_THROW(driver.start(1000), std::logic_error);
  EXPECT_TRUE(driver.until([&] { return driver.done.size() == room; }));
  EXPECT_EQ(driver.asked, static_cast<int>(room));
  EXPECT_EQ(courier.room(), room);
  EXPECT_EQ(names_in(folder.path()).size(), room);
}

TEST(EmlCourier, FolderThatIsGoneIsLikeAServerThatIs) {
  const TemporaryFolder folder;
  EmlCourier courier{folder.path() / "mail"};
  fs::remove(folder.path() / "mail");
  Driver driver{courier};
  const auto event = driver.send(1, message);
  EXPECT_EQ(event.outcome, Outcome::retry);
  EXPECT_EQ(event.blame, smtp::Blame::relay);
  EXPECT_NE(event.detail.find("No such file"), std::string::npos) << event.detail;
}

TEST(EmlCourier, RefusesWhatTheRealOneRefuses) {
  const TemporaryFolder folder;
  EmlCourier courier{folder.path()};
  EXPECT_THROW(courier.start({1, "a@example.org", "b\r\n@example.org", message}), std::invalid_argument);
  EXPECT_THROW(courier.start({1, "a@example.org", "b@example.org", "a\nb\r\n"}), std::invalid_argument);
  EXPECT_THROW((EmlCourier{fs::path{"/proc/none"}}), fs::filesystem_error);
}

TEST(EmlCourier, WakeEndsTheWait) {
  const TemporaryFolder folder;
  EmlCourier courier{folder.path()};
  courier.wake();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(courier.wait(60s).empty());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
}

}  // namespace eml_courier_test
