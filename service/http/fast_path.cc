// SPDX-License-Identifier: Apache-2.0
#include "service/http/fast_path.h"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace http {

namespace {

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return (octet < 0x20 && c != '\t') || octet == 0x7f;
  });
}

/// A handler's mistake must not become a second response on the wire.
bool is_sendable(const FastResponse& response) {
  return response.status >= 200 && response.status <= 599 &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
           return !header.first.empty() && header.first.find_first_of(": \t") == std::string::npos &&
                  is_one_line(header.first) && is_one_line(header.second);
         });
}

bool is_framing(std::string_view name) {
  return same_ignoring_case(name, "Connection") || same_ignoring_case(name, "Content-Length") ||
         same_ignoring_case(name, "Transfer-Encoding") || same_ignoring_case(name, "Keep-Alive");
}

bool has_body(int status) { return status != 204 && status != 304; }

void append(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

/// The security headers as they stand in every head.
std::string_view security_lines() {
  static const std::string lines = [] {
    std::string text;
    for (const Field& field : security_headers) append(text, field.name, field.value);
    return text;
  }();
  return lines;
}

}  // namespace

std::string_view FastRequest::header(std::string_view name) const {
  for (const Field& field : fields) {
    if (same_ignoring_case(field.name, name)) return field.value;
  }
  return {};
}

FastResponse plain_text(int status, std::string text) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(text) + "\n", {}};
}

FastResponse method_not_allowed(const std::string& allow) {
  FastResponse response = plain_text(405, "only " + allow);
  response.headers.emplace_back("Allow", allow);
  return response;
}

FastResponse internal_error() {
  FastResponse response = plain_text(500, "500 Internal Server Error");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

std::string what_of(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown exception";
  }
}

Outgoing outgoing(FastResponse response, bool head_request, bool close) {
  if (!is_sendable(response))
    throw std::logic_error("the answer has a status or a header that cannot be sent");
  Outgoing out;
  out.status = response.status;
  std::size_t octets = response.shared.pieces.empty() ? response.body.size() : 0;
  for (const std::string_view piece : response.shared.pieces) octets += piece.size();

  constexpr std::size_t usual_size = 1024;
  out.head.reserve(usual_size);
  out.head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.head.append(reason_of(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) {
    if (!is_framing(name)) append(out.head, name, value);
  }
  out.head.append(security_lines());
  append(out.head, "Date", http_date_now());
  if (has_body(response.status)) append(out.head, "Content-Length", std::to_string(octets));
  if (close) append(out.head, "Connection", "close");
  out.head.append("\r\n");

  out.close = close;
  if (has_body(response.status) && !head_request) {
    out.body_octets = octets;
    out.body = std::move(response.body);
    out.shared = std::move(response.shared);
  }
  return out;
}

Outgoing refusal_answer(const Refusal& refusal, bool head_request) {
  std::string text = std::to_string(refusal.status);
  text.append(" ").append(reason_of(refusal.status)).append("\n").append(refusal.detail);
  FastResponse response = plain_text(refusal.status, std::move(text));
  response.headers.emplace_back("Cache-Control", "no-store");
  return outgoing(std::move(response), head_request, true);
}

}  // namespace http
