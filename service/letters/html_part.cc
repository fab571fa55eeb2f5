// SPDX-License-Identifier: Apache-2.0
#include "service/letters/html_part.h"

#include <string_view>

namespace letters {
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
  const std::string language = parts.language == programme::Language::en ? "en" : "nl";
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
