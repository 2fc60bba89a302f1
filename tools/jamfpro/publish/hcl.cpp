#include "jamfpro/publish/hcl.h"

#include <fmt/format.h>

#include <algorithm>

namespace enrolkit::jamf {
namespace {

bool opens_template(std::string_view text, std::size_t i) {
  return (text[i] == '$' || text[i] == '%') && i + 1 < text.size() && text[i + 1] == '{';
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '$':
      case '%':
        if (!opens_template(text, i)) {
          out += c;
        } else if (i > 0 && text[i - 1] == c) {
          out += c == '$' ? "\\u0024" : "\\u0025";  // doubled, it would be read with the one before
        } else {
          out += {c, c};
        }
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

}  // namespace

std::string hcl_string(std::string_view text) {
  const bool fit_for_heredoc =
      std::count(text.begin(), text.end(), '\n') > 1 && text.ends_with('\n') &&
      std::none_of(text.begin(), text.end(),
                   [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\t'; }) &&
      text.find("$${") == std::string_view::npos && text.find("%%{") == std::string_view::npos;
  if (!fit_for_heredoc) return quoted(text);
  std::string end = "EOT";
  while (text.find(end) != std::string_view::npos) end += "_";
  std::string body;
  for (std::size_t i = 0; i < text.size(); ++i) {
    body += text[i];
    if (opens_template(text, i)) body += text[i];
  }
  return fmt::format("<<{}\n{}{}", end, body, end);
}

}  // namespace enrolkit::jamf
