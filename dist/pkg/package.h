// A flat component package, as pkgbuild makes it and installer(8) takes it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pkg/tree.h"
#include "pkg/xar.h"

namespace enrolkit {

struct PackageSpec {
  std::string identifier, version;
  std::vector<Node> payload;
  std::vector<Node> scripts;  // preinstall, postinstall; empty: none
  std::uint32_t when = 0;     // seconds since 1970, in place of every time
};

[[nodiscard]] std::string package_info(const PackageSpec& spec);
// Of the files, each rounded up.
[[nodiscard]] std::size_t installed_kilobytes(const PackageSpec& spec);
// What the archive of a package holds, in its order: Bom, PackageInfo, Payload, Scripts.
[[nodiscard]] std::vector<Member> package_members(const PackageSpec& spec);
[[nodiscard]] std::string package_of(const PackageSpec& spec);

}  // namespace enrolkit
