// Ends what is under way on a socket at a moment, or when the user asks to stop. Time limits of sockets do not do that:
// each byte of a server that sends one a second begins them again, and OpenSSL waits for whole records.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace enrolkit::jamf {

using SteadyTime = std::chrono::steady_clock::time_point;

class Watchdog {
 public:
  // `stop` (may be empty) is asked several times a second, from a thread of its own.
  Watchdog(SteadyTime deadline, std::function<bool()> stop);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog();

  // This socket instead of the one before.
  void watch(int fd);
  // Another deadline; and whether the user's wish to stop still counts.
  void set(SteadyTime deadline, bool heeds_stop);

  [[nodiscard]] bool expired() const;  // the deadline came, and the socket was shut down
  [[nodiscard]] bool stopped() const;  // the user's wish did that

 private:
  void run();
  void shut_down() const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  SteadyTime deadline_;
  std::function<bool()> stop_;
  bool heeds_stop_ = true, over_ = false, expired_ = false, stopped_ = false;
  int fd_ = -1;  // a duplicate: the number of a closed one may belong to another file by then
  std::thread thread_;
};

}  // namespace enrolkit::jamf
