// Makes foreign text harmless: for a terminal, for JSON, for a result. What comes in is bytes of a log or a
// plist that anybody may have written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace enrolkit {

// Valid UTF-8 on one line, of characters that can be seen: bad bytes become U+FFFD, control characters their pictures
// (ESC is U+241B), and what leaves no mark its number (\u{200B}), whether it turns a line, joins, hides or tags.
[[nodiscard]] std::string printable(std::string_view bytes);

// The same, line by line: only the ends of lines stay.
[[nodiscard]] std::string printable_lines(std::string_view text);

// The first line that is not blank, harmless and without secrets, of what a tool wrote; a few words at most.
// "nothing" when there is none.
[[nodiscard]] std::string first_line(std::string_view output);

// Without spaces, tabs and carriage returns at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// The longest beginning of valid UTF-8 text that has at most `bytes` bytes and cuts no character.
[[nodiscard]] std::string_view cut_utf8(std::string_view text, std::size_t bytes);

// Columns that valid UTF-8 text takes on a terminal: 2 for wide East Asian characters, 0 for combining marks.
[[nodiscard]] std::size_t columns(std::string_view text);

// Text cut to so many columns, with an ellipsis when something is missing.
[[nodiscard]] std::string fit(std::string_view text, std::size_t width);

// Text, made printable, broken at spaces into lines of at most `width` columns; a longer word keeps a line of its own.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::string_view indent);

}  // namespace enrolkit
