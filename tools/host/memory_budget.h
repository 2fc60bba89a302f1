// Memory that several threads share: each takes what it needs before it holds it, and waits while others hold too much.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

namespace enrolkit {

class MemoryBudget {
 public:
  explicit MemoryBudget(std::uint64_t bytes) : bytes_(bytes) {}
  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;

  // Gives back what was taken when the last copy goes. The budget outlives it.
  using Share = std::shared_ptr<const void>;
  // Waits until so much is free. More than there is counts as all of it, so that nobody waits for good; a thread holds
  // one share at a time.
  [[nodiscard]] Share take(std::uint64_t bytes) {
    const std::uint64_t wanted = std::min(bytes, bytes_);
    std::unique_lock lock(mutex_);
    free_again_.wait(lock, [&] { return taken_ + wanted <= bytes_; });
    taken_ += wanted;
    lock.unlock();
    return {this, [wanted](MemoryBudget* budget) { budget->give_back(wanted); }};
  }

 private:
  void give_back(std::uint64_t bytes) {
    {
      const std::lock_guard lock(mutex_);
      taken_ -= bytes;
    }
    free_again_.notify_all();
  }

  const std::uint64_t bytes_;
  std::uint64_t taken_ = 0;
  std::mutex mutex_;
  std::condition_variable free_again_;
};

}  // namespace enrolkit
