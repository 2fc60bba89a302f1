// What a stream is taken for, and that closed ones do no harm; and what an exit status means.
#include "run/streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "run/exit_code.h"
#include "support/process/child.h"

namespace enrolkit::test {
namespace {

using Variables = std::vector<std::pair<const char*, const char*>>;

void set_all(const Variables& variables) {
  for (const char* name : {"NO_COLOR", "TERM", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "LANG"})
    ::unsetenv(name);
  for (const auto& [name, value] : variables) ::setenv(name, value, 1);
}

std::string shown(const TerminalStyle& style) {
  return std::string(style.colour ? "colour " : "plain ") + (style.utf8 ? "utf8 " : "ascii ") +
         std::to_string(style.width);
}

// The look of a stdout that is a pipe.
std::string piped(const Variables& variables) {
  return in_child([&] {
           set_all(variables);
           write_out(shown(style_of_stdout()));
         })
      .out;
}

// The look of a stdout that is a terminal `columns` wide (0: it does not say).
std::string on_terminal(const Variables& variables, unsigned short columns) {
  return in_child([&] {
           set_all(variables);
           const int keeper = ::dup(STDOUT_FILENO);
           const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
           if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) ::_exit(1);
           const int terminal = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
           winsize size{};
           size.ws_col = columns;
           ::ioctl(terminal, TIOCSWINSZ, &size);
           ::dup2(terminal, STDOUT_FILENO);
           const std::string text = shown(style_of_stdout());
           ::dup2(keeper, STDOUT_FILENO);
           write_out(text);
         })
      .out;
}

TEST(StyleOfStdout, TheDefaultIsWhatAPipeGets) {
  EXPECT_EQ(shown(TerminalStyle{}), "plain utf8 100");
  EXPECT_EQ(piped({{"TERM", "xterm"}}), "plain utf8 100");
  EXPECT_EQ(piped({{"TERM", "xterm"}, {"COLUMNS", "60"}}), "plain utf8 60") << "before a pager";
}

TEST(StyleOfStdout, ATerminalHasColourAndItsOwnWidth) {
  EXPECT_EQ(on_terminal({{"TERM", "xterm"}}, 77), "colour utf8 77");
  EXPECT_EQ(on_terminal({{"TERM", "xterm"}, {"COLUMNS", "60"}}, 77), "colour utf8 77");
}

TEST(StyleOfStdout, ColumnsCountsWhenTheTerminalDoesNotSay) {
  EXPECT_EQ(on_terminal({{"TERM", "xterm"}, {"COLUMNS", "60"}}, 0), "colour utf8 60");
  for (const char* wrong : {"", "0", "-5", "abc", "60x", "19", "100000", "99999999999999999999999"}) {
    EXPECT_EQ(on_terminal({{"TERM", "xterm"}, {"COLUMNS", wrong}}, 0), "colour utf8 100") << wrong;
  }
}

TEST(StyleOfStdout, TheHeightIsOfLinesOrTheUsualOne) {
  const auto height = [](const Variables& variables) {
    return in_child([&] {
             set_all(variables);
             write_out(std::to_string(style_of_stdout().height));
           })
        .out;
  };
  EXPECT_EQ(height({}), "24");
  EXPECT_EQ(height({{"LINES", "50"}}), "50");
  for (const char* wrong : {"", "3", "1001", "x"}) EXPECT_EQ(height({{"LINES", wrong}}), "24") << wrong;
}

TEST(StyleOfStdout, NoColourWhenItIsNotWanted) {
  EXPECT_EQ(on_terminal({{"TERM", "xterm"}, {"NO_COLOR", "1"}}, 80), "plain utf8 80");
  EXPECT_EQ(on_terminal({{"TERM", "xterm"}, {"NO_COLOR", ""}}, 80), "colour utf8 80")
      << "no-color.org: not empty";
  EXPECT_EQ(on_terminal({{"TERM", "dumb"}}, 80), "plain utf8 80");
  EXPECT_EQ(on_terminal({}, 80), "plain utf8 80") << "no TERM: nothing is known of the terminal";
}

TEST(StyleOfStdout, APersonsWordAboutColourStandsAboveAll) {
  const auto asked = [](ColourWhen when, const Variables& variables) {
    return in_child([&] {
             set_all(variables);
             set_colour(when);
             write_out(shown(style_of_stdout()));
           })
        .out;
  };
  EXPECT_EQ(asked(ColourWhen::always, {{"NO_COLOR", "1"}, {"TERM", "dumb"}}), "colour utf8 100");
  EXPECT_EQ(asked(ColourWhen::never, {{"TERM", "xterm"}}), "plain utf8 100");
}

TEST(StdoutFault, AFullDiskIsOneAndAReaderThatWentAwayIsNone) {
  const ChildResult full = in_child([] {
    prepare_streams();
    ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO);
    write_out("text");
    ::_exit(stdout_fault() == "No space left on device" ? 42 : 1);
  });
  EXPECT_EQ(full.status, 42);
  const ChildResult gone = in_child(
      [] {
        prepare_streams();
        write_out("text");
        ::_exit(stdout_fault().empty() ? 42 : 1);
      },
      Stdout::reader_gone);
  EXPECT_EQ(gone.status, 42);
}

TEST(StyleOfStdout, TheFirstLocaleVariableThatIsSetDecides) {
  EXPECT_EQ(piped({{"LC_ALL", "C"}}), "plain ascii 100");
  EXPECT_EQ(piped({{"LC_ALL", "POSIX"}, {"LANG", "de_DE.UTF-8"}}), "plain ascii 100");
  EXPECT_EQ(piped({{"LC_ALL", ""}, {"LC_CTYPE", "C"}, {"LANG", "de_DE.UTF-8"}}), "plain ascii 100");
  EXPECT_EQ(piped({{"LANG", "de_DE.ISO-8859-1"}}), "plain ascii 100");
  EXPECT_EQ(piped({{"LC_ALL", "C.UTF-8"}, {"LANG", "C"}}), "plain utf8 100");
  EXPECT_EQ(piped({{"LC_CTYPE", "UTF-8"}}), "plain utf8 100") << "Terminal on macOS sets it so";
  EXPECT_EQ(piped({{"LANG", "en_US.utf8"}}), "plain utf8 100");
  EXPECT_EQ(piped({}), "plain utf8 100");
}

TEST(Paint, AddsColourOnlyWhereThereIsOne) {
  TerminalStyle style;
  EXPECT_EQ(style.paint("text", Colour::red), "text");
  style.colour = true;
  EXPECT_EQ(style.page(style.paint("text", Colour::red)), "\x1b[1;31mtext\x1b[0m");
  EXPECT_EQ(style.paint("text", Colour::plain), "text");
  EXPECT_EQ(style.paint("", Colour::red), "");
}

TEST(Page, ShowsItsOwnColoursAndNoneOfTheText) {
  TerminalStyle style;
  for (const bool colour : {false, true}) {
    style.colour = colour;
    const std::string foreign = "\x1b[32mhealthy\x1b[0m\x1b]0;owned\x07\xE2\x80\xAE";
    const std::string shown =
        "\xE2\x90\x9B[32mhealthy\xE2\x90\x9B[0m\xE2\x90\x9B]0;owned\xE2\x90\x87\\u{202E}";
    EXPECT_EQ(style.page(foreign + "\n"), shown + "\n");
    EXPECT_EQ(style.page(style.paint(foreign, Colour::red)),
              colour ? "\x1b[1;31m" + shown + "\x1b[0m" : shown);
    EXPECT_EQ(style.paint("a\nb", Colour::plain),
              "a\xE2\x90\x8A"
              "b")
        << "no line of its own either";
  }
}

TEST(WriteErr, IsForPeople) {
  EXPECT_EQ(in_child([] {
              write_err("a\x1b[2J\n");
              ::_exit(0);
            }).err,
            "a\xE2\x90\x9B[2J\n");
}

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

TEST(PrepareStreams, ClosedDescriptorsAreOpenedOnDevNull) {
  for (const std::vector<int>& closed : {std::vector{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 1, 2}}) {
    const ChildResult child = in_child([&] {
      for (const int fd : closed) ::close(fd);
      prepare_streams();
      const int next = ::open("/dev/null", O_RDONLY);
      const bool all = is_open(0) && is_open(1) && is_open(2) && next > 2;
      ::_exit(all ? 0 : 1);
    });
    EXPECT_EQ(child.status, 0) << closed.size() << " closed, the first is " << closed[0];
  }
}

TEST(PrepareStreams, LeavesNothingOpenBehindAndOpenOnesAlone) {
  const ChildResult child = in_child([] {
    const int before = ::dup(0);
    ::close(before);
    prepare_streams();
    const int after = ::dup(0);
    write_out("still a pipe");
    ::_exit(before == after ? 0 : 1);
  });
  EXPECT_EQ(child.status, 0);
  EXPECT_EQ(child.out, "still a pipe");
}

TEST(PrepareStreams, AReaderThatGoesAwayIsAnErrorAndNoSignal) {
  const ChildResult child = in_child(
      [] {
        prepare_streams();
        ::_exit(write_out("text") ? 1 : 42);
      },
      Stdout::reader_gone);
  EXPECT_EQ(child.status, 42);
}

TEST(WriteOut, WritesAllOfALongText) {
  const std::string text(1U << 20U, 'x');
  EXPECT_EQ(in_child([&] { ::_exit(write_out(text) ? 0 : 1); }).out, text);
}

TEST(ExitCode, TheNumbersAreAContract) {
  EXPECT_EQ(static_cast<int>(Exit::ok), 0);
  EXPECT_EQ(static_cast<int>(Exit::finding), 1);
  EXPECT_EQ(static_cast<int>(Exit::trouble), 2);
  EXPECT_EQ(static_cast<int>(Exit::partial), 3);
}

TEST(ExitCode, FollowsHealth) {
  EXPECT_EQ(exit_of(Health::healthy), Exit::ok);
  EXPECT_EQ(exit_of(Health::unhealthy), Exit::finding);
  EXPECT_EQ(exit_of(Health::unknown), Exit::trouble);
}

TEST(ExitCode, TheWorstOfTwoIsTheOneThatAsksForAnAct) {
  // From harmless to worst.
  constexpr Exit kOrder[]{Exit::ok, Exit::trouble, Exit::finding, Exit::partial};
  for (std::size_t a = 0; a < 4; ++a) {
    for (std::size_t b = 0; b < 4; ++b) {
      EXPECT_EQ(worst(kOrder[a], kOrder[b]), kOrder[std::max(a, b)]) << a << " " << b;
    }
  }
}

// A setting of megabytes is not repeated whole, whoever complains of it.
TEST(WriteErr, IsBounded) {
  const ChildResult said = in_child([] {
    write_err("enrolkit: " + std::string(100'000, 'x') + ": no such thing\n");
    std::string words;
    for (int i = 0; i < 100'000; ++i) words += "word ";
    write_err("enrolkit: " + words + "\nhint: " + std::string(150, 'y') + "\n");
    std::string wide;
    for (int i = 0; i < 1000; ++i) wide += "\xC3\xA9";
    write_err(wide + "\n");
  });
  EXPECT_LT(said.err.size(), 4000U);
  EXPECT_NE(said.err.find("enrolkit: " + std::string(200, 'x') + "\xE2\x80\xA6 no such thing\n"),
            std::string::npos)
      << said.err;
  EXPECT_NE(said.err.find("\xE2\x80\xA6\nhint: " + std::string(150, 'y') + "\n"), std::string::npos)
      << said.err;
  EXPECT_TRUE(said.err.ends_with("\xC3\xA9\xE2\x80\xA6\n")) << said.err;
}

}  // namespace
}  // namespace enrolkit::test
