// Small definitions in the shapes that enrolkit-definitions writes, one of every kind.
#pragma once

#include <string>
#include <vector>

#include "jamfpro/publish/definitions.h"

namespace enrolkit::test {

inline const std::string kProfileText = R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadDisplayName</key><string>enrolkit: background item</string>
<key>PayloadDescription</key><string>No notice.</string>
<key>PayloadIdentifier</key><string>io.github.enrolkit.background</string>
<key>PayloadUUID</key><string>4B1E0C7E-0000-5000-8000-000000000001</string>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.servicemanagement</string>
<key>PayloadUUID</key><string>4B1E0C7E-0000-5000-8000-000000000002</string>
<key>Rules</key><array><dict><key>RuleValue</key><string>io.github.enrolkit</string></dict></array>
</dict></array></dict></plist>
)";

inline std::string policy_text(const std::string& package) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<policy>
  <general>
    <name>enrolkit: install</name>
    <enabled>false</enabled>
    <trigger_checkin>true</trigger_checkin>
    <trigger_other></trigger_other>
    <frequency>Ongoing</frequency>
    <category>
      <name>enrolkit</name>
    </category>
  </general>
  <scope>
    <all_computers>false</all_computers>
    <computer_groups>
      <computer_group>
        <name>enrolkit: not installed</name>
      </computer_group>
    </computer_groups>
  </scope>
  <package_configuration>
    <packages>
      <size>1</size>
      <package>
        <name>)" +
         package + R"(</name>
        <action>Install</action>
      </package>
    </packages>
  </package_configuration>
  <scripts>
    <size>1</size>
    <script>
      <name>enrolkit: repair</name>
      <priority>After</priority>
    </script>
  </scripts>
  <maintenance>
    <recon>true</recon>
  </maintenance>
</policy>
)";
}

inline std::string column(const std::string& name) {
  return "<display_field><name>" + name + "</name></display_field>";
}
inline std::string search_text(const std::string& columns) {
  return "<advanced_computer_search><name>enrolkit: broken</name><view_as>Standard Web Page</view_as><criteria>"
         "<criterion><name>enrolkit: summary</name><priority>0</priority><and_or>and</and_or>"
         "<search_type>is</search_type><value>Attention</value><opening_paren>false</opening_paren>"
         "<closing_paren>false</closing_paren></criterion></criteria><display_fields>" +
         columns + "</display_fields><site><id>-1</id><name>None</name></site></advanced_computer_search>";
}

inline std::vector<jamf::DefinitionFile> definition_files(const std::string& package = "enrolkit-1.pkg") {
  using jamf::Json;
  const Json record{{"packageName", package},   {"fileName", package},
                    {"categoryId", "-1"},       {"priority", 10},
                    {"osRequirements", ""},     {"fillUserTemplate", false},
                    {"rebootRequired", false},  {"osInstall", false},
                    {"suppressUpdates", false}, {"suppressFromDock", false},
                    {"suppressEula", false},    {"suppressRegistration", false}};
  const Json script{{"name", "enrolkit: repair"},
                    {"info", "Repairs."},
                    {"notes", ""},
                    {"priority", "AFTER"},
                    {"categoryId", "-1"},
                    {"osRequirements", ""},
                    {"parameter4", "Option"},
                    {"scriptContents", "#!/bin/sh\nexec repair \"${1}\"\n"}};
  const Json attribute{{"name", "enrolkit: summary"},
                       {"description", "Is it well?"},
                       {"dataType", "STRING"},
                       {"enabled", true},
                       {"inventoryDisplayType", "EXTENSION_ATTRIBUTES"},
                       {"inputType", "SCRIPT"},
                       {"scriptContents", "#!/bin/sh\naccount=''\nenrolkit-ea summary\n"}};
  const Json group{{"name", "enrolkit: not installed"},
                   {"description", "Has none."},
                   {"criteria", Json::array({{{"name", "enrolkit: summary"},
                                              {"priority", 0},
                                              {"andOr", "and"},
                                              {"searchType", "is"},
                                              {"value", ""},
                                              {"openingParen", false},
                                              {"closingParen", false}}})},
                   {"siteId", "-1"}};
  return {{"category/enrolkit.json", R"({"name": "enrolkit", "priority": 10})"},
          {"scripts/repair.json", script.dump()},
          {"extension-attributes/summary.json", attribute.dump()},
          {"smart-groups/not-installed.json", group.dump()},
          {"package/enrolkit.json", record.dump()},
          {"watchdog/enrolkit-background.mobileconfig", kProfileText},
          {"policies/install.xml", policy_text(package)}};
}

inline std::vector<jamf::Definition> definitions(const std::string& package = "enrolkit-1.pkg") {
  return std::get<std::vector<jamf::Definition>>(jamf::definitions_of(definition_files(package)));
}

}  // namespace enrolkit::test
