// Whether the names of computers in a log are one Mac's.
#include <algorithm>

#include "core/base/ascii.h"
#include "core/log/whole.h"

namespace enrolkit {
namespace {

constexpr std::int64_t kHourSeconds = 3600;

// "Library Cart 07", "library-cart-07 (2)" and "Library-Cart-07.local" are one computer to macOS.
std::string name_of(std::string_view host) {
  if (host.ends_with(')')) {
    const auto open = host.rfind(" (");
    if (open != host.npos) host = host.substr(0, open);
  }
  if (const auto dot = host.find('.');
      dot != host.npos && host.find(' ') == host.npos && host.find_first_not_of("0123456789") < dot)
    host = host.substr(0, dot);
  std::string name;
  for (std::size_t at = 0; at < host.size(); ++at) {
    if (host.substr(at).starts_with("\xE2\x80\x99")) {
      at += 2;
    } else if (is_letter_or_digit(host[at]) || !is_ascii(host[at])) {
      name += to_lower(host[at]);
    }
  }
  return name;
}

}  // namespace

bool in_trouble(const History& history) {
  return history.failed.count > kFewRuns || history.unended.count > 2 * kFewRuns;
}

// Of the network a Mac gets its name, too, and whoever leaves one fails before it meets the next. One failure of which
// nothing is known is an accident.
bool is_ill_beyond_network(const History& history) {
  const auto of = [&](Reason::Kind kind) { return history.reasons[static_cast<std::size_t>(kind)]; };
  const std::uint64_t unknown = of(Reason::Kind::none);
  const std::uint64_t accidents = of(Reason::Kind::network) + (unknown == 1 ? 1 : 0);
  return history.failed.count > accidents || history.removed;
}

void HostWatch::add(const Line& line, const Around& around) {
  if (line.host != text_) change(line, around);
  if (around.proof) {
    const bool enrolled = line.key == Message::return_code;
    apart_ |= heals_ == Heals::nothing || (heals_ == Heals::by_enrolment && !enrolled);
    heals_ = Heals::anything;
    unproven_ = false;
  }
  pid_ = line.pid;
  clock_ = line.clock;
}

void HostWatch::note(const History& history) {
  was_in_trouble_ = in_trouble(history);
  was_ill_ = is_ill_beyond_network(history);
  if (!was_ill_) changes_ill_ = 0;
}

// With the next process ids, within the hour, and nobody's words in between. ReEnroller writes none.
bool HostWatch::goes_on_at_once(const Line& line, const Around& around) const {
  const bool next =
      line.pid == 0 || pid_ == 0 || line.pid == pid_ || (line.pid > pid_ && line.pid - pid_ <= kNextIds);
  return next && line.clock - clock_ <= kHourSeconds && around.before == Between::nothing;
}

// It is renamed and enrolled again: once, by nobody who wrote between the two, and no faster than a Mac starts.
bool HostWatch::may_enrol(const Line& line, const Around& around) const {
  constexpr std::int64_t kStartSeconds = 120;
  const bool started_too_soon = line.pid < pid_ && line.pid != 0 && line.clock - clock_ < kStartSeconds;
  return changes_ill_ == 1 && !started_too_soon && around.before == Between::nothing;
}

void HostWatch::change(const Line& line, const Around& around) {
  constexpr std::size_t kMaxNames = 16;
  text_ = line.host;
  std::string name = name_of(line.host);
  if (name == name_ || name == "localhost") return;
  const bool first = names_.empty();
  const bool known = std::find(names_.begin(), names_.end(), name) != names_.end();
  if (!known && names_.size() < kMaxNames) names_.push_back(name);
  name_ = std::move(name);
  if (first) return;
  // Who is renamed goes on: within the hour, or with the next process ids. A network may name a Mac anew each day: whatever
  // was proven under each name, one after the other, is one Mac's.
  const bool soon = line.clock - clock_ <= kHourSeconds;
  const bool goes_on = soon || (line.pid > pid_ && line.pid - pid_ <= kNextIds);
  if (known && soon && line.pid < pid_ && line.pid >= kAfterStart) ++returns_;
  apart_ |= around.stepped_back || around.before == Between::header ||
            (!goes_on && (was_in_trouble_ || (known && unproven_)));
  unproven_ |= !goes_on;
  if (!was_ill_) return;
  ++changes_ill_;
  if (changes_ill_ == 1 && goes_on_at_once(line, around)) return;
  heals_ = std::max(heals_, may_enrol(line, around) ? Heals::by_enrolment : Heals::nothing);
}

}  // namespace enrolkit
