// The options of repair's second stage, and the package's manifest that one of them names.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "core/base/result.h"
#include "jamfpro/repair/repairer.h"

namespace enrolkit {

struct SecondOptions {
  bool renew_mdm = false, blank_push = false;
  std::string package;  // a file: the manifest
};

void add_second(CLI::App& repair, SecondOptions& options);

// Puts the acts in the plan.
[[nodiscard]] Status plan_second(const SecondOptions& options, jamf::RepairPlan& plan);

// ", and renew-mdm, blank-push where that does not repair it"; empty when there is no second stage.
[[nodiscard]] std::string second_in_words(const jamf::RepairPlan& plan);

// The manifest, as in the schema of Jamf Pro's deploy-package: url (https), hash and hashType (SHA256),
// bundleId, bundleVersion, title, sizeInBytes; subtitle and the images may be there.
[[nodiscard]] Result<jamf::Json> package_manifest(std::string_view text);

}  // namespace enrolkit
