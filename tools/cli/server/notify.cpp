#include "cli/server/notify.h"

#include "cli/server/secret_from.h"
#include "core/base/text.h"
#include "run/interrupt.h"

namespace enrolkit {

void add_notify(CLI::App& command, NotifyOptions& options) {
  command
      .add_option("--notify-file", options.file,
                  "a file of mode 0600 with the https address that takes notices (ENROLKIT_NOTIFY_URL)")
      ->type_name("FILE");
  command.add_option("--notify-form", options.form, "slack, teams, or json (default: by its host)")
      ->type_name("FORM")
      ->check(CLI::IsMember({"slack", "teams", "json"}));
}

Result<std::optional<std::string>> notify_url_of(const NotifyOptions& options) {
  static std::optional<std::string> kept;
  return secret_from("ENROLKIT_NOTIFY_URL", kept, options.file);
}

Result<std::unique_ptr<jamf::Notifier>> open_notifier(const std::optional<std::string>& url,
                                                      const NotifyOptions& options,
                                                      const ConnectOptions& connect) {
  if (!url) return std::unique_ptr<jamf::Notifier>();
  const std::string named =
      options.file.empty() ? "ENROLKIT_NOTIFY_URL" : "--notify-file " + printable(options.file);
  const auto address = jamf::parse_notice_address(*url);
  if (!address) return Error{named + ": it is not an https address"};  // a secret, so untold
  jamf::HttpOptions how;
  set_ca_file(how, connect);
  how.stop = interrupted;
  auto opened = jamf::Notifier::open(*address, how, proxy_of);
  if (!opened.ok()) return opened.error();
  if (const auto form = jamf::kNoticeFormNames.find(options.form)) opened.value()->use(*form);
  return std::move(opened).value();
}

}  // namespace enrolkit
