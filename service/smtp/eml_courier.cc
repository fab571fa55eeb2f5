// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/eml_courier.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "service/smtp/courier.h"
#include "service/smtp/smtp_dialogue.h"

namespace smtp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_under_way = 16;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

class File {
 public:
  File(const fs::path& path, int flags) : path_{path}, file_{open(path.c_str(), flags | O_CLOEXEC, 0600)} {
    if (file_ < 0) fail(path.string());
  }
  ~File() { close(file_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void write(std::string_view text) {
    while (!text.empty()) {
      const auto written = ::write(file_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(path_.string());
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() {
    if (fsync(file_) != 0) fail(path_.string());
  }

 private:
  const fs::path path_;
  const int file_;
};

bool same_letters(std::string_view text, std::string_view lower_case) {
  if (text.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c) != lower_case[i]) return false;
  }
  return true;
}

/// The value of the Message-ID header; the whole message when there is none.
std::string_view identity(std::string_view message) {
  constexpr std::string_view name = "message-id:";
  for (std::string_view rest = message; !rest.empty() && !rest.starts_with("\r\n");) {
    const auto end = rest.find("\r\n");
    const auto line = rest.substr(0, end);
    if (same_letters(line.substr(0, name.size()), name)) return line.substr(name.size());
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 2);
  }
  return message;
}

void write_durably(const fs::path& folder, const std::string& name, std::string_view text) {
  const fs::path temporary = folder / ('.' + name + ".new");
  {
    File file{temporary, O_WRONLY | O_CREAT | O_TRUNC};
    file.write(text);
    file.sync();
  }
  if (rename(temporary.c_str(), (folder / name).c_str()) != 0) fail((folder / name).string());
  File{folder, O_RDONLY | O_DIRECTORY}.sync();
}

}  // namespace

EmlCourier::EmlCourier(fs::path folder) : folder_{std::move(folder)} {
  try {
    make_folder();
  } catch (const fs::filesystem_error& error) {  // A disk without room may have some later.
    if (error.code() != std::errc::no_space_on_device && error.code() != std::errc::read_only_file_system)
      throw;
  }
}

void EmlCourier::make_folder() {
  if (fs::create_directories(folder_)) fs::permissions(folder_, fs::perms::owner_all);
  is_made_ = true;
}

std::string EmlCourier::file_name(std::int64_t id, const std::string& message) {
  const auto key = identity(message);
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                     nullptr, 0);
  std::array<char, 2 * hash.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  std::array<char, 32> number{};
  std::snprintf(number.data(), number.size(), "%06lld", static_cast<long long>(id));
  return std::string{number.data()} + '-' + std::string{hex.data(), 12} + ".eml";
}

std::size_t EmlCourier::room() const { return most_under_way - under_way_.size(); }

void EmlCourier::start(Transfer transfer) {
  if (!is_envelope_address(transfer.from) || !is_envelope_address(transfer.to)) {
    throw std::invalid_argument{"an envelope address is not one that SMTP can take"};
  }
  require_message_form(transfer.message);
  if (room() == 0) throw std::logic_error{"no room for another transfer"};
  const std::int64_t id = transfer.id;
  if (!under_way_.emplace(id, std::move(transfer)).second) {
    throw std::logic_error{"this transfer is under way"};
  }
  Event asks;
  asks.kind = Event::Kind::asks;
  asks.id = id;
  events_.push_back(std::move(asks));
}

Event EmlCourier::ended(std::int64_t id, Outcome outcome, std::string detail) {
  Event event;
  event.id = id;
  event.outcome = outcome;
  event.stage = outcome == Outcome::retry ? Stage::connection : Stage::content;
  event.blame = outcome == Outcome::retry ? Blame::relay : Blame::nobody;
  event.detail = std::move(detail);
  return event;
}

void EmlCourier::release(std::int64_t id) {
  const Transfer& transfer = under_way_.at(id);
  const std::string name = file_name(id, transfer.message);
  try {
    if (!is_made_) make_folder();
    write_durably(folder_, name, transfer.message);
    events_.push_back(ended(id, Outcome::sent, "written to " + name));
  } catch (const std::system_error& failure) {
    events_.push_back(ended(id, Outcome::retry, plain_line(failure.what())));
  }
}

void EmlCourier::withhold(std::int64_t id) {
  events_.push_back(ended(under_way_.at(id).id, Outcome::fenced, "withheld"));
}

std::vector<Event> EmlCourier::wait(std::chrono::milliseconds limit) {
  if (!wake_.clear() && events_.empty()) {
    wake_.wait(limit);
    wake_.clear();
  }
  std::vector<Event> events = std::exchange(events_, {});
  for (const auto& event : events) {
    if (event.kind == Event::Kind::done) under_way_.erase(event.id);
  }
  return events;
}

}  // namespace smtp
