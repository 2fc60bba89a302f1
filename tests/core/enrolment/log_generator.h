// Logs of a Mac's life, by chance but the same for the same seed: healthy weeks, runs that fail, enrolments that do not end
// well.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/told.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {

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
  // A single event behind which nothing healthy is known until a run is answered.
  std::string end_of_proof() {
    now_.seconds += 1800;
    const unsigned pid = next_pid();
    const auto line = [&](std::string_view words) { return log_line({now_.seconds += 2}, pid, words); };
    const std::string begun =
        line(
            "The SSL Certificate for https://jamf.example.org/ must be trusted for the jamf binary to connect to it.") +
        "Enrolling computer...\n";
    const std::string re_enroller = stamp(now_) + " Library Cart 07 [ReEnroller]:    ";
    switch (pick(7)) {
      case 0: return begun;
      case 1: return begun + line("Creating user _mgmt...");
      case 2: return begun + line("Creating user _mgmt...") + line("Enforcing management framework...");
      case 3: return begun + line("Enroll return code: 70");
      case 4: return re_enroller + "[startToMigrate] x\n";
      case 5: return line("Removing scheduled tasks...") + line("Removing JAMF Preferences file...");
      default: return line("Running command /usr/local/bin/jamf removeFramework...");
    }
  }
  // As whoever posts a log writes them: one process id for all.
  void hide_process_ids() { one_pid_ = true; }
  [[nodiscard]] LocalTime now() const { return now_; }
  [[nodiscard]] unsigned pid() const { return pid_; }

 private:
  static constexpr std::string_view kChecking =
      "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...";
  unsigned next_pid() { return one_pid_ ? pid_ : pid_ = 200 + (pid_ + 1 + pick(300)) % 90'000; }
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
  bool one_pid_ = false;
};

}  // namespace enrolkit::test
