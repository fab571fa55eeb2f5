// SPDX-License-Identifier: Apache-2.0
//
// From the octets of a connection to whole requests.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "service/http/client_address.h"
#include "service/http/connection.h"
#include "service/http/exchange.h"
#include "service/http/http_server.h"
#include "service/http/refusal.h"
#include "service/http/request_head.h"

namespace http {

class RequestReader {
 public:
  enum class Taken { partial, request, refused };

  /// `options` must outlive the reader.
  explicit RequestReader(const HttpOptions& options);

  /// Looks for a request in connection.input followed by `fresh`, which may be empty, and leaves in
  /// connection.input what it did not take. When the head is complete, the client waits for leave to send the
  /// body and the body is not there, sets connection.invite.
  Taken take(Connection& connection, std::string_view fresh);

  /// After `request`, until the next take(): what was asked. After `refused`: client, method and path as far
  /// as they were understood.
  Exchange& exchange() { return exchange_; }
  const Refusal& refusal() const { return refusal_; }

  /// Drops what has arrived of an unfinished request.
  void forget(Connection& connection);

  bool is_proxy(const Address& peer) const { return trusted_.contains(peer); }

 private:
  Taken look(Connection& connection, std::string_view text);
  Taken refuse(const Connection& connection, const Refusal& refusal);
  std::optional<Refusal> find_end(Connection& connection, std::string_view text);
  std::optional<Refusal> read(const Connection& connection, std::string_view text);
  void fill(const Connection& connection, std::string_view body);
  void keep_rest(Connection& connection, std::string_view text);
  void account(Connection& connection);

  const HttpOptions& options_;
  AddressRanges trusted_;
  std::size_t buffered_ = 0;  ///< Octets in all inputs together.
  RequestHead head_;          ///< Leads into the text that is being looked at.
  Exchange exchange_;         ///< Its strings are used again and again.
  Refusal refusal_;
};

}  // namespace http
