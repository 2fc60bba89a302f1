#include "cli/html/html_report.h"

#include "report/mac_html.h"

namespace enrolkit {

Result<HtmlReport> HtmlReport::begin(const std::string& path, bool replace, bool several) {
  std::optional<FleetPage> page;
  if (several) {
    auto begun = FleetPage::begin();
    if (!begun.ok()) return std::move(begun).error();
    page = std::move(begun).value();
  }
  auto file = NewFile::begin(path, replace);
  if (const auto* why = std::get_if<Unreadable>(&file)) return Error{why->why};
  return HtmlReport(std::move(std::get<NewFile>(file)), std::move(page));
}

Status HtmlReport::add(const nlohmann::ordered_json& mac) {
  empty_ = false;
  if (page_) return page_->add(mac);
  if (auto why = file_.write(mac_page(mac))) return Error{std::move(*why)};
  return {};
}

Status HtmlReport::finish() {
  if (empty_) return Error{"no Mac to write a page of"};
  std::optional<std::string> failed;
  if (page_) {
    const Status written = page_->write([&](std::string_view part) {
      failed = file_.write(part);
      return !failed;
    });
    if (!written.ok()) return failed ? Error{std::move(*failed)} : written.error();
  }
  if (auto why = file_.put_in_place()) return Error{std::move(*why)};
  return {};
}

}  // namespace enrolkit
