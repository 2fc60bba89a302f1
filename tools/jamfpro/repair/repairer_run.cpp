// Which Macs are the Repairer's, and one run from its beginning to its end.
#include <set>

#include "jamfpro/repair/repairer.h"

namespace enrolkit::jamf {

bool Repairer::load() {
  auto open = journal_.unfinished();
  if (!open.ok()) {
    run_.trouble = open.error().why;
    return false;
  }
  run_.entries = std::move(open).value();
  const std::int64_t now = client_.session().server_now();
  for (RepairEntry& entry : run_.entries) {
    const bool waits = entry.step == RepairStage::sent || entry.step == RepairStage::due;
    if (!waits) entry.wait_from = now;  // its time has not begun
    // A second stage that is no longer asked for: the Mac is judged as it stands.
    if (entry.step == RepairStage::due && plan_.second.empty()) entry.step = RepairStage::sent;
  }
  poll_ = plan_.poll;
  next_look_ = next_send_ = pace_from_ = client_.session().clock().steady_now();
  return true;
}

bool Repairer::add(std::vector<RepairEntry> chosen) {
  std::set<std::string> known;
  const std::int64_t now = client_.session().server_now();
  std::vector<RepairEntry> fresh;
  for (RepairEntry& entry : chosen) {
    if (is_followed(entry)) continue;
    if (!run_.trouble.empty()) return false;
    if (is_open(entry)) {
      if (!known.insert(entry.id).second) continue;
      const auto last = journal_.last_of(entry.id);
      if (!last.ok()) {
        run_.trouble = last.error().why;
        return false;
      }
      if (last.value()) go_on_from(*last.value(), entry);
      entry.wait_from = now;
    }
    fresh.push_back(std::move(entry));
  }
  if (const enrolkit::Status kept = journal_.keep_all(fresh); !kept.ok()) {
    run_.trouble = kept.error().why;
    return false;
  }
  for (RepairEntry& entry : fresh) {
    if (!is_open(entry)) events_.ended(entry);
    run_.entries.push_back(std::move(entry));
  }
  return true;
}

bool Repairer::is_followed(const RepairEntry& judged) {
  for (RepairEntry& entry : run_.entries) {
    if (entry.id != judged.id || !is_open(entry)) continue;
    if (is_open(judged) || entry.step != RepairStage::chosen) return true;
    entry.final = judged.final;
    entry.why = judged.why;
    if (keep(entry)) events_.ended(entry);
    return true;
  }
  return false;
}

bool Repairer::withdraw(const std::string& id, const std::string& why) {
  for (RepairEntry& entry : run_.entries) {
    if (entry.id != id || !is_open(entry) || entry.step != RepairStage::chosen) continue;
    entry.final = RepairResult::skipped;
    entry.why = why;
    if (!keep(entry)) return false;
    events_.ended(entry);
  }
  return true;
}

void Repairer::look_soon() { next_look_ = client_.session().clock().steady_now(); }

void Repairer::forget_finished() {
  std::erase_if(run_.entries, [](const RepairEntry& entry) { return !is_open(entry); });
}

void Repairer::leave(const std::function<bool(const RepairEntry&)>& which) {
  run_.left += std::erase_if(run_.entries, which);
}

RepairRun Repairer::run(std::vector<RepairEntry> chosen) {
  std::set<std::string> ids;
  for (const RepairEntry& entry : chosen) ids.insert(entry.id);
  return finish([&] {
    if (!load()) return false;
    leave([&](const RepairEntry& entry) { return !ids.contains(entry.id); });
    return add(std::move(chosen));
  });
}

RepairRun Repairer::resume() {
  return finish([this] { return load(); });
}

RepairRun Repairer::finish(const std::function<bool()>& begin) {
  Clock& clock = client_.session().clock();
  // Times are the server's: its clock has to be known before the first of them is taken.
  if (const Result<Version> answer = client_.version(); !answer.ok()) {
    trouble_with(answer.error());
    run_.stopped = stopped_;
    return std::move(run_);
  }
  if (!begin()) return std::move(run_);
  // A question to the clock also asks whether the user wants to stop.
  while (!is_over() && (stopped_ = !clock.wait(0), !stopped_)) {
    const auto wait = step(true);
    if (!wait) break;
    if (*wait <= 0) continue;
    events_.waits(run_.entries, client_.session().server_now() + next_look_ - clock.steady_now());
    stopped_ = !clock.wait(*wait);
  }
  run_.stopped = stopped_;
  return std::move(run_);
}

}  // namespace enrolkit::jamf
