// SPDX-License-Identifier: Apache-2.0
#include "service/letters/text_part.h"

#include <gtest/gtest.h>

namespace letters {
namespace {

std::string plain(const std::string& markdown) { return text_part(Markdown{markdown}); }

TEST(TextPart, ParagraphsAndHeadings) {
  EXPECT_EQ(plain("# Kop\n\nEen *nadruk* en **vet**\nop twee regels.\n\nTwee.\n"),
            "Kop\n\nEen nadruk en vet op twee regels.\n\nTwee.\n");
  EXPECT_EQ(plain("Groet,\\\nBiSC"), "Groet,\nBiSC\n");
  EXPECT_EQ(plain(""), "");
}

TEST(TextPart, Lists) {
  EXPECT_EQ(plain("- een\n- twee\n  - drie\n    vervolg\n"), "- een\n- twee\n  - drie vervolg\n");
  EXPECT_EQ(plain("3. een\n4. twee\n"), "3. een\n4. twee\n");
  EXPECT_EQ(plain("- een\n\n- twee\n\n  nog\n"), "- een\n\n- twee\n\n  nog\n");
}

TEST(TextPart, OtherBlocks) {
  EXPECT_EQ(plain("> geciteerd\n>\n> nog\n"), "> geciteerd\n>\n> nog\n");
  EXPECT_EQ(plain("a\n\n---\n\nb\n"), "a\n\n------------------------\n\nb\n");
  EXPECT_EQ(plain("```\ncode\n```\n"), "code\n");
}

TEST(TextPart, Links) {
  EXPECT_EQ(plain("[Mijn pagina](https://example.org/p)"), "Mijn pagina: https://example.org/p\n");
  EXPECT_EQ(plain("Zie [hier](https://example.org/p)."), "Zie hier (https://example.org/p).\n");
  EXPECT_EQ(plain("<https://example.org/p>"), "https://example.org/p\n");
  EXPECT_EQ(plain("[a@example.org](mailto:a@example.org), ja"), "a@example.org, ja\n");
  EXPECT_EQ(plain("[x](javascript:alert(1))"), "x: javascript:alert(1)\n") << "text: nothing runs it";
}

TEST(TextPart, WrapsAtSeventyTwo) {
  const std::string word = "negen1234";
  std::string text;
  for (int i = 0; i < 20; ++i) text += word + " ";
  std::size_t longest = 0;
  std::size_t start = 0;
  const std::string wrapped = plain("- " + text);
  while (start < wrapped.size()) {
    const auto end = wrapped.find('\n', start);
    longest = std::max(longest, end - start);
    EXPECT_EQ(wrapped.compare(start, 2, start == 0 ? "- " : "  "), 0);
    start = end + 1;
  }
  EXPECT_EQ(longest, 71U) << "seven words of nine in two columns less";
  EXPECT_EQ(plain("ééééééééé ééééééééé ééééééééé ééééééééé ééééééééé ééééééééé ééééééééé é é\n"),
            "ééééééééé ééééééééé ééééééééé ééééééééé ééééééééé ééééééééé ééééééééé é\né\n")
      << "characters count, not octets";
}

TEST(TextPart, NeverBreaksAnAddress) {
  const std::string address = "https://example.org/" + std::string(100, 'a');
  EXPECT_EQ(plain("Klaar? [Meld het](" + address + ")"), "Klaar? Meld het:\n" + address + "\n");
}

TEST(TextPart, EscapedValuesComeOutLiterally) {
  const std::string value = "*a* <b> [x](y) _c_ `d` &amp; 1. # - + ~ | \\ !";
  EXPECT_EQ(plain(escape_markdown(value)), value + "\n");
  EXPECT_EQ(plain("- " + escape_markdown("een\ntwee")), "- een\n  twee\n");
  for (const char* start :
       {"1. x", "- x", "+ x", "# x", "> x", "---", "===", "```", "~~~", "[a]: b", "| a |"})
    EXPECT_EQ(plain("x\n\n" + escape_markdown(start)), "x\n\n" + std::string{start} + "\n");
}

TEST(TextPart, PicturesAndHtmlAreLeftOut) {
  EXPECT_EQ(plain("![een *logo*](https://example.org/x.png) en <b>vet</b>"), "een logo en vet\n");
}

TEST(TextPart, DeepNestingEnds) {
  std::string deep;
  for (int i = 0; i < 2000; ++i) deep += "> ";
  EXPECT_LT(plain(deep + "x").size(), 1000U);
}

}  // namespace
}  // namespace letters
