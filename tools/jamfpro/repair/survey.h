// Looks over the Macs of a server, or a part of them, and keeps those that are not well.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jamfpro/client/client.h"
#include "jamfpro/repair/stuck.h"

namespace enrolkit::jamf {

// Which Macs; all conditions together. Nothing set: all Macs.
struct SurveyScope {
  std::optional<std::int64_t> since;  // enrolled then or later
  std::string group;                  // name or id of a computer group
  std::string prestage;               // name or id of a PreStage
  std::vector<std::string> serials;
  bool quick = false;  // ask nothing about single Macs
  bool whole =
      false;  // ask about every Mac that is named, also about one that is well, and keep what was told
  bool settling = false;              // keep also those that have just enrolled
  std::optional<std::int64_t> grace;  // after an enrolment, in place of Patience::settling
};

struct Suspect {
  Computer mac;
  MacVerdict verdict;
  MacDetails details;     // of SurveyScope::whole alone: of a fleet they take room
  bool has_twin = false;  // another record has its serial: nobody can tell which of them the Mac answers to
};

struct Survey {
  Patience patience;
  std::int64_t at = 0;  // by the server's clock
  // Stuck, unreachable, without inventory, not enrolled, unknown; with serials in the scope, every one of them.
  std::vector<Suspect> suspects;
  std::array<std::size_t, kMacStateNames.size()> count{};  // by MacState
  std::vector<std::string> missing;                        // serials without a record
  std::vector<std::string> twice;                          // serials of suspects with several records
  std::vector<std::string> notes;                          // what could not be looked into, and why
  std::size_t bad = 0;                                     // records that say nothing
  bool stopped = false;                                    // by the user: this is what was done so far

  [[nodiscard]] std::size_t of(MacState state) const { return count[static_cast<std::size_t>(state)]; }
};

// What goes on, for people to see.
struct SurveyEvents {
  std::function<void(std::size_t macs)> read = [](std::size_t) {};  // so many records until now
  std::function<void(std::size_t done, std::size_t of)> asked = [](std::size_t, std::size_t) {
  };  // Macs about which a question of their own was answered
};

// A failure where nothing was read; what stops it later is in the Survey.
[[nodiscard]] Result<Survey> survey(Client& client, const SurveyScope& scope,
                                    const SurveyEvents& events = {});

}  // namespace enrolkit::jamf
