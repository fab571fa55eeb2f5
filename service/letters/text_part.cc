// SPDX-License-Identifier: Apache-2.0
#include "service/letters/text_part.h"

#include <cmark.h>

#include <algorithm>
#include <string_view>

namespace letters {
namespace {

constexpr std::size_t width = 72;
constexpr int deepest = 40;  ///< Lists in lists beyond this show nothing: templates are written by people.

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view or_empty(const char* text) { return text == nullptr ? std::string_view{} : text; }

/// What stands before the first line of a block, and before the others.
struct Margin {
  std::string first;
  std::string rest;
};

class TextWriter {
 public:
  void blocks(cmark_node* parent, const Margin& margin, bool tight, int depth) {
    Margin here = margin;
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      if (node != cmark_node_first_child(parent) && !tight) blank_line(margin.rest);
      block(node, here, depth);
      here.first = margin.rest;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void block(cmark_node* node, const Margin& margin, int depth) {
    if (depth > deepest) return;
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_LIST:
        return list(node, margin, depth);
      case CMARK_NODE_BLOCK_QUOTE:
        return blocks(node, {margin.first + "> ", margin.rest + "> "}, false, depth + 1);
      case CMARK_NODE_CODE_BLOCK:
        return lines(or_empty(cmark_node_get_literal(node)), margin);
      case CMARK_NODE_THEMATIC_BREAK:
        return line(margin.first, std::string(24, '-'));
      default:
        break;
    }
    std::string text;
    inlines(node, text, 0);
    lines(text, margin);
  }

  void list(cmark_node* node, const Margin& margin, int depth) {
    const bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    const bool tight = cmark_node_get_list_tight(node) != 0;
    int number = cmark_node_get_list_start(node);
    std::string first = margin.first;
    for (cmark_node* item = cmark_node_first_child(node); item != nullptr; item = cmark_node_next(item)) {
      if (item != cmark_node_first_child(node) && !tight) blank_line(margin.rest);
      const std::string mark = ordered ? std::to_string(number++) + ". " : "- ";
      blocks(item, {first + mark, margin.rest + std::string(mark.size(), ' ')}, tight, depth + 1);
      first = margin.rest;
    }
  }

  static void inlines(cmark_node* parent, std::string& out, int depth) {
    if (depth > deepest) return;
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      switch (cmark_node_get_type(node)) {
        case CMARK_NODE_SOFTBREAK:
          out += ' ';
          break;
        case CMARK_NODE_LINEBREAK:
          out += '\n';
          break;
        case CMARK_NODE_LINK:
          link(node, out, depth);
          break;
        default:
          out += or_empty(cmark_node_get_literal(node));
          inlines(node, out, depth + 1);
      }
    }
  }

  static void link(cmark_node* node, std::string& out, int depth) {
    std::string words;
    inlines(node, words, depth + 1);
    std::string_view address = or_empty(cmark_node_get_url(node));
    if (address.starts_with("mailto:")) address.remove_prefix(std::string_view{"mailto:"}.size());
    out += words;
    if (address.empty() || address == words) return;
    // What follows an address must not be taken for a part of it.
    const auto* next = cmark_node_next(node);
    const bool ends_line =
        next == nullptr || cmark_node_get_type(cmark_node_next(node)) == CMARK_NODE_LINEBREAK;
    if (ends_line) {
      out.append(words.empty() ? "" : ": ").append(address);
    } else {
      out.append(" (").append(address).append(")");
    }
  }

  void lines(std::string_view text, const Margin& margin) {
    Margin here = margin;
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      wrapped(text.substr(0, end), here);
      here.first = margin.rest;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void wrapped(std::string_view text, Margin& margin) {
    std::string current;
    while (!text.empty()) {
      const auto end = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, end);
      const std::size_t length = characters(margin.first) + characters(current) + 1 + characters(word);
      if (!current.empty() && length > width) {
        line(margin.first, current);
        margin.first = margin.rest;
        current.clear();
      }
      if (!current.empty() && !word.empty()) current += ' ';
      current += word;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    line(margin.first, current);
  }

  void blank_line(const std::string& margin) { line(margin, ""); }

  /// No line ends with a blank: mail programs that join lines look at that (RFC 3676).
  void line(std::string_view margin, std::string_view text) {
    out_.append(margin).append(text);
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
  }

  std::string out_;
};

}  // namespace

std::string text_part(const Markdown& document) {
  TextWriter writer;
  writer.blocks(document.root(), {}, false, 0);
  return writer.take();
}

namespace {

// The styles that matter most stand at the elements too: some mail programs drop <style>.
constexpr std::string_view style = R"css(
h1 { font-size: 20px; line-height: 1.3; margin: 0 0 20px; }
h2 { font-size: 18px; line-height: 1.3; margin: 28px 0 8px; }
h3 { font-size: 17px; line-height: 1.3; margin: 20px 0 8px; }
p, ul, ol, blockquote { margin: 0 0 16px; }
ul, ol { padding-left: 24px; }
li { margin: 0 0 6px; }
blockquote { padding-left: 16px; border-left: 4px solid #595959; }
a { color: #0b4f8a; text-decoration: underline; }
pre { white-space: pre-wrap; }
.notice { padding: 8px 12px; border: 2px solid #7a3b00; }
)css";

// Outlook for Windows knows no max-width.
constexpr std::string_view outlook_table =
    "<!--[if mso]><table role=\"presentation\" width=\"600\" align=\"center\" cellpadding=\"0\" "
    "cellspacing=\"0\"><tr><td><![endif]-->\n";
constexpr std::string_view outlook_table_end = "<!--[if mso]></td></tr></table><![endif]-->\n";

constexpr std::string_view font =
    "font-family:Arial,Helvetica,sans-serif;font-size:17px;line-height:1.5;color:#1a1a1a;";

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string html_part(const HtmlParts& parts) {
  const std::string language = programme::code(parts.language);
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + language + "\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width\">\n";
  out.append("<title>").append(escape(parts.title)).append("</title>\n<style>").append(style);
  out.append("</style>\n</head>\n<body style=\"margin:0;padding:0;background:#ffffff;").append(font);
  out.append("\">\n").append(outlook_table);
  out.append("<div style=\"max-width:600px;margin:0 auto;padding:20px;overflow-wrap:break-word;")
      .append("word-break:break-word;")
      .append(font)
      .append("\">\n<main>\n");
  if (!parts.notice.empty()) out.append("<div class=\"notice\">\n").append(parts.notice).append("</div>\n");
  out.append("<h1>").append(escape(parts.heading)).append("</h1>\n").append(parts.text).append("</main>\n");
  out.append(
      "<footer style=\"margin-top:28px;padding-top:16px;border-top:1px solid #595959;font-size:16px;\">\n");
  out.append(parts.footer).append("</footer>\n</div>\n").append(outlook_table_end);
  return out.append("</body>\n</html>\n");
}

}  // namespace letters
