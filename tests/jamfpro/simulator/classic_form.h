// The two forms of the Classic API: XML, and JSON for those who accept it. In JSON lists are arrays without their size,
// numbers and booleans are what they are.
#pragma once

#include "jamfpro/http/xml.h"
#include "jamfpro/simulator/fake_jamf.h"

namespace enrolkit::test {

[[nodiscard]] bool is_classic_list(std::string_view element);
[[nodiscard]] jamf::Json classic_json(const jamf::XmlNode& root);

[[nodiscard]] Answered xml_reply(int status, const jamf::XmlNode& root);
// In the form that the request accepts: JSON where it names it, else XML.
[[nodiscard]] Answered classic_reply(const jamf::Request& request, const jamf::XmlNode& root);

[[nodiscard]] inline jamf::XmlNode leaf(std::string name, std::string text) {
  return {std::move(name), std::move(text), {}};
}
// A list as the Classic API tells it: how many, then each.
[[nodiscard]] jamf::XmlNode classic_list(std::string name, std::vector<jamf::XmlNode> items);

}  // namespace enrolkit::test
