// SPDX-License-Identifier: Apache-2.0
//
// One client's connection, and sending on it. Only the loop's thread uses it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "service/http/client_address.h"
#include "service/http/deadlines.h"
#include "service/http/exchange.h"
#include "service/http/listener.h"
#include "service/http/peers.h"
#include "service/http/request_head.h"

namespace http {

struct Connection : DeadlineHook, PeerHook {
  enum class State {
    reading,    ///< Between requests, or collecting one.
    answering,  ///< A request is with the pool.
    sending,
    lingering,  ///< Everything is sent. What still arrives is discarded so that the answer can be read.
  };

  Descriptor socket;
  std::uint32_t serial = 0;  ///< Tells this connection from later ones with the same descriptor.
  State state = State::reading;
  bool readable = false;  ///< The kernel may have octets or the end of the stream for us.
  bool ended = false;     ///< The client sends no more; it may still read.
  bool queued = false;    ///< In the loop's list of connections with more to do.
  bool proxy = false;     ///< The peer is a trusted proxy.

  Address peer;
  std::string client;  ///< The peer's address as text.

  std::string input;        ///< Received, not yet taken. Empty, without a buffer, while idle.
  HeadSearch search;        ///< In `input`.
  std::size_t needed = 0;   ///< Octets of head and body together; 0 until the head is complete.
  bool invite = false;      ///< The client is to get 100 Continue.
  std::size_t counted = 0;  ///< Octets that `input` takes, in RequestReader's sum.

  Outgoing out;
  bool linger = false;      ///< After `out`, read on for a while before closing.
  std::size_t drained = 0;  ///< Octets discarded while lingering.
};

enum class SendResult { done, blocked, more, dead };

/// Sends what the socket takes, straight from the pieces, up to a fair share for one turn (then `more`).
/// Sets `progress` to whether any octet left.
SendResult send_some(int fd, Outgoing& out, bool& progress);

/// The lists of pieces of answers that wait for their clients. A list weighs 16 octets a piece, which
/// hundreds of slow readers of one large feed would hold hundreds of times; here they hold it once.
class CommonBodies {
 public:
  /// Replaces the answer's list by one that others wait with as well. Short lists stay as they are.
  void join(Outgoing& out);

 private:
  std::unordered_map<const void*, std::weak_ptr<const SharedBody>> bodies_;  ///< By place of the last piece.
};

}  // namespace http
