// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "service/letters/markdown.h"
#include "service/letters/text_part.h"

namespace letters {
namespace {

TEST(HtmlPart, WholeDocument) {
  const std::string html = html_part({.language = programme::Language::en,
                                      .title = "A <b> & \"c\"",
                                      .heading = "<script>",
                                      .notice = "<p>notice</p>\n",
                                      .text = "<p>text</p>\n",
                                      .footer = "<p>footer</p>\n"});
  EXPECT_TRUE(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n")) << html;
  EXPECT_NE(html.find("<title>A &lt;b&gt; &amp; &quot;c&quot;</title>"), std::string::npos);
  EXPECT_NE(html.find("<h1>&lt;script&gt;</h1>\n<p>text</p>\n</main>"), std::string::npos);
  EXPECT_NE(html.find("<div class=\"notice\">\n<p>notice</p>\n</div>\n<h1>"), std::string::npos);
  EXPECT_NE(html.find("<p>footer</p>\n</footer>"), std::string::npos);
  EXPECT_TRUE(html.ends_with("</body>\n</html>\n"));
}

TEST(HtmlPart, NothingFromElsewhere) {
  const std::string html = html_part({});
  for (const char* harm : {"<img", "src=", "url(", "<link", "<script", "@import", "http"})
    EXPECT_EQ(html.find(harm), std::string::npos) << harm;
  EXPECT_EQ(html.find("notice\">"), std::string::npos);
}

TEST(MarkdownHtml, IsSafe) {
  EXPECT_EQ(Markdown{"*a* [b](https://example.org/?c&d)"}.html(),
            "<p><em>a</em> <a href=\"https://example.org/?c&amp;d\">b</a></p>\n");
  EXPECT_EQ(Markdown{"[b](javascript:alert(1))"}.html(), "<p><a href=\"\">b</a></p>\n");
  EXPECT_EQ(Markdown{"a <b onclick=x>c</b>\n\n<script>alert(1)</script>\n"}.html(), "<p>a c</p>\n");
  EXPECT_EQ(Markdown{"![een *logo*](https://example.org/x.png)"}.html(), "<p>een <em>logo</em></p>\n");
}

TEST(MarkdownHtml, EscapedValuesComeOutLiterally) {
  EXPECT_EQ(Markdown{escape_markdown("*a* <b> [x](y) &amp; ![p](q) `c`")}.html(),
            "<p>*a* &lt;b&gt; [x](y) &amp;amp; ![p](q) `c`</p>\n");
  EXPECT_EQ(Markdown{"[x](" + escape_markdown("https://example.org/a_b?c=d&e=(f)") + ")"}.html(),
            "<p><a href=\"https://example.org/a_b?c=d&amp;e=(f)\">x</a></p>\n");
}

}  // namespace
}  // namespace letters
