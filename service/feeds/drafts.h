// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "service/feeds/draft.h"

namespace feeds {

/// One state of everything, twice: what its files say, which is what changes are told by; and what is shown, with what
/// was taken out of the files and is still to be seen. The same draft where nothing was taken out. Owns what both lead into.
class Drafts {
 public:
  /// `shown` leads into what `sources` keeps alive; nullopt: nothing else than the files.
  explicit Drafts(std::vector<programme::Programme> files, std::optional<changes::Effective> shown = {},
                  std::shared_ptr<const void> sources = {})
      : sources_{std::move(sources)},
        programmes_{std::move(files)},
        files_{programmes_},
        effective_{std::move(shown)} {
    if (effective_) shown_.emplace(effective_->programmes, effective_->carried);
  }
  Drafts(const Drafts&) = delete;
  Drafts& operator=(const Drafts&) = delete;

  const Draft& files() const { return files_; }
  const Draft& shown() const { return shown_ ? *shown_ : files_; }

  /// Of the files.
  const std::vector<programme::Programme>& written() const { return programmes_; }

  /// Of what is shown.
  const std::vector<programme::Programme>& programmes() const {
    return effective_ ? effective_->programmes : programmes_;
  }

 private:
  const std::shared_ptr<const void> sources_;
  const std::vector<programme::Programme> programmes_;
  const Draft files_;
  const std::optional<changes::Effective> effective_;
  std::optional<Draft> shown_;
};

}  // namespace feeds
