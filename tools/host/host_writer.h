// The only way the toolkit changes a Mac. enrolkit-repair is handed one; no other program links it.
//
// Paths are absolute, and no link on the way is followed. Every change is either done whole or not at all,
// and is on the disk when the call returns. An error names the path and
// the system's word.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/process.h"
#include "core/base/result.h"
#include "host/command.h"

namespace enrolkit {

struct Access {
  std::uint32_t owner = 0;
  std::uint32_t group = 0;
  std::uint32_t mode = 0600;
};

// Held until it is destroyed, or the process dies in any way.
class HeldLock {
 public:
  virtual ~HeldLock() = default;
};
struct Busy {};  // another process holds it

class HostWriter {
 public:
  virtual ~HostWriter() = default;

  // Puts a file in the place of whatever bears its name: temporary, fsync, rename, fsync of the folder.
  [[nodiscard]] virtual Status write_file(std::string_view path, std::string_view bytes,
                                          const Access& access) = 0;
  // Adds to the end of a regular file with one owner and no other writers, and waits for the disk. Makes it
  // with `access` when it is not there.
  [[nodiscard]] virtual Status append(std::string_view path, std::string_view bytes,
                                      const Access& access) = 0;
  // A folder; one that is there already is left as it is.
  [[nodiscard]] virtual Status make_folder(std::string_view path, const Access& access) = 0;
  // Owner, mode and flags of a regular file; where others may write it, only of one without a second name. The flags
  // uchg and schg are taken off, where the system lets.
  [[nodiscard]] virtual Status set_access(std::string_view path, const Access& access) = 0;
  // A symbolic link, in the place of whatever bears its name but a folder.
  [[nodiscard]] virtual Status set_link(std::string_view path, std::string_view target) = 0;
  // Takes a file or link away; one that is not there is no failure.
  [[nodiscard]] virtual Status remove(std::string_view path) = 0;
  // Both in the same folder.
  [[nodiscard]] virtual Status rename(std::string_view from, std::string_view to) = 0;

  // Ends a process: SIGTERM, and SIGKILL when it is still there after `patience`. Only if it still is the one
  // that was meant: same number, start and program.
  [[nodiscard]] virtual Status end_process(const Process& process, std::chrono::milliseconds patience) = 0;

  // Runs a tool that changes something.
  [[nodiscard]] virtual Ran run(const Command& command) = 0;
  // Starts one, such as a window, and does not wait for it. What it says is not kept; its limit does not
  // count.
  [[nodiscard]] virtual std::variant<std::unique_ptr<Started>, NotStarted> start(const Command& command) = 0;
  // A line for the system's own log, the unified log of macOS. The caller has taken secrets out.
  virtual void tell_system_log(std::string_view line) = 0;
  virtual void pause(std::chrono::milliseconds time) = 0;

  [[nodiscard]] virtual std::variant<std::unique_ptr<HeldLock>, Busy, Error> lock(std::string_view path) = 0;
};

}  // namespace enrolkit
