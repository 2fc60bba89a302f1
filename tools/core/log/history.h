// What a jamf.log tells, once read: the enrolment attempts with their steps, and the proofs and failures of
// contact around them. Data only; history_builder.h makes it, core/enrolment judges it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/base/time.h"
#include "core/log/jamf_log.h"
#include "core/log/messages.h"
#include "core/log/unknown_lines.h"

namespace enrolkit {

// 2002, in days since 1970: Jamf is not older. A clock that shows an earlier day was never set.
inline constexpr std::int64_t kJamfsFirstDay = 11'688;

// One line kept as evidence.
struct LogReference {
  std::uint32_t file = 0;  // index into the sources that were read
  std::uint64_t line = 0;  // 1-based in the part of the file that was read
  std::int64_t clock = 0;  // see Line::clock
  bool dated = false;
  std::uint32_t pid = 0;
  Message key = Message::other;
  std::string text;             // the whole line, at most kEvidenceBytes, as the bytes stood there
  std::optional<LocalTime> at;  // set when the history is dated; nothing: unknown year
  bool numbered =
      true;  // `line` counts from the file's beginning; else only the order of references means something
};
inline constexpr std::size_t kEvidenceBytes = 240;

// A Mac that went down between two lines: the second is by a new process with a much lower pid, after a
// silence; or a start of the Mac lies between.
struct Reboot {
  std::int64_t silence = 0;  // seconds without a line
  std::uint32_t pid_before = 0;
  std::uint32_t pid_after = 0;
  // A start or an end of the Mac that lies in the silence. Certain only where `confirmed`: else the Mac's
  // time zone is not known.
  bool confirmed = false;
  std::optional<Evidence> proof;
};

enum class Outcome : std::uint8_t {
  open,         // the log ends inside it
  enrolled,     // return code 0
  failed,       // another return code, or an error of the enrolment and no code
  interrupted,  // nothing more by its process, and others went on
  // It reached the management framework, or its return code, but none can be read (Jamf Pro 9 and 10); or a return code 0
  // that its own errors contradict.
  unproven,
  rolled_back,  // ReEnroller put the old enrolment back
};

// One run of `jamf enroll` (with the createConf before it), or one migration by ReEnroller.
struct Attempt {
  bool re_enroller = false;
  Outcome outcome = Outcome::open;
  std::uint32_t pid = 0;        // of `jamf enroll` itself; 0 until it printed a line
  std::uint32_t setup_pid = 0;  // of the createConf before it; 0 if not seen
  std::string account;          // X of "Creating user X..."
  std::string server;           // URL, as createConf printed it
  std::optional<int> return_code;
  Reason reason;  // of the first error that says anything
  std::optional<LogReference>
      first_error;            // the first error that is not a mere symptom; else the first symptom
  bool only_symptoms = true;  // first_error is a symptom: nothing before it says why
  bool keychain_restored = false;
  bool in_error = false;            // an error of the enrolment itself, and no certificate was made since
  std::vector<LogReference> steps;  // in order, at most kMaxSteps; the return code is always the last one
  std::uint32_t steps_left_out = 0;
  std::uint32_t symptoms = 0;    // signature and keychain errors in it
  std::optional<Reboot> reboot;  // right after its last line
  // Seconds from its last line to the first line of the next process, while nothing shows it to be alive.
  std::optional<std::int64_t> quiet;
  LogReference first, last;                  // first and last line
  std::optional<LogReference> account_made;  // "Creating user X..."
  std::vector<LogReference> followed;        // the first check-in, contact and signature error soon after it
};
inline constexpr std::size_t kMaxSteps = 24;
inline constexpr std::size_t kMaxAttempts = 32;

// What an attempt without a return code is, once nothing more can come.
[[nodiscard]] Outcome without_return_code(const Attempt& attempt);

// Failures of one kind since the last proof (a proven contact or a return code 0): older ones are history.
struct Trouble {
  std::uint64_t count = 0;   // runs of jamf that met it, not lines
  std::uint64_t before = 0;  // how many an enrolment or contact has made history
  std::optional<LogReference> first, last;
  std::int64_t first_second = 0, last_second = 0;  // see History::second
  std::optional<LogReference> last_before;         // the last one that became history
};

// How many runs of this Mac began and had no end between two successes, at most, and for how long: a version of
// jamf that prints no end, or policies that run for hours, make a habit of it.
struct Habit {
  std::uint64_t runs = 0;
  std::int64_t seconds = 0;
  std::uint64_t successes = 0;  // that it is taken from, at most kHabitSuccesses
};
inline constexpr std::uint64_t kFewRuns = 2;        // as many without an end are nothing, whatever the habit
inline constexpr std::size_t kHabitSuccesses = 16;  // the last ones that it is taken from

// Runs that began since the last success and check for no policies: they show that the Mac was up. One in half an hour is
// counted at most.
struct OtherRuns {
  std::uint64_t count = 0;
  std::int64_t first_second = 0, last_second = 0;  // see History::second
};

struct History {
  std::vector<Attempt> attempts;  // in order; the oldest are dropped beyond kMaxAttempts
  std::uint64_t attempts_dropped = 0;
  std::optional<LogReference> contact;   // the last proof of contact, return code 0 included
  std::optional<LogReference> enrolled;  // the last return code 0
  std::optional<LogReference> checking;  // the last attempt of a check-in: proves nothing
  std::uint64_t contacts = 0;
  std::uint64_t checkings = 0;
  Trouble signature;  // no device identity, or one the server does not take
  Trouble offline;    // the server could not be reached
  Trouble daemon;     // XPC 4099
  Trouble failed;     // runs that ended in an error, of whatever reason, the three above included
  Trouble unended;    // runs that checked for policies and came to no end
  // Recurring check-ins that failed since the last one that was answered, whatever other runs were answered in between
  // (Self Service, a policy by its event): those say nothing of the check-ins.
  Trouble recurring;
  Reason recurring_reason;            // of the last of them
  Trouble recurring_unended;          // that came to no end, in the same time; without `last`
  Habit recurring_habit;              // between any two that were answered; `successes`: how many were
  bool recurs = false;                // a run began by a trigger of the recurring check-in: see may_recur()
  std::int64_t recurring_second = 0;  // `second` when the last one began
  std::int64_t other_second = 0;  // the same, of the first other run that began more than an hour after it
  // Runs in a row that were answered, and failed then: the answer proves contact, and not that a run comes to its end.
  Trouble partial;
  Reason partial_reason;                                // of the last of them
  std::array<std::uint64_t, Reason::kKinds> reasons{};  // of `failed`, by Reason::Kind
  std::array<int, Reason::kKinds> statuses{};           // the last one of each kind
  Habit habit;
  std::optional<LogReference> held;  // the last run since the last success that gave way to another
  OtherRuns others;
  Trouble inventory;        // runs refused their inventory since the last one that was not
  Reason inventory_reason;  // of the last of them that says anything
  std::optional<LogReference> inventory_taken;  // the server took one, and none was refused since
  std::optional<LogReference>
      removed;  // jamf removed its framework, and no run that began since was answered
  std::optional<LogReference> migration;       // ReEnroller began, and said neither that it ended nor how
  std::optional<LogReference> migration_last;  // its last line then
  std::optional<LogReference>
      migrated;  // ReEnroller says that it enrolled the Mac, and nothing of jamf proves it
  std::optional<LogReference>
      mdm_missing;  // ReEnroller got no configuration for MDM, and no enrolment followed: see lacks_mdm()
  std::int64_t second = 0;  // seconds that went by in the log, steps back of the clock left out
  // The same by the dates of other programs' lines: the first one more than an hour after the last contact, and the last.
  std::int64_t elsewhere_first = 0, elsewhere_last = 0;
  std::int64_t contact_second = 0;  // `second` of the last proof of contact
  std::int64_t heard_second = 0;    // of the first record more than an hour after it; below it: none
  std::optional<LogReference> daemon_started,
      daemon_ended;                     // the last "Daemon starting", and "Daemon exiting" or the like
  std::optional<LogReference> outside;  // beside jamf's records, and speaks of a dead Mac: see outside.h
  std::optional<LogReference>
      reconfigured;  // createConf to a server not known here, and nothing answered since
  std::optional<LogReference> task_removed;  // jamf's scheduled task or daemon went, and neither came again
  std::optional<LogReference> edited;        // somebody's tool deleted lines from this log
  std::optional<LogReference> first, last;   // first and last record
  std::string host;                          // of the last record
  LogQuality quality;
  bool from_tail = false;  // the beginning was not read: all before the last proof is history anyway
};

// A history with where it was read.
struct LogRead {
  History history;
  std::vector<std::string> sources;   // names of the files, by LogReference::file
  std::vector<std::string> faults;    // one line for each file that could not be read to its end
  std::string newest_unread;          // why the newest of several files tells nothing; empty: it does
  std::uint64_t bytes = 0;            // of text
  std::optional<LocalTime> modified;  // of the newest file
  UnknownLines unknown_lines;         // where they were asked for
};

// Every reference of a history, for what has to be done to each.
template <class Function>
void for_each_reference(History& history, Function function) {
  const auto maybe = [&](std::optional<LogReference>& reference) {
    if (reference) function(*reference);
  };
  for (Attempt& attempt : history.attempts) {
    function(attempt.first);
    function(attempt.last);
    maybe(attempt.first_error);
    maybe(attempt.account_made);
    for (auto* references : {&attempt.steps, &attempt.followed}) {
      for (LogReference& reference : *references) function(reference);
    }
  }
  for (Trouble* trouble :
       {&history.signature, &history.offline, &history.daemon, &history.failed, &history.unended,
        &history.recurring, &history.recurring_unended, &history.partial, &history.inventory}) {
    maybe(trouble->first);
    maybe(trouble->last);
    maybe(trouble->last_before);
  }
  for (auto* reference :
       {&history.contact, &history.enrolled, &history.checking, &history.edited, &history.first,
        &history.last, &history.daemon_started, &history.daemon_ended, &history.held, &history.removed,
        &history.migration, &history.migration_last, &history.migrated, &history.inventory_taken,
        &history.mdm_missing, &history.outside, &history.reconfigured, &history.task_removed}) {
    maybe(*reference);
  }
}

// Whether `a` stands behind `b`: file order is the truth, for clocks step back.
[[nodiscard]] bool is_after(const LogReference& a, const LogReference& b);

// The line as a person may see it: redacted, printable.
[[nodiscard]] std::string shown_text(const LogReference& reference);

// What the log's form keeps it from deciding, for a person: about(), and the line outside jamf's records that is why.
[[nodiscard]] std::string about_form(const History& history);

// The words of a record, or of the reason in an error block, without what stands in front of them.
[[nodiscard]] std::string own_words(const LogReference& reference);

// A line of a log as evidence, as shown_text().
[[nodiscard]] Evidence evidence_of(const LogReference& reference, const LogRead& log);

}  // namespace enrolkit
