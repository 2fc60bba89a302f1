// A fixture Mac laid out as real files, with the modification times of its manifest (which git does not
// keep).
#pragma once

#include <sys/time.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "support/macs/fixture_host.h"
#include "support/temp_folder.h"

namespace enrolkit::test {

// Lays it out as `name` in the folder; answers its path. Times are taken as UTC, in which the tests run.
inline std::string lay_out(const TempFolder& folder, const std::string& fixture, const std::string& name) {
  const std::string root = folder.at(name);
  std::filesystem::create_directories(std::filesystem::path(root).parent_path());
  using std::filesystem::copy_options;
  std::filesystem::copy(fixture_folder(fixture) + "/root", root,
                        copy_options::recursive | copy_options::copy_symlinks);
  std::ifstream manifest(fixture_folder(fixture) + "/manifest.txt");
  for (std::string line; std::getline(manifest, line);) {
    constexpr std::string_view kVerb = "modified ";
    constexpr std::size_t kDate = 19;  // "2026-03-02 08:30:00"; the path before it may hold spaces
    if (!line.starts_with(kVerb) || line.size() < kVerb.size() + kDate + 2) continue;
    const auto time = parse_local_time(line.substr(line.size() - kDate));
    const std::string path = line.substr(kVerb.size(), line.size() - kVerb.size() - kDate - 1);
    std::string file = root + path;
    if (!std::filesystem::exists(file)) file = root + "/private" + path;
    timeval times[2]{};
    times[0].tv_sec = times[1].tv_sec = static_cast<decltype(times[0].tv_sec)>(time.value().seconds);
    if (::utimes(file.c_str(), times) != 0) throw std::runtime_error("no such file: " + file);
  }
  return root;
}

}  // namespace enrolkit::test
