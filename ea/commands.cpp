#include "ea/commands.h"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "ea/all.h"
#include "ea/attributes.h"
#include "ea/probe.h"
#include "ea/side_by_side.h"
#include "evidence/paths.h"
#include "host/real_host.h"
#include "run/streams.h"
#include "run/suggest.h"

namespace enrolkit {
namespace {

MacOptions mac_options(const Host& host, const EaOptions& options, bool whole_log) {
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

using Opened = std::variant<std::shared_ptr<const Host>, Unreadable>;
Opened opened(const EaOptions& options) {
  auto host = open_host(options.root);
  if (const auto* why = std::get_if<Unreadable>(&host)) return *why;
  return std::shared_ptr<const Host>(std::move(std::get<0>(host)));
}

std::string no_such_attribute(const std::string& typed) {
  const std::string shown(cut_utf8(typed, 60));
  std::vector<std::string> names{std::string(kAll), std::string(kList), std::string(kProbe),
                                 std::string(kCollect)};
  for (const Attribute* attribute : attributes()) names.emplace_back(attribute->name);
  const auto meant = suggestion(shown, names);
  return fmt::format("there is no attribute {}; {}", shown,
                     meant ? "did you mean " + *meant + "?" : "see enrolkit-ea list");
}

// As printed where the table or the list cannot be.
std::string all_unknown(const EaOptions& options, const std::string& why) {
  const Finding finding = unknown(kAll, why);
  if (!options.json) return findings_table({finding}, style_of_stdout());
  return dump(nlohmann::ordered_json::array({to_json(finding)}), 2) + "\n";
}

}  // namespace

std::string list_text(bool json) {
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
                    {"meanings", a->meanings},
                    {"keys", a->keys},
                    {"question", a->question}});
  }
  return dump(list, 2) + "\n";
}

Finding answer_for(const EaOptions& options) {
  const Attribute* attribute = find_attribute(options.attribute);
  if (attribute == nullptr) {
    return unknown(options.attribute, options.attribute.empty()
                                          ? "no attribute was named; see enrolkit-ea list"
                                          : no_such_attribute(options.attribute));
  }
  // The limits of all tools add up to more than the attribute has: what is left of it is theirs together, so that the
  // answer names what is missing.
  constexpr std::chrono::milliseconds kTools{8500};
  auto host = open_host(options.root, std::chrono::steady_clock::now() + kTools);
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
  ToolsAhead tools(*std::get<0>(host));
  Mac mac(tools, how);
  if (attribute == &kSummary) begin_tools(tools, mac);
  Finding finding = answer_of(*attribute, mac);
  if (!cached.why_not.empty()) {
    finding.evidence.push_back({std::string(paths::kState), "", std::nullopt, "not used: " + cached.why_not});
  }
  for (const std::string& warning : mac.settings().warnings) {
    finding.evidence.push_back({printable(warning), "", std::nullopt, ""});
  }
  return finding;
}

EaFormat format_of(const EaOptions& options) {
  return options.json ? EaFormat::json : options.explain ? EaFormat::explain : EaFormat::result;
}

CommandText all_text(const EaOptions& options) {
  const auto host = opened(options);
  if (const auto* why = std::get_if<Unreadable>(&host)) return {all_unknown(options, why->why), true};
  const AllFindings all =
      answers_within(std::get<0>(host), mac_options(*std::get<0>(host), options, true), kAllDeadline);
  if (!options.json) return {findings_table(all.findings, style_of_stdout()), all.complete};
  auto list = nlohmann::ordered_json::array();
  for (const Finding& finding : all.findings) list.push_back(to_json(finding));
  return {dump(list, 2) + "\n", all.complete};
}

CommandText probe_text(const EaOptions& options) {
  const EaFormat format = options.explain ? EaFormat::explain : EaFormat::result;
  const auto host = opened(options);
  if (const auto* why = std::get_if<Unreadable>(&host))
    return {ea_text(unknown("summary", why->why), format), true};
  const SavedState state =
      probe(std::get<0>(host), mac_options(*std::get<0>(host), options, true), kAllDeadline);
  if (options.json) return {state_text(state), state.complete};
  const Finding answer =
      std::get<0>(host)->is_running_system()
          ? leave_state(state, options.root)
          : unknown("summary", "another volume: nothing is written to it; --json prints the state");
  return {ea_text(answer, format), state.complete};
}

bool run_all(const EaOptions& options, bool is_probe) {
  constexpr std::chrono::seconds kToPrint{5};  // answers_within keeps the limit; this is for what it cannot
  const auto why = [&](const std::string& text) {
    return is_probe ? ea_text(unknown("summary", text), format_of(options)) : all_unknown(options, text);
  };
  bool complete = true;
  FramedText framed;
  framed.limit = kAllDeadline + kToPrint;
  framed.late = why(fmt::format("time limit of {} ms reached", framed.limit.count()));
  framed.broken = why("internal error");
  framed.answer = [&] {
    const CommandText done = is_probe ? probe_text(options) : all_text(options);
    complete = done.complete;
    return done.text;
  };
  run_framed(framed);
  return complete;
}

}  // namespace enrolkit
