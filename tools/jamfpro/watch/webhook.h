// A webhook of Jamf Pro, as JSON ({"webhook":{"webhookEvent":...},"event":{...}}) or XML (<JSSEvent> with the same
// elements). It comes from the network: nothing of it is believed but which Mac is worth a look.
// Source: https://developer.jamf.com/jamf-pro/docs/webhooks-1
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/enum_names.h"
#include "core/base/result.h"

namespace enrolkit::jamf {

inline constexpr std::size_t kMaxWebhookBytes = 1'000'000;

struct Webhook {
  enum class Event { added, check_in, inventory, policy_finished, other };
  Event event = Event::other;
  std::string id;  // the record's number (jssID): digits; empty for `other`
};
inline constexpr EnumNames<Webhook::Event, 5> kWebhookEventNames{
    {"ComputerAdded", "ComputerCheckIn", "ComputerInventoryCompleted", "ComputerPolicyFinished", "other"}};

// An error says what it lacks, and quotes nothing of it.
[[nodiscard]] enrolkit::Result<Webhook> parse_webhook(std::string_view body);

}  // namespace enrolkit::jamf
