// All about one Mac: stuck --explain.
#include <fmt/format.h>

#include <algorithm>

#include "cli/server/mac_rows.h"
#include "cli/server/stuck_page.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "jamfpro/http/text.h"
#include "run/table.h"

namespace enrolkit {
namespace {

using jamf::MacState;
using jamf::StuckReason;
using nlohmann::ordered_json;

// As `stuck.h` weighs it, with the numbers of this server.
std::string in_words(StuckReason reason, const jamf::Patience& patience) {
  switch (reason) {
    case StuckReason::no_binary: return "no version of the jamf binary was ever reported";
    case StuckReason::never_checked_in: return "no check-in since the enrolment";
    case StuckReason::silent:
      return "its last check-in is more than " + duration_text(patience.silence) +
             " before MDM's last contact";
    case StuckReason::no_inventory:
      return "no inventory since the enrolment, which is more than " + duration_text(patience.inventory) +
             " ago";
    case StuckReason::waiting_in_setup: return "it is held in Setup Assistant";
    case StuckReason::same_account: return "the PreStage and the jamf binary made an account of one name";
    case StuckReason::command_failed: return "an MDM command failed since the enrolment";
    case StuckReason::no_record: return "it fetched its enrolment profile, and no record came of it";
  }
  return "";
}

std::string source_in_words(const std::string& source) {
  if (source == "MDM") return "made by the PreStage (MDM)";
  return source == "JMF" ? "made by the jamf binary (JMF)" : printable(source);
}

// The part of a page under one heading; what could not be read says so.
template <class T, class Show>
std::string list(const std::string& head, const Reading<std::vector<T>>& read, Show show) {
  constexpr std::size_t kMaxShown = 20;
  const auto* all = value_of(read);
  if (all == nullptr) {
    const auto* why = why_unreadable(read);
    return fmt::format("{}: {}\n", head, why == nullptr ? "not asked for" : "unknown: " + printable(*why));
  }
  std::string out = fmt::format("{}: {}\n", head, all->empty() ? "none" : std::to_string(all->size()));
  for (std::size_t i = 0; i < std::min(all->size(), kMaxShown); ++i) out += "  " + show((*all)[i]) + "\n";
  if (all->size() > kMaxShown) out += fmt::format("  and {} older ones\n", all->size() - kMaxShown);
  return out;
}

std::string command_line(const jamf::MdmCommand& one) {
  return fmt::format("{}  {:<12}  {}{}", one.sent ? jamf::utc_text(*one.sent) : std::string(20, '?'),
                     printable(one.state), printable(one.type),
                     one.error.empty() ? "" : ": " + printable(one.error));
}

}  // namespace

std::string why_state(const jamf::Suspect& suspect, const jamf::Survey& survey) {
  const jamf::Computer& mac = suspect.mac;
  const jamf::Patience& patience = survey.patience;
  const auto ago = [&](const std::optional<std::int64_t>& time) {
    return time ? duration_text(std::max<std::int64_t>(survey.at - *time, 0)) + " ago"
                : "never, as far as is known";
  };
  switch (suspect.verdict.state) {
    case MacState::well:
      return fmt::format(
          "Not stuck: it checked in {}, and since its enrolment. It was not silent for more than {} while its "
          "MDM talked.",
          ago(mac.check_in), duration_text(patience.silence));
    case MacState::settling:
      return fmt::format("Not judged yet: it enrolled {}. It has {} to settle.", ago(enrolment_of(mac)),
                         duration_text(patience.settling));
    case MacState::stuck:
      return "Stuck: its MDM is alive, and its agent is not. What speaks against the agent stands below.";
    case MacState::unreachable:
      return fmt::format(
          "Not called stuck: its MDM was heard {}, too. After {} nothing that is sent would arrive.",
          ago(mac.mdm_contact), duration_text(patience.mdm_alive));
    case MacState::no_inventory:
      return fmt::format("Not stuck: it checked in {}. Its inventory alone is older than its enrolment.",
                         ago(mac.check_in));
    case MacState::unmanaged: return "Not judged: Jamf Pro does not manage it.";
    case MacState::not_enrolled: return "It never enrolled: " + printable(suspect.verdict.detail) + ".";
    case MacState::unknown: return "It cannot be judged: " + printable(suspect.verdict.detail) + ".";
  }
  return "";
}

std::string explained_stuck(const jamf::Suspect& suspect, const jamf::Survey& survey,
                            const TerminalStyle& style) {
  const jamf::Computer& mac = suspect.mac;
  const jamf::MacVerdict& verdict = suspect.verdict;
  const jamf::MacDetails& details = suspect.details;
  std::string out =
      style.paint(printable(mac.serial + (mac.name.empty() ? "" : "  " + mac.name)), Colour::bold);
  out += "\n";
  if (const std::string person = person_line(mac); !person.empty()) out += person + "\n";
  out += "\n" + wrapped(why_state(suspect, survey), style.width, "") + "\n";
  for (const StuckReason reason : verdict.reasons)
    out += fmt::format("  {:<16}  {}\n", to_text(reason), in_words(reason, survey.patience));
  if (!verdict.detail.empty()) out += "  " + wrapped(printable(verdict.detail), style.width - 2, "  ") + "\n";
  if (const auto cause = likely_cause(verdict)) {
    out += wrapped(fmt::format("Likely cause: {}. {}", to_text(*cause), advice_on(*cause).meaning),
                   style.width, "");
    out += "\n";
  }
  out += "\n";
  const std::pair<const char*, std::optional<std::int64_t>> dates[] = {{"enrolled", mac.enrolled},
                                                                       {"MDM's contact", mac.mdm_contact},
                                                                       {"check-in", mac.check_in},
                                                                       {"inventory", mac.report}};
  for (const auto& [name, time] : dates) {
    out += fmt::format("{:<14}  {}\n", name,
                       time ? fmt::format("{}  {} ago", jamf::utc_text(*time),
                                          duration_text(std::max<std::int64_t>(survey.at - *time, 0)))
                            : "-");
  }
  out += fmt::format("{:<14}  {}\n\n", "jamf binary", printable(mac.binary.value_or("-")));
  out += list("Accounts that LAPS knows", details.accounts, [](const jamf::LapsAccount& one) {
    return fmt::format("{:<16}  {}", printable(one.username), source_in_words(one.source));
  });
  out += list("MDM commands since the enrolment, the newest first", details.commands, command_line);
  return style.page(out);
}

void add_details(ordered_json& row, const jamf::MacDetails& details) {
  row["accounts"] = row["commands"] = nullptr;
  if (const auto* accounts = value_of(details.accounts)) {
    row["accounts"] = ordered_json::array();
    for (const jamf::LapsAccount& one : *accounts)
      row["accounts"].push_back({{"username", one.username}, {"source", one.source}});
  }
  if (const auto* commands = value_of(details.commands)) {
    row["commands"] = ordered_json::array();
    for (const jamf::MdmCommand& one : *commands) {
      row["commands"].push_back({{"uuid", one.uuid},
                                 {"type", one.type},
                                 {"state", one.state},
                                 {"sent", time_field(one.sent)},
                                 {"completed", time_field(one.completed)},
                                 {"error", one.error}});
    }
  }
}

}  // namespace enrolkit
