#include "core/settings/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/text.h"
#include "core/base/time_of_day.h"
#include "core/format/plist.h"
#include "core/settings/keys.h"

namespace enrolkit {
namespace {

std::optional<Settings::Value> fitting(const SettingKey& key, const PlistValue& value) {
  switch (key.type) {
    case SettingType::text: {
      const auto text = value.string();
      if (!text || (key.fits != nullptr && !key.fits(*text))) return std::nullopt;
      if (!key.allowed.empty() &&
          std::find(key.allowed.begin(), key.allowed.end(), *text) == key.allowed.end())
        return std::nullopt;
      return *text;
    }
    case SettingType::texts: {
      auto texts = value.strings();
      if (value.kind() != PlistKind::array || texts.size() != value.items().size()) return std::nullopt;
      return texts;
    }
    case SettingType::boolean: {
      const auto truth = value.boolean();
      return truth ? std::optional<Settings::Value>(*truth) : std::nullopt;
    }
    case SettingType::integer: {
      const auto number = value.integer();
      if (!number || *number < key.least || *number > key.most) return std::nullopt;
      return *number;
    }
    case SettingType::section: break;
  }
  return std::nullopt;
}

struct Reader {
  Settings& settings;
  std::string_view source;

  void read(std::span<const SettingKey> keys, const std::string& above, const PlistValue& dict) {
    for (const std::string& name : dict.keys()) {
      const std::string path = above + name;
      const auto key =
          std::find_if(keys.begin(), keys.end(), [&](const SettingKey& k) { return k.name == name; });
      if (key == keys.end()) {
        settings.warnings.push_back(fmt::format("{}: unknown key {}", source, printable(cut_utf8(path, 60))));
        continue;
      }
      const PlistValue value = dict[name];
      if (key->type == SettingType::section) {
        if (value.kind() == PlistKind::dict) {
          read(key->keys, path + ".", value);
        } else {
          refuse(path, "a dictionary", value);
        }
      } else if (auto fits = fitting(*key, value)) {
        settings.given.try_emplace(path, std::move(*fits));
      } else {
        refuse(path, key->wanted, value);
      }
    }
  }

  void refuse(const std::string& path, std::string_view wanted, const PlistValue& value) {
    settings.leave_out_value(path, fmt::format("{}: {} must be {}, and is {}; it is not used", source, path,
                                               wanted, to_text(value.kind())));
  }
};

// The value that was given, or the table's preset.
template <class T>
T value_at(const Settings& settings, std::string_view path) {
  if (const auto found = settings.given.find(path); found != settings.given.end()) {
    return std::get<T>(found->second);
  }
  const std::string_view preset = setting_key(path)->preset;
  if constexpr (std::is_same_v<T, bool>) {
    return preset == "true";
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    std::int64_t number = 0;
    std::from_chars(preset.data(), preset.data() + preset.size(), number);
    return number;
  } else {
    return T(preset);
  }
}

}  // namespace

std::optional<std::string> Settings::why_unknown(std::string_view path) const {
  if (!unread_.empty() && given_before_.find(path) == given_before_.end()) return unread_;
  const auto wrong = not_fitting_.find(path);
  return wrong != not_fitting_.end() ? std::optional(wrong->second) : std::nullopt;
}

void Settings::leave_out_file(std::string why) {
  if (unread_.empty()) {
    unread_ = why;
    for (const auto& [path, value] : given) given_before_.insert(path);
  }
  warnings.push_back(std::move(why));
}

void Settings::leave_out_value(const std::string& path, std::string why) {
  if (path.starts_with("Repair")) unclear = why;
  if (given.find(path) == given.end()) not_fitting_.try_emplace(path, why);
  warnings.push_back(std::move(why));
}

std::optional<std::string> Settings::text(std::string_view path) const {
  const auto found = given.find(path);
  return found != given.end() ? std::optional(std::get<std::string>(found->second)) : std::nullopt;
}

std::vector<std::string> Settings::local_administrators() const {
  const auto found = given.find("LocalAdministrators");
  return found != given.end() ? std::get<std::vector<std::string>>(found->second)
                              : std::vector<std::string>();
}

WatchdogSettings Settings::watchdog() const {
  return {value_at<bool>(*this, "Watchdog.Enabled"),
          static_cast<int>(value_at<std::int64_t>(*this, "Watchdog.Minutes"))};
}

RepairSettings Settings::repair() const {
  RepairSettings repair;
  repair.highest =
      kRepairStepNames.find(value_at<std::string>(*this, "Repair.HighestStep")).value_or(repair.highest);
  for (std::size_t i = 0; i < kRepairStepNames.size(); ++i) {
    repair.allowed[i] = value_at<bool>(*this, fmt::format("Repair.Steps.{}", kRepairStepNames.names[i]));
  }
  const auto from = text("Repair.Window.From"), to = text("Repair.Window.To");
  if (from || to) repair.window = TimeWindow{};  // with one end only it never opens
  if (from && to) {
    repair.window = TimeWindow{minutes_of_day(*from).value_or(0), minutes_of_day(*to).value_or(0)};
  }
  repair.attempts = static_cast<int>(value_at<std::int64_t>(*this, "Repair.Attempts"));
  repair.back_off_minutes = static_cast<int>(value_at<std::int64_t>(*this, "Repair.BackOffMinutes"));
  repair.despite_conflict = value_at<bool>(*this, "Repair.DespiteConflict");
  repair.dialogs = value_at<bool>(*this, "Repair.Dialogs");
  repair.dialogs_at_login_window = value_at<bool>(*this, "Repair.DialogsAtLoginWindow");
  for (const SettingKey& key : setting_key("Repair.Texts")->keys) {
    if (const auto text = this->text(fmt::format("Repair.Texts.{}", key.name)); text && !text->empty()) {
      repair.texts[std::string(key.name)] = *text;
    }
  }
  return repair;
}

std::optional<Unreadable> add_settings(Settings& settings, std::string_view source, std::string_view plist) {
  const auto parsed = Plist::parse(plist);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return *why;
  const PlistValue root = std::get<Plist>(parsed).root();
  if (root.kind() != PlistKind::dict) return Unreadable{"the settings are no dictionary"};
  Reader{settings, source}.read(setting_keys(), "", root);
  return std::nullopt;
}

}  // namespace enrolkit
