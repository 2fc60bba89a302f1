// What every HTML file of enrolkit has in common: one frame, one way for foreign text to get in.
//
// A file stands for itself: no network, no script. Its content security policy forbids everything but its own style
// sheet, so that a log's line can do nothing even if it got in as markup.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit::html {

// Foreign text as text: printable, and with the five characters that mean something in HTML and SVG replaced. Valid
// between tags and between the quotes of an attribute.
[[nodiscard]] std::string escaped(std::string_view text);

// <TAG class="NAME">TEXT</TAG>; TEXT is escaped. An empty class is left out.
[[nodiscard]] std::string element(std::string_view tag, std::string_view name, std::string_view text);

// The same for a sentence of ours: what stands between backquotes is a command, as <code>.
[[nodiscard]] std::string prose(std::string_view tag, std::string_view name, std::string_view text);

// The document up to the beginning of <main>, and from its end. `title` is escaped; `more_style` is CSS of ours.
[[nodiscard]] std::string begin_document(std::string_view title, std::string_view more_style = "");
[[nodiscard]] std::string end_document(std::string_view made_by);

}  // namespace enrolkit::html
