// The file that `--html FILE` asks for: a page of one Mac, or of a folder of them. There whole or not at all.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "cli/html/fleet_html.h"
#include "core/base/result.h"
#include "host/new_file.h"

namespace enrolkit {

class HtmlReport {
 public:
  // `path`: "-" is standard output. Error: a file of that name is there already (unless `replace`), or none can be made
  // there.
  [[nodiscard]] static Result<HtmlReport> begin(const std::string& path, bool replace, bool several);

  // The JSON of one explained Mac (report/explained_mac_json.h).
  [[nodiscard]] Status add(const nlohmann::ordered_json& mac);

  // Gives the file its name. Without any Mac nothing is left.
  [[nodiscard]] Status finish();

 private:
  HtmlReport(std::unique_ptr<NewFile> file, std::optional<FleetPage> page)
      : file_(std::move(file)), page_(std::move(page)) {}
  [[nodiscard]] std::optional<std::string> write(std::string_view part);  // why not

  std::unique_ptr<NewFile> file_;  // null: standard output
  std::optional<FleetPage> page_;  // of several Macs
  bool empty_ = true;
};

}  // namespace enrolkit
