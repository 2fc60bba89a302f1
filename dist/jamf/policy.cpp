#include "jamf/policy.h"

#include <fmt/format.h>

#include "jamf/server_objects.h"
#include "jamf/texts.h"

namespace enrolkit {
namespace {

std::string general(const Policy& policy) {
  return fmt::format(R"(  <general>
    <name>{}</name>
    <enabled>false</enabled>
    <trigger_checkin>{}</trigger_checkin>
    <trigger_enrollment_complete>false</trigger_enrollment_complete>
    <trigger_login>false</trigger_login>
    <trigger_network_state_changed>false</trigger_network_state_changed>
    <trigger_startup>false</trigger_startup>
    <trigger_other>{}</trigger_other>
    <frequency>{}</frequency>
    <category>
      <name>{}</name>
    </category>
  </general>
)",
                     xml(policy.name), policy.trigger_check_in, xml(policy.trigger), policy.frequency,
                     kCategory);
}

std::string scope(const Policy& policy) {
  const std::string groups = policy.group.empty() ? ""
                                                  : fmt::format(R"(
      <computer_group>
        <name>{}</name>
      </computer_group>
    )",
                                                                xml(policy.group));
  return fmt::format(R"(  <scope>
    <all_computers>{}</all_computers>
    <computer_groups>{}</computer_groups>
  </scope>
)",
                     policy.group.empty(), groups);
}

std::string self_service(const Policy& policy) {
  return fmt::format(R"(  <self_service>
    <use_for_self_service>true</use_for_self_service>
    <self_service_display_name>{}</self_service_display_name>
    <install_button_text>{}</install_button_text>
    <self_service_description>{}</self_service_description>
    <force_users_to_view_description>true</force_users_to_view_description>
    <feature_on_main_page>false</feature_on_main_page>
    <self_service_categories>
      <category>
        <name>{}</name>
        <display_in>true</display_in>
        <feature_in>false</feature_in>
      </category>
    </self_service_categories>
  </self_service>
)",
                     xml(policy.title), xml(policy.button), xml(policy.description), kUsersCategory);
}

std::string package(const Policy& policy) {
  return fmt::format(R"(  <package_configuration>
    <packages>
      <size>1</size>
      <package>
        <name>{}</name>
        <action>Install</action>
      </package>
    </packages>
  </package_configuration>
)",
                     xml(policy.package));
}

std::string script(const Policy& policy) {
  std::string parameters;
  int number = 4;  // $1 to $3 are Jamf's own: mount point, computer name, user name
  for (const std::string_view value : policy.parameters) {
    parameters += fmt::format("      <parameter{0}>{1}</parameter{0}>\n", number++, xml(value));
  }
  return fmt::format(R"(  <scripts>
    <size>1</size>
    <script>
      <name>{}</name>
      <priority>After</priority>
{}    </script>
  </scripts>
)",
                     xml(policy.script), parameters);
}

}  // namespace

std::string policy_xml(const Policy& policy) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<policy>\n" + general(policy) + scope(policy);
  if (!policy.button.empty()) text += self_service(policy);
  if (!policy.package.empty()) text += package(policy);
  if (!policy.script.empty()) text += script(policy);
  text +=
      fmt::format("  <maintenance>\n    <recon>{}</recon>\n  </maintenance>\n</policy>\n", policy.inventory);
  return text;
}

}  // namespace enrolkit
