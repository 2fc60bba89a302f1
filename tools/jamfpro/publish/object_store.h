// The objects of Jamf Pro that `publish` keeps: listed by name, read, made, changed. One form for those that
// are spoken of in JSON and for those of the Classic API (policies, configuration profiles).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jamfpro/http/session.h"
#include "jamfpro/publish/plan.h"

namespace enrolkit::jamf {

class ObjectStore {
 public:
  explicit ObjectStore(Session& session) : session_(session) {}

  // Those of these names, without regard to case. A kind that the server does not have at all is a Failure
  // that says which version has it.
  [[nodiscard]] Result<std::vector<ListedObject>> named(ObjectKind kind,
                                                        const std::vector<std::string>& names);
  [[nodiscard]] Result<Content> read(ObjectKind kind, const std::string& id);
  // Answers the new object's number.
  [[nodiscard]] Result<std::string> create(ObjectKind kind, const std::string& body);
  [[nodiscard]] Status change(ObjectKind kind, const std::string& id, const std::string& body);
  [[nodiscard]] Status remove(ObjectKind kind, const std::string& id);
  // All of the kind that bear the mark, whatever they are called. For kinds whose lists tell it: scripts, attributes,
  // packages.
  [[nodiscard]] Result<std::vector<ListedObject>> marked(ObjectKind kind);
  // Sends a package's file to its record.
  [[nodiscard]] Status upload(const std::string& id, const PackageFile& file);
  // Asks Jamf Cloud to look for a package's file now, instead of at its next round. A server before 11.24, or without a
  // cloud distribution point, refuses: what the record tells of the file decides all the same.
  // POST /v1/cloud-distribution-point/refresh-inventory; privilege "Read Cloud Distribution Point" (Jamf's API reference).
  [[nodiscard]] Status refresh_inventory(const std::string& file);

  [[nodiscard]] Session& session() { return session_; }

 private:
  [[nodiscard]] Result<std::vector<ListedObject>> all_of_classic(ObjectKind kind);
  [[nodiscard]] std::string path_of(ObjectKind kind) const;

  Session& session_;
  std::map<ObjectKind, std::string> paths_;  // that answered
};

// The body of a form with one file in it, and its content type (RFC 7578).
struct Multipart {
  std::string content_type, body;
};
[[nodiscard]] Multipart multipart_of(const PackageFile& file);

}  // namespace enrolkit::jamf
