#include "jamf/reference.h"

#include <nlohmann/json.hpp>

#include "core/enrolment/cause.h"
#include "core/settings/keys.h"
#include "jamf/settings.h"
#include "jamf/texts.h"

namespace enrolkit {
namespace {

using Json = nlohmann::ordered_json;

Json remedies(const Advice& advice) {
  Json all = Json::array();
  for (const Remedy& one : advice.remedies) all.push_back({{"text", one.text}, {"ways", one.ways}});
  return all;
}

Json causes() {
  Json all = Json::array();
  for (const std::string_view name : kCauseNames.names) {
    const Advice& advice = advice_on(*cause_named(name));
    all.push_back({{"name", name},
                   {"meaning", advice.meaning},
                   {"confirm", advice.confirm},
                   {"remedies", remedies(advice)}});
  }
  return all;
}

void add_settings_of(Json& all, std::span<const SettingKey> keys, const std::string& above) {
  for (const SettingKey& key : keys) {
    const std::string path = above + std::string(key.name);
    if (key.type == SettingType::section) {
      add_settings_of(all, key.keys, path + ".");
    } else {
      all.push_back({{"key", path},
                     {"type", json_type(key.type)},
                     {"value", key.wanted},
                     {"preset", key.preset},
                     {"title", key.title},
                     {"description", key.description}});
    }
  }
}

}  // namespace

std::string reference_json() {
  Json settings = Json::array();
  add_settings_of(settings, setting_keys(), "");
  return json_file({{"schema", "enrolkit.reference/1"},
                    {"version", ENROLKIT_VERSION},
                    {"causes", causes()},
                    {"settings", std::move(settings)}});
}

}  // namespace enrolkit
