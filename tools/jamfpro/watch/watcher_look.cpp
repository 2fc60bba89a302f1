// The watch's look at single Macs: by their records, and by the rule of `server stuck`.
#include <algorithm>

#include "jamfpro/repair/survey.h"
#include "jamfpro/watch/watcher.h"

namespace enrolkit::jamf {
namespace {

// Macs that are asked about one by one, a look.
constexpr std::size_t kMaxCloserLooks = 40;

std::string why_of(const MacVerdict& verdict) {
  std::string out = reasons_text(verdict);
  if (!verdict.detail.empty()) out += (out.empty() ? "" : "; ") + verdict.detail;
  return out;
}

}  // namespace

// The closer look is that of `server stuck`; more than it takes at a time are judged by their records alone.
std::vector<MacVerdict> Watcher::judged(const std::vector<Computer>& macs) {
  const std::int64_t now = client_.session().server_now();
  std::vector<MacVerdict> out;
  SurveyScope closer;
  closer.grace = plan_.grace;
  for (const Computer& mac : macs) {
    out.push_back(judge_mac(mac, {}, patience_, now, client_.session().other_now()));
    const auto known = followed_.find(mac.id);
    const WatchState before = known == followed_.end() ? WatchState::waiting : known->second.mac.state;
    const WatchState after = state_for(out.back());
    const bool news =
        (after == WatchState::stuck && before == WatchState::waiting) || after == WatchState::unclear;
    if (news && !mac.serial.empty() && closer.serials.size() < kMaxCloserLooks)
      closer.serials.push_back(mac.serial);
  }
  if (closer.serials.empty()) return out;
  const auto looked = survey(client_, closer);
  if (!looked.ok()) return out;  // what the records say stands
  for (const Suspect& suspect : looked.value().suspects) {
    for (std::size_t i = 0; i < macs.size(); ++i) {
      if (macs[i].id == suspect.mac.id) out[i] = suspect.verdict;
    }
  }
  return out;
}

void Watcher::settle(const Computer& record, const MacVerdict& verdict, std::vector<WatchedMac>& changed,
                     std::vector<std::string>& why) {
  const std::int64_t now = client_.session().server_now();
  const auto known = followed_.find(record.id);
  const WatchState state = state_for(verdict);
  const auto enrolled = enrolment_of(record);
  const bool is_known = known != followed_.end();
  if (!is_known && (!enrolled || *enrolled < now - plan_.since))
    return;  // a Mac of long ago, which somebody named
  WatchedMac mac;
  if (is_known) {
    mac = known->second.mac;
    known->second.due = next_look(mac, plan_.grace, now);
  }
  if (!is_known || (enrolled && is_new_enrolment(mac, *enrolled))) {
    mac = {record.id,           record.serial, record.name, record.management_id,
           WatchState::waiting, *enrolled,     now,         false};
    changed.push_back(mac);  // an enrolment first of all, whatever became of it already
    why.emplace_back();
  }
  // A repair that failed is not undone by a Mac that is stuck.
  const bool stays_failed =
      mac.state == WatchState::failed && state != WatchState::came && state != WatchState::gone;
  if (state == mac.state || stays_failed) return;
  if (mac.state == WatchState::waiting)
    mac.broke = state == WatchState::stuck || state == WatchState::unclear;
  mac.state = state;
  mac.changed = now;
  changed.push_back(std::move(mac));
  why.push_back(why_of(verdict));
}

Status Watcher::look_at(const std::vector<std::string>& ids) {
  if (ids.empty()) return {};
  const auto found = client_.computers_with("id", ids);
  if (!found.ok()) return found.error();
  const std::vector<MacVerdict> verdicts = judged(found.value());
  std::vector<WatchedMac> changed;
  std::vector<std::string> why;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < found.value().size(); ++i) {
    if (!seen.insert(found.value()[i].id).second) continue;
    settle(found.value()[i], verdicts[i], changed, why);
  }
  for (const std::string& id : ids) {
    const auto known = followed_.find(id);
    if (seen.contains(id) || known == followed_.end()) continue;
    changed.push_back(known->second.mac);
    changed.back().state = WatchState::gone;
    changed.back().changed = client_.session().server_now();
    why.emplace_back("its record is gone");
  }
  return keep(changed, why);
}

Status Watcher::look_at_heard() {
  std::vector<std::string> ids;
  for (const auto& [id, added] : heard_) ids.push_back(id);
  heard_.clear();
  if (const Status read = read_patience(); !read.ok()) return read;
  return look_at(ids);
}

}  // namespace enrolkit::jamf
