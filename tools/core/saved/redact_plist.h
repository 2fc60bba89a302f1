// Property lists without what nobody needs to see: what a rule of enrolkit reads stays, all else goes. Keys
// are kept by allow-lists, so that a secret nobody thought of is not kept either.
//
// Every function answers a sound XML property list that the rule judges as it judged the original: values
// that are left out, but whose kind is judged, keep their kind and lose their content. A damaged list becomes
// a stand-in that is damaged in the same way, as far as the reader tells ways apart.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace enrolkit {

// A record of the local directory, as a file of dslocal or as dscl prints it: what core/account/account.h reads. Of
// an authentication authority its tag stays, of accountPolicyData its creationTime.
[[nodiscard]] std::string redacted_record(std::string_view plist);

// Preferences of enrolkit: keys of core/settings/keys.h with their values; of others the key alone.
[[nodiscard]] std::string redacted_settings(std::string_view plist);

// A job of launchd: its label and program, of ProgramArguments the program and the verb, by which a job is Jamf's, and
// what decides whether and as whom it runs (kJobConditions), and whether there is a key that is not known.
[[nodiscard]] std::string redacted_job(std::string_view plist);

// Any other dictionary: the named keys of its top level, their text through redacted().
[[nodiscard]] std::string redacted_plist(std::string_view plist, std::span<const std::string_view> keys);

}  // namespace enrolkit
