// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "service/store/connection.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using Migration = std::vector<std::string_view>;

/// Migration i takes a database from version i to i + 1. Only ever append: databases out there have run
/// these.
const std::array<Migration, 9> migrations{{
    {
        "CREATE TABLE occurrence ("
        " uid VARCHAR(80) NOT NULL PRIMARY KEY,"
        " fingerprint VARCHAR(64) NOT NULL,"
        " sequence INTEGER NOT NULL,"
        " first_published BIGINT NOT NULL,"  // seconds since 1970, UTC
        " last_changed BIGINT NOT NULL)",
        "CREATE TABLE feed_generation ("
        " kind VARCHAR(16) NOT NULL,"
        " id VARCHAR(254) NOT NULL,"
        " generation INTEGER NOT NULL,"
        " PRIMARY KEY (kind, id))",
    },
    {
        // Instants are seconds since 1970, UTC. An empty text stands for "none": no key column is nullable.
        "CREATE TABLE known ("
        " kind VARCHAR(16) NOT NULL,"  // rule, person
        " programme VARCHAR(254) NOT NULL,"
        " id VARCHAR(254) NOT NULL,"
        " since BIGINT NOT NULL,"
        " PRIMARY KEY (kind, programme, id))",
        "CREATE TABLE hand_in ("
        " programme VARCHAR(254) NOT NULL,"
        " activity VARCHAR(254) NOT NULL,"
        " library VARCHAR(254) NOT NULL,"  // of the occurrence
        " subject VARCHAR(254) NOT NULL,"  // person or library
        " done INTEGER NOT NULL,"
        " changes INTEGER NOT NULL,"
        " changed BIGINT NOT NULL,"
        " said_by VARCHAR(64) NOT NULL,"
        " PRIMARY KEY (programme, activity, library, subject))",
        "CREATE TABLE opt_out ("
        " recipient VARCHAR(320) NOT NULL,"
        " topic VARCHAR(32) NOT NULL,"
        " since BIGINT NOT NULL,"
        " PRIMARY KEY (recipient, topic))",
        "CREATE TABLE moment ("  // closed ones
        " programme VARCHAR(254) NOT NULL,"
        " rule VARCHAR(254) NOT NULL,"
        " activity VARCHAR(254) NOT NULL,"
        " library VARCHAR(254) NOT NULL,"
        " day VARCHAR(16) NOT NULL,"
        " round INTEGER NOT NULL,"
        " due BIGINT NOT NULL,"
        " reason VARCHAR(32) NOT NULL,"
        " closed BIGINT NOT NULL,"
        " PRIMARY KEY (programme, rule, activity, library, day, round))",
        "CREATE TABLE reminder ("
        " programme VARCHAR(254) NOT NULL,"
        " rule VARCHAR(254) NOT NULL,"
        " activity VARCHAR(254) NOT NULL,"
        " library VARCHAR(254) NOT NULL,"
        " day VARCHAR(16) NOT NULL,"
        " round INTEGER NOT NULL,"
        " recipient VARCHAR(320) NOT NULL,"
        " due BIGINT NOT NULL,"
        " not_after BIGINT NOT NULL,"
        " mail BIGINT NOT NULL,"  // 0: none
        " reason VARCHAR(32) NOT NULL,"
        // What a mail needs that is made later, when a hand-in is withdrawn:
        " mail_key VARCHAR(1000) NOT NULL,"
        " address VARCHAR(254) NOT NULL,"
        " subject VARCHAR(254) NOT NULL,"  // whose hand-in spares it
        " decided BIGINT NOT NULL,"
        " changed BIGINT NOT NULL,"
        " PRIMARY KEY (programme, rule, activity, library, day, round, recipient))",
        "CREATE INDEX reminder_by_mail ON reminder (mail)",
        "CREATE TABLE mail ("
        " id INTEGER NOT NULL PRIMARY KEY,"  // not BIGINT: this is SQLite's own row number

        " mail_key VARCHAR(1000) NOT NULL UNIQUE,"
        " purpose VARCHAR(16) NOT NULL,"
        " urgency INTEGER NOT NULL,"  // 0 goes before 1
        " programme VARCHAR(254) NOT NULL,"
        " recipient VARCHAR(320) NOT NULL,"
        " address VARCHAR(254) NOT NULL,"
        " state VARCHAR(16) NOT NULL,"
        " due BIGINT NOT NULL,"
        " not_after BIGINT NOT NULL,"
        " next_try BIGINT NOT NULL,"  // queued: the same as due
        " attempts INTEGER NOT NULL,"
        " unfinished INTEGER NOT NULL,"
        " resends INTEGER NOT NULL,"
        " again INTEGER NOT NULL,"     // unknown: goes again at next_try
        " approved INTEGER NOT NULL,"  // not used any more
        " epoch INTEGER NOT NULL,"
        " owner VARCHAR(254) NOT NULL,"
        " leased_until BIGINT NOT NULL,"
        " changed BIGINT NOT NULL,"
        " subject VARCHAR(1000) NOT NULL,"
        " detail VARCHAR(2000) NOT NULL)",
        "CREATE INDEX mail_by_due ON mail (state, urgency, due, id)",
        "CREATE INDEX mail_by_next_try ON mail (state, next_try)",
        "CREATE INDEX mail_by_expiry ON mail (state, not_after)",
        "CREATE INDEX mail_by_recipient ON mail (recipient, due)",
        "CREATE TABLE mail_message ("
        " mail INTEGER NOT NULL PRIMARY KEY,"
        " form VARCHAR(8) NOT NULL,"  // plain, base64
        " bytes TEXT NOT NULL)",
        "CREATE TABLE worker_state ("
        " name VARCHAR(32) NOT NULL PRIMARY KEY,"
        " value TEXT NOT NULL)",
    },
    {
        "CREATE TABLE revision ("
        " number INTEGER NOT NULL PRIMARY KEY,"
        " published BIGINT NOT NULL,"  // seconds since 1970, UTC
        " who VARCHAR(254) NOT NULL,"
        " why VARCHAR(2000) NOT NULL,"
        " no_mail INTEGER NOT NULL,"
        " difference TEXT NOT NULL)",  // JSON
        "CREATE TABLE revision_file ("
        " revision INTEGER NOT NULL,"
        " path VARCHAR(1000) NOT NULL,"
        " digest VARCHAR(64) NOT NULL,"
        " PRIMARY KEY (revision, path))",
        "CREATE TABLE file_content ("
        " digest VARCHAR(64) NOT NULL PRIMARY KEY,"
        " form VARCHAR(8) NOT NULL,"  // plain, base64
        " bytes TEXT NOT NULL)",
    },
    {
        "CREATE TABLE change_mail ("
        " mail BIGINT NOT NULL PRIMARY KEY,"
        " since INTEGER NOT NULL)",  // the revision that its recipient knows
    },
    {
        "ALTER TABLE feed_generation ADD COLUMN restored INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE feed_generation ADD COLUMN restored_at BIGINT NOT NULL DEFAULT 0",
        "CREATE TABLE old_link ("
        " kind VARCHAR(16) NOT NULL,"
        " id VARCHAR(254) NOT NULL,"
        " generation INTEGER NOT NULL,"
        " works_until BIGINT NOT NULL,"
        " PRIMARY KEY (kind, id, generation))",
        "CREATE TABLE carried ("
        " programme VARCHAR(254) NOT NULL,"
        " kind VARCHAR(16) NOT NULL,"
        " id VARCHAR(600) NOT NULL,"
        " revision INTEGER NOT NULL,"
        " since INTEGER NOT NULL,"  // days since 1970
        " last INTEGER NOT NULL,"
        " PRIMARY KEY (programme, kind, id))",
        "CREATE TABLE feed_fetch ("
        " kind VARCHAR(16) NOT NULL,"
        " id VARCHAR(254) NOT NULL,"
        " family VARCHAR(16) NOT NULL,"
        " fetched BIGINT NOT NULL,"
        " digest VARCHAR(64) NOT NULL,"
        " PRIMARY KEY (kind, id, family))",
    },
    {
        "CREATE TABLE invitation ("  // what calendars were told last
        " recipient VARCHAR(320) NOT NULL,"
        " uid VARCHAR(80) NOT NULL,"
        " programme VARCHAR(254) NOT NULL,"
        " mail BIGINT NOT NULL,"
        " sequence INTEGER NOT NULL,"
        " cancelled INTEGER NOT NULL,"
        " occurs VARCHAR(40) NOT NULL,"  // local: from/to, or the day (and time) that it is due
        " zone VARCHAR(64) NOT NULL,"
        " title VARCHAR(1000) NOT NULL,"
        " place VARCHAR(3000) NOT NULL,"
        " created BIGINT NOT NULL,"
        " organizer VARCHAR(254) NOT NULL,"
        " name VARCHAR(1000) NOT NULL,"
        " email VARCHAR(254) NOT NULL,"
        " address VARCHAR(254) NOT NULL,"
        " language VARCHAR(2) NOT NULL,"
        " PRIMARY KEY (recipient, uid))",
        "CREATE TABLE invitation_mail ("
        " mail BIGINT NOT NULL PRIMARY KEY,"
        " uid VARCHAR(80) NOT NULL)",  // of the occurrence that it is about
    },
    {
        // SEQUENCE is LAST-MODIFIED in seconds since 2020 (1577836800). Feeds showed sequence + 2 * restored,
        // and added the changes of the hand-ins of a person and a library; closed addresses one more. No time
        // stays below that.
        "UPDATE occurrence SET last_changed = 1577836801 + sequence"
        " + 2 * (SELECT COALESCE(MAX(restored), 0) FROM feed_generation)"
        " + 2 * (SELECT COALESCE(MAX(changes), 0) FROM hand_in)"
        " WHERE last_changed < 1577836801 + sequence"
        " + 2 * (SELECT COALESCE(MAX(restored), 0) FROM feed_generation)"
        " + 2 * (SELECT COALESCE(MAX(changes), 0) FROM hand_in)",
        // A restored address showed the time of that.
        "UPDATE occurrence SET last_changed = (SELECT COALESCE(MAX(restored_at), 0) FROM feed_generation)"
        " WHERE last_changed < (SELECT COALESCE(MAX(restored_at), 0) FROM feed_generation)",
        "ALTER TABLE occurrence DROP COLUMN sequence",
        "ALTER TABLE feed_generation DROP COLUMN restored",
        "ALTER TABLE feed_generation DROP COLUMN restored_at",
        "ALTER TABLE hand_in DROP COLUMN changes",
        "DELETE FROM worker_state WHERE name IN ('vouched until', 'sequence floor')",
        "ALTER TABLE carried RENAME TO withdrawn",
        "CREATE TABLE language_change ("
        " programme VARCHAR(254) NOT NULL,"
        " person VARCHAR(254) NOT NULL,"
        " changed BIGINT NOT NULL,"
        " PRIMARY KEY (programme, person))",
    },
    {
        // The version of the participation since which a row says what it says.
        "ALTER TABLE hand_in ADD COLUMN version BIGINT NOT NULL DEFAULT 0",
        "CREATE INDEX hand_in_by_version ON hand_in (version)",
        "CREATE INDEX hand_in_by_subject ON hand_in (subject, changed)",
        "CREATE INDEX language_change_by_person ON language_change (person)",
        "CREATE INDEX occurrence_by_last_changed ON occurrence (last_changed)",
        "CREATE INDEX reminder_spared ON reminder (programme, activity, library, subject)"
        " WHERE reason = 'handed_in'",
        "CREATE INDEX reminder_taken_out ON reminder (not_after)"
        " WHERE reason IN ('cancelled', 'unconfirmed', 'planned', 'left', 'opted_out', 'moved', 'no_rule')",
        // Of which of them a publication gave is not known; no later one may be below any.
        "INSERT INTO worker_state (name, value) SELECT 'personal times published', MAX(changed) FROM"
        " (SELECT changed FROM hand_in UNION ALL SELECT changed FROM language_change) AS personal"
        " HAVING COUNT(*) > 0",
    },
    {
        "CREATE TABLE service_file ("  // service.toml and templates of the last good reading
        " path VARCHAR(254) NOT NULL PRIMARY KEY,"
        " form VARCHAR(8) NOT NULL,"  // as of file_content
        " bytes TEXT NOT NULL)",
        "CREATE TABLE refused_address ("
        " address VARCHAR(254) NOT NULL PRIMARY KEY,"  // lower case
        " since BIGINT NOT NULL,"
        " refused_by VARCHAR(16) NOT NULL,"  // relay, coordinator
        " reply VARCHAR(2000) NOT NULL)",
        // The refused address that a waiting mail waits for; empty: it waits for a coordinator's word.
        "ALTER TABLE mail ADD COLUMN waits_for VARCHAR(254) NOT NULL DEFAULT ''",
        "CREATE INDEX reminder_too_late ON reminder (changed) WHERE reason IN ('late', 'begun')",
        "CREATE TABLE account_line ("  // what an account mail says
        " mail BIGINT NOT NULL,"
        " item VARCHAR(1000) NOT NULL,"  // mail/17, moment/…
        " state VARCHAR(16) NOT NULL,"   // waits, or how it ended
        " composed BIGINT NOT NULL,"
        " PRIMARY KEY (mail, item))",
    },
}};

}  // namespace

void migrate(soci::session& sql, bool beside_key) {
  WriteTransaction transaction{sql};
  sql << "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)";
  int version = 0;
  sql << "SELECT COALESCE(MAX(version), 0) FROM schema_version", soci::into(version);
  const auto known = static_cast<int>(migrations.size());
  if (version > known)
    throw std::runtime_error{"the database has schema version " + std::to_string(version) +
                             ", this program knows " + std::to_string(known) +
                             ": it was written by a newer version, which must go on using it"};
  for (int i = version; i < known; ++i) {
    for (const auto statement : migrations[static_cast<std::size_t>(i)]) sql << std::string{statement};
    const int reached = i + 1;
    sql << "INSERT INTO schema_version (version) VALUES (:version)", soci::use(reached, "version");
  }
  if (version == 0) {
    write_state(sql, "incarnation", random_name());
    if (beside_key) write_state(sql, "replaces", "a lost one");
  }
  transaction.commit();
}

}  // namespace store
