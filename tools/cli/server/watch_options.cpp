#include "cli/server/watch_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "cli/server/pick.h"
#include "cli/server/secret_from.h"
#include "core/base/text.h"
#include "run/secret.h"
#include "run/suggest.h"

namespace enrolkit {
namespace {

void add_times(CLI::App& to, WatchOptions& options) {
  const auto add = [&](const char* name, std::string& value, const char* about) {
    to.add_option(name, value, about)->type_name("TIME")->capture_default_str();
  };
  add("--grace", options.grace, "after an enrolment, until a Mac whose agent has not come is stuck");
  add("--poll", options.poll, "between two looks at the server");
  add("--since", options.since, "how far the very first look goes back");
  add("--wait", options.wait, "until a repair is given up");
  add("--settle", options.settle, "in which a second check-in must follow; 0: one is enough");
  add("--repair-poll", options.repair_poll, "between two looks at what was sent, at first");
}

void add_limits(CLI::App& to, WatchOptions& options) {
  const auto add = [&](const char* name, std::int64_t& value, std::int64_t most, const char* about) {
    to.add_option(name, value, about)
        ->type_name("N")
        ->capture_default_str()
        ->check(CLI::Range(std::int64_t{1}, most));
  };
  add("--max-a-day", options.max_a_day, 1'000'000, "send to so many Macs in 24 hours at most");
  add("--per-minute", options.per_minute, 600, "send to so many Macs a minute");
  add("--storm-share", options.storm_share, 100,
      "more than this percentage of an hour's enrolments broke: ...");
  add("--storm-least", options.storm_least, 1'000'000,
      "... and at least so many Macs: a storm, nothing is sent");
  to.add_option("--hours", options.hours,
                "send only then: \"Mon-Fri 08:00-18:00\"; may be given several times")
      ->type_name("HOURS")
      ->allow_extra_args(false);
}

// What a settings file may hold as well.
void add_settings(CLI::App& to, WatchOptions& options) {
  to.add_flag("--report-only", options.report_only, "repair nothing; what it does without --repair");
  to.add_flag("--repair", options.repair, "send stuck Macs the management framework (with --yes)");
  to.add_flag("--yes", options.yes, "repair without asking: there is nobody to ask");
  add_times(to, options);
  add_limits(to, options);
  to.add_option("--webhook-secret-file", options.webhook_secret_file,
                "a file of mode 0600 with the secret that webhooks bring (ENROLKIT_WEBHOOK_SECRET)")
      ->type_name("FILE");
  add_notify(to, options.notify);
}

// Where the value came from: "--grace", or "w.toml: grace".
std::string named(const WatchOptions& options, std::string_view name) {
  const CLI::Option* said =
      options.command == nullptr ? nullptr : options.command->get_option_no_throw(std::string(name));
  if (options.settings.empty() || (said != nullptr && said->count() > 0)) return std::string(name);
  return printable(options.settings) + ": " + std::string(name.substr(2));
}

// A name of a settings file that no setting has, for a person; empty: they all are settings.
std::string fault_of_names(const std::vector<CLI::ConfigItem>& items, const CLI::App& all) {
  std::vector<std::string> names;
  for (const CLI::Option* option : all.get_options()) {
    if (!option->get_lnames().empty() && option->get_lnames().front() != "help")
      names.push_back(option->get_lnames().front());
  }
  for (const CLI::ConfigItem& item : items) {
    const bool known = std::find(names.begin(), names.end(), item.name) != names.end();
    if (known || item.name == "++" || item.name == "--") continue;  // CLI11's marks of a section
    const std::string name = item.name.substr(std::min(item.name.find_first_not_of('-'), item.name.size()));
    const auto meant = suggestion(name, names);
    return fmt::format("there is no such setting {}{}", printable(name),
                       meant ? "; did you mean " + *meant + "?" : "");
  }
  return "";
}

Result<std::int64_t> seconds_of(const std::string& name, const std::string& text) {
  if (const auto seconds = parse_duration(text)) return *seconds;
  return Error{fmt::format("{} {}: no such time; write it as 30s, 20m, or 2h", name, printable(text))};
}

}  // namespace

CLI::App* add_server_watch(CLI::App& server, WatchOptions& options) {
  CLI::App* sub =
      server.add_subcommand("watch", "find half enrolled Macs as they enrol; repair them where allowed");
  add_settings(*sub, options);
  sub->add_flag("--storm-over", options.storm_over,
                "the storm that the journal has is over: somebody looked");
  sub->add_option("--listen", options.listen,
                  "take webhooks, and serve /metrics and /healthz: 127.0.0.1:8765")
      ->type_name("ADDRESS")
      ->check([](const std::string& address) {  // an empty one would be off without a word
        return address.empty() ? std::string("the address is empty; write it as 127.0.0.1:8765")
                               : std::string();
      });
  sub->add_option("--listen-cert", options.listen_cert,
                  "its TLS certificate, and those between it and an authority, in PEM form")
      ->type_name("FILE");
  sub->add_option("--listen-key", options.listen_key,
                  "the certificate's key, in PEM form: a file of mode 0600")
      ->type_name("FILE");
  sub->add_option("--settings", options.settings,
                  "a file of these options (grace = \"30m\"), read again at SIGHUP")
      ->type_name("FILE");
  sub->add_option("--journal", options.journal, "where every Mac is written down; that of `repair`")
      ->type_name("FILE");
  sub->footer("Example: enrolkit server watch --repair --yes --max-a-day 10 --listen 127.0.0.1:8765");
  options.command = sub;
  return sub;
}

Result<WatchOptions> with_settings(const WatchOptions& options) {
  if (options.settings.empty()) return options;
  const auto text = read_words("--settings", options.settings);
  if (!text.ok()) return Error{text.error().why};
  WatchOptions out;
  CLI::App all;
  add_settings(all, out);
  const auto given = [&](const std::string& name) -> const CLI::Option* {
    const CLI::Option* option = options.command->get_option_no_throw("--" + name);
    return option != nullptr && option->count() > 0 ? option : nullptr;
  };
  std::vector<std::string> words;
  const auto add = [&](const std::string& name, const std::vector<std::string>& values) {
    for (const std::string& value : values) words.push_back(fmt::format("--{}={}", name, value));
  };
  try {
    std::istringstream file(text.value());
    const std::vector<CLI::ConfigItem> items = CLI::ConfigBase().from_config(file);
    if (const std::string fault = fault_of_names(items, all); !fault.empty())
      return Error{fmt::format("--settings {}: {}", printable(options.settings), fault)};
    for (const CLI::ConfigItem& item : items) {
      if (item.name == "++" || item.name == "--") continue;  // CLI11's marks of a section
      if (given(item.name) == nullptr) add(item.name, item.inputs);
    }
    for (const CLI::Option* option : all.get_options()) {
      const std::string name = option->get_lnames().empty() ? "" : option->get_lnames().front();
      if (const CLI::Option* said = given(name)) add(name, said->results());
    }
    all.parse(std::move(words));
  } catch (const CLI::Error& e) {
    return Error{fmt::format("--settings {}: {}", printable(options.settings), printable(e.what()))};
  }
  out.storm_over = options.storm_over;
  out.journal = options.journal;
  out.settings = options.settings;
  out.listen = options.listen;
  out.listen_cert = options.listen_cert;
  out.listen_key = options.listen_key;
  out.command = options.command;
  return out;
}

Result<jamf::WatchPlan> plan_of(const WatchOptions& options) {
  if (options.repair && options.report_only) return Error{"--repair and --report-only do not go together"};
  if (options.repair && !options.yes)
    return Error{"--repair sends to Macs with nobody at a keyboard: it needs --yes, too"};
  jamf::WatchPlan out;
  const std::pair<const char*, std::pair<const std::string&, std::int64_t&>> kTimes[] = {
      {"--grace", {options.grace, out.grace}},
      {"--poll", {options.poll, out.poll}},
      {"--since", {options.since, out.since}},
      {"--wait", {options.wait, out.times.wait}},
      {"--settle", {options.settle, out.times.settle}},
      {"--repair-poll", {options.repair_poll, out.repair_poll}}};
  for (const auto& [name, time] : kTimes) {
    const auto& [text, seconds] = time;
    if (&text == &options.settle && text == "0") {
      seconds = 0;
      continue;
    }
    const auto parsed = seconds_of(named(options, name), text);
    if (!parsed.ok()) return parsed.error();
    seconds = parsed.value();
  }
  for (const std::string& text : options.hours) {
    const auto window = jamf::parse_window(text);
    if (!window.ok()) return Error{named(options, "--hours") + " " + window.error().why};
    out.windows.push_back(window.value());
  }
  out.repair = options.repair;
  out.max_a_day = options.max_a_day;
  out.per_minute = options.per_minute;
  out.storm = {options.storm_share, options.storm_least};
  return out;
}

Result<std::optional<std::string>> webhook_secret_of(const WatchOptions& options) {
  static std::optional<std::string> kept;
  return secret_from("ENROLKIT_WEBHOOK_SECRET", kept, options.webhook_secret_file);
}

Result<std::optional<jamf::ListenerTls>> listener_tls_of(const WatchOptions& options) {
  if (options.listen_cert.empty() && options.listen_key.empty()) return std::optional<jamf::ListenerTls>();
  if (options.listen_cert.empty() || options.listen_key.empty() || options.listen.empty())
    return Error{"--listen-cert, --listen-key and --listen go together"};
  const auto certificates = read_words("--listen-cert", options.listen_cert);
  if (!certificates.ok()) return Error{certificates.error().why};
  const Reading<std::string> key = read_key_file(options.listen_key);
  const auto* pem = value_of(key);
  if (pem == nullptr) {
    const std::string* why = why_unreadable(key);
    return Error{"--listen-key: " +
                 (why != nullptr ? *why : printable(options.listen_key) + ": there is no such file")};
  }
  auto tls = jamf::ListenerTls::open(certificates.value(), *pem);
  if (!tls.ok()) return tls.error();
  return std::optional(std::move(tls).value());
}

}  // namespace enrolkit
