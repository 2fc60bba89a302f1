// A Host whose tools are asked side by side: each is begun as soon as it is known that its answer will be needed, and is
// waited for where the answer is used. The answers of all then come in the time of the slowest, not in the sum.
#pragma once

#include <list>
#include <memory>

#include "host/forwarding.h"

namespace enrolkit {

class ToolsAhead final : public Host, public ForwardedFiles, public ForwardedClock {
 public:
  // `host` outlives this; what it runs it must bear to run in several threads.
  explicit ToolsAhead(const Host& host);
  // Waits for every tool that was begun; each has a limit of its own.
  ~ToolsAhead() override;
  ToolsAhead(const ToolsAhead&) = delete;
  ToolsAhead& operator=(const ToolsAhead&) = delete;

  // Begins it, unless it was begun. Where there is no thread to be had, nothing happens: it is then run when it is asked.
  void begin(const Command& command);

  // The answer of the one that was begun, given once; any other is run here and now.
  [[nodiscard]] Ran run(const Command& command) const override;
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return host_.processes(); }

 private:
  struct Begun;
  [[nodiscard]] std::list<std::unique_ptr<Begun>>::iterator find(const Command& command) const;

  const Host& host_;
  mutable std::list<std::unique_ptr<Begun>>
      begun_;  // taking an answer changes nothing on the Mac, and so is const
};

}  // namespace enrolkit
