// What stands beside jamf's records, and speaks of a Mac whose jamf fails: nothing good is proven by them then.
#include "core/log/outside.h"

#include <gtest/gtest.h>

#include "core/log/whole_logs.h"

namespace enrolkit::test {
namespace {

const std::string kPrompt = "ana@lab-07 ~ % ";

TEST(Outside, WhatSpeaksOfADeadMacBelowOrAboveTheRecordsIsNamed) {
  const std::string log = good(kMonday, 500, 4), run = kPrompt + "sudo jamf policy\n";
  for (const std::string& text :
       {run + std::string(kSignatureError) + "\n",
        std::string(kSignatureError) + "\n",
        std::string("Enroll return code: 70\n"),
        std::string("zsh: command not found: jamf\n"),
        std::string("sudo: /usr/local/bin/jamf: command not found\n"),
        std::string("zsh: no such file or directory: /usr/local/bin/jamf\n"),
        std::string("bash: /usr/local/bin/jamf: Bad CPU type in executable\n"),
        std::string("fish: Unknown command: jamf\n"),
        std::string("[1]    4242 killed     sudo jamf policy\n"),
        std::string("root@lab07:~> jamf recon\n"),
        std::string("The jamf binary hangs since yesterday\n"),
        std::string("-bash: /usr/local/bin/jamf: No such file or directory\n"),
        kPrompt + "ls /usr/local/jamf/bin/jamf\nls: /usr/local/jamf/bin/jamf: No such file or directory\n",
        std::string("Could not connect to the JSS.\n"),
        run + "The JSS is not available.\n",
        run + "There was an error.\n\n     Unknown Error - An unknown error has occurred\n",
        run,
        kPrompt + "cd /tmp; sudo /usr/local/bin/jamf recon\n",
        std::string("bash-3.2# jamf recon\n"),
        std::string("Enrolled via DEP: No\nMDM enrollment: No\n"),
        std::string("Since today every jamf command says Device Signature Error.\n"),
        std::string(
            "2026-03-03 09:00:01.123456+0000 0x1f2 Error 0x0 500 0 jamf: [x] Device Signature Error\n"),
        std::string(
            "2026-03-03 09:00:30-00 lab-07 package_script_service[90]: ./postinstall: Download failed\n")}) {
    EXPECT_EQ(form_of(log + text), LogForm::mixed) << text;
    EXPECT_EQ(form_of(text + "\n" + log), LogForm::mixed) << text;
  }
}

TEST(Outside, TheLineIsNamedWithoutItsSecrets) {
  const LogRead read = read_any_form(
      good(kMonday, 500, 1) + kPrompt + "sudo jamf enroll -invitation 123456789\n", "2026-03-20");
  const std::string why = about_form(read.history);
  EXPECT_TRUE(why.starts_with("Line 4, not jamf's own record: ana@lab-07 ~ % sudo jamf enroll")) << why;
  EXPECT_EQ(why.find("123456789"), why.npos) << why;
}

TEST(Outside, OtherTextAroundAGoodLogIsHarmless) {
  const std::string log = good(kMonday, 500, 4);
  std::string health = "ana@lab-07 ~ % mdatp --health\n";
  for (int i = 0; i < 20; ++i) health += "licensed                                : true\n";
  for (const std::string& text :
       {health, std::string("ana@lab-07 ~ % tail -f /var/log/jamf.log\n"),
        std::string("# jamf.log of lab 7\n"), std::string("ana@lab-07 ~ % grep jamf /var/log/install.log\n"),
        std::string("-r-xr-xr-x  1 root  wheel  9 Mar  2 09:00 /usr/local/jamf/bin/jamf\n"),
        std::string("ana@lab-07 ~ % ls /usr/local/jamf/bin/jamf\n/usr/local/jamf/bin/jamf\n"),
        std::string("Enrolled via DEP: Yes\nMDM enrollment: Yes (User Approved)\n"),
        std::string("Enroll return code: 0\n"), std::string("There was an error in Chrome.\n")}) {
    EXPECT_EQ(form_of(log + text), LogForm::whole) << text;
    EXPECT_EQ(form_of(text + log), LogForm::whole) << text;
  }
}

// Text that is not known may be jamf's, in a form that nobody knows.
TEST(Outside, ManyLinesThatSpeakOfJamfInNoKnownFormAreNamed) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "jamf gerade am Werk\n";
  EXPECT_EQ(form_of(good(kMonday, 500, 4) + text), LogForm::mixed);
}

TEST(Outside, ALogMayBeginInsideAnErrorBlock) {
  const std::string block = "There was an error.\n\n     " + std::string(kSignatureError) + "\n\n";
  EXPECT_EQ(form_of(block + good(kMonday, 500, 4)), LogForm::whole);
  EXPECT_EQ(
      form_of("Mar  2 00:30:00 lab newsyslog[4]: logfile turned over\n" + block + good(kMonday, 500, 4)),
      LogForm::whole);
  EXPECT_EQ(form_of("jamf recon says:\n" + block + good(kMonday, 500, 4)), LogForm::mixed);
}

TEST(Outside, ALaterAnswerMakesItHistoryButNotAShellsSession) {
  const std::string log = good(kMonday, 500, 4), error = std::string(kSignatureError) + "\n",
                    after = good(later(kMonday, 6), 3000, 1);
  EXPECT_EQ(form_of(log + error + after), LogForm::whole);
  EXPECT_EQ(form_of(log + error + log), LogForm::mixed) << "it is the same log again";
  EXPECT_EQ(form_of(log + kPrompt + "sudo jamf policy\n" + error + after), LogForm::mixed);
}

TEST(Outside, WhatIsIllByJamfsOwnRecordsStaysSo) {
  const std::string log = good(kMonday, 500, 4) + dead(later(kMonday, 6), 3000, 12);
  EXPECT_EQ(form_of("Every jamf command says Device Signature Error.\n" + log), LogForm::whole);
}

}  // namespace
}  // namespace enrolkit::test
