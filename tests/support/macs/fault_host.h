// A Host on which one thing cannot be looked at, or is not there: a path, or a question about the system as a whole. It
// remembers everything it was asked for.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "host/forwarding.h"

namespace enrolkit::test {

// hidden: a folder that is refused, and what is in it seems not to be there.
// closed: a file that is there, and may not be opened. torn: one that is opened, and cannot be read.
enum class Fault { none, refused, absent, hidden, closed, torn };

// The questions that are not about a path, by the names that stand for them in asked().
inline constexpr std::string_view kAskedUuid = "hardware_uuid()", kAskedBoot = "booted()",
                                  kAskedProcesses = "processes()";

class TornFile final : public OpenFile {
 public:
  explicit TornFile(const FileInfo& info) : info_(info) {}
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t /*offset*/, char* /*to*/,
                                             std::size_t /*size*/) override {
    return Unreadable{"Input/output error"};
  }

 private:
  FileInfo info_;
};

class FaultHost final : public Host, public ForwardedClock {
 public:
  // `base` outlives this. Commands are only passed on while they were also run without a fault.
  FaultHost(const Host& base, std::string faulty, Fault fault, std::set<std::string> commands)
      : ForwardedClock(base),
        base_(base),
        path_(std::move(faulty)),
        fault_(fault),
        commands_(std::move(commands)) {}

  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override {
    return answer<std::unique_ptr<OpenFile>>(path, [&]() -> Reading<std::unique_ptr<OpenFile>> {
      auto opened = base_.open(path);
      auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened);
      if (path != path_ || file == nullptr) return opened;
      met_ |= fault_ == Fault::closed || fault_ == Fault::torn;
      if (fault_ == Fault::closed) return Unreadable{std::string(path) + ": Operation not permitted", true};
      if (fault_ == Fault::torn)
        return std::unique_ptr<OpenFile>(std::make_unique<TornFile>((*file)->info()));
      return opened;
    });
  }
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override {
    return answer<FileInfo>(path, [&] { return base_.info(path); });
  }
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override {
    return answer<std::vector<std::string>>(path, [&] { return base_.list(path); });
  }
  [[nodiscard]] Ran run(const Command& command) const override {
    std::string line = command.tool;
    for (const std::string& argument : command.arguments) line += " " + argument;
    ran_.insert(line);
    if (fault_ != Fault::none && !commands_.contains(line))
      return Stopped{command.tool + ": not done in time"};
    return base_.run(command);
  }
  [[nodiscard]] Reading<std::vector<Process>> processes() const override {
    return whole<std::vector<Process>>(kAskedProcesses, [&] { return base_.processes(); });
  }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override {
    return whole<std::string>(kAskedUuid, [&] { return base_.hardware_uuid(); });
  }
  [[nodiscard]] Reading<LocalTime> booted() const override {
    return whole<LocalTime>(kAskedBoot, [&] { return base_.booted(); });
  }

  [[nodiscard]] const std::set<std::string>& asked() const { return asked_; }
  // The fault has come out in an answer: a file that is only looked for is never closed or torn.
  [[nodiscard]] bool met() const { return met_; }
  [[nodiscard]] const std::set<std::string>& ran() const { return ran_; }

 private:
  template <class T, class Ask>
  Reading<T> answer(std::string_view path, Ask ask) const {
    asked_.insert(std::string(path));
    if (path == path_ || (path.starts_with(path_) && path.substr(path_.size()).starts_with("/"))) {
      met_ |= fault_ == Fault::refused || fault_ == Fault::absent || fault_ == Fault::hidden;
      if (fault_ == Fault::refused || (fault_ == Fault::hidden && path == path_))
        return Unreadable{std::string(path) + ": Operation not permitted", true};
      if (fault_ == Fault::absent || fault_ == Fault::hidden) return Absent{};
    }
    return ask();
  }

  // A question without parts: whatever the fault is called, it is not answered.
  template <class T, class Ask>
  Reading<T> whole(std::string_view question, Ask ask) const {
    asked_.insert(std::string(question));
    if (question != path_ || fault_ == Fault::none) return ask();
    met_ = true;
    if (fault_ == Fault::absent) return Absent{};
    return Unreadable{std::string(question) + ": Operation not permitted", true};
  }

  const Host& base_;
  std::string path_;
  Fault fault_;
  std::set<std::string> commands_;
  mutable std::set<std::string> asked_, ran_;
  mutable bool met_ = false;
};

}  // namespace enrolkit::test
