#include "core/account/name.h"

#include "core/base/ascii.h"

namespace enrolkit {

std::string normalised_name(std::string_view name) { return lower_case(name); }

bool is_ascii_name(std::string_view name) { return std::all_of(name.begin(), name.end(), is_ascii); }

}  // namespace enrolkit
