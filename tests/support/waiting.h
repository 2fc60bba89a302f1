// Waiting for what has to come, however loaded the machine is.
#pragma once

#include <chrono>
#include <thread>

namespace enrolkit::test {

// What has not come by then never does. No test passes by its end, and none that passes waits for it.
inline constexpr std::chrono::seconds kNever{60};

// Whether it comes true.
template <class Event>
[[nodiscard]] bool comes(const Event& event) {
  for (const auto end = std::chrono::steady_clock::now() + kNever; !event();) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace enrolkit::test
