// SPDX-License-Identifier: Apache-2.0
#define TOML_IMPLEMENTATION
#include "service/config_files/toml_file.h"

#include <algorithm>
#include <string>

#include "service/config_files/utf8.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

/// Finds nesting that is too deep for a recursive parser. It skips strings and comments, and counts brackets
/// and the dots of each line. A text that it misreads is not TOML: the parser stops before it recurses.
class NestingScan {
 public:
  explicit NestingScan(std::string_view text) : text_(text) {}

  /// Octet offset of the first bracket or dot beyond the limit.
  std::optional<std::size_t> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') at_ = std::min(text_.find('\n', at_), text_.size());
      if (at_ == text_.size()) break;
      count(text_[at_]);
      if (depth_ > nesting_limit || dots_ > nesting_limit) return at_;
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void count(char c) {
    if (c == '[' || c == '{') ++depth_;
    if ((c == ']' || c == '}') && depth_ > 0) --depth_;
    if (c == '.') ++dots_;
    if (c == '\n') dots_ = 0;
  }

  void skip_string(char quote) {
    const std::string triple(3, quote);
    const bool multiline = text_.substr(at_).starts_with(triple);
    const std::string_view end = multiline ? std::string_view(triple) : std::string_view(triple).substr(0, 1);
    at_ += end.size();
    while (at_ < text_.size() && !text_.substr(at_).starts_with(end)) {
      if (!multiline && text_[at_] == '\n') return;
      at_ += quote == '"' && text_[at_] == '\\' ? std::size_t{2} : std::size_t{1};
    }
    at_ = std::min(at_ + end.size(), text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int dots_ = 0;
};

std::string_view line_of(std::string_view text, std::uint32_t line) {
  for (; line > 1; --line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return trimmed(text.substr(0, text.find('\n')));
}

/// Returns the first word after '=' on the line of a parser error.
std::string_view value_on(std::string_view line) {
  const std::size_t equals = line.find('=');
  const std::string_view value = trimmed(equals == std::string_view::npos ? line : line.substr(equals + 1));
  return value.substr(0, value.find_first_of(" \t#,]}"));
}

Text about_date(std::string_view line) {
  const std::string_view value = value_on(line);
  const auto day = read_day(value);
  if (!day.value) return day.problem;
  return say("{0} wordt zo niet herkend; schrijf een datum als 2023-06-20 (jaar-maand-dag)",
             "{0} is not understood like this; write a date like 2023-06-20 (year-month-day)",
             {in_quotes(value)});
}

Text about_value(std::string_view line) {
  const std::string_view value = value_on(line);
  if (line.find("“") != std::string_view::npos || line.find("”") != std::string_view::npos) {
    return say("hier staan gekrulde aanhalingstekens; gebruik rechte: \"…\"",
               "there are curly quotes here; use straight ones: \"…\"");
  }
  return say("{0} staat niet tussen aanhalingstekens; schrijf tekst en tijden als \"…\"",
             "{0} is not between quotes; write texts and times as \"…\"", {in_quotes(value)});
}

Text about_redefinition(std::string_view what, std::string_view line) {
  const std::size_t open = what.find('\'');
  const std::size_t close = what.rfind('\'');
  const bool named = open != std::string_view::npos && close > open;
  const std::string name(named ? what.substr(open + 1, close - open - 1) : std::string_view());
  // [reminder] after [[reminder]]: the name is already a list.
  if (line.starts_with('[') && !line.starts_with("[[")) {
    return say("[{0}] heeft één paar haken te weinig als dit er nog een is; schrijf [[{0}]]",
               "[{0}] lacks a pair of brackets when this is another one; write [[{0}]]", {name});
  }
  return say("\"{0}\" staat hier voor de tweede keer; laat er één staan",
             "\"{0}\" is here for the second time; keep one", {name});
}

/// Replaces a technical message of the parser by an instruction for the coordinator.
Text explain(std::string_view what, std::string_view line) {
  const auto mentions = [&](std::string_view part) { return what.find(part) != std::string_view::npos; };
  if (mentions("parsing date") || mentions("date-time")) return about_date(line);
  if (mentions("parsing time")) {
    return say("dit tijdstip bestaat niet; schrijf uren van 00 tot en met 23 en minuten van 00 tot en met 59",
               "this time of day does not exist; write hours from 00 to 23 and minutes from 00 to 59");
  }
  if (mentions("cannot redefine")) return about_redefinition(what, line);
  if (mentions("could not determine value type")) return about_value(line);
  if (mentions("escape sequence")) {
    return say(
        "een \\ tussen aanhalingstekens heeft een bijzondere betekenis; schrijf \\\\ als u een \\ bedoelt",
        "a \\ between quotes has a special meaning; write \\\\ if you mean a \\");
  }
  if (mentions("parsing string")) {
    return say("het aanhalingsteken aan het einde van deze tekst ontbreekt; sluit de tekst met \"",
               "the quote at the end of this text is missing; close the text with \"");
  }
  if (mentions("table header")) {
    return say(
        "dit kopje is niet goed gesloten; schrijf het als [[activity]], met net zoveel haken ervoor als erna",
        "this heading is not closed properly; write it like [[activity]], with as many brackets before as "
        "after");
  }
  if (mentions("expected value")) {
    return say("achter het = staat niets; vul een waarde in of haal de regel weg",
               "there is nothing after the =; fill in a value or remove the line");
  }
  if (mentions("array")) {
    return say("deze lijst is niet goed gesloten; zet komma's tussen de onderdelen en een ] aan het einde",
               "this list is not closed properly; put commas between its parts and a ] at its end");
  }
  if (mentions("inline table")) {
    return say(
        "wat tussen { } staat is niet goed gesloten; zet komma's tussen de onderdelen en een } aan het einde",
        "what stands between { } is not closed properly; put commas between its parts and a } at its end");
  }
  if (mentions("comment or whitespace")) {
    return say(
        "achter de waarde staat nog iets; één regel heeft één waarde, tekst staat tussen aanhalingstekens en "
        "een getal krijgt een punt (0.75)",
        "something follows the value; one line has one value, text stands between quotes and a number takes "
        "a "
        "point (0.75)");
  }
  if (mentions("expected '='") || mentions("expected keys")) {
    return say(
        "deze regel is niet te begrijpen; een regel is: naam = waarde, een kopje als [[activity]], of "
        "commentaar achter #",
        "this line cannot be understood; a line is: name = value, a heading like [[activity]], or a comment "
        "after #");
  }
  return say("hier staat iets dat niet te begrijpen is ({0}); vergelijk deze regel met het voorbeeld",
             "this cannot be understood ({0}); compare this line with the sample", {what});
}

}  // namespace

std::optional<toml::table> parse_toml(std::string_view text, Report& report) {
  if (const auto too_deep = NestingScan(text).run()) {
    report.error(position_of(text, *too_deep),
                 say("hier zitten te veel haken of punten in elkaar (meer dan {0}); schrijf het eenvoudiger",
                     "too many brackets or dots within each other here (more than {0}); write it more simply",
                     {std::to_string(nesting_limit)}));
    return std::nullopt;
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    report.error({at.line, at.column}, explain(error.description(), line_of(text, at.line)));
    return std::nullopt;
  }
}

}  // namespace config_files
