// A secret in every shape: it never comes out, whatever stands around it and wherever the line is cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "core/log/history.h"
#include "core/saved/redact_log.h"
#include "support/secrets.h"

namespace enrolkit::test {
namespace {

constexpr int kRounds = 40;

TEST(PlantedSecret, NeverComesOut) {
  std::mt19937 random(15);
  for (int round = 0; round < kRounds; ++round) {
    for (const std::string& shape : secret_shapes()) {
      const std::string secret = make_secret(random);
      const std::string line = "Mon Mar 02 08:30:00 H jamf[812]: " + planted(shape, secret) + " end";
      const std::string out = redacted(line);
      EXPECT_FALSE(leaks(out, secret)) << line << "\n" << out;
      EXPECT_EQ(redacted(out), out) << line;
      EXPECT_NE(out.find("jamf[812]:"), std::string::npos) << out;
    }
  }
}

// People choose passwords that say what they are: such a word is no key, no verb and no name of the secret behind it.
TEST(PlantedSecret, GoesThoughItNamesItself) {
  Shapes shapes = secret_shapes();
  for (const std::string command :
       {"dscl . -authonly x SECRET", "dscl . authonly x SECRET",
        "security set-key-partition-list -S apple-tool: -s -k SECRET login.keychain-db",
        "openssl enc -aes256 -d -a -A -S 12ab34 -k SECRET", "htpasswd -b f u SECRET", "kinit ana <<< SECRET",
        "ssh-keygen -N SECRET -f id", "Script result: echo SECRET | base64 -d", "fdesetup -x SECRET",
        "frobnicator: kitten SECRET", "API_PASSWORD=no SECRET x"})
    shapes.push_back(command);
  for (const std::string& shape : shapes) {
    if (shape.find("\"next\"") != std::string::npos) continue;  // which is a known key
    for (const std::string secret : {"WinterToken2024", "SecretKx7Winter", "Pwd4Winter!", "wintersecret"}) {
      const std::string line = "Mon Mar 02 08:30:00 H jamf[812]: " + planted(shape, secret) + " end";
      const std::string out = redacted(line);
      EXPECT_EQ(out.find(secret), std::string::npos) << line << "\n" << out;
      EXPECT_EQ(redacted(out), out) << line;
    }
  }
}

// Shape by wrapping by language by place, whatever the secret looks like.
TEST(PlantedSecret, NeverComesOutOfAnyWrapping) {
  const std::string stamp = "Mon Mar 02 08:30:00 H jamf[812]: ";
  std::mt19937 random(17);
  Shapes shapes = named_shapes();
  shapes.insert(shapes.end(), shapes_of_languages().begin(), shapes_of_languages().end());
  for (const std::string& shape : shapes) {
    for (const Wrapping& wrapping : wrappings()) {
      for (const std::string& secret :
           {make_secret(random), make_plain_secret(random, false), make_plain_secret(random, true)}) {
        const std::string text = wrapping.wrap(planted(shape, secret));
        for (const std::string& line :
             {text, stamp + text, stamp + "There was an error: " + text + " (70)"}) {
          const std::string out = redacted(line);
          EXPECT_FALSE(leaks(out, secret)) << wrapping.name << ": " << line << "\n" << out;
          EXPECT_EQ(redacted(out), out) << line;
        }
      }
    }
  }
}

// Short, of letters alone, or with a digit: what people choose.
TEST(PlantedSecret, OfAWordGoesBehindAKeyThatNobodyKnows) {
  const std::string stamp = "Mon Mar 02 08:30:00 H jamf[812]: ";
  for (const std::string& shape : unnamed_shapes()) {
    if (shape.find("\"next\"") != std::string::npos) continue;  // which is a known key
    for (const Wrapping& wrapping : wrappings()) {
      for (const std::string secret :
           {"hunter2", "kitten", "Sesame1", "open-sesame", "kit", "correcthorse"}) {
        const std::string text = wrapping.wrap(planted(shape, secret));
        for (const std::string& line :
             {text, stamp + text, stamp + "There was an error: " + text + " (70)"}) {
          const std::string out = redacted(line);
          EXPECT_EQ(out.find(secret), std::string::npos) << wrapping.name << ": " << line << "\n" << out;
          EXPECT_EQ(redacted(out), out) << line;
        }
      }
    }
  }
}

TEST(PlantedSecret, NeverComesOutOfTheLinesBehindItsKey) {
  std::mt19937 random(18);
  for (const std::string& shape : shapes_of_lines()) {
    for (const std::string& secret :
         {make_secret(random), make_plain_secret(random, false), make_plain_secret(random, true)}) {
      const std::string text = planted(shape, secret),
                        message = "Mon Mar 02 08:30:00 H jamf[812]: Enrolling computer...";
      std::string stamped = text;
      for (auto at = stamped.find('\n'); at != std::string::npos; at = stamped.find('\n', at + 1))
        stamped.insert(at + 1, "Mon Mar 02 08:30:00 H jamf[812]: ");
      for (const std::string& lines : {text, stamped}) {
        const std::string all = "before\n" + lines + "\n" + message + "\n";
        for (const std::string& out : {redacted(all), redacted_log(all)}) {
          EXPECT_FALSE(leaks(out, secret)) << all << "\n" << out;
          EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), std::count(all.begin(), all.end(), '\n'));
          EXPECT_TRUE(out.ends_with("\n" + message + "\n")) << out;
        }
      }
    }
  }
}

TEST(PlantedSecret, NeverComesOutOfALineThatIsCut) {
  std::mt19937 random(16);
  for (const std::string& shape : secret_shapes()) {
    const std::string secret = make_secret(random);
    const std::string text = planted(shape, secret);
    for (std::size_t keep = 1; keep <= text.size(); ++keep) {
      const std::string head = "Mon Mar 02 08:30:00 H jamf[812]: ";
      std::string line = head + std::string(kEvidenceBytes, ' ');
      line.resize(kEvidenceBytes - keep);
      LogReference reference;
      reference.text = line + text.substr(0, keep);
      const std::string out = shown_text(reference);
      EXPECT_FALSE(leaks(out, secret)) << reference.text << "\n" << out;
      EXPECT_FALSE(leaks(evidence_text(line + text, kEvidenceBytes), secret)) << line + text;
    }
  }
}

TEST(PlantedSecret, OfThisRunGoesWholeWhateverItLooksLike) {
  for (const std::string secret : {"correct horse battery", "plainword", "a\"b\\c+d/e f"}) {
    remember_secret(secret);
    EXPECT_EQ(redacted("said " + secret + " again"), "said (removed) again");
    EXPECT_EQ(without_known_secrets("x" + secret.substr(0, 8)), "x(removed)");
  }
  EXPECT_EQ(redacted("q=a%22b%5Cc%2Bd%2Fe%20f."), "q=(removed).");
  EXPECT_EQ(redacted("'a\\\"b\\\\c+d/e f'"), "'(removed)'");
  remember_secret("q7z");
  EXPECT_EQ(redacted("said q7z, (q7z) and q7z."), "said (removed), ((removed)) and (removed).");
  EXPECT_EQ(redacted("aq7z q7zb"), "aq7z q7zb") << "inside a word it would be cut out of any";
}

TEST(PlantedSecret, OfThisRunGoesInWhateverOthersMakeOfIt) {
  remember_secret("Sw0rd&Fish<9>");
  for (const std::string form : {"53773072642646697368", "537730726426466973683C393E", "Sw0rd%26Fish%3C9%3E",
                                 "Sw0rd%26Fish%3c9%3e", "Sw0rd&amp;Fish&lt;9&gt;",
                                 "U3cwcmQmRmlzaDw5Pg==", "admin:U3cwcmQmRmlzaDw5", "YTpTdzByZCZGaXNoPDk+"}) {
    EXPECT_NE(without_known_secrets("said " + form + " again").find("(removed)"), std::string::npos) << form;
  }
  EXPECT_EQ(without_known_secrets("53773072642646697368"), "(removed)");
}

// What a diagnosis needs stays, word for word.
TEST(Redacted, LeavesEvidenceAlone) {
  for (
      const std::string text :
      {"Error Domain=com.jamf.jamfsecurity.error Code=-25300 \"errSecItemNotFound\" "
       "UserInfo={NSLocalizedDescription=The specified item could not be found in the keychain.}",
       "Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named "
       "com.jamf.management.daemon.binary was invalidated.\"",
       "An error occurred while enrolling computer: The operation couldn\xE2\x80\x99t be completed. (NSURLErrorDomain "
       "error -1009.)",
       "Removing existing launchd task /Library/LaunchDaemons/com.jamfsoftware.task.1.plist...",
       "Hardware UUID: 564D4A2C-1B5E-4F0A-9C7D-0123456789AB",
       "Serial Number: C02XG2JHJGH5",
       "CDHash=0123456789abcdef0123456789abcdef01234567",
       "sha256: 4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
       "Authority=Developer ID Application: JAMF Software (483DWKW443)",
       "TeamIdentifier=483DWKW443",
       "CodeDirectory v=20500 size=12345 flags=0x10000(runtime) hashes=374+7 location=embedded",
       "expires: 2026-11-29T18:41:49.123Z",
       "version: 11.30.1-t1784555528405",
       "Model: MacBookPro18,3",
       "server: https://jamf.example.org:8443/mdm/ServerURL",
       "ProductBuildVersion: 22D68",
       "path=/Library/Application Support/JAMF/bin/jamfAgent.app",
       "Bootstrap Token escrowed to server: YES",
       "Bootstrap Token supported on server: YES",
       "token: null",
       "Enroll return code: 70",
       "Informing the JSS about login for user student1",
       "Timestamp: 1772438401.1234567",
       "Basic authentication failed",
       "The password is wrong",
       "The password for admin could not be verified: error -14090",
       "Password expired 14 days ago. Changing it now",
       "Token request failed with status 401",
       "The invitation is not valid or has expired.",
       "Using credentials of the local administrator",
       "Device Signature Error - A valid device signature is required to perform the action.",
       "dscl ended with status 56",
       "curl: (28) Operation timed out after 60000 milliseconds with 0 bytes received",
       "Signature=adhoc",
       "<computer_id>1234</computer_id>",
       "{\"errors\":[{\"code\":\"INVALID_FIELD\",\"field\":\"name\",\"id\":\"0\"}]}",
       "reason: hostname-could-not-be-found",
       "issuer=JAMF Software JSS Built-in Certificate Authority",
       "Signed Time=29 Nov 2026 at 18:41:49",
       "Enrolled via DEP: Yes",
       "MDM enrollment: Yes (User Approved)",
       "Format=app bundle with Mach-O universal (x86_64 arm64)",
       "Sealed Resources version=2 rules=13 files=12",
       "designated => identifier \"com.jamf.management.Jamf\" and anchor apple generic",
       "reload-daemons: Failed, launchctl said: Boot-out failed: 5: Input/output error",
       "renew-enrolment: Helped",
       "postinstall: Downloading jamf binary from https://jamf.example.org/bin/jamf",
       "package_script_service[1060]: PackageKit: Executing script \"postinstall\" in /private/tmp",
       "2026-03-02 08:30:00.123456+0000 0x1f2 Default 0x0 812 0 jamf: (Foundation) [com.jamf.management:xpc] Connection "
       "invalid",
       "Fri Feb 10 09:10:36 Library Cart 07 [ReEnroller]: Starting the enrollment process for the new Jamf Pro server.",
       "SSL Exception: certificate verify failed",
       "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad "
       "Gateway</h1></center></body></html>",
       "jamf policy -event enrollmentComplete -verbose",
       "frobnicator: 0x7f8a, 12, -25300, 11.14.1, INVALID_FIELD, com.jamf.agent, /usr/local/bin/jamf, not found",
       "Failed to create the user _mgmt: eDSRecordAlreadyExists",
       "_mgmt: eDSAuthFailed",
       "_mgmt: already exists",
       "Identifier=com.jamfsoftware.jamf"}) {
    EXPECT_EQ(redacted(text), text);
  }
  EXPECT_EQ(redacted("Failed to create the user _mgmt: eDSKittenMitten"),
            "Failed to create the user _mgmt: (removed)");
}

TEST(Redacted, ALongLineWithoutBlanksTakesNoLongTime) {
  constexpr std::size_t kBytes = 64 * 1024;
  for (const std::string piece :
       {"a,",    "a=",          "a:",       "://",     "a://",      "<a",         "a@",
        "a:b@",  "-a ",         "\\\"",     "token=",  "a+",        "<key>token", "x-",
        "a'",    "http://a/b?", "xyz=",     "token=[", "token=(\"", "xyz:",       "xyz=\"",
        "xyz=[", "xyz: (",      "<xyz>xyz", "-xyz ",   "xyz='\\\""}) {
    std::string line;
    while (line.size() < kBytes) line += piece;
    const auto begin = std::chrono::steady_clock::now();
    (void)redacted(line);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2)) << piece;
  }
}

}  // namespace
}  // namespace enrolkit::test
