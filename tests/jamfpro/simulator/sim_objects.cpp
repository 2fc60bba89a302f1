#include "jamfpro/simulator/sim_objects.h"

#include "jamfpro/publish/checksums.h"

namespace enrolkit::test {

using jamf::ObjectKind;

SimObject& SimObjects::add(ObjectKind kind, const std::string& name) {
  of[kind].push_back({std::to_string(++last_), name, {}, {}, "", 0});
  return of[kind].back();
}

SimObject& SimObjects::add_json(ObjectKind kind, const jamf::Json& json) {
  const std::string field(jamf::facts_of(kind).name_field);
  SimObject& out = add(kind, json.at(field));
  out.json = json;
  return out;
}

void SimObjects::remove(ObjectKind kind, const std::string& id) {
  if (!keeps_deleted) std::erase_if(of[kind], [&](const SimObject& one) { return one.id == id; });
}

SimObject* SimObjects::named(ObjectKind kind, const std::string& name) {
  for (SimObject& one : of[kind]) {
    if (jamf::is_same_name(one.name, name)) return &one;
  }
  return nullptr;
}

SimObject* SimObjects::numbered(ObjectKind kind, const std::string& id) {
  for (SimObject& one : of[kind]) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

void SimObjects::show_file(SimObject& package, std::int64_t now) const {
  if (package.file.empty()) return;
  package.json["cloudTransferStatus"] = now < package.arrives ? "PENDING" : "READY";
  if (now < package.arrives) return;
  if (sums == Sums::sha3_512) {
    package.json["hashType"] = "SHA3_512";
    package.json["hashValue"] = package.json["sha3512"] = jamf::sha3_512_of(package.file);
  }
  if (sums == Sums::md5) package.json["md5"] = jamf::md5_of(package.file);
  package.json["size"] = std::to_string(package.file.size());
}

}  // namespace enrolkit::test
