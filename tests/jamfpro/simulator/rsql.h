// As much of RSQL as the client sends: comparisons joined by ";", values in quotes or bare.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace enrolkit::test {

// False also for a filter that is not understood, and for a field that is null: the server's filters match no
// null.
[[nodiscard]] bool rsql_matches(std::string_view filter,
                                const std::function<std::string(const std::string&)>& field);

}  // namespace enrolkit::test
