#include "core/base/redactor.h"

#include <algorithm>
#include <array>

#include "core/base/secret_words.h"

namespace enrolkit::redaction {

namespace {

// "/token/abc1"; behind "enroll" stands an invitation, and behind "services" what lets anybody write into a chat.
bool is_secret_part(std::string_view before, std::string_view part) {
  constexpr std::array<std::string_view, 6> kFolders{"enroll",  "services",  "webhooks",
                                                     "webhook", "webhookb2", "incomingwebhook"};
  const bool behind = std::any_of(kFolders.begin(), kFolders.end(),
                                  [&](std::string_view f) { return equal_ignoring_case(before, f); });
  if (behind) return !is_known_word(part);
  return !is_harmless_value(part, {}) ||
         (std::any_of(part.begin(), part.end(), is_digit) && names_a_secret(before));
}

}  // namespace

void Redactor::url() {
  if (at_ >= url_end_) {
    url_end_ = until(at_, ends_a_url);
    query_ = until(at_, [](char c) { return c == '?' || c == '#' || ends_a_url(c); });
  }
  const auto ends_the_host = [](char c) { return c == '/' || c == '?' || c == '#' || ends_a_url(c); };
  const std::size_t host = at_ + 3, host_end = until(host, ends_the_host);
  auto user = between(host, host_end).rfind('@');
  if (user == std::string_view::npos) user = user_with_slashes(host, host_end);
  at_ = host;
  if (user != std::string_view::npos && user > 0) cut_to(host + user);
  at_ = std::max(at_, host_end);
  if (at_ > query_) return;
  if (between(host, host_end).starts_with("hooks.") && at_ < query_) cut(at_ + 1, query_);  // a key to a chat
  if (path(query_) && query_ != url_end_) cut_to(url_end_, kRemovedQuery);
}

// A password that should have been encoded, and holds a slash or a question mark: what stands before it is no host.
std::size_t Redactor::user_with_slashes(std::size_t host, std::size_t host_end) const {
  const std::string_view name = in_.substr(host, host_end - host);
  const auto colon = name.find(':');
  const bool port = colon != std::string_view::npos && colon + 1 < name.size() &&
                    name.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
  if (name.empty() || (name.find('.') < colon && (port || colon == std::string_view::npos)))
    return std::string_view::npos;
  constexpr std::size_t kMaxBytes = 512;
  const std::string_view more = in_.substr(host, std::min(url_end_ - host, kMaxBytes));
  return more.substr(0, more.find("://")).rfind('@');
}

// Up to the end of the path. False: another URL begins in it.
bool Redactor::path(std::size_t end) {
  std::string_view before;
  while (at_ < end) {
    if (says(at_, "://")) return false;
    const std::size_t part = at_ + 1;
    const std::size_t part_end =
        std::min(end, until(part, [](char c) { return c == '/' || c == ';' || c == ':'; }));
    const std::string_view text = between(part, part_end);
    const auto equals = text.find('=');
    at_ = part;
    if (equals != std::string_view::npos && names_a_secret(text.substr(0, equals))) {
      at_ += equals + 1;
      cut_to(end);
      return true;
    }
    if (!text.empty() && is_secret_part(before, text)) {
      cut_to(part_end);
    } else {
      at_ = part_end;
    }
    before = text;
  }
  return true;
}

// "ana:secret@host" without a scheme before it.
bool Redactor::user_before_a_host() {
  constexpr std::size_t kMaxBytes = 512;
  if (at_sign_ < at_) at_sign_ = std::min(in_.find('@', at_), in_.size());
  if (at_sign_ >= std::min(at_ + kMaxBytes, in_.size())) return false;
  const auto ends = [](char c) { return is_blank(c) || is_quote(c) || c == '<'; };
  const std::string_view window = in_.substr(at_, kMaxBytes);
  const std::string_view text(window.begin(), std::find_if(window.begin(), window.end(), ends));
  const auto host = text.rfind('@');
  const auto colon = text.find(':');
  if (host == std::string_view::npos || colon >= host || host + 1 == text.size()) return false;
  const std::string_view user = text.substr(0, colon), password = text.substr(colon + 1, host - colon - 1);
  const auto slash = password.find('/');  // "host:8443/a@b" is none
  if (user.find('/') != std::string_view::npos || password.starts_with("//") ||
      (slash != std::string_view::npos && is_harmless_value(password.substr(slash), {}) &&
       password.substr(0, slash).find_first_not_of("0123456789") == std::string_view::npos))
    return false;
  if (at_ >= 3 && says(at_ - 3, "://")) return false;
  cut_to(at_ + host);
  return true;
}

}  // namespace enrolkit::redaction
