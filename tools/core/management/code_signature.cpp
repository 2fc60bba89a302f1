#include "core/management/code_signature.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/json_reader.h"
#include "core/base/take_until.h"

namespace enrolkit {
namespace {

bool is_definite(SignatureVerdict verdict) { return verdict != SignatureVerdict::unknown; }

// A line "PATH: TEXT", and nothing else in it.
bool has_line(std::string_view said, std::string_view path, std::string_view text) {
  while (!said.empty()) {
    std::string_view line = take_until(said, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() == path.size() + 2 + text.size() && line.starts_with(path) &&
        line.substr(path.size(), 2) == ": " && line.ends_with(text)) {
      return true;
    }
  }
  return false;
}

}  // namespace

SignatureVerdict judge_codesign(std::string_view path, int status, std::string_view said) {
  constexpr int kGood = 0, kNotGood = 1, kNotMet = 3;
  if (status == kGood) return SignatureVerdict::valid;
  if (status == kNotMet) return SignatureVerdict::other_signer;
  if (status != kNotGood) return SignatureVerdict::unknown;
  const bool bare = has_line(said, path, "code object is not signed at all");
  const bool broken = has_line(said, path, "invalid signature (code or signature have been modified)");
  if (bare == broken) return SignatureVerdict::unknown;
  return bare ? SignatureVerdict::is_unsigned : SignatureVerdict::modified;
}

bool still_holds(const SignatureCheck& check, const FileIdentity& file, std::int64_t now_unix) {
  return is_definite(check.verdict) && check.file == file && check.checked_unix <= now_unix &&
         check.checked_unix >= now_unix - kSignatureKept;
}

nlohmann::ordered_json to_json(const SignatureCheck& check) {
  return {{"device", check.file.device},
          {"inode", check.file.inode},
          {"size", check.file.size},
          {"modified_ns", check.file.modified_ns},
          {"changed_ns", check.file.changed_ns},
          {"verdict", to_text(check.verdict)},
          {"checked_unix", check.checked_unix}};
}

std::variant<SignatureCheck, Unreadable> signature_check_from_json(const nlohmann::ordered_json& json) {
  constexpr std::size_t kKeys = 7;
  if (!json.is_object() || json.size() != kKeys) {
    return Unreadable{fmt::format("a signature check is an object of {} values", kKeys)};
  }
  try {
    const JsonReader<nlohmann::ordered_json> reader(json, "");
    SignatureCheck check;
    check.file.device = reader.number<std::uint64_t>("device");
    check.file.inode = reader.number<std::uint64_t>("inode");
    check.file.size = reader.number<std::uint64_t>("size");
    check.file.modified_ns = reader.number<std::int64_t>("modified_ns");
    check.file.changed_ns = reader.number<std::int64_t>("changed_ns");
    check.checked_unix = reader.number<std::int64_t>("checked_unix");
    const auto verdict = kSignatureVerdictNames.find(reader.text("verdict"));
    if (!verdict || !is_definite(*verdict)) throw JsonMisfit("verdict", "must be a verdict");
    check.verdict = *verdict;
    return check;
  } catch (const JsonMisfit& misfit) {
    return Unreadable{fmt::format("a signature check without a sound {}", misfit.field)};
  }
}

}  // namespace enrolkit
