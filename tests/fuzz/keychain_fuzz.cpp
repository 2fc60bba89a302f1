// Any bytes as a keychain file: parsed and judged, and what comes out keeps its promises.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/keychain/keychain.h"
#include "core/keychain/verdict.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto result = parse_keychain(bytes);
  const auto* keychain = std::get_if<Keychain>(&result);
  if (keychain != nullptr) {
    std::size_t next = 0;
    for (const KeychainIdentity& it : keychain->identities) {
      demand(it.certificate >= next && it.certificate < keychain->certificates.size());
      demand(it.private_key < keychain->private_keys.size());
      demand(keychain->certificates[it.certificate].public_key_hash ==
             keychain->private_keys[it.private_key].label);
      next = it.certificate + 1;
    }
  } else {
    demand(std::get<KeychainFault>(result).where <= size);
  }

  const KeychainVerdict verdict =
      judge_keychain(std::string(bytes), {"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", {}, 1'750'000'000});
  demand(verdict.state != KeychainState::missing);
  demand(verdict.state != KeychainState::healthy || (keychain != nullptr && !keychain->identities.empty()));
  demand(!verdict.detail.empty() && verdict.evidence.size() <= kMaxEvidence);
  return 0;
}
