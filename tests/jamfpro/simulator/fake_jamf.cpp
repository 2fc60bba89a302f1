#include "jamfpro/simulator/fake_jamf.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "jamfpro/client/privileges.h"
#include "jamfpro/http/base64.h"
#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::Request;

namespace {

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::multimap<std::string, std::string> parameters(std::string_view text) {
  std::multimap<std::string, std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    out.emplace(decoded(pair.substr(0, equals)), decoded(pair.substr(std::min(equals + 1, pair.size()))));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

Answered empty_reply(int status) {
  Answered out;
  out.reply.status = status;
  return out;
}

Answered json_reply(int status, const Json& body) {
  Answered out;
  out.reply.status = status;
  out.reply.content_type = "application/json";
  out.reply.body = body.dump();
  return out;
}

Answered page_reply(int status, const std::string& text) {
  Answered out;
  out.reply.status = status;
  out.reply.content_type = "text/html;charset=UTF-8";
  out.reply.body = "<html><head><title>x</title></head><body><p>" + text + "</p></body></html>";
  return out;
}

Answered api_error(int status, const std::string& code, const std::string& what) {
  Json errors = Json::array();
  if (!code.empty())
    errors.push_back({{"code", code}, {"description", what}, {"id", "0"}, {"field", nullptr}});
  return json_reply(status, {{"httpStatus", status}, {"errors", errors}});
}

FakeJamf::FakeJamf() {
  settings_.emplace_back(0, Json{{"managementUsername", "jamfmanage"},
                                 {"createManagementAccount", true},
                                 {"hideManagementAccount", true},
                                 {"ensureSshRunning", true},
                                 {"macOsEnterpriseEnrollmentEnabled", true},
                                 {"mdmSigningCertificate", nullptr},
                                 {"flushMdmCommandsOnReenroll", "DELETE_ERRORS"},
                                 {"somethingNewer", {{"kept", 1}}}});
  prestages = Json::array();
  for (const jamf::Need& need : jamf::needs()) privileges.insert(std::string(need.privilege));
  privileges.insert({"Delete API Roles", "Delete API Integrations"});  // no command of ours asks for these
  access.known = privileges;
  access.known.insert("Read Buildings");
}

void FakeJamf::change_settings(const char* key, const Json& value, std::int64_t now) {
  Json next = settings();
  next[key] = value;
  settings_.emplace_back(now, std::move(next));
}

Effect FakeJamf::strike(const Request& request, std::int64_t& retry_after) {
  const std::string what = std::string(to_text(request.method)) + " " + request.target;
  Effect effect = Effect::none;
  for (Fault& fault : faults) {
    if (!what.starts_with(fault.request)) continue;
    ++fault.seen;
    if (effect != Effect::none || fault.struck >= fault.times || fault.seen < fault.first ||
        (fault.seen - fault.first) % fault.every != 0) {
      continue;
    }
    ++fault.struck;
    effect = fault.effect;
    retry_after = fault.retry_after;
  }
  return effect;
}

Answered FakeJamf::answer(const Request& request, std::int64_t now) {
  now += clock_ahead;
  world.advance(now);
  const auto question = std::min(request.target.find('?'), request.target.size());
  Call call{
      request, now, request.target.substr(0, question),
      parameters(std::string_view(request.target).substr(std::min(question + 1, request.target.size()))),
      false};
  if (ignores_filters) call.query.erase("filter");
  const std::string name = std::string(to_text(request.method)) + " " + call.path;
  ++calls[name];
  log.push_back(std::string(to_text(request.method)) + " " + request.target);
  if (stale_for > 0 && request.cookie.find("jpro-ingress=node-a") == std::string::npos) {
    call.other_node = unpinned_++ % 2 == 0;
  }

  std::int64_t retry_after = 0;
  const Effect effect = strike(request, retry_after);
  Answered out;
  half_page_ = effect == Effect::short_page;
  switch (effect) {
    case Effect::none:
    case Effect::short_page:
    case Effect::half_reply:
    case Effect::applied_cut:
    case Effect::applied_timed_out: out = routed(call); break;
    case Effect::applied_500: (void)routed(call); [[fallthrough]];
    case Effect::error_500: out = api_error(500, "", ""); break;
    case Effect::html_502: out = page_reply(502, "502 Bad Gateway"); break;
    case Effect::html_403: out = page_reply(403, "The request could not be satisfied."); break;
    case Effect::empty_403: out.reply.status = 403; break;
    case Effect::maintenance: out = page_reply(503, "Jamf Pro is starting up"); break;
    case Effect::turned_away: out = api_error(429, "TOO_MANY_REQUESTS", "slow down"); break;
    case Effect::login_page: out = page_reply(200, "Sign in to continue"); break;
    case Effect::unauthorised: out = api_error(401, "", ""); break;
    case Effect::redirect:
      out.reply.status = 302;
      out.reply.location = "https://sso.example.com/?token=abcdef";
      break;
    case Effect::gateway_504: out = page_reply(504, "Gateway time-out"); break;
    case Effect::cut:
    case Effect::timed_out:
    case Effect::not_reached: break;
  }
  out.effect = effect;
  out.reply.date = now;
  if (retry_after > 0) out.reply.retry_after = retry_after;
  if (!record_to.empty() && (effect == Effect::none || effect == Effect::short_page)) {
    std::ofstream(record_to, std::ios::app)
        << Json{{"method", to_text(request.method)}, {"target", request.target},   {"body", request.body},
                {"type", request.content_type},      {"status", out.reply.status}, {"reply", out.reply.body}}
               .dump(-1, ' ', false, Json::error_handler_t::replace)
        << '\n';
  }
  return out;
}

Answered FakeJamf::token(const Call& call, bool client) {
  std::string token;
  Json body;
  std::int64_t life = token_life;
  const SimClient* made = nullptr;
  if (client) {
    const auto form = parameters(call.request.body);
    const auto is = [&](const char* key, const std::string& value) {
      const auto found = form.find(key);
      return found != form.end() && found->second == value;
    };
    if (!is("grant_type", "client_credentials"))
      return json_reply(400, {{"error", "unsupported_grant_type"}});
    const auto id = form.find("client_id"), told = form.find("client_secret");
    if (id != form.end() && told != form.end()) made = client_with(id->second, told->second);
    if (made != nullptr) life = made->token_life;
    if (made == nullptr && (!is("client_id", client_id) || !is("client_secret", client_secret))) {
      // A careless server repeats what it was sent.
      const auto sent = form.find("client_secret");
      return json_reply(400,
                        {{"error", "invalid_client"},
                         {"error_description", "bad secret " + (sent == form.end() ? "" : sent->second)}});
    }
  } else if (call.path == "/api/v1/auth/token" &&
             call.request.authorization != "Basic " + jamf::base64(user + ":" + password)) {
    return api_error(401, "INVALID_TOKEN", "Unauthorized");
  }
  token = fmt::format("token-{:06}-of-the-simulator", ++tokens_given);
  tokens_[token] = {call.now + std::min<std::int64_t>(life, 86'400), !client,
                    made != nullptr ? made->number : 0};
  if (client) {
    body = {{"access_token", token}, {"token_type", "Bearer"}, {"scope", "api-role:2"}, {"expires_in", life}};
  } else {
    body = {{"token", token},
            {"expires", jamf::utc_text(call.now + std::min<std::int64_t>(token_life, 86'400))}};
  }
  Answered out = json_reply(200, body);
  out.reply.set_cookies = {"jpro-ingress=node-a", "tracking=no"};
  return out;
}

}  // namespace enrolkit::test
