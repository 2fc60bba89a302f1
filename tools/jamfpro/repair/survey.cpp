#include "jamfpro/repair/survey.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "jamfpro/http/text.h"
#include "jamfpro/repair/survey_scope.h"

namespace enrolkit::jamf {
namespace {

using Kind = Failure::Kind;

class Surveyor {
 public:
  Surveyor(Client& client, const SurveyScope& scope, const SurveyEvents& events)
      : client_(client), scope_(scope), events_(events) {}

  Result<Survey> run() {
    const auto minutes = client_.check_in_minutes();
    if (!minutes.ok()) return minutes.error();
    out_.patience = patience_for(minutes.value());
    if (scope_.grace) out_.patience.settling = *scope_.grace;
    out_.at = client_.session().server_now();
    other_ = client_.session().other_now();
    if (!scope_.prestage.empty()) {
      if (const Status found = find_prestage(); !found.ok()) return found.error();
    }
    if (const Status read = scope_.serials.empty() ? walk() : fetch(); !read.ok()) {
      if (read.error().kind != Kind::stopped) return read.error();
      out_.stopped = true;
    }
    if (scope_.serials.empty() && scope_.group.empty() && !scope_.quick && !out_.stopped)
      look_for_lost_ones();
    if (scope_.since && scope_.serials.empty() && !out_.stopped) {
      if (const Status counted = count_older_records(); !counted.ok()) return counted.error();
    }
    if (!scope_.quick && !out_.stopped) look_closer();
    if (!out_.stopped) name_departments();
    // A closer look may show MDM's contact on a server that does not tell it.
    std::erase_if(out_.suspects, [&](const Suspect& suspect) {
      ++out_.count[static_cast<std::size_t>(suspect.verdict.state)];
      return suspect.verdict.state == MacState::well && scope_.serials.empty();
    });
    name_twins();
    return std::move(out_);
  }

 private:
  void name_twins() {
    CaselessSet twice;
    for (Suspect& suspect : out_.suspects) {
      const auto found = records_.find(bare_serial(suspect.mac.serial));
      suspect.has_twin = !suspect.mac.serial.empty() && found != records_.end() && found->second > 1;
      if (suspect.has_twin) twice.insert(suspect.mac.serial);
    }
    out_.twice.assign(twice.begin(), twice.end());
  }

  Status find_prestage() {
    const auto prestages = client_.prestages();
    if (!prestages.ok()) return prestages.error();
    const auto found = prestage_id_of(prestages.value(), scope_.prestage);
    if (!found.ok()) return found.error();
    prestage_id_ = found.value();
    const auto scopes = client_.prestage_scopes();
    if (!scopes.ok()) return scopes.error();
    in_prestage_.emplace();
    for (const auto& [serial, id] : scopes.value()) {
      if (id == prestage_id_) in_prestage_->insert(serial);
    }
    return {};
  }

  void take(Computer&& mac) {
    if (constexpr std::size_t kSome = 100; ++read_ % kSome == 0) events_.read(read_);
    ++records_[bare_serial(mac.serial)];
    // Without a date it is no Mac that the filter asked for; one that was named gets an answer.
    if (scope_.since && (mac.enrolled ? *mac.enrolled < *scope_.since : scope_.serials.empty())) return;
    if (in_prestage_ && !in_prestage_->contains(mac.serial)) return;
    if (!scope_.group.empty()) {
      bool is_in = false;
      for (const GroupName& group : mac.groups) {
        if (group.name != scope_.group && group.id != scope_.group) continue;
        is_in = true;
        groups_seen_.insert(group);
      }
      if (!is_in) return;
    }
    Suspect suspect{std::move(mac), {}, {}};
    suspect.verdict = judge_mac(suspect.mac, {}, out_.patience, out_.at, other_);
    switch (suspect.verdict.state) {
      case MacState::well:
      case MacState::settling:
      case MacState::unmanaged:
        if (scope_.serials.empty() && !(scope_.settling && suspect.verdict.state == MacState::settling)) {
          ++out_.count[static_cast<std::size_t>(suspect.verdict.state)];
          return;
        }
        out_.suspects.push_back(std::move(suspect));  // asked for: it gets an answer
        return;
      case MacState::stuck:
      case MacState::unreachable:
      case MacState::no_inventory:
      case MacState::not_enrolled:
      case MacState::unknown: out_.suspects.push_back(std::move(suspect)); return;
    }
  }

  Status walk() {
    ComputerQuery query;
    query.groups = !scope_.group.empty();
    query.person = true;
    if (scope_.since) query.filter = "general.lastEnrolledDate>=" + utc_text(*scope_.since);
    Status read = client_.each_computer(
        query, [&](Computer&& mac) { take(std::move(mac)); }, out_.bad);
    if (groups_seen_.size() > 1) return ambiguous_scope("--group " + scope_.group, groups_seen_);
    if (read.ok() && !scope_.group.empty() && groups_seen_.empty()) {
      return Failure{Kind::not_found, 0, "no Mac is in a group \"" + scope_.group + "\"", false};
    }
    return read;
  }

  // The walk has seen the newer records only. A stuck Mac with an older one is refused by a repair, so that record has to
  // be known.
  Status count_older_records() {
    std::vector<std::string> serials;
    for (const Suspect& suspect : out_.suspects) {
      if (suspect.verdict.state != MacState::stuck || suspect.mac.serial.empty()) continue;
      const std::vector<std::string> spelt = spellings_of(suspect.mac.serial);
      serials.insert(serials.end(), spelt.begin(), spelt.end());
    }
    const auto found = client_.computers_with("hardware.serialNumber", serials);
    if (!found.ok() && found.error().kind == Kind::stopped) out_.stopped = true;
    if (!found.ok()) return out_.stopped ? Status() : found.error();
    std::unordered_map<std::string, int> all;
    std::set<std::string> seen;
    for (const Computer& mac : found.value()) {
      if (seen.insert(mac.id).second) ++all[bare_serial(mac.serial)];
    }
    for (const auto& [serial, records] : all) records_[serial] = std::max(records_[serial], records);
    return {};
  }

  Status fetch() {
    auto found = client_.computers_with("hardware.serialNumber", scope_.serials, true, &out_.bad);
    if (!found.ok()) return found.error();
    for (Computer mac : found.value()) take(std::move(mac));
    for (const std::string& serial : scope_.serials) {
      if (!records_.contains(bare_serial(serial))) out_.missing.push_back(serial);
    }
    return {};
  }

  // Fetched their profile, and never appeared. Best effort: not every server has devices of Apple's.
  void look_for_lost_ones() {
    std::size_t bad = 0;
    const auto devices = client_.assigned_devices(bad);
    if (!devices.ok()) {
      out_.stopped = devices.error().kind == Kind::stopped;
      if (!out_.stopped)
        out_.notes.push_back("Macs that were assigned and never enrolled: " + brief(devices.error()));
      return;
    }
    if (bad > 0) out_.notes.push_back(std::to_string(bad) + " of the rows of Macs that were assigned");
    std::vector<AssignedDevice> lost;
    for (const AssignedDevice& device : devices.value()) {
      if (device.status != "PUSHED" || records_.contains(bare_serial(device.serial))) continue;
      if (out_.at - *device.pushed <= out_.patience.settling) continue;
      if (scope_.since && *device.pushed < *scope_.since) continue;
      if (in_prestage_ && device.prestage_id != prestage_id_) continue;
      lost.push_back(device);
    }
    std::set<std::string> known;
    if (scope_.since && !lost.empty()) {  // the walk has seen the newer Macs only
      std::vector<std::string> serials;
      serials.reserve(lost.size());
      for (const AssignedDevice& device : lost) serials.push_back(device.serial);
      const auto found = client_.computers_with("hardware.serialNumber", serials);
      if (!found.ok() && found.error().kind == Kind::stopped) out_.stopped = true;
      if (!found.ok()) return out_.notes.push_back(brief(found.error()));
      for (const Computer& mac : found.value()) known.insert(mac.serial);
    }
    for (const AssignedDevice& device : lost) {
      if (known.contains(device.serial)) continue;
      Suspect suspect;
      suspect.mac.serial = device.serial;
      suspect.verdict = {MacState::not_enrolled,
                         {StuckReason::no_record},
                         "fetched its profile at " + utc_text(*device.pushed)};
      out_.suspects.push_back(std::move(suspect));
    }
  }

  template <class T>
  Reading<T> ask(Result<T> answer, const char* what) {
    if (answer.ok()) return std::move(answer).value();
    const Failure& failure = answer.error();
    if (failure.kind == Kind::stopped) out_.stopped = true;
    if (failure.kind != Kind::stopped) out_.notes.push_back(std::string(what) + ": " + brief(failure));
    return Unreadable{brief(failure)};
  }

  // Commands show MDM's contact, and nothing else that a record may leave out.
  [[nodiscard]] bool needs_closer_look(const Suspect& suspect) const {
    const MacState state = suspect.verdict.state;
    const bool may_help =
        !suspect.verdict.is_record_unclear || suspect.mac.untold == std::vector<std::string>{"lastContact"};
    return (scope_.whole || state == MacState::stuck || (state == MacState::unknown && may_help)) &&
           !suspect.mac.management_id.empty();
  }

  // The commands of all of them at once, then the accounts of each.
  void look_closer() {
    std::vector<Suspect*> suspects;
    std::vector<std::string> ids;
    std::int64_t from = out_.at;
    for (Suspect& suspect : out_.suspects) {
      if (!needs_closer_look(suspect)) continue;
      suspects.push_back(&suspect);
      ids.push_back(suspect.mac.management_id);
      from = std::min(from, judged_from(suspect.mac, out_.patience, out_.at));
    }
    if (ids.empty()) return;
    const auto commands = ask(client_.commands_since(ids, from), "MDM commands");
    std::map<std::string, std::vector<MdmCommand>> by_mac;
    if (const auto* all = value_of(commands)) {
      for (const MdmCommand& command : *all) by_mac[command.management_id].push_back(command);
    }
    std::vector<MacDetails> details(ids.size());
    if (!out_.stopped) ask_for_accounts(ids, details);
    for (std::size_t i = 0; i < suspects.size(); ++i) {
      if (value_of(commands) != nullptr) details[i].commands = by_mac[ids[i]];
      if (const auto* why = why_unreadable(commands)) details[i].commands = Unreadable{*why};
      suspects[i]->verdict = judge_mac(suspects[i]->mac, details[i], out_.patience, out_.at, other_);
      if (scope_.whole) suspects[i]->details = std::move(details[i]);
    }
  }

  // One note for all of them, whatever the reasons. Who may not ask about one may ask about none.
  void ask_for_accounts(const std::vector<std::string>& ids, std::vector<MacDetails>& details) {
    const char* const what = "LAPS accounts";
    std::size_t done = 0, unread = 0;
    std::string why;
    bool forbidden = false;
    const Status asked = client_.each_laps_accounts(ids, [&](std::size_t i, auto answer) {
      events_.asked(++done, ids.size());
      if (answer.ok()) {
        details[i].accounts = std::move(answer).value();
        return true;
      }
      const bool may_not = answer.error().kind == Kind::forbidden;
      if (!may_not && unread++ == 0) why = brief(answer.error());
      if (may_not && forbidden) return false;  // it was under way
      forbidden = forbidden || may_not;
      details[i].accounts = Unreadable{brief(answer.error())};
      if (may_not) out_.notes.push_back(std::string(what) + ": " + brief(answer.error()));
      return !may_not;
    });
    if (!asked.ok()) (void)ask(Result<int>(asked.error()), what);
    if (unread > 0)
      out_.notes.push_back(std::string(what) + " of " + std::to_string(unread) +
                           (unread == 1 ? " Mac: " : " Macs: ") + why);
  }

  // Inventory tells numbers.
  void name_departments() {
    const auto is_in_one = [](const Suspect& one) { return !one.mac.person.department_id.empty(); };
    if (std::none_of(out_.suspects.begin(), out_.suspects.end(), is_in_one)) return;
    const auto departments = ask(client_.departments(), "departments");
    const auto* names = value_of(departments);
    if (names == nullptr) return;
    for (Suspect& suspect : out_.suspects) {
      const auto found = names->find(suspect.mac.person.department_id);
      if (found != names->end()) suspect.mac.person.department = found->second;
    }
  }

  Client& client_;
  const SurveyScope& scope_;
  const SurveyEvents& events_;
  Survey out_;
  std::optional<std::int64_t> other_;  // this computer's clock, where it is far from the server's
  std::string prestage_id_;
  std::optional<std::set<std::string>> in_prestage_;
  std::unordered_map<std::string, int> records_;  // by bare_serial()
  std::set<GroupName> groups_seen_;
  std::size_t read_ = 0;
};

}  // namespace

Result<Survey> survey(Client& client, const SurveyScope& scope, const SurveyEvents& events) {
  return Surveyor(client, scope, events).run();
}

}  // namespace enrolkit::jamf
