// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/publication.h"

#include <algorithm>
#include <map>
#include <utility>

#include "service/feeds/feed_set.h"
#include "service/feeds/token.h"
#include "service/publishing/withdrawals.h"
#include "service/store/links.h"
#include "service/store/participation.h"
#include "service/store/withdrawn_rows.h"

namespace publishing {
namespace {

/// The addresses in mails to a person.
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

/// Finds people in `earlier` who were withdrawn alone or with their programme.
feeds::FormerPerson former_people(const std::vector<changes::Withdrawn>& rows,
                                  const EarlierProgrammes& earlier) {
  std::map<std::pair<std::string, std::string>, int>
      revisions;  // by programme and person; "" for a whole programme
  for (const auto& row : rows)
    if (row.kind == changes::WithdrawnKind::person || row.kind == changes::WithdrawnKind::programme)
      revisions[{row.programme, row.kind == changes::WithdrawnKind::person ? row.id : ""}] = row.revision;
  if (revisions.empty()) return {};
  return [revisions = std::move(revisions), &earlier](const std::string& programme,
                                                      const std::string& id) -> const programme::Person* {
    auto found = revisions.find({programme, id});
    if (found == revisions.end()) found = revisions.find({programme, ""});
    if (found == revisions.end()) return nullptr;
    const programme::Programme* had = earlier.find(found->second, programme);
    if (had == nullptr) return nullptr;
    const auto person = std::ranges::find(had->people, id, &programme::Person::id);
    return person == had->people.end() ? nullptr : &*person;
  };
}

/// Adds the revisions of people who return to a programme, no matter how long ago they were withdrawn.
void add_returning(EarlierProgrammes::ByRevision& known, const std::vector<changes::Withdrawn>& rows,
                   const std::vector<programme::Programme>& programmes, store::Revisions& revisions) {
  for (const changes::Withdrawn& row : rows) {
    if (row.kind != changes::WithdrawnKind::person && row.kind != changes::WithdrawnKind::programme) continue;
    const auto again = std::ranges::find(programmes, row.programme, &programme::Programme::id);
    const bool returns =
        again != programmes.end() &&
        (row.kind == changes::WithdrawnKind::programme ||
         std::ranges::find(again->people, row.id, &programme::Person::id) != again->people.end());
    if (!returns || known.contains(row.revision)) continue;
    auto had = read_revision(revisions, row.revision, {});
    if (had.loaded.ok()) known.emplace(row.revision, std::move(had.loaded.programmes));
  }
}

/// The parts of a publication that do not depend on its revision number.
struct Resolved {
  std::vector<changes::Withdrawn> withdrawn_before, withdrawn;
  EarlierProgrammes earlier;
  const std::vector<programme::Programme>* replaced =
      nullptr;  ///< Owned by `earlier`; nullptr: nothing is replaced.
  std::shared_ptr<const feeds::Timetables> timetables;
  feeds::FeedInputs inputs;  ///< Without personal ones.
};

Resolved resolve(const Configuration& configuration, int expected, store::Store& store,
                 programme::Instant now, const Reuse& reuse) {
  store::Revisions revisions{store};
  const int replaced = expected > 0 && !revisions.holds(expected, configuration.texts) ? expected : 0;
  auto before = store::WithdrawnRows{store}.all();
  EarlierProgrammes::ByRevision known;
  if (const auto* last = reuse.snapshot())
    known.emplace(last->revision, last->timetables->written_programmes());
  if (replaced > 0) add_returning(known, before, configuration.loaded.programmes, revisions);
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
          .inputs = feed_inputs_of(configuration, Personal{}, store::Links{store}.all(), now)};
}

/// Records the personal times that rise because the configuration replaces another one, and returns all
/// personal inputs. Within the transaction that has the new stamps: the times are later than every time
/// shown, so that SEQUENCE does not decrease for a person who gets the state of another library.
Personal raise_personal(const Configuration& configuration, const Resolved& resolved, store::Store& store,
                        programme::Instant now) {
  Personal personal = read_personal(store);
  if (resolved.replaced == nullptr) return personal;
  store::Participation participation{store};
  const auto& programmes = configuration.loaded.programmes;
  const auto former = former_people(resolved.withdrawn_before, resolved.earlier);
  const auto at = programme::next_change_time(now, participation.latest_shown());
  const auto raised = feeds::raised_hand_ins(*resolved.replaced, programmes, personal.hand_ins, former, at);
  participation.raise(raised);
  participation.write(feeds::language_changes(*resolved.replaced, programmes, former, at));
  return {feeds::with_rows(std::move(personal.hand_ins), raised), participation.language_changes()};
}

struct Recorded {
  store::RevisionOutcome outcome;
  feeds::FeedSet feeds;
  std::int64_t participation = 0;
};

/// Builds the feeds before the commit, so that a revision with an event that cannot be rendered is not
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
       .restored = request.restored,
       .served = request.served});
  Recorded recorded{.outcome = open.outcome(), .feeds = {}, .participation = 0};
  if (recorded.outcome.kind == store::RevisionOutcome::Kind::overtaken) return recorded;
  const Personal personal = raise_personal(configuration, resolved, store, now);
  recorded.participation = store::Participation{store}.version();
  auto inputs = resolved.inputs;
  inputs.hand_ins = personal.hand_ins;
  inputs.language_changes = personal.language_changes;
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
  const auto snapshot = std::make_shared<const feeds::Snapshot>(feeds::Snapshot{
      .revision = revision.number,
      .published = revision.published,
      .timetables = timetables,
      .stamps = std::make_shared<const std::vector<programme::Stamp>>(recorded.outcome.stamps),
      .catalogue = std::make_shared<const feeds::Catalogue>(std::move(recorded.feeds), site.key,
                                                            resolved.inputs.links, now, reuse.catalogue()),
      .people = std::make_shared<const feeds::People>(
          std::shared_ptr<const feeds::Timetable>{timetables, &timetables->shown()})});
  return {.outcome = std::move(recorded.outcome),
          .snapshot = snapshot,
          .edition = edition_of(snapshot, configuration.loaded, site),
          .participation = recorded.participation};
}

}  // namespace

Personal read_personal(store::Store& store) {
  store::Participation participation{store};
  return {participation.hand_ins(), participation.language_changes()};
}

feeds::FeedInputs feed_inputs_of(const Configuration& configuration, const Personal& personal,
                                 programme::Links links, programme::Instant now) {
  const auto& kept = configuration.loaded.settings.feeds;
  return {.now = now,
          .keep = {.cancelled = kept.cancelled, .left = kept.left},
          .hand_ins = personal.hand_ins,
          .language_changes = personal.language_changes,
          .links = std::move(links)};
}

Configuration read_configuration(const config_files::Files& files) {
  return {config_files::load(files), config_files::programme_texts(files),
          config_files::service_texts(files)};
}

Configuration read_configuration(const config_files::Files& files, Reuse& reuse) {
  return {config_files::load(files, &reuse.tables()), config_files::programme_texts(files),
          config_files::service_texts(files)};
}

Configuration read_revision(store::Revisions& revisions, int number, const config_files::Loaded& around,
                            config_files::KnownTables* known) {
  auto texts = revisions.files(number);
  auto loaded = config_files::load(config_files::with_programmes({}, texts), known);
  loaded.settings = around.settings;
  loaded.templates = around.templates;
  return {std::move(loaded), std::move(texts), {}};
}

Published publish_configuration(const Configuration& configuration, const PublishRequest& request,
                                const Site& site, programme::Instant now, const Reuse& reuse) {
  const Resolved resolved = resolve(configuration, request.expected, site.store, now, reuse);
  Recorded recorded = record(configuration, request, resolved, site.store, now, reuse);
  if (recorded.outcome.kind == store::RevisionOutcome::Kind::overtaken)
    return {
        .outcome = std::move(recorded.outcome), .snapshot = nullptr, .edition = nullptr, .participation = 0};
  return assemble(configuration, resolved, std::move(recorded), site, now, reuse);
}

}  // namespace publishing
