// Whether the conflict surely does not stand, before servers that tell of their invitations in every wrong way.
#include "jamfpro/conflict/standing.h"

#include <gtest/gtest.h>

#include <utility>

#include "jamfpro/bench.h"

namespace enrolkit::test {
namespace {

using jamf::Json;

// Answers about invitations as it is told to; the rest is the simulator's.
struct OddInvitations : jamf::Http {
  explicit OddInvitations(jamf::Http& simulator) : under(simulator) {}
  jamf::Outcome send(const jamf::Request& request) override {
    const std::string list = "/JSSResource/computerinvitations";
    if (!request.target.starts_with(list)) return under.send(request);
    const bool one = request.target != list;
    const auto& [status, body] = one ? single : ++lists == 1 ? listed : listed_again;
    const bool html = body.starts_with("<");
    return jamf::Reply{status, html ? "text/html" : "application/json", body, "", {}, {}, {}};
  }
  using Answer = std::pair<int, std::string>;
  jamf::Http& under;
  Answer listed{200, R"({"computer_invitations":[{"id":7}]})"}, listed_again = listed;
  Answer single{200, R"({"computer_invitation":{"id":7,"ssh_username":"other"}})"};
  int lists = 0;
};

const std::string kPage = "<html><body>Sign in</body></html>";

struct StandingBench : Bench {
  StandingBench() {
    jamf.prestages = {{{"id", "1"},
                       {"displayName", "Office"},
                       {"accountSettings",
                        {{"localAdminAccountEnabled", true},
                         {"adminUsername", "localadmin"},
                         {"prefillPrimaryAccountInfoFeatureEnabled", false}}}}};
  }
  jamf::ConflictStanding standing(OddInvitations& odd) {
    jamf::Session fresh(odd, clock,
                        {jamf::Credentials::Kind::api_client, jamf.client_id, jamf.client_secret});
    jamf::Client asking(fresh);
    const auto asked = jamf::conflict_standing(asking);
    EXPECT_TRUE(asked.ok());
    return asked.ok() ? asked.value() : jamf::ConflictStanding{};
  }
};

TEST(ConflictStanding, ItSurelyDoesNotWhereAllIsTold) {
  for (const char* single :
       {R"({"computer_invitation":{"id":7,"ssh_username":"other"}})",
        R"({"computer_invitation":{"id":7,"ssh_username":""}})",
        R"({"computer_invitation":{"id":7,"create_account_if_does_not_exist":false}})"}) {
    StandingBench s;
    OddInvitations odd(s.http);
    odd.single.second = single;
    EXPECT_TRUE(s.standing(odd).surely_not()) << single;
  }
  StandingBench s;
  OddInvitations odd(s.http);
  odd.listed.second = R"({"computer_invitations":[]})";
  EXPECT_TRUE(s.standing(odd).surely_not());
}

TEST(ConflictStanding, BeforeAnythingIsReadNobodyKnows) {
  EXPECT_FALSE(jamf::ConflictStanding{}.surely_not());
}

TEST(ConflictStanding, AnInvitationMakesItStand) {
  StandingBench s;
  OddInvitations odd(s.http);
  odd.single.second = R"({"computer_invitation":{"id":7,"ssh_username":"LocalAdmin"}})";
  EXPECT_TRUE(s.standing(odd).stands);
}

TEST(ConflictStanding, InvitationsThatAreNotToldAreNoAllClear) {
  using Answer = OddInvitations::Answer;
  for (const Answer& listed :
       {Answer{403, "{}"}, Answer{403, kPage}, Answer{404, "{}"}, Answer{404, kPage}, Answer{200, kPage},
        Answer{200, "{}"}, Answer{200, ""}, Answer{200, R"({"computer_invitations":null})"},
        Answer{200, R"({"computer_invitations":[{}]})"}, Answer{200, R"({"computer_invitations":[null]})"},
        Answer{200, R"({"computer_invitations":[{"id":null}]})"}}) {
    StandingBench s;
    OddInvitations odd(s.http);
    odd.listed = odd.listed_again = listed;
    const jamf::ConflictStanding standing = s.standing(odd);
    EXPECT_FALSE(standing.stands || standing.surely_not()) << listed.first << " " << listed.second;
  }
  for (const Answer& single :
       {Answer{403, "{}"}, Answer{403, kPage}, Answer{404, "{}"}, Answer{404, kPage}, Answer{200, kPage},
        Answer{200, "{}"}, Answer{200, R"({"computer_invitation":null})"},
        Answer{200, R"({"computer_invitation":{}})"}, Answer{200, R"({"computer_invitation":{"id":7}})"},
        Answer{200, R"({"computer_invitation":{"id":8,"ssh_username":"other"}})"},
        Answer{200, R"({"computer_invitation":{"id":7,"ssh_username":null}})"},
        Answer{200, R"({"computer_invitation":{"id":7,"ssh_username":{}}})"}}) {
    StandingBench s;
    OddInvitations odd(s.http);
    odd.single = single;
    const jamf::ConflictStanding standing = s.standing(odd);
    EXPECT_FALSE(standing.stands || standing.surely_not()) << single.first << " " << single.second;
  }
}

TEST(ConflictStanding, AnInvitationThatIsUsedUpMeanwhileIsNone) {
  StandingBench s;
  OddInvitations odd(s.http);
  odd.single = {404, kPage};
  odd.listed_again.second = R"({"computer_invitations":[]})";
  EXPECT_TRUE(s.standing(odd).surely_not());
}

}  // namespace
}  // namespace enrolkit::test
