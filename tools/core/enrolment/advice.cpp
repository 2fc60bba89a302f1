// The words for each cause. Facts behind them: the repair table of the jamf binary's verbs and their limits,
// Jamf's documentation on redeploying the management framework (Jamf Pro 10.36 and later), and the published
// account conflict of 2023-02-11 (soundmacguy), whose four ways out come first for AccountConflict.
#include "core/enrolment/cause.h"

namespace enrolkit {
namespace {

constexpr std::string_view kRedeploy =
    "With MDM alive: redeploy the management framework from Jamf Pro (POST "
    "/api/v1/jamf-management-framework/redeploy/{id}). It enrols the jamf binary anew with today's settings.";
constexpr std::string_view kInvitation =
    "Without MDM, on the Mac as root: jamf enroll -invitation with a multi-use invitation, -noRecon "
    "-noManage "
    "-noPolicy; then jamf manage and jamf recon from another process.";
constexpr std::string_view kRenew =
    "Last: sudo profiles renew -type enrollment, with a person at the Mac who accepts the notice.";
constexpr std::string_view kCheck =
    "Read the whole log around the last line shown, and look at JAMFSoftwareServer.log for the same minute.";

}  // namespace

const Advice& advice_on(Cause cause) {
  static const Advice kConflict{
      "The PreStage's local administrator and Jamf's Management Account share a username: macOS had made the "
      "account, "
      "the jamf binary tried to make it again, and the Mac went down before the binary had its certificate.",
      "The account's creation time in its local record (earlier than the \"Creating user\" line), or the "
      "PreStage's "
      "account settings beside the Management Account's name.",
      {"In Jamf Pro, give the two accounts different usernames (User-initiated enrolment settings, or the "
       "PreStage's "
       "Account Settings).",
       "Or do not create the Management Account at enrolment.",
       "Or do not create a local administrator in the PreStage.",
       "Or create neither of the two. Until one of these four is done, enrolling again strikes the same "
       "account.",
       "Then give this Mac its identity back. It keeps the account; nothing needs to be deleted.", kRedeploy,
       kInvitation, kRenew}};
  static const Advice kInterrupted{
      "The enrolment stopped in the middle: its process said nothing more, and the Mac went on without it.",
      "The Mac's boot time and shutdown cause for that minute (last reboot, log show), and whether the "
      "Management "
      "Account's name is also a local administrator's.",
      {"Find what ended it: a restart by a package or profile of the PreStage, a user, an empty battery, a "
       "script that "
       "kills jamf.",
       kRedeploy, kInvitation, kRenew}};
  static const Advice kPermission{
      "Jamf Pro refused the enrolment: the invitation or the user had no right to enrol.",
      "The invitation's state in Jamf Pro. A one-use invitation is spent by an earlier run, so look for an "
      "earlier, "
      "interrupted enrolment that this log may no longer hold.",
      {"Look in the log before this run: if an enrolment was interrupted there, that is the thing to fix.",
       "If a person enrolled: check that the user has the enrolment privilege, and is no SSO-only account.",
       kRedeploy,
       "Without MDM: make a multi-use invitation, then on the Mac as root jamf enroll -invitation, -noRecon "
       "-noManage "
       "-noPolicy; then jamf manage and jamf recon from another process.",
       kRenew}};
  static const Advice kUnreachable{
      "The Mac could not reach Jamf Pro, or the connection was lost.",
      "sudo jamf checkJSSConnection on the Mac's network. It tests network and TLS only.",
      {"Check the network the Mac enrols on: captive portal, proxy, firewall, DNS for the server's name and "
       "port.",
       "When the server answers again: redeploy or enrol again. The Mac needs no other change.", kRedeploy,
       kInvitation, kRenew}};
  static const Advice kServer{
      "Jamf Pro, or a load balancer or proxy before it, answered with an error.",
      "The server's and the load balancer's log for that minute: how many Macs met it, and since when.",
      {"Mend the server first: 502 to 504 come from the load balancer or a Tomcat that is down or "
       "restarting.",
       "Look for the other Macs that enrolled in that hour: they are likely in the same state.", kRedeploy,
       kInvitation, kRenew}};
  static const Advice kDownload{
      "The QuickAdd package could not download the jamf binary.",
      "install.log on the Mac: \"Download failed with error code\" by package_script_service.",
      {"Wait: Jamf Pro sends the package again after about five minutes.",
       "Check that the Mac's network reaches the server's /bin/jamf.gz.", kRedeploy, kRenew}};
  static const Advice kUntrusted{
      "The Mac does not trust the certificate that the server showed.",
      "The chain the server shows on the Mac's network: a TLS-inspecting proxy shows its own.",
      {"Bring the server's CA by a configuration profile (a root process may not set trust on newer macOS).",
       "If a proxy inspects TLS, exempt the Jamf Pro server.", kRedeploy, kInvitation}};
  static const Advice kKeychain{"JAMF.keychain could not be opened or written.",
                                "The file /Library/Application Support/JAMF/JAMF.keychain: present, owned by "
                                "root, mode 600, and whole.",
                                {"Check owner, mode and flags of the file, and that the disk is not full.",
                                 kRedeploy, kInvitation, kRenew}};
  static const Advice kExpired{"The Mac's device certificate has expired.",
                               "The certificate's end date in JAMF.keychain.",
                               {"Check the Mac's clock.", kRedeploy, kInvitation, kRenew}};
  static const Advice kSignature{
      "The jamf binary has no identity that the server accepts, and the log does not show why: the loss is "
      "older than "
      "the log, or left no line.",
      "JAMF.keychain (a certificate with its key, for this Mac's hardware UUID), and whether the computer's "
      "record "
      "still exists in Jamf Pro.",
      {"Check that the computer's record exists in Jamf Pro, and that no other Mac enrolled with this one's "
       "disk or "
       "backup.",
       kRedeploy, kInvitation, kRenew}};
  static const Advice kClock{"The Mac's clock was wrong: a certificate was not valid at the time it showed.",
                             "The Mac's clock beside a time server's.",
                             {"Set the clock: sudo sntp -sS time.apple.com.", kRedeploy, kInvitation}};
  static const Advice kDaemon{
      "The jamf daemon's service is gone (XPC 4099): each check-in and inventory dies at once.",
      "sudo launchctl print system/com.jamf.management.daemon.",
      {"End a jamf process that hangs; then reload com.jamf.management.daemon (launchctl bootout, "
       "bootstrap).",
       "sudo jamf manage.", kRedeploy}};
  static const Advice kFramework{
      "The management framework is missing from the Mac.",
      "/usr/local/jamf/bin/jamf and /Library/LaunchDaemons/com.jamf.management.daemon.plist.",
      {kRedeploy, kInvitation, kRenew}};
  static const Advice kFrameworkDamaged{
      "Parts of the management framework are damaged, or not Jamf's.",
      "sudo enrolkit-ea framework --explain names the parts.",
      {"On the Mac: sudo /Library/Enrolkit/bin/enrolkit-repair.", kRedeploy, kInvitation, kRenew}};
  static const Advice kForeign{
      "The device certificate in JAMF.keychain is another Mac's: by Migration Assistant, a restored image, a moved "
      "virtual machine, or a new logic board.",
      "The certificate's name beside this Mac's hardware UUID; "
      "/Library/SystemMigration/History/Migration-*/MigrationAttempt.plist names the computer it came from.",
      {"Check that the other Mac is not in use with the same identity.",
       "On the Mac: sudo /Library/Enrolkit/bin/enrolkit-repair --highest enrol.", kRedeploy, kInvitation,
       kRenew}};
  static const Advice kTampered{
      "Something on the Mac works against the management: modes that turn back, disabled jobs, or redirected hosts.",
      "The evidence named above, with a person at the Mac.",
      {"Find who or what does it before repairing: a repair is undone at once.",
       "Then on the Mac: sudo /Library/Enrolkit/bin/enrolkit-repair."}};
  static const Advice kSetup{
      "Setup Manager or Setup Assistant has not finished with this Mac.",
      "/private/var/db/.JamfSetupStarted without .JamfSetupEnrollmentDone, and the process that is running.",
      {"Wait until it has finished; then look again."}};
  static const Advice kMdm{"The Mac is not enrolled in MDM.", "profiles status -type enrollment.", {kRenew}};
  static const Advice kOther{"The Mac is managed by another server.",
                             "profiles status -type enrollment, and jss_url in com.jamfsoftware.jamf.plist.",
                             {"Decide which server shall have the Mac, and unmanage it on the other."}};
  static const Advice kUnclear{
      "The log does not say why.",
      "The lines named as missing.",
      {kCheck, "Raise the log level (global_log_level DEBUG), and enrol again with the log kept.",
       kRedeploy}};
  switch (cause) {
    case Cause::account_conflict: return kConflict;
    case Cause::interrupted: return kInterrupted;
    case Cause::permission_denied: return kPermission;
    case Cause::server_unreachable: return kUnreachable;
    case Cause::server_error: return kServer;
    case Cause::download_failed: return kDownload;
    case Cause::untrusted_server: return kUntrusted;
    case Cause::keychain_damaged: return kKeychain;
    case Cause::certificate_expired: return kExpired;
    case Cause::signature_lost: return kSignature;
    case Cause::clock_skew: return kClock;
    case Cause::daemon_dead: return kDaemon;
    case Cause::framework_missing: return kFramework;
    case Cause::framework_damaged: return kFrameworkDamaged;
    case Cause::foreign_identity: return kForeign;
    case Cause::tampered: return kTampered;
    case Cause::setup_running: return kSetup;
    case Cause::mdm_not_enrolled: return kMdm;
    case Cause::other_server: return kOther;
    case Cause::unclear: return kUnclear;
  }
  return kUnclear;
}

}  // namespace enrolkit
