// A Jamf Pro server without a network: requests in, replies out, with the habits of real ones. The tests
// speak to it directly (sim_http.h) or through TLS (sim_server.h).
//
// Habits that are always on: tokens with a lifetime, privileges, the cut above `max_rows`, nulls where the
// schema says required, Classic's HTML, endpoints that a version does not have, a sticky cookie. Faults are
// laid by the test.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jamfpro/http/http.h"
#include "jamfpro/http/json.h"
#include "jamfpro/http/text.h"
#include "jamfpro/simulator/sim_access.h"
#include "jamfpro/simulator/sim_objects.h"
#include "jamfpro/simulator/world.h"

namespace enrolkit::test {

enum class Effect {
  none,
  error_500,    // an empty list of errors; not applied
  applied_500,  // the same, but it was applied
  html_502,     // a gateway's page
  html_403,     // a firewall's page
  empty_403,
  maintenance,   // 503, a page
  turned_away,   // 429
  login_page,    // 200, a page
  unauthorised,  // 401, an empty list of errors
  redirect,
  cut,          // the connection dies before the server acted
  applied_cut,  // ... after it acted
  half_reply,   // the body ends in the middle
  timed_out,    // no answer, nothing done
  applied_timed_out,
  gateway_504,
  not_reached,  // the connection is refused
  short_page,   // half the rows that were asked for
};

// Strikes requests that begin like this ("POST /api/v1/jamf"): the `first` one, then every `every`-th,
// `times` times.
struct Fault {
  std::string request;
  Effect effect = Effect::none;
  int first = 1, every = 1, times = 1;
  std::int64_t retry_after = 0;
  int seen = 0, struck = 0;
};

struct Answered {
  jamf::Reply reply;
  Effect effect = Effect::none;
};

// A group whose Macs are named one by one.
struct SimStaticGroup {
  std::string id, name, description, site = "-1";
  std::set<std::string> members;  // ids of computers
};

// How a server says that it does not want to be asked for a while.
enum class WaitForm { seconds, date, reset_in_seconds, reset_at };

class FakeJamf {
 public:
  FakeJamf();

  Answered answer(const jamf::Request& request, std::int64_t now);

  World world;
  std::vector<Fault> faults;
  jamf::Version version{11, 30, 1};
  std::string client_id = "client", client_secret = "s3cret-of-the-client";
  std::string user = "admin", password = "s3cret-of-the-user";
  std::int64_t token_life = 1200;
  std::set<std::string> privileges;  // of that client and that user
  SimAccess access;                  // roles and clients that `setup` makes
  std::int64_t clock_ahead = 0;      // of the server's clock
  bool ignores_filters = false;      // as a proxy that drops the query does
  std::size_t max_rows = 2000;       // of a page, without a word
  std::int64_t stale_for = 0;        // seconds until the other node of the cluster sees a change; 0: one node
  WaitForm wait_form = WaitForm::seconds;
  std::size_t extra_bytes = 0;                     // of extension attributes in each record
  std::chrono::milliseconds latency{0};            // of each answer, on a network (sim_server.h)
  std::map<std::string, std::string> departments;  // name by id
  jamf::Json prestages;                            // as listed
  jamf::Json reenrolment{{"isFlushPolicyHistoryEnabled", false},
                         {"isFlushLocationInformationEnabled", false},
                         {"isFlushLocationInformationHistoryEnabled", false},
                         {"isFlushExtensionAttributesEnabled", false},
                         {"isFlushSoftwareUpdatePlansEnabled", false},
                         {"flushMDMQueue", "DELETE_EVERYTHING_EXCEPT_ACKNOWLEDGED"}};
  std::map<std::string, std::string> scopes;
  std::vector<jamf::Json> assigned;     // devices of the one ADE instance
  std::vector<std::string> notes;       // left on the enrolment settings
  std::vector<jamf::Json> invitations;  // of the Classic API, as each is told by its id
  std::vector<jamf::Json> manifests;    // of packages that were to be deployed
  SimObjects objects;                   // what `publish` keeps
  std::vector<SimStaticGroup> static_groups;
  bool older_groups = false;   // has the older path of static groups alone
  bool drops_members = false;  // takes a static group's Macs, and keeps none

  [[nodiscard]] const jamf::Json& settings() const { return settings_.back().second; }
  void change_settings(const char* key, const jamf::Json& value, std::int64_t now);

  std::map<std::string, int> calls;  // "GET /api/v4/computers-inventory"
  std::vector<std::string> log;      // the same, in order, with the query
  int tokens_given = 0, tokens_invalidated = 0;
  std::string record_to;  // a file for every exchange, one JSON object a line; empty: none

 private:
  struct Call;
  struct Route;
  static const std::vector<Route> kRoutes;
  Answered routed(const Call& call);
  // By the table of paths; 404 for a path that is in none of its rows, 405 for another method.
  Answered routed_by_table(const Call& call);
  Answered version_told(const Call& call);
  Answered who_am_i(const Call& call);
  Answered keep_alive(const Call& call);
  Answered invalidate(const Call& call);
  Answered enrolment_note(const Call& call);
  Answered role_privileges(const Call& call);
  Answered roles_listed(const Call& call);
  Answered role_written(const Call& call);
  Answered role_at(const Call& call);
  Answered clients_listed(const Call& call);
  Answered client_made(const Call& call);
  Answered client_at(const Call& call);
  Answered client_secret_made(const Call& call);
  [[nodiscard]] const SimClient* client_with(const std::string& id, const std::string& secret) const;
  [[nodiscard]] const SimClient* client_with_number(int number) const;
  [[nodiscard]] std::set<std::string> privileges_of(const SimClient* client) const;
  Answered prestages_listed(const Call& call);
  Answered instances(const Call& call);
  Answered refresh_inventory(const Call& call);
  Answered token(const Call& call, bool client);
  Answered inventory(const Call& call);
  Answered inventory_one(const Call& call);
  // What the Classic API tells of things that the Pro API is asked for; nothing when the path is none of theirs.
  std::optional<Answered> classic_read(const Call& call);
  std::optional<jamf::XmlNode> classic_computers(const Call& call, const std::string& rest);
  std::optional<jamf::XmlNode> classic_history(const Call& call, const std::string& rest);
  std::optional<jamf::XmlNode> classic_groups(const std::string& rest);
  std::optional<jamf::XmlNode> classic_categories(const std::string& rest);
  std::optional<jamf::XmlNode> classic_packages(const std::string& rest, std::int64_t now);
  Answered commands(const Call& call);
  Answered redeploy(const Call& call);
  Answered deploy_package(const Call& call);
  Answered renew_profile(const Call& call);
  Answered blank_push(const Call& call);
  Answered laps_accounts(const Call& call) const;
  Answered enrolment(const Call& call);
  // Nothing when the path is none of an object's.
  std::optional<Answered> objects_at(const Call& call);
  Answered json_at(const Call& call, jamf::ObjectKind kind, const std::string& id, bool upload);
  Answered classic_at(const Call& call, jamf::ObjectKind kind, const std::string& id);
  // Nothing when the path is none of a static group's, or of the list of all groups.
  std::optional<Answered> groups_at(const Call& call);
  Answered all_groups();
  Answered written_group(const Call& call, SimStaticGroup* group);
  Answered classic(const Call& call);
  Answered command_flush(const Call& call, const std::string& rest);
  [[nodiscard]] bool allowed(const std::vector<std::string>& needed) const;
  [[nodiscard]] jamf::Json row(const SimMac& mac, const std::set<std::string>& sections, const Call& call,
                               int version);
  [[nodiscard]] std::string group_id(const std::string& name);
  SimMac* mac_with(std::string SimMac::*field, const jamf::Json& value);
  Effect strike(const jamf::Request& request, std::int64_t& retry_after);

  struct Token {
    std::int64_t until = 0;
    bool user = false;
    int client = 0;  // the number of a client that `setup` made; 0: the one that is always there
  };
  // The token of a request, or the end.
  std::map<std::string, Token>::iterator session_of(const Call& call);
  std::map<std::string, Token> tokens_;
  std::vector<std::pair<std::int64_t, jamf::Json>> settings_;  // since when
  std::size_t unpinned_ = 0;                                   // requests that went to either node
  bool half_page_ = false;
  std::set<std::string> acting_;  // privileges of whose request is answered
};

}  // namespace enrolkit::test
