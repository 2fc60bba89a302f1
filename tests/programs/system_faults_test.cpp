// Every program in a system that is not as it should be: streams that are closed, few descriptors, little memory, a full
// disk, odd clocks, zones and languages. The contract holds: a status of the closed set, one result line of an attribute, one
// line that says what is wrong, and never the answer of a healthy Mac for a sick one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "programs/program_test.h"
#include "support/macs/fixture_copy.h"
#include "support/sanitized.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

enum class Kind {
  attribute,
  all,
  command
};  // how a program ends: always 0 with a result, always 0, or by its finding

struct Command {
  const char* name;
  std::string program;
  std::vector<std::string> arguments;
  int status;  // where nothing is wrong with the system
  Kind kind = Kind::command;
};

enum class Effect {
  none,       // the same answer, byte by byte
  no_output,  // what it says cannot be written: status 2
  may_fail,   // the same answer, or status 2 and one line
};

struct Fault {
  const char* name;
  std::string shell;  // runs "$0" "$@" in it
  Effect effect = Effect::none;
  bool needs_no_sanitizer =
      false;  // a sanitizer's memory is its own, its checks open pipes, and libfaketime is not for it
};

const std::vector<Fault>& faults() {
  static const std::vector<Fault> kAll{
      {"stdin closed", R"(exec "$0" "$@" <&-)"},
      {"stdout closed", R"(exec "$0" "$@" >&-)", Effect::no_output},
      {"stdout full", R"(exec "$0" "$@" >/dev/full)", Effect::no_output},
      {"stderr closed", R"(exec "$0" "$@" 2>&-)"},
      {"all three closed", R"(exec "$0" "$@" <&- >&- 2>&-)", Effect::no_output},
      {"16 descriptors", R"(ulimit -n 16; exec "$0" "$@")"},
      {"6 descriptors", R"(ulimit -n 6; exec "$0" "$@")", Effect::may_fail, true},
      {"64 MB of address space", R"(ulimit -v 65536; exec "$0" "$@")", Effect::may_fail, true},
      {"no environment", R"(exec env -i "$0" "$@")"},
      {"an odd zone and language", R"(TZ=Nowhere/Odd LC_ALL=xx_YY.UTF-8 LANG= HOME= exec "$0" "$@")"},
      {"a file size limit of nothing", R"(ulimit -f 0; exec "$0" "$@")", Effect::may_fail},
      {"before 1980", R"(NO_FAKE_STAT=1 exec faketime -f '1975-01-01 00:00:00' "$0" "$@")", Effect::none,
       true},
      {"after 2038", R"(NO_FAKE_STAT=1 exec faketime -f '2040-05-05 00:00:00' "$0" "$@")", Effect::none,
       true}};
  return kAll;
}

class SystemFaults : public testing::Test {
 protected:
  SystemFaults() : root_(lay_out(folder_, "published-conflict", "mac")) {}

  [[nodiscard]] std::vector<Command> commands() const {
    return {{"explain", program_under_test(), {"explain", "--root", root_}, 1},
            {"explain --json", program_under_test(), {"explain", "--json", "--root", root_}, 1},
            {"server check", program_under_test(), {"server", "check"}, 2},
            {"help", program_under_test(), {"--help"}, 0},
            {"summary", ENROLKIT_EA_PROGRAM, {"summary", "--root", root_}, 0, Kind::attribute},
            {"enrolment", ENROLKIT_EA_PROGRAM, {"enrolment", "--root", root_}, 0, Kind::attribute},
            {"all", ENROLKIT_EA_PROGRAM, {"all", "--root", root_}, 0, Kind::all},
            {"repair --dry-run", ENROLKIT_REPAIR_PROGRAM, {"--dry-run", "--root", root_}, 1},
            {"repair status", ENROLKIT_REPAIR_PROGRAM, {"--root", root_, "status"}, 0}};
  }
  static Ran run(const Command& command, const std::string& shell) {
    std::vector<std::string> arguments{"-c", shell, command.program};
    arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
    return run_program("/bin/sh", arguments);
  }

  TempFolder folder_;
  std::string root_;
};

// How long a look took is another each time: "3.2 ms" is TIME, with the blanks that put it to the right. (No std::regex: GCC 12 warns of its insides under the
// sanitizers.)
std::string without_times(std::string text) {
  constexpr std::string_view kNumber = "0123456789.";
  for (std::size_t at = 0; (at = text.find_first_of(kNumber, at)) != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_not_of(kNumber, at), text.size());
    const std::string_view rest = std::string_view(text).substr(end);
    std::size_t unit = 0;
    for (const std::string_view name : {" ms", " us", " s"}) {
      if (unit == 0 && rest.starts_with(name)) unit = name.size();
    }
    if (unit == 0) {
      at = end;
      continue;
    }
    const std::size_t last = at == 0 ? text.npos : text.find_last_not_of(' ', at - 1);
    const std::size_t begin = last == text.npos ? 0 : last + 1;
    text.replace(begin, end + unit - begin, "TIME");
    at = begin + 4;
  }
  return text;
}

std::ptrdiff_t lines_in(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

// What is wrong with how it ended; empty: nothing.
std::string breach(const Command& command, const Fault& fault, const Ran& ran, const Ran& plain) {
  if (ran.status < 0 || ran.status > 3) return "it did not end by itself";
  if (command.kind != Kind::command && ran.status != 0) return "an attribute's status is 0";
  if (command.kind == Kind::attribute && fault.effect != Effect::no_output &&
      (!ran.out.starts_with("<result>") || lines_in(ran.out) != 1))
    return "no result line";
  if (fault.effect == Effect::no_output) {
    const bool says_it = command.kind != Kind::command || plain.out.empty() || ran.status == 2;
    return says_it ? "" : "its output was lost, and it does not say so";
  }
  if (ran.status == plain.status && without_times(ran.out) == without_times(plain.out)) return "";
  if (fault.effect == Effect::none) return "another answer";
  if (command.kind == Kind::attribute)
    return ran.out.starts_with("<result>Unknown; reason=") ? "" : "not Unknown";
  if (command.kind == Kind::all) return ran.out.find("Healthy") == std::string::npos ? "" : "Healthy in it";
  if (ran.status != 2) return "neither the answer nor status 2";
  return lines_in(ran.err) >= 1 && lines_in(ran.err) <= 2 ? "" : "no line, or many, for what is wrong";
}

TEST_F(SystemFaults, EveryProgramKeepsItsContract) {
  const bool has_faketime = run_program("/bin/sh", {"-c", "command -v faketime"}).status == 0;
  int checked = 0;
  for (const Command& command : commands()) {
    const Ran plain = run(command, R"(exec "$0" "$@")");
    ASSERT_EQ(plain.status, command.status) << command.name << "\n" << told(plain);
    for (const Fault& fault : faults()) {
      const bool needs_faketime = fault.shell.find("faketime") != std::string::npos;
      if ((fault.needs_no_sanitizer && kSanitized) || (needs_faketime && !has_faketime)) continue;
      const Ran ran = run(command, fault.shell);
      EXPECT_EQ(breach(command, fault, ran, plain), "") << command.name << ", " << fault.name << "\n"
                                                        << told(ran);
      ++checked;
    }
  }
  EXPECT_GT(checked, kSanitized ? 60 : 90);
}

TEST_F(SystemFaults, WhatIsWrittenIsWholeOrNotThere) {
  for (const char* shell : {R"(ulimit -f 0; exec "$0" "$@")", R"(ulimit -f 1; exec "$0" "$@")"}) {
    TempFolder folder;
    for (const auto& [arguments, file] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"collect", "--root", root_, "-o", folder.at("c.tar.gz")}, "c.tar.gz"},
             {{"explain", "--root", root_, "--html", folder.at("r.html")}, "r.html"}}) {
      const Ran ran = run({"", program_under_test(), arguments, 0}, shell);
      EXPECT_EQ(ran.status, 2) << told(ran);
      EXPECT_EQ(lines_in(ran.err), 1) << told(ran);
      EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << file << " or a part of it is left";
    }
  }
}

TEST_F(SystemFaults, AFolderOfManyEntriesEndsInBoundedTimeAndSaysWhatItLeftOut) {
  TempFolder folder;
  constexpr int kEntries = 100'000;
  for (int i = 0; i < kEntries; ++i) std::ofstream(folder.at("note-" + std::to_string(i) + ".txt"));
  RunOptions options;
  options.limit = std::chrono::seconds(60);
  const Ran ran = run_program(program_under_test(), {"explain", folder.path()}, options);
  EXPECT_EQ(ran.status, 2) << ran.status << " " << ran.err.substr(0, 300);
  EXPECT_GE(lines_in(ran.err), 1);
  EXPECT_LE(lines_in(ran.err), 3) << ran.err.substr(0, 300);
  EXPECT_LT(ran.peak_kb, kSanitized ? 1'000'000 : 200'000);
}

}  // namespace
}  // namespace enrolkit::test
