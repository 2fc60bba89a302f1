#include "jamfpro/http/failure.h"

#include <fmt/format.h>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "jamfpro/http/json.h"

namespace enrolkit::jamf {
namespace {

using Kind = Failure::Kind;

bool is_html(const Reply& reply) {
  const auto begin = reply.body.find_first_not_of(" \t\r\n");
  return reply.content_type.find("html") != std::string::npos ||
         (begin != std::string::npos && reply.body[begin] == '<' &&
          reply.content_type.find("xml") == std::string::npos);
}

// What the server says of itself: a code and a description, in whichever form it took.
std::string reason(const Reply& reply) {
  constexpr std::size_t kMaxSaidBytes = 200;
  if (is_html(reply)) return std::string(cut_utf8(text_of_page(reply.body), kMaxSaidBytes));
  const Json json = parse_json(reply.body).value_or(Json());
  std::string out;
  for (const Json& error : at(json, {"errors"})) {
    const auto code = text_of(at(error, {"code"})), what = text_of(at(error, {"description"})),
               field = text_of(at(error, {"field"}));
    if (!out.empty()) out += "; ";
    // Cleaned by itself: a code (INVALID_TOKEN) names no value that would follow, as a field does.
    if (code) out += redacted(*code);
    std::string about = field.value_or("");
    if (what && what != code) (about += about.empty() ? "" : ": ") += *what;
    if (code && !about.empty()) out += field ? " " : ": ";
    out += redacted(about);
  }
  if (const auto error = text_of(at(json, {"error"}))) out += redacted(*error);
  if (const auto what = text_of(at(json, {"error_description"}))) (out += ": ") += redacted(*what);
  return std::string(cut_utf8(printable(out), kMaxSaidBytes));
}

std::string list(const std::vector<std::string>& privileges) {
  std::string out;
  for (const std::string& privilege : privileges) (out += out.empty() ? "\"" : ", \"") += privilege + "\"";
  return out;
}

Kind kind_of(int status) {
  switch (status) {
    case 401: return Kind::unauthorised;
    case 403: return Kind::forbidden;
    case 404: return Kind::not_found;
    case 409: return Kind::conflict;
    case 408:
    case 504: return Kind::timed_out;
    default: return status >= 500 ? Kind::server : Kind::refused;
  }
}

}  // namespace

std::string text_of_page(std::string_view page) {
  // Before the tags go: a secret may have its name in one of them.
  const std::string clean = redacted(page);
  const std::string_view html = clean;
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    if (html[i] != '<') {
      out += html[i++];
      continue;
    }
    const std::string_view rest = html.substr(i);
    std::size_t skip = rest.find('>');
    for (const std::string_view element : {"style", "script", "head"}) {
      if (!rest.substr(1).starts_with(element)) continue;
      const auto end = rest.find("</" + std::string(element));
      if (end != std::string_view::npos) skip = rest.find('>', end);
    }
    if (skip == std::string_view::npos) break;
    i += skip + 1;
    out += ' ';
  }
  std::string words;
  for (const char c : out) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) words += c;
    if (blank && !words.empty() && words.back() != ' ') words += ' ';
  }
  while (words.ends_with(' ')) words.pop_back();
  return printable(redacted(words));
}

bool is_a_web_page(const Reply& reply) { return is_html(reply); }

Failure failure_of(const Request& request, const Reply& reply) {
  const std::string where = fmt::format("{} {}", to_text(request.method),
                                        printable(request.target.substr(0, request.target.find('?'))));
  std::string what = reason(reply);
  if (!what.empty()) what = " (" + what + ")";
  Failure out{kind_of(reply.status), reply.status, "", false, is_html(reply)};
  if (reply.status >= 200 && reply.status < 300) {
    out.kind = Kind::not_jamf;
    out.why = fmt::format(
        "{}: a web page came back in place of data: the login page of a proxy or of single sign-on?{}\nhint: "
        "is this Jamf Pro's own address, and does a proxy stand between?",
        where, what);
  } else if (reply.status >= 300 && reply.status < 400) {
    out.kind = Kind::not_jamf;
    out.why = fmt::format("{}: the server sends on to {}\nhint: give that address, if it is your server's",
                          where, reply.location.empty() ? "nowhere" : printable(redacted(reply.location)));
  } else if (out.kind == Kind::forbidden) {
    if (is_html(reply)) what += "; a page of HTML says so: it may be a firewall or proxy that refuses";
    out.why = request.privileges.empty()
                  ? fmt::format("{}: not allowed{}", where, what)
                  : fmt::format("{}: not allowed: the API role lacks {}{}\nhint: enrolkit server check",
                                where, list(request.privileges), what);
  } else if (out.kind == Kind::unauthorised) {
    out.why = fmt::format("{}: the server does not accept the credentials{}", where, what);
  } else if (reply.status == 503 || (out.kind == Kind::server && is_html(reply))) {
    out.why = fmt::format(
        "{}: the server is not available, perhaps in maintenance (status {}){}\nhint: try again later", where,
        reply.status, what);
  } else {
    out.why = fmt::format("{}: status {}{}", where, reply.status, what);
  }
  return out;
}

Failure failure_of(const Request& request, const NoReply& none) {
  Failure out;
  switch (none.why) {
    case NoReply::Why::unreachable: out.kind = Kind::unreachable; break;
    case NoReply::Why::untrusted: out.kind = Kind::untrusted; break;
    case NoReply::Why::timed_out: out.kind = Kind::timed_out; break;
    case NoReply::Why::cut: out.kind = Kind::server; break;
    case NoReply::Why::too_large: out.kind = Kind::not_jamf; break;
  }
  out.maybe_applied = none.sent && request.method != Method::get;
  out.why = fmt::format("{} {}: {}", to_text(request.method),
                        printable(request.target.substr(0, request.target.find('?'))), none.text);
  return out;
}

}  // namespace enrolkit::jamf
