// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/publication.h"

#include <algorithm>

#include "service/feeds/feed_set.h"
#include "service/feeds/person_paths.h"
#include "service/publishing/withdrawals.h"
#include "service/store/links.h"
#include "service/store/participation.h"
#include "service/store/withdrawn_rows.h"

namespace publishing {
namespace {

/// The addresses that mails to a person hold.
mail::PersonLinks person_links(const std::string& base, const feeds::Catalogue& catalogue,
                               const programme::Person& person, const programme::Programme& programme,
                               programme::Topic topic, const programme::Occurrence* occurrence) {
  const auto* feed = catalogue.feeds().find({feeds::FeedKind::person, person.id});
  if (!feed) return {};
  const std::string token = catalogue.page_token(*feed);
  const bool subscribes = person.delivery == programme::Delivery::feed;
  mail::PersonLinks links{.feed = subscribes ? base + catalogue.path(*feed) : "",
                          .subscribe = subscribes ? base + catalogue.page_path(*feed) : "",
                          .page = base + feeds::overview_path(token),
                          .stop = base + feeds::stop_path(token, topic),
                          .hand_in = {}};
  if (occurrence)
    links.hand_in = base + feeds::hand_in_path(token, programme.id, occurrence->activity->id,
                                               occurrence->library ? occurrence->library->id : "");
  return links;
}

/// What is personal in feeds.
struct Personal {
  std::vector<programme::HandInRecord> hand_ins;
  std::vector<programme::LanguageChange> language_changes;
};

Personal read_personal(store::Store& store) {
  store::Participation participation{store};
  return {participation.hand_ins(), participation.language_changes()};
}

/// Records the personal times that rise because the configuration replaces another one. `shown`: the latest
/// LAST-MODIFIED of the occurrences.
void raise_personal(const Configuration& configuration, const Withdrawals& withdrawals, store::Store& store,
                    programme::Instant now, programme::Instant shown) {
  if (withdrawals.replaced == nullptr) return;
  const auto& programmes = configuration.loaded.programmes;
  store::Participation participation{store};
  const auto at = programme::next_change_time(now, shown);
  participation.raise(feeds::raised_hand_ins(*withdrawals.replaced, programmes, participation.hand_ins(),
                                             withdrawals.former, at));
  participation.write(feeds::language_changes(*withdrawals.replaced, programmes, withdrawals.former, at));
}

programme::Instant latest_of(std::span<const programme::Stamp> stamps) {
  programme::Instant latest;
  for (const auto& stamp : stamps) latest = std::max(latest, stamp.last_changed);
  return latest;
}

/// What is published together with the files, before any number is known.
struct Resolved {
  std::unique_ptr<EarlierProgrammes> earlier;
  Withdrawals withdrawals;
  std::shared_ptr<const feeds::Timetables> timetables;
  feeds::FeedInputs inputs;  ///< Without what is personal.
};

Resolved resolve(const Configuration& configuration, int expected, store::Store& store,
                 programme::Instant now, const feeds::Snapshot* reuse) {
  auto kept = std::make_unique<EarlierProgrammes>(store, configuration.loaded);
  EarlierProgrammes& earlier = *kept;
  if (reuse != nullptr) earlier.add(reuse->revision, reuse->timetables->written_programmes());
  Withdrawals withdrawals = find_withdrawals(configuration, expected, store, earlier, now);
  auto timetables = std::make_shared<const feeds::Timetables>(configuration.loaded.programmes,
                                                              std::move(withdrawals.shown), earlier.kept());
  return {.earlier = std::move(kept),
          .withdrawals = std::move(withdrawals),
          .timetables = std::move(timetables),
          .inputs = feed_inputs_of(configuration, {}, store, now)};
}

struct Recorded {
  store::Outcome outcome;
  feeds::FeedSet feeds;
};

/// Feeds are built before the transaction ends, so that a revision whose events cannot be rendered is never
/// recorded.
Recorded record(const Configuration& configuration, const PublishRequest& request, const Resolved& resolved,
                store::Store& store, programme::Instant now, const feeds::Snapshot* reuse) {
  const auto contents = resolved.timetables->shown().contents();
  auto open = store::Revisions{store}.begin(
      {.files = configuration.texts,
       .contents = contents,
       .expected = request.expected,
       .now = now,
       .who = request.who,
       .why = request.why,
       .no_mail = request.no_mail,
       .difference = request.difference ? request.difference(resolved.timetables->written()) : "",
       .ignored_folder_digest = request.ignored_folder_digest,
       .restored = request.restored});
  Recorded recorded{.outcome = open.outcome(), .feeds = {}};
  if (recorded.outcome.kind == store::Outcome::Kind::overtaken) return recorded;
  raise_personal(configuration, resolved.withdrawals, store, now, latest_of(recorded.outcome.stamps));
  const Personal personal = read_personal(store);
  auto inputs = resolved.inputs;
  inputs.hand_ins = personal.hand_ins;
  inputs.language_changes = personal.language_changes;
  recorded.feeds = feeds::build(resolved.timetables->shown(), recorded.outcome.stamps, inputs,
                                reuse != nullptr ? &reuse->catalogue->feeds() : nullptr);
  if (resolved.withdrawals.rows != resolved.withdrawals.before)
    store::WithdrawnRows{store}.replace(resolved.withdrawals.rows);
  open.commit();
  return recorded;
}

std::shared_ptr<const mail::Edition> edition_of(const std::shared_ptr<const feeds::Snapshot>& snapshot,
                                                const config_files::Loaded& loaded, const Site& site) {
  const auto edition =
      std::make_shared<mail::Edition>(snapshot, loaded.settings.coordinators,
                                      letters::Composer{loaded.templates, loaded.settings.mail.sender});
  for (const auto& each : store::Revisions{site.store}.list())
    if (each.no_mail) edition->silent.push_back(each.number);
  edition->earlier = [](int number, store::Revisions& from) -> std::shared_ptr<const feeds::Timetables> {
    auto earlier = read_revision(from, number, {});
    if (earlier.texts.empty() || !earlier.loaded.ok()) return nullptr;
    return std::make_shared<const feeds::Timetables>(std::move(earlier.loaded.programmes));
  };
  edition->links = [base = site.base, catalogue = snapshot->catalogue](
                       const auto& person, const auto& programme, auto topic, const auto* occurrence) {
    return person_links(base, *catalogue, person, programme, topic, occurrence);
  };
  return edition;
}

Published assemble(const Configuration& configuration, const Resolved& resolved, Recorded recorded,
                   const Site& site, programme::Instant now, const feeds::Snapshot* reuse) {
  const store::Revision& revision = *recorded.outcome.latest;
  const auto& timetables = resolved.timetables;
  const auto snapshot = std::make_shared<const feeds::Snapshot>(feeds::Snapshot{
      .revision = revision.number,
      .published = revision.published,
      .timetables = timetables,
      .stamps = recorded.outcome.stamps,
      .catalogue =
          std::make_shared<const feeds::Catalogue>(std::move(recorded.feeds), site.key, resolved.inputs.links,
                                                   now, reuse != nullptr ? reuse->catalogue.get() : nullptr),
      .people = std::make_shared<const feeds::People>(
          std::shared_ptr<const feeds::Timetable>{timetables, &timetables->shown()})});
  return {.outcome = std::move(recorded.outcome),
          .snapshot = snapshot,
          .edition = edition_of(snapshot, configuration.loaded, site)};
}

}  // namespace

feeds::FeedInputs feed_inputs_of(const Configuration& configuration,
                                 std::span<const programme::HandInRecord> hand_ins, store::Store& store,
                                 programme::Instant now) {
  const auto& kept = configuration.loaded.settings.feeds;
  return {.now = now,
          .keep = {.cancelled = kept.cancelled, .left = kept.left},
          .hand_ins = hand_ins,
          .links = store::Links{store}.all()};
}

Configuration read_configuration(const config_files::Files& files, config_files::KnownTables* known) {
  return {config_files::load(files, known), config_files::programme_texts(files)};
}

Configuration read_revision(store::Revisions& revisions, int number, const config_files::Loaded& around) {
  auto texts = revisions.files(number);
  auto loaded = config_files::load(config_files::with_programmes({}, texts));
  loaded.settings = around.settings;
  loaded.templates = around.templates;
  return {std::move(loaded), std::move(texts)};
}

Published publish(const Configuration& configuration, const PublishRequest& request, const Site& site,
                  programme::Instant now, const feeds::Snapshot* reuse) {
  const Resolved resolved = resolve(configuration, request.expected, site.store, now, reuse);
  Recorded recorded = record(configuration, request, resolved, site.store, now, reuse);
  if (recorded.outcome.kind == store::Outcome::Kind::overtaken)
    return {.outcome = std::move(recorded.outcome), .snapshot = nullptr, .edition = nullptr};
  return assemble(configuration, resolved, std::move(recorded), site, now, reuse);
}

}  // namespace publishing
