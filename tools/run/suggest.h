// What a person meant who mistyped a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enrolkit {

// The nearest of `names`, when it is near: at most a third of its letters are added, missing, wrong or exchanged with
// their neighbour. The first one in `names` where several are as near.
[[nodiscard]] std::optional<std::string> suggestion(std::string_view typed,
                                                    const std::vector<std::string>& names);

}  // namespace enrolkit
