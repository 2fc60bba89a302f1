// What was done to which Mac, in SQLite: written before each act and after it, so that a run that died goes
// on where it was, and no act is done twice. One process at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "jamfpro/repair/act.h"
#include "jamfpro/repair/rule.h"

namespace enrolkit::jamf {

// What a run was started with, in seconds, but for the last; a resumed run keeps to it.
struct RunLimits {
  std::int64_t wait = 0, settle = 0, poll = 0, per_minute = 0;
};

// An error says for a person why the journal could not be written or read. After one nothing more may be sent.
class Journal {
 public:
  // Opens or makes it, for its owner alone (0600). One that belongs to another server, is in use, was emptied, is damaged,
  // holds what only others can have put there, or is no journal, is refused with the reason.
  [[nodiscard]] static enrolkit::Result<std::unique_ptr<Journal>> open(const std::string& path,
                                                                       const std::string& server);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  // Puts the entry in, or writes it over what is there; durable when it returns. Sets `row` of a new one.
  [[nodiscard]] enrolkit::Status keep(RepairEntry& entry);
  // All in one transaction.
  [[nodiscard]] enrolkit::Status keep_all(std::vector<RepairEntry>& entries);

  // Writes down that an act of the second stage is begun, durably. False: it was begun before, so it must not
  // be done again, whatever became of it.
  [[nodiscard]] enrolkit::Result<bool> begin(const RepairEntry& entry, RepairAct act);
  // It was surely not done, and may be begun anew.
  [[nodiscard]] enrolkit::Status forget(const RepairEntry& entry, RepairAct act);

  // Of the run that began last; nothing in a journal of an older version.
  [[nodiscard]] enrolkit::Status keep_limits(const RunLimits& limits);
  [[nodiscard]] enrolkit::Result<std::optional<RunLimits>> limits();

  [[nodiscard]] enrolkit::Result<std::vector<RepairEntry>> unfinished();
  // The last entry of that Mac, if there is one.
  [[nodiscard]] enrolkit::Result<std::optional<RepairEntry>> last_of(const std::string& computer_id);
  [[nodiscard]] enrolkit::Result<std::vector<RepairEntry>> all();

  struct Parts;  // journal_parts.h
  [[nodiscard]] Parts& parts() { return *parts_; }

 private:
  explicit Journal(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace enrolkit::jamf
