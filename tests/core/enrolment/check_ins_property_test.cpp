// Over generated logs: no failure passes for health, a proven success always does, and nobody gets well by words
// that are not known.
#include <gtest/gtest.h>

#include <utility>

#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"
#include "core/enrolment/log_generator.h"
#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

constexpr int kLogs = 300;

struct Answers {
  Finding enrolment, signature, check_in;
};

// As `explain` gives them: of a form that decides nothing, unknown.
Answers answers_of(const std::string& text, LocalTime now) {
  LogRead read = read_any_form(text, to_text(now));
  const LogForm form = read.history.quality.form;
  const Reading<LogRead> log = std::move(read);
  const Diagnosis diagnosis = diagnose(std::get<LogRead>(log).history, {});
  if (!decides(form)) {
    return {unknown("enrolment", about(form)), unknown("device-signature", about(form)),
            unknown("check-in", about(form))};
  }
  return {enrolment_finding({log}, diagnosis), device_signature_finding({log}), check_in_finding({log})};
}

void expect_no_health(const std::string& text, LocalTime now, std::string_view what, unsigned seed) {
  const Answers answers = answers_of(text, now);
  for (const Finding* finding : {&answers.enrolment, &answers.signature, &answers.check_in})
    EXPECT_NE(finding->health, Health::healthy) << what << " " << seed << ": " << finding->id << "\n" << text;
}

// Each record, and nothing else, by that rule.
template <class Change>
std::string each_record(const std::string& text, Change change) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    out += line.find(" jamf[") == line.npos ? line : change(line);
    out += '\n';
    at = end + 1;
  }
  return out;
}

using Change = std::string (*)(const std::string& line);
constexpr std::pair<const char*, Change> kForms[]{
    {"indented", [](const std::string& line) { return "    " + line; }},
    {"quoted", [](const std::string& line) { return "> " + line; }},
    {"marked", [](const std::string& line) { return "[x] " + line; }},
    {"grep -n", [](const std::string& line) { return "12:" + line; }},
    {"no year, no weekday", [](const std::string& line) { return line.substr(4); }},
    {"ISO", [](const std::string& line) { return "2026-03-" + line.substr(8); }},
    {"fractions", [](const std::string& line) { return line.substr(0, 19) + ".5" + line.substr(19); }},
    {"no host", [](const std::string& line) { return line.substr(0, 20) + line.substr(line.find("jamf[")); }},
    {"a terminal's", [](const std::string& line) { return line.substr(line.find("]: ") + 3); }},
    {"another writer's",
     [](const std::string& line) { return std::string(line).replace(line.find("jamf["), 4, "xx"); }},
    {"as fields",
     [](const std::string& line) {
       const auto writer = line.find(" jamf["), message = line.find("]: ");
       return "\"" + line.substr(0, 19) + "\"," + line.substr(20, writer - 20) + "," +
              line.substr(writer + 1, message - writer) + ",\"" + line.substr(message + 3) + "\"";
     }},
    {"JSON", [](const std::string& line) { return "{\"l\":\"" + line + "\"}"; }},
    {"another computer's", [](const std::string& line) { return on_host(line, "lab-b"); }},
};

TEST(CheckInsProperty, RunsWithoutAProofAreNeverHealthBeyondTheGrace) {
  for (unsigned seed = 0; seed < kLogs; ++seed) {
    Generator make(seed);
    std::string text = make.healthy();
    const Answers before = answers_of(text, make.now());
    ASSERT_EQ(before.check_in.code, "Working") << text;
    ASSERT_EQ(before.signature.code, "Valid") << text;
    text += make.many_failures();
    const Answers after = answers_of(text, make.now());
    EXPECT_NE(after.check_in.health, Health::healthy) << seed << "\n" << text;
    EXPECT_NE(after.signature.health, Health::healthy) << seed << "\n" << text;
    EXPECT_NE(after.enrolment.health, Health::healthy) << seed << "\n" << text;
    text += make.success();
    const Answers again = answers_of(text, make.now());
    EXPECT_EQ(again.check_in.code, "Working") << seed << "\n" << text;
    EXPECT_EQ(again.signature.code, "Valid") << seed << "\n" << text;
    EXPECT_EQ(again.enrolment.health, Health::healthy) << seed << "\n" << text;
  }
}

TEST(CheckInsProperty, OneProcessIdForAllHidesNoFailure) {
  for (unsigned seed = 0; seed < kLogs; ++seed) {
    Generator make(seed);
    make.hide_process_ids();
    std::string text = make.healthy() + make.many_failures();
    expect_no_health(text, make.now(), "one process id", seed);
    text += make.success();
    EXPECT_EQ(answers_of(text, make.now()).check_in.code, "Working") << seed << "\n" << text;
  }
}

TEST(CheckInsProperty, NoSuccessOutlivesAnEnrolmentOrARemovalThatFollows) {
  for (unsigned seed = 0; seed < kLogs; ++seed) {
    Generator make(seed);
    std::string text = make.healthy() + make.end_of_proof();
    expect_no_health(text, make.now(), "the end of a proof", seed);
    text += make.success();
    const Answers again = answers_of(text, make.now());
    EXPECT_EQ(again.check_in.code, "Working") << seed << "\n" << text;
    EXPECT_EQ(again.signature.code, "Valid") << seed << "\n" << text;
  }
}

// What `grep` leaves of the newest runs.
TEST(CheckInsProperty, WhatIsLeftOutOfTheNewestRunsIsNoHealth) {
  for (unsigned seed = 0; seed < kLogs; ++seed) {
    Generator make(seed);
    const std::string before = make.healthy();
    std::string runs, records, blocks;
    for (unsigned i = 12 + make.pick(20); i > 0; --i)
      runs += make.failure(2, make.pick(2) == 0 ? make.unknown_words() : "");
    for (std::size_t at = 0; at < runs.size();) {
      const std::size_t end = runs.find('\n', at) + 1;
      const std::string line = runs.substr(at, end - at);
      (line.find(" jamf[") == line.npos ? blocks : records) += line;
      at = end;
    }
    std::string heads;  // without the checks in front of them
    for (std::size_t at = 0; at < records.size();) {
      const std::size_t end = records.find('\n', at) + 1;
      if (records.substr(at, end - at).find("Checking") == records.npos)
        heads += records.substr(at, end - at);
      at = end;
    }
    for (const std::string& part : {records, blocks, heads})
      expect_no_health(before + part, make.now(), "left out", seed);
  }
}

TEST(CheckInsProperty, AnUnknownErrorIsNeverHealthierThanAKnownOne) {
  for (unsigned seed = 0; seed < kLogs; ++seed) {
    Generator make(seed);
    const std::string before = make.healthy();
    const unsigned kind = make.pick(Generator::kErrors), runs = 1 + make.pick(6);
    const std::string words = make.unknown_words();
    Generator known = make, unknown = make;
    std::string as_known = before, as_unknown = before;
    for (unsigned i = 0; i < runs; ++i) {
      as_known += known.failure(kind);
      as_unknown += unknown.failure(kind, words);
    }
    const Answers a = answers_of(as_known, known.now()), b = answers_of(as_unknown, unknown.now());
    const auto no_healthier = [&](const Finding& was, const Finding& is) {
      EXPECT_TRUE(was.health == Health::healthy || is.health != Health::healthy)
          << is.id << ": " << result_text(was) << " became " << result_text(is) << "\n"
          << as_unknown;
    };
    no_healthier(a.enrolment, b.enrolment);
    no_healthier(a.signature, b.signature);
    no_healthier(a.check_in, b.check_in);
    EXPECT_NE(b.signature.code, "Valid") << as_unknown;
    EXPECT_NE(b.check_in.code, "Working") << as_unknown;
  }
}

// The newest part in another form, of another Mac, or in front of the older one.
TEST(CheckInsProperty, NoOlderPartIsJudgedInPlaceOfTheNewest) {
  for (unsigned seed = 0; seed < kLogs; ++seed) {
    Generator make(seed);
    const std::string older = make.healthy();
    const std::string dead = make.many_failures();
    for (const auto& [name, change] : kForms)
      expect_no_health(older + each_record(dead, change), make.now(), name, seed);
    expect_no_health(dead + older, make.now(), "newest first", seed);
    const Generator at_newer = make;
    const std::string newer = make.healthy() + make.many_failures();
    expect_no_health(newer + older, make.now(), "parts newest first", seed);
    expect_no_health(newer + older + dead, make.now(), "the newest part first", seed);
    // Two days behind a dead Mac's log that of a healthy one, and beside it.
    Generator other(seed + kLogs, LocalTime{make.now().seconds + 2 * kDay}, (make.pid() + 10'000) % 90'000);
    const std::string well = on_host(other.healthy(), "lab-b");
    expect_no_health(newer + well, other.now(), "two Macs", seed);
    Generator beside = at_newer;
    expect_no_health(newer + on_host(beside.healthy(), "lab-b"), make.now(), "two Macs of one time", seed);
  }
}

}  // namespace
}  // namespace enrolkit::test
