// Logs whose lines are not as they were: cut into shorter ones, or in the opposite order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enrolkit {

// Lines that were wrapped, put together; nothing: none was.
[[nodiscard]] std::optional<std::string> put_together(const std::vector<std::string_view>& lines);

// Lines cut at a fixed width, by `cut` or a narrow terminal: the longest of them are several, and all end inside a message.
[[nodiscard]] bool is_cut_off(const std::vector<std::string_view>& lines);

// Oldest line first, where the newest stands first; nothing: they are in order, or in none.
[[nodiscard]] std::optional<std::string> turned_round(const std::vector<std::string_view>& lines);

}  // namespace enrolkit
