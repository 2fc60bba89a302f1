#include "pkg/product.h"

#include <fmt/format.h>

#include "common/failure.h"
#include "pkg/xar.h"

namespace enrolkit {
namespace {

constexpr std::string_view kComponent = "enrolkit.pkg";

void check_plain(const char* what, const std::string& text, std::string_view allowed) {
  if (text.empty() || text.size() > 60 || text.find_first_not_of(allowed) != std::string::npos)
    throw Failure(fmt::format("{} must be of {}", what, allowed));
}

}  // namespace

std::string distribution(const PackageSpec& component, const ProductSpec& product) {
  check_plain("the title", product.title,
              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-");
  check_plain("the minimum of macOS", product.minimum_macos, "0123456789.");
  return fmt::format(R"(<?xml version="1.0" encoding="utf-8"?>
<installer-gui-script minSpecVersion="2">
    <title>{0}</title>
    <options customize="never" require-scripts="false" hostArchitectures="x86_64,arm64" rootVolumeOnly="true"/>
    <volume-check>
        <allowed-os-versions>
            <os-version min="{1}"/>
        </allowed-os-versions>
    </volume-check>
    <choices-outline>
        <line choice="default">
            <line choice="{2}"/>
        </line>
    </choices-outline>
    <choice id="default"/>
    <choice id="{2}" visible="false">
        <pkg-ref id="{2}"/>
    </choice>
    <pkg-ref id="{2}" version="{3}" installKBytes="{4}" onConclusion="none" auth="root">#{5}</pkg-ref>
    <product id="{2}.product" version="{3}"/>
</installer-gui-script>
)",
                     product.title, product.minimum_macos, component.identifier, component.version,
                     installed_kilobytes(component), kComponent);
}

std::string product_of(const PackageSpec& component, const ProductSpec& product) {
  std::vector<Member> members{{"Distribution", distribution(component, product)}};
  for (Member& member : package_members(component)) {
    members.push_back({fmt::format("{}/{}", kComponent, member.name), std::move(member.bytes)});
  }
  return xar_of(members, component.when);
}

}  // namespace enrolkit
