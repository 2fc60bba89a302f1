// A repair in a process of its own, which the test can kill at any request. The simulated server and its
// clock stay with the test, so that what reached the server outlives the client, as in life; hours still pass
// in milliseconds.
#pragma once

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "jamfpro/repair/repair_bench.h"

namespace enrolkit::test {

// When the client dies: before the request reaches the server; after the server acted, with no answer to the
// client; or with the answer, a moment later, while it goes on.
enum class Kill { no, before, after, soon };

struct ForkedRun {
  bool killed = false;
  std::string trouble;
};

#ifdef MSG_NOSIGNAL
inline constexpr int kQuietly = MSG_NOSIGNAL;
#else
inline constexpr int kQuietly = 0;
#endif

// Whole messages over a stream.
class Channel {
 public:
  explicit Channel(int fd) : fd_(fd) {}
  [[nodiscard]] bool put(const jamf::Json& message) const {
    const auto body = jamf::Json::to_cbor(message);
    const auto size = static_cast<std::uint32_t>(body.size());
    return ::send(fd_, &size, sizeof size, kQuietly) == sizeof size &&
           ::send(fd_, body.data(), body.size(), kQuietly) == static_cast<ssize_t>(body.size());
  }
  [[nodiscard]] std::optional<jamf::Json> get() const {
    std::uint32_t size = 0;
    if (::recv(fd_, &size, sizeof size, MSG_WAITALL) != sizeof size) return std::nullopt;
    std::vector<std::uint8_t> body(size);
    if (::recv(fd_, body.data(), size, MSG_WAITALL) != static_cast<ssize_t>(size)) return std::nullopt;
    return jamf::Json::from_cbor(body);
  }

 private:
  int fd_;
};

// The client's end: what it asks of the clock and of the server goes to the test.
class FarSide : public jamf::Http, public jamf::Clock {
 public:
  FarSide(const Channel& channel, std::int64_t start) : channel_(channel), now_(start) {}
  std::int64_t now() override { return now_; }
  std::int64_t steady_now() override { return now_; }
  bool wait(std::int64_t seconds) override {
    (void)ask({{"wait", seconds}});
    return true;
  }
  jamf::Outcome send(const jamf::Request& request) override {
    const jamf::Json got = ask({{"method", static_cast<int>(request.method)},
                                {"target", request.target},
                                {"body", request.body},
                                {"type", request.content_type},
                                {"authorization", request.authorization},
                                {"cookie", request.cookie},
                                {"limit", request.limit.count()}});
    if (got.contains("why"))
      return jamf::NoReply{got["why"].get<jamf::NoReply::Why>(), got["sent"], got["text"]};
    jamf::Reply reply;
    reply.status = got["status"];
    reply.content_type = got["type"];
    reply.body = got["body"];
    reply.date = jamf::number_of(got["date"]);
    reply.set_cookies = got["cookies"].get<std::vector<std::string>>();
    return reply;
  }

 private:
  jamf::Json ask(const jamf::Json& question) {
    if (!channel_.put(question)) ::_exit(3);
    auto answer = channel_.get();
    if (!answer) ::_exit(3);
    now_ = (*answer)["now"];
    return std::move(*answer);
  }
  const Channel& channel_;
  std::int64_t now_;
};

class ForkedClient {
 public:
  using When = std::function<Kill(const jamf::Request&)>;
  explicit ForkedClient(RepairBench& bench, When when) : bench_(bench), when_(std::move(when)) {}

  // Nothing is chosen: it goes on with what the journal has.
  ForkedRun repair(const std::optional<std::vector<jamf::RepairEntry>>& chosen) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) throw std::runtime_error("no socket pair");
    child_ = ::fork();
    if (child_ == 0) {
      ::close(ends[0]);
      run(Channel(ends[1]), chosen);
      ::_exit(0);
    }
    ::close(ends[1]);
    ForkedRun out = serve(Channel(ends[0]));
    ::close(ends[0]);
    ::waitpid(child_, nullptr, 0);
    return out;
  }

 private:
  void run(const Channel& channel, const std::optional<std::vector<jamf::RepairEntry>>& chosen) {
    FarSide far(channel, bench_.clock.time);
    jamf::Session session(
        far, far, {jamf::Credentials::Kind::api_client, bench_.jamf.client_id, bench_.jamf.client_secret});
    jamf::Client client(session);
    const auto journal = bench_.journal();
    jamf::Repairer repairer(client, *journal, bench_.plan, {});
    const auto done = chosen ? repairer.run(*chosen) : repairer.resume();
    (void)channel.put({{"end", done.trouble}});
  }

  ForkedRun serve(const Channel& channel) {
    while (const auto asked = channel.get()) {
      if (asked->contains("end")) return {false, (*asked)["end"]};
      jamf::Json answer;
      Kill kill = Kill::no;
      if (asked->contains("wait")) {
        (void)bench_.clock.wait((*asked)["wait"]);
      } else {
        const jamf::Request request = request_of(*asked);
        kill = when_(request);
        if (kill == Kill::before) return killed();
        answer = answer_of(bench_.http.send(request));
        if (kill == Kill::after) return killed();
      }
      answer["now"] = bench_.clock.time;
      if (!channel.put(answer)) break;
      if (kill == Kill::soon) {
        ::usleep(300);
        return killed();
      }
    }
    throw std::runtime_error("the client died by itself");
  }
  ForkedRun killed() const {
    ::kill(child_, SIGKILL);
    return {true, ""};
  }
  static jamf::Request request_of(const jamf::Json& asked) {
    jamf::Request out;
    out.method = static_cast<jamf::Method>(asked["method"].get<int>());
    out.target = asked["target"];
    out.body = asked["body"];
    out.content_type = asked["type"];
    out.authorization = asked["authorization"];
    out.cookie = asked["cookie"];
    out.limit = std::chrono::seconds(asked["limit"].get<std::int64_t>());
    return out;
  }
  static jamf::Json answer_of(const jamf::Outcome& outcome) {
    if (const auto* none = std::get_if<jamf::NoReply>(&outcome)) {
      return {{"why", none->why}, {"sent", none->sent}, {"text", none->text}};
    }
    const auto& reply = std::get<jamf::Reply>(outcome);
    return {{"status", reply.status},
            {"type", reply.content_type},
            {"body", reply.body},
            {"date", reply.date ? jamf::Json(*reply.date) : jamf::Json(nullptr)},
            {"cookies", reply.set_cookies}};
  }

  RepairBench& bench_;
  When when_;
  pid_t child_ = -1;
};

}  // namespace enrolkit::test
