// What a file is that holds other files, by its first bytes: its name may be anything.
#pragma once

#include <cstdint>
#include <string_view>

namespace enrolkit {

inline constexpr std::size_t kTarHeaderBytes = 512;

enum class ArchiveKind : std::uint8_t { none, tar, zip };
// `begin`: the first kTarHeaderBytes, unpacked where the file is gzip or bzip2. A tar is known by the checksum of
// its first header, so that the oldest ones are, too.
[[nodiscard]] ArchiveKind archive_kind(std::string_view begin);

// "an xz file", "a picture": a file that people send and that enrolkit does not read. Empty for any other.
[[nodiscard]] std::string_view unread_kind(std::string_view begin);

}  // namespace enrolkit
