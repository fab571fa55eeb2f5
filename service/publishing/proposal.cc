// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/proposal.h"

#include <system_error>
#include <utility>

#include "service/publishing/change_plan.h"
#include "service/publishing/clock_check.h"

namespace publishing {
namespace {

ChangePlan plan_of(const Head& head, const Configuration& next, programme::Instant now) {
  const int replaced = head.published.texts == next.texts ? 0 : head.revision();
  return make_plan(timetables_of(head.published, 0, head.withdrawn, head.earlier, now),
                   timetables_of(next, replaced, head.withdrawn, head.earlier, now), now,
                   {.facts = &head.facts,
                    .coordinators = next.loaded.settings.coordinators,
                    .ask_above = static_cast<std::size_t>(next.loaded.settings.mail.ask_above),
                    .inputs = feed_inputs_of(next, head.personal, head.links, now),
                    .last_sent = head.invitations});
}

config_files::Texts texts_in(const std::filesystem::path& folder) {
  return config_files::programme_texts(config_files::read_files(folder));
}

/// Looks in the folder that the service watches, else in that of the proposal. Files that were published from
/// the folder are not left behind.
LeftBehind left_behind(const Proposal& proposal, store::Revisions& revisions) {
  const std::filesystem::path& own = proposal.options.folder;
  LeftBehind left{.folder = revisions.watched(), .digest = {}};
  std::error_code unreadable;  // The user may lack permission to read it.
  if (left.folder.empty() || !std::filesystem::exists(left.folder, unreadable)) left.folder = own;
  if (!proposal.options.back_to && std::filesystem::equivalent(left.folder, own, unreadable)) return left;
  const std::string digest = store::digest_of(texts_in(left.folder));
  if (digest != proposal.digest) left.digest = digest;
  return left;
}

}  // namespace

Proposal propose(const Head& head, Configuration configuration, programme::Instant now,
                 ProposalOptions options) {
  Proposal proposal{.options = std::move(options),
                    .base = head.revision(),
                    .configuration = std::move(configuration),
                    .digest = {},
                    .plan = {},
                    .difference = {},
                    .pending = {}};
  proposal.digest = store::digest_of(proposal.configuration.texts);
  if (head.published.loaded.ok()) {
    proposal.plan = plan_of(head, proposal.configuration, now);
    if (proposal.options.no_mail) proposal.plan->mails.clear();
    proposal.difference = difference_json(*proposal.plan);
  }
  if (proposal.options.no_mail) proposal.pending = pending_recipients(head, now);
  return proposal;
}

PublishResult publish(const Proposal& proposal, const std::string& who, const std::string& why,
                      const Site& site, programme::Instant now) {
  if (!proposal.may_be_published()) return MailPending{};
  const ProposalOptions& options = proposal.options;
  if (!options.back_to && store::digest_of(texts_in(options.folder)) != proposal.digest)
    return FilesChanged{};
  store::Revisions revisions{site.store};
  auto latest = revisions.latest();
  if ((latest ? latest->number : 0) != proposal.base) return Overtaken{std::move(latest)};
  if (auto problem = clock_problem(now, site.built, latest ? latest->published : programme::Instant{}))
    return ClockWrong{std::move(*problem)};
  if (options.no_mail && proposal.pending.recipients.empty()) mark_announced(site.store, proposal.base);
  LeftBehind left = left_behind(proposal, revisions);
  auto published =
      publish_configuration(proposal.configuration,
                            {.expected = proposal.base,
                             .who = who,
                             .why = why,
                             .no_mail = options.no_mail,
                             .difference = [&](const feeds::Timetable&) { return proposal.difference; },
                             .ignored_folder_digest = left.digest,
                             .restored = options.restored},
                            site, now);
  if (published.outcome.kind == store::RevisionOutcome::Kind::overtaken)
    return Overtaken{std::move(published.outcome.latest)};
  return Accepted{std::move(published), std::move(left)};
}

}  // namespace publishing
