// A Mac as a folder: tests/fixtures/macs/NAME/root holds its files, manifest.txt what a folder in git cannot
// hold.
//
//   now DATE                  the Mac's clock (a question about it without this line fails the test)
//   booted DATE               its boot time; without the line there is none to know
//   modified PATH DATE        modification time
//   mode PATH OCTAL           permission bits
//   owner PATH UID            owner; of a running one root, who alone may write, without such lines
//   unreadable PATH           opening or listing it is refused
//   hardware-uuid UUID        IOPlatformUUID; without the line it is not known
//   ran "COMMAND LINE" FILE [status N]   what a tool writes: commands/FILE on standard output, commands/FILE.err,
//                             if there is one, on standard error; its exit status, else 0
// Each running one has the serial number C02XG2JHJTDD.
//   stopped "COMMAND LINE"    the tool does not end within its limit
//   running                   the root is the running system, so that its time zone is known (UTC)
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

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
  [[nodiscard]] std::int64_t now_unix() const override { return now().seconds; }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override;
  [[nodiscard]] Reading<LocalTime> booted() const override;
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    return LocalTime{unix_seconds};
  }
  [[nodiscard]] bool is_running_system() const override { return running_; }
  // As the manifest says; a command that it does not name fails the test. Without "running" nothing is run.
  [[nodiscard]] enrolkit::Ran run(const Command& command) const override;
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return Absent{}; }

  // Switches a test may turn.
  void refuse(const std::string& path) { unreadable_.insert(path); }
  void set_mode(const std::string& path, std::uint32_t mode) { mode_[path] = mode; }
  void set_now(LocalTime now) { now_ = now; }
  void set_answer(const std::string& command_line, Ran ran) { commands_[command_line] = std::move(ran); }
  void touch(const std::string& path) { ++touched_[path]; }  // its change time goes on
  void let_tools_touch(const std::string& path) { touched_by_tools_ = path; }

  [[nodiscard]] const std::set<std::string>& opened() const { return opened_; }
  // The command lines that were run, in order.
  [[nodiscard]] const std::vector<std::string>& ran() const { return ran_; }

 private:
  void add_command(const std::string& verb, const std::string& line, const std::string& folder);

  // What the manifest says of a file, in place of what the disk says.
  [[nodiscard]] FileInfo as_in_manifest(std::string_view path, FileInfo info) const;

  std::unique_ptr<Host> disk_;
  std::map<std::string, LocalTime, std::less<>> modified_;
  std::map<std::string, std::uint32_t, std::less<>> mode_, owner_;
  std::set<std::string, std::less<>> unreadable_;
  std::optional<LocalTime> now_, booted_;
  std::optional<std::string> hardware_uuid_;
  bool running_ = false;
  std::map<std::string, Ran> commands_;  // by command line
  mutable std::map<std::string, std::int64_t, std::less<>> touched_;
  std::string touched_by_tools_;
  mutable std::set<std::string> opened_;
  mutable std::vector<std::string> ran_;
};

// Every fixture's name, sorted.
[[nodiscard]] std::vector<std::string> fixture_names();
[[nodiscard]] std::string fixture_folder(const std::string& name);

}  // namespace enrolkit::test
