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

#include "host/host.h"

namespace enrolkit {

struct UnreadablePath {
  std::string path;            // that was asked for
  std::string why;             // in the Host's words
  bool not_permitted = false;  // as in Unreadable
};

class UnreadablePaths final : public Host {
 public:
  explicit UnreadablePaths(const Host& host) : host_(host) {}

  // What was noted since the last call, each path once.
  [[nodiscard]] std::vector<UnreadablePath> take_unreadable_paths() {
    known_.clear();
    return std::exchange(noted_, {});
  }

  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override;
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override {
    return noted(path, host_.info(path));
  }
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override {
    return noted(path, host_.list(path));
  }
  [[nodiscard]] LocalTime now() const override { return host_.now(); }
  [[nodiscard]] std::int64_t now_unix() const override { return host_.now_unix(); }
  [[nodiscard]] Reading<LocalTime> booted() const override { return host_.booted(); }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override { return host_.hardware_uuid(); }
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    return host_.to_local(unix_seconds);
  }
  [[nodiscard]] bool is_running_system() const override { return host_.is_running_system(); }
  [[nodiscard]] Ran run(const Command& command) const override { return host_.run(command); }
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return host_.processes(); }

 private:
  friend class WatchedFile;
  void note(std::string_view path, const Unreadable& refused) const;

  template <class T>
  Reading<T> noted(std::string_view path, Reading<T> answer) const {
    if (const auto* refused = std::get_if<Unreadable>(&answer)) note(path, *refused);
    return answer;
  }

  const Host& host_;
  // Asking changes nothing on the Mac, and so is const.
  mutable std::vector<UnreadablePath> noted_;         // in the order in which they were asked for
  mutable std::set<std::string, std::less<>> known_;  // their names: a folder may hold a hundred thousand
};

}  // namespace enrolkit
