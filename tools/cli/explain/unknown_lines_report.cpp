#include "cli/explain/unknown_lines_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "run/streams.h"

namespace enrolkit {

Exit print_unknown_lines(const std::vector<Subject>& subjects, const ExplainMacOptions& how) {
  UnknownLines all;
  Exit exit = Exit::ok;
  for (const Subject& subject : subjects) {
    const ExplainedMac mac = explain_mac(subject, how);
    if (!mac.trouble.empty()) {
      write_err("enrolkit: " + mac.trouble + "\n");
      exit = Exit::trouble;
    }
    if (const auto* read = value_of(mac.log)) all.add(read->unknown_lines);
  }
  std::vector<std::pair<std::uint64_t, std::string>> shapes;
  for (const auto& [shape, count] : all.shapes()) shapes.emplace_back(count, shape);
  std::stable_sort(shapes.begin(), shapes.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [count, shape] : shapes) write_out(fmt::format("{:8}  {}\n", count, shape));
  if (all.left_out() != 0) write_out(fmt::format("{:8}  of other shapes\n", all.left_out()));
  if (shapes.empty() && exit != Exit::trouble) {
    write_err("enrolkit: no error of jamf that enrolkit does not know\n");
  }
  return exit;
}

}  // namespace enrolkit
