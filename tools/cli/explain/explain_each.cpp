#include "cli/explain/explain_each.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "cli/explain/brief.h"
#include "cli/explain/report.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "report/explained_mac_json.h"

namespace enrolkit {
namespace {

// What is printed of one Mac by itself. For people, nothing of a path that was mistyped: its trouble says all there is.
std::string text_of(const ExplainJob& job, const ExplainedMac& c) {
  const bool for_people = job.form == ExplainForm::report || job.form == ExplainForm::brief;
  if (for_people && !c.trouble.empty() && std::holds_alternative<Absent>(c.log)) return "";
  switch (job.form) {
    case ExplainForm::report: return report(c, job.style);
    case ExplainForm::brief: return brief(to_json(c));
    case ExplainForm::json: return dump(to_json(c), 2) + "\n";
    case ExplainForm::json_lines: return dump(to_json(c), -1) + "\n";
    case ExplainForm::table:
    case ExplainForm::csv: break;
  }
  return "";
}

bool is_no_jamf_log(const Subject& subject, const ExplainedMac& c) {
  const auto* read = value_of(c.log);
  const auto slash = subject.name.rfind('/');
  const bool named_so = subject.name.substr(slash == std::string::npos ? 0 : slash + 1).starts_with("jamf");
  return subject.found && subject.kind == Subject::Kind::files && !named_so && read != nullptr &&
         read->history.quality.records == 0 && c.diagnosis.elsewhere.empty();
}

Explained explain(const ExplainJob& job, const Subject& subject) {
  Explained out;
  try {
    const ExplainedMac c = explain_mac(subject, job.how);
    out.row = row_of(c);
    out.passed_over = is_no_jamf_log(subject, c);
    if (out.passed_over) return out;
    if (const auto* read = value_of(c.log)) out.faults = read->faults;
    if (job.page) out.page = to_json(c);
    out.text = text_of(job, c);
  } catch (const std::exception& e) {
    out.row.source = printable(subject.name);
    out.row.trouble = fmt::format("{}: {}", out.row.source, e.what());
  }
  return out;
}

// Nothing escapes: a thread that throws would end the program. What it says must fit where there is no memory.
Explained explain_safely(const ExplainJob& job, const Subject& subject) {
  try {
    return explain(job, subject);
  } catch (...) {
    Explained out;
    out.row.trouble = "out of memory";  // short enough for a string without memory of its own
    return out;
  }
}

// Threads that end with their owner, also when it leaves by an exception.
class Workers {
 public:
  explicit Workers(std::atomic<std::size_t>& next, std::size_t count) : next_(next), count_(count) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    next_ = count_;  // nothing new is begun
    for (std::thread& thread : threads_) thread.join();
  }
  // False when the system gives no thread (a limit of memory or of processes).
  template <class Work>
  bool start(Work work) {
    try {
      threads_.reserve(threads_.size() + 1);
      threads_.emplace_back(work);
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }
  [[nodiscard]] bool none() const { return threads_.empty(); }

 private:
  std::vector<std::thread> threads_;
  std::atomic<std::size_t>& next_;
  std::size_t count_;
};

// On a terminal, says after a second that something is going on.
class Progress {
 public:
  explicit Progress(std::size_t count) : count_(count) {}
  void show(std::size_t finished) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin_).count();
    if (!terminal_ || seconds < 1) return;
    show_progress(fmt::format("enrolkit: {} of {} read, {} s ", finished, count_, seconds));
    shown_ = true;
  }
  void clear() {
    if (shown_) show_progress("");
    shown_ = false;
  }

 private:
  const std::size_t count_;
  const bool terminal_ = stderr_is_terminal();
  bool shown_ = false;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

void explain_each(const ExplainJob& job, unsigned jobs, const std::function<void(Explained&&)>& sink) {
  const std::size_t count = job.subjects.size();
  std::vector<std::optional<Explained>> done(count);
  std::atomic<std::size_t> next{0}, finished{0};
  std::mutex mutex;
  std::condition_variable ready;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      Explained result = explain_safely(job, job.subjects[i]);
      const std::lock_guard lock(mutex);
      done[i] = std::move(result);
      ++finished;
      ready.notify_all();
    }
  };
  Workers workers(next, count);
  for (unsigned i = 0; i < jobs && i < count && workers.start(work); ++i) {
  }
  if (workers.none()) {
    for (const Subject& subject : job.subjects) sink(explain_safely(job, subject));
    return;
  }

  Progress progress(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    while (!ready.wait_for(lock, std::chrono::milliseconds(500), [&] { return done[i].has_value(); }))
      progress.show(finished.load());
    Explained result = std::move(*done[i]);
    done[i].emplace();
    lock.unlock();
    progress.clear();
    sink(std::move(result));
  }
}

}  // namespace enrolkit
