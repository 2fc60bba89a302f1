// Owner, mode, flags and link of what Jamf installed. What others could write is never blessed as it is: the binary
// and the keychain are replaced by a copy (of the binary, one that codesign has checked), and a job's file is refused
// by name, since launchd would run as root whatever it says. So are the binary's settings, since they name its server.
#include <fmt/format.h>

#include <algorithm>

#include "evidence/commands.h"
#include "evidence/paths.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

bool is_refused(const AccessFault& fault) {
  return fault.unknown ||
         (fault.others_may_write && fault.path != paths::kBinary && fault.path != paths::kKeychain);
}

std::optional<Refusal> blocked(const RepairFacts& facts) {
  if (!std::all_of(facts.access.begin(), facts.access.end(), is_refused)) return std::nullopt;
  const AccessFault& first = facts.access.front();
  const std::string why =
      first.unknown ? fmt::format("{} {}: look what it is, and remove it; jamf writes its own again",
                                  first.path, first.what)
      : first.link
          ? fmt::format("{} {}: make it yourself, or give the folder to root", first.path, first.what)
          : fmt::format("{} could have been written by others: remove it, and let jamf {} write it again",
                        first.path, first.path == paths::kJamfPreferences ? "createConf" : "manage");
  return Refusal{RefusalKind::unsafe_permissions, why, {}};
}

Use applies(const RepairFacts& facts) {
  if (facts.access.empty()) return no_use("no owner, mode or link was found wrong");
  const AccessFault& first = facts.access.front();
  return use(
      fmt::format("{} {}{}", first.path, first.what,
                  facts.access.size() > 1 ? fmt::format(", and {} more", facts.access.size() - 1) : ""));
}

std::vector<Act> acts(const RepairFacts& facts) {
  std::vector<Act> acts;
  for (const AccessFault& fault : facts.access) {
    if (is_refused(fault)) continue;
    const Access access{0, fault.group, fault.mode};
    if (fault.link) {
      acts.push_back(SetLink{fault.path, std::string(paths::kBinary)});
    } else if (fault.others_may_write) {
      const bool checked = fault.path == paths::kBinary;
      acts.push_back(ReplaceFile{fault.path, access,
                                 checked ? std::optional(commands::code_signature()) : std::nullopt});
    } else {
      acts.push_back(SetAccess{fault.path, access});
    }
  }
  return acts;
}

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) {
  return std::all_of(after.access.begin(), after.access.end(), is_refused);
}

// Tools are known that take the rights away again several times a second.
std::optional<std::string> turned_back(const std::vector<Act>& done, const RepairFacts& after) {
  const auto path_of = [](const Act& act) {
    return std::visit(
        Cases{[](const SetAccess& set) { return set.path; },
              [](const ReplaceFile& file) { return file.path; },
              [](const SetLink& link) { return link.path; }, [](const auto&) { return std::string(); }},
        act);
  };
  for (const AccessFault& fault : after.access) {
    if (std::any_of(done.begin(), done.end(), [&](const Act& act) { return path_of(act) == fault.path; }))
      return fmt::format("{} {} again, right after it was set right", fault.path, fault.what);
  }
  return std::nullopt;
}

}  // namespace

const StepPolicy kPermissions{{.step = RepairStep::permissions, .applies = applies, .blocked = blocked},
                              "sets owner, mode, flags and link of Jamf's files",
                              acts,
                              proven,
                              std::chrono::seconds(0),
                              std::chrono::seconds(1),
                              turned_back};

}  // namespace enrolkit
