// SPDX-License-Identifier: Apache-2.0
//
// A few threads run the handlers that may wait for the disk or the database.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "service/http/exchange.h"

namespace http {

/// A request in the pool. It owns all its data, because the connection may close before the answer is ready.
struct Job {
  int fd = -1;
  std::uint32_t serial = 0;
  Exchange exchange;
};

class AnswerPool {
 public:
  using Answer = std::function<void(Exchange&)>;

  /// `wake` is called on a pool thread when there is something to take.
  AnswerPool(unsigned threads, std::size_t longest_queue, Answer answer, std::function<void()> wake);
  ~AnswerPool();
  AnswerPool(const AnswerPool&) = delete;
  AnswerPool& operator=(const AnswerPool&) = delete;

  /// False, and the job untouched, when too many are waiting.
  bool add(std::unique_ptr<Job>& job);

  std::vector<std::unique_ptr<Job>> take_answered();

  /// Discards waiting requests, waits for running ones, and ends the threads.
  void stop();

 private:
  void work();

  Answer answer_;
  std::function<void()> wake_;
  std::size_t longest_queue_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Job>> waiting_;
  std::vector<std::unique_ptr<Job>> answered_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace http
