// SPDX-License-Identifier: Apache-2.0
#include "service/letters/template_check.h"

#include <cmark.h>

#include <algorithm>
#include <charconv>
#include <kainjow/mustache.hpp>
#include <memory>
#include <tuple>

#include "ical/text.h"
#include "service/letters/placeholders.h"
#include "service/programme/nearest.h"

namespace letters {
namespace {

using programme::Text;

constexpr std::size_t longest_template = 64 * 1024;
constexpr std::size_t deepest_section = 8;
constexpr std::string_view subject_marks[] = {"Onderwerp:", "Subject:"};

/// {{…}}: `sigil` is what it begins with (# ^ / & > ! = {), 0 for a plain name.
struct Tag {
  std::size_t at = 0;
  std::size_t end = 0;
  char sigil = 0;
  std::string name;
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \n");
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(" \n") - first + 1)};
}

/// Up to the first tag that does not end.
std::vector<Tag> tags_of(std::string_view text) {
  std::vector<Tag> tags;
  for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", tags.back().end)) {
    const auto close = text.find("}}", at + 2);
    if (close == std::string_view::npos) break;
    Tag tag{.at = at, .end = close + 2, .sigil = 0, .name = trimmed(text.substr(at + 2, close - at - 2))};
    if (!tag.name.empty() && std::string_view{"#^/&>!={"}.find(tag.name.front()) != std::string_view::npos) {
      tag.sigil = tag.name.front();
      tag.name = trimmed(std::string_view{tag.name}.substr(1));
    }
    tags.push_back(std::move(tag));
  }
  return tags;
}

class Checker {
 public:
  Checker(const TemplateSource& source, const std::string& file) : source_{source}, file_{file} {}

  std::vector<TemplateProblem> run() {
    if (!check_characters()) return std::move(problems_);
    check_frame();
    const std::vector<Tag> tags = tags_of(source_.text());
    const std::size_t before = problems_.size();
    check_tags(tags);
    if (problems_.size() == before) {
      check_mustache(source_.subject(), source_.subject_at());
      check_mustache(source_.body(), source_.body_at());
    }
    check_braces(tags);
    check_markdown(tags);
    std::ranges::stable_sort(problems_, {},
                             [](const TemplateProblem& p) { return std::tie(p.line, p.column); });
    return std::move(problems_);
  }

 private:
  void add(std::size_t at, Text what) {
    const std::string_view before = std::string_view{source_.text()}.substr(0, at);
    const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto characters = std::ranges::count_if(
        before.substr(line_start), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    problems_.push_back({.file = file_,
                         .line = 1 + static_cast<int>(std::ranges::count(before, '\n')),
                         .column = 1 + static_cast<int>(characters),
                         .what = std::move(what)});
  }

  void add_at_line(int line, Text what) {
    problems_.push_back({.file = file_, .line = line, .column = 1, .what = std::move(what)});
  }

  bool check_characters() {
    if (source_.text().size() > longest_template) {
      add(0, {"deze tekst is langer dan 64 KiB; kort hem in", "this text is longer than 64 KiB; shorten it"});
      return false;
    }
    int number = 1;
    std::size_t start = 0;
    for (; start <= source_.text().size(); ++number) {
      const auto end = std::min(source_.text().find('\n', start), source_.text().size());
      if (!ical::is_clean(std::string_view{source_.text()}.substr(start, end - start), false)) {
        add_at_line(number,
                    {"op deze regel staat een onzichtbaar stuurteken of geen UTF-8; typ de regel opnieuw",
                     "this line holds an invisible control character or is not UTF-8; type it again"});
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  void check_frame() {
    if (!source_.has_subject_line()) {
      add(0, {"de eerste regel is geen onderwerp; begin met \"Onderwerp: …\"",
              "the first line is no subject; begin with \"Subject: …\""});
      return;
    }
    if (trimmed(source_.subject()).empty())
      add(source_.subject_at(), {"het onderwerp is leeg; schrijf het achter de dubbele punt",
                                 "the subject is empty; write it behind the colon"});
    if (!source_.body().empty() && source_.body().front() != '\n')
      add(source_.body_at(), {"hier hoort een lege regel, tussen het onderwerp en de tekst; voeg die toe",
                              "an empty line belongs here, between the subject and the text; add it"});
    if (trimmed(source_.body()).empty())
      add(source_.body_at(), {"er is geen tekst onder het onderwerp; schrijf die na een lege regel",
                              "there is no text below the subject; write it after an empty line"});
  }

  void check_tags(const std::vector<Tag>& tags) {
    std::size_t depth = 0;
    for (const Tag& tag : tags) {
      if (tag.sigil == '!') continue;
      if (tag.sigil == '>' || tag.sigil == '=') {
        add(tag.at,
            {"{{" + std::string{tag.sigil} + " kan hier niet; alleen namen en stukken met # ^ en / kunnen",
             "{{" + std::string{tag.sigil} +
                 " is not for use here; only names and parts with # ^ and / are"});
        continue;
      }
      if (tag.sigil == '#' || tag.sigil == '^') ++depth;
      if (tag.sigil == '/' && depth > 0) --depth;
      if (depth > deepest_section)
        return add(tag.at, {"hier zitten meer dan acht stukken in elkaar; maak het eenvoudiger",
                            "more than eight parts stand in each other here; make it simpler"});
      check_name(tag);
    }
  }

  void check_name(const Tag& tag) {
    const Placeholder* known = find_placeholder(tag.name);
    if (known == nullptr) return add(tag.at, unknown(tag.name));
    const bool shows = tag.sigil == 0 || tag.sigil == '&' || tag.sigil == '{';
    if (shows && known->kind != PlaceholderKind::text)
      add(tag.at, {"{{" + tag.name + "}} heeft zelf geen tekst; schrijf {{#" + tag.name + "}} … {{/" +
                       tag.name + "}}",
                   "{{" + tag.name + "}} has no text of its own; write {{#" + tag.name + "}} … {{/" +
                       tag.name + "}}"});
  }

  /// {naam} and [naam] would be mailed as they stand.
  void check_braces(const std::vector<Tag>& tags) {
    const std::string_view text = source_.text();
    for (std::size_t at = text.find_first_of("{["); at != std::string_view::npos;
         at = text.find_first_of("{[", at + 1)) {
      const auto within =
          std::ranges::find_if(tags, [&](const Tag& tag) { return tag.at <= at && at < tag.end; });
      if (within != tags.end()) {
        at = within->end - 1;
        continue;
      }
      if (text.substr(at).starts_with("{{")) {  // not closed, which is told elsewhere
        ++at;
        continue;
      }
      const char closing = text[at] == '{' ? '}' : ']';
      const auto end = text.find(closing, at);
      if (end == std::string_view::npos || text.substr(end + 1).starts_with('(')) continue;
      const std::string name = trimmed(text.substr(at + 1, end - at - 1));
      if (find_placeholder(name) == nullptr) continue;
      const std::string written{text.substr(at, end - at + 1)};
      add(at, {written + " blijft zo staan; schrijf {{" + name + "}}",
               written + " stays as it is; write {{" + name + "}}"});
    }
  }

  static Text unknown(const std::string& name) {
    std::vector<std::string> names;
    for (const Placeholder& each : placeholders()) {
      names.emplace_back(each.nl);
      names.emplace_back(each.en);
    }
    const std::string nearest = programme::nearest(name, names);
    if (nearest.empty())
      return {"{{" + name + "}} bestaat niet; de namen staan in LEESMIJ.md",
              "there is no {{" + name + "}}; LEESMIJ.md lists the names"};
    return {"{{" + name + "}} bestaat niet; bedoelt u {{" + nearest + "}}?",
            "there is no {{" + name + "}}; did you mean {{" + nearest + "}}?"};
  }

  /// Lets the library that will render it judge the syntax.
  void check_mustache(std::string_view part, std::size_t part_at) {
    const kainjow::mustache::mustache parsed{std::string{part}};
    if (parsed.is_valid()) return;
    const std::string& message = parsed.error_message();
    std::size_t at = 0;
    const auto digits = message.rfind(' ') + 1;
    std::from_chars(message.data() + digits, message.data() + message.size(), at);
    Text what{"dit stuk is niet goed geopend of gesloten; elk {{#naam}} heeft een {{/naam}}",
              "this part is not opened or closed well; every {{#name}} has a {{/name}}"};
    if (message.starts_with("Unclosed tag"))
      what = {"{{ wordt niet gesloten; zet }} achter de naam", "{{ is not closed; put }} behind the name"};
    if (message.starts_with("Unclosed section"))
      what = {"dit stuk wordt niet gesloten; zet {{/" + quoted(message) + "}} waar het eindigt",
              "this part is not closed; put {{/" + quoted(message) + "}} where it ends"};
    if (message.starts_with("Unopened section"))
      what = {"hier sluit een stuk dat niet begon; zet {{#" + quoted(message) +
                  "}} waar het begint of haal dit weg",
              "a part ends here that did not begin; put {{#" + quoted(message) +
                  "}} where it begins or take this out"};
    add(part_at + at, std::move(what));
  }

  static std::string quoted(const std::string& message) {
    const auto first = message.find('"') + 1;
    return message.substr(first, message.find('"', first) - first);
  }

  void check_markdown(const std::vector<Tag>& tags) {
    // Comments are not shown, so they may hold anything.
    std::string shown = source_.text();
    for (const Tag& tag : tags) {
      if (tag.sigil != '!') continue;
      for (std::size_t i = tag.at; i < tag.end; ++i)
        if (shown[i] != '\n') shown[i] = ' ';
    }
    const std::string_view body = std::string_view{shown}.substr(source_.body_at());
    const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> root{
        cmark_parse_document(body.data(), body.size(), CMARK_OPT_DEFAULT), cmark_node_free};
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> nodes{cmark_iter_new(root.get()),
                                                                        cmark_iter_free};
    int line = 0;
    for (auto event = cmark_iter_next(nodes.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(nodes.get())) {
      cmark_node* node = cmark_iter_get_node(nodes.get());
      if (event != CMARK_EVENT_ENTER) continue;
      if (cmark_node_get_start_line(node) > 0) line = cmark_node_get_start_line(node);
      check_node(node, line + 1);
    }
  }

  void check_node(cmark_node* node, int line) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
      add_at_line(line, {"HTML wordt niet getoond; schrijf gewone tekst, met ** voor vet en - voor een lijst",
                         "HTML is not shown; write plain text, with ** for bold and - for a list"});
    if (type == CMARK_NODE_IMAGE)
      add_at_line(line,
                  {"mails hebben geen plaatjes; zeg het in woorden", "mails have no pictures; use words"});
    if (type != CMARK_NODE_LINK) return;
    const std::string_view address = cmark_node_get_url(node);
    const bool known = std::ranges::any_of(
        std::initializer_list<std::string_view>{"https://", "http://", "mailto:", "%7B%7B", "{{"},
        [&](std::string_view start) { return address.starts_with(start); });
    if (!known)
      add_at_line(line,
                  {"deze link heeft geen webadres; schrijf [tekst](https://…) of [tekst]({{klaar_link}})",
                   "this link has no web address; write [text](https://…) or [text]({{done_link}})"});
  }

  const TemplateSource& source_;
  const std::string& file_;
  std::vector<TemplateProblem> problems_;
};

}  // namespace

TemplateSource::TemplateSource(std::string_view file_text) {
  if (file_text.starts_with("\xEF\xBB\xBF")) file_text.remove_prefix(3);
  text_.reserve(file_text.size());
  for (std::size_t i = 0; i < file_text.size(); ++i) {
    const bool line_end = file_text[i] == '\r' && file_text.substr(i + 1).starts_with('\n');
    if (!line_end) text_ += file_text[i] == '\t' ? ' ' : file_text[i];
  }
  const std::string_view first_line = std::string_view{text_}.substr(0, text_.find('\n'));
  body_at_ = std::min(first_line.size() + 1, text_.size());
  for (const std::string_view mark : subject_marks) {
    if (!first_line.starts_with(mark)) continue;
    has_subject_line_ = true;
    subject_at_ = mark.size();
    subject_size_ = first_line.size() - mark.size();
  }
}

std::vector<TemplateProblem> check(const TemplateSource& source, const std::string& file) {
  return Checker{source, file}.run();
}

}  // namespace letters
