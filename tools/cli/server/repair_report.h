// What `enrolkit server repair` shows: a line or a row a Mac as each ends, what changes meanwhile, and the sum.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/server/context.h"
#include "cli/server/list_output.h"
#include "jamfpro/repair/repairer.h"
#include "jamfpro/repair/survey.h"

namespace enrolkit {

// What is known of the Macs besides their entries, by their ids.
using KnownMacs = std::map<std::string, jamf::Suspect>;

class RepairReport {
 public:
  // `wait`: seconds that a Mac is waited for. The context lives longer.
  RepairReport(ListOutput output, KnownMacs known, std::int64_t wait, const ServerContext& context)
      : output_(std::move(output)), known_(std::move(known)), wait_(wait), context_(context) {}

  // They live as long as this does. On a terminal one line shows how far all are; else a line is written a change.
  [[nodiscard]] jamf::RepairEvents events();
  void would_send(const std::vector<jamf::RepairEntry>& entries, const jamf::RepairPlan& plan,
                  std::string_view but);
  [[nodiscard]] Status finish() { return output_.finish(); }

 private:
  void tell(const jamf::RepairEntry& entry, const char* change) const;
  void end(const jamf::RepairEntry& entry);
  [[nodiscard]] const jamf::Suspect* known(const jamf::RepairEntry& entry) const;

  ListOutput output_;
  KnownMacs known_;
  std::int64_t wait_;
  const ServerContext& context_;
};

// "3 Repaired, 1 Pending"
[[nodiscard]] std::string sum_of_results(const std::vector<jamf::RepairEntry>& entries);

// "enrolkit: next: ...": where to look at Macs that were not repaired, three at most. Empty: there is none.
[[nodiscard]] std::string next_after(const std::vector<jamf::RepairEntry>& entries);
[[nodiscard]] std::size_t count_of(const std::vector<jamf::RepairEntry>& entries, jamf::RepairResult final);

// "sent 7 of 20, 5 waiting, 2 Repaired; next look 14:02:10, until 16:00:00 UTC"
[[nodiscard]] std::string progress_line(const std::vector<jamf::RepairEntry>& entries, std::int64_t next_look,
                                        std::int64_t wait);

}  // namespace enrolkit
