// Over generated logs: no failure passes for health, a proven success always does, and nobody gets well by words
// that are not known.
#include <gtest/gtest.h>

#include <random>
#include <utility>

#include "core/enrolment/device_signature.h"
#include "core/enrolment/findings.h"
#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

constexpr int kLogs = 300;
constexpr std::string_view kChecking =
    "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...";

class Generator {
 public:
  explicit Generator(unsigned seed, LocalTime now = at("2026-03-02 08:00:00"), unsigned pid = 500)
      : random_(seed), now_(now), pid_(pid) {}

  // Ends with a success; misses a check-in now and then, as healthy Macs do.
  std::string healthy() {
    std::string text = pick(2) == 0 ? enrolment(now_, next_pid()) : "";
    for (unsigned i = 1 + pick(40); i > 0; --i) {
      if (pick(20) == 0) text += run({"Could not connect to the JSS. Looking for cached policies..."});
      if (pick(20) == 0) text += run({});
      text += success();
    }
    return text;
  }

  std::string success() {
    switch (pick(3)) {
      case 0: return run({"Checking for patches...", "No patch policies were found."});
      case 1: return run({"Executing Policy Update Inventory (daily)", "Checking for patches..."});
      default: return run({"No policies were found for the \"startup\" trigger."});
    }
  }

  // A run that proves nothing. `words` in place of its error's own, if there are any.
  std::string failure(unsigned kind, std::string_view words = {}) {
    const auto or_words = [&](std::string_view own) { return words.empty() ? own : words; };
    switch (kind) {
      case 0:
        return run({or_words("Could not connect to the JSS. Looking for cached policies..."),
                    "Executing Policy Cached one"});
      case 1: return run({or_words("Connection failure: \"The request timed out.\"")});
      case 2:
        return run({""}) + "There was an error.\n\n     " +
               std::string(or_words("Device Signature Error - A valid device signature is required.")) + "\n";
      case 3: return run({or_words(kItemNotFound)});
      case 4: return run({or_words(kSignatureError)});
      case 5: return run({or_words("Error Domain=NSCocoaErrorDomain Code=4099 \"x\" UserInfo={y}")});
      case 6: return run({or_words("Connection failure: \"The certificate for this server is invalid.\"")});
      case 7: return run({or_words("Error running recon: ( error 502.)")});
      case 8: return run({"This policy trigger is already being run: root 5249 ??"});
      default: return run({});
    }
  }
  static constexpr unsigned kErrors = 8;  // kinds with an error to change; the others have none
  static constexpr unsigned kKinds = 10;

  // Never a known text, and never a word of success.
  std::string unknown_words() {
    std::string words = "Zq";
    for (unsigned i = 3 + pick(40); i > 0; --i)
      words += static_cast<char>("abcdefgh ()-0123456789:"[pick(23)]);
    return words + (pick(2) == 0 ? " failed" : "");
  }
  unsigned pick(unsigned below) { return std::uniform_int_distribution<unsigned>(0, below - 1)(random_); }
  // Of one kind, or of several: more than the grace.
  std::string many_failures() {
    const unsigned one_kind = pick(2 * kKinds);
    std::string text;
    for (unsigned i = 12 + pick(20); i > 0; --i) {
      const unsigned kind = one_kind < kKinds ? one_kind : pick(kKinds);
      text += failure(kind, pick(2) == 0 && kind < kErrors ? unknown_words() : "");
    }
    return text;
  }
  [[nodiscard]] LocalTime now() const { return now_; }
  [[nodiscard]] unsigned pid() const { return pid_; }

 private:
  unsigned next_pid() { return pid_ = 200 + (pid_ + 1 + pick(300)) % 90'000; }
  std::string run(const std::vector<std::string_view>& lines) {
    now_.seconds += 900 + pick(2700);
    const unsigned pid = next_pid();
    std::string text = log_line(now_, pid, kChecking);
    for (const std::string_view line : lines) text += log_line({now_.seconds + 1}, pid, line);
    return text;
  }

  std::mt19937 random_;
  LocalTime now_;
  unsigned pid_;
};

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
