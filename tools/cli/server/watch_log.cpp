#include "cli/server/watch_log.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "host/real_host.h"
#include "jamfpro/http/text.h"

namespace enrolkit {

using Kind = jamf::WatchEvent::Kind;

void WatchLog::line(std::string_view event, const jamf::WatchedMac* mac, const std::string& why) {
  const std::int64_t now = now_();
  if (terminal_) {
    std::string text = fmt::format("{}  {:<12}", to_text(local_time(now)), event);
    if (mac != nullptr) text += fmt::format("  {:<14} {}", printable(mac->serial), printable(mac->name));
    if (!why.empty()) text += (mac != nullptr ? ": " : "  ") + printable(why);
    return out_(text + "\n");
  }
  nlohmann::ordered_json json{
      {"schema", "enrolkit.watch/1"}, {"time", jamf::utc_text(now)}, {"event", event}};
  if (mac != nullptr) {
    json["id"] = mac->id;
    json["serial"] = mac->serial;
    json["name"] = mac->name;
    json["state"] = to_text(mac->state);
    json["enrolled"] = jamf::utc_text(mac->begun);
  }
  json["why"] = why;
  out_(dump(json, -1) + "\n");
}

void WatchLog::tell(std::string_view event, const std::string& why) { line(event, nullptr, why); }

void WatchLog::tell(const jamf::WatchEvent& event) {
  line(jamf::kWatchEventNames[event.kind], event.mac, event.why);
  const auto note = [&](std::string text) {
    notices_.push_back({std::string(jamf::kWatchEventNames[event.kind]), std::move(text)});
  };
  switch (event.kind) {
    case Kind::storm:
      return note("a storm: " + event.why + ". Nothing is repaired; look at the server's settings.");
    case Kind::storm_over: return note("the storm is over: " + event.why + ".");
    case Kind::trouble: return note("the watch cannot look: " + event.why + ".");
    case Kind::trouble_over: return note("the watch can look again.");
    case Kind::stuck: ++stuck_; return;
    case Kind::failed: ++failed_; return;
    default: return;
  }
}

// Counted, not named: a chat is read by many.
std::vector<jamf::Notice> WatchLog::take_notices() {
  const auto macs = [](std::size_t count) { return fmt::format("{} Mac{}", count, count == 1 ? "" : "s"); };
  if (stuck_ > 0) notices_.push_back({"stuck", macs(stuck_) + " enrolled, and the agent never came."});
  if (failed_ > 0) notices_.push_back({"failed", macs(failed_) + " could not be repaired."});
  stuck_ = failed_ = 0;
  return std::exchange(notices_, {});
}

}  // namespace enrolkit
