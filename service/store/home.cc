// SPDX-License-Identifier: Apache-2.0
#include "service/store/home.h"

#include <sys/stat.h>

#include <fstream>

#include "service/store/connection.h"
#include "service/store/failure.h"
#include "service/store/outbox.h"
#include "service/store/transaction.h"

namespace store {
namespace {

constexpr const char* lost =
    "the database was lost, though its feed.key is still there; a new one was made, which does not know who "
    "was "
    "mailed, who handed in what and which addresses were replaced";

Home read_home(soci::session& sql) {
  const auto number = [&](const char* name) {
    const std::string text = read_state(sql, name);
    return text.empty() ? std::uint64_t{0} : std::stoull(text);
  };
  return {.path = read_state(sql, "home path"),
          .file = {number("home device"), number("home inode")},
          .boot = read_state(sql, "home boot"),
          .host = read_state(sql, "home host")};
}

void write_home(soci::session& sql, const Home& home) {
  write_state(sql, "home path", home.path);
  write_state(sql, "home device", std::to_string(home.file.device));
  write_state(sql, "home inode", std::to_string(home.file.inode));
  write_state(sql, "home boot", home.boot);
  write_state(sql, "home host", home.host);
}

std::string on(const std::string& host) { return host.empty() ? "" : " on " + host; }

std::string suspicion(soci::session& sql, const Home& home) {
  if (!read_state(sql, "replaces").empty()) return lost;
  const Home last = read_home(sql);
  if (!last.path.empty()) return moved_in_words(last, home);
  // Written by an earlier version, which knew the machine alone.
  const std::string host = read_state(sql, "host");
  return host.empty() || host == home.host
             ? std::string{}
             : "this store was last used on the machine " + host + ", not on this one (" + home.host + ")";
}

}  // namespace

std::optional<FileId> file_id(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileId{status.st_dev, status.st_ino};
}

Home home_of(const std::filesystem::path& data_folder, const std::string& host) {
  std::ifstream boot_file{"/proc/sys/kernel/random/boot_id"};
  std::string boot;
  std::getline(boot_file, boot);
  return {.path = std::filesystem::weakly_canonical(data_folder).string(),
          .file = file_id(data_folder / "traject.db").value_or(FileId{}),
          .boot = boot,
          .host = host};
}

std::string moved_in_words(const Home& last, const Home& now) {
  if (last.path != now.path) {
    const bool is_copy = file_id(std::filesystem::path{last.path} / "traject.db").has_value();
    return "the data folder " + now.path + (is_copy ? " is a copy of " : " was moved or copied from ") +
           last.path + on(last.host) + (is_copy ? ", which is still there" : "");
  }
  const bool same_device = last.boot.empty() || last.boot != now.boot || last.file.device == now.file.device;
  if (last.file.inode == now.file.inode && same_device) return {};
  return "the database in " + now.path + " is another file than the one last used there" + on(last.host) +
         ": it was restored or copied";
}

std::string take_over(Store& store, const Home& home, bool may_hold, date::sys_seconds now) {
  soci::session& sql = store.connection().sql;
  WriteTransaction transaction{sql};
  const std::string key = read_state(sql, "feed key");
  if (!key.empty() && !home.key.empty() && key != home.key)
    throw DatabaseError{
        Failure::foreign,
        "feed.key in " + home.path +
            " is not the one that the addresses of this database were made with: restore it from "
            "the backup, or, to give every feed a new address, delete traject.db too"};
  std::string why = suspicion(sql, home);
  if (!why.empty() && may_hold && read_state(sql, "hold").empty()) write_hold(sql, why + until_release, now);
  if (read_state(sql, "incarnation").empty()) write_state(sql, "incarnation", random_name());
  write_state(sql, "replaces", "");
  if (!home.key.empty()) write_state(sql, "feed key", home.key);
  write_home(sql, home);
  transaction.commit();
  return why;
}

}  // namespace store
