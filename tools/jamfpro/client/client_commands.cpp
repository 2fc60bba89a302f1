// The MDM commands of Macs, and what became of them.
#include <algorithm>

#include "jamfpro/client/client.h"
#include "jamfpro/http/requests.h"

namespace enrolkit::jamf {
namespace {

constexpr std::size_t kUuidsAtOnce = 40;  // URLs of more than a few kB are refused on their way (414)

// What commands are asked for by: the name in a filter, and where the answer tells it.
struct CommandField {
  const char* name;
  std::string MdmCommand::*value;
};
constexpr CommandField kByMac{"clientManagementId", &MdmCommand::management_id};
constexpr CommandField kByUuid{"uuid", &MdmCommand::uuid};

// Those whose `field` is one of `values`; `more` is put behind that filter. `bad`: records that say nothing of their
// command.
Result<std::vector<MdmCommand>> commands(Session& session, CommandField field,
                                         const std::vector<std::string>& values, const std::string& more,
                                         bool sticky, std::size_t& bad) {
  std::vector<MdmCommand> out;
  Listing listing{"/api/v2/mdm/commands",
                  "sort=dateSent%3Adesc",
                  rsql_in(field.name, values) + more,
                  200,
                  {"View MDM command information in Jamf Pro API"},
                  {},
                  sticky};
  const CaselessSet asked(values.begin(), values.end());
  const Status read = each_asked_row(session, listing, [&](const Json& row) {
    auto one = parse_mdm_command(row);
    if (one && !asked.contains((*one).*field.value)) return false;
    if (one) {
      out.push_back(std::move(*one));
    } else {
      ++bad;
    }
    return true;
  });
  if (!read.ok()) return read.error();
  return out;
}

// In as few questions as URLs allow.
Result<std::vector<MdmCommand>> commands_among(Session& session, CommandField field,
                                               const std::vector<std::string>& values,
                                               const std::string& more) {
  std::vector<MdmCommand> out;
  std::size_t bad = 0;
  for (std::size_t i = 0; i < values.size(); i += kUuidsAtOnce) {
    const auto end = std::min(i + kUuidsAtOnce, values.size());
    Result<std::vector<MdmCommand>> some = commands(
        session, field,
        {values.begin() + static_cast<std::ptrdiff_t>(i), values.begin() + static_cast<std::ptrdiff_t>(end)},
        more, false, bad);
    if (!some.ok()) return some;
    out.insert(out.end(), some.value().begin(), some.value().end());
  }
  return out;
}

}  // namespace

Result<std::vector<MdmCommand>> Client::commands_of(const std::string& management_id, bool sticky) {
  std::size_t bad = 0;
  auto out = commands(session_, kByMac, {management_id}, "", sticky, bad);
  // What is sent or flushed hangs on this list: one that cannot be read may be the one that matters.
  if (out.ok() && bad > 0)
    return unexpected_reply("/api/v2/mdm/commands", "a command came back without its UUID");
  return out;
}

Result<std::vector<MdmCommand>> Client::commands_since(const std::vector<std::string>& management_ids,
                                                       std::int64_t since) {
  auto out = commands_among(session_, kByMac, management_ids, ";dateSent=ge=" + utc_text(since));
  if (out.ok())
    std::erase_if(out.value(), [&](const MdmCommand& one) { return one.sent && *one.sent < since; });
  return out;
}

Result<std::vector<MdmCommand>> Client::commands_of_all(const std::vector<std::string>& management_ids) {
  return commands_among(session_, kByMac, management_ids, "");
}

Result<std::vector<MdmCommand>> Client::commands_with(const std::vector<std::string>& uuids) {
  return commands_among(session_, kByUuid, uuids, "");
}

}  // namespace enrolkit::jamf
