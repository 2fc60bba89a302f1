#include "evidence/read_signature.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "evidence/commands.h"
#include "evidence/paths.h"

namespace enrolkit {
namespace {

Reading<FileIdentity> identity_of(const Host& host) {
  const auto opened = host.open(paths::kBinary);
  if (const auto* why = std::get_if<Unreadable>(&opened)) return *why;
  if (std::holds_alternative<Absent>(opened)) return Absent{};
  return std::get<0>(opened)->info().identity;
}

SignatureFacts not_told(std::string why) {
  SignatureFacts facts;
  facts.said = std::move(why);
  return facts;
}

}  // namespace

SignatureFacts read_signature(const Host& host, const std::optional<SignatureCheck>& earlier) {
  const auto before = identity_of(host);
  if (const auto* why = why_unreadable(before)) return not_told(*why);
  const auto* file = value_of(before);
  if (file == nullptr) return not_told(fmt::format("{}: it is gone", paths::kBinary));
  const std::int64_t now = host.now_unix();
  if (earlier && still_holds(*earlier, *file, now)) {
    return {earlier->verdict, "", *earlier, host.to_local(earlier->checked_unix)};
  }

  const Ran ran = host.run(commands::code_signature());
  if (const auto* why = why_not_finished(ran)) return not_told(*why);
  const auto& finished = std::get<Finished>(ran);
  SignatureFacts facts;
  facts.verdict = judge_codesign(paths::kBinary, finished.status, finished.err);
  facts.said = printable(first_line(finished.err));
  if (facts.verdict == SignatureVerdict::unknown) {
    facts.said = fmt::format("codesign ended with status {}: {}", finished.status, facts.said);
    return facts;
  }
  // A verdict is on the file that was there all the while.
  const auto after = identity_of(host);
  if (value_of(after) == nullptr || *value_of(after) != *file) {
    return not_told(fmt::format("{} was changed while codesign looked at it", paths::kBinary));
  }
  facts.check = SignatureCheck{*file, facts.verdict, now};
  return facts;
}

}  // namespace enrolkit
