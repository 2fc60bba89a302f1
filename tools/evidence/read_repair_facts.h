// What a repair must know of the Mac, looked at anew each time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/base/reading.h"
#include "core/repair/facts.h"
#include "core/repair/journal.h"
#include "evidence/mac.h"
#include "host/host.h"

namespace enrolkit {

// Who looks.
struct Self {
  std::int64_t pid = 0;
  std::uint32_t uid = 0;
};

// Files alone, and codesign where no probe left its verdict: cheap. Enough to say that a Mac is healthy.
[[nodiscard]] RepairLook look_at_files(const Host& host, const Self& self);
// All of it. Runs profiles and launchctl, and asks the server, where something is wrong.
[[nodiscard]] RepairLook look_at_all_for_repair(const Host& host, const Self& self);

// The journal. Absent: there is none yet. Unreadable also where others than root may write it.
[[nodiscard]] Reading<Journal> look_at_journal(const Host& host);

// The invitation itself, for the moment in which it is used. Nothing unless it is `ready`.
[[nodiscard]] std::optional<std::string> read_invitation(const Host& host);

// Parts of the look.
void look_at_access(const Host& host, RepairLook& look);
void look_at_invitation(const Host& host, RepairLook& look);
void look_at_backups(const Host& host, Mac& mac, RepairLook& look);
void look_at_safety(const Host& host, RepairLook& look);
void look_at_processes(const Host& host, const Self& self, RepairLook& look);
void look_at_jobs(const Host& host, RepairLook& look);
void look_at_server(const Host& host, RepairLook& look);

}  // namespace enrolkit
