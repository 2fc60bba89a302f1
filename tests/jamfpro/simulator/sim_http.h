// The simulated server without sockets, and a clock that a test turns: hours of a run pass in milliseconds.
#pragma once

#include <functional>

#include "jamfpro/http/http.h"
#include "jamfpro/simulator/fake_jamf.h"

namespace enrolkit::test {

inline constexpr std::int64_t kSimStart = 1'790'000'000;  // 2026-09-21

class SimClock : public jamf::Clock {
 public:
  std::int64_t time = kSimStart;
  std::int64_t stop_at = 0;    // when not 0: the user asks to stop then
  std::int64_t set_ahead = 0;  // what somebody set the wall clock ahead, or back
  std::int64_t now() override { return time + set_ahead; }
  std::int64_t steady_now() override { return time - kSimStart; }
  bool wait(std::int64_t seconds) override {
    time += seconds;
    return stop_at == 0 || time < stop_at;
  }
};

class SimHttp : public jamf::Http {
 public:
  SimHttp(FakeJamf& jamf, SimClock& clock) : jamf_(jamf), clock_(clock) {}
  jamf::Outcome send(const jamf::Request& request) override {
    using Why = jamf::NoReply::Why;
    if (before) before(request);
    Answered answered = jamf_.answer(request, clock_.time);
    clock_.time += took;
    if (after) after(request);
    switch (answered.effect) {
      case Effect::not_reached: return jamf::NoReply{Why::unreachable, false, "cannot be reached"};
      case Effect::cut:
      case Effect::applied_cut:
      case Effect::half_reply: return jamf::NoReply{Why::cut, true, "the connection was cut"};
      case Effect::timed_out:
      case Effect::applied_timed_out:
        clock_.time += request.limit.count();
        return jamf::NoReply{Why::timed_out, true, "no answer in time"};
      default: break;
    }
    if (rewrite) rewrite(request, answered.reply);
    return answered.reply;
  }

  std::function<void(const jamf::Request&, jamf::Reply&)>
      rewrite;                                              // what stands between the server and the client
  std::int64_t took = 0;                                    // seconds of each exchange
  std::function<void(const jamf::Request&)> before, after;  // may throw: the client is killed there

 private:
  FakeJamf& jamf_;
  SimClock& clock_;
};

}  // namespace enrolkit::test
