// SPDX-License-Identifier: Apache-2.0
//
// What a Store holds, for the classes of this folder that read and write through it.
#pragma once

#include <soci/soci.h>

#include "service/store/store.h"

namespace store {

struct Store::Connection {
  explicit Connection(const std::string& parameters);
  soci::session sql;
};

}  // namespace store
