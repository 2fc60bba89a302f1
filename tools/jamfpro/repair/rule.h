// When is a Mac repaired? Only when its own agent says so, after the repair was sent: by check-in, inventory
// and the binary's version, all newer than that moment by the server's clock, and by a second check-in, since
// some relapse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/enum_names.h"
#include "jamfpro/client/facts.h"

namespace enrolkit::jamf {

enum class RepairStage {
  chosen,   // nothing was sent
  sending,  // it is being sent; or nobody knows whether it arrived
  sent,     // the command is on its way, or was carried out
  due,      // it did not repair it; the second stage is to begin
};

// The one state each Mac ends in.
enum class RepairResult {
  none,
  repaired,
  not_repaired,
  pending,  // the Mac has not fetched the command by the deadline
  refused,  // nothing was sent, and nothing should be
  skipped,  // nothing needed to be sent
};

// One Mac's way through a run, as the journal keeps it.
struct RepairEntry {
  std::int64_t row = 0;  // of the journal; 0: not in it yet
  std::string id, serial, name, management_id;
  RepairStage step = RepairStage::chosen;
  std::string uuid;            // of the MDM command; empty: not known
  std::int64_t started = 0;    // when it was sent: evidence must be newer
  std::int64_t second = 0;     // when the second stage began: so must it then be; 0: it did not
  std::int64_t wait_from = 0;  // the deadline counts from here
  std::int64_t proof = 0;      // the first check-in that proved it; 0: none yet
  std::int64_t proof_at = 0;   // when that was seen
  int lost = 0;                // how often it was sent and never arrived
  RepairResult final = RepairResult::none;
  std::string why;  // of an open one: how its sending failed, where it is not known whether it arrived
};
[[nodiscard]] inline bool is_open(const RepairEntry& entry) { return entry.final == RepairResult::none; }
// Takes up what an earlier run did for the same Mac, where its command still waits for it; an unfinished one has its row.
void go_on_from(const RepairEntry& before, RepairEntry& entry);

struct RepairTimes {
  std::int64_t wait = 7200;    // until a Mac is given up
  std::int64_t settle = 1200;  // until the second check-in has to be there; 0: the first is enough
};

// Judges by what the server shows now. A Mac that is not decided yet keeps `final` none; `proof` may be set.
[[nodiscard]] RepairEntry judge_repair(RepairEntry entry, const std::optional<MdmCommand>& command,
                                       const std::optional<Computer>& mac, const RepairTimes& times,
                                       std::int64_t now);

// Whether a Mac that was judged so may have the second stage: it has a record, and did not have it before.
[[nodiscard]] bool may_have_second_stage(const RepairEntry& judged, const std::optional<Computer>& mac);

// The entry as it waits for its second stage. A command that the Mac may still fetch stays its command.
[[nodiscard]] RepairEntry due_for_second_stage(RepairEntry judged);

inline constexpr EnumNames<RepairStage, 4> kRepairStageNames{{"chosen", "sending", "sent", "due"}};
inline constexpr EnumNames<RepairResult, 6> kRepairResultNames{
    {"", "Repaired", "NotRepaired", "Pending", "Refused", "Skipped"}};
[[nodiscard]] constexpr std::string_view to_text(RepairStage step) { return kRepairStageNames[step]; }
[[nodiscard]] constexpr std::string_view to_text(RepairResult final) { return kRepairResultNames[final]; }

}  // namespace enrolkit::jamf
