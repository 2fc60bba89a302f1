#include "core/base/redact.h"

#include <algorithm>
#include <array>

#include "core/base/secret_words.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::string_view kRemoved = "(removed)";

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }
bool is_end_of_line(char c) { return c == '\n' || c == '\r'; }
bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A quote or a closing bracket may stand inside a query: better a bracket too few than half a token.
bool ends_a_url(char c) { return is_blank(c) || c == '"' || c == '<' || c == '>'; }

bool equal_no_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

// One pass over the text. Keys are looked for at the beginning of every word; a value that goes is left out, a value
// that stays is looked through again, for it may hold keys of its own.
class Redactor {
 public:
  explicit Redactor(std::string_view text) : in_(text) { out_.reserve(text.size() + kRemoved.size()); }

  std::string run() && {
    while (at_ < in_.size()) {
      const char c = in_[at_];
      if (at_ >= value_of_key_) {
        value_of_key_ = std::string_view::npos;
        remove_value(until(at_, [](char sign) { return sign == '<'; }));
      } else if (rest().starts_with(kRemoved)) {
        copy(kRemoved.size());
      } else if (c == ':' && rest().starts_with("://")) {
        url();
      } else if (c == '<' && element()) {
      } else if (is_key_char(c) && (at_ == 0 || !is_key_char(in_[at_ - 1]))) {
        word();
      } else {
        copy(1);
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view rest() const { return in_.substr(at_); }
  [[nodiscard]] std::size_t past_blanks(std::size_t i) const {
    while (i < in_.size() && is_blank(in_[i]) && !is_end_of_line(in_[i])) ++i;
    return i;
  }
  [[nodiscard]] std::size_t end_of_line(std::size_t i) const {
    while (i < in_.size() && !is_end_of_line(in_[i])) ++i;
    return i;
  }
  template <class Ends>
  [[nodiscard]] std::size_t until(std::size_t i, Ends ends) const {
    while (i < in_.size() && !ends(in_[i])) ++i;
    return i;
  }

  void copy(std::size_t bytes) {
    out_ += in_.substr(at_, bytes);
    at_ += bytes;
  }
  void copy_to(std::size_t end) { copy(end - at_); }
  void remove_to(std::size_t end) {
    if (end > at_ && in_.substr(at_, end - at_) != kRemoved) {
      out_ += kRemoved;
    } else {
      out_ += in_.substr(at_, end - at_);
    }
    at_ = end;
  }

  // At "://": the user goes, and the query; in the path, keys and tokens. Another URL in the path comes round by itself,
  // and has the same end.
  void url() {
    if (at_ >= url_end_) {
      url_end_ = until(at_, ends_a_url);
      query_ = until(at_, [](char c) { return c == '?' || c == '#' || ends_a_url(c); });
    }
    const auto ends_the_host = [](char c) { return c == '/' || c == '?' || c == '#' || ends_a_url(c); };
    const std::size_t host = at_ + 3, host_end = until(host, ends_the_host);
    auto user = in_.substr(host, host_end - host).rfind('@');
    if (user == std::string_view::npos) user = user_with_slashes(host, host_end);
    copy_to(host);
    if (user != std::string_view::npos && user > 0) remove_to(host + user);
    copy_to(std::max(at_, host_end));
    if (at_ > query_) return;
    if (!path(query_) || query_ == url_end_) return;
    out_ += '?';
    at_ = query_ + 1;
    if (at_ == url_end_) out_ += kRemoved;
    remove_to(url_end_);
  }

  // A password that should have been encoded, and holds a slash or a question mark: what stands before it is no host.
  [[nodiscard]] std::size_t user_with_slashes(std::size_t host, std::size_t host_end) const {
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
  bool path(std::size_t end) {
    std::string_view before;
    while (at_ < end) {
      if (rest().starts_with("://")) return false;
      const std::size_t part = at_ + 1;
      const std::size_t part_end =
          std::min(end, until(part, [](char c) { return c == '/' || c == ';' || c == ':'; }));
      const std::string_view text = in_.substr(part, part_end - part);
      const auto equals = text.find('=');
      copy(1);
      if (equals != std::string_view::npos && names_a_secret(text.substr(0, equals))) {
        copy(equals + 1);
        remove_to(end);
        return true;
      }
      const bool behind_a_key = std::any_of(text.begin(), text.end(), is_digit) && names_a_secret(before);
      if (!text.empty() && (behind_a_key || !is_harmless_value(text, {}))) {
        remove_to(part_end);
      } else {
        copy_to(part_end);
      }
      before = text;
    }
    return true;
  }

  // At "<": of an element that names a secret, the content; a property list's key that does marks the value to come.
  // False: nothing was dealt with.
  bool element() {
    const std::size_t name_end = until(at_ + 1, [](char c) { return !is_key_char(c) && c != ':'; });
    const std::string_view name = in_.substr(at_ + 1, name_end - at_ - 1);
    const std::size_t close =
        until(name_end, [](char c) { return c == '>' || c == '<' || is_end_of_line(c); });
    if (name.empty() || close == in_.size() || in_[close] != '>' || in_[close - 1] == '/') return false;
    const auto content_end = [&](std::size_t from) {
      return until(from, [](char c) { return c == '<' || is_end_of_line(c); });
    };
    if (equal_no_case(name, "key")) {
      const std::size_t key_end = content_end(close + 1);
      if (!names_a_secret(in_.substr(close + 1, key_end - close - 1))) return false;
      const std::size_t end_tag = until(key_end, [](char c) { return c == '>'; });
      const std::size_t value = until(end_tag, [](char c) { return c == '<'; });
      const std::size_t value_tag = until(value, [](char c) { return c == '>'; });
      // What stands between key and value may be anything, and is looked through as the rest is.
      if (value_tag < in_.size() && in_[value_tag - 1] != '/') value_of_key_ = value_tag + 1;
      return false;
    }
    if (!names_a_secret(name)) return false;
    copy_to(close + 1);
    remove_value(content_end(at_));
    return true;
  }

  void remove_value(std::size_t end) {
    const std::string_view value = trimmed(in_.substr(at_, end - at_));
    if (value.empty() || is_no_value(value)) return copy_to(end);
    remove_to(end);
  }

  void word() {
    const std::size_t end = until(at_, [](char c) { return !is_key_char(c); });
    std::size_t begin = at_;
    while (begin < end && in_[begin] == '-') ++begin;
    std::size_t key_end = end;
    while (key_end > begin && in_[key_end - 1] == '.') --key_end;
    const std::string_view key = in_.substr(begin, key_end - begin);
    const bool option = begin > at_;
    if (is_scheme(key) && scheme(end)) return;
    if (at_ == 0 || ends_a_token(in_[at_ - 1])) {
      const std::string_view token = until_blank(at_);
      if (is_a_token(token)) return remove_to(at_ + token.size());
      if (user_before_a_host()) return;
    }
    if (key.empty() || !assigned(key, end, option)) copy_to(end);
    before_ = key;
  }

  static bool ends_a_token(char c) {
    return is_blank(c) || is_quote(c) || std::string_view("<>,;:()[]{}&=").find(c) != std::string_view::npos;
  }
  // A value: up to what ends one, with the signs that fill Base64 up. Empty where it is a key with a value of its own.
  [[nodiscard]] std::string_view until_blank(std::size_t from) const {
    std::size_t end = until(from, ends_a_token);
    while (end < in_.size() && in_[end] == '=') ++end;
    if (end < in_.size() && end > from && in_[end - 1] == '=' && !ends_a_token(in_[end])) return {};
    return in_.substr(from, end - from);
  }

  static bool is_scheme(std::string_view key) {
    constexpr std::array<std::string_view, 5> kSchemes{"bearer", "basic", "digest", "negotiate", "ntlm"};
    return std::any_of(kSchemes.begin(), kSchemes.end(),
                       [&](std::string_view scheme) { return equal_no_case(scheme, key); });
  }

  // "Bearer TOKEN"; "bearer token" and "Basic authentication" are prose.
  bool scheme(std::size_t end) {
    const std::size_t value = past_blanks(end);
    const std::size_t value_end = until(value, [](char c) { return is_blank(c) || is_quote(c) || c == '<'; });
    const std::string_view text = in_.substr(value, value_end - value);
    constexpr std::array<std::string_view, 6> kProse{"token",         "tokens", "authentication",
                                                     "authorization", "auth",   "realm"};
    const bool prose = std::any_of(kProse.begin(), kProse.end(), [&](std::string_view one) {
      return text.size() >= one.size() && equal_no_case(text.substr(0, one.size()), one);
    });
    constexpr std::size_t kMinBytes = 6;
    if (value == end || text.size() < kMinBytes || prose || is_no_value(text)) return false;
    copy_to(value);
    remove_to(value_end);
    return true;
  }

  // "ana:secret@host" without a scheme before it.
  bool user_before_a_host() {
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
    if (at_ >= 3 && in_.substr(at_ - 3, 3) == "://") return false;
    remove_to(at_ + host);
    return true;
  }

  // What stands between a key and its value.
  struct Separator {
    std::size_t value = 0;   // where the value begins, behind its quote
    std::string_view quote;  // with the backslashes before it, if it is escaped itself
    bool strong = false;     // : or =
    bool none = true;
  };
  [[nodiscard]] std::string_view quote_at(std::size_t i) const {
    std::size_t end = i;
    while (end < in_.size() && in_[end] == '\\') ++end;
    return end < in_.size() && is_quote(in_[end]) ? in_.substr(i, end + 1 - i) : std::string_view{};
  }
  [[nodiscard]] Separator separator(std::size_t i) const {
    Separator out;
    const std::size_t begin = i;
    i += quote_at(i).size();
    if (i < in_.size() && in_[i] == ']') ++i;
    const std::size_t sign = past_blanks(i);
    if (sign < in_.size() && (in_[sign] == ':' || in_[sign] == '=') && !in_.substr(sign).starts_with("://")) {
      i = sign;
      while (i < in_.size() && (in_[i] == ':' || in_[i] == '=' || in_[i] == '>')) ++i;
      out.strong = true;
      i = past_blanks(i);
    } else if (sign > begin && i == begin) {
      i = sign;
    } else {
      return out;
    }
    out.quote = quote_at(i);
    out.value = i + out.quote.size();
    out.none = false;
    return out;
  }

  // At a key that ends at `end`. True when it and its value were dealt with.
  bool assigned(std::string_view key, std::size_t end, bool option) {
    const Separator sign = separator(end);
    if (sign.none || sign.value >= in_.size() || (!sign.strong && !option && !may_be_said(sign.value)))
      return false;
    if (names_a_secret(key, previous_word())) {
      const std::size_t value_end = end_of_secret(sign, names_a_secret_line(key) && sign.strong);
      const std::string_view value = in_.substr(sign.value, value_end - sign.value);
      if (value.empty() || is_no_value(value)) return false;
      if (!sign.strong && !option && !is_said(key, value)) return false;
      const bool quoted_whole = !option || sign.strong;
      copy_to(quoted_whole ? sign.value : sign.value - sign.quote.size());
      remove_to(value_end);
      if (!quoted_whole && !sign.quote.empty() && in_.substr(at_).starts_with(sign.quote))
        at_ += sign.quote.size();
      return true;
    }
    if (!sign.strong && !option) return false;
    const std::string_view value = until_blank(sign.value);
    const auto equals = value.find('=');
    const bool has_keys =
        equals != std::string_view::npos && value.find_first_not_of('=', equals) != std::string_view::npos;
    if (has_keys || is_harmless_value(value, key) || in_.substr(sign.value).starts_with("://")) return false;
    copy_to(sign.value);
    remove_to(sign.value + value.size());
    return true;
  }

  // A secret's key, behind a key: "jamf[812]: sshPassphrase = ...".
  static bool is_a_key(std::string_view value) {
    while (value.starts_with('-')) value.remove_prefix(1);
    constexpr std::size_t kMaxKeyBytes = 24;
    return value.size() <= kMaxKeyBytes && std::all_of(value.begin(), value.end(), is_key_char) &&
           names_a_secret(value);
  }

  // A quick look: most words of most lines are prose.
  [[nodiscard]] bool may_be_said(std::size_t i) const {
    constexpr std::size_t kShortBytes = 12;
    const std::size_t end = until(i, is_blank);
    return end - i >= kShortBytes || std::any_of(in_.begin() + static_cast<std::ptrdiff_t>(i),
                                                 in_.begin() + static_cast<std::ptrdiff_t>(end), is_digit);
  }

  // Where the words around it are prose, only what is no word is a secret: "password hunter2", "invitation 123456",
  // and not "Reset password (2)".
  static bool is_said(std::string_view key, std::string_view value) {
    const bool digits = std::any_of(value.begin(), value.end(), is_digit);
    const bool letters = std::any_of(value.begin(), value.end(), [](char c) {
      return is_key_char(c) && !is_digit(c) && c != '-' && c != '.';
    });
    constexpr std::size_t kMinInvitationBytes = 6;
    if (names_an_invitation(key)) return digits && value.size() >= kMinInvitationBytes;
    return (digits && letters) || !is_harmless_value(value, {});
  }

  [[nodiscard]] std::string_view previous_word() const {
    return at_ > 0 && in_[at_ - 1] == ' ' ? before_ : std::string_view{};
  }

  [[nodiscard]] std::size_t end_of_secret(const Separator& sign, bool whole_line) const {
    if (!sign.quote.empty()) {
      for (std::size_t i = sign.value; i < in_.size() && !is_end_of_line(in_[i]); ++i) {
        if (in_.substr(i).starts_with(sign.quote) && (sign.quote.size() > 1 || in_[i - 1] != '\\')) {
          const std::size_t glued = i + sign.quote.size();  // 'a'b is one word to a shell
          return glued < in_.size() && is_key_char(in_[glued]) ? until(glued, is_blank) : i;
        }
      }
      return end_of_line(sign.value);
    }
    if (whole_line) return end_of_line(sign.value);
    const char first = in_[sign.value];
    if (first == '[' || first == '{') {
      const char close = first == '[' ? ']' : '}';
      const std::size_t end = until(sign.value, [&](char c) { return c == close || is_end_of_line(c); });
      return std::min(end + 1, end_of_line(sign.value));
    }
    std::size_t end = sign.value;
    while (end < in_.size() && !is_blank(in_[end]) && !(in_[end] == '&' && begins_a_pair(end + 1))) ++end;
    const auto value = [&] { return in_.substr(sign.value, end - sign.value); };
    while (!value().empty() && value() != kRemoved &&
           std::string_view(")]},;>\"'").find(value().back()) != std::string_view::npos)
      --end;
    return end;
  }

  // "next=" of "token=abc&next=1".
  [[nodiscard]] bool begins_a_pair(std::size_t i) const {
    const std::size_t end = until(i, [](char c) { return !is_key_char(c); });
    return end > i && end < in_.size() && in_[end] == '=';
  }

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0;
  std::string_view before_;                            // the word before this one
  std::size_t value_of_key_ = std::string_view::npos;  // where a property list's value goes
  std::size_t at_sign_ = 0;                            // the next @, if it is behind at_
  std::size_t url_end_ = 0, query_ = 0;                // of the URL that at_ is in
};

}  // namespace

std::string redacted(std::string_view text) {
  // What is left out may bring a key to its value, which the next round sees: as a rule the second is the last.
  constexpr int kMaxRounds = 6;
  std::string out = without_known_secrets(text);
  for (int round = 0; round < kMaxRounds; ++round) {
    std::string next = Redactor(out).run();
    if (next == out) break;
    out = std::move(next);
  }
  return out;
}

std::string redacted_cut(std::string_view text) {
  std::string out = redacted(text);
  const auto blank = out.find_last_of(" \t");
  const std::size_t word = blank == std::string::npos ? 0 : blank + 1;
  const std::string_view last = std::string_view(out).substr(word);
  constexpr std::size_t kShortBytes = 8;
  const bool names = last.find_first_of(":=@?") != std::string_view::npos;
  const bool mixed = std::any_of(last.begin(), last.end(), is_digit) && last.size() >= kShortBytes;
  if (last.ends_with(kRemoved) || !(names || mixed || !is_harmless_value(last, {}))) return out;
  out.resize(word);
  return out += kRemoved;
}

std::string evidence_text(std::string_view line, std::size_t bytes) {
  return std::string(cut_utf8(printable(redacted(line)), bytes));
}

}  // namespace enrolkit
