// What a package lays down, or the scripts it runs: a folder read into memory.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace enrolkit {

struct Node {
  std::string path;  // "." first, then "./Library" and so on: parents before children, in byte order
  bool folder = false;
  unsigned mode = 0;  // permission bits
  std::string bytes;
};

// Regular files and folders with their modes; every owner is root:wheel (0:0) on the Mac, whoever owns them
// here. Throws Failure on what has no place in a package that root unpacks: a link, a device, set-user-id, a
// mode that lets others write, a name beyond printable ASCII, no file at all.
[[nodiscard]] std::vector<Node> read_tree(const std::filesystem::path& root);

}  // namespace enrolkit
