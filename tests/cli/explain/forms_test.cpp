// The forms in which people send a log: each is read as what jamf wrote, or named. None makes a Mac healthier.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "cli/explain/explained_macs.h"
#include "core/log/form.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

using Rewrite = std::function<std::string(const std::string&)>;

std::string by_line(const std::string& text,
                    const std::function<std::string(const std::string&, int)>& line) {
  std::string out;
  int number = 0;
  for (const std::string& one : lines_of(text)) out += line(one, ++number) + "\n";
  return out;
}

std::string utf16(const std::string& text, bool big, bool mark) {
  std::string out = mark ? (big ? "\xFE\xFF" : "\xFF\xFE") : "";
  for (const char c : text) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string german(std::string text) {
  for (const auto& [from, to] : std::map<std::string, std::string>{
           {"Mon Mar 0", "Mo. 0"}, {"Tue Mar 0", "Di. 0"}, {"Wed Mar 0", "Mi. 0"}, {"Thu Mar 0", "Do. 0"}}) {
    std::string out;
    for (const std::string& line : lines_of(text)) {
      const bool stamped = line.starts_with(from);
      out += stamped ? to + line.substr(from.size(), 1) + " Mär" + line.substr(from.size() + 1) : line;
      out += '\n';
    }
    text = out;
  }
  return text;
}

// Dates of March 2026 in another language: {1} the weekday, {2} the day, {4} the month.
Rewrite dated(const std::string& form, const std::array<std::string, 2>& weekdays, const std::string& month) {
  return [=](const std::string& text) {
    return by_line(text, [&](const std::string& line, int) {
      if (!line.starts_with("Mon Mar") && !line.starts_with("Tue Mar")) return line;
      std::string date = replaced(form, "{1}", weekdays[line.starts_with("Tue") ? 1 : 0]);
      date = replaced(replaced(date, "{2}", line.substr(9, 1)), "{4}", month);
      return date + line.substr(10);
    });
  };
}

std::string twelve(const std::string& line) {
  if (!line.starts_with("Mon Mar") && !line.starts_with("Tue Mar")) return line;
  const int hour = std::stoi(line.substr(11, 2));
  return fmt::format("{}{:02}{} {}{}", line.substr(0, 11), hour % 12 == 0 ? 12 : hour % 12,
                     line.substr(13, 6), hour < 12 ? "AM" : "PM", line.substr(19));
}

std::string utf32(const std::string& text) {
  std::string out("\xFF\xFE\0\0", 4);
  for (const char c : text) (out += c) += std::string(3, '\0');
  return out;
}

std::string quoted_printable(const std::string& text) {
  std::string out;
  for (std::string line : lines_of(text)) {
    line = replaced(line, "=", "=3D");
    for (; line.size() > 75; line.erase(0, 73)) out += line.substr(0, 73) + "=\n";
    out += line + "\n";
  }
  return out;
}

std::string csv_field(const std::string& text) { return '"' + replaced(text, "\"", "\"\"") + '"'; }

std::string csv_columns(const std::string& line) {
  const auto writer = line.find(" jamf[");
  if (writer == std::string::npos) return csv_field(line);
  const auto colon = line.find("]: ", writer);
  return line.substr(0, 19) + ';' + line.substr(20, writer - 20) + ';' +
         line.substr(writer + 1, colon - writer) + ';' + csv_field(line.substr(colon + 3));
}

std::string tac(const std::string& text) {
  auto lines = lines_of(text);
  std::reverse(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

// As a mail program does.
std::string wrapped_at(const std::string& text, std::size_t width) {
  std::string out;
  for (std::string line : lines_of(text)) {
    while (line.size() > width) {
      const auto space = line.rfind(' ', width);
      if (space == std::string::npos || space < 40) break;
      out += line.substr(0, space) + "\n";
      line.erase(0, space + 1);
    }
    out += line + "\n";
  }
  return out;
}

const std::map<std::string, Rewrite> kReadable{
    {"grep -n",
     [](const auto& t) { return by_line(t, [](auto& l, int n) { return fmt::format("{}:{}", n, l); }); }},
    {"grep -H",
     [](const auto& t) { return by_line(t, [](auto& l, int) { return "/var/log/jamf.log:" + l; }); }},
    {"grep -Hn",
     [](const auto& t) {
       return by_line(t, [](auto& l, int n) { return fmt::format("jamf.log.0:{}:{}", n, l); });
     }},
    {"cat -n",
     [](const auto& t) { return by_line(t, [](auto& l, int n) { return fmt::format("{:6}\t{}", n, l); }); }},
    {"less -N",
     [](const auto& t) { return by_line(t, [](auto& l, int n) { return fmt::format("{:7} {}", n, l); }); }},
    {"indented", [](const auto& t) { return by_line(t, [](auto& l, int) { return "    " + l; }); }},
    {"tab", [](const auto& t) { return by_line(t, [](auto& l, int) { return "\t" + l; }); }},
    {"quoted", [](const auto& t) { return by_line(t, [](auto& l, int) { return "> " + l; }); }},
    {"quoted twice", [](const auto& t) { return by_line(t, [](auto& l, int) { return ">> " + l; }); }},
    {"quoted without a space",
     [](const auto& t) { return by_line(t, [](auto& l, int) { return ">" + l; }); }},
    {"CR", [](const auto& t) { return replaced(t, "\n", "\r"); }},
    {"CRLF", [](const auto& t) { return replaced(t, "\n", "\r\n"); }},
    {"byte-order mark", [](const auto& t) { return "\xEF\xBB\xBF" + t; }},
    {"UTF-16 little", [](const auto& t) { return utf16(t, false, true); }},
    {"UTF-16 big", [](const auto& t) { return utf16(t, true, true); }},
    {"UTF-16 without a mark", [](const auto& t) { return utf16(t, false, false); }},
    {"UTF-16 with CRLF", [](const auto& t) { return utf16(replaced(t, "\n", "\r\n"), false, true); }},
    {"colours", [](const auto& t) { return replaced(t, "jamf[", "\x1B[01;31m\x1B[Kjamf\x1B[m\x1B[K["); }},
    {"CSV of one column",
     [](const auto& t) { return "Line\n" + by_line(t, [](auto& l, int) { return csv_field(l); }); }},
    {"CSV with a number",
     [](const auto& t) {
       return by_line(t, [](auto& l, int n) { return fmt::format("{},{}", n, csv_field(l)); });
     }},
    {"CSV of columns",
     [](const auto& t) {
       return "Date;Host;Process;Message\n" + by_line(t, [](auto& l, int) { return csv_columns(l); });
     }},
    {"German dates", [](const auto& t) { return german(t); }},
    {"French dates", dated("{1} {2} {4}", {"lun.", "mar."}, "mars")},
    {"Spanish dates", dated("{1}, {2} {4}", {"lun", "mar"}, "mar")},
    {"Portuguese dates", dated("{1}, {2} de {4} de 2026", {"segunda-feira", "terça-feira"}, "março")},
    {"Italian dates", dated("{1} {2} {4}", {"lun", "mar"}, "mar")},
    {"Dutch dates", dated("{1} {2} {4}", {"ma", "di"}, "mrt.")},
    {"Japanese dates", dated("{1} {4} {2}", {"月", "火"}, "3月")},
    {"Japanese dates, short", dated("{1} 3/{2}", {"月", "火"}, "")},
    {"Japanese dates with a year", dated("2026年3月{2}日", {"", ""}, "")},
    {"Chinese dates", dated("{1} {4} {2}", {"周一", "周二"}, "3月")},
    {"Chinese dates with a year", dated("2026年3月{2}日 {1}", {"星期一", "星期二"}, "")},
    {"Korean dates", dated("{1} {4} {2}", {"월", "화"}, "3월")},
    {"a clock of twelve hours",
     [](const auto& t) { return by_line(t, [](auto& l, int) { return twelve(l); }); }},
    {"ISO dates of UTC",
     [](const auto& t) {
       return by_line(t, [](auto& l, int) {
         return l.starts_with("Mon") || l.starts_with("Tue")
                    ? "2026-03-0" + l.substr(9, 1) + "T" + l.substr(11, 8) + ".123Z" + l.substr(19)
                    : l;
       });
     }},
    {"ISO dates with a zone",
     [](const auto& t) {
       return by_line(t, [](auto& l, int) {
         return l.starts_with("Mon") || l.starts_with("Tue")
                    ? "2026/03/0" + l.substr(9, 1) + " " + l.substr(11, 8) + "+0100" + l.substr(19)
                    : l;
       });
     }},
    {"UTF-32", [](const auto& t) { return utf32(t); }},
    {"U+2028", [](const auto& t) { return replaced(t, "\n", "\xE2\x80\xA8"); }},
    {"quoted-printable", [](const auto& t) { return quoted_printable(t); }},
    {"ISO dates",
     [](const auto& t) {
       return replaced(replaced(t, "Mon Mar 02 ", "2026-03-02 "), "Tue Mar 03 ", "2026-03-03 ");
     }},
    {"dotted dates",
     [](const auto& t) {
       return replaced(replaced(t, "Mon Mar 02 ", "02.03.2026 "), "Tue Mar 03 ", "03.03.2026 ");
     }},
    {"reversed", tac},
    {"wrapped at 72", [](const auto& t) { return wrapped_at(t, 72); }},
    {"wrapped at 80", [](const auto& t) { return wrapped_at(t, 80); }},
    {"quoted, indented, with CRLF",
     [](const auto& t) { return by_line(t, [](auto& l, int) { return "  > " + l + "\r"; }); }},
    {"packed", [](const auto& t) { return gzipped(utf16(t, false, true)); }},
};

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
  for (const auto& [name, rewrite] : kReadable) {
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
  for (const auto& [name, rewrite] : kReadable) {
    const ExplainedMac c = log_case(rewrite(dead()));
    EXPECT_EQ(c.diagnosis.cause, plain.diagnosis.cause) << name << ": " << c.diagnosis.sentence;
    EXPECT_EQ(c.findings.at(1).code, plain.findings.at(1).code) << name;
    EXPECT_NE(c.exit(), Exit::ok) << name;
  }
  for (const auto& [name, rewrite] : kReadable) {
    const ExplainedMac c = log_case(rewrite(refused()));
    EXPECT_EQ(c.diagnosis.cause, Cause::permission_denied) << name << ": " << c.diagnosis.sentence;
  }
}

TEST(Form, FormsOfForms) {
  for (const char* outer : {"quoted", "CSV of one column", "reversed", "wrapped at 72", "UTF-16 big"}) {
    for (const auto& [inner, rewrite] : kReadable) {
      const bool last = inner.starts_with("UTF-") || inner == "U+2028" || inner == "quoted-printable";
      if (last || inner == "packed") continue;
      const ExplainedMac c = log_case(kReadable.at(outer)(rewrite(dead())));
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
      {"03/02/2026 09:00:00 mac jamf[335]: Enroll return code: 0\n", "dates in a language or form"},
      {"пн мар 2 09:00:00 mac jamf[335]: Enroll return code: 0\n", "dates in a language or form"},
      {"Mar  2 09:00:00 mac jamf[335]: Checking for patches...\n", "dates in a language or form"},
  };
  for (const auto& [text, word] : kNamed) {
    const ExplainedMac c = log_case(text);
    EXPECT_TRUE(has(c.diagnosis.sentence, word)) << text << c.diagnosis.sentence;
    EXPECT_TRUE(has(c.diagnosis.sentence, "/var/log/jamf.log"));
    EXPECT_EQ(c.exit(), Exit::trouble) << text;
    for (const Finding& finding : c.findings) EXPECT_EQ(finding.health, Health::unknown) << text;
  }
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
