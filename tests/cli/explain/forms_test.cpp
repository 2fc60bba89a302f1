// The forms in which people send a log: each is read as what jamf wrote, or named. None makes a Mac healthier.
#include <gtest/gtest.h>

#include "cli/explain/explained_macs.h"
#include "cli/explain/log_forms.h"
#include "core/log/form.h"

namespace enrolkit::test {
namespace {

std::string healthy() {
  std::string text = enrolment(at("2026-03-02 09:00:00"), 330);
  for (int i = 0; i < 6; ++i)
    text += check_in(LocalTime{at("2026-03-03 09:00:00").seconds + i * 900},
                     500U + static_cast<unsigned>(i) * 40);
  return text;
}

std::string dead() {
  std::string text = healthy();
  for (int i = 0; i < 6; ++i) {
    const LocalTime when{at("2026-03-03 12:00:00").seconds + i * 900};
    const unsigned pid = 900U + static_cast<unsigned>(i) * 40;
    text += log_line(when, pid,
                     "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...");
    text += log_line(
        when, pid,
        "Error Domain=com.jamf.jamfsecurity.error Code=-25300 \"The specified item could not be found in the keychain.\"");
    text +=
        log_line(when, pid, "") +
        "There was an error.\n\n     Device Signature Error - A valid device signature is required to perform the action.\n";
  }
  return text;
}

std::string refused() {
  return enrolment(at("2026-03-02 09:00:00"), 330) + refused_enrolment(at("2026-03-03 09:00:00"), 730);
}

std::string log_code(const ExplainedMac& c) {
  for (const Finding& finding : c.shown()) {
    if (finding.id == "log") return finding.code;
  }
  return "no finding";
}

TEST(Form, AHealthyLogIsHealthyInEveryFormThatIsRead) {
  const ExplainedMac plain = log_case(healthy());
  ASSERT_EQ(plain.exit(), Exit::ok);
  for (const auto& [name, rewrite] : readable_forms()) {
    const ExplainedMac c = log_case(rewrite(healthy()));
    EXPECT_EQ(c.diagnosis.state, plain.diagnosis.state) << name << ": " << c.diagnosis.sentence;
    EXPECT_EQ(c.diagnosis.cause, plain.diagnosis.cause) << name;
    EXPECT_EQ(c.exit(), plain.exit()) << name;
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(c.findings.at(i).code, plain.findings.at(i).code) << name;
  }
}

TEST(Form, ADeadMacIsDeadInEveryForm) {
  const ExplainedMac plain = log_case(dead());
  ASSERT_EQ(plain.diagnosis.cause, Cause::signature_lost);
  for (const auto& [name, rewrite] : readable_forms()) {
    const ExplainedMac c = log_case(rewrite(dead()));
    EXPECT_EQ(c.diagnosis.cause, plain.diagnosis.cause) << name << ": " << c.diagnosis.sentence;
    EXPECT_EQ(c.findings.at(1).code, plain.findings.at(1).code) << name;
    EXPECT_NE(c.exit(), Exit::ok) << name;
  }
  for (const auto& [name, rewrite] : readable_forms()) {
    const ExplainedMac c = log_case(rewrite(refused()));
    EXPECT_EQ(c.diagnosis.cause, Cause::permission_denied) << name << ": " << c.diagnosis.sentence;
  }
}

TEST(Form, FormsOfForms) {
  for (const char* outer : {"quoted", "CSV of one column", "reversed", "wrapped at 72", "UTF-16 big"}) {
    for (const auto& [inner, rewrite] : readable_forms()) {
      const bool last = inner.starts_with("UTF-") || inner == "U+2028" || inner == "quoted-printable";
      if (last || inner == "packed") continue;
      const ExplainedMac c = log_case(readable_forms().at(outer)(rewrite(dead())));
      EXPECT_NE(c.exit(), Exit::ok) << outer << " of " << inner;
    }
  }
}

TEST(Form, WhatIsNotWholeIsSaidAndNoCauseIsCertain) {
  EXPECT_EQ(log_code(log_case(healthy())), "Whole");
  EXPECT_EQ(log_code(log_case(tac(healthy()))), "Reversed");
  EXPECT_EQ(log_code(log_case(wrapped_at(healthy(), 72))), "Wrapped");
  EXPECT_EQ(log_case(refused()).diagnosis.confidence, Confidence::certain);
  for (const auto& text : {tac(refused()), wrapped_at(refused(), 72)}) {
    const ExplainedMac c = log_case(text);
    EXPECT_EQ(c.diagnosis.confidence, Confidence::likely);
    EXPECT_NE(c.diagnosis.missing, "");
  }
}

// By a mail program, all of them behind the same word: whether a blank went there, the messages tell.
TEST(Form, WrappedLinesOfOneLengthLoseNoRun) {
  std::string text = healthy();
  for (unsigned i = 0; i < 6; ++i) {
    const LocalTime when{at("2026-03-03 12:00:00").seconds + i * 900};
    text += log_line(when, 900 + i,
                     "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...");
    text += log_line(when, 900 + i, "Exiting with code 1");
  }
  const ExplainedMac c = log_case(wrapped_at(text, 80));
  EXPECT_EQ(log_code(c), "Wrapped");
  EXPECT_EQ(c.exit(), Exit::finding) << c.diagnosis.sentence;
}

// Around the log a person may write longer lines than those it was wrapped at.
TEST(Form, WhatAPersonWritesAroundAWrappedLogMakesItNoWider) {
  const std::string words =
      "My Mac does not check in any more, whatever I try, and nobody here knows why; its log says this, and it says it again:\n";
  const ExplainedMac c = log_case(words + "\n" + wrapped_at(dead(), 72));
  EXPECT_EQ(log_code(c), "Wrapped");
  EXPECT_EQ(c.diagnosis.cause, Cause::signature_lost);
}

// A script's output, and a policy whose name is no sentence, are no wrapped lines where others are longer.
TEST(Form, WhatAScriptPrintsIsNoPieceOfALine) {
  const LocalTime when = at("2026-03-03 12:00:00");
  const std::string text =
      healthy() +
      log_line(when, 900,
               "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...") +
      log_line(when, 900, "Executing Policy Update") + "what a script says\n" +
      log_line({when.seconds + 4}, 900, "Checking for patches...");
  const ExplainedMac c = log_case(text);
  EXPECT_EQ(log_code(c), "Whole");
  EXPECT_EQ(c.exit(), Exit::ok);
}

TEST(Form, AnotherWritersRecordIsNoPieceOfALine) {
  const std::string text = replaced(dead(), "There was an error.",
                                    "Tue Mar 03 12:00:00 mac helper[5]: hello\nThere was an error.");
  EXPECT_EQ(log_code(log_case(text)), "Whole");
}

// `grep Error jamf.log` of a healthy log's history.
TEST(Form, AFilteredLogSaysNothing) {
  const auto grep = [](const std::string& text, const std::string& word) {
    std::string out;
    for (const std::string& line : lines_of(text)) {
      if (has(line, word)) out += line + "\n";
    }
    return out;
  };
  // Of two parts, the newest alone.
  const ExplainedMac newest =
      log_case("Enrolling computer...\n" + healthy() + grep(dead(), "jamf[").substr(healthy().size()));
  EXPECT_EQ(log_code(newest), "Filtered");
  for (const char* word : {"Error", "error", "No patch", "jamf[", "patch", "nroll"}) {
    const ExplainedMac c = log_case(grep(dead(), word));
    EXPECT_EQ(log_code(c), "Filtered") << word;
    EXPECT_EQ(c.diagnosis.state, State::unknown) << word;
    EXPECT_FALSE(c.diagnosis.cause) << word;
    EXPECT_NE(c.exit(), Exit::ok) << word;
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(c.findings.at(i).health, Health::unknown) << word;
  }
}

TEST(Form, WhatIsNotReadIsNamed) {
  const std::map<std::string, std::string> kNamed{
      {"Checking for policies triggered by \"recurring check-in\"...\nExecuting Policy One...\n", "terminal"},
      {"Timestamp                       Thread     Type        Activity             PID    TTL  \n"
       "2026-03-30 13:46:26.123456-0700 0x1a2b     Default     0x0                  335    0    jamf: "
       "[com.jamf.management.binary] Enroll return code: 0\n",
       "default style"},
      {"2026-03-30 13:46:26.123456-0700 0x1a2b     Default     0x0                  335    0    jamf: x\n",
       "default style"},
      {"2026-03-30 13:46:26.123456-0700  localhost jamf[335]: Enroll return code: 0\n", "style syslog"},
      {"2026-03-30 13:46:26.123 Df jamf[335:1a2b] Enroll return code: 0\n", "style compact"},
      {"[{\"eventMessage\" : \"Enroll return code: 0\", \"processImagePath\" : \"/usr/local/jamf/bin/jamf\"}]\n",
       "style json"},
      {"jamf[335] at some time: it enrolled\n", "no form"},
      {"2026-03-30 13:46:26.123 [info] Jamf Connect: checking the account\n", "no form"},
      {"2026-03-30 13:46:26.123456+0100 jamf: it enrolled\n", "no form"},
      {csv_with_columns_behind(dead()), "table"},
      {"time,host,pid,message\n\"Mon Mar 02 09:00:00\",mac,7,Checking for patches...\n"
       "\"Mon Mar 02 09:00:00\",mac,7,\"There was an error.\n\n     It \"\"failed\"\"\"\n",
       "table"},
      {"message;time;host\nThere was an error.;02.03.26 09:00;mac\nThere was an error.;02.03.26 09:15;mac\n",
       "table"},
      {"| Time | Message |\n|---|---|\n| 09:00 | Checking for patches... |\n| 09:15 | Enroll return code: 70 |\n",
       "table"},
      {"INSERT INTO log VALUES ('Mon Mar 02 09:00:00', 'mac', 'jamf[7]', '\nThere was an error.\n');\n"
       "Checking for patches...\n",
       "no form"},
      {"03/02/2026 09:00:00 mac jamf[335]: Enroll return code: 0\n", "form or language"},
      {"hétfő márc. 2 09:00:00 mac jamf[335]: Enroll return code: 0\n", "form or language"},
      {"Mon Mar 02 09:00:00 jamf[335]: Enroll return code: 0\n", "computer's name"},
      {"<html><body><pre>\n" + healthy() + "</pre></body></html>\n", "HTML"},
      {replaced(healthy(), "\n", "<br>\n"), "HTML"},
      {"{\"log\": \"" + healthy() + "\"}\n", "JSON"},
      {"<?xml version=\"1.0\"?><log>\n" + healthy() + "</log>\n", "XML"},
      {std::string(400, '\1') + "jamf", "not a text"},
      {"There was an error.\nThere was an error.\n", "filtered"},
      {"Mon Mar 02 09:00:00 mac jamf: Checking for patches...\n", "no form"},
      {"Mar  2 09:00:00 mac jamf[335]: Checking for patches...\n", "form or language"},
  };
  for (const auto& [text, word] : kNamed) {
    const ExplainedMac c = log_case(text);
    EXPECT_TRUE(has(c.diagnosis.sentence, word)) << text << c.diagnosis.sentence;
    EXPECT_TRUE(has(c.diagnosis.sentence, "/var/log/jamf.log"));
    EXPECT_EQ(c.exit(), Exit::trouble) << text;
    for (const Finding& finding : c.findings) EXPECT_EQ(finding.health, Health::unknown) << text;
  }
}

// `cut -c`, or a terminal of that width.
TEST(Form, LinesCutAtAFixedWidthDecideNothing) {
  for (std::size_t width = 34; width <= 80; width += 2) {
    std::string text;
    for (const std::string& line : lines_of(dead())) text += line.substr(0, width) + "\n";
    const ExplainedMac c = log_case(text);
    EXPECT_NE(c.exit(), Exit::ok) << width;
    EXPECT_NE(c.diagnosis.confidence, Confidence::certain) << width;
    if (width >= 50) {
      EXPECT_EQ(log_code(c), "Cut") << width;
    }
  }
}

// The time of a program that collects logs, in front of jamf's own.
TEST(Form, ATimeInFrontOfTheRecordIsALead) {
  std::string text;
  for (const std::string& line : lines_of(dead())) text += "2026-03-03T12:00:00Z " + line + "\n";
  EXPECT_EQ(log_case(text).diagnosis.cause, Cause::signature_lost);
}

TEST(Form, NoLineOfJamfIsSaidOnlyThen) {
  const ExplainedMac c = log_case("Mon Mar 02 09:00:00 mac cron[3]: nothing\n");
  EXPECT_EQ(value_of(c.log)->history.quality.form, LogForm::whole);
  EXPECT_EQ(c.exit(), Exit::trouble);
}

// A record that stands quoted inside another writer's line is that writer's.
TEST(Form, ARecordBehindOtherTextIsNone) {
  const std::string line = "Mon Mar 02 09:00:00 mac cron[3]: said " +
                           log_line(at("2026-03-02 09:00:05"), 7, "Enroll return code: 0");
  EXPECT_FALSE(log_text(line + line).changed);
}

TEST(Form, ATextThatJamfWroteIsNotTouched) {
  for (const std::string& text : {healthy(), dead(), refused(), std::string(), std::string("\n\n")}) {
    const LogText same = log_text(text);
    EXPECT_FALSE(same.changed);
    EXPECT_EQ(same.text, text);
  }
}

}  // namespace
}  // namespace enrolkit::test
