// A word to people: to Slack, to Teams, or as plain JSON to anything else. The address is a secret, since it alone lets
// anybody write there: it is in no log and in no failure.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/enum_names.h"
#include "core/base/result.h"
#include "jamfpro/http/poco_http.h"
#include "jamfpro/http/text.h"

namespace enrolkit::jamf {

enum class NoticeForm { slack, teams, json };
inline constexpr EnumNames<NoticeForm, 3> kNoticeFormNames{{"slack", "teams", "json"}};
// By the host that takes it.
[[nodiscard]] NoticeForm notice_form_for(std::string_view host);

struct Notice {
  std::string event;  // "storm", "trouble", ...
  std::string text;   // one sentence
};
// Slack's {"text"}; an adaptive card for a workflow of Teams; {"schema":"enrolkit.notice/1","event","text"}.
[[nodiscard]] std::string notice_body(NoticeForm form, const Notice& notice);

struct NoticeAddress {
  ServerUrl server;
  std::string target;
};
// https alone; nothing: notices cannot be sent there. It is in nothing that is said from then on.
[[nodiscard]] std::optional<NoticeAddress> parse_notice_address(const std::string& url);

class Notifier {
 public:
  // `proxy_of` answers the proxy for a host; empty: none.
  using ProxyOf = std::function<std::string(const std::string& host)>;
  [[nodiscard]] static enrolkit::Result<std::unique_ptr<Notifier>> open(const NoticeAddress& address,
                                                                        HttpOptions options,
                                                                        const ProxyOf& proxy_of);
  Notifier(std::unique_ptr<Http> http, std::string target, NoticeForm form)
      : http_(std::move(http)), target_(std::move(target)), form_(form) {}

  // Once, and no longer than some seconds: whoever waits for it has more to do.
  [[nodiscard]] enrolkit::Status send(const Notice& notice);
  void use(NoticeForm form) { form_ = form; }

 private:
  std::unique_ptr<Http> http_;
  std::string target_;
  NoticeForm form_;
};

}  // namespace enrolkit::jamf
