// Records of a Mac's local directory, as macOS writes them, for tests and fixtures.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace enrolkit::test {

enum class PlistForm { xml, binary };

// What every record with a password holds and nothing of ours may ever repeat.
inline constexpr const char* kSecretMarker = "salted-secret-not-to-be-read";

struct DslocalUser {
  std::vector<std::string> names{"jamfadmin"};
  std::string real_name = "Jamf Admin";
  std::string guid = "8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E0F";
  std::string uid = "501";
  std::string gid = "20";
  std::string home = "/Users/jamfadmin";
  std::string shell = "/bin/zsh";
  std::optional<std::string> is_hidden;  // "1", "YES", ...
  std::vector<std::string> authorities{";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>"};
  std::optional<double> creation_time;     // accountPolicyData, seconds since 1970
  PlistForm policy_form = PlistForm::xml;  // of the property list inside it
  bool bare_values = false;                // single values without their array
};

struct DslocalGroup {
  std::vector<std::string> names{"admin", "BUILTIN\\Administrators"};
  std::string guid = "ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000050";
  std::string gid = "80";
  std::vector<std::string> users{"root"};
  std::vector<std::string> member_guids{"FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000"};
  std::vector<std::string> nested_guids;
};

// The bytes of users/NAME.plist or groups/NAME.plist. Empty lists are left out, as macOS does.
[[nodiscard]] std::string to_plist(const DslocalUser& user, PlistForm form = PlistForm::binary);
[[nodiscard]] std::string to_plist(const DslocalGroup& group, PlistForm form = PlistForm::binary);

}  // namespace enrolkit::test
