// Webhooks as Jamf Pro sends them, in both of its forms.
#pragma once

#include <cstdint>
#include <string>

#include "jamfpro/simulator/world.h"

namespace enrolkit::test {

enum class WebhookForm { json, xml };

// `event`: "ComputerAdded", "ComputerCheckIn", "ComputerInventoryCompleted", "ComputerPolicyFinished".
[[nodiscard]] std::string webhook_body(const std::string& event, const SimMac& mac, std::int64_t now,
                                       WebhookForm form = WebhookForm::json);

// To this computer, by HTTP. The status; 0: nobody answered.
int send_webhook(std::uint16_t port, const std::string& body, const std::string& secret);

}  // namespace enrolkit::test
