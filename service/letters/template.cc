// SPDX-License-Identifier: Apache-2.0
#include "service/letters/template.h"

#include <algorithm>

#include "service/letters/clean_text.h"
#include "service/letters/template_check.h"

namespace letters {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

/// Stands for a line end while the library works, so that it sees one long line and leaves the line ends to
/// us.
constexpr char line_end_mark = '\x1E';

/// The line without its blanks when it is one tag of those that show nothing themselves, else empty.
std::string_view lone_tag(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  line = line.substr(first, line.find_last_not_of(' ') - first + 1);
  const bool tag =
      line.size() > 4 && line.starts_with("{{") && line.ends_with("}}") && line.find("}}") == line.size() - 2;
  return tag && std::string_view{"#^/!"}.find(line[2]) != std::string_view::npos ? line : std::string_view{};
}

std::string prepared(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (const auto tag = lone_tag(line); !tag.empty()) {
      out += tag;
    } else {
      out += line;
      if (end < text.size()) out += line_end_mark;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

MustacheText::MustacheText(std::string_view text) : parsed_{prepared(text)} {}

std::string MustacheText::render(const data& values) const {
  // Rendering is not const; a copy keeps threads apart.
  mustache copy = parsed_;
  copy.set_custom_escape([](const std::string& value) { return value; });
  std::string out = copy.render(values);
  std::ranges::replace(out, line_end_mark, '\n');
  return out;
}

using kainjow::mustache::data;

Template::Template(const std::string& file, std::string_view text) {
  const TemplateSource source{text};
  problems_ = check(source, file);
  if (problems_.empty()) parts_ = Parts{MustacheText{source.subject()}, MustacheText{source.body()}};
}

std::string Template::subject(const data& values) const { return one_line(parts().subject.render(values)); }

std::string Template::body(const data& values) const { return parts().body.render(values); }

const Template::Parts& Template::parts() const {
  if (!parts_) throw TemplateError{problems_.front()};
  return *parts_;
}

}  // namespace letters
