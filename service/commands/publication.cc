// SPDX-License-Identifier: Apache-2.0
#include "service/commands/publication.h"

#include "service/commands/carrying.h"
#include "service/feeds/feed_set.h"
#include "service/mail/edition.h"
#include "service/store/carried_rows.h"
#include "service/store/key_file.h"
#include "service/store/links.h"
#include "service/store/participation.h"
#include "service/web/person_paths.h"

namespace commands {
namespace {

/// The addresses that mails to a person hold.
mail::PersonLinks person_links(const std::string& base, const web::Catalogue& catalogue,
                               const programme::Person& person, const programme::Programme& programme,
                               programme::Topic topic, const programme::Occurrence* occurrence) {
  const auto* feed = catalogue.feeds().find({feeds::FeedKind::person, person.id});
  if (!feed) return {};
  const std::string token = catalogue.page_token(*feed);
  const bool subscribes = person.delivery == programme::Delivery::feed;
  mail::PersonLinks links{.feed = subscribes ? base + catalogue.path(*feed) : "",
                          .subscribe = subscribes ? base + catalogue.page_path(*feed) : "",
                          .page = base + web::overview_path(token),
                          .stop = base + web::stop_path(token, topic),
                          .hand_in = {}};
  if (occurrence)
    links.hand_in = base + web::hand_in_path(token, programme.id, occurrence->activity->id,
                                             occurrence->library ? occurrence->library->id : "");
  return links;
}

/// Who handed what in, with what people take along from a library that they leave; that is recorded.
std::vector<feeds::HandIn> hand_ins_with(const Candidate& candidate, const Carrying& carrying,
                                         store::Store& store, programme::Instant now) {
  auto said = hand_ins(store);
  if (carrying.replaced == nullptr) return said;
  const auto raised = feeds::taken_along(*carrying.replaced, candidate.loaded.programmes, said, now);
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

/// What change mails need to know of revisions.
void set_revision(mail::Edition& edition, const store::Revision& revision, store::Store& store) {
  edition.revision = revision.number;
  edition.published = revision.published;
  for (const auto& each : store::Revisions{store}.list())
    if (each.no_mail) edition.silent.push_back(each.number);
  edition.earlier = [](int number, store::Revisions& from) -> std::shared_ptr<const mail::Edition> {
    auto candidate = read_revision(from, number, {});
    if (candidate.texts.empty() || !candidate.loaded.ok()) return nullptr;
    return std::make_shared<const mail::Edition>(std::move(candidate.loaded.programmes),
                                                 std::vector<programme::Coordinator>{},
                                                 mail::Composer{{}, ""});
  };
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

feeds::Circumstances circumstances_of(const Candidate& candidate, std::span<const feeds::HandIn> said,
                                      store::Store& store, programme::Instant now) {
  const auto& kept = candidate.loaded.settings.feeds;
  return {.now = now,
          .keep = {.cancelled = kept.cancelled, .left = kept.left},
          .hand_ins = said,
          .links = store::Links{store}.all()};
}

Candidate read_candidate(const config_files::Files& files, config_files::KnownTables* known) {
  return {config_files::load(files, known), config_files::programme_texts(files)};
}

Published publish(const Candidate& candidate, const Wanted& wanted, store::Store& store,
                  const feeds::TokenKey& key, const std::string& base, programme::Instant now,
                  const web::Published* before) {
  const auto& loaded = candidate.loaded;
  EarlierProgrammes earlier{store, loaded};
  if (before != nullptr) earlier.add(before->revision, before->edition->drafts.written());
  Carrying carrying = carry_over(candidate, wanted.expected, store, earlier, now);
  const auto edition =
      std::make_shared<mail::Edition>(loaded.programmes, loaded.settings.coordinators,
                                      mail::Composer{loaded.templates, loaded.settings.mail.sender},
                                      std::move(carrying.effective), earlier.kept());
  const feeds::Circumstances circumstances = circumstances_of(candidate, {}, store, now);
  const auto contents = edition->draft.contents();
  feeds::FeedSet feeds;
  Published published{.outcome = store::Revisions{store}.publish(
                          {.files = candidate.texts,
                           .contents = contents,
                           .expected = wanted.expected,
                           .now = now,
                           .who = wanted.who,
                           .why = wanted.why,
                           .no_mail = wanted.no_mail,
                           .difference = wanted.difference ? wanted.difference(edition->drafts.files()) : "",
                           .set_aside = wanted.set_aside,
                           .restored = wanted.restored},
                          [&](auto stamps) {
                            const auto said = hand_ins_with(candidate, carrying, store, now);
                            auto all = circumstances;
                            all.hand_ins = said;
                            feeds = feeds::build(edition->draft, stamps, all,
                                                 before != nullptr ? &before->catalogue->feeds() : nullptr);
                            if (carrying.rows != carrying.before)
                              store::CarriedRows{store}.replace(carrying.rows);
                          }),
                      .content = nullptr};
  if (published.outcome.kind == store::Outcome::Kind::overtaken) return published;
  edition->stamps = published.outcome.stamps;
  set_revision(*edition, *published.outcome.latest, store);
  const auto catalogue = std::make_shared<const web::Catalogue>(
      std::move(feeds), key, circumstances.links, now, before != nullptr ? before->catalogue.get() : nullptr);
  edition->links = [base, catalogue](const auto& person, const auto& programme, auto topic,
                                     const auto* occurrence) {
    return person_links(base, *catalogue, person, programme, topic, occurrence);
  };
  const std::shared_ptr<const feeds::Draft> draft{edition, &edition->draft};
  published.content = std::make_shared<const web::Published>(
      web::Published{.catalogue = catalogue,
                     .revision = published.outcome.latest->number,
                     .programmes = loaded.programmes.size(),
                     .edition = edition,
                     .people = std::make_shared<const web::People>(draft)});
  return published;
}

Candidate read_revision(store::Revisions& revisions, int number, const config_files::Loaded& around) {
  auto texts = revisions.files(number);
  auto loaded = config_files::load(config_files::with_programmes({}, texts));
  loaded.settings = around.settings;
  loaded.templates = around.templates;
  return {std::move(loaded), std::move(texts)};
}

}  // namespace commands
