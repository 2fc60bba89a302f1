#include "cli/server/second.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/server/pick.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

using jamf::Json;
using jamf::RepairAct;

constexpr std::array kTexts{"url", "hash", "hashType", "bundleId", "bundleVersion", "title"};
constexpr std::array kMore{"subtitle", "displayImageUrl", "fullSizeImageUrl"};
constexpr const char* kSize = "sizeInBytes";

bool is_known(const std::string& key) {
  const auto is = [&](const char* name) { return key == name; };
  return key == kSize || std::any_of(kTexts.begin(), kTexts.end(), is) ||
         std::any_of(kMore.begin(), kMore.end(), is);
}

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

}  // namespace

Result<Json> package_manifest(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Error{"no JSON object"};
  for (const auto& [key, value] : json.items()) {
    if (!is_known(key)) return Error{printable(key) + ": no such field"};
    if (key != kSize && !value.is_string()) return Error{key + ": not a text"};
  }
  for (const char* key : kTexts) {
    if (!jamf::text_of(jamf::at(json, {key}))) return Error{std::string(key) + ": missing"};
  }
  if (!json["url"].get_ref<const std::string&>().starts_with("https://"))
    return Error{"url: Macs fetch packages by https only"};
  if (json["hashType"] != "SHA256" || !is_sha256(json["hash"]))
    return Error{"hash: a SHA256 of 64 digits, with hashType SHA256, is needed"};
  if (jamf::number_of(jamf::at(json, {kSize})).value_or(0) < 1)
    return Error{std::string(kSize) + ": the package's size in bytes is needed"};
  return json;
}

void add_second(CLI::App& repair, SecondOptions& options) {
  repair.add_flag("--renew-mdm", options.renew_mdm,
                  "where the framework does not repair it: renew the MDM profile");
  repair
      .add_option(
          "--deploy-package", options.package,
          "in that case: install a signed package by MDM; FILE is its manifest (man enrolkit-server-repair)")
      ->type_name("FILE");
  repair.add_flag("--blank-push", options.blank_push, "in that case: have the Mac fetch what waits for it");
}

Status plan_second(const SecondOptions& options, jamf::RepairPlan& plan) {
  for (const RepairAct act : jamf::kRepairActs) {
    const bool wanted = act == RepairAct::renew_mdm        ? options.renew_mdm
                        : act == RepairAct::deploy_package ? !options.package.empty()
                                                           : options.blank_push;
    if (wanted) plan.second.push_back(act);
  }
  if (options.package.empty()) return {};
  const auto text = read_words("--deploy-package", options.package);
  if (!text.ok()) return Error{text.error().why};
  auto manifest = package_manifest(text.value());
  if (!manifest.ok())
    return Error{fmt::format("--deploy-package {}: {}", printable(options.package), manifest.error().why)};
  plan.package = std::move(manifest).value();
  return {};
}

std::string second_in_words(const jamf::RepairPlan& plan) {
  std::string out;
  for (const RepairAct act : plan.second) (out += out.empty() ? "" : ", ") += to_text(act);
  return out.empty() ? out : ", and where that does not repair it: " + out;
}

}  // namespace enrolkit
