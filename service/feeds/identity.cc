// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/identity.h"

#include <uuid/uuid.h>

#include <array>

namespace feeds {
namespace {

// Drawn once at random. Changing it, or the domain, would give every event in every subscribed calendar a new
// identity: people would see everything twice.
constexpr const char* name_space = "6f1d0b5e-3c0f-4b0e-9a53-6f1e2d4c7b90";
constexpr const char* domain = "werktraject.invalid";  // RFC 2606 §2: never a host, so never anyone else's

std::string uid_of(const std::string& name) {
  uuid_t space, id;
  uuid_parse(name_space, space);
  uuid_generate_sha1(id, space, name.data(), name.size());
  std::array<char, UUID_STR_LEN> text{};
  uuid_unparse_lower(id, text.data());
  return std::string{text.data()} + "@" + domain;
}

}  // namespace

std::string uid(std::string_view programme, std::string_view activity, std::string_view library) {
  // Ids hold no '/', so the joined name is unambiguous.
  std::string name{programme};
  name.append("/").append(activity);
  if (!library.empty()) name.append("/").append(library);
  return uid_of(name);
}

std::string notice_uid(std::string_view name) { return uid_of("notice:" + std::string{name}); }

}  // namespace feeds
