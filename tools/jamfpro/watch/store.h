// What the watch knows, in the journal's file and under its lock: one row a Mac, how far the server was looked through,
// and since when a storm stands. A journal of an older enrolkit gets these tables; an older enrolkit passes them over.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "jamfpro/repair/journal.h"
#include "jamfpro/watch/rule.h"

namespace enrolkit::jamf {

class WatchStore {
 public:
  // The journal lives longer.
  [[nodiscard]] static enrolkit::Result<WatchStore> open(Journal& journal);

  // All of it in one transaction, durable when it returns. `looked_until`: every enrolment until then is in the rows.
  [[nodiscard]] enrolkit::Status keep(const std::vector<WatchedMac>& macs,
                                      const std::optional<std::int64_t>& looked_until = std::nullopt);
  [[nodiscard]] enrolkit::Result<std::optional<WatchedMac>> find(const std::string& id);
  // Those of a state that is_followed().
  [[nodiscard]] enrolkit::Result<std::vector<WatchedMac>> followed();
  [[nodiscard]] enrolkit::Result<std::optional<std::int64_t>> looked_until();

  [[nodiscard]] enrolkit::Result<std::optional<std::int64_t>> storm_since();
  [[nodiscard]] enrolkit::Status keep_storm(const std::optional<std::int64_t>& since);

  // Of the enrolments from then on, before `until`.
  [[nodiscard]] enrolkit::Result<Tally> tally(std::int64_t from, std::int64_t until);
  // How many Macs were sent the framework since then, by whomever this journal is.
  [[nodiscard]] enrolkit::Result<std::int64_t> sent_since(std::int64_t from);
  // How many Macs are in each state.
  [[nodiscard]] enrolkit::Result<std::array<std::int64_t, kWatchStateNames.size()>> counts();
  // Drops Macs that enrolled before then and need nobody.
  [[nodiscard]] enrolkit::Status forget_before(std::int64_t begun);

 private:
  explicit WatchStore(Journal& journal) : journal_(&journal) {}
  [[nodiscard]] enrolkit::Result<std::optional<std::int64_t>> number(const char* column);

  Journal* journal_;
};

}  // namespace enrolkit::jamf
