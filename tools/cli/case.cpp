#include "cli/case.h"

#include <utility>

#include "core/device_signature.h"
#include "core/install_findings.h"
#include "core/log_findings.h"
#include "core/text.h"
#include "evidence/look_boots.h"
#include "evidence/mac.h"
#include "evidence/paths.h"
#include "evidence/read_log.h"
#include "host/real_host.h"

namespace enrolkit {
namespace {

void add_log_findings(Case& c, const LogEvidence& evidence, const KeychainVerdict* keychain = nullptr) {
  c.findings.push_back(enrolment_finding(evidence, c.diagnosis));
  c.findings.push_back(device_signature_finding(evidence, keychain));
  c.findings.push_back(last_contact_finding(evidence));
  c.findings.push_back(check_in_finding(evidence));
  c.findings.push_back(log_finding(evidence));
}

std::vector<LogFile> open_files(const std::vector<std::string>& paths, std::vector<std::string>& faults) {
  std::vector<LogFile> files;
  for (const std::string& path : paths) {
    auto opened = open_named_file(path);
    if (auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened)) {
      files.emplace_back(path, std::move(*file));
    } else if (const auto* why = std::get_if<Unreadable>(&opened)) {
      faults.push_back(why->why);
    } else {
      faults.push_back(path + ": there is no such file");
    }
  }
  return files;
}

Reading<LogRead> read_files(const std::vector<std::string>& paths, const ReadOptions& options) {
  std::vector<std::string> faults;
  std::vector<LogFile> files = open_files(paths, faults);
  if (files.empty()) return Unreadable{faults.empty() ? "no file" : faults.front()};
  auto read = unless_unreadable(read_log(std::move(files), options));
  if (auto* log = std::get_if<LogRead>(&read)) {
    log->faults.insert(log->faults.end(), faults.begin(), faults.end());
  }
  return read;
}

InstallHistory read_install_files(const std::vector<std::string>& paths) {
  std::vector<std::string> faults;
  InstallHistory history = read_install_log(open_files(paths, faults));
  history.faults.insert(history.faults.end(), faults.begin(), faults.end());
  return history;
}

// What files beside jamf.log say, or the files themselves where they are no jamf.log but an install.log.
void weigh_files(Case& c, const Subject& subject, const History& history) {
  if (!subject.install_logs.empty() && install_log_matters(&history)) {
    weigh_install_log(c.diagnosis, &history, read_install_files(subject.install_logs));
  } else if (subject.kind == Subject::Kind::files && history.quality.records == 0) {
    const InstallHistory install = read_install_files(subject.paths);
    if (install.records != 0) c.diagnosis = diagnose_install_log(install);
  }
}

Case study_tree(const Subject& subject, const StudyOptions& options) {
  Case c;
  c.source = subject.name;
  const auto host = open_host(subject.paths.front());
  if (const auto* why = why_unreadable(host)) {
    c.trouble = printable(*why);
    c.log = Unreadable{*why};
    add_log_findings(c, {c.log, Footprint::unknown});
    return c;
  }
  Mac mac(*std::get<0>(host), {.account = options.account, .as_of = options.as_of, .whole_log = true});
  c.diagnosis = mac.diagnosis();
  if (const auto* why = why_unreadable(mac.log())) c.trouble = printable(*why);
  add_log_findings(c, mac.log_evidence(), &mac.keychain());
  c.findings.push_back(mac.jamf_keychain());
  // A folder of collected files is no volume on which the framework could be missing.
  if (value_of(std::get<0>(host)->info(paths::kSystemVersion)) != nullptr) c.findings.push_back(mac.framework());
  if (mac.is_running_system()) c.findings.push_back(mac.mdm());
  if (mac.account_name()) {
    c.findings.push_back(mac.management_account());
    c.findings.push_back(mac.account_conflict());
  }
  for (const std::string& warning : mac.settings().warnings) {
    c.findings.front().evidence.push_back({printable(warning), "", std::nullopt, ""});
  }
  c.log = mac.log();
  return c;
}

}  // namespace

Exit Case::exit() const {
  Exit exit = Exit::ok;
  for (const Finding& finding : findings) {
    const bool decides = finding.id == "enrolment" || finding.id == "device-signature";
    // A log with damaged lines is worth a word, but is no fault of the enrolment.
    const bool adds = finding.health == Health::unhealthy && finding.id != "log";
    if (decides || adds) exit = worst(exit, exit_of(finding.health));
  }
  return exit;
}

Case study(const Subject& subject, const StudyOptions& options) {
  if (subject.kind == Subject::Kind::tree) return study_tree(subject, options);
  Case c;
  c.source = subject.name;
  ReadOptions how{.from_tail = false, .as_of = options.as_of, .strip_quotes = false};
  if (subject.kind == Subject::Kind::input) {
    how.strip_quotes = true;
    std::vector<LogFile> files;
    files.emplace_back("standard input", standard_input());
    c.log = unless_unreadable(read_log(std::move(files), how));
  } else {
    c.log = read_files(subject.paths, how);
  }
  if (const auto* read = value_of(c.log)) {
    Surroundings around;
    if (!options.as_of) around.now = local_now();
    std::vector<std::string> ignored;  // what system.log does not tell proves nothing
    around.boots = read_system_log(open_files(subject.system_logs, ignored), local_time, false);
    c.diagnosis = diagnose(read->history, around);
    weigh_files(c, subject, read->history);
  } else {
    c.diagnosis = diagnose_without_log({c.log, Footprint::unknown});
    if (const auto* why = why_unreadable(c.log)) c.trouble = printable(*why);
  }
  add_log_findings(c, {c.log, Footprint::unknown});
  return c;
}

}  // namespace enrolkit
