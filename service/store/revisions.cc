// SPDX-License-Identifier: Apache-2.0
#include "service/store/revisions.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/outbox.h"
#include "service/store/stamps.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using programme::Instant;

constexpr const char* set_aside_name = "set aside";
constexpr const char* watched_name = "watched folder";

/// By path.
using Digests = std::map<std::string, std::string>;

/// BLAKE2b (RFC 7693), 256 bits, in hexadecimal.
std::string digest_of(const std::string& bytes) {
  std::array<unsigned char, 32> digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  std::array<char, 2 * digest.size() + 1> text{};
  return sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
}

Digests digests_of(const RevisionFiles& files) {
  Digests digests;
  for (const auto& [path, bytes] : files) digests.emplace(path, digest_of(bytes));
  return digests;
}

Digests read_digests(soci::session& sql, int number) {
  Digests digests;
  std::string path, digest;
  soci::statement rows = (sql.prepare << "SELECT path, digest FROM revision_file WHERE revision = :number",
                          soci::into(path), soci::into(digest), soci::use(number, "number"));
  rows.execute();
  while (rows.fetch()) digests.emplace(path, digest);
  return digests;
}

std::vector<Revision> read_revisions(soci::session& sql, const std::string& which, int number) {
  std::vector<Revision> revisions;
  Revision revision;
  long long published = 0;
  int no_mail = 0;
  soci::statement rows = (sql.prepare << "SELECT number, published, who, why, no_mail FROM revision WHERE " +
                                             which + " ORDER BY number",
                          soci::into(revision.number), soci::into(published), soci::into(revision.who),
                          soci::into(revision.why), soci::into(no_mail), soci::use(number, "number"));
  rows.execute();
  while (rows.fetch()) {
    revision.published = Instant{std::chrono::seconds{published}};
    revision.no_mail = no_mail != 0;
    revisions.push_back(revision);
  }
  return revisions;
}

std::optional<Revision> read_latest(soci::session& sql) {
  const auto found =
      read_revisions(sql, "number = (SELECT MAX(number) FROM revision) AND number > :number", 0);
  return found.empty() ? std::nullopt : std::optional{found.front()};
}

void write_contents(soci::session& sql, const RevisionFiles& files, const Digests& digests) {
  for (const auto& [path, bytes] : files) {
    const std::string& digest = digests.at(path);
    int known = 0;
    sql << "SELECT COUNT(*) FROM file_content WHERE digest = :digest", soci::into(known),
        soci::use(digest, "digest");
    if (known > 0) continue;
    const StoredMessage stored = to_stored(bytes);
    sql << "INSERT INTO file_content (digest, form, bytes) VALUES (:digest, :form, :bytes)",
        soci::use(digest, "digest"), soci::use(stored.form, "form"), soci::use(stored.bytes, "bytes");
  }
}

void write_revision(soci::session& sql, const Revision& revision, const std::string& difference,
                    const Digests& digests) {
  const auto published = static_cast<long long>(revision.published.time_since_epoch().count());
  const int no_mail = revision.no_mail ? 1 : 0;
  sql << "INSERT INTO revision (number, published, who, why, no_mail, difference)"
         " VALUES (:number, :published, :who, :why, :no_mail, :difference)",
      soci::use(revision.number, "number"), soci::use(published, "published"), soci::use(revision.who, "who"),
      soci::use(revision.why, "why"), soci::use(no_mail, "no_mail"), soci::use(difference, "difference");
  for (const auto& [path, digest] : digests)
    sql << "INSERT INTO revision_file (revision, path, digest) VALUES (:revision, :path, :digest)",
        soci::use(revision.number, "revision"), soci::use(path, "path"), soci::use(digest, "digest");
}

/// The store does not have what went out after the state that came back.
void hold_after_restore(soci::session& sql, programme::Instant now) {
  if (!read_state(sql, "hold").empty()) return;
  write_hold(sql,
             "the database came back in an earlier state, which does not know what went out since" +
                 std::string{until_release},
             now);
}

}  // namespace

std::string digest_of(const RevisionFiles& files) {
  std::string all;  // of hexadecimal digests, so that nothing can move from one to the next
  for (const auto& [path, digest] : digests_of(files)) all += digest_of(path) + digest;
  return digest_of(all);
}

std::optional<Revision> Revisions::latest() { return read_latest(store_.connection().sql); }

std::optional<Revision> Revisions::find(int number) {
  const auto found = read_revisions(store_.connection().sql, "number = :number", number);
  return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<Revision> Revisions::list() {
  return read_revisions(store_.connection().sql, "number > :number", 0);
}

RevisionFiles Revisions::files(int number) {
  RevisionFiles files;
  std::string path, digest;
  StoredMessage stored;
  soci::statement rows =
      (store_.connection().sql.prepare
           << "SELECT f.path, f.digest, c.form, c.bytes FROM revision_file f JOIN file_content c"
              " ON c.digest = f.digest WHERE f.revision = :number",
       soci::into(path), soci::into(digest), soci::into(stored.form), soci::into(stored.bytes),
       soci::use(number, "number"));
  rows.execute();
  while (rows.fetch()) {
    std::string bytes = from_stored(stored);
    if (digest_of(bytes) != digest)
      throw std::runtime_error{"revision " + std::to_string(number) + ": the stored " + path + " is damaged"};
    files.emplace(path, std::move(bytes));
  }
  return files;
}

bool Revisions::holds(int number, const RevisionFiles& files) {
  return read_digests(store_.connection().sql, number) == digests_of(files);
}

std::string Revisions::difference(int number) {
  std::string json;
  soci::statement rows =
      (store_.connection().sql.prepare << "SELECT difference FROM revision WHERE number = :number",
       soci::into(json), soci::use(number, "number"));
  return rows.execute(true) ? json : std::string{};
}

OpenPublication::OpenPublication(Store& store)
    : transaction_{std::make_unique<WriteTransaction>(store.connection().sql)} {}

OpenPublication::OpenPublication(OpenPublication&&) noexcept = default;
OpenPublication::~OpenPublication() = default;

void OpenPublication::commit() { transaction_->commit(); }

OpenPublication Revisions::begin(const Publication& publication) {
  const Digests digests = digests_of(publication.files);
  soci::session& sql = store_.connection().sql;
  OpenPublication open{store_};
  RevisionOutcome& outcome = open.outcome_;
  outcome.latest = read_latest(sql);
  const int latest = outcome.latest ? outcome.latest->number : 0;
  if (latest != publication.expected) return open;
  outcome.kind = RevisionOutcome::Kind::unchanged;
  const bool clock_was_ahead =
      publication.restored && outcome.latest && outcome.latest->published > publication.now;
  if (latest == 0 || clock_was_ahead || read_digests(sql, latest) != digests) {
    outcome.kind = RevisionOutcome::Kind::made;
    outcome.latest =
        Revision{latest + 1, publication.now, publication.who, publication.why, publication.no_mail};
    write_contents(sql, publication.files, digests);
    write_revision(sql, *outcome.latest, publication.difference, digests);
    write_state(sql, set_aside_name, publication.ignored_folder_digest);
  }
  programme::Instant at = publication.now;
  if (publication.restored) {
    at = programme::next_change_time(publication.now, publication.served);
    raise_stamps(sql, at);
    hold_after_restore(sql, publication.now);
  }
  // The state that came back may lack contents that were served.
  outcome.stamps = write_stamps(sql, publication.contents, at);
  return open;
}

std::string Revisions::watched() { return read_state(store_.connection().sql, watched_name); }

void Revisions::set_watched(const std::string& folder) {
  if (watched() == folder) return;
  WriteTransaction transaction{store_.connection().sql};
  write_state(store_.connection().sql, watched_name, folder);
  transaction.commit();
}

std::string Revisions::ignored_folder_digest() { return read_state(store_.connection().sql, set_aside_name); }

}  // namespace store
