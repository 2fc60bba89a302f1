#include "jamfpro/simulator/classic_form.h"

#include <algorithm>
#include <array>

#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::XmlNode;

namespace {

constexpr std::array<std::string_view, 15> kLists{"advanced_computer_searches",
                                                  "categories",
                                                  "completed",
                                                  "computer_group_memberships",
                                                  "computer_groups",
                                                  "computers",
                                                  "criteria",
                                                  "display_fields",
                                                  "failed",
                                                  "packages",
                                                  "os_x_configuration_profiles",
                                                  "pending",
                                                  "policies",
                                                  "scripts",
                                                  "self_service_categories"};
constexpr std::array<std::string_view, 4> kNumbers{"id", "priority", "size", "retry_attempts"};
constexpr std::array<std::string_view, 2> kTexts{"name", "value"};  // whatever stands there

template <std::size_t N>
bool has(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Json value_of(const XmlNode& node) {
  const bool is_number = has(kNumbers, node.name) || node.name.ends_with("_epoch");
  if (const auto number = jamf::parse_id(node.text); is_number && number) return *number;
  if (is_number && node.text.empty()) return 0;
  if (!has(kTexts, node.name) && (node.text == "true" || node.text == "false")) return node.text == "true";
  return node.text;
}

Json json_of(const XmlNode& node) {
  if (is_classic_list(node.name) && node.text.empty()) {
    Json out = Json::array();
    for (const XmlNode& child : node.children) {
      if (child.name != "size") out.push_back(json_of(child));
    }
    return out;
  }
  if (node.children.empty()) return value_of(node);
  Json out = Json::object();
  for (const XmlNode& child : node.children) out[child.name] = json_of(child);
  return out;
}

}  // namespace

bool is_classic_list(std::string_view element) { return has(kLists, element); }

Json classic_json(const XmlNode& root) { return {{root.name, json_of(root)}}; }

Answered xml_reply(int status, const XmlNode& root) {
  Answered out;
  out.reply.status = status;
  out.reply.content_type = "application/xml";
  out.reply.body = jamf::xml_text(root);
  return out;
}

Answered classic_reply(const jamf::Request& request, const XmlNode& root) {
  return request.accept.find("application/json") != std::string_view::npos
             ? json_reply(200, classic_json(root))
             : xml_reply(200, root);
}

XmlNode classic_list(std::string name, std::vector<XmlNode> items) {
  XmlNode out{std::move(name), "", {leaf("size", std::to_string(items.size()))}};
  out.children.insert(out.children.end(), items.begin(), items.end());
  return out;
}

}  // namespace enrolkit::test
