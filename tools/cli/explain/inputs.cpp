#include "cli/explain/inputs.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "cli/explain/input_kind.h"
#include "core/base/text.h"
#include "host/real_host.h"

namespace enrolkit {
namespace {

constexpr std::size_t kDeepest = 24;  // folders below each other; a deeper tree is no collection of logs

bool is_archive(const std::string& path) {
  auto opened = open_named_file(path);
  auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened);
  return file != nullptr && begins_an_archive(std::move(*file));
}

bool exists(const std::string& path) { return !std::holds_alternative<Absent>(open_named_file(path)); }

// A volume or a collected tree, with or without its log.
bool is_mac(const std::string& folder) {
  return exists(folder + "/var/log/jamf.log") || exists(folder + "/private/var/log/jamf.log") ||
         exists(folder + "/System/Library/CoreServices/SystemVersion.plist");
}

// Digits, dates and packing, and nothing else: ".0.gz", ".20230201", ".2023-02-01.bz2".
bool is_rotation(std::string_view suffix) {
  while (!suffix.empty()) {
    if (suffix.front() != '.') return false;
    suffix.remove_prefix(1);
    const std::string_view part = suffix.substr(0, suffix.find('.'));
    const bool packing = part == "gz" || part == "bz2";
    const bool number = !part.empty() && part.find_first_not_of("0123456789-T_") == std::string_view::npos &&
                        part.find_first_of("0123456789") == 0;
    if (!packing && !number) return false;
    suffix.remove_prefix(part.size());
  }
  return true;
}

// "logs/jamf.log" for "logs/jamf.log.0.gz"; the whole path where it is no rotated log.
std::string stem_of(const std::string& path) {
  const auto slash = path.rfind('/');
  const auto name = slash == std::string::npos ? 0 : slash + 1;
  const auto at = path.find(".log", name);
  if (at == std::string::npos) return path;
  return is_rotation(std::string_view(path).substr(at + 4)) ? path.substr(0, at + 4) : path;
}

class Gatherer {
 public:
  void add(const std::string& path) {
    if (path == "-") {
      out_.subjects.push_back({Subject::Kind::input, "-", {}, false});
      return;
    }
    const auto listed = list_named_folder(path);
    if (std::holds_alternative<Absent>(listed)) {
      if (!add_archive(path, false)) add_file(path, false);
      return;
    }
    if (const auto* why = why_unreadable(listed)) {
      out_.troubles.push_back(printable(*why));
      return;
    }
    add_folder(path, *value_of(listed), 0);
  }

  Gathered finish() && {
    std::vector<Subject> subjects;
    std::set<std::size_t> joined;
    for (const auto& [stem, index] : by_stem_) {
      const std::string folder = stem.substr(0, stem.rfind('/') + 1);
      const std::string name = stem.substr(folder.size());
      if (name != "install.log" && name != "system.log") continue;
      const auto beside = by_stem_.find(folder + "jamf.log");
      if (beside == by_stem_.end()) continue;
      Subject& jamf = out_.subjects[beside->second];
      (name == "install.log" ? jamf.install_logs : jamf.system_logs) = out_.subjects[index].paths;
      joined.insert(index);
    }
    for (std::size_t i = 0; i < out_.subjects.size(); ++i) {
      if (!joined.contains(i)) subjects.push_back(std::move(out_.subjects[i]));
    }
    out_.subjects = std::move(subjects);
    return std::move(out_);
  }

 private:
  bool add_archive(const std::string& path, bool found) {
    if (!is_archive(path)) return false;
    out_.subjects.push_back({Subject::Kind::archive, path, {path}, found});
    return true;
  }

  void add_file(const std::string& path, bool found) {
    const std::string stem = stem_of(path);
    const auto [known, is_new] = by_stem_.try_emplace(stem, out_.subjects.size());
    if (is_new) out_.subjects.push_back({Subject::Kind::files, stem, {}, found});
    auto& paths = out_.subjects[known->second].paths;
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  }

  void add_folder(std::string folder, const std::vector<std::string>& names, std::size_t depth) {
    while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
    if (is_mac(folder)) {
      out_.subjects.push_back({Subject::Kind::tree, folder, {folder}, depth > 0});
      return;
    }
    for (const std::string& name : names) {
      std::string path = folder;
      (path += '/') += name;
      if (name.back() != '/') {
        if (!add_archive(path, true) && name.find(".log") != std::string::npos) add_file(path, true);
        continue;
      }
      if (depth == kDeepest) {
        out_.troubles.push_back(printable(path) + ": too deep, not searched");
        continue;
      }
      const auto below = list_named_folder(path);
      if (const auto* why = why_unreadable(below)) out_.troubles.push_back(printable(*why));
      if (const auto* list = value_of(below)) add_folder(path, *list, depth + 1);
    }
  }

  Gathered out_;
  std::map<std::string, std::size_t> by_stem_;
};

}  // namespace

Gathered gather(const std::vector<std::string>& paths) {
  Gatherer gatherer;
  for (const std::string& path : paths) gatherer.add(path);
  return std::move(gatherer).finish();
}

}  // namespace enrolkit
