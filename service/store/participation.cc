// SPDX-License-Identifier: Apache-2.0
#include "service/store/participation.h"

#include <algorithm>
#include <optional>
#include <set>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/reminder_rows.h"
#include "service/store/stamps.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using programme::HandInRecord;
using programme::Instant;
using soci::into;
using soci::use;

/// Of which rows; at most one of the two.
struct HandInFilter {
  std::optional<std::string> subject;
  std::optional<long long> since;
};

std::vector<HandInRecord> read_hand_ins(soci::session& sql, const HandInFilter& filter = {}) {
  std::vector<HandInRecord> rows;
  HandInRecord row;
  int done = 0;
  long long changed = 0;
  soci::statement query{sql};
  query.exchange(into(row.programme));
  query.exchange(into(row.activity));
  query.exchange(into(row.library));
  query.exchange(into(row.subject));
  query.exchange(into(done));
  query.exchange(into(changed));
  query.exchange(into(row.by));
  if (filter.subject) query.exchange(use(*filter.subject, "subject"));
  if (filter.since) query.exchange(use(*filter.since, "since"));
  query.alloc();
  query.prepare(
      std::string{"SELECT programme, activity, library, subject, done, changed, said_by FROM hand_in"} +
      (filter.subject ? " WHERE subject = :subject"
       : filter.since ? " WHERE version > :since"
                      : "") +
      " ORDER BY programme, activity, library, subject");
  query.define_and_bind();
  query.execute();
  while (query.fetch()) {
    row.done = done != 0;
    row.changed = instant_of(changed);
    rows.push_back(row);
  }
  return rows;
}

/// The row as it is recorded; nullopt: nobody ever said anything.
std::optional<HandInRecord> recorded(soci::session& sql, const HandInRecord& asked) {
  HandInRecord row = asked;
  int done = 0;
  long long changed = 0;
  sql << "SELECT done, changed, said_by FROM hand_in WHERE programme = :programme AND activity = "
         ":activity"
         " AND library = :library AND subject = :subject",
      into(done), into(changed), into(row.by), use(asked.programme, "programme"),
      use(asked.activity, "activity"), use(asked.library, "library"), use(asked.subject, "subject");
  if (!sql.got_data()) return std::nullopt;
  row.done = done != 0;
  row.changed = instant_of(changed);
  return row;
}

void write_hand_in(soci::session& sql, const HandInRecord& row) {
  const int done = row.done ? 1 : 0;
  const long long changed = seconds_of(row.changed);
  sql << "INSERT INTO hand_in (programme, activity, library, subject, done, changed, said_by)"
         " VALUES (:programme, :activity, :library, :subject, :done, :changed, :said_by)"
         " ON CONFLICT (programme, activity, library, subject) DO UPDATE SET done = excluded.done,"
         " changed = excluded.changed, said_by = excluded.said_by",
      use(row.programme, "programme"), use(row.activity, "activity"), use(row.library, "library"),
      use(row.subject, "subject"), use(done, "done"), use(changed, "changed"), use(row.by, "said_by");
}

/// What this hand-in spared and may still go, per recipient the latest last.
std::vector<Decision> spared(soci::session& sql, const HandInRecord& row, Instant now) {
  const long long at = seconds_of(now);
  const std::string person = "person:" + row.subject;
  return ReminderQuery{sql,
                       "WHERE programme = :programme AND activity = :activity AND library = :library"
                       " AND reason = 'handed_in' AND not_after > :now"
                       " AND subject IN (:subject, '') AND (subject = :subject OR recipient = :person)"
                       " ORDER BY recipient, due, round, rule, day",
                       use(row.programme, "programme"),
                       use(row.activity, "activity"),
                       use(row.library, "library"),
                       use(at, "now"),
                       use(row.subject, "subject"),
                       use(person, "person")}
      .read();
}

/// One mail per recipient: the latest reminder says it, and those before it are superseded.
void arm_again(soci::session& sql, const HandInRecord& row, Instant now) {
  const std::vector<Decision> reminders = spared(sql, row, now);
  MailMaker mails{sql};
  for (std::size_t i = 0; i < reminders.size(); ++i) {
    const Decision& decision = reminders[i];
    Reminder reminder = decision.reminder;
    const bool latest =
        i + 1 == reminders.size() || reminders[i + 1].reminder.recipient != reminder.recipient;
    if (latest) {
      reminder.mail = mails.join_or_make(mail_of(decision, MailState::queued), now);
      reminder.reason.reset();
    } else {
      reminder.reason = programme::SkipReason::superseded;
    }
    update_reminder(sql, reminder, now);
  }
}

constexpr const char* version_name = "participation";
constexpr const char* opt_out_version_name = "opt-outs";  ///< The version since which they are as they are.

std::int64_t read_version(soci::session& sql, const char* name = version_name) {
  const std::string version = read_state(sql, name);
  return version.empty() ? 0 : std::stoll(version);
}

std::int64_t raise_version(soci::session& sql) {
  const std::int64_t version = read_version(sql) + 1;
  write_state(sql, version_name, std::to_string(version));
  return version;
}

void write_version(soci::session& sql, const HandInRecord& row, long long version) {
  sql << "UPDATE hand_in SET version = :version WHERE programme = :programme AND activity = :activity"
         " AND library = :library AND subject = :subject",
      use(version, "version"), use(row.programme, "programme"), use(row.activity, "activity"),
      use(row.library, "library"), use(row.subject, "subject");
}

std::vector<programme::LanguageChange> read_language_changes(soci::session& sql,
                                                             const std::optional<std::string>& person) {
  std::vector<programme::LanguageChange> all;
  programme::LanguageChange row;
  long long changed = 0;
  soci::statement query{sql};
  query.exchange(into(row.programme));
  query.exchange(into(row.person));
  query.exchange(into(changed));
  if (person) query.exchange(use(*person, "person"));
  query.alloc();
  query.prepare(std::string{"SELECT programme, person, changed FROM language_change"} +
                (person ? " WHERE person = :person" : "") + " ORDER BY programme, person");
  query.define_and_bind();
  query.execute();
  while (query.fetch()) {
    row.changed = instant_of(changed);
    all.push_back(row);
  }
  return all;
}

/// At least the LAST-MODIFIED of the deadlines that the person or library may hand in, in all feeds that show
/// this. A deadline asks the person or the library; when that changes, a publication raises the times of
/// both.
Instant shown_to(soci::session& sql, const std::string& subject) {
  long long reported = 0;
  sql << "SELECT COALESCE(MAX(changed), 0) FROM hand_in WHERE subject = :subject", into(reported),
      use(subject, "subject");
  return std::max({latest_stamp(sql), published_personal(sql), Instant{instant_of(reported)}});
}

void read_known(soci::session& sql, programme::Facts& facts) {
  std::string kind, programme, id;
  long long since = 0;
  soci::statement rows = (sql.prepare << "SELECT kind, programme, id, since FROM known", into(kind),
                          into(programme), into(id), into(since));
  rows.execute();
  while (rows.fetch()) {
    auto& map = kind == "rule" ? facts.rule_since : kind == "person" ? facts.person_since : facts.date_since;
    map[programme + "/" + id] = instant_of(since);
  }
}

std::set<std::string> programmes_with_dates(soci::session& sql) {
  std::set<std::string> programmes;
  std::string programme;
  soci::statement rows =
      (sql.prepare << "SELECT DISTINCT programme FROM known WHERE kind = 'date'", into(programme));
  rows.execute();
  while (rows.fetch()) programmes.insert(programme);
  return programmes;
}

void read_opt_outs(soci::session& sql, programme::Facts& facts) {
  std::string recipient, topic;
  soci::statement rows =
      (sql.prepare << "SELECT recipient, topic FROM opt_out", into(recipient), into(topic));
  rows.execute();
  while (rows.fetch())
    if (const auto named = programme::topic_named(topic))
      facts.opted_out.insert(programme::opt_out_key(recipient, *named));
}

}  // namespace

Participation::Participation(Store& store) : store_{store} {}

programme::Facts Participation::facts() {
  soci::session& sql = store_.connection().sql;
  const soci::transaction snapshot{sql};
  programme::Facts facts;
  for (const HandInRecord& row : read_hand_ins(sql))
    if (row.done)
      facts.handed_in.insert(programme::hand_in_key(row.programme, row.activity, row.library, row.subject));
  read_opt_outs(sql, facts);
  read_known(sql, facts);
  return facts;
}

bool Participation::update(programme::Facts& facts, std::int64_t since) {
  soci::session& sql = store_.connection().sql;
  const soci::transaction snapshot{sql};
  bool fewer = false;
  for (const HandInRecord& row : read_hand_ins(sql, {.subject = {}, .since = since})) {
    auto key = programme::hand_in_key(row.programme, row.activity, row.library, row.subject);
    if (row.done) {
      facts.handed_in.insert(std::move(key));
    } else {
      facts.handed_in.erase(key);
      fewer = true;
    }
  }
  if (read_version(sql, opt_out_version_name) <= since) return fewer;
  facts.opted_out.clear();
  read_opt_outs(sql, facts);
  return true;
}

std::vector<HandInRecord> Participation::hand_ins_since(std::int64_t since) {
  return read_hand_ins(store_.connection().sql, {.subject = {}, .since = since});
}

std::vector<HandInRecord> Participation::hand_ins_of(const std::string& subject) {
  return read_hand_ins(store_.connection().sql, {.subject = subject, .since = {}});
}

std::vector<HandInRecord> Participation::hand_ins() { return read_hand_ins(store_.connection().sql); }

std::optional<HandInRecord> Participation::hand_in(const HandInRecord& key) {
  return recorded(store_.connection().sql, key);
}

std::vector<OptOut> Participation::opt_outs() {
  std::vector<OptOut> list;
  OptOut row;
  long long since = 0;
  soci::statement query = (store_.connection().sql.prepare
                               << "SELECT recipient, topic, since FROM opt_out ORDER BY recipient, topic",
                           into(row.recipient), into(row.topic), into(since));
  query.execute();
  while (query.fetch()) {
    row.since = instant_of(since);
    list.push_back(row);
  }
  return list;
}

bool Participation::opted_out(const std::string& recipient, programme::Topic topic) {
  const std::string name{programme::to_string(topic)};
  int found = 0;
  store_.connection().sql << "SELECT COUNT(*) FROM opt_out WHERE recipient = :recipient AND topic = :topic",
      into(found), use(recipient, "recipient"), use(name, "topic");
  return found > 0;
}

bool Participation::set_hand_in(const HandInRecord& row, Instant now) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const auto before = recorded(sql, row);
  if ((before && before->done) == row.done) return false;
  HandInRecord after = row;
  after.changed = programme::next_change_time(now, shown_to(sql, row.subject));
  write_hand_in(sql, after);
  write_version(sql, after, raise_version(sql));
  if (!row.done) arm_again(sql, row, now);
  transaction.commit();
  return true;
}

void Participation::raise(std::span<const HandInRecord> rows) {
  soci::session& sql = store_.connection().sql;
  Instant latest{};
  for (HandInRecord row : rows) {
    latest = std::max(latest, row.changed);
    const auto known = recorded(sql, row);
    row.done = known && known->done;
    row.by = known ? known->by : "";
    write_hand_in(sql, row);
  }
  note_published(sql, latest);
}

Instant Participation::latest_shown() { return store::latest_shown(store_.connection().sql); }

std::vector<programme::LanguageChange> Participation::language_changes() {
  return read_language_changes(store_.connection().sql, std::nullopt);
}

std::vector<programme::LanguageChange> Participation::language_changes_of(const std::string& person) {
  return read_language_changes(store_.connection().sql, person);
}

void Participation::write(std::span<const programme::LanguageChange> changes) {
  soci::session& sql = store_.connection().sql;
  Instant latest{};
  for (const programme::LanguageChange& change : changes) {
    latest = std::max(latest, change.changed);
    const long long changed = seconds_of(change.changed);
    sql << "INSERT INTO language_change (programme, person, changed) VALUES (:programme, :person, :changed)"
           " ON CONFLICT (programme, person) DO UPDATE SET changed = excluded.changed",
        use(change.programme, "programme"), use(change.person, "person"), use(changed, "changed");
  }
  note_published(sql, latest);
}

std::int64_t Participation::version() { return read_version(store_.connection().sql); }

bool Participation::set_opt_out(const std::string& recipient, programme::Topic topic, bool out, Instant now) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const std::string name{programme::to_string(topic)};
  const long long since = seconds_of(now);
  soci::statement change{sql};
  change.exchange(use(recipient, "recipient"));
  change.exchange(use(name, "topic"));
  if (out) change.exchange(use(since, "since"));
  change.alloc();
  change.prepare(out ? "INSERT INTO opt_out (recipient, topic, since) VALUES (:recipient, :topic, :since)"
                       " ON CONFLICT (recipient, topic) DO NOTHING"
                     : "DELETE FROM opt_out WHERE recipient = :recipient AND topic = :topic");
  change.define_and_bind();
  change.execute(true);
  if (change.get_affected_rows() == 0) return false;
  write_state(sql, opt_out_version_name, std::to_string(raise_version(sql)));
  transaction.commit();
  return true;
}

int Participation::note_known(std::span<const Known> known, Instant now) {
  if (known.empty()) return 0;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const auto dated = programmes_with_dates(sql);
  Known row;
  long long since = 0;
  soci::statement insert =
      (sql.prepare << "INSERT INTO known (kind, programme, id, since) VALUES (:kind, :programme, :id, :since)"
                      " ON CONFLICT (kind, programme, id) DO NOTHING",
       use(row.kind, "kind"), use(row.programme, "programme"), use(row.id, "id"), use(since, "since"));
  int fresh = 0;
  for (const Known& each : known) {
    row = each;
    since = row.kind == "date" && !dated.contains(row.programme) ? 0 : seconds_of(now);
    insert.execute(true);
    fresh += static_cast<int>(insert.get_affected_rows());
  }
  transaction.commit();
  return fresh;
}

}  // namespace store
