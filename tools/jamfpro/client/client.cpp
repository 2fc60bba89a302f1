#include "jamfpro/client/client.h"

#include <algorithm>
#include <set>

#include "jamfpro/http/requests.h"

namespace enrolkit::jamf {
namespace {

using Kind = Failure::Kind;

// URLs of more than a few kB are refused on their way (414).
constexpr std::size_t kIdsAtOnce = 100;

template <class T>
bool is_missing(const Result<T>& result) {
  return !result.ok() && result.error().kind == Kind::not_found;
}

// The list of an answer. An answer that has none does not say that there is nothing.
Result<Json> list_in(const Result<Json>& json, const std::string& path, const char* key) {
  if (!json.ok()) return json;
  const Json& list = at(json.value(), {key});
  if (!list.is_array()) return unexpected_reply(path, "no list came back");
  return list;
}

// A row without an id may be any of them.
bool lists_any(const Json& list, const std::set<std::string>& ids) {
  return std::any_of(list.begin(), list.end(), [&](const Json& row) {
    const auto id = text_of(at(row, {"id"}));
    return !id || ids.contains(*id);
  });
}

}  // namespace

template <class Ask>
auto Client::newest(Resource resource, Ask ask) -> decltype(ask(std::string())) {
  if (const auto known = found_.find(resource); known != found_.end()) return ask(known->second);
  if (!version_asked_) {
    version_asked_ = true;
    const Result<Version> answer = version();
    if (answer.ok()) version_ = answer.value();
  }
  const auto paths = paths_of(resource, version_);
  for (std::size_t i = 0;; ++i) {
    auto answer = ask(paths[i]);
    if (is_missing(answer) && i + 1 < paths.size()) continue;
    if (!is_missing(answer)) found_[resource] = paths[i];
    return answer;
  }
}

Result<Version> Client::version() {
  const std::string path = "/api/v1/jamf-pro-version";
  const Result<Json> json = session_.json(get_request(path, {}));
  if (!json.ok()) return json.error();
  const auto text = text_of(at(json.value(), {"version"}));
  const auto version = text ? parse_version(*text) : std::nullopt;
  if (!version) return unexpected_reply(path, "no version came back");
  return *version;
}

Result<Rights> Client::rights() {
  const std::string path = "/api/v1/auth";
  const Result<Json> json = session_.json(get_request(path, {}));
  if (!json.ok()) return json.error();
  // Without it nobody can tell which privileges there are; that is not to lack them.
  if (!at(json.value(), {"account"}).is_object()) return unexpected_reply(path, "no account came back");
  return jamf::parse_rights(json.value());
}

Result<int> Client::check_in_minutes() {
  const std::string path = "/api/v3/check-in";
  const Result<Json> json = session_.json(get_request(path, {"Read Computer Check-In"}));
  if (!json.ok()) return json.error();
  const auto minutes = number_of(at(json.value(), {"checkInFrequency"}));
  if (!minutes || *minutes < 1 || *minutes > 24 * 60)
    return unexpected_reply(path, "no check-in frequency came back");
  return static_cast<int>(*minutes);
}

Result<EnrolmentSettings> Client::enrolment(bool sticky) {
  return newest(Resource::enrolment, [&](const std::string& path) -> Result<EnrolmentSettings> {
    const Result<Json> json = session_.json(get_request(path, {"Read User-Initiated Enrollment"}, sticky));
    if (!json.ok()) return json.error();
    auto settings = parse_enrolment_settings(json.value());
    if (!settings) return unexpected_reply(path, "the name of the Management Account did not come back");
    settings->path = path;
    return *settings;
  });
}

Status Client::put_enrolment(const std::string& path, const Json& whole) {
  const Request request = write_request(Method::put, path, whole, {"Update User-Initiated Enrollment"});
  const Result<Reply> answer = session_.call(request);
  if (!answer.ok()) return answer.error();
  if (!is_a_web_page(answer.value())) return {};
  Failure failure = failure_of(request, answer.value());
  failure.maybe_applied = true;
  return failure;
}

Status Client::note_on_enrolment(const std::string& note) {
  const Result<Reply> answer = session_.call(write_request(
      Method::post, "/api/v2/enrollment/history", {{"note", note}}, {"Update User-Initiated Enrollment"}));
  return answer.ok() ? Status() : answer.error();
}

Result<std::vector<Prestage>> Client::prestages() {
  std::vector<Prestage> out;
  const Status read = newest(Resource::prestages, [&](const std::string& path) {
    out.clear();
    return each_row(session_, {path, "sort=id%3Aasc", "", 100, {"Read Computer PreStage Enrollments"}, {}},
                    [&](const Json& row) { out.push_back(parse_prestage(row)); });
  });
  if (!read.ok()) return read.error();
  return out;
}

Result<std::string> Client::cleared_by_reenrolment() {
  const std::string path = "/api/v1/reenrollment";
  const Result<Json> json = session_.json(get_request(path, {"Read Re-enrollment"}));
  if (!json.ok()) return json.error();
  auto cleared = parse_reenrolment(json.value());
  if (!cleared) return unexpected_reply(path, "no settings of re-enrolment came back");
  return std::move(*cleared);
}

Result<std::vector<Invitation>> Client::invitations() {
  const std::string path = "/JSSResource/computerinvitations";
  const std::vector<std::string> privilege{"Read Computer Enrollment Invitations"};
  const auto list = [&] {
    return list_in(session_.json(get_request(path, privilege)), path, "computer_invitations");
  };
  const Result<Json> listed = list();
  if (!listed.ok()) return listed.error();
  std::vector<Invitation> out;
  std::set<std::string> gone;
  for (const Json& row : listed.value()) {
    const auto id = text_of(at(row, {"id"}));
    if (!id) return unexpected_reply(path, "an invitation came back without its id");
    if (has_expired(row, session_.server_now())) continue;
    const Result<Json> whole = session_.json(get_request(path + "/id/" + encoded(*id), privilege));
    if (is_missing(whole)) {
      gone.insert(*id);
      continue;
    }
    if (!whole.ok()) return whole.error();
    auto one = parse_invitation(at(whole.value(), {"computer_invitation"}));
    if (!one || one->id != *id)
      return unexpected_reply(path + "/id/" + *id, "no invitation with its account's name came back");
    out.push_back(std::move(*one));
  }
  // One that was used up meanwhile is listed no more. A proxy's 404 says nothing of it.
  const Result<Json> again = gone.empty() ? Result<Json>(Json::array()) : list();
  if (!again.ok()) return again.error();
  if (lists_any(again.value(), gone))
    return unexpected_reply(path, "an invitation is in the list, and cannot be found");
  return out;
}

Result<std::map<std::string, std::string>> Client::prestage_scopes() {
  const std::string path = paths_of(Resource::prestage_scopes, version_).front();
  const Result<Json> json = session_.json(get_request(path, {"Read Computer PreStage Enrollments"}));
  if (!json.ok()) return json.error();
  std::map<std::string, std::string> out;
  const Json& serials = at(json.value(), {"serialsByPrestageId"});
  if (!serials.is_object()) return unexpected_reply(path, "no serial numbers came back");
  for (const auto& [serial, id] : serials.items()) {
    if (const auto text = text_of(id)) out[serial] = *text;
  }
  return out;
}

Result<std::vector<AssignedDevice>> Client::assigned_devices(std::size_t& bad) {
  const std::string path = "/api/v1/device-enrollments";
  const std::vector<std::string> privilege{"Read Device Enrollment Program Instances"};
  std::vector<std::string> instances;
  const Status read =
      each_row(session_, {path, "sort=id%3Aasc", "", 100, privilege, {}}, [&](const Json& row) {
        if (const auto id = text_of(at(row, {"id"}))) {
          instances.push_back(*id);
        } else {
          ++bad;
        }
      });
  if (!read.ok()) return read.error();
  std::vector<AssignedDevice> out;
  for (const std::string& id : instances) {
    const std::string devices = path + "/" + encoded(id) + "/devices";  // not in pages
    const Result<Json> json = list_in(session_.json(get_request(devices, privilege)), devices, "results");
    if (!json.ok()) return json.error();
    for (const Json& row : json.value()) {
      if (auto device = parse_assigned_device(row)) {
        out.push_back(std::move(*device));
      } else {
        ++bad;
      }
    }
  }
  return out;
}

Status Client::each_computer(const ComputerQuery& query, const std::function<void(Computer&&)>& each,
                             std::size_t& bad) {
  Listing listing;
  listing.query =
      std::string("section=GENERAL&section=HARDWARE") + (query.groups ? "&section=GROUP_MEMBERSHIPS" : "") +
      (query.person ? "&section=USER_AND_LOCATION&section=OPERATING_SYSTEM" : "") + "&sort=id%3Aasc";
  listing.filter = query.filter;
  listing.page_size = query.page_size;
  listing.privileges = {"Read Computers"};
  listing.keys = computer_keys();
  return newest(Resource::inventory, [&](const std::string& path) {
    listing.path = path;
    return each_asked_row(session_, listing, [&](const Json& row) {
      auto one = parse_computer(row);
      if (one && query.is_asked_for && !query.is_asked_for(*one)) return false;
      if (one) {
        each(std::move(*one));
      } else {
        ++bad;  // it says nothing, and nothing is done to it
      }
      return true;
    });
  });
}

Result<std::vector<Computer>> Client::computers_with(const std::string& field,
                                                     const std::vector<std::string>& values, bool person,
                                                     std::size_t* bad) {
  std::vector<Computer> out;
  std::size_t ignored = 0;
  const CaselessSet asked(values.begin(), values.end());
  const auto member = field == "id" ? &Computer::id : &Computer::serial;
  for (std::size_t i = 0; i < values.size(); i += kIdsAtOnce) {
    const auto end = std::min(i + kIdsAtOnce, values.size());
    ComputerQuery query;
    query.is_asked_for = [&](const Computer& one) { return asked.contains(one.*member); };
    query.person = person;
    query.filter = rsql_in(field, {values.begin() + static_cast<std::ptrdiff_t>(i),
                                   values.begin() + static_cast<std::ptrdiff_t>(end)});
    const Status read = each_computer(
        query, [&](Computer&& one) { out.push_back(std::move(one)); }, bad != nullptr ? *bad : ignored);
    if (!read.ok()) return read.error();
  }
  return out;
}

Status Client::each_laps_accounts(
    const std::vector<std::string>& management_ids,
    const std::function<bool(std::size_t, Result<std::vector<LapsAccount>>)>& each) {
  std::vector<Request> reads;
  reads.reserve(management_ids.size());
  for (const std::string& id : management_ids) {
    reads.push_back(get_request("/api/v2/local-admin-password/" + encoded(id) + "/accounts",
                                {"View Local Admin Password"}));
    reads.back().final_500 = true;
  }
  return session_.each_json(reads, [&](std::size_t number, const Result<Json>& answer) {
    const Result<Json> json = list_in(answer, reads[number].target, "results");
    if (!json.ok()) return each(number, json.error());
    std::vector<LapsAccount> out;
    for (const Json& row : json.value()) {
      const auto name = text_of(at(row, {"username"})), source = text_of(at(row, {"userSource"}));
      if (name && source) out.push_back({*name, *source});
    }
    return each(number, std::move(out));
  });
}

Result<std::map<std::string, std::string>> Client::departments() {
  std::map<std::string, std::string> out;
  const Status read =
      each_row(session_, {"/api/v1/departments", "sort=id%3Aasc", "", 200, {"Read Departments"}, {}},
               [&](const Json& row) {
                 const auto id = text_of(at(row, {"id"})), name = text_of(at(row, {"name"}));
                 if (id && name) out[*id] = *name;
               });
  if (!read.ok()) return read.error();
  return out;
}

}  // namespace enrolkit::jamf
