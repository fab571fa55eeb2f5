// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/programme/programme.h"

namespace config_files {

/// Nothing, or why this is no e-mail address that we send to: an ASCII dot-atom, '@' and a domain of at least two
/// labels (RFC 5321 §4.1.2 without quoted local parts and address literals), at most 254 and before '@' 64 octets.
std::optional<programme::Text> flaw_of_email(std::string_view address);

/// What "the same e-mail address" is decided on: all lower case. RFC 5321 §2.4 lets a server tell the local parts
/// Anna and anna apart, but none that people use does, and lists write one person's address both ways.
std::string normalised_email(std::string_view address);

}  // namespace config_files
