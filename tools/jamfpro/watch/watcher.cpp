#include "jamfpro/watch/watcher.h"

#include <fmt/format.h>

#include <algorithm>

namespace enrolkit::jamf {
namespace {

using Kind = WatchEvent::Kind;

// Two members of a cluster, and an enrolment that is written down late.
constexpr std::int64_t kOverlap = 600;
constexpr std::int64_t kHour = 3600;
// Between two looks at what webhooks name: a flood of them is no flood of requests.
constexpr std::int64_t kHeardPause = 5;
constexpr std::size_t kMaxHeard = 20'000;  // the next poll finds the others
constexpr std::int64_t kKeptFor = 30 * kDay;
// A server of 100,000 Macs is taken in part by part.
constexpr std::size_t kRowsAtOnce = 1000;

Kind kind_of(WatchState state) {
  switch (state) {
    case WatchState::waiting: return Kind::enrolled;
    case WatchState::came: return Kind::came;
    case WatchState::stuck: return Kind::stuck;
    case WatchState::unclear: return Kind::unclear;
    case WatchState::repairing: return Kind::sent;
    case WatchState::repaired: return Kind::repaired;
    case WatchState::failed: return Kind::failed;
    case WatchState::gone: return Kind::gone;
  }
  return Kind::unclear;
}

}  // namespace

Watcher::Watcher(Client& client, Journal& journal, WatchStore& store, WatchPlan plan, Tell tell,
                 std::function<LocalTime(std::int64_t)> local_time)
    : client_(client),
      journal_(journal),
      store_(store),
      plan_(std::move(plan)),
      tell_(std::move(tell)),
      local_time_(std::move(local_time)) {}

enrolkit::Status Watcher::start() {
  auto known = store_.followed();
  if (!known.ok()) return known.error();
  for (WatchedMac& mac : known.value()) {
    const std::string id = mac.id;
    const std::int64_t over = mac.state == WatchState::waiting ? mac.begun + plan_.grace : 0;
    followed_.insert_or_assign(id, Followed{std::move(mac), over});
  }
  const auto storm = store_.storm_since();
  if (!storm.ok()) return storm.error();
  storm_since_ = storm.value();
  next_look_ = client_.session().clock().steady_now();
  count();
  return {};
}

void Watcher::change(const WatchPlan& plan) {
  plan_ = plan;
  repairer_.reset();  // it is made again, by the new plan, of what the journal has
  patience_until_ = -1;
  may_send_ = false;
  for (auto& [id, one] : followed_) one.due = std::min(one.due, one.mac.begun + plan_.grace);
  next_look_ = client_.session().clock().steady_now();
}

void Watcher::hear(const std::vector<Hint>& hints) {
  for (const Hint& hint : hints) {
    const auto found = followed_.find(hint.id);
    const bool known = found != followed_.end();
    if (known && found->second.mac.state == WatchState::repairing) {
      const std::int64_t now = client_.session().clock().steady_now();
      if (!repairer_ || now < next_heard_) continue;
      repairer_->look_soon();
      next_heard_ = now + kHeardPause;
      continue;
    }
    // Before the grace is over there is nothing to judge; and a Mac that is not followed is news only when it is new.
    const bool early = known && found->second.mac.state == WatchState::waiting &&
                       found->second.due > client_.session().server_now();
    if (heard_.size() < kMaxHeard && (known ? !early : hint.added)) heard_[hint.id] |= hint.added;
  }
}

std::optional<std::int64_t> Watcher::step() {
  Clock& clock = client_.session().clock();
  if (!clock.wait(0)) return std::nullopt;
  const std::int64_t now = clock.steady_now();
  if (now >= next_look_) {
    look();
    next_look_ = clock.steady_now() + plan_.poll;
    return 0;
  }
  if (!heard_.empty() && now >= next_heard_) {
    if (const Status looked = look_at_heard(); !looked.ok()) trouble(brief(looked.error()));
    count();
    next_heard_ = clock.steady_now() + kHeardPause;
    return 0;
  }
  std::int64_t until = next_look_ - now;
  if (!heard_.empty()) until = std::min(until, next_heard_ - now);
  if (const auto repair = repair_step()) until = std::min(until, *repair);
  return std::max<std::int64_t>(until, 0);
}

void Watcher::look() {
  const Status looked = look_at_server();
  if (!looked.ok() && looked.error().kind == Failure::Kind::stopped) return;
  if (looked.ok()) {
    ++numbers_.looks;
    numbers_.looked_at = client_.session().clock().steady_now();
    if (in_trouble_) tell_({Kind::trouble_over, nullptr, ""});
    in_trouble_ = false;
  } else {
    ++numbers_.failed_looks;
    trouble(brief(looked.error()));
  }
  count();
}

// Told once: what is wrong now is most often wrong in a minute, too.
void Watcher::trouble(const std::string& why) {
  may_send_ = false;
  if (!in_trouble_) tell_({Kind::trouble, nullptr, why});
  in_trouble_ = true;
}

void Watcher::count() {
  numbers_.storm = storm_since_.has_value();
  if (const auto counts = store_.counts(); counts.ok()) numbers_.macs = counts.value();
}

Status Watcher::look_at_server() {
  if (Status read = read_patience(); !read.ok()) return read;
  if (Status found = find_enrolments(); !found.ok()) return found;
  const std::int64_t now = client_.session().server_now();
  std::vector<std::string> due;
  for (const auto& [id, one] : followed_) {
    if (one.mac.state != WatchState::repairing && one.due <= now) due.push_back(id);
  }
  std::sort(due.begin(), due.end());
  if (Status looked = look_at(due); !looked.ok()) return looked;
  if (Status judged = judge_storm(); !judged.ok()) return judged;
  if (Status repairs = prepare_repairs(); !repairs.ok()) return repairs;
  if (now < forget_at_) return {};
  forget_at_ = now + kDay;
  const enrolkit::Status forgotten = store_.forget_before(now - kKeptFor);
  return forgotten.ok() ? Status() : failure_of_journal(forgotten.error());
}

Status Watcher::read_patience() {
  const std::int64_t now = client_.session().clock().steady_now();
  if (now < patience_until_) return {};
  const auto minutes = client_.check_in_minutes();
  if (!minutes.ok()) return minutes.error();
  patience_ = watch_patience(minutes.value(), plan_.grace);
  patience_until_ = now + kHour;
  return {};
}

// Every enrolment since the last look, and some that were seen before.
Status Watcher::find_enrolments() {
  const std::int64_t now = client_.session().server_now();
  const auto until = store_.looked_until();
  if (!until.ok()) return failure_of_journal(until.error());
  const std::int64_t from = until.value() ? std::min(*until.value(), now) - kOverlap : now - plan_.since;
  ComputerQuery query;
  query.filter = "general.lastEnrolledDate>=" + utc_text(from);
  std::vector<WatchedMac> fresh;
  std::size_t bad = 0;
  Status taken;
  const Status read = client_.each_computer(
      query,
      [&](Computer&& mac) {
        if (taken.ok()) taken = take_new(mac, from, fresh);
        if (taken.ok() && fresh.size() >= kRowsAtOnce) taken = keep_new(fresh, std::nullopt);
      },
      bad);
  if (!read.ok()) return read;
  if (!taken.ok()) return taken;
  numbers_.bad_records += static_cast<std::int64_t>(bad);
  return keep_new(fresh, now);
}

Status Watcher::take_new(const Computer& mac, std::int64_t from, std::vector<WatchedMac>& fresh) {
  const auto enrolled = enrolment_of(mac);
  if (!enrolled || *enrolled < from || mac.managed == false) return {};
  std::optional<WatchedMac> before;
  if (const auto known = followed_.find(mac.id); known != followed_.end()) {
    before = known->second.mac;
  } else {
    auto stored = store_.find(mac.id);
    if (!stored.ok()) return failure_of_journal(stored.error());
    before = std::move(stored).value();
  }
  if (before && !is_new_enrolment(*before, *enrolled)) return {};
  fresh.push_back({mac.id, mac.serial, mac.name, mac.management_id, WatchState::waiting, *enrolled,
                   client_.session().server_now(), false});
  return {};
}

Status Watcher::keep_new(std::vector<WatchedMac>& fresh, const std::optional<std::int64_t>& looked_until) {
  const Status kept = keep(fresh, std::vector<std::string>(fresh.size()), looked_until);
  fresh.clear();
  return kept;
}

// On disk first, then told.
Status Watcher::keep(std::vector<WatchedMac>& changed, const std::vector<std::string>& why,
                     const std::optional<std::int64_t>& looked_until) {
  if (changed.empty() && !looked_until) return {};
  if (const auto kept = store_.keep(changed, looked_until); !kept.ok())
    return failure_of_journal(kept.error());
  for (std::size_t i = 0; i < changed.size(); ++i) {
    follow(changed[i]);
    if (changed[i].state == WatchState::waiting) ++numbers_.enrolments;
    if (changed[i].state == WatchState::stuck) ++numbers_.stuck;
    tell_({kind_of(changed[i].state), &changed[i], why[i]});
  }
  return {};
}

void Watcher::follow(const WatchedMac& mac) {
  if (!is_followed(mac.state)) {
    followed_.erase(mac.id);
    return;
  }
  const std::int64_t due = next_look(mac, plan_.grace, client_.session().server_now());
  followed_.insert_or_assign(mac.id, Followed{mac, due});
}

Status Watcher::judge_storm() {
  const std::int64_t over = client_.session().server_now() - plan_.grace + 1;  // the grace of these is over
  const auto hour = store_.tally(over - kHour, over);
  if (!hour.ok()) return failure_of_journal(hour.error());
  const auto since = store_.tally(storm_since_.value_or(over), over);
  if (!since.ok()) return failure_of_journal(since.error());
  const auto after =
      storm_after(storm_since_, hour.value(), since.value(), plan_.storm, client_.session().server_now());
  if (after == storm_since_) return {};
  if (const auto kept = store_.keep_storm(after); !kept.ok()) return failure_of_journal(kept.error());
  const bool began = after && !storm_since_;
  storm_since_ = after;
  const std::string why =
      fmt::format("{} of {} enrolments of the last hour broke", hour.value().broke, hour.value().enrolled);
  tell_({began ? Kind::storm : Kind::storm_over, nullptr, why});
  return {};
}

}  // namespace enrolkit::jamf
