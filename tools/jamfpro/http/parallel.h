// Requests on several connections at once, each with a thread of its own. The caller's thread hands them out and takes
// the outcomes, so that a connection is all that another thread touches.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "jamfpro/http/http.h"

namespace enrolkit::jamf {

class Parallel {
 public:
  explicit Parallel(std::vector<std::unique_ptr<Http>> connections);
  Parallel(const Parallel&) = delete;
  Parallel& operator=(const Parallel&) = delete;
  // Waits for what is under way.
  ~Parallel();

  [[nodiscard]] std::size_t width() const { return connections_.size(); }
  // Goes out once a connection is free. `number` comes back with the outcome.
  void send(std::size_t number, Request request);
  // Waits for the next outcome, in the order in which they come. Something must be under way.
  [[nodiscard]] std::pair<std::size_t, Outcome> next();

 private:
  void work(Http& connection);

  std::vector<std::unique_ptr<Http>> connections_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::size_t, Request>> waiting_;
  std::deque<std::pair<std::size_t, Outcome>> done_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace enrolkit::jamf
