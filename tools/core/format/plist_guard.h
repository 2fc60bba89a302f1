// What is checked of a property list before libplist sees it. Seen in libplist 2.2.0:
//   - a binary object that is referred to many times is copied each time: a few hundred bytes become a
//     gigabyte;
//   - arrays in arrays are parsed and freed by recursion, so their depth is limited only by the stack;
//   - a string is cut at a NUL, and half of a surrogate pair is dropped: two names could come out as one;
//   - sizes and offsets that no writer makes are worked with;
//   - where an XML number is none, it reads 0, or the digits it begins with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enrolkit {

struct PlistLimits {
  static constexpr std::size_t kValues = 65'536;                   // counted as often as they are referred to
  static constexpr std::size_t kExpandedBytes = 16 * 1024 * 1024;  // text and data, counted the same way
  static constexpr std::size_t kDepth = 64;                        // of a binary list
  // Of an XML list, whatever their depth: to free so many, each inside another, takes less than the 512 KB of
  // stack that a thread of a Mac has.
  static constexpr std::size_t kXmlContainers = 4'096;
};

// Nothing when the bytes ("bplist00" and so on) may go to libplist, else what is wrong with them.
[[nodiscard]] std::optional<std::string> fault_in_binary_plist(std::string_view bytes);
[[nodiscard]] std::optional<std::string> fault_in_xml_plist(std::string_view bytes);

}  // namespace enrolkit
