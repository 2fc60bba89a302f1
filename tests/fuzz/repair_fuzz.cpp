// The journal and the saved keychains of enrolkit-repair, as anybody might have left them.
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/repair/back_off.h"
#include "core/repair/backup.h"
#include "core/repair/journal.h"
#include "core/repair/status.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  constexpr std::int64_t kNow = 1'800'000'000;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const Journal journal = parse_journal(bytes);
  std::string again;
  for (const JournalEntry& entry : journal.entries) {
    const std::string line = journal_line(entry);
    demand(line.size() <= kMaxEntryBytes && line.find('\n') == line.size() - 1);
    again += line;
    const Standing standing = standing_of(journal.entries, entry.cause, "now", 60, kNow);
    demand(standing.attempts >= 0 && standing.next_unix <= kNow + kDay + 2 * kMaxBackOffSeconds);
  }
  demand(parse_journal(again).entries.size() == journal.entries.size() || again.size() > kMaxJournalBytes);
  const Reading<Journal> reading = journal;
  const RepairSettings settings = Settings{}.repair();
  const Finding finding =
      repair_finding({reading, settings, kNow, [](std::int64_t at) { return LocalTime{at}; }});
  demand(result_text(finding).size() <= kResultBytes);
  demand(!journal.corrupt || finding.health == Health::unknown);

  const auto unpacked = unpack_backup(bytes);
  if (const auto* saved = std::get_if<SavedKeychain>(&unpacked)) {
    demand(saved->keychain.size() + saved->preferences.size() < size);
    (void)unfit(*saved, LocalTime{saved->saved_unix}, {.hardware_uuid = "U", .issuer = {}, .now_unix = kNow},
                "h", {LocalTime{0}, {}, false});
  }
  return 0;
}
