// SPDX-License-Identifier: Apache-2.0
#include "service/http/refusal.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace http {

namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Internal Server Error";
  }
}

struct DateText {
  std::time_t second = -1;
  std::size_t size = 0;
  std::array<char, 64> text{};
};

/// By hand, because strftime follows the process's locale.
void format_date(std::time_t now, DateText& date) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&now, &utc);
  const int written = std::snprintf(date.text.data(), date.text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                    days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900,
                                    utc.tm_hour, utc.tm_min, utc.tm_sec);
  date.size = written < 0 ? 0 : static_cast<std::size_t>(written);
  date.second = now;
}

std::string body_of(const Refusal& refusal) {
  std::string body = std::to_string(refusal.status);
  body.append(" ").append(reason_of(refusal.status)).append("\n").append(refusal.detail).append("\n");
  return body;
}

}  // namespace

std::string_view http_date_now() {
  thread_local DateText date;
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != date.second) format_date(now.tv_sec, date);
  return {date.text.data(), date.size};
}

std::size_t refusal_body_size(const Refusal& refusal) { return body_of(refusal).size(); }

std::string refusal_text(const Refusal& refusal, bool head_request) {
  const std::string body = body_of(refusal);
  std::string text = "HTTP/1.1 ";
  text.append(std::to_string(refusal.status)).append(" ").append(reason_of(refusal.status));
  text.append("\r\nDate: ").append(http_date_now());
  text.append("\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n");
  text.append("Cache-Control: no-store\r\nConnection: close\r\nContent-Length: ");
  text.append(std::to_string(body.size())).append("\r\n\r\n");
  if (!head_request) text.append(body);
  return text;
}

}  // namespace http
