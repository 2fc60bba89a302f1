// How gather() walks: one instance a run.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/explain/inputs.h"
#include "host/unpack_archive.h"

namespace enrolkit {

class Gatherer {
 public:
  void add(const std::string& path);       // as a person named it
  void add_root(const std::string& path);  // a Mac
  void add_tree(const std::shared_ptr<const ArchiveTree>& tree, bool found);
  [[nodiscard]] Gathered finish() &&;

 private:
  // What a file is, besides a log.
  bool add_archive(const Place& place, const std::string& path, bool found, unsigned depth);
  void add_foreign(OpenFile& file, const std::string& path, bool found);
  void add_file(const Place& place, const std::string& path, bool found);
  void add_mac(const Place& place, const std::string& folder, bool found);
  void add_folder(const Place& place, std::string folder, const std::vector<std::string>& names,
                  std::size_t depth);
  void add_sysdiagnose(const Place& place, const std::string& folder, const std::vector<std::string>& names,
                       std::size_t depth);
  bool is_new(const Place& place, const std::string& path);
  void add_named_folder(const Place& disk, const std::string& path, const std::vector<std::string>& names);

  void join_system_logs();
  void drop_logs_of_macs();

  Gathered out_;
  std::size_t met_ = 0;  // logs, Macs and archives, those that were met before, too
  ArchiveBudget budget_;
  std::set<std::string> seen_;                  // by canonical path
  std::map<std::string, std::size_t> by_stem_;  // canonical stem to subject
};

}  // namespace enrolkit
