// SPDX-License-Identifier: Apache-2.0
#include "service/store/mail_rows.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "service/store/connection.h"

namespace store {
namespace {

constexpr std::array<std::string_view, 12> state_names{"queued",  "retry",  "waiting", "leased",
                                                       "data",    "sent",   "failed",  "expired",
                                                       "unknown", "poison", "skipped", "dropped"};

constexpr std::array<std::string_view, 6> kind_names{"reminder", "change",  "invitation",
                                                     "files",    "account", "test"};

constexpr const char* last_id_name = "last mail";

template <class Enum, std::size_t count>
std::optional<Enum> named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view to_string(MailKind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

std::optional<MailKind> mail_kind_named(std::string_view name) { return named<MailKind>(kind_names, name); }

std::string_view to_string(MailState state) { return state_names.at(static_cast<std::size_t>(state)); }

std::optional<MailState> mail_state_named(std::string_view name) {
  return named<MailState>(state_names, name);
}

const std::string MailQuery::columns =
    "id, mail_key, purpose, programme, recipient, address, state, due, not_after, next_try, attempts, "
    "unfinished, resends, epoch, changed, subject, detail, waits_for";

void MailQuery::bind_columns() {
  const auto bind = [this](auto&... fields) { (statement_.exchange(soci::into(fields)), ...); };
  bind(id_, mail_.key, kind_, mail_.programme, mail_.recipient, mail_.address, state_, due_, not_after_,
       next_try_, mail_.attempts, mail_.unfinished, mail_.resends, mail_.epoch, changed_, mail_.subject,
       mail_.detail, mail_.waits_for);
}

void MailQuery::append_to(std::vector<Mail>& mails) {
  statement_.execute();
  while (statement_.fetch()) {
    Mail& mail = mails.emplace_back(mail_);
    mail.id = id_;
    mail.due = instant_of(due_);
    mail.not_after = instant_of(not_after_);
    mail.next_try = instant_of(next_try_);
    mail.changed = instant_of(changed_);
    const auto state = mail_state_named(state_);
    if (!state) throw std::runtime_error{"mail " + std::to_string(id_) + " has the unknown state " + state_};
    mail.state = *state;
    const auto kind = mail_kind_named(kind_);
    if (!kind) throw std::runtime_error{"mail " + std::to_string(id_) + " has the unknown purpose " + kind_};
    mail.kind = *kind;
  }
}

Mail mail_to_reader(MailKind kind, const std::string& recipient, const std::string& address,
                    const std::string& programme, Instant now, Instant not_after) {
  Mail mail;
  mail.key = std::string{to_string(kind)} + '/' + date::format("%FT%TZ", now) + '/' + recipient;
  mail.kind = kind;
  mail.programme = programme;
  mail.recipient = recipient;
  mail.address = address;
  mail.due = now;
  mail.not_after = not_after;
  return mail;
}

MailMaker::MailMaker(soci::session& sql)
    : sql_{sql},
      insert_{(sql.prepare << "INSERT INTO mail (id, mail_key, purpose, urgency, programme, recipient,"
                              " address, state, due, not_after, next_try, attempts, unfinished, resends,"
                              " again, approved, epoch, owner, leased_until, changed, subject, detail)"
                              " VALUES (:id, :key, :purpose, :urgency, :programme, :recipient, :address,"
                              " :state, :due, :not_after, :next_try, 0, 0, 0, 0, 0, 0, '', 0, :now, '', '')"
                              " ON CONFLICT (mail_key) DO NOTHING",
               soci::use(id_, "id"), soci::use(row_.key, "key"), soci::use(kind_, "purpose"),
               soci::use(urgency_, "urgency"), soci::use(row_.programme, "programme"),
               soci::use(row_.recipient, "recipient"), soci::use(row_.address, "address"),
               soci::use(state_, "state"), soci::use(due_, "due"), soci::use(not_after_, "not_after"),
               soci::use(due_, "next_try"), soci::use(now_, "now"))},
      widen_{
          (sql.prepare << "UPDATE mail SET"
                          " due = CASE WHEN due > :due THEN :due ELSE due END,"
                          " next_try = CASE WHEN next_try > :due THEN :due ELSE next_try END,"
                          " not_after = CASE WHEN not_after < :not_after THEN :not_after ELSE not_after END"
                          " WHERE id = :id",
           soci::use(due_, "due"), soci::use(not_after_, "not_after"), soci::use(joined_, "id"))} {
  next_id_ = last_mail_id(sql) + 1;
}

long long last_mail_id(soci::session& sql) {
  long long last = 0;
  sql << "SELECT COALESCE(MAX(id), 0) FROM mail", soci::into(last);
  const std::string removed = read_state(sql, last_id_name);
  return removed.empty() ? last : std::max(last, std::stoll(removed));
}

void keep_last_mail_id(soci::session& sql) {
  write_state(sql, last_id_name, std::to_string(last_mail_id(sql)));
}

bool MailMaker::insert(const Mail& mail, const std::string& key, Instant now) {
  row_.key = key;
  kind_ = to_string(mail.kind);
  row_.programme = mail.programme;
  row_.recipient = mail.recipient;
  row_.address = mail.address;
  state_ = to_string(mail.state);
  urgency_ = mail.kind == MailKind::trial ? 0 : 1;
  id_ = next_id_;
  due_ = seconds_of(mail.due);
  not_after_ = seconds_of(mail.not_after);
  now_ = seconds_of(now);
  insert_.execute(true);
  if (insert_.get_affected_rows() == 0) return false;
  ++next_id_;
  return true;
}

/// A mail that was tried may have bytes already, and those never change.
bool MailMaker::join(const std::string& key, const Mail& mail) {
  joined_ = 0;
  sql_ << "SELECT id FROM mail WHERE mail_key = :key AND state IN ('queued', 'waiting') AND attempts = 0 AND "
          "resends = 0",
      soci::into(joined_), soci::use(key, "key");
  if (!sql_.got_data()) return false;
  due_ = seconds_of(mail.due);
  not_after_ = seconds_of(mail.not_after);
  widen_.execute(true);
  return true;
}

long long MailMaker::join_or_make(const Mail& mail, Instant now) {
  if (const auto made = made_.find(mail.key); made != made_.end()) {
    joined_ = made->second;
    due_ = seconds_of(mail.due);
    not_after_ = seconds_of(mail.not_after);
    widen_.execute(true);
    return joined_;
  }
  long long id = next_id_;
  std::string key = mail.key;
  for (int number = 2; !insert(mail, key, now); ++number) {
    if (join(key, mail)) {
      id = joined_;
      break;
    }
    key = mail.key + "~" + std::to_string(number);
  }
  made_[mail.key] = id;
  return id;
}

long long MailMaker::make(const Mail& mail, Instant now) {
  const long long id = next_id_;
  std::string key = mail.key;
  for (int number = 2; !insert(mail, key, now); ++number) key = mail.key + "~" + std::to_string(number);
  return id;
}

StoredMessage to_stored(const std::string& message) {
  const bool plain =
      std::all_of(message.begin(), message.end(), [](char octet) { return octet > 0 && octet < 127; });
  if (plain) return {"plain", message};
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(message.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(message.data()),
                    message.size(), variant);
  text.pop_back();  // the terminating NUL
  return {"base64", text};
}

std::string from_stored(const StoredMessage& stored) {
  if (stored.form == "plain") return stored.bytes;
  std::string message(stored.bytes.size() / 4 * 3, '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(message.data()), message.size(), stored.bytes.data(),
                        stored.bytes.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    throw std::runtime_error{"a stored message is damaged"};
  message.resize(length);
  return message;
}

}  // namespace store
