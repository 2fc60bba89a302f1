#include "jamfpro/simulator/mixed_fleet.h"

#include <fmt/format.h>

namespace enrolkit::test {

using jamf::Json;
using jamf::ObjectKind;

namespace {

constexpr std::int64_t kHour = 3600, kDay = 24 * kHour;

void add_objects(FakeJamf& jamf) {
  for (const char* name : {"Office", "Lab"}) {
    jamf.objects.add_json(ObjectKind::group, {{"name", name},
                                              {"description", "by hand"},
                                              {"criteria", Json::array({{{"name", "Department"},
                                                                         {"priority", 0},
                                                                         {"andOr", "and"},
                                                                         {"searchType", "is"},
                                                                         {"value", name},
                                                                         {"openingParen", false},
                                                                         {"closingParen", false}}})}});
  }
  const std::string category =
      jamf.objects.add_json(ObjectKind::category, {{"name", "Tools & more"}, {"priority", 5}}).id;
  jamf.objects.add_json(ObjectKind::script,
                        {{"name", "hello"}, {"scriptContents", "#!/bin/sh\necho \"<hello>\""}});
  jamf.objects.add_json(ObjectKind::attribute, {{"name", "Colour"}, {"inputType", "TEXT"}});
  SimObject& package = jamf.objects.add_json(
      ObjectKind::package,
      {{"packageName", "Tool"}, {"fileName", "Tool-1.pkg"}, {"categoryId", category}, {"notes", "by hand"}});
  package.file = "xar!";
}

}  // namespace

void mix(FakeJamf& jamf, std::int64_t now) {
  add_objects(jamf);
  World& world = jamf.world;
  for (std::size_t i = 0; i < world.macs.size(); ++i) {
    SimMac& mac = world.macs[i];
    const std::size_t number = i + 1;
    if (number % 10 == 0) mac.managed = false;
    if (number % 3 == 0) {
      mac.person = std::make_shared<SimPerson>(
          SimPerson{fmt::format("user{}", number), fmt::format("Person {}", 100 - number % 100),
                    fmt::format("user{}@example.com", number), std::to_string(1 + number % 2)});
    }
    if (number % 4 == 0 || number % 7 == 0) mac.groups.emplace_back("Lab");
    if (number % 5 == 0) mac.groups.emplace_back("Office");
    if (mac.enrolled) mac.enrolled = *mac.enrolled - static_cast<std::int64_t>(number % 6) * kHour;
    if (mac.report) mac.report = *mac.report - static_cast<std::int64_t>(number % 9) * kDay;
    if (number % 30 == 13) mac.reaction = Reaction::needs_renewal;
    const bool lasts = mac.reaction == Reaction::never_fetches || mac.reaction == Reaction::fails;
    if (lasts) world.send(i, "INSTALL_ENTERPRISE_APPLICATION", now - kHour);
  }
}

}  // namespace enrolkit::test
