// Any bytes as the preferences of enrolkit, as the stronger source and as the weaker one.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/settings/settings.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  Settings first;
  const auto why = add_settings(first, "prefs", bytes);
  if (why) {
    demand(!why->why.empty() && first.given.empty() && first.warnings.empty());
  }
  demand(first.management_account() != std::optional<std::string>(""));
  const RepairSettings repair = first.repair();
  demand(repair.attempts >= 1 && repair.attempts <= 20 && repair.back_off_minutes >= 5);
  for (const auto& [key, text] : repair.texts) demand(!key.empty() && !text.empty());
  for (const std::string& warning : first.warnings) {
    demand(warning.starts_with("prefs: ") && warning.find('\n') == std::string::npos && warning.size() < 400);
  }

  Settings second;
  second.given["ManagementAccount"] = "kept";
  second.given["LocalAdministrators"] = std::vector<std::string>{"kept"};
  demand(add_settings(second, "prefs", bytes).has_value() == why.has_value());
  demand(second.management_account() == "kept" && second.local_administrators().size() == 1);
  demand(second.warnings == first.warnings);
  return 0;
}
