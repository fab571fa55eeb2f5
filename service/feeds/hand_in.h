// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <date/date.h>

#include <string>

namespace feeds {

/// What was said about one deadline by (or for) one person or library: `subject`.
struct HandIn {
  std::string programme;
  std::string activity;
  std::string library;  ///< Of the occurrence; empty: it is for all.
  std::string subject;
  bool done = false;
  int changes = 0;  ///< How often it was said and withdrawn.
  date::sys_seconds changed;
};

}  // namespace feeds
