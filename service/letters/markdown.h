// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct cmark_node;

namespace letters {

/// The text with a backslash before every character that CommonMark may give a meaning (§2.4), so that it
/// comes out literally wherever it is put: `*a* [x](y)` is no emphasis and no link. A line break stays one.
std::string escape_markdown(std::string_view text);

/// A CommonMark document for mails: nothing is fetched and nothing runs. Pictures become the words that
/// describe them; raw HTML is left out.
class Markdown {
 public:
  explicit Markdown(std::string_view text);

  cmark_node* root() const { return root_.get(); }

  /// An HTML fragment: the document's blocks, one after the other.
  std::string html() const;

 private:
  struct Free {
    void operator()(cmark_node* node) const;
  };
  std::unique_ptr<cmark_node, Free> root_;
};

}  // namespace letters
