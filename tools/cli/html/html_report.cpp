#include "cli/html/html_report.h"

#include "report/mac_html.h"
#include "run/streams.h"

namespace enrolkit {

Result<HtmlReport> HtmlReport::begin(const std::string& path, bool replace, bool several) {
  std::optional<FleetPage> page;
  if (several) {
    auto begun = FleetPage::begin();
    if (!begun.ok()) return std::move(begun).error();
    page = std::move(begun).value();
  }
  if (path == "-") return HtmlReport(nullptr, std::move(page));
  auto file = NewFile::begin(path, replace);
  if (const auto* why = std::get_if<Unreadable>(&file)) return Error{why->why};
  return HtmlReport(std::make_unique<NewFile>(std::move(std::get<NewFile>(file))), std::move(page));
}

std::optional<std::string> HtmlReport::write(std::string_view part) {
  if (file_) return file_->write(part);
  write_out(part);  // what cannot be written there ends the program with its own word
  return std::nullopt;
}

Status HtmlReport::add(const nlohmann::ordered_json& mac) {
  empty_ = false;
  if (page_) return page_->add(mac);
  if (auto why = write(mac_page(mac))) return Error{std::move(*why)};
  return {};
}

Status HtmlReport::finish() {
  if (empty_) return Error{"no Mac to write a page of"};
  std::optional<std::string> failed;
  if (page_) {
    const Status written = page_->write([&](std::string_view part) {
      failed = write(part);
      return !failed;
    });
    if (!written.ok()) return failed ? Error{std::move(*failed)} : written.error();
  }
  if (!file_) return {};
  if (auto why = file_->put_in_place()) return Error{std::move(*why)};
  return {};
}

}  // namespace enrolkit
