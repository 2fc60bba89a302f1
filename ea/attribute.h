// One extension attribute: what Jamf Pro must know of it, and how it is looked up. The list of them
// (attributes.h) is also the source of the definitions for Jamf Pro and of the README's table.
#pragma once

#include <span>
#include <string_view>

#include "core/base/finding.h"
#include "evidence/mac.h"

namespace enrolkit {

enum class AttributeType { string, date };  // Jamf Pro's data types

struct Attribute {
  std::string_view name;
  AttributeType type = AttributeType::string;
  std::span<const std::string_view> codes;     // the closed set; empty for a date
  std::span<const std::string_view> meanings;  // of each code, in its order, in a few words
  std::span<const std::string_view> keys;      // in the order in which they are printed
  std::string_view question;                   // what it answers, for a person
  Finding (*answer)(Mac& mac) = nullptr;
};

// The answer, with every path that could not be looked at for it among its evidence.
[[nodiscard]] Finding answer_of(const Attribute& attribute, Mac& mac);

}  // namespace enrolkit
