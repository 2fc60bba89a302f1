// What an input is, by its first bytes: its name may be anything, and standard input has none.
#pragma once

#include <memory>
#include <string_view>

#include "host/host.h"

namespace enrolkit {

// archive: by enrolkit collect; foreign_archive: any other tar or zip; unread: what enrolkit does not read.
enum class InputKind { jamf_log, install_log, archive, foreign_archive, unread };

// An input that can be read once only, and must be looked at before it is known how: keeps what was read of
// it in the meantime.
class InputKinds {
 public:
  explicit InputKinds(std::unique_ptr<OpenFile> input);
  // jamf_log for whatever is nothing else.
  [[nodiscard]] InputKind kind() const { return kind_; }
  [[nodiscard]] std::string_view unread() const { return unread_; }  // what it is then
  // From its beginning; once.
  [[nodiscard]] std::unique_ptr<OpenFile> file();

 private:
  struct Kept;
  std::shared_ptr<Kept> kept_;
  InputKind kind_ = InputKind::jamf_log;
  std::string_view unread_;
};

}  // namespace enrolkit
