#include "core/management/mdm.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/base/url.h"

namespace enrolkit {
namespace {

// Calls `found(label, value)` for each line "LABEL: VALUE".
template <class Found>
void each_pair(std::string_view output, Found found) {
  while (!output.empty()) {
    const auto end = std::min(output.find('\n'), output.size());
    const std::string_view line = trimmed(output.substr(0, end));
    output.remove_prefix(std::min(end + 1, output.size()));
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

std::optional<MdmStatus::Enrolled> enrolled_from(std::string_view value) {
  if (value == "No") return MdmStatus::Enrolled::no;
  if (value == "Yes") return MdmStatus::Enrolled::yes;
  if (value == "Yes (User Approved)") return MdmStatus::Enrolled::yes_user_approved;
  return std::nullopt;
}

std::string yes_no(bool value) { return value ? "yes" : "no"; }

}  // namespace

std::variant<MdmStatus, Unreadable> parse_mdm_status(std::string_view output) {
  Once<MdmStatus::Enrolled> enrolled;
  Once<bool> automated;
  Once<std::string> server;
  each_pair(output, [&](std::string_view label, std::string_view value) {
    if (label == "MDM enrollment") enrolled.say(enrolled_from(value));
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
                                   !t.escrowed   ? "not told"
                                   : *t.escrowed ? "YES"
                                                 : "NO");
              },
              [](const Absent&) { return std::string("not asked"); },
              [](const Unreadable& u) { return "not told: " + printable(u.why); })};
}

Finding mdm_finding(const Reading<MdmStatus>& status, const std::optional<OwnServer>& own) {
  constexpr std::string_view kId = "mdm";
  if (const auto* why = why_unreadable(status)) return unknown(kId, *why);
  const auto* mdm = value_of(status);
  if (mdm == nullptr) return unknown(kId, "there is no MDM status to look at");

  const auto server = mdm->server ? host_of(*mdm->server) : std::nullopt;
  const auto ours = own ? host_of(own->url) : std::nullopt;
  const bool enrolled = mdm->enrolled != MdmStatus::Enrolled::no;
  const bool approved = mdm->enrolled == MdmStatus::Enrolled::yes_user_approved;
  Finding finding;
  finding.id = kId;
  if (enrolled) finding.pairs.push_back({"approved", yes_no(approved)});
  if (mdm->automated) finding.pairs.push_back({"automated", yes_no(*mdm->automated)});
  if (server) finding.pairs.push_back({"server", *server});

  if (!enrolled) {
    finding.code = "NotEnrolled";
    finding.health = Health::unhealthy;
    finding.detail = mdm->automated.value_or(false)
                         ? "The Mac is assigned to automated enrolment, and has no MDM profile."
                         : "The Mac has no MDM profile.";
  } else if (server && ours && *server != *ours) {
    finding.code = "OtherServer";
    finding.health = Health::unhealthy;
    finding.detail = fmt::format("MDM is {}, and {} of {} is {}.", *server, own->where, own->source, *ours);
  } else {
    finding.code = "Enrolled";
    finding.health = !approved ? Health::unhealthy : (server && ours) ? Health::healthy : Health::unknown;
    finding.detail = approved ? "Enrolled in MDM, approved by a user."
                              : "Enrolled in MDM, but no user approved it: macOS refuses some profiles.";
    if (!server) {
      finding.detail += " The server could not be compared: macOS does not name it.";
    } else if (!ours) {
      finding.detail +=
          " The server could not be compared: neither ServerURL nor the jamf binary's jss_url is known.";
    } else {
      finding.detail += fmt::format(" The server is the one of {}.", own->where);
    }
  }
  finding.evidence.push_back({"/usr/bin/profiles status -type enrollment", "", std::nullopt,
                              fmt::format("MDM enrollment: {}", !enrolled  ? "No"
                                                                : approved ? "Yes (User Approved)"
                                                                           : "Yes")});
  if (server) finding.evidence.back().text += fmt::format(", MDM server: {}", *server);
  if (ours) finding.evidence.push_back({own->source, own->where, std::nullopt, *ours});
  return finding;
}

}  // namespace enrolkit
