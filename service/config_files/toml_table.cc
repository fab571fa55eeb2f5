// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/toml_table.h"

#include <algorithm>
#include <map>

#include "service/config_files/utf8.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"
#include "service/programme/nearest.h"

namespace config_files {
namespace {

Text type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return {"een tekst", "a text"};
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return {"een getal", "a number"};
    case toml::node_type::boolean:
      return {"ja/nee (true of false)", "a yes/no value (true or false)"};
    case toml::node_type::date:
      return {"een datum", "a date"};
    case toml::node_type::time:
      return {"een tijdstip", "a time of day"};
    case toml::node_type::date_time:
      return {"een datum met tijd", "a date with a time"};
    case toml::node_type::array:
      return {"een lijst", "a list"};
    default:
      return {"een groep waarden", "a group of values"};
  }
}

std::vector<std::string> strings(std::initializer_list<std::string_view> views) {
  return {views.begin(), views.end()};
}

void report_unknown(const toml::key& key, const std::vector<std::string>& known, Report& report) {
  const auto& at = key.source().begin;
  if (report.only_counts()) return report.error({at.line, at.column}, {});
  const Text hint = did_you_mean(programme::nearest(key.str(), known),
                                 say("hier kan {0}", "{0} can stand here", {one_of(known)}));
  report.error({at.line, at.column}, say("{0} is hier niet bekend; {1}", "{0} is not known here; {1}",
                                         {in_quotes(key.str()), hint}));
}

}  // namespace

Position position_of(const toml::node& node) {
  return {node.source().begin.line, node.source().begin.column};
}

std::string example_of(std::string_view key) {
  static const std::map<std::string, std::string, std::less<>> examples{
      {"about", "about = [\"workshop\"]"},
      {"activity", "[[activity]]"},
      {"address", "address = \"https://agenda.example.org\""},
      {"announce", "announce = \"ask\""},
      {"ask_above", "ask_above = 50"},
      {"bundle", "bundle = \"samen\""},
      {"ca_file", "ca_file = \"ca.pem\""},
      {"cancelled", "cancelled = \"De locatie is niet beschikbaar\""},
      {"cancelled_days", "cancelled_days = 30"},
      {"closed", "closed = [2023-12-27, \"2023-12-25/2024-01-05\"]"},
      {"connections", "connections = 4"},
      {"contact", "contact = \"werktraject@example.org\""},
      {"coordinator", "[[coordinator]]"},
      {"data", "data = \"data\""},
      {"date", "date = 2023-06-20"},
      {"day_off", "day_off = \"working day before\""},
      {"delivery", "delivery = \"invitations\""},
      {"description", "description = \"Wat we gaan doen\""},
      {"due", "due = \"7 days before werksessie-1\""},
      {"duration", "duration = \"45 min\""},
      {"email", "email = \"coordinator@example.org\""},
      {"en", "en = \"Work session 1\""},
      {"feeds", "[feeds]"},
      {"fetch_days", "fetch_days = 396"},
      {"follows", "follows = \"werksessie-1\""},
      {"for", "for = [\"participants\"]"},
      {"hand_in", "hand_in = \"person\""},
      {"hold_after", "hold_after = \"6 hours\""},
      {"hours", "hours = 3"},
      {"id", "id = \"werksessie-1\""},
      {"kind", "kind = \"workshop\""},
      {"language", "language = \"nl\""},
      {"late", "late = \"2 days\""},
      {"left_days", "left_days = 30"},
      {"limits", "[limits]"},
      {"listen", "listen = \"127.0.0.1:8080\""},
      {"log", "log = \"auto\""},
      {"mail", "[mail]"},
      {"mail_days", "mail_days = 730"},
      {"message_days", "message_days = 7"},
      {"name", "name = \"Coördinator werktraject\""},
      {"nl", "nl = \"Werksessie 1\""},
      {"on_unknown", "on_unknown = \"resend once\""},
      {"online", "online = \"https://…\""},
      {"only", "only = \"unplanned\""},
      {"operator", "[operator]"},
      {"organiser", "organiser = \"BiSC\""},
      {"page", "page = \"https://…\""},
      {"password_file", "password_file = \"smtp-wachtwoord\""},
      {"people_days", "people_days = 730"},
      {"per", "per = \"library\""},
      {"per_minute", "per_minute = 60"},
      {"place", "place = \"locatie volgt\""},
      {"port", "port = 587"},
      {"programme", "[programme]"},
      {"reminder", "[[reminder]]"},
      {"retention", "[retention]"},
      {"quiet", "quiet = \"20:00-07:30\""},
      {"repeat", "repeat = \"every 3 working days, at most 3 times\""},
      {"role", "[[role]]"},
      {"security", "security = \"starttls\""},
      {"sender", "sender = \"werktraject@example.org\""},
      {"server", "server = \"smtp.example.org\""},
      {"template", "template = \"werksessie\""},
      {"time", "time = \"10:00-13:00\""},
      {"title", "title = \"Werksessie 1\""},
      {"to", "to = [\"participants\"]"},
      {"trusted_proxies", "trusted_proxies = [\"127.0.0.1\"]"},
      {"type", "type = \"participant\""},
      {"unless", "unless = \"handed in\""},
      {"user", "user = \"werktraject\""},
      {"website", "website = \"https://…\""},
      {"when", "when = \"14 days before at 09:00\""},
      {"zone", "zone = \"Europe/Amsterdam\""},
  };
  const auto found = examples.find(key);
  return found == examples.end() ? std::string(key) + " = …" : found->second;
}

std::optional<Text> flaw_of_id(std::string_view id, std::string_view example) {
  const bool letters = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (letters && !id.empty() && id.size() <= 64 && id.front() != '-' && id.back() != '-') return std::nullopt;
  return say(
      "{0} is geen goede korte naam; gebruik hoogstens 64 kleine letters, cijfers en koppeltekens, zoals "
      "\"{1}\"",
      "{0} is not a good short name; use at most 64 lower-case letters, digits and hyphens, like \"{1}\"",
      {in_quotes(id), example});
}

TomlTable::TomlTable(const toml::table& table, std::initializer_list<std::string_view> keys, Report& report,
                     std::initializer_list<std::string_view> refused)
    : table_(table), report_(report), at_(position_of(table)) {
  const auto known = strings(keys);
  for (const auto& [key, value] : table) {
    if (is_any(key.str(), keys) || is_any(key.str(), refused)) continue;
    report_unknown(key, known, report_);
  }
}

Position TomlTable::at(std::string_view key) const {
  const toml::node* node = find(key);
  return node == nullptr ? at_ : position_of(*node);
}

bool TomlTable::require(std::string_view key) {
  if (has(key)) return true;
  report_.error(at_, say("hier ontbreekt \"{0}\"; voeg toe: {1}", "\"{0}\" is missing here; add: {1}",
                         {key, example_of(key)}));
  return false;
}

void TomlTable::wrong_type(std::string_view key) {
  error(key, say("\"{0}\" is hier {1}, dat past niet; schrijf bijvoorbeeld: {2}",
                 "\"{0}\" is {1} here, which does not fit; write for example: {2}",
                 {key, type_name(*find(key)), example_of(key)}));
}

std::optional<std::string> TomlTable::clean(const toml::node& node, std::size_t longest, bool lines_allowed) {
  std::string value(trimmed(node.as_string()->get()));
  // CRLF is a line break. A carriage return alone is refused below.
  for (auto at = value.find("\r\n"); at != std::string::npos; at = value.find("\r\n", at)) value.erase(at, 1);
  if (const auto flaw = find_flaw(value, lines_allowed)) {
    report_.error(position_of(node),
                  value[flaw->offset] == '\n'
                      ? say("deze tekst moet op één regel staan; haal het regeleinde weg",
                            "this text must be on one line; remove the line break")
                      : say("deze tekst bevat een onzichtbaar stuurteken; typ de tekst opnieuw",
                            "this text holds an invisible control character; type the text again"));
    return std::nullopt;
  }
  if (value.empty()) {
    report_.error(position_of(node), say("deze tekst is leeg; vul hem in of haal de regel weg",
                                         "this text is empty; fill it in or remove the line"));
    return std::nullopt;
  }
  if (length_of(value) > longest) {
    report_.error(position_of(node), say("deze tekst is te lang ({0} tekens); hoogstens {1} tekens passen",
                                         "this text is too long ({0} characters); at most {1} fit",
                                         {std::to_string(length_of(value)), std::to_string(longest)}));
    return std::nullopt;
  }
  std::replace(value.begin(), value.end(), '\t', ' ');
  return value;
}

std::optional<std::string> TomlTable::word(std::string_view key, std::size_t longest) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_string()) {
    wrong_type(key);
    return std::nullopt;
  }
  return clean(*node, longest, false);
}

std::optional<int> TomlTable::number(std::string_view key, int least, int most) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* written = node->as_integer();
  if (written == nullptr) {
    wrong_type(key);
    return std::nullopt;
  }
  if (written->get() >= least && written->get() <= most) return static_cast<int>(written->get());
  error(key, say("{0} kan hier niet; schrijf een heel getal van {1} tot en met {2}",
                 "{0} is not possible here; write a whole number from {1} to {2}",
                 {std::to_string(written->get()), std::to_string(least), std::to_string(most)}));
  return std::nullopt;
}

std::optional<programme::Text> TomlTable::text(std::string_view key, std::size_t longest,
                                               bool lines_allowed) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_string()) {
    auto nl = clean(*node, longest, lines_allowed);
    if (!nl) return std::nullopt;
    return programme::Text{std::move(*nl), {}};
  }
  if (!node->is_table()) {
    wrong_type(key);
    return std::nullopt;
  }
  TomlTable languages(*node->as_table(), {"nl", "en"}, report_);
  languages.require("nl");
  programme::Text out;
  for (const auto& [language, value] : *node->as_table()) {
    if (language.str() != "nl" && language.str() != "en") continue;
    if (!value.is_string()) {
      languages.wrong_type(language.str());
      continue;
    }
    (language.str() == "nl" ? out.nl : out.en) = clean(value, longest, lines_allowed).value_or("");
  }
  if (out.nl.empty()) return std::nullopt;
  return out;
}

std::optional<std::string> TomlTable::https(std::string_view key) {
  auto address = word(key, 1000);
  if (!address) return std::nullopt;
  const bool plain = std::all_of(address->begin(), address->end(), [](char c) {
    return c > 0x20 && c < 0x7F && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
  const std::size_t host = std::string_view("https://").size();
  if (plain && address->starts_with("https://") && address->size() > host && (*address)[host] != '/')
    return address;
  error(key, say("{0} is geen veilig webadres; een webadres begint met https:// en heeft geen spaties",
                 "{0} is not a secure web address; a web address begins with https:// and has no spaces",
                 {in_quotes(*address)}));
  return std::nullopt;
}

std::vector<Word> TomlTable::words(std::string_view key) {
  const toml::node* node = find(key);
  std::vector<Word> out;
  if (node == nullptr) return out;
  if (node->is_string()) {
    if (auto value = clean(*node, 200, false)) out.push_back({std::move(*value), position_of(*node)});
    return out;
  }
  if (!node->is_array()) {
    wrong_type(key);
    return out;
  }
  for (const toml::node& element : *node->as_array()) {
    if (!element.is_string()) {
      report_.error(position_of(element), say("{0} past niet in deze lijst; schrijf bijvoorbeeld: {1}",
                                              "{0} does not fit in this list; write for example: {1}",
                                              {type_name(element), example_of(key)}));
    } else if (auto value = clean(element, 200, false)) {
      out.push_back({std::move(*value), position_of(element)});
    }
  }
  return out;
}

std::vector<const toml::table*> TomlTable::tables(std::string_view key) {
  const toml::node* node = find(key);
  std::vector<const toml::table*> out;
  if (node == nullptr) return out;
  const toml::array* array = node->as_array();
  if (array == nullptr ||
      !std::all_of(array->begin(), array->end(), [](const toml::node& n) { return n.is_table(); })) {
    error(key, say("\"{0}\" hoort een kopje met dubbele haken te zijn; schrijf: {1}",
                   "\"{0}\" should be a heading with double brackets; write: {1}", {key, example_of(key)}));
    return out;
  }
  for (const toml::node& element : *array) out.push_back(element.as_table());
  return out;
}

}  // namespace config_files
