// enrolkit-ea ATTRIBUTE: one line <result>...</result> for Jamf Pro's inventory. See run/ea_frame.h for the
// contract.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "ea/all.h"
#include "ea/attributes.h"
#include "ea/probe.h"
#include "evidence/paths.h"
#include "host/real_host.h"
#include "run/ea_frame.h"
#include "run/streams.h"

namespace {

using namespace enrolkit;

struct Options {
  std::string attribute;
  std::string account;
  std::string root = "/";
  std::string cached;  // seconds; empty: look
  bool json = false;
  bool explain = false;
};

// What stands in place of an attribute's name.
constexpr std::string_view kAll = "all", kList = "list", kProbe = "probe";

std::string listed(bool json) {
  if (!json) {
    std::string text;
    for (const Attribute* a : attributes()) {
      text += fmt::format("{:<20} {:<7} {}\n", a->name, a->type == AttributeType::date ? "Date" : "String",
                          a->question);
    }
    return text;
  }
  auto list = nlohmann::ordered_json::array();
  for (const Attribute* a : attributes()) {
    list.push_back({{"name", a->name},
                    {"type", a->type == AttributeType::date ? "Date" : "String"},
                    {"codes", a->codes},
                    {"keys", a->keys},
                    {"question", a->question}});
  }
  return dump(list, 2) + "\n";
}

MacOptions mac_options(const Host& host, const Options& options, bool whole_log) {
  MacOptions how;
  how.earlier_signature = earlier_signature(host);
  if (!options.account.empty()) how.account = options.account;
  how.whole_log = whole_log;
  return how;
}

constexpr int kMaxAgeSeconds = 7 * 24 * 3600;

std::optional<std::chrono::seconds> seconds_from(std::string_view text) {
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > kMaxAgeSeconds) {
    return std::nullopt;
  }
  return std::chrono::seconds(seconds);
}

Finding style(const Options& options) {
  const Attribute* attribute = find_attribute(options.attribute);
  if (attribute == nullptr) {
    return unknown(options.attribute, options.attribute.empty()
                                          ? std::string("no attribute was named; see enrolkit-ea list")
                                          : fmt::format("there is no attribute {}; see enrolkit-ea list",
                                                        cut_utf8(options.attribute, 60)));
  }
  auto host = open_host(options.root);
  if (const auto* why = std::get_if<Unreadable>(&host)) return unknown(attribute->name, why->why);
  const MacOptions how = mac_options(*std::get<0>(host), options, options.json || options.explain);
  Cached cached;
  if (!options.cached.empty()) {
    const auto max_age = seconds_from(options.cached);
    if (!max_age) {
      return unknown(attribute->name, fmt::format("--cached takes seconds from 0 to {}", kMaxAgeSeconds));
    }
    cached = answer_from_state(*std::get<0>(host), attribute->name, how.account, *max_age);
    if (cached.finding) return *cached.finding;
  }
  Mac mac(*std::get<0>(host), how);
  Finding finding = answer_of(*attribute, mac);
  if (!cached.why_not.empty()) {
    finding.evidence.push_back({std::string(paths::kState), "", std::nullopt, "not used: " + cached.why_not});
  }
  for (const std::string& warning : mac.settings().warnings) {
    finding.evidence.push_back({printable(warning), "", std::nullopt, ""});
  }
  return finding;
}

using Opened = std::variant<std::shared_ptr<const Host>, Unreadable>;
Opened opened(const Options& options) {
  auto host = open_host(options.root);
  if (const auto* why = std::get_if<Unreadable>(&host)) return *why;
  return std::shared_ptr<const Host>(std::move(std::get<0>(host)));
}

// True: everything was looked at. False: a thread still waits for the system, and the process must leave.
bool all(const Options& options) {
  AllFindings all;
  if (const auto host = opened(options); const auto* why = std::get_if<Unreadable>(&host)) {
    all = {{unknown(kAll, why->why)}, true};
  } else {
    all = answers_within(std::get<0>(host), mac_options(*std::get<0>(host), options, true), kAllDeadline);
  }
  if (options.json) {
    auto list = nlohmann::ordered_json::array();
    for (const Finding& finding : all.findings) list.push_back(to_json(finding));
    write_out(dump(list, 2) + "\n");
  } else {
    write_out(table_of(all.findings, style_of_stdout()));
  }
  return all.complete;
}

bool run_probe(const Options& options) {
  Finding answer;
  bool complete = true;
  const EaFormat format = options.explain ? EaFormat::explain : EaFormat::result;
  if (const auto host = opened(options); const auto* why = std::get_if<Unreadable>(&host)) {
    answer = unknown("summary", why->why);
  } else {
    const SavedState state =
        probe(std::get<0>(host), mac_options(*std::get<0>(host), options, true), kAllDeadline);
    complete = state.complete;
    if (options.json) {
      write_out(state_text(state));
      return complete;
    }
    answer = std::get<0>(host)->is_running_system()
                 ? leave_state(state, options.root)
                 : unknown("summary", "another volume: nothing is written to it; --json prints the state");
  }
  write_out(ea_text(answer, format));
  return complete;
}

void run(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Extension attributes for Jamf Pro: prints exactly one <result> line, and always ends with status 0.",
      "enrolkit-ea");
  app.set_version_flag("--version", ENROLKIT_VERSION);
  app.add_option(
      "ATTRIBUTE", options.attribute,
      "what to look up; \"list\": all there is; \"all\": a table of all; \"probe\": look at all, leave the "
      "answers in /var/db/enrolkit/state.json and print the summary");
  app.add_option("--account", options.account, "the Management Account's exact username");
  app.add_option("--root", options.root, "another volume, or a collected folder, in place of /");
  app.add_flag("--cached{3600}", options.cached,
               "answer from the last probe, if it is at most so many seconds old (--cached=600; else 3600)");
  app.add_flag("--json", options.json, "the finding with its evidence, as JSON");
  app.add_flag("--explain", options.explain, "the finding with its evidence, for people");
  std::string wrong;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    write_out(app.help());
    return;
  } catch (const CLI::CallForVersion&) {
    write_out(ENROLKIT_VERSION "\n");
    return;
  } catch (const CLI::ParseError& e) {
    wrong = e.what();
  }
  if (wrong.empty() && options.attribute == kList) {
    write_out(listed(options.json));
    return;
  }
  if (wrong.empty() && (options.attribute == kAll || options.attribute == kProbe)) {
    const bool complete = options.attribute == kAll ? all(options) : run_probe(options);
    if (!complete) std::_Exit(0);
    return;
  }
  EaRun ea;
  ea.attribute = options.attribute;
  ea.format = options.json ? EaFormat::json : options.explain ? EaFormat::explain : EaFormat::result;
  ea.answer = [&] { return wrong.empty() ? style(options) : unknown(options.attribute, wrong); };
  run_ea(ea);
}

}  // namespace

int main(int argc, char** argv) {
  enrolkit::prepare_streams();
  try {
    run(argc, argv);
  } catch (...) {
    enrolkit::write_out("<result>Unknown; reason=internal error</result>\n");
  }
  return 0;
}
