#include "jamfpro/publish/checksums.h"

#include <Poco/MD5Engine.h>
#include <Poco/SHA2Engine.h>

namespace enrolkit::jamf {
namespace {

std::string digest(Poco::DigestEngine& engine, std::string_view bytes) {
  engine.update(bytes.data(), bytes.size());
  return Poco::DigestEngine::digestToHex(engine.digest());
}

}  // namespace

std::string md5_of(std::string_view bytes) {
  Poco::MD5Engine engine;
  return digest(engine, bytes);
}

std::string sha256_of(std::string_view bytes) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  return digest(engine, bytes);
}

}  // namespace enrolkit::jamf
