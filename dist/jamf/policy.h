// A policy, as the Classic API takes it (the Pro API has none). The order of the elements is Jamf Pro's:
// elements out of order are ignored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace enrolkit {

struct Policy {
  std::string_view name;
  bool trigger_check_in = false;
  std::string_view trigger;                  // a custom event; empty: none
  std::string_view frequency;                // "Ongoing", "Once every day"
  std::string_view group;                    // its scope: a computer group; empty: every Mac
  std::string_view package;                  // by name
  std::string_view script;                   // by name
  std::vector<std::string_view> parameters;  // of the script: the first is $4, at most eight
  bool inventory = false;                    // takes inventory at its end
  // In Self Service, where the button is not empty: what people read there, and under which heading.
  std::string_view title, button, description;
};

[[nodiscard]] std::string policy_xml(const Policy& policy);

}  // namespace enrolkit
