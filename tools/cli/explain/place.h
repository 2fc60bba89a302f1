// Where the paths of a subject lead: the disk, or an archive that is held in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/archive_tree.h"
#include "host/host.h"

namespace enrolkit {

class Place {
 public:
  Place() = default;  // the disk
  explicit Place(std::shared_ptr<const ArchiveTree> tree) : tree_(std::move(tree)) {}

  [[nodiscard]] bool is_disk() const { return tree_ == nullptr; }
  // Paths in an archive begin with its name: "case.zip/lab-07/jamf.log".
  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(const std::string& path) const;
  // Sorted; folders end in '/'.
  [[nodiscard]] Reading<std::vector<std::string>> list(const std::string& path) const;
  [[nodiscard]] Reading<std::unique_ptr<Host>> host(const std::string& folder) const;
  // One spelling of a path for all that lead to the same file.
  [[nodiscard]] std::string canonical(const std::string& path) const;

 private:
  [[nodiscard]] std::string inside(const std::string& path) const;

  std::shared_ptr<const ArchiveTree> tree_;
};

}  // namespace enrolkit
