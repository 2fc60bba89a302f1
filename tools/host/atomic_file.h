// A file that is there whole or not at all: written beside its place under another name, made to last, and given its name
// at the end. All files that this toolkit writes are written so. On Linux the file has no name at all until it is whole, where
// the file system can do that: a run that is killed leaves nothing. Elsewhere what it left is taken away by the next one that
// writes in that folder: ours by name and owner, of a process that is no more, and locked by nobody. At once where its
// name proves that it was written on this computer since it started; else when it is an hour old.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/fd.h"

namespace enrolkit {

class AtomicFile {
 public:
  // A new file of this user's, mode 0600, which is to be `name` in the open folder. Nothing, and errno, when none can be
  // made there.
  [[nodiscard]] static std::optional<AtomicFile> begin(Fd folder, std::string name);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  // Takes away what was written, unless it was put in its place.
  ~AtomicFile();

  [[nodiscard]] int fd() const { return file_.get(); }  // to give it an owner and a mode

  // Both: false, and errno, when it failed.
  [[nodiscard]] bool write(std::string_view bytes);
  // Waits for the disk, and gives it its name. Without `replace` never in the place of another: EEXIST.
  [[nodiscard]] bool put_in_place(bool replace);

 private:
  AtomicFile(Fd folder, Fd file, std::string name, std::string temporary)
      : folder_(std::move(folder)),
        file_(std::move(file)),
        name_(std::move(name)),
        temporary_(std::move(temporary)) {}
  [[nodiscard]] bool give_temporary_name();
  [[nodiscard]] bool give_name(bool replace);

  Fd folder_, file_;
  std::string name_, temporary_;  // temporary_: empty while there is no such name
};

// The name of a file that is not whole yet: of which process, which of its files, and since which start of which computer.
[[nodiscard]] std::string partial_name(long pid, int number);

// A symbolic link in the place of whatever bears its name but a folder, in the same way. False, and errno.
[[nodiscard]] bool put_link_in_place(const Fd& folder, const std::string& name, const std::string& target);

// False, and errno, when not all was written.
[[nodiscard]] bool write_all(int fd, std::string_view bytes);

// To the disk itself: macOS's fsync stops at the drive's cache (fcntl(2), F_FULLFSYNC).
[[nodiscard]] bool settle(int fd);
// The names in a folder. Some file systems refuse to sync a folder; the change is made all the same.
[[nodiscard]] bool settle_folder(int fd);

}  // namespace enrolkit
