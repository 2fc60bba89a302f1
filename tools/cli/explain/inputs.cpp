#include "cli/explain/inputs.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/explain/gatherer.h"
#include "cli/explain/log_names.h"
#include "cli/explain/tell_apart.h"
#include "core/base/text.h"
#include "core/format/unpack.h"
#include "host/archive_kind.h"

namespace enrolkit {
namespace {

constexpr std::size_t kDeepest = 24;  // folders below each other; a deeper tree is no collection of logs
constexpr std::string_view kGive = "give the Mac's /var/log/jamf.log, or what enrolkit collect writes on it";

bool exists(const Place& place, const std::string& path) {
  return !std::holds_alternative<Absent>(place.open(path));
}

// A volume or a collected tree, with or without its log.
bool is_mac(const Place& place, const std::string& folder) {
  return exists(place, folder + "/var/log/jamf.log") || exists(place, folder + "/private/var/log/jamf.log") ||
         exists(place, folder + "/System/Library/CoreServices/SystemVersion.plist");
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

void Gatherer::add(const std::string& path) {
  const Place disk;
  if (path == "-") {
    if (is_new(disk, "-")) out_.subjects.push_back({Subject::Kind::input, "-", {}, false});
    return;
  }
  const auto listed = disk.list(path);
  if (const auto* why = why_unreadable(listed)) {
    out_.troubles.push_back(printable(*why));
  } else if (const auto* names = value_of(listed)) {
    add_named_folder(disk, path, *names);
  } else if (!add_archive(disk, path, false, 0)) {
    add_file(disk, path, false);
  }
}

// Of each folder that a person named, what is not in it is said.
void Gatherer::add_named_folder(const Place& disk, const std::string& path,
                                const std::vector<std::string>& names) {
  const std::size_t met = met_, troubles = out_.troubles.size();
  add_folder(disk, path, names, 0);
  if (met_ == met && out_.troubles.size() == troubles) {
    out_.troubles.push_back(fmt::format(
        "{}: no log in it: no file below it is named *.log, and it is not a Mac", printable(path)));
  }
}

void Gatherer::add_root(const std::string& path) {
  const Place disk;
  // An archive of collect that was unpacked has the Mac one folder further down.
  if (!is_mac(disk, path) && is_mac(disk, path + "/root")) {
    out_.troubles.push_back(
        fmt::format("{0}: is not a Mac; the one in it: --root {0}/root", printable(path)));
    return;
  }
  add_mac(disk, path, false);
}

void Gatherer::add_tree(const std::shared_ptr<const ArchiveTree>& tree, bool found) {
  const Place place(tree);
  const std::size_t before = out_.subjects.size() + out_.troubles.size();
  for (const std::string& fault : tree->faults()) out_.troubles.push_back(printable(fault));
  const auto names = place.list(tree->name());
  if (is_sysdiagnose_name(tree->name())) {
    add_sysdiagnose(place, tree->name(), *value_of(names), 1);
  } else {
    add_folder(place, tree->name(), *value_of(names), 1);
  }
  if (out_.subjects.size() + out_.troubles.size() == before) {
    // Among other files a folder may hold any archive.
    (found ? out_.notes : out_.troubles)
        .push_back(fmt::format("{}: no log in it: {}", printable(tree->name()), kGive));
  }
}

bool Gatherer::is_new(const Place& place, const std::string& path) {
  ++met_;
  return seen_.insert(place.canonical(path)).second;
}

bool Gatherer::add_archive(const Place& place, const std::string& path, bool found, unsigned depth) {
  auto opened = place.open(path);
  auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened);
  if (file == nullptr) return false;
  const std::string begin = unpacked_beginning(**file, kTarHeaderBytes);
  if (is_collected_tar(begin)) {
    if (is_new(place, path)) {
      out_.subjects.push_back({Subject::Kind::archive, path, {path}, found, {}, {}, place});
    }
    return true;
  }
  // One inside another was unpacked with it.
  if (depth == 0 && archive_kind(begin) != ArchiveKind::none) {
    if (is_new(place, path)) add_foreign(**file, path, found);
    return true;
  }
  const std::string_view kind = unread_kind(begin);
  if (kind.empty()) return false;
  if (!found || is_log_name(file_name(path))) {
    out_.troubles.push_back(
        fmt::format("{}: is {}, which enrolkit does not read: {}", printable(path), kind, kGive));
  }
  return true;
}

void Gatherer::add_foreign(OpenFile& file, const std::string& path, bool found) {
  auto unpacked = unpack_archive(file, path, is_wanted_path, budget_);
  if (const auto* why = why_unreadable(unpacked)) {
    out_.troubles.push_back(printable(*why));
  } else {
    add_tree(*value_of(unpacked), found);
  }
}

void Gatherer::add_file(const Place& place, const std::string& path, bool found) {
  if (!is_new(place, path)) return;
  const std::string stem = log_name(path).stem;
  const auto [known, first] = by_stem_.try_emplace(place.canonical(stem), out_.subjects.size());
  if (first) out_.subjects.push_back({Subject::Kind::files, stem, {}, found, {}, {}, place});
  out_.subjects[known->second].paths.push_back(path);
}

void Gatherer::add_mac(const Place& place, const std::string& folder, bool found) {
  if (is_new(place, folder))
    out_.subjects.push_back({Subject::Kind::tree, folder, {folder}, found, {}, {}, place});
}

void Gatherer::add_folder(const Place& place, std::string folder, const std::vector<std::string>& names,
                          std::size_t depth) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  if (is_mac(place, folder)) return add_mac(place, folder, depth > 0);
  const bool logarchive = std::find(names.begin(), names.end(), "system_logs.logarchive/") != names.end();
  if (logarchive || is_sysdiagnose_name(folder)) return add_sysdiagnose(place, folder, names, depth);
  for (const std::string& name : names) {
    const std::string path = folder + "/" + name;
    if (name.back() != '/') {
      const unsigned inside = place.is_disk() ? 0 : 1;
      if (!add_archive(place, path, true, inside) && is_log_name(name)) add_file(place, path, true);
      continue;
    }
    if (depth == kDeepest) {
      out_.troubles.push_back(printable(path) + ": too deep, not searched");
      continue;
    }
    const auto below = place.list(path);
    if (const auto* why = why_unreadable(below)) out_.troubles.push_back(printable(*why));
    if (const auto* list = value_of(below)) add_folder(place, path, *list, depth + 1);
  }
}

// A sysdiagnose holds many logs, and those of jamf and of the installer alone are of use. That of jamf is not among
// what it takes along.
void Gatherer::add_sysdiagnose(const Place& place, const std::string& folder,
                               const std::vector<std::string>& names, std::size_t depth) {
  std::vector<std::string> met;
  bool jamf = false;
  const auto walk = [&](const auto& self, const std::string& at, const std::vector<std::string>& list,
                        std::size_t level) -> void {
    for (const std::string& name : list) {
      const std::string path = at + "/" + name;
      const bool of_jamf = name.starts_with("jamf") && is_log_name(name);
      if (of_jamf || log_name(name).stem == "install.log") {
        jamf |= of_jamf;
        met.push_back(printable(name));
        add_file(place, path, true);
      } else if (name.ends_with(".logarchive/")) {
        met.push_back(printable(name.substr(0, name.size() - 1)));
      } else if (name.ends_with('/') && level < kDeepest) {
        const auto below = place.list(path);
        if (const auto* inside = value_of(below))
          self(self, path.substr(0, path.size() - 1), *inside, level + 1);
      }
    }
  };
  walk(walk, folder, names, depth);
  if (jamf) return;
  out_.troubles.push_back(fmt::format("{}: a sysdiagnose without jamf.log (in it: {}): {}", printable(folder),
                                      met.empty() ? "no log of use here" : joined(met), kGive));
}

Gathered Gatherer::finish() && {
  drop_logs_of_macs();
  tell_apart(out_);
  join_system_logs();
  return std::move(out_);
}

// What stands in var/log of a Mac that is judged as a whole is read with it.
void Gatherer::drop_logs_of_macs() {
  std::set<std::string> folders;
  for (const Subject& subject : out_.subjects) {
    if (subject.kind != Subject::Kind::tree) continue;
    const std::string root = subject.place.canonical(subject.paths.front());
    for (const char* below : {"/var/log", "/private/var/log"})
      folders.insert(root == "/" ? below : root + below);
  }
  std::erase_if(out_.subjects, [&](const Subject& subject) {
    if (subject.kind != Subject::Kind::files) return false;
    const std::string path = subject.place.canonical(subject.name);
    return folders.contains(path.substr(0, path.rfind('/')));
  });
}

void Gatherer::join_system_logs() {
  std::map<std::string, std::size_t> jamf;  // folder to its jamf.log
  const auto folder_of = [](const Subject& subject) {
    const std::string stem = subject.place.canonical(subject.name);
    return stem.substr(0, stem.rfind('/') + 1);
  };
  for (std::size_t i = 0; i < out_.subjects.size(); ++i) {
    const Subject& subject = out_.subjects[i];
    if (subject.kind == Subject::Kind::files && file_name(subject.name) == "jamf.log")
      jamf.emplace(folder_of(subject), i);
  }
  std::vector<Subject> subjects;
  std::set<std::size_t> joined;
  for (std::size_t i = 0; i < out_.subjects.size(); ++i) {
    Subject& subject = out_.subjects[i];
    const std::string_view name = file_name(subject.name);
    if (subject.kind != Subject::Kind::files || (name != "install.log" && name != "system.log")) continue;
    const auto beside = jamf.find(folder_of(subject));
    if (beside == jamf.end()) continue;
    Subject& log = out_.subjects[beside->second];
    (name == "install.log" ? log.install_logs : log.system_logs) = subject.paths;
    joined.insert(i);
  }
  for (std::size_t i = 0; i < out_.subjects.size(); ++i) {
    if (!joined.contains(i)) subjects.push_back(std::move(out_.subjects[i]));
  }
  out_.subjects = std::move(subjects);
}

Gathered gather(const std::vector<std::string>& paths, const std::vector<std::string>& roots) {
  Gatherer gatherer;
  for (const std::string& path : paths) gatherer.add(path);
  for (const std::string& root : roots) gatherer.add_root(root);
  return std::move(gatherer).finish();
}

Gathered gather_archive(const std::shared_ptr<const ArchiveTree>& tree) {
  Gatherer gatherer;
  gatherer.add_tree(tree, false);
  return std::move(gatherer).finish();
}

}  // namespace enrolkit
