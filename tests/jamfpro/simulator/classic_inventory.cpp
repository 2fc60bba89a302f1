// What the simulated server's Classic API tells of computers and their commands, from the same world as the Pro API.
#include <Poco/URI.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <tuple>

#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/classic_form.h"
#include "jamfpro/simulator/inventory.h"

namespace enrolkit::test {

using jamf::XmlNode;

namespace {

std::string flag(bool value) { return value ? "true" : "false"; }

// The moment in Classic's three forms.
void add_moment(XmlNode& to, const std::string& name, const std::optional<std::int64_t>& time) {
  const std::string text = time ? jamf::utc_text(*time).substr(0, sizeof "2026-01-01T00:00:00" - 1) : "";
  std::string plain = text;
  std::replace(plain.begin(), plain.end(), 'T', ' ');
  to.children.push_back(leaf(name, plain));
  to.children.push_back(leaf(name + "_epoch", time ? std::to_string(*time * 1000) : "0"));
  to.children.push_back(leaf(name + "_utc", time ? text + ".000+0000" : ""));
}

XmlNode general_of(const SimMac& mac) {
  XmlNode out{
      "general",
      "",
      {leaf("id", mac.id),
       leaf("name", mac.name),
       leaf("serial_number", mac.serial),
       leaf("udid", mac.udid),
       leaf("jamf_version", mac.binary.value_or("")),
       leaf("platform", kSimPlatform),
       leaf("supervised", "true"),
       leaf("mdm_capable", flag(mac.mdm_capable)),
       {"remote_management", "", {leaf("managed", flag(mac.managed)), leaf("management_username", "")}},
       {"management_status", "", {leaf("enrolled_via_dep", "true")}}}};
  add_moment(out, "report_date", mac.report);
  add_moment(out, "last_contact_time", mac.check_in);
  add_moment(out, "last_enrolled_date", mac.enrolled);
  return out;
}

XmlNode location_of(const SimMac& mac) {
  const SimPerson person = mac.person ? *mac.person : SimPerson{};
  return {"location",
          "",
          {leaf("username", person.user), leaf("realname", person.full_name),
           leaf("real_name", person.full_name), leaf("email_address", person.email)}};
}

XmlNode record_of(const SimMac& mac) {
  XmlNode groups{"computer_group_memberships", "", {}};
  for (const std::string& group : mac.groups) groups.children.push_back(leaf("group", group));
  return {"computer",
          "",
          {general_of(mac),
           location_of(mac),
           {"hardware",
            "",
            {leaf("make", kSimMake), leaf("model", kSimModel), leaf("os_name", kSimSystem),
             leaf("os_version", kSimSystemVersion), leaf("os_build", kSimSystemBuild)}},
           {"groups_accounts", "", {groups}}}};
}

// "Install Enterprise Application" of INSTALL_ENTERPRISE_APPLICATION; how a real server words it was not seen.
std::string words_of(std::string type) {
  bool is_first = true;
  for (char& c : type) {
    if (!is_first) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    is_first = c == '_';
    if (is_first) c = ' ';
  }
  return type;
}

XmlNode command_of(const SimCommand& command) {
  XmlNode out{"command", "", {leaf("name", words_of(command.type))}};
  if (command.state == "ACKNOWLEDGED") {
    add_moment(out, "completed", command.completed);
  } else {
    out.children.push_back(leaf("status", command.state == "PENDING" ? "Pending" : command.error));
    add_moment(out, "issued", command.sent);
    if (command.state == "ERROR") add_moment(out, "failed", command.completed);
  }
  out.children.push_back(leaf("username", ""));
  return out;
}

// What is left of a record behind /subset/General&Hardware; all of it without one.
XmlNode subset_of(const XmlNode& whole, const std::string& rest) {
  const std::string mark = "/subset/";
  const auto at = rest.find(mark);
  if (at == std::string::npos) return whole;
  std::string wanted = "&" + rest.substr(at + mark.size()) + "&";
  const auto plain = [](std::string text) {
    std::erase(text, '_');
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  };
  XmlNode out{whole.name, "", {}};
  for (const XmlNode& part : whole.children) {
    if (plain(wanted).find("&" + plain(part.name) + "&") != std::string::npos) out.children.push_back(part);
  }
  return out;
}

// The Mac of "/id/7", "/serialnumber/C02...", "/udid/..." or "/name/...", with or without a subset.
const SimMac* mac_at(const World& world, const std::string& rest) {
  const std::pair<const char*, std::string SimMac::*> kKeys[] = {{"/id/", &SimMac::id},
                                                                 {"/serialnumber/", &SimMac::serial},
                                                                 {"/udid/", &SimMac::udid},
                                                                 {"/name/", &SimMac::name}};
  for (const auto& [key, field] : kKeys) {
    if (!rest.starts_with(key)) continue;
    const std::string value = rest.substr(std::string_view(key).size());
    for (const SimMac& mac : world.macs) {
      if (mac.*field == value.substr(0, value.find('/'))) return &mac;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<XmlNode> FakeJamf::classic_computers(const Call& call, const std::string& rest) {
  if (rest.empty() || rest == "/subset/basic") {
    std::vector<XmlNode> items;
    for (const SimMac& mac : world.macs) {
      XmlNode item{"computer", "", {leaf("id", mac.id), leaf("name", mac.name)}};
      if (!rest.empty()) {
        for (const auto& [name, text] : {std::pair("managed", flag(mac.managed)),
                                         {"model", std::string(kSimModel)},
                                         {"udid", mac.udid},
                                         {"serial_number", mac.serial}})
          item.children.push_back(leaf(name, text));
        add_moment(item, "report_date", mac.report);
      }
      items.push_back(std::move(item));
    }
    return classic_list("computers", std::move(items));
  }
  const SimMac* mac = mac_at(world, rest);
  if (mac == nullptr) return std::nullopt;
  return subset_of(record_of(world.seen_at(*mac, call.now)), rest);
}

std::optional<XmlNode> FakeJamf::classic_history(const Call&, const std::string& rest) {
  const SimMac* mac = mac_at(world, rest);
  if (mac == nullptr) return std::nullopt;
  XmlNode completed{"completed", "", {}}, pending{"pending", "", {}}, failed{"failed", "", {}};
  for (const SimCommand& command : world.commands) {
    if (command.management_id != mac->management_id) continue;
    XmlNode& list = command.state == "ACKNOWLEDGED" ? completed
                    : command.state == "PENDING"    ? pending
                                                    : failed;
    list.children.push_back(command_of(command));
  }
  return subset_of({"computer_history",
                    "",
                    {{"general",
                      "",
                      {leaf("id", mac->id), leaf("name", mac->name), leaf("udid", mac->udid),
                       leaf("serial_number", mac->serial)}},
                     {"commands", "", {completed, pending, failed}}}},
                   rest);
}

std::optional<Answered> FakeJamf::classic_read(const Call& call) {
  using Read = std::function<std::optional<XmlNode>(const std::string&)>;
  const std::tuple<const char*, const char*, Read> kReads[] = {
      {"computers", "Read Computers", [&](const std::string& rest) { return classic_computers(call, rest); }},
      {"computerhistory", "Read Computers",
       [&](const std::string& rest) { return classic_history(call, rest); }},
      {"computergroups", "Read Smart Computer Groups",
       [&](const std::string& rest) { return classic_groups(rest); }},
      {"categories", "Read Categories", [&](const std::string& rest) { return classic_categories(rest); }},
      {"packages", "Read Packages",
       [&](const std::string& rest) { return classic_packages(rest, call.now); }}};
  for (const auto& [name, privilege, read] : kReads) {
    const std::string path = std::string("/JSSResource/") + name;
    if (call.path != path && !call.path.starts_with(path + "/")) continue;
    if (!allowed({privilege})) return page_reply(403, "The request requires a privilege");
    if (call.request.method != jamf::Method::get) return page_reply(405, "Method Not Allowed");
    std::string rest;
    Poco::URI::decode(call.path.substr(path.size()), rest);
    const auto found = read(rest);
    return found ? classic_reply(call.request, *found) : page_reply(404, "The server has not found it");
  }
  return std::nullopt;
}

}  // namespace enrolkit::test
