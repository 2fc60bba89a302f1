#include "core/settings/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/base/time_of_day.h"
#include "core/format/plist.h"
#include "core/settings/keys.h"

namespace enrolkit {
namespace {

using Fitting = std::variant<Settings::Value, Unreadable>;

Unreadable of_kind(const PlistValue& value) { return {fmt::format("is {}", to_text(value.kind()))}; }

std::string_view fault_of(const SettingKey& key, const std::string& text) {
  return key.fault != nullptr ? key.fault(text) : std::string_view();
}

// A word that is not among those allowed may be a secret in the wrong place: it is not repeated.
Fitting fitting_text(const SettingKey& key, const PlistValue& value) {
  const auto text = value.string();
  if (!text) return of_kind(value);
  if (const auto fault = fault_of(key, *text); !fault.empty()) return Unreadable{std::string(fault)};
  const bool allowed =
      key.allowed.empty() || std::find(key.allowed.begin(), key.allowed.end(), *text) != key.allowed.end();
  if (!allowed) return Unreadable{"is another text"};
  return *text;
}

Fitting fitting_texts(const SettingKey& key, const PlistValue& value) {
  if (value.kind() != PlistKind::array) return of_kind(value);
  auto texts = value.strings();
  if (texts.size() != value.items().size()) return Unreadable{"holds something else than strings"};
  for (const std::string& text : texts) {
    if (const auto fault = fault_of(key, text); !fault.empty())
      return Unreadable{fmt::format("one of them {}", fault)};
  }
  return texts;
}

// The value; or what is wrong with it, after "and ".
Fitting fitting(const SettingKey& key, const PlistValue& value) {
  switch (key.type) {
    case SettingType::text: return fitting_text(key, value);
    case SettingType::texts: return fitting_texts(key, value);
    case SettingType::boolean: {
      const auto truth = value.boolean();
      return truth ? Fitting(*truth) : of_kind(value);
    }
    case SettingType::integer: {
      const auto number = value.integer();
      if (!number) return of_kind(value);
      if (*number < key.least || *number > key.most) return Unreadable{"is another number"};
      return *number;
    }
    case SettingType::section: break;
  }
  return of_kind(value);
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
        leave_out_unknown(path, dict[name].kind() == PlistKind::dict);
        continue;
      }
      const PlistValue value = dict[name];
      if (key->type == SettingType::section) {
        if (value.kind() == PlistKind::dict) {
          read(key->keys, path + ".", value);
        } else {
          refuse(path, "a dictionary", of_kind(value).why);
        }
      } else {
        match_fitting(path, *key, fitting(*key, value));
      }
    }
  }

  // A prohibition that is misspelt would permit: of what a repair may do, every key must be known, and a section that is
  // not known may be that one.
  void leave_out_unknown(const std::string& path, bool is_section) {
    std::string why = fmt::format("{}: unknown key {}", source, printable(cut_utf8(path, 60)));
    if (path.starts_with("Repair.") || is_section || equal_ignoring_case(path, "Repair"))
      settings.unclear = why;
    settings.warnings.push_back(std::move(why));
  }

  void match_fitting(const std::string& path, const SettingKey& key, Fitting fits) {
    if (auto* value = std::get_if<Settings::Value>(&fits)) {
      settings.given.try_emplace(path, std::move(*value));
    } else {
      refuse(path, key.wanted, std::get<Unreadable>(fits).why);
    }
  }

  void refuse(const std::string& path, std::string_view wanted, std::string_view fault) {
    settings.leave_out_value(
        path, fmt::format("{}: {} must be {}, and {}; it is not used", source, path, wanted, fault));
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
