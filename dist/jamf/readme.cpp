#include "jamf/readme.h"

#include <fmt/format.h>

#include "jamf/settings.h"

namespace enrolkit {
namespace {

constexpr std::string_view kHead = R"(# enrolkit {}: definitions for Jamf Pro

Generated; the steps are in enrolkit's dist/README.md. Nothing here was tried against a Jamf Pro server:
the JSON follows the published API description (11.30.1), the XML the Classic API's shapes. Policies come switched off.

## Files

| file | what |
| --- | --- |
)";

constexpr std::string_view kTail = R"(
- An extension attribute is the script in it. Where Jamf's Management Account has a fixed name, set it once, in the
  settings (`ManagementAccount`); to set it for one attribute alone, fill `account=''` in its script.
- A Mac without enrolkit answers `Unknown; reason=enrolkit is not installed`, in Date attributes too: blank means there
  that there is no date. A text in a Date attribute is in no range of dates, so such a Mac is in none of the groups
  over dates; "enrolkit: not installed" has it.
- A Mac whose device signature is broken sends no inventory: its attributes stay as they were. The search
  "enrolkit: not reporting for 14 days" finds such Macs.
{}
## Settings

Domain `io.github.enrolkit`. A key that is not set has its preset.

{}
As a property list, with invented names:

```xml
<dict>
	<key>ManagementAccount</key>
	<string>_management</string>
	<key>LocalAdministrators</key>
	<array>
		<string>localadmin</string>
	</array>
	<key>Watchdog</key>
	<dict>
		<key>Enabled</key>
		<true/>
	</dict>
</dict>
```
)";

constexpr std::string_view kNoPrivacy =
    R"(- There is no privacy profile among these files: macOS wants a stable code requirement for it, and these programs have
  an ad-hoc signature, whose requirement is its hash and changes with every build. Sign with a Developer ID and
  generate again with `--team-id`. Until then the watchdog reports what it may not read as unknown.
)";

}  // namespace

std::string readme_of(const Outputs& outputs, bool privacy) {
  std::string text = fmt::format(kHead, ENROLKIT_VERSION);
  for (const Output& output : outputs) text += fmt::format("| `{}` | {} |\n", output.path, output.what);
  return text + fmt::format(kTail, privacy ? "" : kNoPrivacy, settings_table());
}

}  // namespace enrolkit
