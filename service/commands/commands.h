// SPDX-License-Identifier: Apache-2.0
//
// The functions that run the commands. A file is named after its command; a few related commands share one.
// Each function returns the exit status of options.h. It throws when a file, the database or the network
// fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/commands/options.h"

namespace commands {

/// Prints every problem in the configuration. Returns exit_problems when there are errors.
int check(const Options& options, bool json);

/// Prints the effects of publishing the files; changes nothing. Returns exit_ok when there are none,
/// exit_changes when there are some, exit_problems when the files have errors.
int plan(const Options& options, bool json);

/// Prints a published feed. `feed` is "person:ID", "library:ID" or "programme:ID".
int render(const Options& options, const std::string& feed);

/// Lists the address of every feed and of every personal page.
int links(const Options& options, bool json);

struct FeedsOptions {
  std::string person;   ///< A name as in link(); empty: all feeds.
  bool behind = false;  ///< Only feeds never fetched, or not by every client since the last change.
  bool json = false;
};

/// Lists for each feed the last fetch by each family of calendar programs, and whether it included the last
/// change.
int list_feeds(const Options& options, const FeedsOptions& asked);

enum class LinkAction {
  renew,   ///< Makes a new address; the old one works for another week.
  revoke,  ///< Makes a new address; the old one stops at once.
};

/// Replaces the address of a feed; for a person, also the addresses of the personal pages. `whose` is the id
/// or e-mail address of a person, or a feed as in render().
int link(const Options& options, LinkAction action, const std::string& whose);

struct HandInOptions {
  std::string person, activity;
  std::string programme;  ///< Empty: the only programme that has both.
  bool undo = false;
};

/// Records that a person or their library has handed in a deadline; with `undo`, that they have not.
int hand_in(const Options& options, const HandInOptions& wanted);

/// Lists every recorded hand-in, including those undone.
int list_hand_ins(const Options& options, bool json);

/// Lists every person and topic without reminders at the person's request.
int list_opt_outs(const Options& options, bool json);

/// Prints how every part of the running service is or, without one, what the files and the store say. Asks
/// the service at `listen`; empty: the address in service.toml. Returns exit_ok, exit_attention or
/// exit_failed.
int status(const Options& options, const std::string& listen, bool json);

/// Prints whether mail is held, the last revision that people were informed of, and the number of mails in
/// each state.
int mail_status(const Options& options, bool json);

/// Lists mails of the outbox, newest first, `limit` at most. An empty `state` selects all.
int mail_list(const Options& options, const std::string& state, std::size_t limit, bool json);
/// Prints one mail with its reminders and, when it is composed, its message.
int mail_show(const Options& options, std::int64_t id, bool json);
/// Queues one mail again. Returns exit_usage when its state or its time does not permit that.
int mail_retry(const Options& options, std::int64_t id);
/// Queues all mails in that state again, after confirmation; `yes` confirms in advance. It repairs a long
/// failure of the mail server.
int mail_retry_all(const Options& options, const std::string& state, bool yes);
/// Cancels one mail.
int mail_drop(const Options& options, std::int64_t id);

/// Shows the held and the waiting mails and releases them after confirmation; `yes` confirms in advance.
int mail_release(const Options& options, bool yes);

/// Shows the recipients of pending change mails and releases these mails after confirmation; `yes` confirms
/// in advance.
int announce(const Options& options, bool yes);

/// Queues a test mail to an address.
int mail_test(const Options& options, const std::string& to);

/// Lists refused addresses.
int mail_refused(const Options& options, bool json);
/// Marks an address as refused: mails to it wait.
int mail_refuse(const Options& options, const std::string& address, const std::string& why);
/// Removes the mark and queues what waits for the address. Returns exit_usage when it is not marked.
int mail_accept(const Options& options, const std::string& address);

struct RemindersOptions {
  std::string from;    ///< Text for parse_day_or_time(); empty: now.
  std::string to;      ///< Likewise; a day includes its end; empty: no limit.
  std::string person;  ///< Id, address or Recipient::key(); empty: all people.
  bool json = false;
  std::string preview;  ///< Reference of a reminder: prints its mail instead of the list.
  bool eml = false;     ///< Prints the whole message of `preview` (RFC 5322).
};

/// Prints every reminder of a period: those to be sent, and those skipped with the reason. Changes nothing.
int reminders(const Options& options, const RemindersOptions& asked);

struct ServeOptions {
  std::string listen;  ///< "host:port"; empty: the value in service.toml.
  bool behind_proxy = false;
  bool open_to_all = false;  ///< --public
  bool show_links = false;   ///< Prints a few feed addresses when the service is ready.
  std::string log;           ///< "auto", "text" or "json"; empty: the value in service.toml.
  double speed = 0;          ///< Speed of the clock in a rehearsal; 1 is real time; 0: option absent.
  std::string mail_to;       ///< Rehearsal: the recipient of every mail.
  bool go_on = false;        ///< Continues the last rehearsal.
};

struct PublishOptions {
  std::string why;
  bool yes = false;       ///< Confirms in advance.
  bool no_mail = false;   ///< Sends no change mails.
  bool restored = false;  ///< The database is a restored backup: raises LAST-MODIFIED of all events.
};

/// Shows the changes, asks for confirmation, and publishes the folder as the next revision.
int publish(const Options& options, const PublishOptions& publish_options);

/// Publishes the texts of an earlier revision as the next one, likewise. Automatic publishing ignores the
/// present texts of the folder from then on.
int rollback(const Options& options, const PublishOptions& publish_options, int number);

/// Lists the revisions, newest first: time, author and reason of each.
int history(const Options& options, bool json);

/// Prints a revision and its line differences; as JSON, with the names of the changes. When `to` is not
/// empty, writes the revision's files into that folder instead.
int show(const Options& options, int number, bool json, const std::string& to);

/// Prints the line differences between two revisions; without `other`, between the revision and the folder.
int diff(const Options& options, int number, std::optional<int> other);

/// Serves until SIGTERM or SIGINT; SIGHUP reads the configuration again. A time, a speed or `mail_to` makes
/// it a rehearsal: `mail_to` receives all mail, and all records are kept in the folder `rehearsal` of the
/// data folder.
int serve(const Options& options, const ServeOptions& serve_options);

struct SimulateOptions {
  std::string from;   ///< Text for parse_day_or_time(); empty: an hour before the first reminder.
  std::string to;     ///< Likewise; a day includes its end; empty: a day after the last one.
  std::string smtp;   ///< "127.0.0.1:2525", a server on this machine; empty: .eml files.
  std::string eml;    ///< Folder for the .eml files; empty: they are deleted.
  std::string state;  ///< Data folder to continue and keep; empty: a temporary one.
};

/// Runs the mail worker over simulated time. Prints every mail sent, and every skipped one with its reason.
int simulate(const Options& options, const SimulateOptions& simulate_options);

}  // namespace commands
