// A Mac as a folder: tests/fixtures/macs/NAME/root holds its files, manifest.txt what a folder in git cannot
// hold.
//
//   now DATE                  the Mac's clock (a question about it without this line fails the test)
//   booted DATE               its boot time; without the line there is none to know
//   modified PATH DATE        modification time
//   unreadable PATH           opening or listing it is refused
//   running                   the root is the running system, so that its time zone is known (UTC)
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "host/host.h"

namespace enrolkit::test {

class FixtureHost final : public Host {
 public:
  explicit FixtureHost(
      const std::string& name);  // throws when there is no such fixture, or its manifest is wrong

  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override;
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override;
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] LocalTime now() const override;
  [[nodiscard]] Reading<LocalTime> booted() const override;
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    return LocalTime{unix_seconds};
  }
  [[nodiscard]] bool is_running_system() const override { return running_; }

  // Switches a test may turn.
  void refuse(const std::string& path) { unreadable_.insert(path); }
  void set_now(LocalTime now) { now_ = now; }

  [[nodiscard]] const std::set<std::string>& opened() const { return opened_; }

 private:
  std::unique_ptr<Host> disk_;
  std::map<std::string, LocalTime, std::less<>> modified_;
  std::set<std::string, std::less<>> unreadable_;
  std::optional<LocalTime> now_, booted_;
  bool running_ = false;
  mutable std::set<std::string> opened_;
};

// Every fixture's name, sorted.
[[nodiscard]] std::vector<std::string> fixture_names();
[[nodiscard]] std::string fixture_folder(const std::string& name);

}  // namespace enrolkit::test
