// The messages of jamf.log that a rule may rely on, and what each is worth as evidence.
//
// Texts as printed by jamf binaries of Jamf Pro 9 to 11, ReEnroller and Jamf-Resolver, gathered from public
// logs. Matching is by prefix, and a line cut before the prefix is complete is not recognised: better none
// than wrong.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace enrolkit {

enum class Message : std::uint8_t {
  other,  // a line no rule uses
  // enrolment
  enrolling,            // "Enrolling computer...": `jamf enroll` has begun (printed without a stamp)
  certificate_trusted,  // "The SSL Certificate for URL must be trusted ...": createConf ran. No failure.
  trust_skipped,        // "Skipping trustJSS command...": no failure
  creating_user,        // "Creating user X...": about to make the Management Account. Not that it exists.
  certificate_created,  // "The device certificate was created successfully."
  return_code,          // "Enroll return code: N": 0 enrolled, 70 failed
  enrol_error,          // "An error occurred while enrolling computer: REASON": the cause of a failed run
  sending_error,        // "An error occurred while sending enrollment information to Jamf Pro: REASON"
  keychain_restored,    // "Restoring JAMF.keychain since an error occurred."
  security_domain,      // "Error Domain=com.jamf.jamfsecurity.error Code=-25300 ...": a symptom
  security_error,       // "Security Error - A security error has occurred.": a wrapper, says nothing more
  device_signature,     // "Device Signature Error - A valid device signature is required ...": a symptom
  permission_error,     // "Permission Error - The user specified does not have permission ..."
  connection_failure,   // "Connection failure: "TEXT""
  launchd_removed,      // "Removing existing launchd task PATH...": a job was cleaned up
  trust_failed,         // "Unable to add the certificates to the System keychain..."
  // framework
  framework,        // "Enforcing management framework..."
  plug_in,          // "Installing Self Service plug-in NAME..."
  scheduled_tasks,  // "Enforcing scheduled tasks..."
  task_added,       // "Adding launchd task com.jamfsoftware.task.1..."
  creating_daemon,  // "Creating launch daemon..."
  creating_agent,   // "Creating launch agent..."
  downloading,      // "Downloading the agent...", "Downloading the Jamf Bundle..."
  login_notice,     // "Informing the JSS about login for user U": an attempt
  upgrading,        // "Upgrading jamfHelper.app..." and the like
  // check-in
  checking,     // "Checking for policies triggered by ...": an attempt. Proves no contact.
  checking_id,  // "Checking for policy ID N...": an attempt
  executing,    // "Executing Policy NAME": contact, unless the pid lost the server before
  patches,      // "Checking for patches...": contact
  no_patches,   // "No patch policies were found.": contact, and the end of a check-in
  no_policies,  // "No policies were found for the "X" trigger.": contact
  offline,      // "Could not connect to the JSS. Looking for cached policies...": no contact
  recon_error,  // "Error running recon: ..."
  error_block,  // "There was an error." (a continuation line): a reason follows
  // daemon
  daemon_starting,  // "Daemon starting"
  daemon_ending,    // "Daemon exiting", "Daemon shutdown completed"
  cocoa_domain,     // "Error Domain=NSCocoaErrorDomain Code=4099 ...": the daemon's XPC service is gone
  debug,            // "[DEBUG] ...": may hold tokens, and continuation lines follow
  // other writers
  re_enroller_start,     // ReEnroller: "[startToMigrate] ..." / "ReEnroller Version: ..."
  re_enroller_enrolled,  // ReEnroller: "Enrolled to new Jamf Server: URL"
  re_enroller_failed,  // ReEnroller: "Failed to remove MDM ...", "There was a problem ...", "Exiting failback"
  re_enroller_moved_back,  // ReEnroller: "Moved the backup ... back into place."
  log_edited,              // "Jamf-Resolver removed lines with Device Signature error from Jamf.log, ..."
  // added since
  already_running,    // "This policy trigger is already being run: root 5249 ??": another run holds it
  policy_work,        // packages, scripts, printers: what a policy does. Says nothing of the server.
  policy_failed,      // "Installation failed. ...": the policy's own failure, not the server's
  framework_removed,  // "Removing scheduled tasks...", "Removing JAMF Preferences file...": the framework goes
  inventory_begins,  // "Removing existing launchd task ...task.bgrecon...": an inventory began. Not that it came.
  inventory_taken,  // "<computer_id>N</computer_id>": the server took an inventory, into the record N. The output of
                    // jamf recon; no version writes it to jamf.log by itself.
  removal_command,  // "Running command jamf removeFramework...": what became of it is not told
};
inline constexpr std::size_t kMessages = static_cast<std::size_t>(Message::removal_command) + 1;

// What a message says about the run of jamf that printed it.
enum class Role : std::uint8_t {
  none,           // nothing
  step,           // of an enrolment
  start,          // a check for policies begins: an attempt
  proof,          // the server answered, and no cache can have: the end of a check-in
  cached_proof,   // the server answered, unless the run lost it before: then its cache did
  held,           // the run gives way to another one of its kind
  failure,        // an error; its words say which
  service_lost,   // the daemon's XPC service is gone
  removal,        // the framework goes
  inventory,      // the server took an inventory
  edited,         // somebody deletes lines
  daemon_starts,  //
  daemon_ends,    //
  unknown,        // a line in no list: an error if its shape is one
};

// By Message, in its order.
inline constexpr std::array<Role, kMessages> kRoles{
    Role::unknown,        // other
    Role::step,           // enrolling
    Role::step,           // certificate_trusted
    Role::step,           // trust_skipped
    Role::step,           // creating_user
    Role::step,           // certificate_created
    Role::step,           // return_code
    Role::failure,        // enrol_error
    Role::failure,        // sending_error
    Role::failure,        // keychain_restored
    Role::failure,        // security_domain
    Role::failure,        // security_error
    Role::failure,        // device_signature
    Role::failure,        // permission_error
    Role::failure,        // connection_failure
    Role::step,           // launchd_removed
    Role::failure,        // trust_failed
    Role::step,           // framework
    Role::step,           // plug_in
    Role::step,           // scheduled_tasks
    Role::step,           // task_added
    Role::step,           // creating_daemon
    Role::step,           // creating_agent
    Role::step,           // downloading
    Role::none,           // login_notice
    Role::none,           // upgrading
    Role::start,          // checking
    Role::start,          // checking_id
    Role::cached_proof,   // executing
    Role::proof,          // patches
    Role::proof,          // no_patches
    Role::cached_proof,   // no_policies
    Role::failure,        // offline
    Role::failure,        // recon_error
    Role::failure,        // error_block
    Role::daemon_starts,  // daemon_starting
    Role::daemon_ends,    // daemon_ending
    Role::service_lost,   // cocoa_domain
    Role::none,           // debug
    Role::none,           // re_enroller_start
    Role::none,           // re_enroller_enrolled
    Role::none,           // re_enroller_failed
    Role::none,           // re_enroller_moved_back
    Role::edited,         // log_edited
    Role::held,           // already_running
    Role::none,           // policy_work
    Role::none,           // policy_failed
    Role::removal,        // framework_removed
    Role::step,           // inventory_begins
    Role::inventory,      // inventory_taken
    Role::removal,        // removal_command
};

// Asked for each record of a log.
[[nodiscard]] constexpr Role role_of(Message message) { return kRoles[static_cast<std::size_t>(message)]; }

// True for a line that is an error by its shape ("Error", "failed", "could not", "unable", an error domain or
// code), whether it is in a list or not.
[[nodiscard]] bool looks_like_error(std::string_view message);

// True for a text that holds one of jamf's own errors, wherever in it. Words that any program may use are none.
[[nodiscard]] bool holds_failure(std::string_view text);

// True for a line that says of something that it is there already ("already exists", "eDSRecordAlreadyExists"). No public log
// shows such a line of an account: the words are guessed, and decide nothing alone.
[[nodiscard]] bool says_it_exists(std::string_view message);

// True for a line in no list that says of a part of Jamf's framework that it goes: "Removing the ... binary",
// "Uninstalling the Jamf management framework". Other things are removed every day.
[[nodiscard]] bool looks_like_removal(std::string_view message);

// True where what goes, by such a line, is the MDM profile, and no word is of the framework.
[[nodiscard]] bool is_removal_of_mdm(std::string_view message);

// True for a policy's command that removes the framework: `jamf removeFramework`.
[[nodiscard]] bool runs_removal(std::string_view message);

// Of "Removing existing launchd task PATH...": the job is one that check-ins need, and none that jamf makes for a moment.
[[nodiscard]] bool names_own_job(std::string_view message);

[[nodiscard]] Message classify(std::string_view message);

// True for a word of a known message, as it is written there: nobody's name.
[[nodiscard]] bool is_catalogue_word(std::string_view word);

// True for the beginning of a known message that jamf always ends with a full stop or dots, without that end.
[[nodiscard]] bool is_cut_message(std::string_view message);

// ReEnroller's own lines share no text with jamf's; they are looked up apart.
[[nodiscard]] Message classify_re_enroller(std::string_view message);

// Why the server or the network said no, from the text after "...error occurred while enrolling computer: ".
struct Reason {
  enum class Kind : std::uint8_t {
    none,        // no text was recognised
    permission,  // the server refused the invitation or user
    http,        // the server answered with `status`
    network,     // time-out, lost connection, host not found, offline
    untrusted,   // TLS: the certificate is not trusted
    clock,       // TLS: the certificate is not valid at the Mac's time
    signature,   // Device Signature Error: a symptom
    security,    // Security Error, or a security domain with `status` (OSStatus): a symptom, but for damage
    daemon,      // NSCocoaErrorDomain 4099
    mdm_kept,    // ReEnroller could not remove the old server's MDM
  };
  static constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::mdm_kept) + 1;
  Kind kind = Kind::none;
  int status = 0;  // HTTP status or OSStatus; 0 none
};
[[nodiscard]] Reason reason_of(std::string_view text);

// The same for a line of ReEnroller: its check of the connection to the new server failed, for a reason that it does not
// tell.
[[nodiscard]] Reason reason_of_re_enroller(std::string_view message);

// Of a line of ReEnroller: macOS could not fetch the Device Enrollment configuration, whatever the number, so that nothing
// asks for the MDM enrolment.
[[nodiscard]] bool lacks_mdm(std::string_view message);

// Of a line of NSCocoaErrorDomain 4099: the connection that was lost is one to the jamf daemon's services
// ("com.jamf.management.daemon.binary" and others), as far as the line, which may be cut, names one.
[[nodiscard]] bool names_jamf_daemon(std::string_view text);

// Of such a line: the service is the daemon's own, and not one that somebody else of Jamf's offers, or that the line leaves
// out.
[[nodiscard]] bool names_the_daemon_itself(std::string_view text);

// N of "Enroll return code: N"; nothing when the line was cut before the number was complete.
[[nodiscard]] std::optional<int> return_code_of(std::string_view message);

// X of "Creating user X..." (also with U+2026); empty when cut before the dots.
[[nodiscard]] std::string_view account_of(std::string_view message);

// URL of "The SSL Certificate for URL must be trusted ..."; empty when cut.
[[nodiscard]] std::string_view server_of(std::string_view message);

// Of "Checking for policies triggered by ...": the trigger is the recurring check-in.
[[nodiscard]] bool is_recurring(std::string_view message);

// The same, or one that Casper 9 had in its place ("every15"). All others begin at a start, a login or an enrolment, or
// because somebody asked, and so say nothing of the recurring check-in.
[[nodiscard]] bool may_recur(std::string_view message);

// Messages that only an enrolment prints, where none is known of.
[[nodiscard]] constexpr bool begins_an_enrolment(Message m) {
  return m == Message::certificate_trusted || m == Message::enrolling || m == Message::trust_skipped ||
         m == Message::trust_failed || m == Message::creating_user || m == Message::certificate_created ||
         m == Message::return_code || m == Message::enrol_error || m == Message::sending_error ||
         m == Message::keychain_restored;
}

// True for messages that prove contact when their process did not lose the server before (jamf-log rules):
// what the server must have answered for the line to be there.
[[nodiscard]] constexpr bool proves_contact(Message m) {
  return m == Message::executing || m == Message::patches || m == Message::no_patches ||
         m == Message::no_policies;
}

// "Removing existing launchd task PATH...", whatever the task.
[[nodiscard]] constexpr bool removes_a_task(Message m) {
  return m == Message::launchd_removed || m == Message::inventory_begins;
}

// Steps that a fresh `jamf enroll` goes through once the account and the certificate are made.
[[nodiscard]] constexpr bool is_framework(Message m) {
  return m >= Message::framework && m <= Message::downloading;
}

}  // namespace enrolkit
