// What the keychains add to a diagnosis that the log alone left open.
#pragma once

#include "core/enrolment/diagnosis.h"
#include "core/keychain/issuer.h"
#include "core/keychain/verdict.h"

namespace enrolkit {

// A signature that the log shows lost without a reason may have one in the keychain: an expired certificate,
// a damaged file. What the log says of its own is never overruled; what agrees with it is added to what
// speaks for it.
void refine_with_keychain(Diagnosis& diagnosis, const KeychainVerdict& keychain);

// A server that is not trusted may well be so because its authority is not on the Mac: that then speaks for
// it.
void refine_with_issuer(Diagnosis& diagnosis, const IssuerCheck& issuer);

}  // namespace enrolkit
