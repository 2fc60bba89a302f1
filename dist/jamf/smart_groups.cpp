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

// What a policy is scoped to has to be a group. What only reports is an advanced computer search, which the server does
// not compute again at every inventory; the same as a group is there for those who want to scope or notify by it.
enum class Use { scope, report };

struct SmartGroup {
  std::string_view file, name, what;
  Use use = Use::report;
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
       "Something is wrong with the enrolment. A Mac whose agent is dead reports nothing and is missing here: see the "
       "search 'enrolkit: not reporting for 14 days'.",
       Use::scope,
       {{"summary", {"Attention"}}}},
      {"installed",
       "enrolkit: installed",
       "enrolkit is installed and has answered: the scope of the watchdog's policy.",
       Use::scope,
       {{"summary", {"Healthy", "Attention", "Unknown"}}, {"summary", {}, "is not", kNotInstalled, "and"}}},
      {"not-installed",
       "enrolkit: not installed",
       "Reports, but has no enrolkit: the scope of the policy that installs the package.",
       Use::scope,
       {{"summary", {}, "is", ""}, {"summary", {}, "is", kNotInstalled}}},
      {"account-conflict",
       "enrolkit: account conflict",
       "The Management Account duplicates a local administrator, surely or by all signs.",
       Use::report,
       {{"account-conflict", {"Conflict", "Likely"}}}},
      {"broken-signature",
       "enrolkit: broken device signature",
       "The server does not accept the Mac. It sends no inventory until it is repaired, so only Macs that reported in "
       "between are found. See the search 'enrolkit: not reporting for 14 days' as well.",
       Use::report,
       {{"device-signature", {"Broken"}}}},
      {"enrolment-failed",
       "enrolkit: enrolment failed",
       "The last enrolment failed or was interrupted.",
       Use::report,
       {{"enrolment", {"Failed", "Interrupted"}}}},
      {"certificate-expires",
       "enrolkit: certificate expires within 30 days",
       "The device certificate expires within 30 days, or has expired.",
       Use::report,
       {{"certificate-expiry", {}, "in less than x days", "30"},
        {"jamf-keychain", {"ExpiresSoon", "Expired"}}}},
      {"repair-failed",
       "enrolkit: repair failed",
       "enrolkit-repair did not repair the Mac, or waits, or refuses: a person must look.",
       Use::report,
       {{"repair", {"Failed", "BackingOff", "Refused"}}}},
      {"not-reporting",
       "enrolkit: not reporting for 14 days",
       "No inventory or no check-in for 14 days. Where a Mac's own agent is dead, this is all that the server sees; "
       "`enrolkit server stuck` says which of them are dead and which are switched off.",
       Use::report,
       {{"Last Inventory Update", {}, "more than x days ago", "14"},
        {"Last Check-in", {}, "more than x days ago", "14"}}},
      {"could-not-look",
       "enrolkit: could not look",
       "enrolkit runs and could not tell, mostly for a missing right: `sudo /Library/Enrolkit/bin/enrolkit-ea all` on the "
       "Mac names it.",
       Use::report,
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

std::string criteria_xml(const std::vector<Criterion>& criteria) {
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
  return "  <criteria>\n" + list + "  </criteria>\n";
}

constexpr std::string_view kNoSite = R"(  <site>
    <id>-1</id>
    <name>None</name>
  </site>
)";

std::string group_xml(const SmartGroup& group, const std::vector<Criterion>& criteria) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<computer_group>
  <name>{}</name>
  <is_smart>true</is_smart>
{}{}</computer_group>
)",
                     xml(group.name), kNoSite, criteria_xml(criteria));
}

// The columns of its list: who the Mac is, and what enrolkit says. Names as Jamf Pro shows them.
std::string columns_xml() {
  std::string list;
  std::vector<std::string> columns{"Computer Name", "Serial Number", "Username", "Last Check-in",
                                   "Last Inventory Update"};
  for (const std::string_view name : {"summary", "enrolment", "repair"})
    columns.push_back(title_of(*find_attribute(name)));
  for (const std::string& column : columns)
    list += fmt::format("    <display_field>\n      <name>{}</name>\n    </display_field>\n", xml(column));
  return "  <display_fields>\n" + list + "  </display_fields>\n";
}

std::string search_xml(const SmartGroup& group, const std::vector<Criterion>& criteria) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<advanced_computer_search>
  <name>{}</name>
  <view_as>Standard Web Page</view_as>
{}{}{}</advanced_computer_search>
)",
                     xml(group.name), criteria_xml(criteria), columns_xml(), kNoSite);
}

void add_group(Outputs& outputs, const std::string& folder, const SmartGroup& group,
               const std::vector<Criterion>& criteria, const std::string& what) {
  const std::string path = fmt::format("{}/{}", folder, group.file);
  outputs.push_back({path + ".json", pro_json(group, criteria), what});
  outputs.push_back({path + ".xml", group_xml(group, criteria), "The same for the Classic API."});
}

}  // namespace

Outputs smart_groups() {
  Outputs outputs;
  for (const SmartGroup& group : groups()) {
    const std::vector<Criterion> criteria = criteria_of(group);
    if (group.use == Use::scope) {
      add_group(outputs, "smart-groups", group, criteria, std::string(group.what));
      continue;
    }
    outputs.push_back({fmt::format("searches/{}.xml", group.file), search_xml(group, criteria),
                       fmt::format("Advanced computer search. {} Classic API only.", group.what)});
    add_group(outputs, "report-groups", group, criteria,
              "The same as a smart group, for those who want to scope or notify by it.");
  }
  return outputs;
}

}  // namespace enrolkit
