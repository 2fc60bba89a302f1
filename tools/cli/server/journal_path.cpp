#include "cli/server/journal_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/text.h"
#include "run/secret.h"

namespace enrolkit {

Result<std::string> journal_path(const std::string& chosen, const std::string& server) {
  namespace fs = std::filesystem;
  if (!chosen.empty()) return chosen;
  std::string state = environment("XDG_STATE_HOME");
  if (!state.starts_with('/')) {  // XDG's rule: a relative path is ignored
    const std::string home = environment("HOME");
    if (home.empty()) return Error{"no place for the journal: HOME is not set\nhint: --journal FILE"};
    state = home + "/.local/state";
  }
  const std::string folder = state + "/enrolkit";
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error)
    return Error{fmt::format("{}: no place for the journal: {}", printable(folder), error.message())};
  std::string name = server.substr(server.find("//") + 2);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '/' || c == ':'; }, '-');
  return folder + "/repair-" + name + ".sqlite";
}

bool is_there(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

}  // namespace enrolkit
