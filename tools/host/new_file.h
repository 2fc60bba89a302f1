// A file that is there whole or not at all: written beside its place under another name, and given its name
// at the end. Only its owner may read it. What a killed run left beside it is taken away by the next one, after an hour.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/reading.h"
#include "host/fd.h"

namespace enrolkit {

class NewFile {
 public:
  // `path` as the person wrote it; its folder is followed, links included, the name itself is not. Unreadable
  // when something of that name is there already (unless `replace`), or nothing can be made in the folder.
  [[nodiscard]] static std::variant<NewFile, Unreadable> begin(const std::string& path, bool replace);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  // Takes away what was written, unless it was put in its place.
  ~NewFile();

  // Both: nothing, or why it failed.
  [[nodiscard]] std::optional<std::string> write(std::string_view bytes);
  // Makes it last (fsync) and gives it its name. Without `replace`, never in the place of another.
  [[nodiscard]] std::optional<std::string> put_in_place();

 private:
  NewFile(Fd folder, Fd file, std::string path, std::string temporary, bool replace)
      : folder_(std::move(folder)),
        file_(std::move(file)),
        path_(std::move(path)),
        temporary_(std::move(temporary)),
        replace_(replace) {}
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string failed() const;

  Fd folder_, file_;
  std::string path_, temporary_;  // temporary_: a name in the folder; empty once it is gone
  bool replace_;
};

// What a computer calls itself, without its domain; empty when it cannot tell.
[[nodiscard]] std::string this_computers_name();

}  // namespace enrolkit
