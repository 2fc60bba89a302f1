// Many Macs as one HTML page: a dashboard of causes and days, a list that can be filtered, and each Mac's own section.
//
// Macs are added one by one and only a row of each is kept in memory; their sections lie in a spool file that has no
// name, so that ten thousand Macs take no more room than a hundred.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace enrolkit {

class FleetPage {
 public:
  // Error: no spool file could be made.
  [[nodiscard]] static Result<FleetPage> begin();

  // Error: the spool file could not be written (a full disk).
  [[nodiscard]] Status add(const nlohmann::ordered_json& mac);

  // The page, piece by piece. `sink` answers false when a piece could not be written.
  [[nodiscard]] Status write(const std::function<bool(std::string_view)>& sink);

  [[nodiscard]] std::size_t macs() const { return rows_.size(); }

 private:
  struct Row {
    std::string name, source, cause, what, day, health;  // what: in words, empty of a healthy Mac
  };
  struct Close {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
  };
  explicit FleetPage(std::FILE* spool) : spool_(spool) {}
  [[nodiscard]] std::string dashboard() const;
  [[nodiscard]] std::string list() const;

  std::unique_ptr<std::FILE, Close> spool_;
  std::vector<Row> rows_;
};

}  // namespace enrolkit
