#include "cli/server/definitions_folder.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "host/real_host.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxFileBytes = 1U << 20U, kMaxFiles = 500;
constexpr std::size_t kMaxPackageBytes = 128U << 20U;  // ours has 3 MB

using Files = std::vector<jamf::DefinitionFile>;

// Adds the files of one folder; or says why not.
std::optional<Unreadable> add_files(const Host& host, const jamf::DefinitionFolder& folder,
                                    const std::string& root, Files& files) {
  const std::string below = "/" + std::string(folder.name);
  const auto listed = host.list(below);
  if (const std::string* why = why_unreadable(listed)) return Unreadable{printable(root) + ": " + *why};
  const auto* names = value_of(listed);
  if (names == nullptr) return std::nullopt;
  for (const std::string& name : *names) {
    if (!name.ends_with(folder.ending) || name.starts_with('.')) continue;
    if (files.size() == kMaxFiles)
      return Unreadable{fmt::format("{}: more than {} definitions", printable(root), kMaxFiles)};
    const std::string path = below + "/" + name;
    const auto bytes = read_file(host, path, kMaxFileBytes);
    if (const auto* text = value_of(bytes)) {
      files.push_back({path.substr(1), *text});
      continue;
    }
    const std::string* why = why_unreadable(bytes);
    return Unreadable{printable(root) + ": " + (why != nullptr ? *why : printable(path) + ": it is gone")};
  }
  return std::nullopt;
}

std::string parent_of(std::string folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder + "/..";
}

}  // namespace

std::variant<std::vector<jamf::Definition>, Unreadable> read_definitions(const std::string& folder,
                                                                         jamf::Reports reports) {
  const auto opened = open_host(folder);
  const auto* host = value_of(opened);
  if (host == nullptr) {
    const std::string* why = why_unreadable(opened);
    return Unreadable{(why != nullptr ? *why : printable(folder) + ": no such folder") +
                      "\nhint: `make dist` writes the definitions to dist/out/jamf"};
  }
  Files files;
  for (const jamf::DefinitionFolder& one : jamf::definition_folders(reports)) {
    if (auto fault = add_files(**host, one, folder, files)) return *fault;
  }
  if (files.empty())
    return Unreadable{printable(folder) +
                      ": no definitions in it\nhint: `make dist` writes them to dist/out/jamf"};
  auto definitions = jamf::definitions_of(files, reports);
  if (auto* fault = std::get_if<Unreadable>(&definitions)) fault->why = printable(folder) + ": " + fault->why;
  return definitions;
}

Reading<jamf::PackageFile> read_package(const std::vector<jamf::Definition>& definitions,
                                        const std::string& folder, const std::string& named) {
  const jamf::Definition* package = nullptr;
  for (const jamf::Definition& one : definitions) {
    if (one.object.kind != jamf::ObjectKind::package) continue;
    if (package != nullptr)
      return Unreadable{printable(folder) + ": several packages are defined; publish takes one"};
    package = &one;
  }
  if (package == nullptr) return Absent{};
  const auto name = jamf::text_of(jamf::at(std::get<jamf::Json>(package->content), {"fileName"}));
  if (!name || printable(*name) != *name || name->find_first_of("/\"\\") != std::string::npos)
    return Unreadable{printable(package->file) + ": no fileName, or none that can be used"};
  const std::string path = named.empty() ? parent_of(folder) + "/" + *name : named;
  const auto opened = open_named_file(path);
  const auto* file = value_of(opened);
  const auto hint = "\nhint: --package FILE, which `make dist` writes beside the definitions";
  if (file == nullptr) {
    const std::string* why = why_unreadable(opened);
    return Unreadable{(why != nullptr ? *why : printable(path) + ": no such file") + hint};
  }
  auto bytes = read_all(**file, path, kMaxPackageBytes);
  if (auto* text = std::get_if<std::string>(&bytes)) return jamf::package_file(*name, std::move(*text));
  const std::string* why = why_unreadable(bytes);
  return Unreadable{why != nullptr ? *why : printable(path) + ": it is gone"};
}

}  // namespace enrolkit
