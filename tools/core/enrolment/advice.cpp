// The words for each cause. Facts behind them: the repair table of the jamf binary's verbs and their limits; Jamf's
// documentation on redeploying the management framework (Jamf Pro 10.36 and later); the published account conflict of
// 2023-02-11 (soundmacguy); Jamf's technical paper on LAPS, which warns of one username for both managed local
// administrators; Apple 126655 on TLS for management traffic (macOS 27).
#include "core/enrolment/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/ascii.h"
#include "core/base/url.h"
#include "core/enrolment/http_status.h"

namespace enrolkit {
namespace {

constexpr std::string_view kServerRepair =
    "With MDM alive, from your computer: `enrolkit server repair {serial} --yes`. It sends the management framework "
    "again.{how}";
constexpr std::string_view kHowToGetSerial =
    " (SERIAL: on the Mac, `ioreg -rd1 -c IOPlatformExpertDevice | grep IOPlatformSerialNumber`.)";
constexpr std::string_view kMacRepair =
    "Without MDM, on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --highest enrol`. It needs the number of a "
    "multi-use invitation, put there first: `sudo sh -c 'umask 077; cat >/var/db/enrolkit/invitation'`, paste it, Return, "
    "Ctrl-D.";
constexpr std::string_view kSendByHand =
    "By hand, with MDM alive, from another Mac: `TOKEN=$(curl -s -u USER -X POST https://{server}/api/v1/auth/token | plutil "
    "-extract token raw -)`, then `curl -X POST -H \"Authorization: Bearer $TOKEN\" "
    "https://{server}/api/v1/jamf-management-framework/redeploy/ID`. USER is an account of Jamf Pro; ID is the computer's "
    "number there (id= in the address of its record).";
constexpr std::string_view kEnrolByHand =
    "By hand, without MDM, on the Mac: `sudo jamf enroll -invitation INVITATION -noRecon -noManage -noPolicy`, then "
    "`sudo jamf manage` and `sudo jamf recon`.";
constexpr std::string_view kRenew =
    "Last: `sudo profiles renew -type enrollment`, with a person at the Mac who accepts the notice.";

// The ways to give a Mac its identity back. What the server sends brings it, too.
const std::vector<std::string_view> kWays{kServerRepair, kMacRepair, kSendByHand, kEnrolByHand, kRenew};
// Where there is no jamf binary to enrol with.
const std::vector<std::string_view> kWaysWithoutBinary{kServerRepair, kSendByHand, kRenew};
const std::vector<std::string_view> kWaysButRenewal{kServerRepair, kMacRepair, kSendByHand, kEnrolByHand};
const Remedy kEnrolAgain{"Enrol the jamf binary again, in the first of these ways that fits:", kWays};
const Remedy kElseEnrolAgain{
    "If that does not help, enrol the jamf binary again, in the first of these ways that fits:", kWays};
const Remedy kElseEnrolUnlessItWorks{kElseEnrolAgain.text, kWays, Unless::identity_works};
const Remedy kElseButRenewal{kElseEnrolAgain.text, kWaysButRenewal};

// By cause, in its order.
const std::array<Advice, kCauseNames.size()> kAdvice{{
    // AccountConflict
    {"The PreStage's local administrator and Jamf's Management Account (both \"managed local administrators\" in new Jamf "
     "Pro) share a username: macOS had made the account, the jamf binary tried to make it again, and the Mac went down "
     "before the binary had its certificate. The same name also makes the LAPS password unreadable.",
     "The account's creation time in its local record (earlier than the \"Creating user\" line), or the PreStage's "
     "account settings beside the Management Account's name.",
     {{"First the cause, or enrolling again meets the same account. In one of these ways:",
       {"Rename the Management Account: `enrolkit server conflict --fix rename {rename}`, then the same with --yes.",
        "By hand in Jamf Pro, give the two accounts different usernames (User-initiated enrolment, or the PreStage's "
        "Account Settings).",
        "By hand in Jamf Pro, do not create the Management Account at enrolment.",
        "By hand in Jamf Pro, do not create a local administrator in the PreStage."}},
      {"Then enrol the jamf binary again, in the first of these ways that fits. The Mac keeps the account {account}; "
       "nothing needs to be deleted. After a rename put the new name into the Mac's setting ManagementAccount first: its old "
       "log still names the old one, and enrolkit-repair would refuse.",
       kWays}}},
    // Interrupted
    {"The enrolment stopped in the middle: its process said nothing more, and the Mac went on without it.",
     "The Mac's boot time and shutdown cause for that minute (`last reboot`, `log show`), and whether the Management "
     "Account's name is also a local administrator's.",
     {kEnrolAgain,
      {"Find what ended it: a restart by a package or profile of the PreStage, an installer that ends the login window "
       "(Jamf Connect, App Installers: install.log shows them in that minute), a user, an empty battery."}}},
    // PermissionDenied
    {"Jamf Pro refused the enrolment: the invitation or the user had no right to enrol.",
     "The invitation's state in Jamf Pro. A one-use invitation is spent by an earlier run, so look for an earlier, "
     "interrupted enrolment that this log may no longer hold.",
     {kEnrolAgain,
      {"Look in the log before this run: if an enrolment was interrupted there, that is the thing to fix.",
       {},
       Unless::enrolled_before},
      {"If a person enrolled: check that the user has the enrolment privilege, and not an SSO-only account."}}},
    // ServerUnreachable
    {"The Mac could not reach Jamf Pro, or the connection was lost.",
     "`sudo jamf checkJSSConnection` on the Mac's network. It tests network and TLS only.",
     {{"Check the network the Mac enrols on: captive portal, proxy, firewall, DNS for the server's name, its port."},
      {"When the server answers again, on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --highest check-in`."},
      kElseEnrolUnlessItWorks}},
    // ServerError
    {"Jamf Pro, or a load balancer or proxy before it, answered with an error.",
     "The server's and the load balancer's log for that minute: how many Macs met it, and since when.",
     {{"Repair the server first: 502 to 504 come from the load balancer or a Tomcat that is down or restarting."},
      {"Look for the other Macs that enrolled in that hour: `enrolkit server stuck --since 7d`."},
      {"Then enrol the jamf binary again, in the first of these ways that fits:", kWays,
       Unless::identity_works}}},
    // DownloadFailed
    {"The QuickAdd package could not download the jamf binary.",
     "install.log on the Mac: \"Download failed with error code\" by package_script_service.",
     {{"Wait: Jamf Pro sends the package again after about five minutes."},
      {"Check on the Mac's network: `curl -sSI https://{server}/bin/jamf.gz`."},
      {"If the Mac can fetch it, have it sent again, in the first of these ways that helps:",
       {kServerRepair, kSendByHand, kRenew}}}},
    // UntrustedServer
    {"The Mac does not trust the certificate that the server showed.",
     "The chain the server shows on the Mac's network: a TLS-inspecting proxy shows its own.",
     {{"See the chain: `openssl s_client -connect {connect} -tls1_2 </dev/null`. macOS 27 also wants \"Extended master "
       "secret: yes\"."},
      {"If a proxy inspects TLS, exempt the Jamf Pro server."},
      {"On the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --highest trust`. On newer macOS install the server's CA by a "
       "configuration profile instead: a root process may not set trust."},
      kElseButRenewal}},
    // KeychainDamaged
    {"JAMF.keychain could not be opened or written, or holds no sound identity.",
     "`sudo /Library/Enrolkit/bin/enrolkit-ea jamf-keychain --explain` on the Mac.",
     {{"On the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --highest restore-keychain`. It puts a saved keychain back."},
      {"By hand: check owner, mode and flags, and that the disk is not full: `ls -leO \"/Library/Application "
       "Support/JAMF/JAMF.keychain\"; df -h /`."},
      kElseEnrolAgain}},
    // CertificateExpired
    {"The Mac's device certificate has expired, or expires soon.",
     "`sudo /Library/Enrolkit/bin/enrolkit-ea jamf-keychain --explain` on the Mac.",
     {{"Check the Mac's clock: `sntp time.apple.com`."}, kElseEnrolAgain}},
    // SignatureLost
    {"The jamf binary has no identity that the server accepts, and the log does not show why: the loss is older than the "
     "log, or left no line.",
     "JAMF.keychain (a certificate with its key, for this Mac's hardware UUID), and whether the computer's record still "
     "exists in Jamf Pro.",
     {kEnrolAgain,
      {"Check that the computer's record exists in Jamf Pro, and that no other Mac enrolled with this one's disk or "
       "backup."}}},
    // ClockSkew
    {"A certificate was not valid at the time that the Mac's clock showed: it has expired or is not valid yet, or the clock "
     "was wrong.",
     "The dates of the server's certificate; and `sntp time.apple.com` on the Mac, which shows how far its clock is off.",
     {{"See the dates of the server's certificate: `openssl s_client -connect {connect} </dev/null 2>/dev/null | openssl x509 "
       "-noout -dates`. If today is not between them, renew it: every Mac meets it."},
      {"If they are right, set the clock: `sudo sntp -sS time.apple.com`."},
      {"Then on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --highest check-in`."},
      kElseButRenewal}},
    // DaemonDead
    {"The jamf daemon's service is gone (XPC 4099): each check-in and inventory dies at once.",
     "`sudo launchctl print system/com.jamf.management.daemon` on the Mac.",
     {{"Load the daemon again, in one of these ways:",
       {"On the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --highest reload-daemons`.",
        "By hand: end a jamf process that hangs; then `sudo launchctl bootout system/com.jamf.management.daemon` and "
        "`sudo launchctl bootstrap system /Library/LaunchDaemons/com.jamf.management.daemon.plist`; then `sudo jamf "
        "manage`."}},
      {"If that does not help, send the management framework again, in one of these ways:",
       {kServerRepair, kSendByHand}}}},
    // FrameworkMissing
    {"The management framework is missing from the Mac: it was removed, or never came. With MDM alive it never came where "
     "install.log holds no download of it: the queue is blocked, the package has no checksum in Jamf Pro, macOS 27 refuses "
     "the TLS of the package's server, or the Mac is a virtual one without a device identity (macOS 27).",
     "`grep -c osxenrollment /var/log/install.log` on the Mac, and /usr/local/jamf/bin/jamf.",
     {{"Bring the framework back, in the first of these ways that fits:", kWaysWithoutBinary}}},
    // FrameworkDamaged
    {"Parts of the management framework are damaged, or not Jamf's.",
     "`sudo /Library/Enrolkit/bin/enrolkit-ea framework --explain` names the parts.",
     {{"On the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --highest manage`."}, kElseEnrolAgain}},
    // ForeignIdentity
    {"The device certificate in JAMF.keychain is another Mac's: by Migration Assistant, a restored image, a moved virtual "
     "machine, or a new logic board.",
     "The certificate's name beside this Mac's hardware UUID; `ls /Library/SystemMigration/History/*/MigrationAttempt.plist` "
     "shows a migration.",
     {{"Check that the other Mac is not in use with the same identity."}, kEnrolAgain}},
    // MdmNotEnrolled
    {"The Mac is not enrolled in MDM.",
     "`sudo profiles status -type enrollment` on the Mac.",
     {{"Enrol it, with a person at the Mac who accepts the notice, in one of these ways:",
       {"`sudo profiles renew -type enrollment`.",
        "Where the setting Repair.HighestStep is renew-enrolment: `sudo /Library/Enrolkit/bin/enrolkit-repair`."}}}},
    // OtherServer
    {"The Mac is managed by another server than the jamf binary knows: a finished device management migration (macOS 26) "
     "left the old framework behind, or a mistake.",
     "`sudo profiles status -type enrollment`, and `defaults read /Library/Preferences/com.jamfsoftware.jamf jss_url`.",
     {{"Decide which server is to manage the Mac."},
      {"Then do what fits:",
       {"After a migration to another Jamf Pro server: let the new server install its own framework.",
        "After a migration to another product: remove the old framework: `sudo jamf removeFramework`.",
        "After a mistake: unmanage the Mac on the wrong server; then enrol it: `sudo profiles renew -type enrollment`."}}}},
    // MigrationFailed
    {"A migration to another Jamf Pro server failed, and ReEnroller put the old enrolment back: binary, keychain, settings and "
     "MDM profile are the old server's.",
     "The old server's MDM profile is there (`sudo profiles status -type enrollment`), and a check-in reaches that server.",
     {{"Remove nothing: the Mac is the old server's as before. See whether that enrolment works: `sudo jamf policy`."},
      {"Find why the MDM profile could not be removed: the API account that ReEnroller uses on the old server needs the right to "
       "read computers and to send the command that unmanages one, and the Mac must be online to get it."},
      {"Then migrate it again."}}},
    // Tampered
    {"Something on the Mac works against the management: modes that turn back, disabled jobs, or redirected hosts.",
     "The evidence named above, with a person at the Mac.",
     {{"Find who or what does it before repairing: a repair is undone at once. `sudo launchctl print-disabled system | grep "
       "jamf` and `grep -v '^#' /etc/hosts` show the usual places."},
      {"Then on the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair`."}}},
    // SetupRunning
    {"Setup Manager or Setup Assistant has not finished with this Mac. That is not a fault.",
     "`ls -l /private/var/db/.JamfSetup*` on the Mac, and the process that is running.",
     {{"Wait until it has finished; then look again: `sudo /Library/Enrolkit/bin/enrolkit-ea summary --explain`."},
      {"Look at its screen if it does not move on: Setup Assistant may wait for a sign-in with Platform SSO (macOS 26), "
       "which nothing on the Mac shows."}}},
    // Unclear
    {"Nothing that was read says why.",
     "`enrolkit explain --unknown-lines FILE` prints the errors of the log that it does not know.",
     {{"On the Mac: `sudo /Library/Enrolkit/bin/enrolkit-ea all` shows every finding."},
      {"Read the whole log around the last line shown, and JAMFSoftwareServer.log for the same minute."},
      {"On the Mac: `sudo /Library/Enrolkit/bin/enrolkit-repair --dry-run` says what would help."},
      kElseButRenewal}},
}};

// Fit to stand in a command line as it is.
bool is_plain(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
  });
}

void fill(std::string& text, std::string_view place, std::string_view value) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
    text.replace(at, place.size(), value);
}

}  // namespace

const Advice& advice_on(Cause cause) { return kAdvice[static_cast<std::size_t>(cause)]; }

AdviceFacts advice_facts(const Diagnosis& diagnosis) {
  AdviceFacts facts;
  facts.http_status = diagnosis.http_status;
  facts.enrolled_before = diagnosis.put_back;
  for (const Attempt& attempt : diagnosis.attempts) {
    if (is_plain(attempt.account)) facts.account = attempt.account;
    if (const auto server = address_of(attempt.server)) facts.server = *server;
  }
  return facts;
}

std::vector<ToDo> remedies_for(Cause cause, const AdviceFacts& facts) {
  const auto filled = [&](std::string_view words) {
    std::string text(words);
    fill(text, "{account}", facts.account.empty() ? "NAME" : facts.account);
    fill(text, "{rename}", facts.account.empty() ? "NEWNAME" : facts.account + "-managed");
    fill(text, "{serial}", is_plain(facts.serial) ? facts.serial : "SERIAL");
    fill(text, "{how}", is_plain(facts.serial) ? "" : kHowToGetSerial);
    const std::string server = facts.server.empty() ? "SERVER" : facts.server;
    fill(text, "{server}", server);
    fill(text, "{connect}", server.find(':') == std::string::npos ? server + ":443" : server);
    return text;
  };
  const auto is_idle = [&](Unless unless) {
    return (unless == Unless::identity_works && facts.identity_works) ||
           (unless == Unless::enrolled_before && facts.enrolled_before);
  };
  std::vector<ToDo> out;
  // What the status says comes before, or in the place of, what fits any.
  const std::string by_status = http_advice(facts.http_status);
  if (!by_status.empty() && cause == Cause::server_unreachable) out.push_back({by_status, {}});
  for (const Remedy& remedy : advice_on(cause).remedies) {
    if (is_idle(remedy.unless)) continue;
    if (out.empty() && !by_status.empty() && cause == Cause::server_error) {
      out.push_back({by_status, {}});
      continue;
    }
    ToDo& one = out.emplace_back(ToDo{filled(remedy.text), {}});
    for (const std::string_view way : remedy.ways) one.ways.push_back(filled(way));
  }
  return out;
}

std::vector<ToDo> remedies_for(Cause cause, const std::vector<Cause>& also, const AdviceFacts& facts) {
  std::vector<ToDo> all = remedies_for(cause, facts);
  const auto shares_a_way = [&all](const ToDo& one) {
    return std::any_of(one.ways.begin(), one.ways.end(), [&all](const std::string& way) {
      return std::any_of(all.begin(), all.end(), [&way](const ToDo& other) {
        return std::find(other.ways.begin(), other.ways.end(), way) != other.ways.end();
      });
    });
  };
  for (const Cause further : also) {
    const std::vector<ToDo> its = remedies_for(further, facts);
    if (further == cause || std::any_of(its.begin(), its.end(), shares_a_way)) continue;
    const std::string& first = its.front().ways.empty() ? its.front().text : its.front().ways.front();
    all.push_back({fmt::format("If {} still stands after that: {}", to_text(further), first), {}});
  }
  return all;
}

char letter_of(std::size_t way) { return static_cast<char>('a' + way % 26); }

std::vector<std::string> lines_of(const std::vector<ToDo>& remedies) {
  std::vector<std::string> lines;
  for (const ToDo& one : remedies) {
    lines.push_back(one.text);
    for (std::size_t i = 0; i < one.ways.size(); ++i)
      lines.push_back(std::string(1, letter_of(i)) + ". " + one.ways[i]);
  }
  return lines;
}

}  // namespace enrolkit
