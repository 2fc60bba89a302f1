// A product archive: a Distribution around one component package, as productbuild makes it. PreStages and MDM's
// InstallEnterpriseApplication take this form, signed; installer(8) and policies take it, too.
#pragma once

#include <string>

#include "pkg/package.h"

namespace enrolkit {

struct ProductSpec {
  std::string title;          // what Installer shows
  std::string minimum_macos;  // "12.0": on an older one Installer refuses, with its own words
};

// The Distribution document: one choice that nobody can change, for the start-up volume, without a script of its own.
[[nodiscard]] std::string distribution(const PackageSpec& component, const ProductSpec& product);

// The archive; the component's members lie in it as "COMPONENT.pkg/Bom" and so on, unchanged.
[[nodiscard]] std::string product_of(const PackageSpec& component, const ProductSpec& product);

}  // namespace enrolkit
