// One local account by name, asked of macOS, for where the files of the directory may not be read.
#pragma once

#include <string>
#include <vector>

#include "core/account/account.h"
#include "core/base/reading.h"
#include "host/command.h"
#include "host/host.h"

namespace enrolkit {

// A base with that one account, or with none when dscl says that there is no such record, and with the group
// `admin`. Unreadable whenever dscl says anything else, and for a name that is no part of a path.
[[nodiscard]] Reading<AccountBase> read_account(const Host& host, const std::string& name);

// What that may ask of dscl; nothing for a name that it cannot be asked for.
[[nodiscard]] std::vector<Command> questions_for_account(const std::string& name);

}  // namespace enrolkit
