// A file that a person named, there whole or not at all: see host/atomic_file.h. Only its owner may read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/reading.h"
#include "host/atomic_file.h"
#include "host/walk.h"

namespace enrolkit {

class NewFile {
 public:
  // `path` as the person wrote it; its folder is followed, links included, the name itself is not. Unreadable
  // when something of that name is there already (unless `replace`), or nothing can be made in the folder.
  // `Way::roots_own`, where this process is root: no link is followed, and a folder on the way that another user owns or
  // may write is refused, since what is written there could be exchanged.
  [[nodiscard]] static std::variant<NewFile, Unreadable> begin(const std::string& path, bool replace,
                                                               Way way = Way::any);
  // Both: nothing, or why it failed.
  [[nodiscard]] std::optional<std::string> write(std::string_view bytes);
  // Makes it last and gives it its name. Without `replace`, never in the place of another.
  [[nodiscard]] std::optional<std::string> put_in_place();

 private:
  NewFile(AtomicFile file, std::string path, bool replace)
      : file_(std::move(file)), path_(std::move(path)), replace_(replace) {}
  [[nodiscard]] std::string failed() const;

  AtomicFile file_;
  std::string path_;
  bool replace_;
};

// What a computer calls itself, without its domain; empty when it cannot tell.
[[nodiscard]] std::string this_computers_name();

}  // namespace enrolkit
