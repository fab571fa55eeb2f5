// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "service/feeds/timetable.h"

namespace feeds {

/// Two timetables of one state. written() has the files; changes and mails are derived from it. shown() also
/// has the withdrawn items that are still visible; feeds are built from it. Both are the same object if
/// nothing is withdrawn. Owns the programmes of both.
class Timetables {
 public:
  /// `shown` points into objects that `sources` keeps alive; nullopt: nothing is withdrawn.
  explicit Timetables(std::vector<programme::Programme> files,
                      std::optional<changes::ShownProgrammes> shown = {},
                      std::shared_ptr<const void> sources = {})
      : sources_{std::move(sources)},
        programmes_{std::move(files)},
        files_{programmes_},
        shown_programmes_{std::move(shown)} {
    if (shown_programmes_) shown_.emplace(shown_programmes_->programmes, shown_programmes_->withdrawn);
  }
  Timetables(const Timetables&) = delete;
  Timetables& operator=(const Timetables&) = delete;

  const Timetable& written() const { return files_; }
  const Timetable& shown() const { return shown_ ? *shown_ : files_; }

  /// The programmes of written().
  const std::vector<programme::Programme>& written_programmes() const { return programmes_; }

  /// The programmes of shown().
  const std::vector<programme::Programme>& shown_programmes() const {
    return shown_programmes_ ? shown_programmes_->programmes : programmes_;
  }

 private:
  const std::shared_ptr<const void> sources_;
  const std::vector<programme::Programme> programmes_;
  const Timetable files_;
  const std::optional<changes::ShownProgrammes> shown_programmes_;
  std::optional<Timetable> shown_;
};

}  // namespace feeds
