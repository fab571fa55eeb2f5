// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace store {

/// A message as a text column holds it: not every database accepts every octet there.
struct StoredMessage {
  std::string form;  ///< "plain": as it is, which messages in 7 bits are; "base64": anything else.
  std::string bytes;
};

StoredMessage to_stored(const std::string& message);
std::string from_stored(const StoredMessage& stored);

}  // namespace store
