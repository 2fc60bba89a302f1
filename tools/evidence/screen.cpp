#include "evidence/screen.h"

#include "evidence/paths.h"
#include "evidence/root_only.h"

namespace enrolkit {
namespace {

constexpr std::uint32_t kSetupUser = 248;  // _mbsetupuser, whose session Setup Assistant runs in
constexpr std::size_t kMaxOutputBytes = 1U << 16U;

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

}  // namespace

AtScreen look_who_is_at_the_screen(const Host& host) {
  AtScreen who;
  const auto console = host.info(paths::kConsole);
  if (const auto* found = value_of(console)) {
    who.known = true;
    who.setup_assistant = found->owner == kSetupUser;
    if (found->owner != 0 && !who.setup_assistant) who.user = found->owner;
  }
  return who;
}

std::optional<Screen> read_screen(const Host& host, bool login_window) {
  const AtScreen who = look_who_is_at_the_screen(host);
  if (!who.known || who.setup_assistant) return std::nullopt;
  Screen screen;
  screen.user = who.user;
  if (!screen.user && !login_window) return std::nullopt;
  // swiftDialog shows nothing at the login window unless it was set up for it.
  if (screen.user && is_sound(host, paths::kSwiftDialog)) screen.tools.push_back(DialogTool::swift_dialog);
  if (is_sound(host, paths::kJamfHelper)) screen.tools.push_back(DialogTool::jamf_helper);
  return screen.tools.empty() ? std::nullopt : std::optional(std::move(screen));
}

Command window(DialogTool tool, const Screen& screen, const WindowText& text, std::chrono::seconds limit) {
  const std::string seconds = std::to_string(limit.count());
  auto words = tool == DialogTool::swift_dialog ? swift_dialog(text, seconds) : jamf_helper(text, seconds);
  Command command{std::string(path_of(tool)), std::move(words), limit + std::chrono::seconds(30),
                  kMaxOutputBytes};
  if (!screen.user) return command;
  // In the user's session and with the user's rights: nothing of root's draws on a user's screen.
  const std::string uid = std::to_string(*screen.user);
  std::vector<std::string> as_user{"asuser",  uid,  "/usr/bin/sudo", "-n", "-H", "-u",
                                   "#" + uid, "--", command.tool};
  as_user.insert(as_user.end(), command.arguments.begin(), command.arguments.end());
  return {"/bin/launchctl", std::move(as_user), command.limit, command.max_output};
}

Answer answer_of(const Ran& ran) {
  if (std::holds_alternative<Stopped>(ran)) return Answer::no;  // it stood there, and nobody answered
  const auto* finished = std::get_if<Finished>(&ran);
  if (finished == nullptr) return Answer::none;
  // Of swiftDialog also: 4 and 20 time over, 5 ended by command, 10 quit by key.
  switch (finished->status) {
    case 0: return Answer::yes;
    case 2:
    case 4:
    case 5:
    case 10:
    case 20: return Answer::no;
    default: return Answer::none;
  }
}

}  // namespace enrolkit
