#include "pkg/package.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/failure.h"
#include "core/base/ascii.h"
#include "pkg/bom.h"
#include "pkg/cpio.h"

namespace enrolkit {
namespace {

void check_word(const char* what, const std::string& word, std::string_view more) {
  const bool fine = !word.empty() && word.size() <= 100 && std::all_of(word.begin(), word.end(), [&](char c) {
    return is_letter_or_digit(c) || more.find(c) != std::string_view::npos;
  });
  if (!fine) throw Failure(fmt::format("{} must be letters, digits and {}", what, more));
}

std::string script_tags(const std::vector<Node>& scripts) {
  std::string tags;
  for (const std::string name : {"preinstall", "postinstall"}) {
    const auto script = std::find_if(scripts.begin(), scripts.end(), [&](const Node& node) {
      return node.path == "./" + name && !node.folder;
    });
    if (script == scripts.end()) continue;
    if ((script->mode & 0111) != 0111) throw Failure(name + ": is not executable; chmod 755 first");
    tags += fmt::format("        <{0} file=\"./{0}\"/>\n", name);
  }
  if (tags.empty()) throw Failure("the scripts' folder holds neither preinstall nor postinstall");
  return "    <scripts>\n" + tags + "    </scripts>\n";
}

}  // namespace

std::string package_info(const PackageSpec& spec) {
  check_word("the identifier", spec.identifier, ".-");
  check_word("the version", spec.version, ".-");
  return fmt::format(
      R"(<?xml version="1.0" encoding="utf-8"?>
<pkg-info overwrite-permissions="true" relocatable="false" identifier="{}" postinstall-action="none" version="{}" format-version="2" generator-version="enrolkit-pkg" install-location="/" auth="root">
    <payload numberOfFiles="{}" installKBytes="{}"/>
{}</pkg-info>
)",
      spec.identifier, spec.version, spec.payload.size(), installed_kilobytes(spec),
      spec.scripts.empty() ? "" : script_tags(spec.scripts));
}

std::size_t installed_kilobytes(const PackageSpec& spec) {
  std::size_t kilobytes = 0;
  for (const Node& node : spec.payload) kilobytes += (node.bytes.size() + 1023) / 1024;
  return kilobytes;
}

std::vector<Member> package_members(const PackageSpec& spec) {
  std::vector<Member> members{{"Bom", bom_of(spec.payload, spec.when)},
                              {"PackageInfo", package_info(spec)},
                              {"Payload", packed(spec.payload, spec.when)}};
  if (!spec.scripts.empty()) members.push_back({"Scripts", packed(spec.scripts, spec.when)});
  return members;
}

std::string package_of(const PackageSpec& spec) { return xar_of(package_members(spec), spec.when); }

}  // namespace enrolkit
