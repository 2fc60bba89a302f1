#include "core/management/code_signature.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

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

// Each number is read into the type it has in memory, and nothing else is taken for one.
class Reader {
 public:
  explicit Reader(const nlohmann::ordered_json& json) : json_(json) {}

  void take(const char* key, std::uint64_t& to) {
    const auto found = json_.find(key);
    if (found == json_.end() || !found->is_number_unsigned()) return miss(key);
    to = found->get<std::uint64_t>();
  }
  void take(const char* key, std::int64_t& to) {
    const auto found = json_.find(key);
    if (found == json_.end() || !found->is_number_integer()) return miss(key);
    // A number without a sign may be too large for one with it.
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return miss(key);
    to = found->get<std::int64_t>();
  }
  void take(const char* key, SignatureVerdict& to) {
    const auto found = json_.find(key);
    if (found == json_.end() || !found->is_string()) return miss(key);
    const auto verdict = kSignatureVerdictNames.find(found->get_ref<const std::string&>());
    if (!verdict || !is_definite(*verdict)) return miss(key);
    to = *verdict;
  }
  [[nodiscard]] const std::string& missed() const { return missed_; }

 private:
  void miss(const char* key) {
    if (missed_.empty()) missed_ = key;
  }

  const nlohmann::ordered_json& json_;
  std::string missed_;
};

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
  SignatureCheck check;
  Reader reader(json);
  reader.take("device", check.file.device);
  reader.take("inode", check.file.inode);
  reader.take("size", check.file.size);
  reader.take("modified_ns", check.file.modified_ns);
  reader.take("changed_ns", check.file.changed_ns);
  reader.take("verdict", check.verdict);
  reader.take("checked_unix", check.checked_unix);
  if (!reader.missed().empty()) {
    return Unreadable{fmt::format("a signature check without a sound {}", reader.missed())};
  }
  return check;
}

}  // namespace enrolkit
