// What an input is, by its first bytes: its name may be anything, and standard input has none.
#pragma once

#include <memory>

#include "host/host.h"

namespace enrolkit {

// A packed tar whose first entry is the manifest that `enrolkit collect` writes.
[[nodiscard]] bool begins_an_archive(std::unique_ptr<OpenFile> file);

enum class InputKind { jamf_log, install_log, archive };

// An input that can be read once only, and must be looked at before it is known how: keeps what was read of
// it in the meantime.
class InputKinds {
 public:
  explicit InputKinds(std::unique_ptr<OpenFile> input);
  // jamf_log for whatever is nothing else.
  [[nodiscard]] InputKind kind() const { return kind_; }
  // From its beginning; once.
  [[nodiscard]] std::unique_ptr<OpenFile> file();

 private:
  struct Kept;
  std::shared_ptr<Kept> kept_;
  InputKind kind_ = InputKind::jamf_log;
};

}  // namespace enrolkit
