// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/folder_watch.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace publishing {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds interval{250};

/// The last line without its line end.
std::string_view last_line(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const std::size_t end = text.rfind('\n');
  return end == std::string_view::npos ? text : text.substr(end + 1);
}

bool may_be_cut_off(std::string_view published, std::string_view now) {
  if (now == published) return false;
  if (now.empty() || (published.ends_with('\n') && !now.ends_with('\n'))) return true;
  return now.size() < published.size() && last_line(now) != last_line(published);
}

}  // namespace

bool may_be_half_written(const config_files::Texts& published, const config_files::Texts& now) {
  return std::any_of(published.begin(), published.end(), [&](const auto& file) {
    const auto found = now.find(file.first);
    return found == now.end() || may_be_cut_off(file.second, found->second);
  });
}

bool is_copy_in_progress(const config_files::Texts& published, const config_files::Files& now) {
  using Kind = config_files::FolderEntry::Kind;
  if (!now.why.nl.empty()) return false;
  auto texts = config_files::programme_texts(now);
  for (const auto& [path, entry] : now.entries) {
    if (entry.kind == Kind::unread_folder) return false;
    const auto known = published.find(path);
    if (entry.kind == Kind::unread && known != published.end()) texts.insert(*known);
  }
  return may_be_half_written(published, texts);
}

bool FolderRule::is_due(config_files::FileStamps stamps, Time now) {
  if (stamps != seen_) {
    seen_ = std::move(stamps);
    expect_change(now);
  }
  return due_ && *due_ <= now;
}

void FolderRule::expect_change(Time now) {
  changed_ = now;
  due_ = now + quiet;
}

bool FolderRule::wait_longer(Time now) {
  if (now - changed_ >= patience) return false;
  due_ = changed_ + patience;
  return true;
}

FolderWatch::FolderWatch(std::filesystem::path folder, Publisher& publisher)
    : folder_{std::move(folder)}, publisher_{publisher}, rule_{stamps()} {
  rule_.expect_now(steady_clock::now());
}

config_files::Files FolderWatch::read() {
  auto files = config_files::read_files(folder_);
  limits_ = files.limits;
  return files;
}

void FolderWatch::turn(Time now) {
  if (now < next_look_) return;
  next_look_ = now + interval;
  if (publisher_.take_folder_request()) rule_.expect_change(now);
  if (!rule_.is_due(stamps(), now)) return;
  const auto files = read();
  if (!rule_.is_due(stamps(), now)) return;  // the folder changed during the read
  if (is_copy_in_progress(publisher_.texts(), files) && rule_.wait_longer(now)) {
    publisher_.folder_waits();
    return;
  }
  offer(files, now, false);
}

void FolderWatch::read_now(Time now) {
  (void)rule_.is_due(stamps(), now);
  offer(read(), now, true);
}

void FolderWatch::offer(const config_files::Files& files, Time now, bool again) {
  const auto begin = steady_clock::now();
  Configuration configuration = publisher_.read(files);
  rule_.done();
  if (!publisher_.folder_changed(std::move(configuration), steady_clock::now() - begin, again))
    rule_.try_again(now);
}

}  // namespace publishing
