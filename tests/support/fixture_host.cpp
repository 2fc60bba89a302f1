#include "support/fixture_host.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "host/real_host.h"

namespace enrolkit::test {
namespace {

// The file on disk, with the modification time of the manifest.
class DatedFile final : public OpenFile {
 public:
  DatedFile(std::unique_ptr<OpenFile> file, LocalTime modified)
      : file_(std::move(file)), info_(file_->info()) {
    info_.modified = modified;
  }
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    return file_->read_at(offset, to, size);
  }

 private:
  std::unique_ptr<OpenFile> file_;
  FileInfo info_;
};

Unreadable refused(std::string_view path) { return {std::string(path) + ": Operation not permitted"}; }

}  // namespace

std::string fixture_folder(const std::string& name) {
  return std::string(ENROLKIT_FIXTURES) + "/macs/" + name;
}

std::vector<std::string> fixture_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(ENROLKIT_FIXTURES) + "/macs")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

FixtureHost::FixtureHost(const std::string& name) {
  auto opened = open_host(fixture_folder(name) + "/root");
  if (auto* host = std::get_if<0>(&opened)) disk_ = std::move(*host);
  std::ifstream manifest(fixture_folder(name) + "/manifest.txt");
  if (!disk_ || !manifest) throw std::runtime_error("no fixture " + name);
  for (std::string line; std::getline(manifest, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string verb, path, day, hour;
    words >> verb;
    if (verb == "modified" || verb == "unreadable") words >> path;
    words >> day >> hour;
    const auto time = parse_local_time(day + " " + hour);
    if (verb == "unreadable") {
      unreadable_.insert(path);
    } else if (verb == "running") {
      running_ = true;
    } else if (!time) {
      throw std::runtime_error(name + ": not a manifest line: " + line);
    } else if (verb == "modified") {
      modified_[path] = *time;
    } else if (verb == "now") {
      now_ = time;
    } else if (verb == "booted") {
      booted_ = time;
    } else {
      throw std::runtime_error(name + ": not a manifest line: " + line);
    }
  }
}

Reading<std::unique_ptr<OpenFile>> FixtureHost::open(std::string_view path) const {
  opened_.insert(std::string(path));
  if (unreadable_.contains(path)) return refused(path);
  auto opened = disk_->open(path);
  auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened);
  const auto dated = modified_.find(path);
  if (file == nullptr || dated == modified_.end()) return opened;
  return std::unique_ptr<OpenFile>(std::make_unique<DatedFile>(std::move(*file), dated->second));
}

Reading<FileInfo> FixtureHost::info(std::string_view path) const {
  if (unreadable_.contains(path)) return refused(path);
  return disk_->info(path);
}

Reading<std::vector<std::string>> FixtureHost::list(std::string_view path) const {
  if (unreadable_.contains(path)) return refused(path);
  return disk_->list(path);
}

LocalTime FixtureHost::now() const {
  if (!now_) ADD_FAILURE() << "the fixture's clock was asked, and its manifest has no \"now\"";
  return now_.value_or(LocalTime{});
}

Reading<LocalTime> FixtureHost::booted() const {
  if (booted_) return *booted_;
  return Absent{};
}

}  // namespace enrolkit::test
