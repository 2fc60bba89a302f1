#include "jamfpro/watch/webhook.h"

#include <algorithm>
#include <variant>

#include "core/base/ascii.h"
#include "jamfpro/http/json.h"
#include "jamfpro/http/xml.h"

namespace enrolkit::jamf {
namespace {

constexpr std::size_t kMaxIdDigits = 18;

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdDigits && text.front() != '0' &&
         std::all_of(text.begin(), text.end(), is_digit);
}

enrolkit::Result<Webhook> made_of(std::string_view name, std::string id) {
  Webhook out;
  out.event = kWebhookEventNames.find(name).value_or(Webhook::Event::other);
  if (out.event == Webhook::Event::other) return out;
  if (!is_id(id)) return Error{"it names no Mac"};
  out.id = std::move(id);
  return out;
}

// Some events have the Mac's fields themselves, others in a part "computer".
enrolkit::Result<Webhook> from_json(std::string_view body) {
  const auto json = parse_json(body);
  if (!json) return Error{"no JSON"};
  const auto name = text_of(at(*json, {"webhook", "webhookEvent"}));
  if (!name) return Error{"it names no event"};
  auto id = text_of(at(*json, {"event", "jssID"}));
  if (!id) id = text_of(at(*json, {"event", "computer", "jssID"}));
  return made_of(*name, id.value_or(""));
}

enrolkit::Result<Webhook> from_xml(std::string_view body) {
  const auto parsed = parse_xml(body);
  const auto* root = std::get_if<XmlNode>(&parsed);
  if (root == nullptr) return Error{std::get<Unreadable>(parsed).why};
  const std::string name = root->text_at({"webhook", "webhookEvent"});
  if (name.empty()) return Error{"it names no event"};
  std::string id = root->text_at({"event", "jssID"});
  if (id.empty()) id = root->text_at({"event", "computer", "jssID"});
  return made_of(name, std::move(id));
}

}  // namespace

enrolkit::Result<Webhook> parse_webhook(std::string_view body) {
  if (body.size() > kMaxWebhookBytes) return Error{"it is too large"};
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Error{"it is empty"};
  return body[first] == '<' ? from_xml(body) : from_json(body);
}

}  // namespace enrolkit::jamf
