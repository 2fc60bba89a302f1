// Writes resources, blocks and arguments of HCL, and knows by which label a definition is referred to.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jamfpro/publish/definitions.h"

namespace enrolkit::jamf {

class TerraformWriter {
 public:
  // Labels are made of the names; of two that would be the same, the later has a number.
  explicit TerraformWriter(const std::vector<Definition>& definitions);

  void line(std::string_view text) { out_ += text; }
  void resource(const Definition& definition);
  void open(const std::string& head);
  void close();
  // `value` is HCL; `text` is put in quotes, without the mark of `publish`. A name that is none is left out.
  void plain(std::string_view name, std::string_view value);
  void text(std::string_view name, const std::string& value);

  // "jamfpro_script.enrolkit_repair.id"
  [[nodiscard]] std::string reference(ObjectKind kind, const std::string& name,
                                      const char* what = "id") const;
  [[nodiscard]] bool defines(const ObjectName& object) const { return labels_.contains(object); }

  // All that was written.
  [[nodiscard]] std::string take() && { return std::move(out_); }

 private:
  void flush();

  std::string out_;
  std::map<ObjectName, std::string> labels_;
  std::vector<std::pair<std::string, std::string>> arguments_;  // of the block that is open, not written yet
  std::size_t depth_ = 0;
};

}  // namespace enrolkit::jamf
