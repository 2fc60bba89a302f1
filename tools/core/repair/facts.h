// What a repair must know of the Mac before it acts, and again after each act, to see what became of it.
// Findings are those of the attributes: what repairs is what they call healthy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/account/conflict.h"
#include "core/assessment/assessment.h"
#include "core/base/finding.h"
#include "core/base/process.h"
#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/enrolment/cause.h"
#include "core/enrolment/device_signature.h"
#include "core/keychain/verdict.h"
#include "core/management/framework.h"
#include "core/management/jamf_processes.h"
#include "core/management/launchd.h"
#include "core/management/mdm.h"
#include "core/repair/backup.h"

namespace enrolkit {

// Something that Jamf installed, whose owner, mode or flags are not as they must be, or whose link is gone.
struct AccessFault {
  std::string path;
  std::string what;               // "may be written by others (mode 0777)"
  std::uint32_t group = 0;        // as it should be; the owner always is root
  std::uint32_t mode = 0;         // as it should be
  bool others_may_write = false;  // so that nobody knows what it is now
  bool unknown = false;  // nor by whom: it could not be read, or is a link or a folder; no step mends it
  bool link = false;     // the link in /usr/local/bin
};

// One of Jamf's jobs of launchd, whose file is proven to be Jamf's.
struct Job {
  JobFile file;
  std::string path;
  JobKind kind = JobKind::task;
  Reading<bool> loaded = Unreadable{"not asked"};
  // A process of it is there. Of a daemon alone: a task is there for minutes.
  Reading<bool> running = Unreadable{"not asked"};
  Reading<bool> disabled = Unreadable{"not asked"};  // launchd never loads it, whatever its file says

  [[nodiscard]] bool is_daemon() const { return kind != JobKind::task; }
  [[nodiscard]] bool is_out() const { return value_of(loaded) != nullptr && !*value_of(loaded); }
  // Loaded, and yet nothing of it runs. Where launchd did not say, it is neither out nor dead.
  [[nodiscard]] bool is_dead() const {
    const bool is_in = value_of(loaded) != nullptr && *value_of(loaded);
    return is_daemon() && is_in && value_of(running) != nullptr && !*value_of(running);
  }
  [[nodiscard]] bool is_disabled() const { return value_of(disabled) != nullptr && *value_of(disabled); }
  [[nodiscard]] bool is_down() const { return is_out() || is_dead() || is_disabled(); }
};
// A file of the name of one of Jamf's jobs, which is not used.
struct RefusedJob {
  std::string path;
  std::string why;
};

// A file that only root may have touched: the enrolment invitation. Its content is not kept here.
enum class Invitation : std::uint8_t { unknown, absent, unsafe, damaged, ready };

struct RepairFacts {
  LocalTime now;
  std::int64_t now_unix = 0;
  std::uint32_t uid = 0;  // of this process
  bool whole = false;     // false: only files were read, and what follows the findings is not known

  std::vector<Finding> findings;  // all that the Mac is judged by: evidence/findings.h
  EnrolmentVerdict story;         // of the diagnosis
  Judgement<State> enrolment;
  Judgement<SignatureState> signature;
  FrameworkVerdict framework;
  ConflictVerdict conflict{ConflictState::unknown, {}, "not looked at"};
  std::optional<Cause> cause;  // of the diagnosis
  Finding check_in;
  KeychainState keychain = KeychainState::unknown;
  std::string serial;                 // of this Mac's certificate; empty: none
  std::optional<LocalTime> contact;   // the last proof of contact
  std::optional<LocalTime> enrolled;  // the last "Enroll return code: 0"
  std::vector<AccessFault> access;
  bool binary = false;  // it is there, and a program
  bool jamfs = false;   // codesign has proven it to be Jamf's, unchanged
  Reading<std::string> jss_url = Unreadable{"not read"};
  std::string verify_ssl;  // of the same file: createConf's value, or empty

  Judgement<MdmState> mdm;
  Reading<MdmStatus> mdm_status = Unreadable{"not asked"};
  std::optional<std::string> server_url;    // of a trusted place: settings, else the MDM profile
  std::string server_source;                // who names it, for a person
  std::optional<std::string> other_server;  // the MDM server, where it is another than the trusted one
  Reading<std::vector<Process>> processes = Unreadable{"not asked"};
  std::vector<HungRun> hung;
  bool installed = true;     // enrolkit's package is
  bool under_jamf = false;   // this process was started by a run of jamf
  std::string no_hand_over;  // why launchd may not be told to go on with the repair; empty: it may
  std::vector<Job> jobs;
  // Where a job is down: the database of Background Task Management that is too large, or could not be looked at. Then
  // launchd loads no third party's jobs after a restart. Empty: it is no larger than it should be.
  std::string background_items;
  std::vector<RefusedJob> refused_jobs;  // neither loaded nor ended
  Reading<bool> server_answers = Unreadable{"not asked"};
  std::optional<std::string> setup_assistant;  // why it must be taken to run
  std::optional<std::string> setup_running;    // why Setup Manager must be taken to be at work
  std::optional<std::uint32_t> console;        // uid of the user at the screen, if a person
  Invitation invitation = Invitation::unknown;
  std::string invitation_why;
  std::optional<SavedKeychain> saved;  // fit to be put back
  std::string saved_why;               // why there is none
  // As it is now, to be kept before another takes its place.
  Reading<std::string> keychain_bytes = Unreadable{"not read"};
  bool not_permitted = false;  // macOS refused a file that the findings rest on, even to root
  std::string unsafe;          // why what root keeps for repairs may not be trusted; empty: it may
};

// The one verdict on the Mac, over its findings and what only a repair looks at (owners and modes, launchd's jobs, runs
// that hang). Left out is `repair`: what earlier runs came to is what this look is to settle.
[[nodiscard]] Assessment verdict_of(const RepairFacts& facts);

// Does it need a repair? No verdict on the Mac: a step mends no account conflict, for one.
//
// Healthy: the server accepts the signature, framework and keychain are sound, and nothing that was looked at
// is wrong. Unknown where one of these is. A Mac of which nothing is wrong but nothing proven is unknown.
[[nodiscard]] Health health_of(const RepairFacts& facts);

// What there is to fix, in one word for journal and back-off: the diagnosis's cause, else the first finding
// that is wrong ("framework:DaemonDown"), else the verdict's cause, for which there is no step ("Tampered"), else
// "unproven". Empty when healthy.
[[nodiscard]] std::string cause_of(const RepairFacts& facts);

}  // namespace enrolkit
