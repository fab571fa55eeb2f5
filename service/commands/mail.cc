// SPDX-License-Identifier: Apache-2.0
//
// `traject mail …` shows and changes the outbox. It works beside a running service, too.
#include <algorithm>
#include <iostream>
#include <limits>

#include "service/commands/command_errors.h"
#include "service/commands/commands.h"
#include "service/commands/mail_text.h"
#include "service/commands/terminal.h"
#include "service/config_files/value_syntax.h"
#include "service/mail/pause_words.h"
#include "service/programme/printable.h"
#include "service/smtp/courier.h"
#include "service/store/outbox.h"

namespace commands {
namespace {

using store::Mail;
using store::MailState;

/// The outbox in the data folder.
struct OpenOutbox {
  explicit OpenOutbox(const std::filesystem::path& folder) : store{folder} {}
  store::Store store;
  store::Outbox outbox{store};
};

/// Prints an error and returns nullptr when there is no usable data folder.
std::unique_ptr<OpenOutbox> open_outbox(const Options& options) {
  const auto folder = used_folder_or_report(options);
  return folder ? std::make_unique<OpenOutbox>(*folder) : nullptr;
}

int no_such_mail(std::int64_t id) {
  std::cerr << "there is no mail " << id << "; 'traject mail list' shows them\n";
  return exit_usage;
}

/// Returns the mails that `release` affects: those that wait for a person's word and, while mail is held, all
/// others that can still be sent.
std::vector<Mail> to_release(store::Outbox& outbox, bool held, programme::Instant now) {
  std::vector<Mail> mails;
  const auto add = [&](MailState state) {
    for (Mail& mail : outbox.list(state, std::numeric_limits<int>::max()))
      if (mail.not_after > now && mail.waits_for.empty()) mails.push_back(std::move(mail));
  };
  add(MailState::waiting);
  if (held) {
    for (const auto state :
         {MailState::queued, MailState::retry, MailState::leased, MailState::data, MailState::unknown})
      add(state);
  }
  std::sort(mails.begin(), mails.end(),
            [](const Mail& a, const Mail& b) { return std::tie(a.due, a.id) < std::tie(b.due, b.id); });
  return mails;
}

/// Describes mails that have no subject yet: the worker composes a mail when it sends it.
void name_unsent(std::vector<Mail>& mails, store::Outbox& outbox) {
  for (Mail& mail : mails)
    if (mail.subject.empty() && mail.kind == store::MailKind::reminder)
      mail.subject = about(outbox.reminders_of(mail.id));
    else if (mail.subject.empty() && mail.kind == store::MailKind::change)
      mail.subject = "what changed";
    else if (mail.subject.empty() && mail.kind == store::MailKind::file_problems)
      mail.subject = "what is wrong in the files";
    else if (mail.subject.empty() && mail.kind == store::MailKind::account)
      mail.subject = "mails that did not go";
}

/// Says why a mail waits of which the store says nothing yet.
void give_reasons(std::vector<Mail>& mails, store::Outbox& outbox) {
  const bool held = !outbox.hold().empty();
  for (Mail& mail : mails)
    if (mail.detail.empty()) mail.detail = why_it_waits(mail, held);
}

/// Gives waiting mails the reason why their address is refused.
void explain_waiting(std::vector<Mail>& mails, store::Outbox& outbox, programme::Language language) {
  auto addresses = outbox.refused_addresses();
  for (Mail& mail : mails) {
    if (mail.waits_for.empty()) continue;
    if (const auto refused = addresses.find(mail.waits_for))
      mail.detail = mail::refusal_in_words(*refused, dutch_zone).in(language);
  }
}

/// Says on standard error why nothing goes at present.
void print_brakes(store::Outbox& outbox) {
  if (const std::string why = outbox.hold(); !why.empty()) std::cerr << "all mail is held: " << why << '\n';
  if (const auto pause = outbox.pauses().read())
    std::cerr << mail::pause_in_words(*pause, dutch_zone).en << '\n';
}

void print_what_goes(const std::vector<Mail>& mails, const std::string& when) {
  constexpr std::size_t shown = 100;
  std::cout << mails.size() << (mails.size() == 1 ? " mail goes" : " mails go") << when << ":\n";
  for (std::size_t i = 0; i < std::min(shown, mails.size()); ++i) std::cout << mail_line(mails[i]) << '\n';
  if (mails.size() > shown) std::cout << "… and " << mails.size() - shown << " more\n";
}

/// Prints an error and returns nullopt when there is no such state.
std::optional<MailState> state_or_report(const std::string& name) {
  const auto state = store::mail_state_named(name);
  if (!state)
    std::cerr << programme::in_quotes(name) << " is no state of a mail; these are: " << mail_states() << '\n';
  return state;
}

}  // namespace

int mail_status(const Options& options, bool json) {
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  store::Outbox& outbox = opened->outbox;
  store::Announcements& announcements = outbox.announcements();
  const auto latest = announcements.revisions().latest();
  const MailStatus status{.hold = outbox.hold(),
                          .pause = outbox.pauses().read(),
                          .refused = static_cast<int>(outbox.refused_addresses().addresses().size()),
                          .last_tick = outbox.last_tick(),
                          .published = latest ? latest->number : 0,
                          .announced = announcements.announced(),
                          .invited = announcements.invitations().decided(),
                          .counts = outbox.counts()};
  std::cout << (json ? status_as_json(status) + "\n" : status_text(status));
  return std::cout.flush() ? exit_ok : exit_failure;
}

int mail_list(const Options& options, const std::string& state, std::size_t limit, bool json) {
  std::optional<MailState> wanted;
  if (!state.empty()) {
    wanted = state_or_report(state);
    if (!wanted) return exit_usage;
  }
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  auto mails = opened->outbox.list(wanted, limit);
  give_reasons(mails, opened->outbox);
  if (json) {
    std::cout << mails_as_json(mails) << '\n';
  } else {
    name_unsent(mails, opened->outbox);
    explain_waiting(mails, opened->outbox, options.language);
    for (const Mail& mail : mails) std::cout << mail_line(mail) << '\n';
    print_brakes(opened->outbox);
  }
  return std::cout.flush() ? exit_ok : exit_failure;
}

int mail_show(const Options& options, std::int64_t id, bool json) {
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  auto mail = opened->outbox.find(id);
  if (!mail) return no_such_mail(id);
  if (mail->detail.empty()) mail->detail = why_it_waits(*mail, !opened->outbox.hold().empty());
  const auto reminders = opened->outbox.reminders_of(id);
  std::cout << (json ? mail_as_json(*mail, reminders) + "\n" : mail_in_full(*mail, reminders));
  return std::cout.flush() ? exit_ok : exit_failure;
}

int mail_retry(const Options& options, std::int64_t id) {
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  const auto mail = opened->outbox.find(id);
  if (!mail) return no_such_mail(id);
  if (!opened->outbox.retry(id, options.time())) {
    std::cerr << "mail " << id << " cannot go again: " << why_not_again(*mail, options.time()) << '\n';
    return exit_usage;
  }
  std::cout << "mail " << id << " goes when the service next looks\n";
  return exit_ok;
}

int mail_retry_all(const Options& options, const std::string& state, bool yes) {
  const auto wanted = state_or_report(state);
  if (!wanted) return exit_usage;
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  store::Outbox& outbox = opened->outbox;
  const auto now = options.time();
  auto mails = outbox.list(wanted, std::numeric_limits<int>::max());
  const std::size_t found = mails.size();
  std::erase_if(mails, [&](const Mail& mail) { return !why_not_again(mail, now).empty(); });
  if (mails.empty()) {
    std::cout << "no mail that is " << state << " can go again; " << found
              << " cannot, and 'traject mail retry ID' says why\n";
    return exit_ok;
  }
  name_unsent(mails, outbox);
  print_what_goes(mails, " again");
  if (!confirm(yes, programme::Language::en, "Again?")) return exit_usage;
  const auto gone =
      std::ranges::count_if(mails, [&](const Mail& mail) { return outbox.retry(mail.id, now); });
  std::cout << gone << (gone == 1 ? " mail goes" : " mails go") << " when the service next looks\n";
  return exit_ok;
}

int mail_drop(const Options& options, std::int64_t id) {
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  const auto mail = opened->outbox.find(id);
  if (!mail) return no_such_mail(id);
  if (!opened->outbox.drop(id, options.time())) {
    std::cerr << "mail " << id << " is " << to_string(mail->state) << ", and does not go (any more)\n";
    return exit_usage;
  }
  std::cout << "mail " << id << " does not go\n";
  return exit_ok;
}

int mail_release(const Options& options, bool yes) {
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  store::Outbox& outbox = opened->outbox;
  const std::string held = outbox.hold();
  auto mails = to_release(outbox, !held.empty(), options.time());
  if (held.empty() && mails.empty()) {
    std::cout << "nothing is held and nothing waits\n";
    return exit_ok;
  }
  name_unsent(mails, outbox);
  if (!held.empty()) std::cout << "All mail is held: " << held << '\n';
  print_what_goes(mails, " when you release");
  const auto latest = outbox.announcements().revisions().latest();
  const int announced = outbox.announcements().announced();
  if (!held.empty() && latest && !latest->no_mail && announced < latest->number)
    std::cout << "What changed since revision " << announced
              << " is still to be told after that; `traject announce` shows to whom.\n";
  if (!confirm(yes, programme::Language::en, "Release?")) return exit_usage;
  std::int64_t last = 0;
  for (const Mail& mail : mails) last = std::max(last, mail.id);
  const int released = outbox.release_waiting(options.time(), last);
  if (!held.empty()) outbox.release_hold(options.time());
  std::cout << "released" << (held.empty() ? "" : ": mail is no longer held") << "; " << released
            << " that waited " << (released == 1 ? "goes" : "go") << '\n';
  return exit_ok;
}

int mail_test(const Options& options, const std::string& to) {
  if (const auto flaw = config_files::flaw_of_email(to)) {
    std::cerr << programme::in_quotes(to) << ": " << flaw->in(options.language) << '\n';
    return exit_usage;
  }
  if (!smtp::is_envelope_address(to)) {
    std::cerr << programme::in_quotes(to) << " is no address that mail can go to\n";
    return exit_usage;
  }
  const auto opened = open_outbox(options);
  if (!opened) return exit_problems;
  const auto now = options.time();
  const auto id = opened->outbox.add_test(to, "test/" + date::format("%FT%TZ", now) + "/" + to, now);
  std::cout << "mail " << id
            << " is queued; a running service sends it before all others, and without one it waits a day."
            << "\n'traject mail show " << id << "' tells what became of it\n";
  print_brakes(opened->outbox);
  opened->outbox.pauses().probe_now(now);
  return exit_ok;
}

}  // namespace commands
