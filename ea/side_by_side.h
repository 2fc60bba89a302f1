// The tools of macOS that a whole look at a Mac needs, asked side by side.
#pragma once

#include "evidence/mac.h"
#include "host/tools_ahead.h"

namespace enrolkit {

// Begins every tool that `summary` or `all` may ask. `mac` looks through `tools`. It returns when codesign has answered:
// that one is run between two looks at the binary, while the others are at work.
void begin_tools(ToolsAhead& tools, Mac& mac);

}  // namespace enrolkit
