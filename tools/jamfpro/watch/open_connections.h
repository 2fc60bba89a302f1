// Who is connected to the listener, within bounds. A connection holds a thread until it is answered, and one that says a
// byte a second would hold it for ever. So each has a few seconds from the first to the last; and where all places are
// taken, whoever holds the most of them loses the oldest one. Whoever comes is let in.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace enrolkit::jamf {

class OpenConnections {
 public:
  // `dropped` is called for each that is ended before it ended itself, from several threads.
  OpenConnections(std::size_t max, std::chrono::milliseconds limit, std::function<void()> dropped);
  OpenConnections(const OpenConnections&) = delete;
  OpenConnections& operator=(const OpenConnections&) = delete;
  ~OpenConnections();

  // `key` is the connection's until remove(). False: it cannot be watched, and may not be served.
  [[nodiscard]] bool add(const void* key, int fd, std::string peer);
  void remove(const void* key);
  // All that are open, and all that come.
  void end();

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Connection {
    const void* key;
    int fd;  // a duplicate: the number of a closed one may belong to another connection by then
    std::string peer;
    Time until;
  };
  using Open = std::list<Connection>;  // the oldest first

  void run();
  void drop(Open::iterator one);
  void erase(Open::iterator one);
  [[nodiscard]] Open::iterator one_too_many();

  const std::size_t max_;
  const std::chrono::milliseconds limit_;
  const std::function<void()> dropped_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Open open_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace enrolkit::jamf
