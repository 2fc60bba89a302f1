// Every command of ours that advice names is one that the programs take.
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "core/assessment/assessment.h"
#include "core/enrolment/advice.h"
#include "core/settings/repair_step.h"
#include "programs/program_test.h"

namespace enrolkit::test {
namespace {

// The commands between backticks that begin with a program of ours, without sudo and its folder.
std::vector<std::string> commands_in(const std::string& text) {
  std::vector<std::string> found;
  for (auto begin = text.find('`'); begin != std::string::npos; begin = text.find('`', begin)) {
    const auto end = text.find('`', begin + 1);
    if (end == std::string::npos) break;
    std::string command = text.substr(begin + 1, end - begin - 1);
    begin = end + 1;
    for (const std::string_view prefix : {"sudo ", "/Library/Enrolkit/bin/"}) {
      if (command.starts_with(prefix)) command.erase(0, prefix.size());
    }
    if (command.starts_with("enrolkit")) found.push_back(command);
  }
  return found;
}

std::vector<std::string> all_commands() {
  std::vector<std::string> texts, found;
  for (std::size_t i = 0; i < kCauseNames.size(); ++i) {
    for (std::string& one : lines_of(remedies_for(static_cast<Cause>(i), {})))
      texts.push_back(std::move(one));
    texts.emplace_back(advice_on(static_cast<Cause>(i)).confirm);
  }
  std::vector<Finding> unknowns;
  for (const std::string_view id : {"enrolment", "jamf-keychain", "certificate-expiry", "management-account",
                                    "account-conflict", "framework", "mdm", "repair", "of-tomorrow"})
    unknowns.push_back(unknown(id, "no rights"));
  for (const Gap& gap : assess(unknowns, nullptr).gaps) texts.push_back(gap.how);
  for (const std::string& text : texts) {
    for (std::string& command : commands_in(text)) found.push_back(std::move(command));
  }
  return found;
}

// What its help prints. The words up to the first option, or to a name to be filled in, are subcommands.
Ran help_of(const std::vector<std::string>& words) {
  const std::string& program = words.front();
  std::vector<std::string> arguments;
  if (program != "enrolkit-ea") {
    for (std::size_t i = 1; i < words.size() && words[i][0] >= 'a' && words[i][0] <= 'z'; ++i)
      arguments.push_back(words[i]);
  }
  arguments.emplace_back("--help");
  if (program == "enrolkit") return enrolkit(arguments);
  return run_program(program == "enrolkit-ea" ? ENROLKIT_EA_PROGRAM : ENROLKIT_REPAIR_PROGRAM, arguments);
}

TEST(Advice, NamesOnlyCommandsThatTheProgramsTake) {
  const std::vector<std::string> commands = all_commands();
  EXPECT_GT(commands.size(), 30U);
  const Ran attributes = enrolkit_ea({"list"});
  for (const std::string& command : commands) {
    std::istringstream stream(command);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    const Ran help = help_of(words);
    EXPECT_EQ(help.status, 0) << command << told(help);
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].starts_with("--")) {
        EXPECT_NE(help.out.find(words[i]), std::string::npos) << command << told(help);
      }
      if (words[i] == "--highest") {
        ASSERT_LT(i + 1, words.size()) << command;
        EXPECT_TRUE(kRepairStepNames.find(words[i + 1])) << command;
      }
    }
    if (words.front() == "enrolkit-ea" && words.at(1) == "collect") {
      EXPECT_NE(help.out.find("\n  collect "), std::string::npos) << command << told(help);
    }
    if (words.front() == "enrolkit-ea" && words.at(1) != "all" && words.at(1) != "collect") {
      EXPECT_NE(attributes.out.find(words.at(1) + " "), std::string::npos) << command;
    }
  }
}

}  // namespace
}  // namespace enrolkit::test
