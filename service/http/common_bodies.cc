// SPDX-License-Identifier: Apache-2.0
#include "service/http/common_bodies.h"

#include <algorithm>
#include <utility>

namespace http {

namespace {

constexpr std::size_t short_list = 64;
constexpr std::size_t most_forgotten = 64;

/// The same octets at the same places, not equal ones.
bool same_body(const SharedBody& a, const SharedBody& b) {
  return a.owner == b.owner && std::equal(a.pieces.begin(), a.pieces.end(), b.pieces.begin(), b.pieces.end(),
                                          [](std::string_view x, std::string_view y) {
                                            return x.data() == y.data() && x.size() == y.size();
                                          });
}

}  // namespace

void CommonBodies::join(Outgoing& out) {
  if (out.common || out.shared.pieces.size() <= short_list) return;
  if (bodies_.size() > most_forgotten) {
    std::erase_if(bodies_, [](const auto& entry) { return entry.second.expired(); });
  }
  std::weak_ptr<const SharedBody>& known = bodies_[out.shared.pieces.back().data()];
  out.common = known.lock();
  if (!out.common || !same_body(*out.common, out.shared)) {
    out.common = std::make_shared<const SharedBody>(std::move(out.shared));
    known = out.common;
  }
  out.shared = {};
}

}  // namespace http
