#include "run/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <map>
#include <new>
#include <system_error>

#include "core/base/text.h"
#include "run/streams.h"
#include "run/suggest.h"

namespace enrolkit {
namespace {

// The command that was reached, outermost first.
std::vector<const CLI::App*> chosen(const CLI::App& app) {
  std::vector<const CLI::App*> path{&app};
  while (!path.back()->get_subcommands().empty()) path.push_back(path.back()->get_subcommands().front());
  return path;
}

std::string called(const std::vector<const CLI::App*>& path) {
  std::string out;
  for (const CLI::App* app : path) out += (out.empty() ? "" : " ") + app->get_name();
  return out;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* sub) { return !sub->get_group().empty(); });
}

// Whether a word there can only be a command.
bool wants_command(const CLI::App& app) {
  const std::vector<const CLI::Option*> options = app.get_options();
  return !commands_of(app).empty() &&
         std::none_of(options.begin(), options.end(),
                      [](const CLI::Option* one) { return one->get_positional(); });
}

// The whole way to the command of that name, on whatever level; empty where there is none.
std::string way_to(const CLI::App& app, const std::string& name) {
  for (const CLI::App* sub : commands_of(app)) {
    const std::string below = sub->get_name() == name ? name : way_to(*sub, name);
    if (!below.empty()) return app.get_name() + " " + below;
  }
  return "";
}

// Every name that could have been meant there.
std::vector<std::string> names_at(const std::vector<const CLI::App*>& path, bool options) {
  std::vector<std::string> out;
  for (const CLI::App* app : path) {
    if (options) {
      for (const CLI::Option* option : app->get_options()) {
        if (option->get_group().empty()) continue;
        for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
      }
    } else {
      for (const CLI::App* sub : app->get_subcommands([](const CLI::App*) { return true; }))
        out.push_back(sub->get_name());
    }
  }
  return out;
}

Wrong unexpected(const CLI::App& app, const std::string& what) {
  const auto path = chosen(app);
  const bool option = what.starts_with('-') && what != "-";
  const std::string name = option ? what.substr(0, what.find('=')) : what;
  std::string why;
  if (option) {
    why = printable(name) + ": there is no such option";
  } else if (wants_command(*path.back())) {
    why = printable(what) + ": there is no such command";
    if (const std::string way = way_to(*path.front(), what); !way.empty())
      return {why + " here; did you mean " + way + "?", way + " --help"};
  } else {
    why = printable(what) + ": was not expected";
  }
  const auto meant = suggestion(name, names_at(option ? path : std::vector{path.back()}, option));
  if (meant == name) {  // of a command before this one, which does not hand it on
    why = printable(name) + ": does not belong to this command";
  } else if (meant) {
    why += "; did you mean " + *meant + "?";
  }
  return {why, called(path) + " --help"};
}

void complain(const Program& program, const std::string& text) {
  write_err(program.name + ": " + text + "\n");
}

// Where there is no memory left even for an exception, C++ ends the program: with our status, then, and a line.
[[noreturn]] void end_without_memory() {
  write_err("enrolkit: out of memory\n");
  std::_Exit(static_cast<int>(Exit::trouble));
}

Exit answer(const Parse& parse, const Program& program, const std::function<Exit()>& run) {
  if (const auto* answered = std::get_if<Answered>(&parse)) {
    write_out(answered->text);
    return Exit::ok;
  }
  if (const auto* wrong = std::get_if<Wrong>(&parse)) {
    complain(program, printable(wrong->why) + "\nhint: " + wrong->hint);
    return Exit::trouble;
  }
  return run();
}

}  // namespace

void set_up(CLI::App& app, const Program& program) {
  app.name(program.name);
  app.description(program.about);
  std::string footer = program.example.empty() ? "" : "Example: " + program.example;
  if (!program.exit_status.empty())
    footer += (footer.empty() ? "" : "\n\n") + std::string("Exit status: ") + program.exit_status;
  app.footer(footer);  // of its commands, too, where they have none
  if (!program.version.empty()) {
    app.set_version_flag("--version", fmt::format("{} {}", program.name, program.version));
  }
  app.require_subcommand(0, 1);  // "explain collect" is a command and its argument, not two commands
}

void add_color(CLI::App& command) {
  static const std::map<std::string, ColourWhen> kWhen{
      {"auto", ColourWhen::automatic}, {"always", ColourWhen::always}, {"never", ColourWhen::never}};
  command
      .add_option_function<std::string>(
          "--color", [](const std::string& when) { set_colour(kWhen.at(when)); },
          "auto: on a terminal, without NO_COLOR; always; never (default: auto)")
      ->type_name("WHEN")
      ->check([](const std::string& when) {
        return kWhen.contains(when) ? std::string() : "auto, always or never, not " + when;
      });
}

Parse parse_arguments(CLI::App& app, const Program& program, int argc, char** argv) {
  if (program.bare_is_help && argc <= 1) return Answered{app.help()};
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Answered{app.help()};  // of the command that was reached, with the whole way to it
  } catch (const CLI::CallForVersion&) {
    return Answered{fmt::format("{} {}\n", program.name, program.version)};
  } catch (const CLI::ExtrasError& e) {
    const auto rest = app.remaining(true);
    if (!rest.empty()) return unexpected(app, rest.front());
    return Wrong{e.what(), called(chosen(app)) + " --help"};
  } catch (const CLI::ParseError& e) {
    return Wrong{e.what(), called(chosen(app)) + " --help"};
  }
  return Parsed{};
}

int run_program(int argc, char** argv, const Program& program, const Define& define) {
  prepare_streams();
  std::set_terminate(end_without_memory);
  Exit exit = Exit::trouble;
  try {
    CLI::App app;
    set_up(app, program);
    const auto run = define(app);
    exit = answer(parse_arguments(app, program, argc, argv), program, run);
  } catch (const std::bad_alloc&) {  // as little as can be asked for
    write_err(program.name);
    write_err(": out of memory\n");
    exit = Exit::trouble;
  } catch (const std::system_error& e) {
    const bool is_limit = e.code() == std::errc::resource_unavailable_try_again;
    complain(program, is_limit
                          ? "the system gives no more memory or threads: are the limits too low? (ulimit -a)"
                          : printable(e.what()));
    exit = Exit::trouble;
  } catch (const std::exception& e) {
    complain(program, printable(e.what()));
    exit = Exit::trouble;
  } catch (...) {
    write_err(program.name);
    write_err(": internal error\n");
    exit = Exit::trouble;
  }
  if (const std::string fault = stdout_fault(); !fault.empty()) {
    complain(program, "standard output: " + fault + ": not all of it was written");
    exit = Exit::trouble;
  }
  return static_cast<int>(exit);
}

std::string option_without_value(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string>& values = option->results();
    if (std::find(values.begin(), values.end(), "") == values.end()) continue;
    return option->get_lnames().empty() ? option->get_name() : "--" + option->get_lnames().front();
  }
  return "";
}

bool refuses_empty_value(const CLI::App& app, std::string_view program) {
  const std::string option = option_without_value(app);
  if (!option.empty()) write_err(fmt::format("{}: {}: its value is empty\n", program, option));
  return !option.empty();
}

}  // namespace enrolkit
