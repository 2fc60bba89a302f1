#include "jamf/server_objects.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "jamf/icon.h"
#include "jamf/policy.h"
#include "jamf/texts.h"

namespace enrolkit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kRepair = "enrolkit: repair", kWatchdog = "enrolkit: watchdog",
                           kCollect = "enrolkit: collect evidence";

std::string category_json(std::string_view name) { return json_file({{"name", name}, {"priority", 10}}); }

std::string category_xml(std::string_view name) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<category>
  <name>{}</name>
  <priority>10</priority>
</category>
)",
                     xml(name));
}

std::string package_json(std::string_view package) {
  return json_file({{"packageName", package},
                    {"fileName", package},
                    {"categoryId", "-1"},
                    {"info", "enrolkit: extension attributes and repair. Identifier io.github.enrolkit.pkg."},
                    {"priority", 10},
                    {"osRequirements", ""},
                    {"fillUserTemplate", false},
                    {"rebootRequired", false},
                    {"osInstall", false},
                    {"suppressUpdates", false},
                    {"suppressFromDock", false},
                    {"suppressEula", false},
                    {"suppressRegistration", false}});
}

std::string script_json(std::string_view name, std::string_view info, const std::string& contents,
                        const std::vector<std::string>& labels = {}) {
  Json script{{"name", name},
              {"info", info},
              {"notes", ""},
              {"priority", "AFTER"},
              {"categoryId", "-1"},
              {"osRequirements", ""},
              {"scriptContents", contents}};
  for (std::size_t i = 0; i < labels.size(); ++i) script[fmt::format("parameter{}", i + 4)] = labels[i];
  return json_file(script);
}

// What Jamf Pro shows above the fields of a policy's parameters, from $4 on. Each field is one argument.
std::vector<std::string> repair_labels() {
  return {"--self-service: somebody is at the screen", "--unattended: nobody is, the time window holds",
          "--highest=STEP, such as --highest=check-in", "--dry-run: say what would be done, change nothing"};
}

// A Mac without the package has no watchdog to set: that is no failure of the policy.
std::string watchdog_script() {
  return R"(#!/bin/sh
watchdog=/Library/Enrolkit/bin/watchdog.sh
[ -x "$watchdog" ] || { echo 'enrolkit is not installed: no watchdog to set'; exit 0; }
exec "$watchdog"
)";
}

std::string collect_script() {
  return R"(#!/bin/sh
ea=/Library/Enrolkit/bin/enrolkit-ea
[ -x "$ea" ] || { echo 'enrolkit is not installed' >&2; exit 2; }
exec "$ea" collect
)";
}

Outputs collect_objects() {
  Policy collect;
  collect.name = kCollect;
  collect.trigger = "enrolkit-collect";
  collect.frequency = "Ongoing";
  collect.group = "enrolkit: installed";
  collect.script = kCollect;
  collect.title = "Gather evidence for your IT team";
  collect.button = "Gather";
  collect.description =
      "Use this when your IT team asks you to. It writes down what this Mac knows about its management and why that may "
      "have failed, without passwords, into one file on this Mac, which takes up to two minutes. Nothing is sent "
      "anywhere: your IT team fetches the file.";
  return {
      {"scripts/enrolkit-collect.sh", collect_script(),
       "The script of the policy that gathers evidence, to paste.", 0755},
      {"scripts/collect.json",
       script_json(kCollect, "Writes what `enrolkit explain` needs into /var/db/enrolkit/collected.tar.gz.",
                   collect_script()),
       "Body of POST /api/v1/scripts: writes what `enrolkit explain` needs, without secrets, into one file."},
      {"policies/collect.xml", policy_xml(collect),
       "The evidence of a Mac by the custom event enrolkit-collect, and in Self Service. The policy's log says where the "
       "file lies; it is sent nowhere. Classic API only."}};
}

}  // namespace

std::string repair_script() {
  return R"(#!/bin/sh
# Passes $4 to $11 to enrolkit-repair, one argument each; what is empty is left out. Inside a policy $1 is the volume, /.
repair=/Library/Enrolkit/bin/enrolkit-repair
[ -x "$repair" ] || { echo 'enrolkit is not installed' >&2; exit 2; }
in_policy=
[ "${1:-}" != / ] || in_policy=--in-policy
[ "$#" -lt 3 ] || shift 3
for option in "$@"; do
  shift
  [ -z "$option" ] || set -- "$@" "$option"
done
exec "$repair" $in_policy "$@"
)";
}

Outputs package_objects(std::string_view package) {
  Policy install;
  install.name = "enrolkit: install";
  install.trigger_check_in = true;
  install.frequency = "Once every day";
  install.group = "enrolkit: not installed";
  install.package = package;
  install.inventory = true;
  return {
      {"category/enrolkit.json", category_json(kCategory), "Body of POST /api/v1/categories."},
      {"category/enrolkit.xml", category_xml(kCategory), "The same for the Classic API."},
      {"category/self-service.json", category_json(kUsersCategory),
       "The heading in Self Service that people find the repair under."},
      {"category/self-service.xml", category_xml(kUsersCategory), "The same for the Classic API."},
      {"package/enrolkit.json", package_json(package),
       "Body of POST /api/v1/packages; the package itself follows to /api/v1/packages/ID/upload."},
      {"policies/install.xml", policy_xml(install),
       "Installs the package once a day at check-in on Macs of the group 'enrolkit: not installed', then takes "
       "inventory. Classic API only."}};
}

Outputs repair_objects() {
  Policy repair;
  repair.name = "enrolkit: repair";
  repair.trigger = "enrolkit-repair";
  repair.frequency = "Ongoing";
  repair.group = "enrolkit: needs attention";
  repair.script = kRepair;
  repair.inventory = true;
  Policy self_service = repair;
  self_service.name = "enrolkit: repair (Self Service)";
  self_service.trigger = "";
  self_service.parameters = {"--self-service"};
  self_service.title = "Repair the management of this Mac";
  self_service.button = "Repair";
  self_service.description =
      "Use this when apps or updates from your IT team no longer arrive. It checks this Mac's connection to your "
      "organisation's management and repairs it, which takes a few minutes. Your files and apps are not touched. You "
      "are asked before anything is changed. If this page does not open or the repair does not start, ask your IT "
      "team: a Mac whose connection is broken altogether has to be repaired by them.";
  Policy watchdog;
  watchdog.name = "enrolkit: watchdog as the settings say";
  watchdog.trigger_check_in = true;
  watchdog.frequency = "Once every day";
  watchdog.group = "enrolkit: installed";
  watchdog.script = kWatchdog;
  Outputs objects{
      {"scripts/enrolkit-repair.sh", repair_script(), "The script of the repair's policies, to paste.", 0755},
      {"scripts/enrolkit-watchdog.sh", watchdog_script(), "The script of the watchdog's policy, to paste.",
       0755},
      {"scripts/enrolkit-repair.json",
       script_json(kRepair, "Runs enrolkit-repair with the policy's parameters.", repair_script(),
                   repair_labels()),
       "Body of POST /api/v1/scripts, with the labels of its parameters."},
      {"scripts/watchdog.json",
       script_json(kWatchdog, "Starts or stops the watchdog as the settings say.", watchdog_script()),
       "Body of POST /api/v1/scripts: starts or stops the watchdog after its settings have changed."},
      {"policies/repair.xml", policy_xml(repair),
       "Repair by the custom event enrolkit-repair (jamf policy -event enrolkit-repair). A Mac whose device "
       "signature is broken runs no policy: the watchdog and `enrolkit server repair` reach it. Classic API only."},
      {"policies/repair-self-service.xml", policy_xml(self_service),
       "The same repair in Self Service, which a Mac with a broken device signature cannot open either."},
      {"self-service/icon.png", self_service_icon(),
       "Its icon: on the policy's Self Service tab, Icon > Upload. The API gives icons by their numbers only."},
      {"policies/watchdog.xml", policy_xml(watchdog),
       "Once a day on Macs of the group 'enrolkit: installed': the watchdog as the settings say. Needed where "
       "settings change after the installation."}};
  for (Output& output : collect_objects()) objects.push_back(std::move(output));
  return objects;
}

}  // namespace enrolkit
