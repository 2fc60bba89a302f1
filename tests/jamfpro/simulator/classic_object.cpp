#include <algorithm>
#include <string_view>

#include "jamfpro/simulator/classic_form.h"
#include "jamfpro/simulator/sim_objects.h"

namespace enrolkit::test {
namespace {

using jamf::ObjectKind;
using jamf::XmlNode;

// The elements that the server knows, in its order, with its presets. Elements of lists have none.
constexpr const char* kPolicy =
    "<policy><general><id/><name/><enabled>true</enabled><trigger>EVENT</trigger>"
    "<trigger_checkin>false</trigger_checkin><trigger_enrollment_complete>false</trigger_enrollment_complete>"
    "<trigger_login>false</trigger_login><trigger_network_state_changed>false</trigger_network_state_changed>"
    "<trigger_startup>false</trigger_startup><trigger_other/><frequency>Once per computer</frequency>"
    "<retry_event>none</retry_event><retry_attempts>-1</retry_attempts><target_drive>/</target_drive>"
    "<category><id>-1</id><name>No category assigned</name></category></general>"
    "<scope><all_computers>false</all_computers><computers><computer><id/><name/></computer></computers>"
    "<computer_groups><computer_group><id/><name/></computer_group></computer_groups></scope>"
    "<self_service><use_for_self_service>false</use_for_self_service><self_service_display_name/>"
    "<install_button_text>Install</install_button_text><reinstall_button_text>Reinstall</"
    "reinstall_button_text>"
    "<self_service_description/><force_users_to_view_description>false</force_users_to_view_description>"
    "<feature_on_main_page>false</feature_on_main_page><self_service_categories><category><id/><name/>"
    "<display_in/><feature_in/></category></self_service_categories></self_service>"
    "<package_configuration><packages><size/><package><id/><name/><action>Install</action></package></"
    "packages>"
    "</package_configuration><scripts><size/><script><id/><name/><priority>After</priority><parameter4/>"
    "<parameter5/></script></scripts><maintenance><recon>false</recon><reset_name>false</reset_name>"
    "</maintenance></policy>";
constexpr const char* kProfile =
    "<os_x_configuration_profile><general><id/><name/><description/><site><id>-1</id><name>None</name></site>"
    "<category><id>-1</id><name>No category assigned</name></category>"
    "<distribution_method>Install Automatically</distribution_method><user_removable>false</user_removable>"
    "<level>System</level><uuid/><redeploy_on_update>Newly Assigned</redeploy_on_update><payloads/></general>"
    "<scope><all_computers>false</all_computers><computer_groups><computer_group><id/><name/></"
    "computer_group>"
    "</computer_groups></scope></os_x_configuration_profile>";

constexpr const char* kSearch =
    "<advanced_computer_search><id/><name/><view_as>Standard Web Page</view_as><sort_1/><sort_2/><sort_3/>"
    "<criteria><size/><criterion><name/><priority/><and_or>and</and_or><search_type/><value/>"
    "<opening_paren>false</opening_paren><closing_paren>false</closing_paren></criterion></criteria>"
    "<display_fields><size/><display_field><name/></display_field></display_fields>"
    "<computers><computer><id/><name/></computer></computers>"
    "<site><id>-1</id><name>None</name></site></advanced_computer_search>";

const char* shape_of(ObjectKind kind) {
  if (kind == ObjectKind::search) return kSearch;
  return kind == ObjectKind::policy ? kPolicy : kProfile;
}

// Elements that come after one that belongs behind them are not seen; nor are those that are not known.
XmlNode rebuilt(const XmlNode& shape, const XmlNode& sent, const std::set<std::string>& drops) {
  XmlNode out{shape.name, sent.children.empty() && shape.children.empty() ? sent.text : "", {}};
  std::vector<const XmlNode*> seen;
  std::ptrdiff_t last = 0;
  for (const XmlNode& child : sent.children) {
    const auto place = std::find_if(shape.children.begin(), shape.children.end(),
                                    [&](const XmlNode& one) { return one.name == child.name; });
    const auto index = place - shape.children.begin();
    if (place == shape.children.end() || index < last || drops.contains(child.name)) continue;
    last = index;
    seen.push_back(&child);
  }
  for (const XmlNode& known : shape.children) {
    bool found = false;
    for (const XmlNode* child : seen) {
      if (child->name != known.name) continue;
      out.children.push_back(rebuilt(known, *child, drops));
      found = true;
    }
    if (found || (is_classic_list(shape.name) && known.name != "size")) continue;
    out.children.push_back(is_classic_list(known.name) ? XmlNode{known.name, "", {}} : known);
  }
  return out;
}

// Numbers for names and names for numbers; 0 when all are there, else the status of the answer.
int resolve(SimObjects& objects, XmlNode& node) {
  const std::pair<const char*, ObjectKind> kKinds[] = {{"category", ObjectKind::category},
                                                       {"script", ObjectKind::script},
                                                       {"computer_group", ObjectKind::group},
                                                       {"package", ObjectKind::package}};
  for (const auto& [element, kind] : kKinds) {
    if (node.name != element) continue;
    const std::string id = node.text_at({"id"}), name = node.text_at({"name"});
    if (id == "0" && kind == ObjectKind::category) return 409;
    const bool unnumbered = id.empty() || id == "-1";
    if (unnumbered && (name.empty() || name == "No category assigned")) continue;
    const SimObject* found = unnumbered ? objects.named(kind, name) : objects.numbered(kind, id);
    if (found == nullptr) return 500;
    node.child("id")->text = found->id;
    node.child("name")->text = found->name;
  }
  for (XmlNode& child : node.children) {
    if (const int status = resolve(objects, child); status != 0) return status;
  }
  return 0;
}

void keep_to(XmlNode& node, const char* element, std::initializer_list<const char*> allowed) {
  if (node.name == element &&
      std::none_of(allowed.begin(), allowed.end(), [&](const char* one) { return node.text == one; })) {
    node.text = *allowed.begin();
  }
  for (XmlNode& child : node.children) keep_to(child, element, allowed);
}

void drop_unplaced_categories(XmlNode& node) {
  if (node.name == "self_service_categories") {
    node.children.erase(
        std::remove_if(node.children.begin(), node.children.end(),
                       [](const XmlNode& one) { return one.text_at({"display_in"}) != "true"; }),
        node.children.end());
  }
  for (XmlNode& child : node.children) drop_unplaced_categories(child);
}

// The server shows the columns of a search in an order of its own.
void show_columns_by_name(XmlNode& search) {
  XmlNode* columns = search.child("display_fields");
  if (columns == nullptr) return;
  std::sort(columns->children.begin(), columns->children.end(),
            [](const XmlNode& a, const XmlNode& b) { return a.text_at({"name"}) < b.text_at({"name"}); });
}

// Its own identity, in one line. `text` is what a generator wrote: a key, and its string.
std::string own_payloads(std::string text, const std::string& id) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\t'; });
  constexpr std::string_view kOpen = "<string>", kClose = "</string>";
  for (const std::string_view key : {"<key>PayloadUUID</key>", "<key>PayloadIdentifier</key>"}) {
    for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
      const std::size_t from = text.find(kOpen, at), to = text.find(kClose, at);
      if (from == std::string::npos || to == std::string::npos || to < from) break;
      text.replace(from + kOpen.size(), to - from - kOpen.size(), "SIM-" + id);
    }
  }
  constexpr std::string_view kOrganisation = "<string>enrolkit</string>";
  for (std::size_t at = 0; (at = text.find(kOrganisation, at)) != std::string::npos;) {
    text.replace(at, kOrganisation.size(), "<string>Acme</string>");
  }
  return text;
}

}  // namespace

std::variant<XmlNode, int> classic_object(SimObjects& objects, ObjectKind kind, const XmlNode& sent,
                                          const XmlNode* before) {
  const XmlNode shape = std::get<XmlNode>(jamf::parse_xml(shape_of(kind)));
  XmlNode out = rebuilt(shape, sent, objects.drops);
  if (before != nullptr) {
    for (XmlNode& section : out.children) {
      if (sent.child(section.name) == nullptr) section = *before->child(section.name);
    }
  }
  keep_to(out, "frequency", {"Once per computer", "Ongoing", "Once every day", "Once every week"});
  keep_to(out, "action", {"Install", "Cache", "Install Cached"});
  drop_unplaced_categories(out);
  if (const int status = resolve(objects, out); status != 0) return status;
  if (kind == ObjectKind::search) {
    show_columns_by_name(out);
    return out;
  }
  if (XmlNode* payloads = out.child("general")->child("payloads"); payloads != nullptr && before == nullptr)
    payloads->text = own_payloads(payloads->text, "1");
  return out;
}

}  // namespace enrolkit::test
