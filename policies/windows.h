// What the person who pressed "Repair" in Self Service is asked and shown. Without a window everything goes
// on in plain lines, and that press is the consent.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/settings/settings.h"
#include "evidence/screen.h"
#include "host/host.h"
#include "host/host_writer.h"
#include "policies/texts/texts.h"

namespace enrolkit {

class Windows {
 public:
  // Nothing is shown by a default one, nor in a dry run.
  Windows() = default;
  Windows(const Host& host, HostWriter& writer, const RepairSettings& settings);

  // False: the person does not agree, or did not answer in time.
  [[nodiscard]] bool agreed();
  // Stays until the result, or until this object goes.
  void progress();
  void result(bool repaired);

 private:
  [[nodiscard]] std::string text(Text text) const;  // the settings', else in the user's language
  [[nodiscard]] WindowText window_text(Text message) const;
  Answer show(const WindowText& text, std::chrono::seconds limit);

  HostWriter* writer_ = nullptr;
  const RepairSettings* settings_ = nullptr;
  Language language_ = Language::english;
  std::optional<Screen> screen_;
  std::unique_ptr<Started> shown_;
};

}  // namespace enrolkit
