#include "jamfpro/publish/checksums.h"

#include <Poco/MD5Engine.h>
#include <Poco/SHA2Engine.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

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

std::string sha3_512_of(std::string_view bytes) {
  std::array<unsigned char, 64> sum{};
  unsigned size = sum.size();
  if (EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, EVP_sha3_512(), nullptr) != 1)
    throw std::runtime_error("OpenSSL has no SHA3-512");
  return Poco::DigestEngine::digestToHex({sum.begin(), sum.end()});
}

PackageFile package_file(std::string name, std::string bytes) {
  PackageFile file{std::move(name), std::move(bytes), "", "", ""};
  file.md5 = md5_of(file.bytes);
  file.sha256 = sha256_of(file.bytes);
  file.sha3_512 = sha3_512_of(file.bytes);
  return file;
}

}  // namespace enrolkit::jamf
