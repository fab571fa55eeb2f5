// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "service/feeds/timetable.h"

namespace feeds {

/// One state of everything, twice: what its files say, which is what changes are told by; and what is shown,
/// with what was taken out of the files and is still to be seen. The same draft where nothing was taken out.
/// Owns what both lead into.
class Timetables {
 public:
  /// `shown` leads into what `sources` keeps alive; nullopt: nothing else than the files.
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

  /// Of the files.
  const std::vector<programme::Programme>& written_programmes() const { return programmes_; }

  /// Of what is shown.
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
