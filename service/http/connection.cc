// SPDX-License-Identifier: Apache-2.0
#include "service/http/connection.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace http {

namespace {

constexpr std::size_t pieces_per_call = 128;
constexpr std::size_t octets_per_turn = 512 * 1024;

std::size_t gather(const Outgoing& out, std::array<iovec, pieces_per_call>& vectors) {
  std::size_t count = 0;
  std::size_t octets = 0;
  for (std::size_t i = out.piece; i < out.pieces() && count < vectors.size() && octets < octets_per_turn;
       ++i) {
    std::string_view piece = out.at(i);
    if (i == out.piece) piece.remove_prefix(out.offset);
    if (piece.empty()) continue;
    vectors[count].iov_base = const_cast<char*>(piece.data());
    vectors[count].iov_len = piece.size();
    octets += piece.size();
    ++count;
  }
  return count;
}

void advance(Outgoing& out, std::size_t octets) {
  while (out.piece < out.pieces()) {
    const std::size_t left = out.at(out.piece).size() - out.offset;
    if (octets < left) {
      out.offset += octets;
      return;
    }
    octets -= left;
    ++out.piece;
    out.offset = 0;
  }
}

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

SendResult send_some(int fd, Outgoing& out, bool& progress) {
  progress = false;
  std::array<iovec, pieces_per_call> vectors;
  for (std::size_t sent_in_all = 0; sent_in_all < octets_per_turn;) {
    const std::size_t count = gather(out, vectors);
    if (count == 0) return SendResult::done;
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    const ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN ? SendResult::blocked : SendResult::dead;
    }
    progress = true;
    sent_in_all += static_cast<std::size_t>(sent);
    advance(out, static_cast<std::size_t>(sent));
    if (out.piece == out.pieces()) return SendResult::done;
  }
  return SendResult::more;
}

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
