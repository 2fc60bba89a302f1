#include "core/settings/account_name.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// "$USERNAME", "${USERNAME}": a profile's variable that nobody put a value in place of.
bool holds_variable(std::string_view name) {
  for (std::size_t i = 0; i + 1 < name.size(); ++i) {
    if (name[i] == '$' && (is_letter(name[i + 1]) || name[i + 1] == '{' || name[i + 1] == '_')) return true;
  }
  return false;
}

}  // namespace

std::string_view account_name_fault(std::string_view name) {
  if (name.empty()) return "is empty";
  if (trimmed(name).size() != name.size()) return "has a blank at its beginning or its end";
  if (std::any_of(name.begin(), name.end(), is_control)) return "holds a control character";
  if (name.find('/') != std::string_view::npos) return "holds a slash";
  if (name == "." || name == "..") return "is the name of a folder";
  if (holds_variable(name)) return "holds a variable ($NAME) without its value";
  return "";
}

}  // namespace enrolkit
