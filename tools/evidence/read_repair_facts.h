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
  bool in_policy = false;  // whoever started this said so: a policy's script is told by its first argument
};

// Files alone, and codesign where no probe left its verdict: cheap. Enough to say that a Mac is healthy.
[[nodiscard]] RepairFacts read_file_facts(const Host& host, const Self& self);
// All of it. Runs profiles and launchctl, and asks the server, where something is wrong.
[[nodiscard]] RepairFacts read_repair_facts(const Host& host, const Self& self);

// The journal. Absent: there is none yet. Unreadable also where others than root may write it.
[[nodiscard]] Reading<Journal> read_journal(const Host& host);

// The invitation itself, for the moment in which it is used. Nothing unless it is `ready`.
[[nodiscard]] std::optional<std::string> read_invitation(const Host& host);

// Why root may not run the jamf binary; nothing: it is there, codesign has proven it to be Jamf's, and others can have
// written neither it nor the settings by which it finds its server.
[[nodiscard]] std::optional<std::string> why_jamf_is_not_run(const RepairFacts& facts);

// Parts of the look.
void read_access(const Host& host, RepairFacts& facts);
void read_invitation(const Host& host, RepairFacts& facts);
void read_backups(const Host& host, Mac& mac, RepairFacts& facts);
void read_safety(const Host& host, RepairFacts& facts);
void read_processes(const Host& host, const Self& self, RepairFacts& facts);
void read_jobs(const Host& host, RepairFacts& facts);
void read_server(const Host& host, RepairFacts& facts);

}  // namespace enrolkit
