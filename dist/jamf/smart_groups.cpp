#include "jamf/smart_groups.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/failure.h"
#include "ea/attributes.h"
#include "jamf/extension_attributes.h"
#include "jamf/texts.h"

namespace enrolkit {
namespace {

// A question to an attribute ("device-signature"), or, without codes, to any field by its name and operator.
struct Ask {
  std::string_view of;
  std::vector<std::string_view> codes;
  std::string_view type, value;    // a Date attribute's, or Jamf Pro's own field's
  std::string_view joined = "or";  // to the one before
};

struct SmartGroup {
  std::string_view file, name, what;
  std::vector<Ask> asks;
};

struct Criterion {
  std::string name, joined, type, value;
};

constexpr std::string_view kNotInstalled = "Unknown; reason=enrolkit is not installed";  // see wrapper_of

const std::vector<SmartGroup>& groups() {
  static const std::vector<SmartGroup> kAll{
      {"attention",
       "enrolkit: needs attention",
       "Something is wrong with the enrolment.",
       {{"summary", {"Attention"}}}},
      {"account-conflict",
       "enrolkit: account conflict",
       "The Management Account duplicates a local administrator, surely or by all signs.",
       {{"account-conflict", {"Conflict", "Likely"}}}},
      {"broken-signature",
       "enrolkit: broken device signature",
       "The server does not accept the Mac. Its inventory does not arrive either, until it is repaired: "
       "members "
       "are Macs that reported in between. Ask 'not reporting' as well.",
       {{"device-signature", {"Broken"}}}},
      {"enrolment-failed",
       "enrolkit: enrolment failed",
       "The last enrolment failed or was interrupted.",
       {{"enrolment", {"Failed", "Interrupted"}}}},
      {"certificate-expires",
       "enrolkit: certificate expires within 30 days",
       "The device certificate expires within 30 days, or has expired.",
       {{"certificate-expiry", {}, "in less than x days", "30"},
        {"jamf-keychain", {"ExpiresSoon", "Expired"}}}},
      {"repair-failed",
       "enrolkit: repair failed",
       "enrolkit-repair did not repair the Mac, or waits, or refuses: a person must look.",
       {{"repair", {"Failed", "BackingOff", "Refused"}}}},
      {"not-reporting",
       "enrolkit: not reporting for 14 days",
       "No inventory or no check-in for 14 days. Where a Mac's own agent is dead, this is all that the "
       "server sees.",
       {{"Last Inventory Update", {}, "more than x days ago", "14"},
        {"Last Check-in", {}, "more than x days ago", "14"}}},
      {"not-installed",
       "enrolkit: not installed",
       "Reports, but has no enrolkit: the scope of the policy that installs the package.",
       {{"summary", {}, "is", ""}, {"summary", {}, "is", kNotInstalled}}},
      {"could-not-look",
       "enrolkit: could not look",
       "enrolkit runs and could not tell: mostly a missing right; enrolkit-ea all --json names it.",
       {{"summary", {"Unknown"}}, {"summary", {}, "is not", kNotInstalled, "and"}}},
  };
  return kAll;
}

// The value's first word is one of the codes. Right for a search and for a match of the whole value alike.
std::string pattern_of(const Ask& ask, const Attribute& attribute) {
  for (const std::string_view code : ask.codes) {
    if (std::find(attribute.codes.begin(), attribute.codes.end(), code) == attribute.codes.end()) {
      throw Failure(fmt::format("smart groups: {} has no code {}", ask.of, code));
    }
  }
  return fmt::format("^({})(;.*)?$", fmt::join(ask.codes, "|"));
}

std::vector<Criterion> criteria_of(const SmartGroup& group) {
  std::vector<Criterion> criteria;
  for (const Ask& ask : group.asks) {
    const Attribute* attribute = find_attribute(ask.of);
    const std::string name = attribute != nullptr ? title_of(*attribute) : std::string(ask.of);
    const std::string joined(criteria.empty() ? "and" : ask.joined);
    if (ask.codes.empty()) {
      criteria.push_back({name, joined, std::string(ask.type), std::string(ask.value)});
    } else if (attribute != nullptr) {
      criteria.push_back({name, joined, "matches regex", pattern_of(ask, *attribute)});
    }
  }
  return criteria;
}

std::string pro_json(const SmartGroup& group, const std::vector<Criterion>& criteria) {
  auto list = nlohmann::ordered_json::array();
  for (const Criterion& criterion : criteria) {
    list.push_back({{"name", criterion.name},
                    {"priority", list.size()},
                    {"andOr", criterion.joined},
                    {"searchType", criterion.type},
                    {"value", criterion.value},
                    {"openingParen", false},
                    {"closingParen", false}});
  }
  return json_file({{"name", group.name}, {"description", group.what}, {"criteria", list}, {"siteId", "-1"}});
}

std::string classic_xml(const SmartGroup& group, const std::vector<Criterion>& criteria) {
  std::string list;
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    list += fmt::format(R"(    <criterion>
      <name>{}</name>
      <priority>{}</priority>
      <and_or>{}</and_or>
      <search_type>{}</search_type>
      <value>{}</value>
      <opening_paren>false</opening_paren>
      <closing_paren>false</closing_paren>
    </criterion>
)",
                        xml(criteria[i].name), i, criteria[i].joined, xml(criteria[i].type),
                        xml(criteria[i].value));
  }
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<computer_group>
  <name>{}</name>
  <is_smart>true</is_smart>
  <site>
    <id>-1</id>
    <name>None</name>
  </site>
  <criteria>
{}  </criteria>
</computer_group>
)",
                     xml(group.name), list);
}

}  // namespace

Outputs smart_groups() {
  Outputs outputs;
  for (const SmartGroup& group : groups()) {
    const std::vector<Criterion> criteria = criteria_of(group);
    const std::string path = fmt::format("smart-groups/{}", group.file);
    outputs.push_back({path + ".json", pro_json(group, criteria), std::string(group.what)});
    outputs.push_back({path + ".xml", classic_xml(group, criteria), "The same for the Classic API."});
  }
  return outputs;
}

}  // namespace enrolkit
