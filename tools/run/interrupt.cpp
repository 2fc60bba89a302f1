#include "run/interrupt.h"

#include <poll.h>
#include <signal.h>

#include <chrono>

namespace enrolkit {
namespace {

volatile sig_atomic_t g_interrupted = 0;

void remember(int) { g_interrupted = 1; }

volatile sig_atomic_t g_hung_up = 0;

void remember_hangup(int) { g_hung_up = 1; }

}  // namespace

void remember_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second one acts as ever
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) (void)::sigaction(signal, &action, nullptr);
}

void remember_hangups() {
  struct sigaction action {};
  action.sa_handler = remember_hangup;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  (void)::sigaction(SIGHUP, &action, nullptr);
}

bool take_hangup() {
  if (g_hung_up == 0) return false;
  g_hung_up = 0;
  return true;
}

bool interrupted() { return g_interrupted != 0; }

bool sleep_for(std::int64_t seconds) {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + std::chrono::seconds(seconds);
  constexpr std::int64_t kStep = 200;  // ms: a signal between the question and poll() is noticed soon
  while (!interrupted()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return true;
    (void)::poll(nullptr, 0, static_cast<int>(left < kStep ? left : kStep));
  }
  return false;
}

}  // namespace enrolkit
