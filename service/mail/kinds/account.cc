// SPDX-License-Identifier: Apache-2.0
#include "service/mail/kinds/account.h"

#include <algorithm>
#include <map>
#include <utility>

namespace mail {
namespace {

using programme::Coordinator;
using programme::Instant;
using store::AccountNotes;

std::string operator_key(const Coordinator& overseer) { return "operator:" + overseer.address; }

/// The coordinators, and the operator unless they are one of them.
std::vector<std::pair<std::string, const Coordinator*>> readers(const Edition& edition,
                                                                const WorkerOptions& options) {
  std::vector<std::pair<std::string, const Coordinator*>> all;
  bool listed = false;
  for (const Coordinator& coordinator : edition.coordinators) {
    all.emplace_back(programme::Recipient{nullptr, &coordinator}.key(), &coordinator);
    listed = listed || (options.system_operator && options.system_operator->address == coordinator.address);
  }
  if (options.system_operator && !listed)
    all.emplace_back(operator_key(*options.system_operator), &*options.system_operator);
  return all;
}

/// What one reader read before.
class Memory {
 public:
  explicit Memory(const std::vector<AccountNotes::Said>& said) {
    for (const auto& each : said) said_[{each.entry.item, each.entry.state}] = each.when;
  }

  /// Since when it is to be said; it may be to come. nullopt: it was said.
  std::optional<Instant> to_be_said(const store::AccountEntry& entry, Instant since, bool waits,
                                    std::chrono::hours again = Accountant::again_after) const {
    const auto said = said_.find({entry.item, entry.state});
    if (said == said_.end()) return since;
    return waits ? std::optional{said->second + again} : std::nullopt;
  }

 private:
  std::map<std::pair<std::string, std::string>, Instant> said_;
};

/// A mail in the queue is late only after a while; once there is a mail about others, it is named as well.
Instant worth_a_mail(const AccountItem& item) {
  const bool queued = item.line.cause == letters::AccountCause::tried;
  return queued ? item.since + late_after : item.since;
}

store::AccountEntry entry_of(const store::Announcements::Untold& untold) {
  return {"untold/" + std::to_string(untold.since), "untold"};
}

/// A server that is away for some minutes is nobody's concern.
Instant worth_a_mail(const AccountStop& stop) {
  return stop.stop.held ? stop.stop.since : stop.stop.since + late_after;
}

}  // namespace

Accountant::Accountant(store::Outbox& outbox, const WorkerOptions& options, const WorkerLog& log)
    : outbox_{outbox}, options_{options}, log_{log} {}

void Accountant::run(const WorkerView& at) {
  const bool news = looked_ != outbox_.troubles() || edition_ != at.edition || at.now >= look_again_;
  if (!news && !(next_ && *next_ <= at.now)) return;
  looked_ = outbox_.troubles();
  edition_ = at.edition;
  look_again_ = at.now + options_.account_every;
  next_.reset();
  const Edition& edition = at.plan.edition();
  if (edition.programmes.empty()) return;
  auto notes = outbox_.account_notes();
  const auto state = account_state(outbox_, at, notes.begin(at.now));
  const auto consider = [this](std::optional<Instant> time) {
    if (time) next_ = next_ ? std::min(*next_, *time) : *time;
  };
  const auto all = readers(edition, options_);
  if (all.empty() && !state.items.empty() && reported_.allow("nobody", at.now))
    log_.error(std::to_string(state.items.size()) + (state.items.size() == 1 ? " mail" : " mails") +
               " did not go, and nobody reads of it: service.toml names no [[coordinator]] and no "
               "[operator]; `traject mail list` shows them");
  std::size_t queued = 0;
  for (const auto& [key, reader] : all) {
    const auto due_at = due({key, reader->address}, state, at.now);
    if (!due_at || *due_at > at.now) {
      consider(due_at);
      continue;
    }
    notes.queue({key, reader->address}, edition.programmes.front().id, at.now, at.now + a_day);
    ++queued;
  }
  if (queued > 0) log_.info("mail that did not go is reported to " + std::to_string(queued) + " readers");
  if (const auto first = outbox_.first_due(at.now - late_after)) consider(*first + late_after);
}

/// Returns nullopt while an account mail is on its way, or when nothing is to be said.
std::optional<Instant> Accountant::due(const AccountNotes::Reader& reader, const AccountState& state,
                                       Instant now) const {
  auto notes = outbox_.account_notes();
  const auto standing = notes.standing(reader.recipient);
  const Memory memory{notes.said_to(reader.recipient)};
  std::optional<Instant> first;
  const auto consider = [&](std::optional<Instant> time) {
    if (time) first = first ? std::min(*first, *time) : *time;
  };
  for (const auto& item : state.items)
    consider(memory.to_be_said(item.entry, worth_a_mail(item), item.waits()));
  for (const auto& stop : state.stops) consider(memory.to_be_said(stop.entry, worth_a_mail(stop), true));
  if (state.untold) consider(memory.to_be_said(entry_of(*state.untold), state.untold->when, false));
  if (!first) return std::nullopt;
  if (standing.pending) return std::nullopt;
  const Instant last = standing.last > now ? Instant{} : standing.last;  // by a wrong clock
  return std::max({*first + gathers, last + a_day, now});
}

std::optional<Accountant::Account> Accountant::account_for(const std::string& reader,
                                                           const WorkerView& at) const {
  auto notes = outbox_.account_notes();
  auto state = account_state(outbox_, at, notes.begin(at.now));
  const Memory memory{notes.said_to(reader)};
  Account account;
  constexpr auto again = again_after - std::chrono::hours{24};  // so that one mail says all that still waits
  for (AccountStop& stop : state.stops) {
    if (const auto since = memory.to_be_said(stop.entry, worth_a_mail(stop), true, again);
        since && *since <= at.now)
      account.entries.push_back(stop.entry);
    account.letter.stops.push_back(std::move(stop.stop));
  }
  if (state.untold && memory.to_be_said(entry_of(*state.untold), state.untold->when, false)) {
    account.entries.push_back(entry_of(*state.untold));
    account.letter.untold_since = state.untold->since;
  }
  for (auto& item : state.items) {
    const auto since = memory.to_be_said(item.entry, item.since, item.waits(), again);
    if (since && *since <= at.now) {
      account.entries.push_back(item.entry);
      account.letter.lines.push_back(std::move(item.line));
    } else if (item.waits()) {
      ++account.letter.known;
    }
  }
  if (account.entries.empty()) return std::nullopt;
  return account;
}

namespace {

/// While mail is paused, the mails that wait try the server. The account goes after them: it need not name
/// what goes by itself then.
bool others_probe(const Draft& draft) {
  const auto due = draft.outbox.first_due({});
  return due && *due <= draft.at.now && draft.outbox.hold().empty() && draft.outbox.pauses().read();
}

}  // namespace

Preparation prepare_account(const Draft& draft) {
  const Edition& edition = draft.edition();
  const auto all = readers(edition, draft.options);
  const auto to =
      std::ranges::find(all, draft.mail.recipient, [](const auto& reader) { return reader.first; });
  if (to == all.end())
    return Ended{store::MailState::skipped, "nothing is left to say: they read no such mails any more"};
  if (edition.programmes.empty()) return Ended{store::MailState::failed, no_programme};
  const auto& programme = edition.programmes.front();
  if (draft.has_bytes()) return draft.again(edition.composer.sender_of(programme), to->second->address);
  if (others_probe(draft))
    return Ended{store::MailState::retry, "mail is paused, and another mail tries the server",
                 draft.at.now + std::chrono::minutes{1}};
  auto account = draft.at.accountant->account_for(to->first, draft.at);
  if (!account) return Ended{store::MailState::skipped, "nothing is left to say: it went, or was said"};
  draft.outbox.account_notes().set_entries(draft.mail.id, account->entries, draft.at.now);
  return draft.composed([&] {
    letters::AccountLetter& letter = account->letter;
    letter.message_id = draft.message_id();
    letter.reader = to->second;
    letter.to_operator = draft.options.system_operator && to->second == &*draft.options.system_operator;
    letter.programme = &programme;
    letter.rehearsal_to = draft.options.rehearsal_to;
    return Prepared{draft.options.compose_account ? draft.options.compose_account(letter, draft.at.now)
                                                  : edition.composer.compose_account(letter, draft.at.now),
                    {},
                    false};
  });
}

}  // namespace mail
