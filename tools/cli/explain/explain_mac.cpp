#include "cli/explain/explain_mac.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/explain/input_kind.h"
#include "cli/explain/log_names.h"
#include "cli/explain/read_onwards.h"
#include "core/base/text.h"
#include "core/enrolment/findings.h"
#include "core/enrolment/install_findings.h"
#include "core/enrolment/refine_form.h"
#include "core/enrolment/refine_unified.h"
#include "core/enrolment/refine_year.h"
#include "evidence/findings.h"
#include "evidence/mac.h"
#include "evidence/read_boots.h"
#include "evidence/read_log.h"
#include "evidence/read_unified_log.h"
#include "host/archive_host.h"
#include "host/real_host.h"
#include "host/unpack_archive.h"

namespace enrolkit {
namespace {

// Of a log alone: until the date that a person gave nothing else came, and the Mac may have been up all the while.
std::optional<Uptime> uptime_of(const ExplainMacOptions& options) {
  if (!options.as_of) return std::nullopt;
  return Uptime{*options.as_of, Unreadable{"a log alone does not tell"}};
}

// What a log alone tells.
void add_log_findings(ExplainedMac& c, const LogEvidence& evidence, const ExplainMacOptions& options) {
  const auto* read = value_of(evidence.log);
  if (read != nullptr) refine_with_year(c.diagnosis, *read, options.as_of);
  if (read != nullptr) refine_with_form(c.diagnosis, read->history);
  c.findings = log_findings(evidence, c.diagnosis, nullptr);
  c.log_finding = log_finding(evidence);
}

struct OpenedPaths : OpenedLogs {
  bool all_absent = true;
};

std::size_t name_bytes(const std::string& path) { return path.size() - (path.rfind('/') + 1); }

// Each path once. The shortest name is that of the file that is not rotated: jamf.log, not jamf.log.0.
OpenedPaths open_files(const Place& place, const std::vector<std::string>& paths) {
  OpenedPaths out;
  const auto newest = std::min_element(
      paths.begin(), paths.end(), [](const auto& a, const auto& b) { return name_bytes(a) < name_bytes(b); });
  for (const std::string& path : paths) {
    auto opened = place.open(path);
    out.all_absent &= std::holds_alternative<Absent>(opened);
    if (auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened)) {
      out.files.emplace_back(path, std::move(*file));
    } else if (const auto* why = std::get_if<Unreadable>(&opened)) {
      out.faults.push_back(why->why);
      if (path == *newest) out.newest_unread = why->why;
    } else {
      out.faults.push_back(path + ": there is no such file");
      if (path == *newest) out.newest_unread = out.faults.back();
    }
  }
  return out;
}

Reading<LogRead> read_files(const Subject& subject, const ReadOptions& options) {
  OpenedPaths opened = open_files(subject.place, subject.paths);
  if (!opened.files.empty()) return read_log(std::move(opened), options);
  if (opened.all_absent) return Absent{};
  return Unreadable{opened.faults.front()};
}

InstallHistory read_install_files(const Place& place, const std::vector<std::string>& paths) {
  OpenedPaths opened = open_files(place, paths);
  InstallHistory history = read_install_log(std::move(opened.files));
  history.faults.insert(history.faults.end(), opened.faults.begin(), opened.faults.end());
  return history;
}

// What files beside jamf.log say, or the files themselves where they are no jamf.log but an install.log.
// Answers when QuickAdd came since, see delivered_since().
std::optional<LocalTime> refine_with_files(ExplainedMac& c, const Subject& subject, const History& history) {
  if (!subject.install_logs.empty()) {
    const Reading<InstallHistory> install = read_install_files(subject.place, subject.install_logs);
    refine_with_install_log(c.diagnosis, &history, install);
    return delivered_since(&history, install);
  }
  if (subject.kind == Subject::Kind::files && history.quality.records == 0) {
    const InstallHistory install = read_install_files(subject.place, subject.paths);
    if (install.records == 0) return std::nullopt;
    c.diagnosis = diagnose_install_log(install);
    std::get<LogRead>(c.log).history.quality.form = LogForm::whole;  // and no jamf.log of an unknown form
  }
  return std::nullopt;
}

// Of which nothing could be read.
ExplainedMac explain_trouble(const Subject& subject, const std::string& why) {
  ExplainedMac c;
  c.source = subject.name;
  c.trouble = printable(why);
  c.log = Unreadable{why};
  c.diagnosis = diagnose_without_log({c.log, FrameworkPresence::unknown});
  add_log_findings(c, {c.log, FrameworkPresence::unknown}, {});
  return c;
}

// What the Mac is called by: the log's own name, where that file was read. Of rotated copies alone, the newest.
std::string source_of(const Subject& subject) {
  const auto& paths = subject.paths;
  const auto is_named = [&](const std::string& path) { return file_name(path) == file_name(subject.name); };
  if (paths.empty() || std::any_of(paths.begin(), paths.end(), is_named)) return subject.name;
  return *std::min_element(paths.begin(), paths.end(), [](const auto& a, const auto& b) {
    return std::pair(name_bytes(a), a) < std::pair(name_bytes(b), b);
  });
}

// A whole Mac, or why there is none.
ExplainedMac explain_volume(const Subject& subject, const Reading<std::unique_ptr<Host>>& host,
                            const ExplainMacOptions& options) {
  if (const auto* why = why_unreadable(host)) return explain_trouble(subject, *why);
  return explain_host(subject.name, *std::get<0>(host), options);
}

Reading<std::unique_ptr<Host>> host_of_archive(const Place& place, const std::string& path,
                                               MemoryBudget* memory) {
  auto opened = place.open(path);
  if (auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened)) return open_archive(**file, path, memory);
  if (const auto* why = why_unreadable(opened)) return Unreadable{*why};
  return Unreadable{path + ": there is no such file"};
}

void ask_unified_log(Diagnosis& diagnosis, const Host& host, const MacContext& context) {
  refine_with_unified_log(diagnosis, read_unified_log(host), context);
}

// Fills in what logs say, wherever they come from.
void judge_logs(ExplainedMac& c, const ExplainMacOptions& options, std::vector<Boot> boots = {}) {
  if (const auto* read = value_of(c.log)) {
    MacContext context;
    context.now = options.as_of ? *options.as_of : local_now();  // what ran then may still have run
    context.excerpt = true;
    context.uptime = uptime_of(options);
    context.boots = std::move(boots);
    c.diagnosis = diagnose(read->history, context);
  } else {
    c.diagnosis = diagnose_without_log({c.log, FrameworkPresence::unknown});
    if (const auto* why = why_unreadable(c.log)) c.trouble = printable(*why);
  }
}

// An archive that is read onwards holds one Mac, or is refused.
ExplainedMac explain_piped_archive(const Subject& subject, OpenFile& input, const std::string& name,
                                   const ExplainMacOptions& options) {
  ArchiveBudget budget;
  auto bytes = read_onwards(input, name, budget.kept);
  if (const auto* why = why_unreadable(bytes)) return explain_trouble(subject, *why);
  ArchiveTree::File whole{std::move(std::get<0>(bytes)), input.info(), {}};
  whole.info.size = whole.bytes.size();
  const auto file = file_in_memory(std::make_shared<const ArchiveTree::File>(std::move(whole)), name);
  const auto tree = unpack_archive(*file, name, is_wanted_path, budget);
  if (const auto* why = why_unreadable(tree)) return explain_trouble(subject, *why);
  Gathered gathered = gather_archive(*value_of(tree));
  if (gathered.subjects.size() > 1) {
    return explain_trouble(subject, fmt::format("{}: holds {} Macs: give the archive by its name", name,
                                                gathered.subjects.size()));
  }
  if (gathered.subjects.empty()) return explain_trouble(subject, gathered.troubles.front());
  if (options.account && gathered.subjects.front().kind == Subject::Kind::files) {
    return explain_trouble(subject, std::string(kNoAccountOfALog));
  }
  ExplainedMac c = explain_mac(gathered.subjects.front(), options);
  if (auto* read = std::get_if<LogRead>(&c.log)) {
    read->faults.insert(read->faults.end(), gathered.troubles.begin(), gathered.troubles.end());
  }
  return c;
}

ExplainedMac explain_input(const Subject& subject, const ExplainMacOptions& options) {
  InputKinds input(standard_input());
  const std::string name = "standard input";
  if (input.kind() == InputKind::foreign_archive)
    return explain_piped_archive(subject, *input.file(), name, options);
  if (input.kind() == InputKind::unread) {
    return explain_trouble(subject, fmt::format("{}: is {}, which enrolkit does not read: give the Mac's "
                                                "/var/log/jamf.log",
                                                name, input.unread()));
  }
  if (input.kind() == InputKind::archive)
    return explain_volume(subject, open_archive(*input.file(), name), options);
  if (options.account) return explain_trouble(subject, std::string(kNoAccountOfALog));
  ExplainedMac c;
  c.source = subject.name;
  std::vector<LogFile> files;
  files.emplace_back(name, input.file());
  if (input.kind() == InputKind::install_log) {
    const InstallHistory install = read_install_log(std::move(files));
    c.log = LogRead{};
    c.diagnosis = diagnose_install_log(install);
    auto& read = std::get<LogRead>(c.log);
    read.sources = install.sources;
    read.faults = install.faults;
  } else {
    c.log = unless_unreadable(read_log(std::move(files), {.from_tail = false,
                                                          .as_of = options.as_of,
                                                          .strip_quotes = true,
                                                          .any_form = true,
                                                          .may_be_filtered = true,
                                                          .unknown_lines = options.unknown_lines,
                                                          .now = local_now()}));
    judge_logs(c, options);
  }
  add_log_findings(c, {c.log, FrameworkPresence::unknown, uptime_of(options)}, options);
  return c;
}

}  // namespace

ExplainedMac explain_host(const std::string& source, const Host& host, const ExplainMacOptions& options) {
  // What lies at its place on a Mac is that Mac's, in the order in which it was written, as the attributes read it.
  Mac mac(host, {.account = options.account,
                 .as_of = options.as_of,
                 .unknown_lines = options.unknown_lines,
                 .whole_log = true,
                 .second_copy = ask_unified_log});
  return explained(source, mac);
}

ExplainedMac explain_mac(const Subject& subject, const ExplainMacOptions& options) {
  switch (subject.kind) {
    case Subject::Kind::tree:
      return explain_volume(subject, subject.place.host(subject.paths.front()), options);
    case Subject::Kind::archive:
      return explain_volume(subject, host_of_archive(subject.place, subject.paths.front(), options.archives),
                            options);
    case Subject::Kind::input: return explain_input(subject, options);
    case Subject::Kind::files: break;
  }
  ExplainedMac c;
  c.source = source_of(subject);
  c.log = read_files(subject, {.from_tail = false,
                               .as_of = options.as_of,
                               .strip_quotes = false,
                               .any_form = true,
                               .may_be_filtered = true,
                               .unknown_lines = options.unknown_lines,
                               .now = local_now()});
  if (std::holds_alternative<Absent>(c.log)) {
    c.trouble = printable(subject.paths.front()) + ": there is no such file";
  }
  // What system.log does not tell proves nothing: why a file of it could not be opened does not matter.
  judge_logs(c, options,
             read_system_log(open_files(subject.place, subject.system_logs).files, local_time, false).boots);
  std::optional<LocalTime> delivered;
  if (const auto* read = value_of(c.log)) delivered = refine_with_files(c, subject, read->history);
  add_log_findings(c, {c.log, FrameworkPresence::unknown, uptime_of(options), delivered}, options);
  return c;
}

}  // namespace enrolkit
