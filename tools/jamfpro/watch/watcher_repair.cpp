// The watch's repairs: when they are allowed, which Macs, and what became of them.
#include <fmt/format.h>

#include <algorithm>

#include "jamfpro/conflict/standing.h"
#include "jamfpro/repair/survey.h"
#include "jamfpro/watch/watcher.h"

namespace enrolkit::jamf {
namespace {

using Kind = WatchEvent::Kind;

// A Mac that breaks again so soon is not repaired by the same act: a person has to look.
constexpr std::int64_t kOnceIn = 7 * kDay;

}  // namespace

// The Repairer by what the journal has. Rows that a killed program left behind follow the journal.
enrolkit::Status Watcher::open_repairer() {
  if (repairer_) return {};
  RepairPlan plan;
  plan.times = plan_.times;
  plan.poll = plan_.repair_poll;
  plan.per_minute = plan_.per_minute;
  RepairEvents events;
  events.sent = [this](const RepairEntry& entry) {
    ++numbers_.sent;
    const auto found = followed_.find(entry.id);
    if (found != followed_.end()) tell_({Kind::sent, &found->second.mac, ""});
  };
  events.ended = [this](const RepairEntry& entry) { on_ended(entry); };
  auto made = std::make_unique<Repairer>(client_, journal_, plan, std::move(events));
  if (!made->load()) return Error{made->so_far().trouble};
  // A run of `server repair` that somebody stopped: nothing more is sent for it before --resume asks.
  made->leave([this](const RepairEntry& entry) {
    return entry.step == RepairStage::chosen && !followed_.contains(entry.id);
  });
  std::set<std::string> open;
  for (const RepairEntry& entry : made->so_far().entries) open.insert(entry.id);
  std::vector<RepairEntry> ended;
  for (auto& [id, one] : followed_) {
    if (open.contains(id)) {
      one.mac.state = WatchState::repairing;
    } else if (one.mac.state == WatchState::repairing) {
      const auto last = journal_.last_of(id);
      if (!last.ok()) return last.error();
      RepairEntry entry = last.value().value_or(RepairEntry{});
      entry.id = id;
      ended.push_back(std::move(entry));
    }
  }
  for (const RepairEntry& entry : ended) on_ended(entry);
  repairer_ = std::move(made);
  return {};
}

void Watcher::on_ended(const RepairEntry& entry) {
  WatchedMac mac;
  if (const auto found = followed_.find(entry.id); found != followed_.end()) {
    mac = found->second.mac;
  } else {  // of a run of `server repair` that was broken off
    mac.id = entry.id;
    mac.serial = entry.serial;
    mac.name = entry.name;
    mac.management_id = entry.management_id;
    mac.begun = entry.started;
  }
  mac.changed = client_.session().server_now();
  Kind kind = Kind::failed;
  switch (entry.final) {
    case RepairResult::repaired:
      mac.state = WatchState::repaired;
      kind = Kind::repaired;
      ++numbers_.repaired;
      numbers_.to_repaired.add(std::max<std::int64_t>(mac.changed - mac.begun, 0));
      break;
    case RepairResult::skipped:
    case RepairResult::none:  // nothing was sent: it is judged again
      mac.state = WatchState::unclear;
      kind = Kind::unclear;
      break;
    case RepairResult::not_repaired:
    case RepairResult::pending:
    case RepairResult::refused:
      mac.state = WatchState::failed;
      ++numbers_.failed;
      break;
  }
  if (const auto kept = store_.keep({mac}); !kept.ok()) trouble(kept.error().why);
  follow(mac);
  tell_({kind, &mac, entry.why});
}

std::vector<std::string> Watcher::chosen_ids() const {
  std::vector<std::string> out;
  for (const RepairEntry& entry : repairer_->so_far().entries) {
    if (entry.final == RepairResult::none && entry.step == RepairStage::chosen) out.push_back(entry.id);
  }
  return out;
}

// The stuck Macs that may be sent to, the oldest first. Those that were sent to lately are given up.
Result<std::vector<std::string>> Watcher::candidates(std::int64_t limit) {
  std::vector<const WatchedMac*> stuck;
  for (const auto& [id, one] : followed_) {
    if (one.mac.state == WatchState::stuck && !one.mac.management_id.empty()) stuck.push_back(&one.mac);
  }
  std::sort(stuck.begin(), stuck.end(), [](const WatchedMac* one, const WatchedMac* other) {
    return std::tie(one->begun, one->id) < std::tie(other->begun, other->id);
  });
  const std::int64_t now = client_.session().server_now();
  std::vector<std::string> out;
  std::vector<WatchedMac> given_up;
  std::vector<std::string> why;
  for (const WatchedMac* mac : stuck) {
    if (static_cast<std::int64_t>(out.size()) >= limit) break;
    const auto last = journal_.last_of(mac->id);
    if (!last.ok()) return failure_of_journal(last.error());
    if (last.value() && last.value()->started > now - kOnceIn) {
      given_up.push_back(*mac);
      given_up.back().state = WatchState::failed;
      given_up.back().changed = now;
      why.push_back("it was sent the framework at " + utc_text(last.value()->started) +
                    " and is stuck again");
    } else {
      out.push_back(mac->id);
    }
  }
  numbers_.failed += static_cast<std::int64_t>(given_up.size());
  if (Status kept = keep(given_up, why); !kept.ok()) return kept.error();
  return out;
}

// Whether anything may be sent. The server is asked about the conflict only where something is to be sent.
Result<Hold> Watcher::ask_gate(bool wanted) {
  const std::int64_t now = client_.session().server_now();
  Gate gate;
  gate.repair = plan_.repair;
  gate.storm = storm_since_.has_value();
  gate.in_window = is_open(plan_.windows, local_time_(now));
  gate.max_a_day = plan_.max_a_day;
  const auto sent = store_.sent_since(now - kDay);
  if (!sent.ok()) return failure_of_journal(sent.error());
  gate.sent_today = sent.value();
  const Hold first = hold_before_asking(gate);
  if (first != Hold::none || !wanted) return first;
  const auto conflict = conflict_standing(client_);
  if (!conflict.ok()) return conflict.error();
  gate.conflict_stands = conflict.value().stands;
  gate.conflict_is_known = conflict.value().surely_not();
  return hold_of(gate);
}

Status Watcher::prepare_repairs() {
  may_send_ = false;
  if (const enrolkit::Status opened = open_repairer(); !opened.ok())
    return failure_of_journal(opened.error());
  repairer_->forget_finished();
  const std::vector<std::string> chosen = chosen_ids();
  const bool wanted = !chosen.empty() || std::any_of(followed_.begin(), followed_.end(), [](const auto& one) {
    return one.second.mac.state == WatchState::stuck;
  });
  const auto hold = ask_gate(wanted);
  if (!hold.ok()) return hold.error();
  if (wanted && (hold.value() != numbers_.hold || !hold_told_)) {
    if (hold.value() != Hold::none) tell_({Kind::held, nullptr, std::string(to_text(hold.value()))});
    hold_told_ = true;
  }
  numbers_.hold = hold.value();
  if (!wanted || hold.value() != Hold::none) return {};

  // So many that they are sent before the next look: each is judged a moment before.
  const auto sent = store_.sent_since(client_.session().server_now() - kDay);
  if (!sent.ok()) return failure_of_journal(sent.error());
  const std::int64_t a_look = std::max<std::int64_t>(plan_.per_minute * plan_.poll / 60, 1);
  const std::int64_t left = plan_.max_a_day - sent.value();
  const auto more = candidates(std::min(a_look, left) - static_cast<std::int64_t>(chosen.size()));
  if (!more.ok()) return more.error();
  if (Status looked = look_at(more.value()); !looked.ok()) return looked;
  if (Status refused = refuse_twins(more.value()); !refused.ok()) return refused;
  if (!chosen.empty()) {
    const auto records = client_.computers_with("id", chosen);
    if (!records.ok()) return records.error();
    for (const std::string& id : chosen) {
      const auto record = std::find_if(records.value().begin(), records.value().end(),
                                       [&](const Computer& one) { return one.id == id; });
      const bool stuck =
          record != records.value().end() &&
          state_for(judge_mac(*record, {}, patience_, client_.session().server_now())) == WatchState::stuck;
      if (!stuck && !repairer_->withdraw(id, "it is no longer stuck"))
        return failure_of_journal({repairer_->so_far().trouble});
    }
  }
  hand_over(more.value());
  may_send_ = true;
  return {};
}

// Two records of one serial: nobody can tell which of them the Mac answers to. Nor where a record has none.
Status Watcher::refuse_twins(const std::vector<std::string>& ids) {
  SurveyScope scope;
  scope.quick = true;
  for (const std::string& id : ids) {
    const auto found = followed_.find(id);
    if (found != followed_.end() && !found->second.mac.serial.empty())
      scope.serials.push_back(found->second.mac.serial);
  }
  CaselessSet twice;
  if (!scope.serials.empty()) {
    const auto looked = survey(client_, scope);
    if (!looked.ok()) return looked.error();
    twice.insert(looked.value().twice.begin(), looked.value().twice.end());
  }
  std::vector<WatchedMac> refused;
  for (const std::string& id : ids) {
    const auto found = followed_.find(id);
    if (found == followed_.end()) continue;
    const std::string& serial = found->second.mac.serial;
    if (!serial.empty() && !twice.contains(serial)) continue;
    refused.push_back(found->second.mac);
    refused.back().state = WatchState::failed;
    refused.back().changed = client_.session().server_now();
  }
  numbers_.failed += static_cast<std::int64_t>(refused.size());
  return keep(refused,
              std::vector<std::string>(refused.size(), "several records have its serial, or it has none"));
}

void Watcher::hand_over(const std::vector<std::string>& ids) {
  std::vector<RepairEntry> entries;
  for (const std::string& id : ids) {
    const auto found = followed_.find(id);
    if (found == followed_.end() || found->second.mac.state != WatchState::stuck) continue;  // not any more
    RepairEntry entry;
    entry.id = id;
    entry.serial = found->second.mac.serial;
    entry.name = found->second.mac.name;
    entry.management_id = found->second.mac.management_id;
    entries.push_back(std::move(entry));
  }
  if (entries.empty()) return;
  // The journal of repairs decides; a row that is behind it follows at the next start.
  if (!repairer_->add(entries)) return trouble(repairer_->so_far().trouble);
  std::vector<WatchedMac> repairing;
  for (const RepairEntry& entry : entries) {
    Followed& one = followed_.at(entry.id);
    one.mac.state = WatchState::repairing;
    one.mac.changed = client_.session().server_now();
    repairing.push_back(one.mac);
  }
  if (const auto kept = store_.keep(repairing); !kept.ok()) trouble(kept.error().why);
}

std::optional<std::int64_t> Watcher::repair_step() {
  if (!repairer_) return std::nullopt;
  bool may_send = may_send_;
  if (may_send && !chosen_ids().empty()) {
    const auto sent = store_.sent_since(client_.session().server_now() - kDay);
    may_send = sent.ok() && sent.value() < plan_.max_a_day;
  }
  const auto wait = repairer_->step(may_send);
  if (!wait && !repairer_->so_far().trouble.empty()) {
    const std::string why = repairer_->so_far().trouble;
    repairer_.reset();  // made again at the next look
    trouble(why.substr(0, why.find('\n')));
  }
  return wait;
}

}  // namespace enrolkit::jamf
