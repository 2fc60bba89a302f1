#include "cli/server/context.h"

#include <chrono>

#include "run/interrupt.h"
#include "run/secret.h"

namespace enrolkit {
namespace {

template <class Chrono>
std::int64_t seconds_of() {
  return std::chrono::duration_cast<std::chrono::seconds>(Chrono::now().time_since_epoch()).count();
}

class RealClock : public jamf::Clock {
 public:
  std::int64_t now() override { return seconds_of<std::chrono::system_clock>(); }
  std::int64_t steady_now() override { return seconds_of<std::chrono::steady_clock>(); }
  bool wait(std::int64_t seconds) override { return sleep_for(seconds); }
};

}  // namespace

std::optional<bool> ServerContext::agrees(std::string_view prompt) const {
  const auto answer = ask(prompt);
  const auto* text = value_of(answer);
  if (text == nullptr) return std::nullopt;
  return *text == "y" || *text == "yes";
}

Exit ServerContext::complain(const std::string& text) const {
  err("enrolkit: " + text + "\n");
  return Exit::trouble;
}

Exit ServerContext::complain(const jamf::Failure& failure) const {
  return complain(failure.kind == jamf::Failure::Kind::stopped ? "stopped" : failure.why);
}

ServerContext process_context() {
  static RealClock clock;
  ServerContext out{clock,
                    write_out,
                    write_err,
                    {},
                    ask_line,
                    style_of_stdout(),
                    connect_to_server,
                    {},
                    system_secret_store()};
  if (stderr_is_terminal()) out.progress = show_progress;
  return out;
}

}  // namespace enrolkit
