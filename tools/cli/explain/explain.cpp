#include "cli/explain/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/explain/brief.h"
#include "cli/explain/explained_mac.h"
#include "cli/explain/explained_mac_json.h"
#include "cli/explain/fleet.h"
#include "cli/explain/inputs.h"
#include "cli/explain/report.h"
#include "cli/explain/unknown_lines_report.h"
#include "cli/html/html_report.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "run/program.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

// What is left of a case once its memory is given back.
struct Explained {
  std::string text;  // the report or the JSON record, when one is to be printed
  FleetRow row;
  nlohmann::ordered_json page;  // for --html
  std::vector<std::string> faults;
  bool passed_over = false;  // met in a folder, and no log of jamf
};

struct Job {
  const std::vector<Subject>& subjects;
  ExplainMacOptions how;
  bool json = false;
  bool reports = false;  // a report for each
  bool brief = false;    // five lines for each
  bool page = false;
  TerminalStyle style;
};

bool is_no_jamf_log(const Subject& subject, const ExplainedMac& c) {
  const auto* read = value_of(c.log);
  const auto slash = subject.name.rfind('/');
  const bool named_so = subject.name.substr(slash == std::string::npos ? 0 : slash + 1).starts_with("jamf");
  return subject.found && subject.kind == Subject::Kind::files && !named_so && read != nullptr &&
         read->history.quality.records == 0 && c.diagnosis.elsewhere.empty();
}

Explained explain(const Job& job, const Subject& subject) {
  Explained out;
  try {
    const ExplainedMac c = explain_mac(subject, job.how);
    out.row = row_of(c);
    out.passed_over = is_no_jamf_log(subject, c);
    if (out.passed_over) return out;
    if (const auto* read = value_of(c.log)) out.faults = read->faults;
    if (job.page) out.page = to_json(c);
    if (job.brief) {
      out.text = brief(to_json(c));
    } else if (job.json) {
      out.text = dump(to_json(c), job.subjects.size() == 1 ? 2 : -1) + "\n";
    } else if (job.reports) {
      out.text = report(c, job.style);
    }
  } catch (const std::exception& e) {
    out.row.source = printable(subject.name);
    out.row.trouble = fmt::format("{}: {}", out.row.source, e.what());
  }
  return out;
}

// Nothing escapes: a thread that throws would end the program. What it says must fit where there is no memory.
Explained explain_safely(const Job& job, const Subject& subject) {
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

// Explains all subjects on several threads and hands them on in their order; on this one where there are no others.
template <class Sink>
void explain_all(const Job& job, unsigned jobs, Sink sink) {
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

  // On a terminal, say after a second that something is going on.
  const bool show = stderr_is_terminal();
  bool shown = false;
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    while (!ready.wait_for(lock, std::chrono::milliseconds(500), [&] { return done[i].has_value(); })) {
      const auto seconds =
          std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin).count();
      if (!show || seconds < 1) continue;
      show_progress(fmt::format("enrolkit: {} of {} read, {} s ", finished.load(), count, seconds));
      shown = true;
    }
    Explained result = std::move(*done[i]);
    done[i].emplace();
    lock.unlock();
    if (shown) show_progress("");
    shown = false;
    sink(std::move(result));
  }
}

Exit complain(const std::string& text) {
  write_err("enrolkit: " + text + "\n");
  return Exit::trouble;
}

// What comes by standard input is known when it is read; explain_mac says it then.
std::size_t logs_among(const std::vector<Subject>& subjects) {
  return static_cast<std::size_t>(std::count_if(subjects.begin(), subjects.end(), [](const Subject& subject) {
    return subject.kind == Subject::Kind::files;
  }));
}

}  // namespace

CLI::App* add_explain(CLI::App& app, ExplainOptions& options) {
  CLI::App* sub = app.add_subcommand("explain", "why did this enrolment fail?");
  sub->add_option(
      "PATH", options.paths,
      "a jamf.log, with or without its rotated siblings; what enrolkit collect wrote; a tar, a zip or a "
      "folder of such; - for stdin");
  sub->get_option("PATH")->type_name("");
  sub->add_option("--root", options.roots, "a whole Mac: a volume, or a collected tree")
      ->type_name("DIR")
      ->allow_extra_args(false);
  sub->add_option("--account", options.account, "the Management Account's exact username (with --root)")
      ->type_name("NAME");
  sub->add_option(
         "--as-of", options.as_of,
         "the latest date the log can contain (YYYY-MM-DD [hh:mm:ss]), where the file's own time is wrong")
      ->type_name("DATE");
  sub->add_flag("--json", options.json, "one JSON object a Mac; with several, one a line");
  sub->add_flag("--full", options.full, "with several Macs, a report on each in place of the table");
  sub->add_flag("--brief", options.brief, "five lines a Mac, for a ticket or a chat");
  sub->add_option("--html", options.html, "write a page as well: one Mac, or a dashboard of several")
      ->type_name("FILE");
  sub->add_flag("--force", options.force, "replace the file of --html");
  sub->add_flag(
      "--unknown-lines", options.unknown_lines,
      "print the errors of jamf that enrolkit does not know, without names and numbers: for a bug report");
  sub->add_option("--jobs", options.jobs, "how many files to read at a time (default: the processors)")
      ->type_name("N")
      ->check(CLI::Range(1, 64));
  add_color(*sub);
  sub->footer("Example: enrolkit explain --account jamfadmin --root /Volumes/Broken");
  return sub;
}

Exit run_explain(const ExplainOptions& options) {
  ExplainMacOptions how;
  if (!options.account.empty()) how.account = options.account;
  if (!options.as_of.empty()) {
    how.as_of = parse_local_time(options.as_of);
    if (!how.as_of) {
      return complain(
          fmt::format("--as-of {}: no such date; write it as 2023-02-11, or \"2023-02-11 09:10:36\"",
                      printable(options.as_of)));
    }
  }
  std::vector<std::string> roots = options.roots;
  if (options.paths.empty() && roots.empty()) {
#ifdef __APPLE__
    roots.emplace_back("/");
#else
    return complain(
        "no Mac was named, and this computer is none\nhint: enrolkit explain jamf.log, a folder, --root DIR, or - "
        "for stdin");
#endif
  }
  const Gathered gathered = gather(options.paths, roots);
  Exit exit = Exit::ok;
  for (const std::string& trouble : gathered.troubles) exit = complain(trouble);
  constexpr std::size_t kMaxNotes = 5;
  for (std::size_t i = 0; i < std::min(gathered.notes.size(), kMaxNotes); ++i)
    (void)complain(gathered.notes[i]);
  if (gathered.notes.size() > kMaxNotes)
    (void)complain(fmt::format("and {} more files that were not counted", gathered.notes.size() - kMaxNotes));
  if (const std::size_t logs = logs_among(gathered.subjects); how.account && logs != 0) {
    if (logs == gathered.subjects.size()) return complain(std::string(kNoAccountOfALog));
    (void)complain(
        fmt::format("--account was not used for {} of the Macs: of those there is a log alone", logs));
  }
  how.unknown_lines = options.unknown_lines;
  if (options.unknown_lines) return worst(exit, print_unknown_lines(gathered.subjects, how));
  if (gathered.subjects.empty()) {
    return gathered.troubles.empty()
               ? complain("no log in it: nothing is named *.log, and no folder is a Mac")
               : exit;
  }

  const bool reports = options.full || options.brief || gathered.subjects.size() == 1;
  const Job all{gathered.subjects, how, options.json, reports, options.brief, !options.html.empty(),
                style_of_stdout()};
  std::optional<HtmlReport> page;
  if (all.page) {
    auto begun = HtmlReport::begin(options.html, options.force, gathered.subjects.size() > 1);
    if (!begun.ok()) return complain("--html: " + printable(begun.error().why));
    page.emplace(std::move(begun).value());
  }
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  std::vector<FleetRow> rows;
  std::size_t passed_over = 0;
  bool first = true;
  explain_all(all, jobs, [&](Explained&& result) {
    if (result.passed_over) {
      ++passed_over;
      return;
    }
    exit = worst(exit, exit_of(result.row.health));
    if (!result.row.trouble.empty()) complain(result.row.trouble);
    for (const std::string& fault : result.faults) complain(printable(fault));
    if (page && result.row.trouble.empty()) {
      if (const Status added = page->add(result.page); !added.ok()) {
        exit = complain("--html: " + printable(added.error().why));
        page.reset();
      }
    }
    if (all.brief && !first) write_out("\n");
    if (all.reports && !all.json && !all.brief && !first)
      write_out("\n" + std::string(all.style.width, '-') + "\n\n");
    first = false;
    write_out(result.text);
    if (!all.json && !all.reports) rows.push_back(std::move(result.row));
  });
  if (!all.json && !all.reports) write_out(fleet_table(rows, all.style));
  if (passed_over != 0) {
    write_err(fmt::format("enrolkit: {} file{} without a line of jamf passed over\n", passed_over,
                          passed_over == 1 ? "" : "s"));
  }
  if (page && !first) {
    const Status written = page->finish();
    if (!written.ok()) return complain("--html: " + printable(written.error().why));
    write_err("enrolkit: wrote " + printable(options.html) + "\n");
  }
  if (first) return complain("no log in it: none of its files holds a line of jamf");
  return exit;
}

}  // namespace enrolkit
