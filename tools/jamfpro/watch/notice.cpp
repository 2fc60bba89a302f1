#include "jamfpro/watch/notice.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/redact.h"
#include "jamfpro/http/json.h"

namespace enrolkit::jamf {
namespace {

constexpr std::chrono::seconds kLimit{10};

bool is_below(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

// The server, and what is asked of it.
std::pair<std::string, std::string> parts_of(const std::string& url) {
  constexpr std::string_view kScheme = "https://";
  const auto path = url.starts_with(kScheme) ? url.find('/', kScheme.size()) : std::string::npos;
  return {url.substr(0, path), path == std::string::npos ? "/" : url.substr(path)};
}

Json teams_card(const std::string& text) {
  const Json card{{"type", "AdaptiveCard"},
                  {"version", "1.4"},
                  {"body", Json::array({{{"type", "TextBlock"}, {"text", text}, {"wrap", true}}})}};
  return {{"type", "message"},
          {"attachments",
           Json::array({{{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", card}}})}};
}

}  // namespace

NoticeForm notice_form_for(std::string_view host) {
  if (is_below(host, "hooks.slack.com")) return NoticeForm::slack;
  for (const char* teams : {"webhook.office.com", "logic.azure.com", "environment.api.powerplatform.com"}) {
    if (is_below(host, teams)) return NoticeForm::teams;
  }
  return NoticeForm::json;
}

std::string notice_body(NoticeForm form, const Notice& notice) {
  const std::string text = "enrolkit: " + notice.text;
  Json body;
  switch (form) {
    case NoticeForm::slack: body = {{"text", text}}; break;
    case NoticeForm::teams: body = teams_card(text); break;
    case NoticeForm::json:
      body = {{"schema", "enrolkit.notice/1"}, {"event", notice.event}, {"text", text}};
      break;
  }
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<NoticeAddress> parse_notice_address(const std::string& url) {
  remember_secret(url);
  const auto [name, target] = parts_of(url);
  const bool plain = std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7F; });
  auto server = parse_server_url(name);
  if (!plain || !server.ok()) return std::nullopt;
  remember_secret(target);
  return NoticeAddress{std::move(server).value(), target};
}

enrolkit::Result<std::unique_ptr<Notifier>> Notifier::open(const NoticeAddress& address, HttpOptions options,
                                                           const ProxyOf& proxy_of) {
  options.proxy = proxy_of(address.server.host);
  auto http = poco_http(address.server, options);
  if (!http.ok()) return http.error();
  return std::make_unique<Notifier>(std::move(http).value(), address.target,
                                    notice_form_for(address.server.host));
}

enrolkit::Status Notifier::send(const Notice& notice) {
  Request request;
  request.method = Method::post;
  request.target = target_;
  request.body = notice_body(form_, notice);
  request.content_type = "application/json";
  request.limit = kLimit;
  const Outcome outcome = http_->send(request);
  if (const auto* none = std::get_if<NoReply>(&outcome))
    return Error{"a notice could not be sent: " + without_known_secrets(none->text)};
  const int status = std::get<Reply>(outcome).status;
  if (status >= 200 && status < 300) return {};
  return Error{fmt::format("a notice was not taken: status {}", status)};
}

}  // namespace enrolkit::jamf
