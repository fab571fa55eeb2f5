// SPDX-License-Identifier: Apache-2.0
//
// From the octets of a connection to whole requests. The octets are judged here and never rewritten.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "service/http/client_address.h"
#include "service/http/connection.h"
#include "service/http/exchange.h"
#include "service/http/fast_path.h"
#include "service/http/http_server.h"
#include "service/http/request_head.h"

namespace http {

class RequestReader {
 public:
  enum class Taken { partial, request, refused };

  /// `options` must outlive the reader.
  explicit RequestReader(const HttpOptions& options);

  /// Searches for a request in connection.input followed by `fresh`, which may be empty. Unless there is a
  /// whole request, connection.input holds all of it afterwards. Sets connection.invite when the head is
  /// complete, the client waits for leave to send the body and the body is not there.
  Taken take(Connection& connection, std::string_view fresh);

  /// After `request`: the request, until consume(). After `refused`: client, method and path as far as they
  /// were understood, until forget().
  const FastRequest& request() const { return request_; }
  bool close() const { return head_.close; }  ///< The client wants no further request.
  const Refusal& refusal() const { return refusal_; }

  /// Copies the request for a thread of the pool.
  Exchange exchange() const;

  /// Removes the request from the connection's input.
  void consume(Connection& connection);

  /// Discards the octets of an unfinished request.
  void forget(Connection& connection);

  bool is_proxy(const Address& peer) const { return trusted_.contains(peer); }

  /// Octets that all inputs take together, and whether they are more than they may be.
  std::size_t buffered() const { return buffered_; }
  bool is_over_budget() const { return buffered_ > options_.buffered_limit; }

 private:
  Taken look(Connection& connection, std::string_view text);
  Taken refuse(const Connection& connection, const Refusal& refusal);
  std::optional<Refusal> find_end(Connection& connection, std::string_view text);
  std::optional<Refusal> read(const Connection& connection, std::string_view text);
  void describe(const Connection& connection);
  void keep(Connection& connection, std::string_view fresh) const;
  void account(Connection& connection);

  const HttpOptions& options_;
  AddressRanges trusted_;
  std::size_t buffered_ = 0;
  RequestHead head_;       ///< Its views lead into the text that is being read.
  std::string_view text_;  ///< The request's octets, …
  std::string_view rest_;  ///< … and those after it.
  std::string client_;     ///< The client that trusted proxies name.
  FastRequest request_;
  Refusal refusal_;
};

}  // namespace http
