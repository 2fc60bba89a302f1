// What the watch says: one JSON object a line on standard output, or one line for a person where that is a terminal; and
// what of it goes to people as a notice.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "jamfpro/watch/notice.h"
#include "jamfpro/watch/watcher.h"

namespace enrolkit {

class WatchLog {
 public:
  WatchLog(std::function<void(std::string_view)> out, bool terminal, std::function<std::int64_t()> now)
      : out_(std::move(out)), terminal_(terminal), now_(std::move(now)) {}

  void tell(const jamf::WatchEvent& event);
  // Of the program itself: started, stopped, reloaded, not-reloaded, notice-failed.
  void tell(std::string_view event, const std::string& why);
  // What came together since the last call.
  [[nodiscard]] std::vector<jamf::Notice> take_notices();

 private:
  void line(std::string_view event, const jamf::WatchedMac* mac, const std::string& why);

  std::function<void(std::string_view)> out_;
  bool terminal_;
  std::function<std::int64_t()> now_;
  std::vector<jamf::Notice> notices_;
  std::size_t stuck_ = 0, failed_ = 0;
};

}  // namespace enrolkit
