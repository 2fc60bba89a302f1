#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;

Json whole_prestage(const Json& partial) {
  Json out{{"mandatory", true},
           {"mdmRemovable", false},
           {"supportPhoneNumber", ""},
           {"supportEmailAddress", ""},
           {"department", ""},
           {"defaultPrestage", false},
           {"enrollmentSiteId", "-1"},
           {"keepExistingSiteMembership", false},
           {"keepExistingLocationInformation", false},
           {"requireAuthentication", false},
           {"authenticationPrompt", ""},
           {"preventActivationLock", true},
           {"enableDeviceBasedActivationLock", false},
           {"deviceEnrollmentProgramInstanceId", "1"},
           {"autoAdvanceSetup", false},
           {"installProfilesDuringSetup", true},
           {"prestageInstalledProfileIds", Json::array()},
           {"customPackageIds", Json::array()},
           {"customPackageDistributionPointId", "-1"},
           {"versionLock", 3}};
  for (const char* key : {"locationInformation", "purchasingInformation"})
    out[key] = {{"id", "1"}, {"versionLock", 1}};
  const auto fill = [&](const char* part, std::initializer_list<const char*> keys) {
    for (const char* key : keys) out[part][key] = "";
  };
  fill("locationInformation", {"username", "realname", "phone", "email", "room", "position"});
  out["locationInformation"]["departmentId"] = out["locationInformation"]["buildingId"] = "-1";
  fill("purchasingInformation", {"appleCareId", "poNumber", "vendor", "purchasePrice", "purchasingAccount",
                                 "purchasingContact", "leaseDate", "poDate", "warrantyDate"});
  out["purchasingInformation"].update({{"leased", false}, {"purchased", true}, {"lifeExpectancy", 0}});
  out.update(partial);
  return out;
}

}  // namespace enrolkit::test
