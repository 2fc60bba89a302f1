#include "core/management/redact_hosts.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/redact.h"
#include "core/base/take_until.h"

namespace enrolkit {
namespace {

bool is_made_of(std::string_view word, std::string_view more, bool (*is_one)(char)) {
  return std::all_of(word.begin(), word.end(),
                     [&](char c) { return is_one(c) || more.find(c) != std::string_view::npos; });
}

std::string redacted_hosts_line(std::string_view line) {
  constexpr std::string_view kRemoved = "(removed)", kBlanks = " \t\r";
  const auto comment = std::min(line.find('#'), line.size());
  const std::string names = redacted(line.substr(0, comment));
  std::string out;
  bool first = true;
  for (std::size_t i = 0; i < names.size();) {
    const std::size_t end = std::min(names.find_first_of(kBlanks, i), names.size());
    const std::string_view word = std::string_view(names).substr(i, end - i);
    const bool known =
        first ? is_made_of(word, ".:%abcdefABCDEF", is_digit) : is_made_of(word, ".-_", is_letter_or_digit);
    out += known ? word : kRemoved;
    if (!word.empty()) first = false;
    const std::size_t next = std::min(names.find_first_not_of(kBlanks, end), names.size());
    out.append(names, end, next - end);
    i = next;
  }
  if (comment + 1 < line.size()) (out += "# ") += kRemoved;
  return out;
}

}  // namespace

std::string redacted_hosts(std::string_view hosts) { return line_by_line(hosts, redacted_hosts_line); }

}  // namespace enrolkit
