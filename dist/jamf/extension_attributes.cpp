#include "jamf/extension_attributes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "ea/attributes.h"
#include "jamf/texts.h"

namespace enrolkit {
namespace {

bool is_date(const Attribute& attribute) { return attribute.type == AttributeType::date; }

// Of the description; Jamf Pro states no limit of its own. The mark of `enrolkit server publish` follows.
constexpr std::size_t kMaxDescriptionBytes = 230;

// "Valid: accepted. Broken: refused."
std::string meanings_of(const Attribute& attribute) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < attribute.codes.size(); ++i)
    parts.push_back(fmt::format("{}: {}.", attribute.codes[i], attribute.meanings[i]));
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string description_of(const Attribute& attribute) {
  std::string text(attribute.question);
  if (is_date(attribute)) return text + " Local time of the Mac; blank: there is none.";
  const std::string whole = text + " " + meanings_of(attribute);
  if (whole.size() <= kMaxDescriptionBytes) return whole;
  return fmt::format("{} {}. The script says what each means.", text, fmt::join(attribute.codes, ", "));
}

// The same for the head of the script, where there is room.
std::string comment_of(const Attribute& attribute) {
  std::string text = fmt::format("# enrolkit {}: {}\n", attribute.name, attribute.question);
  for (std::size_t i = 0; i < attribute.codes.size(); ++i)
    text += fmt::format("#   {}: {}\n", attribute.codes[i], attribute.meanings[i]);
  return text +
         "# A Mac whose device signature is broken sends no inventory: its record keeps the last answer. Its policies\n"
         "# do not run either; enrolkit's watchdog and `enrolkit server repair` reach it.\n";
}

std::string pro_json(const Attribute& attribute) {
  return json_file({{"name", title_of(attribute)},
                    {"description", description_of(attribute)},
                    {"dataType", is_date(attribute) ? "DATE" : "STRING"},
                    {"enabled", true},
                    {"inventoryDisplayType", "EXTENSION_ATTRIBUTES"},
                    {"inputType", "SCRIPT"},
                    {"scriptContents", wrapper_of(attribute)}});
}

std::string classic_xml(const Attribute& attribute) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<computer_extension_attribute>
  <name>{}</name>
  <enabled>true</enabled>
  <description>{}</description>
  <data_type>{}</data_type>
  <input_type>
    <type>script</type>
    <platform>Mac</platform>
    <script>{}</script>
  </input_type>
  <inventory_display>Extension Attributes</inventory_display>
  <recon_display>Extension Attributes</recon_display>
</computer_extension_attribute>
)",
                     xml(title_of(attribute)), xml(description_of(attribute)),
                     is_date(attribute) ? "Date" : "String", xml(wrapper_of(attribute)));
}

// The form of Jamf Nation's templates, which Jamf Pro's Upload takes.
std::string template_xml(const Attribute& attribute) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<extensionAttribute>
  <displayName>{}</displayName>
  <description>{}</description>
  <dataType>{}</dataType>
  <scriptContentsMac>{}</scriptContentsMac>
</extensionAttribute>
)",
                     xml(title_of(attribute)), xml(description_of(attribute)),
                     is_date(attribute) ? "date" : "string", xml(wrapper_of(attribute)));
}

}  // namespace

std::string title_of(const Attribute& attribute) { return fmt::format("enrolkit: {}", attribute.name); }

std::string wrapper_of(const Attribute& attribute) {
  return fmt::format(R"(#!/bin/sh
{1}ea=/Library/Enrolkit/bin/enrolkit-ea
account='' # the Management Account's exact username; empty: from the profile
[ -x "$ea" ] || {{ echo '<result>Unknown; reason=enrolkit is not installed</result>'; exit 0; }}
exec 2>/dev/null
"$ea" {0} ${{account:+--account "$account"}} && exit 0
echo '<result>Unknown; reason=enrolkit-ea did not run</result>'
)",
                     attribute.name, comment_of(attribute));
}

Outputs extension_attributes() {
  Outputs outputs;
  for (const Attribute* attribute : attributes()) {
    const std::string name(attribute->name);
    outputs.push_back({"extension-attributes/" + name + ".json", pro_json(*attribute),
                       "Body of POST /api/v1/computer-extension-attributes."});
    outputs.push_back(
        {"extension-attributes/" + name + ".xml", classic_xml(*attribute), "The same for the Classic API."});
    outputs.push_back({"attribute-templates/" + name + ".xml", template_xml(*attribute),
                       "The same for Upload, above Jamf Pro's list of extension attributes."});
    outputs.push_back({"scripts/" + name + ".sh", wrapper_of(*attribute),
                       std::string(attribute->question) + " The script alone, to paste.", 0755});
  }
  return outputs;
}

}  // namespace enrolkit
