// What the simulated server knows of each kind of object: its fields with their presets, and how lists are asked for.
#include "jamfpro/simulator/object_forms.h"
#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::ObjectKind;

static Json package_fields() {
  return {{"packageName", ""},
          {"fileName", ""},
          {"categoryId", "-1"},
          {"info", nullptr},
          {"notes", nullptr},
          {"priority", 10},
          {"osRequirements", nullptr},
          {"fillUserTemplate", false},
          {"indexed", false},
          {"swu", false},
          {"rebootRequired", false},
          {"selfHealNotify", false},
          {"selfHealingAction", nullptr},
          {"osInstall", false},
          {"serialNumber", nullptr},
          {"parentPackageId", nullptr},
          {"basePath", nullptr},
          {"suppressUpdates", false},
          {"ignoreConflicts", false},
          {"suppressFromDock", false},
          {"suppressEula", false},
          {"suppressRegistration", false},
          {"installLanguage", nullptr},
          {"fillExistingUsers", false},
          {"md5", nullptr},
          {"sha256", nullptr},
          {"sha3512", nullptr},
          {"hashType", nullptr},
          {"hashValue", nullptr},
          {"size", nullptr},
          {"osInstallerVersion", nullptr},
          {"manifest", nullptr},
          {"manifestFileName", nullptr},
          {"format", nullptr},
          {"cloudTransferStatus", nullptr}};
}

const Json& object_fields(ObjectKind kind) {
  static const std::map<ObjectKind, Json> kFields{
      {ObjectKind::category, {{"name", ""}, {"priority", 9}}},
      {ObjectKind::script,
       {{"name", ""},
        {"info", nullptr},
        {"notes", nullptr},
        {"priority", "AFTER"},
        {"categoryId", "-1"},
        {"categoryName", "NONE"},
        {"parameter4", nullptr},
        {"parameter5", nullptr},
        {"parameter6", nullptr},
        {"parameter7", nullptr},
        {"parameter8", nullptr},
        {"parameter9", nullptr},
        {"parameter10", nullptr},
        {"parameter11", nullptr},
        {"osRequirements", nullptr},
        {"scriptContents", ""}}},
      {ObjectKind::attribute,
       {{"name", ""},
        {"description", nullptr},
        {"dataType", "STRING"},
        {"enabled", true},
        {"inventoryDisplayType", "GENERAL"},
        {"inputType", "TEXT"},
        {"scriptContents", nullptr},
        {"popupMenuChoices", Json::array()},
        {"ldapAttributeMapping", nullptr}}},
      {ObjectKind::group,
       {{"name", ""}, {"description", nullptr}, {"criteria", Json::array()}, {"siteId", nullptr}}},
      {ObjectKind::package, package_fields()}};
  return kFields.at(kind);
}

const ListForm& object_list_form(ObjectKind kind) {
  // "Fields allowed in the query" of the schema of 11.30.1; categories are not filtered by their id.
  static const std::map<ObjectKind, ListForm> kForms{
      {ObjectKind::category,
       {{{"id", ListField::Kind::text, false, true}, {"name"}, {"priority"}}, "id:asc", "id:asc"}},
      {ObjectKind::script,
       {{{"id"},
         {"name"},
         {"info"},
         {"notes"},
         {"priority"},
         {"categoryId"},
         {"categoryName"},
         {"parameter4"},
         {"parameter5"},
         {"parameter6"},
         {"parameter7"},
         {"parameter8"},
         {"parameter9"},
         {"parameter10"},
         {"parameter11"},
         {"osRequirements"},
         {"scriptContents"}},
        "name:asc",
        "id:asc"}},
      {ObjectKind::attribute, {{{"id"}, {"name"}}, "name:asc", "id:asc"}},
      {ObjectKind::group, {{{"id"}, {"name"}, {"siteId"}}, "id:asc", "id:asc"}},
      {ObjectKind::package,
       {{{"id"},
         {"packageName"},
         {"fileName"},
         {"categoryId"},
         {"info"},
         {"notes"},
         {"manifestFileName"},
         {"cloudTransferStatus"}},
        "id:asc",
        "id:asc"}}};
  return kForms.at(kind);
}

}  // namespace enrolkit::test
