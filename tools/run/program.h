// The frame of every program: parse, help, version, exceptions and exit status, once for all.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "run/exit_code.h"

namespace enrolkit {

struct Program {
  std::string name;           // as it is typed
  std::string about;          // one sentence
  std::string version;        // what --version says behind the name; empty: the program has no such flag
  std::string example;        // one call, for --help
  std::string exit_status;    // the last lines of --help
  bool bare_is_help = false;  // called without any argument, it prints its help
};

// Adds options and commands, and answers what is to be run once they are parsed. What the options are put into must
// live as long as that answer.
using Define = std::function<std::function<Exit()>(CLI::App&)>;

// All that main does. The exit status is 2 as well when standard output could not be written to the end (a reader that
// went away excepted), and when the program breaks.
[[nodiscard]] int run_program(int argc, char** argv, const Program& program, const Define& define);

// The parts of it, for a program with a contract of its own.
struct Wrong {
  std::string why;   // one line
  std::string hint;  // a command that says more: "enrolkit server repair --help"
};
struct Answered {
  std::string text;  // help or version, to be printed
};
struct Parsed {};
using Parse = std::variant<Parsed, Answered, Wrong>;
[[nodiscard]] Parse parse_arguments(CLI::App& app, const Program& program, int argc, char** argv);

// An app with what all programs have: name, version, exit status.
void set_up(CLI::App& app, const Program& program);

// "--group" of `--group ""`; empty: there is none. An empty value comes from a variable of a script that was not set, and
// must not count as an absent option: `--group ""` would choose every Mac.
[[nodiscard]] std::string option_without_value(const CLI::App& app);
// Whether there is one; then that was said, in the name of `program`.
[[nodiscard]] bool refuses_empty_value(const CLI::App& app, std::string_view program);

// --color auto|always|never, for this command; it holds for the whole run.
void add_color(CLI::App& command);

}  // namespace enrolkit
