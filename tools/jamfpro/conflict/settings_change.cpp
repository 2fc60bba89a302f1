#include "jamfpro/conflict/settings_change.h"

#include <algorithm>
#include <array>

namespace enrolkit::jamf {
namespace {

// Derived by the server, or (the identity) kept by it when it is left out.
constexpr std::array<const char*, 4> kNotSent{"developerCertificateIdentity",
                                              "developerCertificateIdentityDetails",
                                              "mdmSigningCertificateDetails", "personalDeviceEnrollmentType"};

bool is_sent(const std::string& field) {
  return std::none_of(kNotSent.begin(), kNotSent.end(), [&](const char* name) { return field == name; });
}

}  // namespace

std::vector<FieldChange> differences(const Json& before, const Json& after) {
  std::vector<FieldChange> out;
  for (const auto& [field, value] : before.items()) {
    const Json& now = at(after, {field.c_str()});
    if (now != value) out.push_back({field, value, now});
  }
  for (const auto& [field, value] : after.items()) {
    if (!before.contains(field) && !value.is_null()) out.push_back({field, nullptr, value});
  }
  return out;
}

std::string why_not_to_write(const EnrolmentSettings& settings) {
  if (text_of(at(settings.whole, {"mdmSigningCertificate", "filename"})) ||
      text_of(at(settings.whole, {"mdmSigningCertificate", "md5Sum"}))) {
    return "the settings hold a certificate of your own for signing MDM profiles; its password is never "
           "given out, so a write from here might lose it";
  }
  return "";
}

Json to_write(const EnrolmentSettings& now, const std::string& field, const Json& value) {
  Json out = now.whole;
  for (const char* name : kNotSent) out.erase(name);
  out[field] = value;
  return out;
}

Result<Changed> change_setting(Client& client, const EnrolmentSettings& now, const std::string& field,
                               const Json& value, const std::string& note) {
  const Status written = client.put_enrolment(now.path, to_write(now, field, value));
  if (!written.ok() && !written.error().maybe_applied) return written.error();
  const Result<EnrolmentSettings> read = client.enrolment(true);
  if (!read.ok()) {
    Failure unknown = read.error();
    unknown.why = "the settings were written, but cannot be read back: " + unknown.why +
                  "\nhint: look at them in Jamf Pro before anything else";
    unknown.maybe_applied = true;
    if (unknown.kind == Failure::Kind::stopped)
      unknown.kind = Failure::Kind::server;  // "stopped" would not say it
    return unknown;
  }
  const EnrolmentSettings& after = read.value();
  if (at(after.whole, {field.c_str()}) != value) {
    if (!written.ok()) {
      Failure unknown = written.error();
      unknown.why = brief(written.error()) +
                    "; it is not known whether it was applied: read back at once, the server has " +
                    "the old " + field + "\nhint: in a minute: enrolkit server conflict";
      return unknown;
    }
    return Failure{Failure::Kind::server, 200, "the server took the settings, but still has the old " + field,
                   false};
  }
  Changed out{after, {}, ""};
  for (FieldChange& change : differences(now.whole, after.whole)) {
    if (change.field != field && is_sent(change.field)) out.others.push_back(std::move(change));
  }
  if (const Status noted = client.note_on_enrolment(note); !noted.ok()) out.note_failed = noted.error().why;
  return out;
}

}  // namespace enrolkit::jamf
