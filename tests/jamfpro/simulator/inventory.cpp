#include "jamfpro/simulator/inventory.h"

#include <fmt/format.h>

#include <algorithm>

#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;

namespace {

using Value = std::optional<std::string>;
using Kind = ListField::Kind;

Value moment(const std::optional<std::int64_t>& time) {
  return time ? Value(jamf::utc_text(*time)) : std::nullopt;
}
Value flag(bool value) { return value ? "true" : "false"; }
Value person(const SimMac& mac, std::string SimPerson::*field) {
  return mac.person ? Value((*mac.person).*field) : std::nullopt;
}

struct MacField {
  ListField form;
  Value (*value)(const SimMac&);  // nullptr: known to the server, and null for every Mac of the simulator
  int from = 1, to = 4;           // versions of the endpoint
};

// The names of the schema of 11.30.1, without sections that nothing here has.
constexpr MacField kFields[] = {
    {{"id"}, [](const SimMac& mac) { return Value(mac.id); }},
    {{"udid"}, [](const SimMac& mac) { return Value(mac.udid); }},
    {{"general.name"}, [](const SimMac& mac) { return Value(mac.name); }},
    {{"general.managementId", Kind::text, true, false},
     [](const SimMac& mac) { return Value(mac.management_id); }},
    {{"general.jamfBinaryVersion"}, [](const SimMac& mac) { return mac.binary; }},
    {{"general.lastContactTime", Kind::moment}, [](const SimMac& mac) { return moment(mac.check_in); }, 1, 3},
    {{"general.lastCheckIn", Kind::moment}, [](const SimMac& mac) { return moment(mac.check_in); }, 4, 4},
    {{"general.lastContact", Kind::moment}, [](const SimMac& mac) { return moment(mac.mdm_contact); }, 4, 4},
    {{"general.lastEnrolledDate", Kind::moment}, [](const SimMac& mac) { return moment(mac.enrolled); }},
    {{"general.reportDate", Kind::moment}, [](const SimMac& mac) { return moment(mac.report); }},
    {{"general.platform"}, [](const SimMac&) { return Value(kSimPlatform); }},
    {{"general.remoteManagement.managed", Kind::text, true, false},
     [](const SimMac& mac) { return flag(mac.managed); }},
    {{"general.mdmCapable.capable", Kind::text, true, false},
     [](const SimMac& mac) { return flag(mac.mdm_capable); }},
    {{"general.supervised", Kind::text, true, false}, [](const SimMac&) { return flag(true); }},
    {{"general.enrolledViaAutomatedDeviceEnrollment", Kind::text, true, false},
     [](const SimMac&) { return flag(true); }},
    {{"hardware.serialNumber", Kind::text, true, false}, [](const SimMac& mac) { return Value(mac.serial); }},
    {{"hardware.make"}, [](const SimMac&) { return Value(kSimMake); }},
    {{"hardware.model"}, [](const SimMac&) { return Value(kSimModel); }},
    {{"operatingSystem.name"}, [](const SimMac&) { return Value(kSimSystem); }},
    {{"operatingSystem.version"}, [](const SimMac&) { return Value(kSimSystemVersion); }},
    {{"operatingSystem.build"}, [](const SimMac&) { return Value(kSimSystemBuild); }},
    {{"userAndLocation.realname"}, [](const SimMac& mac) { return person(mac, &SimPerson::full_name); }},
    {{"userAndLocation.username", Kind::text, true, false},
     [](const SimMac& mac) { return person(mac, &SimPerson::user); }},
    {{"userAndLocation.email", Kind::text, true, false},
     [](const SimMac& mac) { return person(mac, &SimPerson::email); }},
    {{"userAndLocation.departmentId", Kind::text, true, false},
     [](const SimMac& mac) { return person(mac, &SimPerson::department_id); }},
    {{"general.assetTag"}, nullptr},
    {{"general.lastCloudBackupDate", Kind::moment}, nullptr},
    {{"general.mdmCertificateExpiration", Kind::moment}, nullptr},
    {{"general.lastLoggedInUsernameSelfService"}, nullptr},
    {{"general.lastLoggedInUsernameSelfServiceTimestamp", Kind::moment}, nullptr},
    {{"general.lastLoggedInUsernameBinary"}, nullptr},
    {{"general.lastLoggedInUsernameBinaryTimestamp", Kind::moment}, nullptr},
    {{"operatingSystem.supplementalBuildVersion"}, nullptr},
    {{"operatingSystem.rapidSecurityResponse"}, nullptr},
    {{"general.barcode1", Kind::text, true, false}, nullptr},
    {{"general.barcode2", Kind::text, true, false}, nullptr},
    {{"general.lastIpAddress", Kind::text, true, false}, nullptr},
    {{"general.lastReportedIp", Kind::text, true, false}, nullptr, 1, 3},
    {{"general.itunesStoreAccountActive", Kind::text, true, false}, nullptr},
    {{"general.userApprovedMdm", Kind::text, true, false}, nullptr},
    {{"general.declarativeDeviceManagementEnabled", Kind::text, true, false}, nullptr},
    {{"hardware.bleCapable", Kind::text, true, false}, nullptr},
    {{"hardware.macAddress", Kind::text, true, false}, nullptr},
    {{"hardware.modelIdentifier", Kind::text, true, false}, nullptr},
    {{"hardware.supportsIosAppInstalls", Kind::text, true, false}, nullptr},
    {{"hardware.appleSilicon", Kind::text, true, false}, nullptr},
    {{"operatingSystem.activeDirectoryStatus", Kind::text, true, false}, nullptr},
    {{"operatingSystem.fileVault2Status", Kind::text, true, false}, nullptr},
    {{"userAndLocation.buildingId", Kind::text, true, false}, nullptr},
    {{"userAndLocation.phone", Kind::text, true, false}, nullptr},
    {{"userAndLocation.position", Kind::text, true, false}, nullptr},
    {{"userAndLocation.room", Kind::text, true, false}, nullptr},
};

ListForm form_of(int version) {
  ListForm out{{}, "general.name:asc", "id:asc"};
  for (const MacField& field : kFields) {
    if (version >= field.from && version <= field.to) out.fields.push_back(field.form);
  }
  return out;
}

Json or_null(const Value& value) { return value ? Json(*value) : Json(nullptr); }

Json general_of(const SimMac& mac, int version) {
  Json out{{"name", mac.name},
           {"managementId", mac.management_id},
           {"platform", kSimPlatform},
           {"jamfBinaryVersion", or_null(mac.binary)},
           {"reportDate", time_or_null(mac.report)},
           {"lastEnrolledDate", time_or_null(mac.enrolled)},
           {"enrolledViaAutomatedDeviceEnrollment", true},
           {"remoteManagement", {{"managed", mac.managed}, {"managementUsername", nullptr}}},
           {"mdmCapable", {{"capable", mac.mdm_capable}, {"capableUsers", Json::array()}}},
           {"supervised", true}};
  if (version >= 4) {
    out["lastCheckIn"] = time_or_null(mac.check_in);
    out["lastContact"] = time_or_null(mac.mdm_contact);
  } else {
    out["lastContactTime"] = time_or_null(mac.check_in);
  }
  return out;
}

Json person_of(const SimMac& mac) {
  return {{"username", or_null(person(mac, &SimPerson::user))},
          {"realname", or_null(person(mac, &SimPerson::full_name))},
          {"email", or_null(person(mac, &SimPerson::email))},
          {"departmentId", or_null(person(mac, &SimPerson::department_id))}};
}

}  // namespace

const std::set<std::string>& all_sections() {
  static const std::set<std::string> kAll{"GENERAL",
                                          "DISK_ENCRYPTION",
                                          "PURCHASING",
                                          "APPLICATIONS",
                                          "STORAGE",
                                          "PRINTERS",
                                          "USER_AND_LOCATION",
                                          "SERVICES",
                                          "CONFIGURATION_PROFILES",
                                          "HARDWARE",
                                          "CERTIFICATES",
                                          "LOCAL_USER_ACCOUNTS",
                                          "ATTACHMENTS",
                                          "PACKAGE_RECEIPTS",
                                          "SECURITY",
                                          "IBEACONS",
                                          "OPERATING_SYSTEM",
                                          "LICENSED_SOFTWARE",
                                          "SOFTWARE_UPDATES",
                                          "EXTENSION_ATTRIBUTES",
                                          "CONTENT_CACHING",
                                          "GROUP_MEMBERSHIPS"};
  return kAll;
}

std::variant<std::set<std::string>, Answered> sections_in(const Parameters& query) {
  std::set<std::string> out;
  const auto [begin, end] = query.equal_range("section");
  for (auto given = begin; given != end; ++given) {
    for (std::string_view rest = given->second; !rest.empty();) {
      const std::string one(rest.substr(0, rest.find(',')));
      rest.remove_prefix(std::min(one.size() + 1, rest.size()));
      if (!all_sections().contains(one)) return bad_request(fmt::format("[{}] is no section", one));
      out.insert(one);
    }
  }
  if (out.empty()) out.insert("GENERAL");
  return out;
}

const ListForm& inventory_form(int version) {
  static const ListForm kOlder = form_of(3), kNewest = form_of(4);
  return version >= 4 ? kNewest : kOlder;
}

std::optional<std::string> inventory_value(const SimMac& seen, const std::string& field) {
  for (const MacField& one : kFields) {
    if (one.form.name == field) return one.value == nullptr ? std::nullopt : one.value(seen);
  }
  return std::nullopt;
}

bool is_contact_time(std::string_view field) {
  return field == "general.lastContactTime" || field == "general.lastCheckIn" ||
         field == "general.lastContact";
}

Json inventory_record(const SimMac& seen, const std::set<std::string>& sections, int version,
                      std::size_t extra_bytes) {
  Json out{{"id", seen.id}, {"udid", seen.udid}};
  for (const char* key :
       {"general", "hardware", "userAndLocation", "operatingSystem", "groupMemberships", "localUserAccounts"})
    out[key] = nullptr;
  if (sections.contains("GENERAL")) out["general"] = general_of(seen, version);
  if (extra_bytes > 0 && sections.contains("GENERAL")) {
    out["general"]["extensionAttributes"] =
        Json::array({{{"definitionId", "1"},
                      {"name", "notes"},
                      {"values", Json::array({std::string(extra_bytes, 'x')})}}});
  }
  if (sections.contains("HARDWARE"))
    out["hardware"] = {{"serialNumber", seen.serial}, {"make", kSimMake}, {"model", kSimModel}};
  if (sections.contains("USER_AND_LOCATION")) out["userAndLocation"] = person_of(seen);
  if (sections.contains("OPERATING_SYSTEM"))
    out["operatingSystem"] = {
        {"name", kSimSystem}, {"version", kSimSystemVersion}, {"build", kSimSystemBuild}};
  return out;
}

}  // namespace enrolkit::test
