// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/log.h"

#include <date/date.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

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
    for (const char c : view(message.payload)) {
      const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
      out.push_back(control ? '?' : c);
    }
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
                                      {"message", view(message.payload)}};
    const std::string text =
        line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

}  // namespace

void set_up_log(const std::string& format) {
  const bool text = format == "text" || (format != "json" && isatty(STDERR_FILENO) == 1);
  auto logger =
      std::make_shared<spdlog::logger>("traject", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  if (text) {
    logger->set_formatter(std::make_unique<TextFormatter>());
  } else {
    logger->set_formatter(std::make_unique<JsonFormatter>());
  }
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace service
