// Notices to people who are not at the terminal (jamfpro/watch/notice.h), for every command that sends some.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "cli/server/connect.h"
#include "jamfpro/watch/notice.h"

namespace enrolkit {

struct NotifyOptions {
  std::string file, form;
};

void add_notify(CLI::App& command, NotifyOptions& options);

// The address, of the file where one is named, else of ENROLKIT_NOTIFY_URL (kept by the first call). It is a secret, so it
// is no option itself.
[[nodiscard]] Result<std::optional<std::string>> notify_url_of(const NotifyOptions& options);
// Null where there is no address.
[[nodiscard]] Result<std::unique_ptr<jamf::Notifier>> open_notifier(const std::optional<std::string>& url,
                                                                    const NotifyOptions& options,
                                                                    const ConnectOptions& connect);

}  // namespace enrolkit
