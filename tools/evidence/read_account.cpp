#include "evidence/read_account.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "evidence/commands.h"

namespace enrolkit {
namespace {

// The bytes of one record. Absent only by the status and the words together.
Reading<std::string> ask_for_record(const Host& host, const Command& question) {
  Ran ran = host.run(question);
  if (const auto* why = why_not_finished(ran)) return Unreadable{*why};
  auto& finished = std::get<Finished>(ran);
  if (finished.status == 0) return std::move(finished.out);
  constexpr int kNotFound = 56;  // eDSRecordNotFound, -14136, as an exit status
  const std::string& said = finished.err.empty() ? finished.out : finished.err;
  if (finished.status == kNotFound && said.find("eDSRecordNotFound") != std::string::npos) return Absent{};
  return Unreadable{fmt::format("dscl ended with status {}: {}", finished.status, first_line(said))};
}

// Nothing that dscl would take for a way through its tree, or for an escape.
bool is_plain(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

}  // namespace

std::vector<Command> questions_for_account(const std::string& name) {
  if (!is_plain(name)) return {};
  return {commands::directory_record("/Users/" + name), commands::directory_record("/Groups/admin")};
}

Reading<AccountBase> read_account(const Host& host, const std::string& name) {
  const std::vector<Command> questions = questions_for_account(name);
  if (questions.empty()) return Unreadable{"dscl cannot be asked for an account of that name"};
  const auto user = ask_for_record(host, questions.front());
  if (const auto* why = why_unreadable(user)) return Unreadable{*why};
  AccountBase base;
  const auto* bytes = value_of(user);
  if (bytes == nullptr) return base;
  add_user(base, "dscl /Users/" + name, *bytes);
  match(
      ask_for_record(host, questions.back()),
      [&](const std::string& plist) { add_group(base, "dscl /Groups/admin", plist); },
      [&](const Absent&) { base.unreadable_groups.emplace_back("dscl /Groups/admin: not found"); },
      [&](const Unreadable& u) { base.unreadable_groups.push_back(u.why); });
  return base;
}

}  // namespace enrolkit
