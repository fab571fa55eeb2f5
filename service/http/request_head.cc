// SPDX-License-Identifier: Apache-2.0
#include "service/http/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace http {

namespace {

constexpr std::size_t longest_method = 32;

constexpr bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr std::array<bool, 256> token_table() {
  std::array<bool, 256> table{};
  for (int c = 0; c < 256; ++c) table[static_cast<std::size_t>(c)] = is_alnum(static_cast<char>(c));
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr auto token_octets = token_table();

/// RFC 9110 §5.6.2: tchar.
bool is_token(char c) { return token_octets[static_cast<unsigned char>(c)]; }

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_token(c); });
}

bool is_field_octet(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return (octet >= 0x20 && octet != 0x7f) || c == '\t';
}

Refusal bad(std::string_view detail) { return {400, detail}; }

/// Visible ASCII without a fragment. Every escape is two hex digits and hides no control character; in the
/// path it hides no slash either, because routes are matched after decoding.
bool is_clean_target(std::string_view target) {
  const std::size_t query = target.find('?');
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    if (c <= 0x20 || c >= 0x7f || c == '#') return false;
    if (c != '%') continue;
    if (i + 2 >= target.size()) return false;
    const int high = hex_value(target[i + 1]);
    const int low = hex_value(target[i + 2]);
    if (high < 0 || low < 0) return false;
    const int octet = high * 16 + low;
    if (octet < 0x20 || octet == 0x7f) return false;
    if (i < query && (octet == '/' || octet == '\\')) return false;
  }
  return true;
}

/// Host and port as far as it matters here: no user, no path, no list, nothing that needs escaping.
bool is_authority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || std::string_view("-._~:[]").find(c) != std::string_view::npos;
  });
}

void set_path(std::string_view target, RequestHead& head) {
  head.path = target.substr(0, target.find('?'));
  if (head.path.empty()) head.path = "/";
}

/// RFC 9112 §3.2. `authority` is filled for the absolute form.
std::optional<Refusal> read_target(RequestHead& head, std::string_view& authority) {
  if (!is_clean_target(head.target))
    return bad("The request target contains characters that do not belong there.");
  if (head.target.front() == '/') {
    set_path(head.target, head);
    return std::nullopt;
  }
  if (head.target == "*" && head.method == "OPTIONS") {
    head.path = head.target;
    return std::nullopt;
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!same_ignoring_case(head.target.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = head.target.substr(scheme.size());
    const auto end = rest.find_first_of("/?");
    authority = rest.substr(0, end);
    if (!is_authority(authority)) return bad("The request target has no proper host.");
    set_path(end == std::string_view::npos ? std::string_view() : rest.substr(end), head);
    return std::nullopt;
  }
  return bad("The request target is not a path.");
}

std::optional<Refusal> read_version(std::string_view version, RequestHead& head) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() != 8 || !version.starts_with("HTTP/") || !digit(version[5]) || version[6] != '.' ||
      !digit(version[7])) {
    return bad("The request line does not end in a version of HTTP.");
  }
  head.http_1_0 = version == "HTTP/1.0";
  if (version == "HTTP/1.1" || head.http_1_0) return std::nullopt;
  // The preface of HTTP/2 (RFC 9113 §3.4) is made to be refused by servers that do not speak it.
  if (head.method == "PRI") return bad("This service speaks HTTP/1.1.");
  return Refusal{505, "This service speaks HTTP/1.1."};
}

std::optional<Refusal> read_request_line(std::string_view line, const HeadLimits& limits, RequestHead& head,
                                         std::string_view& authority) {
  const auto first = line.find(' ');
  if (first == std::string_view::npos)
    return bad("The request line is not a method, a target and a version.");
  const std::string_view method = line.substr(0, first);
  if (!is_token(method) || method.size() > longest_method) return bad("The request method is malformed.");
  head.method = method;
  const auto second = line.find(' ', first + 1);
  const auto target_size = (second == std::string_view::npos ? line.size() : second) - first - 1;
  const bool is_short = line.substr(first + 1).starts_with(limits.short_prefix);
  if (target_size > (is_short ? limits.short_target : limits.target))
    return Refusal{414, "The request target is too long."};
  if (second == std::string_view::npos || target_size == 0) {
    return bad("The request line is not a method, a target and a version.");
  }
  head.target = line.substr(first + 1, target_size);
  if (auto refusal = read_version(line.substr(second + 1), head)) return refusal;
  return read_target(head, authority);
}

std::optional<Refusal> read_field(std::string_view line, Field& field) {
  const auto colon = line.find(':');
  // A line that starts with a blank continues the one before it (obs-fold); its "name" is no token either.
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return bad("A header line is malformed.");
  field.name = line.substr(0, colon);
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  if (!std::all_of(value.begin(), value.end(), is_field_octet))
    return bad("A header has a control character.");
  field.value = value;
  return std::nullopt;
}

/// The fields that may come once, and those that decide about framing.
struct Framing {
  int hosts = 0;
  int lengths = 0;
  int origins = 0;
  int fetch_sites = 0;
  bool transfer_encoding = false;
  std::string_view length;
};

template <typename Visit>
void each_option(std::string_view options, Visit visit) {
  while (!options.empty()) {
    const auto comma = options.find(',');
    visit(trimmed(options.substr(0, comma)));
    options = comma == std::string_view::npos ? std::string_view() : options.substr(comma + 1);
  }
}

std::optional<Refusal> note(Field& field, std::string_view authority, RequestHead& head, Framing& framing) {
  const auto is = [&](std::string_view name) { return same_ignoring_case(field.name, name); };
  switch (field.name.size()) {
    case 4:
      if (!is("Host")) break;
      ++framing.hosts;
      if (!is_authority(field.value)) return bad("The Host header is malformed.");
      if (!authority.empty()) field.value = authority;
      break;
    case 6:
      framing.origins += is("Origin") ? 1 : 0;
      if (!is("Expect")) break;
      if (!same_ignoring_case(field.value, "100-continue"))
        return Refusal{417, "Only 100-continue can be expected."};
      head.expects_continue = !head.http_1_0;
      break;
    case 10:
      if (!is("Connection")) break;
      each_option(field.value,
                  [&](auto option) { head.close = head.close || same_ignoring_case(option, "close"); });
      break;
    case 14:
      framing.fetch_sites += is("Sec-Fetch-Site") ? 1 : 0;
      if (!is("Content-Length")) break;
      ++framing.lengths;
      framing.length = field.value;
      break;
    case 16:
      if (is("Content-Encoding")) return Refusal{415, "The body must not be encoded."};
      break;
    case 17:
      framing.transfer_encoding = framing.transfer_encoding || is("Transfer-Encoding");
      break;
    default:
      break;
  }
  return std::nullopt;
}

std::optional<Refusal> read_length(const Framing& framing, const HeadLimits& limits, RequestHead& head) {
  if (framing.transfer_encoding) {
    if (framing.lengths > 0 || head.http_1_0) return bad("The length of the body is ambiguous.");
    return Refusal{501, "The body must come with a Content-Length."};
  }
  if (framing.lengths > 1) return bad("The length of the body is ambiguous.");
  if (framing.lengths == 0) {
    if (head.method == "POST") return Refusal{411, "The body must come with a Content-Length."};
    return std::nullopt;
  }
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (framing.length.empty() || !std::all_of(framing.length.begin(), framing.length.end(), is_digit)) {
    return bad("The Content-Length is not a number.");
  }
  const char* end = framing.length.data() + framing.length.size();
  const auto [stopped, error] = std::from_chars(framing.length.data(), end, head.content_length);
  if (error != std::errc() || head.content_length > limits.body)
    return Refusal{413, "The body is too large."};
  if (head.content_length > 0 && (head.method == "GET" || head.method == "HEAD")) {
    return bad("This method takes no body.");
  }
  return std::nullopt;
}

}  // namespace

HeadState find_head(std::string_view text, HeadSearch& search) {
  if (search.begin == 0 && text.starts_with("\r\n")) {
    search.begin = 2;  // RFC 9112 §2.2: one empty line before a request is forgiven.
    search.searched = std::max(search.searched, search.begin);
  }
  const bool maybe_empty_line = search.begin == 0 && text == "\r";
  if (text.size() > search.begin && !is_token(text[search.begin]) && !maybe_empty_line)
    return HeadState::malformed;
  while (search.searched < text.size()) {
    const void* found = std::memchr(text.data() + search.searched, '\n', text.size() - search.searched);
    if (found == nullptr) {
      search.searched = text.size();
      return HeadState::partial;
    }
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    search.searched = at + 1;
    if (at == 0 || text[at - 1] != '\r') return HeadState::malformed;
    if (at >= 2 && text[at - 2] == '\n') {
      search.end = at + 1;
      return HeadState::complete;
    }
  }
  return HeadState::partial;
}

std::optional<Refusal> read_head(std::string_view text, const HeadLimits& limits, RequestHead& head) {
  auto fields = std::move(head.fields);
  fields.clear();
  head = RequestHead{};
  head.fields = std::move(fields);

  std::string_view authority;
  auto line_end = text.find("\r\n");
  if (line_end == std::string_view::npos) return bad("The head does not end.");
  if (auto refusal = read_request_line(text.substr(0, line_end), limits, head, authority)) return refusal;
  head.close = head.http_1_0;
  Framing framing;
  for (text.remove_prefix(line_end + 2); !text.starts_with("\r\n"); text.remove_prefix(line_end + 2)) {
    line_end = text.find("\r\n");
    if (line_end == std::string_view::npos) return bad("The head does not end.");
    if (head.fields.size() == limits.fields) return Refusal{431, "There are too many headers."};
    Field field;
    if (auto refusal = read_field(text.substr(0, line_end), field)) return refusal;
    if (auto refusal = note(field, authority, head, framing)) return refusal;
    head.fields.push_back(field);
  }
  if (framing.hosts > 1) return bad("There is more than one Host header.");
  if (framing.hosts == 0 && !head.http_1_0) return bad("There is no Host header.");
  if (auto refusal = read_length(framing, limits, head)) return refusal;
  if (framing.origins > 1 || framing.fetch_sites > 1)
    return bad("It is ambiguous where the request comes from.");
  return std::nullopt;
}

}  // namespace http
