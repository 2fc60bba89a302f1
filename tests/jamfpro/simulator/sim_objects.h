// The objects that a simulated Jamf Pro keeps: categories, scripts, attributes, groups, packages, profiles,
// policies. With the habits of real servers that are written about: fields that they do not know are dropped
// without a word, names are without case, texts lose the line end at their end, profiles get an identity of
// their own, a package's file is on its way for a while.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "jamfpro/http/json.h"
#include "jamfpro/http/xml.h"
#include "jamfpro/publish/kind.h"

namespace enrolkit::test {

struct SimObject {
  std::string id, name;
  jamf::Json json;
  jamf::XmlNode xml;
  std::string file;          // of a package
  std::int64_t arrives = 0;  // when its checksums are there
};

struct SimObjects {
  std::map<jamf::ObjectKind, std::vector<SimObject>> of;
  std::set<std::string> drops;  // fields and elements that this server knows no more, or not yet
  std::int64_t transfer = 0;    // seconds that a package's file is on its way
  // What it tells of a file that has arrived: Jamf Cloud's SHA3-512, the MD5 of older servers, or no sum at all.
  enum class Sums { sha3_512, md5, none } sums = Sums::sha3_512;
  bool keeps_deleted = false;          // takes a DELETE, and does nothing
  std::vector<std::string> refreshed;  // the files that it was asked to look for

  SimObject& add(jamf::ObjectKind kind, const std::string& name);
  [[nodiscard]] SimObject* named(jamf::ObjectKind kind, const std::string& name);
  [[nodiscard]] SimObject* numbered(jamf::ObjectKind kind, const std::string& id);
  void remove(jamf::ObjectKind kind, const std::string& id);
  // An object made by hand: only its name, and what `json` or `xml` says.
  SimObject& add_json(jamf::ObjectKind kind, const jamf::Json& json);
  // Has it tell what the server knows of its file by then.
  void show_file(SimObject& package, std::int64_t now) const;

 private:
  int last_ = 40;
};

// What a Classic server makes of a document: rebuilt in its own order, with presets for what is missing,
// numbers for names. `before`: what a PUT changes, section by section; nullptr for a new one. An int is the
// status of the error page that it answers.
[[nodiscard]] std::variant<jamf::XmlNode, int> classic_object(SimObjects& objects, jamf::ObjectKind kind,
                                                              const jamf::XmlNode& sent,
                                                              const jamf::XmlNode* before);

}  // namespace enrolkit::test
