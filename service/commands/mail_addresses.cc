// SPDX-License-Identifier: Apache-2.0
//
// `traject mail refused`, `refuse` and `accept`: addresses that mails do not go to. They work beside a
// running service, too.
#include <iostream>
#include <nlohmann/json.hpp>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/terminal.h"
#include "service/config_files/value_syntax.h"
#include "service/mail/pause_words.h"
#include "service/store/refused_addresses.h"

namespace commands {
namespace {

using programme::Language;
using store::RefusedAddress;

std::string mails_in_words(int count, Language language) {
  if (count == 1) return say(language, "1 mail wacht", "1 mail waits");
  return say(language, "{0} mails wachten", "{0} mails wait", {std::to_string(count)});
}

void print_json(const std::vector<RefusedAddress>& all) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& refused : all)
    list.push_back({{"address", refused.address},
                    {"since", date::format("%FT%TZ", refused.since)},
                    {"by", refused.by == RefusedAddress::By::relay ? "relay" : "coordinator"},
                    {"reply", refused.reply},
                    {"waiting", refused.waiting}});
  std::cout << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

void print_text(const std::vector<RefusedAddress>& all, Language language) {
  std::vector<std::vector<std::string>> table;
  for (const auto& refused : all)
    table.push_back({refused.address, mails_in_words(refused.waiting, language),
                     mail::refusal_in_words(refused, dutch_zone).in(language)});
  print_columns(std::cout, table);
}

/// Without control characters, and not longer than a line of a list.
std::string one_line(std::string text) {
  constexpr std::size_t longest = 300;
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace

int mail_refused(const Options& options, bool json) {
  const auto folder = used_folder_or_report(options, options.language);
  if (!folder) return exit_problems;
  store::Store store{*folder};
  const auto all = store::RefusedAddresses{store}.all();
  json ? print_json(all) : print_text(all, options.language);
  return std::cout.flush() ? exit_ok : exit_failure;
}

int mail_refuse(const Options& options, const std::string& address, const std::string& why) {
  const Language language = options.language;
  if (const auto flaw = config_files::flaw_of_email(address)) {
    std::cerr << "'" << address << "': " << flaw->in(language) << '\n';
    return exit_usage;
  }
  const auto folder = used_folder_or_report(options, language);
  if (!folder) return exit_problems;
  store::Store store{*folder};
  store::RefusedAddresses{store}.refuse({.address = address,
                                         .since = options.time(),
                                         .by = RefusedAddress::By::coordinator,
                                         .reply = one_line(why)});
  std::cout << say(
      language,
      "mails aan {0} wachten vanaf nu; ze gaan naar het nieuwe adres als dat in people.csv staat, "
      "of na: traject mail accept {0}\n",
      "mails to {0} wait from now on; they go to the new address once it stands in people.csv, or "
      "after: traject mail accept {0}\n",
      {store::address_key(address)});
  return std::cout.flush() ? exit_ok : exit_failure;
}

int mail_accept(const Options& options, const std::string& address) {
  const Language language = options.language;
  const auto folder = used_folder_or_report(options, language);
  if (!folder) return exit_problems;
  store::Store store{*folder};
  const auto freed = store::RefusedAddresses{store}.accept(address, options.time());
  if (!freed) {
    std::cerr << say(language,
                     "{0} is niet geweigerd; traject mail refused toont de adressen die dat wel zijn\n",
                     "{0} is not refused; traject mail refused lists the addresses that are\n", {address});
    return exit_usage;
  }
  std::cout << say(language, "mails aan {0} gaan weer weg; die wachtten: {1}\n",
                   "mails to {0} go again; waited: {1}\n",
                   {store::address_key(address), std::to_string(*freed)});
  return std::cout.flush() ? exit_ok : exit_failure;
}

}  // namespace commands
