// What stands behind a stream: the only place that asks about terminals, colours and widths.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/finding.h"

namespace enrolkit {

enum class Colour { plain, bold, dim, red, green, yellow, cyan };

// How text for people shall look. The default is what a pipe gets.
struct TerminalStyle {
  std::size_t width = 100;
  std::size_t height = 24;  // lines that are seen at once
  bool colour = false;
  bool utf8 = true;  // box drawing and arrows; else ASCII
  // Printable, on one line. The colour shows once page() has been through the text.
  [[nodiscard]] std::string paint(std::string_view text, Colour colour) const;
  // Printable text cut to so many columns; an ellipsis, in ASCII where need be, says that something is missing.
  [[nodiscard]] std::string cut(std::string_view text, std::size_t columns) const;
  // The way of every page to a person, whatever it was made of: all that cannot be seen is made visible, except the ends
  // of lines and the colours of paint(). Text of others cannot bring colours of its own.
  [[nodiscard]] std::string page(std::string_view text) const;
};

// "[+]", "[-]" or "[?]", in the colour of that health.
[[nodiscard]] Colour colour_of(Health health);
[[nodiscard]] std::string sign_of(Health health, const TerminalStyle& style);

// --color: what a person asked for stands above terminal and environment.
enum class ColourWhen { automatic, always, never };
void set_colour(ColourWhen when);

// Colour only on a terminal, and never with NO_COLOR (no-color.org) or TERM=dumb, unless set_colour() says otherwise;
// ASCII when the locale's character set is not UTF-8. The width is the terminal's, else COLUMNS; before a pager
// (stdout is a pipe, stderr a terminal) that terminal's; else 100. The height likewise, by LINES.
[[nodiscard]] TerminalStyle style_of_stdout();
[[nodiscard]] bool stdout_is_terminal();
[[nodiscard]] bool stderr_is_terminal();

// Writes all of it, whole. False when the reader has gone or the disk is full. Callers may ignore it: the first fault
// of stdout is kept, and ends the program with status 2 (run/program.h).
// The secrets of this run (core/base/redact.h) are left out. What goes to stdout is a page, or data in a form that
// cannot do harm (JSON, CSV, a result); what goes to stderr is for people: printable, a word 200 bytes, a line 2000.
bool write_out(std::string_view text);
bool write_err(std::string_view text);

// In place of the line that stderr's terminal shows; an empty one clears it.
void show_progress(std::string_view text);

// Why standard output could not be written; empty when it could, or when its reader went away, which is no fault.
[[nodiscard]] std::string stdout_fault();

// Standard descriptors that the caller closed are opened on /dev/null, so that no file of ours becomes stdout, and writing to
// a stdout that is not there is a fault like any other; and a reader that goes away, or a file that has reached its limit (ulimit -f), is an error of write(), not a
// signal. Call first in main.
void prepare_streams();

}  // namespace enrolkit
