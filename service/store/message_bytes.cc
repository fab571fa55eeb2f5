// SPDX-License-Identifier: Apache-2.0
#include "service/store/message_bytes.h"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace store {

StoredMessage to_stored(const std::string& message) {
  const bool plain =
      std::all_of(message.begin(), message.end(), [](char octet) { return octet > 0 && octet < 127; });
  if (plain) return {"plain", message};
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(message.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(message.data()),
                    message.size(), variant);
  text.pop_back();  // the terminating NUL
  return {"base64", text};
}

std::string from_stored(const StoredMessage& stored) {
  if (stored.form == "plain") return stored.bytes;
  std::string message(stored.bytes.size() / 4 * 3, '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(message.data()), message.size(), stored.bytes.data(),
                        stored.bytes.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    throw std::runtime_error{"a stored message is damaged"};
  message.resize(length);
  return message;
}

}  // namespace store
