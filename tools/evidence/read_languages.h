// In which language the user at the screen reads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/host.h"

namespace enrolkit {

// Asked of macOS, as that user: root opens no file in a home, which may lie on a server that does not answer.
//
// AppleLanguages of the user with that uid, else of the Mac, the preferred one first; empty where neither can be read.
// The user wrote them: whoever asks takes them for a choice among what there is, and for nothing else.
[[nodiscard]] std::vector<std::string> read_languages(const Host& host, std::uint32_t uid);

}  // namespace enrolkit
