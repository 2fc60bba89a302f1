// A package's file, as it is compared with what the server has.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit::jamf {

struct PackageFile {
  std::string name;   // on the server
  std::string bytes;  // at most some tens of MB: sent as one
  std::string md5, sha256;
};

[[nodiscard]] std::string md5_of(std::string_view bytes);  // 32 hexadecimal digits, small letters
[[nodiscard]] std::string sha256_of(std::string_view bytes);

}  // namespace enrolkit::jamf
