// SPDX-License-Identifier: Apache-2.0
#include "service/http/request_reader.h"

#include <algorithm>
#include <vector>

namespace http {

namespace {

/// Returns true for a field that proxies add to forwarded requests.
bool speaks_for_another(std::string_view field) {
  switch (field.size()) {
    case 3:
      return same_ignoring_case(field, "Via");
    case 9:
      return same_ignoring_case(field, "Forwarded") || same_ignoring_case(field, "X-Real-IP");
    case 15:
      return same_ignoring_case(field, "X-Forwarded-For");
    default:
      return false;
  }
}

}  // namespace

RequestReader::RequestReader(const HttpOptions& options)
    : options_(options), trusted_(options.trusted_proxies) {}

RequestReader::Taken RequestReader::take(Connection& connection, std::string_view fresh) {
  std::string_view text = fresh;
  if (!connection.input.empty()) {
    keep(connection, fresh);
    text = connection.input;
  }
  if (text.empty()) return Taken::partial;
  const Taken taken = look(connection, text);
  if (taken != Taken::partial) return taken;
  if (connection.input.empty()) keep(connection, text);
  account(connection);
  return taken;
}

/// Appends to the input, whose buffer doubles but never exceeds what the request can need.
void RequestReader::keep(Connection& connection, std::string_view fresh) const {
  std::string& input = connection.input;
  const std::size_t size = input.size() + fresh.size();
  if (size > input.capacity()) {
    const std::size_t most = connection.needed > 0 ? connection.needed : options_.head_limit;
    std::string larger;
    larger.reserve(std::max(size, std::min(2 * input.capacity(), most)));
    larger.append(input);
    input.swap(larger);
  }
  input.append(fresh);
}

void RequestReader::forget(Connection& connection) {
  std::string().swap(connection.input);
  account(connection);
}

RequestReader::Taken RequestReader::look(Connection& connection, std::string_view text) {
  head_.method = head_.path = {};
  const bool is_new = connection.needed == 0;
  if (is_new) {
    if (const auto refusal = find_end(connection, text)) return refuse(connection, *refusal);
    if (connection.search.end == 0) return Taken::partial;
  } else if (text.size() < connection.needed) {
    return Taken::partial;
  }
  if (const auto refusal = read(connection, text)) return refuse(connection, *refusal);
  connection.needed = connection.search.end + head_.content_length;
  if (text.size() < connection.needed) {
    connection.invite = head_.expects_continue;
    return Taken::partial;
  }
  text_ = text.substr(connection.search.begin, connection.needed - connection.search.begin);
  rest_ = text.substr(connection.needed);
  describe(connection);
  return Taken::request;
}

RequestReader::Taken RequestReader::refuse(const Connection& connection, const Refusal& refusal) {
  refusal_ = refusal;
  request_ = {.method = head_.method, .path = head_.path, .client = connection.client, .fields = {}};
  return Taken::refused;
}

/// Refuses octets that cannot be a head, and a head that is too long. The search's end is set once the head
/// is complete.
std::optional<Refusal> RequestReader::find_end(Connection& connection, std::string_view text) {
  HeadSearch& search = connection.search;
  switch (find_head(text, search)) {
    case HeadState::malformed:
      return Refusal{400, "The request is not HTTP/1.1."};
    case HeadState::complete:
      if (search.end - search.begin <= options_.head_limit) return std::nullopt;
      break;
    case HeadState::partial:
      if (text.size() - search.begin <= options_.head_limit) return std::nullopt;
      break;
  }
  const auto line_end = text.substr(search.begin, options_.head_limit).find('\n');
  if (line_end == std::string_view::npos) return Refusal{414, "The request target is too long."};
  return Refusal{431, "The headers are too long."};
}

std::optional<Refusal> RequestReader::read(const Connection& connection, std::string_view text) {
  const HeadSearch& search = connection.search;
  return read_head(text.substr(search.begin, search.end - search.begin),
                   {.target = options_.target_limit, .body = options_.body_limit}, head_);
}

void RequestReader::describe(const Connection& connection) {
  bool for_another = false;
  for (const Field& field : head_.fields) for_another = for_another || speaks_for_another(field.name);
  request_ = {.method = head_.method,
              .path = head_.path,
              .client = connection.client,
              .local = connection.peer.is_loopback() && !for_another,
              .fields = head_.fields};
  if (!connection.proxy || !for_another) return;
  std::vector<std::string_view> lists;
  for (const Field& field : head_.fields) {
    if (same_ignoring_case(field.name, "X-Forwarded-For")) lists.push_back(field.value);
  }
  client_ = client_behind(connection.peer, lists, trusted_).text();
  request_.client = client_;
}

Exchange RequestReader::exchange() const {
  return {.text = std::string(text_),
          .method = std::string(request_.method),
          .path = std::string(request_.path),
          .client = std::string(request_.client),
          .local = request_.local,
          .close = head_.close,
          .answer = {}};
}

void RequestReader::consume(Connection& connection) {
  if (connection.input.empty()) {
    connection.input = rest_;
  } else {
    connection.input.erase(0, connection.needed);
  }
  if (connection.input.empty()) std::string().swap(connection.input);
  connection.search = {};
  connection.needed = 0;
  account(connection);
}

void RequestReader::account(Connection& connection) {
  const std::size_t taken = connection.input.empty() ? 0 : connection.input.capacity();
  buffered_ += taken - connection.counted;
  connection.counted = taken;
}

}  // namespace http
