// SPDX-License-Identifier: Apache-2.0
//
// One client's connection, and sending on it. Everything is done by the loop's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "service/http/client_address.h"
#include "service/http/deadlines.h"
#include "service/http/exchange.h"
#include "service/http/listener.h"
#include "service/http/request_head.h"

namespace http {

struct Connection : DeadlineHook {
  enum class State {
    reading,    ///< Between requests, or collecting one.
    answering,  ///< A request is with the pool.
    sending,
    lingering,  ///< All is said; what still arrives is thrown away so that the answer can be read.
  };

  Descriptor socket;
  std::uint32_t serial = 0;  ///< Tells this connection from later ones with the same descriptor.
  State state = State::reading;
  bool readable = false;  ///< The kernel may have octets or the end of the stream for us.
  bool ended = false;     ///< The client sends no more; it may still read.
  bool queued = false;    ///< In the loop's list of those with more to do.
  bool proxy = false;     ///< The peer is a trusted proxy.

  Address peer;
  std::string client;  ///< The peer's address as text.

  std::string input;        ///< Received, not yet taken. Empty, without a buffer, while idle.
  HeadSearch search;        ///< In `input`.
  std::size_t needed = 0;   ///< Octets of head and body together; 0 until the head is complete.
  bool invite = false;      ///< The client is to be told to go on with the body.
  std::size_t counted = 0;  ///< What the loop's account has for `input`.

  Outgoing out;
  bool linger = false;      ///< After `out`, read on for a while before closing.
  std::size_t drained = 0;  ///< Octets thrown away while lingering.
};

enum class SendResult { done, blocked, more, dead };

/// Sends what the socket takes, straight from the pieces, up to a fair share for one turn (then `more`).
/// `progress` tells whether anything left.
SendResult send_some(int fd, Outgoing& out, bool& progress);

}  // namespace http
