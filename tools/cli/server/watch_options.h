// The options of `enrolkit server watch`, from the command line and from a settings file.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/server/notify.h"
#include "core/base/result.h"
#include "jamfpro/watch/listener.h"
#include "jamfpro/watch/watcher.h"

namespace enrolkit {

struct WatchOptions {
  std::string grace = "30m", poll = "60s", since = "1d", wait = "2h", settle = "20m", repair_poll = "30s";
  bool report_only = false, repair = false, yes = false, storm_over = false;
  std::int64_t max_a_day = 20, per_minute = 5, storm_share = 30, storm_least = 5;
  std::vector<std::string> hours;
  std::string journal, settings;
  std::string listen, listen_cert, listen_key, webhook_secret_file;
  NotifyOptions notify;
  const CLI::App* command = nullptr;  // which of them the command line gave
};

CLI::App* add_server_watch(CLI::App& server, WatchOptions& options);

// With what the settings file says; the command line stands above it. Read again at each SIGHUP.
[[nodiscard]] Result<WatchOptions> with_settings(const WatchOptions& options);

[[nodiscard]] Result<jamf::WatchPlan> plan_of(const WatchOptions& options);

// From the file where one is named, else the environment (kept by the first call). Nothing: neither is given.
[[nodiscard]] Result<std::optional<std::string>> webhook_secret_of(const WatchOptions& options);
// Read again at each call. Nothing: --listen is without TLS.
[[nodiscard]] Result<std::optional<jamf::ListenerTls>> listener_tls_of(const WatchOptions& options);

}  // namespace enrolkit
