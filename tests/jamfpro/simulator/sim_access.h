// API roles and API clients as the simulated server keeps them.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace enrolkit::test {

struct SimRole {
  std::string id, name;
  std::set<std::string> privileges;
};

struct SimClient {
  int number = 0;
  std::string id, name, kind = "CLIENT_CREDENTIALS", secret;  // without a secret its kind is told as NONE
  std::vector<std::string> roles;                             // by their names
  bool enabled = true;
  std::int64_t token_life = 60;
};

struct SimAccess {
  std::set<std::string> known;  // privileges that the server has
  std::vector<SimRole> roles;
  std::vector<SimClient> clients;
  int roles_made = 0, clients_made = 0, secrets_made = 0;
  bool drops_privileges = false;  // takes a role, and keeps one privilege fewer
};

}  // namespace enrolkit::test
