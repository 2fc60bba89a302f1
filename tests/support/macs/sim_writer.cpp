// The side of SimMac that is changed, and that watches how.
#include <algorithm>

#include "evidence/paths.h"
#include "support/macs/sim_mac.h"

namespace enrolkit::test {

class SimLock final : public HeldLock {
 public:
  explicit SimLock(SimMac& mac) : mac_(mac) { mac_.locked_ = true; }
  ~SimLock() override { mac_.locked_ = false; }
  SimLock(const SimLock&) = delete;
  SimLock& operator=(const SimLock&) = delete;

 private:
  SimMac& mac_;
};

class SimWindow final : public Started {
 public:
  explicit SimWindow(SimMac& mac) : mac_(mac) { ++mac_.open_windows; }
  ~SimWindow() override { --mac_.open_windows; }
  SimWindow(const SimWindow&) = delete;
  SimWindow& operator=(const SimWindow&) = delete;

 private:
  SimMac& mac_;
};

bool SimMac::in_order(std::string_view path) const {
  return in_act_ || path.starts_with(paths::kStateFolder) || path == paths::kRepairLog;
}

bool SimMac::change(std::string_view path) {
  call();
  ++changes;
  if (!in_order(path)) broken_rules.push_back("changed without a line in the journal: " + std::string(path));
  if (path.starts_with("/Users/") || path.find("ConfigurationProfiles") != std::string_view::npos ||
      path.starts_with("/var/db/dslocal")) {
    broken_rules.push_back("never to be touched: " + std::string(path));
  }
  return !disk_full;
}

Status SimMac::write_file(std::string_view path, std::string_view bytes, const Access& access) {
  const SimFile* folder = file(path.substr(0, path.rfind('/')));
  if (folder == nullptr || folder->kind != SimFile::Kind::folder)
    return Error{std::string(path) + ": No such file or directory"};
  if (!change(path)) return Error{std::string(path) + ": No space left on device"};
  files[std::string(path)] = {std::string(bytes), access.owner, access.group,
                              access.mode,        clock,        SimFile::Kind::file};
  return {};
}

Status SimMac::append(std::string_view path, std::string_view bytes, const Access& access) {
  if (!change(path)) return Error{std::string(path) + ": No space left on device"};
  auto [it, made] = files.try_emplace(std::string(path));
  if (made) it->second = {"", access.owner, access.group, access.mode, clock, SimFile::Kind::file};
  it->second.bytes += bytes;
  it->second.modified = clock;
  if (path == paths::kJournal) {
    const bool act = bytes.find("\"kind\":\"act\"") != std::string_view::npos;
    const bool handed = bytes.find("\"kind\":\"handed\"") != std::string_view::npos;
    if (act && !looked_) broken_rules.emplace_back("two steps without a look between them");
    if (act) looked_ = false;
    in_act_ = act || handed;
  }
  return {};
}

Status SimMac::make_folder(std::string_view path, const Access& access) {
  if (file(path) != nullptr) return {};
  if (!change(path)) return Error{std::string(path) + ": No space left on device"};
  files[std::string(path)] = {"", access.owner, access.group, access.mode, clock, SimFile::Kind::folder};
  return {};
}

Status SimMac::set_access(std::string_view path, const Access& access) {
  if (!change(path)) return Error{std::string(path) + ": Read-only file system"};
  const auto it = files.find(path);
  if (it == files.end()) return Error{std::string(path) + ": No such file or directory"};
  it->second.owner = access.owner;
  it->second.group = access.group;
  it->second.mode = access.mode;
  return {};
}

Status SimMac::set_link(std::string_view path, std::string_view target) {
  if (!change(path)) return Error{std::string(path) + ": No space left on device"};
  files[std::string(path)] = {std::string(target), 0, 0, 0755, clock, SimFile::Kind::link};
  return {};
}

Status SimMac::remove(std::string_view path) {
  (void)change(path);  // a disk that is full still removes
  const auto it = files.find(path);
  if (it != files.end()) files.erase(it);
  return {};
}

Status SimMac::rename(std::string_view from, std::string_view to) {
  (void)change(to);  // a disk that is full still renames
  const auto it = files.find(from);
  if (it == files.end()) return Error{std::string(from) + ": No such file or directory"};
  files[std::string(to)] = it->second;
  files.erase(it);
  return {};
}

Status SimMac::end_process(const Process& process, std::chrono::milliseconds patience) {
  (void)change(process.known_path());
  if (immortal) {
    pause(patience);
    return Error{"process is still there"};
  }
  std::erase_if(running, [&](const Process& one) { return one.is_same(process); });
  return {};
}

void SimMac::pause(std::chrono::milliseconds time) {
  call();
  advance(std::max<std::int64_t>(time.count() / 1000, 1));
  settle_renewal();
  undo_repairs();
  std::erase_if(running, [&](const Process& process) {
    const auto end = ends_at.find(process.pid);
    return end != ends_at.end() && end->second <= clock;
  });
}

std::variant<std::unique_ptr<Started>, NotStarted> SimMac::start(const Command& command) {
  call();
  const Ran shown = window(command);
  if (const auto* why = std::get_if<NotStarted>(&shown)) return *why;
  return std::unique_ptr<Started>(std::make_unique<SimWindow>(*this));
}

std::variant<std::unique_ptr<HeldLock>, Busy, Error> SimMac::lock(std::string_view path) {
  call();
  if (disk_full && file(path) == nullptr) return Error{std::string(path) + ": No space left on device"};
  if (locked_) return Busy{};
  files.try_emplace(std::string(path), SimFile{"", 0, 0, 0600, clock, SimFile::Kind::file});
  return std::unique_ptr<HeldLock>(std::make_unique<SimLock>(*this));
}

}  // namespace enrolkit::test
