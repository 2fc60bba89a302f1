#include "host/archive_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "host/forwarding.h"
#include "host/real_host.h"

namespace enrolkit {
namespace {

class MemoryFile final : public OpenFile {
 public:
  MemoryFile(std::shared_ptr<const ArchiveTree::File> file, std::string name)
      : file_(std::move(file)), name_(std::move(name)) {}
  [[nodiscard]] const FileInfo& info() const override { return file_->info; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    const std::string& bytes = file_->bytes;
    if (offset < bytes.size()) return bytes.copy(to, size, static_cast<std::size_t>(offset));
    if (!file_->fault.empty()) return Unreadable{name_ + ": " + file_->fault};
    return std::size_t{0};
  }

 private:
  std::shared_ptr<const ArchiveTree::File> file_;
  std::string name_;
};

class TreeHost final : public Host, public NoTools {
 public:
  TreeHost(std::shared_ptr<const ArchiveTree> tree, std::string folder)
      : tree_(std::move(tree)), folder_(std::move(folder)) {}

  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override {
    return either(path, [this](const std::string& at) { return tree_->open(at); });
  }
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override {
    return either(path, [this](const std::string& at) { return tree_->info(at); });
  }
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override {
    auto names = either(path, [this](const std::string& at) { return tree_->list(at); });
    if (auto* list = std::get_if<0>(&names)) {
      for (std::string& name : *list) {
        if (name.ends_with('/')) name.pop_back();
      }
    }
    return names;
  }
  [[nodiscard]] LocalTime now() const override { return local_now(); }
  [[nodiscard]] std::int64_t now_unix() const override { return std::time(nullptr); }
  [[nodiscard]] Reading<LocalTime> booted() const override { return Absent{}; }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override { return Absent{}; }
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    return local_time(unix_seconds);
  }
  [[nodiscard]] bool is_running_system() const override { return false; }

 private:
  // As on disk: /var, /etc and /tmp may lie in /private, and that is tried first.
  template <class Look>
  [[nodiscard]] auto either(std::string_view path, Look look) const -> decltype(look(std::string())) {
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    std::string below = folder_;
    if (!below.empty() && !path.empty()) below += '/';
    const bool moved = path.starts_with("var") || path.starts_with("etc") || path.starts_with("tmp");
    if (moved) {
      auto found = look(below + "private/" + std::string(path));
      if (!std::holds_alternative<Absent>(found)) return found;
    }
    return look(below + std::string(path));
  }

  std::shared_ptr<const ArchiveTree> tree_;
  std::string folder_;
};

}  // namespace

void ArchiveTree::add(const std::string& path, File file) {
  const auto [known, is_new] = files_.try_emplace(path);
  if (!is_new && known->second->bytes == file.bytes && known->second->fault == file.fault) return;
  if (!is_new) {
    file.bytes.clear();
    file.fault = "the archive holds it twice, and the two differ: unpack it, and give the right one";
  }
  known->second = std::make_shared<const File>(std::move(file));
}

void ArchiveTree::drop(std::string_view folder) {
  const auto begin = files_.lower_bound(folder);
  auto end = begin;
  while (end != files_.end() && end->first.starts_with(folder)) ++end;
  files_.erase(begin, end);
}

void ArchiveTree::add_fault(std::string line) {
  if (faults_.size() + 1 < kMaxFaults) {
    faults_.push_back(std::move(line));
  } else if (faults_.size() < kMaxFaults) {
    faults_.emplace_back("more of its entries were passed over");
  }
}

Reading<std::unique_ptr<OpenFile>> ArchiveTree::open(std::string_view path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return Absent{};
  const File& file = *found->second;
  if (!file.fault.empty() && file.bytes.empty())
    return Unreadable{fmt::format("{}/{}: {}", name_, path, file.fault)};
  return file_in_memory(found->second, fmt::format("{}/{}", name_, path));
}

Reading<FileInfo> ArchiveTree::info(std::string_view path) const {
  const auto found = files_.find(path);
  if (found != files_.end()) return found->second->info;
  const std::string below = std::string(path) + "/";
  const auto inside = files_.lower_bound(below);
  if (inside == files_.end() || !inside->first.starts_with(below)) return Absent{};
  FileInfo folder;
  folder.directory = true;
  return folder;
}

Reading<std::vector<std::string>> ArchiveTree::list(std::string_view path) const {
  std::string below(path);
  if (!below.empty()) below += '/';
  std::vector<std::string> names;
  for (auto at = files_.lower_bound(below); at != files_.end() && at->first.starts_with(below);) {
    const auto slash = at->first.find('/', below.size());
    if (slash == std::string::npos) {
      names.push_back(at->first.substr(below.size()));
      ++at;
    } else {  // a folder: on to what stands behind all of it
      names.push_back(at->first.substr(below.size(), slash + 1 - below.size()));
      at = files_.lower_bound(at->first.substr(0, slash) + static_cast<char>('/' + 1));
    }
  }
  if (names.empty() && !path.empty()) return Absent{};
  std::sort(names.begin(), names.end());
  return names;
}

std::unique_ptr<Host> host_of_tree(std::shared_ptr<const ArchiveTree> tree, std::string folder) {
  return std::make_unique<TreeHost>(std::move(tree), std::move(folder));
}

std::unique_ptr<OpenFile> file_in_memory(std::shared_ptr<const ArchiveTree::File> file, std::string name) {
  return std::make_unique<MemoryFile>(std::move(file), std::move(name));
}

}  // namespace enrolkit
