// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/mail_table.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include "service/config_files/guarded_file.h"
#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

using programme::Coordinator;
using programme::Language;

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '-' && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

bool is_this_machine(std::string_view server) { return is_any(server, {"127.0.0.1", "::1", "localhost"}); }

void read_server(TomlTable& table, MailSettings& mail) {
  const auto written = table.word("server", 1000);
  if (!written) return;
  const std::string server = lowered(*written);
  if (is_host(server) || server == "::1") {
    mail.server = server;
    return;
  }
  table.error(
      "server",
      say("{0} is geen naam van een mailserver; schrijf alleen de naam, zoals \"smtp.example.org\" (de poort "
          "hoort bij port)",
          "{0} is not the name of a mail server; write the name alone, like \"smtp.example.org\" (the port "
          "goes under port)",
          {in_quotes(*written)}));
}

/// "[192.0.2.1]", "[IPv6:2001:db8::1]" (RFC 5321 §4.1.3).
bool is_address_literal(std::string_view text) {
  if (text.size() < 4 || text.front() != '[' || text.back() != ']') return false;
  text = text.substr(1, text.size() - 2);
  constexpr std::string_view version_6 = "ipv6:";
  const bool is_6 = lowered(text).starts_with(version_6);
  const std::string address{is_6 ? text.substr(version_6.size()) : text};
  std::array<unsigned char, sizeof(in6_addr)> buffer{};
  return inet_pton(is_6 ? AF_INET6 : AF_INET, address.c_str(), buffer.data()) == 1;
}

void read_hello(TomlTable& table, MailSettings& mail) {
  const auto written = table.word("hello", 1000);
  if (!written) return;
  if (is_address_literal(*written) || is_host(lowered(*written))) {
    mail.hello = *written;
    return;
  }
  table.error(
      "hello",
      say("{0} is geen naam om ons bij de mailserver mee te melden; schrijf de naam van deze computer, "
          "zoals \"agenda.example.org\", of een adres tussen haken, zoals \"[192.0.2.1]\"",
          "{0} is not a name to greet the mail server with; write this machine's name, like "
          "\"agenda.example.org\", or an address in brackets, like \"[192.0.2.1]\"",
          {in_quotes(*written)}));
}

std::uint16_t usual_port(MailSecurity security) {
  switch (security) {
    case MailSecurity::starttls:
      return 587;
    case MailSecurity::tls:
      return 465;
    case MailSecurity::none:
      break;
  }
  return 25;
}

void read_security(TomlTable& table, MailSettings& mail) {
  if (const auto word = table.word("security")) {
    const std::string kind = lowered(*word);
    if (kind == "tls") {
      mail.security = MailSecurity::tls;
    } else if (is_any(kind, {"none", "geen"})) {
      mail.security = MailSecurity::none;
    } else if (kind != "starttls") {
      table.error("security", say("{0} is geen beveiliging die we kennen; kies {1}",
                                  "{0} is not a security that we know; choose {1}",
                                  {in_quotes(*word), one_of({"starttls", "tls", "none"})}));
    }
  }
  if (mail.security == MailSecurity::none && !mail.server.empty() && !is_this_machine(mail.server)) {
    table.error(
        "security",
        say("zonder beveiliging gaat er alleen mail naar deze computer zelf (\"localhost\"); kies "
            "\"starttls\" of \"tls\"",
            "without security mail only goes to this machine itself (\"localhost\"); choose \"starttls\" or "
            "\"tls\""));
  }
  mail.port = usual_port(mail.security);
  if (const auto port = table.number("port", 1, 65535)) mail.port = static_cast<std::uint16_t>(*port);
}

/// Refuses a password in the file: service.toml is shared and kept under version control.
void read_login(TomlTable& table, MailSettings& mail) {
  mail.user = table.word("user", 320).value_or("");
  mail.password_file = table.word("password_file", 1000).value_or("");
  mail.ca_file = table.word("ca_file", 1000).value_or("");
  if (table.has("password")) {
    table.error("password",
                say("een wachtwoord hoort niet in dit bestand; zet het in een eigen bestand dat alleen de "
                    "dienst kan lezen, en schrijf hier: {0}",
                    "a password does not belong in this file; put it into a file of its own that only the "
                    "service can read, and write here: {0}",
                    {example_of("password_file")}));
  } else if (table.has("user") && !table.has("password_file")) {
    table.error("user",
                say("bij een gebruikersnaam hoort een bestand met het wachtwoord; voeg toe: {0}",
                    "a user name needs a file with the password; add: {0}", {example_of("password_file")}));
  } else if (table.has("password_file") && !table.has("user")) {
    table.error("password_file", say("bij een wachtwoord hoort een gebruikersnaam; voeg toe: {0}",
                                     "a password needs a user name; add: {0}", {example_of("user")}));
  }
}

/// Opens nothing. A missing file is no problem here: this machine may not be that of the service.
void check_file(TomlTable& table, std::string_view key, const std::string& path, bool is_secret) {
  struct stat status {};
  if (path.empty() || ::stat(path.c_str(), &status) != 0) return;
  if (!S_ISREG(status.st_mode)) {
    table.error(key, say("{0} is {1}; noem een gewoon bestand", "{0} is {1}; name an ordinary file",
                         {path, kind_of_file(status.st_mode)}));
  } else if (is_secret && (status.st_mode & S_IRWXO) != 0) {
    table.error(key, say("iedereen op deze computer kan het wachtwoord lezen; geef: chmod 600 {0}",
                         "everybody on this machine can read the password; run: chmod 600 {0}", {path}));
  }
}

void read_sender(TomlTable& table, MailSettings& mail) {
  const auto sender = table.word("sender", 1000);
  if (!sender) return;
  if (const auto flaw = flaw_of_email(*sender)) {
    table.error("sender", *flaw);
  } else {
    mail.sender = *sender;
  }
}

void read_limits(TomlTable& table, MailSettings& mail) {
  mail.connections = table.number("connections", 1, 32).value_or(mail.connections);
  mail.per_minute = table.number("per_minute", 0, 100'000).value_or(mail.per_minute);
  mail.ask_above = table.number("ask_above", 0, 1'000'000).value_or(mail.ask_above);
  for (const auto& [key, setting] : {std::pair{"settle", &mail.settle}, {"hold_after", &mail.hold_after}}) {
    const auto text = table.word(key);
    if (!text) continue;
    const auto length = read_duration(*text);
    if (!length.value) table.error(key, length.problem);
    *setting = length.value.value_or(*setting);
  }
  if (const auto word = table.word("on_unknown")) {
    const std::string choice = lowered(*word);
    mail.resend_unknown = is_any(choice, {"resend once", "nog één keer sturen", "nog een keer sturen"});
    if (!mail.resend_unknown && !is_any(choice, {"hold", "vasthouden"})) {
      table.error("on_unknown", say("{0} is geen keuze; kies {1}", "{0} is not a choice; choose {1}",
                                    {in_quotes(*word), one_of({"resend once", "hold"})}));
    }
  }
}

Language read_language(TomlTable& table) {
  const auto written = table.word("language");
  const std::string word = lowered(written.value_or("nl"));
  if (is_any(word, {"en", "engels", "english"})) return Language::en;
  if (!is_any(word, {"nl", "nederlands", "dutch"})) {
    table.error("language", say("{0} is geen taal die we kennen; kies nl of en",
                                "{0} is not a language we know; choose nl or en", {in_quotes(*written)}));
  }
  return Language::nl;
}

}  // namespace

MailSettings read_mail(TomlTable& document, const std::filesystem::path& folder) {
  MailSettings mail;
  const toml::node* node = document.find("mail");
  if (node == nullptr) return mail;
  if (!node->is_table()) {
    document.wrong_type("mail");
    return mail;
  }
  TomlTable table(*node->as_table(),
                  {"server", "port", "security", "user", "password_file", "ca_file", "hello", "sender",
                   "connections", "per_minute", "ask_above", "settle", "hold_after", "on_unknown"},
                  document.report(), {"password"});
  read_server(table, mail);
  read_security(table, mail);
  read_login(table, mail);
  read_hello(table, mail);
  mail.password_file = file_meant(mail.password_file, folder);
  mail.ca_file = file_meant(mail.ca_file, folder);
  check_file(table, "password_file", mail.password_file, true);
  check_file(table, "ca_file", mail.ca_file, false);
  read_sender(table, mail);
  read_limits(table, mail);
  return mail;
}

std::vector<Coordinator> read_coordinators(TomlTable& document) {
  std::vector<Coordinator> coordinators;
  std::map<std::string, Position> lines;
  for (const toml::table* item : document.tables("coordinator")) {
    TomlTable table(*item, {"name", "email", "language"}, document.report());
    for (const char* key : {"name", "email"}) table.require(key);
    Coordinator coordinator;
    coordinator.name = table.word("name").value_or("");
    coordinator.email = table.word("email", 1000).value_or("");
    coordinator.address = normalised_email(coordinator.email);
    coordinator.language = read_language(table);
    if (coordinator.email.empty()) continue;
    if (const auto flaw = flaw_of_email(coordinator.email)) {
      table.error("email", *flaw);
      continue;
    }
    const auto [earlier, is_new] = lines.try_emplace(coordinator.address, table.at("email"));
    if (is_new) {
      coordinators.push_back(std::move(coordinator));
    } else {
      table.error("email",
                  say("{0} staat al op regel {1}; laat er één staan", "{0} is already on line {1}; keep one",
                      {in_quotes(coordinator.email), std::to_string(earlier->second.line)}));
    }
  }
  return coordinators;
}

std::optional<Coordinator> read_operator(TomlTable& document) {
  const toml::node* node = document.find("operator");
  if (node == nullptr) return std::nullopt;
  if (!node->is_table()) {
    document.wrong_type("operator");
    return std::nullopt;
  }
  TomlTable table(*node->as_table(), {"email", "language"}, document.report());
  table.require("email");
  Coordinator reader;
  reader.email = table.word("email", 1000).value_or("");
  reader.address = normalised_email(reader.email);
  reader.language = read_language(table);
  if (reader.email.empty()) return std::nullopt;
  if (const auto flaw = flaw_of_email(reader.email)) {
    table.error("email", *flaw);
    return std::nullopt;
  }
  return reader;
}

std::string file_meant(const std::string& written, const std::filesystem::path& folder) {
  constexpr std::string_view variable = "$CREDENTIALS_DIRECTORY/";
  if (written.empty()) return written;
  if (written.starts_with(variable)) {
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    // The error on reading then names the variable.
    if (credentials == nullptr) return written;
    return (std::filesystem::path(credentials) / written.substr(variable.size())).string();
  }
  return (folder / written).string();
}

}  // namespace config_files
