#include "jamfpro/http/parallel.h"

#include <exception>

namespace enrolkit::jamf {

Parallel::Parallel(std::vector<std::unique_ptr<Http>> connections) : connections_(std::move(connections)) {
  for (const auto& connection : connections_)
    threads_.emplace_back([this, &http = *connection] { work(http); });
}

Parallel::~Parallel() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Parallel::send(std::size_t number, Request request) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(number, std::move(request));
  }
  changed_.notify_all();
}

std::pair<std::size_t, Outcome> Parallel::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !done_.empty(); });
  auto out = std::move(done_.front());
  done_.pop_front();
  return out;
}

void Parallel::work(Http& connection) {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return over_ || !waiting_.empty(); });
    if (over_) return;
    const auto asked = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    Outcome outcome;
    try {
      outcome = connection.send(asked.second);
    } catch (const std::exception& e) {  // a thread must not end in one
      outcome = NoReply{NoReply::Why::cut, true, e.what()};
    }
    lock.lock();
    done_.emplace_back(asked.first, std::move(outcome));
    changed_.notify_all();
  }
}

}  // namespace enrolkit::jamf
