// The texts of the windows that a repair from Self Service shows: their keys in the settings (Repair.Texts).
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/enum_names.h"

namespace enrolkit {

enum class Text : std::uint8_t {
  title,         // of every window
  consent,       // the question before a repair
  progress,      // while it runs
  repaired,      // when it is proven repaired
  not_repaired,  // when it is not
  agree,         // the button that agrees
  refuse,        // the button that refuses
  close,         // the button that closes
};
inline constexpr EnumNames<Text, 8> kTextNames{
    {"Title", "Consent", "Progress", "Repaired", "NotRepaired", "Continue", "Cancel", "Close"}};

}  // namespace enrolkit
