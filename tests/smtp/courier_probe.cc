// SPDX-License-Identifier: Apache-2.0
//
// Sends messages with the real courier: courier_probe TO FILE [TO FILE...], from a@example.org. The
// environment says how: PROBE_HOST, PROBE_PORT, PROBE_SECURITY (starttls, tls, none), PROBE_CA_FILE,
// PROBE_USER, PROBE_PASSWORD_FILE, PROBE_CONNECTIONS. Prints for each, by its number from 1, separated by
// tabs: number, outcome, reply code, whom it concerns (smtp::Blame), detail.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>

#include "service/smtp/smtp_courier.h"

namespace {

std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

smtp::SmtpOptions options() {
  using Security = smtp::SmtpOptions::Security;
  smtp::SmtpOptions options;
  options.host = setting("PROBE_HOST", "localhost");
  options.port = static_cast<std::uint16_t>(std::stoi(setting("PROBE_PORT", "0")));
  const auto security = setting("PROBE_SECURITY", "starttls");
  options.security = security == "tls"    ? Security::tls
                     : security == "none" ? Security::none
                                          : Security::starttls;
  options.ca_file = setting("PROBE_CA_FILE", "");
  options.user = setting("PROBE_USER", "");
  if (!options.user.empty()) options.password = read(setting("PROBE_PASSWORD_FILE", ""));
  options.connections = static_cast<std::size_t>(std::stoul(setting("PROBE_CONNECTIONS", "1")));
  options.connect_limit = options.command_limit = options.data_limit = std::chrono::seconds{20};
  options.block_limit = options.dot_limit = std::chrono::seconds{20};
  return options;
}

const char* name(smtp::Outcome outcome) {
  static const char* const names[] = {"sent", "retry", "failed", "unknown", "fenced"};
  return names[static_cast<int>(outcome)];
}

void send_all(int count, char** arguments) {
  smtp::SmtpCourier courier{options()};
  const int messages = (count - 1) / 2;
  int begun = 0;
  for (int done = 0; done < messages;) {
    for (; begun < messages && courier.room() > 0; ++begun) {
      const char* const* const pair = arguments + 1 + 2 * begun;
      courier.start({begun + 1, "a@example.org", pair[0], read(pair[1])});
    }
    for (const auto& event : courier.wait(std::chrono::seconds{60})) {
      if (event.kind == smtp::Event::Kind::asks) {
        courier.release(event.id);
        continue;
      }
      ++done;
      std::printf("%lld\t%s\t%d\t%s\t%s\n", static_cast<long long>(event.id), name(event.outcome),
                  event.reply_code, std::string{to_string(event.blame)}.c_str(), event.detail.c_str());
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3 || count % 2 == 0) {
    std::fputs("usage: courier_probe TO FILE [TO FILE...]\n", stderr);
    return 2;
  }
  try {
    send_all(count, arguments);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "courier_probe: %s\n", failure.what());
    return 1;
  }
  return 0;
}
