// What a known message says: its reason, its code, its account, its server.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "core/base/ascii.h"
#include "core/base/word_at.h"
#include "core/log/messages.h"

namespace enrolkit {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The number after `label`, such as the -25300 of "Code=-25300".
std::optional<int> number_after(std::string_view text, std::string_view label) {
  const auto at = text.find(label);
  if (at == std::string_view::npos) return std::nullopt;
  const char* begin = text.data() + at + label.size();
  int value = 0;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (error != std::errc{} || end == begin) return std::nullopt;
  return value;
}

// "( error 502.)": where the error domain is empty, the HTTP status stands in the place of the code. Closed lists:
// NSURLError.h, and SecureTransport.h of Apple, whose errors below -9800 are TLS's. A number in neither says nothing.
Reason from_error_number(int number) {
  using enum Reason::Kind;
  if (number >= 400 && number <= 599) return {http, number};
  constexpr int kFirstTls = -9800, kLastTls = -9899;
  switch (number) {
    case -1201:
    case -1204:
    case -9814:
    case -9815: return {clock, number};  // a certificate has a bad date, has expired, is not yet valid
    case -1205:
    case -1206: return {signature, number};  // the client's certificate was rejected, or asked for
    case -1022:                              // App Transport Security
    case -1200:
    case -1202:
    case -1203: return {untrusted, number};
    case -9805:
    case -9806:
    case -9816: return {};  // the connection was closed: by whom is not told
    case 306:               // CFNetwork: the proxy was not reached, or did not let it through
    case 310:
    case 311:
    case -1001:  // timed out
    case -1003:  // host not found
    case -1004:  // not connected
    case -1005:  // lost
    case -1006:  // no answer by DNS
    case -1009:  // offline
    case -1018:
    case -1019:
    case -1020:
      return {network, number};  // roaming, a call or a rule of the carrier keeps it from the network
    default: break;
  }
  if (number <= kFirstTls && number >= kLastTls) return {untrusted, number};
  return {};
}

struct Words {
  std::string_view text;
  Reason::Kind kind;
  int status = 0;
};
// English texts of NSURLError, without their first letter where it stands at the beginning. Those of the network are seen in
// public logs, the others follow Apple's wording.
constexpr std::array kUrlErrors{
    Words{"he request timed out", Reason::Kind::network},
    Words{"he network connection was lost", Reason::Kind::network},
    Words{"ould not connect to the server", Reason::Kind::network},
    Words{"server with the specified hostname could not be found", Reason::Kind::network},
    Words{"onnection refused", Reason::Kind::network},
    Words{"etwork is unreachable", Reason::Kind::network},
    Words{"the secure web proxy server", Reason::Kind::network},
    Words{"the web proxy server", Reason::Kind::network},
    Words{"App Transport Security policy requires", Reason::Kind::untrusted, -1022},
    Words{"he Internet connection appears to be offline", Reason::Kind::network},
    Words{"did not accept the certificate", Reason::Kind::signature, -1205},
    Words{"requires a client certificate", Reason::Kind::signature, -1206},
    Words{"ertificate for this server has expired", Reason::Kind::clock},
    Words{"ertificate for this server is not yet valid", Reason::Kind::clock},
    Words{"ertificate for this server", Reason::Kind::untrusted},
    Words{"unknown certifying authority", Reason::Kind::untrusted},
    Words{"TLS error caused the secure", Reason::Kind::untrusted, -1200},
    Words{"SSL error has occurred", Reason::Kind::untrusted, -1200},
};

}  // namespace

Reason reason_of(std::string_view text) {
  using enum Reason::Kind;
  if (has(text, "Permission Error")) return {permission, 0};
  if (has(text, "NSCocoaErrorDomain Code=4099") && names_jamf_daemon(text)) return {daemon, 4099};
  if (has(text, "com.jamf.jamfsecurity.error")) return {security, number_after(text, "Code=").value_or(0)};
  if (has(text, "Device Signature Error")) return {signature, 0};
  for (const std::string_view label :
       {"NSURLErrorDomain error ", "NSURLErrorDomain Code=", "kCFErrorDomainCFNetwork error ", "( error "}) {
    if (const auto number = number_after(text, label)) return from_error_number(*number);
  }
  for (const Words& words : kUrlErrors) {
    if (has(text, words.text)) return {words.kind, words.status};
  }
  if (has(text, "he host ") && has(text, " is not accessible")) return {network, 0};
  if (has(text, "Failed to remove MDM")) return {mdm_kept, 0};
  if (has(text, "Could not connect to the JSS")) return {network, 0};
  if (has(text, "Security Error")) return {security, 0};
  // Of a connection that failed, any word of a certificate is one of trust. What is in no list says nothing.
  if (has(text, "Connection failure: ") && has(text, "ertificate")) return {untrusted, 0};
  return {};
}

Reason reason_of_re_enroller(std::string_view message) {
  if (has(message, "problem checking the Jamf Server Connection")) return {Reason::Kind::network, 0};
  return reason_of(message);
}

bool lacks_mdm(std::string_view message) {
  return has(message, "Error fetching Device Enrollment configuration");
}

bool names_jamf_daemon(std::string_view text) {
  constexpr std::string_view kNamed = " named ", kOurs = "com.jamf.management.daemon";
  const auto at = text.find(kNamed);
  if (at == std::string_view::npos) return true;
  const std::string_view name = text.substr(at + kNamed.size()).substr(0, kOurs.size());
  return kOurs.starts_with(name);
}

bool names_the_daemon_itself(std::string_view text) {
  return has(text, " named com.jamf.management.daemon.binary");
}

bool names_own_job(std::string_view message) {
  constexpr std::string_view kTask = "com.jamfsoftware.task.";
  if (has(message, "com.jamf.management.daemon") || has(message, "com.jamfsoftware.jamf.daemon")) return true;
  const auto at = message.find(kTask);
  if (at == message.npos) return false;
  const std::string_view name = message.substr(at + kTask.size());
  return !name.empty() && (is_digit(name.front()) || name.starts_with("Every"));
}

bool is_recurring(std::string_view message) {
  constexpr std::string_view kChecking = "Checking for policies triggered by ",
                             kTrigger = "\"recurring check-in\"";
  return message.size() >= kChecking.size() + kTrigger.size() &&
         same_bytes(message.data() + kChecking.size(), kTrigger.data(), kTrigger.size());
}

bool may_recur(std::string_view message) {
  constexpr std::string_view kCasper = "Checking for policies triggered by \"every";
  return is_recurring(message) || (message.starts_with(kCasper) && message.size() > kCasper.size() &&
                                   is_digit(message[kCasper.size()]));
}

std::optional<int> return_code_of(std::string_view message) {
  constexpr std::string_view kLabel = "Enroll return code: ";
  const auto code = number_after(message, kLabel);
  const auto at = message.find(kLabel);
  // The number and nothing else: "0x46" is not 0.
  if (!code) return std::nullopt;
  message.remove_prefix(at + kLabel.size());
  while (message.ends_with(' ') || message.ends_with('.')) message.remove_suffix(1);
  if (message != std::to_string(*code)) return std::nullopt;
  return code;
}

std::string_view account_of(std::string_view message) {
  constexpr std::string_view kLabel = "Creating user ";
  if (!message.starts_with(kLabel)) return {};
  message.remove_prefix(kLabel.size());
  for (const std::string_view dots : {std::string_view{"..."}, std::string_view{"\xE2\x80\xA6"}}) {
    if (const auto at = message.rfind(dots); at != std::string_view::npos) return message.substr(0, at);
  }
  return {};
}

std::string_view server_of(std::string_view message) {
  constexpr std::string_view kLabel = "The SSL Certificate for ";
  if (!message.starts_with(kLabel)) return {};
  message.remove_prefix(kLabel.size());
  const auto at = message.find(" must be trusted");
  return at == std::string_view::npos ? std::string_view{} : message.substr(0, at);
}

}  // namespace enrolkit
