// SPDX-License-Identifier: Apache-2.0
#include "service/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <string>

#include "service/commands/option_checks.h"
#include "service/config_files/service_file.h"
#include "service/config_files/value_syntax_words.h"
#include "service/programme/printable.h"
#include "service/smtp/courier.h"

namespace commands {
namespace {

void add_common(CLI::App& command, Options& options) {
  static const std::map<std::string, programme::Language> languages{{"nl", programme::Language::nl},
                                                                    {"en", programme::Language::en}};
  command.add_option("--config", options.config, "Folder with service.toml and programmes/")
      ->default_str("config")
      ->type_name("FOLDER");
  command
      .add_option("--data", options.data,
                  "Folder for the database and the key (default: as service.toml says)")
      ->type_name("FOLDER");
  command
      .add_option("--now", options.now, "Run as if it were this time: 2023-06-05T08:55, or with Z for UTC")
      ->check(is_time)
      ->type_name("TIME");
  command.add_option("--lang", options.language, "Language of messages: nl (the default) or en")
      ->transform(CLI::Transformer(languages).description(""))
      ->type_name("LANGUAGE");
}

void add_address(CLI::App& command, Options& options) {
  command
      .add_option("--address", options.address,
                  "What people reach the service at: https://agenda.example.org")
      ->check([](const std::string& text) {
        return config_files::is_service_address(text)
                   ? ""
                   : programme::in_quotes(text) +
                         " is not an address of this service; write it without a folder, like "
                         "https://agenda.example.org";
      })
      ->type_name("ADDRESS");
}

void add_mail(CLI::App& app, Options& options, MailOptions& mail, Runners& run_command) {
  CLI::App* group = app.add_subcommand("mail", "The mails that go, went or did not");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, std::function<int()> run) {
    CLI::App* command = group->add_subcommand(name, what);
    add_common(*command, options);
    run_command[command] = std::move(run);
    return command;
  };
  const auto add_with_id = [&](const char* name, const char* what, std::function<int()> run) {
    CLI::App* command = add(name, what, std::move(run));
    command->add_option("id", mail.id, "Number, as 'list' shows it")->required();
    return command;
  };

  add("status", "Show whether mail is held, up to which revision people are informed, and counts by state",
      [&] { return mail_status(options, mail.json); })
      ->add_flag("--json", mail.json, "As JSON");

  CLI::App* list = add("list", "List mails, newest first",
                       [&] { return mail_list(options, mail.state, mail.limit, mail.json); });
  list->add_option("--state", mail.state, "Only those in this state: queued, sent, failed, …");
  list->add_option("--limit", mail.limit, "At most so many")
      ->capture_default_str()
      ->check(is_count)
      ->type_name("NUMBER");
  list->add_flag("--json", mail.json, "As JSON");
  add_with_id("show", "Show one mail: why, what happened, and its text (secret links!)", [&] {
    return mail_show(options, mail.id, mail.json);
  })->add_flag("--json", mail.json, "As JSON");
  CLI::App* retry = add("retry", "Let a mail go again, or all in a state", [&] {
    return mail.state.empty() ? mail_retry(options, mail.id) : mail_retry_all(options, mail.state, mail.yes);
  });
  CLI::Option_group* which = retry->add_option_group("which");
  which->add_option("id", mail.id, "Number, as 'list' shows it");
  which->add_option("--state", mail.state, "All in this state: failed, poison, …; shows first what goes");
  which->require_option(1);
  retry->footer("Takes a number or --state.");
  retry->add_flag("--yes", mail.yes, "Without asking");
  add_with_id("drop", "Do not let a mail go", [&] { return mail_drop(options, mail.id); });
  add("release", "Let go what is held or waits; shows first what that is", [&] {
    return mail_release(options, mail.yes);
  })->add_flag("--yes", mail.yes, "Without asking");
  CLI::App* test = add("test", "Have the running service send a mail that says that mail works",
                       [&] { return mail_test(options, mail.to); });
  test->add_option("--to", mail.to, "To whom")->required()->type_name("ADDRESS");

  add("refused", "List the addresses that mails do not go to, since when and why", [&] {
    return mail_refused(options, mail.json);
  })->add_flag("--json", mail.json, "As JSON");
  CLI::App* refuse = add("refuse", "Have mails to an address wait, because they come back from it",
                         [&] { return mail_refuse(options, mail.to, mail.why); });
  refuse->add_option("address", mail.to, "Which address")->required();
  refuse->add_option("-m,--message", mail.why, "Why, for the list");
  add("accept", "Let mails go to an address again, with those that wait for it",
      [&] { return mail_accept(options, mail.to); })
      ->add_option("address", mail.to, "Which address")
      ->required();
}

void add_revisions(CLI::App& app, Options& options, RevisionOptions& asked, Runners& run_command) {
  const auto add = [&](const char* name, const char* what, std::function<int()> run) {
    CLI::App* command = app.add_subcommand(name, what);
    add_common(*command, options);
    run_command[command] = std::move(run);
    return command;
  };
  const auto add_publish = [&](CLI::App* command) {
    command->add_option("-m,--message", asked.publish.why, "Why, for the history")->check(is_short);
    command->add_flag("--yes", asked.publish.yes, "Without asking");
    command->add_flag("--no-mail", asked.publish.no_mail, "Mail nobody about what changed");
  };
  const char* which = "Number of a revision, as 'history' shows it";

  CLI::App* publish = add("publish", "Show what would change, and publish it as the next revision",
                          [&] { return commands::publish(options, asked.publish); });
  add_publish(publish);
  publish->footer(
      "Asks before it publishes; where nobody can be asked, --yes is needed.\n"
      "Exit status: 75 when something changed meanwhile. Look again.");
  publish->add_flag("--restored", asked.publish.restored,
                    "The database comes from a backup: raise the time and number of every event above all "
                    "that were served");
  CLI::App* rollback = add("rollback", "Publish what an earlier revision held as the next one",
                           [&] { return commands::rollback(options, asked.publish, asked.number); });
  add_publish(rollback);
  rollback->add_option("number", asked.number, which)->required();
  rollback->footer(
      "The files stay as they are. The service publishes them again when they change, or with 'publish'.");
  add("history", "List what was published, newest first", [&] {
    return commands::history(options, asked.json);
  })->add_flag("--json", asked.json, "As JSON");
  CLI::App* show = add("show", "Show one revision: when, who, why and what it changed",
                       [&] { return commands::show(options, asked.number, asked.json, asked.to); });
  show->add_option("number", asked.number, which)->required();
  show->add_flag("--json", asked.json, "As JSON, with the changes by name");
  show->add_option("--to", asked.to, "Write its files into this new or empty folder instead")
      ->type_name("FOLDER");
  CLI::App* diff = add("diff", "Show the lines in which two revisions differ",
                       [&] { return commands::diff(options, asked.number, asked.other); });
  diff->add_option("number", asked.number, which)->required();
  diff->add_option("other", asked.other, "Another one (default: the files as they are now)");
}

void add_link(CLI::App& app, Options& options, std::string& whose, Runners& run_command) {
  CLI::App* group = app.add_subcommand("link", "Replace the address of somebody's feed and own pages");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, LinkAction action) {
    CLI::App* command = group->add_subcommand(name, what);
    add_common(*command, options);
    add_address(*command, options);
    command->add_option("person", whose, "Id or e-mail address; or library:ID, programme:ID")->required();
    run_command[command] = [&, action] { return commands::link(options, action, whose); };
  };
  add("renew", "Give new addresses; the old ones go on working for a week", LinkAction::renew);
  add("revoke", "Give new addresses; the old ones stop working at once", LinkAction::revoke);
}

void add_period(CLI::App& command, RemindersOptions& asked) {
  command.add_option("--from", asked.from, "From this day or time: 2023-06-05 (default: now)")
      ->check(no_time)
      ->type_name("TIME");
  command.add_option("--to", asked.to, "Up to and including this day (default: no end)")
      ->check(no_time)
      ->type_name("TIME");
}

void add_plan(CLI::App& app, CommandLine& line, Runners& run_command) {
  Options& options = line.options;
  bool& json = line.json;
  CLI::App* check = app.add_subcommand("check", "Check the configuration and print every problem");
  add_common(*check, options);
  check->add_flag("--json", json, "As JSON");
  check->footer("Shows the first 50 problems and counts all. Exit status: 1 when there is an error, else 0.");
  run_command[check] = [&] { return commands::check(options, json); };

  CLI::App* plan = app.add_subcommand("plan", "Show what publishing the files would change, and for whom");
  add_common(*plan, options);
  plan->add_flag("--json", json, "As JSON");
  plan->footer(
      "Shows dates, old and new, and what moves along; reminders; feeds; who gets a mail; and what was "
      "perhaps\n"
      "not meant. Writes nothing.\n"
      "Exit status: 0 nothing would change, 2 something would, 1 errors in the files.");
  run_command[plan] = [&] { return commands::plan(options, json); };
}

void add_feeds(CLI::App& app, CommandLine& line, Runners& run_command) {
  Options& options = line.options;
  std::string& feed = line.feed;
  bool& json = line.json;
  FeedsOptions& feeds_options = line.feeds;
  CLI::App* render = app.add_subcommand("render", "Print a feed as it is served");
  add_common(*render, options);
  render->add_option("--feed", feed, "person:ID, library:ID or programme:ID")->required()->type_name("FEED");
  run_command[render] = [&] { return commands::render(options, feed); };

  CLI::App* links = app.add_subcommand("links", "List whose feed and page is at which address (secret!)");
  add_common(*links, options);
  add_address(*links, options);
  links->add_flag("--json", json, "As JSON");
  run_command[links] = [&] { return commands::links(options, json); };

  CLI::App* feeds = app.add_subcommand(
      "feeds", "List when each feed was last fetched, by what, and whether that has the last change");
  add_common(*feeds, options);
  feeds->add_option("--person", feeds_options.person, "Only of this person: an id or e-mail address")
      ->type_name("PERSON");
  feeds->add_flag("--behind", feeds_options.behind, "Only those that do not have the last change");
  feeds->add_flag("--json", feeds_options.json, "As JSON");
  feeds->footer("A fetch is known within a minute.");
  run_command[feeds] = [&] { return commands::list_feeds(options, feeds_options); };
}

void add_hand_ins(CLI::App& app, CommandLine& line, Runners& run_command) {
  Options& options = line.options;
  HandInOptions& hand_in_options = line.hand_in;
  bool& json = line.json;
  CLI::App* hand_in =
      app.add_subcommand("hand-in", "Record that somebody handed a deadline in, or undo that");
  add_common(*hand_in, options);
  hand_in->add_option("--person", hand_in_options.person, "Whose: the id in people.csv")
      ->required()
      ->type_name("ID");
  hand_in->add_option("--activity", hand_in_options.activity, "Which: the id in programme.toml")
      ->required()
      ->type_name("ID");
  hand_in->add_option("--programme", hand_in_options.programme, "When both are in several")->type_name("ID");
  hand_in->add_flag("--undo", hand_in_options.undo, "It is not handed in after all; its reminders go again");
  run_command[hand_in] = [&] { return commands::hand_in(options, hand_in_options); };

  CLI::App* hand_ins =
      app.add_subcommand("hand-ins", "List what was handed in, or taken back: when and by whom");
  add_common(*hand_ins, options);
  hand_ins->add_flag("--json", json, "As JSON");
  run_command[hand_ins] = [&] { return commands::list_hand_ins(options, json); };

  CLI::App* opt_outs =
      app.add_subcommand("opt-outs", "List who wants no reminders about what, and since when");
  add_common(*opt_outs, options);
  opt_outs->add_flag("--json", json, "As JSON");
  run_command[opt_outs] = [&] { return commands::list_opt_outs(options, json); };
}

void add_status(CLI::App& app, CommandLine& line, Runners& run_command) {
  CLI::App* status =
      app.add_subcommand("status", "Show how everything is, and what helps when it is not well");
  add_common(*status, line.options);
  status
      ->add_option("--listen", line.serve.listen, "Where the service listens (default: as service.toml says)")
      ->type_name("ADDRESS");
  status->add_flag("--json", line.json, "As JSON, as /status gives it");
  status->footer(
      "Asks the running service. Without one it shows what the files and the database say.\n"
      "Exit status, as monitoring programs expect it: 0 all is well, 1 a person must do something,\n"
      "2 something does not work or no service runs.");
  run_command[status] = [&] { return commands::status(line.options, line.serve.listen, line.json); };
}

void add_announce(CLI::App& app, CommandLine& line, Runners& run_command) {
  Options& options = line.options;
  bool& announce_yes = line.announce_yes;
  CLI::App* announce =
      app.add_subcommand("announce", "Mail people what changed for them now: shows first to whom");
  add_common(*announce, options);
  announce->add_flag("--yes", announce_yes, "Without asking");
  announce->footer("Where nobody can be asked, --yes is needed.");
  run_command[announce] = [&] { return commands::announce(options, announce_yes); };
}

void add_reminders(CLI::App& app, CommandLine& line, Runners& run_command) {
  Options& options = line.options;
  RemindersOptions& asked = line.reminders;
  CLI::App* reminders = app.add_subcommand(
      "reminders", "List every reminder that will go, and every one that will not, with its reason");
  add_common(*reminders, options);
  add_period(*reminders, asked);
  reminders->add_option("--person", asked.person, "Only those to this person: an id or e-mail address")
      ->type_name("PERSON");
  reminders->add_flag("--json", asked.json, "As JSON");
  auto* previewed =
      reminders->add_option("--preview", asked.preview, "Print the mail with this reference instead")
          ->type_name("REFERENCE");
  reminders->add_flag("--eml", asked.eml, "The whole message, as it would be sent")->needs(previewed);
  run_command[reminders] = [&] { return commands::reminders(options, asked); };
}

void add_serve(CLI::App& app, CommandLine& line, Runners& run_command) {
  Options& options = line.options;
  ServeOptions& serve_options = line.serve;
  CLI::App* serve = app.add_subcommand("serve", "Serve the feeds over HTTP");
  add_common(*serve, options);
  add_address(*serve, options);
  serve->add_option("--listen", serve_options.listen, "Address and port (default: as service.toml says)")
      ->type_name("ADDRESS");
  serve->add_flag("--behind-proxy", serve_options.behind_proxy,
                  "Allow an address that other machines reach: a proxy ends TLS");
  serve->add_flag("--public", serve_options.open_to_all,
                  "Allow an address that other machines reach, in clear text");
  serve->add_option("--log", serve_options.log, "auto, text or json")
      ->check(CLI::IsMember({"auto", "text", "json"}).description(""))
      ->type_name("KIND");
  serve->add_flag("--show-links", serve_options.show_links, "Print a few feed addresses once ready");
  serve->add_option("--speed", serve_options.speed, "Rehearse: let time run this many times as fast")
      ->check(is_speed)
      ->type_name("NUMBER");
  serve->add_option("--mail-to", serve_options.mail_to, "Rehearse: send every mail to this address")
      ->check([](const std::string& text) {
        return smtp::is_envelope_address(text)
                   ? ""
                   : programme::in_quotes(text) + " is no address that mail can go to";
      })
      ->type_name("ADDRESS");
  serve->add_flag("--continue", serve_options.go_on, "Rehearse: go on where the last rehearsal stopped");
  serve->footer(
      "Also publishes files that changed, and sends mails.\n"
      "SIGHUP says that the files are ready. SIGTERM finishes requests and stops.\n"
      "With --now, --speed or --mail-to it is a rehearsal: it mails the address of --mail-to at most, keeps\n"
      "what happens in 'rehearsal' in the data folder, and publishes by itself whatever service.toml says.");
  run_command[serve] = [&] { return commands::serve(options, serve_options); };
}

void add_simulate(CLI::App& app, CommandLine& line, Runners& run_command) {
  Options& options = line.options;
  SimulateOptions& simulate_options = line.simulate;
  CLI::App* simulate =
      app.add_subcommand("simulate", "Run the mails of a year in seconds and print who gets what");
  add_common(*simulate, options);
  add_address(*simulate, options);
  simulate
      ->add_option("--from", simulate_options.from, "Begin: 2023-05-01 (default: before the first reminder)")
      ->check(is_time)
      ->type_name("TIME");
  simulate->add_option("--to", simulate_options.to, "End (default: after the last reminder)")
      ->check(is_time)
      ->type_name("TIME");
  simulate->add_option("--eml", simulate_options.eml, "Write the messages into this folder")
      ->type_name("FOLDER");
  simulate
      ->add_option("--smtp", simulate_options.smtp,
                   "Deliver to a mail server on this machine: 127.0.0.1:2525")
      ->type_name("ADDRESS");
  simulate->add_option("--state", simulate_options.state, "Folder to keep the state in, and to begin from")
      ->type_name("FOLDER");
  run_command[simulate] = [&] { return commands::simulate(options, simulate_options); };
}

}  // namespace

Runners add_commands(CLI::App& app, CommandLine& line) {
  Runners run_command;
  add_plan(app, line, run_command);
  add_feeds(app, line, run_command);
  add_link(app, line.options, line.whose, run_command);
  add_hand_ins(app, line, run_command);
  add_revisions(app, line.options, line.revisions, run_command);
  add_announce(app, line, run_command);
  add_status(app, line, run_command);
  add_mail(app, line.options, line.mail, run_command);
  add_reminders(app, line, run_command);
  add_serve(app, line, run_command);
  add_simulate(app, line, run_command);

  // Set last: each command inherits the footer at the time when it is added.
  app.footer(
      "'render', 'links', 'reminders' and 'hand-in' use the latest published revision, and say so when the\n"
      "files differ from it. 'check' and 'simulate' read the files.\n"
      "Every command works beside a running service.\n"
      "--lang is for what coordinators read. What operators read is English.");
  return run_command;
}

}  // namespace commands
