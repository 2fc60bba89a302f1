#include "jamfpro/watch/open_connections.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace enrolkit::jamf {

OpenConnections::OpenConnections(std::size_t max, std::chrono::milliseconds limit,
                                 std::function<void()> dropped)
    : max_(max), limit_(limit), dropped_(std::move(dropped)), thread_([this] { run(); }) {}

OpenConnections::~OpenConnections() {
  end();
  thread_.join();
}

bool OpenConnections::add(const void* key, int fd, std::string peer) {
  const std::lock_guard lock(mutex_);
  if (over_) return false;
  while (open_.size() >= max_) drop(one_too_many());
  int own = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
  while (own < 0 && !open_.empty()) {  // no descriptor is left
    drop(one_too_many());
    own = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
  }
  if (own < 0) return false;
  open_.push_back({key, own, std::move(peer), std::chrono::steady_clock::now() + limit_});
  changed_.notify_one();
  return true;
}

void OpenConnections::remove(const void* key) {
  const std::lock_guard lock(mutex_);
  const auto one =
      std::find_if(open_.begin(), open_.end(), [&](const auto& each) { return each.key == key; });
  if (one != open_.end()) erase(one);
}

void OpenConnections::end() {
  const std::lock_guard lock(mutex_);
  over_ = true;
  for (const Connection& one : open_) (void)::shutdown(one.fd, SHUT_RDWR);
  while (!open_.empty()) erase(open_.begin());
  changed_.notify_one();
}

void OpenConnections::run() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    while (!open_.empty() && open_.front().until <= std::chrono::steady_clock::now()) drop(open_.begin());
    if (open_.empty()) {
      changed_.wait(lock);
    } else {
      const Time until = open_.front().until;  // it may be gone when this thread wakes
      (void)changed_.wait_until(lock, until);
    }
  }
}

// Whoever waits for its bytes, or to send it some, wakes up with an error.
void OpenConnections::drop(Open::iterator one) {
  (void)::shutdown(one->fd, SHUT_RDWR);
  erase(one);
  dropped_();
}

void OpenConnections::erase(Open::iterator one) {
  (void)::close(one->fd);
  open_.erase(one);
}

OpenConnections::Open::iterator OpenConnections::one_too_many() {
  std::map<std::string_view, std::size_t> places;
  std::size_t most = 0;
  for (const Connection& one : open_) most = std::max(most, ++places[one.peer]);
  return std::find_if(open_.begin(), open_.end(),
                      [&](const Connection& one) { return places[one.peer] == most; });
}

}  // namespace enrolkit::jamf
