#include "run/streams.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <optional>
#include <random>
#include <system_error>

#include "core/base/error_text.h"
#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

ColourWhen colour_when = ColourWhen::automatic;
std::atomic<int> out_errno{0};  // of the first write to stdout that failed

bool set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

// One side of a page: of a terminal, and of the environment.
struct Side {
  unsigned short winsize::*of_terminal;
  const char* variable;
  std::size_t least, usual;
};
constexpr Side kWidth{&winsize::ws_col, "COLUMNS", 20, TerminalStyle{}.width};
constexpr Side kHeight{&winsize::ws_row, "LINES", 4, TerminalStyle{}.height};
constexpr std::size_t kMaxSide = 1000;

std::optional<std::size_t> side_of(int terminal, const Side& side) {
  winsize size{};
  if (::ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.*side.of_terminal >= side.least)
    return size.*side.of_terminal;
  return std::nullopt;
}

bool is_pipe(int fd) {
  struct stat st {};
  return ::fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

std::size_t side_of_stdout(const Side& side) {
  if (const auto length = side_of(STDOUT_FILENO, side)) return *length;
  if (const char* text = std::getenv(side.variable)) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text, text + std::strlen(text), length);
    if (error == std::errc{} && *end == '\0' && length >= side.least && length <= kMaxSide) return length;
  }
  // A pager shows on the terminal that errors go to.
  if (is_pipe(STDOUT_FILENO) && ::isatty(STDERR_FILENO) == 1)
    return side_of(STDERR_FILENO, side).value_or(side.usual);
  return side.usual;
}

// The first of these that is set decides, as in setlocale(3).
bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view text(value);
    return text.find("UTF-8") != std::string_view::npos || text.find("utf8") != std::string_view::npos ||
           text.find("UTF8") != std::string_view::npos || text.find("utf-8") != std::string_view::npos;
  }
  return true;  // nothing is said (ssh without a locale, a container): today's terminals are UTF-8
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Where a colour begins, until page() makes it one: a number that nobody knows who wrote the text, so that no text can
// ask for a colour of ours.
const std::string& paint_mark() {
  static const std::string mark = [] {
    std::uint64_t number = 0;
    try {
      std::random_device random;
      number = (std::uint64_t{random()} << 32U) | random();
    } catch (const std::exception&) {  // no source of random numbers: a jail without /dev
      number = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()) *
               0x9E3779B97F4A7C15U;
    }
    return fmt::format("\x1b{:016x}[", number);
  }();
  return mark;
}

}  // namespace

std::string TerminalStyle::paint(std::string_view text, Colour which) const {
  const std::string shown = printable(text);
  if (!colour || which == Colour::plain || text.empty()) return shown;
  const char* code = "0";
  switch (which) {
    case Colour::plain: break;
    case Colour::bold: code = "1"; break;
    case Colour::dim: code = "2"; break;
    case Colour::red: code = "1;31"; break;
    case Colour::green: code = "32"; break;
    case Colour::yellow: code = "33"; break;
    case Colour::cyan: code = "36"; break;
  }
  return paint_mark() + code + "m" + shown + paint_mark() + "0m";
}

std::string TerminalStyle::page(std::string_view text) const {
  std::string out;
  while (!text.empty()) {
    const auto mark = colour ? std::min(text.find(paint_mark()), text.size()) : text.size();
    out += printable_lines(text.substr(0, mark));
    text.remove_prefix(mark);
    if (text.empty()) break;
    text.remove_prefix(paint_mark().size());
    const auto end = std::min(text.find('m') + 1, text.size());
    (out += "\x1b[") += text.substr(0, end);
    text.remove_prefix(end);
  }
  return out;
}

std::string TerminalStyle::cut(std::string_view raw, std::size_t columns) const {
  const std::string text = printable(raw);
  constexpr std::string_view kDots = "...";
  if (utf8 || enrolkit::columns(text) <= columns) return fit(text, columns);
  if (columns <= kDots.size()) return std::string(kDots.substr(0, columns));
  std::string out = fit(text, columns - kDots.size() + 1);
  out.resize(out.size() - std::string_view("\xE2\x80\xA6").size());
  return out + std::string(kDots);
}

Colour colour_of(Health health) {
  switch (health) {
    case Health::healthy: return Colour::green;
    case Health::unhealthy: return Colour::red;
    case Health::unknown: return Colour::yellow;
  }
  return Colour::yellow;
}

std::string sign_of(Health health, const TerminalStyle& style) {
  switch (health) {
    case Health::healthy: return style.paint("[+]", colour_of(health));
    case Health::unhealthy: return style.paint("[-]", colour_of(health));
    case Health::unknown: return style.paint("[?]", colour_of(health));
  }
  return style.paint("[?]", colour_of(health));
}

void set_colour(ColourWhen when) { colour_when = when; }

TerminalStyle style_of_stdout() {
  TerminalStyle style;
  const char* term = std::getenv("TERM");
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  style.colour = terminal && !set("NO_COLOR") && term != nullptr && std::string_view(term) != "dumb";
  if (colour_when != ColourWhen::automatic) style.colour = colour_when == ColourWhen::always;
  style.width = side_of_stdout(kWidth);
  style.height = side_of_stdout(kHeight);
  style.utf8 = locale_is_utf8();
  return style;
}

bool stdout_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

namespace {

// What others gave us and we repeat in an error, a setting or an argument, may have megabytes: a word of a line has at most
// 200 bytes, and a line 2000.
std::string bounded_lines(std::string_view text) {
  constexpr std::size_t kMaxWordBytes = 200, kMaxLineBytes = 2000;
  constexpr std::string_view kDots = "\xE2\x80\xA6";
  std::string out;
  for (std::size_t line = 0, i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", i), text.size());
    const std::string_view word = text.substr(i, end - i);
    if (line < kMaxLineBytes) {
      const std::string_view kept = cut_utf8(word, kMaxWordBytes);
      out += kept;
      if (kept.size() < word.size()) out += kDots;
      line += kept.size() + 1;
      if (line >= kMaxLineBytes && end < text.size() && text[end] != '\n') out += std::string(" ") += kDots;
    }
    if (end < text.size() && (text[end] == '\n' || line < kMaxLineBytes)) out += text[end];
    if (end < text.size() && text[end] == '\n') line = 0;
    i = std::min(end + 1, text.size());
  }
  return out;
}

}  // namespace

bool write_out(std::string_view text) {
  if (write_all(STDOUT_FILENO, without_known_secrets(text))) return true;
  int none = 0;
  (void)out_errno.compare_exchange_strong(none, errno != 0 ? errno : EIO);
  return false;
}
bool write_err(std::string_view text) {
  return write_all(STDERR_FILENO, bounded_lines(printable_lines(without_known_secrets(text))));
}

void show_progress(std::string_view text) {
  (void)write_all(STDERR_FILENO, "\r\x1b[K" + printable(without_known_secrets(text)));
}

std::string stdout_fault() {
  const int number = out_errno.load();
  return number == 0 || number == EPIPE ? "" : error_text(number);
}

void prepare_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) != -1) continue;
    // The lowest that is free, so this one. Not writable as stdout: what is said there would be lost without a word.
    (void)::open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR);
  }
  (void)std::signal(SIGPIPE, SIG_IGN);
  (void)std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace enrolkit
