// A Host that passes every question on, and notes each path that could not be looked at: so that no rule can
// forget to say so.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/forwarding.h"

namespace enrolkit {

struct UnreadablePath {
  std::string path;            // that was asked for
  std::string why;             // in the Host's words
  bool not_permitted = false;  // as in Unreadable
};

class UnreadablePaths final : public Host, public ForwardedClock, public ForwardedTools {
 public:
  explicit UnreadablePaths(const Host& host) : ForwardedClock(host), ForwardedTools(host), files_(host) {}

  // What was noted since the last call, each path once.
  [[nodiscard]] std::vector<UnreadablePath> take_unreadable_paths() {
    known_.clear();
    return std::exchange(noted_, {});
  }

  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override;
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override {
    return noted(path, files_.info(path));
  }
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override {
    return noted(path, files_.list(path));
  }

 private:
  friend class WatchedFile;
  void note(std::string_view path, const Unreadable& refused) const;

  template <class T>
  Reading<T> noted(std::string_view path, Reading<T> answer) const {
    if (const auto* refused = std::get_if<Unreadable>(&answer)) note(path, *refused);
    return answer;
  }

  const HostFiles& files_;
  // Asking changes nothing on the Mac, and so is const.
  mutable std::vector<UnreadablePath> noted_;         // in the order in which they were asked for
  mutable std::set<std::string, std::less<>> known_;  // their names: a folder may hold a hundred thousand
};

}  // namespace enrolkit
