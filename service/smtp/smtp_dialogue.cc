// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/smtp_dialogue.h"

#include <algorithm>

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

/// Policy (RFC 3463 §3.8) or our sender's address (§3.2): said of one message as well as of all of ours.
bool is_unclear(std::string_view status) { return status.starts_with("5.7.") || status == "5.1.8"; }

}  // namespace

const char* command_of(Stage stage) {
  switch (stage) {
    case Stage::connection:
      return "connecting";
    case Stage::hello:
      return "EHLO";
    case Stage::encryption:
      return "STARTTLS";
    case Stage::login:
      return "AUTH";
    case Stage::sender:
      return "MAIL FROM";
    case Stage::recipient:
      return "RCPT TO";
    case Stage::data:
      return "DATA";
    case Stage::content:
      break;
  }
  return "after the content";
}

void Dialogue::begin(Stage stage) {
  stage_ = stage;
  answered_ = more_ = false;
}

void Dialogue::command(std::string_view line) {
  if (line.starts_with("QUIT")) closing_ = true;
  if (closing_) return;
  if (line.starts_with("EHLO ") || line.starts_with("HELO ")) return begin(Stage::hello);
  if (line.starts_with("AUTH ")) return begin(Stage::login);
  if (line.starts_with("STARTTLS") && stage_ == Stage::hello) return begin(Stage::encryption);
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
  return (stage_ == Stage::connection || stage_ == Stage::sender) && (!answered_ || code_ == 421);
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
    if (hundreds == 4 || (hundreds == 5 && relay_refuses())) return Outcome::retry;
    return hundreds == 5 ? Outcome::failed : Outcome::unknown;
  }
  const bool ends_it = stage_ > Stage::sender && hundreds == 5 && !relay_refuses() && !is_full();
  return ends_it ? Outcome::failed : Outcome::retry;
}

/// 552 at RCPT: too many recipients or a full mailbox, which pass (RFC 5321 §4.5.3.1.10).
bool Dialogue::is_full() const { return stage_ == Stage::recipient && (code_ == 552 || status_ == "5.2.2"); }

/// The stage first: until RCPT the server knows nothing of the mail, and a reply to RCPT is about the
/// address, whatever its code.
Blame Dialogue::blame(Outcome outcome) const {
  if (outcome != Outcome::retry && outcome != Outcome::failed) return Blame::nobody;
  const bool refuses = answered_ && (code_ / 100 == 4 || code_ / 100 == 5);
  if (stage_ <= Stage::sender || !refuses || relay_refuses()) return Blame::relay;
  if (stage_ == Stage::recipient) return Blame::recipient;
  return outcome == Outcome::failed && is_unclear(status_) ? Blame::unclear : Blame::message;
}

std::string Dialogue::detail(bool ok, std::string_view error) const {
  if (lacks_authentication_)
    return "the mail server offers no way to authenticate that can be used, and a user name is set";
  if (answered_ && (ok || code_ >= 400)) {
    std::string answer = std::to_string(code_) + ' ';
    // A server's reply to a password may repeat it.
    if (stage_ == Stage::login) {
      return "the mail server does not accept the user name and password (" + answer +
             (status_.empty() ? "no reason given" : status_) + ')';
    }
    answer += text_;
    return plain_line(ok ? answer : std::string{command_of(stage_)} + ": " + answer);
  }
  const std::string command = without_command_ ? "encryption" : command_of(stage_);
  return plain_line(command + ": " + std::string{error});
}

Event Dialogue::conclude(bool ok, std::string_view error) const {
  Event event;
  event.kind = Event::Kind::done;
  event.outcome = outcome(ok);
  event.reply_code = code_;
  event.stage = lacks_authentication_ ? Stage::login : stage_;
  event.blame = blame(event.outcome);
  if (answered_) event.status = status_;
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
