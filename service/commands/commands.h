// SPDX-License-Identifier: Apache-2.0
//
// The commands, one file each. Every function returns the exit status; what is broken throws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/commands/options.h"

namespace commands {

/// Prints every problem in the configuration. 0: no errors, 1: errors.
int check(const Options& options);

/// Prints what publishing the files would do; changes nothing. 0: nothing, 1: errors in the files, 2:
/// something.
int plan(const Options& options, bool json);

/// Prints one feed as it is served. `feed` is "person:ID", "library:ID" or "programme:ID".
int render(const Options& options, const std::string& feed);

/// Lists whose feed, and whose own page, is at which address.
int links(const Options& options, bool json);

struct FeedsOptions {
  std::string person;   ///< As link() takes it; empty: everybody.
  bool behind = false;  ///< Only feeds that some calendar, or all, did not fetch since they changed.
  bool json = false;
};

/// Lists when each feed was last fetched, by which kind of calendar program, and whether that has the last
/// change.
int list_feeds(const Options& options, const FeedsOptions& asked);

enum class LinkAction {
  renew,   ///< A new address; the old one works for another week.
  revoke,  ///< A new address; the old one stops at once.
};

/// Replaces the address of a feed, and with a person's feed those of their own pages. `whose` is an id or
/// e-mail address of a person, or a feed as render() takes it.
int link(const Options& options, LinkAction action, const std::string& whose);

struct HandInOptions {
  std::string person, activity;
  std::string programme;  ///< Empty: the one that has both.
  bool undo = false;
};

/// Records for a person, or for their library, that a deadline is handed in, or that it is not after all.
int hand_in(const Options& options, const HandInOptions& wanted);

/// Lists every hand-in that somebody recorded, and every one that was taken back.
int list_hand_ins(const Options& options, bool json);

/// Lists who wants no reminders about what.
int list_opt_outs(const Options& options, bool json);

/// Whether mail is held, up to which revision people are informed, and how many mails are in each state.
int mail_status(const Options& options, bool json);

/// Mails of the outbox, newest first. `state` empty: all.
int mail_list(const Options& options, const std::string& state, std::size_t limit, bool json);
int mail_show(const Options& options, std::int64_t id, bool json);
int mail_retry(const Options& options, std::int64_t id);
/// All in that state that can go again, after a person agrees (or `yes`): when a server refused a whole
/// morning.
int mail_retry_all(const Options& options, const std::string& state, bool yes);
int mail_drop(const Options& options, std::int64_t id);

/// Shows what is held or waits, and lets it go when a person agrees (or `yes`).
int mail_release(const Options& options, bool yes);

/// Shows who is still to be told what changed, and has it done when a person agrees (or `yes`).
int announce(const Options& options, bool yes);

/// Queues a mail that says that mail works.
int mail_test(const Options& options, const std::string& to);

struct RemindersOptions {
  std::string from;    ///< A time that parse_day_or_time() takes; empty: now.
  std::string to;      ///< Likewise, a day up to its end; empty: no end.
  std::string person;  ///< Id, address, or Recipient::key(); empty: everybody.
  bool json = false;
  std::string preview;  ///< Reference of a reminder: print its mail instead.
  bool eml = false;     ///< The whole message of it.
};

/// Prints every reminder that will go in a period, and every one that will not, with the reason. Changes
/// nothing.
int reminders(const Options& options, const RemindersOptions& asked);

struct ServeOptions {
  std::string listen;  ///< "host:port"; empty: as service.toml says.
  bool behind_proxy = false;
  bool open_to_all = false;  ///< --public
  bool show_links = false;   ///< Print a few feed addresses once ready: for a person at a terminal.
  std::string log;           ///< "auto", "text", "json"; empty: as service.toml says.
  double speed = 0;          ///< How many times as fast as reality; 0: not given.
  std::string mail_to;       ///< A rehearsal: every mail goes to this address.
  bool go_on = false;        ///< A rehearsal goes on where the last one stopped.
};

struct PublishOptions {
  std::string why;
  bool yes = false;       ///< Without asking.
  bool no_mail = false;   ///< Nobody gets a mail about what changed.
  bool restored = false;  ///< The database comes from a backup: all events get numbers that nobody has seen.
};

/// Shows what would change, asks, and publishes the folder as the next revision.
int publish(const Options& options, const PublishOptions& publish_options);

/// The same with what a revision held; the folder stays as it is and is not published by itself.
int rollback(const Options& options, const PublishOptions& publish_options, int number);

/// What was published when, by whom and why; the newest first.
int history(const Options& options, bool json);

/// One revision: what is known about it and the lines that it changed, or as JSON with the changes by name;
/// or its files, into `to`.
int show(const Options& options, int number, bool json, const std::string& to);

/// The lines in which two revisions differ; without `other`: from what the folder holds.
int diff(const Options& options, int number, std::optional<int> other);

/// Serves until SIGTERM or SIGINT; SIGHUP reads the configuration again. With a time, a speed or an address
/// for mails it is a rehearsal: nobody is mailed but that address, and what happens is kept apart, in
/// `rehearsal` in the data folder.
int serve(const Options& options, const ServeOptions& serve_options);

struct SimulateOptions {
  std::string from;   ///< A time that parse_day_or_time() takes; empty: an hour before the first reminder.
  std::string to;     ///< Likewise, a day up to its end; empty: a day after the last.
  std::string smtp;   ///< A server on this machine, "127.0.0.1:2525"; empty: files.
  std::string eml;    ///< Folder for the messages; empty: they are not kept.
  std::string state;  ///< Folder to begin from and to keep; empty: begins with nothing, keeps nothing.
};

/// Runs the mail worker over simulated time and prints who got what, and what did not go and why.
int simulate(const Options& options, const SimulateOptions& simulate_options);

}  // namespace commands
