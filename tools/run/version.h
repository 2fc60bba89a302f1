// What --version says: "0.2.0 (commit, date of the commit)". In a library of its own, which programs alone link: a new
// commit builds one file.
#pragma once

#include <string_view>

namespace enrolkit {

[[nodiscard]] std::string_view version_text();

}  // namespace enrolkit
