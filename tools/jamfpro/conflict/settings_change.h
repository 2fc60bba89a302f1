// Changes one field of the enrolment settings, the only way Jamf Pro has: read all, change one, write all
// back, read again. There is no lock; so what else changed meanwhile is looked for afterwards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jamfpro/client/client.h"

namespace enrolkit::jamf {

struct FieldChange {
  std::string field;
  Json before, after;  // null: was not there
};

// The fields of two objects that differ, one by one. Only the outermost fields are told apart.
[[nodiscard]] std::vector<FieldChange> differences(const Json& before, const Json& after);

// Why these settings must not be written by a program; empty when they may. They hold certificates whose
// secrets the server never gives out, and nobody has documented whether a write without them keeps them.
[[nodiscard]] std::string why_not_to_write(const EnrolmentSettings& settings);

// What is sent: `now` with the one field changed, and without what the server derives itself or would take as
// a command to replace a certificate.
[[nodiscard]] Json to_write(const EnrolmentSettings& now, const std::string& field, const Json& value);

struct Changed {
  EnrolmentSettings after;
  std::vector<FieldChange> others;  // fields that differ, too, and were not meant to
  std::string note_failed;          // why the audit note was not left; empty: it was
};

// Writes, reads back, leaves `note` in the history. A write without an answer is judged by what is read back.
[[nodiscard]] Result<Changed> change_setting(Client& client, const EnrolmentSettings& now,
                                             const std::string& field, const Json& value,
                                             const std::string& note);

}  // namespace enrolkit::jamf
