#include "core/repair/backup.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/json_reader.h"

namespace enrolkit {
namespace {

constexpr std::string_view kSchema = "enrolkit.backup/1";
constexpr std::size_t kMaxHeadBytes = 4096;

}  // namespace

std::string pack(const SavedKeychain& saved) {
  const nlohmann::ordered_json head{{"schema", kSchema},
                                    {"saved", saved.saved_unix},
                                    {"server", saved.server},
                                    {"serial", saved.serial},
                                    {"keychain", saved.keychain.size()},
                                    {"preferences", saved.preferences.size()}};
  return dump(head, -1) + "\n" + saved.keychain + saved.preferences;
}

std::variant<SavedKeychain, Unreadable> unpack_backup(std::string_view bytes) {
  const auto end = bytes.substr(0, kMaxHeadBytes).find('\n');
  if (end == std::string_view::npos) return Unreadable{"no head"};
  const auto head = nlohmann::json::parse(bytes.substr(0, end), nullptr, false);
  if (!head.is_object() || !head.contains("schema") || head["schema"] != kSchema) {
    return Unreadable{fmt::format("no {}", kSchema)};
  }
  try {
    const JsonReader<nlohmann::json> reader(head, "");
    const auto keychain = reader.number<std::size_t>("keychain"),
               preferences = reader.number<std::size_t>("preferences");
    SavedKeychain saved{reader.number<std::int64_t>("saved"), reader.text("server"), reader.text("serial"),
                        "", ""};
    if (keychain > kMaxBackupBytes || preferences > kMaxBackupBytes) return Unreadable{"its head is damaged"};
    const std::string_view body = bytes.substr(end + 1);
    if (body.size() != keychain + preferences) return Unreadable{"it is cut short, or longer than it says"};
    saved.keychain = body.substr(0, keychain);
    saved.preferences = body.substr(keychain);
    return saved;
  } catch (const JsonMisfit&) {
    return Unreadable{"its head is damaged"};
  }
}

std::optional<std::string> unfit(const SavedKeychain& saved, LocalTime saved_at,
                                 const KeychainExpectations& expected,
                                 const std::optional<std::string>& server, const EnrolmentsKnown& known) {
  if (!expected.hardware_uuid || expected.hardware_uuid->empty()) {
    return "the Mac's hardware UUID is not known, so the copy may belong to another Mac";
  }
  const KeychainVerdict verdict = judge_keychain(Reading<std::string>(saved.keychain), expected);
  if (verdict.state != KeychainState::healthy && verdict.state != KeychainState::expires_soon) {
    return fmt::format("the saved keychain is {}", to_text(verdict.state));
  }
  if (!verdict.certificate || verdict.certificate->serial != saved.serial) {
    return "the saved keychain holds another certificate than was saved";
  }
  if (!server) return "today's server is not known";
  if (saved.server != *server) return fmt::format("it was saved from another server, {}", saved.server);
  if (known.undated || !known.begins || *known.begins > saved_at) {
    return "jamf.log does not reach back to it, so that an enrolment since would not be known";
  }
  if (known.last && *known.last > saved_at) {
    return "the Mac was enrolled again since it was saved, and the server has dropped its signature";
  }
  return std::nullopt;
}

}  // namespace enrolkit
