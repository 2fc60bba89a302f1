// Files of an archive that anybody may have made, held in memory as a tree of folders. Nothing of it is written to
// disk, and no link in it is followed.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/host.h"

namespace enrolkit {

class ArchiveTree {
 public:
  struct File {
    std::string bytes;
    FileInfo info;
    std::string fault;  // why there is no more of it; empty: `bytes` is all of it
  };

  // `name`: of the archive, for messages.
  explicit ArchiveTree(std::string name) : name_(std::move(name)) {}

  // `path`: components with '/' between, none at either end. A path that is there already is kept, and can no longer
  // be read where the two differ.
  void add(const std::string& path, File file);
  // Takes out everything below that folder ("a/").
  void drop(std::string_view folder);
  // Adds a line to faults(), of which there are at most kMaxFaults.
  void add_fault(std::string line);

  // Paths below the tree's root; "" is the root.
  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const;
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const;
  // Sorted; folders end in '/'.
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const;

  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return files_.size(); }

 private:
  static constexpr std::size_t kMaxFaults = 20;
  std::string name_;
  std::map<std::string, std::shared_ptr<const File>, std::less<>> files_;
  std::vector<std::string> faults_;
};

// A Mac whose files are a folder of the tree. Nothing is run for it.
[[nodiscard]] std::unique_ptr<Host> host_of_tree(std::shared_ptr<const ArchiveTree> tree, std::string folder);

// Bytes in memory as a file.
[[nodiscard]] std::unique_ptr<OpenFile> file_in_memory(std::shared_ptr<const ArchiveTree::File> file,
                                                       std::string name);

}  // namespace enrolkit
