#include "jamfpro/repair/repairer.h"

#include <algorithm>
#include <tuple>

namespace enrolkit::jamf {
namespace {

using Kind = Failure::Kind;

// Until every member of the cluster shows a write (about a minute), with some to spare.
constexpr std::int64_t kClusterLag = 90;
constexpr std::int64_t kMaxPollSeconds = 300;
// A date of the server has no fractions.
constexpr std::int64_t kRounding = 5;
// A firewall's burst protection, or a passing trouble of the network: so often in a row it is neither.
constexpr int kMaxUnfitLooks = 3;
constexpr std::int64_t kBreather = 60;
// Of a command that never arrived, before its Mac is given up.
constexpr int kMaxLost = 3;

// The schema does not list the type of a redeployed framework. Better one taken for it that is not, which
// costs a wait, than one overlooked, which would be sent twice.
bool is_install(const MdmCommand& command) {
  std::string type = command.type;
  for (char& c : type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto names = [&](const char* part) { return type.find(part) != std::string::npos; };
  return type.empty() || (names("INSTALL") && !names("PROFILE") && !names("LIST"));
}

}  // namespace

bool Repairer::keep(RepairEntry& entry) {
  const enrolkit::Status kept = journal_.keep(entry);
  if (!kept.ok()) run_.trouble = kept.error().why;
  return kept.ok();
}

// The server no longer answers, or no longer to us: nothing is lost, the run can be taken up again.
void Repairer::trouble_with(const Failure& failure) {
  if (failure.kind == Kind::stopped) {
    stopped_ = true;
  } else {
    run_.trouble = failure.why + "\nhint: nothing is lost: enrolkit server repair --resume";
  }
}

// Surely not applied, but not this Mac's fault.
void Repairer::unfit(const RepairEntry* entry, const Failure& failure, int& in_a_row) {
  if (failure.kind == Kind::stopped || ++in_a_row >= kMaxUnfitLooks) return trouble_with(failure);
  events_.delayed(entry, brief(failure) + "; again in " + std::to_string(kBreather) + " s");
  stopped_ = !client_.session().clock().wait(kBreather);
}

void Repairer::send(RepairEntry& entry) {
  if (!is_record_id(entry.id)) {  // of an older journal
    entry.final = RepairResult::refused;
    entry.why = "its id is not a number";
    if (keep(entry)) events_.ended(entry);
    return;
  }
  entry.step = RepairStage::sending;
  entry.started = client_.session().server_now();
  if (entry.lost == 0) entry.wait_from = entry.started;
  if (!keep(entry)) return;  // what is not written down is not done
  const Status flushed = plan_.flush ? flush(entry) : Status();
  const auto answer = flushed.ok() ? client_.redeploy(entry.id) : Result<std::string>(flushed.error());
  if (answer.ok()) {
    unfit_sends_ = 0;
    entry.step = RepairStage::sent;
    entry.uuid = answer.value();
    entry.why.clear();
    if (keep(entry)) events_.sent(entry);
    return;
  }
  const Failure& failure = answer.error();
  if (failure.maybe_applied) {  // stays "sending" until it is found out
    entry.why = brief(failure);
    if (keep(entry))
      events_.delayed(&entry, entry.why + "; whether it arrived is looked up in " +
                                  std::to_string(kClusterLag) + " s or more");
    return;
  }
  if (failure.kind == Kind::not_found || failure.kind == Kind::refused || failure.kind == Kind::conflict) {
    entry.final = RepairResult::refused;
    entry.why = failure.kind == Kind::not_found ? "the server has no such record" : brief(failure);
    if (keep(entry)) events_.ended(entry);
    return;
  }
  entry.step = RepairStage::chosen;
  if (!keep(entry)) return;
  // A privilege that is missing stays so; a firewall's page may be its protection against bursts.
  failure.kind == Kind::forbidden && !failure.is_web_page ? trouble_with(failure)
                                                          : unfit(&entry, failure, unfit_sends_);
}

// Follows what was sent by the proof alone: nobody can tell whether it arrived, and it is never sent again on a guess.
void Repairer::follow_blindly(RepairEntry& entry) {
  entry.step = RepairStage::sent;
  (void)keep(entry);
}

// Whether a command that was being sent has arrived. Not before every member of the cluster would show it.
void Repairer::find_out(RepairEntry& entry) {
  if (client_.session().server_now() - entry.started < kClusterLag) return;
  if (entry.management_id.empty()) return follow_blindly(entry);  // its commands cannot be asked for
  const auto commands = client_.commands_of(entry.management_id, true);
  if (!commands.ok()) {
    const Failure& failure = commands.error();
    if (failure.kind == Kind::stopped || failure.kind == Kind::unauthorised) return trouble_with(failure);
    if (client_.session().server_now() - entry.wait_from < plan_.times.wait) return;  // at the next look
    return follow_blindly(entry);
  }
  for (const MdmCommand& command : commands.value()) {  // the newest first
    if (!is_install(command) || (command.sent && *command.sent < entry.started - kRounding)) continue;
    if (!command.sent) return follow_blindly(entry);  // it may be this one
    entry.step = RepairStage::sent;
    entry.uuid = command.uuid;
    entry.why.clear();
    if (keep(entry)) events_.sent(entry);
    return;
  }
  entry.step = RepairStage::chosen;  // it never arrived
  if (++entry.lost >= kMaxLost) {
    entry.final = RepairResult::not_repaired;
    entry.why = "the server did not queue the command, " + std::to_string(entry.lost) + " times" +
                (entry.why.empty() ? "" : ": " + entry.why);
  }
  if (!keep(entry)) return;
  is_open(entry) ? events_.delayed(&entry, "it did not arrive, and is sent again") : events_.ended(entry);
}

void Repairer::look() {
  std::vector<std::string> ids, uuids;
  for (const RepairEntry& entry : run_.entries) {
    if (!is_open(entry) || entry.step != RepairStage::sent) continue;
    ids.push_back(entry.id);
    if (!entry.uuid.empty()) uuids.push_back(entry.uuid);
  }
  if (ids.empty()) return;
  const auto commands = client_.commands_with(uuids);
  const auto macs =
      !commands.ok() ? Result<std::vector<Computer>>(commands.error()) : client_.computers_with("id", ids);
  if (!macs.ok()) return unfit(nullptr, macs.error(), unfit_looks_);
  unfit_looks_ = 0;
  std::map<std::string, Computer> by_id;
  for (const Computer& mac : macs.value()) by_id.emplace(mac.id, mac);
  std::map<std::string, MdmCommand> by_uuid;
  for (const MdmCommand& command : commands.value()) by_uuid.emplace(command.uuid, command);
  const std::int64_t now = client_.session().server_now();
  const auto find = [](const auto& map, const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
  };
  for (RepairEntry& entry : run_.entries) {
    if (!is_open(entry) || entry.step != RepairStage::sent) continue;
    const std::optional<Computer> mac = find(by_id, entry.id);
    RepairEntry judged = judge_repair(entry, find(by_uuid, entry.uuid), mac, plan_.times, now);
    if (!plan_.second.empty() && may_have_second_stage(judged, mac))
      judged = due_for_second_stage(std::move(judged));
    const auto state = [](const RepairEntry& one) { return std::tie(one.final, one.proof, one.step); };
    if (state(judged) == state(entry)) continue;
    const bool is_proof = entry.proof == 0 && judged.proof != 0;
    entry = std::move(judged);
    if (!keep(entry)) return;
    if (!is_open(entry)) {
      events_.ended(entry);
    } else if (is_proof) {
      events_.proved(entry);
    }
  }
}

void Repairer::send_next(RepairEntry& entry) {
  Clock& clock = client_.session().clock();
  entry.step == RepairStage::due ? follow_up(entry) : send(entry);
  if (clock.steady_now() > next_send_) {  // what was missed is not made up for
    pace_from_ = clock.steady_now();
    paced_ = 0;
  }
  next_send_ = pace_from_ + ++paced_ * 60 / std::max<std::int64_t>(plan_.per_minute, 1);
  poll_ = plan_.poll;
  if (!looked_for_) next_look_ = clock.steady_now() + poll_;
  looked_for_ = true;
}

void Repairer::look_at_all(bool sending) {
  for (RepairEntry& entry : run_.entries) {
    if (is_open(entry) && entry.step == RepairStage::sending && !is_over()) find_out(entry);
  }
  looked_for_ = true;
  if (!is_over()) look();
  if (!sending) poll_ = std::min(poll_ + poll_ / 2, std::max(kMaxPollSeconds, plan_.poll));
  next_look_ = client_.session().clock().steady_now() + poll_;
}

std::optional<std::int64_t> Repairer::step(bool may_send) {
  Clock& clock = client_.session().clock();
  if (is_over() || std::none_of(run_.entries.begin(), run_.entries.end(), is_open)) return std::nullopt;
  const auto to_send = std::find_if(run_.entries.begin(), run_.entries.end(), [](const RepairEntry& entry) {
    return is_open(entry) && (entry.step == RepairStage::chosen || entry.step == RepairStage::due);
  });
  const bool sending = may_send && to_send != run_.entries.end();
  if (sending && clock.steady_now() >= next_send_) {
    send_next(*to_send);
    return 0;
  }
  if (clock.steady_now() >= next_look_) {
    look_at_all(sending);
    return 0;
  }
  const std::int64_t until = sending ? std::min(next_send_, next_look_) : next_look_;
  return std::max<std::int64_t>(until - clock.steady_now(), 1);
}

}  // namespace enrolkit::jamf
