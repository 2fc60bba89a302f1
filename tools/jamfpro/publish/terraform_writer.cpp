#include "jamfpro/publish/terraform_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/ascii.h"
#include "jamfpro/publish/hcl.h"

namespace enrolkit::jamf {
namespace {

std::string_view type_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::category: return "jamfpro_category";
    case ObjectKind::script: return "jamfpro_script";
    case ObjectKind::attribute: return "jamfpro_computer_extension_attribute";
    case ObjectKind::group: return "jamfpro_smart_computer_group_v2";
    case ObjectKind::search: return "jamfpro_advanced_computer_search";
    case ObjectKind::package: return "jamfpro_package";
    case ObjectKind::profile: return "jamfpro_macos_configuration_profile_plist";
    case ObjectKind::policy: return "jamfpro_policy";
  }
  return "";
}

// Keys come from files, and definitions_of() refuses those that are not names; here it is asked once more, because any
// other text could end its block and begin one of its own.
bool is_argument_name(std::string_view name) {
  return is_field_name(name) && std::none_of(name.begin(), name.end(), [](char c) { return c == '.'; });
}

std::string unmarked(std::string text) {
  const auto mark = text.find(kMark);
  if (mark == std::string::npos) return text;
  text.erase(mark, kMark.size());
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string label_of(const std::string& name) {
  std::string label;
  for (const char c : name) {
    if (is_letter_or_digit(c)) label += c;
    if (!is_letter_or_digit(c) && !label.ends_with('_')) label += '_';
  }
  while (label.ends_with('_')) label.pop_back();
  return label.empty() || !is_letter(label.front()) ? "enrolkit_" + label : label;
}

}  // namespace

TerraformWriter::TerraformWriter(const std::vector<Definition>& definitions) {
  std::set<std::string> taken;
  for (const Definition& one : definitions) {
    std::string label = label_of(one.object.name);
    for (int number = 2; !taken.insert(fmt::format("{}.{}", type_of(one.object.kind), label)).second;
         ++number)
      label = fmt::format("{}_{}", label_of(one.object.name), number);
    labels_[one.object] = label;
  }
}

void TerraformWriter::resource(const Definition& definition) {
  out_ += "\n";
  open(fmt::format("resource \"{}\" \"{}\"", type_of(definition.object.kind), labels_.at(definition.object)));
}

void TerraformWriter::open(const std::string& head) {
  flush();
  out_ += std::string(depth_++ * 2, ' ') + head + " {\n";
}

void TerraformWriter::close() {
  flush();
  out_ += std::string(--depth_ * 2, ' ') + "}\n";
}

void TerraformWriter::plain(std::string_view name, std::string_view value) {
  if (is_argument_name(name)) arguments_.emplace_back(name, value);
}

void TerraformWriter::text(std::string_view name, const std::string& value) {
  plain(name, hcl_string(unmarked(value)));
}

std::string TerraformWriter::reference(ObjectKind kind, const std::string& name, const char* what) const {
  return fmt::format("{}.{}.{}", type_of(kind), labels_.at({kind, name}), what);
}

// Arguments one below the other have their signs in one column, as `terraform fmt` writes them.
void TerraformWriter::flush() {
  std::size_t width = 0;
  for (const auto& [name, value] : arguments_) width = std::max(width, name.size());
  for (const auto& [name, value] : arguments_)
    out_ += fmt::format("{}{:<{}} = {}\n", std::string(depth_ * 2, ' '), name, width, value);
  arguments_.clear();
}

}  // namespace enrolkit::jamf
