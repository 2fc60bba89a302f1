// The forms in which people send a log, as rewritings of what jamf wrote.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace enrolkit::test {

using Rewrite = std::function<std::string(const std::string&)>;

// By name; all of them are read.
const std::map<std::string, Rewrite>& readable_forms();

// CSV in which another column stands behind the message.
std::string csv_with_columns_behind(const std::string& text);

std::string replaced(std::string text, const std::string& from, const std::string& to);
std::string tac(const std::string& text);
// As a mail program does.
std::string wrapped_at(const std::string& text, std::size_t width);

}  // namespace enrolkit::test
