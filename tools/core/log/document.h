// What a text is that some other program wrote around a log, or in place of one.
#pragma once

#include <optional>
#include <string_view>

#include "core/log/form.h"

namespace enrolkit {

// A web page, JSON, XML or bytes that are no text, by how it begins; nothing: it may be a log.
[[nodiscard]] std::optional<LogForm> document_form(std::string_view text);

}  // namespace enrolkit
