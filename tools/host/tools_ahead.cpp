#include "host/tools_ahead.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

namespace enrolkit {

struct ToolsAhead::Begun {
  Command command;
  Ran ran = Stopped{"out of memory"};  // short enough for a string without memory of its own
  std::thread thread;
  explicit Begun(Command its_command) : command(std::move(its_command)) {}
  Begun(const Begun&) = delete;
  Begun& operator=(const Begun&) = delete;
  ~Begun() {
    if (thread.joinable()) thread.join();
  }
};

ToolsAhead::ToolsAhead(const Host& host) : ForwardedFiles(host), ForwardedClock(host), host_(host) {}
ToolsAhead::~ToolsAhead() = default;

std::list<std::unique_ptr<ToolsAhead::Begun>>::iterator ToolsAhead::find(const Command& command) const {
  return std::find_if(begun_.begin(), begun_.end(), [&](const std::unique_ptr<Begun>& one) {
    return one->command.tool == command.tool && one->command.arguments == command.arguments;
  });
}

void ToolsAhead::begin(const Command& command) {
  if (find(command) != begun_.end()) return;
  auto one = std::make_unique<Begun>(command);
  try {
    one->thread = std::thread([this, at = one.get()] {
      try {
        at->ran = host_.run(at->command);
      } catch (...) {  // no memory: `ran` says so
      }
    });
    begun_.push_back(std::move(one));
  } catch (const std::exception&) {
    return;
  }
}

Ran ToolsAhead::run(const Command& command) const {
  const auto found = find(command);
  if (found == begun_.end()) return host_.run(command);
  const std::unique_ptr<Begun> one = std::move(*found);
  begun_.erase(found);
  one->thread.join();
  return std::move(one->ran);
}

}  // namespace enrolkit
