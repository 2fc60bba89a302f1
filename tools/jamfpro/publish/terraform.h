// The definitions as HCL for the public Terraform provider of Jamf Pro (deploymenttheory/jamfpro), by the
// resources and arguments that its documentation lists. Pure.
//
// Nothing of it bears the mark of `publish`: what Terraform keeps, `publish` must not take for its own.
#pragma once

#include <string>
#include <vector>

#include "jamfpro/publish/definitions.h"

namespace enrolkit::jamf {

[[nodiscard]] std::string terraform_of(const std::vector<Definition>& definitions);

}  // namespace enrolkit::jamf
