#include "cli/explain/tell_apart.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/explain/log_names.h"
#include "cli/explain/same_mac.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxCompared = 8;  // logs with one first record; more are no copies that a person made

// One file of a set.
struct LogAt {
  std::size_t subject;
  std::string path;
};

bool is_jamf_log(const Subject& subject) {
  const std::string_view name = file_name(subject.name);
  return subject.kind == Subject::Kind::files && name != "install.log" && name != "system.log";
}

std::string folder_of(const Subject& subject) {
  const std::string stem = subject.place.canonical(subject.name);
  return stem.substr(0, stem.rfind('/') + 1);
}

void take_out(Gathered& gathered, const LogAt& log, const std::string& of) {
  auto& paths = gathered.subjects[log.subject].paths;
  paths.erase(std::find(paths.begin(), paths.end(), log.path));
  gathered.notes.push_back(fmt::format("{}: holds the records of {}, and was not counted again",
                                       printable(log.path), printable(of)));
}

// Logs of one folder that begin with the same record: of two the one that goes on longer is the log.
void take_out_copies(Gathered& gathered, const std::vector<LogAt>& logs) {
  std::map<std::string, std::vector<LogAt>> by_record;
  for (const LogAt& log : logs) {
    const Place& place = gathered.subjects[log.subject].place;
    std::string record = first_record(place, log.path);
    if (record.empty()) continue;
    auto& kept = by_record[std::move(record)];
    bool copy = false;
    for (std::size_t i = 0; i < kept.size() && !copy; ++i) {
      if (begins_with(place, kept[i].path, log.path)) {
        take_out(gathered, log, kept[i].path);
        copy = true;
      } else if (begins_with(place, log.path, kept[i].path)) {
        take_out(gathered, kept[i], log.path);
        kept[i] = log;
        copy = true;
      }
    }
    if (!copy && kept.size() < kMaxCompared) kept.push_back(log);
  }
}

void take_out_errors(Gathered& gathered, const std::vector<LogAt>& logs) {
  const auto named = [&](std::string_view name) {
    return std::find_if(logs.begin(), logs.end(), [&](const LogAt& log) {
      const auto& paths = gathered.subjects[log.subject].paths;
      return file_name(log.path) == name && std::find(paths.begin(), paths.end(), log.path) != paths.end();
    });
  };
  const auto errors = named("jamferror.log"), all = named("jamf.log");
  if (errors == logs.end() || all == logs.end()) return;
  const Place& place = gathered.subjects[all->subject].place;
  const auto own = hosts_of(place, errors->path);
  const auto hosts = hosts_of(place, all->path);
  if (!own.empty() && (hosts.empty() || !may_be_one(own, hosts))) return;
  take_out(gathered, *errors, all->path);
}

// The files of a set that are not of its first one's computer, and copies that are no older state of it.
std::vector<std::string> strangers_of(const Subject& subject) {
  std::vector<std::string> strangers;
  const auto main = std::find(subject.paths.begin(), subject.paths.end(), subject.name);
  const std::string& log = main != subject.paths.end() ? *main : subject.paths.front();
  auto hosts = hosts_of(subject.place, log);
  for (const std::string& path : subject.paths) {
    if (path == log) continue;
    const auto own = hosts_of(subject.place, path);
    if (!may_be_one(hosts, own) || log_name(path).copy) {
      strangers.push_back(path);
    } else {
      hosts.insert(own.begin(), own.end());
    }
  }
  return strangers;
}

// A copy of a log whose beginning was rotated away since: all of it stands in the log.
bool is_part_of(const Place& place, const std::string& copy, const std::string& log) {
  return holds_line(place, log, first_record(place, copy)) &&
         holds_line(place, log, last_record(place, copy));
}

// Two states of one log: what the older ends with stands in the younger, and what this begins with in the older.
bool goes_on_in(const Place& place, const std::string& older, const std::string& younger) {
  return holds_line(place, older, first_record(place, younger)) &&
         holds_line(place, younger, last_record(place, older));
}

// Of one computer, by the host of its first record: only those are compared with each other.
std::vector<std::vector<LogAt>> by_computer(const Gathered& gathered, const std::vector<LogAt>& logs) {
  std::map<std::string, std::vector<LogAt>> known;
  for (const LogAt& log : logs) {
    const Subject& subject = gathered.subjects[log.subject];
    if (std::find(subject.paths.begin(), subject.paths.end(), log.path) == subject.paths.end()) continue;
    const std::string host = first_host(subject.place, log.path);
    auto& same = known[host];
    if (!host.empty() && same.size() < kMaxCompared) same.push_back(log);
  }
  std::vector<std::vector<LogAt>> out;
  for (auto& [host, same] : known) {
    if (same.size() > 1) out.push_back(std::move(same));
  }
  return out;
}

// Logs under other names that go on where another ends are read with it.
void join_states(Gathered& gathered, const std::vector<LogAt>& logs) {
  for (std::vector<LogAt>& same : by_computer(gathered, logs)) {
    for (LogAt& older : same) {
      const auto younger = std::find_if(same.begin(), same.end(), [&](const LogAt& log) {
        return log.subject != older.subject &&
               goes_on_in(gathered.subjects[log.subject].place, older.path, log.path);
      });
      if (younger == same.end()) continue;
      auto& from = gathered.subjects[older.subject].paths;
      from.erase(std::find(from.begin(), from.end(), older.path));
      gathered.subjects[younger->subject].paths.push_back(older.path);
      gathered.notes.push_back(fmt::format("{}: goes on in {}, and was read with it", printable(older.path),
                                           printable(younger->path)));
      older.subject = younger->subject;
    }
  }
}

void split(Gathered& gathered, std::size_t index, std::vector<Subject>& more) {
  const Subject& subject = gathered.subjects[index];
  for (const std::string& path : strangers_of(subject)) {
    const bool part =
        log_name(path).copy && std::any_of(subject.paths.begin(), subject.paths.end(), [&](const auto& log) {
          return log != path && is_part_of(subject.place, path, log);
        });
    if (part) {
      take_out(gathered, {index, path}, subject.name);
      continue;
    }
    const bool state = std::any_of(subject.paths.begin(), subject.paths.end(), [&](const auto& log) {
      return log != path && (goes_on_in(subject.place, path, log) || goes_on_in(subject.place, log, path));
    });
    if (state) continue;
    auto& paths = gathered.subjects[index].paths;
    paths.erase(std::find(paths.begin(), paths.end(), path));
    more.push_back({Subject::Kind::files, path, {path}, subject.found, {}, {}, subject.place});
  }
}

}  // namespace

void tell_apart(Gathered& gathered) {
  std::map<std::string, std::vector<LogAt>> by_folder;
  for (std::size_t i = 0; i < gathered.subjects.size(); ++i) {
    const Subject& subject = gathered.subjects[i];
    if (!is_jamf_log(subject)) continue;
    auto& logs = by_folder[folder_of(subject)];
    for (const std::string& path : subject.paths) logs.push_back({i, path});
  }
  for (const auto& [folder, logs] : by_folder) {
    if (logs.size() < 2) continue;
    take_out_copies(gathered, logs);
    take_out_errors(gathered, logs);
    join_states(gathered, logs);
  }
  std::vector<Subject> more;
  for (std::size_t i = 0; i < gathered.subjects.size(); ++i) {
    if (is_jamf_log(gathered.subjects[i]) && gathered.subjects[i].paths.size() > 1) split(gathered, i, more);
  }
  std::erase_if(gathered.subjects, [](const Subject& subject) {
    return subject.kind == Subject::Kind::files && subject.paths.empty();
  });
  std::move(more.begin(), more.end(), std::back_inserter(gathered.subjects));
}

}  // namespace enrolkit
