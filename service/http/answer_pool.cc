// SPDX-License-Identifier: Apache-2.0
#include "service/http/answer_pool.h"

#include <algorithm>
#include <utility>

namespace http {

AnswerPool::AnswerPool(unsigned threads, std::size_t longest_queue, Answer answer, std::function<void()> wake)
    : answer_(std::move(answer)), wake_(std::move(wake)), longest_queue_(longest_queue) {
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { work(); });
}

AnswerPool::~AnswerPool() { stop(); }

bool AnswerPool::add(std::unique_ptr<Job>& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting_.size() >= longest_queue_) return false;
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

std::vector<std::unique_ptr<Job>> AnswerPool::take_answered() {
  const std::lock_guard lock(mutex_);
  return std::exchange(answered_, {});
}

void AnswerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void AnswerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    std::unique_ptr<Job> job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    answer_(job->exchange);
    lock.lock();
    answered_.push_back(std::move(job));
    if (answered_.size() == 1) wake_();
  }
}

}  // namespace http
