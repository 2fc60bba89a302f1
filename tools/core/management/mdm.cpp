#include "core/management/mdm.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/take_until.h"
#include "core/base/text.h"
#include "core/base/url.h"

namespace enrolkit {
namespace {

// Calls `found(label, value)` for each line "LABEL: VALUE".
template <class Found>
void each_pair(std::string_view output, Found found) {
  while (!output.empty()) {
    const std::string_view line = trimmed(take_until(output, '\n'));
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos) found(line.substr(0, colon), trimmed(line.substr(colon + 2)));
  }
}

// A value that may come again, but not otherwise.
template <class T>
class Once {
 public:
  void say(const std::optional<T>& value) {
    sound_ = sound_ && value && (!value_ || *value_ == *value);
    value_ = value;
  }
  // Nothing when it never came, was not understood, or came in two ways.
  [[nodiscard]] std::optional<T> value() const { return sound_ ? value_ : std::nullopt; }

 private:
  bool sound_ = true;
  std::optional<T> value_;
};

std::optional<bool> yes_or_no(std::string_view value, std::string_view yes, std::string_view no) {
  if (value == yes) return true;
  if (value == no) return false;
  return std::nullopt;
}

std::string yes_no(bool value) { return value ? "yes" : "no"; }

}  // namespace

std::variant<MdmStatus, Unreadable> parse_mdm_status(std::string_view output) {
  Once<MdmStatus::Enrolled> enrolled;
  Once<bool> automated;
  Once<std::string> server;
  each_pair(output, [&](std::string_view label, std::string_view value) {
    if (label == "MDM enrollment") enrolled.say(kMdmEnrolledNames.find(value));
    if (label == "Enrolled via DEP") automated.say(yes_or_no(value, "Yes", "No"));
    if (label == "MDM server") server.say(std::string(value));
  });
  if (const auto known = enrolled.value()) return MdmStatus{automated.value(), *known, server.value()};
  return Unreadable{fmt::format("profiles does not say clearly whether this Mac is enrolled; it said: {}",
                                first_line(output))};
}

std::variant<BootstrapToken, Unreadable> parse_bootstrap_token(std::string_view output) {
  Once<bool> supported, escrowed;
  constexpr std::string_view kWho = "profiles";
  each_pair(output, [&](std::string_view who, std::string_view rest) {
    if (who != kWho) return;
    each_pair(rest, [&](std::string_view label, std::string_view value) {
      if (label == "Bootstrap Token supported on server") supported.say(yes_or_no(value, "YES", "NO"));
      if (label == "Bootstrap Token escrowed to server") escrowed.say(yes_or_no(value, "YES", "NO"));
    });
  });
  if (const auto known = supported.value()) return BootstrapToken{*known, escrowed.value()};
  return Unreadable{
      fmt::format("profiles does not say clearly whether the server supports Bootstrap Tokens; it said: {}",
                  first_line(output))};
}

Evidence bootstrap_token_evidence(const Reading<BootstrapToken>& token) {
  return {"/usr/bin/profiles status -type bootstraptoken", "", std::nullopt,
          match(
              token,
              [](const BootstrapToken& t) {
                return fmt::format("Bootstrap Token supported on server: {}, escrowed to server: {}",
                                   t.supported ? "YES" : "NO",
                                   !t.escrowed   ? "not reported"
                                   : *t.escrowed ? "YES"
                                                 : "NO");
              },
              [](const Absent&) { return std::string("not asked"); },
              [](const Unreadable& u) { return "could not be asked: " + printable(u.why); })};
}

namespace {

// Who of them names another host than that; null: nobody.
const OwnServer* another_than(const std::string& host, const std::vector<OwnServer>& own) {
  const auto it = std::find_if(own.begin(), own.end(), [&](const OwnServer& one) {
    const auto named = host_of(one.url);
    return named && *named != host;
  });
  return it != own.end() ? &*it : nullptr;
}

bool all_have_hosts(const std::vector<OwnServer>& own) {
  return !own.empty() && std::all_of(own.begin(), own.end(),
                                     [](const OwnServer& one) { return host_of(one.url).has_value(); });
}

std::string enrolled_detail(bool approved, bool server_known, const std::vector<OwnServer>& own) {
  std::string detail = approved ? "Enrolled in MDM, approved by a user."
                                : "Enrolled in MDM, but no user approved it: macOS refuses some profiles.";
  if (!server_known) return detail + " The server could not be compared: macOS does not name it.";
  if (!all_have_hosts(own)) {
    return detail + (own.empty()
                         ? " The server could not be compared: neither ServerURL nor the jamf binary's "
                           "jss_url is known."
                         : " The server could not be compared: an address of it has no host.");
  }
  std::vector<std::string> places;
  for (const OwnServer& one : own) places.push_back(one.where);
  return detail + fmt::format(" The server is the one of {}.", fmt::join(places, " and "));
}

std::vector<Evidence> evidence_of(const MdmStatus& mdm, const std::optional<std::string>& server,
                                  const std::vector<OwnServer>& own) {
  std::vector<Evidence> evidence{{"/usr/bin/profiles status -type enrollment", "", std::nullopt,
                                  fmt::format("MDM enrollment: {}", kMdmEnrolledNames[mdm.enrolled])}};
  if (server) evidence.back().text += fmt::format(", MDM server: {}", *server);
  for (const OwnServer& one : own) {
    if (const auto host = host_of(one.url)) evidence.push_back({one.source, one.where, std::nullopt, *host});
  }
  return evidence;
}

}  // namespace

Judgement<MdmState> judge_mdm(const Reading<MdmStatus>& status, const std::vector<OwnServer>& own) {
  constexpr std::string_view kId = "mdm";
  if (const auto* why = why_unreadable(status)) return {MdmState::unknown, unknown(kId, *why)};
  const auto* mdm = value_of(status);
  if (mdm == nullptr) return {MdmState::unknown, unknown(kId, "there is no MDM status to look at")};

  const auto server = mdm->server ? host_of(*mdm->server) : std::nullopt;
  const OwnServer* other = server ? another_than(*server, own) : nullptr;
  const bool compared = server && all_have_hosts(own);
  const bool approved = mdm->enrolled == MdmStatus::Enrolled::yes_user_approved;
  const MdmState state = mdm->enrolled == MdmStatus::Enrolled::no ? MdmState::not_enrolled
                         : other != nullptr                       ? MdmState::other_server
                                                                  : MdmState::enrolled;
  std::vector<Pair> pairs;
  if (state != MdmState::not_enrolled) pairs.push_back({"approved", yes_no(approved)});
  if (mdm->automated) pairs.push_back({"automated", yes_no(*mdm->automated)});
  if (server) pairs.push_back({"server", *server});

  Health health = Health::unhealthy;
  std::string detail;
  switch (state) {
    case MdmState::not_enrolled:
      detail = mdm->automated.value_or(false)
                   ? "The Mac is assigned to automated enrolment, and has no MDM profile."
                   : "The Mac has no MDM profile.";
      break;
    case MdmState::other_server:
      detail = fmt::format("MDM is {}, and {} of {} is {}.", *server, other->where, other->source,
                           *host_of(other->url));
      break;
    case MdmState::enrolled:
    case MdmState::unknown:
      if (approved) health = compared ? Health::healthy : Health::unknown;
      if (!compared) pairs.push_back({"compared", "no"});
      detail = enrolled_detail(approved, server.has_value(), own);
  }
  return {state, make_finding(kId, health, kMdmStateNames[state], std::move(pairs), std::move(detail),
                              evidence_of(*mdm, server, own))};
}

std::optional<Finding> server_address_finding(const std::vector<OwnServer>& own) {
  if (own.size() < 2) return std::nullopt;
  std::vector<Evidence> evidence;
  bool agree = true;
  for (const OwnServer& one : own) {
    agree &= host_of(one.url) == host_of(own.front().url);
    evidence.push_back({one.source, one.where, std::nullopt, host_of(one.url).value_or("no host")});
  }
  if (agree) return std::nullopt;
  std::string detail =
      fmt::format("{} of {} is {}, and {} of {} is {}.", own.front().where, own.front().source,
                  evidence.front().text, own.back().where, own.back().source, evidence.back().text);
  return make_finding(kServerAddress, Health::unhealthy, "Wrong", {}, std::move(detail), std::move(evidence));
}

void add_origins(Judgement<MdmState>& judged, const MdmOrigins& origins) {
  if (judged.state != MdmState::other_server || !origins.profile || !origins.framework) return;
  constexpr std::int64_t kOneEnrolmentSeconds = 3600;
  const std::int64_t later = origins.profile->seconds - origins.framework->seconds;
  if (std::llabs(later) <= kOneEnrolmentSeconds) return;
  judged.finding.detail +=
      later > 0 ? " MDM came after the framework: a finished migration to the new server, which left the "
                  "old framework behind."
                : " The framework was enrolled after MDM: with the wrong server, by mistake.";
  judged.finding.evidence.push_back(
      {".cloudConfigProfileInstalled", "", *origins.profile, "when the profile of automated enrolment came"});
  judged.finding.evidence.push_back(
      {"JAMF.keychain", "", *origins.framework, "when the framework's certificate was made"});
}

}  // namespace enrolkit
