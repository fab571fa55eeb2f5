// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/announcement.h"

#include <algorithm>
#include <limits>

#include "service/mail/invitees.h"
#include "service/publishing/change_plan.h"
#include "service/store/announcements.h"

namespace publishing {
namespace {

using Recipients = std::vector<std::string>;

/// Adds the recipients of change mails about the revisions after the last announced one.
void add_mailed(const Head& head, programme::Instant now, Recipients& recipients) {
  const feeds::Timetable before{head.known.loaded.programmes};
  const feeds::Timetable after{head.published.loaded.programmes};
  for (const Addressee& each : changes_between(before, after, now).mails)
    recipients.push_back(each.recipient);
}

/// Adds the recipients of invitations that are not decided yet.
void add_invited(const Head& head, programme::Instant now, Recipients& recipients) {
  if (!head.latest || head.latest->no_mail || head.decided == head.revision()) return;
  const auto timetables = timetables_of(head.published, 0, head.withdrawn, head.earlier, now);
  const mail::Invitees invitees{timetables->shown()};
  for (const auto& step : invitees.steps(head.invitations, now)) recipients.push_back(step.recipient);
}

void sort_each_once(Recipients& recipients) {
  std::ranges::sort(recipients);
  recipients.erase(std::unique(recipients.begin(), recipients.end()), recipients.end());
}

}  // namespace

PendingRecipients pending_recipients(const Head& head, programme::Instant now) {
  PendingRecipients pending;
  if (head.announced > 0 && head.announced < head.revision()) {
    if (head.known.texts.empty() || !head.known.loaded.ok()) {
      pending.unreadable = head.announced;
    } else {
      add_mailed(head, now, pending.recipients);
    }
  }
  add_invited(head, now, pending.recipients);
  sort_each_once(pending.recipients);
  return pending;
}

PendingRecipients announcement_recipients(const Head& head, store::Outbox& outbox, programme::Instant now) {
  PendingRecipients pending = pending_recipients(head, now);
  for (const auto& mail : outbox.list(store::MailState::waiting, std::numeric_limits<int>::max()))
    if ((mail.kind == store::MailKind::change || mail.kind == store::MailKind::invitation) &&
        mail.waits_for.empty() && mail.not_after > now)
      pending.recipients.push_back(mail.recipient);
  sort_each_once(pending.recipients);
  return pending;
}

void announce(const Head& head, store::Outbox& outbox, programme::Instant now) {
  outbox.announcements().ask(head.revision());
  outbox.announcements().release(now);
}

void mark_announced(store::Store& store, int revision) {
  store::Announcements announcements{store};
  const int announced = announcements.announced();
  if (announced > 0 && announced < revision) announcements.set_announced(revision);
  auto invitations = announcements.invitations();
  if (invitations.decided()) invitations.set_decided(revision);
}

}  // namespace publishing
