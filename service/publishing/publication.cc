// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/publication.h"

#include <utility>

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

/// Who handed what in, with what people take along from a library that they leave; that is recorded.
std::vector<feeds::HandIn> hand_ins_with(const Configuration& configuration,
                                         const std::vector<programme::Programme>* replaced,
                                         store::Store& store, programme::Instant now) {
  auto said = hand_ins(store);
  if (replaced == nullptr) return said;
  const auto raised = feeds::taken_along(*replaced, configuration.loaded.programmes, said, now);
  std::vector<store::HandInRow> rows;
  for (const auto& row : raised)
    rows.push_back({.programme = row.programme,
                    .activity = row.activity,
                    .library = row.library,
                    .subject = row.subject,
                    .done = row.done,
                    .changes = row.changes,
                    .changed = row.changed,
                    .by = {}});
  store::Participation{store}.set_changes(rows);
  return feeds::with_rows(std::move(said), raised);
}

/// What is published together with the files, before any number is known.
struct Resolved {
  std::vector<changes::Withdrawn> withdrawn_before, withdrawn;
  EarlierProgrammes earlier;
  const std::vector<programme::Programme>* replaced =
      nullptr;  ///< In `earlier`; nullptr: nothing is replaced.
  std::shared_ptr<const feeds::Timetables> timetables;
  feeds::FeedInputs inputs;  ///< Without hand-ins.
};

Resolved resolve(const Configuration& configuration, int expected, store::Store& store,
                 programme::Instant now, const Reuse& reuse) {
  store::Revisions revisions{store};
  const int replaced = expected > 0 && !revisions.holds(expected, configuration.texts) ? expected : 0;
  auto before = store::WithdrawnRows{store}.all();
  EarlierProgrammes::ByRevision known;
  if (const auto* last = reuse.snapshot())
    known.emplace(last->revision, last->timetables->written_programmes());
  EarlierProgrammes earlier = read_earlier(revisions, before, replaced, std::move(known), now,
                                           days_visible(configuration.loaded.settings));
  Withdrawals withdrawals = find_withdrawals(configuration, replaced, before, earlier, now);
  auto timetables = std::make_shared<const feeds::Timetables>(configuration.loaded.programmes,
                                                              std::move(withdrawals.shown), earlier.kept());
  return {.withdrawn_before = std::move(before),
          .withdrawn = std::move(withdrawals.rows),
          .earlier = earlier,
          .replaced = replaced > 0 ? &earlier.of(replaced) : nullptr,
          .timetables = std::move(timetables),
          .inputs = feed_inputs_of(configuration, {}, store::Links{store}.all(), now)};
}

struct Recorded {
  store::Outcome outcome;
  feeds::FeedSet feeds;
};

/// Feeds are built before the transaction ends, so that a revision whose events cannot be rendered is never
/// recorded.
Recorded record(const Configuration& configuration, const PublishRequest& request, const Resolved& resolved,
                store::Store& store, programme::Instant now, const Reuse& reuse) {
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
  const auto said = hand_ins_with(configuration, resolved.replaced, store, now);
  auto inputs = resolved.inputs;
  inputs.hand_ins = said;
  recorded.feeds = feeds::build(resolved.timetables->shown(), recorded.outcome.stamps, inputs, reuse.feeds());
  if (resolved.withdrawn != resolved.withdrawn_before)
    store::WithdrawnRows{store}.replace(resolved.withdrawn);
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
                   const Site& site, programme::Instant now, const Reuse& reuse) {
  const store::Revision& revision = *recorded.outcome.latest;
  const auto& timetables = resolved.timetables;
  const auto snapshot = std::make_shared<const feeds::Snapshot>(
      feeds::Snapshot{.revision = revision.number,
                      .published = revision.published,
                      .timetables = timetables,
                      .stamps = recorded.outcome.stamps,
                      .catalogue = std::make_shared<const feeds::Catalogue>(
                          std::move(recorded.feeds), site.key, resolved.inputs.links, now, reuse.catalogue()),
                      .people = std::make_shared<const feeds::People>(
                          std::shared_ptr<const feeds::Timetable>{timetables, &timetables->shown()})});
  return {.outcome = std::move(recorded.outcome),
          .snapshot = snapshot,
          .edition = edition_of(snapshot, configuration.loaded, site)};
}

}  // namespace

std::vector<feeds::HandIn> hand_ins(store::Store& store) {
  std::vector<feeds::HandIn> all;
  for (auto& row : store::Participation{store}.hand_ins())
    all.push_back({.programme = std::move(row.programme),
                   .activity = std::move(row.activity),
                   .library = std::move(row.library),
                   .subject = std::move(row.subject),
                   .done = row.done,
                   .changes = row.changes,
                   .changed = row.changed});
  return all;
}

feeds::FeedInputs feed_inputs_of(const Configuration& configuration, std::span<const feeds::HandIn> said,
                                 programme::Links links, programme::Instant now) {
  const auto& kept = configuration.loaded.settings.feeds;
  return {.now = now,
          .keep = {.cancelled = kept.cancelled, .left = kept.left},
          .hand_ins = said,
          .links = std::move(links)};
}

Configuration read_configuration(const config_files::Files& files) {
  return {config_files::load(files), config_files::programme_texts(files)};
}

Configuration read_configuration(const config_files::Files& files, Reuse& reuse) {
  return {config_files::load(files, &reuse.tables()), config_files::programme_texts(files)};
}

Configuration read_revision(store::Revisions& revisions, int number, const config_files::Loaded& around) {
  auto texts = revisions.files(number);
  auto loaded = config_files::load(config_files::with_programmes({}, texts));
  loaded.settings = around.settings;
  loaded.templates = around.templates;
  return {std::move(loaded), std::move(texts)};
}

Published publish_configuration(const Configuration& configuration, const PublishRequest& request,
                                const Site& site, programme::Instant now, const Reuse& reuse) {
  const Resolved resolved = resolve(configuration, request.expected, site.store, now, reuse);
  Recorded recorded = record(configuration, request, resolved, site.store, now, reuse);
  if (recorded.outcome.kind == store::Outcome::Kind::overtaken)
    return {.outcome = std::move(recorded.outcome), .snapshot = nullptr, .edition = nullptr};
  return assemble(configuration, resolved, std::move(recorded), site, now, reuse);
}

}  // namespace publishing
