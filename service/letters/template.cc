// SPDX-License-Identifier: Apache-2.0
#include "service/letters/template.h"

#include "service/letters/clean_text.h"
#include "service/letters/template_check.h"

namespace letters {

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
