#include "jamfpro/client/facts.h"

#include <algorithm>

namespace enrolkit::jamf {
namespace {

std::string text_or_empty(const Json& value) { return text_of(value).value_or(""); }

// A moment that never was: some servers write the epoch for "never".
std::optional<std::int64_t> moment(const Json& value) {
  const auto time = time_of(value);
  return time && *time > 0 ? time : std::nullopt;
}

// An account of a PreStage: none, one of a name, or not known.
struct AccountName {
  std::optional<std::string> name = {};
  bool is_known = false;
};
AccountName no_account() { return {std::nullopt, true}; }

AccountName name_at(const Json& account, const char* key) {
  auto name = text_of(at(account, {key}));
  const bool is_told = name.has_value();
  return {std::move(name), is_told};
}

AccountName administrator_of(const Json& account) {
  const auto is_made = bool_of(at(account, {"localAdminAccountEnabled"}));
  if (is_made == false) return no_account();
  return is_made ? name_at(account, "adminUsername") : AccountName{};
}

AccountName prefilled_name_of(const Json& account) {
  const auto is_prefilled = bool_of(at(account, {"prefillPrimaryAccountInfoFeatureEnabled"}));
  if (is_prefilled == false) return no_account();
  const Json& type = at(account, {"prefillType"});
  if (is_prefilled && type == "DEVICE_OWNER") return no_account();  // each Mac's own user
  return is_prefilled && type == "CUSTOM" ? name_at(account, "prefillAccountUserName") : AccountName{};
}

// Of a record: a key that is missing, and a value that is no date, say neither when nor never.
std::optional<std::int64_t> told_moment(const Json& general, const char* key,
                                        std::vector<std::string>& untold) {
  const Json& value = at(general, {key});
  if (value.is_null() ? !general.contains(key) : !time_of(value)) untold.emplace_back(key);
  return moment(value);
}

// Jamf writes no version as null, or as empty text.
std::optional<std::string> told_binary(const Json& general, std::vector<std::string>& untold) {
  constexpr const char* kKey = "jamfBinaryVersion";
  const Json& value = at(general, {kKey});
  if (value.is_null() ? !general.contains(kKey) : !value.is_string()) untold.emplace_back(kKey);
  return value.is_string() ? text_of(value) : std::nullopt;
}

}  // namespace

std::optional<EnrolmentSettings> parse_enrolment_settings(const Json& json) {
  const Json& name = at(json, {"managementUsername"});
  const auto creates = bool_of(at(json, {"createManagementAccount"}));
  const bool is_named =
      name.is_string() && name.get_ref<const std::string&>().find_first_not_of(" \t") != std::string::npos;
  const bool is_without = creates == false && (name.is_null() || name == "");
  if (!is_named && !is_without) return std::nullopt;
  EnrolmentSettings out;
  out.management_username = text_or_empty(name);
  out.creates_account = creates.value_or(true);
  out.macos_enrolment = bool_of(at(json, {"macOsEnterpriseEnrollmentEnabled"}));
  out.whole = json;
  return out;
}

Prestage parse_prestage(const Json& json) {
  Prestage out{text_or_empty(at(json, {"id"})), text_or_empty(at(json, {"displayName"}))};
  const Json& account = at(json, {"accountSettings"});
  const bool is_told = !out.id.empty() && account.is_object();
  if (bool_of(at(account, {"payloadConfigured"})) == false) {
    out.is_known = is_told;
    return out;
  }
  const AccountName admin = administrator_of(account), prefill = prefilled_name_of(account);
  out.admin = admin.name;
  out.prefill = prefill.name;
  out.is_known = is_told && admin.is_known && prefill.is_known;
  return out;
}

std::size_t count_unknown(const std::vector<Prestage>& prestages) {
  return static_cast<std::size_t>(
      std::count_if(prestages.begin(), prestages.end(), [](const Prestage& one) { return !one.is_known; }));
}

std::optional<Invitation> parse_invitation(const Json& json) {
  const auto id = text_of(at(json, {"id"}));
  const Json& name = at(json, {"ssh_username"});
  const bool creates = bool_of(at(json, {"create_account_if_does_not_exist"})).value_or(true);
  if (!id || (creates && !name.is_string() && !text_of(name))) return std::nullopt;
  return Invitation{*id, text_or_empty(name), creates};
}

bool has_expired(const Json& listed_invitation, std::int64_t now) {
  const Json& epoch = at(listed_invitation, {"expiration_date_epoch"});
  auto ms = number_of(epoch);
  if (!ms && epoch.is_string()) ms = parse_id(epoch.get_ref<const std::string&>());
  return ms && *ms > 0 && *ms / 1000 < now;
}

const std::vector<std::string>& computer_keys() {
  static const std::vector<std::string> kKeys{"totalCount",
                                              "results",
                                              "id",
                                              "udid",
                                              "general",
                                              "name",
                                              "hardware",
                                              "serialNumber",
                                              "managementId",
                                              "managed",
                                              "mdmCapable",
                                              "remoteManagement",
                                              "capable",
                                              "reportDate",
                                              "lastCheckIn",
                                              "enrolledViaAutomatedDeviceEnrollment",
                                              "lastContact",
                                              "lastContactTime",
                                              "lastEnrolledDate",
                                              "awaitingConfiguration",
                                              "jamfBinaryVersion",
                                              "initialEntryDate",
                                              "groupMemberships",
                                              "groupName",
                                              "groupId",
                                              "model",
                                              "operatingSystem",
                                              "version",
                                              "userAndLocation",
                                              "username",
                                              "realname",
                                              "email",
                                              "departmentId"};
  return kKeys;
}

std::optional<Computer> parse_computer(const Json& json) {
  const auto id = text_of(at(json, {"id"}));
  const Json& general = at(json, {"general"});
  if (!id || !is_record_id(*id) || !general.is_object()) return std::nullopt;
  Computer out;
  out.id = *id;
  out.udid = text_or_empty(at(json, {"udid"}));
  out.serial = text_or_empty(at(json, {"hardware", "serialNumber"}));
  out.name = text_or_empty(at(general, {"name"}));
  out.management_id = text_or_empty(at(general, {"managementId"}));
  out.managed = bool_of(at(general, {"remoteManagement", "managed"}));
  out.mdm_capable = bool_of(at(general, {"mdmCapable", "capable"}));
  out.automated = bool_of(at(general, {"enrolledViaAutomatedDeviceEnrollment"}));
  out.awaiting = bool_of(at(general, {"awaitingConfiguration"}));
  if (!out.managed) out.untold.emplace_back("managed");
  out.enrolled = told_moment(general, "lastEnrolledDate", out.untold);
  out.report = told_moment(general, "reportDate", out.untold);
  out.first_seen = moment(at(general, {"initialEntryDate"}));
  out.binary = told_binary(general, out.untold);
  if (general.contains("lastCheckIn") || general.contains("lastContact")) {  // v4
    out.check_in = told_moment(general, "lastCheckIn", out.untold);
    out.mdm_contact = told_moment(general, "lastContact", out.untold);
  } else {  // v1 to v3: the binary's check-in under another name; MDM's contact is not told
    out.check_in = told_moment(general, "lastContactTime", out.untold);
  }
  out.model = text_or_empty(at(json, {"hardware", "model"}));
  out.macos = text_or_empty(at(json, {"operatingSystem", "version"}));
  const Json& person = at(json, {"userAndLocation"});
  out.person = {text_or_empty(at(person, {"username"})), text_or_empty(at(person, {"realname"})),
                text_or_empty(at(person, {"email"})), text_or_empty(at(person, {"departmentId"})), ""};
  for (const Json& group : at(json, {"groupMemberships"})) {
    out.groups.push_back({text_or_empty(at(group, {"groupId"})), text_or_empty(at(group, {"groupName"}))});
  }
  return out;
}

std::optional<MdmCommand> parse_mdm_command(const Json& json) {
  const auto uuid = text_of(at(json, {"uuid"}));
  if (!uuid) return std::nullopt;
  MdmCommand out;
  out.uuid = *uuid;
  out.type = text_or_empty(at(json, {"commandType"}));
  out.state = text_or_empty(at(json, {"commandState"}));
  out.management_id = text_or_empty(at(json, {"client", "managementId"}));
  out.sent = moment(at(json, {"dateSent"}));
  out.completed = moment(at(json, {"dateCompleted"}));
  for (const char* key : {"errorEnglishDescription", "errorLocalizedDescription", "errorDomain"}) {
    if (out.error.empty()) out.error = text_or_empty(at(json, {"commandError", key}));
  }
  return out;
}

bool is_failed(const MdmCommand& command) {
  return command.state == "ERROR" || command.state == "COMMAND_FORMAT_ERROR" || command.state == "Error";
}

bool is_waiting(const MdmCommand& command) {
  return command.state == "PENDING" || command.state == "NOT_NOW" || command.state == "Pending";
}

bool is_acknowledged(const MdmCommand& command) {
  return command.state == "ACKNOWLEDGED" || command.state == "Acknowledged";
}

std::optional<AssignedDevice> parse_assigned_device(const Json& json) {
  constexpr std::string_view kStatuses[] = {"EMPTY", "ASSIGNED", "PUSHED", "REMOVED"};
  const auto serial = text_of(at(json, {"serialNumber"}));
  const auto status = text_of(at(json, {"profileStatus"}));
  if (!serial || !status || std::ranges::find(kStatuses, *status) == std::end(kStatuses)) return std::nullopt;
  const auto pushed = moment(at(json, {"profilePushTime"}));
  if (*status == "PUSHED" && !pushed) return std::nullopt;
  return AssignedDevice{*serial, text_or_empty(at(json, {"prestageId"})), *status, pushed};
}

std::optional<std::string> parse_reenrolment(const Json& json) {
  if (!json.is_object() || !at(json, {"flushMDMQueue"}).is_string()) return std::nullopt;
  constexpr std::pair<const char*, const char*> kFlags[] = {
      {"isFlushPolicyHistoryEnabled", "logs of policies"},
      {"isFlushLocationInformationEnabled", "user and location"},
      {"isFlushLocationInformationHistoryEnabled", "history of user and location"},
      {"isFlushExtensionAttributesEnabled", "values of extension attributes"},
      {"isFlushSoftwareUpdatePlansEnabled", "plans of software updates"}};
  constexpr std::pair<const char*, const char*> kQueues[] = {
      {"DELETE_NOTHING", ""},
      {"DELETE_ERRORS", "failed MDM commands"},
      {"DELETE_EVERYTHING_EXCEPT_ACKNOWLEDGED", "pending and failed MDM commands"},
      {"DELETE_EVERYTHING", "all MDM commands"}};
  std::string out;
  const auto add = [&](const std::string& what) {
    if (!what.empty()) (out += out.empty() ? "" : ", ") += what;
  };
  for (const auto& [flag, what] : kFlags) {
    const auto is_set = bool_of(at(json, {flag}));
    if (is_set.value_or(true)) add(is_set ? what : std::string(what) + " (unknown)");
  }
  const std::string queue = text_or_empty(at(json, {"flushMDMQueue"}));
  const auto* const known = std::find_if(std::begin(kQueues), std::end(kQueues),
                                         [&](const auto& one) { return queue == one.first; });
  add(known == std::end(kQueues) ? "MDM commands by " + queue : known->second);
  return out;
}

Rights parse_rights(const Json& json) {
  Rights out;
  const Json& account = at(json, {"account"});
  out.account = text_or_empty(at(account, {"username"}));
  if (out.account.empty()) out.account = text_or_empty(at(account, {"realName"}));
  for (const Json& site : at(account, {"privilegesBySite"})) {
    for (const Json& privilege : site) {
      if (const auto text = text_of(privilege)) out.privileges.insert(*text);
    }
  }
  // A full administrator's list may be left out.
  out.everything = out.privileges.empty() && at(account, {"privilegeSet"}) == "ADMINISTRATOR" &&
                   at(account, {"accessLevel"}) == "FullAccess";
  return out;
}

}  // namespace enrolkit::jamf
