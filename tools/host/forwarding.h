// Ready-made parts of a Host: those that pass every question on to another Host, and tools that are never run. A Host
// that stands before another derives from the parts that it leaves alone, and writes the others itself; none has a
// default, so a new question that nobody answers does not compile.
#pragma once

#include "host/host.h"

namespace enrolkit {

// What each passes on to outlives it.
class ForwardedFiles : public virtual HostFiles {
 public:
  explicit ForwardedFiles(const HostFiles& to) : to_(to) {}
  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override {
    return to_.open(path);
  }
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override { return to_.info(path); }
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override {
    return to_.list(path);
  }

 private:
  const HostFiles& to_;
};

class ForwardedClock : public virtual HostClock {
 public:
  explicit ForwardedClock(const HostClock& to) : to_(to) {}
  [[nodiscard]] LocalTime now() const override { return to_.now(); }
  [[nodiscard]] std::int64_t now_unix() const override { return to_.now_unix(); }
  [[nodiscard]] Reading<LocalTime> booted() const override { return to_.booted(); }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override { return to_.hardware_uuid(); }
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    return to_.to_local(unix_seconds);
  }
  [[nodiscard]] bool is_running_system() const override { return to_.is_running_system(); }

 private:
  const HostClock& to_;
};

class ForwardedTools : public virtual HostTools {
 public:
  explicit ForwardedTools(const HostTools& to) : to_(to) {}
  [[nodiscard]] Ran run(const Command& command) const override { return to_.run(command); }
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return to_.processes(); }

 private:
  const HostTools& to_;
};

// Of a root that is not the running system's.
class NoTools : public virtual HostTools {
 public:
  [[nodiscard]] Ran run(const Command& /*command*/) const override {
    return NotStarted{std::string(kAnotherVolume)};
  }
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return Absent{}; }
};

}  // namespace enrolkit
