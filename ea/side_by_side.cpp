#include "ea/side_by_side.h"

#include <exception>

#include "evidence/commands.h"
#include "evidence/read_account.h"

namespace enrolkit {

void begin_tools(ToolsAhead& tools, Mac& mac) {
  if (!mac.is_running_system()) return;
  tools.begin(commands::mdm_status());
  tools.begin(commands::bootstrap_token());
  try {
    if (why_unreadable(mac.accounts()) != nullptr && mac.account_name()) {
      for (const Command& question : questions_for_account(mac.account_name()->name)) tools.begin(question);
    }
    (void)mac.signature_check();
  } catch (const std::exception&) {
    return;  // whoever needs the answer asks again, and says why there is none
  }
}

}  // namespace enrolkit
