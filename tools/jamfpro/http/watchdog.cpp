#include "jamfpro/http/watchdog.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace enrolkit::jamf {
namespace {

constexpr std::chrono::milliseconds kStep{100};  // between two questions whether to stop

}  // namespace

Watchdog::Watchdog(SteadyTime deadline, std::function<bool()> stop)
    : deadline_(deadline), stop_(std::move(stop)), thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
  if (fd_ >= 0) (void)::close(fd_);
}

void Watchdog::watch(int fd) {
  const std::lock_guard lock(mutex_);
  if (fd_ >= 0) (void)::close(fd_);
  fd_ = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (expired_ || stopped_) shut_down();
}

void Watchdog::set(SteadyTime deadline, bool heeds_stop) {
  {
    const std::lock_guard lock(mutex_);
    deadline_ = deadline;
    heeds_stop_ = heeds_stop;
  }
  changed_.notify_one();
}

bool Watchdog::expired() const {
  const std::lock_guard lock(mutex_);
  return expired_;
}

bool Watchdog::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!over_ && !expired_ && !stopped_) {
    const SteadyTime now = std::chrono::steady_clock::now();
    expired_ = now >= deadline_;
    stopped_ = !expired_ && heeds_stop_ && stop_ && stop_();
    if (expired_ || stopped_) return shut_down();
    (void)changed_.wait_until(lock, stop_ ? std::min(deadline_, now + kStep) : deadline_);
  }
}

void Watchdog::shut_down() const {
  if (fd_ >= 0) (void)::shutdown(fd_, SHUT_RDWR);
}

}  // namespace enrolkit::jamf
