#include "support/macs/sim_mac.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/format/plist.h"
#include "core/keychain/verdict.h"
#include "evidence/paths.h"
#include "support/macs/fixture_host.h"
#include "support/writers/identity_keychain.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

// A file of the map, open: its bytes stay as they were, as those of a replaced file do.
class SimOpenFile final : public OpenFile {
 public:
  SimOpenFile(std::string bytes, const FileInfo& info) : bytes_(std::move(bytes)), info_(info) {}
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    return bytes_.copy(to, size, static_cast<std::size_t>(offset));
  }

 private:
  std::string bytes_;
  FileInfo info_;
};

FileInfo info_of(const SimFile& file) {
  FileInfo info;
  info.size = file.bytes.size();
  info.modified = LocalTime{file.modified};
  info.owner = file.owner;
  info.group = file.group;
  info.mode = file.mode;
  info.regular = file.kind == SimFile::Kind::file;
  info.directory = file.kind == SimFile::Kind::folder;
  info.link = file.kind == SimFile::Kind::link;
  if (info.link) info.target = file.bytes;
  info.acl_lets_write = file.acl;
  return info;
}

}  // namespace

SimMac::SimMac() {
  const std::string root = fixture_folder("healthy") + "/root";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    std::string path = entry.path().string().substr(root.size());
    if (path == "/private") continue;
    if (path.starts_with("/private/")) path.erase(0, 8);
    SimFile made;
    if (entry.is_symlink()) {
      made.kind = SimFile::Kind::link;
      made.bytes = std::filesystem::read_symlink(entry.path()).string();
    } else if (entry.is_directory()) {
      made.kind = SimFile::Kind::folder;
      made.mode = 0755;
    } else {
      std::ifstream in(entry.path(), std::ios::binary);
      made.bytes = {std::istreambuf_iterator<char>(in), {}};
    }
    files[path] = made;
  }
  clock = at("2026-03-02 11:59:18").seconds;
  booted_ = at("2026-03-02 08:29:00").seconds;
  for (auto& [path, made] : files) made.modified = clock - 900;
  files[std::string(paths::kBinary)].mode = 0555;
  files[std::string(paths::kKeychain)].mode = 0600;
  files[std::string(paths::kConsole)] = {"", 501, 20, 0600, clock, SimFile::Kind::file};
  files[std::string(paths::kInvitation)] = {
      std::string(kSimInvitation) + "\n", 0, 0, 0600, clock, SimFile::Kind::file};
  files[std::string(paths::kStateFolder)] = {"", 0, 0, 0700, clock, SimFile::Kind::folder};
  loaded = {"com.jamf.management.daemon", "com.jamfsoftware.task.Every 15 Minutes"};
  running = {{1, 0, "/sbin/launchd", std::vector<std::string>{}, booted_},
             {kSimOurPid, 1, "/Library/Enrolkit/bin/enrolkit-repair", std::vector<std::string>{}, clock}};
  accepted = serial_here();
  pristine_ = files;
}

void SimMac::call() const {
  auto& self = const_cast<SimMac&>(*this);
  if (self.calls++ == dies_at) throw Died{};
}

void SimMac::reboot() {
  locked_ = false;
  in_act_ = false;
  advance(60);
  booted_ = clock;
  std::erase_if(running, [](const Process& process) { return process.pid != 1; });
  running.push_back(
      {kSimOurPid, 1, "/Library/Enrolkit/bin/enrolkit-repair", std::vector<std::string>{}, clock});
  for (const std::string_view path : {paths::kDaemon, paths::kTask}) {
    const std::string label = label_in(path);
    idle.erase(label);
    if (!label.empty() && !disabled.contains(label)) loaded.insert(label);
  }
}

void SimMac::log(unsigned pid, std::string_view message) {
  SimFile& file = files[std::string("/var/log/jamf.log")];
  file.bytes += log_line(LocalTime{clock}, pid, message);
  file.modified = clock;
}

void SimMac::give_keychain(const std::string& uuid, const std::string& serial) {
  files[std::string(paths::kKeychain)] = {
      identity_keychain(uuid, serial, clock), 0, 80, 0600, clock, SimFile::Kind::file};
}

std::string SimMac::serial_here() const {
  const SimFile* keychain = file(paths::kKeychain);
  if (keychain == nullptr) return "";
  const auto verdict = judge_keychain(Reading<std::string>(keychain->bytes),
                                      {.hardware_uuid = kSimUuid, .issuer = {}, .now_unix = clock});
  return verdict.state == KeychainState::healthy && verdict.certificate ? verdict.certificate->serial : "";
}

bool SimMac::can_talk() const { return server_up && !serial_here().empty() && serial_here() == accepted; }

std::set<std::string> SimMac::right_parts() const {
  std::set<std::string> parts;
  const auto add = [&](bool right, const char* name) {
    if (right) parts.insert(name);
  };
  const auto same = [&](std::string_view path) {
    const SimFile* now = file(path);
    const auto was = pristine_.find(path);
    return now != nullptr && was != pristine_.end() && now->bytes == was->second.bytes && now->owner == 0 &&
           (now->mode & 0022U) == 0;
  };
  const SimFile* binary = file(paths::kBinary);
  add(same(paths::kBinary) && (binary->mode & 0111U) == 0111U, "binary");
  add(file(paths::kBinaryLink) != nullptr, "link");
  add(file(paths::kJamfApp) != nullptr && same(paths::kJamfAppInfo), "app");
  add(same(paths::kDaemon), "daemon");
  add(same(paths::kTask), "task");
  const SimFile* preferences = file(paths::kJamfPreferences);
  add(preferences != nullptr && preferences->bytes.find("jamf.example.org") != std::string::npos, "server");
  add(loaded.contains("com.jamf.management.daemon"), "daemon loaded");
  const auto processes = everything();
  add(std::any_of(processes.begin(), processes.end(),
                  [](const Process& process) { return process.known_path() == kSimDaemon; }),
      "daemon running");
  add(loaded.contains("com.jamfsoftware.task.Every 15 Minutes"), "task loaded");
  add(!serial_here().empty() && serial_here() == accepted, "signature");
  add(mdm, "mdm");
  for (const auto& [path, made] : files) {
    if (path.starts_with("/var/db/dslocal/")) parts.insert(path);
  }
  return parts;
}

bool SimMac::is_sound() const {
  const auto parts = right_parts();
  for (const char* name : {"binary", "link", "app", "daemon", "task", "server", "daemon loaded",
                           "daemon running", "task loaded", "mdm", "signature"}) {
    if (!parts.contains(name)) return false;
  }
  return true;
}

const SimFile* SimMac::file(std::string_view path) const {
  const auto it = files.find(path);
  return it == files.end() ? nullptr : &it->second;
}

Reading<std::unique_ptr<OpenFile>> SimMac::open(std::string_view path) const {
  call();
  // A home may lie on a server that does not answer, and a user may mount one there.
  if (path.starts_with("/Users/"))
    const_cast<SimMac&>(*this).broken_rules.emplace_back("root opened a file in a home");
  const SimFile* found = file(path);
  if (found == nullptr) return Absent{};
  if (found->kind != SimFile::Kind::file) return Unreadable{std::string(path) + ": is not a regular file"};
  return std::unique_ptr<OpenFile>(std::make_unique<SimOpenFile>(found->bytes, info_of(*found)));
}

Reading<FileInfo> SimMac::info(std::string_view path) const {
  call();
  if (const SimFile* found = file(path)) return info_of(*found);
  // A folder that holds something is there, and root's.
  const std::string folder = path == "/" ? "/" : std::string(path) + "/";
  const auto next = files.lower_bound(folder);
  if (next == files.end() || !next->first.starts_with(folder)) return Absent{};
  return info_of({"", 0, 0, 0755, clock, SimFile::Kind::folder});
}

Reading<std::vector<std::string>> SimMac::list(std::string_view path) const {
  call();
  const std::string folder = std::string(path) + "/";
  std::set<std::string> names;
  for (const auto& [name, made] : files) {
    if (name.starts_with(folder))
      names.insert(name.substr(folder.size(), name.find('/', folder.size()) - folder.size()));
  }
  if (names.empty() && file(path) == nullptr) return Absent{};
  return std::vector<std::string>(names.begin(), names.end());
}

Reading<std::vector<Process>> SimMac::processes() const {
  call();
  looked_ = true;  // every whole look asks for them
  return everything();
}

std::vector<Process> SimMac::everything() const {
  std::vector<Process> all = running;
  if (loaded.contains("com.jamf.management.daemon") && !idle.contains("com.jamf.management.daemon")) {
    all.push_back({kSimDaemonPid, 1, kSimDaemon, std::vector<std::string>{}, booted_});
  }
  all.push_back({kSimServicePid, 1, kSimService, std::vector<std::string>{}, booted_});
  return all;
}

void SimMac::undo_repairs() {
  const auto binary = files.find(paths::kBinary);
  if (takes_modes && binary != files.end()) binary->second.mode = 0444;
  if (!takes_labels) return;
  for (const char* label : {"com.jamf.management.daemon", "com.jamfsoftware.task.Every 15 Minutes"}) {
    loaded.erase(label);
    disabled.insert(label);
  }
}

void SimMac::lose_daemon(std::string_view by) {
  for (const Process& process : running) {
    if (process.parent == kSimDaemonPid)
      broken_rules.push_back(std::string(by) + " ended the daemon under a run");
  }
}

std::string SimMac::label_in(std::string_view path) const {
  const SimFile* job = file(path);
  if (job == nullptr) return "";
  const auto parsed = Plist::parse(job->bytes);
  const auto* plist = std::get_if<Plist>(&parsed);
  return plist != nullptr ? plist->root()["Label"].string().value_or("") : "";
}

}  // namespace enrolkit::test
