// A Mac for the real program: a folder whose absolute macOS paths hold files and small scripts in place of
// the tools of macOS and Jamf, entered by chroot(8). Needs root and mount namespaces (unshare(1)), as on
// Linux's CI.
#pragma once

#include <string>
#include <vector>

#include "programs/program_test.h"
#include "support/temp_folder.h"

namespace enrolkit::test {

class ChrootMac {
 public:
  static constexpr const char* kInvitation = "194873610285739105";

  // The fixture `healthy`, with its clock moved to now: in contact ten minutes ago.
  ChrootMac();

  // Whether the Mac's own program is tested, by macho-run, in place of this system's.
  [[nodiscard]] static bool of_the_mac();
  // Why no such Mac can be entered here; empty: it can.
  [[nodiscard]] static std::string why_not();

  // `path` is absolute, as in the chroot.
  void write(const std::string& path, std::string_view bytes, unsigned mode = 0644) const;
  [[nodiscard]] std::string read(const std::string& path) const;
  [[nodiscard]] bool has(const std::string& path) const;
  [[nodiscard]] unsigned mode(const std::string& path) const;
  void remove(const std::string& path) const;

  // The server takes this Mac's signature no more; a check-in finds that out.
  void drop_signature() const;
  // What the script in jamf's place does, as shell: "enroll() { :; }".
  void behave(const std::string& shell) const { write("/behaviour", shell); }

  [[nodiscard]] Ran repair(const std::vector<std::string>& arguments = {}) const;
  // The same as a policy of Self Service: below a process of JamfManagementService, which writes /survived at its end.
  [[nodiscard]] Ran repair_in_self_service(const std::vector<std::string>& arguments = {}) const;
  // The command lines of the tools that were run, a line each.
  [[nodiscard]] std::string ran() const { return read("/ran"); }

 private:
  [[nodiscard]] Ran enter(const std::vector<std::string>& program,
                          const std::vector<std::string>& arguments) const;
  void install(const std::string& program, const std::string& as) const;  // with the libraries that it needs

  TempFolder folder_;
};

}  // namespace enrolkit::test
