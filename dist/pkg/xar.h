// The outermost layer of a package: a xar archive of a few files, stored as they are (installer refuses
// packages whose members are compressed otherwise, say the authors of bomutils). libarchive writes xar too,
// but with inodes, owners and the time of writing in its table of contents.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace enrolkit {

struct Member {
  std::string name;  // letters; or FOLDER/NAME, where the members of a folder follow each other
  std::string bytes;
};

[[nodiscard]] std::string xar_of(const std::vector<Member>& members, std::uint32_t when);

}  // namespace enrolkit
