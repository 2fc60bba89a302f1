#include "evidence/screen.h"

#include <charconv>

#include "core/enrolment/setup.h"
#include "core/format/plist.h"
#include "evidence/paths.h"
#include "evidence/repair_commands.h"
#include "evidence/root_only.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxOutputBytes = 1U << 16U, kMaxPlistBytes = 1U << 18U;

bool is_sound(const Host& host, std::string_view path) {
  const auto info = host.info(path);
  const auto* found = value_of(info);
  return found != nullptr && found->regular && !why_not_root_only(host, path, *found);
}

std::string_view path_of(DialogTool tool) {
  return tool == DialogTool::swift_dialog ? paths::kSwiftDialog : paths::kJamfHelper;
}

std::vector<std::string> swift_dialog(const WindowText& text, const std::string& seconds) {
  std::vector<std::string> words{"--title", text.title, "--message", text.message, "--moveable", "--ontop"};
  const auto add = [&](std::vector<std::string> more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  if (text.yes.empty()) {
    add({"--progress", "--button1disabled"});
  } else {
    add({"--button1text", text.yes, "--timer", seconds});
    if (!text.no.empty()) add({"--button2text", text.no});
  }
  return words;
}

// At its time limit it answers as if the default button were pressed: that must not be the one that agrees.
std::vector<std::string> jamf_helper(const WindowText& text, const std::string& seconds) {
  std::vector<std::string> words{"-windowType",  text.yes.empty() ? "hud" : "utility",
                                 "-title",       text.title,
                                 "-description", text.message};
  const auto add = [&](std::vector<std::string> more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  if (!text.yes.empty()) add({"-button1", text.yes, "-timeout", seconds});
  if (!text.no.empty()) add({"-button2", text.no, "-defaultButton", "2", "-cancelButton", "2"});
  return words;
}

// Ends without a window. swiftDialog 3 (source): 1 refused arguments, 30 an authorisation key is wanted, 201 to 210 a
// picture or file that is not there, 255 an informational run. jamfHelper: 1, when it cannot start. launchctl and sudo,
// which bring it into the user's session, end with 1 as well, or (launchctl) with an errno of 100 and more.
bool was_never_shown(DialogTool tool, int status) {
  if (status == 1) return true;
  if (tool != DialogTool::swift_dialog) return false;
  return status == 30 || (status >= 201 && status <= 210) || status == 255;
}

std::optional<std::string> text_in(const Host& host, std::string_view path, const std::string& key) {
  const auto bytes = read_file(host, path, kMaxPlistBytes);
  const auto* text = value_of(bytes);
  if (text == nullptr) return std::nullopt;
  const auto parsed = Plist::parse(*text);
  const auto* plist = std::get_if<Plist>(&parsed);
  return plist != nullptr ? plist->root()[key].string() : std::nullopt;
}

// The number before the first dot; nothing for what is none.
std::optional<int> major_of(const std::optional<std::string>& version) {
  int major = 0;
  if (!version) return std::nullopt;
  const auto [end, error] = std::from_chars(version->data(), version->data() + version->size(), major);
  return error == std::errc() && (end == version->data() + version->size() || *end == '.')
             ? std::optional(major)
             : std::nullopt;
}

// swiftDialog 3 wants macOS 15, and on an older one ends before it shows anything: proven by its own Info.plist.
bool swift_dialog_runs_here(const Host& host) {
  const auto wanted = major_of(text_in(host, paths::kSwiftDialogInfo, "LSMinimumSystemVersion"));
  const auto here = major_of(text_in(host, paths::kSystemVersion, "ProductVersion"));
  return wanted && here && *wanted <= *here;
}

}  // namespace

AtScreen look_who_is_at_the_screen(const Host& host) {
  AtScreen who;
  const auto console = host.info(paths::kConsole);
  if (const auto* found = value_of(console)) {
    who.setup_assistant = found->owner == kSetupUser;
    if (found->owner != 0 && found->owner != kSetupUser) who.user = found->owner;
  } else if (!host.is_running_system()) {
    who.setup_assistant = Absent{};
  } else {
    const auto* why = why_unreadable(console);
    who.setup_assistant = Unreadable{why != nullptr ? *why : std::string(paths::kConsole) + " is not there"};
  }
  return who;
}

std::optional<Screen> read_screen(const Host& host, bool login_window) {
  const AtScreen who = look_who_is_at_the_screen(host);
  const auto* assistant = value_of(who.setup_assistant);
  if (assistant == nullptr || *assistant) return std::nullopt;
  Screen screen;
  screen.user = who.user;
  if (!screen.user && !login_window) return std::nullopt;
  // swiftDialog shows nothing at the login window unless it was set up for it.
  if (screen.user && is_sound(host, paths::kSwiftDialog) && swift_dialog_runs_here(host))
    screen.tools.push_back(DialogTool::swift_dialog);
  if (is_sound(host, paths::kJamfHelper)) screen.tools.push_back(DialogTool::jamf_helper);
  return screen.tools.empty() ? std::nullopt : std::optional(std::move(screen));
}

Command window(DialogTool tool, const Screen& screen, const WindowText& text, std::chrono::seconds limit) {
  const std::string seconds = std::to_string(limit.count());
  auto words = tool == DialogTool::swift_dialog ? swift_dialog(text, seconds) : jamf_helper(text, seconds);
  Command command{std::string(path_of(tool)), std::move(words), limit + std::chrono::seconds(30),
                  kMaxOutputBytes};
  return screen.user ? commands::as_user(*screen.user, command) : command;
}

Answer answer_of(DialogTool tool, const Ran& ran) {
  if (std::holds_alternative<NotStarted>(ran)) return Answer::none;
  const auto* finished = std::get_if<Finished>(&ran);
  if (finished == nullptr) return Answer::no;  // killed, or it stood there and nobody answered
  if (finished->status == 0) return Answer::yes;
  return was_never_shown(tool, finished->status) ? Answer::none : Answer::no;
}

}  // namespace enrolkit
