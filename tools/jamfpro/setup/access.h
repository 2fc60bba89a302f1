// An API role and an API client of Jamf Pro for enrolkit: planned as data, made, and read back.
//
// Neither of them has a description, so the mark of what is ours stands in the name: "enrolkit [enrolkit setup]". The role
// holds the privileges of the chosen commands and no others; the client has this role alone.
//
// /api/v1/api-roles, /api/v1/api-role-privileges, /api/v1/api-integrations, and POST .../{id}/client-credentials, which makes
// a secret and ends the one before (OpenAPI of Jamf Pro 11.30.1). A client names its roles, not their numbers. A name that is
// taken is refused with status 400, "Role display name must be unique" (liquidz00/Patcher, issue 29).
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "jamfpro/client/privileges.h"
#include "jamfpro/http/session.h"

namespace enrolkit::jamf {

inline constexpr std::string_view kSetupMark = "[enrolkit setup]";
inline constexpr int kTokenSeconds = 600;  // of the client's tokens; enrolkit asks for a new one in time

struct AccessPlan {
  enum class Act { create, change, same };
  std::string name;     // of both, with the mark
  std::string refused;  // why nothing of it may be carried out; empty: it may

  Act role = Act::create;
  std::string role_id;
  std::set<std::string> privileges, added, removed;
  std::vector<Need> unknown;  // to this server, and done without

  Act client = Act::create;  // or same
  std::string client_number, client_id;
  bool has_secret = false;

  [[nodiscard]] bool changes() const { return role != Act::same || client != Act::same; }
};

struct ClientSecret {
  std::string client_id, secret;
};

class ApiAccess {
 public:
  explicit ApiAccess(Session& session) : session_(session) {}

  // Changes nothing. `name` is without the mark.
  [[nodiscard]] Result<AccessPlan> plan(const std::string& name, const std::vector<Need>& needs);
  // Makes what is missing, reads both back, and puts the client's number and id into the plan. What of it was made already
  // when it fails is found again by the next plan.
  [[nodiscard]] Status carry_out(AccessPlan& plan);
  // The client's secret before it ends. With maybe_applied the server may have made one that nobody has.
  [[nodiscard]] Result<ClientSecret> new_secret(const AccessPlan& plan);

 private:
  struct Role {
    std::string id, name;
    std::set<std::string> privileges;
  };
  struct Client {
    std::string number, id, name, kind;
    std::vector<std::string> roles;
    bool enabled = false;
  };
  [[nodiscard]] Result<std::set<std::string>> known_privileges();
  [[nodiscard]] Result<std::vector<Role>> roles();
  [[nodiscard]] Result<std::vector<Client>> clients();
  void choose(const std::set<std::string>& known, const std::vector<Need>& needs, AccessPlan& plan) const;
  void find_role(const std::vector<Role>& roles, AccessPlan& plan) const;
  void find_client(const std::vector<Client>& clients, AccessPlan& plan) const;
  [[nodiscard]] Status write_role(const AccessPlan& plan);
  [[nodiscard]] Status write_client(const AccessPlan& plan);

  Session& session_;
};

}  // namespace enrolkit::jamf
