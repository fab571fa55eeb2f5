// SPDX-License-Identifier: Apache-2.0
#include "service/web/page_files.h"

#include <stdexcept>

namespace web {

using kainjow::mustache::data;

data words_in(std::span<const PageWord> words, programme::Language language) {
  data values;
  for (const PageWord& word : words) values.set(word.key, word.text.in(language));
  return values;
}

std::string fill_page(std::initializer_list<std::string_view> parts, const data& values) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  kainjow::mustache::mustache page{text};
  std::string html = page.render(values);
  if (!page.error_message().empty()) throw std::logic_error{"a page's template: " + page.error_message()};
  return html;
}

}  // namespace web
