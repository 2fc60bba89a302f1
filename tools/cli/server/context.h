// What a command of `enrolkit server` works with, as arguments: where it writes, whom it asks, the clock, and the way to
// a server. So its run is tested in process, and as a program only for what a process alone shows.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/server/connect.h"
#include "core/base/reading.h"
#include "jamfpro/http/http.h"
#include "jamfpro/watch/notice.h"
#include "run/exit_code.h"
#include "run/secret_store.h"
#include "run/streams.h"

namespace enrolkit {

struct ServerContext {
  jamf::Clock& clock;
  std::function<void(std::string_view)> out;  // pages and data
  std::function<void(std::string_view)> err;  // words
  std::function<void(std::string_view)>
      progress;  // in place of a terminal's line; empty: there is no terminal
  // One line from a terminal. Absent: there is none, or nothing was typed.
  std::function<Reading<std::string>(std::string_view prompt)> ask;
  TerminalStyle style;  // of `out`
  // Nothing, after a line to `err`, when a part is missing or of no use. Nothing is sent yet.
  std::function<std::unique_ptr<Connected>(const ConnectOptions&, const ServerContext&)> open;
  // To people who are not here. Empty: nobody asked for it.
  std::function<void(const jamf::Notice&)> notify;
  SecretStore secret_store = system_secret_store();

  [[nodiscard]] std::unique_ptr<Connected> connect(const ConnectOptions& options) const {
    return open(options, *this);
  }

  // A question that "y" or "yes" agrees to. Nothing: there is no terminal, or nothing was typed.
  [[nodiscard]] std::optional<bool> agrees(std::string_view prompt) const;

  // One line to `err`, "enrolkit: ..."; hints on lines of their own.
  Exit complain(const std::string& text) const;
  Exit complain(const jamf::Failure& failure) const;
};

// This process's streams, clock, terminal and environment. Ask for it once the options are parsed: they set the style.
[[nodiscard]] ServerContext process_context();

}  // namespace enrolkit
