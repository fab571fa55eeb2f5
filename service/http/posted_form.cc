// SPDX-License-Identifier: Apache-2.0
#include "service/http/posted_form.h"

#include <httplib.h>

#include <algorithm>
#include <string_view>

#include "service/http/fields.h"

namespace http {

namespace {

constexpr std::size_t most_fields = 64;

bool has_type(const httplib::Request& request, std::string_view type) {
  const std::string value = request.get_header_value("Content-Type");
  return same_ignoring_case(trimmed(std::string_view(value).substr(0, value.find(';'))), type);
}

bool has_broken_escape(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) return true;
  }
  return false;
}

/// Counts what the client sent: the library keeps a field that comes twice with one value once.
std::size_t count_fields(std::string_view body) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '&' && (i == 0 || body[i - 1] == '&')) ++count;
  }
  return count;
}

}  // namespace

int refused_form(const httplib::Request& request) {
  constexpr int bad_request = 400;
  if (request.target.find('?') != std::string::npos) return bad_request;
  if (has_type(request, "multipart/form-data"))
    return request.form.fields.size() + request.form.files.size() > most_fields ? bad_request : 0;
  if (!has_type(request, "application/x-www-form-urlencoded")) return 415;
  return has_broken_escape(request.body) || count_fields(request.body) > most_fields ? bad_request : 0;
}

bool has_field(const httplib::Request& request, const std::string& name, const std::string& value) {
  const auto [first, last] = request.params.equal_range(name);
  if (std::any_of(first, last, [&](const auto& field) { return field.second == value; })) return true;
  const auto [begin, end] = request.form.fields.equal_range(name);
  return std::any_of(begin, end, [&](const auto& field) { return field.second.content == value; });
}

}  // namespace http
