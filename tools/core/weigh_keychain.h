// What the keychain adds to a diagnosis that the log alone left open.
#pragma once

#include "core/diagnosis.h"
#include "core/keychain_verdict.h"

namespace enrolkit {

// A signature that the log shows lost without a reason may have one in the keychain: an expired certificate,
// a damaged file. What the log says of its own is never overruled; what agrees with it is added to what
// speaks for it.
void weigh_keychain(Diagnosis& diagnosis, const KeychainVerdict& keychain);

}  // namespace enrolkit
