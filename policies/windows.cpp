#include "policies/windows.h"

#include "evidence/read_languages.h"

namespace enrolkit {
namespace {

constexpr std::chrono::seconds kToAnswer{5 * 60}, kToRead{60};

}  // namespace

Windows::Windows(const Host& host, HostWriter& writer, const RepairSettings& settings)
    : writer_(&writer), settings_(&settings) {
  if (settings.dialogs) screen_ = read_screen(host, settings.dialogs_at_login_window);
  if (screen_ && screen_->user) language_ = language_of(read_languages(host, *screen_->user));
}

std::string Windows::text(Text text) const {
  const auto given = settings_->texts.find(kTextNames[text]);
  return given != settings_->texts.end() ? given->second : std::string(text_in(language_, text));
}

WindowText Windows::window_text(Text message) const { return {text(Text::title), text(message), "", ""}; }

Answer Windows::show(const WindowText& text, std::chrono::seconds limit) {
  for (const DialogTool tool : screen_->tools) {
    const Answer answer = answer_of(tool, writer_->run(window(tool, *screen_, text, limit)));
    if (answer != Answer::none) return answer;
  }
  return Answer::none;
}

bool Windows::agreed() {
  if (!screen_ || !screen_->user) return true;  // at the login window nobody's work is at stake
  WindowText asked = window_text(Text::consent);
  asked.yes = text(Text::agree);
  asked.no = text(Text::refuse);
  return show(asked, kToAnswer) != Answer::no;
}

void Windows::progress() {
  if (!screen_) return;
  for (const DialogTool tool : screen_->tools) {
    auto started = writer_->start(window(tool, *screen_, window_text(Text::progress), kToAnswer));
    if (auto* shown = std::get_if<std::unique_ptr<Started>>(&started)) {
      shown_ = std::move(*shown);
      return;
    }
  }
}

void Windows::result(bool repaired) {
  shown_.reset();
  if (!screen_) return;
  WindowText shown = window_text(repaired ? Text::repaired : Text::not_repaired);
  shown.yes = text(Text::close);
  (void)show(shown, kToRead);
}

}  // namespace enrolkit
