// SPDX-License-Identifier: Apache-2.0
//
// The command line: which command runs with which options.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <map>

#include "service/commands/commands.h"
#include "service/programme/civil_time.h"

namespace {

std::string is_time(const std::string& text) {
  return commands::parse_now(text) ? "" : "'" + text + "' is not a time; write 2023-06-05T08:55";
}

void add_common(CLI::App& command, commands::Options& options) {
  static const std::map<std::string, programme::Language> languages{{"nl", programme::Language::nl},
                                                                    {"en", programme::Language::en}};
  command.add_option("--config", options.config, "Folder with service.toml and programmes/")
      ->capture_default_str();
  command.add_option("--data", options.data,
                     "Folder for the database and the key (default: as service.toml says)");
  command
      .add_option("--now", options.now, "Run as if it were this time: 2023-06-05T08:55, or with Z for UTC")
      ->check(is_time);
  command.add_option("--lang", options.language, "Language of messages: nl or en")
      ->transform(CLI::Transformer(languages));
}

void add_address(CLI::App& command, commands::Options& options) {
  command.add_option("--address", options.address,
                     "What people reach the service at: https://agenda.example.org");
}

int run(int argc, char** argv) {
  CLI::App app{"Programme calendar: feeds that people subscribe to, from files that a coordinator edits",
               "traject"};
  app.require_subcommand(1);
  app.set_version_flag("--version", TRAJECT_VERSION);

  commands::Options options;
  commands::ServeOptions serve_options;
  std::string feed;
  bool json = false;
  std::map<const CLI::App*, std::function<int()>> run_command;

  CLI::App* check = app.add_subcommand("check", "Check the configuration and print every problem");
  add_common(*check, options);
  run_command[check] = [&] { return commands::check(options); };

  CLI::App* render = app.add_subcommand("render", "Print a feed as it is served");
  add_common(*render, options);
  render->add_option("--feed", feed, "person:ID, library:ID or programme:ID")->required();
  run_command[render] = [&] { return commands::render(options, feed); };

  CLI::App* links = app.add_subcommand("links", "List whose feed and page is at which address (secret!)");
  add_common(*links, options);
  add_address(*links, options);
  links->add_flag("--json", json, "As JSON");
  run_command[links] = [&] { return commands::links(options, json); };

  CLI::App* renew = app.add_subcommand(
      "renew", "Give a feed a new address, and a person's own pages with it; the old ones stop working");
  add_common(*renew, options);
  add_address(*renew, options);
  renew->add_option("--feed", feed, "person:ID, library:ID or programme:ID")->required();
  run_command[renew] = [&] { return commands::renew(options, feed); };

  CLI::App* serve = app.add_subcommand("serve", "Serve the feeds over HTTP");
  add_common(*serve, options);
  add_address(*serve, options);
  serve->add_option("--listen", serve_options.listen, "Address and port (default: as service.toml says)");
  serve->add_flag("--behind-proxy", serve_options.behind_proxy,
                  "Allow an address that other machines reach: a proxy ends TLS");
  serve->add_flag("--public", serve_options.open_to_all,
                  "Allow an address that other machines reach, in clear text");
  serve->add_option("--log", serve_options.log, "auto, text or json")
      ->check(CLI::IsMember({"auto", "text", "json"}));
  serve->add_flag("--show-links", serve_options.show_links, "Print a few feed addresses once ready");
  serve->add_option("--speed", serve_options.speed, "Rehearse: let time run this many times as fast")
      ->check(CLI::Range(1.0, 1e6));
  serve->add_option("--mail-to", serve_options.mail_to, "Rehearse: send every mail to this address");
  serve->add_flag("--continue", serve_options.go_on, "Rehearse: go on where the last rehearsal stopped");
  run_command[serve] = [&] { return commands::serve(options, serve_options); };

  commands::SimulateOptions simulate_options;
  CLI::App* simulate = app.add_subcommand("simulate", "Run the mails of a year in seconds and print who gets what");
  add_common(*simulate, options);
  add_address(*simulate, options);
  simulate->add_option("--from", simulate_options.from, "Begin: 2023-05-01 (default: before the first reminder)")
      ->check(is_time);
  simulate->add_option("--to", simulate_options.to, "End (default: after the last reminder)")->check(is_time);
  simulate->add_option("--eml", simulate_options.eml, "Write the messages into this folder");
  simulate->add_option("--smtp", simulate_options.smtp, "Deliver to a mail server on this machine: 127.0.0.1:2525");
  simulate->add_option("--state", simulate_options.state, "Folder to keep the state in, and to begin from");
  run_command[simulate] = [&] { return commands::simulate(options, simulate_options); };

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? commands::exit_ok : commands::exit_usage;
  }
  if (const auto mismatches = programme::zone_self_test(); !mismatches.empty()) {
    for (const auto& mismatch : mismatches) std::cerr << "time zone data: " << mismatch << '\n';
    return commands::exit_configuration;
  }
  return run_command.at(app.get_subcommands().front())();
}

}  // namespace

int main(int argc, char** argv) {
  umask(077);  // what the service writes is for itself
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "traject: " << error.what() << '\n';
    return commands::exit_failure;
  }
}
