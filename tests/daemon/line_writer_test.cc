// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/line_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace service {
namespace {

using std::chrono::milliseconds;

/// Longer than anything takes that works.
constexpr milliseconds patience{20'000};

std::string dropped(std::uint64_t count) { return "dropped " + std::to_string(count) + "\n"; }

class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    for (const int end : ends_) close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int in() const { return ends_[1]; }
  void stop_reading() { ends_[0] = (close(ends_[0]), -1); }

  /// The lines up to and with `last`.
  std::vector<std::string> lines_until(const std::string& last) const {
    std::vector<std::string> lines(1);
    char octet = 0;
    while (lines.back() != last && read(ends_[0], &octet, 1) == 1) {
      if (lines.back().ends_with('\n')) lines.emplace_back();
      lines.back() += octet;
    }
    return lines;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

TEST(LineWriter, WritesInOrder) {
  const Pipe pipe;
  LineWriter writer{pipe.in(), 1'000, dropped};
  for (int i = 0; i < 100; ++i) {
    writer.write(std::to_string(i) + "\n");
    if (i % 10 == 0) {
      EXPECT_TRUE(writer.flush(patience));
    }
  }
  const auto lines = pipe.lines_until("99\n");
  ASSERT_EQ(lines.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(lines[static_cast<std::size_t>(i)], std::to_string(i) + "\n");
  EXPECT_TRUE(writer.finish(patience));
}

TEST(LineWriter, NobodyWaitsForAReaderAndWhatIsMissingIsCounted) {
  const Pipe pipe;
  LineWriter writer{pipe.in(), 100'000, dropped};
  const std::string filler(990, 'x');
  constexpr int count = 1'000;  // Ten times what may wait, and more than a pipe takes.
  for (int i = 0; i < count; ++i) writer.write(filler + std::to_string(i) + "\n");
  EXPECT_FALSE(writer.flush(milliseconds{10}));
  const auto lines = pipe.lines_until(filler + std::to_string(count - 1) + "\n");
  int written = 0;
  int missing = 0;
  bool has_gap = false;
  for (const std::string& line : lines) {
    if (line.starts_with("dropped ")) {
      has_gap = true;  // one, or more when the writer came through in between
      missing += std::stoi(line.substr(8));
    } else {
      EXPECT_EQ(line, filler + std::to_string(written + missing) + "\n") << "the rest is whole and in order";
      ++written;
    }
  }
  EXPECT_TRUE(has_gap);
  EXPECT_EQ(written + missing, count);
  EXPECT_GE(written, 100) << "what may wait, and what the pipe took";
  EXPECT_TRUE(writer.finish(patience));
}

TEST(LineWriter, AReaderThatNeverComesDoesNotHoldUpTheEnd) {
  // The thread hangs in the pipe until the end of the process, so the pipe is never closed.
  static const Pipe& pipe = *new Pipe;
  LineWriter writer{pipe.in(), 1'000'000, dropped};
  for (int i = 0; i < 200; ++i) writer.write(std::string(1'000, 'x') + "\n");
  EXPECT_FALSE(writer.finish(milliseconds{20}));
  writer.write("too late\n");
}

TEST(LineWriter, FinishWritesWhatWaits) {
  const Pipe pipe;
  LineWriter writer{pipe.in(), 1'000'000, dropped};
  for (int i = 0; i < 50; ++i) writer.write("x\n");
  writer.write("last\n");
  EXPECT_TRUE(writer.finish(patience));
  EXPECT_EQ(pipe.lines_until("last\n").size(), 51u);
}

TEST(LineWriter, AClosedReaderEndsNothing) {
  Pipe pipe;
  pipe.stop_reading();
  LineWriter writer{pipe.in(), 1'000, dropped};
  writer.write("x\n");
  EXPECT_TRUE(writer.flush(patience)) << "no SIGPIPE";
  EXPECT_TRUE(writer.finish(patience));
}

TEST(LineWriter, CountsWhatTheDescriptorRefuses) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  const Pipe pipe;
  ASSERT_GE(full, 0);
  LineWriter writer{full, 1'000, dropped};
  writer.write("a\n");
  writer.write("b\n");
  EXPECT_TRUE(writer.flush(patience));
  ASSERT_EQ(dup2(pipe.in(), full), full) << "there is room again";
  writer.write("c\n");
  EXPECT_EQ(pipe.lines_until("c\n"), (std::vector<std::string>{"dropped 2\n", "c\n"}));
  EXPECT_TRUE(writer.finish(patience));
  close(full);
}

}  // namespace
}  // namespace service
