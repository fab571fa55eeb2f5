// SPDX-License-Identifier: Apache-2.0
#include "service/letters/template.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "service/letters/placeholders.h"

namespace letters {
namespace {

using kainjow::mustache::data;

/// "line:column: English" of every problem.
std::vector<std::string> problems(std::string_view text) {
  std::vector<std::string> found;
  const Template judged{"templates/nl/x.md", text};
  for (const TemplateProblem& problem : judged.problems()) {
    EXPECT_EQ(problem.file, "templates/nl/x.md");
    EXPECT_FALSE(problem.what.nl.empty());
    found.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
                    problem.what.en);
  }
  return found;
}

using Problems = std::vector<std::string>;

TEST(Template, SubjectAndBody) {
  const Template text{"x", "Onderwerp: Morgen {{titel}}\n\nBeste {{naam}},\n"};
  ASSERT_TRUE(text.problems().empty());
  data values;
  values.set("titel", "sessie 1");
  values.set("naam", "An");
  EXPECT_EQ(text.subject(values), "Morgen sessie 1");
  EXPECT_EQ(text.body(values), "\nBeste An,\n");
}

TEST(Template, WindowsFilesAreTheSame) {
  const Template text{
      "x", "\xEF\xBB\xBFSubject: Hello {{name}}\r\n\r\n{{#place}}\r\nAt {{place}}\r\n{{/place}}\r\nBye\r\n"};
  ASSERT_TRUE(text.problems().empty());
  data values;
  values.set("name", "An");
  values.set("place", "home");
  EXPECT_EQ(text.subject(values), "Hello An");
  EXPECT_EQ(text.body(values), "\nAt home\nBye\n");
}

TEST(Template, LinesOfPartsLeaveNoLine) {
  const Template text{
      "x",
      "Onderwerp: x\n\n- een\n{{#plaats}}\n- {{plaats}}\n{{/plaats}}\n  {{^plaats}}  \n- nergens\n"
      "{{/plaats}}\n{{! een opmerking }}\n- drie\n\n{{#online}}\nx\n{{/online}}\n\neind {{#lunch}}en "
      "lunch{{/lunch}}"};
  ASSERT_TRUE(text.problems().empty());
  data values;
  values.set("plaats", data{false});
  values.set("online", data{false});
  values.set("lunch", "ja");
  EXPECT_EQ(text.body(values), "\n- een\n- nergens\n- drie\n\n\neind en lunch");
  values.set("plaats", "thuis");
  EXPECT_EQ(text.body(values), "\n- een\n- thuis\n- drie\n\n\neind en lunch");
}

TEST(Template, ValuesAreNotTemplates) {
  const Template text{"x", "Onderwerp: {{{titel}}}\n\n{{&titel}} {{titel}}\n"};
  ASSERT_TRUE(text.problems().empty());
  data values;
  values.set("titel", "{{naam}} {{#x}} <b>");
  EXPECT_EQ(text.subject(values), "{{naam}} {{#x}} <b>");
  EXPECT_EQ(text.body(values), "\n{{naam}} {{#x}} <b> {{naam}} {{#x}} <b>\n");
}

TEST(Template, SubjectIsOneLine) {
  const Template text{"x", "Onderwerp: {{titel}}\n\nx\n"};
  data values;
  values.set("titel", "a\r\nBcc: b@example.org");
  EXPECT_EQ(text.subject(values), "a Bcc: b@example.org");
}

TEST(TemplateProblems, Frame) {
  EXPECT_EQ(problems(""), (Problems{"1:1: the first line is no subject; begin with \"Subject: …\""}));
  EXPECT_EQ(problems("Beste {{naam}},\n\ntekst\n"),
            (Problems{"1:1: the first line is no subject; begin with \"Subject: …\""}));
  EXPECT_EQ(problems("Onderwerp: \n\ntekst\n"),
            (Problems{"1:11: the subject is empty; write it behind the colon"}));
  EXPECT_EQ(problems("Onderwerp: a\ntekst\n"),
            (Problems{"2:1: an empty line belongs here, between the subject and the text; add it"}));
  EXPECT_EQ(problems("Onderwerp: a\n\n"),
            (Problems{"2:1: there is no text below the subject; write it after an empty line"}));
}

TEST(TemplateProblems, Names) {
  EXPECT_EQ(problems("Onderwerp: {{titl}}\n\nDag één: {{wanner}} {{zzzzzzzz}}\n"),
            (Problems{"1:12: there is no {{titl}}; did you mean {{titel}}?",
                      "3:10: there is no {{wanner}}; did you mean {{wanneer}}?",
                      "3:21: there is no {{zzzzzzzz}}; LEESMIJ.md lists the names"}));
  EXPECT_EQ(problems("Onderwerp: a\n\n{{#plaatz}}x{{/plaatz}} {{}}\n").size(), 3U);
}

TEST(TemplateProblems, ConditionsAndListsHaveNoText) {
  EXPECT_EQ(problems("Onderwerp: a\n\n{{onderdelen}} {{{meerdere}}} {{#meerdere}}x{{/meerdere}}\n"),
            (Problems{"3:1: {{onderdelen}} has no text of its own; write {{#onderdelen}} … {{/onderdelen}}",
                      "3:16: {{meerdere}} has no text of its own; write {{#meerdere}} … {{/meerdere}}"}));
}

TEST(TemplateProblems, SingleBrackets) {
  EXPECT_EQ(
      problems(
          "Onderwerp: {titel}\n\nBeste [naam], {{! [naam] }} [tekst] [plaats](https://example.org) {x}\n"),
      (Problems{"1:12: {titel} stays as it is; write {{titel}}",
                "3:7: [naam] stays as it is; write {{naam}}"}));
}

TEST(TemplateProblems, OpeningAndClosing) {
  EXPECT_EQ(problems("Onderwerp: a\n\né {{titel\n"),
            (Problems{"3:3: {{ is not closed; put }} behind the name"}));
  EXPECT_EQ(problems("Onderwerp: {{#titel}}a\n\nx\n"),
            (Problems{"1:12: this part is not closed; put {{/titel}} where it ends"}));
  EXPECT_EQ(problems("Onderwerp: a\n\nx\n  {{#plaats}}\ny\n"),
            (Problems{"4:3: this part is not closed; put {{/plaats}} where it ends"}));
  EXPECT_EQ(
      problems("Onderwerp: a\n\nx {{/plaats}}\n"),
      (Problems{
          "3:3: a part ends here that did not begin; put {{#plaats}} where it begins or take this out"}));
  EXPECT_EQ(problems("Onderwerp: a\n\n{{#plaats}}{{#online}}{{/plaats}}{{/online}}\n").size(), 1U);
}

TEST(TemplateProblems, WhatMustacheHasAndWeDoNot) {
  EXPECT_EQ(problems("Onderwerp: a\n\n{{> titel}}\n{{=<% %>=}}\n"),
            (Problems{"3:1: {{> is not for use here; only names and parts with # ^ and / are",
                      "4:1: {{= is not for use here; only names and parts with # ^ and / are"}));
  std::string deep = "Onderwerp: a\n\n";
  for (int i = 0; i < 10000; ++i) deep += "{{#titel}}";
  EXPECT_EQ(problems(deep).size(), 1U);
}

TEST(TemplateProblems, Markdown) {
  EXPECT_EQ(problems("Onderwerp: a\n\n<b>vet</b>\n").at(0),
            "3:1: HTML is not shown; write plain text, with ** for bold and - for a list");
  EXPECT_EQ(problems("Onderwerp: a\n\n{{! <b> }}\n<table>\n").size(), 1U);
  EXPECT_EQ(problems("Onderwerp: a\n\n![logo](https://example.org/logo.png)\n"),
            (Problems{"3:1: mails have no pictures; use words"}));
  EXPECT_EQ(
      problems("Onderwerp: a\n\nx\n\n[hier](www.example.org)\n"),
      (Problems{"5:1: this link has no web address; write [text](https://…) or [text]({{done_link}})"}));
  EXPECT_TRUE(
      problems("Onderwerp: a\n\n[a]({{klaar_link}}) [b](https://example.org) [c](mailto:{{contact}})\n")
          .empty());
}

TEST(TemplateProblems, Characters) {
  EXPECT_EQ(problems("Onderwerp: a\n\nb\x01\n"),
            (Problems{"3:1: this line holds an invisible control character or is not UTF-8; type it again"}));
  EXPECT_EQ(problems("Onderwerp: a\n\n\xE9\xE9n\n").size(), 1U);
  EXPECT_EQ(problems("Onderwerp: a\n\nx\u202Ey\n").size(), 1U);
  EXPECT_EQ(problems("Onderwerp: a\n\n" + std::string(70000, 'x')).size(), 1U);
}

TEST(TemplateProblems, AllAtOnce) { EXPECT_EQ(problems("Onderwerp: \ntekst {{naamm}}\n\n<b>\n").size(), 4U); }

TEST(TemplateProblems, ABrokenTemplateRendersNothing) {
  const Template text{"templates/nl/x.md", "Onderwerp: {{x}}\n\nx\n"};
  EXPECT_THROW(text.subject({}), TemplateError);
  EXPECT_THROW(text.body({}), TemplateError);
}

TEST(Placeholders, AreInTheExplanation) {
  std::ifstream file{std::string{SOURCE_DIR} + "/config/templates/LEESMIJ.md", std::ios::binary};
  const std::string explanation{std::istreambuf_iterator<char>{file}, {}};
  for (const Placeholder& each : placeholders())
    for (const std::string_view name : {each.nl, each.en})
      EXPECT_NE(explanation.find("`" + std::string{name} + "`"), std::string::npos) << name;
}

TEST(Placeholders, NoNameMeansTwoThings) {
  std::vector<std::string_view> names;
  for (const Placeholder& each : placeholders()) {
    names.push_back(each.nl);
    if (each.en != each.nl) names.push_back(each.en);
  }
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

}  // namespace
}  // namespace letters
