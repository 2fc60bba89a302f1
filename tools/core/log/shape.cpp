#include "core/log/shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/ascii.h"
#include "core/base/redact.h"
#include "core/log/messages.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxMessageBytes = 600, kMaxShapeBytes = 240;
constexpr std::string_view kWord = "<word>", kNumber = "<number>", kAddress = "<address>", kText = "<text>";

// A blank before and after each. No word of it is a name that people, computers or sites have.
constexpr std::string_view kEnglish =
    " a able access account after again agent all already an and another any application are as at "
    "authentication be because been before being binary but by cache can cannot certificate check client "
    "closed code command completed computer configuration connect connection contact could couldn't "
    "create created data database date delete denied device did directory disk distribution does doesn't "
    "domain download due each empty enabled ended enroll enrolled enrollment error errors exception "
    "exist exists exit exited expected expired fail failed failure file files find folder for found "
    "framework from get group had has have host id identity if in incorrect install installation "
    "installed installer internal invalid inventory invitation is isn't it its job keychain launch "
    "license line list load local lock locked log login lost maintenance management manager match "
    "matching memory message missing must name network new no not null number object of off offline old "
    "on only open operation option or other out output package packages parameter parse password path "
    "perform permission permitted policies policy print printer process profile protocol read received "
    "record refused rejected remote remove removed request required response result returned run running "
    "same save script secure security send sent server service session set settings signature since size "
    "software specified start started state status stopped submit such supported system task than that "
    "the then there this time timed timeout to token too trigger trust trusted type unable unavailable "
    "unexpected unknown until update upload use used user username valid value verify version volume "
    "waiting was were when which while with without write written wrong ";

// As they are written, wherever they stand.
constexpr std::string_view kNames =
    " Apple Code DNS Domain HTTP HTTPS ID JSON Jamf MDM Mac NSCocoaErrorDomain NSOSStatusErrorDomain "
    "NSPOSIXErrorDomain NSURLErrorDomain SSL TLS URL UserInfo XML XPC com.jamf.jamfsecurity.error "
    "com.jamf.management.daemon.binary kCFErrorDomainCFNetwork macOS ";

bool holds(std::string_view all, char c) { return all.find(c) != std::string_view::npos; }
bool is_word(char c) { return is_letter_or_digit(c) || !is_ascii(c); }

bool is_in(std::string_view list, std::string_view word) {
  return !holds(word, ' ') && list.find(fmt::format(" {} ", word)) != std::string_view::npos;
}

// A word at the beginning of a sentence has a capital that means nothing.
bool may_be_shown(std::string_view word, bool first) {
  if (is_in(kNames, word) || is_catalogue_word(word)) return true;
  const std::string lower =
      first ? lower_case(word.substr(0, 1)) + std::string(word.substr(1)) : std::string(word);
  return is_in(kEnglish, lower);
}

// Quote marks that open, each with the one that closes.
struct Marks {
  std::string_view open, close;
};
constexpr std::array kMarks{Marks{"\"", "\""}, Marks{"\xE2\x80\x9C", "\xE2\x80\x9D"},
                            Marks{"\xE2\x80\x98", "\xE2\x80\x99"}, Marks{"'", "'"}, Marks{"`", "`"}};

// What stands in quote marks goes; an apostrophe inside a word is none, and is written one way.
std::string without_quoted(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto marks = std::find_if(kMarks.begin(), kMarks.end(),
                                    [&](const Marks& one) { return text.substr(at).starts_with(one.open); });
    const bool inside = at != 0 && is_ascii(text[at - 1]) && is_word(text[at - 1]);
    if (marks == kMarks.end() || inside) {
      const bool curly = text.substr(at).starts_with("\xE2\x80\x99");
      out += curly ? '\'' : text[at];
      at += curly ? 3 : 1;
      continue;
    }
    const std::size_t begin = at + marks->open.size();
    const std::size_t end = text.find(marks->close, begin);
    out += kText;
    at = end == std::string_view::npos ? text.size() : end + marks->close.size();
  }
  return out;
}

std::string_view placeholder_of(std::string_view core) {
  const auto all = [&](std::string_view of) {
    return std::all_of(core.begin(), core.end(), [&](char c) { return holds(of, c); });
  };
  const bool number = all("0123456789+-.,%") && std::any_of(core.begin(), core.end(), is_digit);
  const bool hex = core.size() > 2 && core.starts_with("0x");
  if ((number && std::count(core.begin(), core.end(), '.') < 3) || hex) return kNumber;
  return core.find_first_of("/\\@~:.") != core.npos ? kAddress : kWord;
}

// One word, with the marks of punctuation around it.
std::string shape_of_word(std::string_view word, bool first) {
  constexpr std::string_view kBehind = ".,;:!?";
  if (word == kText) return std::string(word);
  const auto begin = std::min(word.find_first_not_of("([{<*-:#=|>"), word.size());
  std::size_t end = word.size();
  while (end > begin && holds(")]}>.,;:!?*-|", word[end - 1])) --end;
  const std::string_view core = word.substr(begin, end - begin);
  if (core.empty()) return "";
  std::string out;
  const bool bracket = begin != 0 && word[begin - 1] == '(';
  if (bracket) out += '(';
  const auto sign = core.find('=');
  if (sign != core.npos && may_be_shown(core.substr(0, sign), false)) {
    (out += core.substr(0, sign)) += '=';
    out += shape_of_word(core.substr(sign + 1), false);
  } else {
    out += may_be_shown(core, first) ? core : placeholder_of(core);
  }
  if (bracket) out += ')';
  if (end != word.size() && holds(kBehind, word.back())) out += word.back();
  return out;
}

}  // namespace

std::string shape_of(std::string_view message) {
  const std::string text = without_quoted(redacted(message).substr(0, kMaxMessageBytes));
  std::string shape, before;
  bool first = true;
  for (std::size_t at = 0; shape.size() < kMaxShapeBytes;) {
    constexpr std::string_view kBlanks = " \t\r\n\v\f";
    at = std::min(text.find_first_not_of(kBlanks, at), text.size());
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    if (at == end) break;
    const std::string_view word = std::string_view(text).substr(at, end - at);
    at = end;
    std::string one = shape_of_word(word, first);
    first = word.ends_with('.') || word.ends_with(':');
    // A name of several words is one.
    if (one.empty() || (one == before && one.starts_with('<'))) continue;
    if (!shape.empty()) shape += ' ';
    shape += one;
    before = std::move(one);
  }
  return shape;
}

}  // namespace enrolkit
