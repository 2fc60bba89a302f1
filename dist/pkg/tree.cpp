#include "pkg/tree.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "common/failure.h"
#include "common/files.h"
#include "core/base/error_text.h"

namespace enrolkit {
namespace {

constexpr unsigned kSpecial = 07000, kOthersWrite = 0022;

unsigned mode_of(const std::filesystem::path& path, bool& folder) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) {
    throw Failure(fmt::format("{}: cannot look at: {}", path.string(), error_text(errno)));
  }
  folder = S_ISDIR(status.st_mode);
  if (!folder && !S_ISREG(status.st_mode)) {
    throw Failure(path.string() + ": only regular files and folders have a place in the package");
  }
  const unsigned mode = status.st_mode & 07777U;
  if ((mode & kSpecial) != 0) {
    throw Failure(fmt::format("{}: mode {:o}: set-id and sticky bits have no place in the package",
                              path.string(), mode));
  }
  if ((mode & kOthersWrite) != 0) {
    throw Failure(fmt::format("{}: mode {:o} lets others write; chmod go-w first", path.string(), mode));
  }
  return mode;
}

void add(std::vector<Node>& nodes, const std::filesystem::path& from, const std::string& path) {
  Node node;
  node.path = path;
  node.mode = mode_of(from, node.folder);
  const bool folder = node.folder;
  if (!folder) node.bytes = read_file(from);
  nodes.push_back(std::move(node));
  if (!folder) return;
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(from)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
      throw Failure(from.string() + ": holds a name that is not printable ASCII");
    }
    add(nodes, from / name, std::string(path).append("/").append(name));
  }
}

}  // namespace

std::vector<Node> read_tree(const std::filesystem::path& root) {
  std::vector<Node> nodes;
  add(nodes, root, ".");
  if (std::none_of(nodes.begin(), nodes.end(), [](const Node& node) { return !node.folder; })) {
    throw Failure(root.string() + ": holds no file");
  }
  return nodes;
}

}  // namespace enrolkit
