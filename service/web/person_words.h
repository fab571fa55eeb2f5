// SPDX-License-Identifier: Apache-2.0
//
// The words of people's own pages, in Dutch and English. Templates say {{t.key}}.
#pragma once

#include <span>

#include "service/programme/programme.h"

namespace web {

struct Word {
  const char* key;
  const char* nl;
  const char* en;

  const char* in(programme::Language language) const { return language == programme::Language::en ? en : nl; }
};

std::span<const Word> person_words();

}  // namespace web
