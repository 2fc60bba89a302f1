#include "policies/windows.h"

namespace enrolkit {
namespace {

constexpr std::chrono::seconds kToAnswer{5 * 60}, kToRead{60};

}  // namespace

Windows::Windows(const Host& host, HostWriter& writer, const RepairSettings& settings)
    : writer_(&writer), settings_(&settings) {
  if (settings.dialogs) screen_ = read_screen(host, settings.dialogs_at_login_window);
}

WindowText Windows::text_of(std::string_view message) const {
  return {settings_->texts.at("Title"), settings_->texts.find(message)->second, "", ""};
}

Answer Windows::show(const WindowText& text, std::chrono::seconds limit) {
  for (const DialogTool tool : screen_->tools) {
    const Answer answer = answer_of(writer_->run(window(tool, *screen_, text, limit)));
    if (answer != Answer::none) return answer;
  }
  return Answer::none;
}

bool Windows::agreed() {
  if (!screen_ || !screen_->user) return true;  // at the login window nobody's work is at stake
  WindowText text = text_of("Consent");
  text.yes = settings_->texts.at("Continue");
  text.no = settings_->texts.at("Cancel");
  return show(text, kToAnswer) != Answer::no;
}

void Windows::progress() {
  if (!screen_) return;
  for (const DialogTool tool : screen_->tools) {
    auto started = writer_->start(window(tool, *screen_, text_of("Progress"), kToAnswer));
    if (auto* shown = std::get_if<std::unique_ptr<Started>>(&started)) {
      shown_ = std::move(*shown);
      return;
    }
  }
}

void Windows::result(bool repaired) {
  shown_.reset();
  if (!screen_) return;
  WindowText text = text_of(repaired ? "Repaired" : "NotRepaired");
  text.yes = settings_->texts.at("Close");
  (void)show(text, kToRead);
}

}  // namespace enrolkit
