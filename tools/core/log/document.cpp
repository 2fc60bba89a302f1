#include "core/log/document.h"

#include <algorithm>
#include <array>

#include "core/base/ascii.h"
#include "core/base/take_until.h"

namespace enrolkit {
namespace {

constexpr std::size_t kLooked = 4096;
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text;
}

bool begins_with(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(),
                                                   [](char a, char b) { return a == to_lower(b); });
}

std::optional<LogForm> markup(std::string_view text) {
  for (const std::string_view tag :
       {"<!doctype html", "<html", "<head", "<body", "<pre", "<div", "<p>", "<table"}) {
    if (begins_with(text, tag)) return LogForm::html;
  }
  for (const std::string_view tag : {"<?xml", "<plist", "<!doctype"}) {
    if (begins_with(text, tag)) return LogForm::xml;
  }
  return std::nullopt;
}

// "{", or "[{" or "[\"": a list of a log's words in brackets is none. What `log show` writes is known by its own words.
bool is_json(std::string_view text) {
  if (text.find("\"eventMessage\"") != text.npos) return false;
  if (!text.starts_with('{') && !text.starts_with('[')) return false;
  const std::string_view inside = without_blanks(text.substr(1));
  return inside.starts_with('"') || (text.starts_with('[') && inside.starts_with('{'));
}

// Lines that end as those of a web page do.
bool has_line_breaks_of_html(std::string_view text) {
  constexpr std::array<std::string_view, 6> kEnds{"<br>", "<br/>", "<br />", "</p>", "</div>", "</li>"};
  std::size_t lines = 0, ends = 0;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.empty()) continue;
    ++lines;
    ends +=
        std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return line.ends_with(end); });
  }
  return ends > 1 && 2 * ends > lines;
}

// Control characters that no log has: more than one in ten. A log may hold a block of NUL bytes after a crash.
bool is_binary(std::string_view text) {
  const auto odd = std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte != 0 && byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\x1B';
  });
  return static_cast<std::size_t>(odd) * 10 > text.size();
}

}  // namespace

std::optional<LogForm> document_form(std::string_view given) {
  const std::string_view begin = without_blanks(given).substr(0, kLooked);
  if (const auto form = markup(begin)) return form;
  if (is_json(begin)) return LogForm::json;
  if (has_line_breaks_of_html(begin)) return LogForm::html;
  if (is_binary(begin)) return LogForm::binary;
  return std::nullopt;
}

}  // namespace enrolkit
