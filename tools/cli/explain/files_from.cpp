#include "cli/explain/files_from.h"

#include <memory>

#include "cli/explain/read_onwards.h"
#include "host/real_host.h"

namespace enrolkit {

std::vector<std::string> paths_in(std::string_view list) {
  const char end = list.find('\0') != std::string_view::npos ? '\0' : '\n';
  std::vector<std::string> paths;
  while (!list.empty()) {
    const auto size = std::min(list.find(end), list.size());
    std::string_view path = list.substr(0, size);
    list.remove_prefix(std::min(size + 1, list.size()));
    if (end == '\n' && path.ends_with('\r')) path.remove_suffix(1);
    if (path.empty()) continue;
    // Standard input is the list's already: this is a file of that name.
    paths.emplace_back(path == "-" ? "./-" : path);
  }
  return paths;
}

Result<std::vector<std::string>> read_paths(const std::string& file) {
  const bool piped = file == "-";
  const std::string name = piped ? "standard input" : file;
  Reading<std::unique_ptr<OpenFile>> opened = Absent{};
  if (piped) {
    opened = standard_input();
  } else {
    opened = open_named_file(file);
  }
  auto* input = std::get_if<std::unique_ptr<OpenFile>>(&opened);
  if (input == nullptr) {
    const auto* why = why_unreadable(opened);
    return Error{why != nullptr ? *why : name + ": there is no such file"};
  }
  const auto text = read_onwards(**input, name, kMaxListBytes);
  if (const auto* why = why_unreadable(text)) return Error{*why};
  std::vector<std::string> paths = paths_in(*value_of(text));
  if (paths.empty()) return Error{name + ": names no path"};
  return paths;
}

}  // namespace enrolkit
