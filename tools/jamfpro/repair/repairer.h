// Carries out a repair: sends each Mac the management framework once, follows the command, waits for the
// proof, and gives each Mac exactly one final state. Every step is in the journal before and after it is
// taken. A Mac that the framework did not repair it may have a second stage (act.h), and is waited for anew.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jamfpro/client/client.h"
#include "jamfpro/repair/act.h"
#include "jamfpro/repair/journal.h"
#include "jamfpro/repair/rule.h"

namespace enrolkit::jamf {

struct RepairPlan {
  RepairTimes times;
  std::int64_t poll = 30;         // seconds between two looks at first; they grow apart
  std::int64_t per_minute = 30;   // Macs that are sent something
  std::vector<RepairAct> second;  // in the order of kRepairActs; empty: there is no second stage
  Json package;                   // the manifest of deploy_package
  // UUIDs of MDM commands that were named to the user, and may be flushed before a Mac is sent anything. Nothing: no
  // command is ever flushed.
  std::optional<std::set<std::string>> flush;
};

// What the run is told of, for people to see.
struct RepairEvents {
  std::function<void(const RepairEntry&)> sent = [](const RepairEntry&) {};
  // The second stage is done with; an act that the server refused is told first, with the reason.
  std::function<void(const RepairEntry&)> followed = [](const RepairEntry&) {};
  std::function<void(const RepairEntry&, RepairAct, const std::string&)> refused =
      [](const RepairEntry&, RepairAct, const std::string&) {};
  // None of the Mac's commands are flushed: this one was not named.
  std::function<void(const RepairEntry&, const MdmCommand&)> unflushed = [](const RepairEntry&,
                                                                            const MdmCommand&) {};
  // Its first check-in was seen; the second one is waited for.
  std::function<void(const RepairEntry&)> proved = [](const RepairEntry&) {};
  std::function<void(const RepairEntry&)> ended = [](const RepairEntry&) {};
  // Something went wrong, and is waited out or looked into: what, and until when. Empty entry: it was no single Mac's.
  std::function<void(const RepairEntry*, const std::string&)> delayed = [](const RepairEntry*,
                                                                           const std::string&) {};
  // Before each wait: how far all are, and when the server is looked at next, by its clock.
  std::function<void(const std::vector<RepairEntry>&, std::int64_t next_look)> waits =
      [](const std::vector<RepairEntry>&, std::int64_t) {};
};

struct RepairRun {
  std::vector<RepairEntry> entries;
  bool stopped = false;  // by the user
  std::string trouble;   // what ended the run early; empty: nothing did
  std::size_t left = 0;  // Macs of other runs that the journal has unfinished; nothing is done for them
};

class Repairer {
 public:
  Repairer(Client& client, Journal& journal, const RepairPlan& plan, RepairEvents events)
      : client_(client), journal_(journal), plan_(plan), events_(std::move(events)) {}

  // Begins with the chosen ones, and takes up no other: who agreed to these was not asked about those of an earlier run. A
  // Mac that is unfinished already is not begun again; one whose last run ended in Pending is waited for again, not sent
  // to. Entries that come with a final state are only written down.
  [[nodiscard]] RepairRun run(std::vector<RepairEntry> chosen);
  // Goes on with all that the journal has unfinished.
  [[nodiscard]] RepairRun resume();

  // The parts of resume(), and add(), for one who has other things to do meanwhile (jamfpro/watch). The server's clock has
  // to be known. False: so_far() has the trouble.
  [[nodiscard]] bool load();
  [[nodiscard]] bool add(std::vector<RepairEntry> chosen);
  // Does nothing for these: the journal keeps them as they are.
  void leave(const std::function<bool(const RepairEntry&)>& which);
  // Ends an entry that nothing was sent for yet.
  [[nodiscard]] bool withdraw(const std::string& id, const std::string& why);
  // Does the one thing that is due. Seconds until the next: 0, at once; nothing: all is finished, or so_far() says what
  // ended it. Without `may_send` what was sent is followed, and nothing more is sent.
  [[nodiscard]] std::optional<std::int64_t> step(bool may_send);
  // Something was heard of a Mac: the next look is due.
  void look_soon();
  void forget_finished();
  [[nodiscard]] const RepairRun& so_far() const { return run_; }

 private:
  // Until all is finished, or something ends it.
  [[nodiscard]] RepairRun finish(const std::function<bool()>& begin);
  [[nodiscard]] bool keep(RepairEntry& entry);
  // Whether the journal follows this Mac already. It is not judged a second time; but where nothing was sent yet, a new
  // judgement that nothing should be ends it.
  [[nodiscard]] bool is_followed(const RepairEntry& judged);
  void send_next(RepairEntry& entry);
  void look_at_all(bool sending);
  void send(RepairEntry& entry);
  [[nodiscard]] Status flush(const RepairEntry& entry);
  void follow_up(RepairEntry& entry);
  [[nodiscard]] Status carry_out(RepairAct act, RepairEntry& entry);
  void find_out(RepairEntry& entry);
  void follow_blindly(RepairEntry& entry);
  void look();
  [[nodiscard]] bool is_over() const { return stopped_ || !run_.trouble.empty(); }
  void trouble_with(const Failure& failure);
  void unfit(const RepairEntry* entry, const Failure& failure, int& in_a_row);

  Client& client_;
  Journal& journal_;
  RepairPlan plan_;
  RepairEvents events_;
  RepairRun run_;
  bool stopped_ = false;
  int unfit_sends_ = 0, unfit_looks_ = 0;  // in a row
  std::int64_t poll_ = 0, next_look_ = 0, next_send_ = 0;
  bool looked_for_ = false;                 // the first look is timed by the first sending
  std::int64_t pace_from_ = 0, paced_ = 0;  // the rate is kept from then on
};

}  // namespace enrolkit::jamf
