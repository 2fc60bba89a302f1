// A secret in every shape, in what a server answers in place of what was asked: it is in no line that a command prints,
// and not in the journal.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

#include "cli/server/fleet_bench.h"
#include "support/secrets.h"

namespace enrolkit::test {
namespace {

using Json = nlohmann::json;

std::string everything_in(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return all;
}

// The forms in which a server, or what stands before it, says that something is wrong.
jamf::Reply reply_with(const std::string& line, unsigned form, int status) {
  jamf::Reply reply;
  reply.status = status;
  reply.content_type = "application/json";
  switch (form) {
    case 0:
      reply.body =
          Json{{"httpStatus", status},
               {"errors", {{{"code", "INVALID"}, {"field", line}, {"description", line}, {"id", line}}}}}
              .dump();
      break;
    case 1: reply.body = Json{{"error", line}, {"error_description", line}}.dump(); break;
    case 2:
      reply.content_type = "text/html";
      reply.body = "<html><head><title>" + line + "</title></head><body><p>" + line + "</p></body></html>";
      break;
    case 3: reply.body = line; break;
    default:
      reply.content_type = line;
      reply.body = "{\"" + line + "\": [";
      break;
  }
  reply.location = line;
  reply.set_cookies = {"a=" + line};
  return reply;
}

TEST(PlantedInAReply, NoSecretComesOut) {
  std::mt19937 random(1506);
  std::size_t struck = 0;
  for (const std::string& shape : secret_shapes()) {
    for (unsigned form = 0; form < 5; ++form) {
      const std::string secret = make_secret(random);
      const std::string line = wrappings()[random() % wrappings().size()].wrap(planted(shape, secret));
      constexpr int kStatuses[] = {200, 302, 400, 401, 403, 404, 409, 500, 503};
      const int status = kStatuses[random() % std::size(kStatuses)];
      int calls = 0;
      const int first = static_cast<int>(random() % 6);
      FleetBench s(1, 1);
      s.http.rewrite = [&](const jamf::Request&, jamf::Reply& reply) {
        if (calls++ < first) return;
        reply = reply_with(line, form, status);
        ++struck;
      };
      const std::vector<std::vector<std::string>> commands{{"check"},    {"check", "--json"},
                                                           {"conflict"}, {"conflict", "--json"},
                                                           {"stuck"},    {"stuck", "--format", "jsonl"}};
      const unsigned which = static_cast<unsigned>(random() % (commands.size() + 2));
      const Said said = which < commands.size() ? s.server(commands[which])
                        : which == commands.size()
                            ? s.repair({"--stuck", "--yes", "--json", "--wait", "2m"})
                            : s.repair({"C02SIM000001", "--yes", "--despite-conflict", "--wait", "2m"});
      EXPECT_FALSE(leaks(said.out, secret)) << shape << "\n"
                                            << status << " form " << form << "\n"
                                            << told(said);
      EXPECT_FALSE(leaks(said.err, secret)) << shape << "\n"
                                            << status << " form " << form << "\n"
                                            << told(said);
      EXPECT_FALSE(leaks(everything_in(s.folder.path()), secret)) << shape << ": the journal";
    }
  }
  EXPECT_GT(struck, secret_shapes().size());
}

// Else the test above proves nothing: what stands in the same place and is no secret does come out.
TEST(PlantedInAReply, WhatIsNoSecretComesOut) {
  FleetBench s(1, 1);
  s.http.rewrite = [&](const jamf::Request& request, jamf::Reply& reply) {
    if (request.method == jamf::Method::get) reply = reply_with("words-of-the-server", 0, 400);
  };
  EXPECT_TRUE(has(s.server({"stuck"}).err, "words-of-the-server"));
}

}  // namespace
}  // namespace enrolkit::test
