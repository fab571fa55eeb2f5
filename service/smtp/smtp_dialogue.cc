// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/smtp_dialogue.h"

#include <algorithm>
#include <array>

namespace smtp {
namespace {

constexpr std::size_t longest_detail = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "5.1.1" at the beginning of the text, or nothing.
std::string_view enhanced_status(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 3; ++part) {
    const auto begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at == begin || at - begin > 3) return {};
    if (part < 2 && (at == text.size() || text[at++] != '.')) return {};
  }
  return at == text.size() || text[at] == ' ' ? text.substr(0, at) : std::string_view{};
}

const char* name(Dialogue::Stage stage) {
  switch (stage) {
    case Dialogue::Stage::greeting:
      return "connecting";
    case Dialogue::Stage::hello:
      return "EHLO";
    case Dialogue::Stage::starttls:
      return "STARTTLS";
    case Dialogue::Stage::auth:
      return "AUTH";
    case Dialogue::Stage::sender:
      return "MAIL FROM";
    case Dialogue::Stage::recipient:
      return "RCPT TO";
    case Dialogue::Stage::data:
      return "DATA";
    case Dialogue::Stage::content:
      break;
  }
  return "after the content";
}

/// Returns true for a status that concerns the recipient's address (RFC 3463 §3.2). 5.1.7 and 5.1.8 concern
/// the sender's, although many servers give them only at RCPT.
bool is_bad_recipient(std::string_view status) {
  static constexpr std::array<std::string_view, 5> of_recipient = {"5.1.1", "5.1.2", "5.1.3", "5.1.6",
                                                                   "5.1.10"};
  return std::find(of_recipient.begin(), of_recipient.end(), status) != of_recipient.end();
}

}  // namespace

void Dialogue::begin(Stage stage) {
  stage_ = stage;
  answered_ = more_ = false;
}

void Dialogue::command(std::string_view line) {
  if (line.starts_with("QUIT")) closing_ = true;
  if (closing_) return;
  if (line.starts_with("EHLO ") || line.starts_with("HELO ")) return begin(Stage::hello);
  if (line.starts_with("AUTH ")) return begin(Stage::auth);
  if (line.starts_with("STARTTLS") && stage_ == Stage::hello) return begin(Stage::starttls);
  // On a connection that is kept, this is the first command.
  if (line.starts_with("MAIL FROM:") && has_user_ && stage_ == Stage::hello) {
    lacks_authentication_ = closing_ = true;
    return;
  }
  if (line.starts_with("MAIL FROM:")) return begin(Stage::sender);
  if (line.starts_with("RCPT TO:") && stage_ == Stage::sender) return begin(Stage::recipient);
  if (line.starts_with("DATA") && stage_ == Stage::recipient) return begin(Stage::data);
  answered_ = false;
}

void Dialogue::reply(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  const bool has_code = line.size() >= 3 && std::all_of(line.begin(), line.begin() + 3, is_digit) &&
                        (line.size() == 3 || line[3] == ' ' || line[3] == '-');
  if (closing_ || !has_code) return;
  if (!more_) text_.clear(), status_.clear();
  auto text = line.substr(std::min<std::size_t>(4, line.size()));
  if (const auto status = enhanced_status(text); !status.empty()) {
    // Lines after the first repeat it.
    if (!status_.empty()) text.remove_prefix(std::min(status.size() + 1, text.size()));
    status_ = status;
  }
  if (text_.size() < longest_detail) {
    if (!text_.empty()) text_ += ' ';
    text_ += text;
  }
  more_ = line.size() > 3 && line[3] == '-';
  if (more_) return;
  code_ = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  answered_ = true;
}

bool Dialogue::got_nowhere() const {
  return (stage_ == Stage::greeting || stage_ == Stage::sender) && (!answered_ || code_ == 421);
}

/// 421 ends the connection whatever was asked; 530 to 538 ask for authentication, better authentication or
/// encryption (RFC 4954 §6, RFC 3207 §4): nothing that another message would get round.
bool Dialogue::relay_refuses() const {
  return answered_ && (code_ == 421 || code_ == 530 || code_ == 534 || code_ == 535 || code_ == 538);
}

Outcome Dialogue::outcome(bool ok) const {
  const int hundreds = answered_ ? code_ / 100 : 0;
  if (stage_ == Stage::content) {
    if (ok && code_ == 250) return Outcome::sent;
    if (hundreds == 4) return Outcome::retry;
    return hundreds == 5 ? Outcome::failed : Outcome::unknown;
  }
  const bool about_message = stage_ == Stage::sender || stage_ == Stage::recipient || stage_ == Stage::data;
  return about_message && hundreds == 5 && !relay_refuses() ? Outcome::failed : Outcome::retry;
}

std::string Dialogue::detail(bool ok, std::string_view error) const {
  if (lacks_authentication_)
    return "the mail server offers no way to authenticate that can be used, and a user name is set";
  if (answered_ && (ok || code_ >= 400)) {
    std::string answer = std::to_string(code_) + ' ';
    // A server's reply to a password may repeat it.
    if (stage_ == Stage::auth) {
      return "the mail server does not accept the user name and password (" + answer +
             (status_.empty() ? "no reason given" : status_) + ')';
    }
    answer += text_;
    return plain_line(ok ? answer : std::string{name(stage_)} + ": " + answer);
  }
  return plain_line(std::string{name(stage_)} + ": " + std::string{error});
}

Event Dialogue::conclude(bool ok, std::string_view error) const {
  Event event;
  event.kind = Event::Kind::done;
  event.outcome = outcome(ok);
  event.reply_code = code_;
  event.connected = stage_ == Stage::content || (stage_ >= Stage::sender && !relay_refuses());
  event.bad_address =
      stage_ == Stage::recipient && event.outcome == Outcome::failed && is_bad_recipient(status_);
  event.detail = detail(ok, error);
  return event;
}

std::string plain_line(std::string_view text) {
  std::string line;
  for (std::size_t at = 0; at < text.size() && line.size() < longest_detail; ++at) {
    if (text.substr(at).starts_with("://")) {
      const auto path = text.find_first_of("/ ", at + 3);
      const auto end = std::min(text.find_first_of(" >\"'", at + 3), text.size());
      line += text.substr(at, std::min(path, end) - at);
      if (path < end) line += "/...";
      at = end;
      if (at == text.size()) break;
    }
    line += text[at] >= ' ' && text[at] <= '~' ? text[at] : '?';
  }
  line.resize(std::min(line.size(), longest_detail));
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace smtp
