#include "support/macs/fixture_host.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "host/real_host.h"

namespace enrolkit::test {
namespace {

// The file on disk, with what the manifest says of it.
class ToldFile final : public OpenFile {
 public:
  ToldFile(std::unique_ptr<OpenFile> file, const FileInfo& info) : file_(std::move(file)), info_(info) {}
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    return file_->read_at(offset, to, size);
  }

 private:
  std::unique_ptr<OpenFile> file_;
  FileInfo info_;
};

Unreadable refused(std::string_view path) { return {std::string(path) + ": Operation not permitted", true}; }

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
    if (verb == "modified" || verb == "mode" || verb == "owner" || verb == "unreadable") {
      // A path may hold spaces: it ends where the last word, or the date, begins.
      std::getline(words >> std::ws, path);
      const auto cut = [&path] {
        const auto space = path.rfind(' ');
        std::string word = path.substr(space + 1);
        path.resize(space == std::string::npos ? 0 : space);
        return word;
      };
      if (verb == "modified") hour = cut();
      if (verb != "unreadable") day = cut();
    } else {
      words >> day >> hour;
    }
    const auto time = parse_local_time(day + " " + hour);
    if (verb == "unreadable") {
      unreadable_.insert(path);
    } else if (verb == "mode") {
      mode_[path] = static_cast<std::uint32_t>(std::stoul(day, nullptr, 8));
    } else if (verb == "owner") {
      owner_[path] = static_cast<std::uint32_t>(std::stoul(day));
    } else if (verb == "hardware-uuid") {
      hardware_uuid_ = day;
    } else if (verb == "ran" || verb == "stopped") {
      add_command(verb, line, fixture_folder(name) + "/commands/");
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

void FixtureHost::add_command(const std::string& verb, const std::string& line, const std::string& folder) {
  std::istringstream words(line.substr(verb.size()));
  std::string command, file, status_word;
  int status = 0;
  if (!(words >> std::quoted(command))) throw std::runtime_error("not a manifest line: " + line);
  if (verb == "stopped") {
    commands_[command] = Stopped{command.substr(0, command.find(' ')) + ": not done in time"};
    return;
  }
  words >> file >> status_word >> status;
  std::ifstream out(folder + file, std::ios::binary), err(folder + file + ".err", std::ios::binary);
  if (!out) throw std::runtime_error("no such output: " + folder + file);
  const auto all = [](std::ifstream& in) {
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  };
  commands_[command] = Finished{status, all(out), err ? all(err) : std::string()};
}

enrolkit::Ran FixtureHost::run(const Command& command) const {
  if (!running_) return NotStarted{std::string(kAnotherVolume)};
  std::string line = command.tool;
  for (const std::string& argument : command.arguments) line += " " + argument;
  ran_.push_back(line);
  if (!touched_by_tools_.empty()) ++touched_[touched_by_tools_];
  if (line == "/usr/sbin/ioreg -rd1 -c IOPlatformExpertDevice")
    return Finished{0, "    \"IOPlatformSerialNumber\" = \"C02XG2JHJTDD\"\n", ""};
  const auto scripted = commands_.find(line);
  if (scripted != commands_.end()) return scripted->second;
  if (command.tool == "/usr/bin/log") return NotStarted{command.tool + ": nothing was logged on a fixture"};
  ADD_FAILURE() << "the fixture's manifest does not say what this would do: " << line;
  return NotStarted{command.tool + ": not scripted"};
}

Reading<std::unique_ptr<OpenFile>> FixtureHost::open(std::string_view path) const {
  opened_.insert(std::string(path));
  if (unreadable_.contains(path)) return refused(path);
  auto opened = disk_->open(path);
  auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened);
  if (file == nullptr) return opened;
  const FileInfo info = as_in_manifest(path, (*file)->info());
  return std::unique_ptr<OpenFile>(std::make_unique<ToldFile>(std::move(*file), info));
}

FileInfo FixtureHost::as_in_manifest(std::string_view path, FileInfo info) const {
  if (running_) {  // whoever checked the fixtures out, and with whatever umask
    info.owner = 0;
    info.mode &= ~0022U;
  }
  if (const auto it = modified_.find(path); it != modified_.end()) info.modified = it->second;
  if (const auto it = mode_.find(path); it != mode_.end()) info.mode = it->second;
  if (const auto it = owner_.find(path); it != owner_.end()) info.owner = it->second;
  // Made up, and the same until a test touches the file.
  const auto touched = touched_.find(path);
  info.identity = {1, 1 + std::hash<std::string_view>{}(path) % 1000, info.size, 0,
                   touched != touched_.end() ? touched->second : 0};
  return info;
}

Reading<FileInfo> FixtureHost::info(std::string_view path) const {
  if (unreadable_.contains(path)) return refused(path);
  auto info = disk_->info(path);
  if (auto* file = std::get_if<FileInfo>(&info)) *file = as_in_manifest(path, *file);
  return info;
}

Reading<std::vector<std::string>> FixtureHost::list(std::string_view path) const {
  if (unreadable_.contains(path)) return refused(path);
  return disk_->list(path);
}

LocalTime FixtureHost::now() const {
  if (!now_) ADD_FAILURE() << "the fixture's clock was asked, and its manifest has no \"now\"";
  return now_.value_or(LocalTime{});
}

Reading<std::string> FixtureHost::hardware_uuid() const {
  if (hardware_uuid_) return *hardware_uuid_;
  return Absent{};
}

Reading<LocalTime> FixtureHost::booted() const {
  if (booted_) return *booted_;
  return Absent{};
}

}  // namespace enrolkit::test
