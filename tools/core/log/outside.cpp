#include "core/log/outside.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/log/history_builder.h"
#include "core/log/lead.h"
#include "core/log/messages.h"

namespace enrolkit {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Without what mail and Markdown put in front of a line.
std::string_view without_marks(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t>`*\"'-"), line.size()));
  return trimmed(line);
}

bool is_end_of_word(std::string_view text, std::size_t at) {
  return at >= text.size() || has(" \t:;|&'\"`)", text.substr(at, 1));
}

// The jamf binary, by its name or its path: no file of Jamf's that is called otherwise.
bool names_the_binary(std::string_view text) {
  constexpr std::string_view kJamf = "jamf";
  for (auto at = text.find(kJamf); at != text.npos; at = text.find(kJamf, at + kJamf.size())) {
    const bool begins = at == 0 || has(" \t/'\"`", text.substr(at - 1, 1));
    if (begins && is_end_of_word(text, at + kJamf.size())) return true;
  }
  return false;
}

// "sudo: jamf: command not found", "zsh: no such file or directory: /usr/local/bin/jamf", "zsh: killed  sudo jamf policy".
bool misses_the_binary(std::string_view line) {
  constexpr std::array<std::string_view, 5> kAnswers{"not found", "no such file or directory", ": killed",
                                                     "library not loaded", "permission denied"};
  const auto holds = [&](std::string_view answer) { return contains_ignoring_case(line, answer); };
  return std::any_of(kAnswers.begin(), kAnswers.end(), holds) && names_the_binary(line);
}

// What one command of a line runs, without its folder: "jamf" of "sudo -E /usr/local/bin/jamf recon".
std::string_view program_of(std::string_view command) {
  bool behind_sudo = false;
  while (true) {
    command.remove_prefix(std::min(command.find_first_not_of(" \t`\"'("), command.size()));
    std::size_t end = 0;
    while (!is_end_of_word(command, end)) ++end;
    std::string_view word = command.substr(0, end);
    command.remove_prefix(end);
    const bool passed_over = word == "sudo" || word == "time" || word == "nohup" ||
                             (behind_sudo && word.starts_with('-')) || word.find('=') != word.npos;
    behind_sudo |= word == "sudo";
    if (passed_over) continue;
    word.remove_prefix(word.rfind('/') + 1);
    return word;
  }
}

// What stands behind a shell's prompt ("anna@lab-07 ~ % ", "bash-3.2# "), or is a command by its first word.
std::string_view command_in(std::string_view line) {
  if (line.starts_with("sudo ")) return line;
  std::size_t first = line.npos;
  for (const std::string_view end : {"% ", "$ ", "# "}) first = std::min(first, line.find(end));
  const bool heading = first == 0 && line.starts_with('#');  // of Markdown
  return first == line.npos || heading ? std::string_view{} : line.substr(first + 2);
}

// The programs of a line with a prompt.
std::vector<std::string_view> programs_in(std::string_view line) {
  std::vector<std::string_view> programs;
  std::string_view commands = command_in(line);
  while (!commands.empty()) {
    const auto end = std::min(commands.find_first_of(";|&"), commands.size());
    programs.push_back(program_of(commands.substr(0, end)));
    commands.remove_prefix(std::min(end + 1, commands.size()));
  }
  return programs;
}

bool runs_jamf(std::string_view line) {
  const auto programs = programs_in(line);
  return std::find(programs.begin(), programs.end(), "jamf") != programs.end();
}

// The binary's path as `ls` prints it, or a command that only looks: nothing is said of what jamf does. Of any other words
// around its name nobody knows what they say.
bool only_looks_at_the_binary(std::string_view line) {
  constexpr std::array<std::string_view, 8> kLook{"ls",   "which", "file", "cat",
                                                  "tail", "head",  "less", "grep"};
  if (line.starts_with('/') && line.find(' ') == line.npos) return true;
  constexpr std::size_t kMode = 9;  // "r-xr-xr-x", what stands in front of which may be taken for a mark
  if (line.size() > kMode && line.find_first_not_of("-dlrwxsStT") >= kMode) return true;
  const auto programs = programs_in(line);
  return !programs.empty() && std::all_of(programs.begin(), programs.end(), [&](std::string_view program) {
    return std::find(kLook.begin(), kLook.end(), program) != kLook.end();
  });
}

// From its first letter on.
bool begins_with_failure(std::string_view line) {
  const Message message = classify(line);
  switch (role_of(message)) {
    case Role::failure:
      // Any program says so.
      return message != Message::error_block || line == "There was an error." || line == "There was an error";
    case Role::removal: return true;
    case Role::service_lost: return names_jamf_daemon(line);
    default: return message == Message::return_code && return_code_of(line) != 0;
  }
}

bool is_failed_install(std::string_view line) {
  constexpr std::array<std::string_view, 4> kInstallers{" package_script_service[", " installd[",
                                                        " installer[", " Installer["};
  const auto is_by = [&](std::string_view name) { return has(line, name); };
  return std::any_of(kInstallers.begin(), kInstallers.end(), is_by) && looks_like_error(line);
}

// Behind the words of the program that writes the line: a record of jamf, which is as old as it says.
bool quotes_a_record(const Line& line) {
  return line.writer == Writer::other &&
         has(line.text.substr(std::min(line.text.find("]:"), line.text.size())), " jamf[");
}

}  // namespace

Outside outside_of(std::string_view text) {
  constexpr std::string_view kUnmanaged = "MDM enrollment: No";
  const std::string_view line = without_marks(text);
  if (line.empty()) return Outside::nothing;
  if (misses_the_binary(line) || runs_jamf(line)) return Outside::shell;
  if (begins_with_failure(line) || is_failed_install(line) || has(line, kUnmanaged)) return Outside::printed;
  const bool says_something = names_the_binary(line) && !only_looks_at_the_binary(line);
  if (!says_something && !holds_failure(line)) return Outside::nothing;
  return holds_a_clock(line) ? Outside::printed : Outside::told;
}

bool is_harmless(std::string_view line) {
  constexpr std::size_t kLongWord = 60;  // longer ones are encoded, or cut out of something
  constexpr std::array<std::string_view, 4> kWords{"jamf", "enrol", "mdm ", "check-in"};
  const auto holds = [&](std::string_view word) { return contains_ignoring_case(line, word); };
  if (std::any_of(kWords.begin(), kWords.end(), holds) || holds_a_clock(line) || looks_like_error(line) ||
      classify(without_marks(line)) != Message::other)
    return false;
  std::size_t word = 0;
  for (const char c : line) {
    word = c == ' ' || c == '\t' ? 0 : word + 1;
    if (word > kLongWord) return false;
  }
  return true;
}

// The end of an error block whose record stands in an older file, or in front of where `tail` began.
bool OutsideWatch::belongs_to_cut_record(const Line& line) {
  const std::string_view words = trimmed(line.text);
  if (words.empty()) return true;
  const bool cut = !any_text_ && (line.text.starts_with("    ") || line.key == Message::error_block ||
                                  (line.number == 1 && has(words, " jamf[")) || has(words, " newsyslog["));
  any_text_ |= !cut;
  return cut;
}

void OutsideWatch::add(const Line& line, bool proof, bool explained) {
  if (line.writer == Writer::jamf || line.writer == Writer::re_enroller) {
    any_record_ = true;
    // One that stands there a second time proves nothing of what stands between the two.
    if (proof && (line.clock > clock_ || !line.dated)) since_proof_.reset();
    if (!since_proof_) clock_ = line.clock;
    return;
  }
  if (kept_ || quotes_a_record(line)) return;
  if (!any_record_ && belongs_to_cut_record(line)) return;
  const Outside outside = outside_of(line.text);
  if (outside == Outside::nothing || (explained && outside != Outside::shell)) return;
  const bool keep = !any_record_ || outside != Outside::printed;
  if (!keep && since_proof_) return;
  LogReference reference = reference_to(line);
  reference.dated = false;
  (keep ? kept_ : since_proof_) = std::move(reference);
}

}  // namespace enrolkit
