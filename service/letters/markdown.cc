// SPDX-License-Identifier: Apache-2.0
#include "service/letters/markdown.h"

#include <cmark.h>

#include <cstdlib>
#include <new>
#include <vector>

namespace letters {
namespace {

bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/// Every node of one of two types; collected first, since they are then taken out.
std::vector<cmark_node*> nodes_of(cmark_node* root, cmark_node_type one, cmark_node_type other) {
  std::vector<cmark_node*> found;
  const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> nodes{cmark_iter_new(root), cmark_iter_free};
  for (auto event = cmark_iter_next(nodes.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(nodes.get())) {
    cmark_node* node = cmark_iter_get_node(nodes.get());
    const auto type = cmark_node_get_type(node);
    if (event == CMARK_EVENT_ENTER && (type == one || type == other)) found.push_back(node);
  }
  return found;
}

/// Puts what is inside a picture, the words that describe it, in its place.
void unwrap(cmark_node* picture) {
  while (cmark_node* child = cmark_node_first_child(picture)) cmark_node_insert_before(picture, child);
  cmark_node_unlink(picture);
  cmark_node_free(picture);
}

}  // namespace

std::string escape_markdown(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  for (const char c : text) {
    if (is_ascii_punctuation(c) || c == '\n') out += '\\';
    out += c;
  }
  return out;
}

Markdown::Markdown(std::string_view text)
    : root_{cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8)} {
  if (!root_) throw std::bad_alloc{};
  for (cmark_node* picture : nodes_of(root_.get(), CMARK_NODE_IMAGE, CMARK_NODE_IMAGE)) unwrap(picture);
  for (cmark_node* raw : nodes_of(root_.get(), CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE)) {
    cmark_node_unlink(raw);
    cmark_node_free(raw);
  }
}

std::string Markdown::html() const {
  const std::unique_ptr<char, decltype(&std::free)> html{cmark_render_html(root_.get(), CMARK_OPT_DEFAULT),
                                                         std::free};
  if (!html) throw std::bad_alloc{};
  return html.get();
}

void Markdown::Free::operator()(cmark_node* node) const { cmark_node_free(node); }

}  // namespace letters
