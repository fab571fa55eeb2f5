// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/service_file.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

#include "service/config_files/guarded_file.h"
#include "service/config_files/mail_table.h"
#include "service/config_files/toml_file.h"
#include "service/config_files/toml_table.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

/// Returns 4 or 6 for a numeric IP address, else 0.
int ip_version(const std::string& address) {
  std::array<unsigned char, sizeof(in6_addr)> buffer{};
  if (inet_pton(AF_INET, address.c_str(), buffer.data()) == 1) return 4;
  return inet_pton(AF_INET6, address.c_str(), buffer.data()) == 1 ? 6 : 0;
}

/// Returns true for "127.0.0.1:8080" and "[::1]:8080".
bool is_listen_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || !number_of(std::string_view(text).substr(colon + 1), 65535)) return false;
  const std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    return ip_version(host.substr(1, host.size() - 2)) == 6;
  return ip_version(host) == 4;
}

bool is_proxy(const std::string& text) {
  const std::size_t slash = text.find('/');
  const int version = ip_version(text.substr(0, slash));
  if (version == 0 || slash == std::string::npos) return version != 0;
  return number_of(std::string_view(text).substr(slash + 1), version == 4 ? 32 : 128).has_value();
}

void read_address(TomlTable& table, Settings& settings) {
  auto address = table.word("address");
  if (!address) return;
  while (address->ends_with('/')) address->pop_back();
  if (is_service_address(*address)) {
    settings.address = *address;
    return;
  }
  table.error("address", say("{0} is geen adres van deze dienst; schrijf het zonder map erachter, zoals "
                             "\"https://agenda.example.org\"",
                             "{0} is not an address of this service; write it without a folder, like "
                             "\"https://agenda.example.org\"",
                             {in_quotes(*address)}));
}

void read_listen(TomlTable& table, Settings& settings) {
  const auto listen = table.word("listen");
  if (!listen) return;
  if (is_listen_address(*listen)) {
    settings.listen = *listen;
    return;
  }
  table.error("listen", say("{0} is geen adres om op te luisteren; schrijf een IP-adres en een poort, zoals "
                            "\"127.0.0.1:8080\" of \"[::1]:8080\"",
                            "{0} is not an address to listen on; write an IP address and a port, like "
                            "\"127.0.0.1:8080\" or \"[::1]:8080\"",
                            {in_quotes(*listen)}));
}

void read_proxies(TomlTable& table, Report& report, Settings& settings) {
  for (auto& proxy : table.words("trusted_proxies")) {
    if (is_proxy(proxy.text)) {
      settings.trusted_proxies.push_back(std::move(proxy.text));
      continue;
    }
    report.error(
        proxy.at,
        say("{0} is geen IP-adres; schrijf een adres als \"127.0.0.1\" of een reeks als \"10.0.0.0/8\"",
            "{0} is not an IP address; write an address like \"127.0.0.1\" or a range like "
            "\"10.0.0.0/8\"",
            {in_quotes(proxy.text)}));
  }
}

void read_log(TomlTable& table, Settings& settings) {
  const auto log = table.word("log");
  if (!log) return;
  if (is_any(*log, {"auto", "text", "json"})) {
    settings.log = *log;
    return;
  }
  table.error("log", say("{0} is geen soort logboek; kies {1}", "{0} is not a kind of log; choose {1}",
                         {in_quotes(*log), one_of({"auto", "text", "json"})}));
}

void read_publish(TomlTable& table, Settings& settings) {
  const auto publish = table.word("publish");
  if (!publish) return;
  if (!is_any(*publish, {"automatic", "manual"})) {
    table.error("publish", say("{0} is geen manier van publiceren; kies {1}",
                               "{0} is not a way of publishing; choose {1}",
                               {in_quotes(*publish), one_of({"automatic", "manual"})}));
    return;
  }
  settings.publish_automatically = *publish == "automatic";
}

FeedSettings read_feeds(TomlTable& document) {
  FeedSettings feeds;
  const toml::node* node = document.find("feeds");
  if (node == nullptr) return feeds;
  if (!node->is_table()) {
    document.wrong_type("feeds");
    return feeds;
  }
  constexpr int most_days = 3650;
  TomlTable table(*node->as_table(), {"cancelled_days", "left_days"}, document.report());
  if (const auto days = table.number("cancelled_days", 0, most_days)) feeds.cancelled = date::days{*days};
  if (const auto days = table.number("left_days", 0, most_days)) feeds.left = date::days{*days};
  return feeds;
}

RetentionSettings read_retention(TomlTable& document) {
  RetentionSettings retention;
  const toml::node* node = document.find("retention");
  if (node == nullptr) return retention;
  if (!node->is_table()) {
    document.wrong_type("retention");
    return retention;
  }
  constexpr int most_days = 3650;
  constexpr int month = 30;  // What a mail or a date can still lead to is over by then.
  TomlTable table(*node->as_table(), {"message_days", "mail_days", "fetch_days", "people_days"},
                  document.report());
  if (const auto days = table.number("message_days", 1, most_days)) retention.messages = date::days{*days};
  if (const auto days = table.number("mail_days", month, most_days)) retention.mails = date::days{*days};
  if (const auto days = table.number("fetch_days", month, most_days)) retention.fetches = date::days{*days};
  if (const auto days = table.number("people_days", month, most_days)) retention.people = date::days{*days};
  return retention;
}

}  // namespace

bool is_service_address(std::string_view text) {
  const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  const std::string_view host = text.substr(scheme);
  return scheme != 0 && !host.empty() && host.size() <= 260 &&
         std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view(".-:[]").find(c) != std::string_view::npos;
         });
}

Limits limits_in(const Files& files) {
  Problems ignored;  // load() reports them.
  Report report("service.toml", ignored);
  const auto text = read_guarded(files, report);
  return text ? read_service_file(*text, files.folder, report).limits : Limits{};
}

Settings read_service_file(std::string_view text, const std::filesystem::path& folder, Report& report) {
  Settings settings;
  const auto document = parse_toml(text, report);
  if (!document) return settings;
  TomlTable table(*document,
                  {"address", "listen", "data", "publish", "trusted_proxies", "log", "feeds", "limits",
                   "retention", "mail", "coordinator", "operator"},
                  report);
  read_address(table, settings);
  read_listen(table, settings);
  if (auto data = table.word("data", 1000)) settings.data = *data;
  read_proxies(table, report, settings);
  read_publish(table, settings);
  read_log(table, settings);
  settings.limits = read_limits(table);
  settings.feeds = read_feeds(table);
  settings.retention = read_retention(table);
  settings.mail = read_mail(table, folder);
  settings.coordinators = read_coordinators(table);
  settings.system_operator = read_operator(table);
  return settings;
}

}  // namespace config_files
