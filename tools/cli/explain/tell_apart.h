// Macs of one folder that were put together or held apart by name, told apart by what their logs hold.
#pragma once

#include "cli/explain/inputs.h"

namespace enrolkit {

// A log that holds what another one of its folder holds is that one's copy: it is taken out, and noted. So is a
// jamferror.log beside the jamf.log of the same computer. A file of another computer than the rest of its set becomes
// a Mac of its own.
void tell_apart(Gathered& gathered);

}  // namespace enrolkit
