// Watches the enrolments of a server: finds those whose agent never came, and has them repaired where that is allowed.
//
// Every Mac is in the store before it is told of, and in the journal of repairs before it is sent anything, so that a
// program that dies at any point goes on where it was. What a webhook says is never believed: its Mac is looked at.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "jamfpro/client/client.h"
#include "jamfpro/repair/repairer.h"
#include "jamfpro/watch/numbers.h"
#include "jamfpro/watch/store.h"
#include "jamfpro/watch/window.h"

namespace enrolkit::jamf {

// Times in seconds.
struct WatchPlan {
  std::int64_t grace = 1800;
  std::int64_t poll = 60;
  std::int64_t since = kDay;  // how far the first look of all goes back
  bool repair = false;
  std::int64_t max_a_day = 20;
  std::int64_t per_minute = 5;
  StormRule storm;
  std::vector<Window> windows;
  RepairTimes times;
  std::int64_t repair_poll = 30;  // between two looks at what was sent
};

struct WatchEvent {
  enum class Kind {
    enrolled,
    came,
    stuck,
    unclear,
    gone,
    sent,
    repaired,
    failed,
    held,  // why nothing is sent has changed; in `why`, the name of a Hold
    storm,
    storm_over,
    trouble,  // the server or the journal cannot be used; told once
    trouble_over,
  };
  Kind kind = Kind::trouble;
  const WatchedMac* mac = nullptr;  // of those that are about one
  std::string why;
};
inline constexpr EnumNames<WatchEvent::Kind, 13> kWatchEventNames{
    {"enrolled", "came", "stuck", "unclear", "gone", "sent", "repaired", "failed", "held", "storm",
     "storm-over", "trouble", "trouble-over"}};

// What a webhook is worth: look at this Mac.
struct Hint {
  std::string id;
  bool added = false;  // it may be new
};

// The journal cannot be used: for the watch a trouble like any other.
[[nodiscard]] inline Failure failure_of_journal(const Error& error) {
  return {Failure::Kind::server, 0, error.why, false};
}

class Watcher {
 public:
  using Tell = std::function<void(const WatchEvent&)>;
  // `local_time` turns UTC seconds into the clock that the windows go by.
  Watcher(Client& client, Journal& journal, WatchStore& store, WatchPlan plan, Tell tell,
          std::function<LocalTime(std::int64_t)> local_time);

  // Takes up what the store has.
  [[nodiscard]] enrolkit::Status start();
  void change(const WatchPlan& plan);
  void hear(const std::vector<Hint>& hints);

  // Does what is due. Seconds until something is due again; 0: at once. Nothing: the user asked to stop.
  [[nodiscard]] std::optional<std::int64_t> step();
  [[nodiscard]] const WatchNumbers& numbers() const { return numbers_; }

 private:
  struct Followed {
    WatchedMac mac;
    std::int64_t due = 0;
  };

  // watcher.cpp: looking
  void look();
  Status look_at_server();
  Status read_patience();
  Status find_enrolments();
  Status take_new(const Computer& mac, std::int64_t from, std::vector<WatchedMac>& fresh);
  Status keep_new(std::vector<WatchedMac>& fresh, const std::optional<std::int64_t>& looked_until);
  [[nodiscard]] Status judge_storm();
  // Judges these Macs by their records as they are now.
  Status look_at(const std::vector<std::string>& ids);
  [[nodiscard]] std::vector<MacVerdict> judged(const std::vector<Computer>& macs);
  void settle(const Computer& record, const MacVerdict& verdict, std::vector<WatchedMac>& changed,
              std::vector<std::string>& why);
  Status keep(std::vector<WatchedMac>& changed, const std::vector<std::string>& why,
              const std::optional<std::int64_t>& looked_until = std::nullopt);
  void follow(const WatchedMac& mac);
  Status look_at_heard();
  void trouble(const std::string& why);
  void count();

  // watcher_repair.cpp
  Status prepare_repairs();
  [[nodiscard]] enrolkit::Status open_repairer();
  [[nodiscard]] std::vector<std::string> chosen_ids() const;
  [[nodiscard]] Result<std::vector<std::string>> candidates(std::int64_t limit);
  Result<Hold> ask_gate(bool wanted);
  Status refuse_twins(const std::vector<std::string>& ids);
  void hand_over(const std::vector<std::string>& ids);
  void on_ended(const RepairEntry& entry);
  [[nodiscard]] std::optional<std::int64_t> repair_step();

  Client& client_;
  Journal& journal_;
  WatchStore& store_;
  WatchPlan plan_;
  Tell tell_;
  std::function<LocalTime(std::int64_t)> local_time_;
  std::unordered_map<std::string, Followed> followed_;
  std::unique_ptr<Repairer> repairer_;
  std::map<std::string, bool> heard_;  // id, and whether it may be new
  Patience patience_;
  WatchNumbers numbers_;
  std::optional<std::int64_t> storm_since_;
  bool may_send_ = false, in_trouble_ = false, hold_told_ = false;
  std::int64_t next_look_ = 0, next_heard_ = 0, patience_until_ = -1, forget_at_ = 0;
};

}  // namespace enrolkit::jamf
