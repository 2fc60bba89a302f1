// The only way the toolkit looks at a Mac: files below a root, the clock, the boot time, and tools of macOS
// that tell what no file does. Changes nothing.
//
// A root is "/" on the Mac itself, or the folder of another volume or of a collected tree. No path is
// followed out of it, and no symbolic link on the way is followed at all: programs of this toolkit run as
// root.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_identity.h"
#include "core/base/process.h"
#include "core/base/reading.h"
#include "core/base/time.h"
#include "host/command.h"

namespace enrolkit {

struct FileInfo {
  std::uint64_t size = 0;
  LocalTime modified;       // in the zone of the computer that runs this
  std::uint32_t owner = 0;  // uid
  std::uint32_t group = 0;  // gid
  std::uint32_t mode = 0;   // permission bits, 07777
  bool regular = false;
  bool directory = false;
  bool link = false;  // symbolic
  // Where a link leads, as it stands there; Absent of anything else.
  Reading<std::string> target = Absent{};
  FileIdentity identity;
  bool acl_lets_write = false;  // see host/acl.h; macOS alone
  bool locked = false;          // a flag such as uchg or schg forbids every change; macOS alone has them
};

// An open regular file. It stays the same file whatever happens to its name.
class OpenFile {
 public:
  virtual ~OpenFile() = default;
  [[nodiscard]] virtual const FileInfo& info() const = 0;
  // Up to `size` bytes from `offset`; 0 at the end. Absent never comes.
  [[nodiscard]] virtual Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) = 0;
};

inline constexpr std::string_view kAnotherVolume = "another volume: nothing is run for it";

class HostFiles {
 public:
  virtual ~HostFiles() = default;
  // `path` is absolute, as on a running Mac ("/var/log/jamf.log"). Unreadable says why in the system's words;
  // anything but a regular file (a directory, a FIFO) is Unreadable too, and is never waited for.
  [[nodiscard]] virtual Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const = 0;
  [[nodiscard]] virtual Reading<FileInfo> info(std::string_view path) const = 0;
  // The names in a folder, sorted, without "." and "..".
  [[nodiscard]] virtual Reading<std::vector<std::string>> list(std::string_view path) const = 0;
};

// The clock, and what else the system says of itself.
class HostClock {
 public:
  virtual ~HostClock() = default;
  [[nodiscard]] virtual LocalTime now() const = 0;
  [[nodiscard]] virtual std::int64_t now_unix() const = 0;  // UTC seconds, for dates of certificates
  // When the Mac last started; Absent for a root that is not the running system's.
  [[nodiscard]] virtual Reading<LocalTime> booted() const = 0;
  // IOPlatformUUID, upper case; libSystem's gethostuuid(2) tells it without IOKit. Absent for a root that is
  // not the running system's, and where the system has none.
  [[nodiscard]] virtual Reading<std::string> hardware_uuid() const = 0;
  // UTC seconds on this computer's wall clock.
  [[nodiscard]] virtual LocalTime to_local(std::int64_t unix_seconds) const = 0;
  // The root is the running system, so that its clock and zone are the Mac's.
  [[nodiscard]] virtual bool is_running_system() const = 0;
};

// What runs on the Mac, or can be run.
class HostTools {
 public:
  virtual ~HostTools() = default;
  // Runs a tool and waits for it, at most for its limit. Only on the running system: for another root it is
  // NotStarted{kAnotherVolume}.
  [[nodiscard]] virtual Ran run(const Command& command) const = 0;

  // Every process, in no order; one that ends meanwhile is left out. Absent for a root that is not the
  // running system's, and for a recording of one.
  [[nodiscard]] virtual Reading<std::vector<Process>> processes() const = 0;
};

// Virtual bases: one that stands before another Host takes ready-made parts for what it does not change
// (host/forwarding.h).
class Host : public virtual HostFiles, public virtual HostClock, public virtual HostTools {};

// All of an open file, at most `limit` bytes; a larger one is Unreadable. `name` is for the message.
[[nodiscard]] Reading<std::string> read_all(OpenFile& file, std::string_view name, std::size_t limit);
// The same for a path.
[[nodiscard]] Reading<std::string> read_file(const HostFiles& host, std::string_view path, std::size_t limit);

}  // namespace enrolkit
