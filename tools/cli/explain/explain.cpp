#include "cli/explain/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "cli/explain/explain_each.h"
#include "cli/explain/files_from.h"
#include "cli/explain/fleet.h"
#include "cli/explain/inputs.h"
#include "cli/explain/unknown_lines_report.h"
#include "cli/html/html_report.h"
#include "core/base/text.h"
#include "host/archive_host.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

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

ExplainForm form_of(const ExplainOptions& options, std::size_t macs) {
  if (options.brief) return ExplainForm::brief;
  if (options.json) return macs == 1 ? ExplainForm::json : ExplainForm::json_lines;
  if (options.full) return ExplainForm::report;
  if (options.format == "csv") return ExplainForm::csv;
  if (options.format == "jsonl") return ExplainForm::json_lines;
  return macs == 1 && options.format.empty() ? ExplainForm::report : ExplainForm::table;
}

// Whether the page has standard output for itself.
bool is_to_stdout(const ExplainOptions& options) { return options.html == "-"; }

bool is_list(ExplainForm form) { return form == ExplainForm::table || form == ExplainForm::csv; }

// What is printed and counted, Mac by Mac.
class Output {
 public:
  Output(const ExplainJob& job, const ExplainOptions& options, std::optional<HtmlReport> page)
      : job_(job), options_(options), page_(std::move(page)) {}

  void add(Explained&& result) {
    if (result.passed_over) {
      ++passed_over_;
      return;
    }
    exit_ = worst(exit_, exit_of(result.row.health));
    if (!result.row.trouble.empty()) complain(result.row.trouble);
    for (const std::string& fault : result.faults) complain(printable(fault));
    if (page_ && result.row.trouble.empty()) add_page(result);
    if (printed_ && !result.text.empty()) print(between());
    first_ = false;
    printed_ |= !result.text.empty();
    print(result.text);
    if (is_list(job_.form)) rows_.push_back(std::move(result.row));
  }

  [[nodiscard]] Exit finish() {
    const FleetView view{kFleetSortNames.find(options_.sort).value_or(FleetSort::cause), options_.limit};
    if (job_.form == ExplainForm::table && !first_) print(fleet_table(std::move(rows_), job_.style, view));
    if (job_.form == ExplainForm::csv) print(fleet_csv(std::move(rows_), view));
    if (passed_over_ != 0) {
      write_err(fmt::format("enrolkit: {} file{} without a line of jamf passed over\n", passed_over_,
                            passed_over_ == 1 ? "" : "s"));
    }
    if (page_ && !first_) {
      const Status written = page_->finish();
      if (!written.ok()) return complain("--html: " + printable(written.error().why));
      if (!is_to_stdout(options_)) write_err("enrolkit: wrote " + printable(options_.html) + "\n");
    }
    if (first_) return complain(named() + "no log in it: no file holds a line of jamf");
    return exit_;
  }

 private:
  void print(std::string_view text) {  // where the page has standard output, it alone
    if (!is_to_stdout(options_)) write_out(text);
  }
  // What the person named, where it is one thing.
  [[nodiscard]] std::string named() const {
    return options_.paths.size() == 1 && options_.roots.empty() ? printable(options_.paths.front()) + ": "
                                                                : "";
  }
  [[nodiscard]] std::string between() const {
    if (job_.form == ExplainForm::brief) return "\n";
    return job_.form == ExplainForm::report ? "\n" + std::string(job_.style.width, '-') + "\n\n" : "";
  }
  void add_page(const Explained& result) {
    if (const Status added = page_->add(result.page); !added.ok()) {
      exit_ = complain("--html: " + printable(added.error().why));
      page_.reset();
    }
  }

  const ExplainJob& job_;
  const ExplainOptions& options_;
  std::optional<HtmlReport> page_;
  std::vector<FleetRow> rows_;
  std::size_t passed_over_ = 0;
  bool first_ = true, printed_ = false;
  Exit exit_ = Exit::ok;
};

// Explains and prints what was gathered.
Exit explain_gathered(const std::vector<Subject>& subjects, const ExplainMacOptions& how,
                      const ExplainOptions& options) {
  const ExplainForm form = form_of(options, subjects.size());
  if (!is_list(form) && (!options.sort.empty() || options.limit != 0))
    return complain("--sort and --limit are for a table or csv; with one Mac give --format, too");
  MemoryBudget archives(kMaxUnpackedBytes);  // of all jobs together
  ExplainJob job{subjects, how, form, !options.html.empty(), style_of_stdout()};
  job.how.archives = &archives;
  std::optional<HtmlReport> page;
  if (job.page) {
    auto begun = HtmlReport::begin(options.html, options.force, subjects.size() > 1);
    if (!begun.ok()) return complain("--html: " + printable(begun.error().why));
    page.emplace(std::move(begun).value());
  }
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  Output output(job, options, std::move(page));
  explain_each(job, jobs, [&](Explained&& result) { output.add(std::move(result)); });
  return output.finish();
}

void tell_notes(const std::vector<std::string>& notes) {
  constexpr std::size_t kMaxNotes = 5;
  for (std::size_t i = 0; i < std::min(notes.size(), kMaxNotes); ++i) (void)complain(notes[i]);
  if (notes.size() > kMaxNotes)
    (void)complain(fmt::format("and {} more files that were not counted", notes.size() - kMaxNotes));
}

// --account with logs alone. Nothing: go on.
std::optional<Exit> account_of_logs(const std::vector<Subject>& subjects, const ExplainMacOptions& how) {
  const std::size_t logs = logs_among(subjects);
  if (!how.account || logs == 0) return std::nullopt;
  if (logs == subjects.size()) return complain(std::string(kNoAccountOfALog));
  (void)complain(
      fmt::format("--account was not used for {} of the Macs: of those there is a log alone", logs));
  return std::nullopt;
}

}  // namespace

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
  if (is_to_stdout(options) && (options.json || options.brief || options.full || !options.format.empty()))
    return complain(
        "--html -: the page is all that is printed; leave out --json, --brief, --full and --format");
  std::vector<std::string> roots = options.roots, paths = options.paths;
  if (!options.files_from.empty()) {
    if (options.files_from == "-" && std::find(paths.begin(), paths.end(), "-") != paths.end())
      return complain("--files-from -: standard input is one thing alone, the list or a log");
    auto listed = read_paths(options.files_from);
    if (!listed.ok()) return complain("--files-from: " + printable(listed.error().why));
    for (std::string& path : listed.value()) paths.push_back(std::move(path));
  }
  if (paths.empty() && roots.empty()) {
#ifdef __APPLE__
    roots.emplace_back("/");
#else
    return complain(
        "no Mac was named, and this computer is not a Mac\nhint: enrolkit explain jamf.log, a folder, --root DIR, or - "
        "for stdin");
#endif
  }
  const Gathered gathered = gather(paths, roots);
  Exit exit = Exit::ok;
  for (const std::string& trouble : gathered.troubles) exit = complain(trouble);
  tell_notes(gathered.notes);
  if (const auto refused = account_of_logs(gathered.subjects, how)) return *refused;
  how.unknown_lines = options.unknown_lines;
  if (options.unknown_lines) return worst(exit, print_unknown_lines(gathered.subjects, how));
  if (gathered.subjects.empty())
    return gathered.troubles.empty() ? complain("no log in what was named") : exit;
  return worst(exit, explain_gathered(gathered.subjects, how, options));
}

}  // namespace enrolkit
