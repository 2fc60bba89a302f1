#include "run/ea_frame.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "host/real_run.h"
#include "run/streams.h"

#if defined(__has_feature)
#define ENROLKIT_CLANG_SANITIZES __has_feature(address_sanitizer)
#else
#define ENROLKIT_CLANG_SANITIZES 0
#endif

namespace enrolkit {
namespace {

// For the signal handlers: the lines to print when the time is over and when the program breaks, ready made,
// and whether something was printed already.
struct Ready {
  std::atomic<const char*> text{nullptr};
  std::atomic<std::size_t> size{0};
  void set(const std::string& line) {
    text = line.data();
    size = line.size();
  }
};
Ready late;
Ready broken;
std::atomic<bool> printed{false};

[[noreturn]] void print_and_leave(const Ready& ready) {
  const char* text = ready.text.load();
  std::size_t left = ready.size.load();
  while (left > 0) {
    const ssize_t written = ::write(STDOUT_FILENO, text, left);
    if (written <= 0) break;
    text += written;
    left -= static_cast<std::size_t>(written);
  }
  kill_running_tools();  // what hangs must not outlive the inventory that asked
  ::_exit(0);
}

void on_signal(int signal) {
  if (printed.exchange(true)) {
    if (signal == SIGALRM) return;  // the answer is on its way out
    ::_exit(0);
  }
  print_and_leave(signal == SIGALRM ? late : broken);
}

// A stack that is used up leaves no room for a handler: it gets one of its own.
bool give_handlers(std::span<char> room) {
#if defined(__SANITIZE_ADDRESS__) || ENROLKIT_CLANG_SANITIZES
  (void)room;
  return false;  // the sanitizer gives each thread a stack of its own for this, and takes it back at the end
#else
  stack_t stack{};
  stack.ss_sp = room.data();
  stack.ss_size = room.size();
  return ::sigaltstack(&stack, nullptr) == 0;
#endif
}

void catch_signals() {
  static std::array<char, 64 * 1024> room;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = give_handlers(room) ? SA_ONSTACK : 0;
  sigset_t ours{};
  sigemptyset(&ours);
#if defined(__SANITIZE_ADDRESS__) || ENROLKIT_CLANG_SANITIZES
  const auto signals = {SIGALRM};  // the sanitizer reports the others
#else
  const auto signals = {SIGALRM, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU};
#endif
  for (const int signal : signals) {
    ::sigaction(signal, &action, nullptr);
    sigaddset(&ours, signal);
  }
  ::sigprocmask(SIG_UNBLOCK, &ours, nullptr);
}

void start_clock(std::chrono::milliseconds limit) {
  itimerval timer{};
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(limit).count();
  timer.it_value.tv_sec = static_cast<decltype(timer.it_value.tv_sec)>(us / 1'000'000);
  timer.it_value.tv_usec = static_cast<decltype(timer.it_value.tv_usec)>(us % 1'000'000);
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

std::string explained(const Finding& finding) {
  std::string text =
      fmt::format("{}: {} ({})\n", printable(finding.id),
                  finding.code.empty() ? "no date" : result_text(finding), to_text(finding.health));
  if (!finding.detail.empty()) text += fmt::format("  {}\n", printable(finding.detail));
  for (const Evidence& e : finding.evidence) {
    text += fmt::format("  {}{}{}{}{}{}{}\n", printable(e.source), e.where.empty() ? "" : ", ",
                        printable(e.where), e.when ? ", " : "", e.when ? to_text(*e.when) : "",
                        e.text.empty() ? "" : ": ", printable(e.text));
  }
  return text + fmt::format("  looked for {} us\n", finding.took.count());
}

}  // namespace

std::string ea_text(const Finding& finding, EaFormat format) {
  switch (format) {
    case EaFormat::result: return fmt::format("<result>{}</result>\n", result_text(finding));
    case EaFormat::json: return dump(to_json(finding), 2) + "\n";
    case EaFormat::explain: return explained(finding);
  }
  return {};
}

void guard_this_thread(std::span<char> room) { (void)give_handlers(room); }

void run_framed(const FramedText& run) {
  // Whatever a library may want to say, inventory must not see it.
  if (const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC); null >= 0) ::dup2(null, STDERR_FILENO);
  static std::string late_text, broken_text;  // outlive any handler
  late_text = run.late;
  broken_text = run.broken;
  late.set(late_text);
  broken.set(broken_text);
  catch_signals();
  std::set_terminate(std::abort);  // whose signal prints `broken`
  start_clock(run.limit);
  try {
    const std::string text = run.answer();
    if (!printed.exchange(true)) write_out(text);
  } catch (...) {  // not even the reason is asked for: that could fail too
    if (!printed.exchange(true)) write_out(broken_text);
  }
}

void run_ea(const EaRun& run) {
  FramedText framed;
  framed.late = ea_text(unknown(run.attribute, fmt::format("time limit of {} ms reached", run.limit.count())),
                        run.format);
  framed.broken = ea_text(unknown(run.attribute, "internal error"), run.format);
  framed.limit = run.limit;
  framed.answer = [&run] {
    const auto begin = std::chrono::steady_clock::now();
    Finding finding = run.answer();
    finding.took =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    return ea_text(finding, run.format);
  };
  run_framed(framed);
}

}  // namespace enrolkit
