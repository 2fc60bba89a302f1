// A package's file, as it is compared with what the server has.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit::jamf {

struct PackageFile {
  std::string name;   // on the server
  std::string bytes;  // at most some tens of MB: sent as one
  std::string md5, sha256, sha3_512;
};

// With its sums. POCO has no SHA3; OpenSSL, which is linked for TLS, has.
[[nodiscard]] PackageFile package_file(std::string name, std::string bytes);

[[nodiscard]] std::string md5_of(std::string_view bytes);  // 32 hexadecimal digits, small letters
[[nodiscard]] std::string sha256_of(std::string_view bytes);
[[nodiscard]] std::string sha3_512_of(std::string_view bytes);  // 128 digits

}  // namespace enrolkit::jamf
