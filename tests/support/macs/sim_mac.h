// A Mac that is not there, with its Jamf Pro server: files, processes, launchd, a clock, and the tools of
// macOS and Jamf as their documentation describes them. Every tool can be made to fail, to lie, to hang or to
// be missing, every write to fail, and the Mac to die at any call.
//
// It starts as the fixture `healthy`. It also watches: changes that no journal line announces, two enrolments
// at once and two steps without a look between them are faults of the code under test, and kept in
// `broken_rules`.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/host.h"
#include "host/host_writer.h"

namespace enrolkit::test {

inline constexpr const char* kSimInvitation = "194873610285739105";
inline constexpr const char* kSimUuid = "4C4C4544-0042-3510-8054-B7C04F4D3232";
inline constexpr const char* kSimJamf = "/usr/local/jamf/bin/jamf";
// Jamf's services, inside Jamf.app, which run as long as launchd has them (reference: jamf-binary.md, addition 8).
inline constexpr std::int64_t kSimDaemonPid = 300, kSimServicePid = 310, kSimOurPid = 4000;
inline constexpr const char* kSimDaemon =
    "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfDaemon.app/Contents/MacOS/JamfDaemon";
inline constexpr const char* kSimService =
    "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfManagementService.app/Contents/MacOS/"
    "JamfManagementService";

enum class Misdeed { none, fails, lies, hangs, missing };

struct Died {};  // thrown where the Mac went down

struct SimFile {
  std::string bytes;
  std::uint32_t owner = 0, group = 0, mode = 0644;
  std::int64_t modified = 0;
  enum class Kind { file, folder, link } kind = Kind::file;
  bool acl = false;  // an access control list lets others write it
  bool operator==(const SimFile&) const = default;
};

class SimMac final : public Host, public HostWriter {
 public:
  SimMac();

  // ---- the world, for a test to change
  std::map<std::string, SimFile, std::less<>> files;
  std::vector<Process> running;
  std::set<std::string> loaded, disabled;  // labels of launchd
  std::set<std::string> idle;              // loaded, and without a process until they are started
  std::int64_t clock = 0;
  bool server_up = true;
  bool loses_server = false;  // as soon as jamf asks it for anything
  bool invitation_good = true;
  std::string accepted;  // serial of the certificate that the server takes; empty: none
  bool mdm = true;
  std::string mdm_server = "https://jamf.example.org:443/mdm/ServerURL";
  bool binary_is_jamfs = true;
  std::optional<int> bootout_status;    // an odd answer, although the job is gone
  std::optional<int> bootstrap_status;  // an odd answer, although the job is loaded and runs
  bool lazy_launchd = false;            // loads a job and starts nothing (macos.md, addition to 5.6)
  // A tool that works against the management: whatever is set right is undone within a second.
  bool takes_modes = false;                      // the rights of the binary
  bool takes_labels = false;                     // Jamf's jobs: disabled, and their processes killed
  bool old_words = false;                        // print-disabled says true and false
  std::string languages;                         // of the user at the screen, as defaults prints them
  bool user_agrees = true;                       // to what `profiles renew` asks
  bool dies_while_enrolling = false;             // after the account was made, before the certificate
  bool disk_full = false;                        // every write by the HostWriter fails
  bool immortal = false;                         // processes do not end
  int click = 0;                                 // the exit status of a window: which button
  std::map<std::int64_t, std::int64_t> ends_at;  // by process: when it ends of itself
  std::map<std::string, Misdeed> misdeeds;       // by verb: "enroll", "manage", "bootstrap", "codesign", ...
  long dies_at = -1;  // the call, counted from 0, in which the Mac goes down; then the call does nothing
  long calls = 0;

  // ---- what was seen
  std::vector<std::string> broken_rules;
  std::vector<std::string> ran;      // command lines of the HostWriter
  int changes = 0;                   // by the HostWriter, locks aside
  int enrolments = 0;                // that the server accepted
  std::vector<std::string> windows;  // command lines of what was shown
  int open_windows = 0;
  std::vector<std::string> system_log;

  // ---- the truth, which the code under test can only infer
  [[nodiscard]] bool can_talk() const;  // the server takes what the keychain signs
  [[nodiscard]] bool is_sound()
      const;  // the server takes the signature, and every part of the framework is there and loaded
  // Names of the parts that are right: a repair may add to them, and never take one away.
  [[nodiscard]] std::set<std::string> right_parts() const;

  void advance(std::int64_t seconds) { clock += seconds; }
  void log(unsigned pid, std::string_view message);
  void give_keychain(const std::string& uuid, const std::string& serial);
  void undo_repairs();  // what such a tool does from time to time
  void check_in_now();  // a recurring check-in, as the task does
  void reboot();        // processes end, locks are freed, jobs that are not disabled are loaded

  // ---- Host
  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override;
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override;
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] LocalTime now() const override { return LocalTime{clock}; }
  [[nodiscard]] std::int64_t now_unix() const override { return clock; }
  [[nodiscard]] Reading<LocalTime> booted() const override { return LocalTime{booted_}; }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override { return std::string(kSimUuid); }
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    return LocalTime{unix_seconds};
  }
  [[nodiscard]] bool is_running_system() const override { return true; }
  [[nodiscard]] Ran run(const Command& command) const override;
  [[nodiscard]] Reading<std::vector<Process>> processes() const override;

  // ---- HostWriter
  [[nodiscard]] Status write_file(std::string_view path, std::string_view bytes,
                                  const Access& access) override;
  [[nodiscard]] Status append(std::string_view path, std::string_view bytes, const Access& access) override;
  [[nodiscard]] Status make_folder(std::string_view path, const Access& access) override;
  [[nodiscard]] Status set_access(std::string_view path, const Access& access) override;
  [[nodiscard]] Status set_link(std::string_view path, std::string_view target) override;
  [[nodiscard]] Status remove(std::string_view path) override;
  [[nodiscard]] Status rename(std::string_view from, std::string_view to) override;
  [[nodiscard]] Status end_process(const Process& process, std::chrono::milliseconds patience) override;
  [[nodiscard]] Ran run(const Command& command) override;
  [[nodiscard]] std::variant<std::unique_ptr<Started>, NotStarted> start(const Command& command) override;
  void tell_system_log(std::string_view line) override { system_log.emplace_back(line); }
  void pause(std::chrono::milliseconds time) override;
  [[nodiscard]] std::variant<std::unique_ptr<HeldLock>, Busy, Error> lock(std::string_view path) override;

 private:
  void call() const;                   // counts, and dies
  bool change(std::string_view path);  // counts a change and judges it; false: the disk is full
  [[nodiscard]] Misdeed misdeed_of(const std::string& verb) const;
  [[nodiscard]] bool in_order(std::string_view path) const;
  [[nodiscard]] const SimFile* file(std::string_view path) const;
  [[nodiscard]] std::vector<Process> everything() const;  // `running`, and the services that launchd keeps
  void lose_daemon(std::string_view by);                  // what comes from it loses what it came from

  // Tools. `verb` was not told to misbehave.
  [[nodiscard]] Ran window(const Command& command);
  [[nodiscard]] Finished jamf(const std::vector<std::string>& arguments);
  [[nodiscard]] Finished enroll(const std::vector<std::string>& arguments);
  [[nodiscard]] Finished launchctl(const std::vector<std::string>& arguments);
  void restore_framework();
  void enrol_well(unsigned pid);
  void settle_renewal();
  [[nodiscard]] std::string label_in(std::string_view path) const;
  [[nodiscard]] std::string serial_here() const;

  friend class SimLock;
  friend class SimWindow;
  std::map<std::string, SimFile, std::less<>> pristine_;
  std::int64_t booted_ = 0;
  std::int64_t agrees_at_ = 0;  // when the user clicks; 0: nobody was asked
  unsigned next_pid_ = 3000;
  int next_serial_ = 0x30;
  bool locked_ = false;
  mutable bool looked_ = true;  // since the last act was noted
  bool in_act_ = false;         // the journal's last line announces an act
};

}  // namespace enrolkit::test
