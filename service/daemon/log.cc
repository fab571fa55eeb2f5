// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/log.h"

#include <date/date.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <streambuf>
#include <utility>

#include "service/daemon/line_writer.h"
#include "service/programme/printable.h"

namespace service {
namespace {

std::string timestamp(const spdlog::details::log_msg& message) {
  return date::format("%FT%TZ", date::floor<std::chrono::milliseconds>(message.time));
}

std::string_view view(spdlog::string_view_t text) { return {text.data(), text.size()}; }

class TextFormatter : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    append(out, timestamp(message));
    append(out, " ");
    append(out, view(spdlog::level::to_string_view(message.level)));
    append(out, " ");
    append(out, programme::printable(view(message.payload)));
    append(out, "\n");
  }
  std::unique_ptr<formatter> clone() const override { return std::make_unique<TextFormatter>(); }

 private:
  static void append(spdlog::memory_buf_t& out, std::string_view text) {
    out.append(text.data(), text.data() + text.size());
  }
};

class JsonFormatter : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const nlohmann::ordered_json line{{"time", timestamp(message)},
                                      {"level", view(spdlog::level::to_string_view(message.level))},
                                      {"message", programme::printable(view(message.payload))}};
    const std::string text = line.dump() + "\n";
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

std::unique_ptr<spdlog::formatter> formatter_for(const std::string& format) {
  const bool text = format == "text" || (format != "json" && isatty(STDERR_FILENO) == 1);
  if (text) return std::make_unique<TextFormatter>();
  return std::make_unique<JsonFormatter>();
}

std::string formatted(spdlog::formatter& formatter, const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t line;
  formatter.format(message, line);
  return {line.data(), line.size()};
}

class WriterSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit WriterSink(std::shared_ptr<LineWriter> writer) : writer_{std::move(writer)} {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    writer_->write(formatted(*formatter_, message));
  }
  void flush_() override {}

 private:
  const std::shared_ptr<LineWriter> writer_;
};

/// Passes whole lines on; the rest of a line waits for its end.
class WriterBuffer : public std::streambuf {
 public:
  explicit WriterBuffer(std::shared_ptr<LineWriter> writer) : writer_{std::move(writer)} {}

  /// Passes on what has no end of line.
  void finish() {
    const std::scoped_lock lock{mutex_};
    if (!line_.empty()) writer_->write(std::exchange(line_, {}));
  }

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char octet = traits_type::to_char_type(c);
    xsputn(&octet, 1);
    return c;
  }

  std::streamsize xsputn(const char* text, std::streamsize size) override {
    const std::scoped_lock lock{mutex_};
    line_.append(text, static_cast<std::size_t>(size));
    if (const auto end = line_.rfind('\n'); end != std::string::npos) {
      writer_->write(line_.substr(0, end + 1));
      line_.erase(0, end + 1);
    }
    return size;
  }

 private:
  const std::shared_ptr<LineWriter> writer_;
  std::mutex mutex_;
  std::string line_;  ///< Its end has not come.
};

/// The line in the place of dropped ones. The writer's thread, which may outlive the log, shares it.
class DroppedLine {
 public:
  void set_format(const std::string& format) {
    const std::scoped_lock lock{mutex_};
    formatter_ = formatter_for(format);
  }

  std::string of(std::uint64_t count) {
    const std::string text = "log: " + std::to_string(count) + (count == 1 ? " line" : " lines") +
                             " dropped: could not be written in time";
    const std::scoped_lock lock{mutex_};
    return formatted(*formatter_, {"traject", spdlog::level::warn, text});
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<spdlog::formatter> formatter_ = formatter_for("auto");  ///< Guarded by the mutex.
};

/// The log from its set-up to the end of the process.
class Log {
 public:
  Log()
      : dropped_{std::make_shared<DroppedLine>()},
        writer_{std::make_shared<LineWriter>(
            STDERR_FILENO, most_waiting, [line = dropped_](std::uint64_t count) { return line->of(count); })},
        buffer_{writer_},
        before_{std::cerr.rdbuf(&buffer_)} {}
  ~Log() {
    std::cerr.rdbuf(before_);
    buffer_.finish();
    writer_->finish(last_flush);
  }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void set_format(const std::string& format) {
    dropped_->set_format(format);
    auto logger = std::make_shared<spdlog::logger>("traject", std::make_shared<WriterSink>(writer_));
    logger->set_formatter(formatter_for(format));
    spdlog::set_default_logger(std::move(logger));
  }

 private:
  static constexpr std::size_t most_waiting = 256 * 1024;  ///< Octets: a thousand lines and more.
  static constexpr std::chrono::milliseconds last_flush{1'000};

  const std::shared_ptr<DroppedLine> dropped_;
  const std::shared_ptr<LineWriter> writer_;
  WriterBuffer buffer_;
  std::streambuf* const before_;
};

}  // namespace

void set_up_log(const std::string& format) {
  spdlog::default_logger();  // Makes spdlog's own statics, so that they outlive the log.
  static Log log;
  log.set_format(format);
}

}  // namespace service
