#include "core/log/messages.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace enrolkit {
namespace {

struct Text {
  std::string_view text;  // as printed
  std::size_t deciding;   // bytes from the beginning that decide; one less is another message
  Message message;
};

// Every text of the catalogue with a message of its own; `deciding` is the part the rules rely on.
const std::vector<Text>& catalogue() {
  const auto text = [](std::string_view deciding, std::string_view rest, Message message) {
    static std::set<std::string> kept;
    return Text{*kept.insert(std::string(deciding) + std::string(rest)).first, deciding.size(), message};
  };
  using enum Message;
  static const std::vector<Text> all{
      text("Enrolling computer", "...", enrolling),
      text("Enrolling computer", "\xE2\x80\xA6", enrolling),
      text("The SSL Certificate for ",
           "https://jamf.example.org/ must be trusted for the jamf binary to connect to it.",
           certificate_trusted),
      text("Skipping trustJSS command", "...", trust_skipped),
      text("Creating user ", "_mgmt...", creating_user),
      text("The device certificate was created successfully", ".", certificate_created),
      text("Enroll return code: ", "70", return_code),
      text("An error occurred while enrolling computer: ", "Permission Error - x", enrol_error),
      text("An error occurred while sending enrollment information to ", "Jamf Pro: Security Error - x",
           sending_error),
      text("Permission Error - ", "The user specified does not have permission to perform the action.",
           permission_error),
      text("Connection failure: ", "\"The request timed out.\"", connection_failure),
      text("Restoring JAMF.keychain since an error occurred", ".", keychain_restored),
      text("Error Domain=com.jamf.jamfsecurity.error", " Code=-25300 \"searchForItems\" UserInfo={}",
           security_domain),
      text("Security Error - ", "A security error has occurred.", security_error),
      text("Device Signature Error", " - A valid device signature is required to perform the action.",
           device_signature),
      text("There was an error", ".", error_block),
      text("Removing existing launchd task ", "/Library/LaunchAgents/com.jamfsoftware.jamfhelper.plist...",
           launchd_removed),
      text("Unable to add the certificates to the System keychain", "...", trust_failed),
      text("Enforcing management framework", "...", framework),
      text("Installing Self Service plug-in", " NAME...", plug_in),
      text("Enforcing scheduled tasks", "...", scheduled_tasks),
      text("Adding launchd task ", "com.jamfsoftware.task.1...", task_added),
      text("Creating launch daemon", "...", creating_daemon),
      text("Downloading the agent", "...", downloading),
      text("Downloading the Jamf Bundle", "...", downloading),
      text("Creating launch agent", "...", creating_agent),
      text("Informing the JSS about login", " for user student1", login_notice),
      text("Upgrading ", "jamfHelper.app...", upgrading),
      text("Upgrading ", "JAMF notification service...", upgrading),
      text("Upgrading ", "Self Service.app...", upgrading),
      text("Checking for policies triggered by ", "\"recurring check-in\" for user \"student1\"...",
           checking),
      text("Checking for policies triggered by ", "\"enrollmentComplete\"...", checking),
      text("Checking for policy ID ", "12...", checking_id),
      text("Executing Policy ", "Update Inventory (daily)", executing),
      text("Checking for patches", "...", patches),
      text("No patch policies were found", ".", no_patches),
      text("No policies were found for the \"startup\" trigger", ".", no_policies),
      text("Could not connect to the JSS", ". Looking for cached policies...", offline),
      text("Error running recon", ": Connection failure: \"The request timed out.\"", recon_error),
      text("Daemon starting", "", daemon_starting),
      text("Daemon exiting", "", daemon_ending),
      text("Daemon shutdown completed", "", daemon_ending),
      text("Error Domain=NSCocoaErrorDomain Code=4099", " \"The connection to service\" UserInfo={x}",
           cocoa_domain),
      text("[DEBUG] ", "Downloading https://jamf.example.org/?token=x", debug),
      text("Jamf-Resolver removed lines with Device Signature", " error from Jamf.log, x", log_edited),
  };
  return all;
}

TEST(Classify, KnowsEveryTextOfTheCatalogue) {
  for (const Text& it : catalogue()) EXPECT_EQ(classify(it.text), it.message) << it.text;
}

TEST(Classify, KnowsATextCutRightBehindWhatDecides) {
  for (const Text& it : catalogue())
    EXPECT_EQ(classify(it.text.substr(0, it.deciding)), it.message) << it.text;
}

TEST(Classify, DoesNotKnowATextCutOneByteEarlier) {
  for (const Text& it : catalogue()) {
    for (std::size_t size = 0; size < it.deciding; ++size) {
      const Message cut = classify(it.text.substr(0, size));
      // "Installing Self Service plug-in" cut is "Installing X": no more than a policy's work.
      EXPECT_TRUE(cut == Message::other || cut == Message::policy_work) << it.text.substr(0, size);
    }
  }
}

TEST(Classify, AProofThatEndsInOtherWordsIsNone) {
  for (const char* words :
       {"Checking for patches failed: HTTP 401", "Checking for patches... failed: HTTP 401",
        "No patch policies were found. Could not connect.",
        "No policies were found for the \"recurring check-in\" trigger because the server did not answer."})
    EXPECT_EQ(classify(words), Message::other) << words;
}

TEST(Classify, CoversEveryMessageThatIsNotReEnrollers) {
  std::set<Message> seen;
  for (const Text& it : catalogue()) seen.insert(it.message);
  for (auto m = Message::enrolling; m <= Message::debug; m = static_cast<Message>(static_cast<int>(m) + 1)) {
    EXPECT_TRUE(seen.contains(m)) << static_cast<int>(m);
  }
}

TEST(Classify, KnowsWhatSaysNothingOfTheServer) {
  for (const std::string_view text :
       {"Daemon finished loading", "MDM already enabled or not available",
        "Inventory will be updated when all queued actions in Self Service are complete.",
        "Submitting log to x", "Verifying package integrity...", "Installing PKG...",
        "Successfully installed PKG.", "Installation failed. The installer reported: x",
        "Mapping Printer NAME...", "Error: Could not mount distribution point \"NAME\".",
        "The script could not be found.", "Running command jamf flushPolicyHistory...",
        "Error running script: return code was 1."}) {
    EXPECT_EQ(role_of(classify(text)), Role::none) << text;
  }
  EXPECT_EQ(role_of(classify("Policy error code: 51")), Role::held);
  EXPECT_EQ(classify(""), Message::other);
}

TEST(Classify, KnowsAnInventoryThatBeganAndOneThatWasTaken) {
  EXPECT_EQ(classify("Removing existing launchd task "
                     "/Library/LaunchDaemons/com.jamfsoftware.task.bgrecon.plist..."),
            Message::inventory_begins);
  EXPECT_EQ(classify("<computer_id>42</computer_id>"), Message::inventory_taken);
  for (const std::string_view text :
       {"<computer_id></computer_id>", "<computer_id>4a</computer_id>", "<computer_id>42"}) {
    EXPECT_EQ(classify(text), Message::other) << text;
  }
}

TEST(Classify, AnErrorIsOneByItsShape) {
  for (const std::string_view text :
       {"Error Domain=NSPOSIXErrorDomain Code=61 \"x\"", "The upload FAILED", "Could not read the answer",
        "Unable to proceed", "Gremlins: access denied", "couldn\xE2\x80\x99t be completed"}) {
    EXPECT_TRUE(looks_like_error(text)) << text;
  }
  for (const std::string_view text : {"", "Checking for patches...", "Flushing the policy history", "e"}) {
    EXPECT_FALSE(looks_like_error(text)) << text;
  }
}

TEST(Classify, IsNotDeceivedByNearMisses) {
  for (const std::string_view text : {"checking for patches...",
                                      " Checking for patches...",
                                      "Checking  for patches...",
                                      "Checking for policy list",
                                      "No policies were found.",
                                      "Executing Policies",
                                      "Error Domain=NSCocoaErrorDomain Code=4097 \"x\"",
                                      "Error Domain=com.jamf.jamfsecurity",
                                      "Enroll return code=0",
                                      "enroll return code: 0",
                                      "The device certificate was created.",
                                      "The SSL Certificates for x",
                                      "Creating users...",
                                      "Creating userX...",
                                      "Device signature error",
                                      "Device Signature is valid",
                                      "There was no error.",
                                      "DEBUG] x",
                                      "[DEBUGGER] x",
                                      "Upgrade of x",
                                      "Installed Self Service.app..."}) {
    EXPECT_EQ(classify(text), Message::other) << text;
  }
  EXPECT_EQ(classify("Checking for policies triggered by \"Checking for patches\"..."), Message::checking);
  EXPECT_EQ(classify("Executing Policy Enroll return code: 0"), Message::executing);
}

TEST(ClassifyReEnroller, KnowsItsLinesBehindAnyIndentation) {
  using enum Message;
  const std::vector<std::pair<std::string, Message>> texts{
      {"[startToMigrate] started", re_enroller_start},
      {"ReEnroller Version: 1.0", re_enroller_start},
      {"Enrolled to new Jamf Server: https://jamf.example.org", re_enroller_enrolled},
      {"Failed to remove MDM through remote command - exiting", re_enroller_failed},
      {"Exiting failback", re_enroller_failed},
      {"Moved the backup jamf binary back into place.", re_enroller_moved_back},
      {"Moved the backup keychain back into place.", re_enroller_moved_back},
      {"Moved the backup jamf binary away.", other},
      {"Using enrollment invitation to enroll into Jamf Server: https://jamf.example.org", other},
      {"macOS Version: 14.0", other},
      {"===", other},
      {"", other},
      {"Enroll return code: 0", other},
  };
  for (const auto& [text, message] : texts) {
    for (const std::string indent : {"", " ", "    "}) {
      EXPECT_EQ(classify_re_enroller(indent + text), message) << text;
      EXPECT_EQ(classify(indent + text) == Message::return_code,
                indent.empty() && text == "Enroll return code: 0");
    }
  }
}

TEST(ProvesContact, OnlyForWhatTheServerMustHaveAnswered) {
  using enum Message;
  for (auto m = other; m <= log_edited; m = static_cast<Message>(static_cast<int>(m) + 1)) {
    EXPECT_EQ(proves_contact(m), m == executing || m == patches || m == no_patches || m == no_policies)
        << static_cast<int>(m);
  }
}

TEST(IsFramework, FromTheStepAfterTheAccountToTheDownload) {
  using enum Message;
  const std::set<Message> steps{framework,       plug_in,        scheduled_tasks, task_added,
                                creating_daemon, creating_agent, downloading};
  for (auto m = other; m <= log_edited; m = static_cast<Message>(static_cast<int>(m) + 1)) {
    EXPECT_EQ(is_framework(m), steps.contains(m)) << static_cast<int>(m);
  }
}

// What a terminal, or a form, fills its lines with.
TEST(Classify, PassesOverBlanksAtTheEnd) {
  EXPECT_EQ(classify("Checking for patches...   "), Message::patches);
  EXPECT_EQ(classify("No patch policies were found.  "), Message::no_patches);
  EXPECT_EQ(classify("No policies were found for the \"startup\" trigger. "), Message::no_policies);
  EXPECT_EQ(classify("Checking for patches... failed  "), Message::other);
}

}  // namespace
}  // namespace enrolkit
