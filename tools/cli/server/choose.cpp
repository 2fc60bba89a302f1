#include "cli/server/choose.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/base/time.h"
#include "jamfpro/http/text.h"

namespace enrolkit {
namespace {

using jamf::MacState;
using jamf::RepairEntry;
using jamf::RepairResult;

void decide(RepairEntry& entry, const jamf::Suspect& suspect, std::int64_t now) {
  const auto end = [&](RepairResult final, std::string why) {
    entry.final = final;
    entry.why = std::move(why);
  };
  switch (suspect.verdict.state) {
    case MacState::stuck: return;
    case MacState::unknown:
      if (suspect.verdict.is_record_unclear)
        return end(RepairResult::refused, "it cannot be judged: " + suspect.verdict.detail);
      return suspect.mac.management_id.empty() ? end(RepairResult::refused, "its record has no management id")
                                               : void();
    case MacState::well: return end(RepairResult::skipped, "its agent works");
    case MacState::no_inventory:
      return end(RepairResult::skipped,
                 "its agent checks in; its inventory alone is older than its enrolment");
    case MacState::settling: return end(RepairResult::skipped, "it has just enrolled");
    case MacState::unmanaged: return end(RepairResult::refused, "it is not managed");
    case MacState::not_enrolled: return end(RepairResult::refused, "it has no record: it never enrolled");
    case MacState::unreachable:
      return end(RepairResult::refused, suspect.mac.mdm_contact
                                            ? "no contact of its MDM for " +
                                                  duration_text(now - *suspect.mac.mdm_contact) +
                                                  ": nothing would arrive"
                                            : "no contact of its MDM: nothing would arrive");
  }
}

}  // namespace

std::vector<RepairEntry> choose(const jamf::Survey& survey, std::int64_t limit) {
  std::vector<RepairEntry> out;
  std::int64_t chosen = 0;
  for (const jamf::Suspect& suspect : survey.suspects) {
    RepairEntry entry;
    entry.id = suspect.mac.id.empty() ? suspect.mac.serial : suspect.mac.id;
    entry.serial = suspect.mac.serial;
    entry.name = suspect.mac.name;
    entry.management_id = suspect.mac.management_id;
    decide(entry, suspect, survey.at);
    if (entry.final == RepairResult::none && (suspect.has_twin || entry.serial.empty())) {
      entry.final = RepairResult::refused;
      entry.why = suspect.has_twin ? "several records have its serial"
                                   : "its record has no serial, so another one may be the same Mac's";
    }
    if (entry.final == RepairResult::none && limit > 0 && ++chosen > limit) {
      entry.final = RepairResult::skipped;
      entry.why = fmt::format("over --limit {}", limit);
    }
    out.push_back(std::move(entry));
  }
  for (const std::string& serial : survey.missing) {
    RepairEntry entry;
    entry.id = entry.serial = serial;
    entry.final = RepairResult::refused;
    entry.why = "no record has that serial";
    out.push_back(std::move(entry));
  }
  return out;
}

bool is_to_be_sent(const RepairEntry& entry) {
  const bool was_sent = entry.step == jamf::RepairStage::sent || entry.step == jamf::RepairStage::sending;
  return entry.final == RepairResult::none && !was_sent;
}

Status take_up_sent(jamf::Journal& journal, std::vector<RepairEntry>& entries) {
  for (RepairEntry& entry : entries) {
    const auto last = journal.last_of(entry.id);
    if (!last.ok()) return last.error();
    if (!last.value()) continue;
    const RepairEntry& before = *last.value();
    if (entry.final != RepairResult::none) {
      // A Mac that was sent something is followed, not judged a second time.
      if (!is_open(before) || before.step == jamf::RepairStage::chosen) continue;
      entry.final = RepairResult::none;
      entry.why.clear();
    }
    go_on_from(before, entry);
  }
  return {};
}

std::size_t to_be_sent(const std::vector<RepairEntry>& entries) {
  return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), is_to_be_sent));
}

std::optional<std::string> refusal_to_start(const ServerRepairOptions& options, std::size_t count,
                                            const ServerContext& context) {
  const std::string wanted = std::to_string(count);
  if (options.count != 0 && std::cmp_not_equal(options.count, count))
    return fmt::format("--count {}: {} Macs would be sent the framework, so nothing was sent", options.count,
                       wanted);
  if (count <= kMaxUncountedMacs) {
    if (options.yes) return std::nullopt;
    const auto agreed = context.agrees(
        fmt::format("Send the management framework to {} Mac{}? [y/N] ", count, count == 1 ? "" : "s"));
    if (agreed == true) return std::nullopt;
    return agreed ? "nothing was sent" : "nothing was sent\nhint: --yes, or answer on a terminal";
  }
  if (options.count != 0) {
    if (options.yes) return std::nullopt;
    return fmt::format("--count {}: --yes is missing, so nothing was sent", options.count);
  }
  const auto answer =
      context.ask(fmt::format("{} Macs would be sent the management framework. Type their number: ", wanted));
  const auto* text = value_of(answer);
  if (text != nullptr && *text == wanted) return std::nullopt;
  return fmt::format("{} Macs are more than {}: nothing was sent\nhint: --yes --count {}, or --limit", wanted,
                     kMaxUncountedMacs, wanted);
}

}  // namespace enrolkit
