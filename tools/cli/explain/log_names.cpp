#include "cli/explain/log_names.h"

#include <algorithm>
#include <array>

#include "core/base/ascii.h"

namespace enrolkit {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Digits, dates and packing, and nothing else: ".0.gz", ".20230201", ".2023-02-01.bz2".
bool is_rotation(std::string_view suffix) {
  while (!suffix.empty()) {
    if (suffix.front() != '.') return false;
    suffix.remove_prefix(1);
    const std::string_view part = suffix.substr(0, suffix.find('.'));
    const bool packing = part == "gz" || part == "bz2";
    const bool number = !part.empty() && part.find_first_not_of("0123456789-T_") == std::string_view::npos &&
                        is_digit(part.front());
    if (!packing && !number) return false;
    suffix.remove_prefix(part.size());
  }
  return true;
}

// "copy", "Kopie 2", "(1)", "2": what stands behind the name of a copy, without the blank in front of it.
bool is_copy_mark(std::string_view text) {
  if (is_number(text)) return true;
  if (text.starts_with('(') && text.ends_with(')')) {
    return is_number(text.substr(1, text.size() - 2)) || text == "(copy)";
  }
  for (const std::string_view word : {"copy", "Copy", "Kopie", "copie", "copia", "kopie", "kopia"}) {
    if (!text.starts_with(word)) continue;
    const std::string_view rest = text.substr(word.size());
    if (rest.empty() || (rest.front() == ' ' && is_copy_mark(rest.substr(1)))) return true;
  }
  return false;
}

// Of jamf's own log alone: "lab 7.log" and "lab 8.log" are two Macs.
bool is_copy_of_jamf(std::string_view before_log) {
  for (const std::string_view front : {"Copy of ", "Kopie von ", "Copie de ", "Copia de ", "Copia di "}) {
    if (before_log.starts_with(front)) return before_log.substr(front.size()) == "jamf";
  }
  constexpr std::string_view kName = "jamf";
  if (!before_log.starts_with(kName)) return false;
  std::string_view rest = before_log.substr(kName.size());
  if (rest.starts_with(" - ")) return is_copy_mark(rest.substr(3));
  if (rest.empty() || std::string_view(" (").find(rest.front()) == std::string_view::npos) return false;
  return is_copy_mark(rest.front() == '(' ? rest : rest.substr(1));
}

}  // namespace

std::string_view file_name(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

LogName log_name(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;
  const auto at = path.find(".log", name);
  if (at == std::string::npos) return {path};
  const std::string_view behind = std::string_view(path).substr(at + 4);
  const std::string_view before = std::string_view(path).substr(name, at - name);
  if (is_rotation(behind)) {
    if (is_copy_of_jamf(before)) return {path.substr(0, name) + "jamf.log", true};
    return {path.substr(0, at + 4)};
  }
  if (before == "jamf" && behind.starts_with(' ') && is_copy_mark(behind.substr(1))) {
    return {path.substr(0, at + 4), true};
  }
  return {path};
}

bool is_log_name(std::string_view name) {
  if (name.starts_with("._")) return false;  // what macOS keeps of another file's attributes
  return name.find(".log") != std::string_view::npos || name.find(".LOG") != std::string_view::npos ||
         (name.starts_with("jamf") && name.ends_with(".txt"));
}

bool is_wanted_path(std::string_view path) {
  constexpr std::array kArchives = std::to_array<std::string_view>(
      {".tar", ".tgz", ".tbz", ".tbz2", ".gz", ".bz2", ".zip", ".TAR", ".ZIP"});
  constexpr std::array kOfAMac = std::to_array<std::string_view>(
      {"/JAMF/", "Library/Preferences/", "Library/Managed Preferences/", "Library/LaunchDaemons/com.jamf",
       "usr/local/jamf/", "usr/local/bin/jamf", "var/db/dslocal/nodes/Default/", "var/run/utmpx",
       "Library/Keychains/System.keychain", "CoreServices/SystemVersion.plist", ".logarchive/Info.plist"});
  const std::string_view name = file_name(path);
  if (path.find("sysdiagnose_") != std::string_view::npos) {  // hundreds of logs, and these alone are of use
    return (name.starts_with("jamf") && is_log_name(name)) || name.starts_with("install.log") ||
           path.ends_with(".logarchive/Info.plist") || (is_sysdiagnose_name(name) && name.ends_with("gz"));
  }
  const auto ends = [&](std::string_view end) { return name.ends_with(end); };
  const auto holds = [&](std::string_view part) { return path.find(part) != std::string_view::npos; };
  return is_log_name(name) || std::any_of(kArchives.begin(), kArchives.end(), ends) ||
         std::any_of(kOfAMac.begin(), kOfAMac.end(), holds);
}

bool is_sysdiagnose_name(std::string_view path) { return file_name(path).starts_with("sysdiagnose_"); }

}  // namespace enrolkit
